"""Papers as PDF: set by typst from the content a paper was issued with, and from nothing else.

The same paper always comes out byte for byte the same. The content reaches the template as JSON
data and is never run as markup.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno
import typst

from casework.config import shared_folder
from workflows.documents import DocumentKind, document_types

FONT_PACKAGE = "paperang_p2_fonts_cjk"
FONT_FILE = "wqy-microhei.ttc"
FONT_SHA256 = "2420e8078af796b19a3f6ef13de527a1a91c1e7171eea115926c614ced1009b3"


class FontMissing(Exception):
    """The Chinese font is not there or not the one known: typst would print empty boxes."""


def as_pdf(kind: DocumentKind, layout: int, content: Mapping[str, Any]) -> bytes:
    """The paper as PDF/A; FontMissing without the Chinese font, FileNotFoundError for a layout."""
    if not 1 <= layout <= document_types()[kind].layout:
        raise FileNotFoundError(f"no layout {layout} of {kind}")
    frame = template_of("frame", layout)
    return set_in_type(
        template_of(kind, layout), content, frame=frame.name, square=square(content.get("check"))
    )


def set_in_type(
    template: Path, content: Mapping[str, Any], *, frame: str = "", square: str = ""
) -> bytes:
    """Content in a template of the papers, as PDF/A; FontMissing without the Chinese font.

    `frame` is the file of its letter form, `square` the drawing by which it is checked.
    """
    data = json.dumps(content, ensure_ascii=False, sort_keys=True)
    pdf = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": data, "frame": frame, "square": square},
        pdf_standards=["a-2b"],
        timestamp=0,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF")
    return pdf


def template_of(name: str, layout: int) -> Path:
    """The file of a kind or of the letter form: the newest that is no newer than the layout.

    The first bears the name alone, later ones add the layout they came with.
    """
    folder = shared_folder("templates") / "documents"
    later = (folder / f"{name}-{number}.typ" for number in range(layout, 1, -1))
    return next((file for file in later if file.is_file()), folder / f"{name}.typ")


def square(text: str | None) -> str:
    """A square code (QR) of this text as SVG, the same each time; empty for no text."""
    if not text:
        return ""
    drawing = io.BytesIO()
    segno.make_qr(text, error="l").save(drawing, kind="svg", border=2, xmldecl=False)
    return drawing.getvalue().decode()


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
