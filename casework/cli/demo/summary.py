"""What the demonstration says before and after its stories: figures, checks, files, what next."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from casework.cli.demo.cast import COMPANIES, OFFICERS, PASSWORD
from casework.cli.demo.stage import Stage, expect
from casework.queries import chains
from casework.records.case import Case
from casework.records.notice import Notice
from casework.records.outbox import MessageStatus, OutboxMessage


def opening(stage: Stage, policies: int, clauses: int) -> Iterator[str]:
    """What the reader is about to see."""
    yield "惠企政策兑现办案系统 · 演示"
    yield f"政策文件 {policies} 份、可兑付条款 {clauses} 条为真实政策；企业、人员、金额均为虚构。"
    yield f"企业 {len(COMPANIES)} 家，工作人员 {len(OFFICERS)} 名；全部数据在 {stage.folder}"
    yield ""


def closing(stage: Stage) -> Iterator[str]:
    """Every check, every file, and what to run next; NotAsTold where a check finds a fault."""
    yield "核验"
    yield from _history(stage)
    yield from _messages(stage)
    yield ""
    yield "接下来"
    yield "  make serve                    在浏览器中打开这个演示办公室（屏幕会给出地址）"
    yield f"  登录名任选其一，密码都是 {PASSWORD}"
    yield f"    企业经办人：{'　'.join(f'{one.sign_in}（{one.name}）' for one in COMPANIES)}"
    for officer in OFFICERS:
        yield f"    {officer.sign_in}　{officer.name}"


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
