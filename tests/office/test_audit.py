"""What an auditor asks of the whole office, on both databases."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import audit
from casework.exports.process_log import write_ocel, write_xes
from casework.queries.audit import between, overview, recomputation, sampling
from casework.queries.audit.between import Span
from casework.queries.audit.case_on_paper import case_on_paper
from casework.queries.audit.integrity import verify
from casework.queries.red_flags import Within
from casework.queries.rule_book import content
from casework.records.assessment import Assessment
from casework.records.audit_sample import AuditSample
from casework.records.award import Award
from casework.records.case import Case
from casework.records.edition import ClauseEdition
from tests.office.desk import FIRST_CERTIFICATE, HIGH_TECH, Desk
from tests.office.red_flags.clean_office import another_award, copied
from workflows.money import yuan
from workflows.refusals import Refused

OTHER = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000002"}


def _within(desk: Desk, **more: Any) -> Within:
    return Within(**{"actor": desk.cast.auditor, "on": desk.at.date(), **more})


def test_an_award_agrees_with_what_its_inputs_come_to(desk: Desk) -> None:
    reference = desk.approved()

    with desk.database.reading() as session:
        (found,) = recomputation.recompute(session, _within(desk))

    assert (found.case, found.agrees, found.edition) == (reference, True, "current")
    assert found.awarded_fen == found.kept_fen == found.found_fen == yuan(300_000).fen


def test_a_changed_answer_is_named_to_the_line(desk: Desk) -> None:
    desk.approved()
    with desk.database.transaction() as session:
        sums = session.scalars(sa.select(Assessment)).one()
        award = session.scalars(sa.select(Award)).one()
        case = session.scalars(sa.select(Case)).one()
        answer = json.loads(json.dumps(sums.answer))
        answer["lines"][0]["after"] = "310000.00"
        forged = copied(session, sums, number=2, answer=answer)
        another_award(session, case, award, assessment_id=forged.id)

    with desk.database.reading() as session:
        (found,) = recomputation.recompute(session, _within(desk))

    assert not found.agrees
    assert [one.where for one in found.differences] == ["lines[1].after"]
    assert found.differences[0].kept == "310000.00"


def test_a_case_is_worked_out_under_the_edition_it_took(desk: Desk) -> None:
    reference = desk.approved()
    earlier = {
        **content(HIGH_TECH),
        "benefit": {**content(HIGH_TECH)["benefit"], "amount_yuan": 310_000},
    }
    with desk.database.transaction() as session:
        session.add(
            ClauseEdition(hash="earlier", clause_id=HIGH_TECH, content=earlier, kept_at=desk.at)
        )
        case = session.scalars(sa.select(Case).where(Case.reference == reference)).one()
        case.edition = "earlier"

    with desk.database.reading() as session:
        found = recomputation.recompute_one(session, reference, _within(desk))

    assert found is not None
    assert (found.edition, found.found_fen) == ("kept", yuan(310_000).fen)
    assert not found.agrees


def test_nobody_recomputes_a_case_out_of_sight(desk: Desk) -> None:
    reference = desk.approved()

    with desk.database.reading() as session:
        stranger = _within(desk, actor=desk.cast.stranger)
        assert recomputation.recompute_one(session, reference, stranger) is None
        assert list(recomputation.recompute(session, stranger)) == []


def test_a_sample_is_the_first_cases_in_the_order_of_a_hash(desk: Desk) -> None:
    references = [desk.submitted(), desk.submitted(desk.cast.yi, facts=OTHER)]
    expected = sorted(
        references, key=lambda one: hashlib.sha256(f"seed\n{one}".encode()).hexdigest()
    )

    with desk.database.reading() as session:
        drawn = sampling.draw(session, _within(desk), seed="seed", size=2)

    assert list(drawn.references) == expected
    assert drawn.frame_size == 2


def test_a_kept_sample_is_never_changed(desk: Desk) -> None:
    desk.submitted()
    with desk.database.transaction() as session:
        audit.draw_sample(
            session, within=_within(desk), name="", seed="s", size=9, filters={}, at=desk.at
        )

    with (
        pytest.raises(sa.exc.DatabaseError, match="added to only"),
        desk.database.transaction() as s,
    ):
        s.execute(sa.update(AuditSample).values(seed="another"))
    assert desk.count("audit_samples", seed="s", size=1, frame_size=1) == 1


@pytest.mark.parametrize(
    ("seed", "size", "code"),
    [(" ", 1, "sample_without_seed"), ("s", 0, "sample_size"), ("s", 1_001, "sample_size")],
)
def test_a_sample_needs_a_seed_and_a_size(desk: Desk, seed: str, size: int, code: str) -> None:
    desk.submitted()

    with pytest.raises(Refused, match=code), desk.database.transaction() as session:
        audit.draw_sample(
            session, within=_within(desk), name="", seed=seed, size=size, filters={}, at=desk.at
        )


def test_only_auditors_draw_samples(desk: Desk) -> None:
    desk.submitted()
    within = _within(desk, actor=desk.cast.reviewer)

    with pytest.raises(Refused, match="not_your_step"), desk.database.transaction() as session:
        audit.draw_sample(session, within=within, name="", seed="s", size=1, filters={}, at=desk.at)


def test_acts_and_money_between_two_days(desk: Desk) -> None:
    desk.approved()
    day = desk.at.date()
    desk.days_later(1)

    with desk.database.reading() as session:
        span = Span(_within(desk), day, day)
        acts = between.acts(session, span)
        later = between.acts(session, Span(_within(desk), desk.at.date(), desk.at.date()))
        money = {one.what: one.amount for one in between.money(session, span)}
        kinds = {one.what: one.times for one in between.acts_by_kind(session, span)}

    assert len(acts) == sum(kinds.values()) == desk.count("case_events")
    assert later == []
    assert money["decided"] == yuan(300_000)
    assert kinds["approve"] == 1


def test_the_overview_counts_what_is_in_sight(desk: Desk) -> None:
    desk.approved()
    desk.submitted(desk.cast.yi, facts=OTHER)

    with desk.database.reading() as session:
        mine = overview.figures(session, _within(desk))
        theirs = overview.figures(session, _within(desk, actor=desk.cast.stranger))
        listed = overview.cases(session, _within(desk), state="submitted")

    assert (mine.cases, mine.enterprises, mine.awards, mine.awarded) == (2, 2, 1, yuan(300_000))
    assert (theirs.cases, theirs.awards) == (0, 0)
    assert len(listed) == 1


def test_everything_is_verified_and_what_was_forged_is_named(desk: Desk) -> None:
    reference = desk.approved()
    with desk.database.reading() as session:
        assert verify(session, _within(desk)).sound

    with desk.database.transaction() as session:
        session.execute(sa.update(Case).values(last_hash="forged"))
    with desk.database.reading() as session:
        found = verify(session, _within(desk))
        elsewhere = verify(session, _within(desk, actor=desk.cast.stranger))

    assert [one for one, _ in found.broken] == [reference]
    assert (elsewhere.broken, elsewhere.elsewhere) == ((), 1)


def test_process_logs_are_whole_and_say_no_name(desk: Desk) -> None:
    reference = desk.approved()
    xes, ocel = io.BytesIO(), io.BytesIO()

    with desk.database.reading() as session:
        write_xes(session, xes, _within(desk))
        write_ocel(session, ocel, _within(desk))

    log = json.loads(ocel.getvalue())
    assert len(log["events"]) == xes.getvalue().count(b"<event>") == desk.count("case_events")
    assert reference in {one["id"] for one in log["objects"]}
    assert "甲示例" not in ocel.getvalue().decode() + xes.getvalue().decode()


def test_a_case_on_paper_holds_every_act_and_entry(desk: Desk) -> None:
    reference = desk.approved()

    with desk.database.reading() as session:
        paper = case_on_paper(session, reference, actor=desk.cast.auditor, at=desk.at)
        with pytest.raises(Refused, match="case_unknown"):
            case_on_paper(session, reference, actor=desk.cast.stranger, at=desk.at)

    assert len(paper["history"]) == desk.count("case_events")
    assert len(paper["ledger"]) == desk.count("ledger_entries")
    assert paper["awards"][0][1] == "300,000.00"
