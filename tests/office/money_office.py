"""An office in which anything may be tried with money: the machine of `test_money_machine`."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy.orm import Session

from casework.commands import (
    book,
    disburse,
    payment_run,
    result_file,
    results,
)
from casework.db import Database
from casework.queries.ledger_audit import every_fault
from casework.records.case import Case
from casework.records.people import Enterprise
from tests.office import money_picks
from tests.office.money_cast import (
    APPROVER,
    AT,
    CHECKER,
    EVERYONE,
    FINANCE,
    FINANCE_TOO,
    POLICY,
    REVIEWER,
    a_case,
    a_decision,
    a_district,
    a_line,
    an_enterprise,
)
from workflows.ledger import Limit
from workflows.money import Money, yuan
from workflows.recovery_facts import LegalGround
from workflows.refusals import Refused

CLAUSES = (f"{POLICY}/art11.a", f"{POLICY}/art14.b")
ACTIONS = ("fall_due", "verify", "request", "order", "recall", "hold", "agree_release", "release")
RESULTS = ("paid", "returned", "unknown")
GROUND = LegalGround("finding", "示查〔2026〕1号", date(2026, 1, 1), says_set_off=True)

amounts = st.one_of(st.integers(1, 900_000_00), st.integers(1, 40_000_000_00)).map(Money)
picks = st.integers(0, 10_000)
actors = st.sampled_from(EVERYONE)


class Office(RuleBasedStateMachine):
    """An office in which anything may be tried; a refusal is as good an answer as a booking."""

    fresh: Callable[[], Database]
    """Where an empty database comes from."""

    def __init__(self) -> None:
        super().__init__()
        self.database = type(self).fresh()
        self.at = AT
        with self.database.transaction() as session:
            a_district(session)
            self.enterprises = [an_enterprise(session, name).id for name in ("甲", "乙", "丙")]
            a_line(session, yuan(30_000_000))
        for place in range(6):
            clause = CLAUSES[place % len(CLAUSES)]
            self.attempt(
                lambda session, place=place, clause=clause: self.award(session, place, clause)
            )

    def attempt(self, act: Any) -> None:
        """Try an act: a refusal is as good an answer as a booking."""
        with suppress(Refused), self.database.transaction() as session:
            act(session)

    @invariant()
    def every_check_holds(self) -> None:
        with self.database.reading() as session:
            assert list(every_fault(session)) == []

    # -- acts -----------------------------------------------------------------------------------

    @rule(who=picks, clause=st.sampled_from(CLAUSES), amount=amounts)
    def file(self, who: int, clause: str, amount: Money) -> None:
        self.attempt(lambda session: self.hold(session, self.case(session, who, clause), amount))

    @rule(who=picks, clause=st.sampled_from(CLAUSES))
    def award_outright(self, who: int, clause: str) -> None:
        self.attempt(lambda session: self.award(session, who, clause))

    @rule(which=picks, amount=amounts)
    def work_out_anew(self, which: int, amount: Money) -> None:
        self.attempt(lambda session: self.on_case(session, which, "submitted", self.hold, amount))

    @rule(which=picks, parts=st.lists(amounts, min_size=1, max_size=3))
    def approve(self, which: int, parts: list[Money]) -> None:
        self.attempt(lambda session: self.on_case(session, which, "submitted", self.decide, parts))

    @rule(which=picks)
    def withdraw(self, which: int) -> None:
        def act(session: Session, case: Case) -> None:
            case.state = "withdrawn"
            book.release_case(session, case, event=0, actor=REVIEWER, at=self.at)

        self.attempt(lambda session: self.on_case(session, which, "submitted", act))

    @rule(which=picks, action=st.sampled_from(ACTIONS), actor=actors)
    def step(self, which: int, action: str, actor: Any) -> None:
        def act(session: Session) -> None:
            place = self.part(session, which)
            disburse.step(session, action, **place, actor=actor, at=self.at, remarks="试")

        self.attempt(act)

    @rule(which=picks, actor=actors)
    def cancel(self, which: int, actor: Any) -> None:
        self.attempt(
            lambda session: disburse.cancel(
                session, **self.part(session, which), actor=actor, at=self.at, remarks="放弃"
            )
        )

    @rule(which=picks)
    def carry(self, which: int) -> None:
        self.attempt(
            lambda session: disburse.carry(session, **self.part(session, which), at=self.at)
        )

    @rule()
    def make_ready(self) -> None:
        """Everything that is due falls due and is confirmed, so that runs have something to pay."""
        for action, state, actor in (
            ("fall_due", "pending", FINANCE),
            ("verify", "check", REVIEWER),
        ):
            for place in self.parts(state):
                self.attempt(
                    lambda session, action=action, place=place, actor=actor: disburse.step(
                        session, action, **place, actor=actor, at=self.at
                    )
                )

    @rule(maker=st.sampled_from((FINANCE, FINANCE_TOO)), stages=st.integers(1, 9))
    def send_run(self, maker: Any, stages: int) -> None:
        self.make_ready()
        numbers: list[str] = []
        self.attempt(
            lambda session: numbers.append(
                payment_run.open_run(session, actor=maker, at=self.at).number
            )
        )
        acts = (
            (payment_run.gather, maker),
            (payment_run.submit, maker),
            (payment_run.approve, CHECKER),
            (payment_run.order, CHECKER),
            (payment_run.send, maker),
            (payment_run.seal, maker),
        )
        for command, actor in acts[:stages]:
            self.attempt(
                lambda session, command=command, actor=actor: command(
                    session, number=numbers[0], actor=actor, at=self.at
                )
            )
        if stages > len(acts):
            self.answer(stages, 1, stages, RESULTS[stages % 2])

    @rule(which=picks, wrong=st.integers(0, 5), slips=picks, result=st.sampled_from(RESULTS))
    def answer(self, which: int, wrong: int, slips: int, result: str) -> None:
        def act(session: Session) -> None:
            said = money_picks.answers(
                session, which, result, slips, self.at.date(), wrong=not wrong
            )
            file = result_file.import_results(
                session, io.BytesIO(said), name="answers", actor=FINANCE, at=self.at
            )
            results.book_results(session, file_id=file.id, actor=FINANCE, at=self.at)

        self.attempt(act)

    @rule(days=st.integers(1, 300))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    # -- what acts are done on ------------------------------------------------------------------

    def case(self, session: Session, who: int, clause: str) -> Case:
        """A new case of one of the enterprises, which is locked."""
        enterprise = self.enterprises[who % len(self.enterprises)]
        book.lock_enterprise(session, enterprise)
        owner = session.get_one(Enterprise, enterprise)
        return a_case(session, owner, clause=clause, state="submitted")

    def award(self, session: Session, who: int, clause: str) -> None:
        """A case held, decided and laid out in two years at once."""
        case = self.case(session, who, clause)
        self.hold(session, case, yuan(600_000))
        self.decide(session, case, [yuan(300_000)] * 2)

    def decide(self, session: Session, case: Case, parts: list[Money]) -> None:
        """Approve: laid out from this year on, and reserved."""
        case.state = "disbursing"
        rows = a_decision(session, case, parts, first_year=self.at.year)
        limits = self.limits(case)
        book.reserve(session, case, rows, event=0, actor=APPROVER, at=self.at, limits=limits)

    def hold(self, session: Session, case: Case, amount: Money) -> None:
        book.hold(
            session, case, amount, event=0, actor=REVIEWER, at=self.at, limits=self.limits(case)
        )

    def limits(self, case: Case) -> tuple[Limit, ...]:
        """A yearly cap, a cap for life, and a headroom that all enterprises share."""
        return (
            Limit(f"{case.clause_id}#1/{self.at.year}", yuan(30_000_000)),
            Limit(f"{case.clause_id}#2", yuan(60_000_000)),
            Limit(f"{case.clause_id}#3/building", yuan(90_000_000), shared=True),
        )

    def on_case(self, session: Session, which: int, state: str, act: Any, *more: Any) -> Any:
        """An act on one of the cases in a state, its enterprise locked; Refused without one."""
        cases = session.scalars(sa.select(Case).where(Case.state == state).order_by(Case.id)).all()
        case = money_picks.one_of(cases, which)
        book.lock_enterprise(session, case.enterprise_id)
        return act(session, case, *more)

    def part(self, session: Session, which: int) -> dict[str, Any]:
        """The case and number of one of the instalments."""
        place: dict[str, Any] = money_picks.one_of(money_picks.parts(session, None), which)
        return place

    def parts(self, state: str) -> list[dict[str, Any]]:
        """The cases and numbers of the instalments in a state."""
        with self.database.reading() as session:
            return money_picks.parts(session, state)
