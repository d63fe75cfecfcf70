"""What an operator does with a conversation as a whole: pin, archive, resolve, snooze, block, mark unread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from mwdesk.domain.message import Conversation, Direction
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import marks_words, wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.desks.thread import ThreadDesk
from mwdesk.gui.models.conversation_list_model import display_name
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.list_pane import ListPane
from mwdesk.gui.widgets.marks_strips import BlockedStrip, DoneStrip

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService

_MENU = ("resolve", "resolve_next", "snooze", "", "pin", "unread", "archive", "", "block", "copy_number")
_CHOOSE = "choose"


class MarksDesk(Desk):
    """Between the menus, keys and buttons of a conversation and the background."""

    noticed = Signal(str)
    """A sentence for the operator."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        list_pane: ListPane,
        thread_desk: ThreadDesk,
        commands: Commands,
        window: QWidget,
    ) -> None:
        super().__init__(theme, bridge, service, window)
        self._pane = list_pane
        self._thread = thread_desk
        self._window = window
        self._model = list_pane.view.conversations
        self._turn = asyncio.Lock()  # A mark and its undoing follow each other however fast the keys do.
        self._before: Conversation | None = None
        self._may_write: PhoneNumber | None = None
        self.menu: QMenu | None = None
        """The menu that was opened last, while it is open."""
        self._commands = commands
        acts = {name: partial(self._act_on_open, name) for name in marks_words.KEYS}
        commands.add([(name, marks_words.command_words(name), marks_words.KEYS[name], acts[name]) for name in acts])
        self.actions = {name: commands.actions[name] for name in acts}
        """By the name of the act; each works on the open conversation."""
        self.blocked = BlockedStrip(theme, thread_desk.composer)
        self.blocked.unblock_button.clicked.connect(self._on_unblock_clicked)
        thread_desk.composer.add_strip(self.blocked)
        thread_desk.composer.may_write_to = self._may_write_to
        self.done = DoneStrip(theme, list_pane)
        self.done.undo_requested.connect(self.undo)
        self.done.time_over.connect(self._on_done_time_over)
        self._place_done()
        header = thread_desk.header
        commands.changed.connect(self._on_commands_changed)
        self._on_commands_changed()
        header.mark_requested.connect(self._on_header_mark_requested)
        header.more_requested.connect(self._on_header_more_requested)
        thread_desk.shown.connect(self.follow)
        list_pane.view.menu_requested.connect(self._on_view_menu_requested)

    @Slot()
    def follow(self) -> None:
        """Show how the open conversation stands now."""
        conversation = self._open()
        if conversation is not None and conversation.blocked:
            self.blocked.open()
        else:
            self.blocked.dismiss()
        self.actions["wake"].setEnabled(conversation is not None and conversation.snoozed_until is not None)

    # Acts

    def act(self, name: str, phone: PhoneNumber) -> None:
        """Carry out an act by its name, on the conversation as it is listed now."""
        conversation = self._model.conversation(phone)
        if conversation is None:
            return
        match name:
            case "copy_number":
                self._thread.copy_number(phone)
            case "find":
                self._thread.start_find()
            case "snooze":
                self.open_snooze_menu(phone)
            case "block" if not conversation.blocked:
                self._ask_to_block(conversation)
            case _:
                self._bridge.start(self._mark(name, phone))

    def snooze(self, phone: PhoneNumber, until: datetime) -> None:
        """Let a conversation rest until then."""
        self._bridge.start(self._mark("snooze", phone, until))

    async def _mark(self, name: str, phone: PhoneNumber, until: datetime | None = None) -> None:
        async with self._turn:
            before = self._model.conversation(phone)
            if before is not None:
                await self._change(name, before, until)
                self._tell("resolve" if name == "resolve_next" else name, before)

    async def _change(self, name: str, before: Conversation, until: datetime | None) -> None:
        phone, call, service = before.phone, self._bridge.call, self._service
        match name:
            case "pin":
                await call(service.pin(phone, not before.pinned))
            case "archive":
                await call(service.archive_conversation(phone, not before.archived))
            case "resolve":
                await call(service.resolve(phone, before.resolved_at is None))
            case "resolve_next":
                if before.resolved_at is None:
                    await call(service.resolve(phone))
                self._thread.go_to_longest_waiting(phone)
            case "snooze" | "wake":
                await call(service.snooze(phone, until))
            case "block":
                await call(service.block(phone, not before.blocked))
            case "unread":
                await call(service.mark_unread(phone))

    def _tell(self, name: str, before: Conversation) -> None:
        self._before = before
        done = marks_words.done_words(name, before)
        self.done.tell(display_name(before), done)
        if not self.done.isVisible():  # the list is a column of avatars
            words = self.tr("%1 %2 (%3 undoes it)", "a name or number, what was done, a key")
            self.noticed.emit(wording.fill(words, display_name(before), done, self._commands.shown_keys("undo")))

    @Slot()
    def undo(self) -> None:
        """Put the marks of the conversation that was changed last back as they were."""
        self._bridge.start(self._undo())

    async def _undo(self) -> None:
        async with self._turn:
            before, self._before = self._before, None
            self.done.dismiss()
            now = None if before is None else self._model.conversation(before.phone)
            if before is not None and now is not None:
                await self._restore(before, now)

    async def _restore(self, before: Conversation, now: Conversation) -> None:
        phone, call, service = before.phone, self._bridge.call, self._service
        if now.last_direction is Direction.IN and now.message_count != before.message_count:
            # The customer wrote since, which opens whatever was put away; he must not be hidden with it.
            before = replace(before, archived=False, resolved_at=None, snoozed_until=None)
        if now.archived != before.archived:
            await call(service.archive_conversation(phone, before.archived))
        if now.blocked != before.blocked:
            await call(service.block(phone, before.blocked))
        if (now.resolved_at is None) != (before.resolved_at is None):
            await call(service.resolve(phone, before.resolved_at is not None))
        if now.snoozed_until != before.snoozed_until:
            await call(service.snooze(phone, before.snoozed_until))
        if now.pinned != before.pinned:
            await call(service.pin(phone, before.pinned))
        if before.is_unread and not now.is_unread:
            await call(service.mark_unread(phone))
        elif now.marked_unread and not before.is_unread:
            await call(service.mark_read(phone))

    # Blocking

    def _ask_to_block(self, conversation: Conversation) -> None:
        from mwdesk.gui.dialogs.question import Question

        question = Question(
            self._theme,
            self.tr("Block a number"),
            wording.fill(self.tr("Block %1?"), _who(conversation)),
            self.tr(
                "What this number writes is still received and kept, but it no longer waits, counts as unread or "
                "notifies anybody. The customer is not told. It can be unblocked at any time."
            ),
            self.tr("Block"),
            self.tr("Do not block"),
            conversation.phone,
            self._window,
        )
        question.agreed.connect(self._on_block_agreed)
        question.open()

    def _may_write_to(self, phone: PhoneNumber, again: Callable[[], None]) -> bool:
        """Let a message to a blocked number go only when it was asked for twice."""
        conversation = self._model.conversation(phone)
        if conversation is None or not conversation.blocked or self._may_write == phone:
            return True
        from mwdesk.gui.dialogs.question import Question

        question = Question(
            self._theme,
            self.tr("The number is blocked"),
            wording.fill(self.tr("Send to %1 all the same?"), _who(conversation)),
            self.tr("This number is blocked: an answer would be kept, but neither wait nor notify anybody."),
            self.tr("Send all the same"),
            self.tr("Do not send"),
            (phone, again),
            self._window,
        )
        question.agreed.connect(self._on_write_agreed)
        question.open()
        return False

    @Slot(object)
    def _on_block_agreed(self, phone: PhoneNumber) -> None:
        self._bridge.start(self._mark("block", phone))

    @Slot(object)
    def _on_write_agreed(self, asked: tuple[PhoneNumber, Callable[[], None]]) -> None:
        self._may_write, again = asked
        again()
        self._may_write = None

    @Slot()
    def _on_unblock_clicked(self) -> None:
        if self._thread.phone is not None:
            self.act("block", self._thread.phone)
            self._thread.composer.setFocus()

    # Menus

    def make_menu(self, phone: PhoneNumber) -> QMenu:
        """Offer all that can be done with a conversation; the menu is gone once it closes."""
        conversation = self._model.conversation(phone)
        menu = self._new_menu()
        if conversation is None:
            return menu
        names = ("find", *_MENU) if phone == self._thread.phone and self._thread.header.is_narrow else _MENU
        for name in names:
            if not name:
                menu.addSeparator()
                continue
            entry = marks_words.entry(name, conversation)
            icon = self._theme.icon(entry.icon)
            if name == "snooze":
                self._fill_snooze_menu(menu.addMenu(icon, entry.words), phone)
                continue
            # The keys work on the open conversation alone; beside another row they would mislead.
            key = self._commands.shown_keys(name) if phone == self._thread.phone else ""
            action = menu.addAction(icon, f"{entry.words}\t{key}".rstrip())
            action.setData((name, phone))
        return menu

    def open_snooze_menu(self, phone: PhoneNumber) -> None:
        """Offer the times a conversation may rest until, below the button that stands for it."""
        menu = self._new_menu()
        self._fill_snooze_menu(menu, phone)
        header = self._thread.header
        button = header.more_button if header.is_narrow else header.snooze_button
        self._pop_up(menu, button)

    def _fill_snooze_menu(self, menu: QMenu, phone: PhoneNumber) -> None:
        now = datetime.now(UTC)
        for rest in marks_words.rests(now):
            words = f"{rest.words}\t{marks_words.offer_words(rest.until, now)}"
            menu.addAction(self._theme.icon(rest.icon), words).setData((rest.until, phone))
        menu.addAction(self._theme.icon("calendar"), self.tr("Choose a time…")).setData((_CHOOSE, phone))
        conversation = self._model.conversation(phone)
        if conversation is not None and conversation.snoozed_until is not None:
            menu.addSeparator()
            entry = marks_words.entry("wake", conversation)
            menu.addAction(self._theme.icon(entry.icon), entry.words).setData(("wake", phone))

    def _new_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.triggered.connect(self._on_menu_triggered)
        menu.aboutToHide.connect(self._on_menu_about_to_hide)
        return menu

    def _pop_up(self, menu: QMenu, button: QWidget) -> None:
        self.menu = menu
        corner = button.mapToGlobal(QPoint(button.width(), button.height()))
        menu.popup(QPoint(corner.x() - menu.sizeHint().width(), corner.y()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        what, phone = action.data()
        if isinstance(what, datetime):
            self.snooze(phone, what)
        elif what == _CHOOSE:
            self.choose_time(phone)
        else:
            self.act(what, phone)

    @Slot()
    def _on_menu_about_to_hide(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            menu.deleteLater()
        self.menu = None

    def choose_time(self, phone: PhoneNumber) -> None:
        """Ask until when a conversation is to rest."""
        from mwdesk.gui.dialogs.snooze_time import SnoozeTimeDialog

        conversation = self._model.conversation(phone)
        if conversation is None:
            return
        begin = (datetime.now().astimezone() + timedelta(hours=2)).replace(minute=0)
        dialog = SnoozeTimeDialog(self._theme, _who(conversation), begin, phone, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.snooze)
        dialog.open()

    # Whence acts are asked for

    def _open(self) -> Conversation | None:
        return self._model.conversation(self._thread.phone) if self._thread.phone is not None else None

    @Slot()
    def _on_commands_changed(self) -> None:
        """Say which keys are in force."""
        self._thread.header.set_keys(self._commands.shown_keys("resolve"), self._commands.shown_keys("snooze"))
        self.done.set_key(self._commands.shown_keys("undo"))

    def _act_on_open(self, name: str) -> None:
        if name == "undo":
            self.undo()
        elif self._thread.phone is not None and self._thread.isVisible():
            self.act(name, self._thread.phone)

    @Slot(str)
    def _on_header_mark_requested(self, name: str) -> None:
        if self._thread.phone is not None:
            self.act(name, self._thread.phone)

    @Slot(str)
    def act_on_card(self, name: str) -> None:
        """Carry out what a button of the card stands for; the one that snoozes ends a snooze, too."""
        conversation = self._open()
        if conversation is not None:
            ends = name == "snooze" and conversation.snoozed_until is not None
            self.act("wake" if ends else name, conversation.phone)

    @Slot()
    def _on_header_more_requested(self) -> None:
        if self._thread.phone is not None:
            self._pop_up(self.make_menu(self._thread.phone), self._thread.header.more_button)

    @Slot(object, object)
    def _on_view_menu_requested(self, phone: PhoneNumber, place: QPoint) -> None:
        self.menu = self.make_menu(phone)
        self.menu.popup(place)

    @Slot()
    def _on_done_time_over(self) -> None:
        self._before = None
        self.done.dismiss()

    def _place_done(self) -> None:
        column = self._pane.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(self.done)


def _who(conversation: Conversation) -> str:
    """Name a conversation with its number in full."""
    name, number = display_name(conversation), conversation.phone.grouped
    return wording.unbroken(number) if name == number else f"{name} {wording.unbroken(number)}"
