"""A parameter that was found wrong (bcgov/SIMS #6167): the cases it touched are found again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from casework.cli import main
from casework.db import Database
from casework.queries.audit import corrections
from casework.queries.audit.corrections import Affected
from casework.queries.red_flags import Within
from casework.queries.rule_book import content, edition
from casework.records.case import Case
from casework.records.edition import ClauseEdition
from tests.office.desk import FIRST_CERTIFICATE, HIGH_TECH, Desk
from workflows.money import yuan

OTHER = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000002"}


def corrected_since(desk: Desk, reference: str) -> None:
    """As if the case had taken the clause while its amount was written down wrongly."""
    wrong = {
        **content(HIGH_TECH),
        "benefit": {**content(HIGH_TECH)["benefit"], "amount_yuan": 310_000},
    }
    with desk.database.transaction() as session:
        session.add(
            ClauseEdition(hash="wrong", clause_id=HIGH_TECH, content=wrong, kept_at=desk.at)
        )
        session.flush()
        session.execute(sa.update(Case).where(Case.reference == reference).values(edition="wrong"))


def found(desk: Desk, clause: str = "", **more: Any) -> list[Affected]:
    within = Within(**{"actor": desk.cast.auditor, "on": desk.at.date(), **more})
    with desk.database.reading() as session:
        return list(corrections.affected(session, within, clause=clause))


def test_nothing_is_found_while_every_case_stands_under_the_clause_as_it_is_read(
    desk: Desk,
) -> None:
    desk.approved()

    assert found(desk) == []


def test_sims_6167_a_wrong_parameter_names_every_case_it_touched(desk: Desk) -> None:
    touched = desk.approved()
    desk.approved(desk.cast.yi, facts=OTHER)
    corrected_since(desk, touched)

    (one,) = found(desk)

    assert (one.case, one.correction.clause, one.correction.edition) == (
        touched, HIGH_TECH, "wrong"
    )  # fmt: skip
    assert [(place.where, place.kept, place.found) for place in one.correction.changes] == [
        ("benefit.amount_yuan", "310000", "300000")
    ]


def test_each_case_is_worked_out_again_as_the_clause_is_read_today(desk: Desk) -> None:
    reference = desk.approved()
    corrected_since(desk, reference)

    (one,) = found(desk)

    assert (one.awarded_fen, one.corrected_fen) == (yuan(300_000).fen, yuan(300_000).fen)
    assert one.change_fen == 0  # the decision was taken with the figure as it is read now


def test_the_difference_is_against_the_decision_else_the_calculation(desk: Desk) -> None:
    reference = desk.approved()
    corrected_since(desk, reference)
    (one,) = found(desk)

    def change(awarded: int | None, kept: int | None, corrected: int | None) -> int:
        return dataclasses.replace(
            one, awarded_fen=awarded, kept_fen=kept, corrected_fen=corrected
        ).change_fen

    assert change(310_000, 310_000, 300_000) == -10_000
    assert change(None, 290_000, 300_000) == 10_000
    assert change(None, None, None) == 0


@pytest.mark.parametrize("narrowed", [{"clause": "no.such"}, {"text": "XX"}])
def test_only_what_is_asked_for_is_found(desk: Desk, narrowed: dict[str, str]) -> None:
    corrected_since(desk, desk.approved())

    assert found(desk, **narrowed) == []


def test_nobody_finds_a_case_out_of_sight(desk: Desk) -> None:
    corrected_since(desk, desk.approved())

    assert found(desk, actor=desk.cast.stranger) == []


def test_the_edition_read_today_is_no_correction(desk: Desk) -> None:
    desk.approved()

    with desk.database.reading() as session:
        assert edition(HIGH_TECH) not in corrections.corrections(session)


def test_the_command_names_each_case_and_what_it_comes_to(
    desk: Desk, office: Callable[[Database], None], capsys: pytest.CaptureFixture[str]
) -> None:
    touched = desk.approved()
    corrected_since(desk, touched)
    office(desk.database)

    assert main(["corrections", "--clause", HIGH_TECH]) == 0

    said = capsys.readouterr()
    assert f"{touched} {HIGH_TECH}: " in said.out
    assert "1 cases under a corrected clause" in said.err
    assert main(["corrections", "--json"]) == 0
    assert f'"case": "{touched}"' in capsys.readouterr().out
