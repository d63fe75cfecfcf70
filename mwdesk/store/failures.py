"""What SQLite and the file system say, as errors that tell the operator what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from mwdesk.errors import DamagedStoreError, LockedStoreError, ReadOnlyStoreError, StoreError, StoreFullError
from mwdesk.store.driver import sqlite

# SQLite's primary result codes (sqlite.org/rescode.html); the extended ones carry them in their low byte.
PERM, BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB = 3, 5, 6, 8, 10, 11, 13, 14, 26

_BY_CODE: dict[int, tuple[type[StoreError], str]] = {
    PERM: (ReadOnlyStoreError, "may not be written; check the rights of the file and of its folder"),
    READONLY: (ReadOnlyStoreError, "may not be written; check the rights of the file and of its folder"),
    CANTOPEN: (ReadOnlyStoreError, "cannot be opened; check the rights of the file and of its folder"),
    BUSY: (LockedStoreError, "is locked by another program; close that program"),
    LOCKED: (LockedStoreError, "is locked by another program; close that program"),
    FULL: (StoreFullError, "has no room left; free some space on its disk"),
    CORRUPT: (DamagedStoreError, "is damaged; restore a backup"),
    NOTADB: (DamagedStoreError, "is damaged, or no database at all; restore a backup"),
    IOERR: (StoreError, "cannot be read or written; check its disk"),
}
_BY_SENTENCE = {
    "attempt to write a readonly database": READONLY,
    "database disk image is malformed": CORRUPT,
    "database is locked": BUSY,
    "database or disk is full": FULL,
    "disk I/O error": IOERR,
    "file is not a database": NOTADB,
    "unable to open database file": CANTOPEN,
}
_BY_ERRNO: dict[int, type[StoreError]] = {
    errno.ENOSPC: StoreFullError,
    errno.EDQUOT: StoreFullError,
    errno.EACCES: ReadOnlyStoreError,
    errno.EPERM: ReadOnlyStoreError,
    errno.EROFS: ReadOnlyStoreError,
}


def result_code(error: sqlite.Error) -> int:
    """Return SQLite's primary result code, 0 when the driver itself complained."""
    code = getattr(error, "sqlite_errorcode", None)
    # The driver gives a backup's errors no code.
    return _BY_SENTENCE.get(str(error), 0) if code is None else int(code) & 0xFF


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Turn the block's errors into :class:`StoreError` and its children."""
    try:
        yield
    except sqlite.Error as error:
        # SQLite's sentences name tables and files, never the values bound to a statement.
        kind, advice = _BY_CODE.get(result_code(error), (StoreError, "failed"))
        raise kind(f"the local database {advice} ({error})") from error
    except OSError as error:
        kind = _BY_ERRNO.get(error.errno or 0, StoreError)
        raise kind(f"a file of the local database cannot be read or written: {error.strerror}") from error
    except UnicodeEncodeError as error:
        raise StoreError("the local database cannot hold a text with half a character") from error
