"""Every policy document as one frozen value, read strictly from TOML files.

`catalogue()` is what the product uses; `read_catalogue` is the same without a memory.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from workflows.policy.checks import Names, faults_across
from workflows.policy.dictionary import Choice, Department, District, FactEntry, MatterGroup
from workflows.policy.document import Clause, NotPayable, Policy, Pool
from workflows.policy.faults import Fault, WrongPolicyData, faults_of
from workflows.policy.shape import Table
from workflows.term import Term

POLICIES = Path(__file__).parent / "policies"
DICTIONARY = Path(__file__).parent / "dictionary"

SHARED: Mapping[str, tuple[str, type[Table]]] = {
    "facts.toml": ("fact", FactEntry),
    "departments.toml": ("department", Department),
    "districts.toml": ("district", District),
    "matters.toml": ("matter_group", MatterGroup),
}
"""The files of the dictionary: the table each lists, and what an entry is."""

FLAGS = "flags.toml"

Entry = TypeVar("Entry", bound=Table)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The documents with all their clauses, and the words they share."""

    policies: tuple[Policy, ...]
    """By the day they came into force, then by id."""
    clauses: Mapping[str, Clause]
    not_payable: Mapping[str, NotPayable]
    facts: Mapping[str, FactEntry]
    departments: Mapping[str, Department]
    districts: Mapping[str, District]
    matter_groups: Mapping[str, MatterGroup]
    pools: Mapping[str, Pool]
    documents: Mapping[str, Policy]
    """By the document's id."""
    files: Mapping[str, str]
    """The name of the file each document was read from, by the document's id."""

    def clause(self, clause_id: str) -> Clause:
        """The clause of an id; KeyError where there is none."""
        return self.clauses[clause_id]

    def document_of(self, clause_id: str) -> Policy:
        """The document a clause or a measure that is not payable stands in; KeyError for none."""
        if clause_id not in self.clauses and clause_id not in self.not_payable:
            raise KeyError(clause_id)
        return self.documents[clause_id.split("/")[0]]

    def term_of(self, clause_id: str) -> Term:
        """When a clause is in force: its own term, else its document's (ruling 2)."""
        own = self.clause(clause_id).in_force
        if own is None:
            return self.term(self.document_of(clause_id))
        return Term(own.from_, own.until)

    def term(self, policy: Policy) -> Term:
        """When a document is in force."""
        return Term(policy.in_force.from_, policy.in_force.until)

    def clause_in_force(self, clause_id: str, on: date) -> Clause | None:
        """The clause if it holds on the day of filing (ruling 1), else None; KeyError for none."""
        return self.clause(clause_id) if self.term_of(clause_id).covers(on) else None

    def clauses_in_force(self, on: date) -> tuple[Clause, ...]:
        """Every clause one may apply under on a day, in the order of the documents."""
        return tuple(
            clause for clause in self.clauses.values() if self.term_of(clause.id).covers(on)
        )

    def departments_of(self, clause_id: str) -> tuple[Department, ...]:
        """Who reviews: the clause's departments, else the document's lead department."""
        document = self.document_of(clause_id)
        ids = self.clause(clause_id).departments or (document.lead_department,)
        return tuple(self.departments[one] for one in ids)


@lru_cache
def catalogue(*further: Path) -> Catalogue:
    """The catalogue of the package and of further folders; WrongPolicyData with every fault."""
    return read_catalogue(POLICIES, *further)


def read_catalogue(*folders: Path, dictionary: Path = DICTIONARY) -> Catalogue:
    """Read every policy file of the folders; WrongPolicyData lists file, key and what to do."""
    faults: list[Fault] = []
    shared = {
        file: _entries(dictionary / file, table, kind, faults)
        for file, (table, kind) in SHARED.items()
    }
    flags = _toml(dictionary / FLAGS, faults)
    policies = dict(_policies(folders, faults))
    if faults:
        raise WrongPolicyData(faults)
    departments = _named(
        shared["departments.toml"], policies, "department", "id", Department, faults
    )
    districts = _named(shared["districts.toml"], policies, "new_district", "id", District, faults)
    groups = _named(shared["matters.toml"], policies, "matter_group", "id", MatterGroup, faults)
    facts = _named(shared["facts.toml"], policies, "fact", "name", FactEntry, faults)
    facts = _with_all_choices(facts, districts, policies, faults)
    in_order = sorted(policies.values(), key=lambda policy: (policy.in_force.from_, policy.id))
    found = Catalogue(
        policies=tuple(in_order),
        clauses=_by_id(clause for policy in in_order for clause in policy.clause),
        not_payable=_by_id(other for policy in in_order for other in policy.not_payable),
        facts=facts,
        departments=departments,
        districts=districts,
        matter_groups=groups,
        pools=_by_id(pool for policy in in_order for pool in policy.pool),
        documents=_by_id(in_order),
        files=MappingProxyType({policy.id: file for file, policy in policies.items()}),
    )
    faults += faults_across(policies, _names(found, frozenset(flags)))
    if faults:
        raise WrongPolicyData(faults)
    return found


def _policies(folders: Iterable[Path], faults: list[Fault]) -> Iterator[tuple[str, Policy]]:
    for folder in folders:
        if not folder.is_dir():
            faults.append(Fault(str(folder), "folder", "no such folder; create it or drop it"))
            continue
        for path in sorted(folder.glob("*.toml")):
            raw = _toml(path, faults)
            try:
                yield path.name, Policy.model_validate(raw)
            except ValidationError as error:
                faults.extend(faults_of(path.name, raw, error))


def _toml(path: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(Fault(path.name, "file", "missing; put it back"))
    except UnicodeDecodeError:
        faults.append(Fault(path.name, "file", "not UTF-8; save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(path.name, "file", f"not TOML, correct it: {error}"))
    return {}


def _entries(path: Path, table: str, kind: type[Entry], faults: list[Fault]) -> tuple[Entry, ...]:
    raw = _toml(path, faults)
    for key in sorted(set(raw) - {table}):
        faults.append(Fault(path.name, key, f"no such key; this file lists [[{table}]]"))
    entries: list[Entry] = []
    for position, entry in enumerate(raw.get(table, ())):
        try:
            entries.append(kind.model_validate(entry))
        except ValidationError as error:
            for one in faults_of(path.name, entry, error):
                where = f"{table} {entry.get('name') or entry.get('id') or position + 1}"
                faults.append(Fault(one.file, f"{where} > {one.key}", one.what_to_do))
    return tuple(entries)


def _named(
    shared: Iterable[Any],
    policies: Mapping[str, Policy],
    key: str,
    name: str,
    kind: type[Entry],
    faults: list[Fault],
) -> Mapping[str, Entry]:
    """The shared entries and those a policy file brings; a name may be said only once."""
    found: dict[str, Entry] = {}
    said = [("the dictionary", entry) for entry in shared]
    said += [(file, entry) for file, policy in policies.items() for entry in getattr(policy, key)]
    for file, entry in said:
        if getattr(entry, name) in found:
            what = "named twice; use the one there is, or give yours another name"
            faults.append(Fault(file, f"{key} {getattr(entry, name)}", what))
        found[getattr(entry, name)] = entry
    return MappingProxyType(found)


def _with_all_choices(
    facts: Mapping[str, FactEntry],
    districts: Mapping[str, District],
    policies: Mapping[str, Policy],
    faults: list[Fault],
) -> Mapping[str, FactEntry]:
    """The facts with the choices that stand elsewhere: districts, and what policy files add."""
    places = tuple(
        Choice(value=one.id, label=one.name, label_en=one.name_en) for one in districts.values()
    )
    complete = dict(facts)
    for name, entry in facts.items():
        if entry.choices_from == "districts":
            complete[name] = entry.model_copy(update={"choice": places + entry.choice})
    for file, policy in policies.items():
        for more in policy.more_choice:
            known = complete.get(more.fact)
            if known is None or not known.choice:
                what = "there is no choice fact of this name; correct it or add the fact"
                faults.append(Fault(file, f"more_choice {more.fact}", what))
                continue
            added = Choice(value=more.value, label=more.label, label_en=more.label_en)
            complete[more.fact] = known.model_copy(update={"choice": (*known.choice, added)})
    return MappingProxyType(complete)


def _by_id(entries: Iterable[Any]) -> Mapping[str, Any]:
    return MappingProxyType({entry.id: entry for entry in entries})


def _names(found: Catalogue, flags: frozenset[str]) -> Names:
    return Names(
        facts=found.facts,
        departments=found.departments,
        districts=found.districts,
        groups=found.matter_groups,
        flags=flags,
        documents=frozenset(found.documents),
        clauses=frozenset(found.clauses),
        pools=frozenset(found.pools),
    )
