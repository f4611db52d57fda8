"""The three administrators: each does a part, none sees a case, everything is recorded."""

from __future__ import annotations

import re

import pytest

from casework.commands import assignment, people
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor
from workflows.roles import Actor, Role


@pytest.fixture
def security_admin(desk: Desk) -> Actor:
    """The administrator who grants roles."""
    return _administrator(desk, "security_admin", Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(desk: Desk) -> Actor:
    """The administrator who reads the log."""
    return _administrator(desk, "audit_admin", Role.AUDIT_ADMIN)


def _administrator(desk: Desk, name: str, role: Role) -> Actor:
    with desk.database.transaction() as session:
        user = people.add_user(
            session, sign_in_name=name, display_name=name, at=desk.at, roles=[role]
        )
        return Actor(user_id=user.id, name=name, roles=frozenset({role}))


def _account(visitor: Visitor, desk: Desk, actor: Actor) -> Visitor:
    return visitor.get(f"/admin/accounts/{actor.user_id}")


def test_an_account_is_opened_by_one_and_given_roles_by_another(
    enter: Enter, desk: Desk, security_admin: Actor
) -> None:
    system = enter(desk.cast.system_admin)
    system.get("/admin/accounts/new").send(
        {"sign_in_name": "Xin", "display_name": "示例新人", "department": "xc-kxj"}
    )
    address = system.path
    password = re.search(r"初始密码 (\S+?)（", system.words)
    assert password is not None
    assert "尚未授予岗位" in system.words
    assert "授予岗位" not in [b.text_content() for b in system.page.xpath("//button")]

    security = enter(security_admin)
    security.get(address).send({"roles": "reviewer"}, button="授予")
    assert "审核人" in security.words

    newcomer = Visitor(system.app)
    newcomer.get("/sign-in").send({"name": "xin", "password": password[1]})
    assert newcomer.title == "修改密码"


def test_administrators_roles_exclude_every_other(
    enter: Enter, desk: Desk, security_admin: Actor
) -> None:
    security = enter(security_admin)

    _account(security, desk, desk.cast.reviewer).send({"roles": "audit_admin"}, button="授予")

    assert security.status == 409
    assert "不能" in security.words or "互斥" in security.words or "兼" in security.words


def test_nobody_manages_their_own_account(enter: Enter, desk: Desk) -> None:
    system = enter(desk.cast.system_admin)
    own = desk.cast.system_admin.user_id

    assert "不能由本人管理" in system.get(f"/admin/accounts/{own}").words
    system.post(f"/admin/accounts/{own}/status", {"status": "left"})
    assert system.status == 409


def test_who_is_suspended_is_out_and_their_cases_go_back(enter: Enter, desk: Desk) -> None:
    """Systems 3.2, 17: a removed officer never keeps a case."""
    reference = desk.accepted()
    reviewer = desk.cast.reviewer
    desk(assignment.assign, reference, by=reviewer, seen=None, to=reviewer.user_id)
    signed_in = enter(reviewer)
    system = enter(desk.cast.system_admin)

    _account(system, desk, reviewer).send(button="停用")

    assert "1 件" in system.words
    assert desk.case(reference).assigned_to_id is None
    assert signed_in.get("/account").title == "登录"
    assert [event.action for event in desk.events(reference)][-1] == "assign"


def test_a_lost_phone_is_reset_by_the_security_administrator_alone(
    enter: Enter, desk: Desk, security_admin: Actor
) -> None:
    user_id = desk.cast.reviewer.user_id
    system = enter(desk.cast.system_admin)
    system.get("/account")
    assert system.post(f"/admin/accounts/{user_id}/second-factor/reset").status == 403

    security = enter(security_admin)
    _account(security, desk, desk.cast.reviewer).send(button="重置动态验证码")
    assert "已重置" in security.words


def test_administrators_see_no_case(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    system = enter(desk.cast.system_admin)

    for path in (f"/office/cases/{reference}", "/office/to-do", f"/my/cases/{reference}"):
        assert system.get(path).status == 403


def test_refusals_are_read_and_the_log_is_exported_as_filtered(
    enter: Enter, desk: Desk, security_admin: Actor, audit_admin: Actor
) -> None:
    jia = enter(desk.cast.jia)
    jia.get("/admin/accounts")
    assert "/admin/accounts" in enter(security_admin).get("/admin/refusals").words

    reader = enter(audit_admin)
    reader.get("/admin/access-log?kind=refused&person=jia")
    assert "/admin/accounts" in reader.words
    file = reader.client.get("/admin/access-log.csv?kind=refused&person=jia").data.decode()

    assert file.count("/admin/accounts") == 1
    assert desk.count("access_log", kind="exported") == 1


def test_every_administrative_act_is_in_the_log(enter: Enter, desk: Desk) -> None:
    system = enter(desk.cast.system_admin)

    _account(system, desk, desk.cast.reviewer).send(button="退出全部登录")

    assert desk.count("access_log", kind="administered") == 1


@pytest.mark.parametrize("page", ["departments", "calendar", "settings"])
def test_what_is_set_can_be_read(enter: Enter, desk: Desk, page: str) -> None:
    assert enter(desk.cast.system_admin).get(f"/admin/{page}").status == 200


def test_days_off_that_follow_one_another_are_one_span(enter: Enter, desk: Desk) -> None:
    calendar = enter(desk.cast.system_admin).get("/admin/calendar")

    assert "2026年10月1日 至 2026年10月7日" in calendar.words
    assert "2026年10月2日" not in calendar.words


def test_a_closed_department_stays_readable(enter: Enter, desk: Desk) -> None:
    system = enter(desk.cast.system_admin)

    system.get("/admin/departments").post("/admin/departments/xc-kxj/closing")

    assert "停用" in system.words
    system.post("/admin/departments/xc-kxj/closing", {"open": "1"})
    assert desk.count("departments", id="xc-kxj") == 1
