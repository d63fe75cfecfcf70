"""Between rows of the file and the domain's records."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Turn an aware time into microseconds since 1970 UTC, exactly; a naive one raises :class:`TypeError`."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Turn microseconds since 1970 into UTC."""
    return _EPOCH + timedelta(microseconds=value)


def to_message(row: sqlite3.Row) -> Message:
    """Read a full row of ``messages``."""
    return Message(
        row_id=row["row_id"],
        phone=PhoneNumber(row["phone"]),
        direction=Direction(row["direction"]),
        text=row["text"],
        created_at=from_microseconds(row["created_at"]),
        state=_to_state(row["state"]),
        gateway_time=row["gateway_time"],
        message_id=row["message_id"] or "",
        reason_code=row["reason_code"],
        updated_at=_to_moment(row["updated_at"]),
        attempts=row["attempts"],
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


def to_conversation(row: sqlite3.Row) -> Conversation:
    """Read a full row of ``conversations``."""
    return Conversation(
        phone=PhoneNumber(row["phone"]),
        name=row["name"],
        last_text=row["last_text"],
        last_direction=Direction(row["last_direction"]),
        last_state=_to_state(row["last_state"]),
        last_at=from_microseconds(row["last_at"]),
        waiting_since=_to_moment(row["waiting_since"]),
        unread=row["unread"],
        failed=row["failed"],
        message_count=row["message_count"],
        draft=row["draft"],
    )


def _to_state(value: str | None) -> DeliveryState | None:
    return None if value is None else DeliveryState(value)


def _to_moment(value: int | None) -> datetime | None:
    return None if value is None else from_microseconds(value)
