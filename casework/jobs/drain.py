"""Claims due outbox messages and runs their tasks: the same code in the web process and in RQ.

A claim is a lease: when whoever holds one dies, it ends, and the message is claimed again.
A task's writes and its message's `done` are one transaction under the message's row lock, so its
effect on the database happens once, however often and by however many it is tried.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import clock
from casework.db import Database
from casework.records.outbox import MessageStatus, OutboxMessage

Task = Callable[[Session, Mapping[str, Any], datetime], None]
"""What a kind of message does: in the session given, with its payload, at this moment."""

BATCH = 50
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
_IDLE_SECONDS = 0.2

log = logging.getLogger(__name__)


def drain(database: Database, tasks: Mapping[str, Task], *, at: datetime) -> int:
    """Run everything that is due at this moment; how many tasks were done."""
    done = 0
    while claimed := claim(database, at=at):
        for message_id in claimed:
            done += run(database, tasks, message_id, at=at) is MessageStatus.DONE
    return done


@contextmanager
def draining(database: Database, tasks: Mapping[str, Task]) -> Iterator[None]:
    """Drain in a thread beside the web server, until the block ends."""
    stop = threading.Event()

    def keep_draining() -> None:
        while not stop.wait(_IDLE_SECONDS):
            try:
                drain(database, tasks, at=clock.now())
            except sa.exc.DBAPIError:
                log.exception("the outbox could not be read; trying again")

    thread = threading.Thread(target=keep_draining, name="drainer", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def claim(database: Database, *, at: datetime, most: int = BATCH) -> tuple[int, ...]:
    """Take up to so many due messages; what another drainer is taking is passed over."""
    if not _anything_due(database, at):
        return ()
    with database.transaction() as session:
        session.execute(
            sa.update(OutboxMessage)
            .where(_expired(at))
            .values(status=MessageStatus.READY, lease_until=None)
        )
        chosen = (
            sa.select(OutboxMessage.id)
            .where(_ready(at))
            .order_by(OutboxMessage.run_after, OutboxMessage.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        taken = session.scalars(
            sa.update(OutboxMessage)
            .where(OutboxMessage.id.in_(chosen.scalar_subquery()))
            .values(status=MessageStatus.CLAIMED, lease_until=at + LEASE)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session=False)
        )
        return tuple(sorted(taken))


def give_back(database: Database, claimed: Sequence[int]) -> None:
    """Make claimed messages ready again, for whoever comes next."""
    with database.transaction() as session:
        session.execute(
            sa.update(OutboxMessage)
            .where(OutboxMessage.id.in_(claimed), _claimed())
            .values(status=MessageStatus.READY, lease_until=None)
            .execution_options(synchronize_session=False)
        )


def run(
    database: Database, tasks: Mapping[str, Task], message_id: int, *, at: datetime
) -> MessageStatus | None:
    """Run one claimed message; None if somebody finished it or gave it back before."""
    # 1. Count, so that even a task that kills its process leaves a trace.
    with database.transaction() as session:
        begun = _change(
            session, message_id, attempts=OutboxMessage.attempts + 1, lease_until=at + LEASE
        )
        if begun is None:
            return None
        if begun.attempts > MOST_ATTEMPTS:
            error = begun.error or "every attempt ended with the process that made it"
            _change(session, message_id, status=MessageStatus.DEAD, error=error)
            return MessageStatus.DEAD
    # 2. The task's writes and `done`, or neither.
    try:
        with database.transaction() as session:
            if _change(session, message_id, status=MessageStatus.DONE, error=None) is None:
                return None
            tasks[begun.kind](session, begun.payload, at)
            return MessageStatus.DONE
    # 3. Or why not, and when to try again.
    except Exception as error:
        log.exception("message %d failed", message_id)
        with database.transaction() as session:
            return _record_failure(session, begun, error, at=at)


def _record_failure(
    session: Session, begun: OutboxMessage, error: Exception, *, at: datetime
) -> MessageStatus | None:
    why = f"{type(error).__name__}: {error}"
    if begun.attempts >= MOST_ATTEMPTS:
        changed = _change(session, begun.id, error=why, status=MessageStatus.DEAD)
    else:
        wait = min(FIRST_WAIT * 2 ** (begun.attempts - 1), LONGEST_WAIT)
        changed = _change(
            session,
            begun.id,
            error=why,
            status=MessageStatus.READY,
            lease_until=None,
            run_after=at + wait,
        )
    return changed.status if changed else None


def _change(session: Session, message_id: int, **values: Any) -> OutboxMessage | None:
    """The message with these columns changed, if it is still claimed; its row stays locked."""
    return session.scalar(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == message_id, _claimed())
        .values(values)
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


# Status is written out in these conditions so that the partial indexes are used.


def _claimed() -> sa.ColumnElement[bool]:
    return OutboxMessage.status == sa.literal_column("'claimed'")


def _ready(at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        OutboxMessage.status == sa.literal_column("'ready'"), OutboxMessage.run_after <= at
    )


def _expired(at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_claimed(), OutboxMessage.lease_until <= at)


def _anything_due(database: Database, at: datetime) -> bool:
    with database.reading() as session:
        return bool(
            session.scalar(
                sa.select(sa.or_(*(sa.exists().where(c(at)) for c in (_ready, _expired))))
            )
        )
