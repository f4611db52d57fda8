"""An office on the office's own day, open on this machine, and people with real browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.web.conftest import Enter
from tests.web.journeys.looking import COOKIE, faults_of
from workflows.roles import Actor

Sit = Callable[[Actor], Page]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The office, open on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sit(browser: Browser, address: str, enter: Enter) -> Iterator[Sit]:
    """Let one of the cast sit down at a browser, signed in; at the end nobody's complained."""
    with ExitStack() as leaving:
        complaints: list[list[str]] = []

        def down(actor: Actor) -> Page:
            cookie = enter(actor).client.get_cookie(COOKIE)
            assert cookie is not None
            context = browser.new_context(base_url=address, locale="zh-CN")
            leaving.callback(context.close)
            context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
            page = context.new_page()
            complaints.append(faults_of(page))
            return page

        yield down
        assert [one for heard in complaints for one in heard] == []
