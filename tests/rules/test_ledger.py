"""Balances come from entries, by one table of effects."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest

from workflows.ledger import EFFECTS, Balance, Entry, Kind, Ledger, Limit
from workflows.ledger_checks import CHECKS, faults
from workflows.money import NOTHING, Money, yuan

YEARLY = Limit("doc/1#0/2026", yuan(1_000_000))


def entry(kind: Kind, amount: int, **given: Any) -> Entry:
    """One entry of the case 1, in yuan."""
    number = given.setdefault("number", 1)
    return Entry(
        **{
            "id": number,
            "case": 1,
            "enterprise": 1,
            "policy": "doc",
            "clause": "doc/1",
            "on": date(2026, 3, 2),
            "year": 2026,
            "fiscal_year": 2026,
            **given,
        },
        kind=kind,
        amount=yuan(amount),
    )


def a_paid_case() -> list[Entry]:
    """Held 900,000, approved 600,000 in two parts, one part paid and partly recovered."""
    number = count(1)
    part = {"instalment": 1, "payment_number": None}
    return [
        entry(Kind.HOLD, 900_000, number=next(number), limits=(YEARLY,)),
        entry(Kind.RESERVE, 300_000, number=next(number), resolves=1, limits=(YEARLY,), **part),
        entry(
            Kind.RESERVE, 300_000, number=next(number), resolves=1, limits=(YEARLY,), instalment=2
        ),
        entry(Kind.RELEASE, 300_000, number=next(number), resolves=1),
        entry(
            Kind.PAY,
            300_000,
            number=next(number),
            resolves=2,
            instalment=1,
            payment_number="XC-2026-000001-01",
        ),
        entry(Kind.RECOVER, 50_000, number=next(number), resolves=5, instalment=1),
    ]


def test_the_balance_of_a_case_follows_its_entries() -> None:
    entries = a_paid_case()

    standing = [Ledger(entries[: n + 1]).balance() for n in range(len(entries))]

    assert standing == [
        Balance(held=yuan(900_000)),
        Balance(held=yuan(600_000), committed=yuan(300_000)),
        Balance(held=yuan(300_000), committed=yuan(600_000)),
        Balance(committed=yuan(600_000)),
        Balance(committed=yuan(300_000), paid=yuan(300_000)),
        Balance(committed=yuan(300_000), paid=yuan(300_000), recovered=yuan(50_000)),
    ]


def test_a_cap_counts_what_is_held_decided_and_paid_net_of_what_came_back() -> None:
    entries = a_paid_case()

    used = [Ledger(entries[: n + 1]).used(YEARLY) for n in range(len(entries))]

    assert used == [yuan(n) for n in (900_000, 900_000, 900_000, 600_000, 600_000, 550_000)]
    assert Ledger(entries).balance().used == used[-1]
    assert Ledger(entries).headroom(YEARLY) == yuan(450_000)


def test_parts_of_a_balance_add_up_to_the_whole() -> None:
    ledger = Ledger(a_paid_case())

    parts = [ledger.balance(instalment=number) for number in (1, 2)]

    assert parts[0].paid == yuan(300_000)
    assert parts[1].committed == yuan(300_000)
    assert parts[0] + parts[1] == Balance(
        held=-yuan(600_000),
        committed=yuan(300_000),
        paid=yuan(300_000),
        recovered=yuan(50_000),
    )


def test_every_kind_moves_money_it_names_and_none_out_of_nothing() -> None:
    for (kind, resolved), effect in EFFECTS.items():
        moved = effect.held + effect.committed + effect.paid
        begins, ends = kind is Kind.HOLD, kind is Kind.RELEASE
        assert moved == int(begins) - int(ends)
        assert (resolved is None) == begins


def test_a_sound_ledger_has_no_faults() -> None:
    assert faults(a_paid_case()) == ()
    assert faults(()) == ()


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        (entry(Kind.PAY, 1, number=7, instalment=2, payment_number="x"), "orphan"),
        (entry(Kind.PAY, 1, number=7, resolves=99, instalment=2, payment_number="x"), "orphan"),
        (entry(Kind.PAY, 1, number=7, resolves=4, payment_number="x"), "order"),
        (entry(Kind.RELEASE, 300_001, number=7, resolves=3, instalment=2), "balance"),
        (entry(Kind.RECOVER, 250_001, number=7, resolves=5, instalment=1), "balance"),
        (entry(Kind.HOLD, 0, number=7), "balance"),
        (
            entry(Kind.PAY, 1, number=7, resolves=3, instalment=1, payment_number="x"),
            "double pay",
        ),
        (entry(Kind.PAY, 1, number=7, resolves=3, instalment=2), "double pay"),
        (
            entry(
                Kind.PAY,
                300_000,
                number=7,
                resolves=3,
                instalment=2,
                payment_number="XC-2026-000001-01",
            ),
            "double pay",
        ),
        (entry(Kind.RELEASE, 1, number=7, resolves=3, instalment=2, clause="doc/2"), "order"),
        (
            entry(Kind.RELEASE, 1, number=7, resolves=3, instalment=2, on=date(2026, 3, 1)),
            "order",
        ),
        (entry(Kind.HOLD, 450_001, number=7, limits=(YEARLY,)), "cap"),
        (
            entry(Kind.HOLD, 1, number=7, limits=(Limit("doc/1#0/2026", Money(1)),)),
            "cap",
        ),
    ],
)
def test_each_fault_is_named(wrong: Entry, check: str) -> None:
    found = faults([*a_paid_case(), wrong])

    assert check in {fault.check for fault in found}
    assert all(str(wrong.number) in fault.where or fault.check == "balance" for fault in found)


def test_an_entry_that_resolves_a_later_one_is_out_of_order() -> None:
    first = entry(Kind.RELEASE, 1, number=1, resolves=2)
    second = entry(Kind.HOLD, 1, number=2)

    assert [fault.check for fault in faults([first, second])] == ["order"]


def test_an_instalment_is_not_reserved_twice() -> None:
    hold = entry(Kind.HOLD, 2, number=1)
    parts = [entry(Kind.RESERVE, 1, number=n, resolves=1, instalment=1) for n in (2, 3)]

    assert [fault.how for fault in faults([hold, *parts])] == ["instalment 1 is covered twice"]


def test_a_shared_headroom_counts_for_all_enterprises_together() -> None:
    building = Limit("doc/1#1/building 7", yuan(10), shared=True)
    ours = entry(Kind.HOLD, 6, number=1, limits=(building,))
    theirs = entry(Kind.HOLD, 6, number=1, id=2, case=2, enterprise=2, limits=(building,))

    found = faults([ours, theirs])

    assert [fault.check for fault in found] == ["cap"]
    assert Ledger([ours, theirs]).headroom(building) == NOTHING


def test_every_check_is_a_sentence_an_auditor_can_read() -> None:
    assert all(check.__doc__ and check.__doc__.endswith(".") for check in CHECKS)
