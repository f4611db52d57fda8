"""Finance in the browser: a run from gathering to the treasury's answers, holds, and budget."""

from __future__ import annotations

import io

import sqlalchemy as sa

from tests.office.desk import Desk
from tests.office.payments import ready, state, with_money
from tests.office.runs import HEAD
from tests.web.conftest import Enter
from tests.web.statements import statements
from tests.web.visitor import Visitor


def _awarded(desk: Desk) -> str:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    return reference


def _press(visitor: Visitor, label: str) -> Visitor:
    visitor.send(button=label)
    assert visitor.status == 200, visitor.words
    return visitor


def _answers(payment: str, amount: str, *, paid: str) -> io.BytesIO:
    lines = [HEAD, f"{payment},paid,{amount},HD-1,2026-03-03,", f"total,1,{paid},,,"]
    return io.BytesIO("\n".join(lines).encode())


def _to_the_treasury(enter: Enter, desk: Desk) -> tuple[Visitor, str]:
    maker = enter(desk.cast.finance).get("/finance/runs")
    _press(maker, "新建批次")
    number = maker.path.rsplit("/", 1)[-1]
    for label in ("汇总可请款的各期", "报审"):
        _press(maker, label)
    checker = enter(desk.cast.finance_approver).get(f"/finance/runs/{number}")
    for label in ("审核同意", "逐笔审核支付"):
        _press(checker, label)
    maker.get(f"/finance/runs/{number}")
    for label in ("逐笔送国库", "封存并生成国库文件"):
        _press(maker, label)
    return maker, number


def test_a_run_goes_from_ready_money_to_the_treasury_and_back(enter: Enter, desk: Desk) -> None:
    reference = _awarded(desk)

    maker, number = _to_the_treasury(enter, desk)

    assert state(desk, reference) == "sent"
    file = maker.client.get(f"/finance/runs/{number}/file.csv")
    assert file.headers["Content-Disposition"].startswith("attachment")
    payment = f"{reference}-01"
    assert payment in file.text
    assert desk.count("access_log", kind="exported") == 1
    maker.get("/finance/results")
    maker.send({"file": (_answers(payment, "100000.00", paid="100000.00"), "answers.csv")})
    assert "回单已登记" in maker.page.text_content()
    assert state(desk, reference) == "paid"


def test_a_wrong_answer_file_books_nothing_and_names_the_line(enter: Enter, desk: Desk) -> None:
    reference = _awarded(desk)
    maker, _number = _to_the_treasury(enter, desk)

    maker.get("/finance/results")
    maker.send({"file": (_answers(f"{reference}-01", "99.00", paid="99.00"), "wrong.csv")})

    assert maker.status == 409
    assert "2" in maker.words
    assert state(desk, reference) == "sent"


def test_the_maker_cannot_agree_to_the_own_run(enter: Enter, desk: Desk) -> None:
    _awarded(desk)
    maker = enter(desk.cast.finance).get("/finance/runs")
    _press(maker, "新建批次")
    number = maker.path.rsplit("/", 1)[-1]
    for label in ("汇总可请款的各期", "报审"):
        _press(maker, label)

    maker.post(f"/finance/runs/{number}/approve")

    assert maker.status == 409
    assert "请先处理以下问题" in maker.words


def test_a_hold_needs_a_reason_and_says_so_on_the_page(enter: Enter, desk: Desk) -> None:
    reference = _awarded(desk)
    finance = enter(desk.cast.finance).get(f"/finance/instalments/{reference}/1")

    finance.send(button="缓拨")
    assert finance.status == 409
    assert state(desk, reference) == "ready"
    finance.send({"hold-remarks": "审计要求暂缓"}, button="缓拨")

    assert (finance.status, state(desk, reference)) == (200, "held")


def test_a_second_press_does_not_act_twice(enter: Enter, desk: Desk) -> None:
    reference = _awarded(desk)
    first = enter(desk.cast.finance).get(f"/finance/instalments/{reference}/1")
    second = enter(desk.cast.finance).get(f"/finance/instalments/{reference}/1")

    first.send({"hold-remarks": "审计要求暂缓"}, button="缓拨")
    second.send({"hold-remarks": "审计要求暂缓"}, button="缓拨")

    assert second.status == 409
    assert desk.case(reference).last_event == len(desk.events(reference))


def test_finance_of_another_district_finds_nothing(enter: Enter, desk: Desk) -> None:
    reference = _awarded(desk)

    visitor = enter(desk.cast.stranger).get(f"/finance/instalments/{reference}/1")

    assert visitor.status in (403, 404)
    assert reference not in visitor.words


def test_a_run_that_finds_nothing_ready_says_so(enter: Enter, desk: Desk) -> None:
    finance = _press(enter(desk.cast.finance).get("/finance/runs"), "新建批次")

    finance.send(button="汇总可请款的各期")

    assert (finance.status, "现在没有可请款的各期" in finance.words) == (409, True)


def test_a_condition_is_asked_only_of_whom_and_when_it_may_be_found(
    enter: Enter, desk: Desk
) -> None:
    reference = desk.disbursing()
    address = f"/finance/instalments/{reference}/2"

    for who in (desk.cast.finance, desk.cast.reviewer):
        early = enter(who).get(address)
        assert "到期后由主管部门核验" in early.words
        assert not early.page.xpath("//form[contains(@action, '/conditions')]")
    with desk.database.transaction() as session:
        session.execute(sa.text("UPDATE instalments SET state = 'check' WHERE number = 2"))

    assert (
        not enter(desk.cast.finance).get(address).page.xpath("//form[contains(@action, '/cond')]")
    )
    reviewer = enter(desk.cast.reviewer).get(address)
    reviewer.send(
        {"condition-met": "yes", "condition-basis": "证书查询结果"}, button="登记核验结果"
    )
    assert reviewer.status == 200


def test_a_budget_line_is_opened_changed_and_refused(enter: Enter, desk: Desk) -> None:
    with_money(desk)
    finance = enter(desk.cast.finance).get("/finance/budget")
    typed = {"number": "示财预〔2026〕9号", "amount": "-5", "kind": "open"}

    finance.send(typed)
    assert finance.status == 422
    assert "示财预〔2026〕9号" in finance.response.text  # type: ignore[union-attr]
    finance.send({**typed, "amount": "500"})

    assert finance.status == 200
    assert "5,000,000.00" in finance.words


def test_lists_cost_the_same_however_long(enter: Enter, desk: Desk) -> None:
    _awarded(desk)
    finance = enter(desk.cast.finance)
    with statements(desk.database) as few:
        finance.get("/finance/instalments?state=ready")
    other = desk.disbursing(by=desk.cast.yi)
    ready(desk, other)
    finance = enter(desk.cast.finance)

    with statements(desk.database) as more:
        finance.get("/finance/instalments?state=ready")

    assert len(more) == len(few)
    assert other in finance.words


def test_the_list_begins_where_something_stands(enter: Enter, desk: Desk) -> None:
    reference = desk.disbursing()

    visitor = enter(desk.cast.finance).get("/finance/instalments")

    assert reference in visitor.words
    assert visitor.page.xpath("//a[@aria-current='true']/b")


def test_a_department_sees_the_instalments_of_its_own_cases_alone(enter: Enter, desk: Desk) -> None:
    reference = _awarded(desk)

    assert reference in enter(desk.cast.reviewer).get("/finance/instalments").words
    other = enter(desk.cast.colleague).get("/finance/instalments")

    assert (other.status, reference in other.words) == (200, False)
