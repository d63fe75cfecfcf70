"""The open thread: its head, its messages and the composer, and what their owner asks the background for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from mwdesk.domain.events import MessagesChanged
from mwdesk.domain.message import DeliveryState, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import MwDeskError
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.models.thread_model import ThreadModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.composer import Composer
from mwdesk.gui.widgets.thread_header import ThreadHeader
from mwdesk.gui.widgets.thread_view import ThreadView
from mwdesk.messaging.service import MessagingService

_PAGE = 50


class ThreadDesk(QWidget):
    """One conversation at a time, read from the store and written to."""

    noticed = Signal(str)
    """A sentence for the operator."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        conversations: ConversationListModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._service = service
        self._conversations = conversations
        self._loading_older = False
        self.phone: PhoneNumber | None = None
        """Whose thread is open."""
        self.messages = ThreadModel(self)
        self.header = ThreadHeader(theme, self)
        self.view = ThreadView(theme, self.messages, self)
        self.composer = Composer(theme, self)
        self.setFocusProxy(self.composer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.view, 1)
        column.addWidget(self.composer)

        self.header.copy_requested.connect(self.copy_number)
        self.view.older_requested.connect(self._on_view_older_requested)
        self.view.end_reached.connect(self.mark_read)
        self.view.action_requested.connect(self._on_view_action_requested)
        self.composer.send_requested.connect(self._on_composer_send_requested)
        self.composer.draft_changed.connect(self._on_composer_draft_changed)

    def open_phone(self, phone: PhoneNumber, *, take_focus: bool) -> bool:
        """Open a number's thread and tell whether there is one.

        The composer keeps what was written to the number before as its draft.
        """
        conversation = self._conversations.conversation(phone)
        if conversation is None:
            return False
        if phone == self.phone:
            self.composer.setFocus()
            return True
        self.phone = phone
        self._conversations.set_current(phone)
        self.composer.set_recipient(phone, conversation.draft)
        self._refresh_header()
        self.messages.reset([], 0)
        self._bridge.start(self._load(phone, conversation.unread, take_focus))
        return True

    def show_changes(self, event: MessagesChanged) -> None:
        """Show what came or changed in the open thread."""
        if self.phone is None:
            return
        self.messages.append(message for message in event.added if message.phone == self.phone)
        self.messages.update(message for message in event.changed if message.phone == self.phone)
        self._refresh_header()
        self.mark_read()

    @Slot()
    def mark_read(self) -> None:
        """Note the thread as read if its end is in view, in the window being worked in."""
        if self.phone is None or not self.isActiveWindow() or not self.view.at_end:
            return
        conversation = self._conversations.conversation(self.phone)
        if conversation is not None and conversation.unread:
            self._bridge.send(self._service.mark_read(self.phone))

    @Slot()
    def copy_number(self) -> None:
        """Put the open number on the clipboard."""
        if self.phone is not None:
            QGuiApplication.clipboard().setText(self.phone.digits)
            self.noticed.emit(wording.fill(self.tr("%1 was copied."), self.phone.grouped))

    def _refresh_header(self) -> None:
        conversation = self._conversations.conversation(self.phone) if self.phone is not None else None
        if conversation is not None:
            self.header.show_conversation(conversation)

    async def _load(self, phone: PhoneNumber, unread: int, take_focus: bool) -> None:
        messages = await self._bridge.call(self._service.thread(phone, None, max(_PAGE, min(unread + 10, 300))))
        if phone == self.phone:
            self.messages.reset(messages, unread)
            self.view.jump_to_newest()
            self.mark_read()
            if take_focus:
                self.composer.setFocus()

    @Slot()
    def _on_view_older_requested(self) -> None:
        oldest = self.messages.oldest
        if self.phone is None or oldest is None or self._loading_older:
            return
        self._loading_older = True
        self._bridge.start(self._load_older(self.phone, oldest.row_id))

    async def _load_older(self, phone: PhoneNumber, row_id: int) -> None:
        try:
            messages = await self._bridge.call(self._service.thread(phone, row_id, _PAGE))
            if phone == self.phone and messages:
                self.messages.prepend(messages)
        finally:
            self._loading_older = False

    # Writing

    @Slot(object, object)
    def _on_composer_send_requested(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        self._bridge.start(self._send(phone, texts))

    async def _send(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        try:
            await self._bridge.call(self._service.send(phone, texts))
        except MwDeskError:
            self.composer.restore(phone, texts)
            raise
        self.composer.accepted(phone)
        if phone == self.phone:
            self.view.jump_to_newest()

    @Slot(object, str)
    def _on_composer_draft_changed(self, phone: PhoneNumber, text: str) -> None:
        self._bridge.send(self._service.save_draft(phone, text))

    @Slot(str, object)
    def _on_view_action_requested(self, action: str, message: Message) -> None:
        if action == "cancel":
            self._bridge.send(self._service.cancel(message.row_id))
        elif action == "mark_sent":
            self._bridge.send(self._service.mark_sent(message.row_id))
        elif action == "edit_resend":
            self.composer.restore(message.phone, (message.text,))
            self.composer.setFocus()
        elif action == "resend" and message.state is DeliveryState.UNKNOWN:
            self._ask_to_resend(message)
        elif action == "resend":
            self._bridge.send(self._service.send(message.phone, (message.text,)))
        elif action == "details":
            self._show_details(message)

    def _ask_to_resend(self, message: Message) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Resend"))
        box.setText(self.tr("Nobody knows whether this message went out. Send it again?"))
        box.setInformativeText(
            self.tr("The customer may receive it twice, and one more message may be charged.") + "\n\n" + message.text
        )
        again = box.addButton(self.tr("Resend anyway"), QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton(self.tr("Leave it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        self._resend = message
        again.clicked.connect(self._on_resend_confirmed)
        box.open()

    @Slot()
    def _on_resend_confirmed(self) -> None:
        self._bridge.send(self._service.send(self._resend.phone, (self._resend.text,)))

    def _show_details(self, message: Message) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Message details"))
        lines = [
            (self.tr("Number"), message.phone.grouped),
            (self.tr("Written"), wording.full_moment_words(message.created_at)),
            (self.tr("Gateway's time"), message.gateway_time or "–"),
            (self.tr("State"), wording.state_word(message.state) if message.state else "–"),
            (self.tr("Message id"), message.message_id or "–"),
            (self.tr("Reason"), message.reason_code or "–"),
            (self.tr("Attempts"), str(message.attempts)),
        ]
        box.setText("\n".join(wording.tooltip_line(label, value) for label, value in lines))
        box.open()
