"""Many rows in few steps of SQLite.

SQLite hands the interpreter away at every step of a statement. Beside a busy window's thread it waits half a
millisecond to get it back: a step for each row of a burst takes longer than the work itself. One step for all of them
waits once, and lets the window work meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from mwdesk.store.driver import sqlite

_ROWS_MOST = 500
"""Statements are kept ready for the next time, each number of rows its own: bigger ones would fill the memory."""


def write(connection: sqlite.Connection, statement: str, rows: Sequence[Sequence[int | str | None]]) -> None:
    """Run a statement on rows of equal length, which it names ``:rows``: ``INSERT INTO t VALUES :rows``."""
    if not rows:
        return
    row = f"({', '.join('?' * len(rows[0]))})"
    for start in range(0, len(rows), _ROWS_MOST):
        some = rows[start : start + _ROWS_MOST]
        connection.execute(statement.replace(":rows", ", ".join([row] * len(some))), list(chain.from_iterable(some)))


def read(connection: sqlite.Connection, columns: str, rest: str, wanted: Iterable[int | str]) -> list[list[Any]]:
    """Return columns of rows in no order; ``rest`` begins with FROM and takes what is wanted from ``json_each(?)``."""
    query = f"SELECT json_group_array(json_array({columns})) {rest}"
    found: list[list[Any]] = json.loads(connection.execute(query, (json.dumps(list(wanted)),)).fetchone()[0])
    return found
