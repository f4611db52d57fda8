"""Rows straight out of PostgreSQL: the server writes them, we pass them on and count nothing.

`COPY (SELECT …) TO STDOUT` is the fastest way out of the database (`performance.md` C); the
formula guard and the XML of a workbook's rows are expressions of the select, so that nothing is
done row by row here. The last row the server sends says how many there are and what they add to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.exports.columns import Column, Kind, Stated
from casework.exports.csv_file import FORMULA
from casework.exports.xlsx_file import around

_CONTROLS = "".join(map(chr, range(1, 32)))
_AS_CSV = "(FORMAT csv)"
_AS_IT_IS = "(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"
"""One column of text without those two characters is sent as it is."""


class Copied:
    """The rows of a select as the server writes them; once they have passed, what they come to."""

    def __init__(self, session: Session, columns: Sequence[Column], chosen: Any) -> None:
        self._session, self._columns = session, columns
        self._rows = chosen.cte("copied_rows").prefix_with("MATERIALIZED", dialect="postgresql")
        self.stated = Stated(0, {})

    def as_csv(self) -> Iterator[bytes]:
        """Lines of CSV."""
        return self._sent(
            [_csv_cell(one, self._rows.c[one.name]) for one in self._columns], _AS_CSV
        )

    def as_xml(self) -> Iterator[bytes]:
        """Rows of a workbook."""
        cells = [_xml_cell(one, self._rows.c[one.name]) for one in self._columns]
        return self._sent([sa.func.concat("<row>", *cells, "</row>")], _AS_IT_IS)

    def as_json(self) -> Iterator[bytes]:
        """JSON objects, one a line."""
        pairs: list[Any] = []
        for one in self._columns:
            value = self._rows.c[one.name]
            pairs += [one.name, _yuan(value) if one.kind is Kind.MONEY else value]
        return self._sent([sa.cast(sa.func.json_build_object(*pairs), sa.Text)], _AS_IT_IS)

    def _sent(self, cells: Sequence[Any], form: str) -> Iterator[bytes]:
        """Every row but the last, which is kept as what they come to."""
        added = [one.name for one in self._columns if one.total]
        figures = [sa.cast(sa.func.count(), sa.Text)]
        figures += [
            sa.cast(sa.func.coalesce(sa.func.sum(self._rows.c[name]), 0), sa.Text) for name in added
        ]
        last = [sa.func.concat_ws(" ", *figures), *(sa.null() for _ in cells[1:])]
        both = sa.union_all(
            sa.select(*cells).select_from(self._rows), sa.select(*last).select_from(self._rows)
        )
        held: bytes | None = None
        for data in self._copied(both, form):
            if held is not None:
                yield held
            held = data
        assert held is not None
        count, *sums = held.decode().split(",")[0].split()
        self.stated = Stated(int(count), dict(zip(added, map(int, sums), strict=True)))

    def _copied(self, statement: Any, form: str) -> Iterator[bytes]:
        """What the server sends, row by row, in the transaction of this session."""
        connection = self._session.connection()
        compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY ({compiled}) TO STDOUT {form}", compiled.params) as sent,
        ):
            for data in sent:
                yield bytes(data)


def _csv_cell(column: Column, value: Any) -> Any:
    if column.kind is Kind.MONEY:
        return _yuan(value)
    if not column.free:
        return sa.cast(value, sa.Text)
    first = sa.func.left(value, 1)
    return sa.case((first.in_(FORMULA), sa.literal("'").concat(value)), else_=value)


def _xml_cell(column: Column, value: Any) -> Any:
    before, after = around(column.kind)
    if column.kind is Kind.MONEY:
        return sa.func.concat(before, _yuan(value), after)
    if column.kind is Kind.DAY:
        days = sa.cast(value - sa.literal_column("DATE '1899-12-30'"), sa.Text)
        cell = sa.literal(before).concat(days).concat(after)
        return sa.func.coalesce(cell, "<c/>")
    if column.free:
        for plain, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            value = sa.func.replace(value, plain, escaped)
        value = sa.func.translate(value, _CONTROLS, "")
    return sa.func.concat(before, value, after)


def _yuan(fen: Any) -> Any:
    """Fen as yuan with two decimals, exactly."""
    return sa.cast(sa.type_coerce(fen, sa.Numeric) * sa.literal_column("0.01"), sa.Text)
