"""Signing in and testing the way: the dialog's fields, and real tests against the simulator over TCP."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, SendCommand, Wiring
from mwdesk.domain.diagnosis import Check, CheckState, CheckStep
from mwdesk.domain.events import LinkChanged, LinkState
from mwdesk.errors import GatewayError, NameResolutionError
from mwdesk.gui.dialogs.connection_form import SignInRequest
from mwdesk.gui.dialogs.sign_in import SignInDialog
from mwdesk.gui.theme import Theme
from mwdesk.protocol.commands import FetchMessages, FetchReports, Login, TestConnection
from tests.gui.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LEFT = Qt.MouseButton.LeftButton
PASSED, FAILED, OPEN = CheckState.PASSED, CheckState.FAILED, CheckState.OPEN
EVERYTHING = Account(
    "J00001",
    "gateway.example.com",
    443,
    Route(Wiring.HTTP, True, Proxy(ProxyKind.SOCKS5, "proxy.example.com", 1080, "operator")),
    SendCommand.OLDER,
    "19",
    "01",
)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Collect a closed window loop with its timers here: on another test's background thread Qt would complain."""
    yield
    gc.collect()


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    return Theme("en", "light")


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> SignInDialog:
    dialog = SignInDialog(theme, Account("J00001"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.password_edit, "secret7")
    return dialog


def retype(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.clear()
    qtbot.keyClicks(edit, text)


def paste(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def request(qtbot: QtBot, dialog: SignInDialog) -> SignInRequest:
    with qtbot.waitSignal(dialog.test_requested) as told:
        qtbot.mouseClick(dialog.test_button, LEFT)
    dialog.set_busy(False)
    assert told.args is not None
    asked: SignInRequest = told.args[0]
    return asked


# The form


def test_another_account_is_told_what_it_will_send(theme: Theme, qtbot: QtBot) -> None:
    dialog = SignInDialog(theme, Account("J00001"))
    qtbot.addWidget(dialog)
    dialog.form.set_pending(2)
    dialog.show()
    field = dialog.form.account_field
    assert field.below == ""
    dialog.account_edit.selectAll()
    qtbot.keyClicks(dialog.account_edit, "J00002")
    assert "2 message(s)" in field.below
    dialog.account_edit.selectAll()
    qtbot.keyClicks(dialog.account_edit, "J00001")
    assert field.below == ""
    dialog.form.set_pending(0)
    dialog.account_edit.selectAll()
    qtbot.keyClicks(dialog.account_edit, "J00002")
    assert field.below == ""


def test_everything_that_was_saved_comes_back(qtbot: QtBot, dialog: SignInDialog) -> None:
    dialog.set_account(EVERYTHING)
    assert dialog.form.more.isVisible()
    qtbot.keyClicks(dialog.form.proxy_password_edit, " with blanks ")
    asked = request(qtbot, dialog)
    assert asked == SignInRequest(EVERYTHING, "secret7", True, " with blanks ")
    assert "blanks" not in repr(asked)
    assert "secret7" not in repr(asked)


def test_the_usual_account_hides_what_seldom_differs(qtbot: QtBot, dialog: SignInDialog) -> None:
    form = dialog.form
    assert not form.more.isVisible()
    assert not form.proxy.isVisible()
    qtbot.mouseClick(form.more_button, LEFT)
    assert form.more.isVisible()
    qtbot.mouseClick(form.proxy_segments.button("http"), LEFT)
    assert form.proxy.isVisible()
    assert form.proxy_password_field.isVisible()
    qtbot.mouseClick(form.proxy_segments.button("socks4"), LEFT)
    assert not form.proxy_password_field.isVisible()
    qtbot.mouseClick(form.proxy_segments.button("none"), LEFT)
    assert request(qtbot, dialog).account == Account("J00001")


def test_the_wiring_takes_its_own_default_address_along(qtbot: QtBot, dialog: SignInDialog) -> None:
    gateway, wiring = dialog.form.gateway, dialog.form.wiring_segments
    qtbot.mouseClick(wiring.button("http"), LEFT)
    assert (gateway.host, gateway.port) == ("server1.montnets.com", 80)
    qtbot.mouseClick(wiring.button("socket"), LEFT)
    assert (gateway.host, gateway.port) == ("61.242.89.115", 8018)
    retype(qtbot, gateway.host_edit, "10.0.0.5")
    retype(qtbot, gateway.port_edit, "9000")
    qtbot.mouseClick(wiring.button("http"), LEFT)
    assert (gateway.host, gateway.port) == ("10.0.0.5", 9000)


def test_plain_and_encrypted_are_named(qtbot: QtBot, dialog: SignInDialog) -> None:
    box = dialog.form.tls_box
    assert "Not encrypted" in box.accessibleDescription()
    qtbot.mouseClick(box, LEFT)
    assert box.accessibleDescription().startswith("Encrypted")
    assert request(qtbot, dialog).account.route.tls


@pytest.mark.parametrize(
    ("host", "kind"),
    [("10.0.0.5", ProxyKind.SOCKS4), ("gateway.example.com", ProxyKind.SOCKS4A), ("::1", ProxyKind.SOCKS4A)],
)
def test_a_name_goes_to_a_socks4_proxy_as_socks4a(
    qtbot: QtBot, dialog: SignInDialog, host: str, kind: ProxyKind
) -> None:
    form = dialog.form
    retype(qtbot, form.gateway.host_edit, host)
    qtbot.mouseClick(form.proxy_segments.button("socks4"), LEFT)
    retype(qtbot, form.proxy.host_edit, "proxy")
    retype(qtbot, form.proxy.port_edit, "1080")
    assert request(qtbot, dialog).account.route.proxy == Proxy(kind, "proxy", 1080)
    dialog.set_account(Account("J00001", host, route=Route(proxy=Proxy(kind, "proxy", 1080))))
    assert form.proxy_segments.value == "socks4"


def test_pasted_addresses_are_taken_apart_and_folded(qtbot: QtBot, dialog: SignInDialog) -> None:
    gateway = dialog.form.gateway
    paste(qtbot, gateway.host_edit, "  10.0.0.5:9000 ")
    assert (gateway.host_edit.text(), gateway.port_edit.text()) == ("10.0.0.5", "9000")
    gateway.host_edit.clear()
    dialog.activateWindow()
    gateway.host_edit.setFocus()
    qtbot.waitUntil(gateway.host_edit.hasFocus, timeout=2000)
    for character in "a.b:80":
        qtbot.keyClick(gateway.host_edit, character)
    assert gateway.host_edit.text() == "a.b:80"  # somebody is still typing
    qtbot.keyClick(gateway.host_edit, Qt.Key.Key_Tab)
    assert (gateway.host_edit.text(), gateway.port_edit.text()) == ("a.b", "80")
    gateway.port_edit.setText("８０１８")
    dialog.account_edit.setText(" Ｊ00001 ")
    dialog.password_edit.setText(" secret7\t")
    asked = request(qtbot, dialog)
    assert (asked.account.name, asked.account.port, asked.password) == ("J00001", 8018, "secret7")


def test_each_error_stands_at_its_field_and_nothing_is_lost(qtbot: QtBot, dialog: SignInDialog) -> None:
    form = dialog.form
    qtbot.mouseClick(form.proxy_segments.button("http"), LEFT)
    values = {
        form.gateway.host_edit: "61.242.89",
        form.gateway.port_edit: "99999",
        form.proxy.host_edit: "",
        form.proxy.port_edit: "x",
        form.proxy_user_edit: "a:b",
        form.sub_port_edit: "12a",
    }
    for edit, text in values.items():
        edit.setText(text)
    form.proxy_password_edit.setText("secret8")
    asked: list[object] = []
    dialog.submitted.connect(asked.append)
    qtbot.mouseClick(dialog.sign_in_button, LEFT)
    assert asked == []
    fields = (
        form.gateway.host_field,
        form.gateway.port_field,
        form.proxy.host_field,
        form.proxy.port_field,
        form.proxy_user_field,
        form.sub_port_field,
    )
    assert all(field.error and field.isVisible() for field in fields)
    assert {edit: edit.text() for edit in values} == values
    assert form.proxy_password_edit.text() == "secret8"
    form.proxy_user_edit.clear()
    qtbot.mouseClick(dialog.sign_in_button, LEFT)
    assert "user name" in form.proxy_password_field.error
    qtbot.mouseClick(form.proxy_segments.button("socks5"), LEFT)
    form.proxy_user_edit.setText("用户")
    qtbot.mouseClick(dialog.sign_in_button, LEFT)
    assert "English" in form.proxy_user_field.error
    qtbot.mouseClick(form.proxy_segments.button("none"), LEFT)
    form.sub_port_edit.setText("０１")
    form.gateway.set_address("gateway", 1)
    qtbot.mouseClick(dialog.sign_in_button, LEFT)
    assert [entry.account.sub_port for entry in asked if isinstance(entry, SignInRequest)] == ["01"]


# The column


def test_the_column_waits_until_there_is_something_to_show(qtbot: QtBot, dialog: SignInDialog) -> None:
    assert not dialog.column.isVisible()
    width = dialog.width()
    dialog.show_error(GatewayError(1))
    assert dialog.column.isVisible()
    assert dialog.width() >= width
    row = next(row for row in dialog.column.rows if row.check.step is CheckStep.LOGIN)
    assert row.check.state is FAILED
    assert row.sizeHint().height() == 46
    assert "error 1" in row.detail
    assert "network is fine" in dialog.notice.words[0]
    assert dialog.password_edit.text() == "secret7"
    dialog.form.set_account(Account("J00001", "nowhere.invalid"))
    dialog.tried = Account("J00001", "nowhere.invalid")
    dialog.show_error(NameResolutionError("x"))
    assert "nowhere.invalid" in dialog.notice.words[0]


@pytest.mark.parametrize(("width", "height"), [(560, 400), (820, 500), (420, 400)])
def test_nothing_is_clipped_where_there_is_little_room(
    qtbot: QtBot, dialog: SignInDialog, width: int, height: int
) -> None:
    dialog.set_account(EVERYTHING)
    dialog.show_error(GatewayError(57))
    dialog.resize(width, height)
    qtbot.waitUntil(lambda: dialog.size().width() == width, timeout=2000)
    assert dialog.height() == height
    qtbot.wait(50)
    bar = dialog._scroll.verticalScrollBar()
    assert dialog._scroll.horizontalScrollBar().maximum() == 0
    for button in (dialog.cancel_button, dialog.test_button, dialog.sign_in_button):
        assert dialog.rect().contains(button.geometry())
    assert (dialog.column.x() > 0) is (width >= 760)
    widgets: list[QWidget] = [dialog.account_edit, dialog.form.sub_port_edit, dialog.notice, dialog.column.copy_button]
    for widget in widgets:
        dialog._scroll.ensureWidgetVisible(widget)
        corner = widget.mapTo(dialog._scroll.viewport(), widget.rect().topLeft())
        assert 0 <= corner.y() <= dialog._scroll.viewport().height() - min(widget.height(), 60)
        assert corner.x() >= 0
        assert corner.x() + widget.width() <= dialog._scroll.viewport().width()
        assert widget.height() >= widget.minimumSizeHint().height()
    assert bar.maximum() > 0


def test_a_running_step_turns_unless_nothing_may_move(
    qtbot: QtBot, dialog: SignInDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = (Check(CheckStep.FIELDS, PASSED, took_ms=1), Check(CheckStep.CONNECT, CheckState.RUNNING, "10.0.0.5:1"))
    monkeypatch.setattr(dialog.column, "_may_move", lambda: True)
    dialog.set_busy(True, testing=True)
    dialog.show_checks(checks)
    row = dialog.column.rows[1]
    qtbot.waitUntil(lambda: row.angle > 0, timeout=2000)
    monkeypatch.setattr(dialog.column, "_may_move", lambda: False)
    dialog.show_checks(checks)
    assert not dialog.column._turning.isActive()
    dialog.show_stopped()
    assert [row.check.state for row in dialog.column.rows] == [PASSED, OPEN]
    assert "stopped" in dialog.notice.words[0]


def test_where_the_test_lies_below_it_comes_into_view(qtbot: QtBot, dialog: SignInDialog) -> None:
    dialog.show_error(GatewayError(1))
    dialog.resize(560, 400)
    dialog.show_error(GatewayError(7))
    viewport = dialog._scroll.viewport()

    def is_shown() -> bool:
        place = dialog.notice.mapTo(viewport, dialog.notice.rect().center())
        return dialog.height() == 400 and dialog.notice.isVisible() and viewport.rect().contains(place)

    dialog.resize(560, 400)
    qtbot.waitUntil(is_shown, timeout=2000)


# The whole, against a gateway


def _states(dialog: SignInDialog) -> dict[CheckStep, CheckState]:
    return {row.check.step: row.check.state for row in dialog.column.rows}


def _saved(stage: Stage) -> Account | None:
    return config.load(stage.folder / "settings.json").account


def test_a_test_shows_what_is_wrong_then_that_all_is_well(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        dialog = console.window.account_desk.sign_in_dialog
        assert dialog is not None
        dialog.set_account(stage.account)
        qtbot.keyClicks(dialog.password_edit, "wrong1")
        qtbot.mouseClick(dialog.test_button, LEFT)
        await stage.until(dialog.notice.isVisible)
        assert _states(dialog)[CheckStep.GREETING] is PASSED
        assert _states(dialog)[CheckStep.LOGIN] is FAILED
        assert _states(dialog)[CheckStep.BALANCE] is OPEN
        assert dialog.password_edit.text() == "wrong1"
        assert dialog.password_edit.isEnabled()
        qtbot.mouseClick(dialog.column.copy_button, LEFT)
        copied = QGuiApplication.clipboard().text()
        assert "GatewayError 1" in copied
        assert "wrong1" not in copied
        assert "J00001" not in copied

        retype(qtbot, dialog.password_edit, "123456")
        qtbot.mouseClick(dialog.column.again_button, LEFT)
        await stage.until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "success")
        assert set(_states(dialog).values()) == {PASSED}
        assert not [c for c in stage.server.commands if isinstance(c, FetchMessages | FetchReports)]
        await stage.until(lambda: not stage.server.open_connections)
        assert _saved(stage) is None

        qtbot.mouseClick(dialog.sign_in_button, LEFT)
        await stage.until(lambda: console.window.account_desk.sign_in_dialog is None)
        assert _saved(stage) == stage.account
        assert stage.credentials.read(stage.account.credential_key) == "123456"

    stage.play(scene())


def test_a_test_can_be_stopped_and_closing_stops_it(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.server.faults.silent_greeting = True
        console = await stage.open(None)
        dialog = console.window.account_desk.sign_in_dialog
        assert dialog is not None
        dialog.set_account(stage.account)
        qtbot.keyClicks(dialog.password_edit, "123456")
        for close in (False, True):
            qtbot.mouseClick(dialog.test_button, LEFT)
            assert not dialog.password_edit.isEnabled()
            await stage.until(lambda: _states(dialog).get(CheckStep.GREETING) is CheckState.RUNNING, 1.5)
            if close:
                dialog.reject()
                await stage.until(lambda: console.window.account_desk.sign_in_dialog is None, 1)
            else:
                qtbot.mouseClick(dialog.test_button, LEFT)
                await stage.until(dialog.notice.isVisible, 1)
                assert dialog.notice.kind == "info"
                assert dialog.password_edit.text() == "123456"
                assert dialog.sign_in_button.isEnabled()
            await stage.until(lambda: not stage.server.open_connections, 1)

    stage.play(scene())


def test_the_way_is_kept_for_the_next_start(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        dialog = console.window.account_desk.sign_in_dialog
        assert dialog is not None
        form = dialog.form
        qtbot.keyClicks(dialog.account_edit, "J00001")
        qtbot.keyClicks(dialog.password_edit, "123456")
        qtbot.mouseClick(form.wiring_segments.button("http"), LEFT)
        paste(qtbot, form.gateway.host_edit, f"127.0.0.1:{stage.server.http_port}")
        form.more_button.setChecked(True)
        qtbot.mouseClick(form.command_segments.button("23/25"), LEFT)
        qtbot.mouseClick(dialog.sign_in_button, LEFT)
        await stage.until(lambda: console.window.account_desk.sign_in_dialog is None)
        await stage.close()
        saved = _saved(stage)
        way = Account("J00001", "127.0.0.1", stage.server.http_port, Route(Wiring.HTTP), SendCommand.OLDER)
        assert saved == way
        console = await stage.open(saved)
        await stage.until(lambda: "99" in console.window.status_bar.balance.accessibleName() or _logins(stage) == 2)
        console.window.account_desk.ask_to_sign_in()
        again = console.window.account_desk.sign_in_dialog
        assert again is not None
        assert again.form.wiring_segments.value == "http"
        again.reject()

    stage.play(scene())


def _logins(stage: Stage) -> int:
    return len([command for command in stage.server.commands if isinstance(command, Login)])


def test_signing_in_again_replaces_the_session(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        await stage.until(lambda: stage.server.open_connections == 1)
        console.window.account_desk.ask_to_sign_in()
        dialog = console.window.account_desk.sign_in_dialog
        assert dialog is not None
        assert dialog.account_edit.text() == "J00001"
        qtbot.mouseClick(dialog.form.wiring_segments.button("http"), LEFT)
        dialog.form.gateway.set_address("127.0.0.1", stage.server.http_port)
        qtbot.keyClicks(dialog.password_edit, "123456")
        qtbot.mouseClick(dialog.sign_in_button, LEFT)
        await stage.until(lambda: console.window.account_desk.sign_in_dialog is None)
        assert _saved(stage) == replace(stage.account, port=stage.server.http_port, route=Route(Wiring.HTTP))
        await stage.until(lambda: stage.server.open_connections == 1)

    stage.play(scene())


def test_a_refused_password_asks_but_a_suspended_account_does_not(stage: Stage, qtbot: QtBot) -> None:
    async def scene(code: int, asks: bool) -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(None)
        dialog = console.window.account_desk.sign_in_dialog
        assert dialog is not None
        dialog.reject()
        console.window.account_desk.show_link(LinkChanged(LinkState.REFUSED, "J00001", GatewayError(code)))
        assert (console.window.account_desk.sign_in_dialog is not None) is asks
        assert f"GatewayError {code}" in console.window.account_desk.diagnosis()
        if console.window.account_desk.sign_in_dialog is not None:
            console.window.account_desk.sign_in_dialog.reject()
        await stage.close()

    stage.play(scene(1, asks=True))
    stage.play(scene(7, asks=False))
    stage.play(scene(57, asks=False))


def test_a_change_of_the_network_has_the_link_tested(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        await stage.until(lambda: any(isinstance(c, FetchReports) for c in stage.server.commands))
        if console._network is None:
            console._on_network_reachability_changed(QNetworkInformation.Reachability.Local)
        else:
            console._network.reachabilityChanged.emit(QNetworkInformation.Reachability.Local)
        await stage.until(lambda: any(isinstance(c, TestConnection) for c in stage.server.commands))

    stage.play(scene())
