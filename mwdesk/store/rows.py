"""Between rows of the file and the domain's records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store import many
from mwdesk.store.driver import sqlite

MESSAGE_COLUMNS = (
    "row_id, phone, direction, text, created_at, gateway_time, state, message_id, reason_code, updated_at, attempts,"
    " sending_at, dismissed"
)
"""The beginning of ``messages``, all of it that :func:`to_message` reads."""
CONVERSATION_COLUMNS = (
    "phone, name, last_row_id, last_text, last_direction, last_state, last_at, waiting_since, unread, failed,"
    " message_count, draft, draft_at, pinned, archived, resolved_at, snoozed_until, blocked, marked_unread"
)
"""All of ``conversations``."""
_TIMES_KEPT = 256
"""The records of a burst share their times."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIRECTIONS = {direction.value: direction for direction in Direction}
_STATES: dict[str | None, DeliveryState | None] = {None: None, **{state.value: state for state in DeliveryState}}


@lru_cache(maxsize=_TIMES_KEPT)
def to_microseconds(moment: datetime) -> int:
    """Turn an aware time into microseconds since 1970 UTC, exactly; a naive one raises :class:`TypeError`."""
    return (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=_TIMES_KEPT)
def from_microseconds(value: int) -> datetime:
    """Turn microseconds since 1970 into UTC."""
    return _EPOCH + timedelta(0, 0, value)


def as_utc(moment: datetime) -> datetime:
    """Return the time just as it will be read back; a naive one raises :class:`TypeError`."""
    if moment.tzinfo is None:
        raise TypeError("a time without its zone")
    return moment.astimezone(UTC)


def to_message(row: Sequence[Any]) -> Message:
    """Read a row that begins with all of ``messages``."""
    # By position: looking columns up by name costs more than all the rest.
    (row_id, phone, direction, text, created_at, gateway_time, state, message_id, reason_code, updated_at, attempts) = (
        row[:11]
    )
    dismissed = row[12]
    return Message(
        row_id,
        PhoneNumber(phone),
        _DIRECTIONS[direction],
        text,
        from_microseconds(created_at),
        _STATES[state],
        gateway_time,
        message_id or "",
        reason_code,
        to_moment(updated_at),
        attempts,
        dismissed == 1,
    )


def from_message(message: Message) -> tuple[int | str | None, ...]:
    """Write a message as values in the column order of ``messages``."""
    return (
        message.row_id,
        message.phone.digits,
        message.direction.value,
        message.text,
        to_microseconds(message.created_at),
        message.gateway_time,
        None if message.state is None else message.state.value,
        message.message_id or None,
        message.reason_code,
        None if message.updated_at is None else to_microseconds(message.updated_at),
        message.attempts,
    )


def to_conversation(row: Sequence[Any]) -> Conversation:
    """Read a full row of ``conversations``."""
    return followed_conversation(row, row[9], row[5])


def followed_conversation(row: Sequence[Any], failed: int, state: str | None) -> Conversation:
    """Read a full row of ``conversations`` as it becomes with another count of failures and last state."""
    (phone, name, _, text, direction, _, last_at, waiting_since, unread, _, message_count, draft, _, *marks) = row
    pinned, archived, resolved_at, snoozed_until, blocked, marked_unread = marks
    put_away = archived or blocked or resolved_at is not None or snoozed_until is not None
    return Conversation(
        PhoneNumber(phone),
        name,
        text,
        _DIRECTIONS[direction],
        _STATES[state],
        to_moment(last_at or None),
        None if put_away else to_moment(waiting_since),
        unread,
        failed,
        message_count,
        draft,
        pinned == 1,
        archived == 1,
        to_moment(resolved_at),
        to_moment(snoozed_until),
        blocked == 1,
        marked_unread == 1,
    )


def conversation_rows(connection: sqlite.Connection, phones: Iterable[str]) -> list[list[Any]]:
    """Read the full rows of those numbers that have one, in their order."""
    wanted = list(phones)
    rest = "FROM conversations WHERE phone IN (SELECT value FROM json_each(?))"
    found = {row[0]: row for row in many.read(connection, CONVERSATION_COLUMNS, rest, wanted)}
    return [found[phone] for phone in wanted if phone in found]


def conversations_of(connection: sqlite.Connection, phones: Iterable[PhoneNumber]) -> tuple[Conversation, ...]:
    """Return the conversations with those numbers that have one, in their order."""
    return tuple(map(to_conversation, conversation_rows(connection, [phone.digits for phone in phones])))


def to_moment(value: int | None) -> datetime | None:
    """Turn microseconds since 1970 into UTC, and nothing into None."""
    return None if value is None else from_microseconds(value)
