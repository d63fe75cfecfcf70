"""The open thread: its head, its messages and the composer, and what their owner asks the background for."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mwdesk.domain.events import MessagesChanged
from mwdesk.domain.message import DeliveryState, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import MwDeskError
from mwdesk.gui import announcing, wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.reading import ReadingDesk
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.models.thread_model import WINDOW_ROWS, EvidenceRole, ThreadModel
from mwdesk.gui.painting import single_line
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.composer import Composer
from mwdesk.gui.widgets.find_bar import FindBar
from mwdesk.gui.widgets.resend_question import ResendQuestion
from mwdesk.gui.widgets.thread_header import ThreadHeader
from mwdesk.gui.widgets.thread_view import ThreadView

if TYPE_CHECKING:
    from mwdesk.domain.canned import CannedReply
    from mwdesk.messaging.service import MessagingService

_UNPAINTED_MS = 50
"""How long another conversation may be painted late, so that it is painted once and with its messages."""
_PAGE = 30
"""As many as fill a window of usual height; the view asks for more where it is higher."""
_OLDER_PAGE = 20
"""As many as are laid out without a frame taking long; who scrolls on is given the next ones."""
_AROUND = 80


class Place(NamedTuple):
    """What was open, and the message at the top of it; None at its end."""

    phone: PhoneNumber | None
    top_row: int | None


class ThreadDesk(QWidget):
    """One conversation at a time, read from the store and written to."""

    noticed = Signal(str)
    """A sentence for the operator."""
    details_requested = Signal(object, object, object)
    """All that is known of a message is wanted: the message, its place in the window, its evidence or None."""
    shown = Signal()
    """Another conversation is open."""
    open_requested = Signal(object)
    """The composer leads to another number: open it, and choose it in the list."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        conversations: ConversationListModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bridge = bridge
        self._service = service
        self._conversations = conversations
        self._find_text, self._find_typed = "", False
        self._hits: list[int] = []
        self._hit = 0
        self._before_find: Place | None = None
        self._meanwhile: list[tuple[list[Message], list[Message]]] = []
        """What came and what changed while a page is being read, which may not know of it."""
        self._readings = 0
        self._wish = 0
        """Counts the pages the reader wanted to see: one that comes after a later one was wanted is not shown."""
        self._paint_timer = QTimer(self)
        self._paint_timer.setSingleShot(True)
        self._paint_timer.setInterval(_UNPAINTED_MS)
        self._paint_timer.timeout.connect(self._paint_now)
        self._going_again: set[int] = set()
        """The rows that are to be sent again as they are, until the store has answered."""
        self.operator_name = ""
        """What canned replies say for the operator."""
        self.phone: PhoneNumber | None = None
        """Whose thread is open."""
        self.messages = ThreadModel(self)
        self.header = ThreadHeader(theme, self)
        self.find_bar = FindBar(theme, self)
        self.view = ThreadView(theme, self.messages, self)
        self.composer = Composer(theme, self)
        self.reading = ReadingDesk(theme, bridge, service, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.find_bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.composer)

        self.header.find_requested.connect(self.start_find)
        self.find_bar.text_changed.connect(self._on_find_bar_text_changed)
        self.find_bar.step_requested.connect(self._step)
        self.find_bar.left.connect(self._on_find_bar_left)
        self.find_bar.closed.connect(self.close_find)
        self.view.older_requested.connect(self._on_view_older_requested)
        self.view.newer_requested.connect(self._on_view_newer_requested)
        self.view.newest_requested.connect(self._on_view_newest_requested)
        self.view.end_reached.connect(self.mark_read)
        self.view.copied.connect(self._on_view_copied)
        self.view.action_requested.connect(self._on_view_action_requested)
        self.composer.send_requested.connect(self._on_composer_send_requested)
        self.composer.draft_changed.connect(self._on_composer_draft_changed)
        self.composer.held_changed.connect(self._on_composer_held_changed)
        self.composer.next_requested.connect(self._on_composer_next_requested)
        self.composer.open_requested.connect(self.open_requested)
        self.composer.canned_wanted.connect(self._on_composer_canned_wanted)
        self.composer.canned_used.connect(self._on_composer_canned_used)
        self.composer.inserts.values = self._blank_values

    def open_phone(self, phone: PhoneNumber, *, take_focus: bool, load: bool = True) -> bool:
        """Open a number's thread at its end and tell whether there is one; without ``load`` its messages come later.

        The composer keeps what was written to the number before as its draft.
        """
        conversation = self._conversations.conversation(phone)
        if conversation is None:
            return False
        if phone == self.phone:
            self.composer.setFocus()
            return True
        self.phone = phone
        self._wish += 1
        self._meanwhile.clear()
        self.setUpdatesEnabled(False)
        self._paint_timer.start()
        if load:
            self._load(phone, conversation.unread, take_focus=take_focus)
        self._conversations.set_current(phone)
        self.composer.set_recipient(phone, conversation.draft)
        self._refresh_header()
        self.shown.emit()
        self.close_find()
        self.messages.reset([], 0)
        return True

    def read_again(self) -> None:
        """Show the open thread as it is stored now; what is being written stays."""
        self.close_find()
        self.composer.forget_drafts()
        self.messages.reset([], 0)
        self._on_view_newest_requested()

    def show_changes(self, event: MessagesChanged) -> None:
        """Show what came or changed in the open thread."""
        if self.phone is None:
            return
        added = [message for message in event.added if message.phone == self.phone]
        changed = [message for message in event.changed if message.phone == self.phone]
        said = announcing.news_words(self.messages, added, changed)
        if self.messages.open_end:
            self.view.count_unseen(added)
        self.messages.append(added)
        self.messages.update(changed)
        if self._readings:
            self._meanwhile.append((added, changed))
        for words in said:
            announcing.announce(self.view, words)
        if any(message.state is DeliveryState.UNKNOWN for message in changed):
            self.refresh_evidence()
        self._refresh_header()
        self.mark_read()

    @Slot()
    def mark_read(self) -> None:
        """Note the thread as read if its end is in view, in the window being worked in, and no page lies over it."""
        if self.phone is None or not self.isActiveWindow() or not (self.view.isVisible() and self.view.at_end):
            return
        conversation = self._conversations.conversation(self.phone)
        if conversation is not None and conversation.unread:
            self._bridge.send(self._service.mark_read(self.phone))

    def _clear_unread_mark(self, phone: PhoneNumber) -> None:
        """What the operator himself marked unread is so until he opens it again, not until he looks up."""
        conversation = self._conversations.conversation(phone)
        if conversation is not None and conversation.marked_unread:
            self._bridge.send(self._service.mark_read(phone))

    def copy_number(self, phone: PhoneNumber | None = None) -> None:
        """Put a number on the clipboard, the open one unless another is named."""
        phone = phone or self.phone
        if phone is not None:
            QGuiApplication.clipboard().setText(phone.digits)
            self.noticed.emit(wording.fill(self.tr("%1 was copied."), phone.grouped))

    def _refresh_header(self) -> None:
        conversation = self._conversations.conversation(self.phone) if self.phone is not None else None
        if conversation is not None:
            self.header.show_conversation(conversation)
            self.view.customer = single_line(conversation.name) or conversation.phone.grouped

    def _load(self, phone: PhoneNumber, unread: int, *, take_focus: bool) -> None:
        """Read the newest page; it is fetched while the window paints what is known already."""
        self._wish += 1
        self._begin_reading()
        limit = max(_PAGE, min(unread + 10, WINDOW_ROWS))
        page = self._bridge.call(self._service.thread(phone, None, limit))
        self._bridge.start(self._show_newest(self._wish, phone, unread, page, take_focus))

    async def _show_newest(
        self, wish: int, phone: PhoneNumber, unread: int, page: Awaitable[list[Message]], take_focus: bool
    ) -> None:
        try:
            messages = await page
        finally:
            self._readings -= 1
        if wish == self._wish:
            self._show_page(messages, unread)
            self.view.jump_to_newest()
            self._paint_now()
            self.mark_read()
            self._clear_unread_mark(phone)
            self.refresh_evidence()
            if take_focus:
                self.composer.setFocus()

    @Slot()
    def _paint_now(self) -> None:
        """Paint what is shown now: the page, or that it is not there yet."""
        self._paint_timer.stop()
        self.setUpdatesEnabled(True)

    def _begin_reading(self) -> None:
        """From here on keep what comes; whoever reads takes one off ``_readings`` and shows the page at once."""
        if not self._readings:
            self._meanwhile.clear()
        self._readings += 1

    def _show_page(self, messages: list[Message], unread: int = 0, *, open_end: bool = False) -> None:
        """Show what was read, and on it what happened while it was being read."""
        self.messages.reset(messages, unread, open_end=open_end)
        for added, changed in self._meanwhile:
            self.messages.append(added)
            self.messages.update(changed)

    @Slot()
    def _on_view_older_requested(self) -> None:
        oldest = self.messages.oldest
        if self.phone is not None and oldest is not None:
            self._bridge.start(self._load_older(self.phone, oldest.row_id))

    async def _load_older(self, phone: PhoneNumber, row_id: int) -> None:
        try:
            messages = await self._bridge.call(self._service.thread(phone, row_id, _OLDER_PAGE))
        except MwDeskError:
            self.view.take_no_page()
            raise
        if phone != self.phone:
            return
        oldest = self.messages.oldest
        # Meanwhile the reader may have gone elsewhere in the thread: between the two something would be missing.
        if oldest is None or oldest.row_id != row_id:
            self.view.take_no_page()
        else:
            self.messages.prepend(messages)

    @Slot()
    def _on_view_newer_requested(self) -> None:
        newest = self.messages.newest
        if self.phone is not None and newest is not None:
            self._bridge.start(self._load_newer(self.phone, newest.row_id))

    async def _load_newer(self, phone: PhoneNumber, row_id: int) -> None:
        try:
            messages, more = await self._bridge.call(self._service.thread_after(phone, row_id, _PAGE))
        except MwDeskError:
            self.view.take_no_page()
            raise
        if phone != self.phone:
            return
        newest = self.messages.newest
        if not self.messages.open_end or newest is None or newest.row_id != row_id:
            self.view.take_no_page()
        else:
            self.messages.extend(messages, open_end=more)
            self.refresh_evidence()

    @Slot()
    def _on_view_newest_requested(self) -> None:
        if self.phone is not None:
            conversation = self._conversations.conversation(self.phone)
            unread = 0 if conversation is None else conversation.unread
            self._load(self.phone, unread, take_focus=False)

    # Writing

    @Slot(object, object, object)
    def _on_composer_send_requested(
        self, phone: PhoneNumber, texts: tuple[str, ...], repaired: tuple[int, ...]
    ) -> None:
        self._conversations.let_go(phone)
        self._bridge.start(self._send(phone, texts, repaired, self.composer.draft(phone)))

    async def _send(self, phone: PhoneNumber, texts: tuple[str, ...], repaired: tuple[int, ...], draft: str) -> None:
        try:
            await self._bridge.call(self._service.send(phone, texts, repaired, draft))
        except MwDeskError:
            self.composer.restore(phone, texts)
            self._conversations.take_back(phone)
            raise
        self.composer.accepted(phone, texts)
        if phone == self.phone:
            self.messages.clear_marker()  # who answers has read what is new
            self.view.jump_to_newest()

    @Slot(object, str)
    def _on_composer_draft_changed(self, phone: PhoneNumber, text: str) -> None:
        self._bridge.send(self._service.save_draft(phone, text))

    @Slot(object, str)
    def _on_composer_held_changed(self, phone: PhoneNumber, text: str) -> None:
        if text:
            self._conversations.hold(phone, text)
        else:
            self._conversations.take_back(phone)

    @Slot(object)
    def _on_composer_next_requested(self, besides: PhoneNumber) -> None:
        self.go_to_longest_waiting(besides)

    def go_to_longest_waiting(self, besides: PhoneNumber) -> None:
        """Have the one opened who has waited longest, not counting one number and whoever is being answered."""
        conversation = self._conversations.longest_waiting({besides, *self.composer.under_way})
        if conversation is None:
            self.noticed.emit(self.tr("Nobody else is waiting."))
        else:
            self.open_requested.emit(conversation.phone)

    @Slot()
    def _on_composer_canned_wanted(self) -> None:
        self._bridge.start(self._load_canned())

    async def _load_canned(self) -> None:
        self.composer.set_canned(await self._bridge.call(self._service.canned_replies()))

    @Slot(object)
    def _on_composer_canned_used(self, reply: CannedReply) -> None:
        self._bridge.send(self._service.used_canned_reply(reply.row_id))

    def _blank_values(self) -> dict[str, str]:
        phone = self.composer.recipient
        conversation = self._conversations.conversation(phone) if phone is not None else None
        now = datetime.now().astimezone()
        return {
            "name": conversation.name if conversation is not None else "",
            "number": phone.digits if phone is not None else "",
            "today": wording.date_words(now.date(), now.date()),
            "time": f"{now:%H:%M}",
            "me": self.operator_name,
        }

    @Slot(int)
    def _on_view_copied(self, count: int) -> None:
        if count > 1:
            self.noticed.emit(self.tr("%n message(s) copied, with time and sender.", "", count))

    @Slot(str, object)
    def _on_view_action_requested(self, action: str, message: Message) -> None:
        if action == "show_all":
            self.reading.show_whole(message)
            return
        if action != "details":
            self.act(action, message)
            return
        row = self.messages.row_of.get(message.row_id)
        if row is not None:
            index = self.messages.index(row, 0)
            place = self.view.details_place(index)
            self.details_requested.emit(message, place, index.data(EvidenceRole))

    # Finding in the thread

    def place(self) -> Place:
        """Return what is open and where it is read."""
        return Place(self.phone, self.view.top_row())

    @Slot(object)
    def return_to(self, place: Place) -> None:
        """Open again what was open, where it was read."""
        self.close_find()
        if place.phone is None:
            return
        if place.phone != self.phone:
            self.open_phone(place.phone, take_focus=False, load=place.top_row is None)
        elif place.top_row is None and self._readings:  # or else a hit that is still being read comes after it
            self._on_view_newest_requested()
        elif place.top_row is None and (self.messages.has_later or not self.view.at_end):
            self.view.jump_to_newest()
        if place.top_row is not None:
            self._bridge.start(self.show_around(place.phone, place.top_row, at_top=True))

    def open_found(self, phone: PhoneNumber, text: str, row_id: int | None) -> None:
        """Open a number's thread at a message, and find a text in it if there is one; without a row at its end."""
        self._bridge.start(self._open_found(phone, text, row_id))

    async def _open_found(self, phone: PhoneNumber, text: str, row_id: int | None) -> None:
        if self._conversations.conversation(phone) is None:
            # Old conversations are not listed until they are opened.
            await self._bridge.call(self._service.open_number(phone))
        if phone != self.phone:
            self.open_phone(phone, take_focus=False, load=row_id is None)
        if row_id is None:
            self.view.set_search(text)
        elif text:
            await self._find(text, row_id, typed=False)
        else:
            await self.show_around(phone, row_id)

    @Slot()
    def start_find(self) -> None:
        """Let the operator type what is to be found in this thread."""
        if self.phone is None or not self.isVisible():
            return
        if self._before_find is None:
            self._before_find = self.place()
        self.find_bar.open_field()

    @Slot()
    def find_next(self) -> None:
        """Go to the next newer hit."""
        self._step(1)

    @Slot()
    def find_previous(self) -> None:
        """Go to the next older hit."""
        self._step(-1)

    @Slot()
    def close_find(self) -> None:
        """Look for nothing any more, and stay."""
        self._before_find = None
        self._find_text, self._hits, self._hit = "", [], 0
        self.find_bar.hide()
        self.find_bar.field.clear()
        self.view.set_search("")

    @Slot(str)
    def _on_find_bar_text_changed(self, text: str) -> None:
        if self.find_bar.isVisible() and text != self._find_text:
            self._bridge.start(self._find(text, None, typed=True))

    @Slot()
    def _on_find_bar_left(self) -> None:
        place = self._before_find
        self.close_find()
        if place is not None:
            self.return_to(place)
        self.composer.setFocus()

    @Slot(int)
    def _step(self, step: int) -> None:
        if self._hits and self.phone is not None:
            self._hit = (self._hit + step) % len(self._hits)
            self._bridge.start(self._show_hit(self.phone))

    async def _find(self, text: str, row_id: int | None, *, typed: bool) -> None:
        """Find a text in the open thread; show the hit in a row, else the newest one."""
        phone = self.phone
        if phone is None:
            return
        self._find_text, self._find_typed = text, typed
        hits = await self._bridge.call(self._service.find_in_thread(phone, text))
        if phone != self.phone or text != self._find_text:
            return
        self._hits = hits
        self._hit = hits.index(row_id) if row_id in hits else len(hits) - 1
        await self._show_hit(phone)

    async def _show_hit(self, phone: PhoneNumber) -> None:
        current = self._hits[self._hit] if self._hits else None
        self.view.set_search(self._find_text, current)
        self.find_bar.show_result(self._find_text, self._hit + 1, len(self._hits), typed=self._find_typed)
        if current is not None:
            await self.show_around(phone, current)

    async def show_around(self, phone: PhoneNumber, row_id: int, *, at_top: bool = False) -> None:
        """Bring a message of the open thread into view, with what stands around it."""
        if phone != self.phone:
            return
        # What is still being read would take the place of what is found in view.
        if row_id not in self.messages.row_of or self._readings:
            self._wish += 1
            wish = self._wish
            self._begin_reading()
            try:
                messages, more = await self._bridge.call(self._service.thread_around(phone, row_id, _AROUND))
            finally:
                self._readings -= 1
            if wish != self._wish:
                return
            self._show_page(messages, open_end=more)
            self.refresh_evidence()
        if at_top:
            self.view.put_at_top(row_id)
        else:
            self.view.scroll_to_message(row_id)
        self._paint_now()

    # What became of a message

    def _ask_to_resend(self, message: Message) -> None:
        self._bridge.start(self._ask_with_evidence(message))

    async def _ask_with_evidence(self, message: Message) -> None:
        evidence = await self._bridge.call(self._service.evidence(message.row_id))
        question = ResendQuestion(self._theme, message, evidence, self)
        question.resend_chosen.connect(self._on_question_resend_chosen)
        question.mark_sent_chosen.connect(self._on_question_mark_sent_chosen)
        question.open()

    @Slot(object)
    def _on_question_resend_chosen(self, message: Message) -> None:
        self._send_again(message)

    @Slot(object)
    def _on_question_mark_sent_chosen(self, message: Message) -> None:
        self._bridge.send(self._service.mark_sent(message.row_id))

    @Slot(str, object)
    def act(self, action: str, message: Message) -> None:
        """Carry out an action of a message, whichever page it stands on."""
        if action == "cancel":
            self._bridge.send(self._service.cancel(message.row_id))
        elif action == "mark_sent":
            self._bridge.send(self._service.mark_sent(message.row_id))
        elif action == "dismiss":
            self._bridge.send(self._service.dismiss_failed(message.row_id))
        elif action == "edit_resend" and message.row_id not in self._going_again:
            self.composer.give(message.phone, message.text, message.row_id)
            self.composer.setFocus()
        elif action == "resend" and message.state is DeliveryState.UNKNOWN:
            self._ask_to_resend(message)
        elif action == "resend":
            self._send_again(message)

    def _send_again(self, message: Message) -> None:
        if self.composer.is_repaired(message.row_id):  # the customer would have it twice
            self.noticed.emit(self.tr("It is being sent again already, from the message box."))
        elif self.composer.may_write_to(message.phone, partial(self._send_again, message)):
            self._going_again.add(message.row_id)
            self._bridge.start(self._resend(message.row_id))

    async def _resend(self, row_id: int) -> None:
        try:
            await self._bridge.call(self._service.resend(row_id))
        finally:
            self._going_again.discard(row_id)

    @Slot()
    def refresh_evidence(self) -> None:
        """Look again at what hints at the unknown messages of the thread."""
        rows = self.messages.rows_in(DeliveryState.UNKNOWN)
        if rows:
            self._bridge.start(self._load_evidence(rows))

    async def _load_evidence(self, rows: list[int]) -> None:
        for row_id in rows:
            self.messages.set_evidence(row_id, await self._bridge.call(self._service.evidence(row_id)))
