"""Random acts of many users, legal and not, over years and pools: every check holds after each."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kept import Kept
from tests.office.money_district import District

BOUNDED = settings(
    max_examples=int(os.environ.get("MONEY_EXAMPLES", "4")),
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
"""More than a hundred acts on each database; more for a night: MONEY_EXAMPLES=500."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_check_holds_after_every_act(request: pytest.FixtureRequest, kind: str) -> None:
    kept: Kept = request.getfixturevalue(f"kept_{kind}")

    class There(District):
        fresh = staticmethod(kept.fresh)

    run_state_machine_as_test(There, settings=BOUNDED)
