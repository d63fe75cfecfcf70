"""Backups: made beside the running store, thinned out, looked into, put back."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mwdesk.domain.message import IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import DamagedStoreError, NewerStoreError, StoreError, WrongKeyError
from mwdesk.store.backup import Preview, preview, restore, thin_out
from mwdesk.store.crypt import Key, connect
from mwdesk.store.migrations import MIGRATIONS
from mwdesk.store.reader import Reader
from mwdesk.store.store import Store
from tests.store.steps import every_step

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
KEY = Key.raw(bytes(range(32)))
ANNA = PhoneNumber("13800138000")

either_key = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])


def tell(store: Store, text: str, minutes: float = 0) -> None:
    store.add_incoming([IncomingMessage(ANNA, text, NOW + timedelta(minutes=minutes), "")], NOW)


def texts(path: Path, key: Key | None = None) -> list[str]:
    with Store(path, key) as store:
        return [message.text for message in store.thread(ANNA)]


@either_key
def test_a_backup_is_one_file_with_the_same_key(path: Path, key: Key | None) -> None:
    with Store(path, key) as store, Reader(path, key) as reader:
        tell(store, "一")
        tell(store, "二", 5)
        backup = reader.back_up_in_turn()
        tell(store, "三", 9)
    before = backup.read_bytes()
    last_at = NOW + timedelta(minutes=5)
    assert preview(backup, key) == Preview(len(MIGRATIONS), 1, 2, NOW, last_at)
    assert list(backup.parent.iterdir()) == [backup]
    assert backup.read_bytes() == before
    with pytest.raises(WrongKeyError):
        preview(backup, KEY if key is None else None)


def test_the_backup_of_an_empty_store(path: Path) -> None:
    with Store(path) as store:
        store.backup(path.parent / "copy.db")
    assert preview(path.parent / "copy.db") == Preview(len(MIGRATIONS), 0, 0, None, None)


def test_what_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connect(other).execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(StoreError, match="no backup"):
        preview(other)
    connection = connect(other)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(NewerStoreError):
        preview(other)
    with pytest.raises(StoreError):
        preview(tmp_path / "missing.db")
    assert not (tmp_path / "missing.db").exists()


def test_seven_days_and_four_weeks_are_kept(tmp_path: Path) -> None:
    moments = [NOW - timedelta(hours=8 * number) for number in range(200)]
    for moment in moments:
        (tmp_path / f"mwdesk-{moment:%Y%m%dT%H%M%S%fZ}.db").touch()
    others = {"mwdesk-schema-1-20240101T000000000000Z.db", "mwdesk-replaced-20240101T000000000000Z.db", "notes.txt"}
    for name in others:
        (tmp_path / name).touch()
    (tmp_path / "mwdesk-20240506T000000000000Z.db.draft").touch()
    thin_out(tmp_path, "mwdesk")
    left = {path.name for path in tmp_path.iterdir()} - others
    days = [f"mwdesk-202405{day:02d}" for day in (6, 5, 4, 3, 2, 1)] + ["mwdesk-20240430"]
    sundays = ["mwdesk-20240505", "mwdesk-20240428", "mwdesk-20240421"]
    assert {name[:15] for name in left} == {*days, *sundays}
    assert len(left) == 9
    # Of each day the last, and doing it again changes nothing.
    assert f"mwdesk-{moments[0]:%Y%m%dT%H%M%S%fZ}.db" in left
    assert "mwdesk-20240505T230809000000Z.db" in left
    thin_out(tmp_path, "mwdesk")
    assert {path.name for path in tmp_path.iterdir()} == left | others


@either_key
def test_a_restored_backup_takes_the_place_of_what_was_there(path: Path, key: Key | None) -> None:
    with Store(path, key) as store:
        tell(store, "早")
        store.backup(path.parent / "copy.db")
        tell(store, "晚")
    aside = restore(path, path.parent / "copy.db", key)
    assert texts(path, key) == ["早"]
    assert aside is not None
    assert texts(aside, key) == ["早", "晚"]
    assert restore(path, aside, key) is not None
    assert texts(path, key) == ["早", "晚"]
    assert (path.parent / "copy.db").exists()


def test_where_nothing_was(path: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "old.db") as store:
        tell(store, "早")
        store.backup(tmp_path / "copy.db")
    path.parent.mkdir()
    assert restore(path, tmp_path / "copy.db") is None
    assert texts(path) == ["早"]


def test_a_damaged_file_is_kept_with_its_log(path: Path) -> None:
    with Store(path) as store:
        tell(store, "早")
        store.backup(path.parent / "copy.db")
    with Store(path) as store:
        tell(store, "晚")
        log = path.with_name(path.name + "-wal")
        saved = log.read_bytes()
    path.write_bytes(b"rubbish" * 9999)
    log.write_bytes(saved)
    aside = restore(path, path.parent / "copy.db")
    assert aside is not None
    assert texts(path) == ["早"]
    assert aside.read_bytes().startswith(b"rubbish")
    assert aside.with_name(aside.name + "-wal").read_bytes() == saved


def test_a_damaged_backup_changes_nothing(path: Path) -> None:
    with Store(path) as store:
        for number in range(2000):
            if number == 0:
                tell(store, "早")
        store.add_incoming([IncomingMessage(ANNA, "长" * 99, NOW, "")] * 500, NOW)
        store.backup(path.parent / "copy.db")
    copy = path.parent / "copy.db"
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = bytes(20_000)
    copy.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(DamagedStoreError):
        restore(path, copy)
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["copy.db", "mwdesk.sqlite3"]


def test_a_file_in_use_is_not_replaced(path: Path) -> None:
    with Store(path) as store:
        tell(store, "早")
        store.backup(path.parent / "copy.db")
        tell(store, "晚")
        with pytest.raises(StoreError):
            restore(path, path.parent / "copy.db")
        assert len(store.thread(ANNA)) == 2
        tell(store, "夜")
    assert texts(path) == ["早", "晚", "夜"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_killed_at_any_step_of_a_restore_the_file_is_whole(path: Path, tmp_path: Path) -> None:
    with Store(path) as store:
        tell(store, "早")
        store.backup(path.parent / "copy.db")
        tell(store, "晚")
    shutil.copytree(path.parent, tmp_path / "before")
    seen = set()
    for _ in every_step(lambda: restore(path, path.parent / "copy.db"), stride=3):
        seen.add(tuple(texts(path)))
        restore(path, path.parent / "copy.db")
        assert texts(path) == ["早"]
        shutil.rmtree(path.parent)
        shutil.copytree(tmp_path / "before", path.parent)
    assert seen == {("早", "晚"), ("早",)}
