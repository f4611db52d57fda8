"""What pages say, and what of it lacks English: `python -m tests.house.translations` adds it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from tests.house.source import ROOT
from workflows import application, instalment, recovery

ENGLISH = ROOT / "casework" / "web" / "translations" / "en.po"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
CHINESE = re.compile(r"[\u3400-\u9fff]")

_IDLE = (
    r'"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator'
    r'|Language-Team|MIME-Version|Generated-By):[^"]*"\n'
)
"""Header lines that say nothing of ours."""

Message = str | tuple[str, ...]


def said() -> dict[Message, set[str]]:
    """Every message of templates, forms and processes, with the files that say it."""
    found: dict[Message, set[str]] = {}
    for message, where in (*_in_templates(), *_in_forms(), *_in_processes()):
        found.setdefault(message, set()).add(where)
    return found


def kept() -> Catalog:
    """The English catalogue as it stands."""
    with open(ENGLISH, "rb") as file:
        return read_po(file, locale="en")


def untranslated() -> list[Message]:
    """Messages without English, or whose English has other places to fill."""
    catalogue = kept()
    lacking = []
    for message in said():
        entry = catalogue.get(message if isinstance(message, str) else message[0])
        english = ("",) if entry is None else entry.string
        parts = tuple(english) if isinstance(english, list | tuple) else (english or "",)
        if not all(parts) or any(_places(part) != _places(message) for part in parts):
            lacking.append(message)
    return lacking


def unused() -> list[str]:
    """English of what nobody says any more."""
    singular = {one if isinstance(one, str) else one[0] for one in said()}
    ids = (entry.id if isinstance(entry.id, str) else entry.id[0] for entry in kept() if entry.id)
    return [one for one in ids if one not in singular]


def update() -> list[Message]:
    """Add what is missing with no English yet, drop what is unused; what is still to be said."""
    before, after = (
        kept(),
        Catalog(
            locale="en",
            fuzzy=False,
            header_comment="# English of the pages; templates and forms are the source.",
        ),
    )
    for message, places in sorted(said().items(), key=lambda item: (sorted(item[1]), str(item[0]))):
        entry = before.get(message if isinstance(message, str) else message[0])
        english = entry.string if entry is not None and entry.string else ""
        after.add(message, english, locations=[(place, 0) for place in sorted(places)[:3]])
    with open(ENGLISH, "wb") as file:
        write_po(file, after, omit_header=False, width=110, include_lineno=False)
    text = re.sub(_IDLE, "", ENGLISH.read_text("utf-8"))
    ENGLISH.write_text(text, "utf-8")
    return untranslated()


def _places(message: Message) -> set[str]:
    text = message if isinstance(message, str) else message[0]
    return set(re.findall(r"%\((\w+)\)s", text))


def _in_templates() -> Iterator[tuple[Message, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield from _extracted("jinja2", path)


def _in_forms() -> Iterator[tuple[Message, str]]:
    for path in sorted((ROOT / "casework" / "web").rglob("*.py")):
        for message, where in _extracted("python", path):
            if CHINESE.search(str(message)):
                yield message, where


def _extracted(method: str, path: Path) -> Iterator[tuple[Message, str]]:
    how = "jinja2.ext:babel_extract" if method == "jinja2" else method
    options = {"trimmed": "true", "silent": "false"} if method == "jinja2" else {}
    for _line, message, _comments, _context in extract_from_file(
        how, path, keywords=KEYWORDS, options=options
    ):
        yield message, str(path.relative_to(ROOT))


def _in_processes() -> Iterator[tuple[Message, str]]:
    for process in (application, instalment, recovery):
        for version in process.VERSIONS.values():
            workflow = version.workflow
            where = f"workflows/{workflow.name}"
            for state in workflow.states:
                yield state.label, where
                yield state.public, where
            for step in workflow.steps:
                yield step.label, where
                yield step.does, where


if __name__ == "__main__":
    for still in update():
        sys.stdout.write(f"{still}\n")
