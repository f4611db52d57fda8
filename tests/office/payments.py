"""What tests of payments do again and again, on top of the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from casework.commands import accounts, conditions, disburse
from casework.commands.step import Taken
from casework.queries.ledger import every_entry, ledger_of_case
from casework.queries.ledger_chain import broken_chains
from casework.records.budget import BudgetLine
from casework.records.instalment import Instalment
from tests.office.desk import Desk, a_way
from tests.office.money_cast import a_line
from workflows.ledger import Balance
from workflows.ledger_checks import Fault, faults
from workflows.money import Money, yuan
from workflows.roles import Actor

PLENTY = yuan(10_000_000)


def with_money(desk: Desk, amount: Money = PLENTY, **line: Any) -> BudgetLine:
    """A budget line of this year for the policy, and an account for each enterprise."""
    made = _with_money(desk, amount, **line)
    with desk.database.reading() as session:
        return session.get_one(BudgetLine, made)


@a_way
def _with_money(desk: Desk, /, amount: Money, **line: Any) -> int:
    with desk.database.transaction() as session:
        for enterprise in (desk.cast.jia, desk.cast.yi):
            assert enterprise.enterprise_id is not None
            name = session.execute(
                sa.text("SELECT name FROM enterprises WHERE id = :id"),
                {"id": enterprise.enterprise_id},
            ).scalar_one()
            entered = {
                "account_name": name,
                "account_bank": "示例银行西城支行",
                "account_number": f"6200{enterprise.enterprise_id:012d}",
                "reason": "首次登记",
            }
            accounts.enter_correction(
                session,
                enterprise_id=enterprise.enterprise_id,
                actor=desk.cast.finance,
                at=desk.at,
                **entered,
            )
            accounts.confirm_correction(
                session,
                enterprise_id=enterprise.enterprise_id,
                actor=desk.cast.finance_approver,
                at=desk.at,
            )
        return a_line(
            session, amount, actor_id=desk.cast.finance.user_id, district="xicheng", **line
        ).id


def fallen_due(desk: Desk, reference: str, number: int = 1) -> None:
    """The instalment's day has come, and its conditions were looked at."""
    with desk.database.transaction() as session:
        disburse.fall_due(session, reference=reference, number=number, at=desk.at)
        asked = session.scalars(
            sa.select(Instalment.conditions).where(
                Instalment.case_id == desk.case(reference).id, Instalment.number == number
            )
        ).one()
    for condition in asked:
        desk(
            conditions.record_condition,
            reference,
            by=desk.cast.reviewer,
            number=number,
            condition=condition,
            met=True,
            basis="核验记录1号",
        )


@a_way
def ready(desk: Desk, reference: str, number: int = 1) -> None:
    """The instalment may be requested."""
    fallen_due(desk, reference, number)
    desk(disburse.verify, reference, by=desk.cast.reviewer, number=number)


def act(
    desk: Desk, action: str, reference: str, *, by: Actor, number: int = 1, remarks: str = ""
) -> Taken:
    """One step of an instalment."""
    taken: Taken = desk(
        disburse.step, reference, by=by, number=number, remarks=remarks, action=action
    )
    return taken


def state(desk: Desk, reference: str, number: int = 1) -> str:
    """Where an instalment stands."""
    with desk.database.reading() as session:
        return session.execute(
            sa.select(Instalment.state).where(
                Instalment.case_id == desk.case(reference).id, Instalment.number == number
            )
        ).scalar_one()


def balance(desk: Desk, reference: str) -> Balance:
    """Where the money of a case stands."""
    with desk.database.reading() as session:
        return ledger_of_case(session, desk.case(reference).id).balance()


def ledger_faults(desk: Desk) -> tuple[Fault, ...]:
    """Every fault of the ledger; a broken chain counts too."""
    with desk.database.reading() as session:
        chains = [f"{reference}: {fault}" for reference, fault in broken_chains(session)]
        return (
            *faults(every_entry(session)),
            *(Fault("chain", "", chain) for chain in chains),
        )


def years_later(desk: Desk, years: int) -> date:
    """Let whole years pass."""
    desk.at = desk.at.replace(year=desk.at.year + years)
    return desk.at.date()
