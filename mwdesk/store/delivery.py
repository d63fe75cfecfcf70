"""The steps of a delivery, inside a caller's transaction: states, reports, and what follows for the conversation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mwdesk.domain.message import Conversation, DeliveryReport, DeliveryState, Message, may_become
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import as_utc, conversation_rows, followed_conversation, to_message, to_microseconds

ORPHAN_LIFE = timedelta(days=30)
"""How long a report waits for its id; ids of the old form come round again after a year."""
ORPHANS_MOST = 20_000
_PRUNED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Move:
    """A message before and after one or more steps."""

    before: Message
    after: Message


def step(
    message: Message, state: DeliveryState, now: datetime, *, reason_code: str = "", message_id: str = ""
) -> Message | None:
    """Return the message as it is in ``state``, or None when it may not go there."""
    if message.state is None or not may_become(message.state, state):
        return None
    # Spelt out, since dataclasses.replace takes longer than the rest of a report's way.
    return Message(
        message.row_id,
        message.phone,
        message.direction,
        message.text,
        message.created_at,
        state,
        message.gateway_time,
        message_id or message.message_id,
        reason_code,
        as_utc(now),
        message.attempts + (state is DeliveryState.SENDING),
    )


def move(connection: sqlite.Connection, moves: Sequence[Move], now: datetime) -> tuple[Conversation, ...]:
    """Write messages that took their steps, and return their conversations' rows as they then are."""
    at = to_microseconds(now)
    connection.executemany(
        "UPDATE messages SET state = ?, reason_code = ?, updated_at = ? WHERE row_id = ?",
        [(_value(m.after.state), m.after.reason_code, at, m.after.row_id) for m in moves],
    )
    # Apart, since most steps are reports, and writing an indexed column costs even when it stays the same.
    connection.executemany(
        "UPDATE messages SET message_id = ? WHERE row_id = ?",
        [(m.after.message_id, m.after.row_id) for m in moves if m.after.message_id != m.before.message_id],
    )
    connection.executemany(
        "UPDATE messages SET attempts = ?, sending_at = ? WHERE row_id = ?",
        [(m.after.attempts, at, m.after.row_id) for m in moves if m.after.attempts != m.before.attempts],
    )
    for m in moves:
        if m.before.state is DeliveryState.PENDING and m.after.state is DeliveryState.CANCELLED:
            _wait_again(connection, m.after.phone)
    by_phone: dict[str, list[Message]] = {}
    for m in moves:
        by_phone.setdefault(m.after.phone.digits, []).append(m.after)
    return _follow(connection, by_phone)


def _follow(connection: sqlite.Connection, by_phone: Mapping[str, Sequence[Message]]) -> tuple[Conversation, ...]:
    """Bring conversations' rows in line with their changed messages; most need no writing."""
    followed, written = [], []
    for row in conversation_rows(connection, by_phone):
        failed, last_state = row["failed"], row["last_state"]
        for message in by_phone[row["phone"]]:
            # FAILED is final, so the count only ever grows.
            failed += message.state is DeliveryState.FAILED
            if message.row_id == row["last_row_id"]:
                last_state = _value(message.state)
        if (failed, last_state) != (row["failed"], row["last_state"]):
            written.append((failed, last_state, row["phone"]))
        followed.append(followed_conversation(row, failed, last_state))
    connection.executemany("UPDATE conversations SET failed = ?, last_state = ? WHERE phone = ?", written)
    return tuple(followed)


def _value(state: DeliveryState | None) -> str | None:
    return None if state is None else state.value


def _wait_again(connection: sqlite.Connection, phone: PhoneNumber) -> None:
    """Let the customer wait since the first message after the last reply that was not taken back."""
    connection.execute(
        """
        UPDATE conversations SET waiting_since = (
            SELECT min(created_at) FROM messages
            WHERE phone = :phone AND direction = 'in' AND row_id > coalesce((
                SELECT row_id FROM messages WHERE phone = :phone AND direction = 'out' AND state <> 'cancelled'
                ORDER BY row_id DESC LIMIT 1
            ), 0)
        ) WHERE phone = :phone
        """,
        {"phone": phone.digits},
    )


def apply(connection: sqlite.Connection, batch: Iterable[DeliveryReport], now: datetime) -> list[Move]:
    """Take every report's step in the order given, and keep those whose id nobody knows yet; nothing is moved yet."""
    reports = [report for report in batch if report.message_id]
    # Ids might come round again after years; then the newest message is meant.
    rows = connection.execute(
        """
        SELECT * FROM messages WHERE row_id IN (
            SELECT max(row_id) FROM messages
            WHERE message_id IN (SELECT value FROM json_each(?)) GROUP BY message_id
        )
        """,
        (json.dumps(list({report.message_id for report in reports})),),
    )
    before = {message.message_id: message for message in map(to_message, rows)}
    after: dict[str, Message] = {}
    orphans = []
    for report in reports:
        message = after.get(report.message_id) or before.get(report.message_id)
        if message is None:
            orphans.append(report)
            continue
        stepped = step(message, report.delivery_state, now, reason_code=report.code)
        if stepped is not None:
            after[report.message_id] = stepped
    if orphans:
        _keep_orphans(connection, orphans, now)
    return [Move(before[message_id], message) for message_id, message in after.items()]


def _keep_orphans(connection: sqlite.Connection, reports: Iterable[DeliveryReport], now: datetime) -> None:
    """Keep reports for later; like a message's own state, a final one is never overwritten."""
    connection.executemany(
        """
        INSERT INTO orphan_reports (message_id, state, code, gateway_time, received_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (message_id) DO UPDATE SET
            state = excluded.state, code = excluded.code, gateway_time = excluded.gateway_time,
            received_at = excluded.received_at
        WHERE state NOT IN ('delivered', 'failed')
        """,
        [
            (report.message_id, report.delivery_state.value, report.code, report.gateway_time, to_microseconds(now))
            for report in reports
        ],
    )
    connection.execute(
        """
        DELETE FROM orphan_reports WHERE message_id IN (
            SELECT message_id FROM orphan_reports WHERE received_at < ? ORDER BY received_at LIMIT ?
        )
        """,
        (to_microseconds(now - ORPHAN_LIFE), _PRUNED_AT_ONCE),
    )
    connection.execute(
        """
        DELETE FROM orphan_reports WHERE message_id IN (
            SELECT message_id FROM orphan_reports ORDER BY received_at
            LIMIT max(0, (SELECT count(*) FROM orphan_reports) - ?)
        )
        """,
        (ORPHANS_MOST,),
    )


def take_orphan(connection: sqlite.Connection, message_id: str, now: datetime) -> tuple[DeliveryState, str] | None:
    """Remove the report kept for an id and return its state and code, unless it has waited too long to be meant."""
    rows = connection.execute(
        "DELETE FROM orphan_reports WHERE message_id = ? RETURNING state, code, received_at", (message_id,)
    ).fetchall()
    if not rows or rows[0]["received_at"] < to_microseconds(now - ORPHAN_LIFE):
        return None
    return DeliveryState(rows[0]["state"]), str(rows[0]["code"])
