"""The joint meeting on its pages: from calling it to its issued minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.db import Database
from tests.office.council import Council, gather_council
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor
from workflows.term import BEIJING


@pytest.fixture
def council(sqlite_database: Database) -> Council:
    """An office with a joint meeting."""
    return gather_council(sqlite_database)


@pytest.fixture
def desk(council: Council) -> Desk:
    """The same office, for the web application."""
    return council.desk


ABSENT = ("xc-czj", "xc-kxj", "xc-scj")


def press(visitor: Visitor, ending: str, prefix: str = "", **fields: object) -> Visitor:
    """Send the form of the page whose address ends like this, filled in."""
    found = [f for f in visitor.page.forms if (f.get("action") or "").endswith(ending)]
    assert found, (ending, [f.get("action") for f in visitor.page.forms])
    sent: dict[str, object] = {}
    for name, value in found[0].form_values():
        sent.setdefault(name, []).append(value)  # type: ignore[attr-defined]
    sent |= {f"{prefix}-{name}" if prefix else name: value for name, value in fields.items()}
    return visitor.post(str(found[0].get("action")), sent)


def called(council: Council, enter: Enter, cases: list[str], days: int = 14) -> str:
    """A meeting with these cases on its agenda and its papers sent, through the pages."""
    secretary = enter(council.secretary).get("/office/meetings/new")
    starts = (council.at + timedelta(days=days)).astimezone(BEIJING)
    press(
        secretary,
        "/meetings/new",
        title="部门联席会议",
        place="二号楼会议室",
        starts_at=f"{starts:%Y-%m-%dT%H:%M}",
        convener=council.convener.user_id,
    )
    assert secretary.status == 200, secretary.words
    meeting = secretary.path.rsplit("/", 1)[1]
    press(secretary, "/agenda", "put_on_agenda", cases=cases)
    press(secretary, "/papers", "send_papers")
    assert "材料已送达" in secretary.words
    council.desk.days_later(days)
    return meeting


def in_session(
    council: Council, enter: Enter, cases: list[str], absent: tuple[str, ...] = ()
) -> str:
    """A meeting that has begun, everybody signed in on the page."""
    meeting = called(council, enter, cases)
    address = f"/office/meetings/{meeting}"
    for name, actor in council.seats.items():
        if name not in absent:
            press(enter(actor).get(address), "/attendance")
    press(enter(council.convener).get(address), "/opening")
    return meeting


def test_a_meeting_is_called_with_its_agenda_and_papers(council: Council, enter: Enter) -> None:
    case = council.nominated()

    meeting = called(council, enter, [case])
    page = enter(council.seats["xc-kxj"]).get(f"/office/meetings/{meeting}")

    for shown in ("二号楼会议室", case, "一事一议", "3,000,000.00", "部门联席会议通知"):
        assert shown in page.words, shown
