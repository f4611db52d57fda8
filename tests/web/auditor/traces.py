"""What an auditor takes away, and what the office notes of it."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from tests.office.desk import Desk
from tests.web.visitor import Visitor


def content(visitor: Visitor, path: str) -> bytes:
    """A file that was sent."""
    response = visitor.client.get(path)
    assert response.status_code == 200, path
    data = response.get_data()
    response.close()
    return data


def noted(desk: Desk, kind: str) -> list[dict[str, Any]]:
    """The access log of one kind."""
    with desk.database.reading() as session:
        rows = session.execute(
            sa.text("SELECT page, particulars FROM access_log WHERE kind = :kind ORDER BY id"),
            {"kind": kind},
        ).all()
    return [{"page": page, **json.loads(particulars)} for page, particulars in rows]
