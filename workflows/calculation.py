"""The running sum of one claim: two figures side by side, and a line for every step.

The *amount* is what the claim comes to; it is None while an officer's figure is missing. The
*ceiling* is the most it could come to; it is None while nothing limits it. Both go through the
same steps, exactly and in fen, and are rounded once at the end (ruling 8).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from workflows.caps import PreparedCap
from workflows.claims import Line
from workflows.formula import whole_fen
from workflows.money import Money
from workflows.notation import Exact
from workflows.past_awards import Use
from workflows.policy.document import Pool


@dataclass(slots=True)
class Calculation:
    """Worked out step by step: lines are added, the amount and the ceiling only fall."""

    amount: Exact | None
    ceiling: Exact | None
    lines: list[Line] = field(default_factory=list)
    reduced_by: Line | None = None
    """The last line that made it less."""
    emptied_by: Line | None = None
    """The line that left nothing."""
    lifted: bool = False
    """Whether a recorded exception took it above a limit in principle."""

    @property
    def shown(self) -> Exact | None:
        """What lines show before and after: the amount, else the ceiling."""
        return self.ceiling if self.amount is None else self.amount

    @property
    def nothing(self) -> bool:
        return self.shown == 0

    def take_off(self, kind: str, article: str | None, use: Use) -> None:
        """Less what was awarded earlier for the same matter, or on the same ladder."""

        def less(sum_: Exact) -> Exact:
            return max(0, sum_ - use.fen)

        before = self._change(less, None)
        particulars = {
            "reference": use.reference,
            "clause": use.clause,
            "standing": use.standing.value,
        }
        self._line(
            before,
            Line(
                kind,
                article,
                used=use.fen,
                before=before,
                after=self.shown,
                particulars=particulars,
            ),
        )

    def hold_under(self, cap: PreparedCap, limit: Exact, used: Exact, *, lifted: bool) -> None:
        """Not above what the cap leaves; `lifted` shows it without holding to it (ruling 18)."""
        left = max(0, limit - used)
        before = self.shown
        if lifted:
            self.lifted = self.lifted or before is None or before > left
        else:
            self._change(lambda sum_: min(sum_, left), left)
        self._line(
            before,
            Line(
                f"cap_{cap.cap.scope}" if cap.cap.strict else "cap_in_principle",
                cap.article,
                cap.cap.words,
                fact=cap.cap.of or cap.cap.per,
                rate=cap.cap.rate,
                limit=limit,
                used=used,
                headroom=left,
                before=before,
                after=self.shown,
                particulars=_about(cap, lifted=lifted),
            ),
        )

    def draw_from_pool(self, pool: Pool, balance: Money, *, touched: bool) -> None:
        """At approval, not more than the pool holds; before, the balance is only shown."""
        before = self.shown
        if touched and self.amount is not None:
            self.amount = min(self.amount, balance.fen)
        self._line(
            before,
            Line(
                "pool",
                pool.article,
                pool.words,
                headroom=balance.fen,
                before=before,
                after=self.shown,
                particulars={"pool": pool.id},
            ),
        )

    def round_down(self) -> None:
        """To whole fen, once, at the end (ruling 8)."""
        before = self.shown
        if self.amount is not None:
            self.amount = whole_fen(self.amount)
        if self.ceiling is not None:
            self.ceiling = whole_fen(self.ceiling)
        if before is not None:
            self.lines.append(Line("rounding", before=before, after=self.shown))

    def _change(self, less: Callable[[Exact], Exact], ceiling: Exact | None) -> Exact | None:
        """Make both figures less; a claim without a ceiling so far gets this one."""
        before = self.shown
        self.amount = None if self.amount is None else less(self.amount)
        self.ceiling = ceiling if self.ceiling is None else less(self.ceiling)
        return before

    def _line(self, before: Exact | None, line: Line) -> None:
        self.lines.append(line)
        if line.after is not None and (before is None or line.after < before):
            self.reduced_by = line
            if line.after == 0:
                self.emptied_by = line


def _about(cap: PreparedCap, *, lifted: bool) -> dict[str, str]:
    about = {}
    if cap.cap.shared is not None:
        about["shared"] = cap.cap.shared
    if cap.cap.inferred:
        about["inferred"] = "yes"
    if lifted:
        about["lifted"] = "yes"
    return about
