"""Signing in: who gets in, who does not, and what is kept of either."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask

from casework.commands import passwords
from casework.commands import sign_in as signing_in
from casework.web.account import device_name
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor
from workflows.roles import Actor

PASSWORD = "Ordinary-2026"


@pytest.fixture(scope="module")
def password_hash() -> str:
    """What is kept of the password, by a hasher that is not slow on purpose."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def reviewer(desk: Desk, password_hash: str) -> str:
    """The reviewer, with a password."""
    return _with_password(desk, desk.cast.reviewer, password_hash, "reviewer")


@pytest.fixture
def jia(desk: Desk, password_hash: str) -> str:
    """Who acts for 甲公司, with a password."""
    return _with_password(desk, desk.cast.jia, password_hash, "jia")


def _with_password(desk: Desk, actor: Actor, password_hash: str, name: str) -> str:
    with desk.database.transaction() as session:
        passwords.change(session, user_id=actor.user_id, password_hash=password_hash, at=desk.at)
    return name


def _sign_in(visitor: Visitor, name: str, password: str = PASSWORD) -> Visitor:
    return visitor.get("/sign-in").send({"name": name, "password": password})


def test_a_right_password_lets_in(somebody: Visitor, reviewer: str) -> None:
    _sign_in(somebody, " REVIEWER ")

    assert somebody.status == 200
    assert somebody.get("/account").title == "我的账号"


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(
    somebody: Visitor, reviewer: str
) -> None:
    wrong = _sign_in(somebody, reviewer, "Wrong-2026").words
    unknown = _sign_in(somebody, "nobody", "Wrong-2026").words

    assert somebody.status == 422
    assert "登录名或密码不正确。" in wrong
    assert wrong == unknown


def test_the_name_that_was_typed_is_kept_and_the_password_is_not(
    somebody: Visitor, reviewer: str
) -> None:
    _sign_in(somebody, reviewer, "Wrong-2026")

    assert somebody.page.xpath("//input[@name='name']/@value") == ["reviewer"]
    assert somebody.page.xpath("//input[@name='password']/@value") == [""]


def test_five_wrong_passwords_lock_the_account_for_a_while(
    somebody: Visitor, reviewer: str, desk: Desk
) -> None:
    for _ in range(5):
        _sign_in(somebody, reviewer, "Wrong-2026")

    assert "账号已锁定" in _sign_in(somebody, reviewer).words
    desk.at += timedelta(minutes=31)
    assert _sign_in(somebody, reviewer).get("/account").title == "我的账号"


def test_one_address_may_not_try_forever(somebody: Visitor, desk: Desk) -> None:
    with desk.database.transaction() as session:
        for _ in range(29):  # as of names nobody has
            signing_in.count_attempt(session, "sign_in", "127.0.0.1", at=desk.at)

    assert _sign_in(somebody, "somename", "Wrong-2026").status == 422
    assert _sign_in(somebody, "another", "Wrong-2026").status == 429
    assert "尝试次数过多" in somebody.words


def test_a_page_that_was_asked_for_opens_after_signing_in(somebody: Visitor, reviewer: str) -> None:
    somebody.get("/account/password")
    assert somebody.title == "登录"

    somebody.send({"name": reviewer, "password": PASSWORD})

    assert somebody.path == "/account/password"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:1"]
)
def test_signing_in_never_leads_elsewhere(somebody: Visitor, reviewer: str, elsewhere: str) -> None:
    somebody.get("/sign-in")

    somebody.send({"name": reviewer, "password": PASSWORD, "next": elsewhere})

    assert somebody.status == 200
    assert not somebody.path.startswith("//")


def test_who_is_idle_too_long_must_sign_in_again(enter: Enter, desk: Desk) -> None:
    visitor = enter(desk.cast.reviewer)
    assert visitor.get("/account").title == "我的账号"

    desk.at += timedelta(minutes=16)

    assert visitor.get("/account").title == "登录"


def test_who_keeps_working_stays_signed_in(enter: Enter, desk: Desk) -> None:
    visitor = enter(desk.cast.reviewer)

    for _ in range(4):
        desk.at += timedelta(minutes=10)
        assert visitor.get("/account").title == "我的账号"


def test_signing_out_ends_the_session_and_not_only_the_cookie(enter: Enter, desk: Desk) -> None:
    visitor = enter(desk.cast.reviewer)
    with visitor.client.session_transaction() as kept:
        token = kept["_user_id"]

    visitor.get("/account").send(button="退出")

    assert Visitor(visitor.app).carry(token).get("/account").title == "登录"


def test_another_device_can_be_signed_out(enter: Enter, desk: Desk) -> None:
    lost, here = enter(desk.cast.jia), enter(desk.cast.jia)

    here.get("/account").send(button="退出其他设备")

    assert lost.get("/account").title == "登录"
    assert here.get("/account").title == "我的账号"


def test_nobody_ends_the_session_of_another(enter: Enter, desk: Desk) -> None:
    jia, yi = enter(desk.cast.jia), enter(desk.cast.yi)
    jia.get("/account")

    for number in range(1, 5):
        yi.post(f"/account/sessions/{number}/end")

    assert jia.get("/account").title == "我的账号"


def test_an_official_sets_up_a_second_factor_before_anything_else(
    strict_app: Flask, reviewer: str, desk: Desk
) -> None:
    visitor = _sign_in(Visitor(strict_app), reviewer)

    assert visitor.title == "启用动态验证码"
    assert visitor.get("/policies").title == "启用动态验证码"
    (secret,) = visitor.page.xpath("//*[@class='secret']/text()")
    visitor.send({"code": pyotp.TOTP(secret).at(desk.at)})
    assert visitor.get("/account").title == "我的账号"


def test_a_code_counts_once(strict_app: Flask, reviewer: str, desk: Desk) -> None:
    first = _sign_in(Visitor(strict_app), reviewer)
    (secret,) = first.page.xpath("//*[@class='secret']/text()")
    code = pyotp.TOTP(secret).at(desk.at)
    first.send({"code": code})

    second = _sign_in(Visitor(strict_app), reviewer)
    assert second.title == "动态验证码"
    second.send({"code": code})

    assert "已使用" in second.words
    assert first.get("/account").title == "我的账号"


def test_an_enterprise_signs_in_without_a_second_factor(strict_app: Flask, jia: str) -> None:
    assert _sign_in(Visitor(strict_app), jia).get("/account").title == "我的账号"


def test_an_officials_password_lasts_ninety_days(
    somebody: Visitor, reviewer: str, desk: Desk
) -> None:
    desk.days_later(91)
    _sign_in(somebody, reviewer)

    assert somebody.get("/policies").title == "修改密码"
    somebody.send({"current": PASSWORD, "password": "Entirely-New-1", "again": "Entirely-New-1"})
    assert somebody.get("/policies").title == "找政策"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-1", "10至200个字符"),
        ("onlysmallletters", "三类"),
        ("Reviewer-2026", "不能包含登录名"),
        (PASSWORD, "最近5次"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(
    somebody: Visitor, reviewer: str, password: str, why: str
) -> None:
    _sign_in(somebody, reviewer).get("/account/password")

    somebody.send({"current": PASSWORD, "password": password, "again": password})

    assert somebody.status == 422
    assert why in somebody.words
    assert somebody.page.xpath("//input[@name='password']/@aria-invalid") == ["true"]


def test_every_try_is_in_the_access_log(somebody: Visitor, reviewer: str, desk: Desk) -> None:
    _sign_in(somebody, reviewer, "Wrong-2026")
    _sign_in(somebody, reviewer)

    assert desk.count("access_log", kind="sign_in_failed") == 1
    assert desk.count("access_log", kind="signed_in") == 1


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("a test", "a test"),
    ],
)
def test_a_signed_in_device_is_named_as_a_person_would(agent: str, named: str) -> None:
    assert device_name(agent) == named
