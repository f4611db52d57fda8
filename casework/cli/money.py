"""`casework verify-ledger` and `casework history`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from casework.cli.terminal import Commands, office_database
from casework.exports.disbursement_history import write_history
from casework.queries import ledger_audit
from casework.queries.balances import BALANCES
from casework.queries.history import Filter
from workflows.money import Money


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    verify = commands.add_parser(
        "verify-ledger", help="hold the ledger against every check and name each fault"
    )
    verify.add_argument("--json", action="store_true", help="one JSON document for programs")
    verify.set_defaults(run=_verify)
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
