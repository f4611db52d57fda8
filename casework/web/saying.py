"""What the office says to people: refusals and what was done, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash
from flask_babel import get_locale

from casework.queries.rule_book import book
from workflows.clause_words import Teller
from workflows.explanation import Explanation
from workflows.refusals import Refusal
from workflows.wording import sentence, sentences


def language() -> str:
    """The reader's language as the wording files call it."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def worded(refusals: tuple[Refusal, ...]) -> tuple[str, ...]:
    """The refusals as sentences; facts, clauses and departments by their names."""
    named = (Refusal(one.code, _named(one.particulars)) for one in refusals)
    return sentences(named, language())


def name_of(entry: object) -> str:
    """The name of what has one in both languages: a clause, a department, a fact, a choice."""
    for name in ("label", "name", "title"):
        if hasattr(entry, name):
            english = getattr(entry, f"{name}_en", None) if language() == "en" else None
            return str(english or getattr(entry, name))
    return str(entry)


def _named(particulars: Mapping[str, object]) -> dict[str, object]:
    return {name: _entry(value) for name, value in particulars.items()}


def _entry(value: object) -> object:
    """What an id of the rule book stands for, and anything else as it is."""
    if isinstance(value, (tuple, list)):
        return tuple(_entry(part) for part in value)
    if isinstance(value, (set, frozenset)):
        return tuple(_entry(part) for part in sorted(value))
    if not isinstance(value, str):
        return value
    known = book()
    entry = known.facts.get(value) or known.clauses.get(value) or known.departments.get(value)
    return value if entry is None else name_of(entry)


def say(done: str, **particulars: object) -> None:
    """Tell on the next page what was done: `done_…` of the wording files."""
    code = f"done_{done}"
    flash(sentence(Refusal(code, particulars), language()))


def teller() -> Teller:
    """Says clauses."""
    return Teller(book().facts, language())


def explanation() -> Explanation:
    """Says assessments: reasons, lines, payments."""
    return Explanation(book(), language())
