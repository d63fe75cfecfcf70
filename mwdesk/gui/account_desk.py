"""The account's side of the window: signing in, changing the password, and what the gateway says to either."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.domain.account import Account
from mwdesk.domain.events import LinkChanged, LinkState, PasswordHolds, PasswordSettled
from mwdesk.errors import CredentialError, GatewayError, MwDeskError, NotConnectedError
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.dialogs.change_password import ChangePasswordDialog, PasswordChange
from mwdesk.gui.dialogs.sign_in import SignInDialog, SignInRequest
from mwdesk.gui.theme import Theme
from mwdesk.messaging.service import MessagingService


class AccountDesk(QObject):
    """Opens the two dialogs, one of each at most, over the window."""

    signed_in = Signal(object)
    """The gateway took an :class:`Account`."""
    noticed = Signal(str)
    """A sentence for the operator."""
    sign_in_closed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._bridge = bridge
        self._service = service
        self._window = window
        self.account: Account | None = None
        self.sign_in_dialog: SignInDialog | None = None
        self.password_dialog: ChangePasswordDialog | None = None

    async def begin(self, account: Account | None) -> None:
        """Sign in with the remembered password, or ask for it."""
        self.account = account
        if account is not None and await self._bridge.call(self._service.resume(account)):
            return
        self.ask_to_sign_in()

    @Slot()
    def ask_to_sign_in(self) -> None:
        """Open the sign-in dialog, or raise the one that is open."""
        if self.sign_in_dialog is None:
            dialog = SignInDialog(self._theme, self.account, self._window)
            dialog.submitted.connect(self._on_sign_in_submitted)
            dialog.finished.connect(self._on_sign_in_finished)
            self.sign_in_dialog = dialog
            self._bridge.start(self._tell_keyring(dialog))
        self.sign_in_dialog.open()

    @Slot()
    def ask_to_change_password(self) -> None:
        """Open the change-password dialog."""
        if self.account is None:
            self.ask_to_sign_in()
            return
        if self.password_dialog is None:
            dialog = ChangePasswordDialog(self._theme, self.account.name, self._window)
            dialog.submitted.connect(self._on_password_submitted)
            dialog.finished.connect(self._on_password_finished)
            self.password_dialog = dialog
        self.password_dialog.open()

    def show_link(self, event: LinkChanged) -> None:
        """Ask again where the gateway refused the account."""
        if event.state is LinkState.REFUSED and isinstance(event.error, GatewayError):
            self.ask_to_sign_in()
            if self.sign_in_dialog is not None:
                self.sign_in_dialog.show_error(event.error)

    def show_settled(self, event: PasswordSettled) -> None:
        """Say which password holds after a change nobody answered."""
        if event.holds is PasswordHolds.NEW:
            self.noticed.emit(self.tr("The password was changed: the gateway takes the new one."))
        else:
            self.noticed.emit(self.tr("The password was not changed: the gateway still takes the old one."))

    async def _tell_keyring(self, dialog: SignInDialog) -> None:
        available = await self._bridge.call(self._service.keyring_available())
        if self.sign_in_dialog is dialog:
            dialog.set_keyring_available(available)

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
        self.account = request.account
        self.signed_in.emit(request.account)
        if self.sign_in_dialog is not None:
            self.sign_in_dialog.accept()
        if warning:
            self.noticed.emit(warning)

    async def _change_password(self, dialog: ChangePasswordDialog, change: PasswordChange) -> None:
        try:
            await self._bridge.call(self._service.change_password(change.old, change.new))
        except (GatewayError, NotConnectedError) as error:
            dialog.set_busy(False)
            dialog.show_refused(error)
        except CredentialError as error:
            dialog.show_done()
            self.noticed.emit(wording.error_words(error))
        except MwDeskError:
            dialog.set_busy(False)
            dialog.show_unknown()
        else:
            dialog.show_done()
            self.noticed.emit(self.tr("The password was changed."))

    @Slot(object)
    def _on_sign_in_submitted(self, request: SignInRequest) -> None:
        if self.sign_in_dialog is not None:
            self.sign_in_dialog.set_busy(True)
            self._bridge.start(self._sign_in(request))

    @Slot()
    def _on_sign_in_finished(self) -> None:
        if self.sign_in_dialog is not None:
            self.sign_in_dialog.deleteLater()
            self.sign_in_dialog = None
            self.sign_in_closed.emit()

    @Slot(object)
    def _on_password_submitted(self, change: PasswordChange) -> None:
        if self.password_dialog is not None:
            self.password_dialog.set_busy(True)
            self._bridge.start(self._change_password(self.password_dialog, change))

    @Slot()
    def _on_password_finished(self) -> None:
        if self.password_dialog is not None:
            self.password_dialog.deleteLater()
            self.password_dialog = None
