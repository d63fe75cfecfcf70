"""The steps of a delivery, inside a caller's transaction: states, reports, and what follows for the conversation."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from mwdesk.domain.message import DeliveryReport, DeliveryState, Message, may_become
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.rows import from_microseconds, to_microseconds


def move(
    connection: sqlite3.Connection,
    message: Message,
    state: DeliveryState,
    now: datetime,
    *,
    reason_code: str = "",
    message_id: str = "",
) -> Message | None:
    """Turn a message and its conversation's row to ``state``, or return None when the message may not go there."""
    if message.state is None or not may_become(message.state, state):
        return None
    moved = replace(
        message,
        state=state,
        reason_code=reason_code,
        message_id=message_id or message.message_id,
        updated_at=from_microseconds(to_microseconds(now)),
        attempts=message.attempts + (state is DeliveryState.SENDING),
    )
    connection.execute(
        """
        UPDATE messages SET state = ?, reason_code = ?, message_id = ?, updated_at = ?, attempts = ? WHERE row_id = ?
        """,
        (state.value, reason_code, moved.message_id or None, to_microseconds(now), moved.attempts, moved.row_id),
    )
    # FAILED is final, so the count only ever grows.
    connection.execute(
        """
        UPDATE conversations SET
            failed = failed + ?, last_state = CASE WHEN last_row_id = ? THEN ? ELSE last_state END
        WHERE phone = ?
        """,
        (state is DeliveryState.FAILED, moved.row_id, state.value, moved.phone.digits),
    )
    if message.state is DeliveryState.PENDING and state is DeliveryState.CANCELLED:
        _wait_again(connection, moved.phone)
    return moved


def _wait_again(connection: sqlite3.Connection, phone: PhoneNumber) -> None:
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


def keep_orphan(connection: sqlite3.Connection, report: DeliveryReport, now: datetime) -> None:
    """Keep a report for later; like a message's own state, a final one is never overwritten."""
    connection.execute(
        """
        INSERT INTO orphan_reports (message_id, state, code, gateway_time, received_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (message_id) DO UPDATE SET
            state = excluded.state, code = excluded.code, gateway_time = excluded.gateway_time,
            received_at = excluded.received_at
        WHERE state NOT IN ('delivered', 'failed')
        """,
        (report.message_id, report.delivery_state.value, report.code, report.gateway_time, to_microseconds(now)),
    )


def take_orphan(connection: sqlite3.Connection, message_id: str) -> tuple[DeliveryState, str] | None:
    """Remove the report kept for an id and return its state and code."""
    row = connection.execute(
        "DELETE FROM orphan_reports WHERE message_id = ? RETURNING state, code", (message_id,)
    ).fetchone()
    return None if row is None else (DeliveryState(row["state"]), str(row["code"]))
