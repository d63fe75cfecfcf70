"""Files of earlier schemas, lifted to the newest one."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mwdesk.domain.message import DeliveryReport, DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreFullError
from mwdesk.store import database
from mwdesk.store.backup import preview
from mwdesk.store.crypt import Key, connect, convert
from mwdesk.store.migrations import MIGRATIONS
from mwdesk.store.store import Store
from tests.store.steps import every_step

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2024, 5, 7, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")
KEY = Key.raw(bytes(range(32)))


@pytest.fixture(params=[migration.version for migration in MIGRATIONS[:-1]])
def old_file(request: pytest.FixtureRequest, path: Path) -> Path:
    path.parent.mkdir()
    return Path(shutil.copyfile(FIXTURES / f"schema-{request.param}.db", path))


def schema(path: Path) -> list[object]:
    with closing(connect(path)) as connection:
        tables = connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
        ).fetchall()
        columns = [
            tuple(row)
            for table in tables
            if table["type"] == "table"
            for row in connection.execute(f"PRAGMA table_info({table['name']})")
        ]
        return [[tuple(row) for row in tables], columns, connection.execute("PRAGMA user_version").fetchone()[0]]


def version(path: Path) -> int:
    with closing(connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_every_earlier_schema_has_its_file() -> None:
    for migration in MIGRATIONS[:-1]:
        assert version(FIXTURES / f"schema-{migration.version}.db") == migration.version


def test_migrated_equals_fresh(old_file: Path, tmp_path: Path) -> None:
    Store(old_file).close()
    Store(tmp_path / "fresh.db").close()
    assert schema(old_file) == schema(tmp_path / "fresh.db")


def test_everything_is_still_there_and_found(old_file: Path) -> None:
    with Store(old_file) as store:
        assert [message.text for message in store.thread(ANNA)][-1] == "您的订单明天发货。"
        assert [conversation.name for conversation in store.conversations()] == ["王小明", ""]
        assert store.get_fact("account") == "J00001"
        assert store.search_messages("订单") == []
        assert store.search("发货")[0].phone == ANNA
        assert store.index_some() == 5
        assert [hit.message.row_id for hit in store.search_messages("订单")] == [5, 1]
        assert [message.row_id for message in store.recover_sending(NOW).changed] == [3]
        assert store.mark_sent(3, "0506150809000009", NOW).changed[0].state is DeliveryState.DELIVERED
        assert store.apply_reports([DeliveryReport("0506150809000001", 2, "X", "")], NOW).changed == ()
        # Sent before the moment of sending was kept.
        assert store.evidence(3).used_before is None


def test_a_backup_is_made_before(old_file: Path) -> None:
    before = version(old_file)
    Store(old_file).close()
    (backup,) = (old_file.parent / "backups").iterdir()
    assert f"schema-{before}" in backup.name
    assert version(backup) == before
    assert preview(backup).messages == 5
    Store(old_file).close()
    assert list(backup.parent.iterdir()) == [backup]


def test_a_new_file_needs_no_backup(path: Path) -> None:
    Store(path).close()
    assert not (path.parent / "backups").exists()


def test_an_encrypted_file_is_backed_up_with_its_key(old_file: Path) -> None:
    before = version(old_file)
    convert(old_file, None, KEY)
    Store(old_file, KEY).close()
    (backup,) = (old_file.parent / "backups").iterdir()
    assert preview(backup, KEY).version == before


def test_without_a_backup_there_is_no_migration(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise StoreFullError("no room")

    before = version(old_file)
    monkeypatch.setattr(database, "copy_file", no_room)
    with pytest.raises(StoreFullError):
        Store(old_file)
    assert version(old_file) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_killed_at_any_step_it_is_of_one_schema_or_the_other(old_file: Path, tmp_path: Path) -> None:
    Store(tmp_path / "fresh.db").close()
    shutil.copyfile(old_file, tmp_path / "before.db")
    for _ in every_step(lambda: Store(old_file), stride=5):
        with Store(old_file) as store:
            assert len(store.thread(ANNA)) == 4
            assert store.index_some() == 5
        shutil.rmtree(old_file.parent)
        old_file.parent.mkdir()
        shutil.copyfile(tmp_path / "before.db", old_file)


def test_old_messages_are_forgotten_before_they_are_indexed(old_file: Path) -> None:
    with Store(old_file) as store:
        # The one still being sent stays.
        assert store.delete_older_than(NOW + timedelta(days=1)) == 4
        store.recover_sending(NOW)
        assert store.delete_older_than(NOW + timedelta(days=1)) == 1
        assert store.index_some() == 0


def test_unknown_outcomes_count_as_failures_from_the_fifth_schema_on(path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(FIXTURES / "schema-4.db", path)
    with closing(connect(path)) as connection, connection:
        connection.execute("UPDATE messages SET state = 'unknown', dismissed = row_id = 4 WHERE direction = 'out'")
        connection.execute("UPDATE conversations SET failed = 0")
        count = connection.execute("SELECT count(*) FROM messages WHERE state = 'unknown' AND dismissed = 0").fetchone()
    with Store(path) as store:
        assert count[0] > 0
        assert sum(each.failed for each in store.conversations()) == count[0]
