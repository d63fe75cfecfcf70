"""The steps of a delivery, inside a caller's transaction: states, reports, and what follows for the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from mwdesk.domain.message import Conversation, DeliveryReport, DeliveryState, Message, may_become
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store import many
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import (
    MESSAGE_COLUMNS,
    as_utc,
    conversation_rows,
    followed_conversation,
    to_message,
    to_microseconds,
)

ORPHAN_LIFE = timedelta(days=30)
"""How long a report waits for its id; ids of the old form come round again after a year."""
ORPHANS_MOST = 20_000
REFUSED = "ER:"
"""How the reason begins when the gateway itself said no."""
_PRUNED_AT_ONCE = 1000
_FIGURES = {"delivered": 0, "deferred": 1, "failed": 2}
_NEWEST_OF_IDS = """
    FROM messages WHERE row_id IN (
        SELECT max(row_id) FROM messages WHERE message_id IN (SELECT value FROM json_each(?)) GROUP BY message_id
    )
"""
_MOVE = """
    UPDATE messages SET state = column1, reason_code = column2, updated_at = column3, dismissed = 0,
        report_time = column4, report_figure = column5
    FROM (VALUES :rows) WHERE row_id = column6
"""


class Move(Struct, frozen=True):
    """A message before and after one or more steps, and the report that caused the last of them."""

    before: Message
    after: Message
    report: DeliveryReport | None = None

    @property
    def was_answered(self) -> bool:
        """Tell whether the gateway answered the send."""
        answered = self.after.state is not DeliveryState.UNKNOWN and (
            self.after.message_id or self.after.reason_code.startswith(REFUSED)
        )
        return self.before.state is DeliveryState.SENDING and bool(answered)


def step(
    message: Message, state: DeliveryState, now: datetime, *, reason_code: str = "", message_id: str = ""
) -> Message | None:
    """Return the message as it is in ``state``, or None when it may not go there."""
    if message.state is None or not may_become(message.state, state):
        return None
    return replace(
        message,
        state=state,
        message_id=message_id or message.message_id,
        reason_code=reason_code,
        updated_at=as_utc(now),
        attempts=message.attempts + (state is DeliveryState.SENDING),
        dismissed=False,
    )


def move(connection: sqlite.Connection, moves: Sequence[Move], now: datetime) -> tuple[Conversation, ...]:
    """Write messages that took their steps, and return their conversations' rows as they then are."""
    at = to_microseconds(now)
    many.write(connection, _MOVE, [_written(m.after, m.report, at) for m in moves])
    # Apart, since most steps are reports, and writing an indexed column costs even when it stays the same.
    connection.executemany(
        "UPDATE messages SET message_id = ? WHERE row_id = ?",
        [(m.after.message_id, m.after.row_id) for m in moves if m.after.message_id != m.before.message_id],
    )
    connection.executemany(
        "UPDATE messages SET attempts = ?, sending_at = ?, answered_at = NULL WHERE row_id = ?",
        [(m.after.attempts, at, m.after.row_id) for m in moves if m.after.attempts != m.before.attempts],
    )
    connection.executemany(
        "UPDATE messages SET answered_at = ? WHERE row_id = ?", [(at, m.after.row_id) for m in moves if m.was_answered]
    )
    for m in moves:
        if m.before.state is DeliveryState.PENDING and m.after.state is DeliveryState.CANCELLED:
            _wait_again(connection, m.after.phone)
    by_phone: dict[str, list[Move]] = {}
    for m in moves:
        by_phone.setdefault(m.after.phone.digits, []).append(m)
    return _follow(connection, by_phone)


def _follow(connection: sqlite.Connection, by_phone: Mapping[str, Sequence[Move]]) -> tuple[Conversation, ...]:
    """Bring conversations' rows in line with their changed messages; most need no writing."""
    followed, failures, states = [], [], []
    for row in conversation_rows(connection, by_phone):
        # By position: looking columns up by name costs as much as all the rest.
        phone, last_row_id, last_state, failed = row[0], row[2], row[5], row[9]
        failed_before, state_before = failed, last_state
        for m in by_phone[phone]:
            failed += is_trouble(m.after) - is_trouble(m.before)
            if m.after.row_id == last_row_id:
                last_state = _value(m.after.state)
        failed = max(failed, 0)
        if failed != failed_before:
            failures.append((failed, phone))
        if last_state != state_before:
            states.append((last_state, phone))
        followed.append(followed_conversation(row, failed, last_state))
    # Apart, since the count is indexed and seldom changes.
    many.write(
        connection,
        "UPDATE conversations SET failed = column1 FROM (VALUES :rows) WHERE phone = column2",
        failures,
    )
    many.write(
        connection,
        "UPDATE conversations SET last_state = column1 FROM (VALUES :rows) WHERE phone = column2",
        states,
    )
    return tuple(followed)


def _written(after: Message, report: DeliveryReport | None, at: int) -> tuple[int | str | None, ...]:
    time, figure = ("", None) if report is None else (report.gateway_time, report.state)
    return _value(after.state), after.reason_code, at, time, figure, after.row_id


def is_trouble(message: Message) -> bool:
    """Tell whether it counts among a conversation's failures: nobody knows that the customer has it, or he has not."""
    return message.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN) and not message.dismissed


def dismiss(connection: sqlite.Connection, message: Message) -> Message:
    """Note that the operator is done with a trouble, and return it as it then is."""
    connection.execute("UPDATE messages SET dismissed = 1 WHERE row_id = ?", (message.row_id,))
    connection.execute(
        "UPDATE conversations SET failed = max(failed - ?, 0) WHERE phone = ?",
        (is_trouble(message), message.phone.digits),
    )
    return replace(message, dismissed=True)


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
    rows = many.read(connection, MESSAGE_COLUMNS, _NEWEST_OF_IDS, {report.message_id for report in reports})
    before = {message.message_id: message for message in map(to_message, rows)}
    after: dict[str, Move] = {}
    orphans = []
    for report in reports:
        message = before.get(report.message_id)
        if message is None:
            orphans.append(report)
            continue
        earlier = after.get(report.message_id)
        stepped = step(earlier.after if earlier else message, report.delivery_state, now, reason_code=report.code)
        if stepped is not None:
            after[report.message_id] = Move(message, stepped, report)
    if orphans:
        _keep_orphans(connection, orphans, now)
    return list(after.values())


def _keep_orphans(connection: sqlite.Connection, reports: Iterable[DeliveryReport], now: datetime) -> None:
    """Keep reports for later; like a message's own state, a final one is never overwritten."""
    received_at = to_microseconds(now)
    many.write(
        connection,
        """
        INSERT INTO orphan_reports (message_id, state, code, gateway_time, received_at, figure)
        VALUES :rows
        ON CONFLICT (message_id) DO UPDATE SET
            state = excluded.state, code = excluded.code, gateway_time = excluded.gateway_time,
            received_at = excluded.received_at, figure = excluded.figure
        WHERE state NOT IN ('delivered', 'failed')
        """,
        [(r.message_id, r.delivery_state.value, r.code, r.gateway_time, received_at, r.state) for r in reports],
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


def take_orphan(connection: sqlite.Connection, message_id: str, now: datetime) -> DeliveryReport | None:
    """Remove and return the report kept for an id, unless it has waited too long to be meant."""
    rows = connection.execute("DELETE FROM orphan_reports WHERE message_id = ? RETURNING *", (message_id,)).fetchall()
    if not rows or rows[0]["received_at"] < to_microseconds(now - ORPHAN_LIFE):
        return None
    (_, state, code, gateway_time, _, figure) = rows[0]
    if figure is None:  # kept by an earlier schema
        figure = _FIGURES[state]
    return DeliveryReport(message_id, figure, code, gateway_time)
