"""A small calendar over the thread: the day to read from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.calendar import Calendar
from mwdesk.gui.widgets.words import Words

_GAP = 4


class DateJump(QFrame):
    """Arrows choose a day, page keys a month, Enter goes there, Escape stays."""

    chosen = Signal(object)
    """A :class:`date`."""
    month_shown = Signal(object)
    """The first day of a month: its days with messages are wanted."""

    def __init__(self, theme: Theme, window: QWidget, first: date, today: date) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self._theme = theme
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self.setAccessibleName(self.tr("Go to a day"))
        self.calendar = Calendar(theme, self.tr("Go to a day"), first, today, self, marks_days=True)
        self.calendar.choose(today)
        self.calendar.activated.connect(self._on_calendar_activated)
        self.calendar.clicked.connect(self._on_calendar_activated)
        self.calendar.currentPageChanged.connect(self._on_calendar_current_page_changed)
        hint = Words(theme, self.tr("Days with messages are marked. Enter goes there"), parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.calendar)
        column.addWidget(hint)
        for child in self.calendar.findChildren(QWidget):
            child.installEventFilter(self)

    def show_at(self, place: QRect) -> None:
        """Open below a place in the window's coordinates, or above it."""
        window = self._window
        self.adjustSize()
        left = place.center().x() - self.width() // 2
        left = max(0, min(left, window.width() - self.width()))
        top = place.bottom() + 1 + _GAP
        if top + self.height() > window.height():
            top = max(0, place.top() - _GAP - self.height())
        self.move(window.mapToGlobal(QPoint(left, top)))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)
        self._on_calendar_current_page_changed(self.calendar.yearShown(), self.calendar.monthShown())

    @Slot(object)
    def mark(self, days: Iterable[date]) -> None:
        """Mark the days that have messages."""
        self.calendar.busy |= {(day.year, day.month, day.day) for day in days}
        self.calendar.updateCells()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Escape wherever the focus is inside."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        return super().eventFilter(watched, event)

    @Slot(QDate)
    def _on_calendar_activated(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(date(day.year(), day.month(), day.day()))

    @Slot(int, int)
    def _on_calendar_current_page_changed(self, year: int, month: int) -> None:
        self.month_shown.emit(date(year, month, 1))
