"""Three small menus that narrow a search: when, from whom, in which state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from mwdesk.domain.finding import Query
from mwdesk.domain.message import DeliveryState, Direction
from mwdesk.gui import painting, wording
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.theme import Theme

_MARGIN, _GAP = 12, 6
_CHIP_HEIGHT = 22
_PADDING = 8
_ARROW_GAP = 3
_DAYS = {"week": 6, "month": 29}
"""How many days before today each of these begins."""
_STATES = (
    DeliveryState.DELIVERED,
    DeliveryState.SENT,
    DeliveryState.DEFERRED,
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.PENDING,
)


class FilterChip(QAbstractButton):
    """One choice of a menu; it stands out while it narrows."""

    changed = Signal()

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._choices = list(choices)
        self._value = choices[0][0]
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._refresh()

    @property
    def value(self) -> str:
        """The key of the choice; the first one narrows nothing."""
        return self._value

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the first is chosen."""
        return self._value != self._choices[0][0]

    def choose(self, value: str) -> None:
        """Choose by key and tell."""
        if value != self._value:
            self._value = value
            self._refresh()
            self.changed.emit()

    def make_menu(self) -> QMenu:
        """Offer the choices; the menu is gone once it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in self._choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self._value)
            action.setData(key)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def sizeHint(self) -> QSize:
        """Fit words and arrow."""
        width = QFontMetricsF(self._theme.font("small")).horizontalAdvance(self.text())
        arrow = self._theme.icon_size("tick")
        return QSize(int(width + 0.99) + _ARROW_GAP + arrow + 2 * _PADDING - 2, _CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Give way where it is narrow; the words are cut."""
        return QSize(48, _CHIP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint fill, words, arrow and focus ring."""
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rest = t.accent_soft if self.narrows else t.chrome
        painter.setBrush(t.pressed if self.isDown() else rest)
        radius = self._theme.radius("control")
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painting.draw_edge(painter, self._theme, QRectF(self.rect()), radius)
        colour = t.link if self.narrows else t.text_secondary
        px = self._theme.icon_size("tick")
        right = self.width() - _PADDING + 2 - px
        painting.draw_icon(painter, self._theme, "chevron-down", px, colour, right, (self.height() - px) / 2)
        band = QRectF(_PADDING, 0, right - _ARROW_GAP - _PADDING + 1, self.height())
        painting.draw_text(painter, band, self.text(), self._theme.font("small"), colour)
        if self.hasFocus():
            painting.draw_ring(painter, QRectF(self.rect()), radius, self._theme.size("focus_ring"), t.focus)

    def _refresh(self) -> None:
        words = dict(self._choices)[self._value]
        self.setText(words)
        self.setAccessibleName(wording.tooltip_line(self._name, words))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    @Slot()
    def _on_clicked(self) -> None:
        self.make_menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.choose(action.data())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class SearchFilters(QWidget):
    """The row in place of the tabs while something is looked for."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self.setFixedHeight(theme.size("tab_row"))
        times = [
            ("all", self.tr("All time")),
            ("today", self.tr("Today")),
            ("week", self.tr("Last 7 days")),
            ("month", self.tr("Last 30 days")),
            ("year", self.tr("This year")),
        ]
        sides = [
            ("all", self.tr("Both sides")),
            (Direction.IN.value, self.tr("Received")),
            (Direction.OUT.value, self.tr("Replies")),
        ]
        states = [("all", self.tr("All states")), *((state.value, wording.state_word(state)) for state in _STATES)]
        self.time = FilterChip(theme, self.tr("Time"), times, self)
        self.side = FilterChip(theme, self.tr("Side"), sides, self)
        self.state = FilterChip(theme, self.tr("State"), states, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.setSpacing(_GAP)
        for chip in (self.time, self.side, self.state):
            row.addWidget(chip)
            chip.changed.connect(self.changed)
        row.addStretch(1)

    def query(self, text: str) -> Query:
        """Return what is looked for."""
        state = self.state.value
        states: tuple[DeliveryState, ...] = () if state == "all" else (DeliveryState(state),)
        if states == (DeliveryState.PENDING,):
            states = (DeliveryState.PENDING, DeliveryState.SENDING)  # one word for both
        side = None if self.side.value == "all" else Direction(self.side.value)
        return Query(text, self._start(), None, side, states)

    def _start(self) -> datetime | None:
        today = self._now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        match self.time.value:
            case "all":
                return None
            case "year":
                return today.replace(month=1, day=1)
            case name:
                # By the calendar, since a day may have 23 or 25 hours.
                return (today.replace(tzinfo=None) - timedelta(days=_DAYS.get(name, 0))).astimezone()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline."""
        painter = QPainter(self)
        line = painting.hairline_width(self.devicePixelRatioF())
        painting.draw_horizontal_hairline(painter, 0, self.width(), self.height() - line, self._theme.tokens.border)
