"""The few rows a notice needs: a case with as many events as there are messages."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.outbox import post_notice
from casework.records.people import (
    Department,
    District,
    Enterprise,
    EnterpriseMember,
    MemberRole,
    RoleGrant,
    User,
)

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
APPLICANT, REVIEWER, STRANGER = 101, 102, 103


def a_case_with_notices(session: Session, *, notices: int) -> None:
    """A case of one enterprise whose applicant is told of so many events."""
    case = _a_case(session)
    for number in range(1, notices + 1):
        session.add(an_event(case, number, action="submit", source="draft", target="submitted"))
        session.flush()
        post_notice(session, case_id=case.id, event_number=number, audience="applicant", at=AT)


def an_event(
    case: Case, number: int, *, action: str, source: str, target: str, remarks: str = ""
) -> CaseEvent:
    """An act of the applicant or the reviewer on this case."""
    return CaseEvent(
        case_id=case.id,
        number=number,
        action=action,
        source=source,
        target=target,
        actor_id=APPLICANT if action == "submit" else REVIEWER,
        capacity="",
        remarks=remarks,
        particulars={},
        at=AT,
        previous_hash="",
        hash="",
    )


def _a_case(session: Session) -> Case:
    session.add(District(id="shili", name="示例区", name_en="Example District"))
    session.flush()
    session.add(
        Department(id="keji", district_id="shili", name="示例局", name_en="Bureau", short="示例")
    )
    session.flush()
    for user_id, name in ((APPLICANT, "jia"), (REVIEWER, "yi"), (STRANGER, "bing")):
        session.add(
            User(
                id=user_id,
                sign_in_name=name,
                display_name=name,
                department_id=None if user_id == APPLICANT else "keji",
                created_at=AT,
            )
        )
    enterprise = Enterprise(credit_code="91000000EXAMPLE000", name="示例甲公司", created_at=AT)
    session.add(enterprise)
    session.flush()
    session.add_all(
        [
            RoleGrant(user_id=REVIEWER, role="reviewer", granted_by_id=STRANGER, granted_at=AT),
            EnterpriseMember(
                enterprise_id=enterprise.id,
                user_id=APPLICANT,
                role=MemberRole.OWNER,
                since=date(2026, 1, 1),
            ),
        ]
    )
    case = Case(
        reference="SL-2026-000001",
        enterprise_id=enterprise.id,
        district_id="shili",
        department_id="keji",
        policy_id="xc-2023-71",
        clause_id="xc-2023-71/art11.a",
        edition="",
        claim_year=2026,
        process_version=1,
        state="submitted",
        drafted_at=AT,
    )
    session.add(case)
    session.flush()
    return case
