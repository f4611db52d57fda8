"""The thirty-two red flags: how many each finds, each finding, and a file of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from casework.exports.columns import Column, Kind, Row
from casework.queries import red_flags
from casework.queries.red_flags import Found
from casework.queries.rule_book import book
from casework.web import door
from casework.web.auditor import asking, taking_away
from casework.web.auditor.asking import Asked
from casework.web.present import coded, day, moment, named, yuan
from casework.web.saying import language
from workflows import review_flags
from workflows.red_flags import Holds, RedFlag, Severity
from workflows.red_flags import red_flags as known_flags
from workflows.term import BEIJING
from workflows.wording import Wording

blueprint = Blueprint("audit_flags", __name__, url_prefix="/audit/red-flags")
MOST_SHOWN = 200

_KINDS = {Holds.YUAN: Kind.MONEY, Holds.DAY: Kind.DAY, Holds.COUNT: Kind.COUNT}


@blueprint.get("")
def reports() -> ResponseReturnValue:
    found = _asked()
    within = asking.within(found)
    counts: dict[str, int] = {}
    with door.reading() as session:
        too_much = asking.is_too_much(session, within)
        for flag in known_flags().flags.values():
            if not (flag.slow or too_much):
                counts[flag.code] = len(red_flags.find(session, flag.code, within))
    return render_template(
        "auditor/red_flags.html",
        flags=known_flags().flags.values(),
        counts=counts,
        too_much=too_much,
        severities=list(Severity),
        found=found,
        filters=found.applied,
        words=words,
        **asking.choices(),
    )


@blueprint.get("/<code>")
def report(code: str) -> ResponseReturnValue:
    flag, asked = _flag(code), _asked()
    with door.reading() as session:
        findings = red_flags.find(session, code, asking.within(asked))
    return render_template(
        "auditor/red_flag.html",
        flag=flag,
        findings=findings[:MOST_SHOWN],
        count=len(findings),
        columns=_used(flag, findings),
        found=asked,
        filters=asked.applied,
        words=words,
        shown=shown,
        numeric=(Holds.YUAN, Holds.COUNT),
        kinds=taking_away.KINDS,
        **asking.choices(),
    )


@blueprint.get("/<code>/file.<kind>")
def file(code: str, kind: str) -> ResponseReturnValue:
    flag, asked = _flag(code), _asked()
    if kind not in taking_away.KINDS:
        abort(404)
    with door.reading() as session:
        findings = red_flags.find(session, code, asking.within(asked))
    given = {"flag": f"{flag.number} {words(flag.title)}", **asked.given}
    return taking_away.table(
        "red_flag", kind, Asked(given, asked.unread), _columns(flag), _rows(flag, findings)
    )


def words(wording: Wording | None) -> str:
    """A wording in the reader's language."""
    if wording is None:
        return ""
    return wording.en if language() == "en" else wording.zh


def shown(holds: Holds, value: Any) -> str:
    """One fact of a finding as the page shows it."""
    match value:
        case None | "":
            return "—"
        case int() if holds is Holds.YUAN:
            return yuan(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case str() if holds in (Holds.SAID, Holds.FACT, Holds.CLAUSE, Holds.FLAG):
            return _spoken(holds, value)
        case _:
            return str(value)


def _spoken(holds: Holds, codes: str) -> str:
    return ("、" if language() == "zh" else ", ").join(
        _word(holds, code) for code in codes.split(", ")
    )


def _word(holds: Holds, code: str) -> str:
    if holds is Holds.FACT and code in book().facts:
        return named(book().facts[code])
    if holds is Holds.CLAUSE and code in book().clauses:
        return named(book().clauses[code])
    if holds is Holds.FLAG and code in review_flags.flags():
        flag = review_flags.flags()[code]
        return flag.en if language() == "en" else flag.zh
    said = known_flags().said.get(code)
    return coded(code, "act") if said is None else words(said)


def _flag(code: str) -> RedFlag:
    flag = known_flags().flags.get(code)
    if flag is None:
        abort(404)
    return flag


def _asked() -> Asked:
    return asking.asked(texts=asking.CASE_FILTERS, days=asking.CASE_DAYS)


def _used(flag: RedFlag, findings: Sequence[Found]) -> list[Any]:
    """The columns in which something stands."""
    return [
        column
        for column in flag.columns
        if any(one.facts.get(column.name) not in (None, "") for one in findings)
    ]


def _columns(flag: RedFlag) -> list[Column]:
    own = [
        taking_away.WordedColumn(one.name, _KINDS.get(one.holds, Kind.TEXT), words=one.label)
        for one in flag.columns
    ]
    return [Column("case"), Column("enterprise"), Column("credit_code"), *own]


def _rows(flag: RedFlag, findings: Sequence[Found]) -> Iterator[Row]:
    for one in findings:
        facts = [_cell(column.holds, one.facts.get(column.name)) for column in flag.columns]
        yield [one.case or "", one.enterprise or "", one.credit_code or "", *facts]


def _cell(holds: Holds, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).isoformat(sep=" ", timespec="seconds")
    if holds in _KINDS or value is None:
        return value
    return shown(holds, value)
