"""What users of other systems complained about with totals, each with the thread it was read in."""

from __future__ import annotations

import io

import sqlalchemy as sa

from casework.commands import change_award
from casework.exports.disbursement_history import COLUMNS, write_history
from casework.queries import history
from casework.queries.ledger_audit import figures
from casework.records.award import Award
from tests.office.desk import FIRST_CERTIFICATE, Desk
from tests.office.payments import balance, ledger_faults, ready, with_money
from tests.office.runs import answer, sent, totals
from workflows.money import Money, yuan


def test_unity_1491_1512_a_failed_or_unknown_payment_is_in_no_total(desk: Desk) -> None:
    with_money(desk)
    failed, unknown, paid = three_ready(desk)
    run = sent(desk)
    answer(
        desk,
        [
            f"{failed}-01,returned,100000.00,,2026-04-01,账号不符",
            f"{unknown}-01,unknown,100000.00,,2026-04-01,",
            f"{paid}-01,paid,100000.00,HD001,2026-04-01,",
        ],
        paid="100000.00",
    )

    with desk.database.reading() as session:
        page = history.totals(session).paid
        years = Money.total(one.paid for _, one in history.by_year(session))
        ledger = Money(figures(session)["paid"])
        out = io.BytesIO()
        file = Money(write_history(session, out).totals["paid"])
    cases = Money.total(balance(desk, one).paid for one in (failed, unknown, paid))
    assert {page, years, ledger, file, cases, totals(desk, run).paid} == {yuan(100_000)}


def test_unity_2639_a_case_with_many_parts_is_counted_once(desk: Desk) -> None:
    with_money(desk)
    desk.disbursing()

    with desk.database.reading() as session:
        found = history.totals(session)
    assert (found.rows, found.awarded) == (3, yuan(300_000))


def test_dfe_3337_a_decision_that_was_replaced_does_not_count_as_one(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    desk(
        change_award.change_award,
        reference,
        by=desk.cast.other_approver,
        seen=None,
        amount=yuan(120_000),
        remarks="核减",
    )

    with desk.database.reading() as session:
        assert history.totals(session).awarded == yuan(120_000)
        assert session.scalar(sa.select(sa.func.count()).select_from(Award)) == 2
    assert ledger_faults(desk) == ()


def test_betagouv_1470_1334_1152_the_five_sums_are_columns_of_their_own_by_year() -> None:
    added = [column.name for column in COLUMNS if column.total]

    assert added == ["awarded", "scheduled", "paid", "recovered", "outstanding"]
    assert "year" in {column.name for column in COLUMNS}


def test_betagouv_17056_the_amount_is_computed_from_the_answers(desk: Desk) -> None:
    reference = desk.assessed()

    assert desk.count("assessments", amount_fen=yuan(300_000).fen) == 1
    assert desk.case(reference).claim_facts == FIRST_CERTIFICATE


def three_ready(desk: Desk) -> list[str]:
    """Three cases with a payment that is ready; the third has another certificate."""
    references = [
        desk.disbursing(),
        desk.disbursing(desk.cast.yi),
        desk.disbursing(
            facts={**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000009"}, year=2027
        ),
    ]
    for reference in references:
        ready(desk, reference)
    return references
