"""Any walk through the process replays from its events to the stored state."""

from __future__ import annotations

import itertools
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.queries import chains
from casework.records.case_event import CaseEvent
from tests.office.acts import PROCESS, take
from tests.office.desk import FIRST_CERTIFICATE, Desk
from workflows.refusals import Refused

walks = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 3), st.integers(0, 12)), min_size=4, max_size=14
)
_certificates = itertools.count(1)


def replayed(events: list[CaseEvent]) -> str:
    """The state a case has come to, from its history alone; fails where the history jumps."""
    state = ""
    for number, event in enumerate(events, start=1):
        assert event.number == number
        if event.instalment is None:
            assert event.source == state
            state = event.target
    return state


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.sampled_from(("draft", "accepted", "recommended", "approved")), walk=walks)
def test_any_walk_replays_from_its_events_to_the_stored_state(
    desk: Desk, start: str, walk: list[tuple[int, int, int]]
) -> None:
    number = f"GR2026{next(_certificates):08d}"
    begin = getattr(desk, start)
    reference = begin(facts={**FIRST_CERTIFICATE, "case.hnte_certificate_no": number})

    for choice, variant, days in walk:
        before = desk.case(reference)
        actions = PROCESS.open_actions(before.state)
        if not actions:
            break
        desk.days_later(days)
        try:
            take(desk, reference, actions[choice % len(actions)], variant=variant)
        except Refused:
            after = desk.case(reference)
            assert (after.state, after.last_event) == (before.state, before.last_event)
        if desk.case(reference).state == "under_review" and choice % 2:
            with suppress(Refused):
                desk.answer_flags(reference)

    assert replayed(desk.events(reference)) == desk.case(reference).state
    with desk.database.reading() as session:
        assert [fault for chain in chains.every(session) for fault in chain.faults()] == []
