"""What stands where there is nothing to list: never a blank area (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mwdesk.gui import painting
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton

_KEYS_FROM_HEIGHT = 360
"""Lower than this the keys would crowd out the sentence."""
_KEYCAP_HEIGHT = 22


class Picture(QWidget):
    """One large icon."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon, self._token = "inbox", "text_secondary"
        edge = theme.icon_size("empty_state")
        self.setFixedSize(edge, edge)

    def show_icon(self, icon: str, token: str) -> None:
        """Show an icon in the colour of a token."""
        self._icon, self._token = icon, token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        painter = QPainter(self)
        colour = self._theme.colour(self._token)
        painting.draw_icon(painter, self._theme, self._icon, self.width(), colour, 0, 0)


class Keycap(QWidget):
    """The name of a key in its frame."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Fit the name."""
        return QSize(ceil(painting.keycap_width(self._theme, self._keys)), _KEYCAP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame and name."""
        painter = QPainter(self)
        painting.draw_keycap(painter, self._theme, QRectF(self.rect()), self._keys)


class EmptyState(QWidget):
    """Icon, title, one sentence, at most one button, then keys."""

    button_clicked = Signal()
    shown = Signal()
    """It has come into view."""

    def __init__(
        self,
        theme: Theme,
        title_style: str = "title",
        button_icon: str = "",
        button_role: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title_style = title_style
        # The window may be lower than everything here together; it is never kept from it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        if title_style == "heading":  # a page of its own, not a part of one
            self.setAutoFillBackground(True)
            self.setBackgroundRole(QPalette.ColorRole.Window)
        self.picture = Picture(theme, self)
        self.title = self._label()
        self.sentence = self._label()
        self.detail = self._label()
        for label in (self.sentence, self.detail):
            label.setProperty("role", "secondary")
        self.detail.hide()
        self.button = ActionButton(theme, button_icon, button_role, self)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.button_clicked)
        self.button.hide()
        self._keys = QWidget(self)
        self._key_rows = QGridLayout(self._keys)
        self._key_rows.setContentsMargins(0, 24, 0, 0)
        self._key_rows.setHorizontalSpacing(12)
        self._key_rows.setVerticalSpacing(8)
        self._key_words: list[QLabel] = []
        self._keys.hide()

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addWidget(self.detail)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_words(self, icon: str, token: str, title: str, sentence: str, detail: str = "") -> None:
        """Say what is not there, and what brings it; a detail stands smaller below."""
        self.picture.show_icon(icon, token)
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def show_button(self, text: str) -> None:
        """Offer one act, or none for an empty text."""
        self.button.show_words(text)
        self.button.setVisible(bool(text))

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Name keys and what they do, in place of those named before."""
        while (item := self._key_rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._key_words.clear()
        for row, (name, words) in enumerate(keys):
            label = self._label(self._keys)
            label.setText(words)
            label.setWordWrap(False)
            self._key_words.append(label)
            cap_alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._key_rows.addWidget(Keycap(self._theme, name, self._keys), row, 0, cap_alignment)
            self._key_rows.addWidget(label, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._on_theme_changed()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is seen."""
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where they do not fit."""
        super().resizeEvent(event)
        self._keys.setVisible(bool(self._key_words) and self.height() >= _KEYS_FROM_HEIGHT)

    def _label(self, parent: QWidget | None = None) -> QLabel:
        label = QLabel(parent or self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    @Slot()
    def _on_theme_changed(self) -> None:
        self.title.setFont(self._theme.font(self._title_style))
        self.sentence.setFont(self._theme.font("list"))
        self.detail.setFont(self._theme.font("small"))
        self.button.setFont(self._theme.font("list"))
        for label in self._key_words:
            label.setFont(self._theme.font("list"))
