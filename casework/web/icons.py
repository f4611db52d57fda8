"""Icons drawn in the page: one symbol of the set that Bootstrap-Flask carries, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_SPRITE = ("static", "bootstrap5", "icons", "bootstrap-icons.svg")
_SYMBOL = '<symbol class="bi bi-{name}" viewBox="0 0 16 16" id="{name}">'


@cache
def icon(name: str) -> Markup:
    """The icon as SVG that follows the text; KeyError for a name the set does not have."""
    sprite = _sprite()
    start = sprite.find(_SYMBOL.format(name=name))
    if start < 0 or not re.fullmatch(r"[a-z0-9-]+", name):
        raise KeyError(name)
    drawn = sprite[sprite.index(">", start) + 1 : sprite.index("</symbol>", start)]
    return Markup(
        f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{drawn}</svg>'
    )


@cache
def _sprite() -> str:
    return files("flask_bootstrap").joinpath(*_SPRITE).read_text(encoding="utf-8")
