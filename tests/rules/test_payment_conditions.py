"""Conditions of a payment, asked when it falls due."""

from datetime import date

import pytest

from workflows.payment_conditions import (
    CONDITIONS,
    SEEN_BY_ITSELF,
    Asked,
    Finding,
    PaymentSituation,
    ask,
)

TODAY = date(2027, 3, 1)


def test_nothing_is_taken_as_met_that_nobody_has_looked_at() -> None:
    asked = ask(CONDITIONS, PaymentSituation(TODAY, TODAY))

    assert asked.unmet == ()
    assert set(asked.unknown) == set(CONDITIONS) - SEEN_BY_ITSELF


@pytest.mark.parametrize("condition", sorted(set(CONDITIONS) - SEEN_BY_ITSELF))
def test_an_officers_finding_answers_a_condition_as_long_as_it_holds(condition: str) -> None:
    def asked(finding: Finding) -> Asked:
        return ask([condition], PaymentSituation(TODAY, TODAY, findings={condition: finding}))

    assert asked(Finding(True)) == Asked((), ())
    assert asked(Finding(True, TODAY)) == Asked((), ())
    assert asked(Finding(True, date(2027, 2, 28))) == Asked((condition,), ())
    assert asked(Finding(False)) == Asked((condition,), ())


def test_a_certificate_that_ran_out_is_seen_without_anybody_looking() -> None:
    situation = PaymentSituation(
        TODAY,
        TODAY,
        certificates_end=(date(2027, 2, 28), date(2029, 1, 1)),
        findings={"certificate_valid": Finding(True)},
    )

    assert ask(["certificate_valid"], situation) == Asked(("certificate_valid",), ())


def test_the_day_and_open_objections_are_seen_by_themselves() -> None:
    early = PaymentSituation(TODAY, date(2027, 3, 2), objections_open=1)

    assert ask(["due_date", "no_open_objection"], early).unmet == ("due_date", "no_open_objection")
