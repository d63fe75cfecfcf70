"""Forgetting what is old: messages in small steps, and their conversations' rows with them."""

from __future__ import annotations

from datetime import datetime

from mwdesk.store.driver import sqlite
from mwdesk.store.rows import to_microseconds
from mwdesk.store.search import remove_from_index


def delete_older_than(connection: sqlite.Connection, moment: datetime, limit: int) -> int:
    """Delete up to ``limit`` of the oldest messages before ``moment``, never one still on its way out."""
    rows = connection.execute(
        """
        SELECT row_id, phone, text FROM messages
        WHERE created_at < ? AND (state IS NULL OR state NOT IN ('pending', 'sending'))
        ORDER BY created_at LIMIT ?
        """,
        (to_microseconds(moment), limit),
    ).fetchall()
    remove_from_index(connection, [(row["row_id"], row["text"]) for row in rows])
    connection.executemany("DELETE FROM messages WHERE row_id = ?", [(row["row_id"],) for row in rows])
    for phone in {row["phone"] for row in rows}:
        _recount(connection, phone)
    return len(rows)


def _recount(connection: sqlite.Connection, phone: str) -> None:
    """Derive a conversation's row from the messages that are left; without any, only what a person noted keeps it."""
    connection.execute(
        """
        UPDATE conversations SET
            message_count = counted.messages, failed = counted.failed, unread = min(unread, counted.received),
            waiting_since = CASE WHEN waiting_since IS NULL THEN NULL ELSE (
                SELECT min(created_at) FROM messages
                WHERE phone = :phone AND direction = 'in' AND created_at >= conversations.waiting_since
            ) END
        FROM (
            SELECT count(*) AS messages, coalesce(sum(state IN ('failed', 'unknown') AND dismissed = 0), 0) AS failed,
                   coalesce(sum(direction = 'in'), 0) AS received
            FROM messages WHERE phone = :phone
        ) AS counted WHERE phone = :phone
        """,
        {"phone": phone},
    )
    connection.execute(
        """
        DELETE FROM conversations
        WHERE phone = :phone AND message_count = 0 AND name = '' AND draft = '' AND pinned = 0 AND blocked = 0
        AND NOT EXISTS (SELECT * FROM notes WHERE notes.phone = :phone)
        AND NOT EXISTS (SELECT * FROM tags WHERE tags.phone = :phone)
        """,
        {"phone": phone},
    )
    # Messages need not be as old as their rows: the last one may go before others.
    connection.execute(
        """
        UPDATE conversations SET
            last_row_id = newest.row_id, last_text = newest.text, last_direction = newest.direction,
            last_state = newest.state, last_at = newest.created_at
        FROM (SELECT * FROM messages WHERE phone = :phone ORDER BY row_id DESC LIMIT 1) AS newest
        WHERE conversations.phone = :phone AND last_row_id <> newest.row_id
        """,
        {"phone": phone},
    )
    connection.execute(
        """
        UPDATE conversations SET last_row_id = 0, last_text = '', last_direction = 'in', last_state = NULL
        WHERE phone = ? AND message_count = 0
        """,
        (phone,),
    )
