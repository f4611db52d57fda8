"""`casework relay`, `worker`, `due` and `outbox`."""

import argparse
import logging
import signal
import threading
from types import FrameType

import sqlalchemy as sa
from redis import Redis

from casework import clock
from casework.cli.terminal import Commands, office_database
from casework.config import Settings, WrongSettings, read_settings
from casework.jobs.drain import drain
from casework.jobs.payments_due import carry_over, let_fall_due
from casework.jobs.relay import relay
from casework.jobs.tasks import TASKS
from casework.jobs.worker import queue, work
from casework.records.outbox import MessageStatus, OutboxMessage

_IDLE_SECONDS = 0.1


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    handing_over = commands.add_parser("relay", help="hand due messages to the workers")
    handing_over.add_argument("--once", action="store_true", help="hand over what is due, then end")
    handing_over.set_defaults(run=_relay)
    working = commands.add_parser("worker", help="run jobs that the relay handed over")
    working.add_argument("--until-empty", action="store_true", help="end when nothing waits")
    working.set_defaults(run=_work)
    due = commands.add_parser("due", help="run here and now everything that is due, then end")
    due.set_defaults(run=_due)
    outbox = commands.add_parser("outbox", help="how many messages stand where; which are dead")
    outbox.add_argument("--retry-dead", action="store_true", help="make dead messages ready again")
    outbox.set_defaults(run=_outbox)


def _relay(given: argparse.Namespace) -> int:
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with office_database() as database, _redis(read_settings()) as connection:
        handed_over = relay(database, queue(connection), at=clock.now())
        while not given.once and not stop.wait(_IDLE_SECONDS):
            handed_over += relay(database, queue(connection), at=clock.now())
    print(f"{handed_over} messages handed over")
    return 0


def _work(given: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    with _redis(read_settings()) as connection:
        work(connection, until_empty=given.until_empty)
    return 0


def _due(_given: argparse.Namespace) -> int:
    at = clock.now()
    with office_database() as database:
        print(f"{let_fall_due(database, at=at)} instalments fell due")
        print(f"{carry_over(database, at=at)} instalments carried into this budget year")
        print(f"{drain(database, TASKS, at=at)} tasks done")
    return 0


def _outbox(given: argparse.Namespace) -> int:
    """Exit code 1 while there are dead messages."""
    with office_database() as database:
        if given.retry_dead:
            with database.transaction() as session:
                session.execute(
                    sa.update(OutboxMessage)
                    .where(OutboxMessage.status == MessageStatus.DEAD)
                    .values(status=MessageStatus.READY, attempts=0, lease_until=None)
                )
        with database.reading() as session:
            counts = session.execute(
                sa.select(OutboxMessage.status, sa.func.count()).group_by(OutboxMessage.status)
            )
            found = {status: count for status, count in counts}
            dead = session.scalars(
                sa.select(OutboxMessage)
                .where(OutboxMessage.status == MessageStatus.DEAD)
                .order_by(OutboxMessage.id)
            ).all()
    print("  ".join(f"{status} {found.get(status, 0)}" for status in MessageStatus))
    for message in dead:
        print(f"{message.id}  {message.kind}  {message.dedupe_key}  {message.error}")
    return 1 if dead else 0


def _redis(settings: Settings) -> Redis:
    if settings.redis_url is None:
        raise WrongSettings(
            ("CASEWORK_REDIS_URL must be set; without it `casework serve` runs the jobs itself",)
        )
    return Redis.from_url(settings.redis_url)
