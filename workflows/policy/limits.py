"""What a clause may not exceed, and how its award is laid out in payments."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import StrictBool, StrictInt, StrictStr, model_validator

from workflows.policy.shape import FactName, Rate, Table, Words, Yuan


class Scope(StrEnum):
    """What a cap is counted over."""

    AWARD = "award"
    """This award alone."""
    ITEM = "item"
    """One project, contract, title …: the same values of the cap's ``item`` facts, for life."""
    YEAR = "year"
    """The calendar year of the decision (ruling 15)."""
    YEARS = "years"
    """A span of ``years`` calendar years ending with the year of the decision."""
    LIFETIME = "lifetime"
    """The life of the document for one legal person (rulings 14, 16)."""
    UNIT_AREA = "per_unit_area"
    """So many yuan for each unit of the ``per`` fact."""
    POOL = "pool"
    """What is left in the named pool; touched only at approval (ruling 17)."""


class Cap(Table):
    """An inclusive ceiling (最高、不超过，含本数): a sum, a rate of a fact, or a sum for each unit.

    ``shared`` names one headroom that several clauses, also of several documents, use together.
    ``strict = false`` is 原则上: going over needs a recorded exception (ruling 18).
    """

    scope: Scope
    amount_yuan: Yuan | None = None
    rate: Rate | None = None
    of: FactName | None = None
    per: FactName | None = None
    item: tuple[FactName, ...] = ()
    """The facts that name the item; on a yearly cap: so much a year for each item."""
    years: StrictInt | None = None
    shared: StrictStr | None = None
    strict: StrictBool = True
    inferred: StrictBool = False
    """True where the text writes the sum without saying over what it counts."""
    words: Words
    article: StrictStr | None = None

    @model_validator(mode="after")
    def consistent(self) -> Cap:
        if (self.amount_yuan is None) == (self.rate is None):
            raise ValueError("a cap is an `amount_yuan` or a `rate` of a fact")
        if (self.rate is None) != (self.of is None):
            raise ValueError("`rate` and `of` go together")
        if (self.scope is Scope.UNIT_AREA) != (self.per is not None):
            raise ValueError("`per` names the unit fact of a per_unit_area cap")
        if self.scope is Scope.ITEM and not self.item:
            raise ValueError("an item cap names its `item` facts")
        if self.item and self.scope not in (Scope.ITEM, Scope.YEAR):
            raise ValueError("only item caps and yearly caps may name `item` facts")
        if (self.scope is Scope.YEARS) != (self.years is not None):
            raise ValueError("`years` belongs to the scope years")
        return self


class YearLimit(Table):
    """How many years one subject may be supported, counted over all documents (ruling 16)."""

    at_most: StrictInt
    same: tuple[FactName, ...] = ()
    consecutive: StrictBool = False
    words: Words


class Ladder(Table):
    """Rungs of a title: only the difference to earlier awards of the ladder is paid (晋级补差)."""

    name: StrictStr
    rung: StrictInt
    counts: tuple[StrictStr, ...]
    """Clause ids whose earlier awards count, of any document."""
    words: Words


Condition = Literal[
    "due_date", "certificate_valid", "still_operating", "milestone_accepted",
    "city_money_received", "yearly_report", "no_open_objection",
]  # fmt: skip
"""The library of payment conditions, asked again when an instalment falls due."""


class Part(Table):
    """One payment of a plan: its share of the award, what it waits for, how long after approval."""

    share: Rate
    name: StrictStr
    conditions: tuple[Condition, ...] = ()
    after_years: StrictInt = 0


class Plan(Table):
    """How an award is paid: once, in equal yearly parts, in shares, at stages, claim by claim."""

    kind: Literal[
        "once", "equal_years", "shares", "stages", "milestone", "yearly_claim", "on_receipt",
        "after_audit", "on_event", "before_or_after",
    ]  # fmt: skip
    years: StrictInt | None = None
    part: tuple[Part, ...] = ()
    conditions: tuple[Condition, ...] = ()
    later_conditions: tuple[Condition, ...] = ()
    """Asked of every part after the first."""
    words: Words | None = None

    @model_validator(mode="after")
    def adds_up(self) -> Plan:
        if (self.kind == "equal_years") != (self.years is not None):
            raise ValueError("`years` belongs to equal_years")
        if (self.kind in ("shares", "stages")) != bool(self.part):
            raise ValueError("shares and stages name their parts, other plans do not")
        if self.part and sum(part.share for part in self.part) != 1:
            raise ValueError("the shares of a plan add up to 100%")
        return self
