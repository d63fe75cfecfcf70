"""SQLite with encryption: one build for every file, keyed or not, so that there is one code path."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The same interface, and typed.
    import sqlite3 as sqlite
else:
    from sqlcipher3 import dbapi2 as sqlite

__all__ = ["sqlite"]
