"""What an officer would set, as fields of a trial calculation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from casework.web.forms.facts import PercentField, WanField
from casework.web.saying import explanation
from workflows.formula import Formula


def officer_fields(formula: Formula) -> dict[str, Any]:
    """Fields for the figure, the rate and the base that a clause leaves to an officer."""
    fields: dict[str, Any] = {}
    if formula.officer_sets == "figure":
        fields["officer_figure"] = WanField(
            _("核定金额"),
            description=_("条款没有定死金额，由部门在限额内核定；试算时可以自己填一个。"),
            render_kw={"inputmode": "decimal"},
        )
    if formula.officer_sets == "rate":
        fields["officer_rate"] = PercentField(
            _("核定比例"),
            [_a_rate],
            description=_("条款写的是“不超过”，由部门核定比例；试算时可以自己填一个。"),
            render_kw={"inputmode": "decimal"},
        )
    if formula.choices:
        fields["officer_base"] = SelectField(
            _("计算基数"),
            choices=[
                SelectChoice("", _("请选择")),
                *(SelectChoice(fact, explanation().label(fact)) for fact in formula.choices),
            ],
            description=_("条款没有写明按哪一项计算，由部门选定。"),
        )
    return fields


def _a_rate(_form: Any, field: PercentField) -> None:
    if (field.rate() or 0) < 0:
        raise ValidationError(_("请填写百分数，如 30。"))
