"""Where a case stands in plain words: who holds it, until when, how much of the time is used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from casework.queries.rule_book import terms_of
from casework.records.case import NOT_DUE, Case
from workflows import application
from workflows.definition import Clock
from workflows.roles import Role
from workflows.workdays import official_calendar


@dataclass(frozen=True, slots=True)
class Promise:
    """The promised time of the present stage, in working days."""

    due_on: date
    provisional: bool
    used: int
    left: int
    """Zero on the due day and after it."""
    late: int
    """Working days since the due day."""

    @property
    def over(self) -> bool:
        """Whether the promise is broken."""
        return self.late > 0

    @property
    def near(self) -> bool:
        """Whether little time is left (yellow)."""
        return not self.over and self.left <= max(1, (self.used + self.left) // 5)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands now."""

    state: str
    label: str
    public: str
    awaits: tuple[Role, ...]
    final: bool
    stopped: bool
    promise: Promise | None

    @property
    def awaits_applicant(self) -> bool:
        """Whether the enterprise has to do something now."""
        return Role.APPLICANT in self.awaits


def standing_of(case: Case, *, on: date) -> Standing:
    """Where the case stands on a day."""
    state = application.VERSIONS[case.process_version].workflow.state(case.state)
    return Standing(
        state=state.name,
        label=state.label,
        public=state.public,
        awaits=state.awaits,
        final=state.final,
        stopped=state.clock is Clock.STOPPED,
        promise=_in_full(
            promise(case.clock_from, case.due_on, provisional=case.due_provisional, on=on),
            getattr(terms_of(case).clocks, state.allowed, 0) if state.allowed else 0,
        ),
    )


def _in_full(found: Promise | None, allowed: int) -> Promise | None:
    """The promise with what was used before the clock last stopped, in working days."""
    if found is None:
        return None
    return replace(found, used=max(found.used, allowed - found.left + found.late))


def promise(
    since: date | None, due_on: date | None, *, provisional: bool, on: date
) -> Promise | None:
    """The promise of a stage that began on a day; None where no clock runs."""
    if due_on is None or due_on == NOT_DUE:
        return None
    calendar = official_calendar()
    begun = since or due_on
    return Promise(
        due_on=due_on,
        provisional=provisional,
        used=max(0, calendar.workdays_between(begun, on)) if on > begun else 0,
        left=calendar.workdays_between(on, due_on) if due_on > on else 0,
        late=calendar.workdays_between(due_on, on) if on > due_on else 0,
    )
