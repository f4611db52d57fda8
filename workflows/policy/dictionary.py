"""The words policy files share: facts, departments, districts and groups of matters."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, StrictBool, StrictStr, model_validator

from workflows.policy.predicate import Number
from workflows.policy.shape import Table


class FactType(StrEnum):
    """What a fact is; money is a number with the unit yuan."""

    BOOL = "bool"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"


class Choice(Table):
    """One value a choice fact may take."""

    value: StrictStr
    label: StrictStr
    label_en: StrictStr


class FactEntry(Table):
    """One named fact: type, unit, labels, where it comes from, and what values are possible."""

    name: StrictStr
    type: FactType
    unit: StrictStr | None = None
    """yuan, m2, years, persons, person-years, ratio, points …"""
    label: StrictStr
    label_en: StrictStr
    source: Literal["government", "applicant", "recognition", "officer", "system", "parameter"]
    at_least: Number | None = None
    at_most: Number | None = None
    choice: tuple[Choice, ...] = ()
    choices_from: Literal["districts"] | None = None
    """Choices that are listed elsewhere and come before those written here."""
    per_claim: StrictBool = Field(default=False)
    """True for a fact of one claim (project, certificate …), false for one of the enterprise."""
    first_award_of: tuple[StrictStr, ...] = ()
    """For a date the office knows: when the first award under one of these clauses was decided."""
    note: StrictStr | None = None

    @model_validator(mode="after")
    def choices_fit(self) -> FactEntry:
        listed = bool(self.choice) or self.choices_from is not None
        if (self.type in (FactType.CHOICE, FactType.CHOICES)) != listed:
            raise ValueError("a choice fact lists its choices, others do not")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("`at_least` is above `at_most`; exchange them")
        return self


class MoreChoice(Table):
    """A further value of a choice fact that stands in the dictionary."""

    fact: StrictStr
    value: StrictStr
    label: StrictStr
    label_en: StrictStr


class Department(Table):
    """A department that reviews: its id, names and district."""

    id: StrictStr
    name: StrictStr
    name_en: StrictStr
    short: StrictStr
    district: StrictStr


class District(Table):
    """A district: its id and names."""

    id: StrictStr
    name: StrictStr
    name_en: StrictStr


class MatterGroup(Table):
    """A kind of matter: claims of one group with one subject are the same matter (ruling 20)."""

    id: StrictStr
    name: StrictStr
    name_en: StrictStr
    test: StrictStr
    """What makes two claims the same matter, in words."""
