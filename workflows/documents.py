"""Papers the office issues (文书): their kinds, their numbers, and the code that proves them."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).parent / "dictionary" / "documents.toml"

# Without the letters that are taken for digits.
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 16
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class DocumentKind(StrEnum):
    """What a paper is (practice 2.5)."""

    RECEIPT = "receipt"
    CORRECTION_NOTICE = "correction_notice"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    NON_ACCEPTANCE_NOTICE = "non_acceptance_notice"
    MEETING_NOTICE = "meeting_notice"
    VOTING_RECORD = "voting_record"
    MINUTES = "minutes"
    MINUTES_CORRECTION = "minutes_correction"
    PUBLIC_NOTICE = "public_notice"
    OBJECTION_RECEIPT = "objection_receipt"
    OBJECTION_ANSWER = "objection_answer"
    SUPPORT_DECISION = "support_decision"
    DECLINE_PROPOSAL = "decline_proposal"
    DECLINE_DECISION = "decline_decision"
    WITHDRAWAL_NOTICE = "withdrawal_notice"
    SUSPENSION_NOTICE = "suspension_notice"
    TERMINATION_NOTICE = "termination_notice"


class Issuer(StrEnum):
    """Whose number a paper bears."""

    DEPARTMENT = "department"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of paper as the dictionary describes it."""

    kind: DocumentKind
    zh: str
    en: str
    word: str
    issuer: Issuer
    layout: int
    public: bool


class DocumentFault(Exception):
    """The dictionary of papers cannot be used; names the kind and the key."""


@cache
def document_types() -> Mapping[DocumentKind, DocumentType]:
    """Every kind of paper; DocumentFault when the dictionary lacks or misspells one."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    if set(tables) != set(DocumentKind):
        odd = sorted(set(tables) ^ set(DocumentKind))
        raise DocumentFault(f"{FILE.name}: {', '.join(odd)} is missing or unknown")
    return MappingProxyType({kind: _type(kind, tables[kind]) for kind in DocumentKind})


def document_number(short_name: str, kind: DocumentKind, year: int, number: int) -> str:
    """The number of a paper as it is written, e.g. 西科补〔2026〕3号; a second name is left out."""
    mark = short_name.partition("（")[0]
    return f"{mark}{document_types()[kind].word}〔{year}〕{number}号"


def series(issuer: str, kind: DocumentKind, year: int) -> str:
    """The series a paper is counted in: issuer, kind and year, without gaps."""
    return f"document/{issuer}/{kind}/{year}"


def code_from(random: bytes) -> str:
    """A code to prove a paper with, from 10 unpredictable bytes: ABCD-EFGH-JKMN-PQRS."""
    if len(random) != _CODE_LENGTH * 5 // 8:
        raise ValueError(f"a code is made of {_CODE_LENGTH * 5 // 8} bytes")
    bits = int.from_bytes(random, "big")
    letters = [_CODE_ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(_CODE_LENGTH))]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _CODE_LENGTH, 4))


def code_as_typed(text: str) -> str | None:
    """The code somebody typed, in its one spelling; None when it cannot be one."""
    letters = re.sub(r"[\s\-－—]", "", text).upper().translate(_LOOKALIKES)
    if len(letters) != _CODE_LENGTH or set(letters) - set(_CODE_ALPHABET):
        return None
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of a paper's content, written in one canonical way."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _type(kind: DocumentKind, table: Mapping[str, Any]) -> DocumentType:
    wanted = {"zh": str, "en": str, "word": str, "issuer": str, "layout": int, "public": bool}
    if set(table) != set(wanted) or any(type(table[key]) is not wanted[key] for key in wanted):
        raise DocumentFault(f"{FILE.name}: {kind} has exactly {', '.join(wanted)}")
    if table["issuer"] not in set(Issuer):
        raise DocumentFault(f"{FILE.name}: {kind}: issuer is department or meeting")
    return DocumentType(
        kind=kind,
        zh=table["zh"],
        en=table["en"],
        word=table["word"],
        issuer=Issuer(table["issuer"]),
        layout=table["layout"],
        public=table["public"],
    )
