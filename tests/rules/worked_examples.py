"""Worked examples as officers write them: one TOML file for each policy document.

The head of each file says how to write one; a wrong key is refused with its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from workflows.claims import (
    CapException,
    Claim,
    ClaimAssessment,
    ImplementingDocument,
    PastAward,
    Recognition,
    Request,
    Standing,
)
from workflows.money import yuan
from workflows.notation import RateText, fen_in_yuan

FOLDER = Path(__file__).parent.parent / "worked_examples"
ENTERPRISE = "91110102MA00000001"

Facts = dict[str, Any]
Number = StrictInt | Decimal


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Expect(Table):
    """What has to come out; only what is written is compared."""

    outcome: Literal["payable", "figure_needed", "unknown", "not_payable"] | None = None
    amount: Number | None = None
    ceiling: Number | None = None
    at_most: Number | None = None
    plan: tuple[Number, ...] | None = None
    lines: tuple[str, ...] = ()
    reasons: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    figure: str | None = None
    stopped_by: str | None = None
    route: str | None = None
    routed_for: tuple[str, ...] | None = None
    before_approval: tuple[str, ...] | None = None
    notes: tuple[str, ...] | None = None
    absorbed_by: str | None = None
    queued: Number | None = None
    in_force: str | None = None


class OneClaim(Table):
    """One claim of an example."""

    id: str = "1"
    clause: str
    filed: date | None = None
    facts: Facts = Field(default_factory=dict)
    recognised: tuple[str, ...] = ()
    figure: Number | None = None
    rate: RateText | None = None
    reason: str = "worked example"
    base: str | None = None
    subject: str | None = None
    document: str | None = None
    exception: str | None = None
    one_case_one_policy: StrictBool = False
    expect: Expect


class Earlier(Table):
    """An earlier award."""

    reference: str = "earlier"
    clause: str
    amount: Number
    on: date
    standing: Standing = Standing.PAID
    facts: Facts = Field(default_factory=dict)
    subject: str | None = None
    enterprise: str | None = None
    level: Literal["district", "city", "state"] = "district"


class Example(Table):
    """One worked example: either a single claim written flat, or several under `claim`."""

    name: str
    filed: date
    decided: StrictInt | None = None
    facts: Facts = Field(default_factory=dict)
    recognised: tuple[str, ...] = ()
    history: tuple[Earlier, ...] = ()
    pools: dict[str, Number] = Field(default_factory=dict)
    approving: StrictBool = False
    claim: tuple[OneClaim, ...]

    @property
    def request(self) -> Request:
        return Request(
            filed_on=self.filed,
            enterprise=ENTERPRISE,
            facts=flat(self.facts),
            claims=tuple(_claim(one, self.filed) for one in self.claim),
            history=tuple(_past(one) for one in self.history),
            recognitions=_recognitions(self.recognised, self.filed),
            pools={pool: yuan(left) for pool, left in self.pools.items()},
            decision_year=self.decided,
            approving=self.approving,
        )


CLAIM_KEYS = frozenset(OneClaim.model_fields) - {"filed", "facts", "recognised"}


def examples() -> Iterator[tuple[str, Example]]:
    """Every example of every file, with where it stands."""
    for path in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        given = document.pop("every_example", {})
        for whole in document.pop("example"):
            for written in variants(whole):
                yield f"{path.stem}: {written.get('name', '?')}", read(written, given)
        assert not document, f"{path.name}: no such key: {', '.join(document)}"


def variants(whole: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The example itself, then each line of its `also`: the same with what the line changes."""
    written = {key: value for key, value in whole.items() if key != "also"}
    yield written
    for change in whole.get("also", ()):
        assert {"name", "expect"} <= set(change), f"{written['name']}: also needs both"
        facts = {**flat(written.get("facts", {})), **flat(change.get("facts", {}))}
        yield {**written, **change, "name": f"{written['name']}：{change['name']}", "facts": facts}


def read(written: Mapping[str, Any], given: Mapping[str, Any]) -> Example:
    """One example, with what its file gives to every example."""
    whole = {**given, **written}
    whole["facts"] = {**flat(given.get("facts", {})), **flat(written.get("facts", {}))}
    whole["recognised"] = (*given.get("recognised", ()), *written.get("recognised", ()))
    if "claim" not in whole:
        single = {key: whole.pop(key) for key in CLAIM_KEYS & set(whole)}
        whole["claim"] = (single,)
    return Example.model_validate(whole)


def flat(nested: Mapping[str, Any], before: str = "") -> Facts:
    """Dotted keys, which TOML nests, as the names of facts again."""
    found: Facts = {}
    for key, value in nested.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{key}.")
        else:
            found[before + key] = value
    return found


def came_out(answer: ClaimAssessment, expect: Expect) -> dict[str, Any]:
    """The parts of the answer that the example speaks of, in the example's own form."""
    check = answer.figure
    found: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "amount": None if answer.amount is None else answer.amount.in_yuan,
        "ceiling": None if answer.ceiling is None else answer.ceiling.in_yuan,
        "at_most": None if check.at_most is None else check.at_most.in_yuan,
        "plan": tuple(part.amount.in_yuan for part in answer.plan),
        "lines": _lines(answer, expect.lines),
        "reasons": tuple(reason.code for reason in answer.reasons),
        "missing": tuple(one.fact for one in answer.reasons if one.code == "fact_missing"),
        "figure": check.verdict.value,
        "stopped_by": None if check.limit is None else check.limit.kind,
        "route": answer.route.value,
        "routed_for": tuple(reason.code for reason in answer.route_reasons),
        "before_approval": tuple(reason.code for reason in answer.before_approval),
        "notes": tuple(note.code for note in answer.notes),
        "absorbed_by": answer.absorbed_by,
        "queued": None if answer.queued is None else answer.queued.in_yuan,
        "in_force": answer.in_force.value,
    }
    return {name: found[name] for name in expect.model_fields_set}


def _lines(answer: ClaimAssessment, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The lines in order, of which the example may leave some out."""
    written = [
        line.kind if line.after is None else f"{line.kind} {_short(fen_in_yuan(line.after))}"
        for line in answer.lines
    ]
    rest = iter(written)
    return wanted if all(one in rest for one in wanted) else tuple(written)


def _short(yuan_text: str) -> str:
    return yuan_text.removesuffix(".00")


def _claim(one: OneClaim, filed: date) -> Claim:
    document = one.document
    return Claim(
        id=one.id,
        clause=one.clause,
        facts=flat(one.facts),
        filed_on=one.filed,
        figure=None if one.figure is None else yuan(one.figure),
        rate=one.rate,
        reason=one.reason,
        base=one.base,
        subject=one.subject,
        implementing_document=(
            None if document is None else ImplementingDocument(document, filed, "document.pdf")
        ),
        exception=CapException("district", "example", one.exception) if one.exception else None,
        one_case_one_policy=one.one_case_one_policy,
        recognitions=_recognitions(one.recognised, filed),
    )


def _past(one: Earlier) -> PastAward:
    return PastAward(
        reference=one.reference,
        clause=one.clause,
        standing=one.standing,
        amount=yuan(one.amount),
        decided_on=one.on,
        enterprise=one.enterprise,
        subject=one.subject,
        facts=flat(one.facts),
        level=one.level,
    )


def _recognitions(facts: tuple[str, ...], filed: date) -> tuple[Recognition, ...]:
    return tuple(Recognition(fact, "1", filed, "department") for fact in facts)
