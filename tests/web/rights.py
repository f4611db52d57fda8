"""The matrix of pages and roles as people review it: `python -m tests.web.rights` rewrites it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casework.web.pages import PAGES
from workflows.roles import Actor, Role

MATRIX = Path(__file__).parent / "rights.txt"
ROLES = tuple(role for role in Role if role is not Role.SYSTEM)


def lines() -> Iterator[str]:
    """One line for each page: the public, everybody signed in, or the roles it is open to."""
    widest = max(map(len, PAGES))
    for endpoint in PAGES:
        yield f"{endpoint:{widest}}  {_to_whom(endpoint)}"


def _to_whom(endpoint: str) -> str:
    page = PAGES[endpoint]
    if page.public:
        return "everybody"
    if page.signed_in:
        return "everybody signed in"
    open_to = [role for role in ROLES if page.is_open_to(Actor(1, "", frozenset({role})))]
    return " ".join(open_to) or "nobody"


if __name__ == "__main__":
    MATRIX.write_text("\n".join(lines()) + "\n", encoding="utf-8")
