"""What is known of one customer, and of one message, inside a caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from mwdesk.domain.card import REACH_DAYS, Card, Details, Note, Reach
from mwdesk.domain.message import DeliveryReport
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import from_microseconds, to_message, to_microseconds, to_moment

_TURNS = """
    WITH ordered AS (
        SELECT direction, created_at, lag(direction) OVER (ORDER BY row_id) AS before FROM messages
        WHERE phone = ? AND (state IS NULL OR state <> 'cancelled')
    ),
    turns AS (
        SELECT direction, created_at - lag(created_at) OVER () AS took, before FROM ordered
        WHERE direction IS NOT before
    )
    SELECT avg(max(took, 0)) FROM turns WHERE direction = 'out' AND before = 'in'
"""


def card(connection: sqlite.Connection, phone: PhoneNumber, now: datetime) -> Card:
    """Gather a customer's card; of a thread with many messages that takes its time."""
    digits = phone.digits
    named = connection.execute("SELECT name FROM conversations WHERE phone = ?", (digits,)).fetchone()
    totals = connection.execute(
        """
        SELECT min(created_at), max(created_at), coalesce(sum(direction = 'in'), 0),
               coalesce(sum(direction = 'out' AND state NOT IN ('pending', 'cancelled')
                            AND NOT (state = 'failed' AND message_id IS NULL)), 0)
        FROM messages WHERE phone = ? AND (state IS NULL OR state NOT IN ('pending', 'cancelled'))
        """,
        (digits,),
    ).fetchone()
    took = connection.execute(_TURNS, (digits,)).fetchone()[0]
    return Card(
        phone,
        "" if named is None else named["name"],
        tags(connection, phone),
        tuple(notes(connection, phone)),
        _reach(connection, phone, now - timedelta(days=REACH_DAYS)),
        to_moment(totals[0]),
        to_moment(totals[1]),
        totals[2],
        totals[3],
        None if took is None else timedelta(microseconds=round(took)),
    )


def _reach(connection: sqlite.Connection, phone: PhoneNumber, since: datetime) -> Reach:
    rows = connection.execute(
        """
        SELECT state, count(*) FROM messages
        WHERE phone = ? AND direction = 'out' AND created_at >= ? AND NOT (state = 'failed' AND message_id IS NULL)
        GROUP BY state
        """,
        (phone.digits, to_microseconds(since)),
    )
    found = dict(tuple(row) for row in rows)
    return Reach(*(found.get(state, 0) for state in ("delivered", "deferred", "failed", "unknown", "sent")))


def details(connection: sqlite.Connection, row_id: int) -> Details | None:
    """Return all there is to know of a message, if there is one."""
    row = connection.execute("SELECT * FROM messages WHERE row_id = ?", (row_id,)).fetchone()
    if row is None:
        return None
    message = to_message(row)
    report = None
    if row["report_figure"] is not None:
        report = DeliveryReport(message.message_id, row["report_figure"], message.reason_code, row["report_time"])
    return Details(message, to_moment(row["sending_at"]), to_moment(row["answered_at"]), report)


# Notes


def notes(connection: sqlite.Connection, phone: PhoneNumber) -> list[Note]:
    """Return a customer's notes, newest first."""
    rows = connection.execute("SELECT * FROM notes WHERE phone = ? ORDER BY row_id DESC", (phone.digits,))
    return [_to_note(row) for row in rows]


def add_note(connection: sqlite.Connection, phone: PhoneNumber, text: str, author: str, now: datetime) -> Note:
    """Write a note down."""
    row = connection.execute(
        "INSERT INTO notes (phone, text, author, created_at) VALUES (?, ?, ?, ?) RETURNING *",
        (phone.digits, text, author, to_microseconds(now)),
    ).fetchall()[0]
    return _to_note(row)


def edit_note(connection: sqlite.Connection, row_id: int, text: str, author: str, now: datetime) -> Note | None:
    """Change a note and keep who did; None when it is gone."""
    rows = connection.execute(
        "UPDATE notes SET text = ?, edited_by = ?, edited_at = ? WHERE row_id = ? RETURNING *",
        (text, author, to_microseconds(now), row_id),
    )
    return next((_to_note(row) for row in rows.fetchall()), None)


def delete_note(connection: sqlite.Connection, row_id: int) -> None:
    """Delete a note, if it is still there."""
    connection.execute("DELETE FROM notes WHERE row_id = ?", (row_id,))


def _to_note(row: sqlite.Row) -> Note:
    (row_id, phone, text, author, created_at, edited_by, edited_at) = row
    return Note(
        row_id, PhoneNumber(phone), text, author, from_microseconds(created_at), edited_by, to_moment(edited_at)
    )


# Tags


def tags(connection: sqlite.Connection, phone: PhoneNumber) -> tuple[str, ...]:
    """Return a customer's tags in their order of characters."""
    rows = connection.execute("SELECT tag FROM tags WHERE phone = ? ORDER BY tag", (phone.digits,))
    return tuple(row["tag"] for row in rows)


def set_tags(connection: sqlite.Connection, phone: PhoneNumber, wanted: Collection[str]) -> None:
    """Give a customer these tags and no others."""
    connection.execute("DELETE FROM tags WHERE phone = ?", (phone.digits,))
    connection.executemany("INSERT INTO tags (phone, tag) VALUES (?, ?)", [(phone.digits, tag) for tag in set(wanted)])


def tags_in_use(connection: sqlite.Connection) -> list[str]:
    """Return every tag somebody has, the most frequent first."""
    rows = connection.execute("SELECT tag FROM tags GROUP BY tag ORDER BY count(*) DESC, tag")
    return [row["tag"] for row in rows]


def tagged(connection: sqlite.Connection, tag: str) -> list[PhoneNumber]:
    """Return who has a tag, in the order of numbers."""
    rows = connection.execute("SELECT phone FROM tags WHERE tag = ? ORDER BY phone", (tag,))
    return [PhoneNumber(row["phone"]) for row in rows]


# Names


def names_of(connection: sqlite.Connection, phones: Iterable[PhoneNumber]) -> Mapping[PhoneNumber, str]:
    """Return the names of those who have one."""
    rows = connection.execute(
        "SELECT phone, name FROM conversations WHERE phone IN (SELECT value FROM json_each(?)) AND name <> ''",
        (json.dumps([phone.digits for phone in phones]),),
    )
    return {PhoneNumber(row["phone"]): row["name"] for row in rows}
