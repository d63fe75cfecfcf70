"""The banner above everything: the one most important thing that keeps messages from flowing (DESIGN, section 4.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, OutboxHeld, StoreTrouble
from mwdesk.errors import DamagedStoreError, GatewayError, StoreError
from mwdesk.gui import announcing, diagnosis_words, wording
from mwdesk.gui.gateway_errors import gateway_error_words
from mwdesk.gui.painting import plain_tooltip
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.status_bar import seconds_until, utc_now
from mwdesk.gui.widgets.words import Paragraph, Run, Sentence

GRACE_MS = 5000
RECOVERED_MS = 3000
_LEFT, _RIGHT, _SPACING = 16, 12, 10
_LINES_MAX, _PADDING_Y = 2, 5
OUT_OF_BALANCE = 3
"""What the gateway says when nothing more can be sent before a top-up."""


class Topic(Enum):
    """What a banner can be about, the most important first."""

    NOT_STORED = "not_stored"
    DISCONNECTED = "disconnected"
    REFUSED = "refused"
    RECOVERED = "recovered"
    HELD = "held"
    LOW_BALANCE = "low_balance"


_SOFT = {
    Topic.NOT_STORED: "danger",
    Topic.DISCONNECTED: "danger",
    Topic.REFUSED: "danger",
    Topic.RECOVERED: "success",
    Topic.HELD: "warning",
    Topic.LOW_BALANCE: "warning",
}


class ConnectionBanner(QWidget):
    """Hidden while all is well; a lost link is shown after five seconds, everything else at once."""

    retry_requested = Signal()
    sign_in_requested = Signal()
    diagnosis_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._topic: Topic | None = None
        self._link = LinkChanged(LinkState.SIGNED_OUT)
        self._lost: LinkChanged | None = None
        self._lost_at = now()
        self._pending = 0
        self._recovered = False
        self._held = OutboxHeld()
        self._store = StoreTrouble()
        self._left: int | None = None
        self._low_balance = 0
        self._dismissed = False
        self._retrying = False
        self._first = ""
        self._clauses: tuple[str, ...] = ()
        self._countdown_room = 0
        self.setFixedHeight(theme.size("banner"))
        self._icon = QLabel(self)
        self._words = Paragraph(theme, "list", self)
        self._countdown = Sentence(theme, "list", self)
        self.diagnosis_button = SmallButton(theme, self.tr("Copy diagnosis"), parent=self)
        self.retry_button = SmallButton(theme, self.tr("Try now"), parent=self)
        self.sign_in_button = SmallButton(theme, self.tr("Sign in…"), parent=self)
        self.dismiss_button = SmallButton(theme, self.tr("Dismiss"), parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._icon)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._countdown)
        for button in (self.diagnosis_button, self.retry_button, self.sign_in_button, self.dismiss_button):
            layout.addWidget(button)
        self._grace = self._make_timer(GRACE_MS, single=True)
        self._grace.timeout.connect(self._refresh)
        self._gone = self._make_timer(RECOVERED_MS, single=True)
        self._gone.timeout.connect(self._on_gone_timeout)
        self._tick = self._make_timer(1000, single=False)
        self._tick.timeout.connect(self._on_tick_timeout)
        self.diagnosis_button.clicked.connect(self.diagnosis_requested)
        self.retry_button.clicked.connect(self._on_retry_clicked)
        self.sign_in_button.clicked.connect(self.sign_in_requested)
        self.dismiss_button.clicked.connect(self._on_dismiss_clicked)
        theme.changed.connect(self._on_theme_changed)
        self.hide()
        self._refresh()

    @property
    def words(self) -> str:
        """All there is to say, also where there is no room for it."""
        return wording.sentences(self._first, *self._clauses)

    @property
    def countdown(self) -> str:
        """What stands before the buttons."""
        return self._countdown.text()

    @property
    def topic(self) -> Topic | None:
        """What the banner is about; None while it is hidden."""
        return self._topic

    @property
    def is_recovered(self) -> bool:
        """Tell whether the banner says that the link is back."""
        return self._recovered

    @Slot(int)
    def set_pending(self, count: int) -> None:
        """Remember how many messages wait, for the sentence."""
        self._pending = count
        if not self._recovered:
            self._refresh()

    @Slot(object)
    def set_outbox(self, event: OutboxHeld) -> None:
        """Follow whether the gateway takes messages."""
        self._held = event
        self._retrying = False
        self._refresh()

    @Slot(object)
    def set_store(self, event: StoreTrouble) -> None:
        """Follow whether the local database can be written."""
        self._store = event
        self._refresh()

    @Slot(object)
    def set_balance(self, event: BalanceChanged) -> None:
        """Follow the balance; once it has been enough, a low one is shown again."""
        self._left = event.balance.left
        if not self._is_low:
            self._dismissed = False
        self._refresh()

    @Slot(int)
    def set_low_balance(self, limit: int) -> None:
        """Warn from this many messages left downward; 0 never warns."""
        if limit != self._low_balance:
            self._low_balance, self._dismissed = limit, False
            self._refresh()

    @Slot(object)
    def set_link(self, event: LinkChanged) -> None:
        """Follow the link."""
        self._link = event
        self._retrying = False
        match event.state:
            case LinkState.CONNECTED:
                if self._topic in (Topic.DISCONNECTED, Topic.REFUSED):
                    self._recovered = True
                    self._gone.start()
                self._lost = None
                self._grace.stop()
            case LinkState.REFUSED:
                self._lose(event)
                self._grace.stop()
            case LinkState.WAITING:
                first = self._lost is None
                self._lose(event)
                if first:
                    self._grace.start()
            case LinkState.SIGNED_OUT:
                self._lost, self._held, self._left = None, OutboxHeld(), None
                self._recovered = self._dismissed = False
                self._grace.stop()
                self._gone.stop()
            case _:
                pass  # Connecting: an open banner stays and says so; a closed one stays closed.
        self._refresh()

    def _make_timer(self, interval_ms: int, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(single)
        return timer

    def _lose(self, event: LinkChanged) -> None:
        if self._lost is None:
            self._lost_at = self._now()
        self._recovered = False  # Lost again while it still said "back": the five seconds begin anew.
        self._gone.stop()
        self._lost = event

    @property
    def _is_low(self) -> bool:
        return bool(self._low_balance) and self._left is not None and self._left <= self._low_balance

    def _choose(self) -> Topic | None:
        if self._store.error is not None:
            return Topic.NOT_STORED
        if self._lost is not None and self._lost.state is LinkState.REFUSED:
            return Topic.REFUSED
        if self._lost is not None and not self._grace.isActive():
            return Topic.DISCONNECTED
        if self._recovered:
            return Topic.RECOVERED
        if self._held.code is not None:
            return Topic.HELD
        return Topic.LOW_BALANCE if self._is_low and not self._dismissed else None

    @property
    def _shut_out(self) -> int:
        """The gateway's error when only the platform's support can help, else 0."""
        error = self._lost.error if self._lost is not None else None
        return error.code if isinstance(error, GatewayError) and error.code in diagnosis_words.SHUT_OUT else 0

    @Slot()
    def _on_gone_timeout(self) -> None:
        self._recovered = False
        self._refresh()

    @Slot()
    def _on_tick_timeout(self) -> None:
        self._refresh_countdown()

    @Slot()
    def _on_retry_clicked(self) -> None:
        self._retrying = True  # Until the link or the outbox says something new.
        self._refresh()
        self.retry_requested.emit()

    @Slot()
    def _on_dismiss_clicked(self) -> None:
        self._dismissed = True
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        topic = self._choose()
        is_new, self._topic = topic is not self._topic, topic
        self.setVisible(topic is not None)
        if topic is None:
            self._tick.stop()
            return
        refused = topic is Topic.REFUSED
        self.sign_in_button.setVisible(refused and not self._shut_out)
        self.retry_button.setVisible(topic in (Topic.DISCONNECTED, Topic.HELD) or bool(refused and self._shut_out))
        connecting = topic is not Topic.HELD and self._link.state is LinkState.CONNECTING
        self.retry_button.setEnabled(not self._retrying and not connecting)
        self.dismiss_button.setVisible(topic is Topic.LOW_BALANCE)
        self._first, *clauses = self._say(topic)
        self._clauses = tuple(clauses)
        self.setAccessibleName(self.words)
        if is_new:
            self._countdown_room = 0
        self._refresh_countdown()
        self._dress()
        if is_new:
            self._tick.start()
            announcing.announce(self, self.words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Wrap the sentence once; where that is not enough, say less of it, but cut nothing. The countdown goes first:
        it stands in the status bar too.
        """
        wanted = self._topic in (Topic.DISCONNECTED, Topic.REFUSED)
        ways = [
            (count, countdown, diagnosis)
            for least, most in ((1, len(self._clauses)), (0, 0))
            for countdown, diagnosis in ((True, True), (False, True), (False, False))
            for count in range(most, least - 1, -1)
        ]
        counts = bool(self._countdown.text())
        for count, countdown, diagnosis in ways:
            said = wording.sentences(self._first, *self._clauses[:count])
            said = said if count else said.rstrip(":：")
            strong = min(len(self._first), len(said))
            room = self._room(countdown=countdown and counts, diagnosis=diagnosis and wanted)
            if 0 < self._words.lines_for(said, strong, room) <= _LINES_MAX:
                break
        self._words.say(said, strong)
        self.diagnosis_button.setVisible(diagnosis and wanted)
        self._countdown.setVisible(countdown and counts)
        self._words.setToolTip(plain_tooltip(self.words) if said != self.words else "")
        height = self._words.heightForWidth(room) + 2 * _PADDING_Y
        self.setFixedHeight(max(self._theme.size("banner"), height))

    def _room(self, *, countdown: bool, diagnosis: bool) -> int:
        """Return the width the words have beside what else is shown."""
        buttons = (self.retry_button, self.sign_in_button, self.dismiss_button)
        widths = [button.sizeHint().width() for button in buttons if not button.isHidden()]
        widths.append(self._theme.icon_size("action"))
        if diagnosis:
            widths.append(self.diagnosis_button.sizeHint().width())
        if countdown:  # As wide as it ever was: the words are not wrapped anew at each try.
            widths.append(self._countdown_room)
        return self.width() - _LEFT - _RIGHT - sum(widths) - _SPACING * len(widths)

    def _say(self, topic: Topic) -> tuple[str, ...]:
        """Return the words that stand out, and the clauses behind them, the one to be left out first last."""
        stay = self.tr("Messages you write stay here.")
        match topic:
            case Topic.NOT_STORED:
                return self._store_words()
            case Topic.DISCONNECTED:
                stay = self.tr("Replies stay here and go out in order once it is back.")
                return self.tr("Disconnected:"), self._reason(), stay
            case Topic.REFUSED if code := self._shut_out:
                suspended = code == diagnosis_words.SHUT_OUT[0]
                first = self.tr("Account suspended:") if suspended else self.tr("This computer is not let in:")
                account = self._lost.account if self._lost is not None else ""
                return first, diagnosis_words.support_words(code, account), stay
            case Topic.REFUSED:
                return self.tr("Not signed in:"), self._reason(), stay
            case Topic.RECOVERED:
                waiting = self.tr("%n waiting message(s) are going out.", "", self._pending) if self._pending else ""
                return self.tr("Connected again."), waiting
            case Topic.HELD if self._held.code == OUT_OF_BALANCE:
                waiting = self.tr("%n message(s) wait and go out after a top-up.", "", self._pending)
                return self.tr("The balance is used up:"), waiting
            case Topic.HELD:
                title = gateway_error_words(self._held.code or 0).title
                waiting = self.tr("%n message(s) wait and go out by themselves.", "", self._pending)
                return self.tr("{reason}:", "why nothing goes out").format(reason=title), waiting
            case Topic.LOW_BALANCE:
                left, limit = (wording.number_words(number or 0) for number in (self._left, self._low_balance))
                words = self.tr("{left} messages left; you wanted to be told at {limit}. Top up in time.")
                return self.tr("The balance is low:"), words.format(left=left, limit=limit)

    def _store_words(self) -> tuple[str, ...]:
        error = self._store.error or StoreError()
        says, does = wording.error_lines(error)
        if isinstance(error, DamagedStoreError):
            return self.tr("{reason}:", "why nothing goes out").format(reason=says), does
        kept = self.tr("{reason}. What comes in is kept in memory and stored as soon as it is possible.")
        return self.tr("Messages cannot be stored on this computer:"), kept.format(reason=says)

    def _reason(self) -> str:
        lost = self._lost
        error = lost.error if lost is not None else None
        time = f"{self._lost_at.astimezone():%H:%M:%S}"
        if lost is None or error is None:
            return self.tr("the link to the gateway ended ({time}).").format(time=time)
        says = wording.error_lines(error)[0]
        if isinstance(error, GatewayError) and error.code in diagnosis_words.TOO_MANY:
            says = diagnosis_words.too_many_clause(lost.account)
        return self.tr("{reason} ({time}).", "why the link is gone, and since when").format(reason=says, time=time)

    def _refresh_countdown(self) -> None:
        runs: list[Run] = []
        if self._topic is Topic.DISCONNECTED and self._link.state in (LinkState.WAITING, LinkState.CONNECTING):
            left = seconds_until(self._link.retry_at, self._now()) if self._link.state is LinkState.WAITING else 0
            words = self.tr("Retry {attempt} in {seconds} s").replace("{attempt}", str(self._link.attempt))
            runs = _figure(words, left) if left else [Run(self.tr("Trying…"), "text_secondary")]
        elif self._topic is Topic.HELD and (left := seconds_until(self._held.retry_at, self._now())):
            runs = _figure(self.tr("Next try in {seconds} s"), left)
        self._countdown.say(*runs)
        self._countdown_room = max(self._countdown_room, self._countdown.natural_width)
        self._countdown.setMinimumWidth(self._countdown_room)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft fill."""
        if self._topic is not None:
            QPainter(self).fillRect(self.rect(), self._theme.colour(f"{_SOFT[self._topic]}_soft"))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._countdown_room = 0
        self._refresh_countdown()
        self._dress()

    def _dress(self) -> None:
        if self._topic is None:
            return
        theme = self._theme
        icons = {Topic.NOT_STORED: "database", Topic.RECOVERED: "resolve", Topic.LOW_BALANCE: "balance"}
        name = icons.get(self._topic, "link-off")
        if self._topic is Topic.HELD:
            name = "balance" if self._held.code == OUT_OF_BALANCE else "clock"
        color = theme.colour(_SOFT[self._topic])
        self._icon.setPixmap(theme.pixmap(name, theme.icon_size("action"), color, self.devicePixelRatioF()))
        self.update()


def _figure(words: str, seconds: int) -> list[Run]:
    """Make a figure stand still inside words that hold ``{seconds}``."""
    before, _, after = words.partition("{seconds}")
    return [
        Run(before, "text_secondary"),
        Run(str(seconds), strong=True, slot="8" * max(2, len(str(seconds)))),
        Run(after, "text_secondary"),
    ]
