"""An enterprise asks that an officer stay out of its case, and is told what was decided."""

from __future__ import annotations

import pytest

from casework.commands import recuse
from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests import ways
from tests.cast import gather
from tests.office.council import gather_council
from tests.office.desk import Desk
from tests.web.case_page import case_page
from tests.web.conftest import Enter
from workflows.meeting.recusal import RecusalGround
from workflows.refusals import Refused

WHY = {"ground": "kinship", "reason": "经办人与竞争企业负责人是近亲属"}


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Desk:
    """An office at work, on SQLite unless a test names another database."""
    database = request.getfixturevalue(getattr(request, "param", "sqlite_database"))
    with database.transaction() as session:
        cast = gather(session)
    ways.begin(database, "cast")
    return Desk(database, cast)


@pytest.mark.parametrize("desk", ["sqlite_database", "postgresql_database"], indirect=True)
@pytest.mark.parametrize(
    ("ordered", "outcome"), [("yes", "应当回避"), ("no", "不予回避")], ids=["ordered", "dismissed"]
)
def test_a_recusal_asked_for_is_decided_and_told_with_its_reason(
    enter: Enter, desk: Desk, ordered: str, outcome: str
) -> None:
    reference, reviewer = desk.accepted(), desk.cast.reviewer
    address = f"/my/cases/{reference}/recusals"
    applicant = enter(desk.cast.jia).get(f"/my/cases/{reference}")
    assert address in applicant.links()

    applicant.get(address).send({"person": str(reviewer.user_id), **WHY})

    assert (applicant.status, "回避申请已提出" in applicant.words) == (200, True)
    assert "待决定" in applicant.words
    drain(desk.database, TASKS, at=desk.at)
    approver = enter(desk.cast.approver).get("/office/inbox")
    assert f"{reviewer.name}：待决定" in approver.words
    assert WHY["reason"] in approver.words

    approver = case_page(enter, desk, reference, "approver")
    name = f"recusal-{reviewer.user_id}"
    approver.send({f"{name}-ordered": ordered, f"{name}-reason": "经查核实"})
    assert approver.status == 200
    drain(desk.database, TASKS, at=desk.at)

    told = applicant.get("/my/messages").words
    assert f"{reviewer.name}：{outcome}" in told
    assert "理由：经查核实" in told
    assert outcome in applicant.get(address).words
    kept_out = case_page(enter, desk, reference, "reviewer").status
    assert kept_out == (404 if ordered == "yes" else 200)


def test_what_an_officer_proposed_is_not_told_to_the_enterprise(enter: Enter, desk: Desk) -> None:
    reference, cast = desk.accepted(), desk.cast
    given = {"seen": None, "person_id": cast.reviewer.user_id, "reason": "曾任职"}
    desk(
        recuse.raise_recusal,
        reference,
        by=cast.second_reviewer,
        ground=RecusalGround.FORMER_EMPLOYMENT,
        **given,
    )
    desk(recuse.decide_recusal, reference, by=cast.approver, ordered=True, **given)
    drain(desk.database, TASKS, at=desk.at)

    applicant = enter(cast.jia)
    assert "回避" not in applicant.get("/my/messages").words
    asked = applicant.get(f"/my/cases/{reference}/recusals").words
    assert "已提出的申请" not in asked


def test_only_those_who_handle_the_case_can_be_named(enter: Enter, desk: Desk) -> None:
    reference, cast = desk.accepted(), desk.cast
    applicant = enter(cast.jia).get(f"/my/cases/{reference}/recusals")
    named = applicant.page.xpath("//select[@name='person']/option/@value")
    assert str(cast.reviewer.user_id) in named
    assert str(cast.finance.user_id) not in named
    assert str(cast.jia.user_id) not in named

    applicant.send({"person": str(cast.finance.user_id), **WHY})
    assert applicant.status == 409
    assert "只能对经办本案" in applicant.words
    applicant.send({"person": "", "ground": "kinship", "reason": "事实如此"})
    assert applicant.status == 422
    assert "事实如此" in applicant.page.text_content()
    assert desk.count("recusals") == 0
    with pytest.raises(Refused, match="recusal_of_nobody"):
        desk(
            recuse.raise_recusal,
            reference,
            by=cast.reviewer,
            seen=None,
            person_id=999_999,
            ground=RecusalGround.OTHER,
            reason="某人",
        )


def test_nobody_asks_on_a_case_of_another_enterprise_or_before_it_is_filed(
    enter: Enter, desk: Desk
) -> None:
    reference, cast = desk.accepted(), desk.cast
    other = enter(cast.yi)

    assert other.get(f"/my/cases/{reference}/recusals").status == 404
    sent = {"person": str(cast.reviewer.user_id), **WHY}
    assert other.post(f"/my/cases/{reference}/recusals", sent).status == 404
    assert enter(cast.reviewer).get(f"/my/cases/{reference}/recusals").status == 403
    draft = desk.draft()
    assert "不能申请回避" in enter(cast.jia).get(f"/my/cases/{draft}/recusals").words


def test_members_of_the_meeting_are_named_once_its_papers_are_out(database: Database) -> None:
    council = gather_council(database)
    reference = council.nominated()
    member = council.seats["xc-czj"]

    def ask() -> object:
        return council.desk(
            recuse.raise_recusal,
            reference,
            by=council.desk.cast.jia,
            seen=None,
            person_id=member.user_id,
            ground=RecusalGround.FINANCIAL_INTEREST,
            reason="持有竞争企业股份",
        )

    with pytest.raises(Refused, match="recusal_of_nobody"):
        ask()
    council.papers_sent([reference])
    ask()
    assert council.desk.count("recusals") == 1


def test_a_case_past_its_public_notice_offers_no_recusal(enter: Enter, desk: Desk) -> None:
    reference = desk.disbursing()

    applicant = enter(desk.cast.jia).get(f"/my/cases/{reference}")

    assert applicant.status == 200
    assert f"/my/cases/{reference}/recusals" not in applicant.links()
