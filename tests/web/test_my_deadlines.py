"""An enterprise reads whose turn it is, until when, and how much of the time is used."""

from __future__ import annotations

from tests.office.acts import take
from tests.office.desk import Desk
from tests.web.conftest import Enter


def test_its_own_days_are_asked_for_and_the_department_s_are_promised(
    enter: Enter, desk: Desk
) -> None:
    reference = desk.accepted()
    desk.days_later(7)
    take(desk, reference, "return_for_correction")

    waiting = enter(desk.cast.jia).get(f"/my/cases/{reference}").words
    take(desk, reference, "resubmit")
    promised = enter(desk.cast.jia).get(f"/my/cases/{reference}").words

    assert "现在由您办理。请在" in waiting
    assert "承诺" not in waiting.split("办理进程")[0].split("办到哪一步")[1]
    assert "已用 5 个工作日" in promised
    assert "还剩 5 个工作日" in promised
