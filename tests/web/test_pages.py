"""The table of pages, the frame of every page, and the headers of every response."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.web import pages
from casework.web.headers import POLICY
from casework.web.pages import PAGES
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor


def test_every_route_stands_in_the_table_of_pages(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(PAGES)


def test_a_route_nobody_entered_stops_the_start() -> None:
    with pytest.raises(pages.WrongPages, match="forgotten"):
        pages.check({*PAGES, "forgotten.page"})


def test_pages_for_somebody_send_a_stranger_to_sign_in(app: Flask) -> None:
    stranger = Visitor(app)
    for rule in app.url_map.iter_rules():
        if PAGES[rule.endpoint].public or rule.arguments or "GET" not in (rule.methods or ()):
            continue
        assert stranger.get(rule.rule).title == "登录", rule.rule


def test_a_refusal_of_rights_is_recorded(enter: Enter, desk: Desk, app: Flask) -> None:
    closed = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and not PAGES[rule.endpoint].is_open_to(desk.cast.jia)
    ]
    visitor = enter(desk.cast.jia)

    for path in closed:
        assert visitor.get(path).status == 403

    assert desk.count("access_log", kind="refused") == len(closed)


def test_every_response_carries_the_strict_headers(somebody: Visitor) -> None:
    for path in ("/", "/none", "/static/casework.css"):
        response = somebody.get(path).response
        assert response is not None
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_not_kept_by_anybody(somebody: Visitor) -> None:
    response = somebody.get("/").response

    assert response is not None
    assert response.headers["Cache-Control"] == "no-store"


def test_a_form_without_the_sessions_token_does_nothing(somebody: Visitor) -> None:
    response = somebody.client.post("/preferences", data={"language": "en"})

    assert response.status_code == 400
    assert "页面已过期" in response.text


def test_language_and_appearance_are_chosen_once_for_this_browser(somebody: Visitor) -> None:
    somebody.get("/preferences").send({"language": "en", "appearance": "dark", "text": "large"})

    page = somebody.get("/policies").page
    assert (page.get("lang"), page.get("data-appearance"), page.get("class")) == (
        "en",
        "dark",
        "large",
    )


def test_no_page_has_script_or_style_of_its_own(somebody: Visitor) -> None:
    for path in ("/", "/policies", "/sign-in", "/none"):
        page = somebody.get(path).page
        assert page.xpath("//style | //script[not(@src)] | //*[@style]") == []
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("languages", [("zh", "en"), ("en", "zh")], ids=["zh first", "en first"])
def test_the_first_reader_s_language_does_not_stay_in_a_page(
    enter: Enter, desk: Desk, languages: tuple[str, str]
) -> None:
    auditor = enter(desk.cast.auditor)
    heading = {"zh": "主管部门", "en": "Department"}

    for language in languages:
        auditor.client.set_cookie("language", language)
        (label,) = auditor.get("/audit/cases").page.xpath("//label[@for='department']")
        assert label.text == heading[language]
