from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import workflows
from workflows.definition import Capacity
from workflows.money import yuan
from workflows.refusals import Refusal
from workflows.roles import Role
from workflows.wording import (
    WordingFault,
    read_wordings,
    sentence,
    sentences,
    spoken,
    wordings,
)

ROOT = Path(workflows.__file__).parent.parent


def _refusals() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Where, which code, and the particulars where they are written out on the spot."""
    for path, node in _calls("Refusal"):
        yield from _codes(path, node)


def _calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for package in ("workflows", "casework"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                    yield path, node


def _codes(path: Path, node: ast.Call) -> Iterator[tuple[str, str, frozenset[str] | None]]:
    where = f"{path.relative_to(ROOT)}:{node.lineno}"
    given: frozenset[str] | None = frozenset()
    if len(node.args) + len(node.keywords) > 1:
        written = node.args[1] if len(node.args) > 1 else node.keywords[0].value
        given = None
        if isinstance(written, ast.Dict) and all(
            isinstance(key, ast.Constant) for key in written.keys
        ):
            given = frozenset(
                str(key.value) for key in written.keys if isinstance(key, ast.Constant)
            )
    for constant in ast.walk(node.args[0]):
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            yield where, constant.value, given


def test_every_code_that_is_used_is_worded() -> None:
    assert [(where, code) for where, code, _ in _refusals() if code not in wordings()] == []


def test_everything_that_is_said_to_be_done_is_worded() -> None:
    said = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", "done_" + str(node.args[0].value))
        for path, node in _calls("say")
        if isinstance(node.args[0], ast.Constant)
    ]

    assert said != []
    assert [(where, code) for where, code in said if code not in wordings()] == []


def test_every_sentence_names_only_particulars_it_is_given() -> None:
    unnamed = [
        (where, code, sorted(wordings()[code].named() - given))
        for where, code, given in _refusals()
        if given is not None and code in wordings() and wordings()[code].named() - given
    ]

    assert unnamed == []


def test_every_role_and_capacity_has_its_name() -> None:
    assert spoken(Role.REVIEWER) == "审核人"
    for name in (*Role, *Capacity):
        assert spoken(name) != spoken(name, "en")


def test_it_speaks_both_languages() -> None:
    refusal = Refusal("pool_short", {"amount": yuan(3000), "balance": yuan(1234)})

    assert "1,234.00" in sentence(refusal)
    assert sentence(refusal) != sentence(refusal, "en")
    assert sentences([refusal], "en") == (sentence(refusal, "en"),)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2026, 11, 21), "2026年11月21日", "2026-11-21"),
        (("b", "a"), "b、a", "b, a"),
        (frozenset({"b", "a"}), "a、b", "a, b"),
        (3, "3", "3"),
    ],
)
def test_particulars_are_shown_as_people_read_them(
    value: object, chinese: str, english: str
) -> None:
    assert spoken(value) == chinese
    assert spoken(value, "en") == english


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[a]\nzh = "甲"', "needs exactly"),
        ('a = "甲"', "needs exactly"),
    ],
)
def test_a_code_without_both_languages_stops_the_start(
    tmp_path: Path, text: str, fault: str
) -> None:
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")

    with pytest.raises(WordingFault, match=fault):
        read_wordings(tmp_path)


def test_a_code_worded_twice_stops_the_start(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('[a]\nzh = "甲"\nen = "A"', encoding="utf-8")

    with pytest.raises(WordingFault, match="worded twice"):
        read_wordings(tmp_path)
