"""The start when the local database does not open: every reason, and every way out, on real files."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.app import Console, SessionCredentials, install_translation
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    CredentialError,
    DamagedStoreError,
    KeyMissingError,
    LockedStoreError,
    NewerStoreError,
    ProtectionNeededError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    WrongKeyError,
)
from mwdesk.gui.dialogs.passphrase import Strength, strength_of, strength_words
from mwdesk.gui.dialogs.unlock import UnlockDialog
from mwdesk.gui.theme import Theme
from mwdesk.messaging.archive import Backup
from mwdesk.store.crypt import is_encrypted
from mwdesk.store.driver import sqlite
from mwdesk.store.store import Store
from tests.gui.stage import FAST, PHONE, Stage

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ERRORS = [
    KeyMissingError,
    WrongKeyError,
    ProtectionNeededError,
    DamagedStoreError,
    NewerStoreError,
    ReadOnlyStoreError,
    StoreFullError,
    LockedStoreError,
    StoreError,
]
MODES = ["key", "key", "choose", "restore", "trouble", "trouble", "trouble", "trouble", "trouble"]


class NoKeyring(SessionCredentials):
    """A system without a keyring."""

    def is_available(self) -> bool:
        return False

    def write(self, key: str, password: str) -> None:
        raise CredentialError("none")


async def _begin(stage: Stage) -> tuple[Console, asyncio.Task[bool], UnlockDialog]:
    """Start a console that has to ask; return it, its start and the dialog."""
    settings = config.load(stage.folder / "settings.json")
    console = stage.console = Console(stage.app, stage.folder, settings, "en", stage.credentials, FAST)
    task = asyncio.ensure_future(console.start(None))
    await stage.until(lambda: console.unlock_desk is not None and console.unlock_desk.dialog.isVisible())
    assert console.unlock_desk is not None
    assert not console.window.isVisible()
    return console, task, console.unlock_desk.dialog


async def _leave_messages(stage: Stage, *texts: str) -> str | None:
    """Run a console once and leave a file behind; return its recovery key."""
    console = await stage.open(None)
    assert console.window.account_desk.sign_in_dialog is not None
    console.window.account_desk.sign_in_dialog.reject()
    for text in texts:
        await console.bridge.call(console.service.send(PHONE, [text]))
    key = await console.bridge.call(console.service.archive.recovery_key())
    await stage.close()
    return key


async def _texts(console: Console) -> list[str]:
    return [message.text for message in await console.bridge.call(console.service.thread(PHONE))]


def test_a_lost_key_is_asked_for_and_kept_again(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        key = await _leave_messages(stage, "下午三点取相册")
        assert key is not None
        stage.credentials = SessionCredentials()
        console, task, dialog = await _begin(stage)
        assert dialog.mode == "key"
        assert not dialog.main_button.isEnabled()
        qtbot.keyClicks(dialog.key_edit, "not the key")
        dialog.main_button.click()
        assert dialog.is_busy
        await stage.until(lambda: dialog.key_field.error)
        assert dialog.key_edit.text() == "not the key"
        dialog.key_edit.clear()
        assert not dialog.key_field.error
        qtbot.keyClicks(dialog.key_edit, key)
        dialog.main_button.click()
        assert await task
        assert console.window.isVisible()
        assert await _texts(console) == ["下午三点取相册"]
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]
        await stage.close()
        console = await stage.open(None)  # asks no more
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]

    stage.play(scene())


def test_whoever_quits_changes_nothing(stage: Stage) -> None:
    async def scene() -> None:
        await _leave_messages(stage, "您好")
        stage.credentials = SessionCredentials()
        before = (stage.folder / "mwdesk.db").read_bytes()
        console, task, dialog = await _begin(stage)
        dialog.reject()
        assert not await task
        assert not console.window.isVisible()
        assert (stage.folder / "mwdesk.db").read_bytes() == before

    stage.play(scene())


@pytest.mark.parametrize("plain", [False, True])
def test_without_a_keyring_the_operator_chooses(stage: Stage, plain: bool) -> None:
    async def scene() -> None:
        stage.credentials = NoKeyring()
        console, task, dialog = await _begin(stage)
        assert dialog.mode == "choose"
        assert not (stage.folder / "mwdesk.db").exists()
        fields = dialog.passphrase
        fields.edit.setText("春江花月夜")
        assert not dialog.main_button.isEnabled()
        fields.repeat_edit.setText("春江花月")
        assert not dialog.main_button.isEnabled()
        assert not fields.repeat_field.error
        fields.repeat_edit.insert("日")
        assert fields.repeat_field.error
        fields.repeat_edit.setText("春江花月夜")
        assert dialog.main_button.isEnabled()
        if plain:
            dialog.protection.button("plain").click()
            assert dialog.plain_note.isVisible()
            assert not fields.isVisible()
        dialog.main_button.click()
        assert await task
        assert is_encrypted(stage.folder / "mwdesk.db") is not plain
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]
        await stage.close()
        if plain:
            return
        console, task, dialog = await _begin(stage)
        assert dialog.mode == "key"
        dialog.key_edit.setText("春江花月夜")
        dialog.main_button.click()
        assert await task
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]

    stage.play(scene())


def test_a_damaged_file_is_replaced_by_a_backup_and_kept(stage: Stage) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]
        await console.bridge.call(console.service.send(PHONE, ["第一句"]))
        await console.bridge.call(console.service.archive.back_up_now())
        await console.bridge.call(console.service.send(PHONE, ["第二句"]))
        await stage.close()
        path = stage.folder / "mwdesk.db"
        damaged = b"no database " * 1000
        path.write_bytes(damaged)
        console, task, dialog = await _begin(stage)
        assert dialog.mode == "restore"
        await stage.until(lambda: dialog.backups.backup is not None)
        backup = dialog.backups.backup
        assert backup is not None
        assert (backup.messages, backup.conversations, backup.is_locked) == (1, 1, False)
        assert dialog.main_button.isEnabled()
        dialog.main_button.click()
        assert await task
        assert await _texts(console) == ["第一句"]
        assert damaged in [each.read_bytes() for each in (stage.folder / "backups").glob("*replaced*")]
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]

    stage.play(scene())


def test_a_locked_backup_from_elsewhere_asks_for_its_own_key(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    async def scene() -> None:
        key = await _leave_messages(stage, "别处的话")
        elsewhere = tmp_path / "elsewhere.db"
        elsewhere.write_bytes((stage.folder / "mwdesk.db").read_bytes())
        (stage.folder / "mwdesk.db").write_bytes(b"no database " * 1000)
        stage.credentials = SessionCredentials()
        console, task, dialog = await _begin(stage)
        assert dialog.backups.backup is None
        assert not dialog.main_button.isEnabled()
        nothing = tmp_path / "notes.txt"
        nothing.write_text("x" * 5000)
        dialog.preview_requested.emit(nothing)
        await stage.until(lambda: "cannot be used" in dialog.notice.words[0])
        dialog.preview_requested.emit(elsewhere)
        await stage.until(lambda: dialog.backup_key_field.isVisible())
        assert "damaged" in dialog.notice.words[0]
        qtbot.keyClicks(dialog.backup_key_edit, "wrong")
        dialog.main_button.click()
        await stage.until(lambda: dialog.backup_key_field.error)
        assert dialog.backup_key_edit.text() == "wrong"
        dialog.backup_key_edit.setText(key or "")
        dialog.main_button.click()
        assert await task
        assert await _texts(console) == ["别处的话"]
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]

    stage.play(scene())


def test_a_file_another_program_holds_opens_once_it_is_let_go(stage: Stage) -> None:
    async def scene() -> None:
        path = stage.folder / "mwdesk.db"
        with Store(path) as store:
            store.add_outgoing(PhoneNumber("10086"), ["您好"], NOW)
        holder = sqlite.connect(str(path), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        console, task, dialog = await _begin(stage)
        assert dialog.mode == "trouble"
        assert str(stage.folder) in dialog.folder_note.text()
        holder.execute("ROLLBACK")
        holder.close()
        dialog.main_button.click()
        assert await task
        console.window.account_desk.sign_in_dialog.reject()  # type: ignore[union-attr]

    stage.play(scene())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("kind", "mode"), list(zip(ERRORS, MODES, strict=True)))
def test_every_reason_is_said_in_words(
    qtbot: QtBot, qapp: QApplication, language: str, kind: type[StoreError], mode: str
) -> None:
    translators: list[QTranslator] = install_translation(qapp, language)
    dialog = UnlockDialog(Theme(language, "light"), Path("/data"))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_error(kind("raw words"))
    assert dialog.mode == mode
    assert all(dialog.notice.words)
    assert "raw words" not in "".join(dialog.notice.words)
    assert dialog.quit_button.isEnabled()
    assert dialog.main_button.text()
    for translator in translators:
        QCoreApplication.removeTranslator(translator)


def test_restoring_is_offered_beside_the_key_and_left_again(qtbot: QtBot) -> None:
    dialog = UnlockDialog(Theme("en", "light"), Path("/data"))
    qtbot.addWidget(dialog)
    dialog.show()
    asked: list[bool] = []
    dialog.backups_requested.connect(lambda: asked.append(True))
    dialog.show_error(KeyMissingError("x"))
    dialog.key_edit.setText("half typed")
    dialog.other_button.click()
    assert dialog.mode == "restore"
    assert asked
    dialog.show_backups(
        [Backup(Path("/data/b.db"), NOW, 10, False, 1, 2, NOW, NOW), Backup(Path("/c.db"), NOW, 9, True)]
    )
    assert dialog.main_button.isEnabled()
    assert not dialog.backup_key_field.isVisible()
    dialog.backups.setCurrentItem(dialog.backups.topLevelItem(1))
    assert dialog.backup_key_field.isVisible()
    assert not dialog.main_button.isEnabled()
    dialog.other_button.click()
    assert dialog.mode == "key"
    assert dialog.key_edit.text() == "half typed"


def test_nothing_is_left_half_done(qtbot: QtBot) -> None:
    dialog = UnlockDialog(Theme("en", "light"), Path("/data"))
    qtbot.addWidget(dialog)
    dialog.show_error(KeyMissingError("x"))
    dialog.open()
    dialog.key_edit.setText("typed")
    tried: list[str] = []
    dialog.unlock_chosen.connect(tried.append)
    dialog.main_button.click()
    dialog.main_button.click()
    dialog.reject()
    assert tried == ["typed"]
    assert dialog.isVisible()
    dialog.show_error(WrongKeyError("x"))
    dialog.reject()
    assert not dialog.isVisible()
    assert dialog.key_edit.text() == ""


@pytest.mark.parametrize(
    ("phrase", "strength"),
    [
        ("a", Strength.WEAK),
        ("123456789012", Strength.WEAK),
        ("aaaaaaaaaaaaaaaa", Strength.WEAK),
        ("password", Strength.WEAK),
        ("床前明月光", Strength.FAIR),
        ("Tr0ub4dor", Strength.FAIR),
        ("correct horse battery staple", Strength.STRONG),
        ("春江潮水连海平", Strength.STRONG),
    ],
)
def test_strength_is_said_plainly(phrase: str, strength: Strength) -> None:
    assert strength_of(phrase) is strength
    assert strength_words(phrase)


def test_the_log_says_nothing_of_what_was_typed(stage: Stage, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        await _leave_messages(stage, "您好")
        stage.credentials = SessionCredentials()
        _console, task, dialog = await _begin(stage)
        qtbot.keyClicks(dialog.key_edit, "geheim-7788")
        dialog.main_button.click()
        await stage.until(lambda: dialog.key_field.error)
        dialog.reject()
        assert not await task

    with caplog.at_level(logging.DEBUG):
        stage.play(scene())
    assert "geheim" not in caplog.text
