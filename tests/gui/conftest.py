"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.stage import Stage
from tests.tools.walk import Findings, walk


@pytest.fixture
def qtbot(qtbot: QtBot) -> Iterator[QtBot]:
    """Hold what a test gives to the robot, which itself does not, until it has been closed or is gone.

    A window that only a test's local names held is garbage when events are processed after the test: the collector may
    then take it away in the midst of its own paint event, and Qt paints on where it stood.
    """
    held: dict[int, QWidget] = {}
    add = qtbot.addWidget

    def hold(widget: QWidget, **how: Any) -> None:
        key = id(widget)
        held[key] = widget
        widget.destroyed.connect(lambda: held.pop(key, None))
        add(widget, **how)

    qtbot.addWidget = hold  # type: ignore[method-assign]
    yield qtbot
    held.clear()


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qapp, tmp_path, qtbot)
    yield stage
    stage.end()


@pytest.fixture(scope="session")
def findings(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What a walk through all screens found; one walk serves all tests."""
    return walk(qapp, tmp_path_factory.mktemp("walk"))
