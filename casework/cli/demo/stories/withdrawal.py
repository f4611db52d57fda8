"""A withdrawal frees its hold: the headroom of the cap before and after (2023-71 art. 6)."""

from __future__ import annotations

from typing import Any

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.commands import apply
from casework.queries.dossier import take_up
from casework.queries.examination import examine
from workflows.money import NOTHING, Money, wan
from workflows.term import civil_date

TITLE = "撤回申报：预占的额度随即释放（单个企业合计上限300万元）"
CLAUSE = "xc-2023-71/art6"


def tell(stage: Stage) -> Story:
    """2,700,000 of 3,000,000 are held; the withdrawal leaves all of it to the next application."""
    first = way.file(stage, "jiyou", "2026-04-13", CLAUSE, _project("示范项目甲", 9_000_000))
    second = way.draft(stage, "jiyou", "2026-04-20", CLAUSE, _project("示范项目乙", 5_000_000))
    held, before = pay.balance(stage, first).held, _headroom(stage, second)
    stage.do(
        "jiyou",
        "2026-04-21",
        apply.withdraw,
        reference=first,
        seen=None,
        remarks="项目取消，撤回申报",
    )
    after = _headroom(stage, second)
    stage.do("jiyou", "2026-04-22", apply.submit, reference=second, seen=None)

    expect("held by the first case", held, wan(270))
    expect("headroom while the first case holds", before, wan(30))
    expect("headroom after the withdrawal", after, wan(300))
    expect("held after the withdrawal", pay.balance(stage, first).held, NOTHING)
    expect("held by the second case", pay.balance(stage, second).held, wan(150))
    return Story(
        TITLE,
        (first, second),
        notes=(
            f"首案预占 {held} 元时，上限剩余额度 {before} 元",
            f"首案撤回后，上限剩余额度 {after} 元；次案按测算上限预占 {wan(150)} 元",
        ),
    )


def _project(name: str, investment: int) -> dict[str, Any]:
    """What is declared of a project; the investment in yuan."""
    return {
        "enterprise.titles": ["zjtx_municipal"],
        "project.id": name,
        "project.type": "digital_transformation",
        "project.total_investment": investment,
    }


def _headroom(stage: Stage, reference: str) -> Money:
    """What the cap still allows an application that is about to be filed."""
    assert stage.last is not None
    with stage.database.reading() as session:
        dossier = take_up(session, reference)
        _, examined = examine(session, dossier, on=civil_date(stage.last))
    assert examined.assessment is not None
    (line,) = (one for one in examined.assessment.lines if one.kind == "cap_lifetime")
    return Money(int(line.headroom or 0))
