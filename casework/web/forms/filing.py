"""Forms of an application: what is asked for, what is answered, and the steps taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Self

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from casework.web import shape
from casework.web.forms import Form, required
from casework.web.forms.facts import FactsForm, WanField
from workflows.money import Money, yuan
from workflows.policy.document import Clause

_LONGEST = 4000


def filing_fields(clause: Clause) -> dict[str, Any]:
    """The fields beside the facts."""
    fields: dict[str, Any] = {"seen": HiddenField()}
    if clause.benefit.kind in ("assessed", "unstated", "range"):
        fields["asked_amount"] = WanField(
            _("申请金额"),
            description=_("条款没有定死金额；请填写希望获得的补助，以部门核定为准。"),
            render_kw={"inputmode": "decimal"},
        )
    return fields


def asked_amount(form: FactsForm) -> Money | None:
    """What the applicant asks for, where the clause leaves the figure open."""
    if "asked_amount" not in form:
        return None
    raw = form["asked_amount"].raw()
    return None if raw is None else yuan(Fraction(raw))


class StepForm(Form):
    """A step on a case as it was seen."""

    seen = HiddenField()
    promised = BooleanField(
        _(
            "本企业承诺：所填内容和所交材料真实；同一项目、同一票据未在别处重复申报；"
            "同意部门核对数据并接受审计和检查；收款账户为本企业账户；发生注销、合并、"
            "股权变更、受到处罚等重大事项的，15个工作日内报告；申报不实或项目条件未完成的，退还资金。"
        )
    )
    remarks = TextAreaField(_("说明"), [Length(max=_LONGEST)], render_kw={"rows": 4})

    @property
    def seen_event(self) -> int | None:
        """Number of the last event the person saw."""
        return shape.whole(self.seen.data)

    def promise_missing(self) -> None:
        """Say that the promise has to be made first."""
        self.promised.errors = [_("请先阅读并勾选承诺。")]


class WordsForm(Form):
    """Some words on a case."""

    words = TextAreaField(
        _("内容"),
        [required(_("请填写内容。")), Length(max=_LONGEST, message=_("不能超过4000个字。"))],
        render_kw={"rows": 4},
    )


class CorrectionForm(Form):
    """One answer for each thing to correct."""

    seen = HiddenField()

    @classmethod
    def of(cls, defects: Sequence[Any], **kwargs: Any) -> Self:
        """The form for these defects."""
        fields = {
            f"answer_{one.id}": TextAreaField(
                _("第 %(number)s 项怎样补正", number=number),
                [required(_("请说明怎样补正。")), Length(max=_LONGEST)],
                render_kw={"rows": 3},
            )
            for number, one in enumerate(defects, 1)
        }
        made = type("CorrectionForm", (cls,), {**fields, "defects": tuple(defects)})
        form: Self = made(**kwargs)
        return form

    @property
    def seen_event(self) -> int | None:
        """Number of the last event the person saw."""
        return shape.whole(self.seen.data)

    def answers(self) -> Mapping[int, str]:
        """The answers by defect."""
        return {one.id: self[f"answer_{one.id}"].data.strip() for one in self.defects}
