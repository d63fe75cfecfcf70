"""Copies of the whole file, with its own key: making, thinning out, looking inside, putting back."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from mwdesk.errors import DamagedStoreError, LockedStoreError, NewerStoreError, NoBackupError, WrongKeyError
from mwdesk.store.crypt import Key, connect, fold_log, fresh_file, put_in_place, sync_folder
from mwdesk.store.driver import sqlite
from mwdesk.store.failures import mapped_errors
from mwdesk.store.migrations import MIGRATIONS
from mwdesk.store.rows import from_microseconds

KEPT_DAYS = 7
KEPT_WEEKS = 4
_STAMP = "%Y%m%dT%H%M%S%fZ"
_STAMPED = re.compile(r"-(\d{8}T\d{12}Z)\.db$")
_ROTATING = re.compile(r"-(\d{8}T\d{12}Z)\.db")


class Preview(Struct, frozen=True):
    """What a backup holds. ``last_at`` is the newest message's time, None when it holds none."""

    version: int
    conversations: int
    messages: int
    first_at: datetime | None
    last_at: datetime | None


def new_backup_path(path: Path, occasion: str = "") -> Path:
    """Name a new backup of the file; rotating ones have no occasion, and only those are thinned out."""
    middle = f"{occasion}-" if occasion else ""
    return path.parent / "backups" / f"{path.stem}-{middle}{datetime.now(UTC):{_STAMP}}.db"


def copy_file(connection: sqlite.Connection, to: Path, key: Key | None) -> None:
    """Copy the file of an open connection to a new one that stands alone, with the same key."""
    with mapped_errors():
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with fresh_file(to) as draft:
        with closing(connect(draft, key)) as target, mapped_errors():
            target.execute("PRAGMA synchronous = OFF")
            connection.backup(target)
            # A copy in WAL mode would leave two more files beside it each time it is looked into.
            target.execute("PRAGMA journal_mode = DELETE").fetchone()
        put_in_place(draft, to)


def thin_out(folder: Path, stem: str) -> None:
    """Keep the newest rotating backup of each of the last 7 days that have one, and of the last 4 weeks.

    Call it while no backup is being made: drafts are taken for interrupted ones and removed.
    """
    dated: dict[datetime, Path] = {}
    with mapped_errors():
        for path in folder.glob(f"{stem}-*.db"):
            found = _ROTATING.fullmatch(path.name[len(stem) :])
            if found:
                dated[datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)] = path
        for interrupted in folder.glob(f"{stem}-*.db.draft*"):
            interrupted.unlink()
        for moment in set(dated) - _worth_keeping(dated):
            dated[moment].unlink()


def _worth_keeping(moments: Iterable[datetime]) -> set[datetime]:
    newest_of_day: dict[object, datetime] = {}
    newest_of_week: dict[object, datetime] = {}
    for moment in sorted(moments):
        newest_of_day[moment.date()] = moment
        newest_of_week[moment.isocalendar()[:2]] = moment
    return {*list(newest_of_day.values())[-KEPT_DAYS:], *list(newest_of_week.values())[-KEPT_WEEKS:]}


def made(path: Path) -> tuple[datetime, int]:
    """Return when a backup was made, by its name or else by its file, and its size in bytes."""
    with mapped_errors():
        facts = path.stat()
    found = _STAMPED.search(path.name)
    if found is None:
        return datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC), facts.st_size


def preview(path: Path, key: Key | None = None) -> Preview:
    """Look into a backup. Raises :class:`WrongKeyError`, :class:`DamagedStoreError`, :class:`NewerStoreError`."""
    with closing(connect(path, key, read_only=True)) as connection, mapped_errors():
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise NewerStoreError(f"the backup has version {version}, this program knows up to {len(MIGRATIONS)}")
        if version == 0:
            raise NoBackupError("this file is no backup of the local database")
        row = connection.execute(
            """
            SELECT (SELECT count(*) FROM conversations) AS conversations, count(*) AS messages,
                   min(created_at) AS first_at, max(created_at) AS last_at
            FROM messages
            """
        ).fetchone()
        first_at, last_at = (None if row[name] is None else from_microseconds(row[name]) for name in row.keys()[2:])
        return Preview(version, row["conversations"], row["messages"], first_at, last_at)


def restore(path: Path, backup: Path, key: Key | None = None) -> Path | None:
    """Put a backup in place of the closed file and return where that file was kept, None when there was none.

    The file is whole at every moment, the old one or the new. Raises :class:`StoreError` and then changes nothing.
    """
    preview(backup, key)
    with fresh_file(path) as draft:
        with mapped_errors():
            shutil.copyfile(backup, draft)
        with closing(connect(draft, key, read_only=True)) as connection, mapped_errors():
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DamagedStoreError("this backup is damaged; take another one")
        aside = _keep_aside(path, key)
        put_in_place(draft, path)
        return aside


def _keep_aside(path: Path, key: Key | None) -> Path | None:
    """Give the file a second name; its log is folded in before, or stays beside it if that cannot be done any more."""
    if not path.exists():
        return None
    aside = new_backup_path(path, "replaced")
    log, log_aside = (file.with_name(file.name + "-wal") for file in (path, aside))
    try:
        # Read-only first: merely closing a damaged file would write its log into it.
        connect(path, key, read_only=True).close()
        with closing(connect(path, key)) as connection, mapped_errors():
            fold_log(connection)
        whole = True
    except (DamagedStoreError, WrongKeyError):
        whole = False
    with mapped_errors():
        if whole and log.exists():
            raise LockedStoreError("the local database is used by another program; close that program")
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _second_name(path, aside)
        if log.exists():
            _second_name(log, log_aside)
        sync_folder(aside.parent)
        log.unlink(missing_ok=True)
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return aside


def _second_name(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)  # Some file systems know no links.
