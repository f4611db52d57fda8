"""Answers put into words: every reason, line and payment as people read it, Chinese or English.

The sentences are data, `dictionary/explanation/*.toml`; labels come from the policies and the
fact dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from workflows.catalogue import Catalogue
from workflows.claims import ClaimAssessment, FigureVerdict, Line, Outcome, PlanPart, Reason
from workflows.money import Money
from workflows.notation import Exact, percent, plain_number
from workflows.policy.dictionary import FactEntry
from workflows.wording import Wording, read_wordings, spoken

READINGS = ("reading", "document_reading")

FOLDER = Path(__file__).parent / "dictionary" / "explanation"


@cache
def explanations() -> Mapping[str, Wording]:
    """Every sentence and word an explanation is made of."""
    return read_wordings(FOLDER)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Speaks about answers in one language."""

    catalogue: Catalogue
    language: str = "zh"

    def word(self, code: str, **named: object) -> str:
        """A sentence or word by its code; KeyError for one nobody wrote."""
        wording = explanations()[code]
        return (wording.en if self.language == "en" else wording.zh).format_map(named)

    def reason(self, reason: Reason) -> str:
        """A reason as a sentence, with its article."""
        named = {
            name: self._particular(name, value, reason.fact)
            for name, value in reason.particulars.items()
        }
        if reason.fact is not None:
            named["fact"] = self.label(reason.fact)
            named["source"] = self._source(reason.fact)
        return self._with_article(self.word(reason.code, **named), reason.article)

    def line(self, line: Line) -> str:
        """A line of the calculation as a sentence, with its article."""
        named = {
            name: self._particular(name, value, line.fact)
            for name, value in line.particulars.items()
        }
        for name in ("each", "limit", "used", "headroom", "before", "after"):
            fen: Exact | None = getattr(line, name)
            named[name] = self.word("not_set") if fen is None else self.money(fen)
        named["rate"] = "" if line.rate is None else percent(line.rate)
        take = line.particulars.get("take")
        named["fact"] = "" if line.fact is None else self.label(line.fact)
        named["fact"] = named["fact"] if take is None else self.word(f"take_{take}")
        named["base"] = self._base(line, named.get("given", ""))
        text = self.word(f"line_{line.kind}", **named)
        notes = (f"line_note_{name}" for name in line.particulars)
        text += "".join(self.word(note, **named) for note in notes if note in explanations())
        if line.words is None or line.article is None:
            return self._with_article(text, line.article)
        return self.word("with_words", text=text, article=line.article, words=line.words)

    def part(self, part: PlanPart) -> str:
        """One payment: how much, its name, when, and what it waits for."""
        text = self.word("plan_part", number=part.number, amount=self.money(part.amount.fen))
        if part.name:
            text += self.word("plan_named", name=part.name)
        if part.after_years:
            text += self.word("plan_later", years=part.after_years)
        if part.conditions:
            waits = [self.word(f"condition_{one}") for one in part.conditions]
            text += self.word("plan_conditions", conditions=spoken(waits, self.language))
        return text

    def outcome(self, answer: ClaimAssessment) -> str:
        """What the answer comes to, in one sentence."""
        ceiling = self.word("no_limit") if answer.ceiling is None else self.amount(answer.ceiling)
        amount = "" if answer.amount is None else self.amount(answer.amount)
        return self.word(f"outcome_{answer.outcome.value}", amount=amount, ceiling=ceiling)

    def figure(self, answer: ClaimAssessment) -> str | None:
        """What became of the officer's figure, where there is something to say."""
        check = answer.figure
        if answer.absorbed_by is not None:
            return None
        if check.verdict is FigureVerdict.REFUSED:
            return self.word("figure_refused")
        if check.verdict is FigureVerdict.REDUCED and check.limit is not None:
            return self.word("figure_reduced", line=self.line(check.limit))
        if answer.outcome is not Outcome.FIGURE_NEEDED or check.at_most is None:
            return None
        least = Money(0) if check.at_least is None else check.at_least
        return self.word(
            "figure_range", at_least=self.amount(least), at_most=self.amount(check.at_most)
        )

    def label(self, fact: str) -> str:
        """What people call a fact; a name the dictionary lacks as it was given."""
        entry = self.catalogue.facts.get(fact)
        if entry is None:
            return fact
        return entry.label_en if self.language == "en" else entry.label

    def clause(self, clause_id: str) -> str:
        """A clause by its document's number and its article; an unknown one by its id."""
        clause = self.catalogue.clauses.get(clause_id)
        if clause is None:
            return clause_id
        return f"{self.catalogue.document_of(clause_id).number} {clause.article}"

    def amount(self, amount: Money) -> str:
        """An amount of money in words."""
        return self.money(amount.fen)

    def money(self, fen: Exact) -> str:
        """An exact number of fen in yuan, with separators; finer than a fen where it is."""
        if Fraction(fen).denominator == 1:
            yuan = str(Money(int(fen))).removesuffix(".00")
        else:
            yuan = plain_number(Fraction(fen) / 100)
        return self.word("money", yuan=yuan)

    def _base(self, line: Line, given: str) -> str:
        if line.base is not None:
            return self.money(line.base)
        if line.quantity is None:
            return given
        entry = None if line.fact is None else self.catalogue.facts.get(line.fact)
        return self._in_unit(plain_number(line.quantity), entry)

    def _in_unit(self, number: str, entry: FactEntry | None) -> str:
        if entry is None or entry.unit is None:
            return number
        if entry.unit == "yuan":
            return self.money(Fraction(number) * 100)
        return self.word(f"unit_{entry.unit}", number=number)

    def _source(self, fact: str) -> str:
        entry = self.catalogue.facts.get(fact)
        return "" if entry is None else self.word(f"source_{entry.source}")

    def _particular(self, name: str, value: str, fact: str | None) -> str:
        """What a particular of a reason or line is called."""
        english = self.language == "en"
        match name:
            case "clause":
                return self.clause(value)
            case "standing" | "level":
                return self.word(f"{name}_{value}")
            case "pool":
                pool = self.catalogue.pools[value]
                return pool.name_en if english else pool.name
            case "departments":
                found = (self.catalogue.departments[one] for one in value.split(", "))
                return self.listed(one.name_en if english else one.name for one in found)
            case "choices" if fact is None:
                return self.listed(self.label(one) for one in value.split(", "))
            case "choices":
                return self._choices(self.catalogue.facts[fact or ""])
            case "given" | "wanted" | "bound" if fact is not None:
                return self._said(value, self.catalogue.facts.get(fact))
            case _:
                return value

    def _said(self, value: str, entry: FactEntry | None) -> str:
        """A value of a fact: yes or no, labels of choices, numbers in their unit."""
        if value in ("yes", "no") and (entry is None or entry.type == "bool"):
            return self.word(value)
        if entry is not None and entry.choice:
            labels = {
                one.value: one.label_en if self.language == "en" else one.label
                for one in entry.choice
            }
            return self.listed(labels.get(one, one) for one in value.split(", "))
        try:
            return self._in_unit(plain_number(Fraction(value)), entry)
        except ValueError:
            return value

    def _choices(self, entry: FactEntry) -> str:
        """What may be written for a choice, each with what it is called."""
        english = self.language == "en"
        return self.listed(
            self.word("choice", value=one.value, label=one.label_en if english else one.label)
            for one in entry.choice
        )

    def day(self, day: date) -> str:
        """A day as people write it."""
        return spoken(day, self.language)

    def listed(self, words: Iterable[str]) -> str:
        """Words one after the other."""
        return spoken(tuple(words), self.language)

    def _with_article(self, text: str, article: str | None) -> str:
        return text if article is None else self.word("with_article", text=text, article=article)
