"""`casework verify-ledger`, `casework corrections` and `casework history`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from casework import clock
from casework.cli.terminal import Commands, office_database
from casework.exports.disbursement_history import write_history
from casework.queries import ledger_audit
from casework.queries.audit import corrections
from casework.queries.balances import BALANCES
from casework.queries.history import Filter
from casework.queries.red_flags import Within
from workflows.money import Money
from workflows.roles import SYSTEM
from workflows.term import civil_date

_CORRECTED = ("case", "clause", "awarded_fen", "kept_fen", "corrected_fen", "change_fen")


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    verify = commands.add_parser(
        "verify-ledger", help="hold the ledger against every check and name each fault"
    )
    verify.add_argument("--json", action="store_true", help="one JSON document for programs")
    verify.set_defaults(run=_verify)
    corrected = commands.add_parser(
        "corrections", help="every case calculated before its clause was corrected, done again"
    )
    corrected.add_argument("--clause", default="", help="one clause, by its id")
    corrected.add_argument("--json", action="store_true", help="one JSON line a case")
    corrected.set_defaults(run=_corrections)
    history = commands.add_parser(
        "history", help="write the disbursement history as CSV, XLSX or JSON Lines"
    )
    history.add_argument("file", type=Path, help="ends in .csv, .xlsx or .jsonl")
    history.add_argument("--enterprise", help="one credit code")
    history.add_argument("--policy", help="one document, by its id")
    history.add_argument("--clause", help="one clause, by its id")
    history.add_argument("--year", type=int, help="one budget year")
    history.add_argument("--department", help="one department, by its id")
    history.add_argument("--pool", help="one pool, by its id")
    history.add_argument("--language", choices=("zh", "en"), default="zh")
    history.set_defaults(run=_history)


def _corrections(given: argparse.Namespace) -> int:
    within = Within(actor=SYSTEM, on=civil_date(clock.now()))
    count, change = 0, Money(0)
    with office_database() as database, database.reading() as session:
        for one in corrections.affected(session, within, clause=given.clause):
            sums = (one.awarded_fen, one.kept_fen, one.corrected_fen, one.change_fen)
            if given.json:
                values = (one.case, one.correction.clause, *sums)
                print(json.dumps(dict(zip(_CORRECTED, values, strict=True))))
            else:
                stands, corrected = (Money(fen or 0) for fen in (one.kept_fen, one.corrected_fen))
                print(f"{one.case} {one.correction.clause}: {one.correction.told}")
                print(f"  {one.decision or 'undecided'}: {stands} -> {corrected} yuan")
            count, change = count + 1, change + Money(one.change_fen)
    print(f"{count} cases under a corrected clause, {change} yuan", file=sys.stderr)
    return 0


def _verify(given: argparse.Namespace) -> int:
    with office_database() as database, database.reading() as session:
        found = list(ledger_audit.every_fault(session))
        figures = ledger_audit.figures(session)
    if given.json:
        faults = [{"check": one.check, "where": one.where, "how": one.how} for one in found]
        print(json.dumps({**figures, "faults": faults}, ensure_ascii=False))
        return 1 if found else 0
    for one in found:
        print(f"{one.check}: {one.where}: {one.how}")
    sums = ", ".join(f"{name} {Money(figures[name])}" for name in BALANCES)
    print(f"{figures['cases']} cases, {figures['entries']} entries: {sums} yuan")
    print(f"{len(found)} faults" if found else "no fault")
    return 1 if found else 0


def _history(given: argparse.Namespace) -> int:
    kind = given.file.suffix.removeprefix(".")
    if kind not in ("csv", "xlsx", "jsonl"):
        print(f"{given.file} must end in .csv, .xlsx or .jsonl", file=sys.stderr)
        return 2
    wanted = Filter(
        enterprise=given.enterprise,
        policy=given.policy,
        clause=given.clause,
        year=given.year,
        department=given.department,
        pool=given.pool,
    )
    with (
        office_database() as database,
        database.reading() as session,
        given.file.open("wb") as file,
    ):
        stated = write_history(session, file, wanted, kind=kind, language=given.language)
    sums = ", ".join(f"{name} {Money(fen)}" for name, fen in stated.totals.items())
    print(f"{stated.rows} rows in {given.file}: {sums} yuan")
    print(f"SHA-256 {stated.sha256}")
    return 0
