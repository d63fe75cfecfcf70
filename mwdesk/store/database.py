"""One SQLite file: opening, lifting to the current schema, transactions, errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mwdesk.errors import NewerStoreError, StoreError
from mwdesk.store.migrations import MIGRATIONS, Migration

BUSY_TIMEOUT_S = 2.0
"""How long a statement waits for another program's lock; the background loop stands still meanwhile."""


class Database:
    """A connection for one thread, the one that opened it. Every method raises :class:`StoreError`."""

    def __init__(self, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        """Open or create the file and lift it to the newest schema.

        Raises :class:`NewerStoreError`, leaving the file untouched, when a newer program wrote it.
        """
        versions = [migration.version for migration in migrations]
        if versions != list(range(1, len(versions) + 1)):
            raise ValueError("migrations must count up from 1 without gaps")
        with _mapped_errors():
            # Customers' texts are nobody else's business on a shared machine.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            with _mapped_errors():
                self._connection.row_factory = sqlite3.Row
                # Before the first write: switching to WAL alone would already change a newer program's file.
                self._refuse_newer(len(versions))
                self._connection.execute("PRAGMA journal_mode = WAL")
                # A fetched message cannot be fetched again, so a commit must outlive a power cut.
                self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.execute("PRAGMA foreign_keys = ON")
            self._migrate(migrations)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with _mapped_errors():
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one write transaction: all of it is on disk afterwards, or nothing."""
        with _mapped_errors():
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
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Run the block's query without a write lock."""
        with _mapped_errors():
            yield self._connection

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _refuse_newer(self, known: int) -> None:
        version = self._version()
        if version > known:
            raise NewerStoreError(f"the database has version {version}, this program knows up to {known}")

    def _migrate(self, migrations: Sequence[Migration]) -> None:
        for migration in migrations:
            with self.transaction() as connection:
                # Asked under the lock: another program may have migrated the file since it was opened.
                if migration.version <= self._version():
                    continue
                for statement in migration.statements:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {migration.version:d}")


@contextmanager
def _mapped_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # SQLite's sentences name tables and files, never the values bound to a statement.
        raise StoreError(f"the local database failed: {error}") from error
    except OSError as error:
        raise StoreError(f"the local database cannot be created: {error.strerror}") from error
    except UnicodeEncodeError as error:
        raise StoreError("the local database cannot hold a text with half a character") from error
