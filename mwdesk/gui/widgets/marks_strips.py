"""The strips that go with marks: a number is blocked; something was done that can be undone."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mwdesk.gui import marks_words
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import KeyButton, SmallButton
from mwdesk.gui.widgets.strip import GAP, HEIGHT, Strip, runs
from mwdesk.gui.widgets.words import Run, Sentence

_UNDO_S = 8


class BlockedStrip(Strip):
    """Stands above the text box as long as a blocked number is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "block", "warning", "warning_soft", parent)
        sentence = Sentence(theme, "list", self)
        sentence.say(Run(self.tr("This number is blocked: what it writes is kept, but asks for nothing")))
        self.setAccessibleName(sentence.text())
        self.unblock_button = SmallButton(theme, self.tr("Unblock"), parent=self)
        self.row.addWidget(sentence, 1)
        self.row.addWidget(self.unblock_button)


class DoneStrip(Strip):
    """Says what was done with a conversation, and offers for some seconds to undo it."""

    undo_requested = Signal()
    time_over = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "check", "link", "accent_soft", parent)
        self.sentence = Sentence(theme, "list", self)
        self.undo_button = KeyButton(theme, self.tr("Undo"), marks_words.KEYS["undo"], self)
        self.undo_button.clicked.connect(self.undo_requested)
        self.row.addWidget(self.sentence, 1)
        self.row.addWidget(self.undo_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UNDO_S * 1000)
        self._timer.timeout.connect(self.time_over)

    def tell(self, who: str, done: str) -> None:
        """Say that a conversation was archived, resolved and so on."""
        self.sentence.say(
            *runs(
                self.tr("{who} {done}", "a name or number, and ‘archived’"),
                {"who": Run(who), "done": Run(done, strong=True)},
            )
        )
        self.setAccessibleName(self.sentence.text())
        self._timer.start()
        self.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand clear of the list's edges; show nothing beside a column of avatars, the key undoes it still."""
        super().resizeEvent(event)
        self.body.setGeometry(GAP, 0, self.width() - 2 * GAP, HEIGHT)
        self.body.setVisible(self.body.width() >= self.body.minimumSizeHint().width())

    def dismiss(self) -> None:
        """Stop waiting, too."""
        self._timer.stop()
        super().dismiss()
