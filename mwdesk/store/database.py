"""One SQLite file: opening, lifting to the current schema, transactions, errors."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mwdesk.errors import DamagedStoreError, NewerStoreError, ReadOnlyStoreError
from mwdesk.store.backup import copy_file, new_backup_path
from mwdesk.store.crypt import Key, connect, remove_draft
from mwdesk.store.driver import sqlite
from mwdesk.store.failures import mapped_errors
from mwdesk.store.migrations import MIGRATIONS, Migration

LOG_LIMIT_BYTES = 16 * 1024 * 1024
"""What a burst may leave of the write-ahead log; while a slow reader holds it, it may grow beyond."""

CACHE_KIB = 16_000
"""Room for the rows of 50,000 conversations, filled only as they are touched."""


class Database:
    """A connection for one thread, the one that opened it. Every method raises :class:`StoreError`."""

    def __init__(self, connection: sqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path, key: Key | None = None, migrations: Sequence[Migration] = MIGRATIONS) -> Database:
        """Open or create the file and lift it to the newest schema, after a backup if it holds anything.

        Raises :class:`NewerStoreError`, :class:`WrongKeyError`, :class:`DamagedStoreError`; the file is then untouched.
        """
        versions = [migration.version for migration in migrations]
        if versions != list(range(1, len(versions) + 1)):
            raise ValueError("migrations must count up from 1 without gaps")
        with mapped_errors():
            # Customers' texts are nobody else's business on a shared machine.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)
            # Asked beforehand: an attempt would leave a log with the file's rights, in the way for ever after.
            if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
                raise ReadOnlyStoreError("the local database may not be written; check the rights of file and folder")
        database = cls(connect(path, key))
        try:
            with mapped_errors():
                connection = database._connection
                # Before the first write: switching to WAL alone would already change a newer program's file.
                database._refuse_newer(len(versions))
                _refuse_truncated(connection, path)
                remove_draft(path)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA journal_size_limit = {LOG_LIMIT_BYTES}")
                # A fetched message cannot be fetched again, so a commit must outlive a power cut.
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
            database._migrate(path, key, migrations)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def open_to_read(cls, path: Path, key: Key | None = None) -> Database:
        """Open an existing file of this program's schema without the right to write."""
        database = cls(connect(path, key, read_only=True))
        try:
            with mapped_errors():
                database._refuse_newer(len(MIGRATIONS))
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with mapped_errors():
            self._connection.close()

    def interrupt(self) -> None:
        """End what another thread is reading with a :class:`StoreError` there."""
        with mapped_errors():
            self._connection.interrupt()

    @contextmanager
    def transaction(self) -> Iterator[sqlite.Connection]:
        """Run the block as one write transaction: all of it is on disk afterwards, or nothing."""
        with mapped_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # Some failures, like a full disk, have rolled back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite.Connection]:
        """Run the block's query without a write lock."""
        with mapped_errors():
            yield self._connection

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _refuse_newer(self, known: int) -> None:
        version = self._version()
        if version > known:
            raise NewerStoreError(f"the database has version {version}, this program knows up to {known}")

    def _migrate(self, path: Path, key: Key | None, migrations: Sequence[Migration]) -> None:
        with mapped_errors():
            version = self._version()
        if 0 < version < len(migrations):
            copy_file(self._connection, new_backup_path(path, f"schema-{version}"), key)
        for migration in migrations:
            with self.transaction() as connection:
                # Asked under the lock: another program may have migrated the file since it was opened.
                if migration.version <= self._version():
                    continue
                for statement in migration.statements:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {migration.version:d}")


def _refuse_truncated(connection: sqlite.Connection, path: Path) -> None:
    """Compare the length the file itself tells with the real one; while there is a log, they may differ."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return
    # SQLCipher tells the size of its pages as a text.
    pages, page_bytes = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size")
    )
    if path.stat().st_size < pages * page_bytes:
        raise DamagedStoreError("the local database is damaged: its end is missing; restore a backup")
