"""Forms of the joint meeting: calling it, its agenda, who came, its items, its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import DateTimeLocalField
from wtforms.validators import Length, Optional

from casework.queries.joint_meeting.bench import Bench
from casework.web.forms import DayField, Form, choose, required
from casework.web.forms.facts import WanField
from workflows.term import BEIJING

LONGEST = 4_000
FARTHEST = 2_100
"""The last year anything is planned for."""
UNCHOSEN = _("请选择")
WHOLE = _("整份纪要")
_SHORT = {"rows": "2"}
_TALL = {"rows": "4"}


def number(text: object) -> int | None:
    """A number that a hidden field or a list carries; None for anything else."""
    typed = str(text or "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else None


def in_beijing(typed: datetime) -> datetime:
    """The moment a clock in Beijing shows what was typed."""
    return typed.replace(tzinfo=BEIJING)


class SeenForm(Form):
    """An act on what somebody looked at."""

    seen = HiddenField()

    @property
    def seen_act(self) -> int:
        """Number of the last act that was seen; none that was, where it is missing."""
        found = number(self.seen.data)
        return -1 if found is None else found


class ReasonForm(SeenForm):
    reason = TextAreaField(_("理由"), [Length(max=LONGEST)], render_kw=_SHORT)


def _not_too_far(form: Form, field: DateTimeLocalField) -> None:
    """Not so far ahead that nobody would come."""
    if field.data is not None and field.data.year > FARTHEST:
        raise ValidationError(_("日期太远。"))


def _begins(description: object) -> DateTimeLocalField:
    return DateTimeLocalField(
        _("开会时间"),
        [required(_("请填写开会的日期和时间。")), _not_too_far],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=description,
    )


class MoveForm(ReasonForm):
    """A meeting moved to another time; the place stays where none is given."""

    starts_at = _begins(_("北京时间。材料已经送达的，提前的工作日仍须足够。"))
    place = StringField(_("地点"), [Length(max=200)], description=_("留空即地点不变。"))

    @property
    def begins(self) -> datetime:
        """The moment it begins: what is typed is Beijing time."""
        return in_beijing(self.starts_at.data)


class CallForm(Form):
    """A meeting to be called: when, where, and for each department who sits and how."""

    benches: tuple[Bench, ...] = ()
    title = StringField(_("会议名称"), [required(_("请填写会议名称。")), Length(max=200)])
    place = StringField(_("地点"), [required(_("请填写地点。")), Length(max=200)])
    starts_at = _begins(_("北京时间。材料须提前若干个工作日送达，请留足时间。"))
    convener = SelectField(
        _("召集人"),
        [required(_("请选择召集人。"))],
        description=_("召集人代表所在部门出席，最后发表意见。"),
        validate_choice=False,
    )

    @classmethod
    def of(cls, benches: Sequence[Bench], **kwargs: Any) -> Self:
        """The form for these departments; each is invited with its first member unless changed."""
        fields: dict[str, Any] = {"benches": tuple(benches)}
        for place, bench in enumerate(benches):
            people = [(str(one.id), one.name) for one in bench.people if not one.convener]
            fields[f"holder_{place}"] = SelectField(
                bench.department,
                choices=choose(("", _("不参加")), *people),
                default=people[0][0] if people else "",
                validate_choice=False,
            )
            fields[f"votes_{place}"] = SelectField(
                bench.department,
                choices=choose(("yes", _("成员（一票）")), ("no", _("列席（无表决权）"))),
                default="yes" if bench.votes else "no",
                validate_choice=False,
            )
        made: Self = type("CallForm", (cls,), fields)(**kwargs)
        conveners = [
            (str(one.id), f"{one.name} · {bench.department}")
            for bench in benches
            for one in bench.people
            if one.convener
        ]
        made.convener.choices = choose(("", UNCHOSEN), *conveners)
        return made

    @property
    def begins(self) -> datetime:
        """The moment it begins: what is typed is Beijing time."""
        return in_beijing(self.starts_at.data)


class AgendaForm(SeenForm):
    cases = SelectMultipleField(_("提请上会的案件"), choices=(), validate_choice=False)


class SignInForm(Form):
    """Who came for a department; a delegate with number and file of the letter."""

    department = SelectField(_("部门"), [required(_("请选择部门。"))], validate_choice=False)
    person = SelectField(_("到会人"), [required(_("请选择到会人。"))], validate_choice=False)
    letter_number = StringField(_("委托书编号"), [Length(max=100)])
    letter = FileField(_("委托书"))


class OpinionForm(Form):
    choice = RadioField(
        _("表决"),
        [required(_("请选择一项。"))],
        choices=choose(("for", _("同意")), ("against", _("反对")), ("abstain", _("保留"))),
        validate_choice=False,
    )
    reason = TextAreaField(
        _("意见"),
        [Length(max=LONGEST)],
        description=_("反对或保留的，必须写明理由。"),
        render_kw=_SHORT,
    )


class ConcludeForm(SeenForm):
    result = RadioField(
        _("结论"),
        [required(_("请选择结论。"))],
        choices=choose(
            ("agreed", _("同意")),
            ("agreed_with_changes", _("原则同意、按意见修改")),
            ("referred", _("提请区政府审议")),
            ("postponed", _("暂缓")),
            ("not_agreed", _("不同意")),
        ),
        validate_choice=False,
    )
    amount = WanField(
        _("议定金额"),
        description=_("以万元填写；暂缓或不同意的不填。"),
        render_kw={"inputmode": "decimal"},
    )
    conditions = TextAreaField(_("条件和要求"), [Length(max=LONGEST)], render_kw=_SHORT)
    responsible = SelectField(_("责任部门"), validate_choice=False)
    due_on = DayField(_("办理期限"), [Optional()])
    reason = TextAreaField(
        _("理由"),
        [Length(max=LONGEST)],
        description=_("除“同意”外，必须写明理由。"),
        render_kw=_SHORT,
    )


class RecusalForm(SeenForm):
    """A recusal declared or proposed; `person` is the person themselves where it is declared."""

    person = SelectField(_("应当回避的人"), validate_choice=False)
    ground = SelectField(_("情形"), [required(_("请选择情形。"))], validate_choice=False)
    reason = TextAreaField(_("说明"), [Length(max=LONGEST)], render_kw=_SHORT)


class MyRecusalForm(RecusalForm):
    """What an enterprise asks for: whom it means, on what ground, and why."""

    person = SelectField(
        _("申请回避的人"), [required(_("请选择申请回避的人。"))], validate_choice=False
    )
    reason = TextAreaField(
        _("事实和理由"), [required(_("请写明事实和理由。")), Length(max=LONGEST)], render_kw=_TALL
    )


class RecusalDecisionForm(SeenForm):
    ordered = RadioField(
        _("决定"),
        [required(_("请选择决定。"))],
        choices=choose(("yes", _("应当回避")), ("no", _("不予回避"))),
        validate_choice=False,
    )
    reason = TextAreaField(_("理由"), [Length(max=LONGEST)], render_kw=_SHORT)


class DraftForm(SeenForm):
    """The words of the minutes that may be written by hand; everything else is the record's."""

    positions: tuple[int, ...] = ()
    opening = TextAreaField(_("开头"), [Length(max=LONGEST)], render_kw=_TALL)
    closing = TextAreaField(_("结尾"), [Length(max=LONGEST)], render_kw=_TALL)
    distribution = StringField(
        _("分送"), [Length(max=1_000)], description=_("留空即为各成员单位和列席单位。")
    )

    @classmethod
    def of(cls, positions: Sequence[int], **kwargs: Any) -> Self:
        """The form for the items at these positions."""
        fields: dict[str, Any] = {"positions": tuple(positions)}
        for position in positions:
            fields[f"facts_{position}"] = TextAreaField(
                _("情况"), [Length(max=LONGEST)], render_kw=_SHORT
            )
            fields[f"views_{position}"] = TextAreaField(
                _("讨论意见"),
                [Length(max=LONGEST)],
                description=_("留空即列出各部门的保留和反对意见。"),
                render_kw=_SHORT,
            )
        made: Self = type("DraftForm", (cls,), fields)(**kwargs)
        return made

    def around(self) -> dict[str, str]:
        """What was written around the items."""
        return {name: self[name].data or "" for name in ("opening", "closing", "distribution")}

    def of_items(self) -> dict[int, dict[str, str]]:
        """What was written of each item."""
        return {
            position: {name: self[f"{name}_{position}"].data or "" for name in ("facts", "views")}
            for position in self.positions
        }


class CorrectionForm(SeenForm):
    position = SelectField(_("议题"), validate_choice=False)
    text = TextAreaField(_("更正内容"), [Length(max=LONGEST)], render_kw=_TALL)
    reason = TextAreaField(_("更正理由"), [Length(max=LONGEST)], render_kw=_SHORT)


class NoteForm(Form):
    note = StringField(_("办理情况"), [Length(max=1_000)])
