"""`casework verify-history` and `casework export-history`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from casework.cli.terminal import Commands, office_database
from casework.queries import chains


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    verify = commands.add_parser(
        "verify-history",
        help="walk the chains of cases and meetings and name what was tampered with",
    )
    verify.add_argument("--seal", help="the seal noted down earlier: say whether it still holds")
    verify.add_argument("--json", action="store_true", help="one JSON document for programs")
    verify.set_defaults(run=_verify)
    export = commands.add_parser(
        "export-history",
        help="write the history of cases and meetings as JSON Lines for an auditor",
    )
    export.add_argument("file", type=Path, help="where to write, e.g. history.jsonl")
    export.set_defaults(run=_export)


def _verify(given: argparse.Namespace) -> int:
    seal, found = chains.Seal(), []
    with office_database() as database, database.reading() as session:
        for chain in chains.every(session):
            seal.add(chain)
            found += [(chain.reference, fault) for fault in chain.faults()]
        lost = chains.strays(session)
    sealed = given.seal is None or given.seal == seal.hash
    if given.json:
        faults = [
            {"case": case, "event": one.number, "fault": one.fault.value, "how": one.how}
            for case, one in found
        ]
        print(json.dumps({**seal.told(), "sealed": sealed, "faults": faults, "lost_events": lost}))
    else:
        for case, one in found:
            print(f"{case} event {one.number}: {one.fault.value} ({one.how})")
        for event_id in lost:
            print(f"event id {event_id}: removed case or meeting (it does not exist)")
        print(f"{_counted(seal)}, {len(found) + len(lost)} faults")
        print(f"seal {seal.hash}")
        if not sealed:
            print(f"the seal differs from the one given, {given.seal}")
    return 1 if found or lost or not sealed else 0


def _export(given: argparse.Namespace) -> int:
    seal = chains.Seal()
    with (
        office_database() as database,
        database.reading() as session,
        given.file.open("w", encoding="utf-8") as file,
    ):
        for chain in chains.every(session):
            seal.add(chain)
            file.write(json.dumps(chains.as_line(chain), ensure_ascii=False, sort_keys=True) + "\n")
        file.write(json.dumps(seal.told(), sort_keys=True) + "\n")
    print(f"{_counted(seal)} written to {given.file}; seal {seal.hash}")
    print("check it with docs/verify_history.py, which needs nothing but Python", file=sys.stderr)
    return 0


def _counted(seal: chains.Seal) -> str:
    return f"{seal.cases} cases, {seal.meetings} meetings, {seal.events} events"
