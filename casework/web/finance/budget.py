"""Budget lines, floors and shortages of a year."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import budget
from casework.queries import budget_book
from casework.queries.rule_book import book
from casework.web import door, shape
from casework.web.forms.finance import LineForm
from casework.web.saying import say
from workflows.money import Money, Unit
from workflows.refusals import Refusal, Refused
from workflows.term import fiscal_year

blueprint = Blueprint("budget", __name__, url_prefix="/finance/budget")


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(_fresh())


@blueprint.post("")
def change() -> ResponseReturnValue:
    form = _fresh()
    if form.validate():
        try:
            with door.transaction() as session:
                _changed(session, form)
        except Refused as refused:
            form.refused(refused)
        else:
            say("budget_changed", line=form.number.data)
            return redirect(url_for("budget.show", year=_year()))
    return _page(form)


def _changed(session: Session, form: LineForm) -> None:
    amount = Money.read(form.amount.data or "", Unit.WAN)
    given: dict[str, Any] = {"amount": amount, "actor": door.actor(), "at": door.now()}
    kind, document = form.kind.data, (form.document.data or "").strip()
    if kind == "open":
        typed = form.fiscal_year.data
        year = shape.year(typed) if typed else _year()
        if year is None:
            raise Refused(Refusal("fiscal_year_wanted"))
        budget.open_line(
            session,
            number=form.number.data,
            programme_id=form.programme.data,
            fiscal_year=year,
            **given,
        )
        return
    if not document:
        raise Refused(Refusal("budget_document_wanted"))
    if kind == "transfer":
        budget.transfer(
            session,
            giving=form.number.data,
            taking=form.taking.data or "",
            document=document,
            **given,
        )
    else:
        moved = budget.MovementKind(kind)
        budget.change_line(session, number=form.number.data, kind=moved, document=document, **given)


def _page(form: LineForm) -> ResponseReturnValue:
    year = _year()
    with door.reading() as session:
        lines = budget_book.lines(session, fiscal_year=year)
        floors = budget_book.floors(session, fiscal_year=year)
        short = budget_book.shortages(session, door.actor().district, lines)
    page = render_template(
        "finance/budget.html",
        year=year,
        lines=lines,
        floors=floors,
        shortages=short,
        form=form,
        book=book(),
    )
    return page, form.status


def _fresh() -> LineForm:
    form = LineForm()
    with door.reading() as session:
        form.programme.choices = budget_book.programmes(session, door.actor().district)
    return form


def _year() -> int:
    return shape.year(request.args.get("year")) or fiscal_year(door.today())
