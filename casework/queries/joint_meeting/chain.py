"""The histories of all meetings as chains, to be walked like those of the cases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.chains import Chain
from casework.records.meeting.joint_meeting import JointMeeting, MeetingAct
from workflows.history import Link
from workflows.term import utc_text

_SAID = tuple(
    column.name
    for column in MeetingAct.__table__.columns
    if column.name not in ("id", "meeting_id", "hash")
)


def every_meeting(session: Session) -> Iterator[Chain]:
    """Every meeting's acts, in the order of the meetings."""
    act = MeetingAct.__table__.c
    rows = session.execute(
        sa.select(JointMeeting.reference, JointMeeting.last_act, JointMeeting.last_hash, act.hash)
        .add_columns(*(act[name] for name in _SAID))
        .outerjoin(MeetingAct, MeetingAct.meeting_id == JointMeeting.id)
        .order_by(JointMeeting.id, MeetingAct.number)
    ).mappings()
    for reference, of_meeting in groupby(rows, key=itemgetter("reference")):
        kept = list(of_meeting)
        links = []
        for row in kept:
            if row["number"] is None:
                continue
            said = {name: row[name] for name in _SAID}
            content = {"meeting": reference, **said, "at": utc_text(said["at"])}
            links.append(Link(content, row["hash"]))
        yield Chain(reference, tuple(links), kept[0]["last_act"], kept[0]["last_hash"])
