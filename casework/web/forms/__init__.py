"""Forms: shape only, no rules. What was typed stays; errors name the field and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields import DateField, IntegerField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, StopValidation

from casework.web.saying import worded
from casework.web.shape import FIRST_DAY, LAST_DAY, whole
from workflows.refusals import Refusal, Refused


class _Required(DataRequired):  # type: ignore[misc]
    """Filled in; where what was typed could not be read, that is what is said."""

    def __call__(self, form: Form, field: Field) -> None:
        """Ask for what is missing, not for what was typed wrongly."""
        typed = any(str(one).strip() for one in field.raw_data or ())
        if field.process_errors and typed:
            raise StopValidation
        super().__call__(form, field)


def required(message: object = None) -> DataRequired:
    """This field must be filled in."""
    return _Required(message or _("请填写此项。"))


def choose(*pairs: tuple[str, object]) -> list[SelectChoice]:
    """What a field offers: value and label of each."""
    return [SelectChoice(value, label) for value, label in pairs]


class DayField(DateField):  # type: ignore[misc]
    """A civil day in the years the office reckons with."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a day; say what is allowed where it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(_("请按“年-月-日”填写，例如 2026-01-31。")) from wrong
        if self.data is not None and not FIRST_DAY <= self.data <= LAST_DAY:
            self.data = None
            raise ValueError(_("日期应在1900年至2199年之间。"))


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number of our length; the bounds are for `NumberRange` to say."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the digits; anything else is no number."""
        self.data = whole(valuelist[0].strip()) if valuelist else None
        if valuelist and self.data is None:
            raise ValueError(_("请填写整数。"))


class Form(FlaskForm):  # type: ignore[misc]
    """A form that also carries what the rules refused."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: tuple[str, ...] = ()

    def refuse(self, *refusals: Refusal, field: str | None = None) -> None:
        """Show refusals above the form, or at the field they speak of."""
        said = worded(refusals)
        if field is None:
            self.refusals += said
        else:
            self[field].errors = [*self[field].errors, *said]

    def refused(self, refused: Refused) -> None:
        """Show everything a command refused."""
        self.refuse(*refused.refusals)

    @property
    def faulty(self) -> bool:
        """Whether anything is to be mended."""
        return bool(self.refusals or self.errors)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 409 if self.refusals else 422 if self.errors else 200

    def fields_with_errors(self) -> Iterator[Field]:
        """The fields to mend, in the order of the page."""
        return (field for field in self if field.errors)
