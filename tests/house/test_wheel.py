"""The built wheel carries everything and runs from an empty folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked where nothing else lies."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_templates_migrations_and_policies_travel_in_the_wheel(installed: Path) -> None:
    carried = {
        str(path.relative_to(ROOT))
        for folder in ("templates", "migrations", "workflows")
        for path in (ROOT / folder).rglob("*")
        if path.suffix not in ("", ".pyc")
    }
    share = installed / "casework" / "_share"
    found = {
        str(path.relative_to(base))
        for base in (installed, share)
        for path in base.rglob("*")
        if path.is_file()
    }

    assert carried - found == set()


def test_it_migrates_a_database_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    said = _casework(installed, tmp_path, "migrate")

    assert said.startswith("at the newest migration")
    assert (tmp_path / "var" / "casework.db").is_file()


def test_it_prints_the_policies_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    printed = json.loads(_casework(installed, tmp_path, "policies", "--json"))

    assert len(printed["documents"]) == len(list((ROOT / "workflows" / "policies").glob("*.toml")))


def _casework(installed: Path, folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CASEWORK_")}
    script = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); "
        "import casework.cli; assert '_share' not in casework.cli.__file__; "
        f"assert casework.cli.__file__.startswith({str(installed)!r}); "
        "sys.exit(casework.cli.main(sys.argv[1:]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
