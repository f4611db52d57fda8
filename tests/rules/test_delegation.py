"""Deputies: within a term, a department, a clause and a limit, and never around a bar."""

from dataclasses import replace
from datetime import date

from workflows.delegation import Delegation, acting_refusals, granting_refusals
from workflows.money import Money, yuan
from workflows.roles import Role
from workflows.term import Term

HALF_MILLION = yuan(500_000)
TODAY = date(2026, 5, 12)
LENT = Delegation(
    grantor=1,
    deputy=2,
    role=Role.APPROVER,
    department="science",
    term=Term(date(2026, 5, 12), date(2026, 6, 1)),
    clause="xifagai-2023-71/11.1",
    limit=HALF_MILLION,
)


def granting(new: Delegation, *others: Delegation, deputy: tuple[Role, ...] = ()) -> list[str]:
    """Why this power is not lent."""
    refusals = granting_refusals(
        new,
        grantor_roles={Role.APPROVER},
        grantor_department="science",
        deputy_roles=deputy,
        others=others,
        on=TODAY,
    )
    return [one.code for one in refusals]


def acting(
    lent: Delegation, *, amount: Money | None = HALF_MILLION, **changed: object
) -> list[str]:
    """Why the deputy may not act on the case."""
    given = {
        "department": "science",
        "clause": "xifagai-2023-71/11.1",
        "recused": (),
        "acted": (),
        "on": TODAY,
        **changed,
    }
    return [one.code for one in acting_refusals(lent, amount=amount, **given)]  # type: ignore[arg-type]


def test_an_officer_lends_a_power_of_their_own_for_a_term() -> None:
    assert granting(LENT) == []


def test_what_may_not_be_lent_is_told_all_at_once() -> None:
    wrong = replace(
        LENT, deputy=1, role=Role.FINANCE, department="housing", term=Term(date(2026, 5, 1))
    )

    assert granting(wrong) == [
        "deputy_of_oneself",
        "power_not_ones_own",
        "department_not_ones_own",
        "delegation_without_end",
        "delegation_backdated",
    ]


def test_no_power_is_lent_twice_for_the_same_days() -> None:
    assert granting(LENT, replace(LENT, deputy=3)) == ["power_lent_already"]
    later = replace(LENT, deputy=3, term=Term(date(2026, 6, 1), date(2026, 7, 1)))
    assert granting(LENT, later) == []


def test_administrators_auditors_and_applicants_are_no_deputies() -> None:
    for barred in (Role.SYSTEM_ADMIN, Role.AUDITOR, Role.APPLICANT):
        assert granting(LENT, deputy=(barred,)) == ["deputy_holds_barred_role"]


def test_an_administrators_power_is_never_lent() -> None:
    refusals = granting_refusals(
        replace(LENT, role=Role.SECURITY_ADMIN),
        grantor_roles={Role.SECURITY_ADMIN},
        grantor_department=None,
        deputy_roles=(),
        others=(),
        on=TODAY,
    )
    assert [one.code for one in refusals] == ["power_not_ones_own"]


def test_a_deputy_acts_up_to_the_limit_and_on_the_last_day() -> None:
    assert acting(LENT) == []
    assert acting(LENT, on=date(2026, 5, 31)) == []


def test_a_deputy_does_not_act_outside_what_was_lent() -> None:
    outside = acting(
        LENT,
        amount=HALF_MILLION + Money(1),
        department="housing",
        clause="xifagai-2023-71/12.1",
        on=date(2026, 6, 1),
    )

    assert outside == [
        "delegation_not_running",
        "delegation_of_other_department",
        "delegation_of_other_clause",
        "above_delegated_limit",
    ]


def test_an_unknown_amount_is_above_every_limit() -> None:
    assert acting(LENT, amount=None) == ["above_delegated_limit"]
    assert acting(replace(LENT, limit=None), amount=None) == []


def test_neither_a_recused_grantor_nor_a_recused_deputy_acts() -> None:
    assert acting(LENT, recused={1}) == ["recused"]
    assert acting(LENT, recused={2}) == ["recused"]


def test_a_deputy_who_acted_on_the_case_before_does_not_act_again() -> None:
    assert acting(LENT, acted={2}) == ["deputy_acted_already"]
