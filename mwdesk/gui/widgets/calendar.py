"""A month to choose a day from."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QTableView, QToolButton, QWidget

from mwdesk.gui.painting import draw_ring
from mwdesk.gui.theme import Theme

_DOT = 4
_DAY_RADIUS = 6
_HEAD_GAP = 4
"""Between month and year."""
_LIFT = 3
"""By how much a day's number makes room for a dot below it."""
_DOT_ROOM, _DOT_OFF = 4, 9
"""How much higher a row is for its dots, and how far these stand from its end: clear of the ring around a day."""
_ROWS = 7


class Calendar(QCalendarWidget):
    """Arrows choose a day, page keys a month. The chosen day, today and busy ones look each their own."""

    def __init__(
        self, theme: Theme, name: str, first: date, last: date, parent: QWidget, *, marks_days: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._year_first = theme.language == "zh_CN"
        self._lift = _LIFT if marks_days else 0
        self.busy: set[tuple[int, int, int]] = set()
        self.view = cast("QTableView", self.findChild(QTableView))
        """Has the focus while the days are walked."""
        for named in (self, self.view):
            named.setAccessibleName(name)
        self.setLocale(QLocale("zh_CN" if theme.language == "zh_CN" else "en_US"))
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setDateRange(_qdate(first), _qdate(last))
        self.setDateEditEnabled(False)
        self.currentPageChanged.connect(self._word_head)
        theme.changed.connect(self._dress)
        theme.changed.connect(self._word_head)
        self._dress()
        self._word_head()
        for child in self.findChildren(QWidget):
            child.installEventFilter(self)

    @property
    def day(self) -> date:
        """The chosen day."""
        chosen = self.selectedDate()
        return date(chosen.year(), chosen.month(), chosen.day())

    def choose(self, day: date) -> None:
        """Choose a day, or the nearest there is."""
        self.setSelectedDate(_qdate(day))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the ring follow the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.updateCells()
        return super().eventFilter(watched, event)

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
            inner = 3 if self.view.hasFocus() else 0
            painter.drawRoundedRect(
                cell.adjusted(inner, inner, -inner, -inner), _DAY_RADIUS - inner, _DAY_RADIUS - inner
            )
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
        painter.drawText(rect.translated(0, -self._lift), Qt.AlignmentFlag.AlignCenter, str(date.day()))
        if busy:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.accent_text if chosen else t.accent)
            left, top = rect.left() + (rect.width() - _DOT) / 2, rect.bottom() + 1 - _DOT_OFF
            painter.drawEllipse(QRectF(left, top, _DOT, _DOT))
        painter.restore()

    @Slot()
    def _dress(self) -> None:
        t, theme = self._theme.tokens, self._theme
        px = theme.icon_size("small")
        for name, icon, words in (
            ("qt_calendar_prevmonth", "chevron-left", self.tr("Previous month (PgUp)")),
            ("qt_calendar_nextmonth", "chevron-right", self.tr("Next month (PgDn)")),
        ):
            button = self.findChild(QToolButton, name)
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
        self.setHeaderTextFormat(head)
        for day in Qt.DayOfWeek:
            self.setWeekdayTextFormat(day, head)
        self.setFont(theme.font("small"))
        self.setStyleSheet(
            f"#qt_calendar_navigationbar {{ background: {t.raised.name()}; }}"
            f"QCalendarWidget QAbstractItemView {{ background: {t.raised.name()}; border: none; outline: 0; }}"
            f"#qt_calendar_monthbutton, #qt_calendar_yearbutton {{ background: transparent; border: none;"
            f" color: {t.text_primary.name()}; font-weight: bold; padding: 0; }}"
        )
        if self._lift:
            self.setMinimumHeight(0)
            self.setMinimumHeight(self.sizeHint().height() + _ROWS * _DOT_ROOM)

    @Slot()
    def _word_head(self) -> None:
        """Write month and year side by side, in Chinese the year first; Qt knows one order only, and a wide gap."""
        bar = self.findChild(QWidget, "qt_calendar_navigationbar")
        year = self.findChild(QToolButton, "qt_calendar_yearbutton")
        month = self.findChild(QToolButton, "qt_calendar_monthbutton")
        row = bar.layout() if bar is not None else None
        if year is None or month is None or not isinstance(row, QHBoxLayout):
            return
        if self._year_first:
            if row.indexOf(month) < row.indexOf(year):
                row.insertWidget(row.indexOf(year), month)
            year.setText(f"{self.yearShown()}年")
            month.setText(f"{self.monthShown()}月")
        font = self._theme.font("small")
        font.setBold(True)
        for button in (year, month):
            button.setFixedWidth(QFontMetrics(font).horizontalAdvance(button.text()) + _HEAD_GAP)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
