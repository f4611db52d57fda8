"""Papers as PDF: set by typst from the content a paper was issued with, and from nothing else.

The same paper always comes out byte for byte the same. The content reaches the template as JSON
data and is never run as markup.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from casework.config import shared_folder
from workflows.documents import DocumentKind

FONT_PACKAGE = "paperang_p2_fonts_cjk"
FONT_FILE = "wqy-microhei.ttc"
FONT_SHA256 = "2420e8078af796b19a3f6ef13de527a1a91c1e7171eea115926c614ced1009b3"


class FontMissing(Exception):
    """The Chinese font is not there or not the one known: typst would print empty boxes."""


def as_pdf(kind: DocumentKind, layout: int, content: Mapping[str, Any]) -> bytes:
    """The paper as PDF/A; FontMissing without the Chinese font, FileNotFoundError for a layout."""
    folder = shared_folder("templates") / "documents"
    template = folder / template_name(kind, layout)
    if not template.is_file():
        raise FileNotFoundError(f"no template {template.name} for {kind}, layout {layout}")
    return set_in_type(template, content)


def set_in_type(template: Path, content: Mapping[str, Any]) -> bytes:
    """Content in a template of the papers, as PDF/A; FontMissing without the Chinese font."""
    data = json.dumps(content, ensure_ascii=False, sort_keys=True)
    pdf = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["a-2b"],
        timestamp=0,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF")
    return pdf


def template_name(kind: DocumentKind, layout: int) -> str:
    """The template of a kind: the first layout bears its name, later ones add their number."""
    return f"{kind}.typ" if layout == 1 else f"{kind}-{layout}.typ"


@cache
def font_folder() -> Path:
    """The folder of the Chinese font, checked by its hash; FontMissing says what to do."""
    package = find_spec(FONT_PACKAGE)
    if package is None or package.origin is None:
        raise FontMissing(f"the package {FONT_PACKAGE} is not installed: pip install it")
    folder = Path(package.origin).parent / "fonts"
    refuse_wrong_font(folder / FONT_FILE)
    return folder


def refuse_wrong_font(file: Path) -> None:
    """FontMissing unless this is the font the papers were proved with."""
    if not file.is_file():
        raise FontMissing(f"{file} is missing: reinstall {FONT_PACKAGE}")
    if hashlib.sha256(file.read_bytes()).hexdigest() != FONT_SHA256:
        raise FontMissing(f"{file} is not the known font: reinstall {FONT_PACKAGE}")
