"""One case whole, as it is set on paper: plain values in the order of a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries import case_desk
from casework.queries.case_desk import Desk
from casework.queries.ledger_chain import ENTRY
from casework.queries.rule_book import book
from casework.queries.timeline import timeline
from workflows import application, instalment
from workflows.documents import document_types
from workflows.explanation import READINGS, Explanation
from workflows.fact_values import MONEY, read_value
from workflows.money import Money
from workflows.policy.dictionary import FactEntry
from workflows.roles import Actor
from workflows.term import BEIJING
from workflows.wording import wordings

NONE = ""


def case_on_paper(
    session: Session, reference: str, *, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Everything of one case that lies in the office; Refused where the actor may not see it."""
    on = at.astimezone(BEIJING).date()
    desk = case_desk.desk_of(session, reference, actor=actor, on=on)
    case, file = desk.file.case, desk.file
    process = application.VERSIONS[case.process_version].workflow
    return {
        "reference": case.reference,
        "printed_at": _moment(at),
        "printed_by": actor.name,
        "enterprise": file.enterprise.name,
        "credit_code": file.enterprise.credit_code,
        "policy_title": file.terms.policy.title,
        "policy_number": file.terms.policy.number,
        "article": file.terms.clause.article,
        "clause": file.terms.clause.name,
        "edition": case.edition,
        "department": file.department.name,
        "state": process.state(case.state).label,
        "days": [
            _day(case.filed_on),
            _day(case.accepted_on),
            _day(case.decided_on),
            _day(case.closed_on),
        ],
        "facts": _facts(desk),
        "materials": _materials(desk),
        "sums": _sums(desk),
        **_decided(desk),
        "instalments": _instalments(desk),
        "ledger": _ledger(session, case.id, desk),
        "documents": [
            [document_types()[one.kind].zh, one.number, _day(one.issued_on), one.code]  # type: ignore[index]
            for one in desk.documents
        ],
        "history": _history(session, desk),
        "last_hash": case.last_hash,
    }


def _decided(desk: Desk) -> dict[str, list[list[str]]]:
    """What was said and decided, and put up for objections."""
    file = desk.file
    return {
        "awards": [
            [
                one.decision_number,
                _yuan(one.amount_fen),
                _day(one.decided_on),
                _who(desk, one.decided_by_id),
                one.reason,
            ]
            for one in file.awards
        ],
        "papers": [
            [
                _said(f"paper_{one.kind}"),
                one.number,
                _day(one.dated),
                _yuan(one.amount_fen),
                one.words,
            ]
            for one in file.papers
        ],
        "notices": [
            [
                one.place,
                _day(one.posted_on),
                _day(one.last_day),
                str(one.working_days),
                _yuan(one.amount_fen),
                one.proof_sha256 or NONE,
            ]
            for one in file.notices
        ],
        "objections": [
            [
                one.raised_by,
                _day(one.received_on),
                one.grounds,
                one.result or NONE,
                one.answer or NONE,
            ]
            for one in file.objections
        ],
        "opinions": [
            [
                _department(one.department_id),
                one.question,
                one.words or NONE,
                _moment(one.answered_at),
            ]
            for one in file.opinions
        ],
    }


def _facts(desk: Desk) -> list[list[str]]:
    return [
        [
            row.entry.label if row.entry else row.name,
            *(_value(row.entry, one) for one in (row.declared, row.known)),
            _value(row.entry, row.found.value) if row.found else NONE,
            row.found.basis if row.found else NONE,
        ]
        for row in desk.facts
        if row.is_said
    ]


def _materials(desk: Desk) -> list[list[str]]:
    return [
        [one.material, one.name, _moment(one.attached_at), one.number, one.sha256]
        for one in desk.file.attachments
    ]


def _sums(desk: Desk) -> dict[str, Any]:
    """The calculation that stands, line by line in words."""
    if desk.recorded is None:
        return {"outcome": NONE, "lines": [], "readings": []}
    speaks, answer = Explanation(book(), "zh"), desk.recorded
    return {
        "outcome": speaks.outcome(answer),
        "lines": [speaks.line(line) for line in answer.lines if line.kind not in READINGS],
        "readings": [speaks.line(line) for line in answer.lines if line.kind in READINGS],
    }


def _instalments(desk: Desk) -> list[list[str]]:
    return [
        [
            str(one.number),
            _yuan(one.amount_fen),
            str(one.fiscal_year),
            _day(one.due_on) if one.due_on.year < date.max.year else NONE,
            instalment.VERSIONS[one.process_version].workflow.state(one.state).label,
        ]
        for one in desk.file.instalments
    ]


def _ledger(session: Session, case_id: int, desk: Desk) -> list[list[str]]:
    rows = session.execute(
        sa.select(ENTRY).where(ENTRY.c.case_id == case_id).order_by(ENTRY.c.number)
    ).mappings()
    return [
        [
            str(row["number"]),
            _said(f"booked_{row['kind']}"),
            _yuan(row["amount_fen"]),
            NONE if row["instalment"] is None else str(row["instalment"]),
            _day(row["booked_on"]),
            row["basis"],
            row["hash"][:16],
        ]
        for row in rows
    ]


def _history(session: Session, desk: Desk) -> list[list[str]]:
    events = desk.file.events
    return [
        [
            str(told.number),
            _moment(event.at),
            told.who if told.instead_of is None else f"{told.who} / {told.instead_of}",
            told.step if told.instalment is None else f"{told.step} {told.instalment}",
            told.state if told.moved else NONE,
            told.remarks,
            event.hash[:16],
        ]
        for told, event in zip(timeline(session, desk.file.case), events, strict=True)
    ]


def _who(desk: Desk, user_id: int) -> str:
    return desk.file.people.get(user_id, NONE)


def _department(department_id: str) -> str:
    found = book().departments.get(department_id)
    return department_id if found is None else found.name


def _said(code: str) -> str:
    found = wordings().get(code)
    return code if found is None else found.zh


def _value(entry: FactEntry | None, value: Any) -> str:
    """A fact as people read it: choices by their names, amounts in yuan."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return _said("agrees_yes" if value else "agrees_no")
    if isinstance(value, list | tuple | frozenset):
        return ", ".join(_value(entry, one) for one in value)
    names = {} if entry is None else {one.value: one.label for one in entry.choice}
    if value in names:
        return names[value]
    read = None if entry is None or entry.unit != MONEY else read_value(entry, value)
    return str(Money(read)) if isinstance(read, int) else str(value)


def _yuan(fen: int | None) -> str:
    return NONE if fen is None else str(Money(fen))


def _day(day: date | None) -> str:
    return NONE if day is None else day.isoformat()


def _moment(at: datetime | None) -> str:
    return NONE if at is None else at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
