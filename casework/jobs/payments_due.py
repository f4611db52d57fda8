"""What a day brings about for instalments: they fall due, or are carried into the next budget."""

from __future__ import annotations

import logging
from datetime import datetime

from casework.commands import disburse
from casework.commands.payment_portion import PORTION, dossiers_of, take
from casework.db import Database
from casework.queries.instalments import left_from_last_year, to_fall_due
from workflows.refusals import Refused
from workflows.roles import SYSTEM
from workflows.term import civil_date

log = logging.getLogger(__name__)


def let_fall_due(database: Database, *, at: datetime) -> int:
    """Let every instalment fall due whose day has come, portion by portion; how many did."""
    done, after = 0, 0
    while True:
        with database.transaction() as session:
            found = to_fall_due(session, on=civil_date(at), after=after, limit=PORTION)
            of = dossiers_of(session, [(reference, number) for _, reference, number in found])
            outcomes = take(session, of, "fall_due", actor=SYSTEM, at=at)
        done += sum(outcome.taken is not None for outcome in outcomes)
        if len(found) < PORTION:
            return done
        after = found[-1][0]


def carry_over(database: Database, *, at: datetime) -> int:
    """Carry what a past budget year has not paid into this one, one by one; how many were."""
    with database.reading() as session:
        found = left_from_last_year(session, year=civil_date(at).year)
    return sum(_carried(database, reference, number, at) for reference, number in found)


def _carried(database: Database, reference: str, number: int, at: datetime) -> bool:
    try:
        with database.transaction() as session:
            disburse.carry(session, reference=reference, number=number, at=at)
    except Refused as refused:
        log.info("%s-%02d is not carried: %s", reference, number, refused)
        return False
    return True
