"""Minutes as DOCX, to be edited by hand in the office; the issued PDF is the paper that counts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from casework.config import shared_folder
from workflows.wording import spoken


def as_docx(content: Mapping[str, Any]) -> bytes:
    """The minutes as a Word document; the content is text, never markup or template."""
    template = DocxTemplate(shared_folder("templates") / "documents" / "minutes.docx")
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.filters["day"] = _day
    template.render(dict(content), jinja_env=environment, autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def _day(text: str) -> str:
    return spoken(date.fromisoformat(text))
