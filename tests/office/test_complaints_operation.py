"""What users of other systems complained about in running them, each with its thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import review
from casework.jobs.drain import MOST_ATTEMPTS, drain
from casework.jobs.tasks import TASKS
from tests.office.desk import Desk


class Unreachable(Exception):
    """What a message was to reach did not answer."""


def out_of_reach(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    raise Unreachable("nobody answers")


def messages(desk: Desk, kind: str) -> list[tuple[str, int, str | None]]:
    """Status, attempts and last error of each message of a kind."""
    with desk.database.reading() as session:
        found = session.execute(
            sa.text("SELECT status, attempts, error FROM outbox_messages WHERE kind = :kind"),
            {"kind": kind},
        )
        return [(status, attempts, error) for status, attempts, error in found]


def test_demarche_1652_1733_10263_what_cannot_be_delivered_is_tried_again_and_logged(
    desk: Desk,
) -> None:
    """Systems 3.4, 44."""
    desk.submitted()
    failing = {**TASKS, "notice": out_of_reach}

    drain(desk.database, failing, at=desk.at)
    assert {attempts for _, attempts, _ in messages(desk, "notice")} == {1}
    for hour in range(1, MOST_ATTEMPTS + 1):
        drain(desk.database, failing, at=desk.at + timedelta(hours=2 * hour))

    for status, attempts, error in messages(desk, "notice"):
        assert (status.lower(), attempts) == ("dead", MOST_ATTEMPTS)
        assert "nobody answers" in str(error)
    assert desk.count("notices") == 0


def test_pytransitions_202_141_what_raises_after_a_step_leaves_nothing_of_it(desk: Desk) -> None:
    """Systems 3.4, 49."""
    reference = desk.submitted()
    before = (desk.case(reference).state, len(desk.events(reference)))
    posted = desk.count("outbox_messages")

    with pytest.raises(Unreachable), desk.database.transaction() as session:
        review.accept(session, reference=reference, seen=None, actor=desk.cast.window, at=desk.at)
        out_of_reach(session, {}, desk.at)

    assert (desk.case(reference).state, len(desk.events(reference))) == before
    assert desk.count("outbox_messages") == posted


def test_django_rq_187_824_a_job_begins_after_the_commit_and_may_be_repeated(desk: Desk) -> None:
    """Systems 3.4, 50."""
    reference = desk.submitted()
    drain(desk.database, TASKS, at=desk.at)
    posted, told = desk.count("outbox_messages"), desk.count("notices")

    with desk.database.transaction() as session:
        review.accept(session, reference=reference, seen=None, actor=desk.cast.window, at=desk.at)
        assert desk.count("outbox_messages") == posted  # as any worker sees it
    drain(desk.database, TASKS, at=desk.at)
    afterwards = desk.count("notices")
    drain(desk.database, TASKS, at=desk.at)

    assert afterwards > told
    assert desk.count("notices") == afterwards
    with desk.database.reading() as session:
        payloads = session.scalars(sa.text("SELECT payload FROM outbox_messages")).all()
    assert not any(desk.cast.jia.name in str(one) for one in payloads)
