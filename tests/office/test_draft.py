"""Drafts: begun once for a clause and year, filled in, given files."""

from __future__ import annotations

from casework.commands import drafting
from tests.office.desk import FIRST_CERTIFICATE, HIGH_TECH, Desk, a_file
from tests.office.sums import refused


def test_it_numbers_cases_without_gaps_within_district_and_year(desk: Desk) -> None:
    first, second = desk.draft(year=2026), desk.draft(desk.cast.yi)

    assert (first, second) == ("XC-2026-000001", "XC-2026-000002")


def test_a_refused_draft_takes_no_number(desk: Desk) -> None:
    desk.draft()
    with refused("draft_lies_there"):
        desk.draft()

    assert desk.draft(desk.cast.yi) == "XC-2026-000002"


def test_it_tells_of_the_draft_that_lies_there(desk: Desk) -> None:
    desk.draft()

    with refused("draft_lies_there"):
        desk.draft()
    desk.draft(year=2027)


def test_it_refuses_a_clause_that_is_not_in_force(desk: Desk) -> None:
    with refused("clause_not_open"):
        desk.draft(clause="xc-2020-1/art13.1.a")


def test_it_refuses_facts_that_are_unknown_unreadable_or_not_the_applicants(desk: Desk) -> None:
    with refused("fact_unknown", "fact_unreadable"):
        desk.draft(facts={"case.nonsense": 1, "case.hnte_event": "whatever"})


def test_an_edit_says_what_changed_and_an_empty_one_says_nothing(desk: Desk) -> None:
    reference = desk.draft()
    facts = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR2"}

    desk(drafting.edit, reference, by=desk.cast.jia, seen=None, facts=facts)
    again = desk(drafting.edit, reference, by=desk.cast.jia, seen=None, facts=facts)

    assert again is None
    assert desk.events(reference)[-1].particulars["changed"] == {
        "case.hnte_certificate_no": {"from": "GR202611000001", "to": "GR2"}
    }


def test_two_tabs_do_not_overwrite_each_other(desk: Desk) -> None:
    reference = desk.draft()
    seen = desk.case(reference).last_event
    by = desk.cast.jia
    desk(drafting.edit, reference, by=by, seen=seen, facts={"case.hnte_certificate_no": "A"})

    with refused("case_moved_on"):
        desk(drafting.edit, reference, by=by, seen=seen, facts={"case.hnte_certificate_no": "B"})


def test_nobody_else_touches_a_draft(desk: Desk) -> None:
    reference = desk.draft()

    with refused("beyond_your_reach"):
        desk(drafting.edit, reference, by=desk.cast.yi, seen=None, facts={})
    with refused("not_your_step"):
        desk(drafting.edit, reference, by=desk.cast.reviewer, seen=None, facts={})


def test_a_file_taken_out_stays_in_the_history(desk: Desk) -> None:
    reference = desk.draft()
    by = desk.cast.jia
    attached = desk(drafting.attach, reference, by=by, material="申报书", file=a_file("wrong"))

    desk(drafting.take_out, reference, by=by, attachment_id=attached.id)

    assert desk.events(reference)[-1].particulars["taken_out"] == attached.sha256
    with refused("attachment_unknown"):
        desk(drafting.take_out, reference, by=by, attachment_id=attached.id)


def test_the_clause_lies_beside_the_case_as_it_was_read(desk: Desk) -> None:
    reference = desk.draft()

    assert desk.count("clause_editions", hash=desk.case(reference).edition) == 1
    assert desk.case(reference).clause_id == HIGH_TECH
