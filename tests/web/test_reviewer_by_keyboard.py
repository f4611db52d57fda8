"""A reviewer at the keyboard, in a real browser: walk the list, tick, open; enhancement only."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.office.desk import Desk
from tests.web.conftest import Enter

pytestmark = pytest.mark.browser


@pytest.fixture
def page(app: Flask, enter: Enter, desk: Desk, browser: Browser) -> Iterator[Page]:
    """The reviewer's browser, before the office's door."""
    with enter(desk.cast.reviewer).client.session_transaction() as kept:
        signing = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signing is not None
        cookie = str(signing.dumps(dict(kept)))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}")
    context.add_cookies(
        [{"name": "casework", "value": cookie, "url": f"http://127.0.0.1:{server.port}"}]
    )
    yield context.new_page()
    context.close()
    server.shutdown()
    server.server_close()


def test_cases_are_ticked_and_accepted_without_a_mouse(page: Page, desk: Desk) -> None:
    references = [desk.submitted(), desk.submitted(desk.cast.yi)]
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto("/office/to-do")

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_role("button", name="批量办理").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/office/bulk")
    assert "办理成功 2 件" in page.locator("main").inner_text()
    assert [desk.case(one).state for one in references] == ["under_review"] * 2
    assert faults == []


def test_enter_opens_the_case_the_list_stands_on(page: Page, desk: Desk) -> None:
    desk.submitted()
    second = desk.submitted(desk.cast.yi)
    page.goto("/office/to-do")

    for key in ("j", "j", "k", "j", "Enter"):
        page.keyboard.press(key)

    page.wait_for_url(f"**/office/cases/{second}")


def test_letters_typed_into_a_field_walk_nowhere(page: Page, desk: Desk) -> None:
    desk.submitted()
    page.goto("/office/to-do")

    page.get_by_label("查找").fill("")
    page.get_by_label("查找").press_sequentially("xjk")

    assert page.get_by_label("查找").input_value() == "xjk"
    assert page.locator("tr.on-row").count() == 0
