"""Two cases on their way to the money, and the auditor who comes after them."""

from __future__ import annotations

import pytest

from tests.office.desk import FIRST_CERTIFICATE, Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent
from tests.web.conftest import Enter
from tests.web.visitor import Visitor


@pytest.fixture
def paid(desk: Desk) -> tuple[str, str]:
    """Two cases: 甲's first instalment is paid, 乙's is not."""
    with_money(desk)
    jia = desk.disbursing(desk.cast.jia)
    ready(desk, jia)
    sent(desk)
    on = desk.at.date().isoformat()
    answer(desk, [f"{jia}-01,paid,100000.00,HD1,{on},"], paid="100000.00")
    other = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000002"}
    return jia, desk.disbursing(desk.cast.yi, facts=other)


@pytest.fixture
def auditor(enter: Enter, desk: Desk, paid: tuple[str, str]) -> Visitor:
    """The auditor of the district, who comes after both cases went their way."""
    return enter(desk.cast.auditor)
