"""Every step of the application process as a test takes it: by whom, by which command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.commands import apply, approve, assess, close, objections, opinions, publish, review
from casework.queries import cases
from tests.office import short_meeting
from tests.office.desk import Desk, a_file
from workflows import application
from workflows.facts import Result
from workflows.money import yuan
from workflows.objections import Outcome
from workflows.roles import SYSTEM, Actor, Role
from workflows.term import civil_date

PROCESS = application.VERSIONS[application.CURRENT].workflow


def take(desk: Desk, reference: str, action: str, *, variant: int = 0) -> Any:
    """Take a step of the process by somebody whose role it is; raises what the command raises."""
    state = desk.case(reference).state
    by = somebody(desk, PROCESS.branches(state, action)[0].by, variant)
    return _ACTS[action](desk, reference, by)


def somebody(desk: Desk, roles: tuple[Role, ...], variant: int = 0) -> Actor:
    """One of the cast with one of these roles."""
    if Role.APPLICANT in roles:
        return desk.cast.jia
    people: list[Actor] = [getattr(desk.cast, name) for name in desk.cast.__slots__]
    fit = [
        person for person in people if person.roles & set(roles) and person.district == "xicheng"
    ]
    fit = [person for person in fit if person is not desk.cast.colleague] or [SYSTEM]
    return fit[variant % len(fit)]


Act = Callable[[Desk, str, Actor], Any]


def _plain(command: Any, **more: Any) -> Act:
    return lambda desk, reference, by: desk(command, reference, by=by, seen=None, **more)


def _resubmit(desk: Desk, reference: str, by: Actor) -> Any:
    with desk.database.reading() as session:
        defects = cases.open_defects(session, cases.by_reference(session, reference).id)
    answers = {defect.id: "已补正" for defect in defects}
    return desk(apply.resubmit, reference, by=by, seen=None, answers=answers)


def _settle_objection(desk: Desk, reference: str, by: Actor) -> Any:
    upheld = desk.case(reference).last_event % 2 == 0
    outcome = Outcome.UPHELD if upheld else Outcome.NOT_UPHELD
    with desk.database.reading() as session:
        found = cases.open_objections(session, cases.by_reference(session, reference).id)
    desk(
        objections.examine,
        reference,
        by=by,
        objection_id=found[0].id,
        outcome=outcome,
        finding="经核查",
    )
    return desk(
        objections.answer,
        reference,
        by=by,
        seen=None,
        objection_id=found[0].id,
        remarks="已核查",
    )


def _send_back(desk: Desk, reference: str, by: Actor) -> Any:
    return desk(approve.send_back, reference, by=by, seen=None, remarks="再核")


def _lapse(desk: Desk, reference: str, by: Actor) -> Any:
    return desk(close.lapse, reference, by=SYSTEM)


def _resolution(result: Result) -> Act:
    def record(desk: Desk, reference: str, by: Actor) -> Any:
        return desk(
            short_meeting.record_resolution,
            reference,
            by=by,
            seen=None,
            result=result,
            number="〔2026〕1号",
            held_on=civil_date(desk.at),
            amount=yuan(1000),
            remarks="会议研究",
        )

    return record


def _government(desk: Desk, reference: str, by: Actor) -> Any:
    return desk(
        short_meeting.record_government_result,
        reference,
        by=by,
        seen=None,
        result=Result.AGREED,
        number="〔2026〕9号",
        decided_on=civil_date(desk.at),
        file_sha256="0" * 64,
        amount=yuan(1000),
    )


_TOLD = {"remarks": "说明理由"}
_ACTS: dict[str, Act] = {
    "submit": _plain(apply.submit),
    "accept": _plain(review.accept),
    "decline_acceptance": _plain(review.decline_acceptance, **_TOLD),
    "return_for_correction": _plain(
        review.return_for_correction, defects=[review.ToCorrect("补盖公章")], **_TOLD
    ),
    "resubmit": _resubmit,
    "take_back": _plain(review.take_back, **_TOLD),
    "lapse": _lapse,
    "withdraw": _plain(apply.withdraw),
    "request_joint_check": _plain(opinions.ask, departments=["xc-rsj"], question="请核实社保"),
    "record_opinion": _plain(opinions.answer, verdict="agree", words="同意"),
    "close_joint_check": _plain(opinions.close),
    "assess": _plain(assess.assess),
    "check_assessment": _plain(assess.check_assessment),
    "recommend": _plain(assess.recommend),
    "propose_decline": _plain(review.propose_decline, **_TOLD),
    "answer": _plain(apply.answer, **_TOLD),
    "reconsider": _plain(review.reconsider, **_TOLD),
    "decline": _plain(close.decline, **_TOLD),
    "approve": _plain(approve.approve),
    "send_back": _send_back,
    "revoke_approval": _plain(approve.revoke_approval, **_TOLD),
    "suspend": _plain(approve.suspend, **_TOLD),
    "resume": _plain(approve.resume, **_TOLD),
    "terminate": _plain(close.terminate, **_TOLD),
    "post_notice": _plain(publish.post_notice, place="区政府网站", proof_sha256=a_file().sha256),
    "close_notice": _plain(publish.close_notice),
    "raise_objection": _plain(objections.receive, raised_by="丁示例公司", grounds="材料不实"),
    "settle_objection": _settle_objection,
    "settle": _plain(close.settle),
    "endorse": _resolution(Result.AGREED),
    "postpone": _resolution(Result.POSTPONED),
    "not_agreed": _resolution(Result.NOT_AGREED),
    "record_government_result": _government,
}
assert set(_ACTS) == set(PROCESS.actions)
