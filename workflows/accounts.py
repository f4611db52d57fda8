"""Accounts that money may go to: only the enterprise's own (practice 2.4)."""

from __future__ import annotations

import re
import unicodedata

from workflows.refusals import Refusal

_NUMBER = re.compile(r"\d{8,32}")


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, whatever the width of letters and brackets, and spaces."""
    return _plain(one) == _plain(other) != ""


def faults(*, enterprise: str, name: str, bank: str, number: str) -> tuple[Refusal, ...]:
    """Everything that is wrong with an account somebody entered for an enterprise."""
    found = []
    if not same_name(name, enterprise):
        found.append(Refusal("account_name_differs"))
    if not bank.strip():
        found.append(Refusal("account_bank_missing"))
    if not _NUMBER.fullmatch(compact(number)):
        found.append(Refusal("account_number_unreadable", {"number": number}))
    return tuple(found)


def compact(number: str) -> str:
    """An account number without spaces and hyphens, in half-width digits."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))


def _plain(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
