"""The line at the bottom: link, account, balance, use, today, pending, last fetch."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from mwdesk.domain.account import Wiring
from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, Polled
from mwdesk.domain.message import DayCounts
from mwdesk.errors import GatewayError
from mwdesk.gui import diagnosis_words, message_words, wording
from mwdesk.gui.painting import draw_ring, draw_text
from mwdesk.gui.theme import Theme

_PADDING, _MARGIN = 10, 2
_DIVIDER, _DIVIDER_HEIGHT = 1, 12
_DOT, _DOT_GAP = 8, 6


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def seconds_until(moment: datetime | None, now: datetime) -> int:
    """Return whole seconds left, rounded up; 0 when it has passed."""
    return 0 if moment is None else max(0, math.ceil((moment - now).total_seconds()))


class _Segment(QAbstractButton):
    """One figure of the bar, with a dot or a divider before it; a button only where there is something to open."""

    def __init__(self, theme: Theme, parent: QWidget, *, divided: bool = True, opens: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opens = opens
        self._divided = divided
        self._dot = ""
        self._color = "text_secondary"
        self._strong = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not opens)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, color: str = "text_secondary", *, strong: bool = False, dot: str = "") -> None:
        if (words, color, strong, dot) == (self.text(), self._color, self._strong, self._dot):
            return
        self._color, self._strong, self._dot = color, strong, dot
        self.change_words(words)

    def change_words(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @property
    def color(self) -> str:
        return self._color

    @property
    def _left(self) -> int:
        return _PADDING + (_DIVIDER if self._divided else 0)

    def _font(self) -> QFont:
        font = self._theme.font("small")
        font.setBold(self._strong)
        return font

    def width_for(self, words: str) -> int:
        width = QFontMetricsF(self._font()).horizontalAdvance(words) + (_DOT + _DOT_GAP if self._dot else 0)
        return int(width + 0.99) + self._left + _PADDING

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self.text()), self._theme.size("status_bar"))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._opens and (self.isDown() or self.underMouse()):
            painter.fillRect(self.rect(), tokens.pressed if self.isDown() else tokens.list_hover)
        if self._divided:
            line = QRectF(0, (self.height() - _DIVIDER_HEIGHT) / 2, _DIVIDER, _DIVIDER_HEIGHT)
            painter.fillRect(line, tokens.border_control)
        left = float(self._left)
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(self._dot))
            painter.drawEllipse(QRectF(left, (self.height() - _DOT) / 2, _DOT, _DOT))
            left += _DOT + _DOT_GAP
        band = QRectF(left, 0, self.width() - left, self.height())
        draw_text(painter, band, self.text(), self._font(), self._theme.colour(self._color))
        if self.hasFocus():
            ring = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            draw_ring(painter, ring, self._theme.radius("tight"), self._theme.size("focus_ring"), tokens.focus)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class StatusBar(QWidget):
    """Says at a glance whether messages flow; link and balance always stay, the rest gives way when it is narrow."""

    connection_requested = Signal()
    usage_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._link = LinkChanged(LinkState.SIGNED_OUT)
        self._low_balance = 0
        self._balance: BalanceChanged | None = None
        self._runway: timedelta | None = None
        self._balance_words: list[str] = []
        """Of what stands there the longest first."""
        self.setFixedHeight(theme.size("status_bar"))
        self.setAccessibleName(self.tr("Status"))
        self.link = _Segment(theme, self, divided=False, opens=True)
        self.account = _Segment(theme, self)
        self.balance = _Segment(theme, self, opens=True)
        self.used = _Segment(theme, self)
        self.today = _Segment(theme, self)
        self.pending = _Segment(theme, self)
        self.fetched = _Segment(theme, self, divided=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.setSpacing(0)
        # What does not fit is hidden; without this the segments would keep the window from narrowing.
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for segment in (self.link, self.account, self.balance, self.used, self.today, self.pending):
            layout.addWidget(segment)
        layout.addStretch(1)
        layout.addWidget(self.fetched)
        self.link.setToolTip(self.tr("Connection"))
        self.link.clicked.connect(self.connection_requested)
        self.balance.clicked.connect(self.usage_requested)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_timer_timeout)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._refresh_link()
        self._fit()

    @Slot(object)
    def set_link(self, event: LinkChanged) -> None:
        """Show where the link stands."""
        self._link = event
        if event.retry_at is not None and event.state is LinkState.WAITING:
            self._timer.start()
        else:
            self._timer.stop()
        self.account.show_words(event.account)
        if self._balance is not None and event.account not in ("", self._balance.account):
            self._balance = self._runway = None  # it was another account's
        self._refresh_link()
        self._refresh_balance()
        self._fit()

    @Slot(object)
    def set_balance(self, event: BalanceChanged) -> None:
        """Show messages left and used."""
        self._balance = event
        self._refresh_balance()
        self._fit()

    @Slot(object)
    def set_runway(self, runway: timedelta | None) -> None:
        """Show beside the balance how long it lasts; None while that cannot be told."""
        self._runway = runway
        self._refresh_balance()
        self._fit()

    @Slot(int)
    def set_low_balance(self, limit: int) -> None:
        """Warn from this many messages left downward; 0 never warns."""
        self._low_balance = limit
        self._refresh_balance()
        self._fit()

    @Slot(object)
    def set_today(self, counts: DayCounts) -> None:
        """Show the counts of the operator's day."""
        words = self.tr("Today {sent} sent, {received} received")
        self.today.show_words(words.format(sent=f"{counts.sent:,}", received=f"{counts.received:,}"))
        self._fit()

    @Slot(int)
    def set_pending(self, count: int) -> None:
        """Show how many messages wait to be sent; nothing when none does."""
        self.pending.show_words(self.tr("%n waiting to be sent", "", count) if count else "")
        self._fit()

    @Slot(object)
    def set_polled(self, event: Polled) -> None:
        """Show when messages were fetched last."""
        self.fetched.show_words(self.tr("Last fetch {time}").format(time=f"{event.at.astimezone():%H:%M:%S}"))
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the first segment that does something."""
        self.link.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop what matters least."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for no width at all."""
        return QSize(0, self._theme.size("status_bar"))

    def _refresh_link(self) -> None:
        match self._link.state:
            case LinkState.CONNECTED:
                tunnelled = self._link.wiring is Wiring.HTTP
                words = self.tr("Connected, HTTP tunnel") if tunnelled else self.tr("Connected, socket")
                self.link.show_words(words, dot="success")
            case LinkState.CONNECTING:
                self.link.show_words(self.tr("Connecting…"), dot="info")
            case LinkState.WAITING:
                left = seconds_until(self._link.retry_at, self._now())
                words = self.tr("Disconnected, next try in %n s", "", left) if left else self.tr("Disconnected")
                self.link.show_words(words, "danger", dot="danger")
            case LinkState.REFUSED:
                self.link.show_words(self._refused_words(), "danger", dot="danger")
            case _:
                self.link.show_words(self.tr("Not signed in"), dot="text_disabled")

    def _refused_words(self) -> str:
        """Say who is not let in; a session that a defect ended was refused by nobody."""
        error = self._link.error
        if not isinstance(error, GatewayError):
            return self.tr("Disconnected")
        if error.code not in diagnosis_words.SHUT_OUT:
            return self.tr("Account or password refused")
        suspended = error.code == diagnosis_words.SHUT_OUT[0]
        return self.tr("Account suspended") if suspended else self.tr("This computer is not let in")

    def _refresh_balance(self) -> None:
        """Show the last known balance; without a link, also when it was told."""
        if self._balance is None:
            self._balance_words = []
            self.balance.show_words("")
            self.used.show_words("")
            return
        balance = self._balance.balance
        words = self.tr("Balance {count}").format(count=wording.number_words(balance.left))
        self._balance_words = [words]
        if self._link.state is not LinkState.CONNECTED:
            at = wording.clock_words(self._balance.at)
            words = self.tr("{balance} ({time})", "a balance and when it was told").format(balance=words, time=at)
            self._balance_words.insert(0, words)
        if self._runway is not None:
            lasts = message_words.days_words(self._runway)
            words = self.tr("{balance} · {runway}", "a balance, and how long it lasts").format(
                balance=words, runway=lasts
            )
            self._balance_words.insert(0, words)
        low = self._low_balance > 0 and balance.left <= self._low_balance
        self.balance.show_words(words, "warning" if low else "text_secondary", strong=low)
        self.used.show_words(self.tr("Used {count}").format(count=wording.number_words(balance.used)))

    def _fit(self) -> None:
        """Account goes first, then used, then today; then the last fetch and the pending count; and at the end what
        stands beside the balance: a figure is not cut.
        """
        segments = [self.link, self.account, self.balance, self.used, self.today, self.pending, self.fetched]
        balance = list(self._balance_words)
        shown = [segment for segment in segments if segment.text()]
        room = self.width() - 2 * _MARGIN

        def fits() -> bool:
            widths = (each.width_for(balance[0] if each is self.balance else each.text()) for each in shown)
            return sum(widths) <= room

        for segment in (self.account, self.used, self.today, self.fetched, self.pending):
            if fits():
                break
            if segment in shown:
                shown.remove(segment)
        while len(balance) > 1 and not fits():
            del balance[0]
        if balance and balance[0] != self.balance.text():
            self.balance.change_words(balance[0])
        for segment in segments:
            segment.setVisible(segment in shown)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._refresh_link()
        if not seconds_until(self._link.retry_at, self._now()):
            self._timer.stop()
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background."""
        QPainter(self).fillRect(self.rect(), self._theme.tokens.chrome)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fit()
        self.update()
