"""Outbox messages: what is to be done after a change, written in the change's own transaction."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.records.base import Base, Id


class MessageStatus(StrEnum):
    """Where a message stands."""

    READY = "ready"
    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"


class OutboxMessage(Base):
    """One thing to be done, at `run_after` or later, by the task its kind names."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        sa.Index(
            "ix_outbox_messages_ready",
            "run_after",
            "id",
            sqlite_where=sa.text("status = 'ready'"),
            postgresql_where=sa.text("status = 'ready'"),
        ),
        sa.Index(
            "ix_outbox_messages_claimed",
            "lease_until",
            sqlite_where=sa.text("status = 'claimed'"),
            postgresql_where=sa.text("status = 'claimed'"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    run_after: Mapped[datetime]
    status: Mapped[MessageStatus] = mapped_column(default=MessageStatus.READY)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None]


def post(
    session: Session,
    *,
    kind: str,
    payload: Mapping[str, Any],
    dedupe_key: str,
    run_after: datetime,
) -> bool:
    """Write one message into this transaction; False if its key was posted before."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {
        "kind": kind,
        "payload": dict(payload),
        "dedupe_key": dedupe_key,
        "run_after": run_after,
        "status": MessageStatus.READY,
        "attempts": 0,
    }
    statement = insert(OutboxMessage).values(row).on_conflict_do_nothing()
    return session.scalar(statement.returning(OutboxMessage.id)) is not None


def post_notice(
    session: Session, *, case_id: int, event_number: int, audience: str, at: datetime
) -> None:
    """Tell an audience of an event, once its transaction is kept."""
    post(
        session,
        kind="notice",
        payload={"case_id": case_id, "event_number": event_number, "audience": audience},
        dedupe_key=f"notice/{case_id}/{event_number}/{audience}",
        run_after=at,
    )
