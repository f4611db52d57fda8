"""Enterprises by part of their name: two characters are enough, whatever the language."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.people import Enterprise
from casework.records.worklist import EnterpriseGram

FEWEST_CHARACTERS = 2
_ENOUGH = 1_000
"""Above so many enterprises a pair of characters is common; how common does not matter."""


def grams(part: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters in a part of a name, each once."""
    text = part.strip().lower()
    return tuple(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))


def named_like(session: Session, part: str, *, most: int) -> Sequence[int]:
    """Ids of at most so many enterprises whose name holds this part; none for a single character.

    The rarest pair of characters leads, so that a common one (科技, 有限) costs nothing.
    """
    pairs = grams(part)
    if not pairs:
        return ()
    lead = pairs[0] if len(pairs) == 1 else _rarest(session, pairs)
    found = sa.select(EnterpriseGram.enterprise_id).where(EnterpriseGram.gram == lead)
    if len(pairs) > 1:
        found = found.join(Enterprise, Enterprise.id == EnterpriseGram.enterprise_id).where(
            _holds(part, Enterprise.name)
        )
    return session.scalars(found.limit(most)).all()


def holds_part(part: str, enterprise_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    """Whether the name of an enterprise holds this part, asked of one row after the other.

    A scalar subquery on purpose: the database then walks the list it is to narrow, in its order,
    instead of gathering all the enterprises that bear a common part.
    """
    one = sa.orm.aliased(Enterprise)
    named = sa.select(_holds(part, one.name)).where(one.id == enterprise_id)
    return named.scalar_subquery()


def bearing(part: str) -> sa.ColumnElement[bool]:
    """Whether an `Enterprise` has this in its name; never for a single character.

    Each pair of characters is asked by its index; the database begins with the rarest by itself.
    """
    pairs = [
        Enterprise.id.in_(sa.select(EnterpriseGram.enterprise_id).where(EnterpriseGram.gram == one))
        for one in grams(part)
    ]
    return sa.and_(*pairs, _holds(part, Enterprise.name)) if pairs else sa.false()


def _holds(part: str, name: sa.SQLColumnExpression[str]) -> sa.ColumnElement[bool]:
    return sa.func.lower(name).contains(part.strip().lower(), autoescape=True)


def _rarest(session: Session, pairs: Sequence[str]) -> str:
    counts = [
        sa.select(sa.func.count())
        .select_from(
            sa.select(EnterpriseGram.gram)
            .where(EnterpriseGram.gram == pair)
            .limit(_ENOUGH)
            .subquery()
        )
        .scalar_subquery()
        for pair in pairs
    ]
    found = session.execute(sa.select(*counts)).one()
    return min(zip(found, pairs, strict=True))[1]
