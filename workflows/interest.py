"""Interest on what is claimed back: only where the ground says so, with its formula printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from workflows.money import NOTHING, Money
from workflows.notation import plain_number
from workflows.refusals import Refusal


class InterestRule(StrEnum):
    """Which rate the ground names."""

    NONE = "none"
    DEPOSIT = "deposit"
    """The deposit rate of the People's Bank."""
    LPR = "lpr"
    """The one-year loan prime rate."""


YEAR_DAYS = {InterestRule.DEPOSIT: 360, InterestRule.LPR: 365}
"""Days by which a yearly rate is divided; printed with the formula."""


@dataclass(frozen=True, slots=True)
class Interest:
    """A rate with where it comes from and the day it runs from; none by default."""

    rule: InterestRule = InterestRule.NONE
    yearly_rate: Fraction = Fraction(0)
    rate_source: str = ""
    """Who published the rate, and when."""
    since: date | None = None

    def faults(self, *, ground_says_interest: bool) -> tuple[Refusal, ...]:
        """Everything that is wrong with it."""
        if self.rule is InterestRule.NONE:
            return ()
        found = []
        if not ground_says_interest:
            found.append(Refusal("interest_without_ground"))
        if not 0 < self.yearly_rate < 1:
            found.append(Refusal("interest_rate_missing"))
        if not self.rate_source.strip():
            found.append(Refusal("interest_source_missing"))
        if self.since is None:
            found.append(Refusal("interest_day_missing"))
        return tuple(found)

    def on(self, principal: Money, until: date) -> Money:
        """Simple interest on a sum up to a day, rounded down to the fen."""
        if self.rule is InterestRule.NONE or self.since is None or until <= self.since:
            return NOTHING
        days = (until - self.since).days
        return principal.share(self.yearly_rate * days / YEAR_DAYS[self.rule])

    def formula(self, principal: Money, until: date) -> str:
        """How it is worked out, in figures; empty where there is none."""
        if self.rule is InterestRule.NONE or self.since is None:
            return ""
        days = max((until - self.since).days, 0)
        percent = plain_number(self.yearly_rate * 100)
        year = YEAR_DAYS[self.rule]
        return f"{principal} × {percent}% × {days} ÷ {year} = {self.on(principal, until)}"


NO_INTEREST = Interest()
