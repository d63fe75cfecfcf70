"""Full, failing, forbidden and locked disks: nothing acknowledged is lost, and the store goes on afterwards."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mwdesk.domain.message import IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import LockedStoreError, ReadOnlyStoreError, StoreError, StoreFullError
from mwdesk.store import crypt
from mwdesk.store.crypt import Key, connect
from mwdesk.store.reader import Reader
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")
KEY = Key.raw(bytes(range(32)))

either_key = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX limits and rights")


def tell(store: Store, *texts: str) -> None:
    store.add_incoming([IncomingMessage(ANNA, text, NOW, "") for text in texts], NOW)


def texts(store: Store) -> list[str]:
    return [message.text for message in store.thread(ANNA, limit=10**6)]


def check(path: Path, key: Key | None, expected: list[str]) -> None:
    with Store(path, key) as store, Reader(path, key) as reader:
        reader.check()
        assert texts(store) == expected
        assert len(store.search_messages("第", limit=10**6)) <= len(expected)
        conversation = store.conversation(ANNA)
        assert (conversation.message_count if conversation else 0) == len(expected)


@either_key
def test_a_full_database(path: Path, key: Key | None) -> None:
    with Store(path, key) as store:
        tell(store, "一")
        with store._db.reading() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
        with pytest.raises(StoreFullError, match="free some space"):
            tell(store, *["长" * 500] * 50)
        assert texts(store) == ["一"]
        with store._db.reading() as connection:
            connection.execute("PRAGMA max_page_count = 100000").fetchone()
        tell(store, "二")
    check(path, key, ["一", "二"])


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let every write beyond ``size`` bytes of a file fail."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@posix
@either_key
def test_a_write_that_fails_anywhere_loses_nothing_acknowledged(path: Path, key: Key | None) -> None:
    acknowledged: list[str] = []
    failures = 0
    with Store(path, key) as store:
        tell(store, "第0")
        acknowledged.append("第0")
        log = path.with_name(path.name + "-wal")
        for step in range(120):
            batch = [f"第{step}-{number} " + "长" * 150 for number in range(8)]
            limit = log.stat().st_size + (step * 997) % 40_000
            try:
                with largest_file(limit):
                    tell(store, *batch)
                acknowledged += batch
            except StoreError:
                failures += 1
                # The cause is gone: the same batch is stored the next time, and only once.
                tell(store, *batch)
                acknowledged += batch
            assert texts(store) == acknowledged
    assert 20 < failures < 120
    check(path, key, acknowledged)


@posix
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("a file system of our own cannot be mounted here")
    try:
        acknowledged: list[str] = []
        with Store(disk / "mwdesk.db") as store:

            def write_on() -> None:
                for step in range(10_000):
                    batch = [f"第{step}-{number} " + "长" * 100 for number in range(20)]
                    tell(store, *batch)
                    acknowledged.extend(batch)

            with pytest.raises(StoreFullError):
                write_on()
            assert texts(store) == acknowledged
            with pytest.raises(StoreFullError):
                store.backup(disk / "copy.db")
            assert sorted(file.name for file in disk.iterdir()) == ["mwdesk.db", "mwdesk.db-shm", "mwdesk.db-wal"]
            remount = ["mount", "-o", "remount,size=8m", str(disk)]
            subprocess.run(remount, check=True)  # noqa: S603
            tell(store, "第末")
            acknowledged.append("第末")
        check(disk / "mwdesk.db", None, acknowledged)
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607


def written_by_nobody(path: Path) -> type[StoreError] | None:
    """Open a store and write to it without root's rights; tell what came of it."""
    child = os.fork()
    if child == 0:
        outcome = 99
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            with Store(path) as store:
                store.set_fact("a", "b")
            outcome = 0
        except ReadOnlyStoreError:
            outcome = 1
        except StoreError:
            outcome = 2
        finally:
            os._exit(outcome)
    _, status = os.waitpid(child, 0)
    return [None, ReadOnlyStoreError, StoreError][os.waitstatus_to_exitcode(status)]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that others than root can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@posix
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o444, 0o555), (0o000, 0o777), (0o666, 0o555)])
def test_a_file_or_folder_that_may_not_be_written(open_folder: Path, file_mode: int, folder_mode: int) -> None:
    path = open_folder / "mwdesk.db"
    assert written_by_nobody(path) is None
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    assert written_by_nobody(path) is ReadOnlyStoreError
    open_folder.chmod(0o777)
    path.chmod(0o666)
    assert written_by_nobody(path) is None


@posix
def test_a_folder_that_may_not_be_written_holds_no_new_file(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    assert written_by_nobody(open_folder / "mwdesk.db") is ReadOnlyStoreError


@either_key
def test_another_program_holds_it(path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypt, "BUSY_TIMEOUT_S", 0.01)
    with Store(path, key) as store:
        tell(store, "一")
        with closing(connect(path, key)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LockedStoreError, match="close that program"):
                tell(store, "二")
            assert LockedStoreError.retry_helps
            assert texts(store) == ["一"]
            other.execute("ROLLBACK")
        tell(store, "二")
    check(path, key, ["一", "二"])


def test_each_fault_has_its_own_name_and_advice() -> None:
    from mwdesk.store import failures

    advice = [kind_and_words[1] for kind_and_words in failures._BY_CODE.values()]
    assert all(";" in words for words in advice)


def test_a_clean_end_is_told_from_another(path: Path) -> None:
    with Store(path) as store:
        assert store.was_closed_cleanly
        tell(store, "一")
    with Store(path) as store:
        assert store.was_closed_cleanly
    if os.name == "posix":
        child = os.fork()
        if child == 0:
            left_open = Store(path)
            tell(left_open, "二")
            os._exit(0)
        os.waitpid(child, 0)
        with Store(path) as store, Reader(path) as reader:
            assert not store.was_closed_cleanly
            assert texts(store) == ["一", "二"]
            reader.check()
    with Store(path) as store:
        assert store.was_closed_cleanly
