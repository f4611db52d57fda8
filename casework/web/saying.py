"""What the office says to people: refusals and what was done, in the reader's language."""

from __future__ import annotations

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
    """The refusals as sentences."""
    return sentences(refusals, language())


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
