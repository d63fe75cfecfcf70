"""Slow reads beside the store."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mwdesk.domain.message import IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import NewerStoreError, ReadOnlyStoreError, StoreError
from mwdesk.store import database
from mwdesk.store.crypt import Key, connect
from mwdesk.store.migrations import MIGRATIONS
from mwdesk.store.reader import Reader
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")


def tell(store: Store, count: int) -> None:
    store.add_incoming([IncomingMessage(ANNA, f"发票{number}" * 9, NOW, "") for number in range(count)], NOW)


def test_it_reads_what_is_committed_and_writes_nothing(path: Path) -> None:
    key = Key.raw(b"k" * 32)
    with Store(path, key) as store, Reader(path, key) as reader:
        assert reader.conversations() == []
        tell(store, 3)
        assert reader.conversations() == store.conversations()
        assert reader.search_messages("发票") == store.search_messages("发票")
        assert len(reader.messages_between(NOW, NOW + timedelta(1))) == 3
        with store._db.transaction() as connection:
            connection.execute("UPDATE conversations SET unread = 99")
            assert reader.conversations()[0].unread == 3
        with pytest.raises(ReadOnlyStoreError), reader._db.transaction() as connection:
            connection.execute("DELETE FROM messages")


def test_it_opens_only_what_is_there_and_of_this_schema(path: Path) -> None:
    with pytest.raises(StoreError):
        Reader(path)
    assert not path.exists()
    Store(path).close()
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(NewerStoreError):
        Reader(path)


def test_a_slow_read_can_be_ended_from_another_thread(path: Path) -> None:
    with Store(path) as store:
        tell(store, 300)
    with Reader(path) as reader:
        stop = threading.Event()

        def interrupt() -> None:
            while not stop.wait(0.01):
                reader.interrupt()

        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            with pytest.raises(StoreError, match="interrupted"), reader._db.reading() as connection:
                connection.execute("SELECT count(*) FROM messages, messages, messages, messages").fetchone()
        finally:
            stop.set()
            thread.join()
        assert len(reader.search_messages("发票")) == 50


def test_the_log_stays_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOG_LIMIT_BYTES", 100_000)
    with Store(path) as store:
        log = path.with_name(path.name + "-wal")
        for _ in range(10):
            tell(store, 1000)
        assert log.stat().st_size > 100_000
        store.checkpoint()
        store.set_fact("a", "1")
        assert log.stat().st_size <= 100_000


def test_the_first_message_since_a_moment_is_found(tmp_path: Path) -> None:
    phone, other = PhoneNumber("13800138000"), PhoneNumber("13900139000")
    moments = [datetime(2026, 11, day, 1, tzinfo=UTC) for day in (1, 5, 5, 9)]
    with Store(tmp_path / "a.db") as store:
        for n, moment in enumerate(moments):
            for whose in (other, phone):
                store.add_incoming([IncomingMessage(whose, f"no. {n}", moment, "")], moment)
        rows = [message.row_id for message in store.thread(phone)]
        with Reader(tmp_path / "a.db") as reader:
            found = [reader.first_since(phone, datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 2, 5, 6, 10)]
            assert found == [rows[0], rows[1], rows[1], rows[3], rows[3]]
            assert reader.first_since(phone, moments[1]) == rows[1], "the moment itself counts"
            assert reader.first_since(PhoneNumber("13000000000"), moments[0]) is None
            assert reader.moments(phone, moments[1], moments[3]) == moments[1:3]
