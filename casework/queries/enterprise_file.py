"""An enterprise as officers see it: what is known of it, and all its cases over all policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.case_desk.others import OtherCase, cases_of
from casework.queries.enterprises import Profile, profile
from casework.records.case import Case
from casework.records.people import Enterprise
from workflows.ledger import Balance
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


@dataclass(frozen=True, slots=True)
class EnterpriseFile:
    """What officers see of an enterprise; its contact is shown masked."""

    profile: Profile
    cases: tuple[OtherCase, ...]

    @property
    def held(self) -> Money:
        """What its cases hold."""
        return self._sum("held")

    @property
    def committed(self) -> Money:
        """What is decided and not paid."""
        return self._sum("committed")

    @property
    def net_paid(self) -> Money:
        """What was paid and not recovered."""
        return self._sum("net_paid")

    def _sum(self, name: str) -> Money:
        balances: list[Balance] = [one.balance for one in self.cases]
        return Money.total(getattr(one, name) for one in balances)


def enterprise_file(
    session: Session, credit_code: str, *, actor: Actor, on: date
) -> EnterpriseFile:
    """The file of an enterprise; Refused as not found unless the actor sees one of its cases."""
    seen = sa.exists().where(Case.enterprise_id == Enterprise.id, permissions.visible_cases(actor))
    found = session.scalars(
        sa.select(Enterprise.id).where(Enterprise.credit_code == credit_code, seen)
    ).one_or_none()
    if found is None:
        raise Refused(Refusal("not_found"))
    return EnterpriseFile(
        profile=profile(session, found, on=on), cases=cases_of(session, found, actor)
    )
