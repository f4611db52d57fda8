"""Hands due outbox messages to RQ.

Redis wakes workers and spreads the load; the record is the outbox. What Redis loses is claimed and
handed over again when its lease ends.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

import redis
from rq import Queue

from casework.db import Database
from casework.jobs.drain import BATCH, LEASE, claim, give_back
from casework.jobs.worker import run_messages

CLAIM = 1000
MOST_QUEUED = 2000  # jobs of a batch each; more would only wait in Redis until their leases end

log = logging.getLogger(__name__)


def relay(database: Database, queue: Queue, *, at: datetime) -> int:
    """Hand over what is due at this moment, as much as the workers can take; how many messages."""
    handed_over = 0
    try:
        while len(queue) < MOST_QUEUED and (claimed := claim(database, at=at, most=CLAIM)):
            _enqueue(database, queue, claimed)
            handed_over += len(claimed)
    except redis.ConnectionError as error:
        log.warning("Redis does not answer, messages wait in the outbox: %s", error)
    return handed_over


def _enqueue(database: Database, queue: Queue, claimed: Sequence[int]) -> None:
    batches = [claimed[start : start + BATCH] for start in range(0, len(claimed), BATCH)]
    seconds = int(LEASE.total_seconds())
    try:
        queue.enqueue_many(
            [
                Queue.prepare_data(run_messages, args=(batch,), timeout=seconds, result_ttl=0)
                for batch in batches
            ]
        )
    except redis.ConnectionError:
        give_back(database, claimed)
        raise
