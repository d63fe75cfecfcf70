"""The question before a message of unknown outcome is sent again (DESIGN, sections 4.9 and 11)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mwdesk.domain.evidence import Evidence
from mwdesk.domain.message import Message
from mwdesk.gui import message_words, wording
from mwdesk.gui.painting import draw_horizontal_hairline, single_line
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import make_primary
from mwdesk.gui.widgets.words import Run, Sentence, Words

_WIDTH = 520
_ICON = 24
_FOOT = 60


class ResendQuestion(QDialog):
    """Shows the evidence and names the risk; the safe answer is the primary one and has the focus."""

    resend_chosen = Signal(object)
    mark_sent_chosen = Signal(object)

    def __init__(self, theme: Theme, message: Message, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message = message
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Resend"))
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        title = self.tr("Nobody knows whether this went out. Send it again?")
        self.setAccessibleName(title)
        icon = QLabel(self)
        icon.setPixmap(theme.pixmap("tick-unknown", _ICON, theme.tokens.unknown, self.devicePixelRatioF()))
        quote = Sentence(theme, "list", self)
        quote.say(Run(wording.fill(self.tr("“%1”", "a text in quotation marks"), single_line(message.text))))
        self.rows = self._evidence_rows(message, evidence)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(Words(theme, title, "title", "text_primary", self))
        texts.addWidget(quote)
        texts.addSpacing(4)
        texts.addLayout(self._grid())
        texts.addSpacing(4)
        self.conclusion = Words(theme, message_words.conclusion_words(evidence), "list", "text_primary", self)
        texts.addWidget(self.conclusion)
        risk = self.tr("Sent again, the customer may receive it twice, and one more message may be charged.")
        self.risk = Words(theme, risk, "list", "text_primary", self)
        texts.addWidget(self.risk)
        body = QHBoxLayout()
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(16)
        body.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(texts, 1)
        self.resend_button = self._button(self.tr("Resend anyway"))
        self.mark_button = self._button(self.tr("Mark as sent"))
        self.leave_button = self._button(self.tr("Leave it"))
        make_primary(theme, self.leave_button)
        self.resend_button.clicked.connect(self._on_resend_clicked)
        self.mark_button.clicked.connect(self._on_mark_clicked)
        self.leave_button.clicked.connect(self.reject)
        self.leave_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 13, 24, 14)
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (self.resend_button, self.mark_button, self.leave_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body)
        column.addLayout(foot)

    def _evidence_rows(self, message: Message, evidence: Evidence) -> list[tuple[str, str]]:
        at = message.updated_at or message.created_at
        none_by = self.tr("none by %1", "no answer by a time of day")
        return [
            (self.tr("The gateway's answer"), wording.fill(none_by, f"{at.astimezone():%H:%M:%S}")),
            (self.tr("Messages used"), message_words.used_with_difference(evidence)),
            (self.tr("Others sent meanwhile"), wording.count_words(evidence.known_sent)),
        ]

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, (label, value) in enumerate(self.rows):
            grid.addWidget(Words(self._theme, label, "list", "text_secondary", self), place, 0)
            words = Words(self._theme, value, "list", "text_primary", self)
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, place, 1)
        return grid

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height the wrapped texts ask for, and give the focus to the safe answer."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))
        self.leave_button.setFocus(Qt.FocusReason.TabFocusReason)
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline above the foot."""
        super().paintEvent(event)
        painter = QPainter(self)
        draw_horizontal_hairline(painter, 0, self.width(), self.height() - _FOOT, self._theme.tokens.border)

    @Slot()
    def _on_resend_clicked(self) -> None:
        self.accept()
        self.resend_chosen.emit(self._message)

    @Slot()
    def _on_mark_clicked(self) -> None:
        self.accept()
        self.mark_sent_chosen.emit(self._message)
