"""Samples by a seed: drawn, kept, listed, and proved to be drawn again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.commands import audit
from casework.queries.audit import sampling
from casework.queries.rule_book import book
from casework.web import door
from casework.web.auditor import asking
from casework.web.auditor.asking import Asked
from casework.web.forms.auditor import SampleForm
from casework.web.saying import say
from workflows.refusals import Refused

blueprint = Blueprint("audit_samples", __name__, url_prefix="/audit/samples")


@blueprint.get("")
def samples() -> ResponseReturnValue:
    return _page(SampleForm(formdata=None))


@blueprint.post("")
def draw() -> ResponseReturnValue:
    form = SampleForm(request.form)
    form.offer(**asking.choices())
    if not form.validate():
        return _page(form), form.status
    filters = form.filters()
    try:
        with door.transaction() as session:
            sample = audit.draw_sample(
                session,
                within=asking.within(Asked(filters, ())),
                name=form.title.data or "",
                seed=form.seed.data or "",
                size=form.size.data or 0,
                filters=filters,
                at=door.now(),
            )
    except Refused as refused:
        form.refused(refused)
        return _page(form), form.status
    say("sample_drawn", size=sample.size, seed=sample.seed)
    return redirect(url_for("audit_samples.sample", sample_id=sample.id))


@blueprint.get("/<int:sample_id>")
def sample(sample_id: int) -> ResponseReturnValue:
    with door.reading() as session:
        kept = sampling.by_id(session, sample_id, door.actor())
        cases = sampling.cases_of(session, kept, asking.whole_scope())
        within = asking.within(Asked({k: str(v) for k, v in kept.filters.items()}, ()))
        again = sampling.draw(session, within, seed=kept.seed, size=kept.size)
    return render_template(
        "auditor/sample.html",
        sample=kept,
        cases=cases,
        same_frame=again.frame_hash == kept.frame_hash,
        same_sample=list(again.references) == kept.drawn,
        asked=asking.as_read(Asked({k: str(v) for k, v in kept.filters.items()}, ())),
        book=book(),
    )


def _page(form: SampleForm) -> str:
    form.offer(**asking.choices())
    with door.reading() as session:
        kept = sampling.samples_of(session, door.actor())
    return render_template("auditor/samples.html", form=form, samples=kept)
