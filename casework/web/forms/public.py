"""Forms that are open to everybody."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from casework.web.forms import Form, required

_PLAIN = {"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}


class StatusForm(Form):
    reference = StringField(
        _("受理编号"),
        [required(_("请填写受理编号。")), Length(max=50)],
        description=_("如 XC-2026-000123，见收件凭证。"),
        render_kw=_PLAIN,
    )
    code = StringField(
        _("查验码"),
        [required(_("请填写查验码。")), Length(max=50)],
        description=_("收件凭证或任何一份通知书上的16位查验码。"),
        render_kw=_PLAIN,
    )

    def not_found(self) -> None:
        """Say that number and code do not fit, without saying which is wrong."""
        self.refusals = (gettext("没有查到：受理编号与查验码不相符，请核对后重试。"),)


class PaperForm(Form):
    number = StringField(
        _("文书编号"),
        [required(_("请填写文书编号。")), Length(max=100)],
        description=_("如 区科技和信息化局支〔2026〕1号。"),
        render_kw={"autocomplete": "off"},
    )
    code = StringField(
        _("查验码"), [required(_("请填写查验码。")), Length(max=50)], render_kw=_PLAIN
    )

    def not_found(self) -> None:
        """Say that no such paper was issued."""
        self.refusals = (
            gettext("没有这份文书：编号与查验码不相符。请核对；如确认无误，请向出具单位核实。"),
        )
