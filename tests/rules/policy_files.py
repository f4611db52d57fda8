"""The guide's example document, and folders with policy files written for one test."""

import re
from pathlib import Path

from workflows.catalogue import POLICIES, Catalogue, read_catalogue

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "adding-a-policy.md"
FILE = "linzheng-2026-3.toml"


def the_example() -> str:
    """The complete document in the guide."""
    found = re.search(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def changed(*changes: tuple[str, str]) -> str:
    """The example with each piece of text put in the place of another that stands there."""
    text = the_example()
    for old, new in changes:
        assert old in text, f"the example no longer says {old}"
        text = text.replace(old, new, 1)
    return text


def read(folder: Path, text: str, *more: tuple[str, str]) -> Catalogue:
    """The catalogue of a folder with the text as its policy file, and further files beside it."""
    for name, content in ((FILE, text), *more):
        (folder / name).write_text(content, encoding="utf-8")
    return read_catalogue(folder)


def read_with_the_five(folder: Path, text: str) -> Catalogue:
    """The five documents and the text as a sixth."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_catalogue(POLICIES, folder)
