"""The usual way of a case, step by step on real commands; stories tell what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from casework.cli.demo.stage import Stage, expect
from casework.commands import apply, approve, assess, drafting, opinions, publish, review
from casework.queries import cases
from casework.queries.examination import NO_FIGURES, Figures
from casework.queries.rule_book import terms, terms_of
from casework.records.award import Award
from casework.records.case import Case
from workflows import review_flags
from workflows.money import Money


def draft(
    stage: Stage,
    who: str,
    day: str,
    clause: str,
    facts: Mapping[str, Any],
    *,
    asked: Money | None = None,
) -> str:
    """A draft with every material the clause wants; its reference."""
    case = stage.do(
        who,
        day,
        drafting.draft,
        clause_id=clause,
        claim_year=int(day[:4]),
        facts=facts,
        asked=asked,
    )
    wanted = (*terms(clause).policy.material, *terms(clause).clause.material)
    for material in wanted:
        if material.need in ("required", "deferrable"):
            stage.do(
                who,
                day,
                drafting.attach,
                reference=case.reference,
                file=stage.paper(material.name, of=case.reference),
                material=material.name,
            )
    return case.reference


def file(
    stage: Stage,
    who: str,
    day: str,
    clause: str,
    facts: Mapping[str, Any],
    *,
    asked: Money | None = None,
) -> str:
    """A draft that is submitted the same day; its reference."""
    reference = draft(stage, who, day, clause, facts, asked=asked)
    stage.do(who, day, apply.submit, reference=reference, seen=None)
    return reference


def accept(stage: Stage, reference: str, day: str) -> None:
    """The window accepts."""
    stage.do("window", day, review.accept, reference=reference, seen=None)


def assess_case(
    stage: Stage,
    reference: str,
    day: str,
    *,
    figures: Figures = NO_FIGURES,
    recognized: Mapping[str, str] | None = None,
) -> None:
    """The department records what was recognized, answers the flags and works the case out."""
    reviewer = officer(stage, reference, "review")
    for fact, basis in (recognized or {}).items():
        stage.do(
            reviewer,
            day,
            assess.record_fact,
            reference=reference,
            seen=None,
            fact=fact,
            value=True,
            basis=basis,
        )
    answer_flags(stage, reference, day)
    stage.do(reviewer, day, assess.assess, reference=reference, seen=None, figures=figures)


def answer_flags(stage: Stage, reference: str, day: str) -> None:
    """The department records the legal answer to every flag the clause carries (ruling 31)."""
    policy, clause = terms_of(case_of(stage, reference))
    for flag in review_flags.raised(policy.flags, clause.flags):
        stage.do(
            officer(stage, reference, "review"),
            day,
            opinions.record_legal_answer,
            reference=reference,
            seen=None,
            flag=flag.code,
            may_proceed=True,
            words="经公平竞争审查，适用例外规定，可以办理。",
            basis="示范审查意见〔2022〕第1号",
        )


def recommend(stage: Stage, reference: str, day: str, remarks: str = "") -> None:
    """The department puts the case forward."""
    stage.do(
        officer(stage, reference, "review"),
        day,
        assess.recommend,
        reference=reference,
        seen=None,
        remarks=remarks,
    )


def decide(
    stage: Stage, reference: str, day: str, *, amount: Money | None = None, remarks: str = ""
) -> Award:
    """The approver of the department decides."""
    return stage.do(
        officer(stage, reference, "approve"),
        day,
        approve.approve,
        reference=reference,
        seen=None,
        amount=amount,
        remarks=remarks,
    )


def post(stage: Stage, reference: str, posted: str, over: str) -> None:
    """The award is posted, nobody objects, and the notice ends by itself when its days are over."""
    stage.do(
        officer(stage, reference, "review"),
        posted,
        publish.post_notice,
        reference=reference,
        seen=None,
        place="区政府网站·示范公示栏",
        proof_sha256=stage.paper(f"公示截图 {reference}").sha256,
    )
    stage.deliver(over)
    expect(f"{reference} after its notice", case_of(stage, reference).state, "disbursing")


def case_of(stage: Stage, reference: str) -> Case:
    """The case as it stands."""
    with stage.database.reading() as session:
        return cases.by_reference(session, reference)


def latest_case(stage: Stage, who: str) -> str:
    """The reference of the case an enterprise drafted last."""
    of = Case.enterprise_id == stage.cast.enterprises[who]
    with stage.database.reading() as session:
        drafted = sa.select(Case.reference).where(of).order_by(Case.id.desc()).limit(1)
        return session.scalars(drafted).one()


def officer(stage: Stage, reference: str, duty: str) -> str:
    """Who reviews or approves in the department of a case."""
    if reference not in stage.departments:
        stage.departments[reference] = case_of(stage, reference).department_id
    return f"{stage.departments[reference].removeprefix('xc-')}-{duty}"
