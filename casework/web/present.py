"""The template filters: amounts, days, names. Words stand in templates and wording files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, wraps
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from jinja2 import pass_context

from casework.queries.sign_in import Wants
from casework.web import door
from casework.web.icons import icon
from casework.web.pages import PAGES
from casework.web.saying import explanation, language, name_of, worded
from workflows.capital_numerals import in_capitals
from workflows.money import Money
from workflows.policy.dictionary import FactEntry
from workflows.refusals import Refusal
from workflows.roles import Role
from workflows.term import civil_date
from workflows.wording import spoken, wordings


def anew(asked: Callable[..., Any]) -> Callable[..., Any]:
    """A filter asked at every rendering: of a constant, the first reader's language would stay."""

    @pass_context
    @wraps(asked)
    def answer(_context: object, *given: Any, **named: Any) -> Any:
        return asked(*given, **named)

    return answer


def register(app: Flask) -> None:
    """Give templates their filters and what every frame needs."""
    filters: dict[str, Callable[..., Any]] = dict(
        yuan=yuan,
        wan=wan,
        day=day,
        moment=moment,
        spoken=lambda value: spoken(value, language()),
        coded=coded,
        worded=lambda refusals: worded(tuple(refusals)),
        percent=percent,
        named=named,
        said=said,
        gettext=lambda text: _(text) if text else "",
        day_or_later=day_or_later,
        capitals=capitals,
        exact_yuan=exact_yuan,
        wan_of_yuan=wan_of_yuan,
        percent_of=percent_of,
        choice_labels=choice_labels,
        unit_of=unit_of,
        masked=masked,
        entry_pair=entry_pair,
        code_pair=code_pair,
    )
    app.jinja_env.filters.update({name: anew(asked) for name, asked in filters.items()})
    app.jinja_env.globals.update(icon=icon, may_open=may_open, here=here, asset=asset)
    app.context_processor(frame)


def yuan(amount: Money | int | None) -> str:
    """An amount in yuan, with two decimals."""
    if amount is None:
        return "—"
    return str(amount if isinstance(amount, Money) else Money(amount))


def wan(amount: Money | int | None) -> str:
    """An amount in ten thousand yuan: exact, without idle zeros."""
    if amount is None:
        return "—"
    money = amount if isinstance(amount, Money) else Money(amount)
    return grouped(money.in_wan)


def grouped(number: Decimal | int) -> str:
    """A number with thousands apart and without idle zeros."""
    whole, _dot, decimals = f"{number:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def percent(rate: Fraction | None) -> str:
    """A rate as people read it: 30%, 0.5%."""
    if rate is None:
        return "—"
    exact = rate * 100
    if exact.denominator == 1:
        return f"{exact.numerator}%"
    return f"{Decimal(exact.numerator) / Decimal(exact.denominator):.4f}".rstrip("0") + "%"


def day(value: date | str | None) -> str:
    """A civil day: 2026年11月21日, Nov 21, 2026."""
    if value is None:
        return "—"
    read = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(read, "long" if language() == "zh" else "medium"))


def day_or_later(value: date | None) -> str:
    """A day something is due, or that no day is set yet."""
    return "—" if value is None or value.year == date.max.year else day(value)


def capitals(amount: Money | int) -> str:
    """An amount in capital numerals, for papers."""
    return in_capitals(amount if isinstance(amount, Money) else Money(amount))


def moment(value: datetime | None) -> str:
    """A moment in Beijing, to the minute."""
    if value is None:
        return "—"
    return f"{day(civil_date(value))} {format_datetime(value, 'HH:mm')}"


def coded(code: str, kind: str = "") -> str:
    """What the wording files call a code, or the code itself where nobody worded it."""
    found = wordings().get(f"{kind}_{code}" if kind else code)
    if found is None:
        return _(code) if code else ""
    return found.en if language() == "en" else found.zh


def said(refusal: Refusal) -> str:
    """One refusal as its sentence."""
    return worded((refusal,))[0]


def named(entry: object) -> str:
    """The name of what has one in both languages: a clause, a department, a fact, a choice."""
    return name_of(entry)


def exact_yuan(fen: int | Fraction) -> str:
    """An exact number of fen in yuan, with thousands apart; finer than a fen where it is."""
    exact = Fraction(fen)
    if exact.denominator == 1:
        return str(Money(int(exact)))
    return f"{Decimal(exact.numerator) / Decimal(exact.denominator) / 100:,.4f}…"


def wan_of_yuan(value: object) -> str:
    """A fact that is money, kept in yuan as text, in ten thousand yuan."""
    return grouped(Decimal(str(value)) / 10_000)


def percent_of(value: object) -> str:
    """A fact that is a ratio, in percent."""
    return percent(Fraction(str(value)))


def choice_labels(entry: FactEntry, value: object) -> str:
    """The labels of what was chosen."""
    chosen = value if isinstance(value, list | tuple | set | frozenset) else [value]
    labels = {one.value: named(one) for one in entry.choice}
    return spoken(tuple(labels.get(str(one), str(one)) for one in chosen), language())


def unit_of(entry: FactEntry) -> str:
    """What a number of this fact counts, beside its field."""
    if entry.unit is None:
        return ""
    if entry.unit == "ratio":
        return "%"
    if entry.unit == "yuan":
        return coded("wan", "unit")
    return explanation().word(f"unit_{entry.unit}", number="").strip()


def masked(text: str | None) -> str:
    """A number of which only the ends are shown."""
    if not text:
        return ""
    shown = 4 if len(text) > 8 else 1
    return f"{text[: shown - 1]}{'*' * (len(text) - 2 * shown + 1)}{text[-shown:]}"


def entry_pair(entry: Any) -> tuple[str, str]:
    """Value and label of one entry of the catalogue, for a list to choose from."""
    return entry.id, named(entry)


def code_pair(code: str, kind: str) -> tuple[str, str]:
    """Value and label of one code, for a list to choose from."""
    return code, coded(code, kind)


def may_open(endpoint: str) -> bool:
    """Whether the person at the door may open a page: links to other pages are not shown."""
    person = door.person()
    return PAGES[endpoint].is_open_to(None if person is None else person.actor)


def here(endpoints: Iterable[str] | str) -> bool:
    """Whether this page is one of these."""
    wanted = (endpoints,) if isinstance(endpoints, str) else tuple(endpoints)
    return request.endpoint in wanted


@cache
def asset(name: str) -> str:
    """The address of a static file of ours; a changed file has another address."""
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def frame() -> dict[str, object]:
    """What every page is drawn with."""
    appearance, person = request.cookies.get("appearance", ""), door.person()
    official = (
        person is not None
        and person.wants is Wants.NOTHING
        and bool(person.actor.roles - {Role.APPLICANT})
    )
    return {
        "person": person,
        "own_frame": "frames/office.html" if official else "frames/public.html",
        "language": language(),
        "today": door.today(),
        "appearance": appearance if appearance in ("light", "dark") else "auto",
        "large": request.cookies.get("text") == "large",
        "demo": door.office().demo_password is not None,
        "unread": door.unread(),
    }
