"""Payment runs: gathered, agreed to, ordered, sent, answered."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.commands import access, payment_run, result_file, results
from casework.commands.payment_portion import Portion
from casework.exports.treasury_file import write_run
from casework.queries import finance_desk
from casework.queries import payment_runs as found
from casework.web import door, sending
from casework.web.forms import Form
from casework.web.forms.finance import AlarmForm, ResultsForm, RunForm
from casework.web.saying import language, say
from workflows.refusals import Refusal, Refused

blueprint = Blueprint("runs", __name__, url_prefix="/finance")

PORTIONS = 25
"""How many portions one press goes through; a longer run goes on with the next press."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STAGES: dict[str, tuple[str, ...]] = {
    "gathering": ("gather", "submit", "dissolve"),
    "submitted": ("approve", "dissolve"),
    "approved": ("order", "send", "seal", "dissolve"),
    "sent": (),
    "dissolved": (),
}
"""What may be pressed at each stage, in the order it is done."""
REASON_WANTED = frozenset({"dissolve", "take_out"})


@blueprint.get("/runs")
def index() -> ResponseReturnValue:
    return _index(RunForm(None), 200)


@blueprint.post("/runs")
def open_run() -> ResponseReturnValue:
    form = RunForm()
    if form.validate():
        try:
            with door.transaction() as session:
                number = payment_run.open_run(session, actor=door.actor(), at=door.now()).number
        except Refused as refused:
            form.refused(refused)
        else:
            say("run_opened", run=number)
            return redirect(url_for("runs.show", number=number))
    return _index(form, form.status)


@blueprint.get("/runs/<number>")
def show(number: str) -> ResponseReturnValue:
    return _page(number)


@blueprint.post("/runs/<number>/<act>")
def take(number: str, act: str) -> ResponseReturnValue:
    form = RunForm(prefix=act)
    if act not in {*(one for acts in STAGES.values() for one in acts), "take_out"}:
        abort(404)
    if form.validate():
        refused = _taken(number, act, form)
        if not refused:
            say("run_moved", run=number)
            return redirect(url_for("runs.show", number=number))
        form.refuse(*refused)
    return _page(number, act, form)


@blueprint.get("/runs/<number>/file.<kind>")
def file(number: str, kind: str) -> ResponseReturnValue:
    if kind not in MEDIA:
        abort(404)
    stream = BytesIO()
    with door.transaction() as session:
        _of_the_district(session, number)
        write_run(session, stream, number=number, kind=kind, language=language())
        door.note(session, access.Kind.EXPORTED, run=number, format=kind)
    return sending.attached(stream.getvalue(), f"{number}.{kind}", MEDIA[kind])


@blueprint.get("/results")
def answers() -> ResponseReturnValue:
    return _results(ResultsForm(None))


@blueprint.post("/results")
def import_answers() -> ResponseReturnValue:
    form = ResultsForm()
    given = form.file.data
    if not given:
        form.refuse(Refusal("result_file_missing"))
    elif form.validate():
        try:
            with door.transaction() as session:
                kept = result_file.import_results(
                    session,
                    stream=given.stream,
                    name=given.filename or "",
                    actor=door.actor(),
                    at=door.now(),
                ).id
        except Refused as refused:
            form.refused(refused)
        else:
            return _book(kept)
    return _results(form)


@blueprint.post("/results/<int:file_id>/booking")
def book_answers(file_id: int) -> ResponseReturnValue:
    with door.reading() as session:
        if not finance_desk.may_book(session, file_id, door.actor()):
            abort(404)
    return _book(file_id)


@blueprint.post("/alarms/<int:alarm_id>")
def settle_alarm(alarm_id: int) -> ResponseReturnValue:
    with door.reading() as session:
        if not finance_desk.may_settle(session, alarm_id, door.actor()):
            abort(404)
    form = AlarmForm(prefix=f"alarm-{alarm_id}")
    if form.validate():
        with door.transaction() as session:
            results.settle_alarm(
                session, alarm_id=alarm_id, note=form.note.data, actor=door.actor(), at=door.now()
            )
        say("alarm_settled")
        return redirect(url_for("runs.answers"))
    return _results(ResultsForm(None), {alarm_id: form})


def _taken(number: str, act: str, form: RunForm) -> tuple[Refusal, ...]:
    """One act on a run, portion by portion; what was refused."""
    given: dict[str, Any] = {"number": number, "actor": door.actor(), "at": door.now()}
    remarks: dict[str, Any] = {"remarks": (form.remarks.data or "").strip()}
    if act in REASON_WANTED and not remarks["remarks"]:
        return (Refusal("reason_wanted"),)
    try:
        with door.reading() as session:
            _of_the_district(session, number)
        if act in ("submit", "approve"):
            with door.transaction() as session:
                getattr(payment_run, act)(session, **given)
        elif act == "seal":
            _seal(given)
        elif act == "take_out":
            with door.transaction() as session:
                payment_run.take_out(session, payment=form.payment.data, **remarks, **given)
        elif act == "dissolve":
            return _portions(lambda after: _once(payment_run.dissolve, **remarks, **given))
        else:
            command = {"gather": payment_run.gather, "order": payment_run.order}.get(act)
            command = command or payment_run.send
            nothing = (Refusal("nothing_ready", {"run": number}),) if act == "gather" else ()
            return _portions(lambda after: _once(command, after=after, **given), nothing)
    except Refused as refused:
        return refused.refusals
    return ()


def _once(command: Callable[..., Portion], **given: Any) -> Portion:
    with door.transaction() as session:
        return command(session, **given)


def _portions(
    go: Callable[[int], Portion], nothing: tuple[Refusal, ...] = ()
) -> tuple[Refusal, ...]:
    """What was refused; `nothing` where there was nothing to take."""
    refused: list[Refusal] = []
    done = 0
    after: int | None = 0
    for _ in range(PORTIONS):
        portion = go(after or 0)
        refused += [one for outcome in portion.refused for one in outcome.refusals]
        done, after = done + portion.done, portion.last
        if after is None:
            break
    return tuple(refused) or (() if done else nothing)


def _seal(given: dict[str, Any]) -> None:
    """Hand the run over, and keep the digest of the file that goes to the treasury."""
    stream = BytesIO()
    with door.transaction() as session:
        payment_run.seal(session, **given)
        stated = write_run(session, stream, number=given["number"])
        payment_run.keep_digest(session, number=given["number"], sha256=stated.sha256)


def _book(file_id: int) -> ResponseReturnValue:
    def go(after: int) -> Portion:
        return _once(
            results.book_results, file_id=file_id, actor=door.actor(), at=door.now(), after=after
        )

    form = ResultsForm(None)
    try:
        refused = _portions(go)
    except Refused as raised:
        refused = raised.refusals
    if not refused:
        say("answers_booked")
        return redirect(url_for("runs.answers"))
    form.refuse(*refused)
    return _results(form)


def _index(form: Form, status: int) -> ResponseReturnValue:
    with door.reading() as session:
        page = finance_desk.payment_runs(session, door.actor(), before=door.number("before"))
    return render_template("finance/runs.html", page=page, form=form), status


def _page(
    number: str, posted: str | None = None, form: RunForm | None = None
) -> ResponseReturnValue:
    with door.reading() as session:
        run = _of_the_district(session, number)
        payments = finance_desk.payments(session, run.id, after=door.number("after") or 0)
        totals = found.totals(session, run.id)
        checkers = finance_desk.checkers(session, run.id)
        session.expunge(run)
    acts = STAGES[run.state.value]
    forms = {act: RunForm(None, prefix=act) for act in (*acts, "take_out")}
    if posted is not None and form is not None:
        forms[posted] = form
    page = render_template(
        "finance/run.html",
        run=run,
        payments=payments,
        totals=totals,
        checkers=checkers,
        acts=acts,
        forms=forms,
        posted=posted,
        form=form,
        reason_wanted=REASON_WANTED,
    )
    return page if form is None else (page, form.status)


def _results(
    form: ResultsForm, settling: dict[int, AlarmForm] | None = None
) -> ResponseReturnValue:
    with door.reading() as session:
        files = finance_desk.result_files(session, door.actor())
        alarms = finance_desk.alarms(session, door.actor())
        session.expunge_all()
    forms = {one.id: AlarmForm(None, prefix=f"alarm-{one.id}") for one in alarms}
    forms |= settling or {}
    page = render_template(
        "finance/results.html", form=form, files=files, alarms=alarms, forms=forms
    )
    statuses = [one.status for one in (settling or {}).values()]
    return page, max([form.status, *statuses])


def _of_the_district(session: Any, number: str) -> Any:
    try:
        run = found.by_number(session, number)
    except Refused:
        abort(404)
    if run.district_id != door.actor().district:
        abort(404)
    return run
