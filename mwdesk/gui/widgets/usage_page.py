"""Balance, runway, what was used, and what was sent and received (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mwdesk.domain.figures import Figures, Used
from mwdesk.gui import message_words, painting, wording
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.bar_chart import BarChart, Column
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.trouble_page import PageHead
from mwdesk.gui.widgets.words import Words

PERIODS = ("7", "14", "30")
_MARGIN, _GAP = 20, 12
_PANEL_EDGE, _PANEL_SIDE = 12, 16
_PANEL_LINES = ("list", "figure", "small")
"""Whose heights the three lines of a panel have."""
_DAY = timedelta(days=1)
_NONE = "–"


def day_starts(now: datetime, count: int) -> list[datetime]:
    """Return when the operator's last days began, the last one today; by the calendar, since days differ in length."""
    today = now.astimezone().date()
    days = [today - timedelta(days=back) for back in range(count - 1, -1, -1)]
    return [datetime(day.year, day.month, day.day).astimezone() for day in days]


class FigurePanel(QWidget):
    """A label, a large figure with its unit, and what it rests on."""

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = label
        self._figure, self._unit, self._note = _NONE, "", ""
        self._colour = "text_primary"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def words(self) -> tuple[str, str, str]:
        """Figure, unit and note."""
        return self._figure, self._unit, self._note

    def show_figure(self, figure: str, unit: str, note: str, colour: str = "text_primary") -> None:
        """Show a figure; an empty one says that nobody knows."""
        self._figure, self._unit = (figure, unit) if figure else (_NONE, "")
        self._note, self._colour = note, colour
        self.setAccessibleName(wording.tooltip_line(self._label, f"{self._figure} {self._unit}".strip()))
        self.setAccessibleDescription(note)
        self.setToolTip(painting.plain_tooltip(note))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint panel and three lines."""
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = painting.hairline_width(self.devicePixelRatioF()) / 2
        painter.setPen(QPen(t.border, 2 * half))
        painter.setBrush(t.surface)
        radius = self._theme.radius("popup")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        small, figure = self._theme.font("small"), self._theme.font("figure")
        heights = [self._theme.line_height(style) for style in _PANEL_LINES]
        band = QRectF(_PANEL_SIDE, _PANEL_EDGE, self.width() - 2 * _PANEL_SIDE, heights[0])
        painting.draw_text(painter, band, self._label, small, t.text_secondary)
        band.moveTop(band.bottom())
        band.setHeight(heights[1])
        painting.draw_text(painter, band, self._figure, figure, self._theme.colour(self._colour))
        beside = band.translated(0, heights[1] / 8)  # On the figure's base line, not on its centre.
        beside.setLeft(band.left() + QFontMetricsF(figure).horizontalAdvance(self._figure) + 6)
        painting.draw_text(painter, beside, self._unit, small, t.text_secondary)
        band.moveTop(band.bottom())
        band.setHeight(heights[2])
        painting.draw_text(painter, band, self._note, small, t.text_secondary)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(2 * _PANEL_EDGE + sum(map(self._theme.line_height, _PANEL_LINES)))
        self.update()


class UsagePage(QWidget):
    """Stands in place of list and thread; Escape or the arrow leads back."""

    left = Signal()
    period_chosen = Signal(int)
    """Another number of days is wanted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._low_balance = 0
        self._figures: Figures | None = None
        self.back_button = QPushButton(self)
        self.back_button.setProperty("role", "icon")
        self.back_button.setFixedSize(theme.size("icon_button"), theme.size("icon_button"))
        self.back_button.setAccessibleName(self.tr("Back"))
        self.back_button.setToolTip(self.tr("Back (Esc)"))
        self.back_button.clicked.connect(self.left)
        title = Words(theme, self.tr("Usage"), "heading", "text_primary", self)
        title.setWordWrap(False)
        choices = [(days, self.tr("%n days", "", int(days))) for days in PERIODS]
        self.period = Segments(theme, self.tr("Period"), choices, self)
        self.period.set_value(PERIODS[1])
        self.period.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.period.chosen.connect(self._on_period_chosen)
        head = PageHead(theme, self)
        head.row.addWidget(self.back_button)
        head.row.addWidget(title)
        head.row.addStretch(1)
        head.row.addWidget(self.period)

        self.balance = FigurePanel(theme, self.tr("Balance"), self)
        self.runway = FigurePanel(theme, self.tr("Lasts about"), self)
        self.today = FigurePanel(theme, self.tr("Used today"), self)
        self.month = FigurePanel(theme, self.tr("Used this month"), self)
        self.panels = (self.balance, self.runway, self.today, self.month)
        self.days = BarChart(theme, self.tr("By day"), self)
        self.hours = BarChart(theme, self.tr("Today by the hour"), self)
        self.delivery = Words(theme, "", "small", "text_secondary", self)
        panels = QHBoxLayout()
        panels.setSpacing(_GAP)
        for panel in self.panels:
            panels.addWidget(panel, 1)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.setSpacing(_GAP)
        column.addLayout(panels)
        column.addWidget(self.days, 1)
        column.addWidget(self.hours, 1)
        column.addWidget(self.delivery)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addWidget(head)
        root.addWidget(scroll, 1)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def day_count(self) -> int:
        """How many days are shown."""
        return int(self.period.value)

    def set_low_balance(self, limit: int) -> None:
        """Warn from this many messages left downward; 0 never warns."""
        self._low_balance = limit
        if self._figures is not None:
            self.show_figures(self._figures)

    def show_figures(self, figures: Figures) -> None:
        """Show what is known; what is not says so."""
        self._figures = figures
        self._show_balance(figures)
        self._show_used(self.today, figures.used_today, figures.stretches[-1].start)
        self._show_used(self.month, figures.used_this_month, figures.stretches[-1].start.replace(day=1))
        today = figures.stretches[-1].start.date()
        days = [stretch.start.date() for stretch in figures.stretches]
        self.days.show_columns(
            [
                Column(f"{day.month}/{day.day}", wording.day_pill_words(day, today), each.sent, each.received)
                for day, each in zip(days, figures.stretches, strict=True)
            ],
            wording.fill(
                self.tr("%1 to %2", "the first and the last day"),
                wording.date_words(days[0], today),
                wording.date_words(days[-1], today),
            ),
        )
        self.hours.show_columns(self._hour_columns(figures), self._sum_words(figures))
        self._show_delivery(figures)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _show_balance(self, figures: Figures) -> None:
        unit = self.tr("messages", "unit behind a figure")
        if figures.balance is None:
            self.balance.show_figure("", "", self.tr("The gateway has not told it yet"))
        else:
            told = "" if figures.told_at is None else wording.clock_words(figures.told_at)
            low = self._low_balance > 0 and figures.balance.left <= self._low_balance
            note = wording.fill(self.tr("As told at %1"), told)
            colour = "warning" if low else "text_primary"
            self.balance.show_figure(wording.number_words(figures.balance.left), unit, note, colour)
        if figures.runway is None:
            self.runway.show_figure("", "", self.tr("Too little is known of the use so far"))
            return
        self.runway.show_figure(
            message_words.days_figure(figures.runway), self.tr("days", "unit behind a figure"), self._pace(figures)
        )

    def _pace(self, figures: Figures) -> str:
        used = figures.used_a_week
        if used is None:
            return ""
        spent = self._now() - used.since
        per_day = round(used.count / max(spent / _DAY, 1 / 24))
        if spent < _DAY:
            words = self.tr("At the pace of the last hours")
            return words
        words = self.tr("About %1 a day over the last %2 days")
        return wording.fill(words, wording.number_words(per_day), round(spent / _DAY))

    def _show_used(self, panel: FigurePanel, used: Used | None, asked: datetime) -> None:
        if used is None:
            panel.show_figure("", "", self.tr("Too little is known of the use so far"))
            return
        whole = self.tr("As the gateway counts")
        since = used.since.astimezone()
        if since > asked:
            today: date = self._now().astimezone().date()
            when = wording.fill(
                self.tr("%1 %2", "day and time"), wording.day_words(since.date(), today), wording.clock_words(since)
            )
            whole = wording.fill(self.tr("Counted since %1"), when)
        panel.show_figure(wording.number_words(used.count), self.tr("messages", "unit behind a figure"), whole)

    def _hour_columns(self, figures: Figures) -> list[Column]:
        """Return the hours from the first to the last in which anything happened, at least the working day."""
        busy = [place for place, each in enumerate(figures.hours) if each.sent or each.received]
        first, last = min([9, *busy]), max([18, *busy])
        return [
            Column(
                f"{each.start:%H:%M}",
                f"{each.start:%H:%M}–{each.start + timedelta(hours=1):%H:%M}",
                each.sent,
                each.received,
            )
            for each in figures.hours[first : last + 1]
        ]

    def _sum_words(self, figures: Figures) -> str:
        sent, received = sum(each.sent for each in figures.hours), sum(each.received for each in figures.hours)
        words = self.tr("%1 sent, %2 received in all")
        return wording.fill(words, wording.number_words(sent), wording.number_words(received))

    def _show_delivery(self, figures: Figures) -> None:
        percent = figures.delivered_percent
        if percent is None:
            self.delivery.setText(self.tr("No reply of these days has a report yet."))
            return
        number = wording.number_words
        words = self.tr("Delivered: %1 % of what has a report. Failed %2, unknown %3, no report yet %4.")
        self.delivery.setText(
            wording.fill(
                words, f"{percent:.1f}", number(figures.failed), number(figures.unknown), number(figures.unreported)
            )
        )

    @Slot(str)
    def _on_period_chosen(self, days: str) -> None:
        self.period_chosen.emit(int(days))

    @Slot()
    def _on_theme_changed(self) -> None:
        px = self._theme.icon_size("action")
        self.back_button.setIcon(self._theme.icon("chevron-left"))
        self.back_button.setIconSize(QSize(px, px))
