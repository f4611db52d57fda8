"""A desk for tests: every act in a transaction of its own, one day after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa

from casework.commands import apply, approve, assess, drafting, opinions, publish, review
from casework.commands.files import StoredFile
from casework.db import Database
from casework.queries import cases
from casework.queries.rule_book import terms
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from tests import ways
from tests.cast import START, Cast
from workflows.roles import Actor

HIGH_TECH = "xc-2023-71/art11.a"
"""300,000 yuan in three yearly payments; the plainest clause of the five documents."""

FIRST_CERTIFICATE = {
    "case.hnte_event": "first_certificate",
    "case.hnte_certificate_no": "GR202611000001",
}

Given = ParamSpec("Given")
Made = TypeVar("Made")
AtDesk = TypeVar("AtDesk", bound="Desk | WithDesk")


class WithDesk(Protocol):
    """Whatever has a desk, and is told apart from others by its `repr`."""

    desk: Desk


def a_way(
    walk: Callable[Concatenate[AtDesk, Given], Made],
) -> Callable[Concatenate[AtDesk, Given], Made]:
    """Something that many tests do first: done again only where it leads somewhere else."""

    @wraps(walk)
    def go(who: AtDesk, /, *args: Given.args, **kwargs: Given.kwargs) -> Made:
        desk = who if isinstance(who, Desk) else who.desk

        def walked() -> tuple[Made, datetime]:
            made = walk(who, *args, **kwargs)
            return made, desk.at

        name = (walk.__qualname__, repr((who, args, sorted(kwargs.items()))))
        made, desk.at = ways.go(desk.database, name, walked)
        return made

    return go


@dataclass
class Desk:
    """The office at work."""

    database: Database
    cast: Cast
    at: datetime = START

    def __call__(self, command: Any, reference: str, *, by: Actor, **more: Any) -> Any:
        """Run one command on a case in a transaction of its own."""
        with self.database.transaction() as session:
            return command(session, reference=reference, actor=by, at=self.at, **more)

    def days_later(self, days: int) -> None:
        """Let days pass."""
        self.at += timedelta(days=days)

    def case(self, reference: str) -> Case:
        """The case as it stands."""
        with self.database.reading() as session:
            return cases.by_reference(session, reference)

    def events(self, reference: str) -> list[CaseEvent]:
        """The history of the case."""
        with self.database.reading() as session:
            return list(cases.events(session, cases.by_reference(session, reference).id))

    def count(self, table: str, **where: Any) -> int:
        """How many rows of a table have these values."""
        asked = "".join(f" AND {name} = :{name}" for name in where)
        with self.database.reading() as session:
            statement = sa.text(f"SELECT count(*) FROM {table} WHERE 1 = 1{asked}")
            return int(session.execute(statement, where).scalar_one())

    # -- the way of a case ---------------------------------------------------------------------

    def draft(
        self,
        by: Actor | None = None,
        *,
        clause: str = HIGH_TECH,
        facts: Mapping[str, Any] = FIRST_CERTIFICATE,
        year: int = 2026,
    ) -> str:
        """A complete draft, by 甲公司 unless somebody else is named."""
        by = by or self.cast.jia
        with self.database.transaction() as session:
            case = drafting.draft(
                session, clause_id=clause, claim_year=year, facts=facts, actor=by, at=self.at
            )
            reference = case.reference
        wanted = (*terms(clause).policy.material, *terms(clause).clause.material)
        for material in wanted:
            if material.need in ("required", "deferrable"):
                self(
                    drafting.attach,
                    reference,
                    by=by,
                    material=material.name,
                    file=a_file(reference),
                )
        return reference

    @a_way
    def submitted(self, /, by: Actor | None = None, **more: Any) -> str:
        """A case that was filed."""
        reference = self.draft(by, **more)
        self(apply.submit, reference, by=by or self.cast.jia, seen=None)
        return reference

    @a_way
    def accepted(self, /, by: Actor | None = None, **more: Any) -> str:
        """A case under review."""
        reference = self.submitted(by, **more)
        self(review.accept, reference, by=self.cast.window, seen=None)
        return reference

    @a_way
    def assessed(self, /, by: Actor | None = None, **more: Any) -> str:
        """A case with a calculation, all its flags answered."""
        reference = self.accepted(by, **more)
        self(assess.assess, reference, by=self.cast.reviewer, seen=None)
        self.answer_flags(reference)
        return reference

    @a_way
    def recommended(self, /, by: Actor | None = None, **more: Any) -> str:
        """A case before the approver, or the meeting."""
        reference = self.assessed(by, **more)
        self(assess.recommend, reference, by=self.cast.reviewer, seen=None)
        return reference

    @a_way
    def approved(self, /, by: Actor | None = None, **more: Any) -> str:
        """A case with an award, before its public notice."""
        reference = self.recommended(by, **more)
        self(approve.approve, reference, by=self.cast.approver, seen=None)
        return reference

    @a_way
    def disbursing(self, /, by: Actor | None = None, **more: Any) -> str:
        """A case whose notice is over."""
        reference = self.approved(by, **more)
        self(
            publish.post_notice,
            reference,
            by=self.cast.reviewer,
            seen=None,
            place="区政府网站",
            proof_sha256=a_file(reference).sha256,
        )
        self.days_later(10)
        self(publish.close_notice, reference, by=self.cast.reviewer, seen=None)
        return reference

    def answer_flags(self, reference: str) -> None:
        """Record a legal answer to each flag of the case."""
        clause = terms(self.case(reference).clause_id)
        for flag in dict.fromkeys((*clause.policy.flags, *clause.clause.flags)):
            self(
                opinions.record_legal_answer,
                reference,
                by=self.cast.reviewer,
                seen=None,
                flag=flag,
                may_proceed=True,
                words="已审查",
                basis="合法性审查意见",
            )


def a_file(content: str = "a paper") -> StoredFile:
    """A stored file, as far as the database knows."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    return StoredFile(digest, f"{content}.pdf", len(content), "application/pdf")
