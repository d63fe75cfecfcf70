"""What the gateway told of messages left and used: consumption, runway, and evidence for unknown outcomes."""

from __future__ import annotations

from datetime import datetime, timedelta

from mwdesk.domain.account import Balance
from mwdesk.domain.evidence import CLOCKS_APART, Evidence, issued_at
from mwdesk.domain.message import Message
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import from_microseconds, to_microseconds

KEPT_WHOLE = timedelta(days=400)
"""Older tellings are thinned out to the last of each day (UTC)."""
RUNWAY_LOOKS_BACK = timedelta(days=7)
_REPORTS_COME_WITHIN = timedelta(days=3)
_DAY = 86_400_000_000
_THINNED_AT_ONCE = 200


def note_balance(connection: sqlite.Connection, balance: Balance, now: datetime) -> None:
    """Keep what the gateway told; while it tells the same, one row only grows longer."""
    at = to_microseconds(now)
    newest = connection.execute("SELECT * FROM usage ORDER BY at DESC LIMIT 1").fetchone()
    if newest is not None and at <= newest["until"]:
        at = newest["until"] + 1  # The clock was set back; the order in which it was told counts.
    told = (balance.left, balance.used)
    if newest is not None and (newest["messages_left"], newest["messages_used"]) == told:
        connection.execute("UPDATE usage SET until = ? WHERE at = ?", (at, newest["at"]))
        return
    connection.execute("INSERT INTO usage VALUES (?, ?, ?, ?)", (at, at, *told))
    connection.execute(
        f"""
        DELETE FROM usage WHERE at IN (
            SELECT at FROM usage AS one WHERE at < :limit
            AND (SELECT min(at) FROM usage WHERE at > one.at) < (one.at / {_DAY} + 1) * {_DAY} LIMIT :most
        )
        """,  # noqa: S608 - a number of ours
        {"limit": to_microseconds(now - KEPT_WHOLE), "most": _THINNED_AT_ONCE},
    )


def consumption(connection: sqlite.Connection, start: datetime, end: datetime, every: timedelta) -> list[int]:
    """Return the messages used in each stretch of ``every`` from ``start`` up to ``end``.

    What was used between two tellings counts where the later one stands; a count that begins anew counts from 0.
    """
    first, width = to_microseconds(start), every // timedelta(microseconds=1)
    used = [0] * -((first - to_microseconds(end)) // width)
    rows = connection.execute(
        """
        SELECT (at - :first) / :width AS stretch, sum(CASE WHEN grown < 0 THEN messages_used ELSE grown END) AS used
        FROM (
            SELECT at, messages_used, messages_used - lag(messages_used) OVER (ORDER BY at) AS grown FROM usage
            WHERE at >= coalesce((SELECT max(at) FROM usage WHERE at < :first), 0) AND at < :end
        ) WHERE at >= :first AND grown IS NOT NULL GROUP BY stretch
        """,
        {"first": first, "width": width, "end": to_microseconds(end)},
    )
    for row in rows:
        used[row["stretch"]] = row["used"]
    return used


def runway(connection: sqlite.Connection, now: datetime) -> timedelta | None:
    """Return how long the messages left last at the pace of the last 7 days; None while that cannot be told."""
    newest = connection.execute("SELECT * FROM usage ORDER BY at DESC LIMIT 1").fetchone()
    oldest = connection.execute(
        "SELECT max(min(at), ?) AS at FROM usage", (to_microseconds(now - RUNWAY_LOOKS_BACK),)
    ).fetchone()
    if newest is None:
        return None
    looked_back = timedelta(microseconds=to_microseconds(now) - oldest["at"])
    if looked_back <= timedelta():
        return None
    used = consumption(connection, now - looked_back, now + timedelta(microseconds=1), looked_back * 2)[0]
    try:
        return looked_back * newest["messages_left"] / used if used else None
    except OverflowError:
        return None


def evidence(connection: sqlite.Connection, message: Message) -> Evidence:
    """Gather the hints at an unanswered send."""
    row = connection.execute("SELECT sending_at FROM messages WHERE row_id = ?", (message.row_id,)).fetchone()
    lost_at = to_microseconds(message.updated_at or message.created_at)
    sending_at = lost_at if row["sending_at"] is None else row["sending_at"]
    before = connection.execute("SELECT * FROM usage WHERE at <= ? ORDER BY at DESC LIMIT 1", (sending_at,)).fetchone()
    after = connection.execute("SELECT * FROM usage WHERE until >= ? ORDER BY at LIMIT 1", (lost_at,)).fetchone()
    told = before is not None and after is not None and before["messages_used"] <= after["messages_used"]
    window = (min(before["until"], sending_at), max(after["at"], lost_at)) if told else (sending_at, lost_at)
    counts = connection.execute(
        """
        SELECT coalesce(sum(state IN ('sent', 'deferred', 'delivered') OR message_id IS NOT NULL), 0) AS sent,
               coalesce(sum(state IN ('unknown', 'sending')), 0) AS unknown
        FROM messages WHERE sending_at BETWEEN ? AND ? AND row_id <> ?
        """,
        (*window, message.row_id),
    ).fetchone()
    reports, fitting = _reports(connection, sending_at, lost_at)
    return Evidence(
        used_before=before["messages_used"] if told else None,
        used_after=after["messages_used"] if told else None,
        known_sent=counts["sent"],
        unknown=1 + counts["unknown"],
        reports=reports,
        fitting_reports=fitting,
    )


def _reports(connection: sqlite.Connection, sending_at: int, lost_at: int) -> tuple[int, int]:
    apart = CLOCKS_APART // timedelta(microseconds=1)
    rows = connection.execute(
        "SELECT message_id FROM orphan_reports WHERE received_at BETWEEN ? AND ?",
        (sending_at, lost_at + _REPORTS_COME_WITHIN // timedelta(microseconds=1)),
    ).fetchall()
    near = from_microseconds(sending_at)
    issued = [issued_at(row["message_id"], near) for row in rows]
    fitting = sum(abs(to_microseconds(moment) - sending_at) <= apart for moment in issued if moment is not None)
    return len(rows), fitting
