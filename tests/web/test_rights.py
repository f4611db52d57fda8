"""Who gets in where: the reviewed matrix, every page as everybody, and strangers nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from casework.queries import sign_in as sign_ins
from casework.web.pages import PAGES
from tests.web import rights
from tests.web.crawl import Walk, walk
from tests.web.trial_office import EVERYBODY, PUBLIC, STRANGER, TrialOffice
from tests.web.visitor import Visitor
from workflows.roles import Actor, Role

pytestmark = pytest.mark.xdist_group("walk")

OF_NOBODY = {"policy_id", "clause_id", "filename", "kind", "code"}
"""Parts of paths that name what is open to everybody: documents, clauses, static files."""


def _rules(walked_office: TrialOffice, method: str) -> Iterator[Rule]:
    for rule in walked_office.app.url_map.iter_rules():
        if method in (rule.methods or ()) and "static" not in rule.endpoint:
            yield rule


def _actor(walked_office: TrialOffice, who: str) -> Actor | None:
    if who == PUBLIC:
        return None
    with walked_office.database.reading() as session:
        found = sign_ins.signed_in(
            session,
            walked_office.token(who),
            at=walked_office.app.extensions["casework"].now(),
            idle=timedelta(minutes=15),
            second_factor=False,
            passwords_age=False,
        )
    assert found is not None
    return found.actor


def _one_of_each(walked_office: TrialOffice) -> Iterator[tuple[str, Actor | None, Visitor]]:
    """One person, at their browser, for each set of roles that somebody has; and the public."""
    seen: set[frozenset[Role]] = set()
    for who in EVERYBODY:
        actor = _actor(walked_office, who)
        roles = frozenset() if actor is None else actor.roles
        if roles not in seen:
            seen.add(roles)
            yield who, actor, walked_office.visitor(who)


def test_the_matrix_is_the_one_that_was_reviewed() -> None:
    """After a change: `python -m tests.web.rights`, and read the difference."""
    assert rights.MATRIX.read_text(encoding="utf-8").splitlines() == list(rights.lines())


def test_a_closed_page_is_closed_whatever_its_address(
    walked_office: TrialOffice, walks: list[Walk]
) -> None:
    examples = {endpoint: path for one in walks for endpoint, path in one.pages.items()}
    let_in = []
    for who, actor, visitor in _one_of_each(walked_office):
        for endpoint, path in examples.items():
            if PAGES[endpoint].is_open_to(actor):
                continue
            response = visitor.client.get(path)
            response.close()
            refused = response.status_code == 403 or (
                who == PUBLIC and "/sign-in" in response.headers.get("Location", "")
            )
            if not refused:
                let_in.append((who, path, response.status_code))

    assert let_in == []


def test_a_closed_act_is_refused_before_it_is_looked_at(walked_office: TrialOffice) -> None:
    taken = []
    for who, actor, visitor in _one_of_each(walked_office):
        token = visitor.token() if who != PUBLIC else ""
        for rule in _rules(walked_office, "POST"):
            if PAGES[rule.endpoint].is_open_to(actor):
                continue
            path = _some_path(walked_office, rule)
            response = visitor.client.post(path, data={"csrf_token": token})
            if response.status_code not in ((400, 401) if who == PUBLIC else (403,)):
                taken.append((who, path, response.status_code))

    assert taken == []


def test_an_officer_of_another_district_sees_nothing_of_this_one(
    walked_office: TrialOffice, walks: list[Walk]
) -> None:
    visitor = walked_office.visitor(STRANGER)
    seen = []
    for one in walks:
        for endpoint, path in one.pages.items():
            (rule,) = [r for r in walked_office.app.url_map.iter_rules() if r.endpoint == endpoint][
                :1
            ]
            if not set(rule.arguments) - OF_NOBODY or PAGES[endpoint].public:
                continue
            status = _status(visitor, path)
            if status not in (403, 404):
                seen.append((path, status))

    assert sorted(set(seen)) == []


def test_no_list_shows_a_stranger_a_case_of_this_district(walked_office: TrialOffice) -> None:
    found = walk(walked_office, STRANGER)

    with walked_office.database.reading() as session:
        references = list(session.scalars(sa.text("SELECT reference FROM cases")))
    told = [
        (path, reference)
        for _endpoint, path, page in found.opened
        for reference in references
        if reference in page.text_content()
    ]
    assert told == []
    assert found.dead == []


def test_no_enterprise_sees_another_ones_anything(
    walked_office: TrialOffice, walks: list[Walk]
) -> None:
    theirs = {one.who: one for one in walks if one.who in ("jiachen", "gengxu", "jiyou")}
    seen = []
    for who, own in theirs.items():
        visitor = walked_office.visitor(who)
        for other in theirs.values():
            for endpoint, path in other.pages.items():
                (rule,) = [
                    r for r in walked_office.app.url_map.iter_rules() if r.endpoint == endpoint
                ][:1]
                if other is own or "reference" not in rule.arguments:
                    continue
                status = _status(visitor, path)
                if status != 404:
                    seen.append((who, path, status))

    assert seen == []


def test_numbers_that_are_guessed_find_nothing(walked_office: TrialOffice) -> None:
    visitor: Visitor = walked_office.visitor("jiachen")
    for rule in _rules(walked_office, "GET"):
        if not _names_something(walked_office, rule.endpoint):
            continue
        if not PAGES[rule.endpoint].is_open_to(_actor(walked_office, "jiachen")):
            continue
        path = _some_path(walked_office, rule)
        assert _status(visitor, path) == 404, path


def _status(visitor: Visitor, path: str) -> int:
    response = visitor.client.get(path, follow_redirects=True)
    response.get_data()
    response.close()
    return response.status_code


def _names_something(office: TrialOffice, endpoint: str) -> bool:
    """Whether the path of a page names a case, a meeting, a payment …"""
    rules = [one for one in office.app.url_map.iter_rules() if one.endpoint == endpoint]
    return not PAGES[endpoint].public and any(set(one.arguments) - OF_NOBODY for one in rules)


def _some_path(walked_office: TrialOffice, rule: Rule) -> str:
    """A path of a route, with parts that name nothing."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        is_number = isinstance(rule._converters[name], NumberConverter)
        values[name] = 999_999 if is_number else "XC-2026-999999"
    adapter = walked_office.app.url_map.bind("localhost")
    return str(adapter.build(rule.endpoint, values))
