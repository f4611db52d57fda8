"""What an applicant may declare: facts the dictionary knows, of sources that are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.queries.rule_book import book
from workflows.claims import Reason
from workflows.fact_values import read_value
from workflows.policy.dictionary import FactEntry
from workflows.refusals import Refusal, refuse_any

DECLARABLE = frozenset({"applicant", "government"})
"""Sources of facts an applicant may declare; what officers find outranks it (ruling 9)."""


def refuse_unusable(facts: Mapping[str, Any]) -> None:
    """Refused with every fact that is unknown, not the applicant's to say, or unreadable."""
    refuse_any(_unusable(name, value) for name, value in facts.items())


def must_be_declared(fact: str) -> bool:
    """Whether a fact is the applicant's to say: no department knows it of the enterprise."""
    entry = book().facts.get(fact)
    if entry is None or not is_theirs(entry):
        return False
    return entry.source != "government" or not fact.startswith("enterprise.")


def is_theirs(entry: FactEntry) -> bool:
    """Whether the applicant says a fact; also what names the subject: project, building …"""
    names_subject = entry.source == "system" and entry.per_claim
    return entry.source in DECLARABLE or (names_subject and not entry.name.startswith("ledger."))


def _unusable(name: str, value: Any) -> Refusal | None:
    entry = book().facts.get(name)
    if entry is None:
        return Refusal("fact_unknown", {"fact": name})
    if not is_theirs(entry):
        return Refusal("fact_not_declarable", {"fact": entry.label})
    if value is not None and isinstance(read_value(entry, value), Reason):
        return Refusal("fact_unreadable", {"fact": entry.label, "given": str(value)})
    return None
