"""Deputies: what one has lent to whom, what one may do for others, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import delegate
from casework.queries import deputies
from casework.queries.officers import Officer, officers
from casework.queries.rule_book import book
from casework.web import door, gate
from casework.web.forms import choose
from casework.web.forms.after_meeting import ANY_CLAUSE, NOBODY_YET, DeputyForm
from casework.web.forms.meetings import number
from casework.web.meetings.doing import attempt, chosen
from casework.web.present import named
from casework.web.saying import language, say
from casework.web.where import home
from workflows.delegation import DELEGABLE
from workflows.money import Money, Unit
from workflows.roles import Role
from workflows.wording import spoken

blueprint = Blueprint("deputies", __name__, url_prefix="/office/deputies")
ONE_DAY = timedelta(days=1)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(DeputyForm(formdata=None))


@blueprint.post("")
def give() -> ResponseReturnValue:
    form = DeputyForm()

    def act(writing: Session) -> object:
        typed = (form.limit.data or "").strip()
        return delegate.grant(
            writing,
            deputy_id=number(form.deputy.data) or 0,
            role=chosen(Role, form.role.data),
            starts_on=form.starts_on.data,
            until=form.last_day.data + ONE_DAY,
            reason=form.reason.data or "",
            clause_id=form.clause.data or None,
            limit=Money.read(typed, Unit.WAN) if typed else None,
            actor=door.actor(),
            at=door.now(),
        )

    if attempt(form, act):
        say("power_lent")
        return redirect(url_for("deputies.show"))
    return _page(form)


@blueprint.post("/<int:delegation_id>/end")
def end(delegation_id: int) -> ResponseReturnValue:
    with door.transaction() as writing:
        delegate.revoke(writing, delegation_id=delegation_id, actor=door.actor(), at=door.now())
    say("power_taken_back")
    return redirect(url_for("deputies.show"))


@blueprint.post("/<int:delegation_id>/acting")
def act_for(delegation_id: int) -> ResponseReturnValue:
    """From here on this browser acts for somebody else; every act shows both names."""
    with door.reading() as reading:
        deputies.as_deputy(reading, door.actor().user_id, delegation_id, on=door.today())
    session[gate.ACTING] = delegation_id
    say("acting_for_somebody")
    return redirect(home())


@blueprint.post("/acting/end")
def act_for_oneself() -> ResponseReturnValue:
    session.pop(gate.ACTING, None)
    say("acting_for_oneself")
    return redirect(url_for("deputies.show"))


def _page(form: DeputyForm) -> ResponseReturnValue:
    actor, today = door.actor(), door.today()
    with door.reading() as reading:
        lent = deputies.lent_by(reading, actor.user_id)
        borrowed = deputies.lent_to(reading, actor.user_id, on=today)
        people = officers(reading, actor.district, on=today)
    _make_ready(form, people)
    page = render_template(
        "meetings/deputies.html",
        form=form,
        lent=lent,
        borrowed=borrowed,
        own=actor,
        one_day=ONE_DAY,
        book=book(),
    )
    return page, form.status


def _make_ready(form: DeputyForm, people: Sequence[Officer]) -> None:
    actor = door.actor()
    form.deputy.choices = choose(
        ("", NOBODY_YET),
        *(
            (str(one.id), f"{one.name} · {one.department}")
            for one in people
            if one.id != actor.user_id
        ),
    )
    form.role.choices = choose(
        *(
            (role.value, spoken(role, language()))
            for role in Role
            if role in actor.roles & DELEGABLE
        )
    )
    form.clause.choices = choose(
        ("", ANY_CLAUSE),
        *(
            (clause.id, f"{named(clause)} · {clause.article}")
            for clause in book().clauses.values()
            if actor.department in {one.id for one in book().departments_of(clause.id)}
        ),
    )
