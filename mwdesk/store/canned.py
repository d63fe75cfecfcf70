"""Canned replies in the file, inside a caller's transaction."""

from __future__ import annotations

from datetime import datetime

from mwdesk.domain.canned import CannedReply
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import to_microseconds, to_moment


def every(connection: sqlite.Connection) -> list[CannedReply]:
    """Return all of them by title."""
    rows = connection.execute("SELECT * FROM canned_replies ORDER BY title, row_id")
    return [_to_reply(row) for row in rows]


def save(connection: sqlite.Connection, reply: CannedReply) -> CannedReply | None:
    """Add one with row 0, or change title, text and initials of the one in its row; None when that one is gone."""
    if reply.row_id:
        rows = connection.execute(
            "UPDATE canned_replies SET title = ?, text = ?, initials = ? WHERE row_id = ? RETURNING *",
            (reply.title, reply.text, reply.initials, reply.row_id),
        )
    else:
        rows = connection.execute(
            "INSERT INTO canned_replies (title, text, initials) VALUES (?, ?, ?) RETURNING *",
            (reply.title, reply.text, reply.initials),
        )
    return next((_to_reply(row) for row in rows.fetchall()), None)


def delete(connection: sqlite.Connection, row_id: int) -> None:
    """Delete one, if it is still there."""
    connection.execute("DELETE FROM canned_replies WHERE row_id = ?", (row_id,))


def note_use(connection: sqlite.Connection, row_id: int, now: datetime) -> None:
    """Count a use."""
    connection.execute(
        "UPDATE canned_replies SET used = used + 1, last_used_at = ? WHERE row_id = ?", (to_microseconds(now), row_id)
    )


def _to_reply(row: sqlite.Row) -> CannedReply:
    (row_id, title, text, initials, used, last_used_at) = row
    return CannedReply(row_id, title, text, initials, used, to_moment(last_used_at))
