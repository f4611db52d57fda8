"""The joint meeting on its pages: from calling it to its issued minutes."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests.office.council import EXAMINERS, OBSERVERS, Council, gather_council
from tests.office.desk import Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent
from tests.web.conftest import Enter
from tests.web.visitor import Visitor
from workflows.term import BEIJING


@pytest.fixture
def council(request: pytest.FixtureRequest) -> Council:
    """An office with a joint meeting, on SQLite unless a test names another database."""
    return gather_council(request.getfixturevalue(getattr(request, "param", "sqlite_database")))


@pytest.fixture
def desk(council: Council) -> Desk:
    """The same office, for the web application."""
    return council.desk


AFTER = "/office/after-meeting"
ABSENT = ("xc-czj", "xc-kxj", "xc-scj")


def press(visitor: Visitor, ending: str, prefix: str = "", **fields: object) -> Visitor:
    """Send the form of the page whose address ends like this, filled in."""
    found = [f for f in visitor.page.forms if (f.get("action") or "").endswith(ending)]
    assert found, (ending, [f.get("action") for f in visitor.page.forms])
    sent: dict[str, object] = {}
    for name, value in found[0].form_values():
        sent[name] = [*sent.get(name, []), value]  # type: ignore[misc]
    sent |= {f"{prefix}-{name}" if prefix else name: value for name, value in fields.items()}
    return visitor.post(str(found[0].get("action")), sent)


def called(council: Council, enter: Enter, cases: list[str], days: int = 14) -> str:
    """A meeting with these cases on its agenda and its papers sent, through the pages."""
    secretary = enter(council.secretary).get("/office/meetings/new")
    starts = (council.at + timedelta(days=days)).astimezone(BEIJING)
    press(
        secretary,
        "/meetings/new",
        title="部门联席会议",
        place="二号楼会议室",
        starts_at=f"{starts:%Y-%m-%dT%H:%M}",
        convener=council.convener.user_id,
    )
    assert secretary.status == 200, secretary.words
    meeting = secretary.path.rsplit("/", 1)[1]
    press(secretary, "/agenda", "put_on_agenda", cases=cases)
    press(secretary, "/papers", "send_papers")
    assert "材料已送达" in secretary.words
    council.desk.days_later(days)
    return meeting


def in_session(
    council: Council, enter: Enter, cases: list[str], absent: tuple[str, ...] = ()
) -> str:
    """A meeting that has begun, everybody signed in on the page."""
    meeting = called(council, enter, cases)
    address = f"/office/meetings/{meeting}"
    for name, actor in council.seats.items():
        if name not in absent:
            press(enter(actor).get(address), "/attendance")
    press(enter(council.convener).get(address), "/opening")
    return meeting


def test_a_meeting_is_called_with_its_agenda_and_papers(council: Council, enter: Enter) -> None:
    case = council.nominated()

    meeting = called(council, enter, [case])
    page = enter(council.seats["xc-kxj"]).get(f"/office/meetings/{meeting}")

    for shown in ("二号楼会议室", case, "一事一议", "3,000,000.00", "部门联席会议通知"):
        assert shown in page.words, shown


def voted(
    council: Council,
    enter: Enter,
    item: str,
    *,
    against: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> None:
    """Everybody with a vote gives an opinion, the convener last."""
    for name, actor in sorted(council.seats.items(), key=lambda one: one[0] == "xc-zfb"):
        if name in (*OBSERVERS, *without):
            continue
        choice = "against" if name in against else "for"
        reason = "测算依据不足" if name in against else ""
        page = enter(actor).get(item)
        press(page, "/opinions", "give_opinion", choice=choice, reason=reason)
        assert "您已经表决" in page.words, page.words


def issued(
    council: Council, enter: Enter, meeting: str, *, without: tuple[str, ...] = ()
) -> Visitor:
    """The meeting is closed and its minutes drafted, countersigned and issued."""
    convener = enter(council.convener).get(f"/office/meetings/{meeting}")
    press(convener, "/closing", "close")
    secretary = enter(council.secretary).get(f"/office/meetings/{meeting}/minutes")
    press(secretary, "/drafts", "draft", opening="会议由召集人主持。")
    for name, actor in council.seats.items():
        if name not in (*OBSERVERS, *without):
            press(enter(actor).get(f"/office/meetings/{meeting}/minutes"), "/signatures")
    return press(convener.get(f"/office/meetings/{meeting}/minutes"), "/issue", "issue")


def a_pdf() -> tuple[io.BytesIO, str]:
    """A file to hand in."""
    return io.BytesIO(b"%PDF-1.4 a paper"), "paper.pdf"


def recused(council: Council, enter: Enter, meeting: str, name: str) -> None:
    """A member declares a recusal on the item, and the convener orders it."""
    item, member = f"/office/meetings/{meeting}/items/1", enter(council.seats[name])
    press(
        member.get(item), "/recusals", "raise_recusal", ground="financial_interest", reason="持股"
    )
    assert "您已回避" in member.words
    assert member.get(item).status == 403
    convener = enter(council.convener).get(item)
    press(convener, "/decision", "decide_recusal", ordered="yes", reason="情况属实")
    assert "应当回避" in convener.words


@pytest.mark.parametrize("council", ["sqlite_database", "postgresql_database"], indirect=True)
def test_a_one_case_one_policy_item_goes_all_the_way_through_pages(
    council: Council, enter: Enter
) -> None:
    desk = council.desk
    with_money(desk, covers=("xc-2022-114",))
    case = council.nominated()

    # A first meeting has no quorum for the item; the case waits for the next.
    first = in_session(council, enter, [case], absent=ABSENT)
    page = enter(council.convener).get(f"/office/meetings/{first}/items/1")
    assert "未达法定人数" in page.words
    issued(council, enter, first, without=ABSENT)
    assert desk.case(case).state == "joint_meeting"

    # At the second one member is recused, and the amount is changed.
    second = in_session(council, enter, [case])
    recused(council, enter, second, "xc-rsj")
    item = f"/office/meetings/{second}/items/1"
    press(enter(council.convener).get(item), "/opening", "open_item")
    voted(council, enter, item, against=("xc-scj",), without=("xc-rsj",))
    convener = enter(council.convener).get(item)
    changed = {
        "result": "agreed_with_changes",
        "amount": "250",
        "conditions": "落实项目投资进度",
        "responsible": "xc-fgw",
        "due_on": "2026-12-31",
        "reason": "剔除公共区域面积",
    }
    press(convener, "/conclusion", "conclude_item", **changed)
    assert "贰佰伍拾万元整" in convener.words
    minutes = issued(council, enter, second)
    assert "联纪〔2026〕2号" in minutes.words
    assert desk.case(case).state == "joint_meeting"  # the changes are to be confirmed first
    press(enter(desk.cast.reviewer).get(AFTER), "/changes", remarks="已按意见修改")
    press(enter(council.secretary).get(AFTER), "/release")
    assert desk.case(case).state == "deliberation"

    _government(council, enter, case)
    approver = enter(desk.cast.approver).get(f"/office/cases/{case}")
    press(approver, "/steps/approve", "approve", amount="250.01")
    assert (approver.status, desk.case(case).state) == (409, "awaiting_approval")
    press(approver, "/steps/approve", "approve", amount="250")
    assert desk.case(case).state == "public_notice"

    _noticed(council, enter, case)
    assert desk.case(case).state == "disbursing"
    ready(desk, case)
    sent(desk)
    answer(desk, [f"{case}-01,paid,2500000.00,HD001,{desk.at.date()},"], paid="2500000.00")
    assert desk.case(case).state == "settled"


def _government(council: Council, enter: Enter, case: str) -> None:
    """Referred, examined side by side, and agreed to."""
    address, on = f"/office/government/{case}", f"{council.at.date()}"
    secretary = enter(council.secretary).get(address)
    press(secretary, "/referral", "refer", number="西发改请〔2026〕9号", dated=on, file=a_pdf())
    assert "西发改请〔2026〕9号" in secretary.words
    office = enter(council.desk.cast.government_office).get(address)
    decided = {
        "result": "agreed",
        "meeting_kind": "executive",
        "dated": on,
        "number": "西政会纪〔2026〕12号",
        "amount": "250",
    }
    press(office, "/result", "result", **decided, file=a_pdf())
    assert office.status == 409  # three opinions are missing
    assert "西政会纪〔2026〕12号" in office.page.xpath("//input[@name='result-number']/@value")
    for kind, name in EXAMINERS.items():
        examiner = enter(council.seats[name]).get(address)
        press(examiner, f"/opinions/{kind.value}", kind.value, verdict="agree")
    office.get(address)
    press(office, "/result", "result", **decided)
    assert office.status == 409  # not without its file
    press(office, "/result", "result", **decided, file=a_pdf())
    assert "区政府常务会" in office.words
    assert council.desk.case(case).state == "awaiting_approval"
    assert office.get(f"{address}/files/result").status == 200
    assert case in office.get("/office/government?decided=1").words


def _noticed(council: Council, enter: Enter, case: str) -> None:
    """Posted, objected to, the objection examined and answered, closed by the jobs."""
    desk = council.desk
    reviewer = enter(desk.cast.reviewer).get("/office/notices")
    press(reviewer, "/office/notices", cases=case, place="区政府网站", proof=a_pdf())
    assert "公示中" in reviewer.words
    public = Visitor(reviewer.app).get("/notices").words
    assert "2,500,000.00" in public
    assert case not in public
    desk.days_later(2)
    examiner = enter(desk.cast.objection_examiner).get("/office/complaints/new")
    press(
        examiner,
        "/complaints/new",
        reference=case,
        kind="objection",
        raised_by="丁示例公司",
        contact="13900000000",
        grounds="认为面积计算有误",
    )
    assert "13900000000" not in examiner.words
    assert desk.case(case).state == "objection"
    desk.days_later(20)
    drain(desk.database, TASKS, at=desk.at)
    assert desk.case(case).state == "objection"  # the notice does not close over it
    examiner = enter(desk.cast.objection_examiner).get(examiner.path)
    press(examiner, "/answer", "answer", remarks="不成立")
    assert examiner.status == 409  # nobody examined it
    press(examiner, "/finding", "examine", outcome="not_upheld", finding="以不动产登记为准")
    press(examiner, "/answer", "answer", remarks="异议不成立")
    assert "异议处理答复书" in examiner.words
    desk.days_later(1)
    drain(desk.database, TASKS, at=desk.at)
