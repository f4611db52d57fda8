"""The account an enterprise is paid to: entered by one person, confirmed by another."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.payment_check import AccountCorrection
from casework.records.people import Enterprise, EnterpriseContact
from workflows import accounts
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role

_MAY = frozenset({Role.FINANCE, Role.FINANCE_APPROVER})


def enter_correction(
    session: Session,
    *,
    enterprise_id: int,
    account_name: str,
    account_bank: str,
    account_number: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> AccountCorrection:
    """Enter an enterprise's account, new or corrected; nothing is paid to it until confirmed.

    Refused where it does not bear the enterprise's name, or another entry waits already.
    """
    _entitled(actor)
    enterprise = session.get_one(Enterprise, enterprise_id)
    refusals = list(
        accounts.faults(
            enterprise=enterprise.name,
            name=account_name,
            bank=account_bank,
            number=account_number,
        )
    )
    if not reason.strip():
        refusals.append(Refusal("reason_wanted"))
    if _open(session, enterprise_id) is not None:
        refusals.append(Refusal("correction_open"))
    if refusals:
        raise Refused(*refusals)
    now = session.get(EnterpriseContact, enterprise_id)
    correction = AccountCorrection(
        enterprise_id=enterprise_id,
        account_name=account_name.strip(),
        account_bank=account_bank.strip(),
        account_number=accounts.compact(account_number),
        previous_name="" if now is None else now.account_name,
        previous_bank="" if now is None else now.account_bank,
        previous_number="" if now is None else now.account_number,
        reason=reason.strip(),
        entered_by_id=actor.user_id,
        entered_at=at,
    )
    session.add(correction)
    session.flush()
    return correction


def confirm_correction(
    session: Session, *, enterprise_id: int, actor: Actor, at: datetime, agree: bool = True
) -> AccountCorrection:
    """Confirm, or reject, what another person entered; from then on it is paid to."""
    _entitled(actor)
    correction = _open(session, enterprise_id)
    if correction is None:
        raise Refused(Refusal("correction_unknown"))
    if correction.entered_by_id in actor.persons:
        raise Refused(Refusal("correction_own"))
    enterprise = session.get_one(Enterprise, enterprise_id)
    if agree and not accounts.same_name(correction.account_name, enterprise.name):
        raise Refused(Refusal("account_name_differs"))
    correction.confirmed = agree
    correction.decided_by_id, correction.decided_at = actor.user_id, at
    if agree:
        contact = session.get(EnterpriseContact, enterprise_id)
        if contact is None:
            contact = EnterpriseContact(enterprise_id=enterprise_id)
            session.add(contact)
        contact.account_name = correction.account_name
        contact.account_bank = correction.account_bank
        contact.account_number = correction.account_number
        contact.account_changed_at = at
    session.flush()
    return correction


def _open(session: Session, enterprise_id: int) -> AccountCorrection | None:
    return session.scalars(
        sa.select(AccountCorrection)
        .where(
            AccountCorrection.enterprise_id == enterprise_id,
            AccountCorrection.decided_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()


def _entitled(actor: Actor) -> None:
    if not actor.roles & _MAY:
        raise Refused(Refusal("not_your_step", {"roles": tuple(sorted(_MAY))}))
