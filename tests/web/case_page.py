"""The one page of a case, opened and acted upon."""

from __future__ import annotations

from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor


def case_page(enter: Enter, desk: Desk, reference: str, who: str = "reviewer") -> Visitor:
    """The page of a case as one of the cast opens it."""
    return enter(getattr(desk.cast, who)).get(f"/office/cases/{reference}")


def send_step(visitor: Visitor, reference: str, action: str, **fields: str) -> Visitor:
    """Send the form of a step as it stands on the page."""
    (form,) = [f for f in visitor.page.forms if (f.get("action") or "").endswith(f"/{action}")]
    sent = {name: value for name, value in form.form_values()}
    sent |= {f"{action}-{name}": value for name, value in fields.items()}
    return visitor.post(str(form.get("action")), sent)
