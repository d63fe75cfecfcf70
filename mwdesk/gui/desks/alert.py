"""Tells of customers' messages nobody is looking at, again and again until they are read (PRODUCT, point 4)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import attrgetter, itemgetter

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from mwdesk.domain.alerting import AlertRules
from mwdesk.domain.events import Event, MessagesChanged
from mwdesk.domain.message import Conversation, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import for_display
from mwdesk.gui import desktop, wording
from mwdesk.gui.models.conversation_list_model import ConversationListModel, display_name
from mwdesk.gui.resources import resource_path
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.toast import Notice, Toast

FOREVER = datetime.max
_TICK_MS = 1000
_LATER_S = 600
_SOUND_GAP_S = 3
"""What comes in one after another sounds once."""
_NAMES_MOST = 60
"""No notice has room for more."""


def ring() -> None:
    """Play the sound of a new message.

    Qt's own players are in an add-on three times the size of this program; Windows plays a file by itself, and where
    nothing does, the system's beep has to do.
    """
    if not desktop.play(resource_path("sounds", "message.wav")):
        QApplication.beep()


def _calls(conversation: Conversation) -> bool:
    """Tell whether the last word is the customer's and nobody has read it."""
    mine = conversation.last_direction is Direction.OUT or conversation.last_at is None
    return bool(conversation.unread) and not (conversation.blocked or conversation.archived or mine)


def _unread_of(conversation: Conversation) -> list[Message]:
    """Stand in for messages the list knows only the number and the last of."""
    at = conversation.last_at or datetime.now(UTC)
    message = Message(0, conversation.phone, Direction.IN, conversation.last_text, at)
    return [message] * conversation.unread


def local_now() -> datetime:
    """Return the wall clock's time, without a zone."""
    return datetime.now()


class AlertDesk(QObject):
    """Keeps who has written and was not read, and when to tell of it next. Lives on the window's thread.

    While the system's own notices are in use, ``system_wanted`` asks for one; :meth:`take_system_words` tells
    what it says.
    """

    open_requested = Signal(object)
    """The conversation of a number is wanted."""
    quiet_changed = Signal()
    system_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        conversations: ConversationListModel,
        in_view: Callable[[PhoneNumber], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._in_view = in_view
        self.rules = AlertRules()
        self.system_usable = False
        """Whether the system has notices of its own to show."""
        self._contents_hidden = False
        self.now: Callable[[], datetime] = local_now
        self.clock: Callable[[], float] = time.monotonic
        self.ring: Callable[[], None] = ring
        self.toast = Toast(theme)
        self.quiet_until: datetime | None = None
        """End of what the operator chose by hand; :data:`FOREVER` until that is taken back."""
        self._unread: dict[PhoneNumber, list[Message]] = {}
        self._put_off: dict[PhoneNumber, float] = {}
        self._told: dict[PhoneNumber, None] = {}
        """Who is told of, in order; all of them are unread."""
        self._sample: Notice | None = None
        """Asked for in the settings, and not shown yet."""
        self._next_at = math.inf
        self._rang_at = -math.inf
        self._was_quiet = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)
        self.toast.opened.connect(self.open_told)
        self.toast.put_off.connect(self._on_toast_put_off)

    # Quiet

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing is to be shown or heard now."""
        now = self.now()
        by_hand = self.quiet_until is not None and now < self.quiet_until
        return by_hand or (self.rules.quiet is not None and now in self.rules.quiet)

    def be_quiet(self, length: timedelta | None) -> None:
        """Show and sound nothing for so long; None for until it is taken back, nothing at all for not any more."""
        self.quiet_until = FOREVER if length is None else self.now() + length if length else None
        self.look()

    def set_rules(self, rules: AlertRules) -> None:
        """Follow what the operator chose from now on."""
        self.rules = rules
        if rules.toast != "own":
            self.toast.hide()
        if not rules.repeat_min:
            self._next_at = math.inf
        self.look()

    def hide_contents(self, hidden: bool) -> None:
        """Show nothing of any message while the window is locked."""
        self._contents_hidden = hidden
        if self.toast.isVisible() and self._told:
            self.toast.present(self._notice())

    # What comes and what is read

    def take_over(self, conversations: Iterable[Conversation], *, seen: bool) -> None:
        """Begin with what was unread before; due at once, or if the list is ``seen`` when it would be told again."""
        self._unread = {each.phone: _unread_of(each) for each in conversations if _calls(each)}
        self._told.clear()
        self._put_off.clear()
        self.toast.hide()
        wait_s = self.rules.repeat_min * 60 or math.inf if seen else 0
        self._next_at = self.clock() + wait_s if self._unread else math.inf
        self.look()

    @Slot(object)
    def on_event(self, event: Event) -> None:
        """Take note of what came and of what was read."""
        if not isinstance(event, MessagesChanged):
            return
        for conversation in event.conversations:
            if not conversation.unread or conversation.blocked:
                self._forget(conversation.phone)
        came: dict[PhoneNumber, list[Message]] = {}
        for message in event.added:
            if message.direction is Direction.IN:
                came.setdefault(message.phone, []).append(message)
        new: dict[PhoneNumber, None] = {}
        for phone, messages in came.items():
            if self._concerns(phone):
                self._unread.setdefault(phone, []).extend(messages)
                self._put_off.pop(phone, None)
                new[phone] = None
        if new:
            self._tell(self._told | new if self.toast.isVisible() else new)
        self._run()

    def _concerns(self, phone: PhoneNumber) -> bool:
        conversation = self._conversations.conversation(phone)
        return conversation is not None and not conversation.blocked and not self._in_view(phone)

    def _forget(self, phone: PhoneNumber) -> None:
        self._unread.pop(phone, None)
        self._put_off.pop(phone, None)
        if phone in self._told:
            del self._told[phone]
            if not self._told:
                self.toast.hide()
            elif self.toast.isVisible():
                self.toast.present(self._notice())

    # Telling

    @Slot()
    def look(self) -> None:
        """Tell again what is due; called every second while something is unread."""
        quiet, over = self.is_quiet, self.quiet_until is not None and self.quiet_until <= self.now()
        if over:  # the daily hours may hold on
            self.quiet_until = None
        if over or quiet != self._was_quiet:
            self._was_quiet = quiet
            self.quiet_changed.emit()
            if quiet:
                self.toast.hide()
        clock = self.clock()
        for phone in [phone for phone, until in self._put_off.items() if until <= clock]:
            del self._put_off[phone]
            self._next_at = clock
        if clock >= self._next_at:
            self._tell(dict.fromkeys(phone for phone in self._unread if phone not in self._put_off))
        self._run()

    def _tell(self, phones: dict[PhoneNumber, None]) -> None:
        """Tell of what these numbers wrote, all of it unread, or be due as soon as it is quiet no more."""
        self._told = phones
        if not self._told:
            self._next_at = math.inf
            return
        clock = self.clock()
        if self.is_quiet:
            self._next_at = clock
            return
        self._next_at = clock + self.rules.repeat_min * 60 if self.rules.repeat_min else math.inf
        if self.rules.sound and clock >= self._rang_at + _SOUND_GAP_S:
            self._rang_at = clock
            self.ring()
        self._show()

    def _show(self) -> None:
        if self.rules.toast == "system" and self.system_usable:
            self.system_wanted.emit()
        elif self.rules.toast != "off":
            self.show_toast()

    @Slot()
    def show_sample(self) -> None:
        """Sound and show what a message would by the rules in force, quiet or not."""
        if self.rules.sound:
            self.ring()
        at = wording.clock_words(datetime.now(UTC))
        self._sample = self._private_notice(at)
        if not self.rules.private:
            self._sample = Notice(self.tr("A customer"), self.tr("This is how a new message is told."), at)
        self._show()

    def take_system_words(self) -> tuple[str, str] | None:
        """Return a title and a text for the system's own notice; None if nothing is to be told any more."""
        notice = self._take_notice()
        return None if notice is None else (f"{notice.title} {notice.number}".rstrip(), notice.text)

    @Slot()
    def show_toast(self) -> None:
        """Tell it on a notice of our own, unless that has become needless."""
        notice = self._take_notice()
        if notice is not None:
            self.toast.present(notice)

    def _take_notice(self) -> Notice | None:
        sample, self._sample = self._sample, None
        if sample is not None:
            return sample
        return self._notice() if self._told and not self.is_quiet else None

    def _private_notice(self, at: str) -> Notice:
        return Notice(self.tr("New message"), self.tr("The preview is off; open it to read."), at)

    def _notice(self) -> Notice:
        unread = [self._unread[phone] for phone in self._told]
        newest = max(map(itemgetter(-1), unread), key=attrgetter("row_id", "created_at"))
        at = wording.clock_words(newest.created_at)
        if self.rules.private or self._contents_hidden:
            return self._private_notice(at)
        names = [self._name(phone) for phone in islice(self._told, _NAMES_MOST)]
        messages = sum(map(len, unread))
        if len(names) > 1:
            title = wording.fill(self.tr("%1 customers wrote, %2 messages"), len(unread), messages)
            return Notice(title, self.tr(", ", "between customers' names").join(names), at, several=True)
        conversation = self._conversations.conversation(newest.phone)
        name = "" if conversation is None else conversation.name
        number = newest.phone.grouped if names[0] != newest.phone.grouped else ""
        text = for_display(newest.text)
        if messages > 1:
            text = wording.fill(self.tr("%1 new, the latest: %2"), messages, text)
        return Notice(names[0], text, at, number, newest.phone, name)

    def _name(self, phone: PhoneNumber) -> str:
        conversation = self._conversations.conversation(phone)
        return phone.grouped if conversation is None else display_name(conversation)

    # What the operator does about it

    @Slot()
    def open_told(self) -> None:
        """Open the conversation told of last; of several the one that came first."""
        if self._told:
            self.open_requested.emit(next(phone for phone in self._unread if phone in self._told))

    @Slot()
    def _on_toast_put_off(self) -> None:
        until = self.clock() + _LATER_S
        self._put_off.update(dict.fromkeys(self._told, until))

    def _run(self) -> None:
        # Quiet time that ends is a change to be seen, with or without anything unread.
        if self._unread or self.quiet_until is not None or self.rules.quiet is not None:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def end(self) -> None:
        """Tell nothing any more, whatever answer is still to come from the system."""
        self._timer.stop()
        self._told.clear()
        self._unread.clear()
        self.toast.hide()
        self.toast.deleteLater()
