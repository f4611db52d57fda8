"""How fast messages are handed over, and how fast they are run."""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import redis
import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import clock
from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.relay import relay
from casework.jobs.worker import queue
from casework.records.outbox import MessageStatus, OutboxMessage

HANDED_OVER, RUN = 30_000, 2_000


def measure(database: Database, redis_url: str) -> Iterator[str]:
    """Messages a second through the relay, and through one drainer whose task does nothing."""
    _post(database, "relayed", HANDED_OVER)
    with redis.from_url(redis_url) as connection:
        begun = time.perf_counter()
        handed_over = relay(database, queue(connection), at=clock.now())
        yield f"outbox relay      {handed_over / (time.perf_counter() - begun):>10,.0f} messages/s"
    _post(database, "run", RUN)
    begun = time.perf_counter()
    done = drain(database, {"note": _nothing}, at=clock.now())
    yield f"outbox drain      {done / (time.perf_counter() - begun):>10,.0f} tasks/s"


def _post(database: Database, name: str, count: int) -> None:
    rows = [
        {
            "kind": "note",
            "payload": {},
            "dedupe_key": f"{name}/{n}",
            "run_after": clock.now(),
            "status": MessageStatus.READY,
            "attempts": 0,
        }
        for n in range(count)
    ]
    with database.transaction() as session:
        session.execute(sa.insert(OutboxMessage), rows)


def _nothing(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    """The cheapest task there is."""
