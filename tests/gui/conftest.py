"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.stage import Stage
from tests.tools.walk import Findings, walk


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qapp, tmp_path, qtbot)
    yield stage
    stage.end()


@pytest.fixture(scope="session")
def findings(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What a walk through all screens found; one walk serves all tests."""
    return walk(qapp, tmp_path_factory.mktemp("walk"))
