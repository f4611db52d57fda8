"""What the demonstration says before and after its stories: figures, checks, files, what next."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from casework.cli.demo.cast import COMPANIES, OFFICERS, PASSWORD
from casework.cli.demo.stage import Stage, expect
from casework.exports.disbursement_history import write_history
from casework.queries import chains, ledger_audit
from casework.records.case import Case
from casework.records.notice import Notice
from casework.records.outbox import MessageStatus, OutboxMessage
from workflows.money import Money

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
    yield "  make serve                    在浏览器中打开这个演示办公室（屏幕会给出地址）"
    yield f"  登录名任选其一，密码都是 {PASSWORD}"
    yield f"    企业经办人：{'　'.join(f'{one.sign_in}（{one.name}）' for one in COMPANIES)}"
    for officer in OFFICERS:
        yield f"    {officer.sign_in}　{officer.name}"


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
    yield f"  {stage.folder / 'treasury'}　支付批次文件"
    yield f"  {stage.folder / 'uploads'}　申报材料（虚构）"
    yield f"  {stage.folder / 'casework.db'}　数据库"
    yield f"  {stage.folder / 'story.txt'}　以上全文"


def _history(stage: Stage) -> Iterator[str]:
    seal, faults = chains.Seal(), 0
    with stage.database.reading() as session:
        for chain in chains.every(session):
            seal.add(chain)
            faults += len(list(chain.faults()))
        faults += len(chains.strays(session))
    expect("faults in the history", faults, 0)
    yield f"  办理记录（verify-history）：{seal.cases} 案 {seal.events} 条，哈希链完整，无异常"
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
