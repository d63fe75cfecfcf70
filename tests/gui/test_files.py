"""Choosing files, in the real dialogs for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from mwdesk.gui.dialogs.backups import BackupsDialog
from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog
from mwdesk.gui.dialogs.export import ExportDialog
from mwdesk.gui.dialogs.import_names import ImportNamesDialog
from mwdesk.gui.dialogs.unlock import UnlockDialog
from mwdesk.gui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
ASKING: dict[str, tuple[Callable[[Theme, Path], QDialog], str, str]] = {
    "a backup to restore": (lambda theme, _folder: BackupsDialog(theme, 0), "file_button", "preview_requested"),
    "a backup in place of a damaged file": (UnlockDialog, "file_button", "preview_requested"),
    "names": (lambda theme, _folder: ImportNamesDialog(theme), "file_button", "preview_requested"),
    "canned replies": (lambda theme, _folder: CannedRepliesDialog(theme), "import_button", "import_requested"),
}
"""What makes the dialog that asks, its button, and the signal that passes on what was chosen."""


@pytest.fixture(autouse=True)
def our_own(qapp: QApplication) -> Iterator[None]:
    """Have Qt's own dialogs, which tests can reach, wherever the system has some."""
    before = QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, before)


def choose(qtbot: QtBot, dialog: QDialog, name: Path) -> None:
    """Type a name into the dialog for files, and take it."""
    files = dialog.findChild(QFileDialog)
    assert files is not None
    field = files.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(name))
    gone: list[bool] = []
    files.destroyed.connect(lambda: gone.append(True))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(gone))


@pytest.mark.parametrize("what", ASKING)
def test_a_file_that_was_chosen_is_passed_on(what: str, qtbot: QtBot, tmp_path: Path) -> None:
    make, button, signal = ASKING[what]
    dialog = make(Theme("en", "light"), tmp_path)
    qtbot.addWidget(dialog)
    chosen: list[object] = []
    getattr(dialog, signal).connect(chosen.append)
    path = tmp_path / ("a.db" if "backup" in what else "a.csv")
    path.write_bytes(b"")
    getattr(dialog, button).clicked.emit()
    choose(qtbot, dialog, path)
    assert chosen == [path]


def test_a_place_to_write_begins_with_a_name_and_gets_its_ending(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(Theme("en", "light"), None, tmp_path)
    qtbot.addWidget(dialog)
    before = dialog.file_edit.text()
    dialog.choose_button.clicked.emit()
    files = dialog.findChild(QFileDialog)
    assert files is not None
    assert files.selectedFiles() == [before]
    choose(qtbot, dialog, tmp_path / "elsewhere")
    assert dialog.file_edit.text() == str(tmp_path / "elsewhere.xlsx")


def test_no_answer_passes_nothing_on(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = BackupsDialog(Theme("en", "light"), 0)
    qtbot.addWidget(dialog)
    chosen: list[object] = []
    dialog.copy_requested.connect(chosen.append)
    dialog.copy_button.clicked.emit()
    files = dialog.findChild(QFileDialog)
    assert files is not None
    assert files.selectedFiles()[0].endswith(".db")
    files.reject()
    qtbot.waitUntil(lambda: dialog.findChild(QFileDialog) is None)
    assert chosen == []
