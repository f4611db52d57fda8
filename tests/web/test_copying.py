"""An enterprise that filed before need not type it all again."""

from __future__ import annotations

from tests.office.desk import HIGH_TECH, Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor


def _begun(enter: Enter, desk: Desk) -> Visitor:
    return enter(desk.cast.jia).post("/my/cases", {"clause": HIGH_TECH})


def test_what_was_declared_last_is_taken_over_on_request(enter: Enter, desk: Desk) -> None:
    earlier = desk.submitted()
    jia = _begun(enter, desk)
    reference = jia.path.split("/")[3]
    assert earlier in jia.words

    jia.send(button="沿用上次填写的情况")

    assert "逐项核对" in jia.words
    assert desk.case(reference).claim_facts == desk.case(earlier).claim_facts
    assert desk.case(reference).copied_from_id == desk.case(earlier).id
    assert earlier not in jia.get(f"/my/cases/{reference}/facts").words


def test_nothing_is_offered_to_copy_where_nothing_was_filed(enter: Enter, desk: Desk) -> None:
    desk.submitted(desk.cast.yi)

    jia = _begun(enter, desk)

    assert "沿用" not in jia.words
