"""Recusal: declared or proposed, decided by others, out of everything, and found late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import approve, assess, recuse
from casework.commands.joint_meeting import carry, hold
from casework.permissions import visible_cases
from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem
from casework.records.recusal import Recusal
from tests.office.council import Council
from tests.office.desk import Desk
from workflows.meeting.minutes import ItemStanding
from workflows.meeting.recusal import RecusalGround
from workflows.refusals import Refused
from workflows.roles import Actor


def raise_(desk: Desk, reference: str, *, by: Actor, about: Actor) -> None:
    """Somebody says that somebody should stay out."""
    desk(
        recuse.raise_recusal,
        reference,
        by=by,
        seen=None,
        person_id=about.user_id,
        ground=RecusalGround.FORMER_EMPLOYMENT,
        reason="曾在该企业任职",
    )


def decide(desk: Desk, reference: str, *, by: Actor, about: Actor, ordered: bool = True) -> Any:
    """Somebody else decides."""
    return desk(
        recuse.decide_recusal,
        reference,
        by=by,
        seen=None,
        person_id=about.user_id,
        ordered=ordered,
        reason="已核实",
    )


def sees(desk: Desk, actor: Actor) -> bool:
    """Whether the actor sees any case."""
    with desk.database.reading() as session:
        return bool(session.scalars(sa.select(Case.id).where(visible_cases(actor))).all())


def test_who_declares_is_out_at_once_of_lists_and_acts(desk: Desk) -> None:
    reference, reviewer = desk.accepted(), desk.cast.reviewer
    before = sees(desk, reviewer)
    raise_(desk, reference, by=reviewer, about=reviewer)

    assert (before, sees(desk, reviewer)) == (True, False)
    with pytest.raises(Refused, match="recused"):
        desk(assess.assess, reference, by=reviewer, seen=None)


def test_who_is_only_accused_goes_on_until_it_is_ordered(desk: Desk) -> None:
    reference, cast = desk.accepted(), desk.cast
    raise_(desk, reference, by=cast.jia, about=cast.reviewer)
    desk(assess.assess, reference, by=cast.reviewer, seen=None)
    decide(desk, reference, by=cast.approver, about=cast.reviewer)

    assert not sees(desk, cast.reviewer)


def test_a_dismissed_recusal_lets_the_person_back_in(desk: Desk) -> None:
    reference, cast = desk.accepted(), desk.cast
    raise_(desk, reference, by=cast.reviewer, about=cast.reviewer)
    decide(desk, reference, by=cast.approver, about=cast.reviewer, ordered=False)

    desk(assess.assess, reference, by=cast.reviewer, seen=None)
    assert sees(desk, cast.reviewer)


def test_nobody_is_accused_twice_nor_decides_for_themselves(desk: Desk) -> None:
    reference, cast = desk.accepted(), desk.cast
    raise_(desk, reference, by=cast.reviewer, about=cast.approver)

    with pytest.raises(Refused, match="recusal_raised_already"):
        raise_(desk, reference, by=cast.second_reviewer, about=cast.approver)
    with pytest.raises(Refused, match="recusal_decided_by_the_person"):
        decide(desk, reference, by=cast.approver, about=cast.approver)


def test_a_conflict_found_before_approval_voids_the_review_and_sends_the_case_back(
    desk: Desk,
) -> None:
    reference, cast = desk.recommended(), desk.cast
    raise_(desk, reference, by=cast.jia, about=cast.reviewer)
    decide(desk, reference, by=cast.approver, about=cast.reviewer)

    assert desk.case(reference).state == "under_review"
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Recusal.voided_review)).all() == [True]
    another = replace(cast.second_reviewer, roles=cast.reviewer.roles)
    # The calculation of the recused person does not stand; another one makes it anew.
    with pytest.raises(Refused, match="assessment_outdated"):
        desk(assess.recommend, reference, by=another, seen=None)
    desk(assess.assess, reference, by=another, seen=None)


def test_a_conflict_found_at_the_meeting_takes_the_case_off_its_agenda(council: Council) -> None:
    desk, cast = council.desk, council.desk.cast
    case = council.nominated()
    meeting = council.in_session([case])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    raise_(desk, case, by=council.seats["xc-czj"], about=cast.reviewer)
    decide(desk, case, by=council.convener, about=cast.reviewer)

    assert desk.case(case).state == "under_review"
    with desk.database.reading() as session:
        assert session.scalars(sa.select(AgendaItem.standing)).all() == [ItemStanding.NOT_HEARD]
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)


def test_a_conflict_found_with_the_government_sends_the_case_back(council: Council) -> None:
    desk, cast = council.desk, council.desk.cast
    case = council.nominated()
    meeting = council.in_session([case])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    council.issued(meeting)
    raise_(desk, case, by=council.seats["xc-czj"], about=cast.reviewer)
    decide(desk, case, by=council.convener, about=cast.reviewer)

    assert desk.case(case).state == "under_review"


def test_a_conflict_found_during_the_notice_takes_the_approval_back(desk: Desk) -> None:
    reference, cast = desk.approved(), desk.cast
    raise_(desk, reference, by=cast.jia, about=cast.reviewer)
    with pytest.raises(Refused, match="own_approval"):
        decide(desk, reference, by=cast.approver, about=cast.reviewer)
    decide(desk, reference, by=cast.other_approver, about=cast.reviewer)

    assert desk.case(reference).state == "under_review"
    with pytest.raises(Refused):
        desk(approve.approve, reference, by=cast.approver, seen=None)


def test_the_item_goes_on_without_a_member_recused_while_it_is_open(council: Council) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    raise_(council.desk, case, by=council.seats["xc-rsj"], about=council.seats["xc-rsj"])

    council.voted(meeting, 1, without=("xc-rsj",))
    council.concluded(meeting, 1)


def test_the_meeting_waits_when_its_convener_is_recused_from_an_item(council: Council) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    raise_(council.desk, case, by=council.convener, about=council.convener)
    decide(council.desk, case, by=council.secretary, about=council.convener)
    council.do(hold.open_item, by=council.secretary, meeting=meeting, position=1)
    council.voted(meeting, 1, without=("xc-zfb",))
    with pytest.raises(Refused, match="recused"):
        council.concluded(meeting, 1)
    council.concluded(meeting, 1, by=council.secretary)
    council.issued(meeting)

    assert council.desk.case(case).state == "joint_meeting"
    council.desk(carry.release, case, by=council.secretary, seen=None)
    assert council.desk.case(case).state == "deliberation"
