"""The schema's history: a released migration is never edited, a new one is appended."""

from __future__ import annotations

from msgspec import Struct


class Migration(Struct, frozen=True):
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
    Migration(
        2,
        (
            # When the frame was about to be written: where the evidence for an unknown outcome begins.
            "ALTER TABLE messages ADD COLUMN sending_at INTEGER",
            "CREATE INDEX messages_by_sending ON messages (sending_at) WHERE sending_at IS NOT NULL",
            "CREATE INDEX messages_troubled ON messages (row_id) WHERE state IN ('failed', 'unknown')",
            "DROP INDEX conversations_by_time",
            "CREATE INDEX conversations_by_time ON conversations (last_at DESC, phone)",
            "CREATE INDEX conversations_named ON conversations (name, phone) WHERE name <> ''",
            "CREATE INDEX orphan_reports_by_time ON orphan_reports (received_at)",
            # One row for as long as the gateway told the same: first at `at`, last at `until`.
            """
            CREATE TABLE usage (
                at INTEGER PRIMARY KEY,
                until INTEGER NOT NULL,
                messages_left INTEGER NOT NULL,
                messages_used INTEGER NOT NULL
            )
            """,
            # Pairs of characters, made in search.py; the texts themselves stay in `messages` alone.
            """
            CREATE VIRTUAL TABLE search_index USING fts5(
                pairs, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
            )
            """,
            # Rows up to this one are still to be indexed, in small steps and from the newest down.
            """
            INSERT INTO facts (key, value)
            SELECT 'search_backlog', max(row_id) FROM messages HAVING max(row_id) IS NOT NULL
            """,
        ),
    ),
    Migration(
        3,
        (
            "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN resolved_at INTEGER",
            "ALTER TABLE conversations ADD COLUMN snoozed_until INTEGER",
            "ALTER TABLE conversations ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0",
            # `waiting_since` stays while one of these marks hides it, so that taking the mark back brings it back.
            "DROP INDEX conversations_waiting",
            """
            CREATE INDEX conversations_waiting ON conversations (waiting_since)
            WHERE waiting_since IS NOT NULL AND resolved_at IS NULL AND snoozed_until IS NULL
            AND archived = 0 AND blocked = 0
            """,
            "DROP INDEX conversations_by_time",
            "CREATE INDEX conversations_by_time ON conversations (last_at DESC, phone) WHERE archived = 0",
            "CREATE INDEX conversations_archived ON conversations (last_at DESC, phone) WHERE archived = 1",
            "CREATE INDEX conversations_pinned ON conversations (pinned) WHERE pinned = 1",
            "CREATE INDEX conversations_snoozed ON conversations (snoozed_until) WHERE snoozed_until IS NOT NULL",
            "CREATE INDEX conversations_marked_unread ON conversations (marked_unread) WHERE marked_unread = 1",
            "CREATE INDEX conversations_blocked ON conversations (blocked) WHERE blocked = 1",
            "CREATE INDEX conversations_failed ON conversations (failed) WHERE failed > 0",
            # An operator has seen a failure and wants it out of the way.
            "ALTER TABLE messages ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE messages ADD COLUMN answered_at INTEGER",
            # The last report's time and figure, as the gateway told them; its code is `reason_code`.
            "ALTER TABLE messages ADD COLUMN report_time TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE messages ADD COLUMN report_figure INTEGER",
            "ALTER TABLE orphan_reports ADD COLUMN figure INTEGER",
            """
            CREATE TABLE notes (
                row_id INTEGER PRIMARY KEY,
                phone TEXT NOT NULL REFERENCES conversations (phone),
                text TEXT NOT NULL,
                author TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                edited_by TEXT NOT NULL DEFAULT '',
                edited_at INTEGER
            )
            """,
            "CREATE INDEX notes_by_phone ON notes (phone, row_id)",
            """
            CREATE TABLE tags (
                phone TEXT NOT NULL REFERENCES conversations (phone),
                tag TEXT NOT NULL,
                PRIMARY KEY (phone, tag)
            ) WITHOUT ROWID
            """,
            "CREATE INDEX tags_by_name ON tags (tag)",
            """
            CREATE TABLE canned_replies (
                row_id INTEGER PRIMARY KEY,
                title TEXT NOT NULL,
                text TEXT NOT NULL,
                initials TEXT NOT NULL DEFAULT '',
                used INTEGER NOT NULL DEFAULT 0,
                last_used_at INTEGER
            )
            """,
        ),
    ),
    Migration(
        4,
        (
            # Since when the customer had waited whom the message answers. It cannot be worked out later: what was
            # resolved meanwhile did not wait, and the mark is gone with the customer's next message.
            "ALTER TABLE messages ADD COLUMN waited_since INTEGER",
        ),
    ),
    Migration(
        5,
        (
            # `failed` counts unknown outcomes, too: they stand on the same page, and nobody is to pass them over.
            """
            UPDATE conversations SET failed = failed + (
                SELECT count(*) FROM messages
                WHERE messages.phone = conversations.phone AND state = 'unknown' AND dismissed = 0
            ) WHERE phone IN (
                SELECT phone FROM messages WHERE state IN ('failed', 'unknown') AND state = 'unknown' AND dismissed = 0
            )
            """,
        ),
    ),
)
