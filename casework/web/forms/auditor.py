"""The auditor's only form: a sample to draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from casework.web.forms import DayField, Form, WholeField, choose, required
from casework.web.present import named

_MOST = 1_000


class SampleForm(Form):
    """What to draw, from which cases."""

    title = StringField(_("名称"), [Length(max=60)])
    seed = StringField(
        _("种子"),
        [required(), Length(max=60)],
        description=_("如抽签当日的公开数字。"),
    )
    size = WholeField(
        _("数量"), [required(), NumberRange(1, _MOST, _("请填 1 至 1000 的整数。"))], default=20
    )
    policy = SelectField(_("文件"), [Optional()])
    department = SelectField(_("主管部门"), [Optional()])
    since = DayField(_("申报自"), [Optional()])
    until = DayField(_("申报至"), [Optional()])

    def offer(self, *, policies: Iterable[Any], departments: Iterable[Any]) -> None:
        """Fill in what can be chosen."""
        anything = ("", _("全部"))
        self.policy.choices = choose(anything, *((one.id, one.number) for one in policies))
        self.department.choices = choose(anything, *((one.id, named(one)) for one in departments))

    def filters(self) -> dict[str, str]:
        """The cases it is drawn from, as an address carries it."""
        found = {"policy": self.policy.data, "department": self.department.data}
        days = {"since": self.since.data, "until": self.until.data}
        said = {name: value for name, value in found.items() if value}
        return said | {name: day.isoformat() for name, day in days.items() if day is not None}
