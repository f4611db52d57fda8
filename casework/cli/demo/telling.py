"""How stories are printed: a timeline of each case, and one calculation line by line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
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
from workflows.pages import claim_page, document_page
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
    yield "测算书全文（按登记的测算依据重新计算，结果一致）"
    yield from claim_page(Explanation(book()), answer)
    yield from document_page(Explanation(book()), book().document_of(answer.clause))
    yield ""


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
        columns = (f"{one.on}", f"{part}{one.step}{times}", one.who, last)
        yield in_columns(columns, (12, 34, 28, 0)).rstrip()


def in_columns(texts: Sequence[str], widths: Sequence[int]) -> str:
    """Texts beside each other, the first one set in by four; the last may be of any length."""
    padded = (
        text + " " * (width - _width(text)) for text, width in zip(texts, widths, strict=True)
    )
    return "    " + "".join(padded)


def _width(text: str) -> int:
    """How many columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
