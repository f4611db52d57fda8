"""The `casework` command: one module per group of sub-commands."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from casework.config import WrongSettings

GROUPS = (
    "demo",
    "serve",
    "policies",
    "quote",
    "office",
    "verify",
    "money",
    "papers",
    "database",
    "jobs",
)
"""Modules of this package, in the order the help shows; each has `register(commands)`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and return its exit code: 2 where the call or the settings are wrong."""
    parser = argparse.ArgumentParser(prog="casework", description="Government subsidy cases.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in GROUPS:
        import_module(f"casework.cli.{group}").register(commands)
    given = parser.parse_args(arguments)
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


if __name__ == "__main__":
    sys.exit(main())
