"""One policy document as its file says it: the document, its clauses, and what it does not pay."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator

from workflows.policy.benefit import Benefit
from workflows.policy.dictionary import (
    Department,
    District,
    FactEntry,
    MatterGroup,
    MoreChoice,
)
from workflows.policy.limits import Cap, Ladder, Plan, YearLimit
from workflows.policy.predicate import Alternative, Predicate
from workflows.policy.shape import FactName, Rate, Table, Words, Yuan


def _not_negative(days: int) -> int:
    if days < 0:
        raise ValueError("write 0 or more working days")
    return days


def _digest(written: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", written):
        raise ValueError("a SHA-256 has 64 hexadecimal digits; `sha256sum FILE` prints it")
    return written


def _month_and_day(written: str) -> str:
    if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", written):
        raise ValueError('write month and day, e.g. "02-26"')
    return written


Days = Annotated[StrictInt, AfterValidator(_not_negative)]
"""Working days, 0 included."""


class InForce(Table):
    """Half-open: from the first day in force until the first day no longer (rulings 1, 2)."""

    from_: date = Field(alias="from")
    until: date | None = None
    words: Words | None = None

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> InForce:
        if self.until is not None and self.until <= self.from_:
            raise ValueError("`until` is the first day no longer in force; it lies after `from`")
        return self


class Reading(Table):
    """How an open question of the text is read, and on what basis; shown on every calculation."""

    question: StrictStr
    reading: StrictStr
    basis: StrictStr


class Material(Table):
    """A paper wanted from the applicant (必交 / 条件 / 可容缺 / 可共享)."""

    name: StrictStr
    need: Literal["required", "conditional", "deferrable", "shared"]
    when: StrictStr | None = None
    """For ``conditional``: in which situation, in words."""
    source: StrictStr | None = None
    """For ``shared``: which department already holds it."""


class Clocks(Table):
    """Working days allowed for each step; every number is a setting (ruling 28)."""

    acceptance: StrictInt = 5
    correction: StrictInt = 10
    review: StrictInt = 10
    joint_check: StrictInt = 5
    assessment: StrictInt = 5
    meeting: StrictInt = 14
    government: StrictInt = 10
    decision: StrictInt = 5
    answer: StrictInt = 5
    objection: StrictInt = 5
    payment: StrictInt = 10

    @model_validator(mode="after")
    def at_least_a_day(self) -> Clocks:
        short = [name for name in type(self).model_fields if getattr(self, name) < 1]
        if short:
            raise ValueError(f"allow at least one working day for {', '.join(short)}")
        return self


class Routing(Table):
    """What sends a case beyond its department; limits are off until the district sets them."""

    discretionary_to_meeting: StrictBool = False
    several_departments_to_meeting: StrictBool = True
    department_limit_yuan: Yuan | None = None
    meeting_limit_yuan: Yuan | None = None


class Matter(Table):
    """What may be supported once: the group, and the facts that name the subject (ruling 20)."""

    group: StrictStr
    subject: tuple[FactName, ...]


class NoDoubleSupport(Table):
    """A clause against double support that links this document with others (ruling 20)."""

    with_: tuple[StrictStr, ...] = Field(alias="with")
    rule: Literal["highest", "highest_and_best"]
    article: StrictStr
    words: Words


class Pool(Table):
    """Money set aside: ``hard`` limits, ``floor`` is watched, ``fund`` invests (ruling 19)."""

    id: StrictStr
    name: StrictStr
    name_en: StrictStr
    kind: Literal["hard", "floor", "fund", "yearly", "quota"]
    amount_yuan: Yuan | None = None
    rate: Rate | None = None
    of: FactName | None = None
    article: StrictStr
    words: Words


class Clause(Table):
    """The smallest thing one can apply under."""

    id: StrictStr
    article: StrictStr
    name: StrictStr
    name_en: StrictStr
    summary: StrictStr
    words: Words
    departments: tuple[StrictStr, ...] = ()
    """Department ids; empty takes the document's ``lead_department``."""
    who: tuple[StrictStr, ...]
    """Kinds of applicant: enterprise, institution, park_operator …"""
    in_force: InForce | None = None
    asks_document: StrictBool = True
    """False where the clause has applicants of its own: the document's ``requires`` and ``either``
    are not asked."""
    requires: tuple[Predicate, ...] = ()
    either: tuple[Alternative, ...] = ()
    """At least one alternative must be met, beside all of ``requires``."""
    benefit: Benefit
    cap: tuple[Cap, ...] = ()
    plan: Plan
    repeat: Literal["one_time", "annual", "per_event", "unspecified"]
    once_written: StrictBool = False
    """True where 一次性 is written in the text, false where it is inferred."""
    year_limit: YearLimit | None = None
    matter: Matter | None = None
    """None where the text names no single subject: the claim is a matter of its own."""
    related_groups: tuple[StrictStr, ...] = ()
    """Groups of matters in which an officer looks for the same thing by hand."""
    ladder: Ladder | None = None
    excludes: tuple[StrictStr, ...] = ()
    stacks_with: tuple[StrictStr, ...] = ()
    pool: StrictStr | None = None
    route: Literal["department", "joint_meeting", "district_government"] = "department"
    one_case_one_policy: Literal["never", "possible", "always"] = "never"
    implementing_document: StrictBool | None = None
    """True where money needs an effective implementing document (rulings 7, 9)."""
    no_application: Literal["yes", "partial", "no"] = "no"
    notice_working_days: Days | None = None
    clocks: Clocks | None = None
    material: tuple[Material, ...] = ()
    flags: tuple[StrictStr, ...] = ()
    reading: tuple[Reading, ...] = ()


class NotPayable(Table):
    """A measure of the text that pays nobody, and why."""

    id: StrictStr
    article: StrictStr
    name: StrictStr
    reason: Literal["service", "commitment", "procedure", "fund", "pool"]
    note: StrictStr
    words: Words | None = None


class Source(Table):
    """The official text the file was transcribed from; the text itself is not kept here."""

    file: StrictStr
    sha256: Annotated[StrictStr, AfterValidator(_digest)]


class Policy(Table):
    """One issued document, whole: every article is a clause or not payable with its reason."""

    id: StrictStr
    number: StrictStr
    title: StrictStr
    title_en: StrictStr
    district: StrictStr
    issuer: StrictStr
    interpreter: StrictStr
    lead_department: StrictStr
    issued: date
    in_force: InForce
    yearly_review: Annotated[StrictStr, AfterValidator(_month_and_day)] | None = None
    """Month and day, for a document without an end (ruling 2)."""
    trial: StrictBool = False
    repeals: tuple[StrictStr, ...] = ()
    source: Source | None = None
    implementing_document: StrictBool = False
    notice_working_days: Days = 5
    clocks: Clocks = Clocks()
    routing: Routing = Routing()
    flags: tuple[StrictStr, ...] = ()
    requires: tuple[Predicate, ...] = ()
    """Asked for every clause of the document, the district first (ruling 5)."""
    either: tuple[Alternative, ...] = ()
    """At least one alternative must be met, for every clause of the document."""
    reading: tuple[Reading, ...] = ()
    """Readings that touch every clause of the document."""
    material: tuple[Material, ...] = ()
    no_double_support: tuple[NoDoubleSupport, ...] = ()
    pool: tuple[Pool, ...] = ()
    clause: tuple[Clause, ...]
    not_payable: tuple[NotPayable, ...] = ()
    fact: tuple[FactEntry, ...] = ()
    """New facts a document brings; the rest stand in ``workflows/dictionary``."""
    more_choice: tuple[MoreChoice, ...] = ()
    """Further values of choice facts of the dictionary."""
    department: tuple[Department, ...] = ()
    new_district: tuple[District, ...] = ()
    matter_group: tuple[MatterGroup, ...] = ()

    @model_validator(mode="after")
    def ids_once(self) -> Policy:
        ids = [clause.id for clause in self.clause] + [other.id for other in self.not_payable]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"ids used twice: {', '.join(twice)}")
        foreign = sorted(one for one in ids if not one.startswith(f"{self.id}/"))
        if foreign:
            raise ValueError(f"ids of another document: {', '.join(foreign)}")
        return self
