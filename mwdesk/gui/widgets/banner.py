"""The banner above everything when the link is gone: why, what happens to messages, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mwdesk.domain.events import LinkChanged, LinkState
from mwdesk.gui import wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.status_bar import seconds_until, utc_now
from mwdesk.gui.widgets.words import Run, Sentence

GRACE_MS = 5000
RECOVERED_MS = 3000


class ConnectionBanner(QWidget):
    """Hidden while all is well; shown after five seconds without a link, at once when the account is refused."""

    retry_requested = Signal()
    sign_in_requested = Signal()
    diagnosis_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._link = LinkChanged(LinkState.SIGNED_OUT)
        self._lost: LinkChanged | None = None
        self._lost_at = now()
        self._pending = 0
        self._recovered = False
        self.setFixedHeight(theme.size("banner"))
        self._icon = QLabel(self)
        self._words = Sentence(theme, "list", self)
        self._countdown = Sentence(theme, "list", self)
        self.diagnosis_button = SmallButton(theme, self.tr("Copy diagnosis"), parent=self)
        self.retry_button = SmallButton(theme, self.tr("Try now"), parent=self)
        self.sign_in_button = SmallButton(theme, self.tr("Sign in…"), parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._countdown)
        for button in (self.diagnosis_button, self.retry_button, self.sign_in_button):
            layout.addWidget(button)
        self._grace = self._make_timer(GRACE_MS, single=True)
        self._grace.timeout.connect(self._on_grace_timeout)
        self._gone = self._make_timer(RECOVERED_MS, single=True)
        self._gone.timeout.connect(self._on_gone_timeout)
        self._tick = self._make_timer(1000, single=False)
        self._tick.timeout.connect(self._on_tick_timeout)
        self.diagnosis_button.clicked.connect(self.diagnosis_requested)
        self.retry_button.clicked.connect(self._on_retry_clicked)
        self.sign_in_button.clicked.connect(self.sign_in_requested)
        theme.changed.connect(self._on_theme_changed)
        self.hide()
        self._refresh()

    @property
    def words(self) -> str:
        """The sentence."""
        return self._words.text()

    @property
    def countdown(self) -> str:
        """What stands before the buttons."""
        return self._countdown.text()

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
    def set_link(self, event: LinkChanged) -> None:
        """Follow the link."""
        self._link = event
        match event.state:
            case LinkState.CONNECTED:
                self._on_connected()
            case LinkState.REFUSED:
                self._lose(event)
                self._appear()
            case LinkState.WAITING:
                self._lose(event)
                if self.isHidden() and not self._grace.isActive():
                    self._grace.start()
            case LinkState.SIGNED_OUT:
                self._lost = None
                self._stop()
                self.hide()
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
        if self._recovered:  # Lost again while it still said "back": the five seconds begin anew.
            self._recovered = False
            self._gone.stop()
            self.hide()
        self._lost = event

    def _on_connected(self) -> None:
        was_shown = not self.isHidden() and self._lost is not None
        self._lost = None
        self._grace.stop()
        self._tick.stop()
        if was_shown:
            self._recovered = True
            self._gone.start()
            self._refresh()
            self._announce()

    def _appear(self) -> None:
        self._grace.stop()
        self.show()
        self._tick.start()
        self._refresh()
        self._announce()

    def _stop(self) -> None:
        for timer in (self._grace, self._gone, self._tick):
            timer.stop()
        self._recovered = False

    @Slot()
    def _on_grace_timeout(self) -> None:
        if self._lost is not None:
            self._appear()

    @Slot()
    def _on_gone_timeout(self) -> None:
        self._recovered = False
        self.hide()

    @Slot()
    def _on_tick_timeout(self) -> None:
        self._refresh_countdown()

    @Slot()
    def _on_retry_clicked(self) -> None:
        self.retry_button.setEnabled(False)  # Until the link says something new.
        self.retry_requested.emit()

    def _refresh(self) -> None:
        refused = self._link.state is LinkState.REFUSED
        self.sign_in_button.setVisible(refused and not self._recovered)
        self.retry_button.setVisible(not refused and not self._recovered)
        self.retry_button.setEnabled(self._link.state is LinkState.WAITING)
        self.diagnosis_button.setVisible(not self._recovered)
        if self._recovered:
            first = self.tr("Connected again.")
            rest = self.tr("%n waiting message(s) are going out.", "", self._pending) if self._pending else ""
        elif refused:
            first = self.tr("Not signed in:")
            rest = wording.sentences(self._reason(), self.tr("Messages you write stay on this computer."))
        else:
            first = self.tr("Disconnected:")
            stay = self.tr("Replies stay on this computer and go out in order once it is back.")
            rest = wording.sentences(self._reason(), stay)
        plain = wording.sentences(first, rest)
        self._words.say(Run(first, strong=True), Run(plain.removeprefix(first)))
        self.setAccessibleName(plain)
        self._refresh_countdown()
        self._on_theme_changed()

    def _reason(self) -> str:
        error = self._lost.error if self._lost is not None else None
        time = f"{self._lost_at.astimezone():%H:%M:%S}"
        if error is None:
            return self.tr("the link to the gateway ended ({time}).").format(time=time)
        says = wording.error_lines(error)[0]
        return self.tr("{reason} ({time}).", "why the link is gone, and since when").format(reason=says, time=time)

    def _refresh_countdown(self) -> None:
        runs: list[Run] = []
        if not self._recovered and self._link.state in (LinkState.WAITING, LinkState.CONNECTING):
            left = seconds_until(self._link.retry_at, self._now()) if self._link.state is LinkState.WAITING else 0
            if left:
                before, _, after = self.tr("Retry {attempt} in {seconds} s").partition("{seconds}")
                before = before.format(attempt=self._link.attempt)
                runs = [
                    Run(before, "text_secondary"),
                    Run(str(left), strong=True, slot="8" * max(2, len(str(left)))),
                    Run(after, "text_secondary"),
                ]
            else:
                runs = [Run(self.tr("Trying…"), "text_secondary")]
        self._countdown.say(*runs)
        self._countdown.setVisible(bool(runs))

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft fill."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("success_soft" if self._recovered else "danger_soft"))

    @Slot()
    def _on_theme_changed(self) -> None:
        theme, tokens = self._theme, self._theme.tokens
        name, color = ("resolve", tokens.success) if self._recovered else ("link-off", tokens.danger)
        self._icon.setPixmap(theme.pixmap(name, theme.icon_size("action"), color, self.devicePixelRatioF()))
        self.update()
