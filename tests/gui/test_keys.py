"""Keys of commands: which can be had, how they are kept, and changing them on the whole console."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.domain.keys import Unusable, caps, problem
from mwdesk.gui.commands import Commands, portable
from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.fixed_keys import fixed_keys
from mwdesk.gui.widgets.words import Words
from tests.gui.stage import Stage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
COMBINATIONS = st.sampled_from(["Ctrl+J", "F5", ""]) | st.builds(
    lambda modifiers, key: "".join(f"{each}+" for each in modifiers) + key,
    st.lists(st.sampled_from(["Ctrl", "Alt", "Shift", "Meta", "Hyper"]), max_size=3),
    st.sampled_from([*string.printable, "F1", "F36", "Return", "Escape", "", "No Such Key"]),
)


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ("Ctrl+J", None),
        ("F5", None),
        ("Shift+F5", None),
        ("Ctrl++", None),
        ("Ctrl+Alt+K", None),
        ("J", Unusable.WRITES),
        ("Shift+J", Unusable.WRITES),
        ("Up", Unusable.WRITES),
        ("Ctrl+Return", Unusable.SENDS),
        ("Enter", Unusable.SENDS),
        ("Ctrl+C", Unusable.TAKEN),
        ("Ctrl+3", Unusable.TAKEN),
        ("Alt+F4", Unusable.TAKEN),
        ("", Unusable.UNKNOWN),
        ("Ctrl", Unusable.WRITES),
        ("Shift+Ctrl+J", Unusable.UNKNOWN),
        ("Ctrl+K, Ctrl+J", Unusable.UNKNOWN),
    ],
)
def test_which_keys_a_command_may_have(keys: str, wrong: Unusable | None) -> None:
    assert problem(keys) is wrong


def test_caps() -> None:
    assert caps("Ctrl+Shift+F") == ("Ctrl", "Shift", "F")
    assert caps("Ctrl++") == ("Ctrl", "+")
    assert caps("+") == ("+",)
    assert caps("") == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)  # a slow disk is no fault
@given(st.dictionaries(st.sampled_from(["new", "search", "usage"]) | st.text(max_size=6), COMBINATIONS) | ANYTHING)
def test_only_usable_keys_come_out_of_the_settings_file(tmp_path: Path, keys: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"preferences": {"keys": keys, "theme": "dark"}}), encoding="utf-8")
    read = config.load(path).preferences
    assert read.theme == "dark", "the rest is not lost with bad keys"
    in_use = [combination for combination in read.keys.values() if combination]
    assert len(set(in_use)) == len(in_use)
    assert all(problem(combination) is None for combination in in_use)
    config.save(path, config.Settings(read))
    assert config.load(path).preferences == read


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(chosen=st.dictionaries(st.sampled_from(["one", "two", "three", "four", "none"]), COMBINATIONS))
def test_two_commands_never_have_the_same_keys(qapp: QApplication, chosen: dict[str, str]) -> None:
    window = QWidget()
    listing = [("one", "One", "Ctrl+J", lambda: None), ("two", "Two", "F5", lambda: None)]
    commands = Commands(window)
    commands.add([*listing, ("three", "Three…", "", lambda: None)])
    commands.set_keys(chosen)
    in_use = [command.keys for command in commands if command.keys]
    assert len(set(in_use)) == len(in_use)
    for command in commands:
        assert portable(command.keys) == command.keys
        assert commands.actions[command.name].shortcut().toString() == command.keys
    commands.set_keys({})
    assert [command.keys for command in commands] == ["Ctrl+J", "F5", ""]
    window.deleteLater()


def test_keys_chosen_for_one_are_lost_to_the_other(qapp: QApplication) -> None:
    window = QWidget()
    commands = Commands(window)
    commands.add([("one", "One", "Ctrl+J", lambda: None), ("two", "Two…", "F5", lambda: None)])
    told = QWidget(window)
    commands.describe(told, "two")
    assert told.toolTip() == "Two (F5)"
    commands.set_keys({"two": "Ctrl+J"})
    assert commands.command("one").keys == ""
    assert told.toolTip() == "Two (Ctrl+J)"
    commands.set_keys({"two": ""})
    assert commands.command("one").keys == "Ctrl+J"
    assert told.toolTip() == "Two"
    window.deleteLater()


def test_fixed_keys_follow_the_send_key() -> None:
    for send_key, sends in (("enter", "Enter"), ("ctrl_enter", "Ctrl+Enter")):
        _place, rows = fixed_keys(send_key)[0]
        assert rows[0].keys[0] == sends


def test_the_designed_keys_can_be_had_and_are_each_for_one_command(stage: Stage) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        designed = [command.default_keys for command in console.window.commands if command.default_keys]
        assert len(set(designed)) == len(designed)
        assert all(problem(keys) is None for keys in designed)

    stage.play(scene())


def test_keys_are_taken_over_kept_and_reset_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        desk = window.doors.help_desk
        window.activateWindow()
        await stage.until(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        await stage.until(lambda: desk.sheet is not None and desk.sheet.isVisible())
        sheet = desk.sheet
        assert sheet is not None
        rows = {words: keys for _, group in sheet.sheet.groups for keys, words in group}
        assert rows["Usage"] == ("Ctrl+U",)
        assert rows["Search"] == ("Ctrl+F",)
        sheet.keys_button.click()
        await stage.until(lambda: desk.sheet is None and desk.keys is not None and desk.keys.isVisible())
        dialog = desk.keys
        assert dialog is not None
        tester = QAbstractItemModelTester(dialog.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)

        dialog.choose("usage")
        qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
        await stage.until(dialog.field.hasFocus)
        qtbot.keyClick(dialog.field, Qt.Key.Key_J)
        assert dialog.labelled.error
        qtbot.keyClick(dialog.field, Qt.Key.Key_J, CONTROL)
        assert not dialog.labelled.error
        assert window.commands.command("usage").keys == "Ctrl+J"
        assert window.status_bar.balance.toolTip() == "Usage (Ctrl+J)"

        qtbot.keyClick(dialog.field, Qt.Key.Key_F, CONTROL)
        assert "Search" in dialog.conflict.words[0]
        assert window.commands.command("usage").keys == "Ctrl+J", "nothing is taken without asking"
        qtbot.keyClick(dialog.leave_button, Qt.Key.Key_Space)
        assert dialog.field.text() == "Ctrl+J"
        qtbot.keyClick(dialog.field, Qt.Key.Key_F, CONTROL)
        qtbot.keyClick(dialog.take_button, Qt.Key.Key_Space)
        assert window.commands.command("usage").keys == "Ctrl+F"
        assert window.commands.command("search").keys == ""
        assert window.list_pane.search.toolTip() == "Search"
        assert not dialog.conflict.isVisible()

        newer = window.thread_desk.find_bar.down_button
        assert newer.toolTip() == "Next hit (F3)"
        assert window.thread_desk.find_bar.up_button.toolTip() == "Previous hit (Shift+F3)"
        dialog.choose("find_next")
        qtbot.keyClick(dialog.field, Qt.Key.Key_F8)
        assert newer.toolTip() == "Next hit (F8)"

        dialog.choose("new")
        dialog.none_button.click()
        assert window.commands.command("new").keys == ""
        dialog.default_button.click()
        assert window.commands.command("new").keys == "Ctrl+N"
        qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
        assert dialog.isVisible(), "the first Escape only leaves the field"
        qtbot.keyClick(dialog.view, Qt.Key.Key_Escape)
        await stage.until(lambda: desk.keys is None)
        del tester
        kept = config.load(stage.folder / "settings.json").preferences.keys
        assert kept == {"usage": "Ctrl+F", "search": "", "find_next": "F8"}

        window.activateWindow()
        await stage.until(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
        await stage.until(window.usage_desk.page.isVisible)
        window.doors.open_settings()
        found = window.findChild(SettingsDialog)
        assert found is not None
        found.keys_button.click()
        await stage.until(lambda: desk.keys is not None and desk.keys.isVisible())
        assert desk.keys is not None
        desk.keys.reset_button.click()
        assert window.commands.command("search").keys == "Ctrl+F"
        assert not desk.keys.reset_button.isEnabled()
        desk.keys.accept()
        assert config.load(stage.folder / "settings.json").preferences.keys == {}

    stage.play(scene())


def test_the_sheet_fits_the_smallest_window(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        window = console.window
        if window.account_desk.sign_in_dialog is not None:
            window.account_desk.sign_in_dialog.reject()
        window.resize(560, 400)
        await stage.until(lambda: window.height() == 400)
        for open_one, name in ((window.doors.open_shortcuts, "sheet"), (window.doors.open_keys, "keys")):
            open_one()
            dialog = getattr(window.doors.help_desk, name)
            await stage.until(dialog.isVisible)
            assert dialog.width() <= 560
            assert dialog.height() <= 400, name
            dialog.accept()
        window.activateWindow()
        await stage.until(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        sheet = window.doors.help_desk.sheet
        assert sheet is not None
        sheet.activateWindow()
        await stage.until(sheet.isActiveWindow)
        between = [label for label in sheet.sheet.findChildren(Words) if label.text() == "/"]
        rows = [keys for _, group in sheet.sheet.groups for keys, _ in group]
        assert len(between) == sum(len(keys) - 1 for keys in rows) > 0, "one key or the other, not both at once"
        bar = sheet.sheet.verticalScrollBar()
        await stage.until(lambda: bar.maximum() > 0)
        qtbot.keyClick(sheet.sheet, Qt.Key.Key_PageDown)
        assert bar.value() > 0
        qtbot.keyClick(sheet, Qt.Key.Key_F1)
        await stage.until(lambda: window.doors.help_desk.guide is not None and window.doors.help_desk.guide.isVisible())

    stage.play(scene())


def test_whatever_names_a_key_names_the_one_in_force(stage: Stage) -> None:
    async def scene() -> None:
        window = (await stage.open(None)).window
        told: list[str] = []
        lock = window.doors.standby.lock
        lock.noticed.connect(told.append)
        assert window.account_desk.sign_in_dialog is not None
        window.account_desk.sign_in_dialog.reject()
        window.settings_desk.change(keys={"lock": "F9", "quit": "", "copy_number": "F7"})
        assert window.card_desk.panel.copy_button.toolTip() == "Copy the number (F7)"
        assert window.card_desk.panel.edit_button.toolTip() == "Name this customer (F2)"
        lock.ask_for_phrase()
        dialog = window.findChild(LockPhraseDialog)
        assert dialog is not None
        dialog.submitted.emit("", "open sesame")
        await stage.until(lambda: told)
        assert told == ["F9 locks the window."]
        window.doors.open_settings()
        found = window.findChild(SettingsDialog)
        assert found is not None
        said = [words.text() for words in found.findChildren(Words)]
        assert "F9 locks the window at once; your pass-phrase opens it." in said
        assert any("“Quit” in the menu ends it." in words for words in said)

    stage.play(scene())
