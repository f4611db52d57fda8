"""`casework demo`: real rules and real commands on a fictional office, from filing to the end."""

from __future__ import annotations

import argparse
import shutil
import sys
from itertools import chain
from pathlib import Path

from casework.cli.terminal import Commands
from workflows.refusals import Refused
from workflows.wording import sentences

FOLDER = Path("var/demo")
_MARK = "DEMO"
"""The file that says that a folder is a demonstration's own and may be begun afresh."""
_STORY = "story.txt"


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    demo = commands.add_parser("demo", help="real cases from filing to the last payment")
    demo.add_argument("--folder", type=Path, default=FOLDER, help=f"where it goes, not {FOLDER}")
    demo.set_defaults(run=_demo)


def _demo(given: argparse.Namespace) -> int:
    """Exit code 1 where a story does not end as it is told, 2 where the folder is not ours."""
    from casework.cli.demo.in_hand import leave_in_hand  # other commands need none of it
    from casework.cli.demo.performance import perform
    from casework.cli.demo.stage import NotAsTold

    folder: Path = given.folder.absolute()
    again = (folder / _MARK).is_file()
    if not again and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder} 不是演示目录，未作改动；请用 --folder 另指空目录。", file=sys.stderr)
        return 2
    if again:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("casework demo\n", encoding="utf-8")
    if again:
        print("已清除上一次演示，从头开始。")
    try:
        with (folder / _STORY).open("w", encoding="utf-8") as kept:
            for line in chain(perform(folder), leave_in_hand(folder)):
                print(line)
                print(line, file=kept)
    except NotAsTold as failed:
        print(f"演示失败，结果与所述不符：{failed}", file=sys.stderr)
        return 1
    except Refused as refused:
        print(f"演示失败，被拒绝：{' '.join(sentences(refused.refusals))}", file=sys.stderr)
        raise
    return 0
