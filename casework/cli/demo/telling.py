"""How stories are printed: a timeline of each case, and one calculation line by line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy.orm import Session

from casework.cli.demo.stage import Stage, Story, expect
from casework.queries import cases
from casework.queries.rule_book import book, terms_of
from casework.queries.timeline import Told, timeline
from casework.records.people import Enterprise
from workflows.assessment import assess
from workflows.claims_json import read_request, to_json
from workflows.explanation import Explanation
from workflows.money import Money
from workflows.pages import claim_page
from workflows.wording import sentences

_SHOWN_BY = attrgetter("on", "instalment", "step", "who", "state")


def told(stage: Stage, number: int, story: Story) -> Iterator[str]:
    """One story as lines of a page."""
    yield f"【{number}】{story.title}"
    with stage.database.reading() as session:
        for reference in story.references:
            yield from _case(session, reference)
    yield from (f"  · 被拒理由：{sentence}" for sentence in sentences(story.refusals))
    yield from (f"  · {note}" for note in story.notes)
    yield ""


def calculation(stage: Stage, reference: str) -> Iterator[str]:
    """The recorded calculation of a case, worked out again from what was recorded."""
    with stage.database.reading() as session:
        kept = cases.latest_assessment(session, cases.by_reference(session, reference).id)
    assert kept is not None
    (answer,) = assess(book(), read_request(kept.request)).claims
    expect("the calculation, worked out again", to_json(answer), kept.answer)
    yield from claim_page(Explanation(book()), answer)


def _case(session: Session, reference: str) -> Iterator[str]:
    case = cases.by_reference(session, reference)
    enterprise = session.get_one(Enterprise, case.enterprise_id).name
    policy, clause = terms_of(case)
    award = cases.latest_award(session, case.id)
    decided = "" if award is None else f"　核定 {Money(award.amount_fen)} 元"
    yield f"  {reference}　{enterprise}　{policy.number}{clause.article} {clause.name}{decided}"
    yield from _table(timeline(session, case))


def _table(events: Sequence[Told]) -> Iterator[str]:
    for _, same in groupby(events, key=_SHOWN_BY):
        alike = list(same)
        one = alike[0]
        part = "" if one.instalment is None else f"第{one.instalment}期·"
        times = "" if len(alike) == 1 else f"×{len(alike)}"
        arrow = f"→ {one.state}" if one.moved else ""
        remarks = "；".join(dict.fromkeys(each.remarks for each in alike if each.remarks))
        last = "　".join(words for words in (arrow, remarks) if words)
        columns = (f"    {one.on}", f"{part}{one.step}{times}", one.who, last)
        yield "".join(_columns(columns)).rstrip()


def _columns(texts: Iterable[str]) -> Iterator[str]:
    for text, width in zip(texts, (16, 34, 28, 0), strict=True):
        yield text + " " * (width - _width(text))


def _width(text: str) -> int:
    """How many columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
