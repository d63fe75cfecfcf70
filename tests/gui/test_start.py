"""A start that cannot be: told in a window and on the terminal, never by a traceback alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from mwdesk import app

ROOT = Path(__file__).resolve().parents[2]


def _below_a_file(folder: Path) -> Path:
    (folder / "file").write_bytes(b"")
    return folder / "file" / "data"


def _unreadable_settings(folder: Path) -> Path:
    (folder / "settings.json").mkdir()
    return folder


@pytest.mark.parametrize("make", [_below_a_file, _unreadable_settings])
def test_an_unusable_folder_ends_the_start_with_a_sentence(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    command = [sys.executable, "-m", "mwdesk", "--offscreen", "--data-dir", str(make(tmp_path))]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert ended.returncode == 1
    assert ended.stderr.startswith("mwdesk: ")
    assert len(ended.stderr.splitlines()) == 1


def test_it_is_told_in_a_window_as_plain_words(qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[str, str, bool]] = []

    def read() -> None:
        (box,) = [each for each in qapp.topLevelWidgets() if isinstance(each, QMessageBox)]
        told.append((box.windowTitle(), box.text(), box.isVisible()))
        box.accept()

    QTimer.singleShot(0, read)
    app._say_unusable(app.Options(), Path("/data/<b>x</b>"), OSError("no space"))
    ((title, words, visible),) = told
    assert visible
    assert title == "MWDesk cannot start"
    assert words.endswith("\n\n/data/<b>x</b>\nno space")
    assert capsys.readouterr().err == "mwdesk: no space\n"
