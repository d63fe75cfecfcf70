"""The line at the bottom: link, account, balance, use, today, pending, last fetch."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, Polled
from mwdesk.domain.message import DayCounts
from mwdesk.gui.theme import Theme

_HEIGHT = 28


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def seconds_until(moment: datetime | None, now: datetime) -> int:
    """Return whole seconds left, rounded up; 0 when it has passed."""
    return 0 if moment is None else max(0, math.ceil((moment - now).total_seconds()))


class _Segment(QAbstractButton):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.dot: str = ""
        self.color: str = "text_secondary"
        self.strong = False
        self.divided = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, color: str = "text_secondary", *, strong: bool = False, dot: str = "") -> None:
        self.color, self.strong, self.dot = color, strong, dot
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        font = self._theme.font("small")
        font.setBold(self.strong)
        width = QFontMetrics(font).horizontalAdvance(self.text()) + 20 + (14 if self.dot else 0)
        return QSize(width, _HEIGHT)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            painter.fillRect(self.rect(), tokens.pressed if self.isDown() else tokens.list_hover)
        if self.divided:
            painter.fillRect(0, (self.height() - 12) // 2, 1, 12, tokens.border_control)
        left = 10
        color: QColor = getattr(tokens, self.color)
        if self.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(getattr(tokens, self.dot))
            painter.drawEllipse(QRectF(left, (self.height() - 8) / 2, 8, 8))
            left += 14
        font = self._theme.font("small")
        font.setBold(self.strong)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 3, 3)

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
        self.setFixedHeight(_HEIGHT)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Status"))
        self.link = _Segment(theme, self)
        self.link.divided = False
        self.account = _Segment(theme, self)
        self.balance = _Segment(theme, self)
        self.used = _Segment(theme, self)
        self.today = _Segment(theme, self)
        self.pending = _Segment(theme, self)
        self.fetched = _Segment(theme, self)
        self.fetched.divided = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 2, 0)
        layout.setSpacing(0)
        # What does not fit is hidden; without this the segments would keep the window from narrowing.
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for segment in (self.link, self.account, self.balance, self.used, self.today, self.pending):
            layout.addWidget(segment)
        layout.addStretch(1)
        layout.addWidget(self.fetched)
        self.link.setToolTip(self.tr("Connection"))
        for segment in (self.link, self.account, self.fetched):
            segment.clicked.connect(self.connection_requested)
        for segment in (self.balance, self.used, self.today, self.pending):
            segment.clicked.connect(self.usage_requested)
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
        self._refresh_link()
        self._fit()

    @Slot(object)
    def set_balance(self, event: BalanceChanged) -> None:
        """Show messages left and used."""
        self._balance = event
        left = f"{event.balance.left:,}"
        low = event.balance.left <= self._low_balance
        words = self.tr("Balance {count}").format(count=left)
        self.balance.show_words(words, "warning" if low else "text_secondary", strong=low)
        self.used.show_words(self.tr("Used {count}").format(count=f"{event.balance.used:,}"))
        self._fit()

    @Slot(int)
    def set_low_balance(self, limit: int) -> None:
        """Warn from this many messages left downward."""
        self._low_balance = limit
        if self._balance is not None:
            self.set_balance(self._balance)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop what matters least."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for no width at all."""
        return QSize(0, _HEIGHT)

    def _refresh_link(self) -> None:
        match self._link.state:
            case LinkState.CONNECTED:
                self.link.show_words(self.tr("Connected"), dot="success")
            case LinkState.CONNECTING:
                self.link.show_words(self.tr("Connecting..."), dot="info")
            case LinkState.WAITING:
                left = seconds_until(self._link.retry_at, self._now())
                words = self.tr("Disconnected, next try in %n s", "", left) if left else self.tr("Disconnected")
                self.link.show_words(words, "danger", dot="danger")
            case LinkState.REFUSED:
                self.link.show_words(self.tr("Account or password refused"), "danger", dot="danger")
            case _:
                self.link.show_words(self.tr("Not signed in"), dot="text_disabled")

    def _fit(self) -> None:
        """Account goes first, then used, then today; then the last fetch and the pending count."""
        segments = [self.link, self.account, self.balance, self.used, self.today, self.pending, self.fetched]
        shown = [segment for segment in segments if segment.text()]
        room = self.width() - 4
        for segment in (self.account, self.used, self.today, self.fetched, self.pending):
            if sum(each.sizeHint().width() for each in shown) <= room:
                break
            if segment in shown:
                shown.remove(segment)
        for segment in segments:
            segment.setVisible(segment in shown)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._refresh_link()
        if not seconds_until(self._link.retry_at, self._now()):
            self._timer.stop()
        self._fit()

    @Slot()
    def _on_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.tokens.chrome)
        self.setPalette(palette)
        self._fit()
        self.update()
