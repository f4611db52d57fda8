"""The pages on which an application is filled in, looked over and corrected."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.queries.my_cases import MyCase
from casework.queries.questions import Questions
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms.facts import FactsForm
from casework.web.forms.filing import CorrectionForm, StepForm
from casework.web.saying import explanation, teller
from workflows.refusals import Refused

EDITABLE = ("draft", "returned")


def facts_page(
    mine: MyCase, asked: Questions, form: FactsForm, kept_at: Any = None, earlier: Any = None
) -> ResponseReturnValue:
    """What the clause asks, what was typed, and what case it may be copied from."""
    return render_template(
        "applicant/facts.html",
        mine=mine,
        asked=asked,
        form=form,
        kept_at=kept_at,
        earlier=earlier,
        facts=book().facts,
        teller=teller(),
    ), form.status


def materials_page(
    mine: MyCase, refused: Refused | None = None, material: str = ""
) -> ResponseReturnValue:
    """The materials wanted and handed in, and why a file was not taken."""
    policy, clause = mine.terms
    return render_template(
        "applicant/materials.html",
        mine=mine,
        wanted=(*policy.material, *clause.material),
        refused=() if refused is None else refused.refusals,
        refused_material=material,
        megabytes=door.settings().upload_megabytes,
        editable=mine.case.state in EDITABLE,
    ), 200 if refused is None else 422


def review_page(mine: MyCase, asked: Questions, form: StepForm) -> ResponseReturnValue:
    """Everything as it will be filed, with what it may come to."""
    return render_template(
        "applicant/review.html",
        mine=mine,
        asked=asked,
        form=form,
        facts=book().facts,
        speaks=explanation(),
    ), form.status


def correction_page(mine: MyCase, form: CorrectionForm) -> ResponseReturnValue:
    """What is to be corrected, with a place for each answer."""
    return render_template("applicant/correction.html", mine=mine, form=form), form.status
