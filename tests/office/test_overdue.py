"""What time alone brings about, through the messages that ask for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests.office.acts import take
from tests.office.desk import Desk
from tests.office.sums import held


def at(year: int, month: int, day: int) -> datetime:
    """Midnight in Beijing at the beginning of a day."""
    return datetime(year, month, day, tzinfo=UTC) - timedelta(hours=8)


def test_silence_accepts_on_the_day_after_the_last_day_and_not_before(desk: Desk) -> None:
    reference = desk.submitted()  # Monday, 2 March: five working days end on Monday, 9 March

    drain(desk.database, TASKS, at=at(2026, 3, 9))
    before = desk.case(reference).state
    drain(desk.database, TASKS, at=at(2026, 3, 10))

    assert (before, desk.case(reference).state) == ("submitted", "under_review")
    assert desk.case(reference).accepted_on == at(2026, 3, 11).date()


def test_an_unanswered_correction_lapses_and_frees_its_hold(desk: Desk) -> None:
    reference = desk.submitted()
    take(desk, reference, "return_for_correction")  # ten working days end on 16 March

    drain(desk.database, TASKS, at=at(2026, 3, 16))
    before = desk.case(reference).state
    drain(desk.database, TASKS, at=at(2026, 3, 17))

    assert (before, desk.case(reference).state) == ("returned", "lapsed")
    assert held(desk) == 0


def test_who_corrected_in_time_is_left_alone(desk: Desk) -> None:
    reference = desk.submitted()
    take(desk, reference, "return_for_correction")
    take(desk, reference, "resubmit")
    take(desk, reference, "accept")

    drain(desk.database, TASKS, at=at(2026, 4, 30))

    assert desk.case(reference).state == "under_review"


def test_a_draft_lapses_with_its_clause(desk: Desk) -> None:
    reference = desk.draft()  # the document's last day is 28 May 2028

    drain(desk.database, TASKS, at=at(2028, 5, 28))
    before = desk.case(reference).state
    drain(desk.database, TASKS, at=at(2028, 5, 29))

    assert (before, desk.case(reference).state) == ("draft", "lapsed")
