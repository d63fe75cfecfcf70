"""What tells of a message nobody is looking at: toast, sound, tray and title, on the real console."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.app import Console
from mwdesk.domain.alerting import AlertRules, QuietHours
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import main_window
from mwdesk.gui.desks.alert import AlertDesk
from mwdesk.gui.desks.standby import StandbyDesk
from mwdesk.gui.dialogs.settings import SettingsDialog
from tests.gui.stage import PHONE, Stage
from tests.tools.tray import tray

OTHER = PhoneNumber("13900139000")
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """The console with somebody at another window, a clock to turn, and a sound that is counted."""

    def __init__(self, stage: Stage, console: Console, elsewhere: QWidget) -> None:
        self.stage = stage
        self.console = console
        self.window = console.window
        self.elsewhere = elsewhere
        self.standby: StandbyDesk = self.window.doors.standby
        self.alerts: AlertDesk = self.standby.alerts
        self.toast = self.alerts.toast
        self.rung = 0
        self.at_s = 0.0
        self.alerts.ring = self._ring
        self.alerts.clock = lambda: self.at_s

    def _ring(self) -> None:
        self.rung += 1

    async def receive(self, text: str, phone: PhoneNumber = PHONE) -> None:
        before = self.count(phone)

        async def receive() -> None:
            self.stage.server.gateway.receive(phone, text)

        self.stage.on_server(receive())
        await self.stage.until(lambda: self.count(phone) == before + 1)

    def count(self, phone: PhoneNumber) -> int:
        conversation = self.window.conversations.conversation(phone)
        return conversation.message_count if conversation is not None else 0

    def set_rules(self, **changes: object) -> None:
        preferences = self.console.settings.preferences
        rules = replace(preferences.alerts, **changes)  # type: ignore[arg-type]
        self.console.settings.preferences = replace(preferences, alerts=rules)
        self.standby.apply_preferences()

    def pass_time(self, seconds: float) -> None:
        self.at_s += seconds
        self.alerts.look()

    async def work_elsewhere(self) -> None:
        self.elsewhere.activateWindow()
        await self.stage.until(self.elsewhere.isActiveWindow)

    async def work_here(self) -> None:
        self.window.activateWindow()
        await self.stage.until(self.window.isActiveWindow)


@pytest.fixture
def elsewhere(qapp: QApplication) -> Iterator[QLineEdit]:
    """Another program's window, as far as ours can tell."""
    window = QLineEdit()
    yield window
    window.close()
    window.deleteLater()


async def opened(stage: Stage, elsewhere: QWidget) -> Desk:
    stage.credentials.write(stage.account.credential_key, "123456")
    console = await stage.open(stage.account)
    desk = Desk(stage, console, elsewhere)
    elsewhere.show()
    await desk.work_elsewhere()
    return desk


def test_a_message_nobody_sees_is_told(stage: Stage, elsewhere: QLineEdit, qtbot: QtBot) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        elsewhere.setFocus()
        await desk.receive("<b>好的</b>，那我周四下午过来看小样")
        assert desk.toast.isVisible()
        assert desk.rung == 1
        assert "138 0013 8000" in desk.toast.words
        assert "<b>好的</b>，那我周四" in desk.toast.words
        room = QGuiApplication.primaryScreen().availableGeometry()
        assert desk.toast.width() == 368
        assert desk.toast.geometry().bottomRight() == room.bottomRight() - QPoint(16, 16)
        await stage.until(lambda: desk.window.windowTitle() == "(1) MWDesk")
        assert elsewhere.isActiveWindow(), "a toast took the focus"
        assert elsewhere.hasFocus()

        qtbot.mouseClick(desk.toast.open_button, LEFT)
        await stage.until(lambda: desk.window.thread_desk.phone == PHONE)
        await stage.until(desk.window.isActiveWindow)
        assert not desk.toast.isVisible()
        await stage.until(lambda: desk.window.windowTitle() == "MWDesk")

    stage.play(scene())


def test_what_comes_while_the_program_ends_is_not_told(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        await desk.receive("在吗？")
        desk.window.close()
        await desk.window.closed.wait()
        await desk.receive("还在吗？")
        assert desk.rung == 1

    stage.play(scene())


def test_the_conversation_in_view_is_not_told_but_one_scrolled_away_is(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        for number in range(25):
            await desk.receive(f"第 {number} 条，写长一点，好让这个会话超过一屏的高度")
        await desk.work_here()
        desk.window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: desk.window.messages.rowCount() == 25)
        await stage.until(lambda: desk.window.conversations.counts()["unread"] == 0)
        await stage.until(lambda: not desk.toast.isVisible())
        desk.rung = 0
        desk.pass_time(60)

        await desk.receive("在看着")
        assert desk.rung == 0
        assert not desk.toast.isVisible()

        bar = desk.window.thread_desk.view.verticalScrollBar()
        bar.setValue(bar.minimum())
        await stage.until(lambda: not desk.window.thread_desk.view.at_end)
        await desk.receive("翻上去了")
        assert desk.rung == 1
        assert desk.toast.isVisible()

        await desk.receive("别的客户", OTHER)
        assert "2 customers" in desk.toast.words

    stage.play(scene())


def test_coming_back_to_the_open_conversation_reads_it(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        await desk.work_here()
        await desk.receive("在吗")
        desk.window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: desk.window.messages.rowCount() == 1)
        await stage.until(lambda: desk.window.conversations.counts()["unread"] == 0)
        desk.rung = 0
        desk.pass_time(60)

        await desk.work_elsewhere()
        await desk.receive("还在吗")
        assert (desk.rung, desk.toast.isVisible()) == (1, True), "its window is open, but nobody looks at it"
        await desk.work_here()
        await stage.until(lambda: not desk.toast.isVisible())
        await stage.until(lambda: desk.window.windowTitle() == "MWDesk")
        desk.pass_time(3600)
        assert desk.rung == 1

        desk.window.showMinimized()
        await stage.until(lambda: not desk.window.isActiveWindow())
        await desk.receive("喂")
        assert (desk.rung, desk.toast.isVisible()) == (2, True)
        desk.toast.open_button.click()
        await stage.until(lambda: desk.window.isActiveWindow() and not desk.window.isMinimized())
        await stage.until(lambda: desk.window.conversations.counts()["unread"] == 0)

    stage.play(scene())


def test_a_dialog_over_the_conversation_does_not_hide_what_comes(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        await desk.work_here()
        await desk.receive("在吗")
        desk.window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: desk.window.conversations.counts()["unread"] == 0)
        await stage.until(lambda: not desk.toast.isVisible())
        desk.window.doors.open_settings()
        dialog = desk.window.findChild(SettingsDialog)
        assert dialog is not None
        await stage.until(dialog.isActiveWindow)
        await desk.receive("还在吗")
        assert desk.toast.isVisible()
        dialog.reject()
        await stage.until(desk.window.isActiveWindow)
        await stage.until(lambda: not desk.toast.isVisible())

    stage.play(scene())


def test_it_is_told_again_until_it_is_read(stage: Stage, elsewhere: QLineEdit, qtbot: QtBot) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        await desk.receive("在吗")
        desk.toast.hide()
        desk.pass_time(119)
        assert (desk.rung, desk.toast.isVisible()) == (1, False)
        desk.pass_time(1)
        assert (desk.rung, desk.toast.isVisible()) == (2, True)

        qtbot.mouseClick(desk.toast.later_button, LEFT)
        assert not desk.toast.isVisible()
        desk.pass_time(599)
        assert desk.rung == 2
        desk.pass_time(1)
        assert (desk.rung, desk.toast.isVisible()) == (3, True)

        await desk.work_here()
        desk.window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: desk.window.conversations.counts()["unread"] == 0)
        await stage.until(lambda: not desk.toast.isVisible())
        desk.pass_time(3600)
        assert desk.rung == 3

        desk.set_rules(repeat_min=0)
        await desk.work_elsewhere()
        await desk.receive("还在吗")
        assert desk.rung == 4
        desk.pass_time(3600)
        assert desk.rung == 4

    stage.play(scene())


def test_what_was_unread_at_the_last_end_is_told_again(
    stage: Stage, elsewhere: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "_STANDBY_AFTER_MS", 10**6)

    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        await desk.receive("在吗")
        await desk.receive("订单到哪了")
        await desk.receive("推销", OTHER)
        await desk.console.bridge.call(desk.console.service.block(OTHER))
        await stage.close()

        console = await stage.open(stage.account)
        elsewhere.activateWindow()
        await stage.until(elsewhere.isActiveWindow)
        desk = Desk(stage, console, elsewhere)
        assert desk.toast.isVisible(), "nobody looks at the list"
        assert "2 new, the latest: 订单到哪了" in desk.toast.words
        assert "推销" not in desk.toast.words

        await desk.work_here()
        desk.at_s = time.monotonic()
        desk.standby.read_again()
        assert not desk.toast.isVisible(), "the list is in view"
        desk.pass_time(119)
        assert desk.rung == 0
        desk.pass_time(1)
        assert (desk.rung, desk.toast.isVisible()) == (1, True)
        desk.window.open_phone(PHONE)
        await stage.until(lambda: not desk.toast.isVisible())
        desk.pass_time(600)
        assert desk.rung == 1

    stage.play(scene())


def test_several_customers_are_told_together(stage: Stage, elsewhere: QLineEdit, qtbot: QtBot) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        await desk.receive("一", OTHER)
        desk.pass_time(1)
        await desk.receive("二")
        desk.pass_time(1)
        await desk.receive("三")
        assert desk.rung == 1, "what comes in one after another sounds once"
        assert "2 customers wrote, 3 messages" in desk.toast.words
        assert "139 0013 9000" in desk.toast.words
        assert "138 0013 8000" in desk.toast.words
        qtbot.mouseClick(desk.toast.open_button, LEFT)
        await stage.until(lambda: desk.window.thread_desk.phone == OTHER)

    stage.play(scene())


def test_a_flood_is_told_with_as_many_names_as_can_stand_there(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)

        async def flood() -> None:
            stage.server.gateway.flood(300)

        stage.on_server(flood())
        await stage.until(lambda: "300 customers wrote, 300 messages" in desk.toast.words)
        assert 10 < desk.toast.words.count("139 0001") <= 100

    stage.play(scene())


def test_nothing_disturbs_while_it_must_not(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        wall = datetime(2026, 11, 23, 12, 0)
        desk.alerts.now = lambda: wall + timedelta(seconds=desk.at_s)
        half_hour = desk.standby.quiet_menu.actions()[1]
        half_hour.trigger()
        assert "12:30" in desk.window.windowTitle()
        await desk.receive("在吗")
        assert (desk.rung, desk.toast.isVisible()) == (0, False)
        await stage.until(lambda: desk.window.windowTitle().startswith("(1) MWDesk"))
        desk.pass_time(1799)
        assert desk.rung == 0
        desk.pass_time(1)
        assert (desk.rung, desk.toast.isVisible()) == (1, True), "what came meanwhile is told when it ends"
        assert desk.standby.quiet_menu.actions()[0].isChecked()
        assert desk.window.windowTitle() == "(1) MWDesk"

        desk.set_rules(quiet=QuietHours.parse("12:00-13:00"))
        assert not desk.toast.isVisible()
        desk.pass_time(1799)
        assert desk.rung == 1
        desk.pass_time(1)
        assert desk.rung == 2

        desk.set_rules(quiet=QuietHours.parse("13:00-9:00"))
        half_hour.trigger()
        assert "13:30" in desk.window.windowTitle()
        desk.pass_time(1800)
        assert desk.rung == 2
        assert desk.window.windowTitle() == "(1) MWDesk - Do not disturb", "the daily hours go on, over midnight too"
        desk.set_rules(quiet=None)
        assert desk.rung == 3

        desk.standby.quiet_menu.actions()[-1].trigger()
        desk.pass_time(10**6)
        assert desk.rung == 3
        desk.standby.quiet_menu.actions()[0].trigger()
        assert desk.rung == 4

    stage.play(scene())


def test_blocked_customers_are_not_told_and_snoozed_ones_are(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        bridge, service = stage.console.bridge, stage.console.service  # type: ignore[union-attr]
        await bridge.call(service.open_number(PHONE))
        await bridge.call(service.block(PHONE))
        await desk.receive("广告")
        assert (desk.rung, desk.toast.isVisible()) == (0, False)
        await bridge.call(service.open_number(OTHER))
        await bridge.call(service.snooze(OTHER, datetime.now(UTC) + timedelta(hours=1)))
        await desk.receive("等不及了", OTHER)
        assert (desk.rung, desk.toast.isVisible()) == (1, True)

    stage.play(scene())


def test_a_sample_is_seen_and_heard_as_the_rules_say(stage: Stage, elsewhere: QLineEdit, qtbot: QtBot) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        desk.standby.quiet_menu.actions()[-1].trigger()
        desk.window.doors.open_settings()
        dialog = desk.window.findChild(SettingsDialog)
        assert dialog is not None
        page = dialog.alerts_page
        qtbot.mouseClick(dialog.page_segments.button("alerts"), LEFT)
        qtbot.mouseClick(page.sample_button, LEFT)
        assert (desk.rung, desk.toast.isVisible()) == (1, True)
        assert "This is how" in desk.toast.words
        desk.alerts.hide_contents(True)
        desk.alerts.hide_contents(False)
        qtbot.mouseClick(desk.toast.open_button, LEFT)
        assert not desk.toast.isVisible()

        qtbot.mouseClick(page.private_box, LEFT)
        qtbot.mouseClick(page.sample_button, LEFT)
        assert "New message" in desk.toast.words
        qtbot.mouseClick(page.toast_segments.button("off"), LEFT)
        qtbot.mouseClick(page.sound_box, LEFT)
        assert not page.sample_button.isEnabled(), "there is nothing to see or to hear"
        desk.alerts.system_usable = True
        told: list[tuple[str, str] | None] = []
        desk.alerts.system_wanted.connect(lambda: told.append(desk.alerts.take_system_words()))
        qtbot.mouseClick(page.toast_segments.button("system"), LEFT)
        desk.alerts.system_usable = True
        qtbot.mouseClick(page.sample_button, LEFT)
        assert told == [("New message", "The preview is off; open it to read.")]
        dialog.reject()

    stage.play(scene())


def test_a_private_notice_names_nobody(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        desk.set_rules(private=True)
        await desk.receive("身份证号发您了")
        assert desk.toast.isVisible()
        assert "New message" in desk.toast.words
        assert "身份证" not in desk.toast.words
        assert "8000" not in desk.toast.words

        desk.set_rules(toast="off", sound=False)
        assert not desk.toast.isVisible()
        desk.pass_time(600)
        assert (desk.rung, desk.toast.isVisible()) == (1, False)

        told: list[tuple[str, str]] = []
        desk.alerts.system_wanted.connect(lambda: told.append(desk.alerts.take_system_words()))
        desk.set_rules(toast="system", private=False)
        desk.alerts.system_usable = True
        desk.pass_time(600)
        assert told == [("138 0013 8000", "身份证号发您了")]
        assert not desk.toast.isVisible()
        desk.alerts.system_usable = False
        desk.pass_time(600)
        assert desk.toast.isVisible(), "ours stands in where the system has none"

    stage.play(scene())


def test_the_tray_counts_and_offers_what_is_wanted(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        tray = desk.standby.tray
        plain = tray.counted_icon().pixmap(32, 32).toImage()
        await desk.receive("在吗")
        await stage.until(lambda: "1" in tray.icon.toolTip())
        counted = tray.counted_icon().pixmap(32, 32).toImage()
        assert counted != plain
        assert counted.pixelColor(2, 2) == plain.pixelColor(2, 2), "the icon itself stays"
        names = [action.text() for action in tray.menu.actions() if not action.isSeparator()]
        assert len(names) == 6
        tray.set_locked(True)
        assert len([a for a in tray.icon.contextMenu().actions() if not a.isSeparator()]) == 2

    stage.play(scene())


def test_closing_leaves_it_in_the_tray_where_that_is_wanted_and_there_is_one(
    stage: Stage, elsewhere: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        monkeypatch.setattr(type(desk.standby.tray), "is_available", property(lambda _tray: True))
        settings = desk.console.settings
        habits = replace(settings.preferences.habits, close_to_tray=True)
        settings.preferences = replace(settings.preferences, habits=habits)
        desk.window.close()
        assert not desk.window.isVisible()
        assert not desk.window.closed.is_set()
        await desk.receive("还在收")
        assert desk.toast.isVisible()
        desk.console.show_window()
        assert desk.window.isVisible()
        desk.window.close()
        desk.standby.tray.open_requested.emit()
        assert desk.window.isVisible()
        monkeypatch.setattr(type(desk.standby.tray), "is_available", property(lambda _tray: False))
        desk.window.close()
        assert desk.window.closed.is_set()

    stage.play(scene())


def test_the_rules_come_from_the_settings(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        desk = await opened(stage, elsewhere)
        preferences = desk.console.settings.preferences
        rules = AlertRules("off", False, 7, True, QuietHours.parse("22:00-8:00"))
        desk.window.settings_desk.choose(replace(preferences, alerts=rules))
        assert desk.alerts.rules == rules
        await stage.close()
        console = await stage.open(stage.account)
        assert console.settings.preferences.alerts == rules

    stage.play(scene())


@pytest.mark.skipif(sys.platform != "linux", reason="the tray is one of a Linux desktop")
def test_a_real_tray_takes_the_icon_and_shows_notices_as_they_were_written(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        with tray() as system:
            desk = await opened(stage, elsewhere)
            await stage.until(lambda: system.icons)
            settings = desk.console.settings
            habits = replace(settings.preferences.habits, close_to_tray=True)
            settings.preferences = replace(settings.preferences, habits=habits)
            desk.window.close()
            assert not desk.window.closed.is_set(), "there is a tray to open it from"
            plain = await asyncio.to_thread(system.get, "IconPixmap")
            assert "0 unread" in str(await asyncio.to_thread(system.get, "ToolTip"))

            desk.set_rules(toast="system")
            await desk.receive("<b>好的</b> & 谢谢 &lt;")
            await stage.until(lambda: system.notices)
            title, text = system.notices[0]
            assert title == "138 0013 8000"
            assert text == "＜b>好的＜/b> ＆ 谢谢 ＆lt;", "what a server could take for markup"
            assert not desk.toast.isVisible()
            await stage.until(lambda: "1" in desk.standby.tray.icon.toolTip())
            counted = await asyncio.to_thread(system.get, "IconPixmap")
            assert counted != plain
            assert {width for width, _height, _pixels in counted} >= {22, 24, 32}

            desk.set_rules(private=True)
            await desk.receive("身份证号发您了")
            await stage.until(lambda: len(system.notices) == 2)
            assert "身份证" not in str(system.notices[1])
            assert "8000" not in str(system.notices[1])

            await asyncio.to_thread(system.click)
            await stage.until(desk.window.isActiveWindow)
            desk.standby.tray.end()

    stage.play(scene())


@pytest.mark.skipif(sys.platform != "linux", reason="the notices are those of a Linux desktop")
def test_a_notice_server_that_hangs_holds_nothing_up(stage: Stage, elsewhere: QLineEdit) -> None:
    async def scene() -> None:
        with tray() as system:
            desk = await opened(stage, elsewhere)
            await stage.until(lambda: system.icons)
            desk.set_rules(toast="system")
            assert desk.alerts.system_usable
            system.hang()
            began = time.monotonic()
            await desk.receive("您好，订单到了吗")
            await stage.until(desk.toast.isVisible)
            assert time.monotonic() - began < 10, "the window waited for the server"
            assert "您好，订单到了吗" in desk.toast.words
            await desk.work_here()
            desk.window.open_phone(PHONE)
            await stage.until(lambda: not desk.toast.isVisible())

            await desk.work_elsewhere()
            await desk.receive("还在吗", OTHER)
            desk.standby.end()
            desk.standby.tray.silent.emit()
            assert not desk.toast.isVisible(), "an answer that comes after the end"

    stage.play(scene())
