"""The office of `money_office` in its district: with budgets that move, and recoveries."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy.orm import Session

from casework.commands import bind_lines, budget, recover, set_off
from casework.queries.recoveries import Claim
from casework.records.budget import BudgetLine, MovementKind
from tests.office.money_cast import APPROVER_TOO, FINANCE, REVIEWER
from tests.office.money_office import Office, amounts, picks
from workflows.money import Money
from workflows.recovery_facts import LegalGround

GROUND = LegalGround("finding", "示查〔2026〕1号", date(2026, 1, 1), says_set_off=True)


class District(Office):
    """All acts there are with money."""

    @rule(which=picks, amount=amounts, days=st.integers(1, 20))
    def claim_back(self, which: int, amount: Money, days: int) -> None:
        def act(session: Session) -> None:
            case = self.on_case(session, which, "disbursing", lambda _session, case: case)
            claim = Claim(amount, GROUND)
            told = {"reference": case.reference, "remarks": "核查"}
            found = recover.find(session, claim=claim, actor=REVIEWER, at=self.at, **told)
            on = {"number": found.number, **told}
            recover.notify(session, claim=claim, actor=REVIEWER, at=self.at, **on)
            recover.act(session, "hear", actor=REVIEWER, at=self.at, **on)
            recover.decide(
                session, claim=claim, document="示追1号", actor=APPROVER_TOO, at=self.at, **on
            )

        self.attempt(act)

    @rule(which=picks, amount=amounts, kept_back=st.booleans(), slip=picks)
    def get_back(self, which: int, amount: Money, kept_back: bool, slip: int) -> None:
        def act(session: Session) -> None:
            case = self.on_case(session, which, "disbursing", lambda _session, case: case)
            if kept_back:
                number = self.part(session, which)["number"]
                set_off.set_off(
                    session,
                    reference=case.reference,
                    recovery=1,
                    number=number,
                    amount=amount,
                    actor=FINANCE,
                    at=self.at,
                )
                return
            recover.receive(
                session,
                reference=case.reference,
                number=1,
                amount=amount,
                slip=f"SK{slip}",
                received_on=self.at.date(),
                actor=FINANCE,
                at=self.at,
            )

        self.attempt(act)

    @rule(
        which=picks,
        amount=amounts,
        kind=st.sampled_from((MovementKind.ADDED, MovementKind.WITHDRAWN)),
    )
    def move_budget(self, which: int, amount: Money, kind: MovementKind) -> None:
        def act(session: Session) -> None:
            numbers = session.scalars(sa.select(BudgetLine.number).order_by(BudgetLine.id)).all()
            budget.change_line(
                session,
                number=numbers[which % len(numbers)],
                kind=kind,
                amount=amount,
                document="示财调1号",
                actor=FINANCE,
                at=self.at,
            )

        self.attempt(act)

    @rule()
    def carry_over(self) -> None:
        year = self.at.year
        self.attempt(
            lambda session: budget.carry_over(
                session, fiscal_year=year - 1, document="示财结1号", actor=FINANCE, at=self.at
            )
        )
        for _ in range(3):
            self.attempt(
                lambda session: bind_lines.bind_next(
                    session, programme="industry", fiscal_year=year, actor=FINANCE, at=self.at
                )
            )
