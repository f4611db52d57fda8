"""Public notice, objections, and the end of a case."""

from __future__ import annotations

from workflows.facts import CaseFacts
from workflows.refusals import Refusal
from workflows.roles import Actor


def notice_not_posted(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The notice is not posted yet."""
    if facts.notice is None:
        return None
    return Refusal("notice_posted_already", {"posted_on": facts.notice.posted_on})


def notice_over(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The notice is posted, and its last day is over (ruling 27).

    On a provisional date only a person closes it, never the system (ruling 28).
    """
    if facts.notice is None:
        return Refusal("notice_not_posted")
    if not facts.notice.ends.passed(facts.today):
        return Refusal("notice_running", {"ends": facts.notice.ends.on})
    if facts.notice.ends.provisional and actor.is_system:
        return Refusal("due_date_provisional", {"due": facts.notice.ends.on})
    return None


def notice_proved(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """There is proof that the notice was posted."""
    if facts.notice is not None and not facts.notice.proof_kept:
        return Refusal("notice_unproved")
    return None


def no_objection_open(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No objection to this case is open."""
    if facts.objections_open:
        return Refusal("objection_open", {"count": facts.objections_open})
    return None


def objection_examined(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The objection that is settled has a recorded finding."""
    return Refusal("objection_unexamined") if facts.objection_upheld is None else None


def took_no_part(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """An objection is examined by someone who did nothing else on the case."""
    handled = frozenset[int]().union(*facts.involved.acted.values())
    return Refusal("took_part") if actor.persons & handled else None


def objection_upheld(facts: CaseFacts) -> bool:
    """Branch: the objection is right, the case goes back to review."""
    return facts.objection_upheld is True


def last_objection_dismissed(facts: CaseFacts) -> bool:
    """Branch: the notice goes on; also where no finding is recorded yet, so that this is said."""
    return facts.objection_upheld is not True and facts.objections_open <= 1


def other_objections_open(facts: CaseFacts) -> bool:
    """Branch: this one is dismissed, others wait."""
    return facts.objection_upheld is not True and facts.objections_open > 1


def every_instalment_closed(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every instalment is paid or cancelled."""
    if facts.instalments_open:
        return Refusal("instalments_open", {"count": facts.instalments_open})
    return None


def no_recovery_open(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Nothing is being claimed back."""
    return Refusal("recovery_open") if facts.recovery_open else None


def nothing_at_the_bank(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No payment is on its way, so that what is stopped is really stopped."""
    if facts.payments_under_way:
        return Refusal("payments_under_way", {"count": facts.payments_under_way})
    return None
