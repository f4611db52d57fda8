"""Forms of an enterprise: signing up, its contact, its people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, Length

from casework.web.forms import Form, choose, required
from casework.web.present import coded, named
from workflows.catalogue import Catalogue


class ContactForm(Form):
    contact_name = StringField(_("联系人"), [Length(max=50)], render_kw={"autocomplete": "name"})
    phone = StringField(
        _("联系电话"),
        [Length(max=30)],
        description=_("手机号，或带区号的固定电话，如 010-66001234。"),
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
    email = StringField(
        _("电子邮箱"), [Length(max=100)], render_kw={"type": "email", "autocomplete": "email"}
    )
    seen = HiddenField()


class SignUpForm(Form):
    credit_code = StringField(
        _("统一社会信用代码"),
        [required(_("请填写18位统一社会信用代码。")), Length(max=30)],
        description=_("营业执照上的18位代码，系统会核对校验位。"),
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    name = StringField(
        _("企业名称"), [required(_("请填写营业执照上的企业名称。")), Length(max=100)]
    )
    kind = SelectField(_("申报主体类型"), default="enterprise")
    district = SelectField(_("注册及纳税所在区"))
    legal_person = StringField(_("法定代表人"), [required(), Length(max=50)])
    address = StringField(_("注册地址"), [Length(max=200)])
    contact_name = StringField(
        _("授权负责人姓名"),
        [required(_("请填写姓名。")), Length(max=50)],
        description=_("经企业授权办理申报的人；之后可以再添加经办人。"),
        render_kw={"autocomplete": "name"},
    )
    phone = StringField(
        _("联系电话"),
        [required(_("请填写联系电话。")), Length(max=30)],
        description=_("手机号，或带区号的固定电话，如 010-66001234。"),
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
    email = StringField(_("电子邮箱"), [Length(max=100)], render_kw={"type": "email"})
    sign_in_name = StringField(
        _("登录名"),
        [required(_("请填写登录名。")), Length(min=3, max=50, message=_("登录名为3至50个字符。"))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("密码"),
        [required(_("请填写密码。"))],
        description=_(
            "10个字符以上，至少包含大写字母、小写字母、数字、符号中的三类，不能包含登录名。"
        ),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("再输入一次密码"),
        [required(_("请再输入一次。")), EqualTo("password", _("两次输入的密码不一致。"))],
        render_kw={"autocomplete": "new-password"},
    )

    def offer(self, book: Catalogue, kinds: list[str]) -> None:
        """What can be chosen, in the reader's language."""
        self.kind.choices = [SelectChoice(kind, coded(kind, "who")) for kind in kinds]
        self.district.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(one.id, named(one)) for one in book.districts.values()),
            SelectChoice("other", _("其他区")),
        ]


class InviteForm(Form):
    display_name = StringField(_("姓名"), [required(_("请填写姓名。")), Length(max=50)])
    sign_in_name = StringField(
        _("登录名"),
        [required(_("请填写登录名。")), Length(min=3, max=50, message=_("登录名为3至50个字符。"))],
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )
    role = RadioField(
        _("权限"),
        choices=choose(
            ("handler", _("经办人：填报、提交和查看")),
            ("owner", _("授权负责人：另可管理人员")),
        ),
        default="handler",
    )
