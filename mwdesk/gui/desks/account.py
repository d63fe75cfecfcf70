"""The account's side of the window: signing in, testing the way, changing the password, and what comes of each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mwdesk.domain.account import Account
from mwdesk.domain.diagnosis import Check
from mwdesk.domain.events import LinkChanged, LinkState, PasswordHolds, PasswordSettled
from mwdesk.errors import CredentialError, GatewayError, MwDeskError, NotConnectedError
from mwdesk.gui import diagnosis_words, wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.stoppable import Stop, StoppedError, stop_now, stoppable
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    # The dialogs are imported when they open: not before the window is painted.
    from mwdesk.gui.dialogs.change_password import ChangePasswordDialog, PasswordChange
    from mwdesk.gui.dialogs.connection_form import SignInRequest
    from mwdesk.gui.dialogs.sign_in import SignInDialog
    from mwdesk.messaging.service import MessagingService

T = TypeVar("T")
_ERRORS_KEPT = 5


class AccountDesk(Desk):
    """Opens the two dialogs, one of each at most, over the window."""

    signed_in = Signal(object)
    """The gateway took an :class:`Account`."""
    noticed = Signal(str)
    """A sentence for the operator."""
    sign_in_closed = Signal()
    _checked = Signal(object, object)
    """Steps of the test a dialog asked for; emitted on the background thread."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, window: QWidget) -> None:
        super().__init__(theme, bridge, service, window)
        self._window = window
        self.account: Account | None = None
        self.pending = 0
        """How many messages wait to be sent."""
        self.sign_in_dialog: SignInDialog | None = None
        self.password_dialog: ChangePasswordDialog | None = None
        self._errors: deque[tuple[datetime, Exception]] = deque(maxlen=_ERRORS_KEPT)
        self._link = LinkState.SIGNED_OUT
        self._stop: Stop | None = None
        self._turn = asyncio.Lock()  # An attempt that was stopped is over before the next begins.
        self._checked.connect(self._on_checked, Qt.ConnectionType.QueuedConnection)

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
            from mwdesk.gui.dialogs.sign_in import SignInDialog

            dialog = SignInDialog(self._theme, self.account, self._window)
            dialog.form.set_pending(self.pending)
            dialog.submitted.connect(self._on_sign_in_submitted)
            dialog.test_requested.connect(self._on_sign_in_test_requested)
            dialog.stop_requested.connect(self.stop_attempt)
            dialog.copy_requested.connect(self._on_sign_in_copy_requested)
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
            from mwdesk.gui.dialogs.change_password import ChangePasswordDialog

            dialog = ChangePasswordDialog(self._theme, self.account.name, self._window)
            dialog.submitted.connect(self._on_password_submitted)
            dialog.finished.connect(self._on_password_finished)
            self.password_dialog = dialog
        self.password_dialog.open()

    @Slot()
    def ask_to_sign_out(self) -> None:
        """Ask whether to sign out, and say what becomes of the messages that have not gone out yet."""
        if self.account is None or self._link is LinkState.SIGNED_OUT:
            self.ask_to_sign_in()
            return
        from mwdesk.gui.dialogs.question import Question

        stays = self.tr(
            "Nothing is received while nobody is signed in; the gateway keeps it. The password is forgotten."
        )
        if self.pending:
            waiting = self.tr(
                "%n message(s) not sent yet stay here and go out after the next sign-in, from the account then used.",
                "",
                self.pending,
            )
            stays = f"{waiting}\n{stays}"
        question = Question(
            self._theme,
            self.tr("Sign out"),
            wording.fill(self.tr("Sign out of %1?"), self.account.name),
            stays,
            self.tr("Sign out"),
            self.tr("Stay signed in"),
            parent=self._window,
        )
        question.agreed.connect(self._on_question_agreed)
        question.open()

    @Slot()
    def _on_question_agreed(self) -> None:
        self._bridge.start(self._sign_out())

    async def _sign_out(self) -> None:
        try:
            await self._bridge.call(self._service.sign_out(forget=True))
        finally:
            self.ask_to_sign_in()

    def show_link(self, event: LinkChanged) -> None:
        """Note what went wrong, and ask again where the gateway refused the password.

        A dialog that is open already stays as it is: the operator is at work in it.
        """
        self._link = event.state
        if event.error is not None:
            self._errors.append((datetime.now(UTC), event.error))
        if event.state is not LinkState.REFUSED or not isinstance(event.error, GatewayError):
            return
        if event.error.code not in diagnosis_words.SHUT_OUT and self.sign_in_dialog is None:
            self.ask_to_sign_in()
            if self.sign_in_dialog is not None:
                self.sign_in_dialog.show_error(event.error)

    def diagnosis(self) -> str:
        """Write the account's way and the link's last errors as text, without passwords and customers' numbers."""
        return diagnosis_words.report(self.account, datetime.now(UTC), errors=tuple(self._errors))

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

    async def _attempt(self, work: Coroutine[Any, Any, T]) -> T:
        stop = self._stop = Stop()
        async with self._turn:
            return await self._bridge.call(stoppable(work, stop))

    async def _sign_in(self, dialog: SignInDialog, request: SignInRequest) -> None:
        warning = ""
        try:
            await self._attempt(
                self._service.sign_in(request.account, request.password, request.remember, request.proxy_password)
            )
        except CredentialError as error:
            warning = wording.error_words(error)
        except StoppedError:
            return
        except MwDeskError as error:
            if self.sign_in_dialog is dialog:
                dialog.show_error(error)
            return
        self.account = request.account
        self._errors.clear()
        self.signed_in.emit(request.account)
        if self.sign_in_dialog is dialog:
            dialog.accept()
        if warning:
            self.noticed.emit(warning)

    async def _test(self, dialog: SignInDialog, request: SignInRequest) -> None:
        def report(checks: tuple[Check, ...]) -> None:
            self._checked.emit(dialog, checks)

        try:
            checks = await self._attempt(
                self._service.check_connection(request.account, request.password, request.proxy_password, report)
            )
        except StoppedError:
            if self.sign_in_dialog is dialog:
                dialog.show_stopped()
            return
        if self.sign_in_dialog is dialog:
            dialog.show_conclusion(checks)

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

    @Slot(object, object)
    def _on_checked(self, dialog: SignInDialog, checks: tuple[Check, ...]) -> None:
        if self.sign_in_dialog is dialog and dialog.is_testing:
            dialog.show_checks(checks)

    @Slot(object)
    def _on_sign_in_submitted(self, request: SignInRequest) -> None:
        if self.sign_in_dialog is not None:
            self._bridge.start(self._sign_in(self.sign_in_dialog, request))

    @Slot(object)
    def _on_sign_in_test_requested(self, request: SignInRequest) -> None:
        if self.sign_in_dialog is not None:
            self._bridge.start(self._test(self.sign_in_dialog, request))

    @Slot()
    def stop_attempt(self) -> None:
        """End the signing in or the test that is under way."""
        stop_now(self._stop)

    @Slot()
    def _on_sign_in_copy_requested(self) -> None:
        dialog = self.sign_in_dialog
        if dialog is not None:
            text = diagnosis_words.report(dialog.tried, datetime.now(UTC), dialog.column.checks, tuple(self._errors))
            QGuiApplication.clipboard().setText(text)
            dialog.column.show_copied(True)

    @Slot()
    def _on_sign_in_finished(self) -> None:
        self.stop_attempt()
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
