"""`casework policies`: the catalogue for an officer, as JSON, and against the official texts."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from casework.cli.terminal import Commands
from casework.config import read_settings
from workflows import catalogue as catalogues
from workflows.catalogue import Catalogue
from workflows.clause_words import Teller
from workflows.policy.document import Clause, Policy
from workflows.policy.faults import Fault, WrongPolicyData
from workflows.policy.quotations import faults_against, quotations
from workflows.wording import phrase, spoken


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    policies = commands.add_parser("policies", help="print the catalogue of policies, or check it")
    policies.add_argument("--clause", metavar="ID", help="one clause with its readings")
    policies.add_argument("--document", metavar="ID", help="one document only")
    policies.add_argument("--json", action="store_true", help="print JSON")
    policies.add_argument("--english", action="store_true", help="labels in English")
    policies.add_argument(
        "--check-against",
        metavar="FOLDER",
        type=Path,
        help="check every quoted phrase, its figures and the source's SHA-256",
    )
    policies.set_defaults(run=_policies)


def _policies(given: argparse.Namespace) -> int:
    try:
        found = catalogues.catalogue(*read_settings().policy_folders)
    except WrongPolicyData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if given.check_against is not None:
        return _check(found, given.check_against)
    wrong_name = _unknown(found, given)
    if wrong_name:
        print(wrong_name, file=sys.stderr)
        return 2
    teller = Teller(found.facts, "en" if given.english else "zh")
    if given.clause is not None:
        lines = _one_clause(found, given, teller)
    elif given.json:
        documents = [_document_json(found, policy) for policy in _chosen(found, given)]
        lines = iter([_json({"documents": documents})])
    else:
        lines = _documents(found, given, teller)
    for line in lines:
        print(line)
    return 0


def _unknown(found: Catalogue, given: argparse.Namespace) -> str | None:
    if given.clause is not None and given.clause not in found.clauses:
        if given.clause in found.not_payable:
            return f"{given.clause} pays nobody: {found.not_payable[given.clause].note}"
        return f"there is no clause {given.clause}; `casework policies` lists them"
    if given.document is not None and given.document not in found.documents:
        return f"there is no document {given.document}; there are {', '.join(found.documents)}"
    return None


def _chosen(found: Catalogue, given: argparse.Namespace) -> tuple[Policy, ...]:
    if given.document is None:
        return found.policies
    return (found.documents[given.document],)


def _documents(found: Catalogue, given: argparse.Namespace, teller: Teller) -> Iterator[str]:
    label = _Labels(teller.language)
    for policy in _chosen(found, given):
        english = teller.language == "en"
        department = found.departments[policy.lead_department]
        lead = department.name_en if english else department.name
        yield f"{policy.number}  {policy.title_en if english else policy.title}"
        yield f"  {label.term(found, policy)}  {label('lead')}: {lead}"
        yield (
            f"  {label('payable')}: {len(policy.clause)}"
            f"  {label('not_payable')}: {len(policy.not_payable)}"
        )
        for clause in policy.clause:
            yield ""
            yield f"  {clause.article} {clause.name_en if english else clause.name}  [{clause.id}]"
            for name, said in _in_short(found, clause, teller):
                yield f"    {label(name)}: {said}"
        yield ""
        for other in policy.not_payable:
            reason = phrase(f"reason_{other.reason}", {}, teller.language)
            yield f"  · {other.article} {other.name} ({reason})  [{other.id}]"
        yield ""


def _in_short(found: Catalogue, clause: Clause, teller: Teller) -> Iterator[tuple[str, str]]:
    english = teller.language == "en"
    departments = [one.name_en if english else one.short for one in found.departments_of(clause.id)]
    caps = teller.caps(clause)
    yield "words", f"“{clause.words}”"
    yield "pays", teller.pays(clause)
    yield "caps", "; ".join(caps) if caps else phrase("no_cap", {}, teller.language)
    yield "plan", teller.plan(clause)
    yield "route", teller.route(clause)
    yield "departments", spoken(tuple(departments), teller.language)


def _one_clause(found: Catalogue, given: argparse.Namespace, teller: Teller) -> Iterator[str]:
    clause = found.clause(given.clause)
    policy = found.document_of(clause.id)
    if given.json:
        yield _json({"document": policy.id, **_clause_json(clause), "readings_of_document": [
            reading.model_dump(mode="json") for reading in policy.reading
        ]})  # fmt: skip
        return
    label = _Labels(teller.language)
    yield f"{policy.number} {clause.article} {clause.name}  [{clause.id}]"
    yield f"  {clause.summary}"
    yield f"  {label.term(found, policy)}"
    for name, said in _in_short(found, clause, teller):
        yield f"  {label(name)}: {said}"
    for name, entries in (
        ("conditions", teller.conditions(clause, policy)),
        ("materials", tuple(label.materials(policy, clause))),
        ("flags", tuple(dict.fromkeys((*policy.flags, *clause.flags)))),
    ):
        if entries:
            yield f"  {label(name)}:"
            yield from (f"    · {entry}" for entry in entries)
    yield f"  {label('readings')}:"
    for reading in (*clause.reading, *policy.reading):
        yield f"    · {reading.question}"
        yield f"      {reading.reading} [{reading.basis}]"


class _Labels:
    """The words around the catalogue, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, name: str) -> str:
        return phrase(f"label_{name}", {}, self.language)

    def term(self, found: Catalogue, policy: Policy) -> str:
        """When a document is in force, the last day included."""
        term = found.term(policy)
        last = term.last_day
        code = "term_open" if last is None else "term_until"
        days = phrase(code, {"first": term.starts, "last": last}, self.language)
        return f"{self('term')}: {days}"

    def materials(self, policy: Policy, clause: Clause) -> Iterator[str]:
        """The papers wanted, with whether they must come from the applicant."""
        for one in (*policy.material, *clause.material):
            need = phrase(f"need_{one.need}", {}, self.language)
            more = one.when or one.source
            yield f"{one.name} ({need}{f': {more}' if more else ''})"


def _document_json(found: Catalogue, policy: Policy) -> dict[str, object]:
    whole = policy.model_dump(mode="json", by_alias=True, exclude_none=True)
    for table in ("fact", "more_choice", "department", "new_district", "matter_group"):
        whole.pop(table)
    del whole["clause"]
    return {
        **whole,
        "file": found.files[policy.id],
        "clauses": [_clause_json(clause) for clause in policy.clause],
        "not_payable": [
            one.model_dump(mode="json", exclude_none=True) for one in policy.not_payable
        ],
    }


def _clause_json(clause: Clause) -> dict[str, object]:
    return clause.model_dump(mode="json", by_alias=True, exclude_none=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _check(found: Catalogue, folder: Path) -> int:
    """Print what was checked and each fault; 1 where there is any."""
    faults: list[Fault] = []
    checked = 0
    for policy in found.policies:
        file = found.files[policy.id]
        source = policy.source
        if source is None:
            print(f"{file}: names no official text; not checked")
            continue
        try:
            official = (folder / source.file).read_bytes()
        except OSError:
            faults.append(Fault(file, "source > file", f"{folder / source.file} cannot be read"))
            continue
        here = tuple(faults_against(file, policy, official))
        checked += len(quotations(policy))
        faults.extend(here)
        print(f"{file}: {len(quotations(policy))} phrases, {len(here)} faults")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{checked} phrases checked against {folder}, {len(faults)} faults")
    return 1 if faults else 0
