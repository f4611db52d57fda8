"""Papers as PDF: Chinese that can be read and copied, nothing run as markup, nothing cut."""

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
import segno
from pypdf import PdfReader

from casework.commands.documents import check_text
from casework.config import shared_folder
from casework.exports.documents import (
    FontMissing,
    as_pdf,
    font_folder,
    refuse_wrong_font,
    square,
)
from tests.sample_papers import BASE, SAMPLES
from workflows.documents import DocumentKind, document_types

FIRST_LAYOUT = "8602d9ee3fd77724678e30ce81a1ef2d5ca159df5a6e28c6735fab000cbe78bf"
"""SHA-256 of the sample of a support decision as papers were printed before the square came."""


def text_of(pdf: bytes) -> str:
    """The text of a PDF without any white space, as a reader would copy it."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def words_of(content: Any) -> list[str]:
    """Every text in a paper's content that is shown as it is."""
    if isinstance(content, str):
        return [] if re.fullmatch(r"\d{4}-\d\d-\d\d|\d\d:\d\d|[a-z_]*", content) else [content]
    if isinstance(content, dict):
        hidden = {"kind", "matter", "signed_for", "check"}
        return [word for key, one in content.items() if key not in hidden for word in words_of(one)]
    if isinstance(content, list):
        return [word for one in content for word in words_of(one)]
    return []


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_of_paper_shows_everything_it_was_issued_with(kind: DocumentKind) -> None:
    content = {**BASE, "title": document_types()[kind].zh, **SAMPLES[kind]}

    text = text_of(as_pdf(kind, document_types()[kind].layout, content))

    lost = [word for word in words_of(content) if re.sub(r"\s", "", word) not in text]
    assert lost == []


def test_a_paper_comes_out_byte_for_byte_the_same() -> None:
    kind = DocumentKind.SUPPORT_DECISION
    content = {**BASE, "title": "x", **SAMPLES[kind]}

    assert as_pdf(kind, 1, content) == as_pdf(kind, 1, content)


def test_a_paper_of_the_first_layout_is_printed_as_it_was_issued() -> None:
    kind = DocumentKind.SUPPORT_DECISION
    content = {**BASE, "title": "支持决定书", **SAMPLES[kind]}

    pdf = as_pdf(kind, 1, {**content, "check": "https://office.example/papers"})

    assert pdf == as_pdf(kind, 1, content)
    assert hashlib.sha256(pdf).hexdigest() == FIRST_LAYOUT


@pytest.mark.parametrize("address", ["https://office.example/", ""])
def test_the_square_on_a_paper_says_where_it_is_checked(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("CASEWORK_PUBLIC_URL", address)
    kind = DocumentKind.RECEIPT
    content = {**BASE, "title": "收件凭证", **SAMPLES[kind]}

    said = check_text("西科收〔2026〕3号", BASE["code"])

    assert said == (
        "https://office.example/papers?number="
        "%E8%A5%BF%E7%A7%91%E6%94%B6%E3%80%942026%E3%80%953%E5%8F%B7&code=ABCD-EFGH-JKMN-PQRS"
        if address
        else "ABCD-EFGH-JKMN-PQRS"
    )
    assert square(said).count("<path") == 1
    assert square(said) != square(f"{said}1")
    assert len(as_pdf(kind, 2, {**content, "check": said})) > len(as_pdf(kind, 2, content))


def test_the_square_of_a_long_number_is_coarse_enough_to_scan() -> None:
    longest = f"https://{'x' * 40}.gov.cn/papers?number={'%E5' * 40}&code={BASE['code']}"

    modules = segno.make_qr(longest, error="l").symbol_size(border=2)[0]

    assert 22 / modules > 0.33  # millimetres of a paper's square to a module


def test_what_an_applicant_typed_is_never_run_as_markup() -> None:
    kind = DocumentKind.WITHDRAWAL_NOTICE
    typed = '#panic("x") $x^2$ *b* <label> @ref \\ // {%raw%} & "quoted"'
    content = {**BASE, "title": "撤回", **SAMPLES[kind], "remarks": typed}

    text = text_of(as_pdf(kind, 1, content))

    assert re.sub(r"\s", "", typed).replace('"', "") in text.replace('"', "").replace("”", "")


def test_minutes_of_many_items_run_over_pages_and_lose_none() -> None:
    kind = DocumentKind.MINUTES
    item = SAMPLES[kind]["items"][0]
    many = [{**item, "position": n, "reference": f"XC-2026-{n:06d}"} for n in range(1, 41)]
    content = {**BASE, "title": "纪要", **SAMPLES[kind], "items": many}

    pdf = as_pdf(kind, 1, content)

    assert len(PdfReader(io.BytesIO(pdf)).pages) > 10
    text = text_of(pdf)
    assert all(one["reference"] in text for one in many)


def test_a_missing_or_strange_font_fails_loudly(tmp_path: Path) -> None:
    strange = tmp_path / "wqy-microhei.ttc"

    with pytest.raises(FontMissing, match="missing"):
        refuse_wrong_font(strange)
    strange.write_bytes(b"not a font")
    with pytest.raises(FontMissing, match="not the known font"):
        refuse_wrong_font(strange)
    assert font_folder().is_dir()


def test_an_unknown_layout_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="layout 9 of receipt"):
        as_pdf(DocumentKind.RECEIPT, 9, {})


def test_every_kind_has_its_template() -> None:
    found = {path.stem for path in (shared_folder("templates") / "documents").glob("*.typ")}

    assert {"frame", *(kind.value for kind in DocumentKind)} <= found
    newest = max(described.layout for described in document_types().values())
    assert any(stem.endswith(f"-{newest}") for stem in found)
