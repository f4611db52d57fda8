"""The acts of a meeting are chained and sealed: what is done to them by hand is named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.cli import main
from casework.commands.joint_meeting import hold
from casework.db import Database
from casework.queries import chains
from tests.office.council import Council
from tests.office.test_verify_history import VERIFIER


def faults(council: Council) -> list[tuple[str, str, int]]:
    """What is wrong with all chains: case or meeting, how, where."""
    with council.desk.database.reading() as session:
        return [
            (chain.kind, fault.fault.value, fault.number)
            for chain in chains.every(session)
            for fault in chain.faults()
        ]


def tamper(council: Council) -> None:
    """As somebody with full power over the database would."""
    with council.desk.database.transaction() as session:
        if council.desk.database.is_sqlite:
            session.execute(sa.text("DROP TRIGGER meeting_acts_no_update"))
        else:
            session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        session.execute(sa.text("UPDATE meeting_acts SET actor_id = 1 WHERE number = 3"))


def test_a_meeting_that_was_held_has_a_sound_chain(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    council.issued(meeting)

    assert faults(council) == []


def test_an_act_changed_by_hand_is_named(council: Council) -> None:
    council.in_session([council.nominated()])

    tamper(council)

    assert faults(council) == [("meeting", "changed", 3)]


def test_the_seal_covers_the_meetings_and_the_verifier_reads_them(
    council: Council,
    tmp_path: Path,
    office: Callable[[Database], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = council.nominated()
    office(council.desk.database)
    main(["verify-history", "--json"])
    before = json.loads(capsys.readouterr().out)["seal"]
    meeting = council.called()

    assert main(["verify-history", "--seal", before]) == 1
    exported = tmp_path / "history.jsonl"
    assert main(["export-history", str(exported)]) == 0
    sound = subprocess.run([sys.executable, VERIFIER, exported], capture_output=True, text=True)
    assert sound.returncode == 0
    assert "1 cases, 1 meetings, 0 faults" in sound.stdout

    first, last, tail = exported.read_text().splitlines()
    assert (json.loads(first)["case"], json.loads(last)["meeting"]) == (case, meeting)
    altered = json.loads(last)
    altered["events"][0]["actor_id"] = 1
    exported.write_text("\n".join([first, json.dumps(altered), tail]))
    told = subprocess.run([sys.executable, VERIFIER, exported], capture_output=True, text=True)
    assert (told.returncode, f"{meeting}: event 1 was changed" in told.stdout) == (1, True)
    exported.write_text("\n".join([first, tail]))
    cut = subprocess.run([sys.executable, VERIFIER, exported], capture_output=True, text=True)
    assert (cut.returncode, "meetings were removed" in cut.stdout) == (1, True)
