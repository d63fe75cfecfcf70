"""What the desk remembers: one method is one transaction, and tells what it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from mwdesk.domain.account import Balance
from mwdesk.domain.canned import CannedReply
from mwdesk.domain.card import Note
from mwdesk.domain.message import Conversation, DeliveryReport, DeliveryState, Direction, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.store import answers, canned, cards, many, marks, retention, search, usage
from mwdesk.store.backup import copy_file
from mwdesk.store.crypt import Key
from mwdesk.store.database import Database
from mwdesk.store.delivery import Move, apply, dismiss, move, step, take_orphan
from mwdesk.store.driver import sqlite
from mwdesk.store.failures import mapped_errors
from mwdesk.store.reading import Reading, message_at
from mwdesk.store.rows import as_utc, conversations_of, from_message, to_message, to_microseconds

_LAST_BATCH = "last_batch"
_DISMISSIBLE = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.SENT, DeliveryState.DEFERRED)
_INSERT_MESSAGE = """
    INSERT INTO messages (row_id, phone, direction, text, created_at, gateway_time, state, message_id, reason_code,
                          updated_at, attempts)
    VALUES :rows
"""


_RECEIVE = """
    INSERT INTO conversations (phone, last_row_id, last_text, last_direction, last_at, waiting_since, unread,
                               message_count)
    VALUES :rows
    ON CONFLICT (phone) DO UPDATE SET
        last_row_id = excluded.last_row_id, last_text = excluded.last_text, last_direction = 'in',
        last_state = NULL, last_at = excluded.last_at, message_count = message_count + excluded.message_count,
        -- What a blocked number writes asks for nothing; from anybody else it opens the conversation again.
        waiting_since = CASE
            WHEN blocked THEN waiting_since
            WHEN resolved_at IS NULL THEN coalesce(waiting_since, excluded.waiting_since)
            ELSE excluded.waiting_since
        END,
        unread = CASE WHEN blocked THEN unread ELSE unread + excluded.unread END,
        archived = archived AND blocked,
        resolved_at = CASE WHEN blocked THEN resolved_at END,
        snoozed_until = CASE WHEN blocked THEN snoozed_until END
"""


class Changes(Struct, frozen=True):
    """What a write did; all empty when it did nothing. Conversations stand as they are after the write."""

    added: tuple[Message, ...] = ()
    changed: tuple[Message, ...] = ()
    conversations: tuple[Conversation, ...] = ()


class Store(Reading):
    """The desk's memory in one file, used by the thread that made it: the background loop's.

    Every method raises :class:`StoreError`, and then nothing of it was stored.
    """

    def __init__(self, path: Path, key: Key | None = None) -> None:
        """Open or create the file; one of an earlier schema is backed up and lifted.

        Raises :class:`NewerStoreError`, :class:`WrongKeyError`, :class:`DamagedStoreError`; the file is then untouched.
        """
        log = path.with_name(path.name + "-wal")
        with mapped_errors():
            self.was_closed_cleanly = not (log.exists() and log.stat().st_size)
        """False when the last run ended amid its work: then :meth:`Reader.check` is worth its seconds."""
        super().__init__(Database.open(path, key))
        self._key = key

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

    def add_incoming(self, batch: Sequence[IncomingMessage], now: datetime, *, may_repeat: bool = False) -> Changes:
        """Store customers' messages in the order given; each waits for an answer and is unread.

        With ``may_repeat``, for the first batch of a connection, one that begins with all of the batch stored last is
        taken for that batch given again, and only what follows is stored: a gateway may give again what it cannot know
        to have arrived.
        """
        if not batch:
            return Changes()
        with self._db.transaction() as connection:
            repeated = _repeated(connection, batch) if may_repeat else 0
            connection.execute("INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)", (_LAST_BATCH, _mark(batch)))
            batch = batch[repeated:]
            if not batch:
                return Changes()
            stored_at = as_utc(now)
            messages = [
                Message(
                    row_id,
                    incoming.phone,
                    Direction.IN,
                    incoming.text,
                    as_utc(incoming.received_at),
                    gateway_time=incoming.gateway_time,
                    updated_at=stored_at,
                )
                for row_id, incoming in enumerate(batch, _next_row_id(connection))
            ]
            by_phone: dict[PhoneNumber, list[Message]] = {}
            for message in messages:
                by_phone.setdefault(message.phone, []).append(message)
            many.write(connection, _RECEIVE, [_received(phone, theirs) for phone, theirs in by_phone.items()])
            _insert(connection, messages)
            return Changes(added=tuple(messages), conversations=conversations_of(connection, by_phone))

    def add_outgoing(
        self,
        phone: PhoneNumber,
        texts: Sequence[str],
        now: datetime,
        settles: Collection[int] = (),
        draft: str = "",
    ) -> Changes:
        """Store an operator's reply as PENDING messages, in order; the customer waits no longer.

        ``settles`` are the troubles the reply makes up for; those whose very text it repeats are made up for in any
        case. ``draft`` is what has been written besides. All is stored or nothing: a trouble or a draft that is still
        shown would be sent again.
        """
        return self._add_outgoing(phone, texts, now, settles, draft)

    def resend(self, row_id: int, now: datetime) -> Changes:
        """Store the text of a trouble once more as PENDING, which settles it; whatever is being written stays.

        One that is settled already is not sent again: who asked for it twice did not mean it twice.
        """
        with self._db.reading() as connection:
            message = message_at(connection, row_id)
        if message is None or message.dismissed or message.state not in _DISMISSIBLE:
            return Changes()
        return self._add_outgoing(message.phone, (message.text,), now, (row_id,), None)

    def _add_outgoing(
        self, phone: PhoneNumber, texts: Sequence[str], now: datetime, settles: Collection[int], draft: str | None
    ) -> Changes:
        if not texts:
            return Changes()
        with self._db.transaction() as connection:
            moment = as_utc(now)
            waiting_since = answers.waiting_since(connection, phone)
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
                VALUES (:phone, :row_id, :text, 'out', 'pending', :now, :count)
                ON CONFLICT (phone) DO UPDATE SET
                    last_row_id = excluded.last_row_id, last_text = excluded.last_text, last_direction = 'out',
                    last_state = 'pending', last_at = excluded.last_at, waiting_since = NULL,
                    message_count = message_count + excluded.message_count, draft = coalesce(:draft, draft),
                    draft_at = CASE WHEN :draft IS NULL THEN draft_at WHEN :draft <> '' THEN :now END
                """,
                {
                    "phone": phone.digits,
                    "row_id": messages[-1].row_id,
                    "text": messages[-1].text,
                    "now": to_microseconds(now),
                    "count": len(messages),
                    "draft": draft,
                },
            )
            _insert(connection, messages)
            if waiting_since is not None:
                answers.note(connection, messages, waiting_since)
            made_up_for = dict.fromkeys((*settles, *_same_troubles(connection, phone, texts)))
            settled = [message for row_id in made_up_for for message in _dismissed(connection, row_id)]
            return Changes(tuple(messages), tuple(settled), conversations_of(connection, [phone]))

    # The way of an outgoing message; a step its state does not allow changes nothing

    def next_pending(self, except_rows: Collection[int] = ()) -> Message | None:
        """Return the oldest message that waits to be sent and is none of ``except_rows``."""
        with self._db.reading() as connection:
            rows = connection.execute("SELECT * FROM messages WHERE state = 'pending' ORDER BY row_id")
            return next((to_message(row) for row in rows if row["row_id"] not in except_rows), None)

    def mark_sending(self, row_id: int, now: datetime) -> Changes:
        """Note, before the frame is written, that it is about to be; counts the attempt."""
        return self._step(row_id, DeliveryState.SENDING, now)

    def mark_sent(self, row_id: int, message_id: str, now: datetime) -> Changes:
        """Note that the gateway took it, and apply the report that came before its id did."""
        with self._db.transaction() as connection:
            message = message_at(connection, row_id)
            sent = message and step(message, DeliveryState.SENT, now, message_id=message_id)
            if message is None or sent is None:
                return Changes()
            report = take_orphan(connection, message_id, now)
            reported = report and step(sent, report.delivery_state, now, reason_code=report.code)
            return _moved(connection, [Move(message, reported or sent, report if reported else None)], now)

    def mark_failed(self, row_id: int, reason_code: str, now: datetime) -> Changes:
        """Note that the gateway refused it, or that it could not even be written."""
        return self._step(row_id, DeliveryState.FAILED, now, reason_code)

    def put_back(self, row_id: int, reason_code: str, now: datetime) -> Changes:
        """Note that the gateway did not take it now, and that it is to be tried again."""
        return self._step(row_id, DeliveryState.PENDING, now, reason_code)

    def mark_unknown(self, row_id: int, now: datetime, reason_code: str = "") -> Changes:
        """Note that nobody knows whether the gateway took it."""
        return self._step(row_id, DeliveryState.UNKNOWN, now, reason_code)

    def cancel(self, row_id: int, now: datetime) -> Changes:
        """Give up a message. If it never left and nothing else answers the customer, the customer waits again."""
        return self._step(row_id, DeliveryState.CANCELLED, now)

    def dismiss_failed(self, row_id: int) -> Changes:
        """Take a trouble out of the failed list and count: one that failed, is unknown, or was never reported on.

        Its state stays, and a later change of state brings it back.
        """
        with self._db.transaction() as connection:
            dismissed = _dismissed(connection, row_id)
            phones = [message.phone for message in dismissed]
            return Changes(changed=dismissed, conversations=conversations_of(connection, phones))

    def recover_sending(self, now: datetime) -> Changes:
        """Turn every SENDING message to UNKNOWN; called at start, when no answer can come any more."""
        with self._db.transaction() as connection:
            rows = connection.execute("SELECT * FROM messages WHERE state = 'sending' ORDER BY row_id").fetchall()
            steps = [(message, step(message, DeliveryState.UNKNOWN, now)) for message in map(to_message, rows)]
            return _moved(connection, [Move(before, after) for before, after in steps if after is not None], now)

    def apply_reports(self, batch: Sequence[DeliveryReport], now: datetime) -> Changes:
        """Apply status reports in the order given; one whose id is not known yet is kept for :meth:`mark_sent`."""
        if not batch:
            return Changes()
        with self._db.transaction() as connection:
            return _moved(connection, apply(connection, batch, now), now)

    def _step(self, row_id: int, state: DeliveryState, now: datetime, reason_code: str = "") -> Changes:
        with self._db.transaction() as connection:
            message = message_at(connection, row_id)
            after = message and step(message, state, now, reason_code=reason_code)
            return _moved(connection, [Move(message, after)], now) if message and after else Changes()

    # The account

    def note_balance(self, balance: Balance, now: datetime) -> None:
        """Keep what the gateway told of messages left and used."""
        with self._db.transaction() as connection:
            usage.note_balance(connection, balance, now)

    def forget_balances(self) -> None:
        """Drop what was told so far: it was told of another account, and a count of both would be of neither."""
        with self._db.transaction() as connection:
            connection.execute("DELETE FROM usage")

    # What the operator notes about a conversation

    def ensure_conversation(self, phone: PhoneNumber, now: datetime | None = None) -> Changes:
        """Start a conversation with a number nobody wrote to yet; until a message comes it is listed under ``now``."""
        with self._db.transaction() as connection:
            if not _ensure(connection, phone, now):
                return Changes()
            return Changes(conversations=conversations_of(connection, [phone]))

    def mark_read(self, phone: PhoneNumber) -> Changes:
        """Note that the operator has seen everything in it; whether the customer waits is another matter."""
        with self._db.transaction() as connection:
            return _if_touched(
                connection,
                phone,
                connection.execute(
                    """
                    UPDATE conversations SET unread = 0, marked_unread = 0
                    WHERE phone = ? AND (unread <> 0 OR marked_unread <> 0)
                    """,
                    (phone.digits,),
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

    def set_names(self, names: Mapping[PhoneNumber, str]) -> Changes:
        """Name several customers at once; those nobody has written to are found, but not listed."""
        with self._db.transaction() as connection:
            touched = []
            for phone, name in names.items():
                cursor = connection.execute(
                    """
                    INSERT INTO conversations (phone, name, last_at) VALUES (?, ?, 0)
                    ON CONFLICT (phone) DO UPDATE SET name = excluded.name WHERE name <> excluded.name
                    """,
                    (phone.digits, name),
                )
                touched += [phone] if cursor.rowcount else []
            return Changes(conversations=conversations_of(connection, touched))

    def pin(self, phone: PhoneNumber, on: bool = True) -> Changes:
        """Keep a conversation at the top of the list, or no longer."""
        return self._mark(phone, lambda connection: marks.pin(connection, phone, on))

    def archive(self, phone: PhoneNumber, on: bool = True) -> Changes:
        """Put a conversation away until the customer writes, or take it back."""
        return self._mark(phone, lambda connection: marks.archive(connection, phone, on))

    def resolve(self, phone: PhoneNumber, at: datetime | None) -> Changes:
        """Call a conversation done until the customer writes; with None it waits again as it did before."""
        return self._mark(phone, lambda connection: marks.resolve(connection, phone, at))

    def snooze(self, phone: PhoneNumber, until: datetime | None) -> Changes:
        """Let a conversation rest until then or until the customer writes; with None it is back at once."""
        return self._mark(phone, lambda connection: marks.snooze(connection, phone, until))

    def wake_snoozed(self, now: datetime) -> Changes:
        """End every snooze that is over; each conversation then looks unread."""
        with self._db.transaction() as connection:
            return Changes(conversations=conversations_of(connection, marks.wake(connection, now)))

    def block(self, phone: PhoneNumber, on: bool = True) -> Changes:
        """Store what a number writes without letting it wait or count as unread, or no longer."""
        with self._db.transaction() as connection:
            if on:
                _ensure(connection, phone, None)
            return _if_touched(connection, phone, marks.block(connection, phone, on))

    def mark_unread(self, phone: PhoneNumber) -> Changes:
        """Make a conversation look unread until :meth:`mark_read`."""
        return self._mark(phone, lambda connection: marks.mark_unread(connection, phone))

    def _mark(self, phone: PhoneNumber, mark: Callable[[sqlite.Connection], sqlite.Cursor]) -> Changes:
        with self._db.transaction() as connection:
            return _if_touched(connection, phone, mark(connection))

    # What the operator notes about a customer

    def add_note(self, phone: PhoneNumber, text: str, author: str, now: datetime) -> Note:
        """Write a note down, starting the conversation if need be."""
        with self._db.transaction() as connection:
            _ensure(connection, phone, now)
            return cards.add_note(connection, phone, text, author, now)

    def edit_note(self, row_id: int, text: str, author: str, now: datetime) -> Note:
        """Change a note and keep who did and when. Raises :class:`StoreError` when it is gone."""
        with self._db.transaction() as connection:
            note = cards.edit_note(connection, row_id, text, author, now)
            if note is None:
                raise StoreError("there is no such note")
            return note

    def delete_note(self, row_id: int) -> None:
        """Delete a note for good, if it is still there."""
        with self._db.transaction() as connection:
            cards.delete_note(connection, row_id)

    def set_tags(self, phone: PhoneNumber, tags: Collection[str], now: datetime | None = None) -> None:
        """Give a customer these tags and no others, starting the conversation if need be."""
        with self._db.transaction() as connection:
            if tags:
                _ensure(connection, phone, now)
            cards.set_tags(connection, phone, tags)

    # Canned replies

    def save_canned_reply(self, reply: CannedReply) -> CannedReply:
        """Add one with row 0, or change title, text and initials of the one in its row; return it as it is kept."""
        with self._db.transaction() as connection:
            kept = canned.save(connection, reply)
            if kept is None:
                raise StoreError("there is no such canned reply")
            return kept

    def save_canned_replies(self, replies: Sequence[CannedReply]) -> list[CannedReply]:
        """Save several at once, all or none."""
        with self._db.transaction() as connection:
            kept = [canned.save(connection, reply) for reply in replies]
            if None in kept:
                raise StoreError("there is no such canned reply")
            return [reply for reply in kept if reply is not None]

    def delete_canned_reply(self, row_id: int) -> None:
        """Delete one for good, if it is still there."""
        with self._db.transaction() as connection:
            canned.delete(connection, row_id)

    def note_canned_use(self, row_id: int, now: datetime) -> None:
        """Count a use, by which the often used come first."""
        with self._db.transaction() as connection:
            canned.note_use(connection, row_id, now)

    # Small facts

    def set_fact(self, key: str, value: str | None) -> None:
        """Keep a fact across restarts, or forget it with None. Never a password."""
        with self._db.transaction() as connection:
            if value is None:
                connection.execute("DELETE FROM facts WHERE key = ?", (key,))
            else:
                connection.execute("INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)", (key, value))

    # Upkeep, in small steps whenever there is nothing else to do

    def index_some(self, limit: int = 500) -> int:
        """Make the next older messages of an earlier schema searchable; return how many it were, 0 when all are."""
        if not self.search_backlog():
            return 0
        with self._db.transaction() as connection:
            return search.index_some(connection, limit)

    def delete_older_than(self, moment: datetime, limit: int = 500) -> int:
        """Delete up to ``limit`` of the oldest messages before ``moment`` for good, and return how many it were.

        Messages still on their way out stay, and so does a conversation with a name or a draft.
        """
        with self._db.transaction() as connection:
            return retention.delete_older_than(connection, moment, limit)

    def checkpoint(self) -> None:
        """Write the log into the file as far as no reader needs it; SQLite does so itself every 1000 pages."""
        with self._db.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def backup(self, to: Path) -> None:
        """Copy the file, with its key, to a new one; a big one is better copied by :meth:`Reader.back_up`."""
        with self._db.reading() as connection:
            copy_file(connection, to, self._key)


def _repeated(connection: sqlite.Connection, batch: Sequence[IncomingMessage]) -> int:
    """Return how many records at the beginning of a batch are those stored last."""
    row = connection.execute("SELECT value FROM facts WHERE key = ?", (_LAST_BATCH,)).fetchone()
    size = 0 if row is None else int(row["value"].partition(":")[0])
    return size if 0 < size <= len(batch) and _mark(batch[:size]) == row["value"] else 0


def _mark(batch: Sequence[IncomingMessage]) -> str:
    """Describe a batch by its size and a digest; the gateway's own time is part of each record."""
    digest = hashlib.sha256()
    for record in batch:
        digest.update(f"{record.phone.digits}\0{record.gateway_time}\0{record.text}\0".encode("utf-8", "replace"))
    return f"{len(batch)}:{digest.hexdigest()}"


def _next_row_id(connection: sqlite.Connection) -> int:
    """Tell the first free row; it stays free while the transaction holds the write lock."""
    return int(connection.execute("SELECT coalesce(max(row_id), 0) + 1 FROM messages").fetchone()[0])


def _same_troubles(connection: sqlite.Connection, phone: PhoneNumber, texts: Sequence[str]) -> list[int]:
    """Return the troubles of a number whose very texts go out now: sent again later, the customer had them twice."""
    if not connection.execute("SELECT failed FROM conversations WHERE phone = ?", (phone.digits,)).fetchone()[0]:
        return []  # as nearly always, and nothing need be looked through
    rows = connection.execute(
        """
        SELECT row_id FROM messages INDEXED BY messages_by_phone
        WHERE phone = ? AND state IN ('failed', 'unknown') AND dismissed = 0
        AND text IN (SELECT value FROM json_each(?))
        """,
        (phone.digits, json.dumps(texts)),
    )
    return [int(row["row_id"]) for row in rows]


def _dismissed(connection: sqlite.Connection, row_id: int) -> tuple[Message, ...]:
    message = message_at(connection, row_id)
    if message is None or message.dismissed or message.state not in _DISMISSIBLE:
        return ()
    return (dismiss(connection, message),)


def _insert(connection: sqlite.Connection, messages: Sequence[Message]) -> None:
    many.write(connection, _INSERT_MESSAGE, list(map(from_message, messages)))
    search.add_to_index(connection, [(message.row_id, message.text) for message in messages])


def _received(phone: PhoneNumber, messages: Sequence[Message]) -> tuple[int | str, ...]:
    newest, first_at = messages[-1], min(map(attrgetter("created_at"), messages))
    at, waiting_since = to_microseconds(newest.created_at), to_microseconds(first_at)
    return phone.digits, newest.row_id, newest.text, "in", at, waiting_since, len(messages), len(messages)


def _moved(connection: sqlite.Connection, moves: Sequence[Move], now: datetime) -> Changes:
    return Changes(changed=tuple(m.after for m in moves), conversations=move(connection, moves, now))


def _if_touched(connection: sqlite.Connection, phone: PhoneNumber, cursor: sqlite.Cursor) -> Changes:
    return Changes(conversations=conversations_of(connection, [phone])) if cursor.rowcount else Changes()


def _ensure(connection: sqlite.Connection, phone: PhoneNumber, now: datetime | None) -> bool:
    cursor = connection.execute(
        """
        INSERT INTO conversations (phone, last_at) VALUES (?, ?)
        ON CONFLICT (phone) DO UPDATE SET last_at = excluded.last_at WHERE last_at = 0
        """,
        (phone.digits, to_microseconds(now or datetime.now(UTC))),
    )
    return cursor.rowcount > 0
