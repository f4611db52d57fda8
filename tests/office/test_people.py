"""Users, enterprises and what is known of them; files that are taken in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from casework.cli import main
from casework.commands import files, people
from casework.db import Database
from casework.queries import people as known
from casework.queries.rule_book import book
from casework.records.people import MemberRole
from tests.cast import START
from tests.office.desk import Desk
from tests.office.sums import refused

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
RIGHT_CODE = "91110000600037341L"


def enterprise(session: Session, code: str = RIGHT_CODE, **more: object) -> object:
    return people.register_enterprise(
        session,
        credit_code=code,
        name="丁示例有限公司",
        at=START,
        **more,  # type: ignore[arg-type]
    )


def test_a_credit_code_is_checked_and_kept_compact(database: Database) -> None:
    with database.transaction() as session:
        kept = enterprise(session, "91110000 6000 37341l")
        with refused("enterprise_known"):
            enterprise(session)

    assert kept.credit_code == RIGHT_CODE  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["", "91110000600037341X", "9111000060003734", "营业执照"])
def test_a_wrong_credit_code_needs_an_officers_reviewed_reason(
    database: Database, code: str
) -> None:
    with database.transaction() as session:
        with refused("credit_code_wrong"):
            enterprise(session, code)
        with refused("credit_code_wrong"):
            enterprise(session, code, override_by=0, override_reason=" ")


def test_an_override_says_who_and_why(database: Database) -> None:
    with database.transaction() as session:
        kept = enterprise(session, "911101020000000018", override_by=0, override_reason="老代码")

    assert (kept.code_override_by_id, kept.code_override_reason) == (0, "老代码")  # type: ignore[attr-defined]


def test_facts_of_an_enterprise_are_dated_and_the_latest_stands(desk: Desk) -> None:
    acting = desk.cast.jia
    assert acting.enterprise_id is not None
    with desk.database.transaction() as session:
        for as_of, size in ((date(2025, 1, 1), "medium"), (date(2024, 1, 1), "micro")):
            people.record_enterprise_fact(
                session,
                catalogue=book(),
                enterprise_id=acting.enterprise_id,
                fact="enterprise.size_class",
                value=size,
                as_of=as_of,
                source="统计",
                actor=acting,
                at=desk.at,
            )
        found = {
            year: known.enterprise_facts(session, acting.enterprise_id, on=date(year, 6, 1))
            for year in (2023, 2024, 2025)
        }

    assert [found[year]["enterprise.size_class"] for year in found] == ["small", "micro", "medium"]


def test_the_last_authorized_person_stays(desk: Desk) -> None:
    acting = desk.cast.jia
    assert acting.enterprise_id is not None
    with desk.database.transaction() as session:
        user = people.add_user(session, sign_in_name="second", display_name="second", at=START)
        member = people.add_member(
            session,
            enterprise_id=acting.enterprise_id,
            user_id=user.id,
            role=MemberRole.HANDLER,
            since=START.date(),
        )
        with refused("member_already"):
            people.add_member(
                session,
                enterprise_id=acting.enterprise_id,
                user_id=acting.user_id,
                role=MemberRole.HANDLER,
                since=START.date(),
            )
        people.end_membership(session, member_id=member.id, until=START.date())
        with refused("last_owner"):
            people.end_membership(session, member_id=1, until=START.date())


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", PDF + b"0" * 2_000, "file_too_large"),
        ("a.exe", b"MZ\x90\x00" + b"0" * 100, "file_kind_not_allowed"),
        ("a.pdf", b"<html><script>alert(1)</script></html>", "file_kind_not_allowed"),
        ("a.jpg", PDF, "file_kind_not_allowed"),
    ],
)
def test_a_file_is_taken_by_its_structure_and_not_by_its_name(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    with refused(code):
        files.store(tmp_path, name=name, content=content, most_bytes=1_000)

    assert not list(tmp_path.iterdir())


def test_a_file_lies_once_under_its_hash(tmp_path: Path) -> None:
    first = files.store(tmp_path, name="../../a.pdf", content=PDF, most_bytes=1_000)
    again = files.store(tmp_path, name="b.pdf", content=PDF, most_bytes=1_000)

    assert first.sha256 == again.sha256
    assert first.name == "a.pdf"
    assert files.path_of(tmp_path, first.sha256).read_bytes() == PDF
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_an_installation_begins_with_load_and_add_user(
    database: Database, office: object, capsys: pytest.CaptureFixture[str]
) -> None:
    office(database)  # type: ignore[operator]

    assert main(["load"]) == 0
    assert main(["load"]) == 0
    assert "0 districts and departments" in capsys.readouterr().out
    add = ["add-user", "Zhang", "张三", "--department", "xc-kxj", "--role", "reviewer"]
    assert main(add) == 0
    assert "must then change it" in capsys.readouterr().out
    assert main(add) == 2
    assert "in use" in capsys.readouterr().err
    with database.reading() as session:
        user = known.by_sign_in_name(session, " ZHANG ")
        assert user is not None
        assert user.must_change_password
