"""A deputy at a meeting: the power is looked up at every act, and both names are minuted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import delegate
from casework.commands.joint_meeting import call, hold, minutes, move
from casework.commands.people import revoke_role
from casework.exports.documents import as_pdf
from casework.queries.deputies import as_deputy, lent_by
from casework.records.meeting.joint_meeting import MeetingAct
from tests.office.council import PURCHASE, Council
from tests.office.desk import HIGH_TECH
from tests.office.meeting_stages import tick_off
from tests.office.test_papers import text_of
from workflows.documents import DocumentKind
from workflows.meeting.votes import Choice
from workflows.money import yuan
from workflows.refusals import Refused
from workflows.roles import Actor, Role


def lend(council: Council, by: Actor, role: Role, **narrowed: Any) -> Actor:
    """A power lent for a month to somebody who does not sit; the deputy as an actor."""
    deputy, on = council.desk.cast.other_approver, council.at.date()
    with council.desk.database.transaction() as session:
        row = delegate.grant(
            session,
            deputy_id=deputy.user_id,
            role=role,
            starts_on=on,
            until=on + timedelta(days=30),
            reason="出差",
            actor=by,
            at=council.at,
            **narrowed,
        )
        return as_deputy(session, deputy.user_id, row.id, on=on)


def take_back(council: Council, by: Actor) -> None:
    """Whoever lent takes it back."""
    with council.desk.database.transaction() as session:
        (row, _), *_ = lent_by(session, by.user_id)
        delegate.revoke(session, delegation_id=row.id, actor=by, at=council.at)


def codes(attempt: Callable[[], object]) -> list[str]:
    """What an attempt is refused with."""
    with pytest.raises(Refused) as refused:
        attempt()
    return [refusal.code for refusal in refused.value.refusals]


def test_a_deputy_chairs_and_both_names_stand_in_the_minutes(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    deputy = lend(council, council.convener, Role.CONVENER, clause_id=PURCHASE)
    lender, name = council.convener.name, deputy.name

    council.do(hold.open_item, by=deputy, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1, by=deputy)
    council.do(hold.close_meeting, by=deputy, meeting=meeting)
    council.do(minutes.draft, by=council.secretary, meeting=meeting)
    council.countersigned(meeting, version=1)
    paper = council.do(minutes.issue_minutes, by=deputy, meeting=meeting)

    assert (paper.content["signed_by"], paper.content["signed_for"]) == (name, lender)
    text = text_of(as_pdf(DocumentKind.MINUTES, paper.layout, paper.content))
    assert f"结论由{name}代{lender}宣布" in text
    assert f"经办：{name}（代{lender}）" in text


def test_nobody_votes_or_countersigns_as_a_deputy(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    deputy = lend(council, council.convener, Role.CONVENER)

    assert codes(
        lambda: council.do(
            hold.give_opinion, by=deputy, meeting=meeting, position=1, choice=Choice.FOR
        )
    ) == ["no_vote_for_others"]
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)
    council.do(minutes.draft, by=council.secretary, meeting=meeting)
    assert codes(
        lambda: council.do(minutes.countersign, by=deputy, meeting=meeting, version=1)
    ) == ["not_your_seat"]


def test_a_power_taken_back_ends_in_the_middle_of_a_meeting(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    deputy = lend(council, council.convener, Role.CONVENER)
    council.do(hold.open_item, by=deputy, meeting=meeting, position=1)
    council.voted(meeting, 1)

    take_back(council, council.convener)

    ended = ["delegation_not_running"]
    assert codes(lambda: council.concluded(meeting, 1, by=deputy)) == ended
    council.concluded(meeting, 1)
    assert codes(lambda: council.do(hold.close_meeting, by=deputy, meeting=meeting)) == ended
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)
    council.minuted(meeting)
    correct = {"meeting": meeting, "text": "更正", "reason": "笔误"}
    assert codes(lambda: council.do(minutes.correct, by=deputy, **correct)) == ended


def test_a_power_ends_with_its_term_and_with_the_role_it_came_from(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    deputy = lend(council, council.convener, Role.CONVENER)

    def open_item() -> object:
        return council.do(hold.open_item, by=deputy, meeting=meeting, position=1)

    with council.desk.database.transaction() as session:
        revoke_role(
            session,
            user_id=council.convener.user_id,
            role=Role.CONVENER,
            revoked_by=0,
            at=council.at,
        )
    assert codes(open_item) == ["delegation_not_running"]
    council.desk.days_later(31)
    assert codes(open_item) == ["delegation_not_running"]


@pytest.mark.parametrize(
    ("narrowed", "code"),
    [
        ({"limit": yuan(2_999_999)}, "above_delegated_limit"),
        ({"clause_id": HIGH_TECH}, "delegation_of_other_clause"),
    ],
    ids=["limit", "clause"],
)
def test_a_power_is_not_exceeded_at_any_act_on_an_item(
    council: Council, narrowed: dict[str, Any], code: str
) -> None:
    case = council.nominated()
    meeting = council.called()
    office = lend(council, council.secretary, Role.SECRETARY, **narrowed)
    chair = lend(council, council.convener, Role.CONVENER, **narrowed)

    def refused(command: Any, by: Actor, **more: Any) -> bool:
        return codes(lambda: council.do(command, by=by, meeting=meeting, **more)) == [code]

    assert refused(call.put_on_agenda, office, references=[case])
    council.do(call.put_on_agenda, by=council.secretary, meeting=meeting, references=[case])
    assert refused(call.take_off_agenda, office, position=1, reason="材料不全")
    council.do(call.send_papers, by=council.secretary, meeting=meeting)
    council.desk.days_later(14)
    for name, actor in council.seats.items():
        council.sign_in(meeting, name, actor)
    council.do(hold.open_meeting, by=council.convener, meeting=meeting)
    assert refused(hold.open_item, chair, position=1)
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    assert codes(lambda: council.concluded(meeting, 1, by=chair)) == [code]
    council.concluded(meeting, 1)
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)
    council.do(minutes.draft, by=council.secretary, meeting=meeting)
    council.countersigned(meeting, version=1)
    assert refused(minutes.issue_minutes, chair)


def test_the_office_of_a_meeting_is_not_run_on_an_ended_power(council: Council) -> None:
    meeting = council.called()
    deputy = lend(council, council.secretary, Role.SECRETARY)
    take_back(council, council.secretary)
    later = council.at + timedelta(days=20)

    ended = ["delegation_not_running"]
    assert codes(lambda: council.do(call.cancel, by=deputy, meeting=meeting, reason="x")) == ended
    moved = {"meeting": meeting, "starts_at": later, "place": "", "reason": "x"}
    assert codes(lambda: council.do(move.move, by=deputy, **moved)) == ended
    assert codes(lambda: council.called_by(deputy)) == ended


def test_a_follow_up_is_not_ticked_off_on_an_ended_power(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    deputy = lend(council, council.secretary, Role.SECRETARY)
    take_back(council, council.secretary)

    assert codes(lambda: tick_off(council, deputy)) == ["delegation_not_running"]


def test_a_follow_up_is_ticked_off_for_another_within_what_is_lent(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    narrow = lend(council, council.secretary, Role.SECRETARY, clause_id=HIGH_TECH)
    assert codes(lambda: tick_off(council, narrow)) == ["delegation_of_other_clause"]
    take_back(council, council.secretary)
    deputy = lend(council, council.secretary, Role.SECRETARY, clause_id=PURCHASE)

    tick_off(council, deputy)

    with council.desk.database.reading() as session:
        act = session.scalars(sa.select(MeetingAct).order_by(MeetingAct.id.desc())).first()
        assert act is not None
        assert (act.action, act.position) == ("finish_follow_up", 1)
        assert (act.actor_id, act.acting_for_id) == (deputy.user_id, council.secretary.user_id)


def test_the_whole_meeting_is_run_on_a_narrowed_power_but_decides_nothing(
    council: Council,
) -> None:
    """Opening and closing decide no case: a deputy whose limits fit no item may do them."""
    meeting = council.papers_sent([council.nominated()])
    council.desk.days_later(14)
    deputy = lend(council, council.convener, Role.CONVENER, clause_id=HIGH_TECH)

    council.do(hold.open_meeting, by=deputy, meeting=meeting)
    assert codes(lambda: council.do(hold.open_item, by=deputy, meeting=meeting, position=1))
    council.do(hold.close_meeting, by=deputy, meeting=meeting)
