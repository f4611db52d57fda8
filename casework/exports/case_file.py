"""A case whole on paper, for an auditor: not a numbered paper, but a print of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.config import shared_folder
from casework.exports.documents import set_in_type

_TEMPLATE = "case_file.typ"


def case_file_pdf(content: Mapping[str, Any]) -> bytes:
    """The file of one case as PDF/A."""
    return set_in_type(shared_folder("templates") / "documents" / _TEMPLATE, content)
