"""What a meeting's pages keep from whom, and that nothing on them happens twice."""

from __future__ import annotations

import io

import pytest
from docx import Document as Docx

from casework.commands import recuse
from casework.commands.joint_meeting import hold
from casework.db import Database
from tests.office.big_meeting import a_big_meeting
from tests.office.council import PURCHASE, PURCHASED, Council, gather_council
from tests.office.desk import Desk
from tests.office.test_papers import text_of
from tests.web.auditor.traces import noted
from tests.web.conftest import Enter
from tests.web.statements import statements
from tests.web.test_meetings import press
from tests.web.visitor import Visitor
from workflows.facts import Result
from workflows.meeting.recusal import RecusalGround
from workflows.money import yuan


@pytest.fixture
def council(sqlite_database: Database) -> Council:
    """An office with a joint meeting."""
    return gather_council(sqlite_database)


@pytest.fixture
def desk(council: Council) -> Desk:
    """The same office, for the web application."""
    return council.desk


def _declared(council: Council, case: str, name: str) -> None:
    member = council.seats[name]
    council.desk(
        recuse.raise_recusal,
        case,
        by=member,
        seen=None,
        person_id=member.user_id,
        ground=RecusalGround.KINSHIP,
        reason="近亲属任职",
    )


def test_who_is_recused_gets_nothing_of_the_item_in_any_place(
    council: Council, enter: Enter
) -> None:
    """Complaint: a member left the room and read the result in the papers."""
    case, other = council.nominated(), council.nominated(council.desk.cast.yi)
    meeting = council.in_session([case, other])
    _declared(council, case, "xc-kxj")
    council.desk(
        recuse.decide_recusal,
        case,
        by=council.convener,
        seen=None,
        person_id=council.seats["xc-kxj"].user_id,
        ordered=True,
        reason="属实",
    )
    for position, out in ((1, ("xc-kxj",)), (2, ())):
        council.do(hold.open_item, by=council.convener, meeting=meeting, position=position)
        council.voted(meeting, position, without=out)
        council.concluded(meeting, position)
    council.issued(meeting)
    member, address = enter(council.seats["xc-kxj"]), f"/office/meetings/{meeting}"

    places = (address, f"{address}/minutes", "/office/meetings", "/office/after-meeting")
    for place in (*places, "/office/government"):
        assert case not in member.get(place).words, place
    assert other in member.get(address).words
    assert member.get(f"{address}/items/1").status == 403
    assert member.get(f"/office/government/{case}").status == 404
    links = member.get(address).links()
    papers = [link for link in links if link.endswith(".pdf")]
    assert len(papers) == 3
    for paper in papers:
        response = member.client.get(paper)
        assert case not in text_of(response.data)
        assert other in text_of(response.data)
    minutes = member.get(f"{address}/minutes").links()
    (docx,) = [link for link in minutes if link.endswith(".docx")]
    words = "".join(p.text for p in Docx(io.BytesIO(member.client.get(docx).data)).paragraphs)
    assert case not in words
    assert council.desk.count("access_log", kind="refused") == 2


def test_what_an_auditor_sees_of_a_meeting_is_noted(council: Council, enter: Enter) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    paper = council.issued(meeting).id
    auditor, address = enter(council.desk.cast.auditor), f"/office/meetings/{meeting}"

    for page in (address, f"{address}/items/1", f"{address}/minutes"):
        assert auditor.get(page).status == 200
    assert auditor.page.xpath("//main//form[@method='post']") == []
    for page in ("/office/meetings", "/office/after-meeting", f"/office/government/{case}"):
        assert auditor.get(page).status == 200
    assert auditor.client.get(f"{address}/documents/{paper}.pdf").status_code == 200

    assert noted(council.desk, "viewed") == [
        {"page": "meeting.show", "meeting": meeting},
        {"page": "meeting_item.show", "meeting": meeting, "position": 1},
        {"page": "minutes.show", "meeting": meeting},
        {"page": "meetings.calendar"},
        {"page": "after_meeting.show"},
        {"page": "government.show", "reference": case},
        {"page": "meeting.document", "meeting": meeting, "document_id": paper},
    ]


def test_a_meeting_of_another_district_is_not_there(council: Council, enter: Enter) -> None:
    meeting = council.called()
    visitor = enter(council.desk.cast.stranger)

    assert visitor.get(f"/office/meetings/{meeting}").status == 403
    assert meeting not in visitor.words


def test_a_stale_page_of_a_meeting_acts_never_and_keeps_what_was_typed(
    council: Council, enter: Enter
) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    convener = enter(council.convener).get(f"/office/meetings/{meeting}/items/1")
    council.voted(meeting, 1)

    typed = {"result": "agreed", "amount": "300", "conditions": "按进度", "due_on": "2026-12-31"}
    press(convener, "/conclusion", "conclude_item", **typed)

    assert convener.status == 409
    assert "按进度" in convener.page.xpath("string(//textarea[@name='conclude_item-conditions'])")
    press(convener, "/conclusion", "conclude_item", result="agreed")
    assert "会议结论" in convener.words


def test_a_double_click_is_one_vote_one_meeting_one_complaint(
    council: Council, enter: Enter
) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    member = enter(council.seats["xc-czj"]).get(f"/office/meetings/{meeting}/items/1")
    before = member.page

    press(member, "/opinions", "give_opinion", choice="for")
    (form,) = [f for f in before.forms if str(f.get("action")).endswith("/opinions")]
    sent = {**dict(form.form_values()), "give_opinion-choice": "against"}
    member.post(str(form.get("action")), sent)

    assert member.status == 409
    assert council.desk.count("meeting_opinions") == 1
    window = enter(council.desk.cast.window).get("/office/complaints/new")
    told = {"reference": case, "kind": "complaint", "raised_by": "丁", "grounds": "态度不好"}
    page = window.page
    press(window, "/complaints/new", **told)
    (form,) = [f for f in page.forms if str(f.get("action")).endswith("/complaints/new")]
    window.post(str(form.get("action")), {**dict(form.form_values()), **told})
    assert window.status == 409
    assert council.desk.count("objections") == 1


def test_nobody_votes_for_another_and_members_hold_no_chair(council: Council, enter: Enter) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    item = f"/office/meetings/{meeting}/items/1"
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)

    observer = enter(council.seats["xc-sjj"]).get(item)
    observer.post(f"{item}/opinions", {"give_opinion-choice": "for"})
    assert observer.status == 409
    member = enter(council.seats["xc-czj"])
    assert member.post(f"{item}/conclusion", {"conclude_item-result": "agreed"}).status == 403
    assert council.desk.count("item_results") == 0


def test_a_task_is_ticked_off_by_its_department_and_no_other_district(
    council: Council, enter: Enter
) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.do(
        hold.conclude_item,
        by=council.convener,
        meeting=meeting,
        position=1,
        result=Result.AGREED,
        amount=yuan(3_000_000),
        responsible="xc-fgw",
        due_on=council.at.date(),
        conditions="落实项目投资进度",
    )
    council.desk.days_later(3)

    stranger = enter(council.desk.cast.stranger)
    assert stranger.post("/office/after-meeting/tasks/1/completion", {"note": "好"}).status == 404
    reviewer = enter(council.desk.cast.reviewer).get("/office/after-meeting")
    assert "超期 1 项" in reviewer.words
    press(reviewer, "/tasks/1/completion", note="已落实")
    assert "已办结" in reviewer.words
    assert "已落实" in reviewer.words


def test_a_power_is_lent_used_under_both_names_and_taken_back(
    council: Council, enter: Enter
) -> None:
    desk, cast = council.desk, council.desk.cast
    reference = desk.accepted(clause=PURCHASE, facts=PURCHASED)
    reviewer = enter(cast.reviewer).get("/office/deputies")
    day = f"{desk.at.date()}"
    lent = {"role": "reviewer", "starts_on": day, "last_day": day, "reason": "出差"}
    press(reviewer, "/office/deputies", **lent, deputy=str(cast.secretary.user_id))
    assert "有效" in reviewer.words

    deputy = enter(cast.secretary).get("/office/deputies")
    press(deputy, "/acting")
    assert "（代 reviewer）" in deputy.page.text_content()
    assert deputy.get("/office/meetings").status == 403  # only what was lent
    deputy.get(f"/office/cases/{reference}")
    press(deputy, "/steps/propose_decline", "propose_decline", remarks="不符合条件")
    event = desk.events(reference)[-1]
    assert event.actor_id == cast.secretary.user_id
    assert event.acting_for_id == cast.reviewer.user_id

    press(reviewer.get("/office/deputies"), "/end")
    assert "已收回" in reviewer.words
    assert deputy.get("/office/meetings").status == 200  # oneself again, at once
    assert "代为办理" not in deputy.get("/office/deputies").words


def test_a_meeting_of_200_items_opens_with_as_many_statements_as_a_small_one(
    council: Council, enter: Enter
) -> None:
    small, large = a_big_meeting(council, items=2), a_big_meeting(council, items=200)
    convener = enter(council.convener)
    convener.get("/office/meetings")

    counts = [
        [_count(convener, council, meeting, page) for page in ("", "/minutes")]
        for meeting in (small, large)
    ]

    assert counts[0] == counts[1]
    assert max(counts[1]) < 30


def test_an_item_costs_as_much_before_the_votes_as_after(council: Council, enter: Enter) -> None:
    meeting = council.in_session([council.nominated(), council.nominated(council.desk.cast.yi)])
    convener = enter(council.convener)
    convener.get("/office/meetings")

    before = _count(convener, council, meeting, "/items/1")
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    after = _count(convener, council, meeting, "/items/1")

    assert abs(after - before) <= 1
    assert after < 35


def _count(visitor: Visitor, council: Council, meeting: str, page: str) -> int:
    with statements(council.desk.database) as sent:
        visitor.get(f"/office/meetings/{meeting}{page}")
    assert visitor.status == 200
    return len(sent)


def test_the_pages_speak_english(council: Council, enter: Enter) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    visitor = enter(council.convener)
    visitor.client.set_cookie("language", "en")

    words = visitor.get(f"/office/meetings/{meeting}/items/1").words

    for shown in ("one case, one policy", "Quorum", "Recusal"):
        assert shown in words, words
