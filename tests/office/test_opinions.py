"""Opinions of other departments: asked together, answered once, silence is no consent."""

from __future__ import annotations

import pytest

from casework.commands import opinions
from tests.office.acts import take
from tests.office.desk import Desk
from tests.office.sums import refused
from workflows.refusals import Refused


def asked(desk: Desk, *, veto: tuple[str, ...] = ()) -> str:
    reference = desk.accepted()
    desk(
        opinions.ask,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        departments=["xc-rsj"],
        veto=veto,
        question="请核实社保缴纳情况",
    )
    return reference


def test_the_case_goes_to_joint_check_and_the_department_is_told(desk: Desk) -> None:
    reference = asked(desk)

    assert desk.case(reference).state == "joint_check"
    assert desk.count("opinions", department_id="xc-rsj") == 1


def test_only_who_was_asked_answers_and_once(desk: Desk) -> None:
    reference = asked(desk)

    with refused("not_your_step"):
        desk(opinions.answer, reference, by=desk.cast.reviewer, seen=None, verdict="agree",
             words="")  # fmt: skip
    desk(opinions.answer, reference, by=desk.cast.consulted, seen=None, verdict="agree", words="")
    with refused("opinion_given_already"):
        desk(opinions.answer, reference, by=desk.cast.consulted, seen=None, verdict="agree",
             words="")  # fmt: skip


def test_an_objection_says_why(desk: Desk) -> None:
    reference = asked(desk)

    with refused("reason_wanted"):
        desk(opinions.answer, reference, by=desk.cast.consulted, seen=None, verdict="disagree",
             words=" ")  # fmt: skip
    with refused("verdict_unknown"):
        desk(opinions.answer, reference, by=desk.cast.consulted, seen=None, verdict="maybe",
             words="x")  # fmt: skip


def test_silence_ends_with_its_time(desk: Desk) -> None:
    reference = asked(desk)

    with refused("departments_silent"):
        take(desk, reference, "close_joint_check")
    desk.days_later(14)
    take(desk, reference, "close_joint_check")


def test_the_silence_of_a_veto_department_is_never_consent(desk: Desk) -> None:
    reference = asked(desk, veto=("xc-rsj",))
    desk.days_later(14)

    with pytest.raises(Refused):
        take(desk, reference, "close_joint_check")


def test_a_veto_that_objects_stops_the_recommendation(desk: Desk) -> None:
    reference = asked(desk, veto=("xc-rsj",))
    desk(opinions.answer, reference, by=desk.cast.consulted, seen=None, verdict="disagree",
         words="社保断缴")  # fmt: skip
    take(desk, reference, "close_joint_check")
    take(desk, reference, "assess")

    with refused("department_objects"):
        take(desk, reference, "recommend")


def test_a_department_of_another_district_is_not_asked(desk: Desk) -> None:
    reference = desk.accepted()

    with refused("department_elsewhere"):
        desk(opinions.ask, reference, by=desk.cast.reviewer, seen=None, departments=["tz-cyb"],
             question="?")  # fmt: skip
    with refused("department_unknown"):
        desk(opinions.ask, reference, by=desk.cast.reviewer, seen=None, departments=["nowhere"],
             question="?")  # fmt: skip
