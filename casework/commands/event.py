"""What an event says: its columns, exact in JSON, and the hash that chains it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from casework.queries.dossier import Dossier
from workflows.definition import Capacity
from workflows.history import hash_of
from workflows.money import Money
from workflows.roles import Actor
from workflows.term import utc_text


def event_of(
    dossier: Dossier,
    action: str,
    way: tuple[str, str],
    *,
    capacity: Capacity | None,
    actor: Actor,
    at: datetime,
    remarks: str,
    particulars: Mapping[str, Any],
    instalment: int | None = None,
) -> dict[str, Any]:
    """The columns of the next event, with the hash that chains it to the event before."""
    case = dossier.case
    content = {
        "number": case.last_event + 1,
        "instalment": instalment,
        "action": action,
        "source": way[0],
        "target": way[1],
        "actor_id": actor.user_id,
        "acting_for_id": actor.deputizes_for,
        "department_id": actor.department,
        "capacity": "" if capacity is None else capacity.value,
        "remarks": remarks.strip(),
        "particulars": plain(particulars),
        "at": utc_text(at),
        "previous_hash": case.last_hash,
    }
    return {**content, "hash": hash_of({"case": case.reference, **content})}


def plain(value: Any) -> Any:
    """A value as history keeps it in JSON, exactly: amounts in fen, days as text, never a float."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Money):
        return value.fen
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(one) for one in items]
    raise TypeError(f"history keeps nothing inexact: {type(value).__name__}")
