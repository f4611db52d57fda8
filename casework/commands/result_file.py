"""A file of answers from the treasury: read whole and found right, or refused whole by line."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.payment_runs import IN_RUN
from casework.records.payment_run import (
    Answer,
    PaymentLine,
    PaymentRun,
    ResultFile,
    ResultLine,
    RunState,
)
from workflows.money import NOTHING, Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role
from workflows.term import civil_date
from workflows.wording import wordings

COLUMNS = ("payment_number", "answer", "amount", "slip", "answered_on", "reason")
"""The columns, by the names of `wording`; the file may head them in either language."""
_BATCH = 1_000
_MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as it was read."""

    number: int
    payment: str
    answer: Answer
    amount: Money
    slip: str
    on: date
    reason: str


class _Reading:
    """Reads the file once, gathers what is wrong, and keeps the figures of its end."""

    def __init__(self, stream: Iterable[bytes], today: date) -> None:
        self._stream, self._today = stream, today
        self._digest = hashlib.sha256()
        self._line = 0
        self._first: dict[str, int] = {}
        self.faults: list[Refusal] = []
        self.count, self.paid = 0, NOTHING
        self._stated: tuple[str, str] | None = None

    @property
    def sha256(self) -> str:
        """Of all that was read."""
        return self._digest.hexdigest()

    def rows(self) -> Iterator[Row]:
        """The answers that can be read; what cannot becomes a fault."""
        lines = csv.reader(self._texts(), strict=True)
        try:
            self._head(next(lines, []))
            for cells in lines:
                if not any(cell.strip() for cell in cells):
                    continue
                if self._stated is not None:
                    self.fault("result_after_total")
                elif cells[0].strip() in _words("total"):
                    self._stated = (cells[1].strip(), cells[2].strip()) if len(cells) > 2 else None
                    if self._stated is None:
                        self.fault("result_columns")
                else:
                    row = self._row([cell.strip() for cell in cells])
                    if row is not None:
                        yield row
        except (UnicodeDecodeError, csv.Error):
            self.fault("result_unreadable")
            return
        self._end()

    def fault(self, code: str, **particulars: object) -> None:
        """Something is wrong with the line that is being read."""
        self.faults.append(Refusal(code, {"line": self._line, **particulars}))

    def _texts(self) -> Iterator[str]:
        for raw in self._stream:
            self._line += 1
            self._digest.update(raw)
            text = raw.decode("utf-8-sig" if self._line == 1 else "utf-8")
            if "\0" in text:
                raise csv.Error("NUL")
            yield text

    def _head(self, cells: Sequence[str]) -> None:
        for name, cell in zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False):
            if cell.strip() not in _words(f"file_{name}") or len(cells) != len(COLUMNS):
                self.fault("result_header")
                return

    def _row(self, cells: list[str]) -> Row | None:
        before = len(self.faults)
        if len(cells) != len(COLUMNS):
            self.fault("result_columns")
            return None
        payment, said, amount, slip, day, reason = cells
        answer = next((one for one in Answer if said in _words(f"answer_{one.value}")), None)
        if answer is None:
            self.fault("result_answer_unknown", answer=said)
        if payment in self._first:
            self.fault("result_repeated", payment=payment, first=self._first[payment])
        self._first.setdefault(payment, self._line)
        money, on = self._money(amount), self._day(day)
        if answer is Answer.PAID and not slip:
            self.fault("result_slip_missing", payment=payment)
        if answer is Answer.RETURNED and not reason:
            self.fault("result_reason_missing", payment=payment)
        self.count += 1
        if answer is Answer.PAID and money is not None:
            self.paid += money
        if len(self.faults) > before or answer is None or money is None or on is None:
            return None
        return Row(self._line, payment, answer, money, slip, on, reason)

    def _money(self, text: str) -> Money | None:
        try:
            return Money.read(text, zero_allowed=False)
        except Refused:
            self.fault("result_amount_unreadable", amount=text)
            return None

    def _day(self, text: str) -> date | None:
        try:
            on = date.fromisoformat(text)
        except ValueError:
            self.fault("result_day_unreadable", day=text)
            return None
        if on > self._today:
            self.fault("result_day_ahead", day=on)
        return on

    def _end(self) -> None:
        if self._stated is None:
            self.fault("result_total_missing")
            return
        count, paid = self._stated
        try:
            right = int(count) == self.count and Money.read(paid) == self.paid
        except (ValueError, Refused):
            right = False
        if not right:
            self.fault(
                "result_total_differs",
                stated=f"{count} / {paid}",
                found=f"{self.count} / {self.paid}",
            )


def import_results(
    session: Session, stream: Iterable[bytes], *, name: str, actor: Actor, at: datetime
) -> ResultFile:
    """Read a file of answers, line by line, and keep it to be booked.

    Refused whole, naming every wrong line, when anything is wrong: then nothing is kept.
    """
    if Role.FINANCE not in actor.roles:
        raise Refused(Refusal("not_your_step", {"roles": (Role.FINANCE,)}))
    file = ResultFile(
        sha256="",
        name=name,
        lines=0,
        paid_fen=0,
        imported_by_id=actor.user_id,
        acting_for_id=actor.deputizes_for,
        imported_at=at,
    )
    session.add(file)
    session.flush()
    reading = _Reading(stream, civil_date(at))
    rows = reading.rows()
    while batch := list(islice(rows, _BATCH)):
        _check_against_runs(session, batch, reading)
        session.execute(sa.insert(ResultLine), [_kept(file.id, row) for row in batch])
    if _read_before(session, reading.sha256):
        reading.faults.append(Refusal("result_file_known"))
    if reading.faults:
        raise Refused(*_at_most(reading.faults))
    file.sha256, file.lines, file.paid_fen = reading.sha256, reading.count, reading.paid.fen
    session.flush()
    return file


def _check_against_runs(session: Session, batch: Sequence[Row], reading: _Reading) -> None:
    """Every answer is for a payment that was sent, of its amount."""
    found = session.execute(
        sa.select(PaymentLine.payment_number, PaymentLine.amount_fen)
        .join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
        .where(
            PaymentLine.payment_number.in_([row.payment for row in batch]),
            PaymentRun.state == RunState.SENT,
            IN_RUN,
        )
        .order_by(PaymentLine.id)
    )
    sent = {payment: fen for payment, fen in found}
    for row in batch:
        where = {"line": row.number, "payment": row.payment}
        if row.payment not in sent:
            reading.faults.append(Refusal("result_payment_unknown", where))
        elif sent[row.payment] != row.amount.fen:
            figures = {"amount": row.amount, "sent": Money(sent[row.payment])}
            reading.faults.append(Refusal("result_amount_differs", {**where, **figures}))


def _read_before(session: Session, sha256: str) -> bool:
    known = sa.select(ResultFile.id).where(ResultFile.sha256 == sha256)
    return session.execute(known).first() is not None


def _at_most(faults: list[Refusal]) -> list[Refusal]:
    faults = sorted(faults, key=lambda fault: int(str(fault.particulars.get("line", 0))))
    more = len(faults) - _MOST_FAULTS
    if more <= 0:
        return faults
    return [*faults[:_MOST_FAULTS], Refusal("result_more_faults", {"count": more})]


def _kept(file_id: int, row: Row) -> dict[str, object]:
    return {
        "file_id": file_id,
        "number": row.number,
        "payment_number": row.payment,
        "answer": row.answer,
        "amount_fen": row.amount.fen,
        "slip": row.slip,
        "answered_on": row.on,
        "reason": row.reason,
    }


def _words(code: str) -> frozenset[str]:
    """A word in both languages."""
    return frozenset((wordings()[code].zh, wordings()[code].en))
