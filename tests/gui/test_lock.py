"""The window's lock, on the real console: what it hides, what goes on behind it, and what opens it."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.app import Console
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.desks.lock import LockDesk
from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog
from mwdesk.gui.dialogs.lock_window import LockWindow
from mwdesk.gui.dialogs.new_number import NewNumberDialog
from mwdesk.gui.main_window import MainWindow
from mwdesk.messaging import app_lock
from tests.gui.stage import FAST, PHONE, Stage

LEFT = Qt.MouseButton.LeftButton
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PHRASE = "ink and oranges"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make digests that cost nothing; one test pays the real price."""
    monkeypatch.setattr(app_lock, "_COST", 2)


async def opened(stage: Stage) -> MainWindow:
    """Open the console with a customer's message in a thread, a draft under it and a pass-phrase set."""
    stage.credentials.write(stage.account.credential_key, "123456")
    console = await stage.open(stage.account)
    console.settings.account = stage.account
    window = console.window
    stage.receive("门牌号是多少")
    await stage.until(lambda: window.conversations.rowCount() == 1)
    window.list_pane.view.activate_phone(PHONE)
    await stage.until(lambda: window.messages.rowCount() == 1)
    window.activateWindow()
    await stage.until(window.isActiveWindow)
    await stage.until(lambda: window.conversations.counts()["unread"] == 0)
    stage.qtbot.keyClicks(window.composer.editor, "No. 12")
    console.settings.lock = await console.bridge.call(app_lock.seal(PHRASE))
    return window


def cover_of(window: MainWindow) -> LockWindow:
    cover = window.doors.standby.lock.cover
    assert cover is not None
    return cover


async def locked(stage: Stage) -> tuple[MainWindow, LockWindow]:
    window = await opened(stage)
    stage.qtbot.keyClick(window.composer.editor, Qt.Key.Key_L, CTRL_SHIFT)
    cover = cover_of(window)
    await stage.until(cover.isActiveWindow)
    return window, cover


def type_phrase(qtbot: QtBot, cover: LockWindow, phrase: str) -> None:
    qtbot.keyClicks(cover.edit, phrase)
    qtbot.keyClick(cover.edit, Qt.Key.Key_Return)


def told_to_readers(interface: QAccessibleInterface) -> str:
    """Return every name and text a screen reader finds below."""
    own = interface.text(QAccessible.Text.Name) + interface.text(QAccessible.Text.Value)
    children = (interface.child(number) for number in range(interface.childCount()))
    return own + "".join(told_to_readers(child) for child in children if child is not None and child.isValid())


def test_a_digest_is_kept_and_never_the_phrase(stage: Stage) -> None:
    async def scene() -> None:
        sealed = await app_lock.seal(PHRASE)
        assert PHRASE not in sealed
        assert await app_lock.seal(PHRASE) != sealed, "no salt"
        assert await app_lock.opens(PHRASE, sealed)
        assert not await app_lock.opens(PHRASE + " ", sealed)
        for damaged in ("", "scrypt", "scrypt:", "scrypt::", "scrypt:zz:00", "plain:" + PHRASE, sealed[:-2], "::"):
            assert not await app_lock.opens(PHRASE, damaged)
            assert not await app_lock.opens("", damaged)
        assert [app_lock.wait_after(n) for n in (0, 1, 2, 3, 4, 5, 60)] == [0, 0, 0, 5, 10, 20, 300]

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_nothing_is_left_to_eyes_keys_and_screen_readers(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        window.move(60, 70)
        window.resize(900, 640)
        await stage.until(lambda: window.windowHandle().geometry().size().width() == 900)
        await asyncio.sleep(0.2)  # the window manager's answer
        place = window.geometry()
        window.doors.lock()
        cover = cover_of(window)
        await stage.until(cover.isActiveWindow)
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        assert shown == [cover]
        await stage.until(lambda: cover.geometry() == place)
        assert cover.windowTitle() == "MWDesk"
        whole = told_to_readers(QAccessible.queryAccessibleInterface(QApplication.instance()))
        assert "locked" in whole
        for secret in ("门牌号", "No. 12", "138 0013 8000"):
            assert secret not in whole
        for _ in range(12):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            assert focused is not None
            assert cover.isAncestorOf(focused)
        qtbot.keyClick(cover.edit, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert window.findChild(NewNumberDialog) is None

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_the_phrase_gives_everything_back(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, cover = await locked(stage)
        place = cover.geometry()
        stage.receive("怎么不回")
        await stage.until(lambda: window.messages.rowCount() == 2)
        assert window.conversations.counts()["unread"] == 1, "read behind the lock"
        await stage.until(window.doors.standby.alerts.toast.isVisible)
        assert "怎么不回" not in window.doors.standby.alerts.toast.words

        type_phrase(qtbot, cover, "ink and orange")
        await stage.until(lambda: cover.field.error)
        assert cover.edit.text() == ""
        assert not window.isVisible()

        type_phrase(qtbot, cover, PHRASE)
        await stage.until(window.isVisible)
        await stage.until(window.isActiveWindow)
        assert not window.doors.standby.lock.is_locked
        await stage.until(lambda: window.geometry() == place)
        assert window.composer.text == "No. 12"
        await stage.until(window.composer.editor.hasFocus)
        await stage.until(lambda: window.conversations.counts()["unread"] == 0)

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_dialogs_are_hidden_too_and_come_back(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        window.ask_for_number()
        dialog = window.findChild(NewNumberDialog)
        assert dialog is not None
        qtbot.keyClicks(dialog.number, "1390013")
        window.doors.lock()
        cover = cover_of(window)
        await stage.until(cover.isActiveWindow)
        assert not dialog.isVisible()

        window.account_desk.ask_to_sign_in()  # as when the gateway no longer takes the password
        sign_in = window.account_desk.sign_in_dialog
        assert sign_in is not None
        await stage.until(lambda: not sign_in.isVisible())
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [cover]

        type_phrase(qtbot, cover, PHRASE)
        await stage.until(lambda: dialog.isVisible() and sign_in.isVisible())
        assert dialog.number.text() == "1390013"
        assert sign_in.windowHandle().isExposed() or await _exposed(stage, sign_in)
        sign_in.reject()
        dialog.reject()

    stage.play(scene())


async def _exposed(stage: Stage, widget: QWidget) -> bool:
    await stage.until(widget.windowHandle().isExposed)
    return True


@pytest.mark.usefixtures("cheap")
def test_a_notice_clicked_behind_the_lock_is_opened_after_it(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, cover = await locked(stage)
        other = PhoneNumber("13900139000")

        async def write() -> None:
            stage.server.gateway.receive(other, "怎么不回")

        stage.on_server(write())
        toast = window.doors.standby.alerts.toast
        await stage.until(toast.isVisible)
        qtbot.mouseClick(toast.open_button, Qt.MouseButton.LeftButton)
        assert not window.isVisible()
        assert window.thread_desk.phone == PHONE
        type_phrase(qtbot, cover, PHRASE)
        await stage.until(lambda: window.thread_desk.phone == other)
        await stage.until(window.isActiveWindow)

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_wrong_tries_make_wait(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, cover = await locked(stage)
        for number in range(3):
            assert cover.unlock_button.isEnabled()
            type_phrase(qtbot, cover, f"guess {number}")
            await stage.until(lambda: cover.edit.text() == "")
        assert not cover.unlock_button.isEnabled()
        assert "5 s" in cover.field.error
        type_phrase(qtbot, cover, PHRASE)
        assert not cover.edit.isReadOnly(), "tried although it has to wait"
        for _ in range(5):
            cover._on_timer_timeout()
        assert cover.unlock_button.isEnabled()
        qtbot.keyClick(cover.edit, Qt.Key.Key_Return)
        await stage.until(window.isVisible)

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_ending_the_program_does_not_end_the_wait(stage: Stage, qtbot: QtBot) -> None:
    async def restarted() -> LockWindow:
        await stage.close()
        settings = config.load(stage.folder / "settings.json")
        console = stage.console = Console(stage.app, stage.folder, settings, "en", stage.credentials, FAST)
        await console.start(stage.account)
        cover = cover_of(console.window)
        await stage.until(cover.isActiveWindow)
        return cover

    async def scene() -> None:
        _window, cover = await locked(stage)
        for number in range(4):
            type_phrase(qtbot, cover, f"guess {number}")
            await stage.until(lambda: cover.edit.text() == "")
            cover._wait_s = 0
            cover._show_wait()
        assert config.load(stage.folder / "settings.json").wrong_tries == 4, "kept before anything else can happen"

        cover = await restarted()
        assert cover.is_waiting
        assert "before" in cover.field.error
        assert "10 s" in cover.field.error, "the whole wait begins anew"
        type_phrase(qtbot, cover, PHRASE)
        assert not cover.edit.isReadOnly(), "tried although it has to wait"
        for _ in range(10):
            cover._on_timer_timeout()
        assert stage.console is not None
        window = stage.console.window
        qtbot.keyClick(cover.edit, Qt.Key.Key_Return)
        await stage.until(window.isVisible)

        assert not (await restarted()).is_waiting, "forgiven once it was right"

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("known", [True, False])
def test_the_accounts_password_opens_a_forgotten_lock(stage: Stage, qtbot: QtBot, known: bool) -> None:
    async def scene() -> None:
        window, cover = await locked(stage)
        console = stage.console
        assert console is not None
        if not known:  # then the gateway says
            await console.bridge.call(console.service.sign_out(forget=True))
        qtbot.mouseClick(cover.way_button, LEFT)
        qtbot.keyClicks(cover.password_edit, "654321")
        qtbot.keyClick(cover.password_edit, Qt.Key.Key_Return)
        await stage.until(lambda: cover.password_field.error)
        assert not window.isVisible()
        qtbot.keyClicks(cover.password_edit, "123456")
        qtbot.keyClick(cover.password_edit, Qt.Key.Key_Return)
        await stage.until(window.isVisible)
        assert config.load(stage.folder / "settings.json").lock == ""

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_it_locks_by_itself_and_hands_at_work_hold_it_off(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        console = stage.console
        assert console is not None
        lock: LockDesk = window.doors.standby.lock
        at_s = [0.0]
        lock.clock = lambda: at_s[0]
        lock.idle_s = lambda: None
        window.settings_desk.choose(replace(console.settings.preferences, lock_after_min=5))
        at_s[0] = 290
        qtbot.keyClick(window.composer.editor, Qt.Key.Key_X)
        at_s[0] = 310
        lock.look()
        assert not lock.is_locked
        at_s[0] = 590
        lock.look()
        assert lock.is_locked
        type_phrase(qtbot, cover_of(window), PHRASE)
        await stage.until(window.isVisible)
        lock.look()
        assert not lock.is_locked
        lock.idle_s = lambda: 300.0
        lock.look()
        assert lock.is_locked, "what the system says counts where it says something"

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_a_phrase_is_set_changed_and_removed(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        window.doors.lock()
        assert not window.doors.standby.lock.is_locked
        dialog = window.findChild(LockPhraseDialog)
        assert dialog is not None
        assert not dialog.present_field.isVisible()
        qtbot.keyClicks(dialog.fields.edit, PHRASE)
        assert not dialog.set_button.isEnabled()
        qtbot.keyClicks(dialog.fields.repeat_edit, PHRASE)
        qtbot.mouseClick(dialog.set_button, LEFT)
        await stage.until(lambda: console.settings.lock)
        assert PHRASE not in (stage.folder / "settings.json").read_text(encoding="utf-8")
        await stage.until(lambda: window.findChild(LockPhraseDialog) is None)

        window.doors.standby.lock.ask_for_phrase()
        dialog = window.findChild(LockPhraseDialog)
        assert dialog is not None
        qtbot.keyClicks(dialog.present_edit, "passer-by")
        qtbot.mouseClick(dialog.remove_button, LEFT)
        await stage.until(lambda: dialog.present_field.error)
        assert console.settings.lock
        dialog.present_edit.clear()
        qtbot.keyClicks(dialog.present_edit, PHRASE)
        qtbot.mouseClick(dialog.remove_button, LEFT)
        await stage.until(lambda: not console.settings.lock)

    stage.play(scene())


@pytest.mark.usefixtures("cheap")
def test_it_starts_locked_and_closing_the_cover_ends_it(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        await opened(stage)
        await stage.close()
        settings = config.load(stage.folder / "settings.json")
        assert settings.lock
        console = stage.console = Console(stage.app, stage.folder, settings, "zh_CN", stage.credentials, FAST)
        await console.start(stage.account)
        cover = cover_of(console.window)
        await stage.until(cover.isVisible)
        assert not console.window.isVisible()
        console.show_window()
        assert not console.window.isVisible()
        cover.close()
        assert console.window.closed.is_set()

    stage.play(scene())
