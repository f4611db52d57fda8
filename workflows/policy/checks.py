"""What must hold across policy files: every name used exists and fits what is done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.policy.benefit import Base, Benefit, LeastOf, Range, Share, UnitTiers
from workflows.policy.dictionary import Department, District, FactEntry, FactType, MatterGroup
from workflows.policy.document import Clause, Policy
from workflows.policy.faults import Fault
from workflows.policy.predicate import COMPARISONS, Predicate

NUMBERS = frozenset({FactType.INTEGER, FactType.DECIMAL})
ONE_OF = frozenset({FactType.CHOICE, FactType.TEXT})
FITS = {
    "is_": frozenset(FactType) - {FactType.CHOICES, FactType.DECIMAL},
    "is_not": frozenset({FactType.BOOL, FactType.CHOICE, FactType.TEXT}),
    "at_least": NUMBERS, "at_most": NUMBERS, "more_than": NUMBERS, "less_than": NUMBERS,
    "at_least_fact": NUMBERS, "more_than_fact": NUMBERS,
    "one_of": ONE_OF,
    "includes_any": frozenset({FactType.CHOICES}),
    "known": frozenset(FactType),
    "within_years": frozenset({FactType.DATE}), "years_passed": frozenset({FactType.DATE}),
}  # fmt: skip
"""Which kinds of fact each comparison can be asked of."""

VALUES: Mapping[FactType, tuple[type, ...]] = {
    FactType.BOOL: (bool,),
    FactType.INTEGER: (int, Decimal),
    FactType.TEXT: (str,),
    FactType.DATE: (date,),
}
"""What a comparison may name as the value of a fact that has no choices."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every name a policy file may use."""

    facts: Mapping[str, FactEntry]
    departments: Mapping[str, Department]
    districts: Mapping[str, District]
    groups: Mapping[str, MatterGroup]
    flags: frozenset[str]
    documents: frozenset[str]
    clauses: frozenset[str]
    pools: frozenset[str]


def faults_across(policies: Mapping[str, Policy], names: Names) -> Iterator[Fault]:
    """Every fault that shows only when all the files are read; keys are the file names."""
    for file, policy in policies.items():
        for check in (_document_names, _document_facts):
            yield from (Fault(file, key, what) for key, what in check(policy, names))
        for clause in policy.clause:
            for look in (_clause_names, _clause_facts, _within_own_range):
                for key, what in look(clause, names):
                    yield Fault(file, f"clause {clause.id} > {key}", what)
    yield from _repeated_documents(policies)
    yield from _shared_caps(policies)


Found = Iterator[tuple[str, str]]
"""Key and what to do."""


def _missing(kind: str, used: Iterable[str], known: Iterable[str], key: str) -> Found:
    known = frozenset(known)
    for name in used:
        if name not in known:
            yield key, f"there is no {kind} “{name}”; correct it or add it"


def _document_names(policy: Policy, names: Names) -> Found:
    yield from _missing("district", [policy.district], names.districts, "district")
    leads = [policy.lead_department]
    yield from _missing("department", leads, names.departments, "lead_department")
    yield from _missing("flag", policy.flags, names.flags, "flags")
    for link in policy.no_double_support:
        yield from _missing("document", link.with_, names.documents, "no_double_support > with")


def _clause_names(clause: Clause, names: Names) -> Found:
    yield from _missing("department", clause.departments, names.departments, "departments")
    yield from _missing("flag", clause.flags, names.flags, "flags")
    groups = [*([clause.matter.group] if clause.matter else []), *clause.related_groups]
    yield from _missing("group of matters", groups, names.groups, "matter")
    pools = [clause.pool] if clause.pool else []
    yield from _missing("pool", pools, names.pools, "pool")
    counted = clause.ladder.counts if clause.ladder else ()
    for key, used in (
        ("ladder > counts", counted),
        ("excludes", clause.excludes),
        ("stacks_with", clause.stacks_with),
    ):
        yield from _missing("clause", used, names.clauses, key)


def _document_facts(policy: Policy, names: Names) -> Found:
    yield from _predicates(policy.requires, names, "requires")
    for way in policy.either:
        yield from _predicates(way.all, names, "either")
    for pool in policy.pool:
        yield from _figures([pool.of], names, f"pool {pool.id} > of")


def _clause_facts(clause: Clause, names: Names) -> Found:
    yield from _predicates(clause.requires, names, "requires")
    for way in clause.either:
        yield from _predicates(way.all, names, "either")
    yield from _figures(_figures_of(clause.benefit), names, "benefit")
    looked_at = getattr(clause.benefit, "looking_at", ())
    yield from _missing("fact", looked_at, names.facts, "benefit > looking_at")
    for number, cap in enumerate(clause.cap, 1):
        yield from _figures([cap.of, cap.per], names, f"cap {number}")
        yield from _missing("fact", cap.item, names.facts, f"cap {number} > item")
    if clause.matter:
        yield from _missing("fact", clause.matter.subject, names.facts, "matter > subject")
    if clause.year_limit:
        yield from _missing("fact", clause.year_limit.same, names.facts, "year_limit > same")


def _predicates(predicates: Iterable[Predicate], names: Names, key: str) -> Found:
    for predicate in predicates:
        entry = names.facts.get(predicate.fact)
        yield from _missing("fact", [predicate.fact], names.facts, key)
        if entry is not None:
            for what in _misfits(predicate, entry, names):
                yield f"{key} > {predicate.fact}", what


def _misfits(predicate: Predicate, entry: FactEntry, names: Names) -> Iterator[str]:
    comparison = next(name for name in COMPARISONS if getattr(predicate, name) is not None)
    given = getattr(predicate, comparison)
    if entry.type not in FITS[comparison]:
        fitting = ", ".join(sorted(FITS[comparison]))
        shown = comparison.rstrip("_")
        yield f"`{shown}` is for facts of type {fitting}, this one is {entry.type}"
    elif comparison in ("within_years", "years_passed"):
        yield from (what for _, what in _missing("fact", [given.since], names.facts, ""))
        other = names.facts.get(given.since)
        if other is not None and other.type is not FactType.DATE:
            yield f"`since` names a date, {given.since} is {other.type}"
    elif comparison in ("at_least_fact", "more_than_fact"):
        yield from (what for _, what in _figures([given], names, ""))
    elif comparison != "known":
        yield from _impossible_values(given, entry)


def _impossible_values(given: object, entry: FactEntry) -> Iterator[str]:
    values = given if isinstance(given, tuple) else (given,)
    possible = [choice.value for choice in entry.choice]
    kinds = VALUES.get(entry.type, (object,))
    for value in values:
        if possible and value not in possible:
            yield f"“{value}” is not a choice of this fact; write {', '.join(possible)}"
        elif type(value) not in kinds and object not in kinds:
            yield f"“{value}” does not fit this fact; it is {entry.type}"


def _figures(facts: Iterable[str | None], names: Names, key: str) -> Found:
    for fact in facts:
        if fact is None:
            continue
        yield from _missing("fact", [fact], names.facts, key)
        entry = names.facts.get(fact)
        if entry is not None and entry.type not in NUMBERS:
            yield key, f"{fact} must be a number to be counted with, it is {entry.type}"


def _figures_of(benefit: Benefit) -> Iterator[str | None]:
    """The facts a benefit counts with; those it only shows are not among them."""
    if isinstance(benefit, LeastOf):
        for part in benefit.part:
            yield from _figures_of(part)
    elif isinstance(benefit, UnitTiers):
        yield from (tier.of for tier in benefit.tier)
    elif isinstance(benefit, Share):
        yield from (*benefit.of.names, *benefit.of.beside, benefit.never_above)
    else:
        for name in ("of", "now", "before", "standard"):
            fact = getattr(benefit, name, None)
            yield None if isinstance(fact, Base) else fact


def _within_own_range(clause: Clause, _names: Names) -> Found:
    if isinstance(clause.benefit, Range) and clause.benefit.min_yuan > clause.benefit.max_yuan:
        yield "benefit", "`min_yuan` is above `max_yuan`; exchange them"
    if clause.ladder and clause.ladder.rung < 1:
        yield "ladder > rung", "rungs count from 1"
    if clause.year_limit and clause.year_limit.at_most < 1:
        yield "year_limit > at_most", "allow at least one year"
    if clause.plan.years is not None and clause.plan.years < 1:
        yield "plan > years", "a plan has at least one year"


def _repeated_documents(policies: Mapping[str, Policy]) -> Iterator[Fault]:
    for what in ("id", "number"):
        used = Counter(str(getattr(policy, what)) for policy in policies.values())
        for file, policy in policies.items():
            if used[getattr(policy, what)] > 1:
                said = f"“{getattr(policy, what)}” is used by several files; keep one"
                yield Fault(file, what, said)


def _shared_caps(policies: Mapping[str, Policy]) -> Iterator[Fault]:
    """One headroom has one limit: caps with the same `shared` name say the same."""
    first: dict[str, tuple[object, ...]] = {}
    for file, policy in policies.items():
        for clause in policy.clause:
            for cap in clause.cap:
                said = (cap.amount_yuan, cap.rate, cap.scope)
                if cap.shared and first.setdefault(cap.shared, said) != said:
                    key = f"clause {clause.id} > cap > shared"
                    what = f"“{cap.shared}” has another limit or scope elsewhere; make them equal"
                    yield Fault(file, key, what)
