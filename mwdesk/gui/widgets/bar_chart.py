"""Sent and received side by side, painted (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from msgspec import Struct
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mwdesk.gui import announcing, painting, wording
from mwdesk.gui.theme import Theme

_PADDING = 16
_HEAD = 48
_AXIS_WIDTH = 36
_AXIS_HEIGHT = 24
_BAR_MOST, _BAR_GAP = 16, 2
_GRID_LINES = 4
_SWATCH = 10
_LABEL_GAP = 8
_TIP_PADDING, _TIP_LINE, _TIP_GAP = 8, 18, 10
_LEAST_HEIGHT = 160


class Column(Struct, frozen=True):
    """One pair of bars: what stands below it, what it is called, and the counts."""

    label: str
    name: str
    sent: int
    received: int


def grid_step(most: int) -> int:
    """Return a round distance of grid lines, so that four of them hold the highest bar."""
    least = max(1, ceil(most / _GRID_LINES))
    power = 1
    while power * 10 <= least:
        power *= 10
    return next(factor * power for factor in (1, 2, 3, 4, 5, 6, 8, 10) if factor * power >= least)


class BarChart(QWidget):
    """A panel of its own; a column is looked at by the pointer or by arrow keys."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._note = ""
        self._columns: list[Column] = []
        self._looked_at = -1
        self._by_keys = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST_HEIGHT)
        theme.changed.connect(self._on_theme_changed)

    @property
    def columns(self) -> list[Column]:
        """What is shown."""
        return self._columns

    @property
    def looked_at(self) -> int:
        """The column whose figures stand beside it, -1 for none."""
        return self._looked_at

    @property
    def note(self) -> str:
        """What stands behind the title."""
        return self._note

    def show_columns(self, columns: Sequence[Column], note: str) -> None:
        """Show these pairs of bars and a note behind the title."""
        self._columns, self._note = list(columns), note
        if self._looked_at >= len(self._columns):
            self._looked_at = -1
        self.setAccessibleName(wording.listing((self._title, note)))
        self.update()

    def figures(self, column: Column) -> tuple[str, str]:
        """Word both counts of a column."""
        return (
            wording.fill(self.tr("Sent %1"), wording.number_words(column.sent)),
            wording.fill(self.tr("Received %1"), wording.number_words(column.received)),
        )

    def sizeHint(self) -> QSize:
        """Ask for the height of the design."""
        return QSize(480, 210)

    def tip_rect(self) -> QRectF | None:
        """Return where the figures of the column looked at stand: beside it, never over it."""
        if self._looked_at < 0:
            return None
        column = self._columns[self._looked_at]
        bold = self._theme.font("small")
        bold.setBold(True)
        plain = QFontMetricsF(self._theme.font("small"))
        widest = max(plain.horizontalAdvance(words) for words in self.figures(column)) + _SWATCH + 6
        width = max(widest, QFontMetricsF(bold).horizontalAdvance(column.name)) + 2 * _TIP_PADDING + 1
        height = 3 * _TIP_LINE + 2 * _TIP_PADDING - 4
        band = self.column_rect(self._looked_at)
        left = band.right() + _TIP_GAP
        if left + width > self.width() - _PADDING / 2:
            left = band.left() - _TIP_GAP - width
        return QRectF(left, band.top(), width, height)

    def column_rect(self, place: int) -> QRectF:
        """Return the ground of a column."""
        plot = self._plot()
        width = plot.width() / max(1, len(self._columns))
        return QRectF(plot.left() + place * width, plot.top() - 6, width, plot.height() + 6)

    # Looking at a column

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at the column under the pointer."""
        at = event.position()
        places = range(len(self._columns))
        self._look_at(next((place for place in places if self.column_rect(place).contains(at)), -1), by_keys=False)

    def leaveEvent(self, event: QEvent) -> None:
        """Look at nothing, unless keys led there."""
        if not self._by_keys:
            self._look_at(-1, by_keys=False)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from column to column."""
        last = len(self._columns) - 1
        steps = {Qt.Key.Key_Left: self._looked_at - 1, Qt.Key.Key_Right: self._looked_at + 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        key = Qt.Key(event.key())
        if key in steps or key in ends:
            place = last if self._looked_at < 0 and key == Qt.Key.Key_Left else {**steps, **ends}[key]
            self._look_at(max(0, min(last, place)), by_keys=True)
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look at nothing any more."""
        self._look_at(-1, by_keys=False)
        super().focusOutEvent(event)

    def _look_at(self, place: int, *, by_keys: bool) -> None:
        self._by_keys = by_keys
        if place != self._looked_at:
            self._looked_at = place
            self.update()
            if by_keys and place >= 0:
                column = self._columns[place]
                words = wording.listing((column.name, *self.figures(column)))
                announcing.announce(self, words)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint panel, head, grid, bars and the figures looked at."""
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = painting.hairline_width(self.devicePixelRatioF()) / 2
        painter.setPen(QPen(t.border, 2 * half))
        painter.setBrush(t.surface)
        radius = self._theme.radius("popup")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        self._paint_head(painter)
        plot = self._plot()
        step = grid_step(max((max(each.sent, each.received) for each in self._columns), default=0))
        if self._looked_at >= 0:
            painter.fillRect(self.column_rect(self._looked_at), t.list_hover)
        for line in range(_GRID_LINES + 1):
            y = plot.bottom() - plot.height() * line / _GRID_LINES
            painting.draw_horizontal_hairline(painter, plot.left(), plot.right(), y, t.chart_grid)
            band = QRectF(_PADDING - 4, y - 8, _AXIS_WIDTH - 4, 16)
            self._label(painter, band, wording.number_words(line * step), Qt.AlignmentFlag.AlignRight)
        self._paint_bars(painter, plot, step * _GRID_LINES)
        if self.hasFocus():
            painting.draw_ring(painter, QRectF(self.rect()), radius, self._theme.size("focus_ring"), t.focus)
        self._paint_tip(painter)

    def _plot(self) -> QRectF:
        left = _PADDING + _AXIS_WIDTH
        return QRectF(left, _HEAD + 12, self.width() - left - _PADDING, self.height() - _HEAD - 12 - _AXIS_HEIGHT - 6)

    def _paint_head(self, painter: QPainter) -> None:
        t = self._theme.tokens
        title, small = self._theme.font("title"), self._theme.font("small")
        right = float(self.width() - _PADDING)
        for words, colour in ((self.tr("Received"), t.chart_in), (self.tr("Sent"), t.chart_out)):
            width = QFontMetricsF(small).horizontalAdvance(words) + 1
            painting.draw_text(painter, QRectF(right - width, 0, width, _HEAD), words, small, t.text_secondary)
            right -= width + 6 + _SWATCH
            self._swatch(painter, right, _HEAD / 2, colour)
            right -= 12
        band = QRectF(_PADDING, 0, right - _PADDING, _HEAD)
        painting.draw_text(painter, band, self._title, title, t.text_primary)
        band.setLeft(band.left() + QFontMetricsF(title).horizontalAdvance(self._title) + 10)
        painting.draw_text(painter, band, self._note, small, t.text_secondary)

    def _paint_bars(self, painter: QPainter, plot: QRectF, full: int) -> None:
        t = self._theme.tokens
        if not self._columns:
            return
        dpr = self.devicePixelRatioF()
        width = plot.width() / len(self._columns)
        bar = max(1.0, min(_BAR_MOST, (width * 0.7 - _BAR_GAP) / 2))
        metrics = QFontMetricsF(self._theme.font("caption"))
        widest = max(metrics.horizontalAdvance(column.label) for column in self._columns)
        every = max(1, ceil((widest + _LABEL_GAP) / width))
        painter.setPen(Qt.PenStyle.NoPen)
        for place, column in enumerate(self._columns):
            centre = plot.left() + (place + 0.5) * width
            for count, left, colour in (
                (column.sent, centre - _BAR_GAP / 2 - bar, t.chart_out),
                (column.received, centre + _BAR_GAP / 2, t.chart_in),
            ):
                height = plot.height() * count / full
                if height > 0:
                    top = plot.bottom() - max(height, 1.0)
                    rect = QRectF(painting.snap(left, dpr), top, bar, plot.bottom() - top)
                    rounded = min(2.0, rect.height())
                    corners = painting.Corners(rounded, rounded, 0, 0)
                    painter.fillPath(painting.rounded_path(rect, corners), colour)
            # Counted from the last one: the newest always has its label.
            if (len(self._columns) - 1 - place) % every == 0:
                band = QRectF(centre - widest, plot.bottom() + 4, 2 * widest, 16)
                self._label(painter, band, column.label, Qt.AlignmentFlag.AlignHCenter)

    def _paint_tip(self, painter: QPainter) -> None:
        rect = self.tip_rect()
        if rect is None:
            return
        t = self._theme.tokens
        column = self._columns[self._looked_at]
        painter.setPen(QPen(t.border_control, painting.hairline_width(self.devicePixelRatioF())))
        painter.setBrush(t.raised)
        radius = self._theme.radius("control")
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        small, bold = self._theme.font("small"), self._theme.font("small")
        bold.setBold(True)
        line = QRectF(rect.left() + _TIP_PADDING, rect.top() + _TIP_PADDING - 2, rect.width(), _TIP_LINE)
        painting.draw_text(painter, line, column.name, bold, t.text_primary)
        for words, colour in zip(self.figures(column), (t.chart_out, t.chart_in), strict=True):
            line.translate(0, _TIP_LINE)
            self._swatch(painter, line.left(), line.center().y(), colour)
            band = line.adjusted(_SWATCH + 6, 0, 0, 0)
            painting.draw_text(painter, band, words, small, t.text_primary)

    def _swatch(self, painter: QPainter, left: float, centre_y: float, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        corner = QPointF(left, centre_y - _SWATCH / 2)
        painter.drawRoundedRect(QRectF(corner.x(), corner.y(), _SWATCH, _SWATCH), 2, 2)

    def _label(self, painter: QPainter, band: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
        painting.draw_text(painter, band, text, self._theme.font("caption"), self._theme.tokens.text_secondary, align)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()
