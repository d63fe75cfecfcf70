"""The window: it shows what events tell and passes on what the operator wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mwdesk import __version__
from mwdesk.config import Preferences, Settings
from mwdesk.domain.account import Account
from mwdesk.domain.events import (
    BalanceChanged,
    Event,
    LinkChanged,
    LinkState,
    MessagesChanged,
    PasswordHolds,
    PasswordSettled,
    Polled,
)
from mwdesk.domain.message import DeliveryState, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import CredentialError, GatewayError, MwDeskError, NotConnectedError, SettingsError
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.dialogs.change_password import ChangePasswordDialog, PasswordChange
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.dialogs.sign_in import SignInDialog, SignInRequest
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.models.thread_model import ThreadModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.banner import ConnectionBanner
from mwdesk.gui.widgets.composer import Composer
from mwdesk.gui.widgets.list_pane import ListPane
from mwdesk.gui.widgets.status_bar import StatusBar
from mwdesk.gui.widgets.thread_header import ThreadHeader
from mwdesk.gui.widgets.thread_view import ThreadView
from mwdesk.messaging.service import MessagingService

_PAGE = 50


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
        self._settings = settings
        self._save_settings = save_settings
        self._account: Account | None = None
        self._phone: PhoneNumber | None = None
        self._loading_older = False
        self._link = LinkChanged(LinkState.SIGNED_OUT)
        self.closed = asyncio.Event()
        """Set once the window is gone; the program ends then."""
        self.sign_in_dialog: SignInDialog | None = None
        self.password_dialog: ChangePasswordDialog | None = None

        self.setWindowTitle("MWDesk")
        self.setMinimumSize(theme.window_minimum)
        self._actions = self._make_actions()
        self.conversations = ConversationListModel(self)
        self.messages = ThreadModel(self)
        self.banner = ConnectionBanner(theme, self)
        self.list_pane = ListPane(theme, self.conversations, self._make_menu(), self)
        self.header = ThreadHeader(theme, self)
        self.thread_view = ThreadView(theme, self.messages, self)
        self.composer = Composer(theme, self)
        self.composer.set_send_key(settings.preferences.send_key)
        self.status_bar = StatusBar(theme, self)
        self._notice = QLabel(self)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setWordWrap(True)
        self._notice.hide()
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(8000)
        self._notice_timer.timeout.connect(self._notice.hide)
        self._lay_out()
        self._connect()
        self._restore_geometry()
        self._on_theme_changed()

    # Start

    async def load(self) -> None:
        """Show what the store holds."""
        self.conversations.reset(await self._bridge.call(self._service.conversations()))
        await self._bridge.call(self._service.publish_today())
        if not self.conversations.counts().get("waiting"):
            self.list_pane.choose_filter("all")
        self.list_pane.refresh()

    async def begin(self, account: Account | None) -> None:
        """Sign in with the remembered password, or ask for it."""
        self._account = account
        if account is not None and await self._bridge.call(self._service.resume(account)):
            return
        self.ask_to_sign_in()

    # Building

    def _make_actions(self) -> dict[str, QAction]:
        listing: list[tuple[str, str, str, Callable[[], None]]] = [
            ("new", self.tr("Write to a new number…"), "Ctrl+N", self.ask_for_number),
            ("search", self.tr("Search"), "Ctrl+F", self._focus_search),
            ("sign_in", self.tr("Sign in…"), "Ctrl+L", self.ask_to_sign_in),
            ("password", self.tr("Change password…"), "Ctrl+Shift+P", self.ask_to_change_password),
            ("retry", self.tr("Connect now"), "Ctrl+R", self._retry_now),
            ("settings", self.tr("Settings…"), "Ctrl+,", self.open_settings),
            ("quit", self.tr("Quit"), "Ctrl+Q", self._quit),
            ("next_area", self.tr("Next area"), "F6", self._focus_next_area),
            ("previous_area", self.tr("Previous area"), "Shift+F6", self._focus_previous_area),
        ]
        actions = {}
        for name, text, keys, slot in listing:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(slot)
            self.addAction(action)
            actions[name] = action
        return actions

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for name in ("new", "search", "", "sign_in", "password", "retry", "", "settings", "", "quit"):
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def _lay_out(self) -> None:
        self._empty = QLabel(self.tr("Choose a conversation, or write to a new number (Ctrl+N)"), self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.thread_view, 1)
        column.addWidget(self.composer)
        self._page = page
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
        self._pages.setMinimumWidth(240)

        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list_pane)
        self._splitter.addWidget(self._pages)
        self._splitter.setStretchFactor(1, 1)
        self.list_pane.setMinimumWidth(self._theme.size("list_min"))
        self.list_pane.setMaximumWidth(self._theme.size("list_max"))

        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addWidget(self.banner)
        root.addWidget(self._notice)
        root.addWidget(self._splitter, 1)
        root.addWidget(self.status_bar)

    def _connect(self) -> None:
        self._bridge.event_published.connect(self._on_event_published)
        self._bridge.call_failed.connect(self._on_call_failed)
        self.list_pane.phone_activated.connect(self.open_phone)
        self.thread_view.older_requested.connect(self._on_thread_view_older_requested)
        self.thread_view.end_reached.connect(self._mark_read)
        self.thread_view.action_requested.connect(self._on_thread_view_action_requested)
        self.composer.send_requested.connect(self._on_composer_send_requested)
        self.composer.draft_changed.connect(self._on_composer_draft_changed)
        self.banner.retry_requested.connect(self._retry_now)
        self.banner.sign_in_requested.connect(self.ask_to_sign_in)
        self.banner.diagnosis_requested.connect(self._copy_diagnosis)
        self.status_bar.connection_requested.connect(self.ask_to_sign_in)
        self._theme.changed.connect(self._on_theme_changed)

    # Events of the background

    @Slot(object)
    def _on_event_published(self, event: Event) -> None:
        if isinstance(event, MessagesChanged):
            self._show_messages(event)
        elif isinstance(event, LinkChanged):
            self._show_link(event)
        elif isinstance(event, BalanceChanged):
            self.status_bar.set_balance(event)
        elif isinstance(event, Polled):
            self.status_bar.set_polled(event)
        elif isinstance(event, PasswordSettled):
            self._show_settled(event)

    def _show_messages(self, event: MessagesChanged) -> None:
        self.conversations.apply(event.conversations)
        if event.today is not None:
            self.status_bar.set_today(event.today)
            self.status_bar.set_pending(event.today.pending)
            self.banner.set_pending(event.today.pending)
        if self._phone is not None:
            self.messages.append(message for message in event.added if message.phone == self._phone)
            self.messages.update(message for message in event.changed if message.phone == self._phone)
            self._refresh_header()
            if self.thread_view.at_end:
                self._mark_read()

    def _show_link(self, event: LinkChanged) -> None:
        self._link = event
        self.status_bar.set_link(event)
        self.banner.set_link(event)
        online = event.state is LinkState.CONNECTED
        self.composer.set_online(online)
        self.messages.set_offline(not online)
        if event.state is LinkState.REFUSED and isinstance(event.error, GatewayError):
            self.ask_to_sign_in()
            if self.sign_in_dialog is not None:
                self.sign_in_dialog.show_error(event.error)

    def _show_settled(self, event: PasswordSettled) -> None:
        if event.holds is PasswordHolds.NEW:
            self.notify(self.tr("The password was changed: the gateway takes the new one."))
        else:
            self.notify(self.tr("The password was not changed: the gateway still takes the old one."))

    def notify(self, sentence: str) -> None:
        """Show one sentence above the panes for a few seconds."""
        self._notice.setText(sentence)
        self._notice.show()
        self._notice_timer.start()

    @Slot(object)
    def _on_call_failed(self, error: MwDeskError) -> None:
        self.notify(wording.error_words(error))

    # Conversations

    @Slot(object)
    def open_phone(self, phone: PhoneNumber) -> None:
        """Open a number's thread; the composer keeps what was written to the one before as its draft."""
        if phone == self._phone:
            self.composer.setFocus()
            return
        conversation = self.conversations.conversation(phone)
        if conversation is None:
            return
        self._phone = phone
        self.conversations.set_current(phone)
        self.composer.set_recipient(phone, conversation.draft)
        self._refresh_header()
        self._pages.setCurrentWidget(self._page)
        self.messages.reset([], 0)
        self._bridge.start(self._load_thread(phone, conversation.unread))

    async def _load_thread(self, phone: PhoneNumber, unread: int) -> None:
        messages = await self._bridge.call(self._service.thread(phone, None, max(_PAGE, min(unread + 10, 300))))
        if phone == self._phone:
            self.messages.reset(messages, unread)
            self.thread_view.jump_to_newest()
            self._mark_read()
            self.composer.setFocus()

    @Slot()
    def _on_thread_view_older_requested(self) -> None:
        oldest = self.messages.oldest
        if self._phone is None or oldest is None or self._loading_older:
            return
        self._loading_older = True
        self._bridge.start(self._load_older(self._phone, oldest.row_id))

    async def _load_older(self, phone: PhoneNumber, row_id: int) -> None:
        try:
            messages = await self._bridge.call(self._service.thread(phone, row_id, _PAGE))
            if phone == self._phone and messages:
                self.messages.prepend(messages)
        finally:
            self._loading_older = False

    @Slot()
    def _mark_read(self) -> None:
        if self._phone is None or not self.isActiveWindow():
            return
        conversation = self.conversations.conversation(self._phone)
        if conversation is not None and conversation.unread:
            self._bridge.send(self._service.mark_read(self._phone))

    def _refresh_header(self) -> None:
        if self._phone is not None:
            conversation = self.conversations.conversation(self._phone)
            if conversation is not None:
                self.header.show_conversation(conversation)

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
        if phone == self._phone:
            self.thread_view.jump_to_newest()

    @Slot(object, str)
    def _on_composer_draft_changed(self, phone: PhoneNumber, text: str) -> None:
        self._bridge.send(self._service.save_draft(phone, text))

    @Slot(str, object)
    def _on_thread_view_action_requested(self, action: str, message: Message) -> None:
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

    # The account

    @Slot()
    def ask_to_sign_in(self) -> None:
        """Open the sign-in dialog, or raise the one that is open."""
        if self.sign_in_dialog is None:
            dialog = SignInDialog(self._theme, self._account, self)
            dialog.submitted.connect(self._on_sign_in_submitted)
            dialog.finished.connect(self._on_sign_in_finished)
            self.sign_in_dialog = dialog
            self._bridge.start(self._tell_keyring(dialog))
        self.sign_in_dialog.open()

    async def _tell_keyring(self, dialog: SignInDialog) -> None:
        available = await self._bridge.call(self._service.keyring_available())
        if self.sign_in_dialog is dialog:
            dialog.set_keyring_available(available)

    @Slot(object)
    def _on_sign_in_submitted(self, request: SignInRequest) -> None:
        if self.sign_in_dialog is not None:
            self.sign_in_dialog.set_busy(True)
            self._bridge.start(self._sign_in(request))

    async def _sign_in(self, request: SignInRequest) -> None:
        warning = ""
        try:
            await self._bridge.call(self._service.sign_in(request.account, request.password, request.remember))
        except CredentialError as error:
            warning = wording.error_words(error)
        except MwDeskError as error:
            if self.sign_in_dialog is not None:
                self.sign_in_dialog.set_busy(False)
                self.sign_in_dialog.show_error(error)
            return
        self._account = request.account
        self._settings.account_name = request.account.name
        self._settings.account_host = request.account.host
        self._settings.account_port = request.account.port
        self._keep_settings()
        if self.sign_in_dialog is not None:
            self.sign_in_dialog.accept()
        if warning:
            self.notify(warning)

    @Slot()
    def _on_sign_in_finished(self) -> None:
        if self.sign_in_dialog is not None:
            self.sign_in_dialog.deleteLater()
            self.sign_in_dialog = None

    @Slot()
    def ask_to_change_password(self) -> None:
        """Open the change-password dialog."""
        if self._account is None:
            self.ask_to_sign_in()
            return
        if self.password_dialog is None:
            dialog = ChangePasswordDialog(self._theme, self._account.name, self)
            dialog.submitted.connect(self._on_password_submitted)
            dialog.finished.connect(self._on_password_finished)
            self.password_dialog = dialog
        self.password_dialog.open()

    @Slot(object)
    def _on_password_submitted(self, change: PasswordChange) -> None:
        if self.password_dialog is not None:
            self.password_dialog.set_busy(True)
            self._bridge.start(self._change_password(self.password_dialog, change))

    async def _change_password(self, dialog: ChangePasswordDialog, change: PasswordChange) -> None:
        try:
            await self._bridge.call(self._service.change_password(change.old, change.new))
        except (GatewayError, NotConnectedError) as error:
            dialog.set_busy(False)
            dialog.show_refused(error)
        except CredentialError as error:
            dialog.show_done()
            self.notify(wording.error_words(error))
        except MwDeskError:
            dialog.set_busy(False)
            dialog.show_unknown()
        else:
            dialog.show_done()
            self.notify(self.tr("The password was changed."))

    @Slot()
    def _on_password_finished(self) -> None:
        if self.password_dialog is not None:
            self.password_dialog.deleteLater()
            self.password_dialog = None

    @Slot()
    def _retry_now(self) -> None:
        self._bridge.send(self._service.retry_now())

    @Slot()
    def _copy_diagnosis(self) -> None:
        link = self._link
        lines = [f"MWDesk {__version__}", f"link: {link.state.value}", f"attempt: {link.attempt}"]
        if self._account is not None:
            lines.append(f"gateway: {self._account.host}:{self._account.port}")
        if link.error is not None:
            lines.append(f"error: {type(link.error).__name__}: {link.error}")
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.notify(self.tr("The diagnosis was copied. It holds no password and no customer's number."))

    # Settings and focus

    @Slot()
    def open_settings(self) -> None:
        """Open the settings dialog."""
        dialog = SettingsDialog(self._theme, self._settings.preferences, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self._on_preferences_changed)
        dialog.open()

    @Slot(object)
    def _on_preferences_changed(self, preferences: Preferences) -> None:
        self._settings.preferences = preferences
        self._theme.set_mode(preferences.theme)
        self.composer.set_send_key(preferences.send_key)
        self._keep_settings()

    def _keep_settings(self) -> None:
        try:
            self._save_settings()
        except SettingsError as error:
            self.notify(wording.error_words(error))

    @Slot()
    def _focus_search(self) -> None:
        self.list_pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list_pane.search.selectAll()

    def _areas(self) -> list[QWidget]:
        return [self.list_pane.search, self.list_pane.view, self.thread_view, self.composer]

    def _move_focus(self, step: int) -> None:
        areas = [area for area in self._areas() if area.isVisible()]
        focused: QWidget | None = self.focusWidget()
        place = next(
            (
                i
                for i, area in enumerate(areas)
                if focused is area or (focused is not None and area.isAncestorOf(focused))
            ),
            0,
        )
        areas[(place + step) % len(areas)].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _focus_next_area(self) -> None:
        self._move_focus(1)

    @Slot()
    def _focus_previous_area(self) -> None:
        self._move_focus(-1)

    @Slot()
    def _quit(self) -> None:
        self.close()

    def _restore_geometry(self) -> None:
        self.resize(1360, 860)
        with contextlib.suppress(ValueError):
            if self._settings.window_geometry:
                self.restoreGeometry(QByteArray(bytes.fromhex(self._settings.window_geometry)))
        width = self._settings.list_width or self._theme.size("list_width")
        self._splitter.setSizes([width, max(1, self.width() - width)])

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setWindowIcon(self._theme.app_icon())
        self._empty.setFont(self._theme.font("title"))
        self._notice.setFont(self._theme.font("list"))
        tokens = self._theme.tokens
        palette = self._notice.palette()
        palette.setColor(self._notice.backgroundRole(), tokens.info_soft)
        self._notice.setAutoFillBackground(True)
        self._notice.setPalette(palette)
        self._notice.setContentsMargins(16, 8, 16, 8)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was being written and where the window stood; the program ends when both are safe."""
        self.composer.flush_draft()
        self._settings.window_geometry = bytes(self.saveGeometry().data()).hex()
        self._settings.list_width = self._splitter.sizes()[0]
        self._keep_settings()
        event.accept()
        self.closed.set()
