"""The frame of dialogs whose contents scroll."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.theme import Theme

_LEAST = QSize(420, 260)
_FRAME = QSize(40, 60)
"""Left free of the window under the dialog."""


class RoomyDialog(FormDialog):
    """Takes its designed size, or what the window under it leaves; ``contents`` gets the height there is."""

    def __init__(self, theme: Theme, title: str, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self._size = size

    def add_contents(self, contents: QWidget) -> None:
        """Put in what scrolls."""
        self.body.addWidget(contents, 1)
        self._outer.setStretch(0, 1)
        self._outer.setStretch(1, 0)

    def fit(self) -> None:
        """Take the size."""
        window = self.parentWidget()
        room = window.window().size() - _FRAME if window is not None else self._size
        self.resize(self._size.boundedTo(room).expandedTo(_LEAST))
