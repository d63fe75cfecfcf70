"""Encrypted files: nothing readable in any of them, no way in without the key, and back again."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mwdesk.domain.message import IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import DamagedStoreError, LockedStoreError, StoreError, WrongKeyError
from mwdesk.store.crypt import Key, connect, convert, is_encrypted
from mwdesk.store.reader import Reader
from mwdesk.store.store import Store
from tests.store.steps import every_step

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
KEY = Key.raw(bytes(range(32)))
OTHER = Key.raw(b"\xff" * 32)
WORDS = Key.passphrase("it's 开门 \"x'00'\"")
ANNA = PhoneNumber("13800138000")
TEXT = "秘密的发票抬头 hello"


def fill(path: Path, key: Key | None) -> None:
    with Store(path, key) as store:
        store.add_incoming([IncomingMessage(ANNA, TEXT, NOW, "")], NOW)
        store.set_name(ANNA, "王小明")
        with Reader(path, key) as reader:
            reader.back_up_in_turn()


def holds_everything(path: Path, key: Key | None) -> bool:
    with Store(path, key) as store:
        return store.search_messages("发票")[0].message.text == TEXT and store.search("小明")[0].phone == ANNA


def readable(folder: Path) -> list[str]:
    """Name the files that give something away, in any form the index or the rows may hold it in."""
    secrets = [TEXT.encode(), "发票".encode(), ANNA.digits.encode(), b"hello", b"SQLite format", "王小明".encode()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(secret in path.read_bytes() for secret in secrets)]


@pytest.mark.parametrize("key", [KEY, WORDS], ids=["raw", "pass-phrase"])
def test_no_file_gives_anything_away(path: Path, key: Key) -> None:
    with Store(path, key) as store:
        fill_rows = [IncomingMessage(ANNA, TEXT, NOW, "")] * 300
        store.add_incoming(fill_rows, NOW)
        store.backup(path.parent / "copy.db")
        with Reader(path, key) as reader:
            reader.back_up_in_turn()
        assert {"mwdesk.sqlite3", "mwdesk.sqlite3-wal", "copy.db"} <= {file.name for file in path.parent.rglob("*")}
        assert readable(path.parent) == []
    assert readable(path.parent) == []
    with Store(path, key) as store:
        assert len(store.search_messages("hello")) == 50


def test_a_plain_file_would_be_found_out(path: Path) -> None:
    fill(path, None)
    assert "mwdesk.sqlite3" in readable(path.parent)


@pytest.mark.parametrize(
    ("made_with", "opened_with"),
    [(KEY, OTHER), (KEY, None), (KEY, WORDS), (WORDS, KEY), (None, KEY), (WORDS, Key.passphrase("it's"))],
)
def test_another_key_opens_nothing_and_touches_nothing(
    path: Path, made_with: Key | None, opened_with: Key | None
) -> None:
    fill(path, made_with)
    before = path.read_bytes()
    for opening in (Store, Reader):
        with pytest.raises(WrongKeyError):
            opening(path, opened_with)
    assert path.read_bytes() == before
    assert holds_everything(path, made_with)


def test_keys_are_checked_and_never_shown() -> None:
    for size in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            Key.raw(b"k" * size)
    for words in ("", "a\0b"):
        with pytest.raises(ValueError, match="pass-phrase"):
            Key.passphrase(words)
    assert "open sesame" not in repr(Key.passphrase("open sesame"))
    assert "00010203" not in repr(KEY)


def test_encrypted_or_not(path: Path) -> None:
    assert not is_encrypted(path)
    path.parent.mkdir()
    for content in (b"", b"text " * 2000, b"\0" * 8192):
        path.write_bytes(content)
        assert not is_encrypted(path)
    path.unlink()
    fill(path, None)
    assert not is_encrypted(path)
    convert(path, None, KEY)
    assert is_encrypted(path)


@pytest.mark.parametrize(
    ("old", "new"), [(None, KEY), (KEY, None), (KEY, OTHER), (None, WORDS), (WORDS, KEY)], ids=lambda key: ""
)
def test_a_change_of_key_keeps_everything(path: Path, old: Key | None, new: Key | None) -> None:
    fill(path, old)
    with closing(connect(path, old)) as connection:
        schema = [tuple(row) for row in connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name")]
    assert convert(path, old, new) == []
    with closing(connect(path, new)) as connection:
        assert schema == [
            tuple(row) for row in connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
        ]
    assert holds_everything(path, new)
    (backup,) = (path.parent / "backups").iterdir()
    assert holds_everything(backup, new)
    assert [file.name for file in path.parent.iterdir()].count("mwdesk.sqlite3.draft") == 0
    if new is not None:
        assert readable(path.parent) == []
    assert convert(path, old, new) == []


def test_a_file_in_use_is_not_converted(path: Path) -> None:
    fill(path, None)
    with Reader(path) as reader:
        reader.conversations()
        with pytest.raises(LockedStoreError):
            convert(path, None, KEY)
    assert holds_everything(path, None)


def test_nothing_or_the_wrong_key_is_not_converted(path: Path) -> None:
    with pytest.raises(StoreError, match="no local database"):
        convert(path, None, KEY)
    fill(path, OTHER)
    with pytest.raises(WrongKeyError):
        convert(path, None, KEY)
    assert holds_everything(path, OTHER)


def test_a_backup_nobody_can_read_is_named(path: Path) -> None:
    fill(path, None)
    broken = path.parent / "backups" / "mwdesk-broken.db"
    broken.write_bytes(b"no database at all" * 999)
    assert convert(path, None, KEY) == [broken]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize(("old", "new"), [(None, KEY), (KEY, None)], ids=["encrypting", "decrypting"])
def test_killed_at_any_step_the_file_is_whole(tmp_path: Path, path: Path, old: Key | None, new: Key | None) -> None:
    fill(path, old)
    shutil.copytree(path.parent, tmp_path / "before")
    steps = switched = 0
    for step in every_step(lambda: convert(path, old, new), stride=11):
        steps = step
        key = new if is_encrypted(path) is (new is not None) else old
        switched += key is new
        with closing(connect(path, key, read_only=True)) as connection:
            assert connection.execute("SELECT text FROM messages").fetchone()[0] == TEXT
        if key is not None:
            # Opened as it is, it leaves no half-finished plain copy about.
            assert holds_everything(path, key)
            assert [name for name in readable(path.parent) if "replaced" not in name and "-20" not in name] == []
        # Called again it comes to an end, whatever it was in the middle of.
        convert(path, old, new)
        assert holds_everything(path, new)
        assert new is None or readable(path.parent) == []
        shutil.rmtree(path.parent)
        shutil.copytree(tmp_path / "before", path.parent)
    assert steps > 100
    assert switched


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_damaged_file_says_so(path: Path, key: Key | None) -> None:
    with Store(path, key) as store:
        for minute in range(50):
            store.add_incoming([IncomingMessage(ANNA, f"{minute} " + "长" * 200, NOW, "")] * 20, NOW)
    whole = path.read_bytes()
    for cut in (5000, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        with pytest.raises(DamagedStoreError):
            Store(path, key)
    flipped = bytearray(whole)
    middle = len(whole) // 4096 // 2 * 4096
    flipped[middle : middle + 64] = bytes(64)
    path.write_bytes(flipped)
    with Store(path, key), Reader(path, key) as reader, pytest.raises(DamagedStoreError):
        reader.check()
    path.write_bytes(whole)
    with Store(path, key), Reader(path, key) as reader:
        reader.check()
