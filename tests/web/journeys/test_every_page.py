"""Every page in a real browser: accessible, on a phone as well, and without a complaint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.web.crawl import Walk
from tests.web.journeys.looking import context, examples, faults_of
from tests.web.trial_office import TrialOffice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk")]

NARROW, USUAL = 390, 1280


@pytest.fixture(scope="module")
def address(walked_office: TrialOffice) -> Iterator[str]:
    """The office of the demonstration, open on this machine."""
    with walked_office.open_door() as found:
        yield found


def test_axe_finds_nothing_on_any_page(
    browser: Browser, walked_office: TrialOffice, walks: list[Walk], address: str
) -> None:
    axe, found = Axe(), []
    for who, pages in examples(walks).items():
        with context(browser, walked_office, address, who) as opened:
            page = opened.new_page()
            for endpoint, path in pages:
                page.goto(path)
                for violation in axe.run(page).response["violations"]:
                    nodes = [node["html"][:120] for node in violation["nodes"][:2]]
                    found.append((endpoint, path, violation["id"], nodes))

    assert found == []


def test_dark_pages_have_the_contrast_too(
    browser: Browser, walked_office: TrialOffice, walks: list[Walk], address: str
) -> None:
    axe, found = Axe(), []
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    for who, pages in examples(walks).items():
        with context(browser, walked_office, address, who, colors="dark") as opened:
            page = opened.new_page()
            for endpoint, path in pages:
                page.goto(path)
                for violation in axe.run(page, options=only).response["violations"]:
                    nodes = [node["html"][:120] for node in violation["nodes"][:2]]
                    found.append((endpoint, path, nodes))

    assert found == []


@pytest.mark.parametrize("width", [NARROW, USUAL, 1920])
def test_no_page_is_wider_than_the_screen_or_complains(
    browser: Browser, walked_office: TrialOffice, walks: list[Walk], address: str, width: int
) -> None:
    wider, complaints = [], []
    for who, pages in examples(walks).items():
        with context(browser, walked_office, address, who, width=width) as opened:
            page = opened.new_page()
            heard = faults_of(page)
            for endpoint, path in pages:
                page.goto(path)
                whole = page.evaluate("document.documentElement.scrollWidth")
                if whole > width:
                    wider.append((endpoint, path, whole))
                complaints += [(endpoint, path, one) for one in heard]
                heard.clear()

    assert (wider, complaints) == ([], [])


def test_every_page_reads_the_same_without_script(
    browser: Browser, walked_office: TrialOffice, walks: list[Walk], address: str
) -> None:
    empty = []
    for who, pages in examples(walks).items():
        with context(browser, walked_office, address, who, script=False) as opened:
            page = opened.new_page()
            for endpoint, path in pages:
                page.goto(path)
                if not page.locator("main h1").first.is_visible():
                    empty.append((endpoint, path))

    assert empty == []
