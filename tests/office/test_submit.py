"""Filing: complete, in force, once for a matter, and held against the caps."""

from __future__ import annotations

from typing import Any

import pytest

from casework.commands import apply, approve, drafting
from casework.queries import cases
from tests.office.acts import take
from tests.office.council import PURCHASE, PURCHASED
from tests.office.desk import HIGH_TECH, Desk
from tests.office.sums import held, refused
from workflows.refusals import Refusal, Refused


def test_it_holds_the_computed_ceiling_from_filing_on(desk: Desk) -> None:
    reference = desk.submitted()

    assert held(desk) == 300_000_00
    assert desk.case(reference).ceiling_fen == 300_000_00
    assert desk.case(reference).filed_on == desk.at.date()


def test_it_names_every_missing_paper_and_fact_at_once(desk: Desk) -> None:
    with desk.database.transaction() as session:
        case = drafting.draft(
            session, clause_id=HIGH_TECH, claim_year=2026, facts={}, actor=desk.cast.jia, at=desk.at
        )

    with refused("facts_missing", "materials_missing"):
        desk(apply.submit, case.reference, by=desk.cast.jia, seen=None)


def test_it_refuses_a_second_application_for_the_same_matter(desk: Desk) -> None:
    """Ruling 20: the same matter is paid once; a second filing names the case in hand."""
    first = desk.submitted()
    again = desk.draft()

    with pytest.raises(Refused) as why:
        take(desk, again, "submit")

    assert why.value.refusals == (Refusal("filed_already", {"cases": (first,)}),)
    assert held(desk) == 300_000_00


def test_a_case_that_is_suspended_is_in_hand_all_the_same(desk: Desk) -> None:
    first = desk.recommended()
    desk(approve.suspend, first, by=desk.cast.approver, seen=None, remarks="等待核实")
    again = desk.draft()

    with refused("filed_already"):
        take(desk, again, "submit")


def test_it_refuses_one_for_a_matter_that_was_awarded_as_much(desk: Desk) -> None:
    desk.approved()
    again = desk.draft(year=2027)

    with refused("already_supported"):
        take(desk, again, "submit")


def test_a_case_of_which_no_amount_is_known_yet_counts_as_filed(desk: Desk) -> None:
    """Nothing is held while a recognition is missing; the matter is in hand all the same."""
    office: dict[str, Any] = {"clause": PURCHASE, "facts": PURCHASED}
    first = desk.submitted(**office)
    again = desk.draft(**office)
    assert held(desk) == 0

    with refused("filed_already"):
        take(desk, again, "submit")
    take(desk, first, "withdraw")
    take(desk, again, "submit")

    assert desk.case(again).state == "submitted"


def test_other_matters_and_other_enterprises_file_at_the_same_time(desk: Desk) -> None:
    """Ruling 22: different matters never block each other."""
    desk.submitted(clause=PURCHASE, facts=PURCHASED)
    desk.submitted(clause=PURCHASE, facts={**PURCHASED, "office.property_id": "示例-0002"})
    desk.submitted(desk.cast.yi, clause=PURCHASE, facts=PURCHASED)

    assert desk.count("cases", state="submitted") == 3


def test_the_first_filing_date_governs_after_a_correction(desk: Desk) -> None:
    reference = desk.submitted()
    filed = desk.case(reference).filed_on
    desk.days_later(2)
    take(desk, reference, "return_for_correction")
    desk.days_later(2)

    take(desk, reference, "resubmit")

    case = desk.case(reference)
    assert (case.filed_on, case.resubmitted_on) == (filed, desk.at.date())
    assert held(desk) == 300_000_00


def test_a_correction_answers_every_defect(desk: Desk) -> None:
    reference = desk.submitted()
    take(desk, reference, "return_for_correction")

    with refused("defects_unanswered"):
        desk(apply.resubmit, reference, by=desk.cast.jia, seen=None, answers={})
    with desk.database.reading() as session:
        (defect,) = cases.open_defects(session, desk.case(reference).id)
    desk(apply.resubmit, reference, by=desk.cast.jia, seen=None, answers={defect.id: "已盖章"})

    with desk.database.reading() as session:
        assert not cases.open_defects(session, desk.case(reference).id)


def test_a_withdrawal_frees_what_was_held_and_the_matter(desk: Desk) -> None:
    reference = desk.submitted()

    take(desk, reference, "withdraw")

    assert held(desk) == 0
    desk.submitted()


def test_the_event_tells_exactly_what_was_filed(desk: Desk) -> None:
    reference = desk.submitted()

    filed = desk.events(reference)[-1].particulars
    assert filed["facts"] == desk.case(reference).claim_facts
    assert [file["material"] for file in filed["files"]] == [
        *("申报书", "申报承诺书", "本单位基本存款账户信息"),
    ]
    assert filed["ceiling_fen"] == 300_000_00
