"""Looking at pages with a real browser: one example of every page, as somebody it is open to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.web.crawl import Walk
from tests.web.trial_office import PUBLIC, TrialOffice

COOKIE = "casework"
EXPECTED = ("status of 403", "status of 404", "status of 409", "status of 422")
"""What the browser says of pages that answer with a refusal; that is no fault of the page."""


@contextmanager
def context(
    browser: Browser,
    office: TrialOffice,
    address: str,
    who: str,
    *,
    width: int = 1280,
    language: str = "zh",
    script: bool = True,
) -> Iterator[BrowserContext]:
    """A browser of somebody who is signed in."""
    found = browser.new_context(
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=script,
        base_url=address,
        locale="zh-CN",
    )
    sit_down(found, office, address, who, language=language)
    try:
        yield found
    finally:
        found.close()


def sit_down(
    context: BrowserContext, office: TrialOffice, address: str, who: str, *, language: str = "zh"
) -> None:
    """Let somebody sit down at a browser where somebody else sat before."""
    context.clear_cookies()
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    if who != PUBLIC:
        cookie = office.visitor(who).client.get_cookie(COOKIE)
        assert cookie is not None
        context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])


def faults_of(page: Page) -> list[str]:
    """A list into which the page's complaints fall, from now on."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        expected = any(words in message.text for words in EXPECTED)
        if message.type in ("error", "warning") and not expected:
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def examples(walks: list[Walk]) -> dict[str, list[tuple[str, str]]]:
    """By person: endpoint and path of the pages to look at, each endpoint once."""
    found: dict[str, list[tuple[str, str]]] = {}
    seen: set[str] = set()
    for one in walks:
        opened = {endpoint for endpoint, _path, _page in one.opened}
        for endpoint, path in one.pages.items():
            if endpoint in opened and endpoint not in seen:
                seen.add(endpoint)
                found.setdefault(one.who, []).append((endpoint, path))
    return found
