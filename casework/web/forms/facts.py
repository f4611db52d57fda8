"""A form made from the fact dictionary: one field for each fact, in the words of the dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateInput

from casework.web.forms import Form
from casework.web.saying import explanation, worded
from workflows.claims import Reason
from workflows.fact_values import read_value
from workflows.money import Money, Unit
from workflows.policy.dictionary import FactEntry, FactType
from workflows.refusals import Refused

_RADIO_MOST = 5
_PLAIN = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")


def field_name(fact: str) -> str:
    """The name of a fact's field: WTForms takes no dots."""
    return fact.replace(".", "__")


class WanField(StringField):  # type: ignore[misc]
    """An amount typed in ten thousand yuan, or in the unit that is typed; kept as yuan in text."""

    def process_data(self, value: Any) -> None:
        """Show kept yuan in ten thousand."""
        self.data = (
            None if value in (None, "") else f"{(Decimal(str(value)) / 10_000).normalize():f}"
        )

    def raw(self) -> str | None:
        """The amount as the rule book reads it, None for nothing typed."""
        if not (self.data or "").strip():
            return None
        return str(Money.read(self.data or "", Unit.WAN).in_yuan)

    def pre_validate(self, form: Form) -> None:
        """Say at the field why an amount cannot be taken."""
        try:
            self.raw()
        except Refused as refused:
            raise ValidationError(" ".join(worded(refused.refusals))) from refused


class NumberField(StringField):  # type: ignore[misc]
    """A number as text, full-width digits understood; a ratio is typed in percent."""

    percent = False

    def process_data(self, value: Any) -> None:
        """Show a kept number; a ratio in percent."""
        if value in (None, ""):
            self.data = None
        else:
            number = Decimal(str(value))
            self.data = f"{(number * 100).normalize():f}" if self.percent else f"{number:f}"

    def raw(self) -> str | None:
        """The number as the rule book reads it."""
        typed = (self.data or "").translate(_HALF_WIDTH).replace(",", "").strip().rstrip("%")
        if self.percent and _PLAIN.fullmatch(typed):
            return f"{Decimal(typed) / 100:f}"
        return typed or None


class PercentField(NumberField):
    """A ratio typed in percent."""

    percent = True

    def rate(self) -> Fraction | None:
        """The ratio, None for nothing typed; ValidationError where it is no plain number.

        A power of ten is none: "1e999999999" alone would keep the office reckoning for hours.
        """
        raw = self.raw()
        if raw is None:
            return None
        if not _PLAIN.fullmatch(raw):
            raise ValidationError(_("请填写百分数，如 30。"))
        return Fraction(raw)


class YesNoField(RadioField):  # type: ignore[misc]
    """Yes, no, or not said."""

    def raw(self) -> bool | None:
        """The answer, None for none."""
        return {"yes": True, "no": False}.get(self.data)


class FactsForm(Form):
    """A form whose fields are facts; `facts()` are the values the rule book reads."""

    entries: tuple[FactEntry, ...] = ()

    def facts(self) -> dict[str, Any]:
        """What was filled in, by fact; what was left empty is not said at all."""
        found = {entry.name: _raw(self[field_name(entry.name)]) for entry in self.entries}
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def field(self, entry: FactEntry) -> Field:
        """The field of a fact."""
        return self[field_name(entry.name)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape, and the bounds of the dictionary."""
        if not super().validate(extra_validators):
            return False
        for entry in self.entries:
            field = self[field_name(entry.name)]
            raw = _raw(field)
            read = None if raw in (None, "", []) else read_value(entry, raw)
            if isinstance(read, Reason):
                field.errors = [explanation().reason(read)]
        return not self.errors


def facts_form(
    entries: Iterable[FactEntry],
    known: Mapping[str, Any] | None = None,
    *,
    formdata: Any = None,
    more: Mapping[str, Any] | None = None,
    meta: Mapping[str, Any] | None = None,
    **kwargs: Any,
) -> FactsForm:
    """A form for these facts, filled from what is known or from what was typed."""
    asked = tuple(entries)
    fields = {field_name(entry.name): _field(entry) for entry in asked}
    made = type("FactsForm", (FactsForm,), {**(more or {}), **fields, "entries": asked})
    data = {field_name(name): _shown(value) for name, value in (known or {}).items()}
    form: FactsForm = made(formdata, data={**data, **kwargs}, meta=dict(meta or {}))
    return form


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _raw(field: Field) -> Any:
    """What was typed as the rule book reads it."""
    if isinstance(field, (WanField, NumberField, YesNoField)):
        return field.raw()
    return field.data.strip() if isinstance(field.data, str) else field.data


def _field(entry: FactEntry) -> Any:
    label, about = _named(entry), entry.note or ""
    match entry.type:
        case FactType.BOOL:
            pairs = [SelectChoice("yes", _("是")), SelectChoice("no", _("否"))]
            return YesNoField(label, choices=pairs, description=about, validate_choice=False)
        case FactType.DATE:
            return StringField(label, description=about, widget=DateInput())
        case FactType.CHOICE:
            return _choice(entry, label, about)
        case FactType.CHOICES:
            pairs = [SelectChoice(one.value, _named(one)) for one in entry.choice]
            return SelectMultipleField(
                label, choices=pairs, description=about, validate_choice=False
            )
        case FactType.TEXT:
            return StringField(label, description=about, filters=[_stripped])
        case FactType.INTEGER | FactType.DECIMAL:
            return _number(entry, label, about)


def _choice(entry: FactEntry, label: str, about: str) -> Any:
    pairs = [SelectChoice(one.value, _named(one)) for one in entry.choice]
    if len(pairs) <= _RADIO_MOST:
        return RadioField(label, choices=pairs, description=about, validate_choice=False)
    pairs.insert(0, SelectChoice("", _("请选择")))
    return SelectField(label, choices=pairs, description=about, validate_choice=False)


def _number(entry: FactEntry, label: str, about: str) -> Any:
    if entry.unit == "yuan":
        about = about or _("以万元填写；也可以写明单位，如“123456.78元”。")
        return WanField(label, description=about, render_kw={"inputmode": "decimal"})
    kind = PercentField if entry.unit == "ratio" else NumberField
    return kind(label, description=about, render_kw={"inputmode": "decimal"})


def _named(entry: Any) -> str:
    if explanation().language == "en":
        return str(entry.label_en)
    return str(entry.label)


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
