"""What the desk remembers: one method is one transaction, and tells what it changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from mwdesk.domain.message import (
    Conversation,
    DayCounts,
    DeliveryReport,
    DeliveryState,
    Direction,
    IncomingMessage,
    Message,
)
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.database import Database
from mwdesk.store.delivery import keep_orphan, move, take_orphan
from mwdesk.store.rows import from_message, from_microseconds, to_conversation, to_message, to_microseconds

_INSERT_MESSAGE = """
    INSERT INTO messages (row_id, phone, direction, text, created_at, gateway_time, state, message_id, reason_code,
                          updated_at, attempts)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write did; all empty when it did nothing. Conversations stand as they are after the write."""

    added: tuple[Message, ...] = ()
    changed: tuple[Message, ...] = ()
    conversations: tuple[Conversation, ...] = ()


class Store:
    """The desk's memory in one file, used by the thread that made it: the background loop's.

    Every method raises :class:`StoreError`, and then nothing of it was stored.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises :class:`NewerStoreError` when a newer MWDesk wrote it."""
        self._db = Database(path)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # New messages

    def add_incoming(self, batch: Sequence[IncomingMessage], now: datetime) -> Changes:
        """Store customers' messages in the order given; each waits for an answer and is unread."""
        if not batch:
            return Changes()
        with self._db.transaction() as connection:
            first = _next_row_id(connection)
            messages = [
                Message(
                    row_id=row_id,
                    phone=incoming.phone,
                    direction=Direction.IN,
                    text=incoming.text,
                    created_at=_utc(incoming.received_at),
                    gateway_time=incoming.gateway_time,
                    updated_at=_utc(now),
                )
                for row_id, incoming in enumerate(batch, first)
            ]
            by_phone: dict[PhoneNumber, list[Message]] = {}
            for message in messages:
                by_phone.setdefault(message.phone, []).append(message)
            connection.executemany(
                """
                INSERT INTO conversations (phone, last_row_id, last_text, last_direction, last_at, waiting_since,
                                           unread, message_count)
                VALUES (:phone, :row_id, :text, 'in', :at, :waiting_since, :count, :count)
                ON CONFLICT (phone) DO UPDATE SET
                    last_row_id = excluded.last_row_id, last_text = excluded.last_text, last_direction = 'in',
                    last_state = NULL, last_at = excluded.last_at,
                    waiting_since = coalesce(waiting_since, excluded.waiting_since),
                    unread = unread + excluded.unread, message_count = message_count + excluded.message_count
                """,
                [
                    {
                        "phone": phone.digits,
                        "row_id": theirs[-1].row_id,
                        "text": theirs[-1].text,
                        "at": to_microseconds(theirs[-1].created_at),
                        "waiting_since": to_microseconds(min(message.created_at for message in theirs)),
                        "count": len(theirs),
                    }
                    for phone, theirs in by_phone.items()
                ],
            )
            connection.executemany(_INSERT_MESSAGE, map(from_message, messages))
            return Changes(added=tuple(messages), conversations=_conversations(connection, by_phone))

    def add_outgoing(self, phone: PhoneNumber, texts: Sequence[str], now: datetime) -> Changes:
        """Store an operator's reply as PENDING messages, in order; the customer waits no longer, the draft is done."""
        if not texts:
            return Changes()
        with self._db.transaction() as connection:
            moment = _utc(now)
            messages = [
                Message(
                    row_id=row_id,
                    phone=phone,
                    direction=Direction.OUT,
                    text=text,
                    created_at=moment,
                    state=DeliveryState.PENDING,
                    updated_at=moment,
                )
                for row_id, text in enumerate(texts, _next_row_id(connection))
            ]
            connection.execute(
                """
                INSERT INTO conversations (phone, last_row_id, last_text, last_direction, last_state, last_at,
                                           message_count)
                VALUES (?, ?, ?, 'out', 'pending', ?, ?)
                ON CONFLICT (phone) DO UPDATE SET
                    last_row_id = excluded.last_row_id, last_text = excluded.last_text, last_direction = 'out',
                    last_state = 'pending', last_at = excluded.last_at, waiting_since = NULL,
                    message_count = message_count + excluded.message_count, draft = '', draft_at = NULL
                """,
                (phone.digits, messages[-1].row_id, messages[-1].text, to_microseconds(now), len(messages)),
            )
            connection.executemany(_INSERT_MESSAGE, map(from_message, messages))
            return Changes(added=tuple(messages), conversations=_conversations(connection, [phone]))

    # The way of an outgoing message; a step its state does not allow changes nothing

    def next_pending(self) -> Message | None:
        """Return the oldest message that waits to be sent."""
        with self._db.reading() as connection:
            row = connection.execute(
                "SELECT * FROM messages WHERE state = 'pending' ORDER BY row_id LIMIT 1"
            ).fetchone()
            return None if row is None else to_message(row)

    def mark_sending(self, row_id: int, now: datetime) -> Changes:
        """Note, before the frame is written, that it is about to be; counts the attempt."""
        return self._step(row_id, DeliveryState.SENDING, now)

    def mark_sent(self, row_id: int, message_id: str, now: datetime) -> Changes:
        """Note that the gateway took it, and apply the report that came before its id did."""
        with self._db.transaction() as connection:
            message = _message(connection, row_id)
            if message is None:
                return Changes()
            sent = move(connection, message, DeliveryState.SENT, now, message_id=message_id)
            if sent is None:
                return Changes()
            report = take_orphan(connection, message_id)
            if report is not None:
                state, code = report
                sent = move(connection, sent, state, now, reason_code=code) or sent
            return Changes(changed=(sent,), conversations=_conversations(connection, [sent.phone]))

    def mark_failed(self, row_id: int, reason_code: str, now: datetime) -> Changes:
        """Note that the gateway refused it, or that it could not even be written."""
        return self._step(row_id, DeliveryState.FAILED, now, reason_code)

    def mark_unknown(self, row_id: int, now: datetime, reason_code: str = "") -> Changes:
        """Note that nobody knows whether the gateway took it."""
        return self._step(row_id, DeliveryState.UNKNOWN, now, reason_code)

    def cancel(self, row_id: int, now: datetime) -> Changes:
        """Give up a message. If it never left and nothing else answers the customer, the customer waits again."""
        return self._step(row_id, DeliveryState.CANCELLED, now)

    def recover_sending(self, now: datetime) -> Changes:
        """Turn every SENDING message to UNKNOWN; called at start, when no answer can come any more."""
        with self._db.transaction() as connection:
            rows = connection.execute("SELECT * FROM messages WHERE state = 'sending' ORDER BY row_id").fetchall()
            moved = [move(connection, to_message(row), DeliveryState.UNKNOWN, now) for row in rows]
            return _changed(connection, [message for message in moved if message is not None])

    def apply_reports(self, batch: Sequence[DeliveryReport], now: datetime) -> Changes:
        """Apply status reports in the order given; one whose id is not known yet is kept for :meth:`mark_sent`."""
        if not batch:
            return Changes()
        with self._db.transaction() as connection:
            changed: dict[int, Message] = {}
            for report in batch:
                if not report.message_id:
                    continue
                # Ids might come round again after years; then the newest message is meant.
                row = connection.execute(
                    "SELECT * FROM messages WHERE message_id = ? ORDER BY row_id DESC LIMIT 1", (report.message_id,)
                ).fetchone()
                if row is None:
                    keep_orphan(connection, report, now)
                    continue
                moved = move(connection, to_message(row), report.delivery_state, now, reason_code=report.code)
                if moved is not None:
                    changed[moved.row_id] = moved
            return _changed(connection, list(changed.values()))

    def _step(self, row_id: int, state: DeliveryState, now: datetime, reason_code: str = "") -> Changes:
        with self._db.transaction() as connection:
            message = _message(connection, row_id)
            moved = None if message is None else move(connection, message, state, now, reason_code=reason_code)
            return Changes() if moved is None else _changed(connection, [moved])

    # Reading

    def conversations(self, limit: int = 200) -> list[Conversation]:
        """Return the newest ``limit`` conversations and every waiting or unread one besides, newest first."""
        with self._db.reading() as connection:
            rows = connection.execute(
                """
                SELECT * FROM conversations WHERE phone IN (
                    SELECT phone FROM (SELECT phone FROM conversations ORDER BY last_at DESC, phone LIMIT ?)
                    UNION SELECT phone FROM conversations WHERE waiting_since IS NOT NULL
                    UNION SELECT phone FROM conversations WHERE unread > 0
                ) ORDER BY last_at DESC, phone
                """,
                (limit,),
            )
            return [to_conversation(row) for row in rows]

    def conversation(self, phone: PhoneNumber) -> Conversation | None:
        """Return the conversation with a number, if there is one."""
        with self._db.reading() as connection:
            return next(iter(_conversations(connection, [phone])), None)

    def thread(self, phone: PhoneNumber, before_row_id: int | None = None, limit: int = 50) -> list[Message]:
        """Return the newest ``limit`` messages of a conversation older than ``before_row_id``, oldest first."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM messages WHERE phone = ? AND row_id < ? ORDER BY row_id DESC LIMIT ?",
                (phone.digits, 2**63 - 1 if before_row_id is None else before_row_id, limit),
            ).fetchall()
            return [to_message(row) for row in reversed(rows)]

    def message(self, row_id: int) -> Message | None:
        """Return one message, if there is one."""
        with self._db.reading() as connection:
            return _message(connection, row_id)

    def day_counts(self, start: datetime) -> DayCounts:
        """Count the messages since ``start``; out of those written here, the ones that were or may have been sent."""
        with self._db.reading() as connection:
            row = connection.execute(
                """
                SELECT
                    coalesce(sum(direction = 'out' AND state NOT IN ('pending', 'cancelled')
                                 AND NOT (state = 'failed' AND message_id IS NULL)), 0) AS sent,
                    coalesce(sum(direction = 'in'), 0) AS received,
                    (SELECT count(*) FROM messages WHERE state = 'pending') AS pending
                FROM messages WHERE created_at >= ?
                """,
                (to_microseconds(start),),
            ).fetchone()
            return DayCounts(sent=row["sent"], received=row["received"], pending=row["pending"])

    def search(self, fragment: str, limit: int = 50) -> list[Conversation]:
        """Find conversations by a piece of the number, the name or the last text, newest first."""
        # People type numbers in groups, the file holds bare digits.
        digits = "".join(character for character in fragment if character not in " -+")
        with self._db.reading() as connection:
            rows = connection.execute(
                r"""
                SELECT * FROM conversations
                WHERE phone LIKE ? ESCAPE '\' OR name LIKE ? ESCAPE '\' OR last_text LIKE ? ESCAPE '\'
                ORDER BY last_at DESC, phone LIMIT ?
                """,
                (_containing(digits if digits else fragment), _containing(fragment), _containing(fragment), limit),
            )
            return [to_conversation(row) for row in rows]

    # What the operator notes about a conversation

    def ensure_conversation(self, phone: PhoneNumber, now: datetime | None = None) -> Changes:
        """Start a conversation with a number nobody wrote to yet; until a message comes it is listed under ``now``."""
        with self._db.transaction() as connection:
            if not _ensure(connection, phone, now):
                return Changes()
            return Changes(conversations=_conversations(connection, [phone]))

    def mark_read(self, phone: PhoneNumber) -> Changes:
        """Note that the operator has seen everything in it; whether the customer waits is another matter."""
        with self._db.transaction() as connection:
            return _if_touched(
                connection,
                phone,
                connection.execute(
                    "UPDATE conversations SET unread = 0 WHERE phone = ? AND unread <> 0", (phone.digits,)
                ),
            )

    def save_draft(self, phone: PhoneNumber, text: str, now: datetime | None = None) -> Changes:
        """Keep an unsent text, starting the conversation if need be; an empty one drops the draft."""
        with self._db.transaction() as connection:
            if text:
                _ensure(connection, phone, now)
            draft_at = to_microseconds(now or datetime.now(UTC)) if text else None
            return _if_touched(
                connection,
                phone,
                connection.execute(
                    "UPDATE conversations SET draft = :text, draft_at = :at WHERE phone = :phone AND draft <> :text",
                    {"text": text, "at": draft_at, "phone": phone.digits},
                ),
            )

    def set_name(self, phone: PhoneNumber, name: str, now: datetime | None = None) -> Changes:
        """Name a customer, starting the conversation if need be."""
        with self._db.transaction() as connection:
            if name:
                _ensure(connection, phone, now)
            return _if_touched(
                connection,
                phone,
                connection.execute(
                    "UPDATE conversations SET name = :name WHERE phone = :phone AND name <> :name",
                    {"name": name, "phone": phone.digits},
                ),
            )

    # Small facts

    def get_fact(self, key: str) -> str | None:
        """Return a fact kept by :meth:`set_fact`."""
        with self._db.reading() as connection:
            row = connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
            return None if row is None else str(row["value"])

    def set_fact(self, key: str, value: str | None) -> None:
        """Keep a fact across restarts, or forget it with None. Never a password."""
        with self._db.transaction() as connection:
            if value is None:
                connection.execute("DELETE FROM facts WHERE key = ?", (key,))
            else:
                connection.execute("INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)", (key, value))


def _utc(moment: datetime) -> datetime:
    """Return the time just as it will be read back."""
    return from_microseconds(to_microseconds(moment))


def _next_row_id(connection: sqlite3.Connection) -> int:
    """Tell the first free row; it stays free while the transaction holds the write lock."""
    return int(connection.execute("SELECT coalesce(max(row_id), 0) + 1 FROM messages").fetchone()[0])


def _message(connection: sqlite3.Connection, row_id: int) -> Message | None:
    row = connection.execute("SELECT * FROM messages WHERE row_id = ?", (row_id,)).fetchone()
    return None if row is None else to_message(row)


def _conversations(connection: sqlite3.Connection, phones: Iterable[PhoneNumber]) -> tuple[Conversation, ...]:
    rows = (
        connection.execute("SELECT * FROM conversations WHERE phone = ?", (phone.digits,)).fetchone()
        for phone in phones
    )
    return tuple(to_conversation(row) for row in rows if row is not None)


def _changed(connection: sqlite3.Connection, messages: Sequence[Message]) -> Changes:
    phones = dict.fromkeys(message.phone for message in messages)
    return Changes(changed=tuple(messages), conversations=_conversations(connection, phones))


def _if_touched(connection: sqlite3.Connection, phone: PhoneNumber, cursor: sqlite3.Cursor) -> Changes:
    return Changes(conversations=_conversations(connection, [phone])) if cursor.rowcount else Changes()


def _ensure(connection: sqlite3.Connection, phone: PhoneNumber, now: datetime | None) -> bool:
    cursor = connection.execute(
        "INSERT INTO conversations (phone, last_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (phone.digits, to_microseconds(now or datetime.now(UTC))),
    )
    return cursor.rowcount > 0


def _containing(fragment: str) -> str:
    r"""Build a LIKE pattern, for ``ESCAPE '\'``, that takes the fragment's own ``%`` and ``_`` literally."""
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
