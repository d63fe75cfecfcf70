"""What is asked of the system: starting by itself, and signing out of the gateway."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mwdesk.config import Habits
from mwdesk.gui import desktop
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.resources import resource_path
from tests.gui.stage import PHONE, Stage
from tests.tools import chime

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "autostart" / "mwdesk.desktop"


def started(entry: Path) -> list[str]:
    """Return the command that is run when the user signs in, empty if none."""
    lines = entry.read_text(encoding="utf-8").splitlines() if entry.exists() else []
    return [part for line in lines if line.startswith("Exec=") for part in shlex.split(line.removeprefix("Exec="))]


@pytest.mark.skipif(sys.platform == "win32", reason="a freedesktop session")
def test_it_starts_by_itself_as_the_settings_say(stage: Stage, entry: Path) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        assert window.doors.standby
        before = console.settings.preferences
        window.settings_desk.choose(replace(before, habits=Habits(autostart=True, start_in_tray=True)))
        assert started(entry) == [sys.executable, "-m", "mwdesk", "--in-tray"]
        window.settings_desk.choose(replace(before, habits=Habits(autostart=True)))
        assert started(entry) == [sys.executable, "-m", "mwdesk"]
        window.settings_desk.choose(before)
        assert not started(entry)

        entry.parent.rmdir()
        entry.parent.write_text("in the way")
        window.settings_desk.choose(replace(before, habits=Habits(autostart=True)))
        assert window._notice.isVisible()
        assert "automatic start" in window._notice.text()

    stage.play(scene())


@pytest.mark.skipif(sys.platform == "win32", reason="a freedesktop session")
def test_the_settings_say_of_the_automatic_start_what_the_system_says(stage: Stage, entry: Path) -> None:
    desktop.set_autostart(desktop.start_command(in_tray=True))

    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        assert console.window.doors.standby
        habits = console.settings.preferences.habits
        assert (habits.autostart, habits.start_in_tray) == (True, True)
        # What was taken away there stays away.
        entry.unlink()  # noqa: ASYNC240 - the loop has nothing else to do
        console.window.settings_desk.choose(replace(console.settings.preferences, theme="dark"))
        assert not started(entry)

    stage.play(scene())


def test_the_launcher_is_started_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/programs/MWDesk.exe")
    assert desktop.start_command(in_tray=True) == ["/programs/MWDesk.exe", "--in-tray"]
    monkeypatch.setattr(sys, "executable", "/programs/python.exe")
    assert desktop.start_command(in_tray=False) == ["/programs/python.exe", "-m", "mwdesk"]


def test_a_path_with_signs_is_quoted() -> None:
    assert desktop._quoted('/opt/a b/$x"100%') == '"/opt/a b/\\\\$x\\\\"100%%"'


def test_the_sound_is_the_one_that_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chime, "OUT", tmp_path / "sounds" / "message.wav")
    chime.main()
    assert chime.OUT.read_bytes() == resource_path("sounds", "message.wav").read_bytes()


def test_damaged_settings_are_told(stage: Stage) -> None:
    (stage.folder / "settings.json").write_bytes(b'{"account": {')

    async def scene() -> None:
        console = await stage.open(None)
        notice = console.window._notice
        await stage.until(notice.isVisible)
        assert "settings.json.bad" in notice.text()
        console.window.settings_desk.change(theme="dark")
        await stage.close()
        console = await stage.open(None)
        assert not console.window._notice.isVisible(), "told once"
        assert console.settings.preferences.theme == "dark"

    stage.play(scene())


def test_signing_out_says_what_waits_and_forgets_the_password(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        stage.receive("在吗")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        stage.on_server(stage.server.stop())
        await stage.until(window.banner.isVisible, 30)
        await console.bridge.call(console.service.send(PHONE, ("等网络", "恢复")))
        await stage.until(lambda: window.account_desk.pending == 2)

        window.account_desk.ask_to_sign_out()
        question = window.findChild(Question)
        assert question is not None
        assert "J00001" in question.what.text()
        assert "2 message(s)" in question.meaning.text()
        qtbot.mouseClick(question.no_button, LEFT)
        assert stage.credentials.read(stage.account.credential_key) == "123456"

        window.account_desk.ask_to_sign_out()
        question = window.findChildren(Question)[-1]
        qtbot.mouseClick(question.yes_button, LEFT)
        await stage.until(lambda: window.account_desk.sign_in_dialog is not None)
        assert stage.credentials.read(stage.account.credential_key) is None
        assert window.account_desk.pending == 2
        window.account_desk.sign_in_dialog.reject()

        questions = len(window.findChildren(Question))
        window.account_desk.ask_to_sign_out()
        assert len(window.findChildren(Question)) == questions, "nobody is signed in"
        assert window.account_desk.sign_in_dialog is not None
        window.account_desk.sign_in_dialog.reject()

    stage.play(scene())
