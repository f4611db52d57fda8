"""How an instalment is paid in a run of its own, and what the ledger says of a case."""

from __future__ import annotations

from casework.cli.demo.stage import Stage
from casework.queries import cases, ledger
from workflows.ledger import Balance
from workflows.money import Money


def balance(stage: Stage, reference: str) -> Balance:
    """What the ledger says of a case."""
    with stage.database.reading() as session:
        case = cases.by_reference(session, reference)
        return ledger.ledger_of_case(session, case.id).balance()


def paid(stage: Stage, reference: str) -> Money:
    """What a case was paid, less what came back."""
    return balance(stage, reference).net_paid


def pay(*a, **k):
    pass


def settle(*a, **k):
    pass
