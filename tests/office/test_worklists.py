"""What awaits whom, in which order, and how it is found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from casework.commands import opinions
from casework.queries import names, own_acts, sought, worklists
from casework.queries.worklists import Wanted
from tests.office.desk import Desk
from workflows.roles import Actor
from workflows.term import civil_date


def _to_do(desk: Desk, actor: Actor, wanted: Wanted = worklists.ALL) -> list[str]:
    with desk.database.reading() as session:
        page = worklists.to_do(session, actor, wanted, on=civil_date(desk.at))
    return [row.reference for row in page.rows]


def test_a_filed_case_awaits_the_window_and_its_department(desk: Desk) -> None:
    reference = desk.submitted()

    assert _to_do(desk, desk.cast.window) == [reference]
    assert _to_do(desk, desk.cast.reviewer) == [reference]
    assert _to_do(desk, desk.cast.approver) == []


def test_other_departments_and_districts_see_nothing_of_it(desk: Desk) -> None:
    desk.submitted()

    assert _to_do(desk, desk.cast.colleague) == []
    assert _to_do(desk, desk.cast.stranger) == []


def test_an_opinion_that_was_given_is_no_longer_asked_for(desk: Desk) -> None:
    reference = desk.accepted()
    desk(
        opinions.ask,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        departments=["xc-rsj", "xc-czj"],
        question="请核实",
    )
    assert _to_do(desk, desk.cast.consulted) == [reference]

    desk(
        opinions.answer, reference, by=desk.cast.consulted, seen=None, verdict="agree", words="同意"
    )

    assert _to_do(desk, desk.cast.consulted) == []


def test_what_is_late_is_found_as_late_and_comes_first(desk: Desk) -> None:
    early = desk.submitted()
    desk.days_later(3)
    late = desk.submitted(desk.cast.yi)
    desk.days_later(5)

    assert _to_do(desk, desk.cast.window) == [early, late]
    assert _to_do(desk, desk.cast.window, Wanted(due="over")) == [early]
    assert _to_do(desk, desk.cast.window, Wanted(due="soon")) == [late]


@pytest.mark.parametrize(
    "text", ["甲示", "示例科技", "911101020000000018", "1", "000001", "xc-2026-1", "XC-2026-000001"]
)
def test_a_case_is_found_by_part_of_a_name_by_code_and_by_number(desk: Desk, text: str) -> None:
    reference = desk.submitted()

    assert _to_do(desk, desk.cast.window, Wanted(text=text)) == [reference]


@pytest.mark.parametrize("text", ["甲", "丁丁", "甲科", "%", "_示", "999", "XC-2025-000001"])
def test_what_is_not_there_is_not_found(desk: Desk, text: str) -> None:
    desk.submitted()

    assert _to_do(desk, desk.cast.window, Wanted(text=text)) == []


def test_a_search_never_reaches_beyond_what_one_may_see(desk: Desk) -> None:
    reference = desk.submitted()

    with desk.database.reading() as session:
        for actor in (desk.cast.stranger, desk.cast.colleague, desk.cast.system_admin):
            assert worklists.find(session, actor, "甲示例", on=civil_date(desk.at)).rows == ()
        found = worklists.find(session, desk.cast.auditor, "甲示例", on=civil_date(desk.at))
    assert [row.reference for row in found.rows] == [reference]


def test_the_pages_go_on_where_the_last_one_ended(desk: Desk) -> None:
    filed = [desk.submitted(), desk.submitted(desk.cast.yi)]
    on = civil_date(desk.at)

    with desk.database.reading() as session:
        first = worklists.to_do(session, desk.cast.window, on=on, most=1)
        second = worklists.to_do(session, desk.cast.window, on=on, after=first.after, most=1)

    assert [row.reference for row in (*first.rows, *second.rows)] == filed
    assert second.after is None


def test_counts_say_what_is_late_and_what_is_ones_own(desk: Desk) -> None:
    desk.submitted()
    desk.days_later(20)
    desk.submitted(desk.cast.yi)

    with desk.database.reading() as session:
        found = worklists.counts(session, desk.cast.window, on=civil_date(desk.at))

    assert found == worklists.Counts(to_do=2, over=1, soon=0, mine=0)


def test_what_one_did_and_what_one_sent_on(desk: Desk) -> None:
    reference = desk.recommended()
    reviewer = desk.cast.reviewer

    with desk.database.reading() as session:
        done = own_acts.done(session, reviewer, most=1)
        more = own_acts.done(session, reviewer, before=done.before)
        started = own_acts.started(session, reviewer)

    assert [row.action for row in done.rows] == ["recommend"]
    assert "assess" in [row.action for row in more.rows]
    assert [(row.reference, row.state) for row in started.rows] == [
        (reference, "awaiting_approval")
    ]


def test_a_renamed_enterprise_is_found_by_its_new_name_only(desk: Desk) -> None:
    with desk.database.transaction() as session:
        session.execute(
            sa.text("UPDATE enterprises SET name = '戊改名Beta有限公司' WHERE id = :id"),
            {"id": desk.cast.jia.enterprise_id},
        )

    with desk.database.reading() as session:
        assert names.named_like(session, "改名beta", most=5) == [desk.cast.jia.enterprise_id]
        assert names.named_like(session, "甲示", most=5) == []


def test_a_part_that_very_many_enterprises_bear_still_narrows_the_list(desk: Desk) -> None:
    reference = desk.submitted()
    with desk.database.transaction() as session:
        session.execute(
            sa.text(
                "INSERT INTO enterprises (id, credit_code, name, kind, legal_person,"
                " registered_address, created_at, last_change) VALUES"
                " (:id, :code, '示例科技有限公司', 'enterprise', '', '', :at, 1)"
            ),
            [
                {"id": 1_000 + n, "code": f"C{n:017}", "at": desk.at.isoformat(" ")}
                for n in range(sought.MOST_ENTERPRISES + 1)
            ],
        )

    assert _to_do(desk, desk.cast.window, Wanted(text="科技")) == [reference]
    assert _to_do(desk, desk.cast.window, Wanted(text="甲示例")) == [reference]
