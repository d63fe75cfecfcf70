"""A store on a real file, and hands to fill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mwdesk.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mwdesk.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened
