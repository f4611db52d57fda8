"""Accepts or lapses a case whose time is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands import overdue


def act(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    """Do what time brings about on the case that a message names, if nothing stands against it."""
    overdue.act_if_over(session, case_id=payload["case_id"], state=payload["state"], at=at)
