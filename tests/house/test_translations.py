"""English is complete: whatever a page says, it says in both languages."""

from __future__ import annotations

from tests.house import translations


def test_whatever_pages_say_has_its_english() -> None:
    assert translations.untranslated() == []


def test_no_english_is_kept_that_nobody_says() -> None:
    assert translations.unused() == []
