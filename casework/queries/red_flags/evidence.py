"""Papers used by several enterprises, and papers that had run out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import NEVER_SUPPORTED, PAY, Found, Within, named
from casework.records.case import Attachment, Case
from casework.records.ledger_entry import LedgerEntry

_IN_USE = Attachment.taken_out_at.is_(None)
_SHOWN = 12
"""Characters of a file's SHA-256 that tell it from others."""


def reused_evidence(session: Session, within: Within) -> Iterator[Found]:
    """4 · The same file, or a paper of the same number, in cases of different enterprises."""
    for why, key in (("same_file", Attachment.sha256), ("same_number", Attachment.number)):
        yield from _shared(session, within, why, key)


def _shared(
    session: Session, within: Within, why: str, key: sa.orm.InstrumentedAttribute[str]
) -> Iterator[Found]:
    of = aliased(Case)
    live = sa.and_(_IN_USE, key != "", of.state != "draft")
    several = (
        sa.select(key)
        .join(of, of.id == Attachment.case_id)
        .where(live)
        .group_by(key)
        .having(sa.func.count(of.enterprise_id.distinct()) > 1)
    )
    rows = (
        sa.select(
            of.id.label("case_id"),
            key.label("key"),
            Attachment.material,
            Attachment.name.label("paper"),
            of.enterprise_id.label("whose"),
        )
        .join(of, of.id == Attachment.case_id)
        .where(live, key.in_(several))
    )
    users: dict[str, set[int]] = defaultdict(set)
    found = list(named(session, within, rows))
    for one in found:
        users[one.facts["key"]].add(one.facts["whose"])
    for one in found:
        yield one.saying(
            why=why,
            subject=one.facts["key"][:_SHOWN] if why == "same_file" else one.facts["key"],
            material=one.facts["material"] or one.facts["paper"],
            enterprises=len(users[one.facts["key"]]),
        )


def material_expired(session: Session, within: Within) -> Iterator[Found]:
    """7 · A paper had run out when the case was accepted or an instalment was paid."""
    of, newer = aliased(Case), aliased(Attachment)
    paid_on = (
        sa.select(sa.func.max(LedgerEntry.booked_on))
        .where(PAY, LedgerEntry.case_id == of.id)
        .scalar_subquery()
    )
    begun_on = sa.func.coalesce(of.accepted_on, of.filed_on)
    renewed = sa.exists().where(
        newer.case_id == of.id,
        newer.material == Attachment.material,
        newer.material != "",
        newer.taken_out_at.is_(None),
        newer.expires_on > Attachment.expires_on,
    )
    rows = (
        sa.select(
            of.id.label("case_id"),
            sa.func.coalesce(sa.func.nullif(Attachment.material, ""), Attachment.name).label(
                "material"
            ),
            Attachment.expires_on,
            begun_on.label("accepted_on"),
            paid_on.label("paid_on"),
        )
        .join(of, of.id == Attachment.case_id)
        .where(
            _IN_USE,
            of.state.not_in(NEVER_SUPPORTED),
            sa.or_(Attachment.expires_on < begun_on, Attachment.expires_on < paid_on),
            ~renewed,
        )
    )
    yield from named(session, within, rows)
