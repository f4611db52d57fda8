"""Cases left in hand when the stories are told, so that whoever signs in finds something to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from casework import clock
from casework.cli.demo import council, way
from casework.cli.demo.cast import Cast
from casework.cli.demo.stage import Stage
from casework.cli.demo.stories.three_years import CLAUSE
from casework.commands import correspondence, drafting, objections, opinions, publish, review
from casework.commands.refer import refer
from casework.commands.review import ToCorrect
from casework.db import Database
from casework.queries.rule_book import book
from casework.records.people import EnterpriseMember, User
from workflows.term import civil_date

SHORTEST = timedelta(days=14)


def leave_in_hand(folder: Path) -> Iterator[str]:
    """Leave cases in hand in a demonstration that was told, as of today; what was left."""
    database = Database(f"sqlite:///{folder}/casework.db")
    try:
        stage = Stage(database, folder, everybody(database))
        left = leave(stage, civil_date(clock.now()))
    finally:
        database.close()
    if left:
        yield ""
        yield f"另有 {len(left)} 件在办案件，登录后即可办理：{left[0]} 至 {left[-1]}"


def leave(stage: Stage, today: date) -> tuple[str, ...]:
    """One case for everybody's desk, as of this day; none once the clause has ended."""
    begun = (today - SHORTEST).isoformat()
    if not book().term_of(CLAUSE).covers(today):
        return ()
    left = (
        _to_be_accepted(stage, "xinhai", today.isoformat()),
        _to_be_corrected(stage, "gengxu", begun, today.isoformat()),
        _to_be_reviewed(stage, "wushen", begun),
        _asked_of_others(stage, "xinhai", begun, today.isoformat()),
        _to_be_approved(stage, "wushen", begun),
        _objected_to(stage, "xinhai", begun, today.isoformat()),
        *_before_the_meeting(stage, "wushen", begun, today),
        _to_be_filled_in(stage, "gengxu", today.isoformat()),
    )
    stage.deliver(today.isoformat())
    return left


def everybody(database: Database) -> Cast:
    """The cast of an office that was played before, by sign-in name."""
    with database.reading() as session:
        users = {
            name: user for name, user in session.execute(sa.select(User.sign_in_name, User.id))
        }
        acting = session.execute(
            sa.select(User.sign_in_name, EnterpriseMember.enterprise_id).join(
                EnterpriseMember, EnterpriseMember.user_id == User.id
            )
        )
        return Cast(users, {name: enterprise for name, enterprise in acting})


def _certificate(number: int) -> dict[str, str]:
    return {
        "case.hnte_event": "first_certificate",
        "case.hnte_certificate_no": f"GR-示范-在办-{number:04d}",
    }


def _to_be_filled_in(stage: Stage, who: str, day: str) -> str:
    """A draft without its facts and papers."""
    draft = stage.do(who, day, drafting.draft, clause_id=CLAUSE, claim_year=int(day[:4]), facts={})
    return draft.reference


def _to_be_accepted(stage: Stage, who: str, day: str) -> str:
    """An application on the window's desk."""
    return way.file(stage, who, day, CLAUSE, _certificate(1))


def _to_be_corrected(stage: Stage, who: str, day: str, returned: str) -> str:
    """An application that came back to the enterprise."""
    reference = _accepted(stage, who, day, 2)
    stage.do(
        way.officer(stage, reference, "review"),
        returned,
        review.return_for_correction,
        reference=reference,
        seen=None,
        defects=[
            ToCorrect("申报书未加盖公章，请盖章后重新上传。", "incomplete", "申报书"),
            ToCorrect("证书编号与上传的证书不一致，请核对。", "incorrect", "国高新证书号"),
        ],
        remarks="请在期限内一次补齐。",
    )
    return reference


def _to_be_reviewed(stage: Stage, who: str, day: str) -> str:
    """A case under review, with a message from each side."""
    reference = _accepted(stage, who, day, 3)
    stage.do(who, day, correspondence.message, reference=reference, words="请问大约何时办结？")
    stage.do(
        way.officer(stage, reference, "review"),
        day,
        correspondence.message,
        reference=reference,
        words="已进入审核，承诺日期见案件页面。",
    )
    return reference


def _asked_of_others(stage: Stage, who: str, day: str, asked: str) -> str:
    """A case on which another department was asked."""
    reference = _accepted(stage, who, day, 4)
    stage.do(
        way.officer(stage, reference, "review"),
        asked,
        opinions.ask,
        reference=reference,
        seen=None,
        departments=["xc-sfj", "xc-scj"],
        question="请核实该企业近三年有无行政处罚。",
    )
    return reference


def _to_be_approved(stage: Stage, who: str, day: str) -> str:
    """A recommended case on the approver's desk."""
    reference = _accepted(stage, who, day, 5)
    way.assess_case(stage, reference, day)
    way.recommend(stage, reference, day)
    return reference


def _objected_to(stage: Stage, who: str, day: str, posted: str) -> str:
    """An award whose notice hangs and to which somebody objects."""
    reference = _accepted(stage, who, day, 6)
    way.assess_case(stage, reference, day)
    way.recommend(stage, reference, day)
    way.decide(stage, reference, day)
    stage.do(
        way.officer(stage, reference, "review"),
        posted,
        publish.post_notice,
        reference=reference,
        seen=None,
        place="区政府网站·示范公示栏",
        proof_sha256=stage.paper(f"公示截图 {reference}").sha256,
    )
    stage.do(
        "window",
        posted,
        objections.receive,
        reference=reference,
        seen=None,
        raised_by="示范异议人",
        contact="示范异议人 010-66000000",
        grounds="公示企业的证书似已过期，请核实。",
    )
    return reference


def _before_the_meeting(stage: Stage, who: str, day: str, today: date) -> tuple[str, ...]:
    """One case on the agenda of a meeting that is called, one that waits to be put on."""
    found = []
    for number in (7, 8):
        reference = _accepted(stage, who, day, number)
        stage.do(
            way.officer(stage, reference, "review"),
            day,
            refer,
            reference=reference,
            seen=None,
            remarks="同类申报较多，提请联席会议统一把握。",
        )
        way.assess_case(stage, reference, day)
        way.recommend(stage, reference, day)
        found.append(reference)
    held = (today + SHORTEST).isoformat()
    council.called(stage, today.isoformat(), held, "部门联席会议（示范，待开）", (found[0],))
    return tuple(found)


def _accepted(stage: Stage, who: str, day: str, number: int) -> str:
    reference = way.file(stage, who, day, CLAUSE, _certificate(number))
    way.accept(stage, reference, day)
    return reference
