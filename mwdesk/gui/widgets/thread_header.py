"""The head of a thread: who it is, how long they have waited, and what can be done about it (DESIGN, section 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import Carrier
from mwdesk.gui import marks_words, painting, wording
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.theme import Theme

_AVATAR_GAP = 12
_NAME_GAP = 8
_TIME_GAP = 20
_CLOCK_GAP = 3
_BUTTON_MARGIN = 12
_BUTTON_GAP = 12
_PADDING = 8
_NARROW_BELOW = 480
_NARROW_MARGIN = 12
_NARROW_GAP = 4
_NAME_LEAST = "方" * 8
"""What of a name stands whole before the word beside the waiting time does."""
_WORDLESS_BELOW = 560
_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400


class ThreadHeader(QWidget):
    """Avatar, name, number, carrier by prefix, waiting time by the second; buttons for the whole conversation."""

    find_requested = Signal()
    mark_requested = Signal(str)
    """``resolve`` or ``snooze``: the act was asked for."""
    more_requested = Signal()
    card_requested = Signal(bool)
    """The card is to be shown, or to go."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._conversation: Conversation | None = None
        self._resolve_icon = "resolve"
        self.resolve_button = self._icon_button("", "")
        self.resolve_button.clicked.connect(self._on_resolve_button_clicked)
        self._resolve_key = ""
        self.snooze_button = self._icon_button(self.tr("Snooze"), "")
        self.snooze_button.clicked.connect(self._on_snooze_button_clicked)
        find = self.tr("Find in this conversation")
        self.find_button = self._icon_button(find, find)
        self.find_button.clicked.connect(self.find_requested)
        self.card_button = self._icon_button(self.tr("Contact card"), self.tr("Contact card"))
        self.card_button.setCheckable(True)
        self.card_button.clicked.connect(self.card_requested)
        self.card_button.toggled.connect(self._on_theme_changed)
        self.more_button = self._icon_button(self.tr("More"), self.tr("More"))
        self.more_button.clicked.connect(self.more_requested)
        self._ticker = QTimer(self)
        self._ticker.setInterval(theme.motion_ms("waiting_refresh_ms"))
        self._ticker.timeout.connect(self.update)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_conversation(self, conversation: Conversation) -> None:
        """Show who the thread is with."""
        self._conversation = conversation
        state = marks_words.state_words(conversation, self._now())
        who = f"{painting.single_line(conversation.name)} {conversation.phone.grouped}".strip()
        self.setAccessibleName(wording.listing((who, state)))
        resolve = marks_words.entry("resolve", conversation)
        self.resolve_button.setAccessibleName(resolve.words)
        self.resolve_button.setToolTip(self._with_key(resolve.words, self._resolve_key))
        self._resolve_icon = resolve.icon
        self._set_icon(self.resolve_button, resolve.icon)
        if conversation.is_waiting:
            self._ticker.start()
        else:
            self._ticker.stop()
        self.update()

    def set_keys(self, resolve: str, snooze: str) -> None:
        """Name the keys in force beside what the buttons do."""
        self._resolve_key = resolve
        self.resolve_button.setToolTip(self._with_key(self.resolve_button.accessibleName(), resolve))
        self.snooze_button.setToolTip(self._with_key(self.snooze_button.accessibleName(), snooze))

    def _with_key(self, words: str, key: str) -> str:
        return wording.fill(self.tr("%1 (%2)"), words, key) if key else words

    def set_card_open(self, shown: bool) -> None:
        """Tell whether the card is shown; nothing is asked for by that."""
        self.card_button.setChecked(shown)

    @property
    def is_narrow(self) -> bool:
        """Tell whether snooze and find stand in the menu for want of room."""
        return self.width() < _WORDLESS_BELOW

    def waiting_text(self) -> str:
        """Return how long the customer has waited, to the second; without the word where it would cut the name."""
        waited_s = self._waited_s()
        if waited_s is None:
            return ""
        figures = clock_figures(waited_s)
        words = wording.fill(self.tr("waiting %1"), figures)
        return figures if self.is_narrow or not self._has_room(words, waited_s) else words

    def _has_room(self, words: str, waited_s: float) -> bool:
        """Tell whether the number, and enough of the name, stand beside these words."""
        if self._conversation is None:
            return True
        _, font = painting.waiting_look(self._theme, waited_s)
        title = QFontMetricsF(self._theme.font("title"))
        name = title.horizontalAdvance(painting.single_line(self._conversation.name))
        who = min(name, title.horizontalAdvance(_NAME_LEAST)) + _NAME_GAP + self._number_width()
        beside = QFontMetricsF(font).horizontalAdvance(words) + 1 + _CLOCK_GAP + self._theme.icon_size("tick")
        return self._name_left() + who + 2 * _TIME_GAP + beside <= self.resolve_button.x()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the edge."""
        super().resizeEvent(event)
        x = self.width() - _BUTTON_MARGIN
        gap = _NARROW_GAP if self.width() < _NARROW_BELOW else _BUTTON_GAP
        self.snooze_button.setVisible(not self.is_narrow)
        self.find_button.setVisible(not self.is_narrow)
        order = (self.more_button, self.card_button, self.find_button, self.snooze_button, self.resolve_button)
        for button in order:
            if button.isHidden():
                continue
            x -= button.width()
            button.move(x, (self.height() - button.height()) // 2)
            x -= gap

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the right; the number is never elided, the name is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.fillRect(self.rect(), t.surface)
        line = painting.hairline_width(self.devicePixelRatioF())
        painting.draw_horizontal_hairline(painter, 0, self.width(), self.height() - line, t.border)
        conversation = self._conversation
        if conversation is None:
            return
        edge = self._theme.size("avatar_header")
        x = self._name_left()
        avatar = QRectF(x - _AVATAR_GAP - edge, (self.height() - edge) / 2, edge, edge)
        painting.draw_avatar(painter, self._theme, avatar, conversation.name, conversation.phone)
        line_1, line_2 = self._theme.line_height("title"), self._theme.line_height("small")
        right = self._paint_right(painter, float(self.resolve_button.x()))
        first = QRectF(x, (self.height() - line_1 - line_2) / 2, right - x, line_1)
        second = QRectF(x, first.bottom(), right - x, line_2)

        number, body, title = conversation.phone.grouped, self._theme.font("body"), self._theme.font("title")
        number_width = self._number_width()
        if name := painting.single_line(conversation.name):
            metrics = QFontMetricsF(title)
            name = painting.elided(name, metrics, first.width() - number_width - _NAME_GAP)
            name = "" if name == "…" else name
            painting.draw_text(painter, first, name, title, t.text_primary)
            first.setLeft(x + (metrics.horizontalAdvance(name) + _NAME_GAP if name else 0))
        first.setWidth(number_width)
        painting.draw_text(painter, first, number, body, t.text_primary)
        carrier = self._carrier_words(conversation.phone.carrier)
        words = wording.fill(self.tr("%1 · %2"), carrier, wording.count_words(conversation.message_count))
        small = QFontMetricsF(self._theme.font("small"))
        words = words if small.horizontalAdvance(words) <= second.width() else carrier  # the count gives way
        painting.draw_text(painter, second, words, self._theme.font("small"), t.text_secondary)

    def _name_left(self) -> float:
        margin = _NARROW_MARGIN if self.width() < _NARROW_BELOW else self._theme.size("thread_margin")
        return margin + self._theme.size("avatar_header") + _AVATAR_GAP

    def _number_width(self) -> float:
        number = self._conversation.phone.grouped if self._conversation is not None else ""
        return QFontMetricsF(self._theme.font("body")).horizontalAdvance(number) + 1

    def _paint_right(self, painter: QPainter, right: float) -> float:
        """Paint clock and waiting time, or why it does not wait; return where the name must end."""
        waited_s = self._waited_s()
        conversation = self._conversation
        state = marks_words.state_of(conversation, self._now()) if conversation is not None else None
        if waited_s is not None:
            icon, text = "clock", self.waiting_text()
            colour, font = painting.waiting_look(self._theme, waited_s)
        elif state is not None:
            icon, text = state.icon, "" if self.is_narrow else state.words
            colour, font = self._theme.tokens.text_secondary, self._theme.font("small")
        else:
            return right - _NAME_GAP
        right -= _TIME_GAP
        left = right - QFontMetricsF(font).horizontalAdvance(text) - 1
        band = QRectF(left, 0, right - left, self.height())
        painting.draw_text(painter, band, text, font, colour, Qt.AlignmentFlag.AlignRight)
        px = self._theme.icon_size("tick")
        left -= _CLOCK_GAP + px
        painting.draw_icon(painter, self._theme, icon, px, colour, left, (self.height() - px) / 2)
        return left - (_BUTTON_GAP if self.width() < _NARROW_BELOW else _TIME_GAP)

    def _icon_button(self, name: str, tooltip: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "icon")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(self._theme.size("icon_button"), self._theme.size("icon_button"))
        button.setAccessibleName(name)
        button.setToolTip(tooltip)
        return button

    def _waited_s(self) -> float | None:
        since = self._conversation.waiting_since if self._conversation is not None else None
        return None if since is None else (self._now() - since).total_seconds()

    def _carrier_words(self, carrier: Carrier) -> str:
        return {
            Carrier.MOBILE: self.tr("Prefix: China Mobile"),
            Carrier.UNICOM: self.tr("Prefix: China Unicom"),
            Carrier.PHS: self.tr("Prefix: PHS"),
            Carrier.UNLISTED: self.tr("Prefix not in the carriers' table"),
        }[carrier]

    def _set_icon(self, button: QPushButton, icon: str) -> None:
        px = self._theme.icon_size("action")
        tokens = self._theme.tokens
        button.setIcon(self._theme.icon(icon, tokens.link if button.isChecked() else tokens.text_secondary))
        button.setIconSize(QSize(px, px))

    @Slot()
    def _on_resolve_button_clicked(self) -> None:
        self.mark_requested.emit("resolve")

    @Slot()
    def _on_snooze_button_clicked(self) -> None:
        self.mark_requested.emit("snooze")

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(header_height(self._theme))
        for button, icon in (
            (self.resolve_button, self._resolve_icon),
            (self.snooze_button, "snooze"),
            (self.find_button, "search"),
            (self.card_button, "card"),
            (self.more_button, "more"),
        ):
            self._set_icon(button, icon)
        self.update()


def header_height(theme: Theme) -> int:
    """Return the height of a thread's head: two lines of text and what stands above and below them."""
    return theme.line_height("title") + theme.line_height("small") + 2 * _PADDING


def clock_figures(seconds: float) -> str:
    """Write a running time: minutes and seconds, from an hour on with the hours, from a day on in words."""
    whole = max(0, int(seconds))
    if whole >= _DAY_S:
        return wording.waiting_words(whole)
    hours, rest = divmod(whole, _HOUR_S)
    minutes, second = divmod(rest, _MINUTE_S)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes:02}:{second:02}"
