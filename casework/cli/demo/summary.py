"""What the demonstration says before and after its stories: figures, checks, files, what next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import sqlalchemy as sa

from casework.cli.demo import FOLDER, telling
from casework.cli.demo.cast import COMPANIES, OFFICERS, PASSWORD
from casework.cli.demo.stage import Stage, expect
from casework.exports.disbursement_history import write_history
from casework.exports.documents import as_pdf
from casework.exports.minutes_docx import as_docx
from casework.queries import chains, ledger_audit
from casework.records.case import Case
from casework.records.document import Document
from casework.records.notice import Notice
from casework.records.outbox import MessageStatus, OutboxMessage
from workflows.documents import DocumentKind
from workflows.money import Money

_PRINTED = (
    DocumentKind.MINUTES,
    DocumentKind.SUPPORT_DECISION,
    DocumentKind.DECLINE_DECISION,
)
_PROGRAM = ".venv/bin/casework"
_SUMS = {
    "held": "预占",
    "committed": "占用",
    "paid": "已拨付",
    "recovered": "已追回",
}


def opening(stage: Stage, policies: int, clauses: int) -> Iterator[str]:
    """What the reader is about to see."""
    yield "惠企政策兑现办案系统 · 演示"
    yield f"政策文件 {policies} 份、可兑付条款 {clauses} 条为真实政策；企业、人员、金额均为虚构。"
    yield f"企业 {len(COMPANIES)} 家，工作人员 {len(OFFICERS)} 名；全部数据在 {stage.folder}"
    yield ""


def closing(stage: Stage) -> Iterator[str]:
    """Every check, every file, and what to run next; NotAsTold where a check finds a fault."""
    yield "核验"
    yield from _ledger(stage)
    yield from _history(stage)
    yield from _messages(stage)
    yield ""
    yield "文件"
    yield from _files(stage)
    yield ""
    yield "接下来"
    yield from _next(stage)


def _next(stage: Stage) -> Iterator[str]:
    """What to run, and who may sign in."""
    home = os.path.relpath(stage.folder)
    program = _PROGRAM if Path(_PROGRAM).is_file() else "casework"
    if home == os.fspath(FOLDER):
        yield "  make serve    在浏览器中打开这个演示办公室"
    else:
        waived = "CASEWORK_SECOND_FACTOR_WAIVED=1"
        yield f"  CASEWORK_HOME={home} {waived} {program} serve --demo"
    yield f"  CASEWORK_HOME={home} {program} history 2026.xlsx --year 2026"
    yield f"  CASEWORK_HOME={home} {program} verify-ledger"
    yield f"  CASEWORK_HOME={home} {program} verify-history"
    yield f"  登录名任选，密码都是 {PASSWORD}"
    everybody = [(one.sign_in, one.name) for one in COMPANIES]
    everybody += [(one.sign_in, one.name) for one in OFFICERS]
    for left, right in zip_longest(everybody[::2], everybody[1::2], fillvalue=("", "")):
        yield telling.in_columns((*left, *right), (16, 32, 18, 0)).rstrip()


def _ledger(stage: Stage) -> Iterator[str]:
    with stage.database.reading() as session:
        faults = list(ledger_audit.every_fault(session))
        figures = ledger_audit.figures(session)
    expect("faults in the ledger", faults, [])
    sums = "，".join(f"{label} {Money(figures[name])}" for name, label in _SUMS.items())
    yield f"  资金台账（verify-ledger）：{figures['cases']} 案 {figures['entries']} 笔，无差错"
    yield f"    {sums}（元）"


def _files(stage: Stage) -> Iterator[str]:
    """The disbursement history as CSV and XLSX; both state the same sums as the ledger."""
    with stage.database.reading() as session:
        figures = ledger_audit.figures(session)
        for kind in ("csv", "xlsx"):
            file = stage.folder / f"disbursement-history.{kind}"
            with file.open("wb") as stream:
                stated = write_history(session, stream, kind=kind)
            expect(f"paid, as {file.name} states", stated.totals["paid"], figures["paid"])
            yield f"  {file}　兑付台账 {stated.rows} 行　SHA-256 {stated.sha256[:16]}…"
    yield f"  {_papers(stage)}　会议纪要、支持决定、不予支持决定"
    yield f"  {stage.folder / 'treasury'}　支付批次文件"
    yield f"  {stage.folder / 'uploads'}　申报材料（虚构）"
    yield f"  {stage.folder / 'casework.db'}　数据库"
    yield f"  {stage.folder / 'story.txt'}　以上全文"


def _papers(stage: Stage) -> Path:
    """One issued paper of each kind a reader may want to see, printed from what was issued."""
    folder = stage.folder / "papers"
    folder.mkdir()
    for kind in _PRINTED:
        with stage.database.reading() as session:
            paper = session.scalars(
                sa.select(Document).where(Document.kind == kind).order_by(Document.id).limit(1)
            ).one()
        file = folder / f"{kind}.pdf"
        file.write_bytes(as_pdf(kind, paper.layout, paper.content))
        if kind is DocumentKind.MINUTES:
            file.with_suffix(".docx").write_bytes(as_docx(paper.content))
    return folder


def _history(stage: Stage) -> Iterator[str]:
    seal, faults = chains.Seal(), 0
    with stage.database.reading() as session:
        for chain in chains.every(session):
            seal.add(chain)
            faults += len(list(chain.faults()))
        faults += len(chains.strays(session))
    expect("faults in the history", faults, 0)
    counted = f"{seal.cases} 案 {seal.meetings} 次会议 {seal.events} 条"
    yield f"  办理记录（verify-history）：{counted}，哈希链完整，无异常"
    yield f"    封存码 {seal.hash}"


def _messages(stage: Stage) -> Iterator[str]:
    with stage.database.reading() as session:
        undone = session.scalar(
            sa.select(sa.func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.status != MessageStatus.DONE, OutboxMessage.attempts > 0)
        )
        notices = session.scalar(sa.select(sa.func.count()).select_from(Notice))
        cases = session.scalar(sa.select(sa.func.count()).select_from(Case))
    expect("messages that failed", undone, 0)
    yield f"  消息：{cases} 案共送达 {notices} 条通知，无滞留"
