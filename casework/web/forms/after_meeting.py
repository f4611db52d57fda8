"""Forms of what follows a meeting: the government, public notices, complaints, deputies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from casework.web.forms import DayField, Form, choose, required
from casework.web.forms.facts import WanField
from casework.web.forms.meetings import FARTHEST, LONGEST, SeenForm

ANY_CLAUSE = _("本部门全部事项")
NOBODY_YET = _("请选择")
_SHORT = {"rows": "2"}
_TALL = {"rows": "4"}
_VERDICTS = (
    ("agree", _("同意")),
    ("agree_with_conditions", _("附条件同意")),
    ("disagree", _("不同意")),
)


class RemarksForm(SeenForm):
    remarks = TextAreaField(_("说明"), [Length(max=LONGEST)], render_kw=_SHORT)


class ReferralForm(SeenForm):
    number = StringField(_("请示文号"), [required(_("请填写文号。")), Length(max=100)])
    dated = DayField(_("请示日期"), [required(_("请填写日期。"))])
    file = FileField(_("请示文件"))
    words = TextAreaField(_("说明"), [Length(max=LONGEST)], render_kw=_SHORT)


class ExaminationForm(SeenForm):
    verdict = RadioField(
        _("意见"), [required(_("请选择意见。"))], choices=choose(*_VERDICTS), validate_choice=False
    )
    words = TextAreaField(
        _("说明"),
        [Length(max=LONGEST)],
        description=_("附条件同意或不同意的，必须写明。"),
        render_kw=_SHORT,
    )
    file = FileField(_("意见书"))


class GovernmentResultForm(SeenForm):
    result = RadioField(
        _("结果"),
        [required(_("请选择结果。"))],
        choices=choose(
            ("agreed", _("同意")),
            ("agreed_with_changes", _("修改后同意")),
            ("postponed", _("退回")),
            ("not_agreed", _("不同意")),
        ),
        validate_choice=False,
    )
    meeting_kind = RadioField(
        _("会议种类"),
        [required(_("请选择会议种类。"))],
        choices=choose(
            ("special", _("区政府专题会")),
            ("executive", _("区政府常务会")),
            ("party_committee", _("区委常委会")),
        ),
        validate_choice=False,
    )
    dated = DayField(_("会议日期"), [required(_("请填写会议日期。"))])
    number = StringField(_("文号或纪要号"), [required(_("请填写文号。")), Length(max=100)])
    amount = WanField(
        _("同意的金额"),
        description=_("以万元填写，不得高于联席会议议定的金额；退回或不同意的不填。"),
        render_kw={"inputmode": "decimal"},
    )
    words = TextAreaField(
        _("理由"),
        [Length(max=LONGEST)],
        description=_("除“同意”外，必须写明理由。"),
        render_kw=_SHORT,
    )
    file = FileField(_("纪要或批复文件"))


class PostListForm(Form):
    cases = SelectMultipleField(_("公示的案件"), choices=(), validate_choice=False)
    place = StringField(
        _("公示地点"),
        [required(_("请写明在哪里公示。")), Length(max=200)],
        description=_("网址或公告栏。"),
    )
    posted_on = DayField(_("公示日期"), [Optional()], description=_("留空即今天。"))
    proof = FileField(_("公示截图或证明"), description=_("也可以在公示结束之前补交。"))


class ProofForm(SeenForm):
    proof = FileField(_("公示截图或证明"))


class ComplaintForm(SeenForm):
    reference = StringField(_("案件编号"), [required(_("请填写案件编号。")), Length(max=40)])
    kind = RadioField(
        _("种类"),
        [required(_("请选择种类。"))],
        choices=choose(
            ("objection", _("异议：对正在公示的结果有不同意见，须实名，公示期内提出，案件暂停")),
            ("report", _("举报：反映申报单位的问题，可以匿名")),
            ("complaint", _("投诉：反映工作人员的问题，须实名，案件不停")),
        ),
        validate_choice=False,
    )
    raised_by = StringField(_("提出人"), [Length(max=200)])
    contact = StringField(
        _("联系方式"), [Length(max=200)], description=_("只用于答复，不公开，显示时隐去中间。")
    )
    grounds = TextAreaField(_("内容和理由"), [Length(max=LONGEST)], render_kw=_TALL)


class ExaminerForm(SeenForm):
    examiner = SelectField(_("核查人"), [required(_("请选择核查人。"))], validate_choice=False)


class ExtensionForm(SeenForm):
    reason = TextAreaField(_("延期理由"), [Length(max=LONGEST)], render_kw=_SHORT)


class FindingForm(SeenForm):
    outcome = RadioField(
        _("核查结论"),
        [required(_("请选择结论。"))],
        choices=choose(("not_upheld", _("不成立")), ("upheld", _("成立"))),
        validate_choice=False,
    )
    finding = TextAreaField(_("核查情况"), [Length(max=LONGEST)], render_kw=_TALL)


class AnswerForm(SeenForm):
    remarks = TextAreaField(_("答复"), [Length(max=LONGEST)], render_kw=_TALL)


class DeputyForm(Form):
    deputy = SelectField(_("代理人"), [required(_("请选择代理人。"))], validate_choice=False)
    role = SelectField(_("代行的职责"), [required(_("请选择职责。"))], validate_choice=False)
    clause = SelectField(_("限于事项"), validate_choice=False)
    limit = WanField(
        _("限额"),
        description=_("以万元填写；留空即不另设限额。"),
        render_kw={"inputmode": "decimal"},
    )
    starts_on = DayField(_("开始日期"), [required(_("请填写开始日期。"))])
    last_day = DayField(_("最后一天"), [required(_("请填写最后一天。"))])
    reason = TextAreaField(_("事由"), [Length(max=LONGEST)], render_kw=_SHORT)

    def validate_last_day(self, field: DayField) -> None:
        """A power is lent for an absence, not for a century."""
        if field.data is not None and field.data.year > FARTHEST:
            raise ValidationError(_("日期太远。"))
