"""The seconds in which a message can still be taken back: it has not been stored yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.painting import single_line
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import KeyButton, SmallButton
from mwdesk.gui.widgets.strip import Strip, runs
from mwdesk.gui.widgets.words import Run, Sentence

_LINE = 3
KEY = "Ctrl+Z"


class _Line(QWidget):
    """The accent line along the bottom; as long as what is left of the time."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._part = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def show_part(self, part: float) -> None:
        self._part = part
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._theme.radius("popup")
        strip = QPainterPath()
        strip.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(strip)
        line = QRectF(0, self.height() - _LINE, self.width() * self._part, _LINE)
        painter.fillRect(line, self._theme.tokens.accent)


class UndoStrip(Strip):
    """Counts down by whole seconds; the number it names need not be the open one."""

    undo_requested = Signal()
    time_over = Signal()
    """The time is over, or the operator did not want to wait for that."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "undo", "link", "accent_soft", parent)
        self._phone: PhoneNumber | None = None
        self._text = ""
        self._seconds = self._left = 0
        self.sentence = Sentence(theme, "list", self)
        self.undo_button = KeyButton(theme, self.tr("Undo"), KEY, self)
        self.now_button = SmallButton(theme, self.tr("Send now"), "link", self)
        self.row.addWidget(self.sentence, 1)
        self.row.addWidget(self.undo_button)
        self.row.addWidget(self.now_button)
        self._line = _Line(theme, self.body)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.undo_button.clicked.connect(self.undo_requested)
        self.now_button.clicked.connect(self._on_now_button_clicked)

    @property
    def left_s(self) -> int:
        """The seconds left."""
        return self._left

    def count_down(self, phone: PhoneNumber, text: str, seconds: int) -> None:
        """Count down from so many seconds."""
        self._phone, self._text = phone, text
        self._seconds = self._left = seconds
        self._say(self._whole(), text)
        self.setAccessibleName(self.sentence.text())
        self._refresh()
        self._timer.start()
        self.open()

    def dismiss(self) -> None:
        """Stop counting, too."""
        self._timer.stop()
        super().dismiss()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line along the bottom, and the number whole."""
        super().resizeEvent(event)
        self._line.setGeometry(self.body.rect())
        self._fit()

    def _fit(self) -> None:
        """Leave out the key, then words, then the second button where there is little room: the number is not cut."""
        whole = self._whole()
        short = self.tr("{number} in {seconds} s", "a message that can still be taken back")
        for template, key, now in ((whole, KEY, True), (whole, "", True), (short, "", True), (short, "", False)):
            self.undo_button.set_key(key)
            self.undo_button.setToolTip(KEY)
            self.now_button.setVisible(now)
            self._say(template, "")
            if self.sentence.natural_width <= self.room_beside(self.undo_button, self.now_button):
                break
        self._say(template, self._text)

    def _whole(self) -> str:
        return self.tr("Goes to {number} in {seconds} s: “{text}”", "a message that can still be taken back")

    def _say(self, template: str, text: str) -> None:
        values = {
            "number": Run(self._phone.grouped if self._phone is not None else "", strong=True),
            "seconds": Run(str(self._left), slot="8" * len(str(self._seconds))),
            "text": Run(single_line(text)),
        }
        self.sentence.say(*runs(template, values))

    def _refresh(self) -> None:
        self._fit()
        self._line.show_part(self._left / self._seconds)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._refresh()
        else:
            self.time_over.emit()

    @Slot()
    def _on_now_button_clicked(self) -> None:
        self.time_over.emit()
