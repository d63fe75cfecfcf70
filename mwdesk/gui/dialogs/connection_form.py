"""What is asked for to sign in: the account, the way to the gateway, a proxy on it, and what seldom differs."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mwdesk.config import DEFAULT_ADDRESSES, LOGIN_TYPES, SUB_PORT_DIGITS
from mwdesk.domain.account import ACCOUNT_LIMIT, Account, Proxy, ProxyKind, Route, SendCommand, Wiring
from mwdesk.gui import wording
from mwdesk.gui.address import folded, is_host, is_ipv4, port_number, split_address
from mwdesk.gui.dialogs.form import COLUMN_GAP, FIELD_GAP, LABEL_GAP, MARGINS
from mwdesk.gui.painting import draw_horizontal_hairline
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.fields import CheckBox, LabelledField, PasswordField
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words

_PORT_WIDTH = 96
_NO_PROXY = "none"
_PROXY_FIELD_LIMIT = 255
"""Bytes SOCKS5 holds for a user name or a password."""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """What the operator wants to sign in with, or to test."""

    account: Account
    password: str = field(repr=False)
    remember: bool
    proxy_password: str = field(default="", repr=False)


class AddressFields(QWidget):
    """A name or address and a port; ``host:port`` pasted into the first fills both."""

    edited = Signal()

    def __init__(self, theme: Theme, label: str, empty: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._empty = empty
        self._typed = ""
        self.host_edit = QLineEdit(self)
        self.host_field = LabelledField(theme, label, self.host_edit, parent=self)
        self.port_edit = QLineEdit(self)
        self.port_field = LabelledField(theme, self.tr("Port"), self.port_edit, parent=self)
        self.port_edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.port_field.setFixedWidth(_PORT_WIDTH)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(COLUMN_GAP)
        layout.addWidget(self.host_field, 1)
        layout.addWidget(self.port_field)
        self.host_edit.textEdited.connect(self._on_host_edited)
        self.host_edit.editingFinished.connect(self.tidy)
        self.port_edit.textEdited.connect(self._on_port_edited)
        self.port_edit.editingFinished.connect(self.tidy)

    @property
    def host(self) -> str:
        """What the first field says, folded and trimmed."""
        return folded(self.host_edit.text())

    @property
    def port(self) -> int | None:
        """The port; None while it is none."""
        return port_number(self.port_edit.text())

    def set_address(self, host: str, port: int | None) -> None:
        """Fill both fields."""
        self.host_edit.setText(host)
        self.port_edit.setText("" if port is None else str(port))
        self._typed = host

    @Slot()
    def tidy(self) -> None:
        """Fold full-width characters, leave out what stands around, take a port out of the address."""
        host, port = split_address(self.host_edit.text())
        _show(self.host_edit, host)
        _show(self.port_edit, folded(self.port_edit.text()) if port is None else str(port))
        self._typed = host

    def check(self) -> list[LabelledField]:
        """Say at the fields what is wrong with them; return those."""
        self.tidy()
        self.host_field.set_error(self._host_error())
        self.port_field.set_error("" if self.port is not None else self.tr("1 to 65535"))
        return [labelled for labelled in (self.host_field, self.port_field) if labelled.error]

    def _host_error(self) -> str:
        host = self.host
        if not host:
            return self._empty
        if any(character in "/:@,;" or character.isspace() for character in host) and not is_host(host):
            return self.tr("Only a name or an address, without port and without “http://”.")
        if not is_host(host):
            return self.tr("This is neither a name nor an address such as 61.242.89.115.")
        return ""

    @Slot(str)
    def _on_host_edited(self, text: str) -> None:
        pasted = len(text) > len(self._typed) + 1
        self._typed = text
        if pasted:
            self.tidy()
        self.host_field.set_error("")
        self.edited.emit()

    @Slot(str)
    def _on_port_edited(self, text: str) -> None:
        self.port_field.set_error("" if not text or self.port is not None else self.tr("1 to 65535"))
        self.edited.emit()


class ConnectionForm(QWidget):
    """The left column of the dialog. What it shows is read with :meth:`read`; ``refitted`` says its height changed.

    A gateway's name goes to a SOCKS4 proxy as SOCKS4a, which resolves names itself; an IPv4 address goes as SOCKS4,
    which every such proxy knows.
    """

    refitted = Signal()

    def __init__(self, theme: Theme, forbidden_words: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._forbidden_words = forbidden_words
        self._keyring_available = True
        self._wiring = Wiring.SOCKET
        self._known_name = ""
        self._pending = 0
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(*MARGINS)
        self.rows.setSpacing(FIELD_GAP)
        self._add_person()
        self._add_way()
        self._add_proxy()
        self._add_more()
        self._connect()
        self._order()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_account(None)

    # Building

    def _add_person(self) -> None:
        theme = self._theme
        self.account_edit = QLineEdit(self)
        self.account_field = LabelledField(theme, self.tr("SMS account"), self.account_edit, parent=self)
        self.password_edit = PasswordField(theme)
        self.password_field = LabelledField(theme, self.tr("Password"), self.password_edit, parent=self)
        self.remember_box = CheckBox(theme, self.tr("Remember the password, in the system's keyring"), self)
        self.remember_box.setChecked(True)
        self.remember_note = Words(theme, parent=self)
        self.remember_note.hide()
        self.rows.addLayout(_row((self.account_field, 1), (self.password_field, 1)))
        self.rows.addLayout(_stack(self.remember_box, self.remember_note))

    def _add_way(self) -> None:
        theme = self._theme
        self.wiring_segments = Segments(
            theme,
            self.tr("Way to the gateway"),
            [(Wiring.SOCKET.value, self.tr("Direct socket")), (Wiring.HTTP.value, self.tr("HTTP tunnel"))],
            self,
        )
        self._add_choice(
            self.tr("Way to the gateway"),
            self.wiring_segments,
            Words(
                theme, self.tr("Direct is faster; where only web pages are allowed, use the HTTP tunnel."), parent=self
            ),
        )
        self.gateway = AddressFields(theme, self.tr("Gateway address"), self.tr("Enter the gateway's address."), self)
        self.tls_box = CheckBox(theme, self.tr("Encrypt with TLS"), self)
        self._tls_note = Words(theme, parent=self)
        self.rows.addWidget(self.gateway)
        self.rows.addLayout(_stack(self.tls_box, self._tls_note))

    def _add_proxy(self) -> None:
        theme = self._theme
        self._divider = QWidget(self)
        self._divider.setFixedHeight(1)
        self.rows.addWidget(self._divider)
        name = self.tr("Proxy server")
        title = Words(theme, name, "list", "text_primary", self, strong=True)
        title.setWordWrap(False)
        note = Words(theme, self.tr("only if the company's network asks for one"), parent=self)
        self.proxy_segments = Segments(
            theme,
            name,
            [
                (_NO_PROXY, self.tr("None")),
                (ProxyKind.SOCKS4.value, "SOCKS4"),
                (ProxyKind.SOCKS5.value, "SOCKS5"),
                (ProxyKind.HTTP.value, "HTTP"),
            ],
            self,
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(note, 1)
        box = QVBoxLayout()
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self.proxy_segments)
        self.rows.addLayout(box)
        self.proxy = AddressFields(theme, self.tr("Proxy address"), self.tr("Enter the proxy's address."), self)
        self.proxy_user_edit = QLineEdit(self)
        self.proxy_user_field = LabelledField(
            theme, self.tr("Proxy user (may be empty)"), self.proxy_user_edit, parent=self
        )
        self.proxy_password_edit = PasswordField(theme)
        self.proxy_password_field = LabelledField(
            theme, self.tr("Proxy password"), self.proxy_password_edit, parent=self
        )
        self.rows.addWidget(self.proxy)
        self._proxy_person = QWidget(self)
        self._proxy_person.setLayout(_row((self.proxy_user_field, 1), (self.proxy_password_field, 1)))
        self.rows.addWidget(self._proxy_person)

    def _add_more(self) -> None:
        theme = self._theme
        self.more_button = SmallButton(theme, self.tr("More"), "link", self)
        self.more_button.setCheckable(True)
        self.rows.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.more = QWidget(self)
        inside = QVBoxLayout(self.more)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(FIELD_GAP)
        self.login_type_segments = Segments(theme, self.tr("Login type"), [(kind, kind) for kind in LOGIN_TYPES], self)
        self.command_segments = Segments(
            theme, self.tr("Send command"), [(command.value, command.value) for command in SendCommand], self
        )
        self._add_choice(self.tr("Login type"), self.login_type_segments, into=inside)
        self._add_choice(
            self.tr("Send command"),
            self.command_segments,
            Words(theme, self.tr("Change these two only if the platform's support says so."), parent=self),
            into=inside,
        )
        self.sub_port_edit = QLineEdit(self)
        self.sub_port_edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.sub_port_field = LabelledField(
            theme,
            self.tr("Sub-port (may be empty)"),
            self.sub_port_edit,
            self.tr("Digits customers see behind the service number."),
            self,
        )
        inside.addWidget(self.sub_port_field)
        self.rows.addWidget(self.more)
        self.more.hide()
        self.rows.addStretch(1)

    def _add_choice(
        self, name: str, segments: Segments, note: Words | None = None, *, into: QVBoxLayout | None = None
    ) -> None:
        label = Words(self._theme, name, "list", "text_primary", self)
        label.setBuddy(segments)
        box = _stack(label, segments)
        if note is not None:
            box.addWidget(note)
        (into or self.rows).addLayout(box)

    def _connect(self) -> None:
        self.account_edit.textEdited.connect(self._on_account_edited)
        self.account_edit.editingFinished.connect(self._on_account_editing_finished)
        self.password_edit.textEdited.connect(self._on_password_edited)
        self.password_edit.caps_lock_changed.connect(self._on_password_caps_lock_changed)
        self.wiring_segments.chosen.connect(self._on_wiring_chosen)
        self.tls_box.toggled.connect(self._on_tls_toggled)
        self.proxy_segments.chosen.connect(self._on_proxy_chosen)
        for edit in (self.proxy_user_edit, self.proxy_password_edit):
            edit.textEdited.connect(self._on_proxy_person_edited)
        self.more_button.toggled.connect(self._on_more_toggled)
        self.sub_port_edit.textEdited.connect(self._on_sub_port_edited)

    def _order(self) -> None:
        order: list[QWidget] = [
            self.account_edit,
            self.password_edit,
            self.remember_box,
            *(self.wiring_segments.button(wiring.value) for wiring in Wiring),
            self.gateway.host_edit,
            self.gateway.port_edit,
            self.tls_box,
            *(self.proxy_segments.button(key) for key in (_NO_PROXY, "socks4", "socks5", "http")),
            self.proxy.host_edit,
            self.proxy.port_edit,
            self.proxy_user_edit,
            self.proxy_password_edit,
            self.more_button,
            *(self.login_type_segments.button(kind) for kind in LOGIN_TYPES),
            *(self.command_segments.button(command.value) for command in SendCommand),
            self.sub_port_edit,
        ]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    # Filling and reading

    def set_account(self, account: Account | None) -> None:
        """Prefill everything but the passwords; the keys then go to the first empty field."""
        shown = account or Account("")
        route, proxy = shown.route, shown.route.proxy
        self._wiring = route.wiring
        self._known_name = shown.name
        self.account_edit.setText(shown.name)
        self.wiring_segments.set_value(route.wiring.value)
        self.gateway.set_address(shown.host, shown.port)
        self.tls_box.setChecked(route.tls)
        kind = ProxyKind.SOCKS4 if proxy is not None and proxy.kind is ProxyKind.SOCKS4A else proxy and proxy.kind
        self.proxy_segments.set_value(kind.value if kind else _NO_PROXY)
        self.proxy.set_address(proxy.host if proxy else "", proxy.port if proxy else None)
        self.proxy_user_edit.setText(proxy.user if proxy else "")
        self.login_type_segments.set_value(shown.login_type)
        self.command_segments.set_value(shown.send_command.value)
        self.sub_port_edit.setText(shown.sub_port)
        usual = Account("")
        self.more_button.setChecked(
            (shown.login_type, shown.send_command, shown.sub_port)
            != (usual.login_type, usual.send_command, usual.sub_port)
        )
        self._refresh()
        self.focus_first()

    def set_pending(self, count: int) -> None:
        """Say beside another account than the prefilled one that so many messages will go out from it."""
        self._pending = count

    def _show_pending(self) -> None:
        other = folded(self.account_edit.text()) not in ("", self._known_name)
        words = self.tr("%n message(s) waiting to be sent will go out from this account.", "", self._pending)
        self.account_field.set_help(words if other and self._known_name and self._pending else "")
        self.refitted.emit()

    def focus_first(self) -> None:
        """Give the keys to the first field that is to be filled."""
        (self.password_edit if self.account_edit.text() else self.account_edit).setFocus()

    def set_keyring_available(self, available: bool) -> None:
        """Offer to remember the password only where there is a keyring, and say why not."""
        self._keyring_available = available
        self.remember_box.setEnabled(available)
        if not available:
            self.remember_box.setChecked(False)
        note = "" if available else self.tr("This computer has no keyring; the password is asked for at each start.")
        self.remember_note.setText(note)
        self.remember_note.setVisible(bool(note))
        self.remember_box.setAccessibleDescription(note)
        self.refitted.emit()

    def set_remember(self, remember: bool) -> None:
        """Tick the box, where there is a keyring."""
        self.remember_box.setChecked(remember and self._keyring_available)

    def forget_passwords(self) -> None:
        """Empty both password fields."""
        for edit in (self.password_edit, self.proxy_password_edit):
            edit.clear()
            edit.hide_password()

    def read(self) -> SignInRequest | None:
        """Return what was entered; None when something is wrong, which is then said and has the keys."""
        wrong = self._check()
        self.refitted.emit()
        port = self.gateway.port
        if wrong or port is None:
            wrong[0].editor.setFocus()
            return None
        account = Account(
            self.account_edit.text(),
            self.gateway.host,
            port,
            Route(self._wiring, self.tls_box.isChecked(), self._read_proxy()),
            SendCommand(self.command_segments.value),
            self.login_type_segments.value,
            folded(self.sub_port_edit.text()),
        )
        return SignInRequest(
            account,
            self.password_edit.text().strip(),
            self.remember_box.isChecked(),
            self.proxy_password_edit.text() if account.route.proxy is not None and self._takes_password() else "",
        )

    def _read_proxy(self) -> Proxy | None:
        port = self.proxy.port
        if self.proxy_segments.value == _NO_PROXY or port is None:
            return None
        kind = ProxyKind(self.proxy_segments.value)
        if kind is ProxyKind.SOCKS4 and not is_ipv4(self.gateway.host):
            kind = ProxyKind.SOCKS4A
        return Proxy(kind, self.proxy.host, port, self.proxy_user_edit.text().strip())

    def _takes_password(self) -> bool:
        return self.proxy_segments.value != ProxyKind.SOCKS4.value

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line above the proxy."""
        line = self._divider.geometry()
        draw_horizontal_hairline(
            QPainter(self), line.left(), line.left() + line.width(), line.top(), self._theme.tokens.border
        )

    # What is wrong

    def _check(self) -> list[LabelledField]:
        """Say at each field what is wrong with it; return those."""
        self._on_account_editing_finished()
        self.account_field.set_error(self._credential_error(self.account_edit.text(), self.tr("Enter the account.")))
        password = self.password_edit.text().strip()  # Blanks have no place in it: they came with pasting.
        self.password_field.set_error(self._credential_error(password, self.tr("Enter the password.")))
        wrong = [labelled for labelled in (self.account_field, self.password_field) if labelled.error]
        wrong += self.gateway.check()
        if self.proxy_segments.value != _NO_PROXY:
            wrong += self.proxy.check()
            self.proxy_user_field.set_error(self._proxy_user_error())
            self.proxy_password_field.set_error(self._proxy_password_error())
            wrong += [each for each in (self.proxy_user_field, self.proxy_password_field) if each.error]
        self.sub_port_field.set_error(self._sub_port_error())
        if self.sub_port_field.error:
            self.more_button.setChecked(True)
            wrong.append(self.sub_port_field)
        return wrong

    def _credential_error(self, value: str, empty: str) -> str:
        if not value:
            return empty
        error = self._forbidden_words(value)
        if not error and len(value) > ACCOUNT_LIMIT:  # Only ASCII is left here: characters are bytes.
            many = self.tr("{count} characters; {limit} at most.")
            error = wording.counted(many, count=len(value), limit=ACCOUNT_LIMIT)
        return error

    def _proxy_user_error(self) -> str:
        user = self.proxy_user_edit.text().strip()
        if self.proxy_segments.value == ProxyKind.HTTP.value and ":" in user:
            return self.tr("A colon cannot stand in the user name of an HTTP proxy.")
        return self._proxy_text_error(user)

    def _proxy_password_error(self) -> str:
        password = self.proxy_password_edit.text() if self._takes_password() else ""
        if password and not self.proxy_user_edit.text().strip():
            return self.tr("A password needs a user name.")
        return self._proxy_text_error(password)

    def _proxy_text_error(self, text: str) -> str:
        if self.proxy_segments.value != ProxyKind.HTTP.value and not text.isascii():
            return self.tr("A SOCKS proxy takes English letters, digits and signs only.")
        if len(text.encode()) > _PROXY_FIELD_LIMIT:
            many = self.tr("{count} characters; {limit} at most.")
            return wording.counted(many, count=len(text), limit=_PROXY_FIELD_LIMIT)
        return "" if text.isprintable() else self.tr("There is an invisible character in it.")

    def _sub_port_error(self) -> str:
        digits = folded(self.sub_port_edit.text())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= SUB_PORT_DIGITS):
            return self.tr("Digits only, {limit} at most.").format(limit=SUB_PORT_DIGITS)
        return ""

    # Following what is done

    def _refresh(self) -> None:
        encrypted = self.tls_box.isChecked()
        self._tls_note.setText(
            self.tr("Encrypted. The gateway must offer TLS on this port, with a certificate for this address.")
            if encrypted
            else self.tr("Not encrypted: account, password and messages cross the network in the clear.")
        )
        self.tls_box.setAccessibleDescription(self._tls_note.text())
        through_proxy = self.proxy_segments.value != _NO_PROXY
        self.proxy.setVisible(through_proxy)
        self._proxy_person.setVisible(through_proxy)
        self.proxy_password_field.setVisible(self._takes_password())
        self.more.setVisible(self.more_button.isChecked())
        self._on_theme_changed()
        self.refitted.emit()

    @Slot()
    def _on_account_edited(self) -> None:
        self.account_field.set_error(self._forbidden_words(folded(self.account_edit.text())))
        self._show_pending()

    @Slot()
    def _on_account_editing_finished(self) -> None:
        _show(self.account_edit, folded(self.account_edit.text()))

    @Slot()
    def _on_password_edited(self) -> None:
        self.password_field.set_error(self._forbidden_words(self.password_edit.text().strip()))

    @Slot(bool)
    def _on_password_caps_lock_changed(self, on: bool) -> None:
        self.password_field.set_help(self.tr("Caps Lock seems to be on.") if on else "")
        self.refitted.emit()

    @Slot(str)
    def _on_wiring_chosen(self, key: str) -> None:
        before, self._wiring = self._wiring, Wiring(key)
        old_host, old_port = DEFAULT_ADDRESSES[before]
        new_host, new_port = DEFAULT_ADDRESSES[self._wiring]
        if self.gateway.host == old_host:
            self.gateway.host_edit.setText(new_host)
        if self.gateway.port == old_port:
            self.gateway.port_edit.setText(str(new_port))
        self.gateway.tidy()

    @Slot()
    def _on_tls_toggled(self) -> None:
        self._refresh()

    @Slot()
    def _on_proxy_chosen(self) -> None:
        self._refresh()

    @Slot()
    def _on_proxy_person_edited(self) -> None:
        self.proxy_user_field.set_error("")
        self.proxy_password_field.set_error("")

    @Slot()
    def _on_more_toggled(self) -> None:
        self._refresh()

    @Slot()
    def _on_sub_port_edited(self) -> None:
        self.sub_port_field.set_error(self._sub_port_error())

    @Slot()
    def _on_theme_changed(self) -> None:
        edge = self._theme.icon_size("tick")
        icon = "chevron-down" if self.more_button.isChecked() else "chevron-right"
        self.more_button.setIcon(self._theme.icon(icon, self._theme.tokens.link))
        self.more_button.setIconSize(QSize(edge, edge))


def _show(edit: QLineEdit, text: str) -> None:
    if edit.text() != text:
        edit.setText(text)


def _row(*widgets: tuple[QWidget, int]) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(COLUMN_GAP)
    for widget, stretch in widgets:
        layout.addWidget(widget, stretch)
    return layout


def _stack(*widgets: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(LABEL_GAP)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
