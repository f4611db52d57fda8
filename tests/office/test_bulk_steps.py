"""Many cases by the same step: each by the same guards, each refusal reported, none half done."""

from __future__ import annotations

from casework.commands import review
from tests.office.crowd import all_at_once
from tests.office.desk import FIRST_CERTIFICATE, Desk


def some_cases(desk: Desk, count: int) -> list[str]:
    return [
        desk.submitted(facts={**FIRST_CERTIFICATE, "case.hnte_certificate_no": f"GR{place}"})
        for place in range(count)
    ]


def test_what_may_not_move_is_reported_and_the_rest_moves(desk: Desk) -> None:
    first, second, third = some_cases(desk, 3)
    desk(review.accept, second, by=desk.cast.window, seen=None)

    with desk.database.transaction() as session:
        outcomes = review.accept_many(
            session,
            references=[first, second, third, "XC-2026-999999"],
            actor=desk.cast.window,
            at=desk.at,
        )

    assert [[refusal.code for refusal in outcome.refusals] for outcome in outcomes] == [
        *([], ["step_not_open"], [], ["case_unknown"]),
    ]
    assert [desk.case(one).state for one in (first, second, third)] == ["under_review"] * 3
    assert [desk.case(one).accepted_on for one in (first, third)] == [desk.at.date()] * 2


def test_a_bulk_is_written_as_single_steps_are(desk: Desk) -> None:
    one, other = some_cases(desk, 2)
    desk(review.accept, one, by=desk.cast.window, seen=None)

    with desk.database.transaction() as session:
        review.accept_many(session, references=[other], actor=desk.cast.window, at=desk.at)

    single, bulk = desk.events(one)[-1], desk.events(other)[-1]
    assert (single.action, single.source, single.target, single.at, single.capacity) == (
        *(bulk.action, bulk.source, bulk.target, bulk.at, bulk.capacity),
    )
    assert (desk.case(one).due_on, desk.case(one).clock) == (
        *(desk.case(other).due_on, desk.case(other).clock),
    )
    assert desk.count("outbox_messages", kind="notice") == 8


def test_two_bulks_over_the_same_cases_move_each_once(desk: Desk) -> None:
    references = some_cases(desk, 12)
    actor, at = desk.cast.window, desk.at
    url = desk.database.engine.url.render_as_string(hide_password=False)
    desk.database.close()

    def accept(database: object, place: int) -> None:
        ordered = references if place % 2 else references[::-1]
        with database.transaction() as session:  # type: ignore[attr-defined]
            review.accept_many(session, references=ordered, actor=actor, at=at)

    said = all_at_once(url, accept, processes=4)

    assert said == ["won"] * 4  # nobody waits for another for good
    assert desk.count("case_events", action="accept") == len(references)
