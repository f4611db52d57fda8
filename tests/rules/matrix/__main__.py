"""Rewrite the matrices: `make matrix`."""

from tests.rules.matrix import matrices

for path, text in matrices().items():
    path.write_text(text, encoding="utf-8")
