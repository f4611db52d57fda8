"""What nobody should type: values for the fields, addresses and files of any page."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass

_letters = random.Random(7)
LONG_LINE = "".join(_letters.choices(string.ascii_letters, k=20_000))
"""Longer than an index entry of PostgreSQL may be, also when it is compressed."""
MISSING = None
"""The field is not sent at all."""

TEXTS: tuple[str | None, ...] = (
    MISSING,
    *("", " ", "\t\r\n", "0", "-1", "1.5", "+1", " 7 ", "1_000", "0x10", "1,2,3"),
    *("²", "٣", "１２", "壹佰万元整", "万元", "12万", "-3万元", "0.001", "0.0000001万"),
    *("NaN", "sNaN", "Infinity", "-inf", "1e5", "1e999", "1e-999", "1e999999999", "9" * 5_000),
    *("2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *("1" + "0" * 400, "99999999999999", "1000000000"),
    *("\x00", "a\x00b", "\ud800", "a\udfffb", "\x1b[31m", "\u202eabc", "\ufeff", "\u2028"),
    *("Ω漢字العربية🀄", "e\u0301" * 50, "示" * 300, "字" * 4_100, "x" * 100_000, LONG_LINE),
    *("%", "_", "%%s%n"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "0000-00-00", "2026-13-01", "2026-1-1", "20260101"),
    *("9999-12-31T23:59", "0001-01-01T00:00", "2026-01-01T25:61", "24:00", "23:59", "-0001-01-01"),
    *("'; DROP TABLE cases; --", '" OR 1=1', "\\", "<script>alert(1)</script>", "</textarea>"),
    *("{{ 7 * 7 }}", "{0.__class__}", "%(a)s", "../../../etc/passwd", "//evil.example/", "/\\evil"),
    *("a\r\nSet-Cookie: x=1", "[]", "{}", "null", "true", "no-such-choice", "-", ".", ",", "a,b"),
    *("1.1.1", "XA-0000-0000", "91610000000000000X", "system", "submit", "__class__", "id"),
)
"""Sent in every field, one at a time, with the others as the page has them."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as a browser would send it."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


FILES: tuple[File | str | None, ...] = (
    MISSING,
    "not a file",
    File("", b""),
    File("empty.pdf", b""),
    File("nothing.csv", b"", "text/csv"),
    File("program.pdf", b"MZ\x90\x00" + bytes(100)),
    File("program.exe", b"MZ\x90\x00" + bytes(100), "application/x-dosexec"),
    File("cut.pdf", b"%PDF-1.7\n%"),
    File("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
    File("cut.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
    File("cut.xlsx", b"PK\x03\x04" + bytes(60), "application/zip"),
    File("cut.docx", b"PK\x05\x06" + bytes(18), "application/zip"),
    File("nul.csv", b"a,b\x00\n\x00,1\n", "text/csv"),
    File("not-utf8.csv", b"\xff\xfe\x00\xd8,\xff\n" * 5, "text/csv"),
    File("gbk.csv", "编号,金额,日期\n1,壹,二月三十\n".encode("gb18030"), "text/csv"),
    File("quotes.csv", b'"' * 2_001 + b"\n", "text/csv"),
    File("wide.csv", b"," * 20_000 + b"\n" + b"1," * 20_000, "text/csv"),
    File("long.csv", b"x" * 200_000, "text/csv"),
    File("page.html", b"<script>alert(1)</script>", "text/html"),
    File("../../escape.pdf", b"%PDF-1.4\n%%EOF"),
    File("a\x00b.pdf", b"%PDF-1.4\n%%EOF"),
    File("n" * 5_000 + ".pdf", b"%PDF-1.4\n%%EOF"),
    File("\u202efdp.exe", b"%PDF-1.4\n%%EOF"),
)
"""Sent in every file field."""

SEGMENTS = tuple(one for one in TEXTS if one and len(one) < 6_000 and "/" not in one)
"""Put in the place of each variable part of an address."""

QUERY_NAMES = ("page", "after", "before", "next", "text", "at", "on", "year", "columns", "kind")
"""Given to every address, whether it knows them or not."""

PAGES = ("0", "-1", "1000000000", "1e9", "x", "")
"""Pages of a list that are not there."""
