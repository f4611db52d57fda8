"""What officers' pages call things: states, steps, acts, days left, lines of a calculation."""

from __future__ import annotations

from datetime import date

from flask import Blueprint
from flask_babel import gettext as _

from casework.queries.rule_book import book
from casework.web import door
from casework.web.present import anew
from casework.web.saying import language
from workflows import application, instalment, recovery
from workflows.explanation import Explanation
from workflows.urgency import Remaining, remaining
from workflows.wording import wordings
from workflows.workdays import official_calendar


def register(blueprint: Blueprint) -> None:
    """Give templates these words."""
    for asked in (state_label, part_label, act_label, days_left):
        blueprint.add_app_template_filter(anew(asked), asked.__name__)


def state_label(state: str) -> str:
    """What officers call a state of a case."""
    return str(_(application.VERSIONS[application.CURRENT].workflow.state(state).label))


def part_label(state: str) -> str:
    """What officers call a state of an instalment."""
    return str(_(instalment.VERSIONS[instalment.CURRENT].workflow.state(state).label))


def act_label(action: str, source: str = "", target: str = "") -> str:
    """What an event is called: by the step it took, or as an act beside the process."""
    for process in (application.VERSIONS[application.CURRENT], instalment.VERSIONS[1]):
        steps = [step for step in process.workflow.steps if step.action == action]
        exact = [step for step in steps if (step.source, step.target) == (source, target)]
        if steps:
            return str(_((exact or steps)[0].label))
    for step in recovery.VERSIONS[recovery.CURRENT].workflow.steps:
        if action == f"recovery_{step.action}":
            return str(_(step.label))
    said = wordings().get(f"act_{action}")
    if said is None:
        return action
    return said.en if language() == "en" else said.zh


def days_left(due_on: date) -> Remaining:
    """Working days until a due date, as of today."""
    return remaining(due_on, today=door.today(), calendar=official_calendar())


def speaks() -> Explanation:
    """Puts calculations into the reader's language."""
    return Explanation(book(), language())
