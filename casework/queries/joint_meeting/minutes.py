"""Minutes as they are put together from the record, with the few words people may edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.joint_meeting.sitting import Chair, Sitting
from casework.queries.joint_meeting.told import (
    ItemTold,
    calculation_words,
    concluded_by_deputies,
    count_words,
    ground_words,
    items_told,
    opinions_told,
    quorum_words,
)
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.minutes import MinutesDraft, MinutesSignature
from casework.records.people import User
from workflows.capital_numerals import in_capitals
from workflows.documents import DocumentKind
from workflows.meeting.minutes import Signature
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.term import civil_date
from workflows.wording import phrase, spoken

EDITABLE = ("opening", "closing", "distribution")
EDITABLE_OF_ITEM = ("facts", "views")


@dataclass(frozen=True, slots=True)
class Words:
    """What was written by hand: around the items, and of each item by its position."""

    around: Mapping[str, str]
    items: Mapping[int, Mapping[str, str]]

    @classmethod
    def of(cls, around: Mapping[str, str], items: Mapping[int, Mapping[str, str]]) -> Words:
        """The words, or Refused for anything that comes from the record and is not edited."""
        wrong = set(around) - set(EDITABLE)
        for words in items.values():
            wrong |= set(words) - set(EDITABLE_OF_ITEM)
        if wrong:
            raise Refused(Refusal("minutes_of_record", {"names": tuple(sorted(wrong))}))
        return cls(around, items)

    def named(self) -> list[str]:
        """Which passages were edited."""
        return [*self.around, *(f"{position}/{n}" for position, w in self.items.items() for n in w)]


def minutes_told(
    session: Session,
    sitting: Sitting,
    items: Sequence[AgendaItem],
    words: Words,
    meeting: Mapping[str, Any],
) -> dict[str, Any]:
    """The content of the minutes but for the signatures."""
    told, opinions = items_told(session, items), opinions_told(session, sitting, items)
    deputies = concluded_by_deputies(session, sitting)
    members = [chair for chair in sitting.chairs if chair.votes]
    observers = [chair for chair in sitting.chairs if not chair.votes]
    return {
        "meeting": {
            **meeting,
            "held_on": civil_date(sitting.meeting.starts_at).isoformat(),
            "present": [_came(chair) for chair in members if chair.person_id is not None],
            "absent": [chair.department for chair in members if chair.person_id is None],
            "observers": [_came(chair) for chair in observers if chair.person_id is not None],
        },
        "opening": words.around.get("opening", "").strip(),
        "closing": words.around.get("closing", "").strip(),
        "distribution": words.around.get("distribution", "").strip() or _everyone(sitting),
        "items": [
            _item(
                sitting,
                item,
                told[item.id],
                opinions.get(item.id, []),
                words.items.get(item.position, {}),
                deputies.get(item.position, ""),
            )
            for item in items
        ],
    }


def _item(
    sitting: Sitting,
    item: AgendaItem,
    told: ItemTold,
    opinions: Sequence[Mapping[str, str]],
    words: Mapping[str, str],
    by_deputy: str,
) -> dict[str, Any]:
    result = told.result
    amount = None if result is None or result.amount_fen is None else Money(result.amount_fen)
    due = None if result is None else result.due_on
    recused = () if item.roll is None else tuple(item.roll["recused"])
    return {
        "position": item.position,
        "reference": told.reference,
        "enterprise": told.enterprise,
        "clause": told.clause,
        "grounds": ground_words(item),
        "reporter": told.department,
        "facts": words.get("facts", "").strip(),
        "calculation": calculation_words(item),
        "recused": [sitting.name_of(name) for name in recused],
        "quorum": quorum_words(item),
        "views": words.get("views", "").strip() or _views(opinions),
        "count_words": f"{count_words(item, result)}{by_deputy}",
        "result": spoken(item.standing) if result is None else spoken(result.result),
        "amount": None if amount is None else _money(amount),
        "conditions": "" if result is None else result.conditions,
        "reason": "" if result is None else result.reason,
        "responsible": told.responsible,
        "due": "" if due is None else spoken(due),
    }


def _views(opinions: Sequence[Mapping[str, str]]) -> str:
    """Every opinion that was not plainly in favor, with its reason: dissent is always minuted."""
    return "".join(
        phrase(
            "view_of_department",
            {"department": one["department"], "choice": one["choice"], "reason": one["reason"]},
        )
        for one in opinions
        if one["reason"]
    )


def _came(chair: Chair) -> str:
    if chair.person_id == chair.holder_id:
        return chair.department
    return phrase(
        "came_for_department",
        {"department": chair.department, "person": chair.person, "letter": chair.letter},
    )


def _everyone(sitting: Sitting) -> str:
    return spoken(tuple(chair.department for chair in sitting.chairs))


def _money(amount: Money) -> dict[str, Any]:
    return {"fen": amount.fen, "yuan": str(amount), "capitals": in_capitals(amount)}


def latest_draft(session: Session, sitting: Sitting) -> MinutesDraft | None:
    """The draft as it stands."""
    return session.scalars(
        sa.select(MinutesDraft)
        .where(MinutesDraft.meeting_id == sitting.meeting.id)
        .order_by(MinutesDraft.version.desc())
        .limit(1)
    ).one_or_none()


def signatures_of(session: Session, sitting: Sitting) -> list[Signature]:
    """Every countersignature, under whatever version."""
    departments = {chair.id: chair.department_id for chair in sitting.chairs}
    rows = session.execute(
        sa.select(MinutesSignature.seat_id, MinutesSignature.person_id, MinutesDraft.version)
        .join(MinutesDraft, MinutesDraft.id == MinutesSignature.draft_id)
        .where(MinutesDraft.meeting_id == sitting.meeting.id)
    )
    return [Signature(departments[seat], person, version) for seat, person, version in rows]


def signatures_told(
    session: Session, sitting: Sitting, draft: MinutesDraft
) -> list[dict[str, str]]:
    """The countersignatures under one draft, as the paper shows them."""
    departments = {chair.id: chair.department for chair in sitting.chairs}
    rows = session.execute(
        sa.select(MinutesSignature.seat_id, User.display_name, MinutesSignature.signed_at)
        .join(User, User.id == MinutesSignature.person_id)
        .where(MinutesSignature.draft_id == draft.id)
        .order_by(MinutesSignature.seat_id)
    )
    return [
        {"department": departments[seat], "person": person, "at": spoken(civil_date(at))}
        for seat, person, at in rows
    ]


def issued_minutes(session: Session, sitting: Sitting) -> Document | None:
    """The issued minutes, if they are."""
    return session.scalars(
        sa.select(Document).where(
            Document.meeting_id == sitting.meeting.id,
            Document.kind == DocumentKind.MINUTES.value,
        )
    ).one_or_none()
