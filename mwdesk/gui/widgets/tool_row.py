"""The row below the text box: what inserts, a hint, the counter and the send button, in whatever width there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import SMS_LIMIT
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.send_button import CHEVRON_ROOM, SendButton
from mwdesk.gui.widgets.words import Run, Sentence

_GAP = 12
_ICON_FROM = 380
"""The width from which the send button has its icon."""
_ANNOUNCED = (60, SMS_LIMIT, SMS_LIMIT + 1)
_WIDEST = 999


class Counter(Sentence):
    """Counts as the gateway does; it has room for the widest count, so that nothing beside it moves."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "small", parent)
        self._count = 0
        self.room = 0
        """The width of the widest count."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._on_counter_theme_changed)
        self._on_counter_theme_changed()

    def show_count(self, count: int) -> bool:
        """Show a count, and tell whether it came to or past a limit that is worth saying aloud."""
        before, self._count = self._count, count
        self._fit()
        return count != before and (count in _ANNOUNCED or any(before < limit <= count for limit in _ANNOUNCED))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a word out rather than cut a count."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._count <= SMS_LIMIT:
            self.say(Run(f"{self._count}/{SMS_LIMIT}", "text_secondary"))
            return
        for parts in (self._parts(self._count), str(-(-self._count // SMS_LIMIT))):
            rest = Run(f"/{SMS_LIMIT} · {parts}", "text_secondary")
            self.say(Run(str(self._count), "warning", strong=True), rest)
            if self.natural_width <= max(self.minimumWidth(), self.width()):
                break

    def _parts(self, count: int) -> str:
        return self.tr("%n msg", "counter beside the send button", -(-count // SMS_LIMIT))

    @Slot()
    def _on_counter_theme_changed(self) -> None:
        strong = self._theme.font("small")
        strong.setBold(True)
        figure = QFontMetrics(strong).horizontalAdvance(str(_WIDEST))
        rest = QFontMetrics(self._theme.font("small")).horizontalAdvance(f"/{SMS_LIMIT} · {self._parts(_WIDEST)}")
        self.room = figure + rest + 2
        self.setMinimumWidth(self.room)


class ToolRow(QWidget):
    """The button gets shorter when there is less room, and the hint goes; the number stays whole."""

    def __init__(self, theme: Theme, inserts: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._phone: PhoneNumber | None = None
        self._inserts = inserts
        self.hint = Sentence(theme, "small", self)
        self.counter = Counter(theme, self)
        self.send = SendButton(theme, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(inserts)
        row.addSpacing(_GAP)
        row.addWidget(self.hint, 1)
        row.addStretch(0)
        row.addWidget(self.counter)
        row.addSpacing(_GAP)
        row.addWidget(self.send)
        theme.changed.connect(self._fit)
        self._fit()

    def show_words(self, phone: PhoneNumber | None, hint: str) -> None:
        """Name the number the text goes to, and say what is good to know."""
        self._phone = phone
        self.hint.say(Run(hint, "text_secondary"))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the counter and the shortest button."""
        least = 0 if self._phone is None else self.send.main.width_for(self._short_words(), icon=False)
        return QSize(self._taken_width() + least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the send button where there is little room."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        words, icon = self._send_looks()
        self.send.main.show_icon(icon)
        self.send.main.show_words(words)
        self.send.updateGeometry()
        # Large text in a narrow window: rather the counter says less than the number is cut.
        over = self._taken_width() + _GAP + self.send.main.sizeHint().width() - self.width()
        self.counter.setMinimumWidth(max(0, self.counter.room - max(0, over)))
        room = self.width() - self._taken_width() - self.send.main.sizeHint().width() - _GAP
        self.hint.setVisible(room >= self.hint.natural_width)

    def _send_looks(self) -> tuple[str, bool]:
        """Choose words and icon by the room there is: the icon goes first, then a word, the number never."""
        if self._phone is None:
            return self.tr("Send"), True
        words = self.tr("Send to {number}").format(number=self._phone.grouped)
        room = self.width() - self._taken_width()
        for icon in (True, False):
            if self.send.main.width_for(words, icon=icon) <= room and (self.width() >= _ICON_FROM or not icon):
                return words, icon
        return self._short_words(), False

    def _short_words(self) -> str:
        number = self._phone.grouped if self._phone is not None else ""
        return self.tr("To {number}", "short send button").format(number=number)

    def _taken_width(self) -> int:
        """The width that inserting, counter and chevron take."""
        return self._inserts.sizeHint().width() + self.counter.room + _GAP + CHEVRON_ROOM
