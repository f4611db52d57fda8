"""Forms of the steps officers take on a case, and of the acts beside them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import Length, Optional

from casework.web.forms import DayField, Form, choose, required
from casework.web.forms.facts import PercentField, WanField

NOBODY = _("收回，暂不分派")
PLEASE_CHOOSE = _("请选择")
WHOLE_APPLICATION = _("整件申报")
OWN_WORDS = _("不从目录选择")
"""What stands first in a list to choose from."""
_LONGEST = 2_000
_TALL = {"rows": "3"}


class StepForm(Form):
    """What every step carries: what was seen, and what the officer says."""

    seen = HiddenField()
    remarks = TextAreaField(_("说明"), [Length(max=_LONGEST)], render_kw=_TALL)


class DefectRow(PlainForm):  # type: ignore[misc]
    """One thing to correct: from the catalogue, about something, in further words."""

    known = SelectField(_("补正事项"), validate_choice=False)
    about = SelectField(_("涉及的材料或信息"), validate_choice=False)
    words = StringField(_("补充说明"), [Length(max=500)])


class ReturnForm(StepForm):
    """One combined list of what is to be corrected (一次性告知)."""

    defects = FieldList(FormField(DefectRow), min_entries=6, max_entries=20)


class AssessForm(StepForm):
    """What the clause leaves to the officer; fields it does not leave open are taken away."""

    figure = WanField(
        _("核定金额"),
        description=_("以万元填写；也可以写明单位，如“123456.78元”。"),
        render_kw={"inputmode": "decimal"},
    )
    rate = PercentField(_("核定比例（%）"), render_kw={"inputmode": "decimal"})
    base = SelectField(_("计算基数"), validate_choice=False)

    def validate_rate(self, field: PercentField) -> None:
        """A rate is a number."""
        field.rate()


class ApproveForm(StepForm):
    amount = WanField(
        _("批准金额"),
        description=_("留空即按提请的金额批准；低于提请金额的须说明理由。以万元填写。"),
        render_kw={"inputmode": "decimal"},
    )
    conditions = TextAreaField(
        _("决定书中载明的条件"), [Length(max=_LONGEST)], render_kw={"rows": "2"}
    )


class AskForm(StepForm):
    departments = SelectMultipleField(
        _("征求意见的部门"), validate_choice=False, render_kw={"size": "6"}
    )
    veto = BooleanField(_("须取得明确意见：对方不同意或未答复，就不能提请批准"))


class OpinionForm(StepForm):
    verdict = RadioField(
        _("意见"),
        [required(_("请选择一项意见。"))],
        choices=choose(
            ("agree", _("同意")),
            ("agree_with_conditions", _("附条件同意")),
            ("disagree", _("不同意")),
        ),
        validate_choice=False,
    )


class PostNoticeForm(StepForm):
    place = StringField(_("公示地点"), [required(_("请写明在哪里公示。")), Length(max=200)])
    posted_on = DayField(_("公示日期"), [Optional()])
    proof = FileField(_("公示截图或证明"))


class AssignForm(StepForm):
    to = SelectField(
        _("交给"), description=_("已有经办人的，移交、收回须说明理由。"), validate_choice=False
    )


class ReferForm(StepForm):
    one_case_one_policy = BooleanField(_("按一事一议办理，会后再报区政府审议"))


class PaperForm(StepForm):
    kind = RadioField(
        _("文件种类"),
        choices=choose(
            ("implementing_document", _("实施细则或申报通知（资金支付依据）")),
            ("cap_exception", _("突破“原则上”限额的例外决定")),
        ),
        default="implementing_document",
        validate_choice=False,
    )
    number = StringField(_("文号或纪要号"), [required(_("请填写文号。")), Length(max=100)])
    dated = DayField(_("日期"), [required(_("请填写日期。"))])
    file = FileField(_("文件（实施文件必须上传）"))


class FlagForm(StepForm):
    may_proceed = RadioField(
        _("结论"),
        [required(_("请选择结论。"))],
        choices=choose(("yes", _("可以继续办理")), ("no", _("不宜继续办理"))),
        validate_choice=False,
    )
    basis = StringField(_("审查依据（文件、文号）"), [Length(max=200)])


class WordsForm(Form):
    """A message or a note."""

    seen = HiddenField()
    words = TextAreaField(_("内容"), [Length(max=4_000)], render_kw=_TALL)


def fact_extras() -> dict[str, Any]:
    """What a finding says beside the value: what it rests on, and what was seen."""
    basis = TextAreaField(
        _("认定依据"),
        [required(_("请写明依据：文件、文号、日期或理由。")), Length(max=_LONGEST)],
        description=_("文件名称、文号、日期，或认定的理由。"),
        render_kw=_TALL,
    )
    return {"basis": basis, "seen": HiddenField()}
