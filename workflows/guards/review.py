"""Review: opinions, assessment, recommendation."""

from __future__ import annotations

from workflows.facts import CaseFacts
from workflows.refusals import Refusal
from workflows.roles import Actor


def opinions_asked(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """At least one department is asked for its opinion."""
    return None if facts.opinions else Refusal("no_department_asked")


def own_opinion_outstanding(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The actor's department was asked and has not answered yet."""
    for opinion in facts.opinions:
        if opinion.department == actor.department and not opinion.answered:
            return None
    return Refusal("opinion_given_already")


def opinions_in(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every department has answered; after the time is over, silence holds up only with a veto."""
    over = facts.due is not None and facts.due.passed(facts.today)
    silent = tuple(
        opinion.department
        for opinion in facts.opinions
        if not opinion.answered and (opinion.veto or not over)
    )
    return Refusal("departments_silent", {"departments": silent}) if silent else None


def veto_opinions_in(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every department with a veto has answered: its silence is never consent."""
    silent = tuple(
        opinion.department for opinion in facts.opinions if opinion.veto and not opinion.answered
    )
    return Refusal("departments_silent", {"departments": silent}) if silent else None


def no_veto(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No department with a veto objects."""
    against = tuple(
        opinion.department for opinion in facts.opinions if opinion.veto and opinion.objects
    )
    return Refusal("department_objects", {"departments": against}) if against else None


def assessment_recorded(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """A calculation is recorded and has an amount."""
    if facts.assessment is None or facts.assessment.amount is None:
        return Refusal("assessment_missing")
    return None


def assessment_current(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Nothing the calculation rests on has changed since."""
    if facts.assessment is not None and not facts.assessment.current:
        return Refusal("assessment_outdated")
    return None


def eligible(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every condition of the clause is met; an unknown one is not met."""
    if facts.assessment is None or facts.assessment.eligible:
        return None
    if facts.assessment.eligible is None:
        return Refusal("eligibility_unknown")
    return Refusal("not_eligible")


def figure_stands(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The figure an officer set is there and breaks no limit (ruling 9)."""
    if facts.assessment is not None and not facts.assessment.figure_stands:
        return Refusal("figure_does_not_stand")
    return None


def assessed_by_another(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Who checks a calculation has not made it."""
    if facts.assessment is not None and facts.assessment.by in actor.persons:
        return Refusal("own_assessment")
    return None


def second_review_done(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Where the clause wants two reviewers, the second has checked the calculation."""
    if not facts.second_review_wanted or facts.assessment is None:
        return None
    return Refusal("second_review_missing") if facts.assessment.checked_by is None else None


def exceptions_recorded(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Whatever goes beyond a limit meant in principle has its recorded exception (ruling 18)."""
    if facts.exceptions_missing:
        return Refusal("exception_missing", {"caps": facts.exceptions_missing})
    return None


def is_ordinary(facts: CaseFacts) -> bool:
    """Branch: the department decides alone."""
    return not facts.goes_to_meeting


def needs_joint_meeting(facts: CaseFacts) -> bool:
    """Branch: the joint meeting resolves first, by its clause or because it was referred."""
    return facts.goes_to_meeting
