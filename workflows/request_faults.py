"""Everything wrong with a request, each fault with its place: `$.claims[0].facts.loan.id`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from workflows.catalogue import Catalogue
from workflows.claims import Claim, Reason, Recognition, Request
from workflows.fact_values import read_facts

CODES = {
    "missing": "request_missing",
    "missing_argument": "request_missing",
    "unexpected_keyword_argument": "request_unknown_key",
    "extra_forbidden": "request_unknown_key",
    "string_type": "request_not_text",
    "int_type": "request_not_whole",
    "bool_type": "request_not_yes_or_no",
    "tuple_type": "request_not_a_list",
    "dict_type": "request_not_an_object",
    "mapping_type": "request_not_an_object",
    "dataclass_type": "request_not_an_object",
    "enum": "request_not_listed",
    "literal_error": "request_not_listed",
}
"""Which sentence says a fault of form; others carry the code of the value they concern."""


@dataclass(frozen=True, slots=True)
class RequestFault:
    """One fault: where in the request, and why."""

    place: str
    reason: Reason


class WrongRequest(Exception):
    """A request cannot be taken; `faults` are all of them."""

    def __init__(self, *faults: RequestFault) -> None:
        super().__init__("\n".join(f"{fault.place}: {fault.reason.code}" for fault in faults))
        self.faults = faults


def faults_of_form(wrong: ValidationError) -> Iterator[RequestFault]:
    """What does not fit the shape of a request."""
    for error in wrong.errors(include_url=False):
        code = CODES.get(error["type"])
        if code is None:  # a value that was read by `notation`, which names its own code
            code = str(error.get("ctx", {}).get("error", error["type"]))
        expected = str(error.get("ctx", {}).get("expected", ""))
        yield RequestFault(_place(error["loc"]), Reason(code, particulars={"expected": expected}))


def faults_of_names(catalogue: Catalogue, request: Request) -> Iterator[RequestFault]:
    """Names and values the catalogue does not know: facts, clauses, pools, ids used twice."""
    yield from _facts(catalogue, "$.facts", request.facts)
    yield from _recognitions(catalogue, "$.recognitions", request.recognitions)
    for pool in request.pools:
        if pool not in catalogue.pools:
            yield RequestFault(f"$.pools_yuan.{pool}", Reason("request_no_such_pool"))
    seen: set[str] = set()
    for number, claim in enumerate(request.claims):
        place = f"$.claims[{number}]"
        if claim.id in seen:
            yield RequestFault(f"{place}.id", Reason("request_id_twice"))
        seen.add(claim.id)
        yield from _claim(catalogue, place, claim)
    for number, award in enumerate(request.history):
        place = f"$.history[{number}]"
        if award.level == "district" and award.clause not in catalogue.clauses:
            reason = Reason("clause_unknown", particulars={"clause": award.clause})
            yield RequestFault(f"{place}.clause", reason)
        yield from _facts(catalogue, f"{place}.facts", award.facts)


def _claim(catalogue: Catalogue, place: str, claim: Claim) -> Iterator[RequestFault]:
    if claim.clause not in catalogue.clauses:
        reason = Reason("clause_unknown", particulars={"clause": claim.clause})
        yield RequestFault(f"{place}.clause", reason)
    if claim.base is not None and claim.base not in catalogue.facts:
        yield RequestFault(f"{place}.base", Reason("fact_not_named", fact=claim.base))
    yield from _facts(catalogue, f"{place}.facts", claim.facts)
    yield from _recognitions(catalogue, f"{place}.recognitions", claim.recognitions)


def _facts(catalogue: Catalogue, place: str, facts: Mapping[str, object]) -> Iterator[RequestFault]:
    for fact, reason in read_facts(catalogue.facts, facts).faults.items():
        yield RequestFault(f"{place}.{fact}", reason)


def _recognitions(
    catalogue: Catalogue, place: str, recognitions: Iterable[Recognition]
) -> Iterator[RequestFault]:
    for number, one in enumerate(recognitions):
        if one.fact not in catalogue.facts:
            reason = Reason("fact_not_named", fact=one.fact)
            yield RequestFault(f"{place}[{number}].fact", reason)


def _place(steps: Iterable[Any]) -> str:
    return "$" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in steps)
