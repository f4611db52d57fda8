"""For each red flag: a planted fault is found, and a clean office shows none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.db import Database
from casework.queries import red_flags
from tests.office.red_flags import plants_of_claims as claims
from tests.office.red_flags import plants_of_money as money
from tests.office.red_flags import plants_of_procedure as procedure
from tests.office.red_flags.clean_office import CleanOffice
from workflows.red_flags import Holds
from workflows.red_flags import red_flags as known_flags

Clean = tuple[Database, CleanOffice]
Plant = Callable[[Session, CleanOffice], None]

FAULTS: tuple[tuple[str, Plant, str | None], ...] = (
    ("claimed_more_than_once", claims.same_matter, "same_matter"),
    ("claimed_more_than_once", claims.same_number_under_another_clause, "same_number"),
    ("paid_above_entitlement", claims.paid_more_than_the_best, "highest_only"),
    ("paid_above_entitlement", claims.two_rungs_paid_in_full, "ladder"),
    ("over_cap", claims.over_a_yearly_cap, None),
    ("reused_evidence", claims.one_file_for_two, "same_file"),
    ("reused_evidence", claims.one_invoice_for_two, "same_number"),
    ("related_applicants", claims.one_legal_person, "same_legal_person"),
    ("related_applicants", claims.one_account, "same_account"),
    ("agents", claims.one_phone_for_five, "same_phone"),
    ("material_expired", claims.ran_out_before_acceptance, None),
    ("outside_policy_time", claims.filed_before_the_policy, None),
    ("not_eligible", claims.was_large_after_all, None),
    ("left_the_district", claims.moved_after_the_award, None),
    ("not_the_formula", claims.decided_otherwise_without_reason, "award_differs"),
    ("not_the_formula", claims.answer_was_changed, "recomputed_differs"),
    ("not_the_formula", claims.figure_without_reason, "no_reason"),
    ("matched_above_verified", claims.matched_without_proof, "not_verified"),
    ("matched_above_verified", claims.matched_above_the_ratio, "above_ratio"),
    ("over_authority", claims.without_the_government, "no_government_decision"),
    ("over_authority", claims.beyond_the_deputys_limit, "beyond_deputys_limit"),
    ("split_awards", claims.twice_below_a_level, None),
    ("without_quorum_or_minutes", procedure.no_meeting_at_all, "no_minutes"),
    ("without_quorum_or_minutes", procedure.too_few_came, "no_quorum"),
    ("without_quorum_or_minutes", procedure.minutes_never_issued, "minutes_not_issued"),
    ("recused_acted", procedure.reviewed_though_recused, None),
    ("recused_acted", procedure.opened_though_recused, None),
    ("same_person_twice", procedure.reviewer_approves, None),
    ("same_person_twice", procedure.deputy_counts_for_both, None),
    ("same_person_twice", procedure.reviewer_belongs_to_the_enterprise, None),
    ("notice_missing_or_short", procedure.notice_cut_short, "notice_short"),
    ("notice_missing_or_short", procedure.notice_of_another_sum, "notice_other_amount"),
    ("notice_missing_or_short", procedure.paid_before_the_notice_ended, "paid_before_end"),
    ("notice_missing_or_short", procedure.never_posted, "notice_missing"),
    ("paid_over_objection", procedure.objection_left_open, None),
    ("paid_early", money.condition_never_verified, "condition_unverified"),
    ("paid_early", money.requested_before_its_day, "before_due"),
    ("paid_late", money.left_over_the_year, "left_over_the_year"),
    ("paid_late", money.waits_since_the_winter, "waiting"),
    ("budget_overrun", money.paid_without_a_line, "no_budget_line"),
    ("budget_overrun", money.more_used_than_given, "above_line"),
    ("budget_overrun", money.carried_again_and_again, "carried_too_long"),
    ("payee_problem", money.to_another_name, "other_name"),
    ("payee_problem", money.to_a_person, "personal_account"),
    ("payee_problem", money.account_changed_the_day_before, "account_changed"),
    ("paid_twice", money.booked_twice, "booked_twice"),
    ("paid_twice", money.reported_again, "paid_again"),
    ("paid_while_held", money.held_and_never_released, "held"),
    ("recovery_unpaid", money.not_paid_back, "past_its_day"),
    ("recovery_unpaid", money.closed_without_the_interest, "interest_short"),
    ("barred_by_special_deal", claims.special_deal_and_general_measure, None),
    ("clock_abuse", procedure.returned_twice, "many_stops"),
    ("clock_abuse", procedure.dated_back, "event_dated_back"),
    ("missed_or_wrong", claims.meets_it_and_had_nothing, "not_given"),
    ("missed_or_wrong", claims.paid_though_not_met, "wrongly_given"),
    ("without_competition_review", procedure.contribution_without_review, None),
    ("silent_department", procedure.silence_passed_over, None),
    ("log_gap", procedure.event_slipped_in, "history"),
    ("log_gap", procedure.finding_after_closing, "finding_after_closing"),
)


@pytest.mark.parametrize(
    ("code", "plant", "why"), FAULTS, ids=[f"{code}-{plant.__name__}" for code, plant, _ in FAULTS]
)
def test_it_finds_a_planted_fault(clean: Clean, code: str, plant: Plant, why: str | None) -> None:
    database, office = clean
    with database.transaction() as session:
        plant(session, office)

    with database.reading() as session:
        found = red_flags.find(session, code, office.within())

    assert found
    if why is not None:
        assert why in {one.facts["why"] for one in found}
    labels = {column.name for column in known_flags().flags[code].columns}
    assert {name for one in found for name in one.facts} <= labels
    assert all(_is_worded(code, one.facts) for one in found)


def _is_worded(code: str, facts: object) -> bool:
    assert isinstance(facts, dict)
    said = known_flags().said
    coded = [
        column.name
        for column in known_flags().flags[code].columns
        if column.holds is Holds.SAID and column.name != "act"
    ]
    codes = [one for name in coded for one in str(facts.get(name) or "").split(", ") if one]
    return all(one in said for one in codes)


def test_every_red_flag_has_its_planted_fault() -> None:
    assert {code for code, _, _ in FAULTS} == set(known_flags().flags)
    assert len(known_flags().flags) == 32


def test_it_finds_nothing_in_a_clean_office(clean: Clean) -> None:
    database, office = clean

    with database.reading() as session:
        found = {
            code: red_flags.find(session, code, office.within()) for code in red_flags.QUESTIONS
        }

    assert {code: len(rows) for code, rows in found.items() if rows} == {}


def test_it_looks_only_at_what_the_auditor_may_see(clean: Clean) -> None:
    database, office = clean
    with database.transaction() as session:
        claims.same_matter(session, office)
        money.more_used_than_given(session, office)
    stranger = office.within(actor=office.cast.stranger)

    with database.reading() as session:
        found = [
            one for code in red_flags.QUESTIONS for one in red_flags.find(session, code, stranger)
        ]

    assert found == []


def test_it_narrows_by_filing_policy_department_and_words(clean: Clean) -> None:
    database, office = clean
    with database.transaction() as session:
        claims.same_matter(session, office)

    def count(**narrowed: object) -> int:
        with database.reading() as session:
            within = office.within(**narrowed)
            return len(red_flags.find(session, "claimed_more_than_once", within))

    assert count() == 2
    assert count(text=office.jia) == 1
    assert count(text="甲示例") == 2
    assert count(policy="xc-2025-4") == 0
    assert count(department="xc-rsj") == 0
    assert count(since=office.today) == 0
    assert count(until=office.today) == 2


def test_it_asks_a_constant_number_of_questions(clean: Clean) -> None:
    database, office = clean

    def asked() -> dict[str, int]:
        counts = {}
        with database.reading() as session:
            for code in red_flags.QUESTIONS:
                seen: list[str] = []

                def note(*given: object, seen: list[str] = seen) -> None:
                    seen.append(str(given[2]))

                sa.event.listen(database.engine, "before_cursor_execute", note)
                red_flags.find(session, code, office.within())
                sa.event.remove(database.engine, "before_cursor_execute", note)
                counts[code] = len(seen)
        return counts

    before = asked()
    with database.transaction() as session:
        claims.one_phone_for_five(session, office)
        claims.same_matter(session, office)
        claims.one_file_for_two(session, office)

    assert asked() == before
    assert max(before.values()) <= 10
