"""Templates compiled once a session: every office of the tests has the same ones."""

from __future__ import annotations

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Kept(BytecodeCache):
    """Bytecode by the template's name and the sum of its source, in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled of it before."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_KEPT = _Kept()


def kept_compiled(app: Flask) -> Flask:
    """The application, with the templates other offices have compiled."""
    app.jinja_env.bytecode_cache = _KEPT
    return app
