"""Who may read an issued paper, and the command that writes papers as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.cli import main
from casework.commands import recuse
from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries.documents import of_case, of_meeting, readable
from casework.queries.joint_meeting.sitting import look_at
from tests.cast import gather
from tests.office.council import Council
from tests.office.desk import Desk
from workflows.meeting.recusal import RecusalGround
from workflows.roles import Actor


def may_read(desk: Desk, document_id: int, actor: Actor) -> bool:
    """Whether this person is let at the paper."""
    with desk.database.reading() as session:
        return readable(session, document_id, actor) is not None


def test_an_enterprise_reads_its_own_letters_and_nobody_elses(desk: Desk) -> None:
    reference = desk.submitted()
    drain(desk.database, TASKS, at=desk.at)
    with desk.database.reading() as session:
        (receipt,) = of_case(session, desk.case(reference).id, actor=desk.cast.auditor)

    cast = desk.cast
    assert may_read(desk, receipt.id, cast.jia)
    assert may_read(desk, receipt.id, cast.reviewer)
    assert not may_read(desk, receipt.id, cast.yi)
    assert not may_read(desk, receipt.id, cast.stranger)
    assert not may_read(desk, receipt.id + 99, cast.jia)


def test_a_recused_member_does_not_read_the_papers_of_the_meeting(council: Council) -> None:
    case = council.nominated()
    meeting = council.in_session([case])
    member, desk = council.seats["xc-kxj"], council.desk
    with desk.database.reading() as session:
        sitting = look_at(session, meeting, council.convener)
        (notice,) = of_meeting(session, sitting.meeting.id)
    before = may_read(desk, notice.id, member)
    desk(
        recuse.raise_recusal,
        case,
        by=member,
        seen=None,
        person_id=member.user_id,
        ground=RecusalGround.KINSHIP,
        reason="近亲属任职",
    )

    assert before
    assert not may_read(desk, notice.id, member)
    assert may_read(desk, notice.id, council.seats["xc-scj"])
    assert not may_read(desk, notice.id, desk.cast.jia)


def test_the_command_writes_every_paper_of_a_case(
    sqlite_database: Database,
    office: Callable[[Database], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with sqlite_database.transaction() as session:
        desk = Desk(sqlite_database, gather(session))
    reference = desk.accepted()
    drain(sqlite_database, TASKS, at=desk.at)
    office(sqlite_database)

    assert main(["papers", reference, "--to", str(tmp_path)]) == 0
    assert main(["papers", "XC-2026-999999", "--to", str(tmp_path)]) == 1
    assert main(["papers", reference, "--to", str(tmp_path / "nowhere")]) == 2
    assert sorted(file.name for file in tmp_path.glob("*.pdf")) == [
        f"{reference}-01-receipt.pdf",
        f"{reference}-02-acceptance_notice.pdf",
    ]
    assert "收〔2026〕1号" in capsys.readouterr().out
