"""The local database as the desk keeps it: its key, its backups, and what happens while it cannot be written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from mwdesk.app import SessionCredentials
from mwdesk.domain.events import LinkChanged, LinkState, MessagesChanged, StoreTrouble
from mwdesk.domain.message import DeliveryState, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    CredentialError,
    ExportError,
    KeyMissingError,
    NoBackupError,
    ProtectionNeededError,
    StoreError,
    StoreFullError,
    WrongKeyError,
)
from mwdesk.messaging.archive import Archive, Protection
from mwdesk.messaging.secrets import Secrets
from mwdesk.messaging.store_key import keyring_name, parse_unlock, recovery_key, secret_in
from mwdesk.protocol.commands import FetchMessages
from mwdesk.store.crypt import Key, is_encrypted
from mwdesk.store.reader import Reader
from mwdesk.store.store import Changes, Store
from tests.messaging.conftest import FAST, Desk

PHONE = PhoneNumber("13800138000")
TEXT = "下午三点取相册"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class NoKeyring(SessionCredentials):
    """A system without a keyring."""

    def is_available(self) -> bool:
        return False

    def write(self, key: str, password: str) -> None:
        raise CredentialError("none")


@asynccontextmanager
async def _open(
    path: Path, credentials: SessionCredentials, unlock: str = "", plain: bool = False
) -> AsyncIterator[Archive]:
    archive = Archive(path, Secrets(credentials), FAST, lambda _changes: None, lambda _error: None)
    try:
        await archive.open(unlock, plain)
        yield archive
    finally:
        await archive.close()


def _texts(archive: Archive) -> list[str]:
    return [message.text for message in archive.store.thread(PHONE)]


def _folder_holds(folder: Path, text: str) -> bool:
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert raw
    return any(text.encode(encoding) in raw for encoding in ("utf-8", "gbk", "utf-16-le"))


async def test_a_new_file_is_encrypted_with_a_key_the_keyring_keeps(tmp_path: Path) -> None:
    path, credentials = tmp_path / "mwdesk.db", SessionCredentials()
    async with _open(path, credentials) as archive:
        archive.store.add_outgoing(PHONE, [TEXT], NOW)
        assert archive.is_encrypted
        assert not _folder_holds(tmp_path, TEXT)
        assert not _folder_holds(tmp_path, PHONE.digits)
    kept = credentials.read(keyring_name(path))
    assert kept is not None
    assert not _folder_holds(tmp_path, kept)
    async with _open(path, credentials) as archive:
        assert _texts(archive) == [TEXT]


async def test_a_lost_key_is_told_and_the_recovery_key_brings_it_back(tmp_path: Path) -> None:
    path, credentials = tmp_path / "mwdesk.db", SessionCredentials()
    async with _open(path, credentials) as archive:
        archive.store.add_outgoing(PHONE, [TEXT], NOW)
        written_down = await archive.recovery_key()
    assert written_down is not None
    before = path.read_bytes()
    lost = SessionCredentials()
    with pytest.raises(KeyMissingError):
        async with _open(path, lost):
            pass
    with pytest.raises(WrongKeyError):
        async with _open(path, lost, unlock="0000 " * 16):
            pass
    assert path.read_bytes() == before
    assert lost.read(keyring_name(path)) is None
    async with _open(path, lost, unlock=written_down.upper()) as archive:
        assert _texts(archive) == [TEXT]
    async with _open(path, lost) as archive:  # the keyring knows it again
        assert _texts(archive) == [TEXT]


async def test_without_a_keyring_a_person_chooses(tmp_path: Path) -> None:
    path, none = tmp_path / "mwdesk.db", NoKeyring()
    with pytest.raises(ProtectionNeededError):
        async with _open(path, none):
            pass
    assert not path.exists()
    async with _open(path, none, unlock="春江花月夜") as archive:
        archive.store.add_outgoing(PHONE, [TEXT], NOW)
    assert is_encrypted(path)
    with pytest.raises(KeyMissingError):
        async with _open(path, none):
            pass
    with pytest.raises(WrongKeyError):
        async with _open(path, none, unlock="春江花月"):
            pass
    async with _open(path, none, unlock="春江花月夜") as archive:
        assert _texts(archive) == [TEXT]

    knowingly = tmp_path / "plain.db"
    async with _open(knowingly, none, plain=True) as archive:
        assert not archive.is_encrypted


async def test_protection_is_taken_on_and_off_with_nothing_lost(tmp_path: Path) -> None:
    path, credentials = tmp_path / "mwdesk.db", SessionCredentials()
    async with _open(path, credentials, plain=True) as archive:
        archive.store.add_outgoing(PHONE, [TEXT], NOW)
        await archive.back_up(tmp_path / "backups" / "mwdesk-one.db")
        assert _folder_holds(tmp_path, TEXT)
        await archive.protect()
        assert archive.is_encrypted
        assert _texts(archive) == [TEXT]
        assert not _folder_holds(tmp_path, TEXT)
        await archive.unprotect()
        assert _texts(archive) == [TEXT]
    assert not is_encrypted(path)


async def test_a_backup_is_made_once_a_day_and_restored(tmp_path: Path) -> None:
    path, credentials = tmp_path / "mwdesk.db", SessionCredentials()
    timings = replace(FAST, upkeep_first_s=0, upkeep_s=0.01)
    archive = Archive(path, Secrets(credentials), timings, lambda _changes: None, lambda _error: None)
    with Store(path) as store:
        store.add_outgoing(PHONE, [TEXT], NOW)
    await archive.open()
    async with asyncio.timeout(5):
        while not (backups := await archive.backups()):
            continue
    archive.store.add_outgoing(PHONE, ["后来的话"], NOW)
    assert len(await archive.backups()) == 1
    [backup] = backups
    assert (backup.messages, backup.conversations, backup.is_locked) == (1, 1, False)
    assert backup.size_bytes == backup.path.stat().st_size
    aside = await archive.restore(backup.path)
    assert aside is not None
    assert _texts(archive) == [TEXT]
    await archive.restore(aside)
    assert _texts(archive) == [TEXT, "后来的话"]
    await archive.close()


async def test_what_is_wrong_with_a_copy_is_not_said_of_the_messages(tmp_path: Path) -> None:
    async with _open(tmp_path / "mwdesk.db", SessionCredentials(), plain=True) as archive:
        await archive.unprotect()
        archive.store.add_outgoing(PHONE, [TEXT], NOW)
        copy = tmp_path / "copy.db"
        await archive.back_up(copy)
        whole = copy.read_bytes()
        copy.write_bytes(whole[:5000] + bytes(len(whole) - 5000))
        junk, folder = tmp_path / "junk.db", tmp_path / "folder"
        junk.write_text("手机,姓名\n" * 2000, encoding="utf-8")
        folder.mkdir()
        for bad in (junk, copy):
            with pytest.raises(NoBackupError):
                await archive.restore(bad)
        with pytest.raises(NoBackupError):
            await archive.preview(junk)
        for refused in (folder, junk / "copy.db"):
            with pytest.raises(ExportError):
                await archive.back_up(refused)
        assert _texts(archive) == [TEXT]


async def test_the_recovery_key_is_shown_only_while_it_opens_the_file(tmp_path: Path) -> None:
    path, credentials = tmp_path / "mwdesk.db", SessionCredentials()
    async with _open(path, credentials) as archive:
        assert await archive.protection() == Protection(True, True, True)
        await archive.protect("春江花月夜")
        assert await archive.recovery_key() is None
        assert await archive.protection() == Protection(True, False, True)
    async with _open(path, credentials, unlock="春江花月夜") as archive:
        await archive.protect()
        key = await archive.recovery_key()
    async with _open(path, SessionCredentials(), unlock=key or "") as archive:
        assert archive.is_encrypted


async def test_backups_under_another_key_are_listed_as_locked(tmp_path: Path) -> None:
    path, credentials = tmp_path / "mwdesk.db", SessionCredentials()
    async with _open(path, credentials, unlock="春江花月夜") as archive:
        archive.store.add_outgoing(PHONE, [TEXT], NOW)
        await archive.back_up_now()
        [backup] = await archive.backups()
        assert (backup.is_locked, backup.messages) == (False, 1)
    (tmp_path / "backups" / "mwdesk-broken.db").write_bytes(b"no database " * 1000)
    path.unlink()
    async with _open(path, credentials, plain=True) as archive:
        [backup] = await archive.backups()
        assert (backup.is_locked, backup.messages) == (True, 0)
        with pytest.raises(KeyMissingError):
            await archive.restore(backup.path)
        with pytest.raises(WrongKeyError):
            await archive.restore(backup.path, "春江花月")
        assert _texts(archive) == []
        await archive.restore(backup.path, "春江花月夜")
        assert _texts(archive) == [TEXT]


async def test_what_would_be_forgotten_is_counted(tmp_path: Path) -> None:
    async with _open(tmp_path / "mwdesk.db", SessionCredentials(), plain=True) as archive:
        now = datetime.now(UTC)
        for days in (0, 5, 10, 20):
            at = now - timedelta(days=days)
            archive.store.add_incoming([IncomingMessage(PHONE, f"{days}", at, "")], at)
        archive.store.add_outgoing(PHONE, ["还没发"], now - timedelta(days=30))
        assert [await archive.count_older_than(days) for days in (1, 7, 15, 25)] == [3, 2, 1, 0]


async def test_trouble_with_upkeep_is_over_once_it_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: asyncio.Queue[StoreError | None] = asyncio.Queue()
    timings = replace(FAST, upkeep_first_s=0, upkeep_s=0.01)
    archive = Archive(tmp_path / "mwdesk.db", Secrets(SessionCredentials()), timings, lambda _c: None, told.put_nowait)
    refused = StoreFullError("full")

    def refuse() -> None:
        raise refused

    with Store(archive.path) as store:
        store.add_outgoing(PHONE, [TEXT], NOW)
    monkeypatch.setattr(Store, "checkpoint", lambda _store: refuse())
    await archive.open()
    async with asyncio.timeout(5):
        assert await told.get() is refused
        monkeypatch.undo()
        while await told.get() is not None:
            pass
    await archive.close()
    assert "upkeep of the local database failed" in caplog.text
    caplog.clear()


async def test_a_slow_read_ends_when_nobody_waits_for_it(tmp_path: Path) -> None:
    path = tmp_path / "mwdesk.db"
    async with _open(path, SessionCredentials(), plain=True) as archive:
        count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        loop = asyncio.get_running_loop()
        begun = asyncio.Event()

        def read_without_end(reader: Reader) -> None:
            loop.call_soon_threadsafe(begun.set)
            reader._db._connection.execute(count).fetchone()

        endless = asyncio.create_task(archive.read(read_without_end))
        async with asyncio.timeout(5):
            await begun.wait()
            endless.cancel()
            with pytest.raises(asyncio.CancelledError):
                await endless
            assert await archive.read(lambda reader: reader.thread(PHONE)) == []


@pytest.mark.parametrize(
    ("typed", "secret"),
    [
        ("ab" * 32, "ab" * 32),
        ("AB" * 32, "ab" * 32),
        (recovery_key("0123456789abcdef" * 4), "0123456789abcdef" * 4),
        ("0123-4567-89ab-cdef " * 4, "0123456789abcdef" * 4),
        ("ab" * 31, None),
        ("春江花月夜", None),
        ("", None),
    ],
)
def test_a_recovery_key_is_read_however_it_is_grouped(typed: str, secret: str | None) -> None:
    assert secret_in(typed) == secret
    if secret is not None:
        assert parse_unlock(typed) == Key.raw(bytes.fromhex(secret))


# While the file cannot be written


def _fill(desk: Desk, full: bool) -> None:
    """Let the disk be full for this file, or have room again."""
    connection = desk.service.archive.store._db._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages if full else 1 << 30}")


def _received(desk: Desk) -> list[str]:
    return [m.text for e in desk.events if isinstance(e, MessagesChanged) for m in e.added if m.state is None]


def _big(number: int) -> str:
    return f"{number:02d}" + "满" * 60


async def test_what_came_in_while_the_disk_was_full_is_stored_once_it_is_not(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    _fill(desk, full=True)
    texts = [_big(number) for number in range(60)]
    for text in texts:
        desk.server.gateway.receive(PHONE, text)
    await desk.until(lambda: desk.saw(StoreTrouble))
    polls = len([c for c in desk.server.commands if isinstance(c, FetchMessages)])
    desk.server.drop_connections()  # what waits in memory must not go with the link
    await desk.until(lambda: len(desk.saw(LinkChanged, state=LinkState.CONNECTED)) == 2)
    assert desk.service.archive.persistence.unsaved >= 1
    _fill(desk, full=False)
    await desk.until(lambda: desk.saw(StoreTrouble, error=None))
    await desk.until(lambda: len(_received(desk)) == 60)
    assert _received(desk) == texts
    assert [m.text for m in await desk.service.thread(PHONE, limit=100)] == texts
    assert polls >= 1
    _expect_complaint(caplog)


async def test_the_answer_to_a_send_is_kept_while_the_disk_is_full(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    store = desk.service.archive.store
    broken = _failing(store.mark_sent)
    store.mark_sent = broken  # type: ignore[method-assign]
    await desk.service.send(PHONE, ["好的"])
    await desk.until(lambda: desk.saw(StoreTrouble))
    del store.mark_sent  # type: ignore[method-assign]
    await desk.until(lambda: desk.saw(StoreTrouble, error=None))
    [message] = await desk.service.thread(PHONE)
    assert message.state in (DeliveryState.SENT, DeliveryState.DELIVERED)
    assert message.message_id
    assert message.attempts == 1
    _expect_complaint(caplog)


async def test_nothing_is_sent_that_could_not_be_marked(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    store = desk.service.archive.store
    store.mark_sending = _failing(store.mark_sending)  # type: ignore[method-assign]
    await desk.service.send(PHONE, ["好的"])
    await desk.until(lambda: desk.saw(StoreTrouble))
    [message] = await desk.service.thread(PHONE)
    assert message.state is DeliveryState.PENDING
    del store.mark_sending  # type: ignore[method-assign]
    await desk.until(lambda: DeliveryState.SENT in [m.state for e in desk.saw(MessagesChanged) for m in e.changed])  # type: ignore[attr-defined]
    assert not desk.saw(LinkChanged, state=LinkState.WAITING)
    _expect_complaint(caplog)


def _expect_complaint(caplog: pytest.LogCaptureFixture) -> None:
    complaints = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert complaints
    assert all(complaint.startswith("the local database cannot be written") for complaint in complaints)
    caplog.clear()


def _failing(_real: Callable[..., Changes]) -> Callable[..., Changes]:
    def fail(*_arguments: object) -> Changes:
        raise StoreError("the disk is full")

    return fail
