"""Walking an office as everybody who works there: every page that links lead to, once per kind."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from tests.web.trial_office import TrialOffice
from tests.web.visitor import Tree, Visitor

MOST_OF_A_KIND = 2
"""So many pages of one endpoint are opened by one person."""


@dataclass
class Walk:
    """What somebody found: every page opened, and what was wrong."""

    who: str
    pages: dict[str, str] = field(default_factory=dict)
    """An example path of each endpoint that was reached, as a page or a file."""
    opened: list[tuple[str, str, Tree]] = field(default_factory=list)
    """Endpoint, path and page of everything that was opened as a page."""
    dead: list[tuple[str, str, int]] = field(default_factory=list)
    """From where, to where, and the status that answered."""


def walk(office: TrialOffice, who: str, *, begin: Iterable[str] = ("/",)) -> Walk:
    """Open every page that links lead this person to."""
    visitor, found = office.visitor(who), Walk(who)
    waiting, seen = deque(("", path) for path in begin), set(begin)
    counted: dict[str, int] = {}
    while waiting:
        source, path = waiting.popleft()
        endpoint = _endpoint(office, path)
        if endpoint in ("static", "bootstrap.static") or counted.get(endpoint, 0) >= MOST_OF_A_KIND:
            continue
        counted[endpoint] = counted.get(endpoint, 0) + 1
        response = visitor.client.get(path, follow_redirects=True)
        response.get_data()
        if response.status_code >= 400:
            found.dead.append((source, path, response.status_code))
        elif response.mimetype == "text/html":
            arrived = _endpoint(office, response.request.path)
            found.pages.setdefault(arrived, response.request.full_path.rstrip("?"))
            visitor._keep(response)
            found.opened.append((arrived, path, visitor.page))
            for further in _links(visitor, response.request.path):
                if further not in seen:
                    seen.add(further)
                    waiting.append((path, further))
        else:
            found.pages.setdefault(endpoint, path)
        response.close()
    return found


def _links(visitor: Visitor, here: str) -> list[str]:
    found = []
    for href in visitor.links():
        address, _anchor = urldefrag(str(href))
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not address:
            continue
        found.append(address if address.startswith("/") else f"{here}{address}")
    return found


def _endpoint(office: TrialOffice, path: str) -> str:
    adapter = office.app.url_map.bind("localhost")
    try:
        endpoint, _arguments = adapter.match(urlsplit(path).path, method="GET")
    except Exception:  # noqa: BLE001 - whatever cannot be matched is a dead link
        return "nowhere"
    return str(endpoint)
