"""Who was answered after how long a wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mwdesk.domain.figures import Answers
from mwdesk.domain.message import Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.driver import sqlite
from mwdesk.store.rows import to_microseconds


def waiting_since(connection: sqlite.Connection, phone: PhoneNumber) -> int | None:
    """Return since when a customer waits for an answer; one who is put off until later waits all the same."""
    row = connection.execute(
        """
        SELECT waiting_since FROM conversations
        WHERE phone = ? AND resolved_at IS NULL AND archived = 0 AND blocked = 0
        """,
        (phone.digits,),
    ).fetchone()
    return None if row is None else row[0]


def note(connection: sqlite.Connection, reply: Sequence[Message], since: int) -> None:
    """Keep with every part of a reply since when its customer had waited: any of them may be taken back."""
    connection.execute(
        "UPDATE messages SET waited_since = ? WHERE row_id BETWEEN ? AND ?", (since, reply[0].row_id, reply[-1].row_id)
    )


def since(connection: sqlite.Connection, start: datetime) -> Answers:
    """Count the customers answered since ``start``, and average their waits; what was taken back answers nobody."""
    row = connection.execute(
        """
        SELECT count(DISTINCT phone) AS customers, coalesce(avg(waited), 0) AS average FROM (
            SELECT phone, min(created_at) - waited_since AS waited FROM messages
            WHERE created_at >= ? AND waited_since IS NOT NULL AND state <> 'cancelled'
            GROUP BY phone, waited_since
        )
        """,
        (to_microseconds(start),),
    ).fetchone()
    return Answers(row["customers"], timedelta(microseconds=max(row["average"], 0)))
