"""Requests and answers as JSON: read with every fault named, written exactly, and their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workflows.claims import Assessment, ClaimAssessment, Request

_REQUEST = TypeAdapter(Request)
_ASSESSMENT = TypeAdapter(Assessment)
_CLAIM_ASSESSMENT = TypeAdapter(ClaimAssessment)


class WrongRequest(Exception):
    """A request cannot be read; `faults` names the place and the fault, all of them."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("\n".join(f"{place}: {fault}" for place, fault in faults))
        self.faults = faults


def parse(text: str) -> Any:
    """JSON with its numbers kept exactly; WrongRequest where it is not JSON."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except ValueError as fault:
        raise WrongRequest((("$", f"not JSON: {fault}"),)) from None


def read_request(document: object) -> Request:
    """A request from parsed JSON; WrongRequest with one fault for each wrong place."""
    try:
        return _REQUEST.validate_python(document, by_alias=True, by_name=False)
    except ValidationError as wrong:
        raise WrongRequest(tuple(_faults(wrong))) from None


def request_to_json(request: Request) -> dict[str, Any]:
    """A request as JSON can hold it; what was not given is left out."""
    written = _REQUEST.dump_python(request, mode="json", by_alias=True, exclude_defaults=True)
    return dict(written)


def to_json(assessment: Assessment | ClaimAssessment) -> dict[str, Any]:
    """An answer as JSON can hold it: amounts in yuan as text, nothing rounded."""
    if isinstance(assessment, ClaimAssessment):
        written = _CLAIM_ASSESSMENT.dump_python(assessment, mode="json", by_alias=True)
    else:
        written = _ASSESSMENT.dump_python(assessment, mode="json", by_alias=True)
    return dict(written)


def assessment_from_json(written: Mapping[str, object]) -> Assessment:
    """The answer `to_json` wrote."""
    return _ASSESSMENT.validate_python(written, by_alias=True, by_name=False)


def claim_assessment_from_json(written: Mapping[str, object]) -> ClaimAssessment:
    """The answer for one claim that `to_json` wrote."""
    return _CLAIM_ASSESSMENT.validate_python(written, by_alias=True, by_name=False)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _faults(wrong: ValidationError) -> Iterator[tuple[str, str]]:
    for error in wrong.errors(include_url=False):
        place = "$" + "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"]
        )
        match error["type"]:
            case "missing" | "missing_argument":
                yield place, "is missing"
            case "unexpected_keyword_argument" | "extra_forbidden":
                yield place, "is not a known key"
            case _:
                yield place, error["msg"].removeprefix("Value error, ")
