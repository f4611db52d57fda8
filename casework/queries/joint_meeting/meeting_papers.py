"""The papers of a meeting for one reader: without the items from which the reader is recused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.joint_meeting.minutes import (
    issued_minutes,
    latest_draft,
    signatures_of,
    signatures_told,
)
from casework.queries.joint_meeting.room import closed_acts, hidden_positions
from casework.queries.joint_meeting.sitting import Sitting, items_of, look_at
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.minutes import MinutesCorrection, MinutesDraft
from casework.records.people import User
from workflows.documents import DocumentKind, document_types
from workflows.meeting.minutes import ItemStanding, drafting_refusals, issuing_refusals, signers
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.wording import phrase


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as one reader may take it away."""

    kind: DocumentKind
    number: str
    layout: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signer:
    """A department that countersigns, and whether it has."""

    department: str
    person: str
    person_id: int
    signed: bool


@dataclass(frozen=True, slots=True)
class MinutesDesk:
    """The minutes of a meeting as one person works on them."""

    sitting: Sitting
    closed: Mapping[str, tuple[Refusal, ...]]
    draft: MinutesDraft | None
    content: Mapping[str, Any] | None
    """What the draft says, without the items from which the reader is recused."""
    hidden: frozenset[int]
    signers: Sequence[Signer]
    issued: Document | None
    corrections: Sequence[tuple[MinutesCorrection, int | None, Document, str]]
    """Each with the item it concerns, its paper, and who made it."""
    missing: tuple[Refusal, ...]
    """Why the minutes may not be issued yet."""
    positions: tuple[int, ...]

    @property
    def unsigned(self) -> tuple[Signer, ...]:
        """Who has not signed the draft as it stands."""
        return tuple(one for one in self.signers if not one.signed)

    def may(self, action: str) -> bool:
        """Whether role and stage let the person do this now."""
        return not self.closed[action]


def minutes_desk(session: Session, reference: str, actor: Actor) -> MinutesDesk:
    """The minutes of one meeting, from the first draft to the last correction."""
    sitting = look_at(session, reference, actor)
    hidden, items = hidden_positions(session, sitting, actor), items_of(session, sitting)
    draft, standings = latest_draft(session, sitting), [item.standing for item in items]
    return MinutesDesk(
        sitting=sitting,
        closed=closed_acts(sitting, actor),
        draft=draft,
        content=None if draft is None else _without(draft.content, hidden),
        hidden=hidden,
        signers=_signers(session, sitting, draft),
        issued=issued_minutes(session, sitting),
        corrections=_corrections(session, sitting, hidden),
        missing=_missing(session, sitting, standings, draft),
        positions=tuple(item.position for item in items if item.position not in hidden),
    )


def paper_of(session: Session, reference: str, document_id: int, actor: Actor) -> Paper | None:
    """An issued paper of a meeting; None where there is none for this reader."""
    sitting = look_at(session, reference, actor)
    row = session.get(Document, document_id)
    if row is None or row.meeting_id != sitting.meeting.id:
        return None
    hidden = hidden_positions(session, sitting, actor)
    if row.kind == DocumentKind.MINUTES_CORRECTION and _concerns(session, row, hidden):
        return None
    content = _without(row.content, hidden)
    return Paper(DocumentKind(row.kind), row.number, row.layout, content)


def draft_paper(session: Session, reference: str, actor: Actor) -> Paper:
    """The draft as a paper to be edited by hand, with the signatures it has; Refused without."""
    sitting = look_at(session, reference, actor)
    draft = latest_draft(session, sitting)
    if draft is None:
        raise Refused(Refusal("minutes_not_drafted"))
    described = document_types()[DocumentKind.MINUTES]
    content = {
        "title": described.zh,
        "number": phrase("draft_number", {"version": draft.version}),
        "code": "",
        "issuer": sitting.name_of(sitting.meeting.host_department_id),
        "issued_on": draft.drafted_at.date().isoformat(),
        "signed_by": "",
        "signed_for": "",
        **draft.content,
        "signatures": signatures_told(session, sitting, draft),
    }
    hidden = hidden_positions(session, sitting, actor)
    number = str(content["number"])
    return Paper(DocumentKind.MINUTES, number, described.layout, _without(content, hidden))


def _without(content: Mapping[str, Any], hidden: frozenset[int]) -> Mapping[str, Any]:
    """The content without items out of the reader's sight; marked as an extract where any are."""
    items = content.get("items")
    if not hidden or not items:
        return content
    kept = [item for item in items if item["position"] not in hidden]
    title = content.get("title")
    extract = {} if title is None else {"title": phrase("extract_of", {"title": title})}
    return {**content, **extract, "items": kept}


def _concerns(session: Session, row: Document, hidden: frozenset[int]) -> bool:
    position = session.scalar(
        sa.select(AgendaItem.position)
        .join(MinutesCorrection, MinutesCorrection.item_id == AgendaItem.id)
        .where(MinutesCorrection.document_id == row.id)
    )
    return position in hidden


def _signers(session: Session, sitting: Sitting, draft: MinutesDraft | None) -> list[Signer]:
    if draft is None:
        return []
    expected = signers(sitting.seats, sitting.came)
    given = {
        one.department for one in signatures_of(session, sitting) if one.version == draft.version
    }
    return [
        Signer(one.department, one.person or "", one.person_id or 0, one.department_id in given)
        for one in sitting.chairs
        if one.department_id in expected
    ]


def _missing(
    session: Session,
    sitting: Sitting,
    standings: Sequence[ItemStanding],
    draft: MinutesDraft | None,
) -> tuple[Refusal, ...]:
    if draft is None:
        return tuple(drafting_refusals(standings))
    found = issuing_refusals(
        standings,
        expected=signers(sitting.seats, sitting.came),
        given=signatures_of(session, sitting),
        version=draft.version,
    )
    try:
        sitting.refuse(found)
    except Refused as refused:
        return refused.refusals
    return ()


def _corrections(
    session: Session, sitting: Sitting, hidden: frozenset[int]
) -> list[tuple[MinutesCorrection, int | None, Document, str]]:
    rows = session.execute(
        sa.select(MinutesCorrection, AgendaItem.position, Document, User.display_name)
        .join(Document, Document.id == MinutesCorrection.document_id)
        .join(User, User.id == MinutesCorrection.corrected_by_id)
        .outerjoin(AgendaItem, AgendaItem.id == MinutesCorrection.item_id)
        .where(MinutesCorrection.meeting_id == sitting.meeting.id)
        .order_by(MinutesCorrection.serial)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows if row[1] not in hidden]
