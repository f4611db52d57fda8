"""Who is told of an event, and in which words."""

import sqlalchemy as sa

from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.permissions import ACTS
from casework.records.case import Case
from casework.records.notice import Notice
from casework.records.outbox import post_notice
from tests.jobs.rows import APPLICANT, AT, REVIEWER, a_case_with_notices, an_event
from workflows.wording import phrase


def test_an_applicant_reads_the_public_label(database: Database) -> None:
    with database.transaction() as session:
        a_case_with_notices(session, notices=1)

    drain(database, TASKS, at=AT)

    (notice,) = _inbox(database, APPLICANT)
    assert "SL-2026-000001" in notice.text
    assert "提交申报（2026年11月20日）" in notice.text
    assert "已提交，等待受理" in notice.text


def test_a_return_tells_the_reason(database: Database) -> None:
    _tell(database, "applicant", "return_for_correction", "submitted", "returned", "缺少年度报告")

    assert "理由：缺少年度报告" in _inbox(database, APPLICANT)[0].text


def test_an_officer_is_not_told_of_their_own_act(database: Database) -> None:
    _tell(database, "reviewer", "accept", "submitted", "under_review")

    assert _inbox(database, REVIEWER) == []


def test_one_person_is_told_once_of_one_event(database: Database) -> None:
    with database.transaction() as session:
        a_case_with_notices(session, notices=1)
        case = session.scalars(sa.select(Case)).one()
        for audience in ("reviewer", "window"):
            post_notice(session, case_id=case.id, event_number=1, audience=audience, at=AT)
        case.assigned_to_id = APPLICANT  # also the applicant: a case no rule would allow

    drain(database, TASKS, at=AT)

    assert len(_inbox(database, APPLICANT)) == 1


def _tell(
    database: Database, audience: str, action: str, source: str, target: str, remarks: str = ""
) -> None:
    with database.transaction() as session:
        a_case_with_notices(session, notices=0)
        case = session.scalars(sa.select(Case)).one()
        event = an_event(case, 1, action=action, source=source, target=target, remarks=remarks)
        session.add(event)
        session.flush()
        post_notice(session, case_id=case.id, event_number=1, audience=audience, at=AT)
    drain(database, TASKS, at=AT)


def _inbox(database: Database, user: int) -> list[Notice]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Notice).where(Notice.recipient_id == user)))


def test_an_act_that_moves_nothing_is_told_by_its_name(database: Database) -> None:
    _tell(database, "applicant", "record_legal_answer", "under_review", "under_review", "可以办理")

    (notice,) = _inbox(database, APPLICANT)
    assert "登记合法性审查意见" in notice.text
    assert "理由：可以办理" in notice.text


def test_every_act_has_its_name_in_both_languages() -> None:
    unnamed = [act for act in ACTS if phrase(f"act_{act}", {}) == phrase(f"act_{act}", {}, "en")]

    assert unnamed == []
