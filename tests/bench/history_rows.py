"""A history of any length, written by the database itself: one paid instalment after another."""

from __future__ import annotations

import sqlalchemy as sa

from casework.db import Database
from tests.office.money_cast import CLAUSE, DEPARTMENT, DISTRICT, POLICY, a_district, a_line
from workflows.money import yuan

_ENTERPRISES = """
INSERT INTO enterprises (credit_code, name, kind, legal_person, registered_address, created_at,
    last_change)
SELECT 'E' || n, '示例第' || n || '科技有限公司', 'enterprise', '', '', '2026-01-01', 1
FROM generate_series(1, :many) n
"""
_CASES = """
INSERT INTO cases (id, reference, enterprise_id, district_id, department_id, policy_id, clause_id,
    edition, claim_year, claim_facts, matter_keys, one_case_one_policy, process_version, state,
    last_event, last_hash, route, referrals, drafted_at, due_on, due_provisional)
SELECT n, 'SL-2026-' || n, 1 + n % :many, :district, :department, :policy, :clause, '', 2026, '{}',
    '{}', false, 1, 'disbursing', 0, '', 'department', '[]', '2026-01-01', '9999-12-31', false
FROM generate_series(1, :cases) n
"""
_ASSESSMENTS = """
INSERT INTO assessments (id, case_id, number, request, answer, outcome, eligibility, figure_stands,
    reason, as_of, event_number, assessed_by_id, assessed_at)
SELECT id, id, 1, '{}', '{}', 'payable', 'eligible', true, '', '2026-01-01', 0, 501, '2026-01-01'
FROM cases
"""
_AWARDS = """
INSERT INTO awards (id, case_id, number, decision_number, enterprise_id, clause_id, assessment_id,
    amount_fen, recommended_fen, fiscal_year, plan, conditions, reason, event_number,
    decided_by_id, decided_at, decided_on)
SELECT id, id, 1, 'D-' || id, enterprise_id, clause_id, id, 30000000, 30000000, 2026, '[]', '', '',
    0, 504, '2026-01-01', '2026-01-01'
FROM cases
"""
_INSTALMENTS = """
INSERT INTO instalments (case_id, award_id, number, name, amount_fen, fiscal_year, due_on,
    due_provisional, conditions, process_version, state, last_event, committed_fen, paid_fen)
SELECT c.id, c.id, n, '', 10000000, 2025 + n, '2026-01-01', false, '[]', 1,
    CASE WHEN n = 1 THEN 'paid' ELSE 'pending' END, 0,
    CASE WHEN n = 1 THEN 0 ELSE 10000000 END, CASE WHEN n = 1 THEN 10000000 ELSE 0 END
FROM cases c CROSS JOIN generate_series(1, 3) n
"""
_ACCOUNTS = """
INSERT INTO enterprise_contacts (enterprise_id, contact_name, phone, email, account_name,
    account_bank, account_number, last_change)
SELECT id, '', '', '', name, '示例银行', '6200' || lpad(id::text, 12, '0'), 1 FROM enterprises
"""
_READY = """
INSERT INTO instalments (case_id, award_id, number, name, amount_fen, fiscal_year, due_on,
    due_provisional, conditions, process_version, state, last_event, committed_fen)
SELECT id, id, 1, '', 10000000, 2026, '2026-01-01', false, '[]', 1, 'ready', 0, 10000000
FROM cases
"""
_RESERVED = """
INSERT INTO ledger_entries (case_id, number, kind, amount_fen, resolves, resolves_kind,
    enterprise_id, policy_id, clause_id, instalment, budget_line_id, year, fiscal_year, limits,
    basis, event_number, actor_id, booked_on, booked_at, previous_hash, hash)
SELECT c.id, e.number, e.kind, 10000000, e.resolves, e.resolves_kind, c.enterprise_id,
    c.policy_id, c.clause_id, e.instalment, e.line, 2026, 2026, '[]', '', 0, 501, '2026-01-01',
    '2026-01-01', '', ''
FROM cases c CROSS JOIN (VALUES
    (1, 'hold', NULL::bigint, NULL, NULL::bigint, NULL::bigint),
    (2, 'reserve', 1, 'hold', 1, 1)
) AS e (number, kind, resolves, resolves_kind, instalment, line)
"""
_ENDS = """
INSERT INTO ledger_ends (case_id, last_number, last_hash)
SELECT case_id, max(number), '' FROM ledger_entries GROUP BY case_id
"""
_DRAWN = "UPDATE budget_lines SET used_fen = (SELECT 10000000 * count(*) FROM cases)"
_ENTRIES = """
INSERT INTO ledger_entries (case_id, number, kind, amount_fen, resolves, resolves_kind,
    enterprise_id, policy_id, clause_id, instalment, payment_number, budget_line_id, year,
    fiscal_year, limits, basis, event_number, actor_id, booked_on, booked_at, previous_hash, hash)
SELECT c.id, e.number, e.kind, e.fen, e.resolves, e.resolves_kind, c.enterprise_id, c.policy_id,
    c.clause_id, e.instalment, CASE WHEN e.kind = 'pay' THEN c.reference || '-01' END, 1, 2026,
    2026, '[]', 'HD' || c.id, 0, 501, '2026-01-01', '2026-01-01', '', ''
FROM cases c CROSS JOIN (VALUES
    (1, 'hold', 30000000, NULL::bigint, NULL, NULL::bigint),
    (2, 'reserve', 10000000, 1, 'hold', 1),
    (3, 'reserve', 10000000, 1, 'hold', 2),
    (4, 'reserve', 10000000, 1, 'hold', 3),
    (5, 'pay', 10000000, 2, 'reserve', 1)
) AS e (number, kind, fen, resolves, resolves_kind, instalment)
"""


def fill(database: Database, rows: int, *, paid: bool = True) -> None:
    """So many rows of history on PostgreSQL, or two more: awards in three parts, the first paid.

    Not `paid`: awards in one part, ready to be paid.
    """
    cases = -(-rows // 3) if paid else rows
    parts = (_INSTALMENTS, _ENTRIES) if paid else (_ACCOUNTS, _READY, _RESERVED, _ENDS, _DRAWN)
    values = {
        "many": max(cases // 20, 1),
        "cases": cases,
        "district": DISTRICT,
        "department": DEPARTMENT,
        "policy": POLICY,
        "clause": CLAUSE,
    }
    with database.transaction() as session:
        a_district(session)
        a_line(session, yuan(1_000_000_000_000))
        session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for statement in (_ENTERPRISES, _CASES, _ASSESSMENTS, _AWARDS, *parts):
            asked = sa.text(statement)
            names = set(asked.compile().params)
            session.execute(asked, {name: values[name] for name in names})
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
