"""The warning above the text box when another number was opened under the hands of who was writing."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.strip import Strip, runs
from mwdesk.gui.widgets.words import Run, Sentence


class OwnerStrip(Strip):
    """Names both numbers in full; the text goes to the one it was begun for, or nowhere yet."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "warning", "danger", "danger_soft", parent)
        self._owner: PhoneNumber | None = None
        self._open: PhoneNumber | None = None
        self.sentence = Sentence(theme, "list", self)
        self.send_button = SmallButton(theme, parent=self)
        self.keep_button = SmallButton(theme, parent=self)
        self.second = Sentence(theme, "list", self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.addWidget(self.sentence)
        texts.addWidget(self.second)
        self.row.addLayout(texts, 1)
        self.row.addWidget(self.send_button)
        self.row.addWidget(self.keep_button)

    def warn(self, owner: PhoneNumber, opened: PhoneNumber) -> None:
        """Say whose the text is and who is open."""
        self._owner, self._open = owner, opened
        self._refresh()
        self.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say it in fewer words, and then in two lines, where there is little room: neither number is ever cut."""
        super().resizeEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        if self._owner is None or self._open is None:
            return
        self.send_button.setText(self.tr("Send to the first number"))
        self.keep_button.setText(self.tr("Keep as its draft"))
        values = {
            "owner": Run(self._owner.grouped, "danger", strong=True),
            "open": Run(self._open.grouped, strong=True),
        }
        self.sentence.say(*runs(self.tr("Begun for {owner}, but {open} is open now", "a text and two numbers"), values))
        self.setAccessibleName(self.sentence.text())
        self.second.hide()
        if self.sentence.natural_width <= self.room_beside(self.send_button, self.keep_button):
            return
        self.sentence.say(*runs(self.tr("{owner}, open: {open}", "a text's number and another"), values))
        if self.sentence.natural_width <= self.room_beside(self.send_button, self.keep_button):
            return
        self.send_button.setText(self.tr("Send there"))
        self.keep_button.setText(self.tr("Keep it"))
        if self.sentence.natural_width <= self.room_beside(self.send_button, self.keep_button):
            return
        self.sentence.say(values["owner"])
        self.second.say(*runs(self.tr("Open: {open}", "another number than the text's"), values))
        if self.second.natural_width > self.room_beside(self.send_button, self.keep_button):
            self.second.say(values["open"])
        self.second.show()
