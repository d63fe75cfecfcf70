"""Pictures of signing in and of the connection test."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt

from mwdesk.app import SessionCredentials
from mwdesk.domain.account import Proxy, ProxyKind, Route
from mwdesk.domain.diagnosis import CheckState
from mwdesk.gui.dialogs.sign_in import SignInDialog
from tests.tools.shots.acting import clear, press, type_text, until
from tests.tools.shots.studio import PASSWORD, Studio


async def entrance(studio: Studio, folder: Path) -> None:
    """Photograph signing in, refused and well, and the window that holds nothing yet."""
    console = studio.console(folder, SessionCredentials())
    await console.start(None)
    window = console.window
    dialog = window.account_desk.sign_in_dialog
    if dialog is None:
        raise RuntimeError("there is no sign-in dialog")
    await studio.shown(dialog)
    await studio.shoot(dialog, "sign-in")
    dialog.set_account(studio.account)
    type_text(dialog.password_edit, "654321")
    press(dialog.password_edit, Qt.Key.Key_Return)
    await until(dialog.notice.isVisible)
    await studio.shoot(dialog, "sign-in-refused")
    clear(dialog.password_edit)
    type_text(dialog.password_edit, PASSWORD)
    await connection(studio, dialog)
    press(dialog.password_edit, Qt.Key.Key_Return)
    await until(lambda: window.account_desk.sign_in_dialog is None)
    await studio.shown(window)
    await studio.shoot(window, "empty")
    await studio.close(console)


async def connection(studio: Studio, dialog: SignInDialog) -> None:
    """Photograph a test under way, passed and failed, the errors at the fields, and where there is little room."""
    studio.server.faults.silent_greeting = True
    dialog.test_button.click()
    await until(lambda: any(row.check.state is CheckState.RUNNING for row in dialog.column.rows[1:]))
    await studio.shoot(dialog, "connection-running")
    dialog.test_button.click()
    await until(dialog.notice.isVisible)
    studio.server.faults.silent_greeting = False
    dialog.test_button.click()
    await until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "success")
    await studio.shoot(dialog, "connection-passed")
    proxy = Proxy(ProxyKind.SOCKS5, "proxy.invalid", 1080, "mwdesk")
    dialog.set_account(replace(studio.account, route=Route(proxy=proxy)))
    type_text(dialog.form.proxy_password_edit, "12345678")
    dialog.test_button.click()
    await until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "danger")
    await studio.shoot(dialog, "connection-no-proxy")
    dialog.resize(560, 400)
    await studio.shoot(dialog, "connection-560")
    dialog.form.gateway.host_edit.setText("http://gateway")
    dialog.form.gateway.port_edit.setText("99999")
    dialog.form.more_button.setChecked(True)
    dialog.form.sub_port_edit.setText("01a")
    dialog.sign_in_button.click()
    await studio.shoot(dialog, "connection-errors")
    dialog.set_account(studio.account)
    dialog.form.more_button.setChecked(False)
