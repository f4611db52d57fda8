"""The `casework` command: one module per group of sub-commands."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

GROUPS: tuple[str, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and return its exit code."""
    parser = argparse.ArgumentParser(prog="casework", description="Government subsidy cases.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in GROUPS:
        import_module(f"casework.cli.{group}").register(commands)
    given = parser.parse_args(arguments)
    code: int = given.run(given)
    return code


if __name__ == "__main__":
    sys.exit(main())
