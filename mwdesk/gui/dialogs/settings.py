"""The settings an operator chooses; every choice takes effect at once, except the language."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mwdesk.config import Preferences
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import FormDialog, Segments, set_text_color


class _Preview(QWidget):
    """Two bubbles in the theme and type in force."""

    def __init__(self, theme: Theme, incoming: str, outgoing: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = (incoming, outgoing)
        self.setFixedHeight(112)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(372, 112)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.border, 1))
        painter.setBrush(tokens.window)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(self._theme.font("body"))
        metrics = painter.fontMetrics()
        for number, text in enumerate(self._texts):
            width = min(metrics.horizontalAdvance(text), self.width() - 60) + 26
            left = 12 if number == 0 else self.width() - 12 - width
            box = QRectF(left + 0.5, 12.5 + 48 * number, width - 1, 37)
            painter.setPen(QPen(tokens.bubble_in_border if number == 0 else tokens.bubble_out_border, 1))
            painter.setBrush(tokens.bubble_in if number == 0 else tokens.bubble_out)
            painter.drawRoundedRect(box, 10, 10)
            painter.setPen(tokens.text_primary)
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 22)
            painter.drawText(box.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, elided)


class SettingsDialog(FormDialog):
    """Theme, language and send key."""

    changed = Signal(object)

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        self.setMinimumWidth(420)
        self._preferences = preferences
        self._labels: list[QLabel] = []
        self._notes: list[QLabel] = []
        theme_name = self.tr("&Theme")
        language_name = self.tr("&Language")
        send_key_name = self.tr("Send &key")
        self.theme_segments = Segments(
            theme,
            theme_name.replace("&", ""),
            [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))],
        )
        self.language_segments = Segments(
            theme,
            language_name.replace("&", ""),
            [("system", self.tr("As the system")), ("zh_CN", "中文"), ("en", "English")],
        )
        self.send_key_segments = Segments(
            theme,
            send_key_name.replace("&", ""),
            [("ctrl_enter", self.tr("Ctrl+Enter")), ("enter", self.tr("Enter"))],
        )
        self._add_choice(theme_name, self.theme_segments)
        self._add_choice(language_name, self.language_segments, self.tr("Takes effect at the next start."))
        self._send_key_note = self._add_choice(send_key_name, self.send_key_segments, " ")
        preview_label = QLabel(self.tr("Preview"), self)
        self._labels.append(preview_label)
        preview = _Preview(
            theme, self.tr("Is the album ready for Thursday?"), self.tr("Yes, from two o'clock, order 12,345."), self
        )
        preview.setAccessibleName(self.tr("Preview of messages in the chosen theme"))
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(preview_label)
        box.addWidget(preview)
        self.body.addLayout(box)
        self.close_button = self.add_button(self.tr("Close"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.theme_segments.set_value(preferences.theme)
        self.language_segments.set_value(preferences.language)
        self.send_key_segments.set_value(preferences.send_key)
        self.theme_segments.chosen.connect(self._on_theme_chosen)
        self.language_segments.chosen.connect(self._on_language_chosen)
        self.send_key_segments.chosen.connect(self._on_send_key_chosen)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._refresh_send_key_note()

    @property
    def preferences(self) -> Preferences:
        """What is chosen now."""
        return self._preferences

    def _add_choice(self, name: str, segments: Segments, note: str = "") -> QLabel:
        label = QLabel(name, self)
        label.setBuddy(segments)
        self._labels.append(label)
        below = QLabel(note, self)
        below.setTextFormat(Qt.TextFormat.PlainText)
        below.setWordWrap(True)
        below.setVisible(bool(note))
        self._notes.append(below)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(label)
        box.addWidget(segments)
        box.addWidget(below)
        self.body.addLayout(box)
        return below

    def _choose(self, preferences: Preferences) -> None:
        if preferences != self._preferences:
            self._preferences = preferences
            self.changed.emit(preferences)

    def _refresh_send_key_note(self) -> None:
        if self._preferences.send_key == "enter":
            self._send_key_note.setText(self.tr("Enter sends; Shift+Enter starts a new line."))
        else:
            self._send_key_note.setText(self.tr("Ctrl+Enter sends; Enter starts a new line."))

    @Slot(str)
    def _on_theme_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, theme=value))

    @Slot(str)
    def _on_language_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, language=value))

    @Slot(str)
    def _on_send_key_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, send_key=value))
        self._refresh_send_key_note()

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self.theme.tokens
        for label in self._labels:
            label.setFont(self.theme.font("list"))
            set_text_color(label, tokens.text_primary)
        for note in self._notes:
            note.setFont(self.theme.font("small"))
            set_text_color(note, tokens.text_secondary)
