"""`casework quote` and `casework match`: assessments from a file, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from casework.cli.terminal import Commands
from casework.config import read_settings
from workflows import catalogue as catalogues
from workflows import claims_json
from workflows.assessment import assess
from workflows.catalogue import Catalogue
from workflows.claims import Request
from workflows.explanation import Explanation
from workflows.matching import match
from workflows.pages import assessment_page, match_page
from workflows.policy.faults import WrongPolicyData
from workflows.request_faults import WrongRequest


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    for name, answer, what in (
        ("quote", _quote, "what claims come to: every reason, line, payment"),
        ("match", _match, "what an enterprise may get under all clauses in force"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("request", metavar="FILE", help="a request as JSON; - reads stdin")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument("--english", action="store_true", help="print English")
        command.set_defaults(run=_run, answer=answer)


def _run(given: argparse.Namespace) -> int:
    try:
        found = catalogues.catalogue(*read_settings().policy_folders)
    except WrongPolicyData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    speaks = Explanation(found, "en" if given.english else "zh")
    try:
        text = sys.stdin.read() if given.request == "-" else _text(given.request)
        request = claims_json.read_request(claims_json.parse(text), found)
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "UTF-8"
        print(speaks.word("request_no_file", file=given.request, why=why), file=sys.stderr)
        return 2
    except WrongRequest as wrong:
        print(speaks.word("request_wrong"), file=sys.stderr)
        for one in wrong.faults:
            print(f"  {one.place}: {speaks.reason(one.reason)}", file=sys.stderr)
        return 2
    for line in given.answer(found, request, speaks, given.json):
        print(line)
    return 0


def _quote(found: Catalogue, request: Request, speaks: Explanation, as_json: bool) -> Iterator[str]:
    answer = assess(found, request)
    if as_json:
        return iter([_json(claims_json.to_json(answer))])
    return assessment_page(speaks, request, answer)


def _match(found: Catalogue, request: Request, speaks: Explanation, as_json: bool) -> Iterator[str]:
    matches = match(found, request)
    if as_json:
        return iter([_json(claims_json.to_json(matches))])
    return match_page(speaks, matches)


def _text(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")


def _json(written: dict[str, Any]) -> str:
    return json.dumps(written, ensure_ascii=False, indent=2)
