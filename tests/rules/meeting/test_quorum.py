"""Who sits at a meeting, who counts for an item, and when it may be opened."""

from dataclasses import replace
from typing import Any

from workflows.meeting.quorum import (
    Presence,
    Roll,
    Seat,
    attendance_refusals,
    opening_refusals,
    roll_for,
    seating_refusals,
)
from workflows.meeting.settings import MeetingSettings, default_settings

SETTINGS = default_settings()
DEPARTMENTS = ("office", "finance", "science", "housing", "culture", "audit")
SEATS = (
    Seat("office", 1, convener=True),
    Seat("finance", 2),
    Seat("science", 3),
    Seat("housing", 4),
    Seat("culture", 5),
    Seat("audit", 6, votes=False),
)


def settings(**changed: Any) -> MeetingSettings:
    """The default settings with finance as the department that must attend."""
    return replace(SETTINGS, **{"must_attend": ("finance",), "without_vote": ("audit",), **changed})


def came(*departments: str) -> tuple[Presence, ...]:
    """The members of these departments themselves."""
    return tuple(Presence(s.department, s.holder) for s in SEATS if s.department in departments)


def roll(*departments: str, recused: tuple[int, ...] = ()) -> Roll:
    """The roll with these departments present."""
    return roll_for(SEATS, came(*departments), recused=recused, settings=settings())


def codes(refusals: object) -> list[str]:
    """The codes of refusals, in order."""
    return [refusal.code for refusal in refusals]  # type: ignore[attr-defined]


def test_a_sound_list_of_members_is_taken() -> None:
    assert codes(seating_refusals(SEATS, departments=DEPARTMENTS, settings=settings())) == []


def test_a_member_of_an_abolished_department_is_refused() -> None:
    refusals = seating_refusals(SEATS, departments=(*DEPARTMENTS[:4], "audit"), settings=settings())

    assert codes(refusals) == ["department_abolished"]


def test_every_fault_of_a_list_is_told_at_once() -> None:
    seats = (
        Seat("science", 3),
        Seat("science", 4),
        Seat("housing", 4),
        Seat("audit", 6),
    )

    refusals = seating_refusals(seats, departments=DEPARTMENTS, settings=settings())

    assert sorted(codes(refusals)) == [
        "department_has_no_vote",
        "department_must_be_seated",
        "department_seated_twice",
        "meeting_needs_one_convener",
        "person_seated_twice",
    ]


def test_a_convener_without_a_vote_is_refused() -> None:
    seats = (Seat("office", 1, votes=False, convener=True), *SEATS[1:])

    refusals = seating_refusals(seats, departments=DEPARTMENTS, settings=settings())

    assert codes(refusals) == ["convener_is_observer"]


def test_a_delegate_sits_only_with_a_letter() -> None:
    without = attendance_refusals(SEATS, (), Presence("science", 30))
    with_letter = attendance_refusals(SEATS, (), Presence("science", 30, letter="委〔2026〕1号"))

    assert codes(without) == ["delegate_without_letter"]
    assert codes(with_letter) == []


def test_a_member_cannot_sit_for_another_department_too() -> None:
    refusals = attendance_refusals(SEATS, came("housing"), Presence("science", 4, letter="1"))

    assert codes(refusals) == ["person_sits_already", "delegate_has_own_seat"]


def test_a_seat_is_taken_once_and_only_by_a_department_of_the_list() -> None:
    assert codes(attendance_refusals(SEATS, came("science"), Presence("science", 3))) == [
        "seat_taken",
        "person_sits_already",
    ]
    assert codes(attendance_refusals(SEATS, (), Presence("taxes", 9))) == ["department_not_seated"]


def test_two_thirds_of_five_are_four() -> None:
    assert roll("office", "finance", "science").needed == 4
    assert not roll("office", "finance", "science").quorate
    assert roll("office", "finance", "science", "housing").quorate


def test_observers_do_not_make_a_quorum() -> None:
    present = roll("office", "finance", "science", "audit")

    assert present.present == ("office", "finance", "science")
    assert codes(opening_refusals(present, settings())) == ["item_without_quorum"]


def test_a_recused_member_leaves_the_denominator() -> None:
    with_three = roll("office", "finance", "science", recused=(5,))

    assert with_three.recused == ("culture",)
    assert len(with_three.entitled) == 4
    assert with_three.needed == 3
    assert with_three.quorate


def test_a_letter_does_not_carry_a_recused_members_vote() -> None:
    present = (*came("office", "finance", "housing"), Presence("science", 30, letter="1"))

    by_holder = roll_for(SEATS, present, recused=(3,), settings=settings())
    by_delegate = roll_for(SEATS, present, recused=(30,), settings=settings())

    assert by_holder.recused == by_delegate.recused == ("science",)


def test_nobody_entitled_is_no_quorum() -> None:
    empty = roll("office", recused=(1, 2, 3, 4, 5))

    assert empty.needed == 0
    assert not empty.quorate


def test_no_item_opens_without_finance_unless_it_is_recused() -> None:
    absent = roll("office", "science", "housing", "culture")
    recused = roll("office", "science", "housing", "culture", recused=(2,))

    assert codes(opening_refusals(absent, settings())) == ["department_must_attend"]
    assert codes(opening_refusals(recused, settings())) == []
