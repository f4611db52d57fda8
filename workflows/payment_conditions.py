"""The library of payment conditions, asked again whenever an instalment falls due (practice 2.4).

A condition that nobody has looked at since then is unknown, and what is unknown is not met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from workflows.policy.limits import Condition

CONDITIONS: tuple[str, ...] = get_args(Condition)

SEEN_BY_ITSELF = frozenset({"due_date", "no_open_objection"})
"""What the office sees without anybody looking; all others need an officer's finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an officer found of one condition, and the last day on which that holds."""

    met: bool
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentSituation:
    """What the conditions of one instalment are asked of."""

    today: date
    due_on: date
    objections_open: int = 0
    certificates_end: tuple[date, ...] = ()
    """The last days of the certificates handed in with the case."""
    findings: Mapping[str, Finding] = field(default_factory=dict)
    """By condition: the latest since the instalment fell due."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which conditions are not met, and which nobody knows."""

    unmet: tuple[str, ...]
    unknown: tuple[str, ...]


def ask(conditions: Iterable[str], situation: PaymentSituation) -> Asked:
    """Every condition asked at once."""
    answers = {condition: _met(condition, situation) for condition in conditions}
    return Asked(
        unmet=tuple(name for name, met in answers.items() if met is False),
        unknown=tuple(name for name, met in answers.items() if met is None),
    )


def _met(condition: str, situation: PaymentSituation) -> bool | None:
    """Whether a condition is met; None while nobody knows."""
    today = situation.today
    if condition == "due_date":
        return situation.due_on <= today
    if condition == "no_open_objection":
        return situation.objections_open == 0
    expired = any(end < today for end in situation.certificates_end)
    if condition == "certificate_valid" and expired:
        return False
    finding = situation.findings.get(condition)
    if finding is None:
        return None
    return finding.met and (finding.valid_until is None or today <= finding.valid_until)
