"""Every page in a real browser: accessible, on a phone as well, and without a complaint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.crawl import Walk
from tests.web.journeys.looking import context, examples, faults_of, sit_down
from tests.web.trial_office import PUBLIC, TrialOffice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk")]

USUAL, OTHERS = 1280, (1920, 390)
SAYS_MORE_THAN = """served => {
    const words = page => page.querySelector("main").textContent.replace(/\\s+/g, " ").trim()
    return words(document) !== words(new DOMParser().parseFromString(served, "text/html"))
}"""
VIOLATIONS = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(
    found => found.violations.map(one => [one.id, one.nodes.slice(0, 2).map(node => node.html)]))"""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WITHOUT_TWINS = """() => {
    const apart = new Set(["datetime", "for", "href", "id", "name", "title", "value"])
    const look = one => one.tagName
        + one.getAttributeNames().map(
            name => `[${name}=${apart.has(name) || one.getAttribute(name)}]`).join("")
        + (one.childElementCount ? `<${[...one.children].map(look).join(",")}>`
            : Boolean(one.textContent.trim()))
    const thin = parent => {
        const seen = new Set()
        for (const one of [...parent.children]) {
            const its = look(one)
            if (seen.has(its)) one.remove()
            else { seen.add(its); thin(one) }
        }
    }
    thin(document.body)
}"""
"""Of neighbours with the same tags, classes and roles throughout only the first stays: whatever is
wrong with the hundredth row is wrong with the first."""


@dataclass
class Seen:
    """What a look at every page found, each with the page's path."""

    looked_at: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    violations: list[Any] = field(default_factory=list)
    dark: list[Any] = field(default_factory=list)
    wider: list[Any] = field(default_factory=list)
    complaints: list[Any] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(walked_office: TrialOffice) -> Iterator[str]:
    """The office of the demonstration, open on this machine."""
    with walked_office.open_door() as found:
        yield found


@pytest.fixture(scope="module")
def seen(browser: Browser, walked_office: TrialOffice, walks: list[Walk], address: str) -> Seen:
    """One visit to each page: by day, by night, on a wide screen and on a phone."""
    found = Seen()
    with context(browser, walked_office, address, PUBLIC, width=USUAL) as opened:
        opened.add_init_script(Axe().axe_script)
        page = opened.new_page()
        heard = faults_of(page)
        for who, pages in examples(walks).items():
            sit_down(opened, walked_office, address, who)
            for _endpoint, path in pages:
                response = page.goto(path)
                assert response is not None
                if page.evaluate(SAYS_MORE_THAN, response.text()):
                    found.changed.append(path)
                _look(page, path, found)
                found.complaints += [(path, one) for one in heard]
                heard.clear()
                found.looked_at.append(path)
    return found


def test_axe_finds_nothing_on_any_page(seen: Seen) -> None:
    assert seen.looked_at
    assert seen.violations == []


def test_dark_pages_have_the_contrast_too(seen: Seen) -> None:
    assert seen.dark == []


def test_no_page_is_wider_than_a_phone_or_a_screen(seen: Seen) -> None:
    assert seen.wider == []


def test_no_page_complains_to_the_browser(seen: Seen) -> None:
    assert seen.complaints == []


def test_no_page_says_more_or_less_when_its_script_has_run(seen: Seen) -> None:
    assert seen.changed == []


def test_everybodys_first_pages_can_be_read_without_script(
    browser: Browser, walked_office: TrialOffice, walks: list[Walk], address: str
) -> None:
    empty = []
    with context(browser, walked_office, address, PUBLIC, script=False) as opened:
        page = opened.new_page()
        for who, pages in examples(walks).items():
            sit_down(opened, walked_office, address, who)
            for _endpoint, path in pages[:2]:
                page.goto(path)
                if not page.locator("main h1").first.is_visible():
                    empty.append(path)

    assert empty == []


def _look(page: Page, path: str, found: Seen) -> None:
    _measure(page, path, USUAL, found)
    for width in OTHERS:
        page.set_viewport_size({"width": width, "height": 900})
        _measure(page, path, width, found)
    page.set_viewport_size({"width": USUAL, "height": 900})
    page.evaluate(WITHOUT_TWINS)
    found.violations += [(path, one) for one in page.evaluate(VIOLATIONS, {})]
    page.emulate_media(color_scheme="dark")
    found.dark += [(path, one) for one in page.evaluate(VIOLATIONS, CONTRAST)]
    page.emulate_media(color_scheme="light")


def _measure(page: Page, path: str, width: int, found: Seen) -> None:
    whole = page.evaluate("document.documentElement.scrollWidth")
    if whole > width:
        found.wider.append((path, width, whole))
