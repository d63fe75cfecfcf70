"""The open local database with all that belongs to it: its key, its writes in waiting, its slow reads, its upkeep."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from mwdesk.errors import (
    CredentialError,
    DamagedStoreError,
    ExportError,
    ExportFullError,
    ExportRefusedError,
    LockedStoreError,
    NoBackupError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    WrongKeyError,
)
from mwdesk.messaging.persistence import Persistence
from mwdesk.messaging.secrets import Secrets
from mwdesk.messaging.slow_reads import SlowReads
from mwdesk.messaging.store_key import (
    find_key,
    kept_key,
    kept_secret,
    keyring_name,
    parse_unlock,
    recovery_key,
    secret_in,
)
from mwdesk.messaging.timings import Timings
from mwdesk.store import backup
from mwdesk.store.crypt import Key, backups_of, convert, is_encrypted
from mwdesk.store.reader import Reader
from mwdesk.store.store import Changes, Store

logger = logging.getLogger(__name__)

_BACKED_UP_AT = "backed_up_at"
_UNWRITTEN = {StoreFullError: ExportFullError, ReadOnlyStoreError: ExportRefusedError}
_BACKUP_EVERY = timedelta(days=1)
T = TypeVar("T")


class Protection(Struct, frozen=True):
    """How the file is kept. ``key_is_kept``: its key is in the keyring; else it is a pass-phrase."""

    is_encrypted: bool
    key_is_kept: bool
    keyring_available: bool


class Backup(Struct, frozen=True):
    """A copy of the file, and what it holds; a locked one opens with a pass-phrase or key that is not known here."""

    path: Path
    made_at: datetime
    size_bytes: int
    is_locked: bool = False
    conversations: int = 0
    messages: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


class Archive:
    """One file, opened and closed. All methods belong to the background loop and raise :class:`StoreError`."""

    def __init__(
        self,
        path: Path,
        secrets: Secrets,
        timings: Timings,
        publish: Callable[[Changes], None],
        trouble: Callable[[StoreError | None], None],
    ) -> None:
        self.path = path
        self.persistence = Persistence(publish, trouble, timings.store_retry_s)
        self._secrets = secrets
        self._timings = timings
        self._trouble = trouble
        self._keep_days = 0
        self._upkeep_failed = False
        self._key: Key | None = None
        self._opened: Store | None = None
        self._reads: SlowReads | None = None
        self._upkeep: asyncio.Task[None] | None = None

    @property
    def store(self) -> Store:
        """The open store."""
        if self._opened is None:
            raise StoreError("the local database is not open")
        return self._opened

    @property
    def is_encrypted(self) -> bool:
        """Tell whether the open file has a key."""
        return self._key is not None

    async def open(self, unlock: str = "", plain: bool = False) -> None:
        """Open the file, or create it with a key of its own.

        ``unlock`` is a pass-phrase or recovery key a person typed, ``plain`` their choice of no key for a new file.
        Raises :class:`KeyMissingError` or :class:`ProtectionNeededError` when one of these is needed,
        :class:`WrongKeyError`, :class:`DamagedStoreError`, :class:`NewerStoreError`; the file is then untouched.
        """
        key = await find_key(self.path, self._secrets, unlock, plain)
        self._open_with(key)
        await self._keep_again(unlock)

    async def close(self) -> None:
        """End upkeep and reads, write what still waits, and close the file."""
        if self._upkeep is not None:
            self._upkeep.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._upkeep
            self._upkeep = None
        if self._reads is not None:
            await self._reads.close()
            self._reads = None
        if lost := await self.persistence.close():
            logger.critical("%d changes could not be stored before the end", lost)
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    async def read(self, work: Callable[[Reader], T]) -> T:
        """Run a slow read beside the loop; cancelled, it is interrupted."""
        if self._reads is None:
            raise StoreError("the local database is not open")
        return await self._reads.read(work)

    def keep_for(self, days: int) -> None:
        """Delete messages older than so many days from now on, in small steps; 0 keeps all."""
        self._keep_days = days

    # Protection

    async def protection(self) -> Protection:
        """Tell how the file is kept."""
        kept = None
        with contextlib.suppress(CredentialError):
            kept = await self.recovery_key()
        return Protection(self._key is not None, kept is not None, await self._secrets.is_available())

    async def recovery_key(self) -> str | None:
        """Return the kept key as a person would write it down; None when it is not what opens the file."""
        kept = await self._secrets.read(keyring_name(self.path))
        # A kept secret may be an older one: the file has a pass-phrase by now, or no key at all.
        fits = kept is not None and secret_in(kept) is not None and parse_unlock(kept) == self._key
        return recovery_key(kept) if fits and kept is not None else None

    async def protect(self, unlock: str = "") -> None:
        """Encrypt the file and its backups: with a pass-phrase, or with a new key kept in the keyring."""
        if unlock:
            await self._convert(parse_unlock(unlock))
            return
        await self._convert(Key.raw(bytes.fromhex(await kept_secret(self.path, self._secrets))))

    async def unprotect(self) -> None:
        """Write the file and its backups without a key. The kept key stays, for copies elsewhere."""
        await self._convert(None)

    async def _convert(self, key: Key | None) -> None:
        old = self._key
        await self.close()
        try:
            await asyncio.to_thread(convert, self.path, old, key)
        except StoreError:
            self._open_with(old)
            raise
        self._open_with(key)

    # Backups

    async def back_up(self, to: Path) -> None:
        """Copy the file, with its key, to a new one; work goes on meanwhile.

        Raises :class:`ExportError` where the copy cannot be written: that says nothing of the file.
        """
        try:
            await self.read(lambda reader: reader.back_up(to))
        except (DamagedStoreError, LockedStoreError):
            raise
        except StoreError as error:
            kind = _UNWRITTEN.get(type(error), ExportError)
            raise kind("the copy cannot be written") from error

    async def back_up_now(self) -> None:
        """Make one more of the backups that come by themselves."""
        await self.read(lambda reader: reader.back_up_in_turn())
        self.store.set_fact(_BACKED_UP_AT, _now().isoformat())

    async def backups(self) -> list[Backup]:
        """Return the backups beside the file, newest first; damaged ones are left out. The file need not be open."""
        paths = await asyncio.to_thread(backups_of, self.path)
        found = []
        for path in paths:
            with contextlib.suppress(StoreError):
                found.append(await self.preview(path))
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    async def preview(self, path: Path, unlock: str = "") -> Backup:
        """Look into a backup, with a known key or with what a person typed; without one that fits it is locked."""
        made_at, size = await asyncio.to_thread(backup.made, path)
        try:
            with _of_a_backup():
                held = await asyncio.to_thread(backup.preview, path, await self._key_of(path, unlock))
        except WrongKeyError:
            return Backup(path, made_at, size, is_locked=True)
        return Backup(path, made_at, size, False, held.conversations, held.messages, held.first_at, held.last_at)

    async def restore(self, path: Path, unlock: str = "") -> Path | None:
        """Put a backup in the file's place and open it; return where the replaced file was kept."""
        key = await self._key_of(path, unlock)
        old = self._key
        was_open = self._opened is not None
        await self.close()
        try:
            with _of_a_backup():
                aside = await asyncio.to_thread(backup.restore, self.path, path, key)
        except StoreError:
            if was_open:
                self._open_with(old)
            raise
        self._open_with(key)
        await self._keep_again(unlock)
        return aside

    async def count_older_than(self, days: int) -> int:
        """Count the messages :meth:`keep_for` would delete."""
        return await self.read(lambda reader: reader.count_before(_now() - timedelta(days=days)))

    async def _key_of(self, path: Path, unlock: str) -> Key | None:
        """Return what should open a backup: what a person typed, the file's own key, or the kept one."""
        if not await asyncio.to_thread(is_encrypted, path):
            return None
        return parse_unlock(unlock) if unlock else self._key or await kept_key(self.path, self._secrets)

    async def _keep_again(self, unlock: str) -> None:
        """Give a typed recovery key to the keyring, which had lost it."""
        if (secret := secret_in(unlock)) is not None:
            with contextlib.suppress(CredentialError):
                await self._secrets.write(keyring_name(self.path), secret)

    # Inside

    def _open_with(self, key: Key | None) -> None:
        store = Store(self.path, key)
        try:
            store.recover_sending(_now())
        except StoreError:
            store.close()
            raise
        self._opened, self._key = store, key
        self._reads = SlowReads(self.path, key)
        self._upkeep = asyncio.create_task(self._keep_up(), name="upkeep")

    async def _keep_up(self) -> None:
        """Look after the file whenever there is time."""
        await asyncio.sleep(self._timings.upkeep_first_s)
        if not self.store.was_closed_cleanly:
            await self._attempt(self._check)
        while True:
            failed_before, self._upkeep_failed = self._upkeep_failed, False
            await self._attempt(self._tidy)
            await self._attempt(self._back_up_if_due)
            if failed_before and not self._upkeep_failed and not self.persistence.unsaved:
                self._trouble(None)
            await asyncio.sleep(self._timings.upkeep_s)

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except StoreError as error:
            logger.warning("upkeep of the local database failed: %s", error)
            self._upkeep_failed = not isinstance(error, DamagedStoreError)  # damage does not go by itself
            self._trouble(error)

    async def _check(self) -> None:
        await self.read(lambda reader: reader.check())

    async def _tidy(self) -> None:
        await self._in_steps(self.store.index_some)
        if self._keep_days:
            moment = _now() - timedelta(days=self._keep_days)
            await self._in_steps(lambda: self.store.delete_older_than(moment))
        self.store.checkpoint()

    async def _in_steps(self, step: Callable[[], int]) -> None:
        more = True
        while more:
            more = step() > 0
            await asyncio.sleep(self._timings.upkeep_step_s)

    async def _back_up_if_due(self) -> None:
        told = self.store.get_fact(_BACKED_UP_AT)
        if told is None or _now() - datetime.fromisoformat(told) >= _BACKUP_EVERY:
            await self.read(lambda reader: reader.back_up_in_turn())
            self.store.set_fact(_BACKED_UP_AT, _now().isoformat())


@contextlib.contextmanager
def _of_a_backup() -> Iterator[None]:
    """Say of a damaged backup that it is one: the file in use is another."""
    try:
        yield
    except DamagedStoreError as error:
        raise NoBackupError("this is no backup of the local database, or a damaged one") from error


def _now() -> datetime:
    return datetime.now(UTC)
