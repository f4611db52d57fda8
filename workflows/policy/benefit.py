"""What a clause pays: one shape for each way an amount is worked out (补助、奖励、贴息)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from workflows.policy.shape import FactName, Rate, Table, Words, Yuan


class Base(Table):
    """What a rate is applied to: one fact, or several with the reading that chooses among them."""

    fact: FactName | None = None
    facts: tuple[FactName, ...] = ()
    take: Literal["only", "larger", "smaller", "sum", "chosen"] = "only"
    """``chosen``: the officer names which fact; ``only``: there is one."""
    beside: tuple[FactName, ...] = ()
    """Other bases the text may mean: shown on the calculation, never used."""

    @model_validator(mode="after")
    def one_or_several(self) -> Base:
        if (self.fact is None) == (not self.facts):
            raise ValueError("a base is one `fact`, or `facts` with `take`")
        if (self.take == "only") != (self.fact is not None):
            raise ValueError("`take` says how to choose among several `facts`")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return (self.fact,) if self.fact is not None else self.facts


class Fixed(Table):
    """A fixed sum (定额)."""

    kind: Literal["fixed"]
    amount_yuan: Yuan
    words: Words


class PerUnit(Table):
    """A sum for each unit: square metre, person, person-year."""

    kind: Literal["per_unit"]
    amount_yuan: Yuan
    of: FactName
    words: Words


class UnitTier(Table):
    amount_yuan: Yuan
    of: FactName
    words: Words


class UnitTiers(Table):
    """Units counted in several tiers, each with its own sum; the tiers add up."""

    kind: Literal["unit_tiers"]
    tier: tuple[UnitTier, ...]
    words: Words


class Share(Table):
    """A rate of a base; the kinds differ in what the base is and in the words on the calculation.

    ``officer_rate``: the written rate is a ceiling and an officer sets the rate (最高、不超过).
    ``never_above``: a fact the amount may not exceed, e.g. the interest really paid.
    """

    kind: Literal["share", "match", "interest", "premium", "risk", "excess_return"]
    rate: Rate
    of: Base
    officer_rate: StrictBool = False
    never_above: FactName | None = None
    words: Words


class Increment(Table):
    """A rate of a growth: of an increment fact, or of ``now`` less ``before``; never below zero."""

    kind: Literal["increment"]
    rate: Rate
    of: FactName | None = None
    now: FactName | None = None
    before: FactName | None = None
    officer_rate: StrictBool = False
    words: Words

    @model_validator(mode="after")
    def one_form(self) -> Increment:
        if (self.of is None) == (self.now is None or self.before is None):
            raise ValueError("an increment is `of` one fact, or `now` less `before`")
        return self


class Excess(Table):
    """A rate of what lies above a set standard: of a fact already net of it, or worked out here."""

    kind: Literal["excess"]
    rate: Rate
    of: FactName
    standard: FactName | None = None
    officer_rate: StrictBool = False
    words: Words


class Band(Table):
    """A band up to and including ``to_yuan`` (absent in the last): a rate, or a sum."""

    to_yuan: Yuan | None = None
    rate: Rate | None = None
    amount_yuan: Yuan | None = None

    @model_validator(mode="after")
    def rate_or_sum(self) -> Band:
        if (self.rate is None) == (self.amount_yuan is None):
            raise ValueError("a band has a `rate` or an `amount_yuan`")
        return self


class Bands(Table):
    """Bands over a base: ``progressive`` adds up each part, ``step`` takes the band reached."""

    kind: Literal["bands"]
    of: FactName
    how: Literal["progressive", "step"]
    band: tuple[Band, ...]
    words: Words

    @model_validator(mode="after")
    def rising(self) -> Bands:
        ends = [band.to_yuan for band in self.band]
        if not ends or ends[-1] is not None or None in ends[:-1]:
            raise ValueError("every band but the last has `to_yuan`")
        known = [end for end in ends if end is not None]
        if known != sorted(set(known)):
            raise ValueError("bands rise")
        if self.how == "progressive" and any(band.rate is None for band in self.band):
            raise ValueError("progressive bands have rates")
        return self


class Range(Table):
    """An officer's figure between two sums, both included."""

    kind: Literal["range"]
    min_yuan: Yuan
    max_yuan: Yuan
    words: Words


class ActualCost(Table):
    """The cost really borne, under the caps."""

    kind: Literal["actual_cost"]
    of: FactName
    words: Words


class Assessed(Table):
    """An officer's figure with a reason, under the caps (最高、不超过 alone, ruling 9)."""

    kind: Literal["assessed"]
    looking_at: tuple[FactName, ...] = ()
    """Facts the text names as the ground of the figure; they must be known and are shown."""
    words: Words


class Unstated(Table):
    """No figure in the text: an officer's figure needs a cited implementing document (ruling 9)."""

    kind: Literal["unstated"]
    looking_at: tuple[FactName, ...] = ()
    words: Words


class LeastOf(Table):
    """The least of several amounts, each with its own line."""

    kind: Literal["least_of"]
    part: tuple[Benefit, ...]
    words: Words


Benefit = Annotated[
    Fixed | PerUnit | UnitTiers | Share | Increment | Excess | Bands | Range | ActualCost
    | Assessed | Unstated | LeastOf,
    Field(discriminator="kind"),
]  # fmt: skip
LeastOf.model_rebuild()

__all__ = [
    "ActualCost", "Assessed", "Band", "Bands", "Base", "Benefit", "Excess", "Fixed", "Increment",
    "LeastOf", "PerUnit", "Range", "Share", "UnitTier", "UnitTiers", "Unstated",
]  # fmt: skip
