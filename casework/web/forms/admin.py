"""Forms of the administrators."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from casework.web.forms import DayField, Form, required
from casework.web.present import named
from casework.web.saying import language
from workflows.roles import Role
from workflows.wording import spoken

_NOT_GRANTED = (Role.APPLICANT, Role.SYSTEM)


class AccountForm(Form):
    sign_in_name = StringField(
        _("登录名"),
        [required(_("请填写登录名。")), Length(min=3, max=50, message=_("登录名为3至50个字符。"))],
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )
    display_name = StringField(_("姓名"), [required(_("请填写姓名。")), Length(max=50)])
    department = SelectField(_("部门"))

    def offer(self, departments: Iterable[object]) -> None:
        """The departments to choose from."""
        self.department.choices = _departments(departments)


class MoveForm(Form):
    department = SelectField(_("部门"))

    def offer(self, departments: Iterable[object]) -> None:
        """The departments to choose from."""
        self.department.choices = _departments(departments)


class GrantForm(Form):
    roles = SelectMultipleField(
        _("岗位"),
        [required(_("请选择岗位。"))],
        description=_("系统、安全、审计三个管理员岗位互相排斥，也不能与其他岗位兼任。"),
    )
    starts_on = DayField(_("自哪一天起"), [Optional()])
    until = DayField(
        _("到哪一天止"), [Optional()], description=_("当天不含在内；不填表示长期有效。")
    )

    def offer(self) -> None:
        """The roles to choose from."""
        self.roles.choices = [
            SelectChoice(role.value, spoken(role, language()))
            for role in Role
            if role not in _NOT_GRANTED
        ]


def _departments(departments: Iterable[object]) -> list[SelectChoice]:
    return [
        SelectChoice("", _("不属于任何部门")),
        *(SelectChoice(one.id, named(one)) for one in departments),  # type: ignore[attr-defined]
    ]
