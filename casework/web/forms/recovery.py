"""Forms of claiming money back, and of the account money goes to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from casework.queries.recoveries import Claim
from casework.web.forms import DayField, Form, choose, required
from casework.web.forms.facts import PercentField, WanField
from workflows.interest import Interest, InterestRule
from workflows.money import Money, Unit
from workflows.notation import plain_number
from workflows.recovery_facts import LegalGround

_LONGEST = 2_000
_TALL = {"rows": "2"}
_SUM = _("以万元填写；也可以写明单位，如“123456.78元”。")


class ActForm(Form):
    """A step of a recovery that says nothing but why."""

    seen = HiddenField()
    remarks = TextAreaField(_("说明"), [Length(max=_LONGEST)], render_kw=_TALL)


class ClaimForm(ActForm):
    """How much, on which ground, with which interest."""

    amount = WanField(_("追回金额"), [required(_("请填写追回金额。"))], description=_SUM)
    ground = SelectField(
        _("法律依据"),
        choices=choose(
            ("", _("尚未确定")),
            ("signed_commitment", _("已签署的承诺书")),
            ("decision_condition", _("决定书载明的条件")),
            ("finding", _("查实的事实")),
        ),
        description=_("告知和决定须有法律依据；企业迁出本身不是依据。"),
    )
    ground_document = StringField(_("依据文号"), [Optional(), Length(max=200)])
    ground_dated = DayField(_("依据日期"), [Optional()])
    says_interest = BooleanField(_("依据载明可以计息"))
    says_set_off = BooleanField(_("依据载明可以抵扣后续拨付"))
    rule = RadioField(
        _("计息方式"),
        choices=choose(
            (InterestRule.NONE.value, _("不计息")),
            (InterestRule.DEPOSIT.value, _("人民银行存款利率（一年按360天）")),
            (InterestRule.LPR.value, _("一年期LPR（一年按365天）")),
        ),
        default=InterestRule.NONE.value,
        validate_choice=False,
    )
    yearly_rate = PercentField(_("年利率（%）"), [Optional(), Length(max=20)])
    rate_source = StringField(_("利率发布机构和日期"), [Optional(), Length(max=200)])
    since = DayField(_("计息起始日"), [Optional()])

    def show(self, claim: Claim) -> None:
        """Begin with what was claimed last."""
        ground, interest = claim.ground, claim.interest
        self.amount.data = plain_number(Fraction(claim.amount.fen, 1_000_000))
        if ground is not None:
            self.ground.data = ground.kind
            self.ground_document.data, self.ground_dated.data = ground.document, ground.dated
            self.says_interest.data = ground.says_interest
            self.says_set_off.data = ground.says_set_off
        self.rule.data = interest.rule.value
        if interest.rule is not InterestRule.NONE:
            self.yearly_rate.data = plain_number(interest.yearly_rate * 100)
            self.rate_source.data, self.since.data = interest.rate_source, interest.since

    def validate(self, extra_validators: object = None) -> bool:
        """A ground that is chosen has its day; a rate is a number."""
        fine = super().validate(extra_validators)
        if self.ground.data and self.ground_dated.data is None:
            self.ground_dated.errors = [_("请填写依据日期。")]
            fine = False
        if self._rate() is None:
            self.yearly_rate.errors = [_("请填写数字，如 3.45。")]
            fine = False
        return bool(fine)

    def claim(self) -> Claim:
        """As the rules read it."""
        kind, rule = self.ground.data, InterestRule(self.rule.data or "none")
        ground = None
        if kind:
            ground = LegalGround(
                kind=kind,
                document=(self.ground_document.data or "").strip(),
                dated=self.ground_dated.data or date.min,
                says_interest=bool(self.says_interest.data),
                says_set_off=bool(self.says_set_off.data),
            )
        interest = Interest()
        if rule is not InterestRule.NONE:
            interest = Interest(
                rule, self._rate() or Fraction(0), self.rate_source.data or "", self.since.data
            )
        return Claim(Money.read(self.amount.data or "", Unit.WAN), ground, interest)

    def _rate(self) -> Fraction | None:
        """The yearly rate; None where what was typed is no number."""
        try:
            return self.yearly_rate.rate() or Fraction(0)
        except ValidationError:
            return None


class DecisionForm(ClaimForm):
    document = StringField(
        _("追回决定书文号"), [required(_("请填写决定书文号。")), Length(max=200)]
    )
    due_on = DayField(_("退回期限"), [Optional()], description=_("不填则为决定后15日。"))


class ReceiptForm(ActForm):
    amount = WanField(_("退回金额"), [required(_("请填写退回金额。"))], description=_SUM)
    slip = StringField(_("缴款凭证号"), [required(_("请填写凭证号。")), Length(max=100)])
    received_on = DayField(_("到账日期"), [required(_("请填写到账日期。"))])


class SetOffForm(Form):
    """One ready instalment, or part of it, kept against the recovery."""

    number = SelectField(_("抵扣哪一期"), coerce=int, validate_choice=False)
    amount = WanField(_("抵扣金额"), [required(_("请填写抵扣金额。"))], description=_SUM)


class AccountForm(Form):
    """An account as one person enters it."""

    credit_code = StringField(
        _("统一社会信用代码"), [required(_("请填写信用代码。")), Length(max=18)]
    )
    account_name = StringField(_("户名"), [required(_("请填写户名。")), Length(max=200)])
    account_bank = StringField(_("开户银行"), [required(_("请填写开户银行。")), Length(max=200)])
    account_number = StringField(_("账号"), [required(_("请填写账号。")), Length(max=50)])
    reason = TextAreaField(
        _("更正理由"), [required(_("请写明理由。")), Length(max=_LONGEST)], render_kw=_TALL
    )
