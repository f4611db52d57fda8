"""Closes public notices by themselves on the day after their last day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands import publish


def close(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    """Close the notice that a message names, if nothing stands against it."""
    publish.close_if_over(session, notice_id=payload["notice_id"], at=at)
