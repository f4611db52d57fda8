"""`casework verify-ledger` names whatever was changed, removed, added or does not agree."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.ledger_audit import every_fault, figures
from tests.office.desk import Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """An office that has paid an instalment and committed two."""
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")
    return desk


def test_a_sound_ledger_has_no_fault(paid: Desk) -> None:
    with paid.database.reading() as session:
        assert list(every_fault(session)) == []
        assert figures(session) == {
            "entries": 5,
            "cases": 1,
            "held": 0,
            "committed": 20_000_000,
            "paid": 10_000_000,
            "recovered": 0,
        }


DEEDS = (
    ("UPDATE ledger_entries SET amount_fen = amount_fen + 1 WHERE number = 3", "chain"),
    ("UPDATE ledger_entries SET basis = 'other' WHERE number = 1", "chain"),
    ("DELETE FROM ledger_entries WHERE number = 5", "chain"),
    ("DELETE FROM ledger_entries", "chain"),
    ("UPDATE ledger_ends SET last_number = 4", "chain"),
    ("UPDATE ledger_entries SET enterprise_id = 2 WHERE number = 3", "order"),
    ("UPDATE budget_lines SET used_fen = used_fen + 1", "balance"),
    ("UPDATE budget_lines SET total_fen = total_fen + 1", "balance"),
    ("UPDATE instalments SET state = 'paid' WHERE number = 2", "order"),
    ("UPDATE instalments SET amount_fen = 1 WHERE number = 3", "order"),
    ("UPDATE awards SET amount_fen = 1", "cap"),
    ("UPDATE payment_lines SET amount_fen = 1", "double pay"),
    ("DELETE FROM ledger_entries WHERE kind = 'pay'", "orphan"),
)
"""What may be done to the rows behind the program's back, and which check sees it."""


def test_whatever_is_done_to_the_rows_is_named(paid: Desk) -> None:
    for deed, check in DEEDS:
        with pytest.raises(_Undone), paid.database.transaction() as session:
            _without_triggers(session)
            session.execute(sa.text(deed))
            found = list(every_fault(session))
            assert check in {fault.check for fault in found}, deed
            assert all(fault.where and fault.how for fault in found)
            assert not any("id " in fault.where for fault in found)
            raise _Undone


class _Undone(Exception):
    """Raised so that the next deed finds a sound ledger."""


def _without_triggers(session: Session) -> None:
    """As somebody does who owns the database."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SET session_replication_role = replica"))
        return
    session.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
    names = session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.all():
        session.execute(sa.text(f"DROP TRIGGER {name}"))
