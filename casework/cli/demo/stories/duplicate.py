"""Duplicates: the same certificate again, under the same document and under a newer one."""

from __future__ import annotations

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.cli.demo.stories import three_years, yearly_cap
from casework.commands import apply, assess, close, review
from workflows.money import NOTHING

TITLE = "重复申报：同一张证书已获30万元，再报被拒；换按西行规发〔2025〕4号申报，也不重复支持"
NEWER = "xc-2025-4/art4.1.a"


def tell(stage: Stage) -> Story:
    """The first try is refused on filing, the second once it is worked out, and is declined."""
    facts = {
        "case.hnte_event": "first_certificate",
        "case.hnte_certificate_no": three_years.CERTIFICATE,
    }
    again = way.draft(stage, "jiachen", "2025-11-03", three_years.CLAUSE, facts)
    on_filing = stage.refused("jiachen", "2025-11-04", apply.submit, reference=again, seen=None)

    other = way.file(stage, "jiachen", "2025-11-05", NEWER, facts)
    way.accept(stage, other, "2025-11-06")
    way.assess_case(stage, other, "2025-11-10", recognized=yearly_cap.RECOGNIZED)
    reviewer, approver = way.officer(stage, other, "review"), way.officer(stage, other, "approve")
    worked_out = stage.refused(reviewer, "2025-11-11", assess.recommend, reference=other, seen=None)
    why = "同一证书已在 XC-2023-000001 获得同等金额支持，依附则（三）不重复支持"
    stage.do(
        reviewer, "2025-11-12", review.propose_decline, reference=other, seen=None, remarks=why
    )
    stage.do(
        "jiachen", "2025-11-13", apply.answer, reference=other, seen=None, remarks="知悉，无异议"
    )
    stage.do(approver, "2025-11-14", close.decline, reference=other, seen=None, remarks=why)

    expect("the first try", [one.code for one in on_filing], ["already_supported"])
    expect("the second try", "already_supported" in {one.code for one in worked_out}, True)
    expect("how the second try ended", way.case_of(stage, other).state, "declined")
    for reference in (again, other):
        expect("what a duplicate holds", pay.balance(stage, reference).held, NOTHING)
    return Story(TITLE, (again, other), refusals=(*on_filing, *worked_out))
