"""Requests and answers as JSON: read with every fault named, written exactly, and their schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from workflows.catalogue import Catalogue
from workflows.claims import Assessment, ClaimAssessment, Reason, Request
from workflows.matching import Matches
from workflows.request_faults import (
    RequestFault,
    WrongRequest,
    faults_of_form,
    faults_of_names,
)

_REQUEST = TypeAdapter(Request)
_ASSESSMENT = TypeAdapter(Assessment)
_CLAIM_ASSESSMENT = TypeAdapter(ClaimAssessment)
_MATCHES = TypeAdapter(Matches)
_LONGEST = 40
"""Digits a number may have, and the powers of ten it may be large or small by."""


def parse(text: str) -> Any:
    """JSON with its numbers kept exactly; WrongRequest where it is not JSON."""
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=_exact,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as fault:
        particulars = {"line": str(fault.lineno), "column": str(fault.colno)}
        raise WrongRequest(
            RequestFault("$", Reason("request_not_json", particulars=particulars))
        ) from None


def read_request(document: object, catalogue: Catalogue | None = None) -> Request:
    """A request from parsed JSON; WrongRequest with a fault for each wrong place.

    With a catalogue, the names of facts, clauses and pools and the values of facts are checked too.
    """
    try:
        request = _REQUEST.validate_python(document, by_alias=True, by_name=False)
    except ValidationError as wrong:
        raise WrongRequest(*faults_of_form(wrong)) from None
    faults = () if catalogue is None else tuple(faults_of_names(catalogue, request))
    if faults:
        raise WrongRequest(*faults)
    return request


def request_to_json(request: Request) -> dict[str, Any]:
    """A request as JSON can hold it; what was not given is left out."""
    return dict(_REQUEST.dump_python(request, mode="json", by_alias=True, exclude_defaults=True))


def to_json(answer: Assessment | ClaimAssessment | Matches) -> dict[str, Any]:
    """An answer as JSON can hold it: amounts in yuan as text, nothing rounded."""
    match answer:
        case ClaimAssessment():
            return _written(_CLAIM_ASSESSMENT, answer)
        case Matches():
            return _written(_MATCHES, answer)
        case _:
            return _written(_ASSESSMENT, answer)


def assessment_from_json(written: Mapping[str, object]) -> Assessment:
    """The answer `to_json` wrote."""
    return _ASSESSMENT.validate_python(written, by_alias=True, by_name=False)


def claim_assessment_from_json(written: Mapping[str, object]) -> ClaimAssessment:
    """The answer for one claim that `to_json` wrote."""
    return _CLAIM_ASSESSMENT.validate_python(written, by_alias=True, by_name=False)


def schemas() -> Mapping[str, dict[str, Any]]:
    """The JSON Schemas of what goes in and what comes out, by file name."""
    return {
        "request.json": _schema(_REQUEST, "A request to `casework quote` or `casework match`"),
        "assessment.json": _schema(_ASSESSMENT, "The answer of `casework quote --json`", out=True),
        "matches.json": _schema(_MATCHES, "The answer of `casework match --json`", out=True),
    }


def _schema(of: TypeAdapter[Any], title: str, *, out: bool = False) -> dict[str, Any]:
    schema = of.json_schema(mode="serialization" if out else "validation", by_alias=True)
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**dialect, **schema, "title": title}


def _written(of: TypeAdapter[Any], answer: object) -> dict[str, Any]:
    written: dict[str, Any] = of.dump_python(answer, mode="json", by_alias=True)
    for claim in written.get("claims", [written]):
        limit = claim.get("figure", {}).get("limit")
        for line in (*claim.get("lines", ()), *([limit] if limit else [])):
            for name in [name for name, value in line.items() if value in (None, {})]:
                del line[name]
    return written


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different; a repeated key would silently win."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise WrongRequest(
                RequestFault("$", Reason("request_key_twice", particulars={"key": key}))
            )
        found[key] = value
    return found


def _whole(text: str) -> int:
    return int(text) if len(text) <= _LONGEST else _no_number(text)


def _exact(text: str) -> Decimal:
    """Exactly what is written, unless it is a power of ten that takes hours to reckon with."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        _no_number(text)
    return number if abs(number.adjusted()) <= _LONGEST else _no_number(text)


def _no_number(text: str) -> NoReturn:
    given = {"given": text[:_LONGEST]}
    raise WrongRequest(RequestFault("$", Reason("request_not_a_number", particulars=given)))
