"""The few rows money needs: a programme with its line, and awards that are laid out and reserved.

They are written directly, so that a test of money stands on money alone; what leads to an award
is tested with the commands that lead there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.commands import book
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.budget import BudgetLine, BudgetMovement, MovementKind, Programme
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.people import (
    Department,
    District,
    Enterprise,
    EnterpriseContact,
    User,
)
from workflows import application, instalment
from workflows.ledger import Limit
from workflows.money import Money, yuan
from workflows.roles import Actor, Role
from workflows.shortage import WhenShort

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)

DISTRICT, DEPARTMENT = "shili", "shili-keji"
POLICY, CLAUSE = "xc-2023-71", "xc-2023-71/art11.a"

FINANCE = Actor(501, "财政甲", frozenset({Role.FINANCE}), DEPARTMENT, district=DISTRICT)
FINANCE_TOO = Actor(502, "财政乙", frozenset({Role.FINANCE}), DEPARTMENT, district=DISTRICT)
CHECKER = Actor(503, "财政复核", frozenset({Role.FINANCE_APPROVER}), DEPARTMENT, district=DISTRICT)
APPROVER = Actor(504, "批准人", frozenset({Role.APPROVER}), DEPARTMENT, district=DISTRICT)
APPROVER_TOO = Actor(505, "批准人乙", frozenset({Role.APPROVER}), DEPARTMENT, district=DISTRICT)
REVIEWER = Actor(506, "审核人", frozenset({Role.REVIEWER}), DEPARTMENT, district=DISTRICT)
EVERYONE = (FINANCE, FINANCE_TOO, CHECKER, APPROVER, APPROVER_TOO, REVIEWER)


def a_district(session: Session) -> None:
    """The district, its department and the officers who deal with money."""
    session.add(District(id=DISTRICT, name="示例区", name_en="Example District"))
    session.flush()
    session.add(
        Department(
            id=DEPARTMENT, district_id=DISTRICT, name="示例局", name_en="Bureau", short="示例"
        )
    )
    session.flush()
    for actor in EVERYONE:
        session.add(
            User(
                id=actor.user_id,
                sign_in_name=f"officer-{actor.user_id}",
                display_name=actor.name,
                department_id=DEPARTMENT,
                created_at=AT,
            )
        )
    session.flush()


def a_line(
    session: Session,
    amount: Money,
    *,
    number: str = "示财指〔2026〕1号",
    programme: str = "industry",
    fiscal_year: int = 2026,
    when_short: WhenShort = WhenShort.QUEUE,
    covers: Sequence[str] = (POLICY,),
    actor_id: int = FINANCE.user_id,
    district: str = DISTRICT,
) -> BudgetLine:
    """A budget line with its original document, of a programme that is made if it is not there."""
    if session.get(Programme, programme) is None:
        session.add(
            Programme(
                id=programme,
                name="产业专项",
                district_id=district,
                when_short=when_short,
                covers=list(covers),
            )
        )
        session.flush()
    line = BudgetLine(
        number=number, programme_id=programme, fiscal_year=fiscal_year, total_fen=amount.fen
    )
    session.add(line)
    session.flush()
    session.add(
        BudgetMovement(
            budget_line_id=line.id,
            number=1,
            kind=MovementKind.ORIGINAL,
            amount_fen=amount.fen,
            document=number,
            moved_on=TODAY,
            actor_id=actor_id,
            moved_at=AT,
        )
    )
    session.flush()
    return line


def an_enterprise(session: Session, name: str = "示例甲公司") -> Enterprise:
    """An enterprise with an account in its own name."""
    count = session.query(Enterprise).count()
    enterprise = Enterprise(credit_code=f"91000000EXAMPLE{count:03d}", name=name, created_at=AT)
    session.add(enterprise)
    session.flush()
    session.add(
        EnterpriseContact(
            enterprise_id=enterprise.id,
            account_name=name,
            account_bank="示例银行西城支行",
            account_number=f"6200{enterprise.id:012d}",
        )
    )
    session.flush()
    return enterprise


def a_case(
    session: Session,
    enterprise: Enterprise,
    *,
    clause: str = CLAUSE,
    state: str = "disbursing",
    decided_on: date | None = TODAY,
) -> Case:
    """A case, as a rule on its way to being paid; without any history."""
    count = session.query(Case).count() + 1
    case = Case(
        reference=f"SL-2026-{count:06d}",
        enterprise_id=enterprise.id,
        district_id=DISTRICT,
        department_id=DEPARTMENT,
        policy_id=clause.split("/")[0],
        clause_id=clause,
        edition="",
        claim_year=2026,
        process_version=application.CURRENT,
        state=state,
        drafted_at=AT,
        filed_on=TODAY,
        decided_on=decided_on,
    )
    session.add(case)
    session.flush()
    return case


def a_decision(
    session: Session,
    case: Case,
    amounts: Sequence[Money],
    *,
    first_year: int = 2026,
    conditions: Sequence[str] = (),
) -> tuple[Instalment, ...]:
    """An award laid out in yearly parts, the first due today; nothing is booked for it."""
    total = Money.total(amounts)
    sums = Assessment(
        case_id=case.id,
        number=1,
        request={},
        answer={},
        outcome="payable",
        eligibility="eligible",
        figure_stands=True,
        amount_fen=total.fen,
        as_of=TODAY,
        event_number=0,
        assessed_by_id=REVIEWER.user_id,
        assessed_at=AT,
    )
    session.add(sums)
    session.flush()
    award = Award(
        case_id=case.id,
        decision_number=f"{case.reference}-D",
        enterprise_id=case.enterprise_id,
        clause_id=case.clause_id,
        assessment_id=sums.id,
        amount_fen=total.fen,
        recommended_fen=total.fen,
        fiscal_year=TODAY.year,
        plan=[],
        event_number=0,
        decided_by_id=APPROVER.user_id,
        decided_at=AT,
        decided_on=TODAY,
    )
    session.add(award)
    session.flush()
    process = instalment.VERSIONS[instalment.CURRENT].workflow
    parts = [
        Instalment(
            case_id=case.id,
            award_id=award.id,
            number=place + 1,
            amount_fen=amount.fen,
            fiscal_year=first_year + place,
            due_on=TODAY.replace(year=first_year + place),
            conditions=list(conditions),
            process_version=process.version,
            state=process.initial,
            last_event=0,
        )
        for place, amount in enumerate(amounts)
    ]
    session.add_all(parts)
    session.flush()
    return tuple(parts)


def an_award(
    session: Session,
    case: Case,
    amounts: Sequence[Money],
    *,
    limits: Sequence[Limit] = (),
    first_year: int = 2026,
    conditions: Sequence[str] = (),
) -> tuple[Instalment, ...]:
    """An award in yearly parts, held and reserved; the first is due today."""
    parts = a_decision(session, case, amounts, first_year=first_year, conditions=conditions)
    total = Money.total(amounts)
    book.lock_enterprise(session, case.enterprise_id)
    book.hold(session, case, total, event=0, actor=REVIEWER, at=AT, limits=limits)
    book.reserve(session, case, parts, event=0, actor=APPROVER, at=AT, limits=limits)
    return parts


def three_years() -> tuple[Money, ...]:
    """300,000 yuan in three equal parts."""
    return (yuan(100_000),) * 3
