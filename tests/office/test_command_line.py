"""The `casework` command: every command is in the help, and only its own group is loaded."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib import import_module

import pytest

from casework.cli import GROUPS, main


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_registers_the_commands_the_table_names(group: str) -> None:
    commands = argparse.ArgumentParser().add_subparsers()

    import_module(f"casework.cli.{group}").register(commands)

    assert tuple(commands.choices) == GROUPS[group]


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    listed = {line.split()[0] for line in said.splitlines() if line.startswith("    ")}
    assert {name for names in GROUPS.values() for name in names} <= listed


def test_an_unknown_command_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["pay-everybody"])

    assert ended.value.code == 2
    assert "verify-ledger" in capsys.readouterr().err


def test_a_command_loads_no_group_but_its_own() -> None:
    code = (
        "import sys\nfrom casework.cli import main\n"
        "try:\n    main(['quote', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted(name for name in sys.modules if name.startswith('casework.cli.')))"
    )

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert said.splitlines()[-1] == "['casework.cli.quote', 'casework.cli.terminal']"
