"""What is true of a case or an instalment at one moment: the only thing a guard may look at.

The office reads these from its rows under a lock and hands them over; nothing here is stored.
Whatever is essential has no default, so that the office cannot forget it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from workflows.definition import Capacity
from workflows.money import Money
from workflows.term import Term
from workflows.workdays import DueDate


class Route(StrEnum):
    """How far up a case has to go; the values are those a clause writes."""

    DEPARTMENT = "department"
    JOINT_MEETING = "joint_meeting"
    DISTRICT_GOVERNMENT = "district_government"


class Result(StrEnum):
    """What a joint meeting or the district government resolved on one case."""

    AGREED = "agreed"
    AGREED_WITH_CHANGES = "agreed_with_changes"
    POSTPONED = "postponed"  # the government: sent back for more work
    NOT_AGREED = "not_agreed"
    REFERRED = "referred"  # the meeting passes it to the district government


@dataclass(frozen=True, slots=True)
class Involvement:
    """Who has to do with a case: its enterprise, its departments, and every person who acted.

    `acted` counts every act of the whole history, also of persons whose roles have changed since
    (ruling 29). `recused` may do nothing at all on the case.
    """

    enterprise_id: int
    departments: frozenset[str]
    consulted: frozenset[str] = frozenset()
    acted: Mapping[Capacity, frozenset[int]] = field(default_factory=dict, hash=False)
    recused: frozenset[int] = frozenset()
    district: str | None = None


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """The recorded assessment; `amount` is the computed sum or the officer's figure, if any."""

    eligible: bool | None  # None: a condition is unknown
    amount: Money | None
    ceiling: Money | None
    figure_stands: bool  # False where an officer's figure is wanted, or breaks a limit
    current: bool  # False once facts, materials or holds have changed since
    by: int
    checked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a consulted department was asked. A veto department's silence is never consent."""

    department: str
    answered: bool = False
    objects: bool = False
    veto: bool = False


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The joint meeting's resolution on this case since it was last recommended (ruling 26)."""

    result: Result
    held_on: date
    amount: Money | None = None
    number: str | None = None  # of the minutes
    minutes_issued: bool = False
    quorate: bool = True
    changes_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class GovernmentFacts:
    """The district government's result on this case since it was last referred (ruling 26)."""

    result: Result
    decided_on: date
    amount: Money | None = None
    number: str | None = None
    file_kept: bool = False
    opinions_missing: tuple[str, ...] = ()  # legality, competition, budget


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The public notice (ruling 27); `ends` is its last day."""

    posted_on: date
    ends: DueDate
    proof_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything the application process may ask about a case."""

    today: date
    involved: Involvement
    in_force: Term  # of the clause's edition
    route: Route
    facts_missing: tuple[str, ...]  # names of facts the clause asks for
    materials_missing: tuple[str, ...]  # neither handed in nor promised
    materials_promised: tuple[str, ...]  # accepted to follow later (容缺)
    duplicates: tuple[str, ...]  # numbers of cases that already support the same matter
    assessment: AssessmentFacts | None
    flags_open: tuple[str, ...]  # review flags without a legal answer (ruling 31)
    over_caps: tuple[str, ...]  # strict caps the amount would break
    exceptions_missing: tuple[str, ...]  # soft caps exceeded without recorded exception (ruling 18)
    notice_days: int  # 0: this clause has no public notice

    # What the actor brings to this step; empty while one only looks.
    remarks: str = ""
    amount: Money | None = None

    filed_already: tuple[str, ...] = ()  # undecided cases for the matter of a case not filed yet
    first_filed_on: date | None = None  # the filing date that governs (ruling 1)
    due: DueDate | None = None  # when the present state has to be left
    accepted: bool = False
    corrections_used: int = 0
    corrections_allowed: int = 1
    referrals: tuple[str, ...] = ()  # why this case goes to the meeting though its clause does not
    opinions: tuple[Opinion, ...] = ()
    second_review_wanted: bool = False
    meeting: MeetingFacts | None = None
    government: GovernmentFacts | None = None
    implementing_document_wanted: bool = False  # rulings 7, 9
    implementing_document_recorded: bool = False
    pool_balance: Money | None = None  # None: no pool limits this clause
    authority_limit: Money | None = None  # None: the district has set no limit
    notice: NoticeFacts | None = None
    objections_open: int = 0
    objection_upheld: bool | None = None  # finding on the objection being settled
    answered: bool = False  # the enterprise has answered the proposal to decline
    instalments_open: int = 0
    payments_under_way: int = 0  # requested, ordered or sent
    recovery_open: bool = False

    @property
    def goes_to_meeting(self) -> bool:
        """Whether the joint meeting has to resolve first."""
        return self.route is not Route.DEPARTMENT or bool(self.referrals)

    @property
    def goes_to_government(self) -> bool:
        """Whether the district government has to decide after the meeting."""
        return self.route is Route.DISTRICT_GOVERNMENT or (
            self.meeting is not None and self.meeting.result is Result.REFERRED
        )

    @property
    def proposed_amount(self) -> Money | None:
        """What lies before the approver: the highest body's figure, else the recommended one."""
        for body in (self.government, self.meeting, self.assessment):
            if body is not None and body.amount is not None:
                return body.amount
        return None

    @property
    def decided_amount(self) -> Money | None:
        """The figure the actor names, else the one that lies before them."""
        return self.proposed_amount if self.amount is None else self.amount


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A payment held back: by whom, and who has agreed to release it."""

    by: int
    release_agreed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentFacts:
    """Everything the instalment process may ask about one part of an award."""

    today: date
    involved: Involvement
    case_state: str
    amount: Money
    due_on: date
    year: int  # the budget year it is bound to
    conditions_unmet: tuple[str, ...]
    conditions_unknown: tuple[str, ...]
    hold: HoldFacts | None
    objections_open: int
    duplicates: tuple[str, ...]  # the same matter paid elsewhere
    paid_already: bool  # the payment number was paid before
    account_is_own: bool  # the account bears the enterprise's name
    budget_line: str | None
    line_covers: bool

    remarks: str = ""

    account_confirmed: bool = True  # a corrected account was confirmed by a second person
    requested_by: frozenset[int] = frozenset()
    batch: str | None = None
    authority_limit: Money | None = None
    set_off_decided: bool = False  # a recovery decision allows it to be kept back
