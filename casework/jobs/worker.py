"""An RQ worker of the office, and the one job it runs."""

from collections.abc import Sequence
from functools import cache

from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from casework import clock
from casework.config import read_settings
from casework.db import Database
from casework.jobs.drain import run
from casework.jobs.tasks import TASKS

QUEUE = "outbox"


def queue(connection: Redis) -> Queue:
    """The queue between relay and workers; it carries message ids and nothing else."""
    return Queue(QUEUE, connection=connection, serializer=JSONSerializer)


def work(connection: Redis, *, until_empty: bool = False) -> None:
    """Run jobs in forked children, this module imported beforehand; stops gently on SIGTERM."""
    worker = Worker([queue(connection)], connection=connection, serializer=JSONSerializer)
    worker.work(burst=until_empty, with_scheduler=False)


def run_messages(ids: Sequence[int]) -> None:
    """Run claimed messages one by one; those that were finished before are passed over."""
    for message_id in ids:
        run(_office(), TASKS, message_id, at=clock.now())


@cache
def _office() -> Database:
    """First asked for in the forked child, so no connection is ever shared with the parent."""
    return Database(read_settings().database_url)
