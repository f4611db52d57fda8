"""A real chromium for the tests, with a Chinese font, from wheels and Debian alone."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--js-flags=--single-threaded",  # the other cores have tests to run
    "--no-first-run",
)
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def chromium_path() -> str | None:
    """Where chromium lies: CHROMIUM wins; None where there is none."""
    found = (shutil.which(name) for name in _NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@contextmanager
def chromium(executable: str, folder: Path) -> Iterator[Browser]:
    """A headless browser that sees the Chinese font of the wheel and no other."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=_font_folder(), cache=folder / "font-cache"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=list(_QUIET),
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
        yield browser
        browser.close()


def _font_folder() -> Path:
    spec = find_spec("paperang_p2_fonts_cjk")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the font wheel is missing: make test installs it")
    return Path(spec.submodule_search_locations[0])
