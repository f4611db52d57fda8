"""Issuing papers: numbered without gaps in the transaction of the act they tell of."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.commands.event import plain
from casework.commands.numbering import next_number
from casework.config import public_url
from casework.queries.rule_book import terms_of
from casework.records.case import Case
from casework.records.document import Document
from casework.records.people import Department, Enterprise, User
from workflows.capital_numerals import in_capitals
from workflows.documents import (
    DocumentKind,
    code_from,
    document_number,
    document_types,
    fingerprint,
    series,
)
from workflows.money import Money
from workflows.roles import Actor
from workflows.term import civil_date

PAPERS_PAGE = "/papers"
"""Where anybody checks a paper, below the public address."""


def issue(
    session: Session,
    kind: DocumentKind,
    *,
    issuer_id: str,
    content: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    case_id: int | None = None,
    event_number: int | None = None,
    meeting_id: int | None = None,
) -> Document:
    """Issue a paper with the next number of its issuer, kind and year.

    What it says is kept with it for life; names and amounts are those of this moment.
    """
    described, on = document_types()[kind], civil_date(at)
    issuer = session.get_one(Department, issuer_id)
    serial = next_number(session, series(issuer_id, kind, on.year))
    number = document_number(issuer.short, kind, on.year, serial)
    code = code_from(secrets.token_bytes(10))
    whole = plain(
        {
            "title": described.zh,
            "number": number,
            "code": code,
            "check": check_text(number, code),
            "issuer": issuer.name,
            "issued_on": on,
            **signed_by(session, actor),
            **content,
        }
    )
    row = Document(
        kind=kind.value,
        issuer_id=issuer_id,
        year=on.year,
        serial=serial,
        number=number,
        code=code,
        case_id=case_id,
        event_number=event_number,
        meeting_id=meeting_id,
        layout=described.layout,
        content=whole,
        fingerprint=fingerprint(whole),
        issued_on=on,
        issued_at=at,
        issued_by_id=actor.user_id,
        acting_for_id=actor.deputizes_for,
    )
    session.add(row)
    session.flush()
    return row


def check_text(number: str, code: str) -> str:
    """What the square on a paper says: the page that checks it, or the code alone."""
    address = public_url()
    if not address:
        return code
    return f"{address}{PAPERS_PAGE}?{urlencode({'number': number, 'code': code})}"


def signed_by(session: Session, actor: Actor) -> Mapping[str, str]:
    """Both names of a signed act: who signed, and for whom a deputy stood in."""
    if actor.is_system:
        return {"signed_by": "", "signed_for": ""}
    lender = None if actor.deputizes_for is None else session.get(User, actor.deputizes_for)
    return {
        "signed_by": actor.name,
        "signed_for": "" if lender is None else lender.display_name,
    }


def case_block(session: Session, case: Case) -> Mapping[str, Any]:
    """What every paper says of its case, as it is called today."""
    terms = terms_of(case)
    enterprise = session.get_one(Enterprise, case.enterprise_id)
    department = session.get_one(Department, case.department_id)
    return {
        "reference": case.reference,
        "enterprise": enterprise.name,
        "credit_code": enterprise.credit_code,
        "policy_title": terms.policy.title,
        "policy_number": terms.policy.number,
        "article": terms.clause.article,
        "clause": terms.clause.name,
        "department": department.short,
        "filed_on": case.filed_on or civil_date(case.drafted_at),
    }


def stranger_block(session: Session, case: Case) -> Mapping[str, Any]:
    """What a paper to somebody outside the enterprise may say of the case: what is public."""
    block = case_block(session, case)
    return {key: block[key] for key in ("reference", "enterprise", "clause")}


def money_block(amount: Money) -> Mapping[str, Any]:
    """An amount in figures and in capital numerals."""
    return {"fen": amount.fen, "yuan": str(amount), "capitals": in_capitals(amount)}
