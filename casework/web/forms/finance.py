"""Forms of finance: instalments, payment runs, the treasury's answers, budget lines."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from casework.web.forms import DayField, Form, choose, required
from casework.web.forms.facts import WanField

_LONGEST = 2_000
_TALL = {"rows": "2"}


class RunForm(Form):
    """An act on a payment run: what was seen of it, and the reason where one is wanted."""

    remarks = TextAreaField(_("说明"), [Length(max=_LONGEST)], render_kw=_TALL)
    payment = HiddenField()


class InstalmentForm(Form):
    """A step of one instalment."""

    seen = HiddenField()
    remarks = TextAreaField(_("说明"), [Length(max=_LONGEST)], render_kw=_TALL)


class DeferForm(InstalmentForm):
    until = DayField(_("改期至"), [required(_("请填写改期后的日期。"))])


class ConfirmForm(InstalmentForm):
    slip = StringField(_("银行回单号"), [required(_("请填写回单号。")), Length(max=100)])
    paid_on = DayField(_("到账日期"), [required(_("请填写到账日期。"))])


class ConditionForm(InstalmentForm):
    """What was found of one payment condition."""

    condition = HiddenField()
    met = RadioField(
        _("核验结果"),
        [required(_("请选择核验结果。"))],
        choices=choose(("yes", _("已满足")), ("no", _("未满足"))),
        validate_choice=False,
    )
    basis = StringField(_("核验依据"), [required(_("请写明依据。")), Length(max=500)])


class ResultsForm(Form):
    file = FileField(
        _("国库回单文件（CSV）"),
        description=_("列：支付号、结果、金额、回单号、日期、原因；末行为合计。"),
    )


class AlarmForm(Form):
    note = TextAreaField(_("对账结论"), [required(_("请写明对账结论。")), Length(max=_LONGEST)])


class LineForm(Form):
    """A budget line, or a change of one, under the number of its document."""

    kind = RadioField(
        _("变动"),
        choices=choose(
            ("open", _("年初预算（新指标）")),
            ("added", _("追加")),
            ("withdrawn", _("收回")),
            ("transfer", _("调剂到另一指标")),
        ),
        default="open",
        validate_choice=False,
    )
    number = StringField(_("指标文号"), [required(_("请填写指标文号。")), Length(max=100)])
    programme = SelectField(_("专项"), validate_choice=False)
    fiscal_year = StringField(_("预算年度"), [Optional(), Length(max=4)])
    taking = StringField(_("调入的指标文号"), [Optional(), Length(max=100)])
    amount = WanField(
        _("金额"),
        [required(_("请填写金额。"))],
        description=_("以万元填写；也可以写明单位，如“123456.78元”。"),
    )
    document = StringField(_("依据文件文号"), [Optional(), Length(max=100)])
