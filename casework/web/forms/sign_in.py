"""Forms of signing in, passwords and preferences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import EqualTo, Length

from casework.web.forms import Form, choose, required


class SignInForm(Form):
    name = StringField(
        _("登录名"),
        [required(_("请填写登录名。")), Length(max=100)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("密码"),
        [required(_("请填写密码。")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class CodeForm(Form):
    code = StringField(
        _("动态验证码"),
        [required(_("请填写6位数字。"))],
        description=_("打开手机上的身份验证器，输入当前显示的6位数字。"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "8"},
    )
    next = HiddenField()


class PasswordForm(Form):
    current = PasswordField(
        _("当前密码"),
        [required(_("请填写当前密码。"))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _("新密码"),
        [required(_("请填写新密码。"))],
        description=_(
            "10个字符以上，至少包含大写字母、小写字母、数字、符号中的三类，不能包含登录名。"
        ),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("再输入一次新密码"),
        [required(_("请再输入一次。")), EqualTo("password", _("两次输入的新密码不一致。"))],
        render_kw={"autocomplete": "new-password"},
    )


class PreferencesForm(Form):
    language = RadioField(
        _("语言"), choices=choose(("zh", "中文"), ("en", "English")), default="zh"
    )
    appearance = RadioField(
        _("配色"),
        choices=choose(("auto", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))),
        default="auto",
    )
    text = RadioField(
        _("字号"), choices=choose(("usual", _("标准")), ("large", _("大字版"))), default="usual"
    )
    next = HiddenField()
