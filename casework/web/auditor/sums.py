"""Awards worked out anew from what was put in: one, or all with a report of differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from casework.exports.columns import Column, Kind, Row
from casework.queries.audit import recomputation
from casework.queries.audit.recomputation import Recomputed
from casework.queries.rule_book import book
from casework.web import door
from casework.web.auditor import asking, taking_away
from casework.web.auditor.asking import Asked
from casework.web.present import coded

blueprint = Blueprint("audit_sums", __name__, url_prefix="/audit/recomputation")
MOST_SHOWN = 200
_COLUMNS = (
    Column("case"),
    Column("enterprise"),
    Column("credit_code"),
    Column("clause"),
    Column("decision"),
    Column("edition_used"),
    Column("awarded_sum", Kind.MONEY, total=True),
    Column("kept_sum", Kind.MONEY, total=True),
    Column("found_sum", Kind.MONEY, total=True),
    Column("agrees"),
    Column("differs"),
    Column("reason"),
)


@blueprint.get("")
def all_awards() -> ResponseReturnValue:
    found = _asked()
    with door.reading() as session:
        within = asking.within(found)
        too_much = asking.is_too_much(session, within)
        awards = [] if too_much else list(recomputation.recompute(session, within))
    differing = [one for one in awards if not one.agrees]
    agreeing = [one for one in awards if one.agrees]
    return render_template(
        "auditor/recomputations.html",
        awards=(differing + agreeing)[:MOST_SHOWN],
        too_much=too_much,
        count=len(awards),
        differing=len(differing),
        awarded=sum(one.awarded_fen for one in awards),
        found_sum=sum(one.found_fen or 0 for one in awards),
        found=found,
        filters=found.applied,
        book=book(),
        kinds=taking_away.KINDS,
        **asking.choices(),
    )


@blueprint.get("/file.<kind>")
def file(kind: str) -> ResponseReturnValue:
    if kind not in taking_away.KINDS:
        abort(404)
    found = _asked()
    with door.reading() as session:
        awards = recomputation.recompute(session, asking.within(found))
        return taking_away.table("sums", kind, found, _COLUMNS, _rows(awards))


@blueprint.get("/<reference>")
def one_award(reference: str) -> ResponseReturnValue:
    with door.reading() as session:
        award = recomputation.recompute_one(session, reference, asking.whole_scope())
    if award is None:
        abort(404)
    return render_template("auditor/recomputation.html", award=award, book=book())


def _asked() -> Asked:
    return asking.asked(texts=asking.CASE_FILTERS, days=asking.CASE_DAYS)


def _rows(awards: Iterable[Recomputed]) -> Iterator[Row]:
    for one in awards:
        yield [
            one.case,
            one.enterprise,
            one.credit_code,
            one.clause,
            one.decision,
            coded(one.edition, "edition"),
            one.awarded_fen,
            one.kept_fen,
            one.found_fen,
            coded("yes" if one.agrees else "no", "agrees"),
            "; ".join(f"{d.where}: {d.kept} / {d.found}" for d in one.differences),
            one.reason,
        ]
