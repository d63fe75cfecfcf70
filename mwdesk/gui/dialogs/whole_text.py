"""The whole of a text that is too long for a bubble."""

from __future__ import annotations

import re

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mwdesk.domain.message import Message
from mwdesk.domain.text import for_display
from mwdesk.gui import wording
from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.read_only_text import ReadOnlyText

_WIDTH, _HEIGHT = 640, 420
_LINE_LIMIT = 1000
_LONG_LINE = re.compile(rf"([^\n]{{{_LINE_LIMIT}}})(?=[^\n])")
"""Qt lays out a line in one go, however long: cut for the eye only, what is copied is the customer's own."""


class WholeTextDialog(FormDialog):
    """Read only; what is chosen in it can be copied, or all of it."""

    def __init__(self, theme: Theme, message: Message, parent: QWidget | None = None) -> None:
        title = self.tr("The whole text, %1 characters")
        super().__init__(theme, wording.fill(title, wording.number_words(len(message.text))), parent)
        self._message = message
        self.setMinimumSize(_WIDTH, _HEIGHT)
        shown = _LONG_LINE.sub("\\1\n", for_display(message.text))
        self.text = ReadOnlyText(theme, shown, "body", self.windowTitle(), self)
        self.body.addWidget(self.text, 1)
        self._outer.setStretch(0, 1)
        self._outer.setStretch(1, 0)
        self.copy_button = self.add_button(self.tr("Copy all"))
        self.copy_button.clicked.connect(self._on_copy_clicked)
        close = self.add_button(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        self.text.setFocus()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._message.text)
