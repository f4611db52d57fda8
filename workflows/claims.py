"""What an assessment is asked and what it answers: claims, past awards, lines, plans, routes.

Inside, amounts are `Money` or exact numbers of fen; in JSON they are yuan as text. `to_json` and
`read_request` are the two doors; `casework quote` and the office use the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StrictBool, StrictInt

from workflows.facts import Route
from workflows.money import NOTHING, Money
from workflows.notation import Day, Facts, FenText, NumberText, RateText, YuanText

STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class ImplementingDocument:
    """The effective document money is paid under, where the clause alone does not suffice."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    number: str
    issued: Day
    file: str


@dataclass(frozen=True, slots=True)
class CapException:
    """A recorded decision to go over a limit that holds in principle (ruling 18)."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    who: str
    why: str
    minute: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """A dated decision by a person that a judgement fact holds (经认定)."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    fact: str
    decision: str
    on: Day
    by: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause asked for, with the facts of this claim and what officers have decided so far."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    clause: str
    facts: Facts = field(default_factory=dict)
    filed_on: Day | None = None
    """The first filing, when it is not the request's."""
    figure: Annotated[YuanText | None, Field(alias="figure_yuan")] = None
    rate: RateText | None = None
    reason: str = ""
    """Why the officer set this figure or rate."""
    base: str | None = None
    """The fact the officer chose, where the text leaves several bases open."""
    subject: str | None = None
    """What the claim is for, where an officer names it rather than the facts (ruling 20)."""
    implementing_document: ImplementingDocument | None = None
    exception: CapException | None = None
    one_case_one_policy: StrictBool = False
    recognitions: tuple[Recognition, ...] = ()


class Standing(StrEnum):
    """How far an earlier award has come; each of them uses headroom (ruling 17)."""

    HELD = "held"
    DECIDED = "decided"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class PastAward:
    """An earlier or parallel award as the ledger knows it, net of releases and recoveries."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    reference: str
    clause: str
    standing: Standing
    amount: Annotated[YuanText, Field(alias="amount_yuan")]
    decided_on: Day
    """For a hold, the day it was filed."""
    enterprise: str | None = None
    """Another credit code for an award whose item is shared; absent for the same enterprise."""
    subject: str | None = None
    """As `ClaimAssessment.subject` gave it; absent where its facts say it."""
    facts: Facts = field(default_factory=dict)
    """What names its item, premises and subject, as `ClaimAssessment.keys` gave them."""
    years: tuple[StrictInt, ...] = ()
    """Years of support it covers; none stands for the year of the decision."""
    level: Literal["district", "city", "state"] = "district"


@dataclass(frozen=True, slots=True)
class Request:
    """One enterprise, its facts and history, and the claims to assess together."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    filed_on: Day
    enterprise: str
    """The unified social credit code (统一社会信用代码)."""
    facts: Facts = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    history: tuple[PastAward, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    pools: Annotated[Mapping[str, YuanText], Field(alias="pools_yuan")] = field(
        default_factory=dict
    )
    """What is left in each pool, by the pool's id."""
    decision_year: StrictInt | None = None
    """The calendar year of the decision; absent for the year of filing (ruling 15)."""
    approving: StrictBool = False
    """True at approval, when a pool is touched (ruling 17)."""
    presuming: StrictBool = False
    """True to ask what a case holds meanwhile: pending recognitions as if they were there already.

    For holds alone (ruling 17); what is awarded never presumes anything.
    """


class InForce(StrEnum):
    """Whether the clause held on the day of first filing (ruling 1)."""

    YES = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    CONTINUING = "continuing"
    """Over, but the yearly support began while it was in force (ruling 3)."""
    UNKNOWN_CLAUSE = "unknown_clause"


class Eligibility(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What an officer does next."""

    PAYABLE = "payable"
    FIGURE_NEEDED = "figure_needed"
    UNKNOWN = "unknown"
    NOT_PAYABLE = "not_payable"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code `wording` can say, its particulars, and the article and fact it rests on."""

    code: str
    article: str | None = None
    fact: str | None = None
    particulars: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calculation; `explanation` puts it into words."""

    kind: str
    article: str | None = None
    words: str | None = None
    fact: str | None = None
    """What the base or quantity is."""
    base: FenText | None = None
    """The base, where it is money."""
    quantity: NumberText | None = None
    """The quantity, where it is not money."""
    rate: RateText | None = None
    each: FenText | None = None
    """The sum for one unit of the quantity."""
    limit: FenText | None = None
    used: FenText | None = None
    headroom: FenText | None = None
    before: FenText | None = None
    after: FenText | None = None
    particulars: Mapping[str, str] = field(default_factory=dict)


class FigureVerdict(StrEnum):
    """What became of the officer's figure or rate."""

    NOT_NEEDED = "not_needed"
    MISSING = "missing"
    STANDS = "stands"
    REDUCED = "reduced"
    """Within the clause's own limits, but less is left or due; `limit` says why."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FigureCheck:
    verdict: FigureVerdict = FigureVerdict.NOT_NEEDED
    given: Annotated[YuanText | None, Field(alias="given_yuan")] = None
    at_least: Annotated[YuanText | None, Field(alias="at_least_yuan")] = None
    at_most: Annotated[YuanText | None, Field(alias="at_most_yuan")] = None
    """What the clause itself allows a figure to be, before history reduces what is paid."""
    limit: Line | None = None
    """The line that stops or reduces the figure."""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One payment of the plan: the parts add up to the award to the fen (ruling 13)."""

    number: int
    amount: Annotated[YuanText, Field(alias="amount_yuan")]
    name: str
    """As the policy names the part, or empty."""
    after_years: int = 0
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimAssessment:
    """What one claim comes to, with every reason and every line."""

    claim: str
    clause: str
    article: str | None
    filed_on: Day
    in_force: InForce
    eligibility: Eligibility
    reasons: tuple[Reason, ...] = ()
    """Why it is not eligible, unknown or comes to nothing: all of them."""
    amount: Annotated[YuanText | None, Field(alias="amount_yuan")] = None
    """What is payable; None while anything needed is unknown."""
    ceiling: Annotated[YuanText | None, Field(alias="ceiling_yuan")] = None
    """The most that could be awarded now; None where nothing limits it or nothing is due."""
    figure: FigureCheck = FigureCheck()
    lines: tuple[Line, ...] = ()
    plan: tuple[PlanPart, ...] = ()
    route: Route = Route.DEPARTMENT
    route_reasons: tuple[Reason, ...] = ()
    """Why it goes beyond its department."""
    before_approval: tuple[Reason, ...] = ()
    """What must be recorded before anyone may approve."""
    flags: tuple[str, ...] = ()
    """Legal flags of the clause and its document (ruling 31); `review_flags` says them."""
    notes: tuple[Reason, ...] = ()
    """What an officer should see: a continued support, a referral, a parallel case …"""
    absorbed_by: str | None = None
    """The claim that is paid for the same matter instead."""
    queued: Annotated[YuanText | None, Field(alias="queued_yuan")] = None
    """What waits for money in the pool."""
    group: str | None = None
    subject: str | None = None
    keys: Facts = field(default_factory=dict)
    """The facts that name its item, premises and subject; keep them with the award."""

    @property
    def outcome(self) -> Outcome:
        if self.eligibility is Eligibility.UNKNOWN:
            return Outcome.UNKNOWN
        if self.amount:
            return Outcome.PAYABLE
        if self.figure.verdict in (FigureVerdict.MISSING, FigureVerdict.REFUSED):
            return Outcome.FIGURE_NEEDED
        return Outcome.NOT_PAYABLE

    @property
    def holds(self) -> Money:
        """What a submitted case holds against the caps (ruling 17)."""
        return self.amount or self.ceiling or NOTHING


@dataclass(frozen=True, slots=True)
class Assessment:
    """The claims in the order they were asked."""

    enterprise: str
    claims: tuple[ClaimAssessment, ...]

    @property
    def total(self) -> Money:
        """What all claims come to together."""
        return Money.total(one.amount for one in self.claims if one.amount is not None)
