"""Where the money comes from: budget lines of every year, and the enterprises' accounts."""

from __future__ import annotations

from casework.cli.demo.cast import COMPANIES
from casework.cli.demo.stage import Stage
from casework.commands import accounts, budget
from casework.queries.rule_book import book
from workflows.money import wan
from workflows.shortage import WhenShort
from workflows.term import civil_date

YEARS = (2023, 2024, 2025, 2026)
_EACH = wan(8000)


def fill(stage: Stage) -> None:
    """One programme for each document of the district, one line a year, one account for each."""
    for policy in book().policies:
        if policy.district == "xicheng":
            _programme(stage, policy.id, policy.number)
    for place, company in enumerate(COMPANIES, start=1):
        enterprise = stage.cast.enterprises[company.sign_in]
        stage.do(
            "finance",
            "2022-01-05",
            accounts.enter_correction,
            enterprise_id=enterprise,
            account_name=company.name,
            account_bank="示范银行西城支行",
            account_number=f"6200{place:012d}",
            reason="首次登记",
        )
        stage.do("checker", "2022-01-05", accounts.confirm_correction, enterprise_id=enterprise)


def _programme(stage: Stage, policy: str, number: str) -> None:
    with stage.writing("2022-01-06") as (session, at):
        finance = stage.actor(session, "finance", on=civil_date(at))
        budget.open_programme(
            session,
            programme_id=policy,
            name=f"{number} 兑现资金",
            when_short=WhenShort.QUEUE,
            covers=[policy],
            actor=finance,
        )
    for year in YEARS:
        stage.do(
            "finance",
            f"{year}-01-10",
            budget.open_line,
            number=f"西财指示范〔{year}〕{policy}",
            programme_id=policy,
            fiscal_year=year,
            amount=_EACH,
        )
