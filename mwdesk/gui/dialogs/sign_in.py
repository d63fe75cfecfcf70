"""Signing in: account, password, and where the gateway is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mwdesk.domain.account import ACCOUNT_LIMIT, DEFAULT_HOST, DEFAULT_PORT, Account
from mwdesk.gui import wording
from mwdesk.gui.dialogs.form import COLUMN_GAP, LABEL_GAP, FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import CheckBox, LabelledField, PasswordField
from mwdesk.gui.widgets.words import Words

_PORT_WIDTH = 96


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """What the operator wants to sign in with."""

    account: Account
    password: str = field(repr=False)
    remember: bool


class SignInDialog(FormDialog):
    """Asks for account and password; the owner signs in and calls ``accept`` or ``show_error``."""

    submitted = Signal(object)

    def __init__(self, theme: Theme, account: Account | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Sign in"))
        self.setAccessibleName(self.windowTitle())
        self._busy = False
        self._keyring_available = True
        self.account_edit = QLineEdit(self)
        self.account_field = LabelledField(theme, self.tr("SMS account"), self.account_edit)
        self.password_edit = PasswordField(theme)
        self.password_field = LabelledField(theme, self.tr("Password"), self.password_edit)
        self.remember_box = CheckBox(theme, self.tr("Remember the password, in the system's keyring"), self)
        self.remember_box.setChecked(True)
        self._remember_note = Words(theme, parent=self)
        self._remember_note.hide()
        self.host_edit = QLineEdit(self)
        self.host_field = LabelledField(theme, self.tr("Gateway address"), self.host_edit)
        self.port_edit = QLineEdit(self)
        self.port_field = LabelledField(theme, self.tr("Port"), self.port_edit)
        self.port_edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

        person = QHBoxLayout()
        person.setSpacing(COLUMN_GAP)
        person.addWidget(self.account_field, 1)
        person.addWidget(self.password_field, 1)
        self.body.addLayout(person)
        remember = QVBoxLayout()
        remember.setSpacing(LABEL_GAP)
        remember.addWidget(self.remember_box)
        remember.addWidget(self._remember_note)
        self.body.addLayout(remember)
        gateway = QHBoxLayout()
        gateway.setSpacing(COLUMN_GAP)
        gateway.addWidget(self.host_field, 1)
        self.port_field.setFixedWidth(_PORT_WIDTH)
        gateway.addWidget(self.port_field)
        self.body.addLayout(gateway)

        self._lock = QLabel(self)
        lock_words = Words(theme, self.tr("The password goes into no log and no settings file"), parent=self)
        lock_words.setWordWrap(False)
        self.foot.insertWidget(0, self._lock)
        self.foot.insertWidget(1, lock_words)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.sign_in_button = self.add_button(self.tr("Sign in"), "primary")
        self.sign_in_button.setDefault(True)

        self.cancel_button.clicked.connect(self.reject)
        self.sign_in_button.clicked.connect(self._on_sign_in_clicked)
        self.account_edit.textEdited.connect(self._on_account_edited)
        self.password_edit.textEdited.connect(self._on_password_edited)
        self.password_edit.caps_lock_changed.connect(self._on_password_caps_lock_changed)
        self.host_edit.textEdited.connect(self._on_host_edited)
        self.port_edit.textEdited.connect(self._on_port_edited)
        order: list[QWidget] = [
            self.account_edit,
            self.password_edit,
            self.remember_box,
            self.host_edit,
            self.port_edit,
            self.cancel_button,
            self.sign_in_button,
        ]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_account(account)

    def set_account(self, account: Account | None) -> None:
        """Prefill account and gateway; the keys then go to the first empty field."""
        self.account_edit.setText(account.name if account else "")
        self.host_edit.setText(account.host if account else DEFAULT_HOST)
        self.port_edit.setText(str(account.port if account else DEFAULT_PORT))
        (self.password_edit if account and account.name else self.account_edit).setFocus()

    def set_keyring_available(self, available: bool) -> None:
        """Offer to remember the password only where there is a keyring, and say why not."""
        self._keyring_available = available
        self.remember_box.setEnabled(available and not self._busy)
        if not available:
            self.remember_box.setChecked(False)
        note = "" if available else self.tr("This computer has no keyring; the password is asked for at each start.")
        self._remember_note.setText(note)
        self._remember_note.setVisible(bool(note))
        self.remember_box.setAccessibleDescription(note)
        self.fit()

    def set_remember(self, remember: bool) -> None:
        """Tick the box, where there is a keyring."""
        self.remember_box.setChecked(remember and self._keyring_available)

    def set_busy(self, busy: bool) -> None:
        """Hold the fields while signing in is under way; cancelling stays possible."""
        self._busy = busy
        for widget in (self.account_edit, self.password_edit, self.host_edit, self.port_edit, self.sign_in_button):
            widget.setEnabled(not busy)
        self.remember_box.setEnabled(not busy and self._keyring_available)
        self.sign_in_button.setText(self.tr("Signing in…") if busy else self.tr("Sign in"))
        if busy:
            self.notice.hide()
            self.fit()

    def show_error(self, error: Exception) -> None:
        """Say at the top why signing in failed and what to do; nothing typed is cleared."""
        self.set_busy(False)
        says, do = wording.error_lines(error)
        self.notice.show_notice("danger", says, do)
        self.fit()
        self.password_edit.setFocus()
        self.password_edit.selectAll()

    def done(self, result: int) -> None:
        """Forget the password when the dialog goes."""
        self.password_edit.clear()
        self.password_edit.hide_password()
        super().done(result)

    @Slot()
    def _on_sign_in_clicked(self) -> None:
        if self._busy:
            return
        for labelled, error in (
            (self.account_field, self._credential_error(self.account_edit.text(), self.tr("Enter the account."))),
            (self.password_field, self._credential_error(self.password_edit.text(), self.tr("Enter the password."))),
            (self.host_field, self._host_error()),
            (self.port_field, self._port_error()),
        ):
            labelled.set_error(error)
        self.fit()
        for labelled in (self.account_field, self.password_field, self.host_field, self.port_field):
            if labelled.error:
                labelled.editor.setFocus()
                return
        account = Account(self.account_edit.text(), self.host_edit.text().strip(), int(self.port_edit.text()))
        request = SignInRequest(account, self.password_edit.text(), self.remember_box.isChecked())
        self.set_busy(True)
        self.submitted.emit(request)

    def _credential_error(self, value: str, empty: str) -> str:
        if not value:
            return empty
        error = self.forbidden_words(value)
        if not error and len(value) > ACCOUNT_LIMIT:  # Only ASCII is left here: characters are bytes.
            error = self.tr("{count} characters; {limit} at most.").format(count=len(value), limit=ACCOUNT_LIMIT)
        return error

    def _host_error(self) -> str:
        host = self.host_edit.text().strip()
        if not host:
            return self.tr("Enter the gateway's address.")
        if any(character.isspace() or character in "/:@,;" for character in host):
            return self.tr("Only a name or an address, without port and without “http://”.")
        return ""

    def _port_error(self) -> str:
        port = self.port_edit.text()
        if port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535:
            return ""
        return self.tr("1 to 65535")

    @Slot()
    def _on_account_edited(self) -> None:
        self.account_field.set_error(self.forbidden_words(self.account_edit.text()))

    @Slot()
    def _on_password_edited(self) -> None:
        self.password_field.set_error(self.forbidden_words(self.password_edit.text()))

    @Slot(bool)
    def _on_password_caps_lock_changed(self, on: bool) -> None:
        self.password_field.set_help(self.tr("Caps Lock seems to be on.") if on else "")

    @Slot()
    def _on_host_edited(self) -> None:
        self.host_field.set_error("")

    @Slot()
    def _on_port_edited(self) -> None:
        self.port_field.set_error("" if not self.port_edit.text() else self._port_error())

    @Slot()
    def _on_theme_changed(self) -> None:
        edge = self.theme.icon_size("tick")
        color = self.theme.tokens.text_secondary
        self._lock.setPixmap(self.theme.pixmap("lock", edge, color, self.devicePixelRatioF()))
        self._lock.setFixedSize(QSize(edge, edge))
