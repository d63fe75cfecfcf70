"""Search over every text: an index of character pairs, since Chinese has no blanks between words.

A text becomes the pairs of neighbouring letters and digits in it. A fragment is found where all of its pairs occur, and
then confirmed in the text itself. SQLite's own tokenizers find no Chinese word of two characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from msgspec import Struct

from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber, number_fragment
from mwdesk.store import many
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import to_conversation, to_message, to_microseconds

SCANNED_MOST = 20_000
"""How many messages are looked through for a fragment too short for the index."""
BACKLOG = "search_backlog"
"""The fact that names the newest row still to be indexed."""

_RUN = re.compile(r"[^\W_]{2,}")
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000]")
_NARROW = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_ANY_ROW = 2**63 - 1
_BY_NUMBER = "SELECT phone FROM conversations WHERE phone LIKE ?"
_BY_NAME = r"""
    SELECT phone FROM conversations INDEXED BY conversations_named WHERE name <> '' AND name LIKE ? ESCAPE '\'
"""
_BY_ANY_LAST_TEXT = r"SELECT phone FROM conversations WHERE last_text LIKE ? ESCAPE '\'"
_BY_INDEXED_LAST_TEXT = r"""
    SELECT c.phone FROM (
        SELECT rowid AS row_id FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ?
    ) found CROSS JOIN messages m ON m.row_id = found.row_id CROSS JOIN conversations c ON c.phone = m.phone
    WHERE c.last_row_id = m.row_id AND c.last_text LIKE ? ESCAPE '\'
"""
_CANDIDATES_MOST = 1000


class Hit(Struct, frozen=True):
    """A message found. ``start`` and ``length`` count characters in its text."""

    message: Message
    start: int = 0
    length: int = 0


class Wanted(Struct, frozen=True):
    """Which messages a search may return: older than a row, within [start, end), in one of some states, of one side."""

    before_row_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    states: Collection[DeliveryState] = ()
    direction: Direction | None = None
    dismissed: bool = True

    def as_sql(self) -> tuple[str, list[int]]:
        """Return a condition on ``m`` with its values; it begins with the row's bound."""
        conditions, values = ["m.row_id < ?"], [_ANY_ROW if self.before_row_id is None else self.before_row_id]
        for moment, comparison in ((self.start, ">="), (self.end, "<")):
            if moment is not None:
                conditions.append(f"m.created_at {comparison} ?")
                values.append(to_microseconds(moment))
        if self.states:
            names = ", ".join(sorted(f"'{state.value}'" for state in self.states))
            conditions.append(f"m.state IN ({names})")
        if self.states and set(self.states) <= {DeliveryState.FAILED, DeliveryState.UNKNOWN}:
            conditions.append("m.state IN ('failed', 'unknown')")  # the condition of the index on those two
        if self.direction is not None:
            conditions.append(f"m.direction = '{self.direction.value}'")
        if not self.dismissed:
            conditions.append("m.dismissed = 0")
        return " AND ".join(conditions), values


def fold(text: str) -> str:
    """Return the text as it is compared: small, half-width letters and digits, every character in its place."""
    folded = _WIDE.sub(lambda found: found[0].translate(_NARROW), text).casefold()
    if len(folded) == len(text):
        return folded
    return "".join(fold(c) if len(c.casefold()) == 1 else c for c in text)


def pairs(text: str) -> str:
    """Return what the index holds of a text: its pairs, parted by blanks."""
    return " ".join([one + next_one for run in _RUN.findall(fold(text)) for one, next_one in pairwise(run)])


def add_to_index(connection: sqlite.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Index texts by row, rows rising."""
    many.write(
        connection,
        "INSERT INTO search_index (rowid, pairs) VALUES :rows",
        [(row_id, pairs(text)) for row_id, text in texts],
    )


def remove_from_index(connection: sqlite.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Forget texts; they must be what was indexed, for the index itself keeps no copy to compare."""
    backlog = backlog_row(connection)
    connection.executemany(
        "INSERT INTO search_index (search_index, rowid, pairs) VALUES ('delete', ?, ?)",
        [(row_id, pairs(text)) for row_id, text in texts if row_id > backlog],
    )


def backlog_row(connection: sqlite.Connection) -> int:
    """Return the newest row not indexed yet, 0 when all are."""
    row = connection.execute("SELECT value FROM facts WHERE key = ?", (BACKLOG,)).fetchone()
    return 0 if row is None else int(row["value"])


def index_some(connection: sqlite.Connection, limit: int) -> int:
    """Index the newest ``limit`` messages of the backlog; return how many it were."""
    rows = connection.execute(
        "SELECT row_id, text FROM messages WHERE row_id <= ? ORDER BY row_id DESC LIMIT ?",
        (backlog_row(connection), limit),
    ).fetchall()
    add_to_index(connection, [(row["row_id"], row["text"]) for row in reversed(rows)])
    if len(rows) < limit:
        connection.execute("DELETE FROM facts WHERE key = ?", (BACKLOG,))
    else:
        connection.execute("UPDATE facts SET value = ? WHERE key = ?", (str(rows[-1]["row_id"] - 1), BACKLOG))
    return len(rows)


def find(connection: sqlite.Connection, fragment: str, wanted: Wanted, limit: int) -> list[Hit]:
    """Find messages by a piece of their text, newest first; an empty one finds everything ``wanted`` allows."""
    fragment = fragment.strip()
    if not fragment:
        return [Hit(message) for message in _everything(connection, wanted, limit)]
    return list(_by_text(connection, fragment, wanted, limit))


def _everything(connection: sqlite.Connection, wanted: Wanted, limit: int) -> list[Message]:
    condition, values = wanted.as_sql()
    rows = connection.execute(
        f"SELECT * FROM messages m WHERE {condition} ORDER BY row_id DESC LIMIT ?",  # noqa: S608 - our own words
        (*values, limit),
    )
    return [to_message(row) for row in rows]


def _by_text(connection: sqlite.Connection, fragment: str, wanted: Wanted, limit: int) -> Iterator[Hit]:
    folded = fold(fragment)
    rows = _indexed(connection, folded, wanted) if _RUN.search(folded) else _scanned(connection, fragment, wanted)
    for row in rows:
        if limit == 0:
            break
        start = fold(row["text"]).find(folded)
        if start >= 0:
            yield Hit(to_message(row), start, len(fragment))
            limit -= 1


def _indexed(connection: sqlite.Connection, folded: str, wanted: Wanted) -> sqlite.Cursor:
    condition, values = wanted.as_sql()
    return connection.execute(
        f"""
        SELECT m.* FROM search_index CROSS JOIN messages m ON m.row_id = search_index.rowid
        WHERE search_index MATCH ? AND search_index.rowid < ? AND {condition} ORDER BY search_index.rowid DESC
        """,  # noqa: S608 - our own words
        (_match(folded), values[0], *values),
    )


def _scanned(connection: sqlite.Connection, fragment: str, wanted: Wanted) -> sqlite.Cursor:
    condition, values = wanted.as_sql()
    newest = connection.execute("SELECT coalesce(max(row_id), 0) AS newest FROM messages").fetchone()["newest"]
    return connection.execute(
        rf"""
        SELECT m.* FROM messages m NOT INDEXED
        WHERE {condition} AND m.row_id >= ? AND m.text LIKE ? ESCAPE '\' ORDER BY m.row_id DESC
        """,  # noqa: S608 - our own words
        (*values, min(values[0], newest + 1) - SCANNED_MOST, containing(fragment)),
    )


def find_conversations(connection: sqlite.Connection, fragment: str, limit: int) -> list[Conversation]:
    """Find conversations by a piece of the number, the name or the last text, newest first.

    Of a frequent piece of text only the newest 1000 messages count.
    """
    anywhere = containing(fragment)
    customers, values = _customers(fragment)
    if _RUN.search(fold(fragment)) and not backlog_row(connection):
        by_text = _BY_INDEXED_LAST_TEXT
        values += (_match(fold(fragment)), _CANDIDATES_MOST, anywhere)
    else:
        by_text = _BY_ANY_LAST_TEXT
        values += (anywhere,)
    rows = connection.execute(
        f"""
        SELECT * FROM conversations WHERE phone IN ({customers} UNION {by_text})
        ORDER BY last_at DESC, phone LIMIT ?
        """,  # noqa: S608 - our own words
        (*values, limit),
    )
    return [to_conversation(row) for row in rows]


def find_notes(connection: sqlite.Connection, fragment: str, limit: int) -> list[tuple[PhoneNumber, str]]:
    """Find customers by a piece of what was noted about them: their newest such note, the newest first."""
    rows = connection.execute(
        r"""
        SELECT phone, text, max(row_id) AS newest FROM notes WHERE text LIKE ? ESCAPE '\'
        GROUP BY phone ORDER BY newest DESC LIMIT ?
        """,
        (containing(fragment), limit),
    )
    return [(PhoneNumber(row["phone"]), str(row["text"])) for row in rows]


def _customers(fragment: str) -> tuple[str, tuple[str | int, ...]]:
    """Return a query, with its values, for the numbers whose number or name holds the fragment."""
    digits, by_name = number_fragment(fragment), containing(fragment)
    return (f"{_BY_NUMBER} UNION {_BY_NAME}", (f"%{digits}%", by_name)) if digits else (_BY_NAME, (by_name,))


def _match(folded: str) -> str:
    return " AND ".join(f'"{pair}"' for pair in pairs(folded).split(" "))


def containing(fragment: str) -> str:
    r"""Build a LIKE pattern, for ``ESCAPE '\'``, that takes the fragment's own ``%`` and ``_`` literally."""
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
