"""What an operator does with a conversation as a whole, inside a caller's transaction."""

from __future__ import annotations

from datetime import datetime

from mwdesk.domain.message import Conversation, ListCounts
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import to_conversation, to_microseconds, to_moment

# The conditions of the indexes on these kinds, word for word.
WAITING = """
    waiting_since IS NOT NULL AND resolved_at IS NULL AND snoozed_until IS NULL AND archived = 0 AND blocked = 0
"""
_SEEN = "unread = 0, marked_unread = 0"
LISTED_LATER = "archived = 0 AND pinned = 0 AND last_at > 0"
"""What follows in the list: the pinned ones have all come before."""
ARCHIVED = "archived = 1"
FAILED = "phone IN (SELECT phone FROM conversations WHERE failed > 0) AND archived = 0"
"""Found by its index: to walk through all conversations by time for a few of them would be felt."""
LISTED = f"""
    SELECT * FROM conversations WHERE phone IN (
        SELECT phone FROM (
            SELECT phone FROM conversations WHERE archived = 0 AND last_at > 0 ORDER BY last_at DESC, phone LIMIT ?
        )
        UNION ALL SELECT phone FROM conversations WHERE {WAITING}
        UNION ALL SELECT phone FROM conversations WHERE unread > 0
        UNION ALL SELECT phone FROM conversations WHERE marked_unread = 1
        UNION ALL SELECT phone FROM conversations WHERE pinned = 1
        UNION ALL SELECT phone FROM conversations WHERE snoozed_until IS NOT NULL
    ) AND archived = 0 ORDER BY pinned DESC, last_at DESC, phone
"""  # noqa: S608 - our own words


def listed(connection: sqlite.Connection, limit: int) -> list[Conversation]:
    """Return the rows the list begins with; those put away in the archive are none of them."""
    return [to_conversation(row) for row in connection.execute(LISTED, (limit,))]


def page(connection: sqlite.Connection, kind: str, last: Conversation | None, limit: int) -> list[Conversation]:
    """Return the newest rows of a kind, or those that follow one in the order of time."""
    after = "AND last_at <= :at AND (last_at < :at OR phone > :phone)" if last is not None else ""
    at = to_microseconds(last.last_at) if last is not None and last.last_at is not None else 0
    rows = connection.execute(
        f"SELECT * FROM conversations WHERE {kind} {after} ORDER BY last_at DESC, phone LIMIT :limit",  # noqa: S608 - ours
        {"at": at, "phone": "" if last is None else last.phone.digits, "limit": limit},
    )
    return [to_conversation(row) for row in rows]


def counts(connection: sqlite.Connection) -> ListCounts:
    """Count each kind by its index."""
    row = connection.execute(
        f"""
        SELECT
            (SELECT count(*) FROM conversations WHERE {WAITING}) AS waiting,
            (SELECT count(*) FROM conversations WHERE unread > 0 AND archived = 0)
            + (SELECT count(*) FROM conversations WHERE marked_unread = 1 AND unread = 0 AND archived = 0) AS unread,
            (SELECT count(*) FROM conversations WHERE failed > 0 AND archived = 0) AS failed,
            (SELECT count(*) FROM conversations WHERE snoozed_until IS NOT NULL AND archived = 0) AS snoozed,
            (SELECT count(*) FROM conversations WHERE archived = 1) AS archived,
            (SELECT count(*) FROM conversations WHERE blocked = 1) AS blocked
        """  # noqa: S608 - our own words
    ).fetchone()
    return ListCounts(*row)


def pin(connection: sqlite.Connection, phone: PhoneNumber, on: bool) -> sqlite.Cursor:
    """Keep it at the top."""
    return connection.execute("UPDATE conversations SET pinned = ?1 WHERE phone = ?2 AND pinned <> ?1", _set(on, phone))


def archive(connection: sqlite.Connection, phone: PhoneNumber, on: bool) -> sqlite.Cursor:
    """Put it away, seen and without a pin."""
    also = f", pinned = 0, snoozed_until = NULL, {_SEEN}" if on else ""
    return connection.execute(
        f"UPDATE conversations SET archived = ?1{also} WHERE phone = ?2 AND archived <> ?1",  # noqa: S608 - ours
        _set(on, phone),
    )


def resolve(connection: sqlite.Connection, phone: PhoneNumber, at: datetime | None) -> sqlite.Cursor:
    """Call it done, which ends a snooze as well."""
    also = f", snoozed_until = NULL, {_SEEN}" if at is not None else ""
    return connection.execute(
        f"UPDATE conversations SET resolved_at = ?1{also} WHERE phone = ?2 AND resolved_at IS NOT ?1",  # noqa: S608
        (None if at is None else to_microseconds(at), phone.digits),
    )


def snooze(connection: sqlite.Connection, phone: PhoneNumber, until: datetime | None) -> sqlite.Cursor:
    """Let it rest, or take it back at once."""
    also = f", {_SEEN}" if until is not None else ""
    return connection.execute(
        f"UPDATE conversations SET snoozed_until = ?1{also} WHERE phone = ?2 AND snoozed_until IS NOT ?1",  # noqa: S608
        (None if until is None else to_microseconds(until), phone.digits),
    )


def wake(connection: sqlite.Connection, now: datetime) -> list[PhoneNumber]:
    """End every snooze that is over; each conversation looks unread, that nobody passes it over."""
    rows = connection.execute(
        """
        UPDATE conversations SET snoozed_until = NULL, marked_unread = 1
        WHERE snoozed_until IS NOT NULL AND snoozed_until <= ? RETURNING phone, snoozed_until
        """,
        (to_microseconds(now),),
    )
    return [PhoneNumber(row["phone"]) for row in rows.fetchall()]


def next_wake(connection: sqlite.Connection) -> datetime | None:
    """Return when the first snooze is over."""
    row = connection.execute("SELECT min(snoozed_until) FROM conversations WHERE snoozed_until IS NOT NULL").fetchone()
    return to_moment(row[0])


def block(connection: sqlite.Connection, phone: PhoneNumber, on: bool) -> sqlite.Cursor:
    """Let what this number writes ask for nothing."""
    also = f", {_SEEN}" if on else ""
    return connection.execute(
        f"UPDATE conversations SET blocked = ?1{also} WHERE phone = ?2 AND blocked <> ?1",  # noqa: S608 - our own words
        _set(on, phone),
    )


def mark_unread(connection: sqlite.Connection, phone: PhoneNumber) -> sqlite.Cursor:
    """Make it look unread, until it is opened again."""
    return connection.execute(
        "UPDATE conversations SET marked_unread = 1 WHERE phone = ? AND marked_unread = 0", (phone.digits,)
    )


def _set(on: bool, phone: PhoneNumber) -> tuple[int, str]:
    return int(on), phone.digits
