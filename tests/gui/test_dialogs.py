"""Dialogs, status bar and banner."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mwdesk.config import Preferences
from mwdesk.domain.account import Account, Balance, Wiring
from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, OutboxHeld, Polled
from mwdesk.domain.message import DayCounts
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import ConnectError, GatewayError, MwDeskError
from mwdesk.gui.dialogs.change_password import ChangePasswordDialog, PasswordChange
from mwdesk.gui.dialogs.connection_form import SignInRequest
from mwdesk.gui.dialogs.new_number import NewNumberDialog
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.dialogs.sign_in import SignInDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets import banner as banner_module
from mwdesk.gui.widgets.banner import ConnectionBanner, Topic
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.marks_strips import BlockedStrip, DoneStrip
from mwdesk.gui.widgets.status_bar import StatusBar
from mwdesk.gui.widgets.words import Paragraph, Run, Sentence

# The offscreen platform says so for each window; it is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    return Theme("en", "light")


@pytest.fixture
def sign_in(qtbot: QtBot, theme: Theme) -> SignInDialog:
    dialog = SignInDialog(theme, Account("J00001", "gateway.example.com", 8018))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def change(qtbot: QtBot, theme: Theme) -> ChangePasswordDialog:
    dialog = ChangePasswordDialog(theme, "J00001")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def retype(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.clear()
    qtbot.keyClicks(edit, text)


def test_sign_in_submits_once(qtbot: QtBot, sign_in: SignInDialog) -> None:
    requests: list[SignInRequest] = []
    sign_in.submitted.connect(requests.append)
    qtbot.keyClicks(sign_in.password_edit, "secret7")
    sign_in.remember_box.setChecked(True)
    qtbot.keyClick(sign_in.password_edit, Qt.Key.Key_Return)
    qtbot.mouseClick(sign_in.sign_in_button, LEFT)
    assert requests == [SignInRequest(Account("J00001", "gateway.example.com", 8018), "secret7", True)]
    assert "secret7" not in repr(requests)
    assert not sign_in.sign_in_button.isEnabled()
    sign_in.show_error(ConnectError("no"))
    assert sign_in.notice.isVisible()
    assert sign_in.password_edit.text() == "secret7"
    assert sign_in.sign_in_button.isEnabled()
    sign_in.show_error(GatewayError(1))
    assert all(sign_in.notice.words)
    sign_in.accept()
    assert sign_in.password_edit.text() == ""


@pytest.mark.parametrize(
    ("edit", "labelled", "text", "expected"),
    [
        ("account_edit", "account_field", "J0,1", "Character 3 is a comma"),
        ("account_edit", "account_field", "", "Enter the account"),
        ("account_edit", "account_field", "J" * 33, "33\u00a0characters"),
        ("password_edit", "password_field", "ab c", "Character 3 is a blank"),
        ("password_edit", "password_field", "a;", "Character 2 is a semicolon"),
        ("password_edit", "password_field", "", "Enter the password"),
        ("host_edit", "host_field", "http://x", "without port"),
        ("host_edit", "host_field", "", "address"),
        ("port_edit", "port_field", "0", "1 to 65535"),
        ("port_edit", "port_field", "65536", "1 to 65535"),
        ("port_edit", "port_field", "80a", "1 to 65535"),
        ("port_edit", "port_field", "", "1 to 65535"),
    ],
)
def test_sign_in_names_the_error_at_the_field(
    qtbot: QtBot, sign_in: SignInDialog, edit: str, labelled: str, text: str, expected: str
) -> None:
    qtbot.keyClicks(sign_in.password_edit, "good")
    place = sign_in.form.gateway if edit in ("host_edit", "port_edit") else sign_in.form
    retype(qtbot, getattr(place, edit), text)
    requests: list[object] = []
    sign_in.submitted.connect(requests.append)
    qtbot.mouseClick(sign_in.sign_in_button, LEFT)
    assert requests == []
    field = getattr(place, labelled)
    assert expected in field.error
    assert field.editor.property("invalid") is True
    assert field.editor.text() == text
    assert field.editor.accessibleDescription() == field.error


def test_sign_in_chinese_password(qtbot: QtBot, sign_in: SignInDialog) -> None:
    sign_in.password_edit.setText("ab密")
    qtbot.mouseClick(sign_in.sign_in_button, LEFT)
    assert "Character 3 is “密”" in sign_in.form.password_field.error


def test_sign_in_without_keyring(sign_in: SignInDialog) -> None:
    sign_in.set_remember(True)
    sign_in.set_keyring_available(False)
    sign_in.set_busy(True)
    sign_in.set_busy(False)
    assert not sign_in.remember_box.isChecked()
    assert not sign_in.remember_box.isEnabled()
    assert "keyring" in sign_in.form.remember_note.text()


def test_eye_and_caps_lock(qtbot: QtBot, sign_in: SignInDialog) -> None:
    edit = sign_in.password_edit
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    edit.eye.click()
    assert edit.echoMode() == QLineEdit.EchoMode.Normal
    qtbot.keyClick(edit, "A", Qt.KeyboardModifier.NoModifier)
    upper = edit.caps_lock
    assert upper == ("A" in edit.text())
    qtbot.keyClick(edit, "a", Qt.KeyboardModifier.NoModifier)
    assert not edit.caps_lock


def test_change_password_submits(qtbot: QtBot, change: ChangePasswordDialog) -> None:
    asked: list[PasswordChange] = []
    change.submitted.connect(asked.append)
    qtbot.keyClicks(change.old_edit, "old123")
    qtbot.keyClicks(change.new_edit, "new45")
    assert change.new_edit.counter_text == "5/6"
    assert not change.change_button.isEnabled()
    qtbot.keyClicks(change.repeat_edit, "new45")
    assert change.change_button.isEnabled()
    qtbot.mouseClick(change.change_button, LEFT)
    assert asked == [PasswordChange("old123", "new45")]
    assert "old123" not in repr(asked)
    assert "new45" not in repr(asked)
    change.reject()
    assert change.isVisible()
    change.show_refused(GatewayError(47))
    assert "old password still holds" in change.notice.words[1]
    assert change.old_edit.text() == "old123"
    assert change.change_button.isEnabled()


def test_change_password_names_what_is_wrong(qtbot: QtBot, change: ChangePasswordDialog) -> None:
    qtbot.keyClicks(change.old_edit, "same1")
    qtbot.keyClicks(change.new_edit, "72a,9046")
    assert "Character 4 is a comma" in change.new_field.error
    assert "8\u00a0characters; 6\u00a0at most" in change.new_field.error
    qtbot.keyClicks(change.repeat_edit, "x")
    assert "match" in change.repeat_field.error
    retype(qtbot, change.new_edit, "same1")
    retype(qtbot, change.repeat_edit, "same1")
    assert "same as" in change.new_field.error
    assert not change.change_button.isEnabled()


def test_change_password_unknown_and_done(qtbot: QtBot, theme: Theme) -> None:
    for kind in ("unknown", "success"):
        dialog = ChangePasswordDialog(theme, "J00001")
        qtbot.addWidget(dialog)
        dialog.show()
        for edit, text in ((dialog.old_edit, "old"), (dialog.new_edit, "new"), (dialog.repeat_edit, "new")):
            qtbot.keyClicks(edit, text)
        dialog.set_busy(True)
        if kind == "unknown":
            dialog.show_unknown()
        else:
            dialog.show_done()
        assert dialog.notice.kind == kind
        assert dialog.new_edit.text() == ""
        assert not dialog.change_button.isVisible()
        qtbot.mouseClick(dialog.cancel_button, LEFT)
        assert not dialog.isVisible()


def test_settings_tell_each_choice(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme, Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    told: list[Preferences] = []
    dialog.changed.connect(told.append)
    qtbot.mouseClick(dialog.theme_segments.button("dark"), LEFT)
    qtbot.mouseClick(dialog.language_segments.button("en"), LEFT)
    qtbot.mouseClick(dialog.send_key_segments.button("enter"), LEFT)
    qtbot.mouseClick(dialog.send_key_segments.button("enter"), LEFT)
    assert told == [Preferences("dark"), Preferences("dark", "en"), Preferences("dark", "en", "enter")]
    qtbot.mouseClick(dialog.rows_segments.button("compact"), LEFT)
    assert told[-1].compact_rows
    qtbot.mouseClick(dialog.rows_segments.button("roomy"), LEFT)
    assert not told[-1].compact_rows
    dialog.activateWindow()
    dialog.theme_segments.setFocus()
    qtbot.waitUntil(dialog.theme_segments.button("dark").hasFocus, timeout=2000)
    qtbot.keyClick(dialog.theme_segments.button("dark"), Qt.Key.Key_Left)
    assert told[-1].theme == "light"


def test_settings_are_not_ringed_until_a_key_is_pressed(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme, Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    button = dialog.page_segments.button("general")
    qtbot.waitUntil(button.hasFocus, timeout=2000)
    assert not button.shows_focus
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Backtab)
    assert button.hasFocus()
    assert button.shows_focus


def test_segments_are_equally_wide(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme, Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    for segments, keys in (
        (dialog.theme_segments, ("system", "light", "dark")),
        (dialog.text_size_segments, ("12", "14", "20")),
    ):
        widths = {segments.button(key).width() for key in keys}
        assert max(widths) - min(widths) <= 1
        assert segments.height() == 32


def test_settings_check_the_waiting_limits(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme, Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    told: list[Preferences] = []
    dialog.changed.connect(told.append)
    assert (dialog.warning_edit.text(), dialog.danger_edit.text()) == ("5", "15")
    for warning, danger in (
        ("5", "5"),
        ("5", "4"),
        ("5", "1000"),
        ("0", "15"),
        ("", "15"),
        ("5", "1.5"),
        ("5", "１５"),
    ):
        dialog.warning_edit.setText(warning)
        dialog.danger_edit.setText(danger)
        dialog.danger_edit.textEdited.emit(danger)
        assert dialog.warning_field.error or dialog.danger_field.error
        assert told == []
    assert dialog.danger_edit.text() == "１５"
    retype(qtbot, dialog.danger_edit, "4")
    assert "More than 5" in dialog.danger_field.error
    retype(qtbot, dialog.danger_edit, "999")
    assert not dialog.danger_field.error
    assert told[-1] == Preferences(waiting_warning_min=5, waiting_danger_min=999)
    retype(qtbot, dialog.warning_edit, "10")
    assert told[-1] == Preferences(waiting_warning_min=10, waiting_danger_min=999)


def test_settings_of_text_size_and_low_balance(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme, Preferences(low_balance=500))
    qtbot.addWidget(dialog)
    dialog.show()
    told: list[Preferences] = []
    dialog.changed.connect(told.append)
    assert dialog.text_size_segments.value == "14"
    qtbot.mouseClick(dialog.text_size_segments.button("18"), LEFT)
    assert told[-1] == Preferences(text_size=18, low_balance=500)
    retype(qtbot, dialog.low_balance_edit, "x")
    assert "0 to 9,999,999" in dialog.low_balance_field.error
    retype(qtbot, dialog.low_balance_edit, "2000")
    assert told[-1].low_balance == 2000
    dialog.low_balance_edit.selectAll()
    qtbot.keyClick(dialog.low_balance_edit, Qt.Key.Key_Backspace)
    assert told[-1].low_balance == 0


def test_dialogs_leave_no_spare_height(qtbot: QtBot, theme: Theme, change: ChangePasswordDialog) -> None:
    qtbot.waitExposed(change)
    number = NewNumberDialog(theme)
    qtbot.addWidget(number)
    number.show()
    qtbot.keyClicks(number.number, "abc")
    qtbot.keyClick(number.number, Qt.Key.Key_Return)
    assert "no phone number" in number.field.error
    for dialog in (change, number):
        qtbot.wait(50)
        layout = dialog.layout()
        assert layout is not None
        assert dialog.height() == layout.totalHeightForWidth(dialog.width())


def test_new_number(qtbot: QtBot, theme: Theme) -> None:
    dialog = NewNumberDialog(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    chosen: list[PhoneNumber] = []
    dialog.chosen.connect(chosen.append)
    qtbot.keyClicks(dialog.number, "+86 138-0013-8000")
    assert dialog.field.below == "138 0013 8000"
    qtbot.keyClick(dialog.number, Qt.Key.Key_Return)
    assert chosen == [PhoneNumber("13800138000")]
    assert not dialog.isVisible()


def test_password_dots_stand_apart(sign_in: SignInDialog) -> None:
    edit = sign_in.password_edit
    assert edit.font().letterSpacing() > 0 or edit.fontMetrics().horizontalAdvance("\u2022") >= 11
    edit.eye.click()
    assert edit.font().letterSpacing() == 0


def test_the_status_bar_shows_no_other_accounts_balance(qtbot: QtBot, theme: Theme) -> None:
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    bar.set_link(LinkChanged(LinkState.CONNECTED, "J00001"))
    bar.set_balance(BalanceChanged(Balance(1245, 38678), NOW, "J00001"))
    bar.set_runway(timedelta(days=3))
    bar.set_link(LinkChanged(LinkState.CONNECTING, "J00001"))
    assert "1,245" in bar.balance.text()
    bar.set_link(LinkChanged(LinkState.CONNECTED, "J00002"))
    assert (bar.balance.text(), bar.used.text()) == ("", "")
    bar.set_balance(BalanceChanged(Balance(77, 5), NOW, "J00002"))
    assert bar.balance.text() == "Balance 77"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (GatewayError(1), "Account or password refused"),
        (GatewayError(7), "Account suspended"),
        (GatewayError(57), "This computer is not let in"),
        (MwDeskError("a defect"), "Disconnected"),
    ],
)
def test_the_status_bar_says_who_is_not_let_in(qtbot: QtBot, theme: Theme, error: Exception, words: str) -> None:
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    bar.set_link(LinkChanged(LinkState.REFUSED, "J00001", error))
    assert bar.link.text() == words


def test_the_balance_is_not_cut(qtbot: QtBot, theme: Theme) -> None:
    theme.set_text_size(20)
    bar = StatusBar(theme, now=lambda: NOW)
    qtbot.addWidget(bar)
    bar.resize(1100, 28)
    bar.show()
    bar.set_balance(BalanceChanged(Balance(12_345, 38678), NOW, "J00001"))
    bar.set_runway(timedelta(days=11.4))
    bar.set_link(LinkChanged(LinkState.WAITING, "J00001", ConnectError("x"), NOW + timedelta(seconds=18), 1))
    assert bar.balance.text().endswith("about 11.4 days")
    for width in (560, 480, 1100):
        bar.resize(width, 28)
        bar.layout().activate()
        assert bar.balance.geometry().right() < width
        assert bar.balance.width() >= bar.balance.sizeHint().width()
        assert bar.balance.text().startswith("Balance 12,345")
    assert bar.balance.text().endswith("about 11.4 days"), "there is room again"


def test_the_strip_of_a_blocked_number_says_less_in_little_room(qtbot: QtBot, theme: Theme) -> None:
    strip = BlockedStrip(theme)
    qtbot.addWidget(strip)
    strip.show()
    whole, short = "This number is blocked: what it writes is kept, but asks for nothing", "This number is blocked"
    for width, words in ((700, whole), (330, short)):
        strip.resize(width, strip.height())
        assert strip.sentence.text() == words
        assert strip.accessibleName().endswith("asks for nothing")


def test_the_strip_of_what_was_done_keeps_a_usual_name_whole(qtbot: QtBot) -> None:
    theme = Theme("zh_CN", "light")
    theme.set_text_size(20)
    strip = DoneStrip(theme)
    qtbot.addWidget(strip)
    strip.show()
    strip.tell("张建国", "已设为稍后提醒")
    icons = []
    for width in range(500, 100, -1):
        strip.resize(width, strip.height())
        strip.row.activate()
        if strip.sentence.width() < strip.sentence.natural_width:
            break
        icons.append(strip.icon.isVisible())
    assert icons[0], "there is room"
    assert not icons[-1], "the icon gives way before the name is cut"
    strip.resize(500, strip.height())
    assert strip.icon.isVisible()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_type_does_not_get_smaller_than_chinese_can_be_read(language: str) -> None:
    theme = Theme(language, "light")
    theme.set_text_size(12)
    sizes = {style: theme.font(style).pixelSize() for style in ("caption", "small", "list", "body")}
    assert sizes == {"caption": 11, "small": 12, "list": 12, "body": 12}
    assert theme.line_height("small") == 18


def test_status_bar(qtbot: QtBot, theme: Theme) -> None:
    moment = [NOW]
    bar = StatusBar(theme, now=lambda: moment[0])
    qtbot.addWidget(bar)
    bar.resize(1100, 28)
    bar.show()
    bar.set_link(LinkChanged(LinkState.WAITING, "J00001", ConnectError("x"), NOW + timedelta(seconds=18), 1))
    bar.set_balance(BalanceChanged(Balance(1245, 38678), NOW, "J00001"))
    bar.set_today(DayCounts(118, 74))
    bar.set_pending(1)
    bar.set_polled(Polled(NOW))
    assert "18 s" in bar.link.text()
    moment[0] += timedelta(seconds=1)
    bar._on_timer_timeout()
    assert "17 s" in bar.link.text()
    assert "1,245" in bar.balance.text()
    everything = (bar.account, bar.used, bar.today)
    assert all(segment.isVisible() for segment in everything)
    hidden_order = []
    for width in range(1100, 200, -5):
        bar.resize(width, 28)
        hidden_order += [each for each in everything if each.isHidden() and each not in hidden_order]
        assert bar.link.isVisible()
        assert bar.balance.isVisible()
    assert hidden_order == list(everything)
    with qtbot.waitSignal(bar.connection_requested):
        qtbot.mouseClick(bar.link, LEFT)
    assert bar.balance.focusPolicy() is Qt.FocusPolicy.TabFocus
    for segment in (bar.account, bar.used, bar.today, bar.pending, bar.fetched):
        assert segment.focusPolicy() is Qt.FocusPolicy.NoFocus
    bar.set_low_balance(1245)
    assert bar.balance.color == "warning"
    bar.set_low_balance(0)
    assert bar.balance.color == "text_secondary"
    bar.set_link(LinkChanged(LinkState.CONNECTED, "J00001"))
    assert bar.link.text() == "Connected, socket"
    bar.set_link(LinkChanged(LinkState.CONNECTED, "J00001", wiring=Wiring.HTTP))
    assert bar.link.text() == "Connected, HTTP tunnel"


def test_banner_waits_then_shows_then_recovers(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banner_module, "GRACE_MS", 60)
    monkeypatch.setattr(banner_module, "RECOVERED_MS", 60)
    banner = ConnectionBanner(theme, now=lambda: NOW)
    qtbot.addWidget(banner)
    waiting = LinkChanged(LinkState.WAITING, "J00001", ConnectError("x"), NOW + timedelta(seconds=18), 1)
    banner.set_link(waiting)
    assert banner.isHidden()
    banner.set_link(LinkChanged(LinkState.CONNECTED, "J00001"))
    qtbot.wait(100)
    assert banner.isHidden()
    banner.set_link(waiting)
    qtbot.waitUntil(banner.isVisible, timeout=1000)
    assert "18 s" in banner.countdown
    with qtbot.waitSignal(banner.retry_requested):
        qtbot.mouseClick(banner.retry_button, LEFT)
    assert not banner.retry_button.isEnabled()
    with qtbot.waitSignal(banner.diagnosis_requested):
        qtbot.mouseClick(banner.diagnosis_button, LEFT)
    banner.set_pending(1)
    banner.set_link(LinkChanged(LinkState.CONNECTING, "J00001"))
    assert banner.isVisible()
    banner.set_link(LinkChanged(LinkState.CONNECTED, "J00001"))
    assert banner.is_recovered
    qtbot.waitUntil(banner.isHidden, timeout=1000)


def test_banner_refused_at_once(qtbot: QtBot, theme: Theme) -> None:
    banner = ConnectionBanner(theme)
    qtbot.addWidget(banner)
    banner.set_link(LinkChanged(LinkState.REFUSED, "J00001", GatewayError(1)))
    assert banner.isVisible()
    assert not banner.retry_button.isVisible()
    with qtbot.waitSignal(banner.sign_in_requested):
        qtbot.mouseClick(banner.sign_in_button, LEFT)
    banner.set_link(LinkChanged(LinkState.SIGNED_OUT))
    assert banner.isHidden()


@pytest.mark.parametrize(("code", "words"), [(7, ("suspended", "error 7")), (57, ("not let in", "error 57"))])
def test_banner_says_what_to_tell_the_support(qtbot: QtBot, theme: Theme, code: int, words: tuple[str, str]) -> None:
    banner = ConnectionBanner(theme)
    qtbot.addWidget(banner)
    banner.set_link(LinkChanged(LinkState.REFUSED, "J00001", GatewayError(code)))
    assert banner.topic is Topic.REFUSED
    assert all(word in banner.words for word in (*words, "J00001", "support"))
    assert not banner.sign_in_button.isVisible()
    with qtbot.waitSignal(banner.retry_requested):
        qtbot.mouseClick(banner.retry_button, LEFT)


@pytest.mark.parametrize("code", [43, 56])
def test_banner_names_the_account_that_is_signed_in_too_often(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(banner_module, "GRACE_MS", 0)
    banner = ConnectionBanner(theme, now=lambda: NOW)
    qtbot.addWidget(banner)
    banner.set_link(LinkChanged(LinkState.WAITING, "J00001", GatewayError(code), NOW + timedelta(seconds=120), 1))
    qtbot.waitUntil(banner.isVisible, timeout=1000)
    assert "account J00001 is signed in elsewhere too many times" in banner.words
    assert "120 s" in banner.countdown


def test_banner_of_an_outbox_that_is_held(qtbot: QtBot, theme: Theme) -> None:
    moment = [NOW]
    banner = ConnectionBanner(theme, now=lambda: moment[0])
    qtbot.addWidget(banner)
    banner.set_link(LinkChanged(LinkState.CONNECTED, "J00001"))
    banner.set_pending(3)
    banner.set_outbox(OutboxHeld(3))
    assert banner.topic is Topic.HELD
    assert "balance is used up" in banner.words
    assert "3" in banner.words
    assert banner.countdown == ""
    with qtbot.waitSignal(banner.retry_requested):
        qtbot.mouseClick(banner.retry_button, LEFT)
    assert not banner.retry_button.isEnabled()
    banner.set_outbox(OutboxHeld())
    assert banner.isHidden()
    banner.set_outbox(OutboxHeld(15, NOW + timedelta(seconds=15)))
    assert "busy" in banner.words
    assert banner.retry_button.isEnabled()
    assert "15 s" in banner.countdown
    moment[0] += timedelta(seconds=6)
    banner._on_tick_timeout()
    assert "9 s" in banner.countdown
    banner.set_link(LinkChanged(LinkState.SIGNED_OUT, "J00001"))
    assert banner.isHidden()


def test_banner_of_a_low_balance_can_be_put_away(qtbot: QtBot, theme: Theme) -> None:
    banner = ConnectionBanner(theme)
    qtbot.addWidget(banner)
    banner.set_balance(BalanceChanged(Balance(400, 1), NOW, "J00001"))
    assert banner.isHidden()
    banner.set_low_balance(500)
    assert banner.topic is Topic.LOW_BALANCE
    assert "400" in banner.words
    assert "500" in banner.words
    qtbot.mouseClick(banner.dismiss_button, LEFT)
    assert banner.isHidden()
    banner.set_balance(BalanceChanged(Balance(300, 101), NOW, "J00001"))
    assert banner.isHidden()
    banner.set_balance(BalanceChanged(Balance(5000, 101), NOW, "J00001"))
    banner.set_balance(BalanceChanged(Balance(500, 4601), NOW, "J00001"))
    assert banner.isVisible()
    banner.set_low_balance(0)
    assert banner.isHidden()


def test_banner_shows_the_most_important(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banner_module, "GRACE_MS", 20)
    monkeypatch.setattr(banner_module, "RECOVERED_MS", 20)
    banner = ConnectionBanner(theme, now=lambda: NOW)
    qtbot.addWidget(banner)
    banner.set_low_balance(500)
    banner.set_balance(BalanceChanged(Balance(0, 1), NOW, "J00001"))
    assert banner.topic is Topic.LOW_BALANCE
    banner.set_outbox(OutboxHeld(3))
    assert banner.topic is Topic.HELD
    banner.set_link(LinkChanged(LinkState.WAITING, "J00001", ConnectError("x"), NOW + timedelta(seconds=9), 1))
    assert banner.topic is Topic.HELD  # the link may be back within the grace
    qtbot.waitUntil(lambda: banner.topic is Topic.DISCONNECTED, timeout=1000)
    banner.set_link(LinkChanged(LinkState.REFUSED, "J00001", GatewayError(1)))
    assert banner.topic is Topic.REFUSED
    assert not banner.dismiss_button.isVisible()
    banner.set_link(LinkChanged(LinkState.CONNECTED, "J00001"))
    assert banner.topic is Topic.RECOVERED
    qtbot.waitUntil(lambda: banner.topic is Topic.HELD, timeout=1000)
    banner.set_outbox(OutboxHeld())
    assert banner.topic is Topic.LOW_BALANCE


@pytest.mark.parametrize("text_size", [14, 20])
@pytest.mark.parametrize("width", [560, 720, 1100])
def test_banner_wraps_or_says_less_but_cuts_nothing(qtbot: QtBot, theme: Theme, width: int, text_size: int) -> None:
    theme.set_text_size(text_size)
    banner = ConnectionBanner(theme, now=lambda: NOW)
    qtbot.addWidget(banner)
    banner.resize(width, 40)
    banner.show()
    wait = LinkChanged(LinkState.WAITING, "J00001", ConnectError("x"), NOW + timedelta(seconds=18), 3)
    refused = (LinkChanged(LinkState.REFUSED, "J00001", GatewayError(code)) for code in (1, 7, 57))
    for link in (*refused, wait):
        banner.set_link(link)
        qtbot.waitUntil(lambda: not banner.testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent))
        banner.layout().activate()
        said = banner.findChildren(Paragraph)[0]
        assert 1 <= said.lines_for(said.text(), said._strong, said.width()) <= 2, said.text()
        assert said.height() >= said.heightForWidth(said.width())
        assert all(button.width() >= button.sizeHint().width() for button in banner.findChildren(SmallButton))
        assert banner.accessibleName() == banner.words
        assert said.text() == banner.words or banner.words in html.unescape(said.toolTip())
    assert banner.words.endswith("once it is back.")
    assert said.text() == banner.words or width < 1100
    assert banner.countdown == "Retry 3 in 18 s"


def test_sentence_keeps_its_width_while_a_figure_ticks(theme: Theme, qtbot: QtBot) -> None:
    sentence = Sentence(theme)
    qtbot.addWidget(sentence)
    widths = set()
    for figure in ("88", "18", "9", "1"):
        sentence.say(Run("in "), Run(figure, strong=True, slot="88"), Run(" s"))
        widths.add(sentence.natural_width)
    assert len(widths) == 1


def test_a_sentence_cuts_what_gives_way_before_what_follows_it(theme: Theme, qtbot: QtBot) -> None:
    sentence = Sentence(theme)
    qtbot.addWidget(sentence)
    sentence.say(Run("a customer with a very long name", gives_way=True), Run(" archived", strong=True))
    whole = sentence.natural_width
    assert [run.text for run in sentence._shown(whole)] == ["a customer with a very long name", " archived"]
    name, done = sentence._shown(whole - 60)
    assert name.text.startswith("a customer")
    assert name.text.endswith("…")
    assert done.text == " archived"
    assert sentence._width(name) + sentence._width(done) <= whole - 60
    name, done = sentence._shown(10)
    assert (name.text, done.text) == ("…", " archived")
