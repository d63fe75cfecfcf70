"""What can be asked of the file without writing to it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from mwdesk.domain.canned import CannedReply
from mwdesk.domain.card import Card, Details, Note
from mwdesk.domain.evidence import Evidence
from mwdesk.domain.figures import Answers
from mwdesk.domain.message import Conversation, DeliveryState, Direction, ListCounts, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.store import answers, canned, cards, marks, search, usage
from mwdesk.store.database import Database
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import conversations_of, from_microseconds, to_message, to_microseconds
from mwdesk.store.search import Hit, Wanted

_ANY_ROW = 2**63 - 1


class Reading:
    """Queries on one connection, for the thread that opened it. Every method raises :class:`StoreError`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # The list

    def conversations(self, limit: int = 200) -> list[Conversation]:
        """Return the newest ``limit`` conversations outside the archive, pinned ones first, then newest first.

        Every pinned, waiting, unread or snoozed one comes besides.
        """
        with self._db.reading() as connection:
            return marks.listed(connection, limit)

    def conversations_after(self, last: Conversation, limit: int = 200) -> list[Conversation]:
        """Return the ``limit`` conversations that follow ``last`` in the list, whether they wait or not.

        ``last`` is the last one by time of those that are not pinned.
        """
        with self._db.reading() as connection:
            return marks.page(connection, marks.LISTED_LATER, last, limit)

    def failed_conversations(self, last: Conversation | None = None, limit: int = 200) -> list[Conversation]:
        """Return the newest ``limit`` conversations outside the archive with failures, or those that follow ``last``.

        Those the operator dismissed are no failures here.
        """
        with self._db.reading() as connection:
            return marks.page(connection, marks.FAILED, last, limit)

    def archived_conversations(self, last: Conversation | None = None, limit: int = 200) -> list[Conversation]:
        """Return the newest ``limit`` conversations of the archive, or those that follow ``last`` there."""
        with self._db.reading() as connection:
            return marks.page(connection, marks.ARCHIVED, last, limit)

    def list_counts(self) -> ListCounts:
        """Count the conversations of each kind in the whole file."""
        with self._db.reading() as connection:
            return marks.counts(connection)

    def next_wake(self) -> datetime | None:
        """Return when the first snooze is over, None while there is none."""
        with self._db.reading() as connection:
            return marks.next_wake(connection)

    def conversation(self, phone: PhoneNumber) -> Conversation | None:
        """Return the conversation with a number, if there is one."""
        with self._db.reading() as connection:
            return next(iter(conversations_of(connection, [phone])), None)

    def search(self, fragment: str, limit: int = 50) -> list[Conversation]:
        """Find conversations by a piece of the number, the name or the last text, newest first."""
        with self._db.reading() as connection:
            return search.find_conversations(connection, fragment, limit)

    def search_notes(self, fragment: str, limit: int = 50) -> list[tuple[PhoneNumber, str]]:
        """Find customers by a piece of what was noted about them, with that note, newest first."""
        with self._db.reading() as connection:
            return search.find_notes(connection, fragment, limit)

    # Threads

    def thread(
        self, phone: PhoneNumber, before_row_id: int | None = None, limit: int = 50, *, after_row_id: int | None = None
    ) -> list[Message]:
        """Return ``limit`` messages of a conversation, oldest first.

        The newest, or the last before a row, or the first after one.
        """
        with self._db.reading() as connection:
            if after_row_id is not None:
                return _newer(connection, phone, after_row_id, limit)
            return _older(connection, phone, _ANY_ROW if before_row_id is None else before_row_id, limit)

    def thread_around(self, phone: PhoneNumber, row_id: int, limit: int = 50) -> list[Message]:
        """Return the messages of a conversation around a row, oldest first: half before it, half from it on."""
        with self._db.reading() as connection:
            before = _older(connection, phone, row_id, limit // 2)
            return before + _newer(connection, phone, row_id - 1, limit - len(before))

    def first_since(self, phone: PhoneNumber, moment: datetime) -> int | None:
        """Return the row of a conversation's first message from a moment on, else of its last before it.

        It walks through a long conversation, so ask a :class:`Reader`.
        """
        with self._db.reading() as connection:
            row = connection.execute(
                """
                SELECT coalesce(
                    (SELECT row_id FROM messages WHERE phone = :phone AND created_at >= :at ORDER BY row_id LIMIT 1),
                    (SELECT row_id FROM messages WHERE phone = :phone ORDER BY row_id DESC LIMIT 1)
                )
                """,
                {"phone": phone.digits, "at": to_microseconds(moment)},
            ).fetchone()
            return None if row[0] is None else int(row[0])

    def moments(self, phone: PhoneNumber, start: datetime, end: datetime) -> list[datetime]:
        """Return the times of a conversation's messages in [start, end), for a calendar; slow like `first_since`."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT created_at FROM messages WHERE phone = ? AND created_at >= ? AND created_at < ?",
                (phone.digits, to_microseconds(start), to_microseconds(end)),
            )
            return [from_microseconds(row[0]) for row in rows]

    def message(self, row_id: int) -> Message | None:
        """Return one message, if there is one."""
        with self._db.reading() as connection:
            return message_at(connection, row_id)

    def messages_between(
        self, start: datetime, end: datetime, last: Message | None = None, limit: int = 1000
    ) -> list[Message]:
        """Return a page of the messages of [start, end) in order of time, from the one after ``last``: for export."""
        at = to_microseconds(start if last is None else last.created_at)
        with self._db.reading() as connection:
            rows = connection.execute(
                """
                SELECT * FROM messages WHERE created_at >= :at AND created_at < :end
                AND (created_at > :at OR row_id > :row_id) ORDER BY created_at, row_id LIMIT :limit
                """,
                {"at": at, "end": to_microseconds(end), "row_id": 0 if last is None else last.row_id, "limit": limit},
            )
            return [to_message(row) for row in rows]

    def count_before(self, moment: datetime) -> int:
        """Count the messages before a moment, but not those still on their way out: for forgetting them."""
        with self._db.reading() as connection:
            row = connection.execute(
                """
                SELECT count(*) FROM messages
                WHERE created_at < ? AND (state IS NULL OR state NOT IN ('pending', 'sending'))
                """,
                (to_microseconds(moment),),
            ).fetchone()
            return int(row[0])

    # What is known of one customer, or one message

    def card(self, phone: PhoneNumber, now: datetime | None = None) -> Card:
        """Return a customer's card; it reads the whole thread, so ask a :class:`Reader` for a long one."""
        with self._db.reading() as connection:
            return cards.card(connection, phone, now or datetime.now(UTC))

    def notes(self, phone: PhoneNumber) -> list[Note]:
        """Return a customer's notes, newest first."""
        with self._db.reading() as connection:
            return cards.notes(connection, phone)

    def tags(self, phone: PhoneNumber) -> tuple[str, ...]:
        """Return a customer's tags."""
        with self._db.reading() as connection:
            return cards.tags(connection, phone)

    def tags_in_use(self) -> list[str]:
        """Return every tag some customer has, the most frequent first."""
        with self._db.reading() as connection:
            return cards.tags_in_use(connection)

    def tagged(self, tag: str) -> list[PhoneNumber]:
        """Return the customers who have a tag."""
        with self._db.reading() as connection:
            return cards.tagged(connection, tag)

    def names_of(self, phones: Iterable[PhoneNumber]) -> Mapping[PhoneNumber, str]:
        """Return the names of those who have one."""
        with self._db.reading() as connection:
            return cards.names_of(connection, phones)

    def details(self, row_id: int) -> Details | None:
        """Return all there is to know of a message, if there is one."""
        with self._db.reading() as connection:
            return cards.details(connection, row_id)

    # Everything

    def search_messages(
        self,
        fragment: str,
        *,
        before_row_id: int | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        states: Collection[DeliveryState] = (),
        direction: Direction | None = None,
        dismissed: bool = True,
        limit: int = 50,
    ) -> list[Hit]:
        """Find messages by a piece of their text, newest first; an empty one finds all that is asked for.

        The next page is asked with the last hit's row. One character alone is looked for in the newest 20,000 messages
        only. Troubles the operator dismissed are left out if ``dismissed`` is false.
        """
        wanted = Wanted(before_row_id, start, end, states, direction, dismissed)
        with self._db.reading() as connection:
            return search.find(connection, fragment, wanted, limit)

    def search_backlog(self) -> int:
        """Return the newest row that :meth:`search_messages` does not know yet, 0 when it knows all."""
        with self._db.reading() as connection:
            return search.backlog_row(connection)

    def day_rows(self, start: datetime) -> tuple[set[int], set[int], set[int]]:
        """Return the rows since ``start`` that were or may have been sent, those received, and all that are pending.

        What counts as sent is what :attr:`Message.was_sent` tells.
        """
        with self._db.reading() as connection:
            rows = connection.execute(
                """
                SELECT
                    json_group_array(row_id) FILTER (
                        WHERE direction = 'out' AND state NOT IN ('pending', 'cancelled')
                        AND NOT (state = 'failed' AND message_id IS NULL)
                    ),
                    json_group_array(row_id) FILTER (WHERE direction = 'in'),
                    (SELECT json_group_array(row_id) FROM messages WHERE state = 'pending')
                FROM messages WHERE created_at >= ?
                """,
                (to_microseconds(start),),
            ).fetchone()
            sent, received, pending = (set(json.loads(found)) for found in rows)
            return sent, received, pending

    def answers(self, start: datetime) -> Answers:
        """Count the customers answered since ``start``; it walks through all messages since then."""
        with self._db.reading() as connection:
            return answers.since(connection, start)

    def consumption(self, start: datetime, end: datetime, every: timedelta) -> list[int]:
        """Return the messages used in each stretch of ``every`` (an hour, a day) from ``start`` up to ``end``."""
        with self._db.reading() as connection:
            return usage.consumption(connection, start, end, every)

    def runway(self, now: datetime) -> timedelta | None:
        """Return how long the balance lasts at the pace of the last 7 days; None while that cannot be told."""
        with self._db.reading() as connection:
            return usage.runway(connection, now)

    def evidence(self, row_id: int) -> Evidence:
        """Gather what hints at the outcome of an unanswered send. Raises :class:`StoreError` for a missing row."""
        with self._db.reading() as connection:
            message = message_at(connection, row_id)
            if message is None:
                raise StoreError("there is no such message")
            return usage.evidence(connection, message)

    def canned_replies(self) -> list[CannedReply]:
        """Return all canned replies by title."""
        with self._db.reading() as connection:
            return canned.every(connection)

    def get_fact(self, key: str) -> str | None:
        """Return a fact kept by the store."""
        with self._db.reading() as connection:
            row = connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
            return None if row is None else str(row["value"])


def message_at(connection: sqlite.Connection, row_id: int) -> Message | None:
    """Return one message, if there is one."""
    row = connection.execute("SELECT * FROM messages WHERE row_id = ?", (row_id,)).fetchone()
    return None if row is None else to_message(row)


def _older(connection: sqlite.Connection, phone: PhoneNumber, before_row_id: int, limit: int) -> list[Message]:
    rows = connection.execute(
        "SELECT * FROM messages WHERE phone = ? AND row_id < ? ORDER BY row_id DESC LIMIT ?",
        (phone.digits, before_row_id, limit),
    ).fetchall()
    return [to_message(row) for row in reversed(rows)]


def _newer(connection: sqlite.Connection, phone: PhoneNumber, after_row_id: int, limit: int) -> list[Message]:
    rows = connection.execute(
        "SELECT * FROM messages WHERE phone = ? AND row_id > ? ORDER BY row_id LIMIT ?",
        (phone.digits, after_row_id, limit),
    )
    return [to_message(row) for row in rows]
