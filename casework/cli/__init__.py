"""The `casework` command: one module per group of sub-commands."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from casework.config import WrongSettings

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "demo": ("demo",),
        "serve": ("serve",),
        "policies": ("policies",),
        "quote": ("quote", "match"),
        "office": ("load", "add-user"),
        "verify": ("verify-history", "export-history"),
        "money": ("verify-ledger", "corrections", "history"),
        "papers": ("papers",),
        "database": ("migrate", "migration"),
        "jobs": ("relay", "worker", "due", "outbox"),
    }
)
"""Modules of this package and the commands each registers, in the order the help shows.

Only the module of the command that is called is imported; all of them for the help.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and return its exit code: 2 where the call or the settings are wrong."""
    parser = argparse.ArgumentParser(prog="casework", description="Government subsidy cases.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    called = list(sys.argv[1:] if arguments is None else arguments)
    for group in _groups_of(called):
        import_module(f"casework.cli.{group}").register(commands)
    given = parser.parse_args(called)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except WrongSettings as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return code


def _groups_of(called: Sequence[str]) -> Sequence[str]:
    """The one group of the command that is called; all where there is none such."""
    named = [group for group, commands in GROUPS.items() if called and called[0] in commands]
    return named or tuple(GROUPS)


if __name__ == "__main__":
    sys.exit(main())
