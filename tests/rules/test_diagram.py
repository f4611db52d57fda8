from __future__ import annotations

from pathlib import Path

import pytest

import workflows
from workflows import diagram
from workflows.application import APPLICATION_1

DOCS = Path(workflows.__file__).parent.parent / "docs" / "processes"


def test_the_diagrams_in_the_docs_are_the_processes(tmp_path: Path) -> None:
    drawn = {path.name: path.read_text(encoding="utf-8") for path in diagram.write(tmp_path)}

    assert drawn == {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}


def test_a_diagram_shows_every_state_and_every_way() -> None:
    page = diagram.draw(APPLICATION_1)

    assert "    [*] --> draft" in page
    assert "    settled --> [*]" in page
    for step in APPLICATION_1.steps:
        assert f"    {step.source} --> {step.target} : " in page


def test_the_command_wants_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diagram.main([]) == 2
    assert diagram.main([str(tmp_path / "docs")]) == 0
    assert "application-1.md" in capsys.readouterr().out
