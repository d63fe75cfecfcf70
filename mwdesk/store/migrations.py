"""The schema's history: a released migration is never edited, a new one is appended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Migration:
    """Statements that lift a file to ``version``, all in one transaction."""

    version: int
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        (
            # Times are integer microseconds since 1970 UTC. One row holds all the list paints: grouping a million
            # messages at start would take seconds.
            """
            CREATE TABLE conversations (
                phone TEXT PRIMARY KEY NOT NULL,
                name TEXT NOT NULL DEFAULT '',
                last_row_id INTEGER NOT NULL DEFAULT 0,
                last_text TEXT NOT NULL DEFAULT '',
                last_direction TEXT NOT NULL DEFAULT 'in' CHECK (last_direction IN ('in', 'out')),
                last_state TEXT,
                last_at INTEGER NOT NULL,
                waiting_since INTEGER,
                unread INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0,
                message_count INTEGER NOT NULL DEFAULT 0,
                draft TEXT NOT NULL DEFAULT '',
                draft_at INTEGER
            )
            """,
            "CREATE INDEX conversations_by_time ON conversations (last_at)",
            "CREATE INDEX conversations_waiting ON conversations (waiting_since) WHERE waiting_since IS NOT NULL",
            "CREATE INDEX conversations_unread ON conversations (unread) WHERE unread > 0",
            """
            CREATE TABLE messages (
                row_id INTEGER PRIMARY KEY,
                phone TEXT NOT NULL REFERENCES conversations (phone),
                direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
                text TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                gateway_time TEXT NOT NULL DEFAULT '',
                state TEXT,
                message_id TEXT,
                reason_code TEXT NOT NULL DEFAULT '',
                updated_at INTEGER,
                attempts INTEGER NOT NULL DEFAULT 0
            )
            """,
            "CREATE INDEX messages_by_phone ON messages (phone, row_id)",
            "CREATE INDEX messages_by_time ON messages (created_at)",
            "CREATE INDEX messages_by_message_id ON messages (message_id) WHERE message_id IS NOT NULL",
            # Two indexes, since SQLite uses a partial index only when the query repeats its condition word for word.
            "CREATE INDEX messages_pending ON messages (state) WHERE state = 'pending'",
            "CREATE INDEX messages_sending ON messages (state) WHERE state = 'sending'",
            """
            CREATE TABLE orphan_reports (
                message_id TEXT PRIMARY KEY NOT NULL,
                state TEXT NOT NULL,
                code TEXT NOT NULL,
                gateway_time TEXT NOT NULL,
                received_at INTEGER NOT NULL
            )
            """,
            "CREATE TABLE facts (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)",
        ),
    ),
)
