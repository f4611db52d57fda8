"""A meeting's pages: constant in statements, blind until one has voted, shut to the recused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import recuse
from casework.commands.joint_meeting import follow_up, hold
from casework.db import Database
from casework.queries.documents import of_meeting
from casework.queries.joint_meeting import agenda, follow_ups
from casework.queries.joint_meeting.sitting import look_at
from casework.records.meeting.agenda import AgendaItem
from tests.office.big_meeting import a_big_meeting
from tests.office.council import Council
from workflows.meeting.recusal import RecusalGround
from workflows.meeting.votes import Choice
from workflows.refusals import Refused


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", keep)


def test_a_meeting_of_200_items_and_25_members_costs_what_a_small_one_costs(
    council: Council,
) -> None:
    small, large = a_big_meeting(council, items=2), a_big_meeting(council, items=200)
    database, convener = council.desk.database, council.convener
    costs = []

    for meeting, items in ((small, 2), (large, 200)):
        with statements(database) as sent, database.reading() as session:
            sitting = look_at(session, meeting, convener)
            rows = agenda.agenda(session, sitting, convener)
            page = agenda.item_page(session, sitting, 1, convener)
            agenda.calendar(session, convener)
            agenda.nominated(session, convener)
            follow_ups.follow_ups(session, convener, on=date(2026, 3, 2))
            of_meeting(session, sitting.meeting.id)
        assert len(rows) == items
        assert page.opinions is not None
        assert len(page.opinions) == 25
        costs.append(len(sent))

    assert costs[0] == costs[1]
    assert costs[1] <= 16


def test_nobody_sees_the_opinions_of_others_before_giving_their_own(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    finance, science = council.seats["xc-czj"], council.seats["xc-kxj"]
    vote = {"meeting": meeting, "position": 1, "choice": Choice.FOR}
    council.do(hold.give_opinion, by=finance, **vote)

    with council.desk.database.reading() as session:
        sitting = look_at(session, meeting, finance)
        own = agenda.item_page(session, sitting, 1, finance)
        before = agenda.item_page(session, sitting, 1, science)
    council.do(hold.give_opinion, by=science, **vote)
    with council.desk.database.reading() as session:
        after = agenda.item_page(session, look_at(session, meeting, science), 1, science)

    assert own.opinions is not None
    assert before.opinions is None
    assert before.row.given == 1
    assert after.opinions is not None
    assert len(after.opinions) == 2


def test_a_recused_member_sees_nothing_of_the_case_also_by_direct_address(
    council: Council,
) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    member = council.seats["xc-kxj"]
    council.desk(
        recuse.raise_recusal,
        case,
        by=member,
        seen=None,
        person_id=member.user_id,
        ground=RecusalGround.KINSHIP,
        reason="近亲属任职",
    )

    with council.desk.database.reading() as session:
        sitting = look_at(session, meeting, member)
        (row,) = agenda.agenda(session, sitting, member)
        with pytest.raises(Refused, match="recused"):
            agenda.item_page(session, sitting, 1, member)
        (seen,) = agenda.agenda(session, sitting, council.convener)

    assert (row.recused, row.reference, row.enterprise, row.ceiling) == (True, "", "", None)
    assert seen.reference == case


def test_another_districts_officer_does_not_see_the_meeting(council: Council) -> None:
    meeting = council.called()

    with (
        council.desk.database.reading() as session,
        pytest.raises(Refused, match="meeting_unknown"),
    ):
        look_at(session, meeting, council.desk.cast.stranger)


def test_a_follow_up_is_overdue_until_its_department_ticks_it_off(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    database, stranger = council.desk.database, council.seats["xc-rsj"]

    with database.reading() as session:
        (late,) = follow_ups.follow_ups(session, council.convener, on=date(2027, 1, 1))
    with pytest.raises(Refused, match="beyond_your_reach"):
        council.do(follow_up.finish_follow_up, by=stranger, follow_up_id=late.id, note="完成")
    carrier = replace(council.seats["xc-fgw"])
    council.do(follow_up.finish_follow_up, by=carrier, follow_up_id=late.id, note="已落实")
    with database.reading() as session:
        (done,) = follow_ups.follow_ups(session, council.convener, on=date(2027, 1, 1))

    assert (late.overdue, late.task, late.department) == (True, "落实项目投资进度", "区发展改革委")
    assert (done.overdue, done.done_on) == (False, council.at.date())


def test_nominated_cases_wait_until_a_meeting_takes_them(council: Council) -> None:
    case = council.nominated()
    with council.desk.database.reading() as session:
        before = [one.reference for one in agenda.nominated(session, council.secretary)]
    council.in_session([case])
    with council.desk.database.reading() as session:
        after = agenda.nominated(session, council.secretary)
        items = session.scalar(sa.select(sa.func.count()).select_from(AgendaItem))

    assert before == [case]
    assert list(after) == []
    assert items == 1
