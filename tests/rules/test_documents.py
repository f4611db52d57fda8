"""Papers: their numbers, and the codes that prove them."""

import pytest

from workflows.documents import (
    DocumentKind,
    code_as_typed,
    code_from,
    document_number,
    document_types,
    fingerprint,
    series,
)


def test_every_kind_of_paper_is_described_with_its_own_word() -> None:
    types = document_types()

    assert set(types) == set(DocumentKind)
    assert len({one.word for one in types.values()}) == len(types)


def test_a_number_is_written_as_offices_write_it() -> None:
    assert document_number("西科", DocumentKind.CORRECTION_NOTICE, 2026, 3) == "西科补〔2026〕3号"


def test_each_issuer_kind_and_year_counts_for_itself() -> None:
    first = series("xc-science", DocumentKind.MINUTES, 2026)

    assert first == "document/xc-science/minutes/2026"
    assert series("xc-science", DocumentKind.MINUTES, 2027) != first


@pytest.mark.parametrize(
    ("random", "code"),
    [
        (bytes(10), "0000-0000-0000-0000"),
        (b"\xff" * 10, "ZZZZ-ZZZZ-ZZZZ-ZZZZ"),
        (bytes(range(10)), "000G-40R4-0M30-E209"),
    ],
)
def test_a_code_has_sixteen_letters_that_are_not_mistaken(random: bytes, code: str) -> None:
    assert code_from(random) == code
    assert code_as_typed(code.lower().replace("-", " ")) == code


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert code_as_typed("oOil-0000-0000-0000") == "0011-0000-0000-0000"


@pytest.mark.parametrize("typed", ["", "123", "ABCD-EFGH-JKMN-PQRU", "ABCD-EFGH-JKMN-PQRSX"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert code_as_typed(typed) is None


def test_too_few_random_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        code_from(b"123")


def test_a_fingerprint_depends_on_the_content_not_on_its_order() -> None:
    assert fingerprint({"a": 1, "b": "中"}) == fingerprint({"b": "中", "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
