"""A clean office to plant faults in: two enterprises, each with a case that was paid in part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.db import Database
from casework.queries.red_flags import Within
from casework.records.award import Award
from casework.records.base import Base
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.ledger_entry import LedgerEntry
from tests.cast import Cast, gather
from tests.office.desk import FIRST_CERTIFICATE, Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent

OTHER_CERTIFICATE = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000002"}


@dataclass(frozen=True)
class CleanOffice:
    """What stands in the copied database: the cast, and the two cases."""

    cast: Cast
    jia: str
    yi: str
    today: date

    def within(self, **more: Any) -> Within:
        """What the auditor looks at on the day after."""
        return Within(**{"actor": self.cast.auditor, "on": self.today, **more})


def build(database: Database) -> CleanOffice:
    """Two cases from filing to the first payment, on real commands."""
    with database.transaction() as session:
        cast = gather(session)
    desk = Desk(database, cast)
    with_money(desk)
    jia = desk.disbursing(cast.jia)
    yi = desk.disbursing(cast.yi, facts=OTHER_CERTIFICATE)
    for reference in (jia, yi):
        ready(desk, reference)
    sent(desk)
    on = desk.at.date().isoformat()
    lines = [f"{one}-01,paid,100000.00,HD{place},{on}," for place, one in enumerate((jia, yi))]
    answer(desk, lines, paid="200000.00")
    return CleanOffice(cast, jia, yi, desk.at.date() + timedelta(days=1))


# -- rows to plant --------------------------------------------------------------------------------


def case_of(session: Session, reference: str) -> Case:
    """The case of a reference."""
    return session.scalars(sa.select(Case).where(Case.reference == reference)).one()


def copied(session: Session, row: Any, **changes: Any) -> Any:
    """One more row like another, but for what is changed."""
    record: type[Base] = type(row)
    values = {
        column.name: getattr(row, column.name)
        for column in sa.inspect(record).columns
        if column.name != "id"
    }
    made = record(**{**values, **changes})
    session.add(made)
    session.flush()
    return made


def another_case(session: Session, like: Case, number: int, **changes: Any) -> Case:
    """A case that looks like another, without history, money or papers."""
    bare = {"last_event": 0, "last_hash": "", "reference": f"XC-2026-9{number:05d}"}
    made: Case = copied(session, like, **{**bare, **changes})
    return made


def award_of(session: Session, case: Case) -> Award:
    """The decision of a case."""
    return session.scalars(sa.select(Award).where(Award.case_id == case.id)).one()


def another_award(session: Session, of: Case, like: Award, **changes: Any) -> Award:
    """A decision that no command took."""
    number = 1 + int(session.scalar(sa.select(sa.func.count()).where(Award.case_id == of.id)) or 0)
    given = {
        "case_id": of.id,
        "number": number,
        "decision_number": f"{of.reference}/{number}",
        "enterprise_id": of.enterprise_id,
        "clause_id": of.clause_id,
    }
    made: Award = copied(session, like, **{**given, **changes})
    return made


def payment_of(session: Session, case: Case) -> LedgerEntry:
    """The payment of a case."""
    return session.scalars(
        sa.select(LedgerEntry).where(LedgerEntry.case_id == case.id, LedgerEntry.kind == "pay")
    ).one()


def instalment_of(session: Session, case: Case, number: int = 1) -> Instalment:
    """One instalment of a case."""
    return session.scalars(
        sa.select(Instalment).where(Instalment.case_id == case.id, Instalment.number == number)
    ).one()


def event_of(session: Session, case: Case, action: str) -> CaseEvent:
    """The last event of a case that bears an action."""
    found = session.scalars(
        sa.select(CaseEvent)
        .where(CaseEvent.case_id == case.id, CaseEvent.action == action)
        .order_by(CaseEvent.number.desc())
    ).first()
    assert found is not None
    return found


def booked(session: Session, of: Case, like: LedgerEntry, fen: int, **changes: Any) -> LedgerEntry:
    """A hold, its commitment and, if asked, its payment, booked past every command."""
    paid = changes.pop("paid", False)
    shared = {
        "case_id": of.id,
        "enterprise_id": of.enterprise_id,
        "clause_id": of.clause_id,
        "policy_id": of.policy_id,
        "amount_fen": fen,
        "payment_number": None,
        **changes,
    }
    copied(session, like, **{**shared, "number": 1, "kind": "hold", "instalment": None,
                             "resolves": None, "resolves_kind": None})  # fmt: skip
    made: LedgerEntry = copied(
        session,
        like,
        **{**shared, "number": 2, "kind": "reserve", "resolves": 1, "resolves_kind": "hold"},
    )
    if paid:
        last = {"number": 3, "kind": "pay", "resolves": 2, "resolves_kind": "reserve"}
        made = copied(session, like, **{**shared, **last, "payment_number": f"{of.reference}-01"})
    return made
