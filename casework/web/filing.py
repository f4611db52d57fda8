"""Filing an application: begin, fill in, hand in materials, look over, submit; and correct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework.commands import apply, drafting, files, typed
from casework.queries import my_cases, people
from casework.queries.cases import filed_before
from casework.queries.my_cases import MyCase
from casework.queries.questions import Questions, questions
from casework.queries.rule_book import terms
from casework.web import application_pages, door, shape
from casework.web.forms.facts import FactsForm, facts_form
from casework.web.forms.filing import CorrectionForm, StepForm, asked_amount, filing_fields
from casework.web.limits import count, too_many
from casework.web.saying import say
from workflows.money import Money
from workflows.refusals import Refused

blueprint = Blueprint("filing", __name__, url_prefix="/my/cases")


@blueprint.post("")
def start() -> ResponseReturnValue:
    """Begin an application; where a draft lies there already, go on with that one."""
    clause_id, today = request.form.get("clause", ""), door.today()
    try:
        with door.transaction() as session:
            case = drafting.draft(
                session,
                clause_id=clause_id,
                claim_year=today.year,
                facts={},
                actor=door.actor(),
                at=door.now(),
            )
            reference = case.reference
    except Refused as refused:
        lying = [
            r.particulars["reference"] for r in refused.refusals if r.code == "draft_lies_there"
        ]
        if not lying:
            raise
        say("draft_goes_on")
        return redirect(url_for("filing.facts", reference=lying[0]))
    return redirect(url_for("filing.facts", reference=reference))


@blueprint.get("/<reference>/facts")
def facts(reference: str) -> ResponseReturnValue:
    mine, asked = _mine(reference)
    if mine.case.state not in application_pages.EDITABLE:
        return redirect(url_for("my_cases.show", reference=reference))
    place = url_for("filing.facts", reference=reference)
    with door.reading() as session:
        kept = typed.kept(session, user_id=door.actor().user_id, place=place)
        earlier = None if mine.case.claim_facts else filed_before(session, mine.case)
    form = _form(mine, asked, kept=None if kept is None else kept.fields)
    return application_pages.facts_page(
        mine, asked, form, kept_at=None if kept is None else kept.saved_at, earlier=earlier
    )


@blueprint.post("/<reference>/facts/copy")
def copy_facts(reference: str) -> ResponseReturnValue:
    """Fill in what was declared last under the same clause, to be gone through again."""
    place = url_for("filing.facts", reference=reference)
    with door.transaction() as session:
        taken = drafting.copy_facts(
            session,
            reference=reference,
            seen=shape.whole(request.form.get("seen", "")),
            actor=door.actor(),
            at=door.now(),
        )
        typed.forget(session, user_id=door.actor().user_id, place=place)
    if taken is not None:
        say("facts_copied")
    return redirect(place)


@blueprint.post("/<reference>/facts")
def save_facts(reference: str) -> ResponseReturnValue:
    mine, asked = _mine(reference)
    form = _form(mine, asked, typed_in=True)
    if not form.validate():
        return application_pages.facts_page(mine, asked, form)
    try:
        with door.transaction() as session:
            others = {
                name: value
                for name, value in mine.case.claim_facts.items()
                if name not in {entry.name for entry in asked.entries}
            }
            drafting.edit(
                session,
                reference=reference,
                seen=_seen(form),
                facts={**others, **form.facts()},
                asked=asked_amount(form),
                actor=door.actor(),
                at=door.now(),
            )
            typed.forget(
                session,
                user_id=door.actor().user_id,
                place=url_for("filing.facts", reference=reference),
            )
    except Refused as refused:
        form.refused(refused)
        return application_pages.facts_page(mine, asked, form)
    say("draft_saved")
    return redirect(url_for("filing.materials", reference=reference))


@blueprint.get("/<reference>/materials")
def materials(reference: str) -> ResponseReturnValue:
    mine, _asked = _mine(reference)
    return application_pages.materials_page(mine)


@blueprint.post("/<reference>/materials")
def upload(reference: str) -> ResponseReturnValue:
    """Take one file for one material; what is wrong with it is said on the same page."""
    settings, user = door.settings(), str(door.actor().user_id)
    file = request.files.get("file")
    try:
        refusal = too_many("upload", user)
        if refusal is not None:
            raise Refused(refusal)
        count("upload", user)
        content = b"" if file is None else file.read()
        stored = files.store(
            settings.uploads,
            name=(file.filename if file is not None else "") or "",
            content=content,
            most_bytes=settings.upload_megabytes << 20,
        )
        with door.transaction() as session:
            drafting.attach(
                session,
                reference=reference,
                file=stored,
                material=request.form.get("material", "")[:100],
                number=request.form.get("number", "")[:100],
                actor=door.actor(),
                at=door.now(),
            )
    except Refused as refused:
        if any(one.code == "case_unknown" for one in refused.refusals):
            raise
        mine, _asked = _mine(reference)
        return application_pages.materials_page(mine, refused, request.form.get("material", ""))
    say("file_taken", name=stored.name)
    return redirect(url_for("filing.materials", reference=reference))


@blueprint.post("/<reference>/materials/<int:attachment_id>/removal")
def take_out(reference: str, attachment_id: int) -> ResponseReturnValue:
    with door.transaction() as session:
        drafting.take_out(
            session,
            reference=reference,
            attachment_id=attachment_id,
            actor=door.actor(),
            at=door.now(),
        )
    say("file_taken_out")
    return redirect(url_for("filing.materials", reference=reference))


@blueprint.get("/<reference>/review")
def look_over(reference: str) -> ResponseReturnValue:
    mine, asked = _mine(reference)
    return application_pages.review_page(
        mine, asked, StepForm(formdata=None, seen=mine.case.last_event)
    )


@blueprint.post("/<reference>/submission")
def submit(reference: str) -> ResponseReturnValue:
    form = StepForm()
    mine, asked = _mine(reference)
    if not form.promised.data:
        form.promise_missing()
        return application_pages.review_page(mine, asked, form)
    try:
        with door.transaction() as session:
            apply.submit(
                session,
                reference=reference,
                seen=form.seen_event,
                actor=door.actor(),
                at=door.now(),
            )
    except Refused as refused:
        form.refused(refused)
        return application_pages.review_page(mine, asked, form)
    say("submitted", reference=reference)
    return redirect(url_for("my_cases.show", reference=reference))


@blueprint.get("/<reference>/correction")
def correction(reference: str) -> ResponseReturnValue:
    mine, _asked = _mine(reference)
    return application_pages.correction_page(
        mine, CorrectionForm.of(mine.defects, formdata=None, seen=mine.case.last_event)
    )


@blueprint.post("/<reference>/correction")
def resubmit(reference: str) -> ResponseReturnValue:
    mine, _asked = _mine(reference)
    form = CorrectionForm.of(mine.defects)
    if not form.validate():
        return application_pages.correction_page(mine, form)
    try:
        with door.transaction() as session:
            apply.resubmit(
                session,
                reference=reference,
                seen=form.seen_event,
                answers=form.answers(),
                actor=door.actor(),
                at=door.now(),
            )
    except Refused as refused:
        form.refused(refused)
        return application_pages.correction_page(mine, form)
    say("resubmitted", reference=reference)
    return redirect(url_for("my_cases.show", reference=reference))


def _mine(reference: str) -> tuple[MyCase, Questions]:
    with door.reading() as session:
        mine = my_cases.my_case(session, reference, actor=door.actor(), on=door.today())
        registers = people.enterprise_facts(session, mine.case.enterprise_id, on=door.today())
    return mine, questions(mine.case.clause_id, registers)


def _form(
    mine: MyCase,
    asked: Questions,
    *,
    kept: Mapping[str, Any] | None = None,
    typed_in: bool = False,
) -> FactsForm:
    known = mine.case.claim_facts
    return facts_form(
        asked.entries,
        known,
        formdata=request.form if typed_in else _multi(kept),
        more=filing_fields(terms(mine.case.clause_id).clause),
        seen=mine.case.last_event,
        asked_amount=None if mine.case.asked_fen is None else Money(mine.case.asked_fen).in_yuan,
    )


def _multi(kept: Mapping[str, Any] | None) -> Any:
    return (
        None
        if kept is None
        else MultiDict((name, value) for name, values in kept.items() for value in values)
    )


def _seen(form: FactsForm) -> int | None:
    return shape.whole(form["seen"].data)
