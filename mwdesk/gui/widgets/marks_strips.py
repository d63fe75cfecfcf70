"""The strips that go with marks: a number is blocked; something was done that can be undone."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mwdesk.gui import marks_words
from mwdesk.gui.painting import plain_tooltip
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import KeyButton, SmallButton
from mwdesk.gui.widgets.strip import GAP, HEIGHT, Strip, runs
from mwdesk.gui.widgets.words import Run, Sentence

_UNDO_S = 8


class BlockedStrip(Strip):
    """Stands above the text box as long as a blocked number is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "block", "warning", "warning_soft", parent)
        self._whole = self.tr("This number is blocked: what it writes is kept, but asks for nothing")
        self.sentence = Sentence(theme, "list", self)
        self.setAccessibleName(self._whole)
        self.unblock_button = SmallButton(theme, self.tr("Unblock"), parent=self)
        self.row.addWidget(self.sentence, 1)
        self.row.addWidget(self.unblock_button)
        theme.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        for words in (self._whole, self.tr("This number is blocked")):
            self.sentence.say(Run(words))
            if self.sentence.natural_width <= self.room_beside(self.unblock_button):
                break
        self.setToolTip("" if words == self._whole else plain_tooltip(self._whole))


class DoneStrip(Strip):
    """Says what was done with a conversation, and offers for some seconds to undo it."""

    undo_requested = Signal()
    time_over = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "check", "link", "accent_soft", parent)
        self._key = marks_words.KEYS["undo"]
        self.sentence = Sentence(theme, "list", self)
        self.undo_button = KeyButton(theme, self.tr("Undo"), self._key, self)
        self.undo_button.clicked.connect(self.undo_requested)
        self.row.addWidget(self.sentence, 1)
        self.row.addWidget(self.undo_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UNDO_S * 1000)
        self._timer.timeout.connect(self.time_over)
        theme.changed.connect(self._fit)

    def tell(self, who: str, done: str) -> None:
        """Say that a conversation was archived, resolved and so on."""
        self.sentence.say(
            *runs(
                self.tr("{who} {done}", "a name or number, and ‘archived’"),
                {"who": Run(who, gives_way=True), "done": Run(done, strong=True)},
            )
        )
        self.setAccessibleName(self.sentence.text())
        self._fit()
        self._timer.start()
        self.open()

    def set_key(self, key: str) -> None:
        """Name the key that undoes it."""
        self._key = key
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand clear of the list's edges; show nothing beside a column of avatars, the key undoes it still."""
        super().resizeEvent(event)
        self.body.setGeometry(GAP, 0, self.width() - 2 * GAP, HEIGHT)
        self._fit()
        self.body.setVisible(self.body.width() >= self.body.minimumSizeHint().width())

    @Slot()
    def _fit(self) -> None:
        """Leave the key out, then the icon, where the words need their room: who it was and what was done say more."""
        for key, has_icon in ((self._key, True), ("", True), ("", False)):
            self.undo_button.set_key(key)
            self.icon.setVisible(has_icon)
            if self.sentence.natural_width <= self.room_beside(self.undo_button) - 2 * GAP:
                break
        self.undo_button.setToolTip(self._key)

    def dismiss(self) -> None:
        """Stop waiting, too."""
        self._timer.stop()
        super().dismiss()
