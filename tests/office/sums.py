"""What tests ask of the office again and again: what is refused, held, reserved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.office.desk import Desk
from workflows.refusals import Refused


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """What is done inside is refused for exactly these reasons."""
    with pytest.raises(Refused) as raised:
        yield
    assert sorted(refusal.code for refusal in raised.value.refusals) == sorted(codes)


def held(desk: Desk) -> int:
    """Fen held and not released."""
    return booked(desk, "hold", "hold")


def reserved(desk: Desk) -> int:
    """Fen reserved and not released."""
    return booked(desk, "reserve", "reserve")


def booked(desk: Desk, kind: str, resolves: str) -> int:
    with desk.database.reading() as session:
        total = sa.text(
            "SELECT coalesce(sum(CASE WHEN kind = :kind THEN amount_fen ELSE 0 END), 0)"
            " - coalesce(sum(CASE WHEN resolves_kind = :resolves THEN amount_fen ELSE 0 END), 0)"
            " FROM ledger_entries"
        )
        return int(session.execute(total, {"kind": kind, "resolves": resolves}).scalar_one())
