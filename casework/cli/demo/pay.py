"""How money is paid: an instalment falls due, goes out in a run, and the treasury answers."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from casework.cli.demo import way
from casework.cli.demo.stage import NotAsTold, Stage
from casework.commands import conditions, disburse, payment_run, result_file, results
from casework.commands.payment_portion import Portion
from casework.exports.treasury_file import write_run
from casework.queries import cases, ledger
from casework.records.payment_run import Answer, PaymentLine, PaymentRun, RunState
from workflows.ledger import Balance
from workflows.money import Money
from workflows.wording import phrase

NOTHING_FOUND: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the treasury says of a payment; the slip is numbered by the demonstration."""

    answer: Answer = Answer.PAID
    reason: str = ""
    slip: str = ""


def pay(
    stage: Stage, reference: str, number: int, day: str, *, found: Mapping[str, str] = NOTHING_FOUND
) -> None:
    """One instalment from its due day to the treasury's slip, in a run of its own."""
    fall_due(stage, reference, number, day, found=found)
    run = send_run(stage, day)
    answer(stage, run, day)


def fall_due(
    stage: Stage, reference: str, number: int, day: str, *, found: Mapping[str, str] = NOTHING_FOUND
) -> None:
    """The instalment's day has come: its conditions are looked at, the department confirms."""
    reviewer = way.officer(stage, reference, "review")
    stage.do("system", day, disburse.fall_due, reference=reference, number=number)
    for condition, basis in found.items():
        stage.do(
            reviewer,
            day,
            conditions.record_condition,
            reference=reference,
            number=number,
            condition=condition,
            met=True,
            basis=basis,
        )
    stage.do(reviewer, day, disburse.verify, reference=reference, number=number)


def send_run(stage: Stage, day: str) -> str:
    """Everything that is ready goes out in one run: made, checked, ordered, sent; its number."""
    run: str = stage.do("finance", day, payment_run.open_run).number
    _whole(lambda: stage.do("finance", day, payment_run.gather, number=run))
    wanted = stage.do("finance", day, payment_run.submit, number=run).checkers_wanted or 1
    for checker in ("checker", "checker-too")[:wanted]:
        stage.do(checker, day, payment_run.approve, number=run)
    _whole(lambda: stage.do("checker", day, payment_run.order, number=run))
    _whole(lambda: stage.do("finance", day, payment_run.send, number=run))
    stage.do("finance", day, payment_run.seal, number=run)
    _write_files(stage, run)
    return run


def _write_files(stage: Stage, run: str) -> None:
    """The treasury's files of a run, and the digest of the one that counts."""
    folder = stage.folder / "treasury"
    folder.mkdir(exist_ok=True)
    for kind in ("csv", "xlsx"):
        with stage.database.reading() as session, (folder / f"{run}.{kind}").open("wb") as file:
            write_run(session, file, number=run, kind=kind)
    digest = hashlib.sha256((folder / f"{run}.csv").read_bytes()).hexdigest()
    with stage.database.transaction() as session:
        payment_run.keep_digest(session, number=run, sha256=digest)


def answer(stage: Stage, run: str, day: str, replies: Mapping[str, Reply] | None = None) -> None:
    """The treasury's file of answers is read and booked; what is not named was paid."""
    said = {payment: Reply() for payment in _payments(stage, run)}
    book(stage, run, day, {**said, **(replies or {})})


def book(stage: Stage, run: str, day: str, replies: Mapping[str, Reply]) -> None:
    """A file with just these answers is read and booked."""
    content = _file(_payments(stage, run), day, replies)
    kept = stage.do(
        "finance",
        day,
        result_file.import_results,
        stream=content.splitlines(keepends=True),
        name=f"国库回单 {run} {day}.csv",
    )
    _whole(lambda: stage.do("finance", day, results.book_results, file_id=kept.id))


def balance(stage: Stage, reference: str) -> Balance:
    """What the ledger says of a case."""
    with stage.database.reading() as session:
        case = cases.by_reference(session, reference)
        return ledger.ledger_of_case(session, case.id).balance()


def paid(stage: Stage, reference: str) -> Money:
    """What a case was paid, less what came back."""
    return balance(stage, reference).net_paid


def _payments(stage: Stage, run: str) -> dict[str, Money]:
    """The payments of a run with their amounts, by payment number."""
    with stage.database.reading() as session:
        rows = session.execute(
            sa.select(PaymentLine.payment_number, PaymentLine.amount_fen)
            .join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
            .where(PaymentRun.number == run, PaymentRun.state == RunState.SENT)
            .order_by(PaymentLine.number)
        )
        return {payment: Money(fen) for payment, fen in rows}


def _file(sent: Mapping[str, Money], day: str, replies: Mapping[str, Reply]) -> bytes:
    """A file of answers as the treasury writes it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(phrase(f"file_{name}", {}) for name in result_file.COLUMNS)
    paid = Money(0)
    for place, (payment, reply) in enumerate(replies.items(), start=1):
        slip = reply.slip or (f"HD{day.replace('-', '')}-{place:03d}")
        word = phrase(f"answer_{reply.answer.value}", {})
        said_of = slip if reply.answer is Answer.PAID else ""
        rows.writerow((payment, word, sent[payment], said_of, day, reply.reason))
        paid += sent[payment] if reply.answer is Answer.PAID else Money(0)
    rows.writerow((phrase("total", {}), len(replies), paid, "", "", ""))
    return text.getvalue().encode()


def _whole(portion: Callable[[], Portion]) -> None:
    """All of a stage of a run, which is short here; NotAsTold where anything was refused."""
    done = portion()
    reasons = [refusal for outcome in done.refused for refusal in outcome.refusals]
    if reasons or done.last is not None:
        raise NotAsTold(f"a payment run did not go through: {reasons or done}")
