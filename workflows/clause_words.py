"""A clause in short, in either language: what it asks and pays, its caps, plan and route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workflows.money import Money, yuan
from workflows.notation import percent
from workflows.policy.benefit import (
    ActualCost,
    Bands,
    Base,
    Benefit,
    Excess,
    Fixed,
    Increment,
    LeastOf,
    PerUnit,
    Range,
    Share,
    UnitTiers,
)
from workflows.policy.dictionary import FactEntry
from workflows.policy.document import Clause, Policy
from workflows.policy.limits import Cap, Plan, Scope
from workflows.policy.predicate import COMPARISONS, Predicate, YearsSpan
from workflows.wording import phrase, spoken

WAN = 10_000
"""Sums that are whole ten thousands are said in 万元."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says the parts of a clause in one language, with the labels of the fact dictionary."""

    facts: Mapping[str, FactEntry]
    language: str = "zh"

    def pays(self, clause: Clause) -> str:
        """What the clause pays, before its caps."""
        return self._benefit(clause.benefit)

    def caps(self, clause: Clause) -> tuple[str, ...]:
        """Each cap of the clause."""
        return tuple(self._cap(cap) for cap in clause.cap)

    def plan(self, clause: Clause) -> str:
        """How the award is paid, and for how many years at most."""
        plan = self._plan(clause.plan)
        if clause.year_limit is None:
            return plan
        return self._say("at_most_years", plan=plan, years=clause.year_limit.at_most)

    def route(self, clause: Clause) -> str:
        """Who decides in the ordinary way, and where one case, one policy would go."""
        route = self._say(f"route_{clause.route}")
        if clause.one_case_one_policy == "never":
            return route
        return self._say("route_one_case_one_policy", route=route)

    def conditions(self, clause: Clause, policy: Policy) -> tuple[str, ...]:
        """What the document and the clause ask; alternatives stand in one entry."""
        asked: list[str] = []
        for table in (policy, clause) if clause.asks_document else (clause,):
            asked += [self.asks(predicate) for predicate in table.requires]
            if table.either:
                ways = [" + ".join(self.asks(one) for one in way.all) for way in table.either]
                asked.append(self._say("alternative", ways=" | ".join(ways)))
        return tuple(asked)

    def asks(self, predicate: Predicate) -> str:
        """One comparison with one fact."""
        comparison = next(name for name in COMPARISONS if getattr(predicate, name) is not None)
        wanted = getattr(predicate, comparison)
        code = f"asks_{comparison.rstrip('_')}"
        fact = self.fact(predicate.fact)
        if isinstance(wanted, YearsSpan):
            asked = self._say(code, fact=fact, since=self.fact(wanted.since), years=wanted.years)
        else:
            asked = self._say(code, fact=fact, value=self._value(predicate.fact, wanted))
        return self._say("asks_judgement", asked=asked) if predicate.judgement else asked

    def fact(self, name: str) -> str:
        """The label of a fact, or its name where the dictionary has none."""
        entry = self.facts.get(name)
        if entry is None:
            return name
        return entry.label_en if self.language == "en" else entry.label

    def sum(self, amount: Money) -> str:
        """An amount as officers say it."""
        whole, rest = divmod(amount.fen, WAN * 100)
        if amount.fen and not rest:
            return self._say("sum_wan", number=whole)
        return self._say("sum_yuan", number=f"{amount.in_yuan.normalize():,f}")

    def _say(self, code: str, **particulars: object) -> str:
        return phrase(code, particulars, self.language)

    def _listed(self, parts: Iterable[str]) -> str:
        return spoken(tuple(parts), self.language)

    def _value(self, fact: str, wanted: object) -> str:
        if isinstance(wanted, bool):
            return self._say("said_yes" if wanted else "said_no")
        if isinstance(wanted, tuple):
            return self._listed(self._value(fact, one) for one in wanted)
        if isinstance(wanted, str) and wanted in self.facts:
            return self.fact(wanted)
        entry = self.facts.get(fact)
        for choice in entry.choice if entry else ():
            if choice.value == wanted:
                return choice.label_en if self.language == "en" else choice.label
        if entry is not None and entry.unit == "yuan":
            return self.sum(yuan(Fraction(str(wanted))))
        return str(wanted)

    def _benefit(self, benefit: Benefit) -> str:
        match benefit:
            case Fixed():
                return self._say("pays_fixed", amount=self.sum(yuan(benefit.amount_yuan)))
            case PerUnit():
                amount = self.sum(yuan(benefit.amount_yuan))
                return self._say("pays_per_unit", amount=amount, of=self.fact(benefit.of))
            case UnitTiers():
                return self._say("pays_unit_tiers", tiers=self._tiers(benefit))
            case Share() | Increment() | Excess():
                return self._rated(benefit)
            case Range():
                least, most = yuan(benefit.min_yuan), yuan(benefit.max_yuan)
                return self._say("pays_range", least=self.sum(least), most=self.sum(most))
            case ActualCost() | Bands():
                return self._say(f"pays_{benefit.kind}", of=self.fact(benefit.of))
            case LeastOf():
                parts = self._listed(self._benefit(part) for part in benefit.part)
                return self._say("pays_least_of", parts=parts)
            case _:
                return self._say(f"pays_{benefit.kind}")

    def _tiers(self, benefit: UnitTiers) -> str:
        return self._listed(
            self._say("pays_tier", amount=self.sum(yuan(tier.amount_yuan)), of=self.fact(tier.of))
            for tier in benefit.tier
        )

    def _rated(self, benefit: Share | Increment | Excess) -> str:
        rate = percent(benefit.rate)
        if benefit.officer_rate:
            rate = self._say("rate_at_most", rate=rate)
        said = self._say(f"pays_{benefit.kind}", of=self._rated_base(benefit), rate=rate)
        if isinstance(benefit, Share) and benefit.never_above is not None:
            return self._say("never_above", amount=said, fact=self.fact(benefit.never_above))
        return said

    def _rated_base(self, benefit: Share | Increment | Excess) -> str:
        if isinstance(benefit, Share):
            return self._base(benefit.of)
        if isinstance(benefit, Excess):
            of = self.fact(benefit.of)
            if benefit.standard is None:
                return of
            return self._say("less_standard", of=of, standard=self.fact(benefit.standard))
        if benefit.of is not None:
            return self.fact(benefit.of)
        assert benefit.now is not None
        assert benefit.before is not None
        now, before = self.fact(benefit.now), self.fact(benefit.before)
        return self._say("now_less_before", now=now, before=before)

    def _base(self, base: Base) -> str:
        facts = self._listed(self.fact(name) for name in base.names)
        return facts if base.take == "only" else self._say(f"base_{base.take}", facts=facts)

    def _cap(self, cap: Cap) -> str:
        item = self._listed(self.fact(name) for name in cap.item)
        code = "cap_year_item" if cap.scope is Scope.YEAR and item else f"cap_{cap.scope}"
        per = "" if cap.per is None else self.fact(cap.per)
        said = self._say(code, limit=self._limit(cap), item=item, per=per, years=cap.years)
        if cap.shared is not None:
            said = self._say("cap_shared", cap=said)
        return said if cap.strict else self._say("cap_in_principle", cap=said)

    def _limit(self, cap: Cap) -> str:
        if cap.amount_yuan is not None:
            return self.sum(yuan(cap.amount_yuan))
        assert cap.rate is not None
        assert cap.of is not None
        code = "all_of" if cap.rate == 1 else "share_of"
        return self._say(code, of=self.fact(cap.of), rate=percent(cap.rate))

    def _plan(self, plan: Plan) -> str:
        parts = self._listed(
            self._say("plan_part", name=part.name, share=percent(part.share)) for part in plan.part
        )
        return self._say(f"plan_{plan.kind}", years=plan.years, parts=parts)
