"""The window: it shows what events tell and passes on what the operator wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from mwdesk.config import Settings
from mwdesk.domain.events import (
    BalanceChanged,
    Event,
    LinkChanged,
    LinkState,
    MessagesChanged,
    OutboxHeld,
    PasswordSettled,
    Polled,
    StoreTrouble,
)
from mwdesk.errors import MwDeskError
from mwdesk.gui import wording
from mwdesk.gui.areas import Areas
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands, Listing
from mwdesk.gui.day import Day
from mwdesk.gui.desks.account import AccountDesk
from mwdesk.gui.desks.card import CardDesk
from mwdesk.gui.desks.doors import Doors
from mwdesk.gui.desks.listing import ListingDesk
from mwdesk.gui.desks.marks import MarksDesk
from mwdesk.gui.desks.queue import QueueDesk
from mwdesk.gui.desks.search import SearchDesk
from mwdesk.gui.desks.settings import SettingsDesk
from mwdesk.gui.desks.thread import ThreadDesk
from mwdesk.gui.desks.trouble import TroubleDesk
from mwdesk.gui.desks.usage import UsageDesk
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.banner import ConnectionBanner
from mwdesk.gui.widgets.empty_state import EmptyState
from mwdesk.gui.widgets.list_pane import ListPane
from mwdesk.gui.widgets.notice_line import NoticeLine
from mwdesk.gui.widgets.panes import Panes
from mwdesk.gui.widgets.status_bar import StatusBar
from mwdesk.gui.widgets.undo_strip import KEY as UNDO_KEY

if TYPE_CHECKING:
    from mwdesk.domain.account import Account
    from mwdesk.domain.evidence import Evidence
    from mwdesk.domain.message import Message
    from mwdesk.domain.phone import PhoneNumber
    from mwdesk.gui.widgets.details_popover import DetailsPopover
    from mwdesk.messaging.service import MessagingService

_LOW_BELOW = 600
_PAINT_LIMIT_S = 1.0
"""A minimised window is never painted."""
_DAMAGED_SHOWN_S = 120
"""The sign-in stands before it for a while."""
_STANDBY_AFTER_MS = 500
"""The window has been painted by then."""


class MainWindow(QWidget):
    """List, thread and composer, with banner and status bar. Lives on the window's thread."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        settings: Settings,
        save_settings: Callable[[], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._service = service
        self._quitting = False
        self._store_troubled = False
        self._loss_accepted = False
        self._painted = asyncio.Event()
        self.closed = asyncio.Event()
        """Set once the window is gone; the program ends then."""

        self.setWindowTitle("MWDesk")
        self.setMinimumSize(theme.window_minimum)
        self.settings_desk = SettingsDesk(theme, settings, save_settings, self)
        self.account_desk = AccountDesk(theme, bridge, service, self)
        self.commands = Commands(self)
        self.day = Day(self)
        self._menu = QMenu(self)
        self.conversations = ConversationListModel(self)
        self.banner = ConnectionBanner(theme, self)
        self._notice = NoticeLine(theme, self)
        self.list_pane = ListPane(theme, self.conversations, self._menu, self)
        self.thread_desk = ThreadDesk(theme, bridge, service, self.conversations, self)
        self.messages = self.thread_desk.messages
        self.composer = self.thread_desk.composer
        self._empty = self._make_empty()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.thread_desk)
        self.trouble_desk = TroubleDesk(theme, bridge, service, self._pages)
        self.card_desk = CardDesk(
            theme, bridge, service, self.conversations, self.commands, self.thread_desk, self._pages, self
        )
        self.panes = Panes(theme, self.list_pane, self.card_desk.side, self)
        self._whole = QStackedWidget(self)
        self._whole.addWidget(self.panes)
        self.usage_desk = UsageDesk(theme, bridge, service, self._whole)
        self.status_bar = StatusBar(theme, self)
        self.doors = Doors(
            theme,
            bridge,
            service,
            self.settings_desk,
            self.conversations,
            self.thread_desk,
            self.commands,
            self._menu,
            self,
        )
        self._areas = Areas(self._on_view, self)
        self.commands.add(self._listing())
        self._fill_menu()
        self.marks_desk = MarksDesk(theme, bridge, service, self.list_pane, self.thread_desk, self.commands, self)
        self.listing_desk = ListingDesk(bridge, service, self.list_pane, self)
        self.queue_desk = QueueDesk(theme, bridge, service, self.list_pane, self)
        self.search_desk = SearchDesk(bridge, service, self.list_pane, self.thread_desk, self)
        self._lay_out()
        self._connect()
        self._restore_geometry()
        self._apply_preferences()

    # Start

    async def load(self) -> None:
        """Show what the store holds."""
        self.conversations.reset(await self._bridge.call(self._service.conversations()))
        self.listing_desk.read_again()
        await self._bridge.call(self._service.publish_today())
        counts = self.conversations.counts()
        if counts["all"] and not counts["waiting"]:
            self.list_pane.choose_filter("all")

    def appear(self, *, in_tray: bool = False) -> None:
        """Show the window for the first time: locked if it has a lock, and in the tray if it was started for that."""
        is_locked = bool(self.settings_desk.settings.lock)
        if is_locked:
            self.doors.lock()
        if in_tray or is_locked:
            self.doors.standby.show(in_tray=in_tray)
        else:
            self.show()
            QTimer.singleShot(_STANDBY_AFTER_MS, self, self._stand_by)

    async def painted(self) -> None:
        """Wait until the window stands on the screen, if it does: what may come later would only delay that."""
        if self.isVisible():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PAINT_LIMIT_S):
                    await self._painted.wait()

    async def begin(self, account: Account | None) -> None:
        """Sign in with the remembered password, or ask for it."""
        if self.settings_desk.settings.was_damaged:
            damaged = self.tr(
                "The settings file was damaged; it is kept as settings.json.bad. MWDesk began with its defaults: sign "
                "in, and look through the settings, the lock included. Messages are not concerned."
            )
            self._notice.say(damaged, _DAMAGED_SHOWN_S)
        self._focus_work()
        await self.account_desk.begin(account)

    # Building

    def _listing(self) -> Listing:
        doors, thread, account = self.doors, self.thread_desk, self.account_desk
        return [
            ("new", self.tr("Write to a new number…"), "Ctrl+N", self.ask_for_number),
            ("search", self.tr("Search"), "Ctrl+F", self._focus_search),
            ("find", self.tr("Find in this conversation"), "Ctrl+Shift+F", thread.start_find),
            ("day", self.tr("Go to a day…"), "Ctrl+G", thread.reading.ask_for_day),
            ("find_next", self.tr("Next hit"), "F3", thread.find_next),
            ("find_previous", self.tr("Previous hit"), "Shift+F3", thread.find_previous),
            ("sign_in", self.tr("Sign in and connection…"), "Ctrl+L", account.ask_to_sign_in),
            ("password", self.tr("Change password…"), "Ctrl+Shift+P", account.ask_to_change_password),
            ("retry", self.tr("Connect now"), "Ctrl+R", self._retry_now),
            ("sign_out", self.tr("Sign out…"), "", account.ask_to_sign_out),
            ("lock", self.tr("Lock now"), "Ctrl+Shift+L", doors.lock),
            ("usage", self.tr("Usage"), "Ctrl+U", self.usage_desk.toggle),
            ("export", self.tr("Export…"), "Ctrl+E", doors.open_export),
            ("data", self.tr("Data and backups…"), "", doors.open_backups),
            ("canned", self.tr("Canned replies…"), "Ctrl+Shift+R", doors.open_canned),
            ("settings", self.tr("Settings…"), "Ctrl+,", doors.open_settings),
            ("names", self.tr("Import names…"), "", self.card_desk.open_import),
            ("card", self.tr("Contact card"), "Ctrl+I", self.card_desk.toggle_card),
            ("name", self.tr("Name this customer"), "F2", self.card_desk.edit_name),
            ("copy_number", self.tr("Copy the number"), "Ctrl+Shift+C", self._copy_number),
            ("quit", self.tr("Quit"), "Ctrl+Q", self._quit),
            ("next_area", self.tr("Next area"), "F6", self._areas.go_on),
            ("previous_area", self.tr("Previous area"), "Shift+F6", self._areas.go_back),
            ("palette", self.tr("Go to or do…"), "Ctrl+K", doors.open_palette),
            ("keys", self.tr("Keys…"), "", doors.open_keys),
            ("shortcuts", self.tr("Keyboard shortcuts"), "F1", doors.open_shortcuts),
            ("guide", self.tr("Guide"), "", doors.open_guide),
            ("menu", self.tr("Menu"), "F10", self.list_pane.menu_button.click),
        ]

    def _fill_menu(self) -> None:
        work = ("new", "search", "find", "day", "card")
        account = ("sign_in", "password", "retry", "sign_out")
        own = ("usage", "export", "data", "names", "canned", "settings")
        assistance, rest = ("palette", "shortcuts", "guide"), ("lock", "quit")
        for name in (*work, "", *account, "", *own, "", *assistance, "", *rest):
            if name:
                self._menu.addAction(self.commands.actions[name])
            else:
                self._menu.addSeparator()

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(self._theme, "heading", "plus", "primary", self)
        empty.show_words(
            "inbox",
            "text_secondary",
            self.tr("Choose a conversation, or write to a new number"),
            self.tr("New messages appear in the list; who has waited longest stands first"),
        )
        empty.show_button(self.tr("Write to a new number"))
        return empty

    @cached_property
    def details(self) -> DetailsPopover:
        """All there is to know of a message, beside its row."""
        from mwdesk.gui.widgets.details_popover import DetailsPopover

        details = DetailsPopover(self._theme, self)
        details.action_requested.connect(self._on_message_action_requested)
        return details

    def _lay_out(self) -> None:
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addWidget(self.banner)
        root.addWidget(self._notice)
        root.addWidget(self._whole, 1)
        root.addWidget(self.status_bar)

    def _connect(self) -> None:
        self._bridge.event_published.connect(self._on_event_published)
        self._bridge.call_failed.connect(self._on_call_failed)
        for desk in (self.thread_desk, self.marks_desk, self.account_desk, self.settings_desk, self.doors):
            desk.noticed.connect(self.notify)
        self.settings_desk.changed.connect(self._apply_preferences)
        self.account_desk.signed_in.connect(self._on_account_desk_signed_in)
        self.account_desk.sign_in_closed.connect(self._focus_work)
        self.doors.wanted.connect(self._on_doors_wanted)
        self.doors.phone_chosen.connect(self._on_doors_phone_chosen)
        self.doors.number_chosen.connect(self._on_new_number_chosen)
        self.doors.restored.connect(self._on_doors_restored)
        self.list_pane.phone_activated.connect(self.open_phone)
        self.list_pane.filter_changed.connect(self._on_list_pane_filter_changed)
        self.search_desk.thread_opened.connect(self._on_search_desk_thread_opened)
        self.search_desk.returned.connect(self._on_search_desk_returned)
        self.composer.held_changed.connect(self._on_composer_held_changed)
        for pages in (self._pages, self._whole):
            pages.currentChanged.connect(self._tell_held)
        self.thread_desk.details_requested.connect(self._show_details)
        self.thread_desk.open_requested.connect(self._on_thread_desk_open_requested)
        self.thread_desk.shown.connect(self._on_thread_desk_shown)
        self.thread_desk.header.card_requested.connect(self.card_desk.set_open)
        self.composer.canned_manage_requested.connect(self.doors.open_canned)
        self.card_desk.open_changed.connect(self._on_card_desk_open_changed)
        self.card_desk.shown_changed.connect(self.thread_desk.header.set_card_open)
        self.card_desk.mark_requested.connect(self.marks_desk.act_on_card)
        self.trouble_desk.details_requested.connect(self._show_details)
        self.trouble_desk.action_requested.connect(self._on_message_action_requested)
        self.usage_desk.left.connect(self._focus_work)
        self.panes.list_closed.connect(self._focus_work)
        self._empty.button_clicked.connect(self.ask_for_number)
        self.banner.retry_requested.connect(self._retry_now)
        self.banner.sign_in_requested.connect(self.account_desk.ask_to_sign_in)
        self.banner.diagnosis_requested.connect(self._copy_diagnosis)
        self.status_bar.usage_requested.connect(self.usage_desk.toggle)
        self.status_bar.connection_requested.connect(self.account_desk.ask_to_sign_in)
        for follow in (
            self._count_today,
            self.list_pane.begin_day,
            self.thread_desk.view.name_days,
            self.usage_desk.follow,
            self.trouble_desk.follow,
        ):
            self.day.begun.connect(follow)
        self._theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.commands.changed.connect(self._on_commands_changed)
        header = self.thread_desk.header
        for widget, name in (
            (self.list_pane.menu_button, "menu"),
            (self.list_pane.search, "search"),
            (header.find_button, "find"),
            (self.thread_desk.find_bar.up_button, "find_previous"),
            (self.thread_desk.find_bar.down_button, "find_next"),
            (header.card_button, "card"),
            (self.status_bar.balance, "usage"),
        ):
            self.commands.describe(widget, name)
        self._on_commands_changed()

    # Events of the background

    @Slot(object)
    def _on_event_published(self, event: Event) -> None:
        if isinstance(event, MessagesChanged):
            self._show_messages(event)
        elif isinstance(event, LinkChanged):
            self._show_link(event)
        elif isinstance(event, BalanceChanged):
            self.status_bar.set_balance(event)
            self.composer.set_balance(event.balance.left)
            self.banner.set_balance(event)
            self._bridge.start(self._follow_balance())
        elif isinstance(event, OutboxHeld):
            self.banner.set_outbox(event)
        elif isinstance(event, Polled):
            self.status_bar.set_polled(event)
        elif isinstance(event, StoreTrouble):
            self._store_troubled = event.error is not None
            self.banner.set_store(event)
        elif isinstance(event, PasswordSettled):
            self.account_desk.show_settled(event)

    def _show_messages(self, event: MessagesChanged) -> None:
        self.conversations.apply(event.conversations)
        if event.today is not None:
            self.status_bar.set_today(event.today)
            self.account_desk.pending = event.today.pending
            self.status_bar.set_pending(event.today.pending)
            self.banner.set_pending(event.today.pending)
        self.thread_desk.show_changes(event)
        self.marks_desk.follow()
        self.listing_desk.follow()
        self.card_desk.show_changes(event)
        if event.changed:
            self.trouble_desk.follow()
        if event.added or event.changed:
            self.usage_desk.follow()
            self.queue_desk.follow()

    @Slot()
    def _count_today(self) -> None:
        self._bridge.send(self._service.publish_today())

    async def _follow_balance(self) -> None:
        """Show what follows from a balance that was told: the runway, and the evidence for unknown outcomes."""
        self.thread_desk.refresh_evidence()
        self.trouble_desk.follow()
        self.usage_desk.follow()
        self.status_bar.set_runway(await self._bridge.call(self._service.runway()))

    def _show_link(self, event: LinkChanged) -> None:
        self.status_bar.set_link(event)
        self.banner.set_link(event)
        online = event.state is LinkState.CONNECTED
        self.composer.set_online(online)
        self.messages.set_offline(not online)
        self.account_desk.show_link(event)

    @Slot(str)
    def notify(self, sentence: str) -> None:
        """Show one sentence above the panes for a few seconds."""
        self._notice.say(sentence)

    @Slot()
    def _tell_held(self) -> None:
        """Say what can still be taken back where a page lies over the strip that says so."""
        held, left_s = self.composer.held, self.composer.undo_strip.left_s
        if held is not None and not self.composer.isVisible():
            words = self.tr("What you wrote to %1 goes out in %2 s; %3 takes it back.", "number, seconds, key")
            sentence = wording.fill(words, wording.unbroken(held.phone.grouped), str(left_s), UNDO_KEY)
            self._notice.say(sentence, left_s)

    @Slot(object, str)
    def _on_composer_held_changed(self, _phone: PhoneNumber, text: str) -> None:
        if not text:
            self._notice.hide()

    @Slot(object)
    def _on_call_failed(self, error: MwDeskError) -> None:
        self.notify(wording.error_words(error))

    # Conversations

    @Slot(object)
    def open_phone(self, phone: PhoneNumber) -> None:
        """Open a number's thread; the focus stays with who walks through the list by keys."""
        if self.thread_desk.open_phone(phone, take_focus=not self.list_pane.view.led_by_keys):
            self._show_thread()
            self.panes.close_list()

    @Slot(object)
    def _on_thread_desk_open_requested(self, phone: PhoneNumber) -> None:
        """Open it, whatever page lies over the thread."""
        if self.usage_desk.is_shown:
            self.usage_desk.leave()
        self.list_pane.view.activate_phone(phone)
        self._show_thread()

    @Slot()
    def _on_thread_desk_shown(self) -> None:
        """Choose the row of what is open, whencesoever it was opened: the list must not point at somebody else."""
        self.list_pane.view.select_phone(self.thread_desk.phone)

    @Slot()
    def _show_thread(self) -> None:
        self._pages.setCurrentWidget(self.thread_desk)

    @Slot(str)
    def _on_list_pane_filter_changed(self, name: str) -> None:
        """What failed has a page of its own beside its tab; it goes with the tab."""
        if name == "failed":
            self.trouble_desk.show()
        elif self.trouble_desk.is_shown:
            self._pages.setCurrentWidget(self._empty if self.thread_desk.phone is None else self.thread_desk)

    @Slot(str, object)
    def _on_message_action_requested(self, action: str, message: Message) -> None:
        """Carry out an action of a message; its thread is opened where it is needed for that."""
        if action == "open":
            self.thread_desk.open_found(message.phone, "", message.row_id)
            self._show_thread()
        elif action == "edit_resend":
            self._bridge.start(self._edit_again(message))
        else:
            self.thread_desk.act(action, message)

    async def _edit_again(self, message: Message) -> None:
        if message.phone != self.thread_desk.phone:
            await self._bridge.call(self._service.open_number(message.phone))
            self.thread_desk.open_phone(message.phone, take_focus=True)
        self._show_thread()
        self.thread_desk.act("edit_resend", message)

    @Slot(bool)
    def _on_card_desk_open_changed(self, shown: bool) -> None:
        self.settings_desk.settings.card_open = shown
        self.settings_desk.keep()

    @Slot()
    def _on_search_desk_thread_opened(self) -> None:
        """Show what was found; the search keeps the focus unless its list lay over the thread."""
        self._show_thread()
        self.panes.close_list()
        if not self.list_pane.search.isVisible():
            self.thread_desk.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_search_desk_returned(self) -> None:
        if self.thread_desk.phone is None:
            self._pages.setCurrentWidget(self._empty)
        self._focus_work()

    @Slot(object, object, object)
    def _show_details(self, message: Message, place: QRect, evidence: Evidence | None) -> None:
        self.details.show_message(message, place, evidence)
        self._bridge.start(self._complete_details(message.row_id))

    async def _complete_details(self, row_id: int) -> None:
        details = await self._bridge.call(self._service.details(row_id))
        if details is not None:
            self.details.add_details(details)

    @Slot()
    def _copy_number(self) -> None:
        self.thread_desk.copy_number()

    @Slot()
    def ask_for_number(self) -> None:
        """Ask for a number to write to."""
        from mwdesk.gui.dialogs.new_number import NewNumberDialog

        dialog = NewNumberDialog(self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_new_number_chosen)
        dialog.open()

    @Slot(object)
    def _on_new_number_chosen(self, phone: PhoneNumber) -> None:
        self._bridge.start(self._open_new(phone))

    async def _open_new(self, phone: PhoneNumber) -> None:
        await self._bridge.call(self._service.open_number(phone))
        if self.conversations.filter != "all":
            self.list_pane.choose_filter("all")
        self.open_phone(phone)

    # The account

    @Slot(object)
    def _on_account_desk_signed_in(self, account: Account) -> None:
        self.settings_desk.settings.account = account
        self.settings_desk.keep()

    @Slot()
    def _retry_now(self) -> None:
        self._bridge.send(self._service.retry_now())

    @Slot()
    def _copy_diagnosis(self) -> None:
        QGuiApplication.clipboard().setText(self.account_desk.diagnosis())
        self.notify(self.tr("The diagnosis was copied. It holds no password and no customer's number."))

    # What comes from behind the doors

    @Slot()
    def _stand_by(self) -> None:
        if not self.closed.is_set():
            self.doors.stand_by()

    @Slot(object)
    def _on_doors_wanted(self, phone: PhoneNumber | None) -> None:
        self.doors.standby.show()
        if phone is not None and not self.doors.standby.lock.is_locked:
            self.usage_desk.leave()
            self.open_phone(phone)

    @Slot(object)
    def _on_doors_phone_chosen(self, phone: PhoneNumber) -> None:
        self._whole.setCurrentWidget(self.panes)
        if self.thread_desk.open_phone(phone, take_focus=True):
            self._show_thread()
            self.panes.close_list()
        else:
            self._focus_work()

    @Slot()
    def _on_doors_restored(self) -> None:
        self._bridge.start(self._read_again())

    async def _read_again(self) -> None:
        await self.load()
        if self.thread_desk.phone is not None:
            self.thread_desk.read_again()
        self.doors.standby.read_again()
        self.trouble_desk.follow()
        self.usage_desk.follow()

    async def _ask_to_close(self) -> None:
        """Close, unless something received would be lost and the operator stays for it."""
        waiting = await self._bridge.call(self._service.unsaved())
        if not waiting:
            self._close_anyway()
            return
        from mwdesk.gui.dialogs.question import Question

        if self.findChild(Question) is not None:
            return
        question = Question(
            self._theme,
            self.tr("Close MWDesk"),
            self.tr("%n message(s) or change(s) are not stored yet.", "", waiting),
            self.tr(
                "This computer's database cannot be written. Closed now, what the gateway handed over is lost: it does "
                "not hand it over again."
            ),
            self.tr("Close and lose them"),
            self.tr("Stay"),
            parent=self,
        )
        question.agreed.connect(self._close_anyway)
        question.open()

    @Slot()
    def _close_anyway(self) -> None:
        self._loss_accepted = True
        self.close()

    @Slot()
    def _on_commands_changed(self) -> None:
        """Say everywhere which keys are in force."""
        self.list_pane.search.set_keys(self.commands.shown_keys("search"))
        names = ("new", "search", "palette", "shortcuts")
        keys = [(self.commands.shown_keys(name), self.commands.command(name).words) for name in names]
        self._empty.show_keys([pair for pair in keys if pair[0]])

    # Settings and focus

    @Slot()
    def _apply_preferences(self) -> None:
        preferences = self.settings_desk.preferences
        self.commands.set_keys(preferences.keys)
        self._theme.set_mode(preferences.theme)
        self._theme.set_text_size(preferences.text_size)
        self.list_pane.set_compact(preferences.compact_rows)
        self._theme.set_waiting_limits(preferences.waiting_warning_min, preferences.waiting_danger_min)
        self.composer.set_send_key(preferences.send_key)
        self.composer.set_undo(preferences.undo_s)
        self.composer.set_price(preferences.price_milliyuan)
        self.thread_desk.operator_name = preferences.operator_name
        self.status_bar.set_low_balance(preferences.low_balance)
        self.usage_desk.set_low_balance(preferences.low_balance)
        self.banner.set_low_balance(preferences.low_balance)

    @Slot()
    def _focus_work(self) -> None:
        """Give the focus to what is used next: the composer of an open thread, else the list."""
        work = self.composer if self.thread_desk.phone is not None else self.list_pane.view
        (work if work.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _focus_search(self) -> None:
        self.panes.open_list()
        self.list_pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list_pane.search.selectAll()

    def _on_view(self) -> list[QWidget]:
        return [
            *self.list_pane.areas(),
            *self.trouble_desk.areas(),
            self.thread_desk.view,
            self.composer,
            *self.card_desk.areas(),
            *self.usage_desk.areas(),
            self.status_bar,
        ]

    @Slot()
    def _quit(self) -> None:
        self._quitting = True
        self.close()

    def _restore_geometry(self) -> None:
        settings = self.settings_desk.settings
        self.resize(1360, 860)
        with contextlib.suppress(ValueError):
            if settings.window_geometry:
                self.restoreGeometry(QByteArray(bytes.fromhex(settings.window_geometry)))
        self.panes.set_list_width(settings.list_width or self._theme.size("list_width"))
        self.card_desk.side.remember(settings.card_open)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setWindowIcon(self._theme.app_icon())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Save height where there is little (DESIGN, section 6)."""
        super().resizeEvent(event)
        if "details" in vars(self):
            self.details.close_popover()
        low = self.height() < _LOW_BELOW
        self.list_pane.set_low(low)
        self.composer.set_low(low)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first time: the panes follow in the same turn of the loop."""
        super().paintEvent(event)
        self._painted.set()

    def changeEvent(self, event: QEvent) -> None:
        """What came while another window was in front is read now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.thread_desk.mark_read()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was being written and where the window stood; the program ends when both are safe."""
        if not self._quitting and self.doors.stays_in_tray():
            event.ignore()
            return
        if self._store_troubled and not self._loss_accepted:
            self._quitting = False
            event.ignore()
            self._bridge.start(self._ask_to_close())
            return
        self.composer.settle()
        self.card_desk.settle()
        settings = self.settings_desk.settings
        settings.window_geometry = bytes(self.saveGeometry().data()).hex()
        settings.list_width = self.panes.list_width
        self.settings_desk.keep()
        self.doors.close()
        event.accept()
        self.closed.set()
