"""The acts of cases for process mining: XES (IEEE 1849) and OCEL 2.0 in JSON, as streams.

People stand in it by number, not by name; amounts in yuan as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, BinaryIO
from xml.sax.saxutils import quoteattr

from sqlalchemy.orm import Session

from casework.exports.columns import Stated, in_yuan
from casework.exports.csv_file import Digest
from casework.queries.audit import acts_log
from casework.queries.audit.acts_log import LoggedAct
from casework.queries.red_flags import Within

_XES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    '<extension name="Concept" prefix="concept"'
    ' uri="http://www.xes-standard.org/concept.xesext"/>\n'
    '<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>\n'
    '<extension name="Organizational" prefix="org"'
    ' uri="http://www.xes-standard.org/org.xesext"/>\n'
    '<extension name="Lifecycle" prefix="lifecycle"'
    ' uri="http://www.xes-standard.org/lifecycle.xesext"/>\n'
    '<classifier name="Activity" keys="concept:name"/>\n'
)
_OBJECT_TYPES = {
    "case": (("clause", "string"), ("department", "string"), ("filed_on", "string")),
    "enterprise": (),
    "clause": (),
    "instalment": (("amount_yuan", "string"), ("fiscal_year", "integer")),
    "meeting": (),
}
_EVENT_ATTRIBUTES = ("source", "target", "resource", "group", "capacity")


def write_xes(session: Session, stream: BinaryIO, within: Within) -> Stated:
    """One trace for each case, one event for each act."""
    out, events = Digest(stream), 0
    out.write(_XES.encode())
    for reference, of_case in groupby(acts_log.acts(session, within), key=lambda act: act.case):
        acts = list(of_case)
        events += len(acts)
        said = [_string("concept:name", reference), _string("clause", acts[0].clause_id)]
        said += [_string("enterprise", acts[0].credit_code), *map(_xes_event, acts)]
        out.write(f"<trace>{''.join(said)}</trace>\n".encode())
    out.write(b"</log>\n")
    return Stated(events, {}, out.sha256)


def _xes_event(act: LoggedAct) -> str:
    said = [
        _string("concept:name", act.action),
        _string("lifecycle:transition", "complete"),
        f'<date key="time:timestamp" value={quoteattr(_moment(act.at))}/>',
        *(_string(_XES_KEYS.get(name, name), value) for name, value in _attributes(act) if value),
    ]
    if act.instalment is not None:
        said.append(f'<int key="instalment" value="{act.instalment}"/>')
    return f"<event>{''.join(said)}</event>"


_XES_KEYS = {"resource": "org:resource", "group": "org:group", "capacity": "org:role"}


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>"


def write_ocel(session: Session, stream: BinaryIO, within: Within) -> Stated:
    """Cases, enterprises, clauses, instalments and meetings as objects, every act as an event."""
    out = Digest(stream)
    actions: set[str] = set()
    out.write(b'{"objects":[')
    for place, one in enumerate(_objects(session, within)):
        out.write((",\n" if place else "").encode() + _json(one))
    out.write(b'],\n"events":[')
    events = 0
    for act in acts_log.acts(session, within):
        out.write((",\n" if events else "").encode() + _json(_ocel_event(act)))
        actions.add(act.action)
        events += 1
    attributes = [{"name": name, "type": "string"} for name in _EVENT_ATTRIBUTES]
    event_types = [{"name": name, "attributes": attributes} for name in sorted(actions)]
    object_types = [
        {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in attributes_of]}
        for name, attributes_of in _OBJECT_TYPES.items()
    ]
    out.write(b'],\n"eventTypes":' + _json(event_types))
    out.write(b',\n"objectTypes":' + _json(object_types) + b"}\n")
    return Stated(events, {}, out.sha256)


def _objects(session: Session, within: Within) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, str]] = set()
    for case in acts_log.cases(session, within):
        for kind, name in (("enterprise", case.credit_code), ("clause", case.clause_id)):
            if (kind, name) not in seen:
                seen.add((kind, name))
                yield _object(kind, name)
        filed = "" if case.filed_on is None else case.filed_on.isoformat()
        said = {"clause": case.clause_id, "department": case.department_id, "filed_on": filed}
        links = ((case.credit_code, "of"), (case.clause_id, "under"))
        yield _object("case", case.reference, said, links, at=case.drafted_at)
    for part in acts_log.instalments(session, within):
        said_of: dict[str, Any] = {
            "amount_yuan": in_yuan(part.amount_fen),
            "fiscal_year": part.fiscal_year,
        }
        name = _part(part.case, part.number)
        yield _object("instalment", name, said_of, ((part.case, "of"),), at=part.drafted_at)
    for meeting, rows in groupby(acts_log.meetings(session, within), key=lambda row: row.meeting):
        yield _object("meeting", meeting, links=tuple((row.case, "heard") for row in rows))


def _object(
    kind: str,
    name: str,
    said: dict[str, Any] | None = None,
    links: Iterable[tuple[str, str]] = (),
    *,
    at: datetime | None = None,
) -> dict[str, Any]:
    time = "" if at is None else _moment(at)
    return {
        "id": name,
        "type": kind,
        "attributes": [
            {"name": key, "time": time, "value": value} for key, value in (said or {}).items()
        ],
        "relationships": [{"objectId": other, "qualifier": how} for other, how in links],
    }


def _ocel_event(act: LoggedAct) -> dict[str, Any]:
    links = [(act.case, "case"), (act.credit_code, "enterprise"), (act.clause_id, "clause")]
    if act.instalment is not None:
        links.append((_part(act.case, act.instalment), "instalment"))
    return {
        "id": f"{act.case}/{act.number}",
        "type": act.action,
        "time": _moment(act.at),
        "attributes": [{"name": name, "value": value} for name, value in _attributes(act)],
        "relationships": [{"objectId": other, "qualifier": how} for other, how in links],
    }


def _attributes(act: LoggedAct) -> Iterator[tuple[str, str]]:
    yield "source", act.source
    yield "target", act.target
    deputy = "" if act.acting_for_id is None else f" for user-{act.acting_for_id}"
    yield "resource", f"user-{act.actor_id}{deputy}"
    yield "group", act.department_id or ""
    yield "capacity", act.capacity


def _part(case: str, number: int) -> str:
    return f"{case}-{number:02d}"


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
