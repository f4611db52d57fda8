"""The whole office walked as everybody: no dead link, no page nobody reaches, no faulty page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casework.web.pages import PAGES
from tests.web.crawl import Walk
from tests.web.trial_office import PUBLIC, TrialOffice
from tests.web.visitor import Tree

pytestmark = pytest.mark.xdist_group("walk")

NOT_LINKED = {
    *("static", "bootstrap.static"),
    "minutes.draft_to_edit",  # while a meeting's minutes are being drafted
    *("sign_in.code", "sign_in.enrolment", "account.places"),  # where one is led, not linked to
}
"""Pages that stand at the end of no link, each for its reason."""


def test_no_link_leads_nowhere(walks: list[Walk]) -> None:
    assert [(one.who, dead) for one in walks for dead in one.dead] == []


def test_every_page_is_reached_by_somebody(walked_office: TrialOffice, walks: list[Walk]) -> None:
    reached = {endpoint for one in walks for endpoint in one.pages}
    pages = {
        rule.endpoint
        for rule in walked_office.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }

    assert sorted(pages - reached - NOT_LINKED) == []


def test_nobody_is_led_to_a_page_that_is_closed_to_them(walks: list[Walk]) -> None:
    assert [one.who for one in walks if one.who == PUBLIC and "account.show" in one.pages] == []
    assert {endpoint for one in walks for endpoint in one.pages} <= set(PAGES)


def test_every_page_has_one_heading_a_title_and_its_language(walks: list[Walk]) -> None:
    faulty = [
        (one.who, path)
        for one in walks
        for _endpoint, path, page in one.opened
        if len(page.xpath("//main//h1")) != 1
        or not page.xpath("string(//title)").strip("· ")
        or not page.get("lang")
    ]

    assert faulty == []


def test_every_id_stands_once_and_every_label_and_reference_finds_its_own(
    walks: list[Walk],
) -> None:
    assert [fault for one in walks for fault in _faults(one)] == []


def test_every_form_that_changes_something_carries_the_sessions_token(walks: list[Walk]) -> None:
    without = [
        (one.who, path, form.get("action"))
        for one in walks
        for _endpoint, path, page in one.opened
        for form in page.forms
        if form.method == "POST" and not form.xpath(".//input[@name='csrf_token']")
    ]

    assert without == []


def test_no_page_has_script_or_style_of_its_own(walks: list[Walk]) -> None:
    own = [
        (one.who, path)
        for one in walks
        for _endpoint, path, page in one.opened
        if page.xpath("//style | //script[not(@src)] | //*[@style]")
        or page.xpath("//@*[starts-with(name(), 'on')]")
    ]

    assert own == []


def _faults(found: Walk) -> Iterator[tuple[str, str, str]]:
    for _endpoint, path, page in found.opened:
        ids = [str(one) for one in page.xpath("//@id")]
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield found.who, path, f"id {one} twice"
        for reference in _references(page):
            if reference not in ids:
                yield found.who, path, f"nothing has the id {reference}"
        for control in page.xpath(
            "//main//input[not(@type='hidden' or @aria-hidden='true')]"
            " | //main//select | //main//textarea"
        ):
            if not _is_labelled(page, control):
                yield found.who, path, f"no label for {control.get('name')}"


def _references(page: Tree) -> list[str]:
    found = [str(one) for one in page.xpath("//label/@for")]
    for attribute in ("aria-labelledby", "aria-describedby"):
        found += [part for value in page.xpath(f"//@{attribute}") for part in str(value).split()]
    found += [str(href)[1:] for href in page.xpath("//a/@href[starts-with(., '#')]")]
    return [one for one in found if one]


def _is_labelled(page: Tree, control: Tree) -> bool:
    if (
        control.get("aria-label")
        or control.get("aria-labelledby")
        or control.xpath("ancestor::label")
    ):
        return True
    return bool(control.get("id") and page.xpath(f"//label[@for='{control.get('id')}']"))
