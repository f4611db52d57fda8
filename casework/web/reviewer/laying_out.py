"""The forms of a case page: for each open step and act one, with what can be chosen in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from casework.queries.case_desk import Desk
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms import Form, choose
from casework.web.forms.meetings import UNCHOSEN, RecusalDecisionForm, RecusalForm
from casework.web.forms.steps import (
    NOBODY,
    OWN_WORDS,
    PLEASE_CHOOSE,
    WHOLE_APPLICATION,
    AskForm,
    AssessForm,
    AssignForm,
    FlagForm,
    PaperForm,
    ReferForm,
    ReturnForm,
    WordsForm,
)
from casework.web.present import code_pair, named
from casework.web.reviewer.ways import WAYS
from casework.web.saying import language
from workflows import application
from workflows.defects import known_defects
from workflows.definition import Capacity
from workflows.meeting.recusal import RecusalGround
from workflows.refusals import Refusal
from workflows.wording import spoken

ACTS: Mapping[str, type[Form]] = {
    "assign": AssignForm,
    "refer": ReferForm,
    "paper": PaperForm,
    "ask_opinion": AskForm,
    "note": WordsForm,
    "message": WordsForm,
    "raise_recusal": RecusalForm,
}
"""Acts beside the steps and their forms; flags and pending recusals have one each."""

_NO_OFFICER = ("", Capacity.APPLYING)


def step_forms(desk: Desk, into: dict[str, Form] | None = None) -> dict[str, Form]:
    """A form for each step the page offers, or those given made ready to be shown."""
    forms = into
    if forms is None:
        names = [one.action for one in desk.file.options if one.action in WAYS]
        forms = {name: WAYS[name].form(formdata=None, prefix=name) for name in names}
    return _ready(forms, desk)


def act_forms(desk: Desk, into: dict[str, Form] | None = None) -> dict[str, Form]:
    """A form for each act beside the steps, or those given made ready to be shown."""
    forms = into
    if forms is None:
        forms = {name: kind(formdata=None, prefix=name) for name, kind in ACTS.items()}
        for flag in desk.flags:
            name = f"flag-{flag.code}"
            forms[name] = FlagForm(formdata=None, prefix=name)
        for claim in desk.recusals:
            name = f"recusal-{claim.person_id}"
            forms[name] = RecusalDecisionForm(formdata=None, prefix=name)
    return _ready(forms, desk)


def _ready(forms: dict[str, Form], desk: Desk) -> dict[str, Form]:
    for form in forms.values():
        form["seen"].data = str(desk.file.case.last_event)
        if isinstance(form, AssignForm):
            form.to.choices = choose(
                ("", NOBODY),
                *((str(user), name) for user, name in desk.reviewers),
            )
        elif isinstance(form, RecusalForm):
            form.person.choices = choose(*people_of(desk).items())
            form.ground.choices = choose(
                ("", UNCHOSEN), *(code_pair(one.value, "recusalground") for one in RecusalGround)
            )
        elif isinstance(form, AskForm):
            form.departments.choices = choose(*_departments(desk))
        elif isinstance(form, AssessForm):
            _leave_open(form, desk)
        elif isinstance(form, ReturnForm):
            _offer_defects(form, desk)
    return forms


def people_of(desk: Desk) -> dict[str, str]:
    """Oneself first, then the department's reviewers and every officer who acted on the case."""
    own = door.actor()
    acted = {event.actor_id for event in desk.file.events if event.capacity not in _NO_OFFICER}
    people = {one: desk.file.people[one] for one in sorted(acted) if one in desk.file.people}
    people = {**dict(desk.reviewers), **people}
    people.pop(own.user_id, None)
    return {str(own.user_id): own.name, **{str(one): name for one, name in people.items()}}


def _departments(desk: Desk) -> list[tuple[str, str]]:
    asked = {opinion.department_id for opinion in desk.file.opinions}
    own = {desk.file.case.department_id, *asked}
    district = desk.file.case.district_id
    found = (one for one in book().departments.values() if one.district == district)
    return [(one.id, named(one)) for one in found if one.id not in own]


def _leave_open(form: AssessForm, desk: Desk) -> None:
    """Only what the clause leaves to officers is asked of them (ruling 9)."""
    formula = desk.formula
    closed = {
        "figure": formula.officer_sets == "nothing",
        "rate": formula.officer_sets != "rate",
        "base": not formula.choices,
    }
    for name, is_closed in closed.items():
        if is_closed and name in form:
            del form[name]
    if "base" in form:
        facts = (book().facts[name] for name in formula.choices)
        form.base.choices = choose(
            ("", PLEASE_CHOOSE), *((entry.name, named(entry)) for entry in facts)
        )


def _offer_defects(form: ReturnForm, desk: Desk) -> None:
    english = language() == "en"
    known = [
        (one.code, f"{one.en} ({one.zh})" if english else one.zh)
        for one in known_defects().values()
    ]
    about: list[tuple[str, Any]] = [("", WHOLE_APPLICATION)]
    about += [(row.name, row.name) for row in desk.materials if row.name]
    about += [(label, label) for row in desk.facts for label in (_label(row.entry, row.name),)]
    for row in form.defects:
        row.form.known.choices = choose(("", OWN_WORDS), *known)
        row.form.about.choices = choose(*about)


def _label(entry: Any, name: str) -> str:
    return name if entry is None else named(entry)


@dataclass(frozen=True, slots=True)
class Offered:
    """A step as its button shows it, in the reader's language."""

    action: str
    label: str
    does: str
    reason_wanted: bool
    refusals: tuple[Refusal, ...]

    @property
    def open(self) -> bool:
        """Whether it may be taken as things stand."""
        return not self.refusals


def offered(desk: Desk) -> list[Offered]:
    """Every step of the person's roles. Asking departments is itself what that step waits for."""
    return [
        Offered(
            action=one.action,
            label=str(_(one.label)),
            does=str(_(one.does)),
            reason_wanted=one.reason_wanted,
            refusals=tuple(
                refusal for refusal in one.refusals if refusal.code != "no_department_asked"
            ),
        )
        for one in desk.file.options
    ]


def holders(desk: Desk) -> list[str]:
    """Who has to act now, as roles."""
    case = desk.file.case
    state = application.VERSIONS[case.process_version].workflow.state(case.state)
    return [spoken(role, language()) for role in state.awaits]
