"""Killed in the middle of steps, two hundred times: no half step, no lost message."""

from __future__ import annotations

import random
import time

import sqlalchemy as sa

from casework.commands import approve
from casework.db import Database
from casework.queries import chains
from tests.office.crowd import kill, worked_until_killed
from tests.office.desk import FIRST_CERTIFICATE, Desk

KILLS = 100  # on each database
CASES = 3


def test_a_killed_process_leaves_no_half_step_and_loses_no_message(desk: Desk) -> None:
    numbers = [f"GR2026{place:08d}" for place in range(CASES)]
    references = [
        desk.accepted(facts={**FIRST_CERTIFICATE, "case.hnte_certificate_no": number})
        for number in numbers
    ]
    approver, at = desk.cast.approver, desk.at

    moment = random.Random(20261121)

    def to_and_fro(database: Database) -> None:
        reference = moment.choice(references)
        with database.transaction() as session:
            standing = session.execute(
                sa.text("SELECT state FROM cases WHERE reference = :of"), {"of": reference}
            ).scalar_one()
        step = approve.resume if standing == "suspended" else approve.suspend
        with database.transaction() as session:
            step(session, reference=reference, seen=None, remarks="试", actor=approver, at=at)

    for _ in range(2):
        to_and_fro(desk.database)  # what it takes is compiled once, not by each of those killed
    desk.database.close()
    for _ in range(KILLS):
        process = worked_until_killed(desk.database, to_and_fro, first=1)
        time.sleep(moment.uniform(0, 0.03))
        kill(process)

    with desk.database.reading() as session:
        assert [fault for chain in chains.every(session) for fault in chain.faults()] == []
    steps = 0
    for reference in references:
        events = desk.events(reference)
        assert desk.case(reference).state == events[-1].target
        taken = [event for event in events if event.action in ("suspend", "resume")]
        steps += len(taken)
    assert steps > KILLS
    assert messages(desk, "suspend") == messages(desk, "resume") == 0


def messages(desk: Desk, action: str) -> int:
    """Steps of this kind whose two messages are not both there, or messages without a step."""
    with desk.database.reading() as session:
        told = sa.text(
            "SELECT count(*) FROM case_events e WHERE action = :action AND"
            " (SELECT count(*) FROM outbox_messages m WHERE m.dedupe_key IN ("
            "  'notice/' || e.case_id || '/' || e.number || '/applicant',"
            "  'notice/' || e.case_id || '/' || e.number || '/reviewer')) <> 2"
        )
        return int(session.execute(told, {"action": action}).scalar_one())
