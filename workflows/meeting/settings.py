"""The meeting's settings, read strictly from data; wrong settings stop the start."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).with_name("settings.toml")


class Ground(StrEnum):
    """Why a case goes to the joint meeting (practice 2.2); it decides how the item is voted on."""

    ONE_CASE_ONE_POLICY = "one_case_one_policy"
    DISCRETIONARY = "discretionary"
    SEVERAL_DEPARTMENTS = "several_departments"
    OVERLAP = "overlap"
    LIMIT_OF_AUTHORITY = "limit_of_authority"
    BUDGET_SHORTAGE = "budget_shortage"
    OBJECTION_UPHELD = "objection_upheld"
    FLAG = "flag"


class Examination(StrEnum):
    """The three opinions asked in parallel on a referral to the district government."""

    LEGALITY = "legality"
    COMPETITION = "competition"
    BUDGET = "budget"


class Mode(StrEnum):
    """How members decide: nobody against and nobody abstaining, or a counted vote."""

    CONSENSUS = "consensus"
    VOTE = "vote"


class WrongMeetingSettings(Exception):
    """A settings file that cannot be used; names the file, the key and what to do."""


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """What an item needs to pass: a share of those present, or more than the share."""

    mode: Mode
    share: Fraction
    more_than: bool

    def passes(self, in_favor: int, present: int) -> bool:
        """Whether so many votes in favor, of so many voting members present, are enough."""
        if present == 0:
            return False
        reached = Fraction(in_favor, present)
        return reached > self.share if self.more_than else reached >= self.share


@dataclass(frozen=True, slots=True)
class MeetingSettings:
    """The rules one meeting is held under; days are working days."""

    quorum_share: Fraction
    must_attend: tuple[str, ...]
    without_vote: tuple[str, ...]
    papers_days: int
    drafting_days: int
    countersigning_days: int
    changes_days: int
    decisions: Mapping[Ground, DecisionRule]
    examiners: Mapping[Examination, tuple[str, ...]]
    """Which departments may give each opinion on a referral."""

    def rule(self, ground: Ground) -> DecisionRule:
        """How an item that came on this ground is decided."""
        return self.decisions[ground]


@cache
def default_settings() -> MeetingSettings:
    """The settings of this installation."""
    return read_settings(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read_settings(table: Mapping[str, Any]) -> MeetingSettings:
    """The settings in a table as the file has it; WrongMeetingSettings for anything amiss."""
    try:
        quorum = table["quorum"]
        settings = MeetingSettings(
            quorum_share=_share(quorum["share"], "quorum.share"),
            must_attend=tuple(quorum["must_attend"]),
            without_vote=tuple(quorum["without_vote"]),
            papers_days=_days(table["papers"]["working_days"], "papers"),
            drafting_days=_days(table["minutes"]["drafting_working_days"], "minutes"),
            countersigning_days=_days(table["minutes"]["countersigning_working_days"], "minutes"),
            changes_days=_days(table["changes"]["working_days"], "changes"),
            decisions=MappingProxyType({g: _rule(table["decision"][g], g) for g in Ground}),
            examiners=MappingProxyType(
                {kind: tuple(table["examiners"][kind]) for kind in Examination}
            ),
        )
    except (KeyError, TypeError) as missing:
        raise WrongMeetingSettings(f"{FILE.name}: {missing} is missing or not a table") from missing
    both = set(settings.must_attend) & set(settings.without_vote)
    if both:
        raise WrongMeetingSettings(f"{FILE.name}: {sorted(both)} must attend but may not vote")
    return settings


def as_table(settings: MeetingSettings) -> dict[str, Any]:
    """The settings as a table that `read_settings` reads back, to be kept with a meeting."""
    return {
        "quorum": {
            "share": _written(settings.quorum_share),
            "must_attend": list(settings.must_attend),
            "without_vote": list(settings.without_vote),
        },
        "papers": {"working_days": settings.papers_days},
        "minutes": {
            "drafting_working_days": settings.drafting_days,
            "countersigning_working_days": settings.countersigning_days,
        },
        "changes": {"working_days": settings.changes_days},
        "examiners": {kind.value: list(ids) for kind, ids in settings.examiners.items()},
        "decision": {
            ground.value: {
                "mode": rule.mode.value,
                "share": _written(rule.share),
                "more_than": rule.more_than,
            }
            for ground, rule in settings.decisions.items()
        },
    }


def _rule(table: Mapping[str, Any], ground: Ground) -> DecisionRule:
    share = _share(table["share"], f"decision.{ground}.share")
    more_than = table["more_than"]
    if not isinstance(more_than, bool) or (more_than and share == 1):
        raise WrongMeetingSettings(f"{FILE.name}: decision.{ground}.more_than can never be met")
    if table["mode"] not in set(Mode):
        raise WrongMeetingSettings(f"{FILE.name}: decision.{ground}.mode is consensus or vote")
    return DecisionRule(mode=Mode(table["mode"]), share=share, more_than=more_than)


def _share(text: object, key: str) -> Fraction:
    try:
        share = Fraction(text) if isinstance(text, str) else None
    except (ValueError, ZeroDivisionError):
        share = None
    if share is None or not 0 < share <= 1:
        raise WrongMeetingSettings(f'{FILE.name}: {key} is a share such as "2/3", not {text!r}')
    return share


def _days(number: object, key: str) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 60:
        raise WrongMeetingSettings(
            f"{FILE.name}: {key} counts 0 to 60 working days, not {number!r}"
        )
    return number


def _written(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
