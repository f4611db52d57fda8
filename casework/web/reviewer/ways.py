"""Which form and which command take a step of the process; pages of other offices take the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands import approve, assess, close, opinions, publish, review
from casework.commands.review import ToCorrect
from casework.queries.examination import Figures
from casework.web import door, shape
from casework.web.forms.facts import WanField
from casework.web.forms.steps import (
    ApproveForm,
    AskForm,
    AssessForm,
    OpinionForm,
    PostNoticeForm,
    ReturnForm,
    StepForm,
)
from casework.web.reviewer.papers import stored
from workflows.defects import known_defects
from workflows.money import Money, Unit
from workflows.roles import Actor

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one case, ready to be done."""

    reference: str
    seen: int | None
    actor: Actor
    at: datetime

    @property
    def given(self) -> dict[str, Any]:
        """What every command is given."""
        return {
            "reference": self.reference,
            "seen": self.seen,
            "actor": self.actor,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True)
class Way:
    """The form of a step, and what is done with it."""

    form: type[StepForm]
    take: Callable[[Session, Any, Act], object]


def _with_remarks(command: Command) -> Way:
    return Way(
        StepForm,
        lambda session, form, act: command(session, remarks=form.remarks.data or "", **act.given),
    )


def _plain(command: Command) -> Way:
    return Way(StepForm, lambda session, form, act: command(session, **act.given))


def _return(session: Session, form: ReturnForm, act: Act) -> object:
    rows = (row.form for row in form.defects)
    return review.return_for_correction(
        session,
        defects=[found for row in rows if (found := _defect(row)) is not None],
        remarks=form.remarks.data or "",
        **act.given,
    )


def _defect(row: Any) -> ToCorrect | None:
    """A row of the list in the words the enterprise reads; None where nothing was chosen."""
    known = known_defects().get(row.known.data or "")
    words = (row.words.data or "").strip()
    if known is None and not words:
        return None
    if known is not None:
        words = known.zh if not words else f"{known.zh}（{words}）"
    return ToCorrect(
        words=words, kind="incorrect" if known is None else known.kind, about=row.about.data or ""
    )


def _assess(session: Session, form: AssessForm, act: Act) -> object:
    figures = Figures(
        figure=_money(form.figure) if "figure" in form else None,
        rate=form.rate.rate() if "rate" in form else None,
        base=(form.base.data or None) if "base" in form else None,
        reason=(form.remarks.data or "").strip(),
    )
    return assess.assess(session, figures=figures, **act.given)


def _approve(session: Session, form: ApproveForm, act: Act) -> object:
    return approve.approve(
        session,
        amount=_money(form.amount),
        remarks=form.remarks.data or "",
        conditions=form.conditions.data or "",
        **act.given,
    )


def _ask(session: Session, form: AskForm, act: Act) -> object:
    chosen = form.departments.data or []
    return opinions.ask(
        session,
        departments=chosen,
        veto=chosen if form.veto.data else (),
        question=form.remarks.data or "",
        **act.given,
    )


def _opinion(session: Session, form: OpinionForm, act: Act) -> object:
    return opinions.answer(
        session, verdict=form.verdict.data, words=form.remarks.data or "", **act.given
    )


def _post_notice(session: Session, form: PostNoticeForm, act: Act) -> object:
    return publish.post_notice(
        session,
        place=form.place.data,
        posted_on=form.posted_on.data,
        proof_sha256=stored(form.proof.data),
        **act.given,
    )


def _money(field: WanField) -> Money | None:
    typed = (field.data or "").strip()
    return Money.read(typed, Unit.WAN) if typed else None


WAYS: Mapping[str, Way] = {
    "accept": _with_remarks(review.accept),
    "decline_acceptance": _with_remarks(review.decline_acceptance),
    "return_for_correction": Way(ReturnForm, _return),
    "take_back": _with_remarks(review.take_back),
    "lapse": _plain(close.lapse),
    "request_joint_check": Way(AskForm, _ask),
    "record_opinion": Way(OpinionForm, _opinion),
    "close_joint_check": _with_remarks(opinions.close),
    "assess": Way(AssessForm, _assess),
    "check_assessment": _plain(assess.check_assessment),
    "recommend": _with_remarks(assess.recommend),
    "propose_decline": _with_remarks(review.propose_decline),
    "reconsider": _with_remarks(review.reconsider),
    "approve": Way(ApproveForm, _approve),
    "send_back": _with_remarks(approve.send_back),
    "decline": _with_remarks(close.decline),
    "revoke_approval": _with_remarks(approve.revoke_approval),
    "suspend": _with_remarks(approve.suspend),
    "resume": _with_remarks(approve.resume),
    "terminate": _with_remarks(close.terminate),
    "post_notice": Way(PostNoticeForm, _post_notice),
    "close_notice": _with_remarks(publish.close_notice),
}
"""Steps the officers of a department and the window take on the page of a case."""

GRAVE = frozenset({"decline_acceptance", "decline", "terminate", "revoke_approval", "suspend"})
"""Steps whose button looks like what it does."""


def act_now(reference: str, seen: str | None) -> Act:
    """An act by who is at the door, at this moment, upon what they saw."""
    number = shape.whole(seen)
    return Act(
        reference,
        -1 if number is None else number,
        door.actor(),
        door.now(),
    )
