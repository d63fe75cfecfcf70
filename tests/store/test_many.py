"""Many rows in few steps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.message import DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store import many
from mwdesk.store.driver import sqlite
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
A_FEW = 20
"""The search index has statements of its own, now and then."""


@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), TEXTS, st.none() | TEXTS), unique_by=lambda row: row[0]))
def test_what_is_written_is_read_as_it_was(rows: list[tuple[int, str, str | None]]) -> None:
    with closing(sqlite.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (key INTEGER PRIMARY KEY, text TEXT, may_lack TEXT)")
        many.write(connection, "INSERT INTO t VALUES :rows", rows)
        assert sorted(connection.execute("SELECT * FROM t")) == sorted(rows)
        rest = "FROM t WHERE key IN (SELECT value FROM json_each(?))"
        found = many.read(connection, "key, text, may_lack", rest, [row[0] for row in rows])
        assert sorted(map(tuple, found)) == sorted(rows)


def test_very_many_rows_are_all_written_in_their_order() -> None:
    rows = [(number, str(number)) for number in range(1234)]
    with closing(sqlite.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (key INTEGER PRIMARY KEY, text TEXT)")
        many.write(connection, "INSERT INTO t (text) SELECT column2 FROM (VALUES :rows)", rows)
        assert connection.execute("SELECT key - 1, text FROM t ORDER BY key").fetchall() == rows


def statements(store: Store, work: Callable[[], object]) -> int:
    """Count the statements that run, each as often as it does."""
    seen: list[str] = []
    with store._db.reading() as connection:
        connection.set_trace_callback(seen.append)
        work()
        connection.set_trace_callback(None)
    return len(seen)


def test_a_burst_takes_no_more_statements_than_one_record(store: Store) -> None:
    phones = [PhoneNumber(f"1380013{number:04d}") for number in range(300)]
    batch = [IncomingMessage(phone, "在吗？", NOW, "2024-05-06 15:08:09") for phone in phones]
    one = statements(store, lambda: store.add_incoming(batch[:1], NOW))
    assert statements(store, lambda: store.add_incoming(batch[1:], NOW)) < one + A_FEW

    for phone in phones:
        (message,) = store.add_outgoing(phone, ["在的"], NOW).added
        store.mark_sending(message.row_id, NOW)
        store.mark_sent(message.row_id, f"id {phone.digits}", NOW)
    for figure in (1, 2):  # the second failed: conversations count it
        reports = [DeliveryReport(f"id {phone.digits}", figure, "UNDELIV") for phone in phones]
        one = statements(store, lambda reports=reports: store.apply_reports(reports[:1], NOW))  # type: ignore[misc]
        rest = statements(store, lambda reports=reports: store.apply_reports(reports[1:], NOW))  # type: ignore[misc]
        assert rest < one + A_FEW

    orphans = [DeliveryReport(f"unknown {number}", 0, "DELIVRD") for number in range(300)]
    one = statements(store, lambda: store.apply_reports(orphans[:1], NOW))
    assert statements(store, lambda: store.apply_reports(orphans[1:], NOW)) < one + A_FEW
