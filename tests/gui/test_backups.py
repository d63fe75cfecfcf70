"""Data and backups: the dialog alone, and through the whole console on real files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.app import Console
from mwdesk.domain.events import StoreTrouble
from mwdesk.domain.message import DeliveryState
from mwdesk.errors import StoreError, StoreFullError
from mwdesk.gui.dialogs.backups import BackupsDialog, ProtectDialog
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.dialogs.unlock import RestoreRequest
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.banner import Topic
from mwdesk.messaging.archive import Backup, Protection
from mwdesk.store.crypt import is_encrypted
from tests.gui.stage import PHONE, Stage

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BACKUPS = [
    Backup(Path("/data/b-2.db"), NOW, 4096, False, 3, 1200, NOW, NOW),
    Backup(Path("/data/b-1.db"), NOW - timedelta(days=1), 4096, True),
]


@pytest.fixture
def dialog(qtbot: QtBot) -> BackupsDialog:
    dialog = BackupsDialog(Theme("en", "light"), 0)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_backups(BACKUPS)
    dialog.show_protection(Protection(True, True, True))
    dialog.set_busy(False)
    return dialog


def _question(dialog: BackupsDialog) -> Question:
    question = dialog.findChild(Question)
    assert question is not None
    return question


def test_restoring_asks_first_and_the_safe_answer_is_the_first(dialog: BackupsDialog, qtbot: QtBot) -> None:
    asked: list[RestoreRequest] = []
    dialog.restore_requested.connect(asked.append)
    dialog.restore_button.click()
    question = _question(dialog)
    assert "1,200 messages" in question.meaning.text()
    assert question.no_button.isDefault()
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert asked == []
    qtbot.waitUntil(lambda: dialog.findChild(Question) is None)
    dialog.restore_button.click()
    _question(dialog).yes_button.click()
    assert asked == [RestoreRequest(Path("/data/b-2.db"))]


def test_a_locked_backup_wants_its_key(dialog: BackupsDialog) -> None:
    dialog.backups.setCurrentItem(dialog.backups.topLevelItem(1))
    assert dialog.backup_key_field.isVisible()
    assert not dialog.restore_button.isEnabled()
    dialog.backup_key_edit.setText("typed")
    assert dialog.restore_button.isEnabled()
    dialog.show_backup_locked()
    assert dialog.backup_key_field.error
    assert dialog.backup_key_edit.text() == "typed"


def test_the_recovery_key_is_shown_on_demand_and_gone_afterwards(dialog: BackupsDialog) -> None:
    assert not dialog.recovery_edit.isVisible()
    dialog.show_recovery_key("0123 4567")
    assert dialog.recovery_edit.isVisible()
    assert dialog.recovery_why.text()
    dialog.copy_key_button.click()
    assert QGuiApplication.clipboard().text() == "0123 4567"
    dialog.reject()
    assert dialog.recovery_edit.text() == ""


@pytest.mark.parametrize(
    ("protection", "words", "protects", "unprotects", "shows"),
    [
        (Protection(False, False, True), "Not encrypted", "Encrypt…", False, False),
        (Protection(True, True, True), "password store", "Use another pass-phrase…", True, True),
        (Protection(True, False, False), "pass-phrase", "Use another pass-phrase…", True, False),
    ],
)
def test_protection_is_said_plainly(
    dialog: BackupsDialog, protection: Protection, words: str, protects: str, unprotects: bool, shows: bool
) -> None:
    dialog.show_protection(protection)
    assert words in dialog.protection_words.text()
    assert dialog.protect_button.text() == protects
    assert dialog.unprotect_button.isVisible() is unprotects
    assert dialog.recovery_button.isVisible() is shows


def test_forgetting_asks_with_the_count(dialog: BackupsDialog, qtbot: QtBot) -> None:
    wanted: list[int] = []
    chosen: list[int] = []
    dialog.keep_days_requested.connect(wanted.append)
    dialog.keep_days_chosen.connect(chosen.append)
    dialog.keep.button("days").click()
    for wrong in ("0", "x", "99999"):
        dialog.days_edit.clear()
        qtbot.keyClicks(dialog.days_edit, wrong)
        assert dialog.days_field.error
        assert not dialog.keep_button.isEnabled()
    dialog.days_edit.clear()
    qtbot.keyClicks(dialog.days_edit, "90")
    dialog.keep_button.click()
    assert wanted == [90]
    dialog.ask_to_delete(90, 1234)
    question = _question(dialog)
    assert "1234" in question.what.text().replace(",", "")
    question.no_button.click()
    assert chosen == []
    qtbot.waitUntil(lambda: dialog.findChild(Question) is None)
    dialog.ask_to_delete(90, 1234)
    _question(dialog).yes_button.click()
    dialog.ask_to_delete(30, 0)
    assert chosen == [90, 30]
    dialog.set_keep_days(30)
    assert not dialog.keep_button.isVisible()


def test_it_stays_while_the_files_are_worked_on(dialog: BackupsDialog) -> None:
    dialog.set_busy(True)
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.restore_button.isEnabled()
    dialog.show_failed("No backup was made", "why")
    assert dialog.notice.kind == "danger"
    dialog.reject()
    assert not dialog.isVisible()


def test_a_key_in_the_keyring_is_offered_only_where_there_is_one(qtbot: QtBot) -> None:
    theme = Theme("en", "light")
    chosen: list[str] = []
    for protection, way in (
        (Protection(False, False, True), "keyring"),
        (Protection(False, False, False), "passphrase"),
        (Protection(True, True, True), "passphrase"),
    ):
        dialog = ProtectDialog(theme, protection)
        qtbot.addWidget(dialog)
        dialog.protect_chosen.connect(chosen.append)
        dialog.show()
        assert dialog.way.value == way
        assert dialog.encrypt_button.isEnabled() is (way == "keyring")
        if way == "passphrase":
            dialog.passphrase.edit.setText("春江花月夜")
            dialog.passphrase.repeat_edit.setText("春江花月夜")
        dialog.encrypt_button.click()
        assert not dialog.isVisible()
    assert chosen == ["", "春江花月夜", "春江花月夜"]


# The whole console


async def _desk(stage: Stage) -> Console:
    stage.credentials.write(stage.account.credential_key, "123456")
    console = await stage.open(stage.account)
    await stage.until(lambda: stage.server.commands)
    await stage.until(lambda: "100" in console.window.status_bar.balance.accessibleName())
    return console


async def _received(stage: Stage, console: Console, text: str, count: int) -> None:
    stage.receive(text)
    await stage.until(lambda: console.window.conversations.rowCount() == 1)
    console.window.list_pane.view.activate_phone(PHONE)
    await stage.until(lambda: console.window.messages.rowCount() == count)


async def _open(stage: Stage, console: Console) -> BackupsDialog:
    console.window.doors.open_backups()
    dialog = console.window.doors.data_desk.backups_dialog
    assert dialog is not None
    await stage.until(dialog.close_button.isEnabled)
    return dialog


def test_a_backup_is_made_restored_and_work_goes_on(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await _desk(stage)
        window = console.window
        await _received(stage, console, "第一句", 1)
        dialog = await _open(stage, console)
        dialog.back_up_button.click()
        await stage.until(lambda: dialog.notice.kind == "success" and dialog.notice.isVisible())
        assert dialog.backups.backup is not None
        assert dialog.backups.backup.messages == 1
        dialog.reject()
        await _received(stage, console, "第二句", 2)
        dialog = await _open(stage, console)
        dialog.restore_button.click()
        _question(dialog).yes_button.click()
        await stage.until(lambda: dialog.notice.isVisible() and dialog.close_button.isEnabled())
        assert dialog.notice.kind == "success"
        await stage.until(lambda: window.messages.rowCount() == 1)
        dialog.reject()
        # The session goes on, on the file that is there now.
        await _received(stage, console, "第三句", 2)
        qtbot.keyClicks(window.composer.editor, "OK")
        qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: window.messages.rowCount() == 3)
        await stage.until(lambda: window.messages.message(2).state is DeliveryState.DELIVERED)
        assert [window.messages.message(row).text for row in range(3)] == ["第一句", "第三句", "OK"]

    stage.play(scene())


def test_encryption_goes_off_and_on_while_connected(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await _desk(stage)
        path = stage.folder / "mwdesk.db"
        await _received(stage, console, "第一句", 1)
        dialog = await _open(stage, console)
        assert is_encrypted(path)
        dialog.unprotect_button.click()
        _question(dialog).yes_button.click()
        await stage.until(lambda: dialog.notice.isVisible() and dialog.close_button.isEnabled())
        assert not is_encrypted(path)
        assert "Not encrypted" in dialog.protection_words.text() or "未加密" in dialog.protection_words.text()
        dialog.notice.hide()
        dialog.protect_button.click()
        protect = dialog.findChild(ProtectDialog)
        assert protect is not None
        protect.encrypt_button.click()
        await stage.until(lambda: dialog.recovery_edit.isVisible())
        assert is_encrypted(path)
        assert len(dialog.recovery_edit.text().replace(" ", "")) == 64
        dialog.reject()
        await _received(stage, console, "第二句", 2)

    stage.play(scene())


def test_a_copy_is_saved_and_kept_days_are_remembered(stage: Stage, tmp_path: Path) -> None:
    async def scene() -> None:
        console = await _desk(stage)
        await _received(stage, console, "第一句", 1)
        dialog = await _open(stage, console)
        dialog.copy_requested.emit(tmp_path / "out" / "copy.db")
        await stage.until(lambda: dialog.notice.isVisible())
        copy = await console.bridge.call(console.service.archive.preview(tmp_path / "out" / "copy.db"))
        assert copy.messages == 1
        dialog.keep.button("days").click()
        dialog.days_edit.setText("90")
        dialog._refresh()
        dialog.keep_button.click()
        await stage.until(lambda: config.load(stage.folder / "settings.json").preferences.keep_days == 90)
        dialog.reject()
        await stage.close()
        console = await stage.open(stage.account)
        await stage.until(lambda: console.service.archive._keep_days == 90)

    stage.play(scene())


# While the disk is full


def test_trouble_is_shown_as_long_as_it_lasts(stage: Stage) -> None:
    async def scene() -> None:
        console = await _desk(stage)
        banner = console.window.banner
        assert not banner.isVisible()
        console.bridge.publish(StoreTrouble(StoreFullError("raw words")))
        await stage.until(banner.isVisible)
        assert banner.words
        assert "raw" not in banner.words
        assert banner.topic is Topic.NOT_STORED
        console.bridge.publish(StoreTrouble(None))
        await stage.until(lambda: not banner.isVisible())

    stage.play(scene())


def test_closing_asks_while_something_is_not_stored(
    stage: Stage, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        console = await _desk(stage)
        window, store = console.window, console.service.archive.store

        def refuse(*_arguments: object, **_named: object) -> None:
            raise StoreFullError("full")

        store.add_incoming = refuse  # type: ignore[method-assign, assignment]
        stage.receive("会丢吗")
        await stage.until(window.banner.isVisible)
        window.close()
        await stage.until(lambda: window.findChild(Question) is not None)
        question = window.findChild(Question)
        assert question is not None
        assert "1" in question.what.text()
        assert not window.closed.is_set()
        question.no_button.click()
        assert window.isVisible()
        del store.add_incoming  # type: ignore[method-assign]
        await stage.until(lambda: not window.banner.isVisible())
        await stage.until(lambda: window.conversations.rowCount() == 1)

    stage.play(scene())
    caplog.clear()


def test_a_send_that_cannot_be_stored_comes_back_to_the_composer(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await _desk(stage)
        await _received(stage, console, "您好", 1)
        window, store = console.window, console.service.archive.store

        def refuse(*_arguments: object, **_named: object) -> None:
            raise StoreError("full")

        store.add_outgoing = refuse  # type: ignore[method-assign, assignment]
        qtbot.keyClicks(window.composer.editor, "half the world")
        qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(window._notice.isVisible)
        assert window.composer.text == "half the world"
        assert window.messages.rowCount() == 1

    stage.play(scene())


def test_settings_keep_the_days(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    chosen = config.Settings(replace(config.Preferences(), keep_days=365))
    config.save(path, chosen)
    assert config.load(path).preferences.keep_days == 365
