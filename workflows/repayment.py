"""What of a recovery is still to come in: principal first, then interest up to a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflows.interest import Interest
from workflows.money import NOTHING, Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in on a day, by what it repaid."""

    on: date
    principal: Money
    interest: Money = NOTHING


@dataclass(frozen=True, slots=True)
class Repayment:
    """Where a recovery stands on a day."""

    principal: Money
    """Of the award, not yet repaid."""
    interest: Money
    """Run up to the day, not yet paid."""
    lines: tuple[str, ...] = ()
    """The formula of the interest, stretch by stretch."""

    @property
    def outstanding(self) -> Money:
        """All that is still to come in."""
        return self.principal + self.interest

    def split(self, received: Money) -> tuple[Money, Money]:
        """What of a sum repays the award and what is interest: principal first."""
        principal = min(received, self.principal)
        return principal, received - principal


def standing(
    amount: Money, interest: Interest, receipts: Sequence[Receipt], *, on: date
) -> Repayment:
    """Principal and interest of a recovery on a day, after what came in before it."""
    left, run_up, paid = amount, NOTHING, NOTHING
    lines: list[str] = []
    since = interest.since
    for receipt in sorted((one for one in receipts if one.on <= on), key=lambda one: one.on):
        run_up += _stretch(interest, left, since, receipt.on, lines)
        since = _later(since, receipt.on)
        left -= receipt.principal
        paid += receipt.interest
    run_up += _stretch(interest, left, since, on, lines)
    return Repayment(left, run_up - paid, tuple(lines))


def _stretch(
    interest: Interest, principal: Money, since: date | None, until: date, lines: list[str]
) -> Money:
    """Interest on what was left over a stretch of days."""
    here = replace(interest, since=since)
    run_up = here.on(principal, until)
    if run_up:
        lines.append(here.formula(principal, until))
    return run_up


def _later(since: date | None, on: date) -> date | None:
    return None if since is None else max(since, on)
