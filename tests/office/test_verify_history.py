"""What was done to history shows, whatever it was; also without trusting our own program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.cli import main
from casework.db import Database
from casework.queries import chains
from tests.office.desk import Desk

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_history.py"


def faults(desk: Desk) -> list[tuple[str, int]]:
    with desk.database.reading() as session:
        return [
            (fault.fault.value, fault.number)
            for chain in chains.every(session)
            for fault in chain.faults()
        ]


def tamper(desk: Desk, *statements: str) -> None:
    """As somebody with full power over the database would, with the triggers out of the way."""
    with desk.database.transaction() as session:
        if desk.database.is_sqlite:
            session.execute(sa.text("DROP TRIGGER IF EXISTS case_events_no_update"))
            session.execute(sa.text("DROP TRIGGER IF EXISTS case_events_no_delete"))
        else:
            session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            session.execute(sa.text(statement))


def test_an_untouched_history_has_no_faults(desk: Desk) -> None:
    desk.disbursing()

    assert faults(desk) == []


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE case_events SET remarks = 'x' WHERE number = 3"], ("changed", 3)),
        (["UPDATE case_events SET actor_id = 0 WHERE number = 3"], ("changed", 3)),
        (["UPDATE case_events SET at = '2020-01-01' WHERE number = 3"], ("changed", 3)),
        (["DELETE FROM case_events WHERE number = 4"], ("removed", 4)),
        (["DELETE FROM case_events WHERE number = 5"], ("removed", 5)),
        (
            [
                "INSERT INTO case_events (case_id, number, action, source, target, actor_id,"
                " capacity, remarks, particulars, at, previous_hash, hash)"
                " SELECT case_id, 6, action, source, target, actor_id, capacity, remarks,"
                " particulars, at, previous_hash, hash FROM case_events WHERE number = 5"
            ],
            ("inserted", 6),
        ),
        (
            [
                "UPDATE case_events SET number = 100 WHERE number = 3",
                "UPDATE case_events SET number = 3 WHERE number = 4",
                "UPDATE case_events SET number = 4 WHERE number = 100",
            ],
            ("reordered", 3),
        ),
        (["UPDATE cases SET last_hash = 'x'"], ("end_differs", 5)),
    ],
    ids=["words", "actor", "time", "removed", "cut off", "inserted", "reordered", "end"],
)
def test_tampering_is_named(desk: Desk, statements: list[str], expected: tuple[str, int]) -> None:
    reference = desk.submitted()
    assert desk.case(reference).last_event == 5

    tamper(desk, *statements)

    assert expected in faults(desk)


def test_the_database_refuses_to_rewrite_an_event(desk: Desk) -> None:
    desk.submitted()

    for verb in ("UPDATE case_events SET remarks = 'x'", "DELETE FROM case_events"):
        with pytest.raises(sa.exc.DBAPIError), desk.database.transaction() as session:
            session.execute(sa.text(verb))


def test_the_stand_alone_verifier_agrees(
    desk: Desk, tmp_path: Path, office: Callable[[Database], None]
) -> None:
    desk.disbursing()
    desk.submitted(desk.cast.yi)
    office(desk.database)
    exported = tmp_path / "history.jsonl"

    assert main(["export-history", str(exported)]) == 0
    sound = subprocess.run([sys.executable, VERIFIER, exported], capture_output=True, text=True)

    assert (sound.returncode, "0 faults" in sound.stdout) == (0, True)
    lines = exported.read_text().splitlines()
    first = json.loads(lines[0])
    first["events"][2]["remarks"] = "altered"
    exported.write_text("\n".join([json.dumps(first), *lines[1:]]))
    altered = subprocess.run([sys.executable, VERIFIER, exported], capture_output=True, text=True)
    assert (altered.returncode, "event 3 was changed" in altered.stdout) == (1, True)


def test_the_command_says_what_it_found(
    desk: Desk, office: Callable[[Database], None], capsys: pytest.CaptureFixture[str]
) -> None:
    reference = desk.submitted()
    office(desk.database)

    assert main(["verify-history", "--json"]) == 0
    seal = json.loads(capsys.readouterr().out)["seal"]
    assert main(["verify-history", "--seal", seal]) == 0
    tamper(desk, "UPDATE case_events SET remarks = 'x' WHERE number = 2")
    assert main(["verify-history"]) == 1
    assert f"{reference} event 2: changed" in capsys.readouterr().out
