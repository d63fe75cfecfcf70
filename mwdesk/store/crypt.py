"""The key of a file: opening with it, telling encrypted from plain, and changing from one key to another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct

from mwdesk.errors import DamagedStoreError, LockedStoreError, StoreError, WrongKeyError
from mwdesk.store.driver import sqlite
from mwdesk.store.failures import NOTADB, mapped_errors, result_code

RAW_KEY_BYTES = 32
BUSY_TIMEOUT_S = 2.0
"""How long a statement waits for another program's lock; the background loop stands still meanwhile."""

_PLAIN_HEADER = b"SQLite format 3\0"
_PAGE_BYTES = 4096
_RANDOM_LOOK = 200
"""Different byte values in a page: encrypted ones have nearly all 256, texts and zeros far fewer."""


class Key(Struct, frozen=True):
    """What opens an encrypted file: 32 random bytes, or a pass-phrase, which costs 0.1 s at every opening."""

    _pragma: str

    def __repr__(self) -> str:
        return "Key()"

    @classmethod
    def raw(cls, secret: bytes) -> Key:
        """Take the key itself. Raises :class:`ValueError` unless it is 32 bytes."""
        if len(secret) != RAW_KEY_BYTES:
            raise ValueError(f"a raw key has {RAW_KEY_BYTES} bytes")
        return cls(f"\"x'{secret.hex()}'\"")

    @classmethod
    def passphrase(cls, words: str) -> Key:
        """Derive the key from what a person remembers. Raises :class:`ValueError` when it is empty."""
        if not words or "\0" in words:
            raise ValueError("a pass-phrase has at least one character, and no NUL")
        quoted = words.replace("'", "''")
        return cls(f"'{quoted}'")

    def as_sql(self) -> str:
        """Return the literal that ``PRAGMA key`` and ``ATTACH ... KEY`` take."""
        return self._pragma


def connect(path: Path, key: Key | None = None, *, read_only: bool = False) -> sqlite.Connection:
    """Open a file, created empty unless ``read_only``; nothing is written to it yet.

    Raises :class:`WrongKeyError` or :class:`DamagedStoreError` when its beginning cannot be read.
    """
    with mapped_errors():
        connection = sqlite.connect(
            f"{path.absolute().as_uri()}?mode=ro" if read_only else path,
            uri=read_only,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            # Interrupting a slow read is the one call another thread may make.
            check_same_thread=not read_only,
        )
        try:
            connection.row_factory = sqlite.Row
            connection.execute("PRAGMA cipher_log_level = NONE")
            if key is not None:
                connection.execute(f"PRAGMA key = {key.as_sql()}")
            # Sorting must not spill customers' texts into files of their own.
            connection.execute("PRAGMA temp_store = MEMORY")
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite.Error as error:
            connection.close()
            if result_code(error) == NOTADB:
                raise _unreadable(path, key) from error
            raise
        except BaseException:
            connection.close()
            raise
        return connection


def has_content(path: Path) -> bool:
    """Tell whether there is a file, and something in it."""
    with mapped_errors():
        return path.exists() and path.stat().st_size > 0


def is_encrypted(path: Path) -> bool:
    """Tell whether a file needs a key; one that is missing, empty or visibly something else does not."""
    with mapped_errors():
        return path.exists() and _looks_encrypted(path)


def _looks_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        page = file.read(_PAGE_BYTES)
    return len(page) == _PAGE_BYTES and not page.startswith(_PLAIN_HEADER) and len(set(page)) > _RANDOM_LOOK


def _unreadable(path: Path, key: Key | None) -> StoreError:
    """Tell a wrong key from a damaged beginning as far as that can be told."""
    if _looks_encrypted(path):
        if key is None:
            return WrongKeyError("the local database is encrypted; its key is needed")
        return WrongKeyError("the local database is encrypted with another key, or its beginning is damaged")
    with path.open("rb") as file:
        plain = file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    if plain and key is not None:
        return WrongKeyError("the local database is not encrypted, though a key was given")
    return DamagedStoreError("the local database is damaged, or no database at all; restore a backup")


def convert(path: Path, old: Key | None, new: Key | None) -> list[Path]:
    """Change the key of a closed file and of its backups; None is a plain file.

    Each file is written anew beside the old one, read back, and only then put in its place, so that a file is whole at
    every moment. Interrupted, it is simply called again. Returns the backups that could not be read and stay as they
    are. Raises :class:`WrongKeyError` and other :class:`StoreError`.
    """
    if not path.exists():
        raise StoreError("there is no local database yet")
    if not _opens_with(path, new):
        _convert_file(path, old, new)
    unreadable = []
    for backup in sorted(backups_of(path)):
        try:
            if not _opens_with(backup, new):
                _convert_file(backup, old, new)
        except (WrongKeyError, DamagedStoreError):
            unreadable.append(backup)
    return unreadable


def backups_of(path: Path) -> list[Path]:
    """Return the backups kept beside a file, in no order."""
    with mapped_errors():
        return list((path.parent / "backups").glob(f"{path.stem}-*.db"))


def _opens_with(path: Path, key: Key | None) -> bool:
    try:
        connect(path, key, read_only=True).close()
    except (WrongKeyError, DamagedStoreError):
        return False
    return True


def _convert_file(path: Path, old: Key | None, new: Key | None) -> None:
    with fresh_file(path) as draft:
        with closing(connect(path, old)) as source, mapped_errors():
            # Left behind, the log would be played into the new file; closing folds it in too, but hides its failures.
            fold_log(source)
            source.execute("ATTACH ? AS draft KEY " + ("''" if new is None else new.as_sql()), (str(draft),))
            # The draft counts for nothing before it is synchronised as a whole.
            source.execute("PRAGMA draft.journal_mode = OFF").fetchone()
            source.execute("PRAGMA draft.synchronous = OFF")
            source.execute("BEGIN IMMEDIATE")
            source.execute("SELECT sqlcipher_export('draft')").fetchall()
            version = source.execute("PRAGMA main.user_version").fetchone()[0]
            source.execute(f"PRAGMA draft.user_version = {version:d}")
            source.execute("COMMIT")
            expected = _counts(source)
        with closing(connect(draft, new, read_only=True)) as copied, mapped_errors():
            damage = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok" or _counts(copied) != expected:
                raise StoreError("the local database could not be copied; the old one stays")
        put_in_place(draft, path)


def _counts(connection: sqlite.Connection) -> dict[str, int]:
    tables = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT NULL")
    ]
    ordinary = [name for name in tables if not name.startswith("search_index") and name != "sqlite_sequence"]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ordinary}  # noqa: S608


def fold_log(connection: sqlite.Connection) -> None:
    """Write all of the log into the file itself. Raises :class:`LockedStoreError` when another program uses it."""
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise LockedStoreError("the local database is used by another program; close that program")


@contextmanager
def fresh_file(path: Path) -> Iterator[Path]:
    """Yield the name of a draft beside a file, for the owner only; what is left of it is removed afterwards."""
    draft = path.with_name(path.name + ".draft")
    with mapped_errors():
        remove_draft(path)
        draft.touch(mode=0o600)
        try:
            yield draft
        finally:
            remove_draft(path)


def remove_draft(path: Path) -> None:
    """Remove what an interrupted change of key or a restore left beside a file; it may be readable without a key."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(f"{path.name}.draft{suffix}").unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path) -> None:
    """Replace a closed file by a finished draft in one step that outlives a power cut."""
    with mapped_errors():
        if any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal")):
            raise LockedStoreError("the local database is used by another program; close that program")
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a renaming durable; Windows does that by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
