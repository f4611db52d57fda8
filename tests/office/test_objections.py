"""Public notices and what is raised against them: one case stops, an outsider examines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.commands import objections, publish
from casework.exports.documents import as_pdf
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries.documents import of_case
from tests.office.desk import Desk, a_file
from tests.office.test_papers import text_of
from workflows.documents import DocumentKind
from workflows.objections import ObjectionKind, Outcome
from workflows.refusals import Refused
from workflows.roles import SYSTEM


def hanging(desk: Desk, number: int = 0, **more: Any) -> str:
    """A case whose notice was posted today."""
    reference = desk.approved(facts=_certificate(number))
    desk(
        publish.post_notice,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        place="区政府网站",
        **{"proof_sha256": a_file(reference).sha256, **more},
    )
    return reference


def state_on(desk: Desk, reference: str, day: date) -> str:
    """Where the case stands at ten in the morning of a day, once everything due has run."""
    desk.at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    drain(desk.database, TASKS, at=desk.at)
    return desk.case(reference).state


def raised(desk: Desk, reference: str, **more: Any) -> int:
    """Something raised against a case."""
    given = {"raised_by": "丁示例公司", "grounds": "认为材料不实", **more}
    row = desk(objections.receive, reference, by=desk.cast.window, seen=None, **given)
    return int(row.id)


def examined(desk: Desk, reference: str, objection_id: int, outcome: Outcome) -> None:
    """The examiner's finding, and the answer."""
    examiner = desk.cast.objection_examiner
    finding = {"objection_id": objection_id, "outcome": outcome, "finding": "经核查"}
    desk(objections.examine, reference, by=examiner, **finding)
    answer = {"objection_id": objection_id, "remarks": "答复如下"}
    desk(objections.answer, reference, by=examiner, seen=None, **answer)


def test_a_notice_closes_by_itself_on_the_day_after_its_fifth_working_day(desk: Desk) -> None:
    reference = hanging(desk)  # Monday 2 March 2026: it hangs until Monday 9 March

    assert state_on(desk, reference, date(2026, 3, 9)) == "public_notice"
    assert state_on(desk, reference, date(2026, 3, 10)) == "disbursing"
    assert desk.events(reference)[-1].actor_id == SYSTEM.user_id


def test_a_notice_over_a_holiday_waits_for_its_make_up_days(desk: Desk) -> None:
    desk.at = datetime(2026, 4, 30, 2, tzinfo=UTC)  # Labour Day to 5 May, Saturday 9 May is worked
    reference = hanging(desk)

    assert state_on(desk, reference, date(2026, 5, 11)) == "public_notice"
    assert state_on(desk, reference, date(2026, 5, 12)) == "disbursing"


def test_nobody_closes_a_notice_early(desk: Desk) -> None:
    reference = hanging(desk)
    desk.days_later(7)

    with pytest.raises(Refused, match="notice_running"):
        desk(publish.close_notice, reference, by=desk.cast.reviewer, seen=None)


def test_a_notice_without_proof_waits_until_it_is_recorded(desk: Desk) -> None:
    reference = hanging(desk, proof_sha256=None)
    waiting = state_on(desk, reference, date(2026, 3, 10))
    proof = {"proof_sha256": a_file("proof").sha256}
    desk(publish.record_proof, reference, by=desk.cast.reviewer, seen=None, **proof)

    assert waiting == "public_notice"
    assert state_on(desk, reference, date(2026, 3, 11)) == "disbursing"
    with pytest.raises(Refused):
        desk(publish.record_proof, reference, by=desk.cast.reviewer, seen=None, **proof)


def test_in_a_year_without_a_calendar_the_system_waits_and_a_person_decides(desk: Desk) -> None:
    desk.at = datetime(2026, 12, 29, 2, tzinfo=UTC)
    reference = hanging(desk)

    assert state_on(desk, reference, date(2027, 2, 1)) == "public_notice"
    assert desk.case(reference).due_provisional
    desk(publish.close_notice, reference, by=desk.cast.reviewer, seen=None)
    assert desk.case(reference).state == "disbursing"


def test_an_announcement_lists_several_cases_and_an_objection_stops_one(desk: Desk) -> None:
    cases = [
        desk.approved(facts=_certificate(1)),
        desk.approved(desk.cast.yi, facts=_certificate(2)),
    ]
    with desk.database.transaction() as session:
        document = publish.post_list(
            session,
            references=cases,
            place="区政府网站",
            proof_sha256=a_file("list").sha256,
            actor=desk.cast.reviewer,
            at=desk.at,
        )
        text = text_of(as_pdf(DocumentKind.PUBLIC_NOTICE, 1, document.content))
    raised(desk, cases[0])

    assert "甲示例科技有限公司" in text
    assert "乙示例科技有限公司" in text
    assert set(document.content["entries"][0]) == {"enterprise", "credit_code", "item", "yuan"}
    assert state_on(desk, cases[1], date(2026, 3, 10)) == "disbursing"
    assert desk.case(cases[0]).state == "objection"


def test_an_objection_that_fails_lets_the_notice_go_on_and_close(desk: Desk) -> None:
    reference = hanging(desk)
    objection = raised(desk, reference)
    assert state_on(desk, reference, date(2026, 3, 12)) == "objection"
    examined(desk, reference, objection, Outcome.NOT_UPHELD)

    assert state_on(desk, reference, date(2026, 3, 13)) == "disbursing"


def test_an_objection_that_is_upheld_sends_the_case_back_and_frees_the_money(desk: Desk) -> None:
    reference = hanging(desk)
    examined(desk, reference, raised(desk, reference), Outcome.UPHELD)

    assert desk.case(reference).state == "under_review"
    assert state_on(desk, reference, date(2026, 3, 20)) == "under_review"


def test_two_objections_are_answered_one_by_one(desk: Desk) -> None:
    reference = hanging(desk)
    first, second = raised(desk, reference), raised(desk, reference, raised_by="戊示例公司")
    examined(desk, reference, first, Outcome.NOT_UPHELD)
    between = desk.case(reference).state
    examined(desk, reference, second, Outcome.NOT_UPHELD)

    assert (between, desk.case(reference).state) == ("objection", "public_notice")


def test_whoever_handled_the_case_neither_examines_nor_is_named_examiner(desk: Desk) -> None:
    reference = hanging(desk)
    objection = raised(desk, reference)
    both = replace(desk.cast.reviewer, roles=desk.cast.objection_examiner.roles)

    finding = {"outcome": Outcome.NOT_UPHELD, "finding": "没有问题", "objection_id": objection}
    with pytest.raises(Refused, match="took_part"):
        desk(objections.examine, reference, by=both, **finding)
    named = {"objection_id": objection, "examiner": both}
    with pytest.raises(Refused, match="took_part"):
        desk(objections.assign, reference, by=desk.cast.window, **named)


def test_an_answer_needs_an_examination_and_is_given_once(desk: Desk) -> None:
    reference = hanging(desk)
    objection = raised(desk, reference)
    answer = {"objection_id": objection, "remarks": "不成立"}
    examiner = desk.cast.objection_examiner

    with pytest.raises(Refused, match="objection_unexamined"):
        desk(objections.answer, reference, by=examiner, seen=None, **answer)
    examined(desk, reference, objection, Outcome.NOT_UPHELD)
    with pytest.raises(Refused, match="objection_settled_already"):
        desk(objections.answer, reference, by=examiner, seen=None, **answer)


def test_an_anonymous_objection_is_not_received_an_anonymous_report_is(desk: Desk) -> None:
    reference = hanging(desk)

    with pytest.raises(Refused, match="objection_without_name"):
        raised(desk, reference, raised_by=" ")
    raised(desk, reference, raised_by="", kind=ObjectionKind.REPORT)

    assert desk.case(reference).state == "objection"


def test_a_complaint_about_officials_leaves_the_case_alone(desk: Desk) -> None:
    reference = hanging(desk)
    complaint = raised(desk, reference, kind=ObjectionKind.COMPLAINT)

    assert state_on(desk, reference, date(2026, 3, 10)) == "disbursing"
    examined(desk, reference, complaint, Outcome.UPHELD)
    assert desk.case(reference).state == "disbursing"


def test_an_objection_after_the_notice_is_too_late(desk: Desk) -> None:
    reference = hanging(desk)
    assert state_on(desk, reference, date(2026, 3, 10)) == "disbursing"

    with pytest.raises(Refused, match="no_notice_hangs"):
        raised(desk, reference)


def test_the_time_to_answer_is_extended_once_with_a_reason(desk: Desk) -> None:
    reference = hanging(desk)
    objection = raised(desk, reference)
    examiner = desk.cast.objection_examiner
    more = {"objection_id": objection, "reason": "需要外调"}

    due = desk(objections.extend, reference, by=examiner, **more)

    assert due.on == date(2026, 3, 16)
    with pytest.raises(Refused, match="objection_extended_already"):
        desk(objections.extend, reference, by=examiner, **more)


def test_receipt_and_answer_go_to_the_objector_and_not_to_the_enterprise(desk: Desk) -> None:
    reference = hanging(desk)
    examined(desk, reference, raised(desk, reference), Outcome.NOT_UPHELD)

    with desk.database.reading() as session:
        case_id = desk.case(reference).id
        papers = {r.kind: r for r in of_case(session, case_id, actor=desk.cast.auditor)}
        shown = {row.kind for row in of_case(session, case_id, actor=desk.cast.jia)}
    receipt = papers["objection_receipt"].content

    assert (receipt["raised_by"], receipt["due_on"]) == ("丁示例公司", "2026-03-09")
    assert set(receipt["case"]) == {"reference", "enterprise", "clause"}
    assert "答复如下" in text_of(
        as_pdf(DocumentKind.OBJECTION_ANSWER, 1, papers["objection_answer"].content)
    )
    assert not shown & {"objection_receipt", "objection_answer"}


def test_an_enterprise_objects_in_its_own_name_and_reads_the_answer(desk: Desk) -> None:
    reference = hanging(desk)
    row = desk(
        objections.receive,
        reference,
        by=desk.cast.jia,
        seen=None,
        raised_by="somebody else",
        grounds="金额少算",
    )
    examined(desk, reference, row.id, Outcome.NOT_UPHELD)

    with desk.database.reading() as session:
        shown = of_case(session, desk.case(reference).id, actor=desk.cast.jia)
    assert row.raised_by == "甲示例科技有限公司"
    assert [one.kind for one in shown if one.kind.startswith("objection")] == [
        "objection_receipt",
        "objection_answer",
    ]
    with pytest.raises(Refused, match="beyond_your_reach"):
        desk(
            objections.receive,
            reference,
            by=desk.cast.yi,
            seen=None,
            raised_by="x",
            grounds="y",
        )


def _certificate(number: int) -> dict[str, Any]:
    return {
        "case.hnte_event": "first_certificate",
        "case.hnte_certificate_no": f"GR2026110001{number:02d}",
    }
