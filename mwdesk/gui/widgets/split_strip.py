"""The question above the text box when a text does not fit one message."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mwdesk.domain.text import SMS_LIMIT
from mwdesk.gui import wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton
from mwdesk.gui.widgets.words import Run, Sentence

_HEIGHT, _GAP = 42, 8
_LEFT, _RIGHT, _SPACING = 12, 8, 10
_KEY = "Ctrl+Enter"


class SplitStrip(QWidget):
    """Says what a click will send, before it is sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts = 0
        self.setFixedHeight(_HEIGHT + _GAP)
        self._icon = QLabel(self)
        self.first = Sentence(theme, "list", self)
        self.second = Sentence(theme, "small", self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.setContentsMargins(0, 0, 0, 0)
        for sentence in (self.first, self.second):
            texts.addWidget(sentence)
        self.back_button = ActionButton(theme, parent=self)
        self.back_button.show_words(self.tr("Edit"))
        self.back_button.setToolTip("Esc")
        self.confirm_button = ActionButton(theme, role="primary", parent=self)
        self.confirm_button.setToolTip(_KEY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT, 0, _RIGHT, _GAP)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._icon)
        layout.addLayout(texts, 1)
        layout.addWidget(self.back_button)
        layout.addWidget(self.confirm_button)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def ask(self, characters: int, parts: int, balance: int | None) -> None:
        """Ask whether to send so many messages."""
        self._parts = parts
        amount = self.tr("%n character(s)", "", characters)
        count = wording.number_words(parts)
        self.first.say(
            Run(
                self.tr("{characters} will go out as {count} messages").format(characters=amount, count=count),
                strong=True,
            ),
            Run(self.tr(", charged as {count}").format(count=count)),
        )
        limit = self.tr("At most {limit} each, broken at the bars.").format(limit=SMS_LIMIT)
        left = "" if balance is None else self.tr("Balance: {count}.").format(count=wording.number_words(balance))
        self.second.say(Run(wording.sentences(limit, left)))
        self._refresh_confirm()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key out where there is little room."""
        super().resizeEvent(event)
        self._refresh_confirm()

    def _refresh_confirm(self) -> None:
        words = self.tr("Send as %n message(s)", "", self._parts)
        taken = _LEFT + self._icon.sizeHint().width() + self.back_button.sizeHint().width() + _RIGHT + 3 * _SPACING
        room = self.width() - taken - self.first.natural_width
        self.confirm_button.show_words(words, _KEY if self.confirm_button.width_for(words, key=_KEY) <= room else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft fill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.warning_soft)
        painter.drawRoundedRect(
            self.rect().adjusted(0, 0, 0, -_GAP), self._theme.radius("popup"), self._theme.radius("popup")
        )

    @Slot()
    def _on_theme_changed(self) -> None:
        edge, color = self._theme.icon_size("action"), self._theme.tokens.warning
        self._icon.setPixmap(self._theme.pixmap("split", edge, color, self.devicePixelRatioF()))
        self.update()
