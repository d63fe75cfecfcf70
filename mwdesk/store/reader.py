"""Slow reads beside the store: their own connection, their own thread, no right to write."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from mwdesk.errors import DamagedStoreError
from mwdesk.store.backup import copy_file, new_backup_path, thin_out
from mwdesk.store.crypt import Key
from mwdesk.store.database import Database
from mwdesk.store.reading import Reading


class Reader(Reading):
    """Search, export, statistics, checks and backups, used by the thread that made it. Never waits for the store."""

    def __init__(self, path: Path, key: Key | None = None) -> None:
        """Open the file of a store that has been opened before."""
        super().__init__(Database.open_to_read(path, key))
        self._path = path
        self._key = key

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def interrupt(self) -> None:
        """End a running read with :class:`StoreError`; the one method any thread may call."""
        self._db.interrupt()

    def check(self) -> None:
        """Read the whole file, which takes seconds. Raises :class:`DamagedStoreError`."""
        with self._db.reading() as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise DamagedStoreError(f"the local database is damaged; restore a backup ({found})")

    def back_up(self, to: Path) -> None:
        """Copy the file as it is now, with its key; writing goes on meanwhile."""
        with self._db.reading() as connection:
            copy_file(connection, to, self._key)

    def back_up_in_turn(self) -> Path:
        """Make a backup in ``backups/`` and drop those that 7 days and 4 weeks no longer need."""
        to = new_backup_path(self._path)
        self.back_up(to)
        thin_out(to.parent, self._path.stem)
        return to
