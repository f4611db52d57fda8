"""What users of other systems complained about, where it touches meetings, papers and deputies."""

from __future__ import annotations

import pytest

from casework.commands import administration, approve, assignment, bulk
from casework.commands.joint_meeting import hold
from casework.exports.documents import as_pdf
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries.documents import of_case
from casework.queries.enterprise_file import enterprise_file
from casework.queries.joint_meeting import agenda
from casework.queries.joint_meeting.sitting import look_at, result_of, take_up
from casework.records.meeting.agenda import AgendaItem
from tests.office.council import PURCHASE, PURCHASED, Council
from tests.office.desk import FIRST_CERTIFICATE, HIGH_TECH, Desk
from tests.office.test_delegate import lend
from tests.office.test_papers import text_of
from tests.office.test_recuse import raise_
from workflows.documents import DocumentKind
from workflows.meeting.votes import Choice
from workflows.money import Money, yuan
from workflows.refusals import Refused
from workflows.roles import Actor, Role
from workflows.term import civil_date


def test_complaint_14_the_second_level_stands_in_with_dates_and_an_amount_limit(
    desk: Desk,
) -> None:
    """HyphaApp/hypha #2445: holidays stopped everything, or everybody got every right."""
    reference = desk.recommended()
    deputy = lend(desk, clause_id=HIGH_TECH, limit=yuan(300_000))

    desk(approve.approve, reference, by=deputy, seen=None)

    assert desk.case(reference).state == "public_notice"


def test_complaint_15_opinions_are_revealed_only_after_ones_own(council: Council) -> None:
    """HyphaApp/hypha #2361, #3240, #491: reviewers read the others first."""
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    first, second = council.seats["xc-czj"], council.seats["xc-kxj"]
    council.do(hold.give_opinion, by=first, meeting=meeting, position=1, choice=Choice.FOR)

    with council.desk.database.reading() as session:
        page = agenda.item_page(session, look_at(session, meeting, second), 1, second)

    assert page.opinions is None


def test_complaint_16_votes_have_a_quorum_and_a_recusal_is_an_abstention_by_rule(
    council: Council,
) -> None:
    """CSCfi/rems #3174, #3257: committee votes without quorum and without recusal."""
    case = council.nominated()
    meeting = council.in_session([case], absent=("xc-czj",))
    raise_(council.desk, case, by=council.seats["xc-rsj"], about=council.seats["xc-rsj"])

    with pytest.raises(Refused) as refused:
        council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)

    assert [one.code for one in refused.value.refusals] == [
        "recusal_undecided",
        "department_must_attend",
    ]


def test_complaint_17_every_change_of_hands_is_written_down_and_nobody_removed_keeps_a_case(
    desk: Desk,
) -> None:
    """demarche-numerique #9257, #4316, #6570, #9093: no trace, and cases bound to who had left."""
    reference, cast = desk.accepted(), desk.cast
    security = Actor(cast.system_admin.user_id, "", frozenset({Role.SECURITY_ADMIN}))
    first, second = cast.reviewer.user_id, cast.second_reviewer.user_id
    for to, why in ((first, ""), (second, "休假")):
        desk(assignment.assign, reference, by=cast.reviewer, seen=None, to=to, remarks=why)

    with desk.database.transaction() as session:
        administration.revoke(
            session, user_id=second, role=Role.SECOND_REVIEWER, actor=security, at=desk.at
        )

    assert desk.case(reference).assigned_to_id is None
    log = [event for event in desk.events(reference) if event.action == "assign"]
    assert [(one.particulars["from"], one.particulars["to"]) for one in log] == [
        (None, first),
        (first, second),
        (second, None),
    ]
    assert [bool(one.remarks) for one in log] == [False, True, True]


def test_complaint_19_an_enterprise_is_seen_with_all_it_asked_for_over_all_policies(
    desk: Desk,
) -> None:
    """demarche-numerique #7910, #10291, #7912: what else did this applicant ask for?"""
    cases = {
        desk.disbursing(),
        desk.submitted(clause=PURCHASE, facts=PURCHASED),
        desk.accepted(facts={**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR9"}, year=2025),
    }
    desk.submitted(desk.cast.yi, clause=PURCHASE, facts=PURCHASED)

    with desk.database.reading() as session:
        file = enterprise_file(
            session, "911101020000000018", actor=desk.cast.auditor, on=civil_date(desk.at)
        )

    assert {one.reference for one in file.cases} == cases
    assert len({one.clause_id.split("/")[0] for one in file.cases}) == 2
    assert len({one.claim_year for one in file.cases}) == 2
    assert file.held + file.committed > Money(0)


def test_complaint_20_many_are_moved_at_once_and_each_refusal_is_told(desk: Desk) -> None:
    """bcgov/Unity #1291, #1292: bulk approval had no guards of its own."""
    ready, unready = desk.recommended(), desk.accepted(desk.cast.yi)
    chosen = [bulk.Chosen(one, desk.case(one).last_event) for one in (ready, unready)]

    with desk.database.transaction() as session:
        outcomes = bulk.each(session, chosen, approve.approve, actor=desk.cast.approver, at=desk.at)

    assert [bool(one.taken) for one in outcomes] == [True, False]
    assert [one.code for one in outcomes[1].refusals] == ["step_not_open"]
    states = [desk.case(one).state for one in (ready, unready)]
    assert states == ["public_notice", "under_review"]


def test_complaint_20_many_cases_are_decided_at_once_by_the_same_guards(council: Council) -> None:
    """bcgov/Unity #1291, #1292: bulk approval skipped the assessment."""
    cases = [council.nominated(), council.nominated(council.desk.cast.yi)]
    meeting = council.in_session(cases)
    for position in (1, 2):
        council.do(hold.open_item, by=council.convener, meeting=meeting, position=position)
        council.voted(meeting, position)
        council.concluded(meeting, position)
    council.issued(meeting)

    assert {council.desk.case(case).state for case in cases} == {"deliberation"}
    with council.desk.database.transaction() as session:
        sitting = take_up(session, meeting)
        items = session.query(AgendaItem).order_by(AgendaItem.position).all()
        counts = [result_of(session, item) for item in items]
    assert sitting.meeting.stage == "issued"
    assert all(one is not None and one.in_favor == 6 for one in counts)


def test_complaint_21_each_letter_of_a_batch_carries_its_own_message(desk: Desk) -> None:
    """HyphaApp/hypha #4993: batch letters lost the personal message, and nobody noticed."""
    cases = {desk.assessed(): "等待诉讼结果", desk.assessed(desk.cast.yi, year=2025): "等待鉴定"}
    for reference, message in cases.items():
        desk(approve.suspend, reference, by=desk.cast.approver, seen=None, remarks=message)
    drain(desk.database, TASKS, at=desk.at)

    for reference, message in cases.items():
        with desk.database.reading() as session:
            papers = of_case(session, desk.case(reference).id, actor=desk.cast.auditor)
        notice = next(row for row in papers if row.kind == "suspension_notice")
        assert message in text_of(as_pdf(DocumentKind.SUSPENSION_NOTICE, 1, notice.content))
