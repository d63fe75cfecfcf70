"""The system's dialogs for a file to read and for a place to write one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class OpenFileDialog(QFileDialog):
    """Asks for a file that is there; gone once it is closed."""

    chosen = Signal(object)
    """Its :class:`Path`."""

    def __init__(self, title: str, files: str, parent: QWidget, folder: str = "") -> None:
        super().__init__(parent, title, folder, files)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.fileSelected.connect(self._on_file_selected)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.chosen.emit(Path(name))


class SaveFileDialog(OpenFileDialog):
    """Asks where to write a file, beginning with a name."""

    def __init__(self, title: str, files: str, parent: QWidget, name: str) -> None:
        super().__init__(title, files, parent)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setDefaultSuffix(Path(name).suffix.lstrip("."))
        if (folder := Path(name).parent) != Path():
            self.setDirectory(str(folder))
        self.selectFile(Path(name).name)
