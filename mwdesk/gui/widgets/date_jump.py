"""A small calendar over the thread: the day to read from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QTableView, QToolButton, QVBoxLayout, QWidget

from mwdesk.gui.painting import draw_ring
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Words

_GAP = 4
_DOT = 4
_DAY_RADIUS = 6


class _Calendar(QCalendarWidget):
    """Paints its days itself: the chosen one, today, and those with messages look each their own."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.busy: set[tuple[int, int, int]] = set()
        self.view = cast("QTableView", self.findChild(QTableView))
        """Has the focus while the days are walked."""

    def paintCell(self, painter: QPainter, rect: QRect, date: QDate) -> None:
        """Paint one day; a dot below tells that there are messages."""
        t = self._theme.tokens
        inside = self.minimumDate() <= date <= self.maximumDate()
        chosen = date == self.selectedDate()
        busy = (date.year(), date.month(), date.day()) in self.busy
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, t.raised)
        cell = rect.adjusted(2, 1, -2, -1).toRectF()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.accent)
            painter.drawRoundedRect(cell.adjusted(3, 3, -3, -3), _DAY_RADIUS - 3, _DAY_RADIUS - 3)
            if self.view.hasFocus():
                draw_ring(painter, cell, _DAY_RADIUS, self._theme.size("focus_ring"), t.focus)
        elif date == QDate.currentDate():
            painter.setPen(t.border_control)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), _DAY_RADIUS, _DAY_RADIUS)
        shown = date.month() == self.monthShown() and inside
        colour = t.accent_text if chosen else t.text_primary if shown else t.text_disabled
        font = self._theme.font("small")
        font.setBold(busy)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(rect.adjusted(0, -2, 0, -2), Qt.AlignmentFlag.AlignCenter, str(date.day()))
        if busy:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.accent_text if chosen else t.accent)
            painter.drawEllipse(rect.center().x() - _DOT // 2, rect.bottom() - _DOT - 2, _DOT, _DOT)
        painter.restore()


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
        self.calendar = _Calendar(theme, self)
        self.calendar.setAccessibleName(self.tr("Go to a day"))
        self.calendar.view.setAccessibleName(self.tr("Go to a day"))
        self.calendar.setLocale(QLocale("zh_CN" if theme.language == "zh_CN" else "en_US"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setMinimumDate(_qdate(first))
        self.calendar.setMaximumDate(_qdate(today))
        self.calendar.setSelectedDate(_qdate(today))
        self.calendar.setDateEditEnabled(False)
        self.calendar.activated.connect(self._on_calendar_activated)
        self.calendar.clicked.connect(self._on_calendar_activated)
        self.calendar.currentPageChanged.connect(self._on_calendar_current_page_changed)
        hint = Words(theme, self.tr("Days with messages are marked. Enter goes there"), parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.calendar)
        column.addWidget(hint)
        self._dress()
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
        """Close on Escape wherever the focus is inside; the ring follows the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.calendar.updateCells()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        t, theme = self._theme.tokens, self._theme
        px = theme.icon_size("small")
        for name, icon, words in (
            ("qt_calendar_prevmonth", "chevron-left", self.tr("Previous month (PgUp)")),
            ("qt_calendar_nextmonth", "chevron-right", self.tr("Next month (PgDn)")),
        ):
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(theme.icon(icon))
                button.setIconSize(QSize(px, px))
                button.setAccessibleName(words)
                button.setToolTip(words)
                button.setProperty("role", "icon")
        head = QTextCharFormat()
        head.setForeground(t.text_secondary)
        head.setBackground(t.raised)
        head.setFont(theme.font("small"))
        self.calendar.setHeaderTextFormat(head)
        for day in Qt.DayOfWeek:
            self.calendar.setWeekdayTextFormat(day, head)
        self.calendar.setFont(theme.font("small"))
        self.setStyleSheet(
            f"#qt_calendar_navigationbar {{ background: {t.raised.name()}; }}"
            f"QCalendarWidget QAbstractItemView {{ background: {t.raised.name()}; border: none; outline: 0; }}"
            f"#qt_calendar_monthbutton, #qt_calendar_yearbutton {{ background: transparent; border: none;"
            f" color: {t.text_primary.name()}; font-weight: bold; padding: 0 4px; }}"
        )

    @Slot(QDate)
    def _on_calendar_activated(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(date(day.year(), day.month(), day.day()))

    @Slot(int, int)
    def _on_calendar_current_page_changed(self, year: int, month: int) -> None:
        self.month_shown.emit(date(year, month, 1))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
