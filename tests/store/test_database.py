"""Opening, lifting and guarding the file."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from mwdesk.errors import NewerStoreError, StoreError
from mwdesk.store import crypt
from mwdesk.store.database import Database
from mwdesk.store.driver import sqlite
from mwdesk.store.marks import LISTED, WAITING
from mwdesk.store.migrations import MIGRATIONS, Migration
from mwdesk.store.store import Store


def _pragma(database: Database, name: str) -> object:
    with database.reading() as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_an_empty_file_is_lifted_to_the_newest_version(path: Path) -> None:
    with closing(Database.open(path)) as database:
        assert _pragma(database, "user_version") == MIGRATIONS[-1].version
        assert _pragma(database, "journal_mode") == "wal"
        assert _pragma(database, "synchronous") == 2
        assert _pragma(database, "foreign_keys") == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_file_is_the_owners_only(path: Path) -> None:
    with closing(Database.open(path)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def test_versions_rise_from_one() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.parametrize("versions", [(2,), (1, 3), (1, 1), (2, 1)])
def test_migrations_out_of_order_are_a_defect(path: Path, versions: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="count up from 1"):
        Database.open(path, None, tuple(Migration(version, ()) for version in versions))


def test_a_later_migration_keeps_what_is_there(path: Path) -> None:
    first = Migration(1, ("CREATE TABLE t (a)", "INSERT INTO t VALUES (7)"))
    with closing(Database.open(path, None, (first,))):
        pass
    second = Migration(2, ("ALTER TABLE t ADD COLUMN b DEFAULT 8",))
    with closing(Database.open(path, None, (first, second))) as database, database.reading() as connection:
        assert tuple(connection.execute("SELECT a, b FROM t").fetchone()) == (7, 8)
        assert _pragma(database, "user_version") == 2


def test_a_failing_migration_leaves_the_version_before(path: Path) -> None:
    first = Migration(1, ("CREATE TABLE t (a)",))
    broken = Migration(2, ("CREATE TABLE u (a)", "CREATE TABLE t (a)"))
    with pytest.raises(StoreError) as caught:
        Database.open(path, None, (first, broken))
    assert isinstance(caught.value.__cause__, sqlite.Error)
    with closing(Database.open(path, None, (first,))) as database, database.reading() as connection:
        assert [row["name"] for row in connection.execute("SELECT name FROM sqlite_schema")] == ["t"]


def test_a_newer_file_is_refused_untouched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {MIGRATIONS[-1].version + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerStoreError):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_a_store_error(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, though long enough to be looked at" * 100)
    with pytest.raises(StoreError) as caught:
        Store(path)
    assert isinstance(caught.value.__cause__, sqlite.DatabaseError)


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as caught:
        Store(tmp_path / "file" / "mwdesk.sqlite33")
    assert isinstance(caught.value.__cause__, OSError)


def test_an_error_inside_a_transaction_takes_all_of_it_back(path: Path) -> None:
    with closing(Database.open(path, None, (Migration(1, ("CREATE TABLE t (a)",)),))) as database:

        def write_and_fail() -> None:
            with database.transaction() as connection:
                connection.execute("INSERT INTO t VALUES (1)")
                raise KeyError

        with pytest.raises(KeyError):
            write_and_fail()
        with database.reading() as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone()[0] == 0


def test_another_programs_lock_is_a_store_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypt, "BUSY_TIMEOUT_S", 0.01)
    with closing(Database.open(path)) as one, closing(Database.open(path)) as other:
        with one.transaction(), pytest.raises(StoreError, match="locked"), other.transaction():
            pass
        with other.transaction():
            pass


def test_closing_twice_is_fine_and_use_after_it_is_an_error(path: Path) -> None:
    store = Store(path)
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.next_pending()
    with pytest.raises(StoreError):
        store.set_fact("a", "1")


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM messages WHERE state = 'pending' ORDER BY row_id LIMIT 1", "messages_pending"),
        ("SELECT * FROM messages WHERE state = 'sending' ORDER BY row_id", "messages_sending"),
        ("SELECT * FROM messages WHERE message_id = ? ORDER BY row_id DESC LIMIT 1", "messages_by_message_id"),
        ("SELECT * FROM messages WHERE phone = ? AND row_id < ? ORDER BY row_id DESC LIMIT ?", "messages_by_phone"),
        ("SELECT sum(direction = 'in') FROM messages WHERE created_at >= ?", "messages_by_time"),
        ("SELECT phone FROM conversations WHERE" + WAITING, "conversations_waiting"),  # noqa: S608 - our own words
        ("SELECT phone FROM conversations WHERE unread > 0", "conversations_unread"),
        ("SELECT phone FROM conversations WHERE marked_unread = 1", "conversations_marked_unread"),
        ("SELECT phone FROM conversations WHERE pinned = 1", "conversations_pinned"),
        ("SELECT phone FROM conversations WHERE failed > 0 AND archived = 0", "conversations_failed"),
        ("SELECT min(snoozed_until) FROM conversations WHERE snoozed_until IS NOT NULL", "conversations_snoozed"),
        (
            "SELECT * FROM conversations WHERE archived = 1 ORDER BY last_at DESC, phone LIMIT ?",
            "conversations_archived",
        ),
        ("SELECT phone FROM conversations WHERE archived = 0 ORDER BY last_at DESC LIMIT ?", "conversations_by_time"),
    ],
)
def test_the_frequent_queries_use_their_index(path: Path, query: str, index: str) -> None:
    with closing(Database.open(path)) as database, database.reading() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", (1,) * query.count("?")).fetchall()
        details = " / ".join(row["detail"] for row in plan)
        assert index in details
        assert "TEMP B-TREE" not in details


def test_the_list_reads_each_kind_by_its_index(path: Path) -> None:
    with closing(Database.open(path)) as database, database.reading() as connection:
        details = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {LISTED}", (200,))]
    assert not [detail for detail in details if detail.startswith("SCAN conversations")]
    assert "SEARCH conversations USING COVERING INDEX conversations_by_time (last_at>?)" in details
