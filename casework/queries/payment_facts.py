"""Rows become the facts that the guards of a payment look at, for one instalment or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.dossier import Dossier, Part
from casework.queries.facts import involvement
from casework.queries.ledger import entries_of_cases
from casework.queries.rule_book import terms_of
from casework.records.case import Attachment
from casework.records.instalment import Instalment
from casework.records.payment_check import AccountCorrection, ConditionCheck
from casework.records.payment_run import PaymentLine, PaymentRun
from casework.records.people import Enterprise, EnterpriseContact
from workflows.accounts import same_name
from workflows.facts import HoldFacts, InstalmentFacts
from workflows.ledger import Kind, Ledger
from workflows.money import Money
from workflows.payment_conditions import Finding, PaymentSituation, ask

Of = tuple[Dossier, Part]
Place = tuple[int, int]
"""A case and the number of its instalment."""

LOOKED_AT_FROM = ("fall_due", "release", "bring_forward")
"""Acts after which the conditions of an instalment have to be looked at again."""


class Account(NamedTuple):
    """Where an enterprise is paid, and whether that may be used."""

    enterprise: str
    name: str
    bank: str
    number: str
    correction_open: bool

    @property
    def is_own(self) -> bool:
        """Whether it bears the enterprise's own name."""
        return bool(self.number.strip()) and same_name(self.name, self.enterprise)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for a batch of instalments."""

    rows: Mapping[Place, Instalment]
    ledgers: Mapping[int, Ledger]
    accounts: Mapping[int, Account]
    findings: Mapping[Place, Sequence[ConditionCheck]]
    certificates: Mapping[int, tuple[date, ...]]
    batches: Mapping[Place, str]


def facts_of(
    session: Session,
    of: Sequence[Of],
    *,
    on: date,
    remarks: str = "",
    set_off_decided: bool = False,
) -> list[InstalmentFacts]:
    """What is true of each of these instalments on a day, in a fixed number of statements."""
    read = read_for(session, of)
    found = [_facts(dossier, part, read, on, remarks) for dossier, part in of]
    return [replace(one, set_off_decided=True) for one in found] if set_off_decided else found


def read_for(session: Session, of: Sequence[Of]) -> Read:
    """Read once what the facts of these instalments need."""
    cases = sorted({dossier.case.id for dossier, _ in of})
    enterprises = sorted({dossier.case.enterprise_id for dossier, _ in of})
    wanted = [part.id for _, part in of]
    rows = session.scalars(
        sa.select(Instalment)
        .where(Instalment.id.in_(wanted))
        .execution_options(populate_existing=True)
    )
    return Read(
        rows={(row.case_id, row.number): row for row in rows},
        ledgers={
            case: Ledger(entries) for case, entries in entries_of_cases(session, cases).items()
        },
        accounts=accounts_of(session, enterprises),
        findings=_findings(session, cases),
        certificates=_certificates(session, cases),
        batches=_batches(session, wanted),
    )


def accounts_of(session: Session, enterprises: Iterable[int]) -> Mapping[int, Account]:
    """The accounts of these enterprises; one without an account has an empty one."""
    pending = sa.exists().where(
        AccountCorrection.enterprise_id == Enterprise.id, AccountCorrection.decided_at.is_(None)
    )
    rows = session.execute(
        sa.select(
            Enterprise.id,
            Enterprise.name,
            sa.func.coalesce(EnterpriseContact.account_name, ""),
            sa.func.coalesce(EnterpriseContact.account_bank, ""),
            sa.func.coalesce(EnterpriseContact.account_number, ""),
            pending,
        )
        .outerjoin(EnterpriseContact, EnterpriseContact.enterprise_id == Enterprise.id)
        .where(Enterprise.id.in_(list(enterprises)))
    )
    return {row[0]: Account(*row[1:5], correction_open=bool(row[5])) for row in rows}


def _facts(dossier: Dossier, part: Part, read: Read, on: date, remarks: str) -> InstalmentFacts:
    case = dossier.case
    place = (case.id, part.number)
    row, account = read.rows[place], read.accounts[case.enterprise_id]
    ledger = read.ledgers.get(case.id, Ledger(()))
    reserved = ledger.open(Kind.RESERVE, instalment=part.number)
    line = reserved[0].budget_line if reserved else None
    asked = ask(row.conditions, _situation(dossier, row, read, on))
    return InstalmentFacts(
        today=on,
        involved=involvement(dossier, terms_of(case)),
        case_state=case.state,
        amount=Money(row.amount_fen),
        due_on=row.due_on,
        year=row.fiscal_year,
        conditions_unmet=asked.unmet,
        conditions_unknown=asked.unknown,
        hold=_hold(dossier, part),
        objections_open=dossier.objections_open,
        duplicates=(),
        paid_already=bool(ledger.balance(instalment=part.number).paid),
        account_is_own=account.is_own,
        account_confirmed=not account.correction_open,
        budget_line=None if line is None else str(line),
        line_covers=line is not None,
        remarks=remarks,
        requested_by=_requested_by(dossier, part),
        batch=read.batches.get(place),
    )


def _situation(dossier: Dossier, row: Instalment, read: Read, on: date) -> PaymentSituation:
    since = max(
        (
            act.number
            for act in dossier.acts
            if act.instalment == row.number and act.action in LOOKED_AT_FROM
        ),
        default=0,
    )
    findings = {
        check.condition: Finding(check.met, check.valid_until)
        for check in read.findings.get((dossier.case.id, row.number), ())
        if check.event_number > since
    }
    return PaymentSituation(
        today=on,
        due_on=row.due_on,
        objections_open=dossier.objections_open,
        certificates_end=read.certificates.get(dossier.case.id, ()),
        findings=findings,
    )


def _hold(dossier: Dossier, part: Part) -> HoldFacts | None:
    """Who holds it back, and who has agreed to its release since."""
    if part.state != "held":
        return None
    acts = [act for act in dossier.acts if act.instalment == part.number]
    held = [act for act in acts if act.action == "hold"][-1]
    agreed = [
        act.persons for act in acts if act.action == "agree_release" and act.number > held.number
    ]
    return HoldFacts(by=held.actor_id, release_agreed=frozenset().union(*agreed))


def _requested_by(dossier: Dossier, part: Part) -> frozenset[int]:
    """The maker of the request that stands."""
    requests = [
        act for act in dossier.acts if act.instalment == part.number and act.action == "request"
    ]
    return requests[-1].persons if requests else frozenset()


def _findings(session: Session, cases: Sequence[int]) -> Mapping[Place, Sequence[ConditionCheck]]:
    found: dict[Place, list[ConditionCheck]] = defaultdict(list)
    for check in session.scalars(
        sa.select(ConditionCheck)
        .where(ConditionCheck.case_id.in_(cases))
        .order_by(ConditionCheck.id)
    ):
        found[check.case_id, check.instalment].append(check)
    return found


def _certificates(session: Session, cases: Sequence[int]) -> Mapping[int, tuple[date, ...]]:
    found: dict[int, tuple[date, ...]] = defaultdict(tuple)
    for case_id, ends in session.execute(
        sa.select(Attachment.case_id, Attachment.expires_on).where(
            Attachment.case_id.in_(cases),
            Attachment.expires_on.is_not(None),
            Attachment.taken_out_at.is_(None),
        )
    ):
        if ends is not None:
            found[case_id] = (*found[case_id], ends)
    return found


def _batches(session: Session, instalments: Sequence[int]) -> Mapping[Place, str]:
    """The numbers of the runs in which these instalments stand."""
    rows = session.execute(
        sa.select(PaymentLine.case_id, PaymentLine.instalment, PaymentRun.number)
        .join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
        .where(
            PaymentLine.instalment_id.in_(instalments),
            PaymentLine.taken_out_at.is_(None),
            sa.or_(PaymentLine.answer.is_(None), PaymentLine.answer != "returned"),
        )
    )
    return {(case, number): batch for case, number, batch in rows}
