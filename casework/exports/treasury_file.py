"""The treasury file of a payment run: fixed columns, totals, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.exports.columns import Column, Kind, Row, Stated
from casework.exports.csv_file import write_csv
from casework.exports.xlsx_file import write_xlsx
from casework.queries.payment_runs import IN_RUN, by_number
from casework.records.budget import BudgetLine
from casework.records.payment_run import PaymentLine, RunState
from workflows.refusals import Refusal, Refused

COLUMNS = (
    Column("place", Kind.COUNT),
    Column("payment_number"),
    Column("payee"),
    Column("account_number"),
    Column("account_bank"),
    Column("amount", Kind.MONEY, total=True),
    Column("budget_line"),
    Column("purpose"),
)
"""In this order in every file; a treasury that wants others maps them once."""

_BATCH = 2_000


def write_run(
    session: Session, stream: BinaryIO, *, number: str, kind: str = "csv", language: str = "zh"
) -> Stated:
    """Write the file of a run that was handed over, as `csv` or `xlsx`; what the file states."""
    run = by_number(session, number)
    if run.state is not RunState.SENT:
        raise Refused(Refusal("run_not_open", {"run": number, "state": run.state}))
    rows = _rows(session, run.id, number)
    if kind == "xlsx":
        return write_xlsx(stream, COLUMNS, rows, title=number, language=language)
    return write_csv(stream, COLUMNS, rows, language=language)


def _rows(session: Session, run_id: int, number: str) -> Iterator[Row]:
    found = session.execute(
        sa.select(
            PaymentLine.number,
            PaymentLine.payment_number,
            PaymentLine.account_name,
            PaymentLine.account_number,
            PaymentLine.account_bank,
            PaymentLine.amount_fen,
            sa.func.coalesce(BudgetLine.number, ""),
        )
        .outerjoin(BudgetLine, BudgetLine.id == PaymentLine.budget_line_id)
        .where(PaymentLine.run_id == run_id, IN_RUN)
        .order_by(PaymentLine.number),
        execution_options={"yield_per": _BATCH},
    )
    for row in found:
        yield (*row, number)
