"""Worklists, counts and search over a full office (performance.md B)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from casework.db import Database
from casework.queries import names, worklists
from casework.queries.rule_book import book, edition
from casework.queries.worklists import After, Wanted
from tests.cast import Cast, gather
from tests.office.desk import HIGH_TECH

CASES, ENTERPRISES = 1_000_000, 200_000
TODAY = date(2026, 3, 2)
_ROUNDS = 60


def measure(database: Database, _redis_url: str, *, cases: int = CASES) -> Iterator[str]:
    """Fill an office and time what officers ask of it all day."""
    with database.transaction() as session:
        cast = gather(session)
    fill(database, cases=cases, enterprises=max(cases * ENTERPRISES // CASES, 1_000))
    size = f"{cases:,} cases"
    for name, ask in _questions(cast).items():
        yield f"{name:<44} {size}  {_median(database, ask):8.2f} ms"


def fill(database: Database, *, cases: int, enterprises: int) -> None:
    """Enterprises of ordinary names, and cases of 30 departments, one in four still in hand."""
    with database.transaction() as session:
        session.execute(
            sa.text(
                "INSERT INTO enterprises (id, credit_code, name, kind, legal_person,"
                " registered_address, created_at, last_change)"
                " SELECT n, 'B' || lpad(n::text, 17, '0'), '示例' || chr(20000 + n % 4000)"
                " || chr(22000 + (n / 7) % 4000) || '科技有限公司', 'enterprise', '', '',"
                " now(), 1 FROM generate_series(1000, 1000 + :many) AS n"
            ),
            {"many": enterprises},
        )
        found = [one for one in book().departments if one.startswith("xc-")][:30]
        session.execute(
            sa.text(
                "INSERT INTO cases (reference, enterprise_id, district_id, department_id,"
                " policy_id, clause_id, edition, claim_year, claim_facts, matter_keys,"
                " one_case_one_policy, process_version, state, last_event, last_hash, route,"
                " referrals, drafted_at, filed_on, due_on, due_provisional)"
                " SELECT 'XC-2020-' || lpad(n::text, 7, '0'), 1000 + n % :firms, 'xicheng',"
                " (:departments)[1 + n % :spread], 'xc-2023-71', :clause, :edition, 2020,"
                " '{}', '{}', false, 1, (ARRAY['submitted', 'under_review', 'awaiting_approval',"
                " 'joint_meeting', 'settled', 'settled', 'settled', 'settled', 'settled',"
                " 'settled', 'settled', 'declined', 'withdrawn', 'settled', 'settled',"
                " 'settled'])[1 + (n / :spread) % 16], 1, '', 'department', '[]', now(),"
                " DATE '2026-01-01', DATE '2026-01-01' + n % 120, false"
                " FROM generate_series(1, :many) AS n"
            ).bindparams(sa.bindparam("departments", type_=sa.ARRAY(sa.Text()))),
            {
                "departments": found,
                "spread": len(found),
                "firms": enterprises,
                "clause": HIGH_TECH,
                "edition": edition(HIGH_TECH),
                "many": cases,
            },
        )
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


def _questions(cast: Cast) -> dict[str, Callable[[sa.orm.Session], object]]:
    reviewer, window = cast.reviewer, cast.window
    deep = After(TODAY + timedelta(days=30), 500_000)

    def asked(**given: Any) -> Callable[[sa.orm.Session], object]:
        return lambda s: worklists.to_do(s, reviewer, Wanted(**given), on=TODAY)

    return {
        "a department's list, first page": asked(),
        "a department's list, far down": lambda s: worklists.to_do(
            s, reviewer, on=TODAY, after=deep
        ),
        "the window's list, first page": lambda s: worklists.to_do(s, window, on=TODAY),
        "everything in hand, first page": lambda s: worklists.in_hand(s, reviewer, on=TODAY),
        "only what is late": asked(due="over"),
        "only one's own": asked(handler="mine"),
        "what awaits, is late, soon, one's own": lambda s: worklists.counts(s, reviewer, on=TODAY),
        "two common characters, enterprises": lambda s: names.named_like(s, "科技", most=50),
        "two characters nobody bears": lambda s: names.named_like(s, "鬱龘", most=50),
        "three characters": lambda s: names.named_like(s, "示例丁", most=50),
        "a list narrowed by a common part": asked(text="科技"),
        "a list narrowed by a rare part": asked(text="例丁"),
        "a list narrowed by a number": asked(text="4711"),
        "finding by part of a name": lambda s: worklists.find(s, reviewer, "例丁", on=TODAY),
    }


def _median(database: Database, ask: Callable[[sa.orm.Session], object]) -> float:
    taken = []
    with database.reading() as session:
        ask(session)
        for _ in range(_ROUNDS):
            begun = time.perf_counter()
            ask(session)
            taken.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(taken)
