"""What is wrong with a policy file, all at once: which file, which key, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from workflows.policy.shape import Table


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one file; `key` is where, in the words of the file."""

    file: str
    key: str
    what_to_do: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.what_to_do}"


class WrongPolicyData(Exception):
    """Policy files cannot be used; `faults` lists every one of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(("the policy files are wrong:", *map(str, self.faults))))


Raw = Mapping[str, Any]
"""A file as `tomllib` read it."""

_INSTEAD = {
    "missing": "missing; add it",
    "int_type": "write a whole number without a decimal point, e.g. 300_000",
    "bool_type": "write true or false",
    "string_type": "write text in quotes",
    "date_type": "write a day without quotes, e.g. 2026-01-31",
    "date_from_datetime_inexact": "write a day without a time, e.g. 2026-01-31",
    "tuple_type": "write a list in [ ]",
    "model_type": "write a table, e.g. { kind = ... }",
    "union_tag_not_found": "missing `kind`; add it",
}


def faults_of(file: str, raw: Raw, error: ValidationError) -> Iterator[Fault]:
    """The faults of one file, in the file's own words."""
    for one in error.errors(include_url=False):
        yield Fault(file, spoken_key(raw, one["loc"]) or "file", _what_to_do(one))


def spoken_key(raw: object, where: Sequence[int | str]) -> str:
    """Where a fault lies: "clause xc-…/art9 > cap 1 > amount_yuan"."""
    steps: list[str] = []
    here: object = raw
    for number, step in enumerate(where):
        last = number == len(where) - 1
        if isinstance(here, Mapping) and (step in here or last):
            steps.append(str(step))
            here = here.get(step)
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
            here = here[step]
            steps[-1:] = [f"{steps[-1] if steps else 'entry'} {_named(here, step)}"]
    return " > ".join(steps)


def _named(entry: object, position: int) -> str:
    if isinstance(entry, Mapping):
        for name in ("id", "name", "fact"):
            if isinstance(entry.get(name), str):
                return str(entry[name])
    return str(position + 1)


def _what_to_do(one: Mapping[str, Any]) -> str:
    kind, given = one["type"], one.get("input")
    context = one.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(str(one["loc"][-1]))
    if kind in ("literal_error", "enum"):
        return f"“{given}” is not possible; write {context['expected']}"
    if kind == "union_tag_invalid":
        return f"kind “{context['tag']}” is not known; write one of {context['expected_tags']}"
    if kind == "value_error":
        return str(context["error"])
    return _INSTEAD.get(kind, str(one["msg"]))


def _unknown_key(key: str) -> str:
    near = get_close_matches(key, sorted(_all_keys(Table)), n=1, cutoff=0.7)
    meant = f"; did you mean `{near[0]}`?" if near else ""
    return f"no such key{meant or '; remove it or correct its spelling'}"


def _all_keys(table: type[Table]) -> frozenset[str]:
    own = frozenset(field.alias or name for name, field in table.model_fields.items())
    return own.union(*(_all_keys(part) for part in table.__subclasses__()))
