"""Pictures of every page at two widths: `python -m tests.web.journeys.screenshots [FOLDER]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.browser import chromium, chromium_path
from tests.web.crawl import walk
from tests.web.journeys.looking import context, examples
from tests.web.trial_office import EVERYBODY, play, trial_office

WIDTHS = (1280, 390)
_FOLDER = "var/screenshots"


def main(folder: Path) -> int:
    """Draw one example of every page, in Chinese, for somebody it is open to; how many."""
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    path = chromium_path()
    if path is None:
        sys.stderr.write("no chromium was found: install it, or name it in CHROMIUM\n")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    drawn = 0
    with tempfile.TemporaryDirectory() as kept:
        played = play(Path(kept))
        with (
            tempfile.TemporaryDirectory() as work,
            trial_office(played, Path(work)) as office,
            office.open_door() as address,
            chromium(path, Path(work)) as browser,
        ):
            pages = examples([walk(office, who) for who in EVERYBODY])
            for width in WIDTHS:
                for who, found in pages.items():
                    with context(browser, office, address, who, width=width) as opened:
                        page = opened.new_page()
                        for endpoint, place in found:
                            page.goto(place)
                            name = f"{endpoint}-{who or 'public'}-{width}.png"
                            page.screenshot(path=folder / name, full_page=True)
                            drawn += 1
    sys.stdout.write(f"{drawn} pictures in {folder}\n")
    return drawn


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else _FOLDER))
