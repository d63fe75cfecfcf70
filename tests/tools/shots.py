"""Takes pictures of the real console on the built-in simulator, in every theme and language.

    python -m tests.tools.shots DIR

It needs a screen; ``python3 dev.py shots DIR`` brings its own. Each look is photographed by a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from mwdesk import config
from mwdesk.app import Console, SessionCredentials, install_translation, make_demo_history
from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account, Balance, Proxy, ProxyKind, Route
from mwdesk.domain.alerting import AlertRules
from mwdesk.domain.diagnosis import CheckState
from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, OutboxHeld, StoreTrouble
from mwdesk.domain.message import DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import DamagedStoreError, GatewayError, LockedStoreError, ProtectionNeededError, StoreFullError
from mwdesk.gui import high_contrast
from mwdesk.gui.dialogs.backups import BackupsDialog, ProtectDialog
from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog
from mwdesk.gui.dialogs.export import ExportDialog
from mwdesk.gui.dialogs.guide import GuideWindow
from mwdesk.gui.dialogs.import_names import ImportNamesDialog
from mwdesk.gui.dialogs.keys import KeysDialog
from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog
from mwdesk.gui.dialogs.new_number import NewNumberDialog
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.dialogs.shortcuts import ShortcutsDialog
from mwdesk.gui.dialogs.sign_in import SignInDialog
from mwdesk.gui.dialogs.snooze_time import SnoozeTimeDialog
from mwdesk.gui.main_window import MainWindow
from mwdesk.gui.models.conversation_list_model import ConversationRole
from mwdesk.gui.widgets.resend_question import ResendQuestion
from mwdesk.gui.widgets.toast import Notice
from mwdesk.messaging import app_lock
from mwdesk.messaging.archive import Backup
from mwdesk.messaging.timings import Timings
from mwdesk.simulator.customers import demo_history
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from mwdesk.store.store import Store
from tests.tools import thread_shots

ROOT = Path(__file__).resolve().parents[2]
THEMES = ("light", "dark")
LANGUAGES = ("zh_CN", "en")
ACCOUNT = "J00001"
PASSWORD = "123456"
TIMINGS = Timings(request_timeout_s=5, poll_s=0.5, retry_first_s=20, retry_limit_s=20)
SETTLE_S = 0.15
"""Enough for layouts, deferred repaints and the window manager's answer."""
LIMIT_S = 180.0
SEARCHED = "相册"
"""A word of the demo's history."""

DRAFTS = {
    "zh_CN": ("您好，小样周四下午三点前备好。", "小样在前台登记后即可查看，", "取件时请付￥38，或\u00a538现金。"),
    "en": (
        "Hello, proofs are ready by 3 pm on Thursday.",
        "Please sign in at the front desk, ",
        "Pay \u00a538 in cash.",
    ),
}
"""By language: a short draft, a sentence to repeat beyond one message, and one that cannot go by SMS."""

CARD_TAGS = ("亲子套餐", "待取件", "老客户")
CARD_NOTE = "相册要横版，孩子对闪光灯敏感，选片时拉上窗帘。"
NAMES_FILE = """手机,姓名
138 0013 8000,陈老师
{phone},张女士（亲子）
1385551,王
abc,周先生
138-0013-8000,陈先生
13711112222,
13911113333,赵先生
"""
NOTICES = {
    "zh_CN": "好的，那我周四下午过来看小样，另外想问一下相册的封面能不能换成深蓝色的，拍摄当天可以带宠物吗",
    "en": "Fine, I will look at the proofs on Thursday afternoon. Could the cover be dark blue, by the way?",
}

W = TypeVar("W", bound=QWidget)


def richest_phone() -> PhoneNumber:
    """Return the customer of the demo's history whose messages show the most different states."""
    states: dict[PhoneNumber, set[object]] = {}
    for past in demo_history():
        states.setdefault(past.phone, set()).add(past.state)
    return max(states, key=lambda phone: len(states[phone]))


def tell_balances(path: Path, now: datetime) -> None:
    """Write what a gateway would have told of the balance over the last ten days, and messages for the charts."""
    dice = random.Random(3)
    left, used = 1245 + 1100, 38_678 - 1100
    with Store(path) as store:
        for hours in range(240, -1, -1):
            at = now - timedelta(hours=hours)
            step = min(dice.randrange(3, 7), 38_677 - used)
            left, used = left - step, used + step
            store.note_balance(Balance(left, used), at - timedelta(minutes=30))
        store.set_fact("balance_told_since", (now - timedelta(hours=240)).isoformat())


def type_text(widget: QWidget, text: str) -> None:
    """Type by key events; unlike QTest's, these carry any character."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press and release a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


def clear(editor: QWidget) -> None:
    """Empty an editor by keys."""
    press(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(editor, Qt.Key.Key_Delete)


async def until(holds: Callable[[], object], timeout_s: float = 15) -> None:
    """Wait for what another thread brings about."""
    async with asyncio.timeout(timeout_s):
        while not holds():  # noqa: ASYNC110 - what is awaited has no event of its own
            await asyncio.sleep(0.01)


def night_palette() -> QPalette:
    """Return the colours of Windows' contrast theme "Night sky"."""
    role = QPalette.ColorRole
    palette = QPalette()
    for colour, roles in (
        ("#000000", (role.Window, role.Base, role.Button)),
        ("#FFFFFF", (role.WindowText, role.Text, role.ButtonText)),
        ("#D6B4FD", (role.Highlight,)),
        ("#2B2B2B", (role.HighlightedText,)),
        ("#8080FF", (role.Link,)),
    ):
        for each in roles:
            palette.setColor(each, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, role.WindowText, QColor("#A6A6A6"))
    return palette


class Studio:
    """One look of the console and the folder its pictures go to."""

    def __init__(self, app: QApplication, out: Path, theme: str, language: str) -> None:
        self._app = app
        self._out = out
        self._theme = theme
        self._language = language
        self._outside = BackgroundLoop()
        self._outside.start()
        self._server = SimulatorServer(SimulatedGateway({ACCOUNT: SimAccount(PASSWORD)}, rng=random.Random(1)))
        self._outside.submit(self._server.start()).result(5)
        self._account = Account(ACCOUNT, "127.0.0.1", self._server.port)

    def end(self) -> None:
        """Stop the gateway."""
        self._outside.submit(self._server.stop()).result(5)
        self._outside.stop()

    async def shoot(self, widget: QWidget, name: str) -> None:
        """Save a picture of a window once it has come to rest."""
        await asyncio.sleep(SETTLE_S)
        path = self._out / f"{name}-{self._theme}-{self._language}.png"
        if not widget.grab().save(str(path)):
            raise RuntimeError(f"{path.name} could not be written")

    def _console(self, folder: Path, credentials: SessionCredentials) -> Console:
        settings = config.Settings(config.Preferences(theme=self._theme, language=self._language))
        return Console(self._app, folder, settings, self._language, credentials, TIMINGS)

    async def _shown(self, widget: QWidget) -> None:
        await until(widget.isVisible)
        widget.raise_()
        widget.activateWindow()
        if QApplication.platformName() != "offscreen":
            await until(widget.isActiveWindow)

    async def _child(self, console: Console, kind: type[W]) -> W:
        dialog = console.window.findChild(kind)
        if dialog is None:
            raise RuntimeError(f"there is no {kind.__name__}")
        await self._shown(dialog)
        return dialog

    async def _close(self, console: Console) -> None:
        console.window.close()
        await console.window.closed.wait()
        await console.stop()
        console.window.deleteLater()

    async def _open_desk(self, folder: Path) -> Console:
        make_demo_history(folder / "mwdesk.db", datetime.now(UTC))
        tell_balances(folder / "mwdesk.db", datetime.now(UTC))
        credentials = SessionCredentials()
        credentials.write(self._account.credential_key, PASSWORD)
        console = self._console(folder, credentials)
        await console.start(self._account)
        window = console.window
        await self._shown(window)
        await until(lambda: any(character.isdigit() for character in window.status_bar.balance.accessibleName()))
        window.list_pane.view.activate_phone(richest_phone())
        await until(window.messages.rowCount)
        # Reading is noted in the background; the pictures begin when it has come back.
        conversation = window.conversations.conversation
        await until(lambda: (found := conversation(richest_phone())) is not None and not found.unread)
        type_text(window.composer.editor, DRAFTS[self._language][0])
        return console

    async def main_only(self, folder: Path, name: str) -> None:
        """Photograph the window alone, then the connection dialog over it."""
        console = await self._open_desk(folder)
        await self.shoot(console.window, name)
        console.window.account_desk.ask_to_sign_in()
        dialog = console.window.account_desk.sign_in_dialog
        if dialog is None:
            raise RuntimeError("there is no sign-in dialog")
        await self._shown(dialog)
        await self.shoot(dialog, name.replace("main", "connection"))
        dialog.show_error(GatewayError(1))
        await self.shoot(dialog, name.replace("main", "connection-refused"))
        dialog.reject()
        await self._close(console)

    async def desk(self, folder: Path) -> None:
        """Photograph a desk at work: the window, the composer's states, the dialogs, the link lost."""
        console = await self._open_desk(folder)
        window = console.window
        editor = window.composer.editor
        await self.shoot(window, "main")
        await self.card(console)
        window.resize(1100, 720)
        await self.shoot(window, "main-1100")
        window.resize(700, 720)
        await self.shoot(window, "narrow")
        window.panes.open_list()
        search = window.list_pane.search
        search.setFocus()
        type_text(search, "139")
        await asyncio.sleep(2 * SETTLE_S)
        await self.shoot(window, "narrow-list")
        type_text(search, "x")
        await asyncio.sleep(2 * SETTLE_S)
        window.resize(1100, 720)
        await self.shoot(window, "search-nothing")
        clear(search)
        window.resize(1100, 520)
        await asyncio.sleep(SETTLE_S)
        bar = window.thread_desk.view.verticalScrollBar()
        for _ in range(8):
            bar.triggerAction(bar.SliderAction.SliderSingleStepSub)
        await self.shoot(window, "thread-scrolled")
        window.resize(1100, 720)
        window.thread_desk.view.jump_to_newest()
        await self.marks(console)
        await self.search(console)
        await self.details(console)
        await thread_shots.photograph(console, self.shoot, until)
        await self.trouble(console)
        await self.usage(console)

        _short, long, unsendable = DRAFTS[self._language]
        clear(editor)
        type_text(editor, (long * 80)[:150])
        press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await self.shoot(window, "composer-over-68")
        press(editor, Qt.Key.Key_Escape)
        clear(editor)
        type_text(editor, unsendable)
        await self.shoot(window, "composer-unsendable")
        clear(editor)
        await self._composer(console)
        await self._high_contrast(window)

        window.doors.open_settings()
        settings = await self._child(console, SettingsDialog)
        await self.shoot(settings, "settings")
        await self._settings_pages(settings)
        settings.close()
        window.ask_for_number()
        number = await self._child(console, NewNumberDialog)
        type_text(number.number, "13800138000")
        await self.shoot(number, "new-number")
        number.close()
        await self.help(console)
        await self._change_password(console)
        await self._data(console)
        await self._standby(console)

        await self._shown(window)
        await self._banners(window)
        self._outside.submit(self._disconnect()).result(5)
        await until(window.banner.isVisible)
        await self.shoot(window, "disconnected")
        await self._close(console)
        self._outside.submit(self._server.listen()).result(5)

    async def _settings_pages(self, settings: SettingsDialog) -> None:
        for page in ("alerts", "safety", "habits"):
            settings.choose_page(page)
            await self.shoot(settings, f"settings-{page}")
        settings.choose_page("general")
        settings.resize(560, 400)
        await self.shoot(settings, "settings-small")

    async def _standby(self, console: Console) -> None:
        """Photograph the notices, signing out, and the window behind its lock."""
        window, zh = console.window, self._language == "zh_CN"
        toast = window.doors.standby.alerts.toast
        phone = PhoneNumber("13800138000")
        name = "张女士" if zh else "Ms Zhang"
        toast.present(Notice(name, NOTICES[self._language], "10:18", phone.grouped, phone, name))
        await self.shoot(toast, "toast")
        console.settings.preferences = replace(console.settings.preferences, alerts=AlertRules(private=True))
        window.doors.standby.apply_preferences()
        self._outside.submit(self._receive(NOTICES[self._language])).result(5)
        await until(lambda: toast.words and name not in toast.words)
        await self.shoot(toast, "toast-private")
        toast.hide()
        window.account_desk.ask_to_sign_out(2)
        question = await self._child(console, Question)
        await self.shoot(question, "sign-out")
        question.close()
        window.doors.standby.lock.ask_for_phrase()
        dialog = await self._child(console, LockPhraseDialog)
        await self.shoot(dialog, "lock-phrase")
        dialog.close()
        console.settings.account = self._account
        console.settings.lock = await console.bridge.call(app_lock.seal(PASSWORD))
        await self._shown(window)
        window.doors.lock()
        cover = window.doors.standby.lock.cover
        if cover is None:
            raise RuntimeError("the window is not locked")
        await self._shown(cover)
        await self.shoot(cover, "window-locked")
        cover.refuse(5)
        await self.shoot(cover, "window-locked-wrong")
        cover.refuse(0)
        type_text(cover.edit, PASSWORD)
        press(cover.edit, Qt.Key.Key_Return)
        await until(window.isVisible)

    async def _receive(self, text: str) -> None:
        self._server.gateway.receive(PhoneNumber("13700137000"), text)

    async def _composer(self, console: Console) -> None:
        """Photograph the canned replies, a blank in one, a send that can be undone, and a number that changed."""
        window, composer = console.window, console.window.composer
        editor = composer.editor
        type_text(editor, "/")
        await until(lambda: composer.canned.popup.current is not None)
        await self.shoot(window, "composer-canned")
        type_text(editor, "wh")
        press(editor, Qt.Key.Key_Return)
        await self.shoot(window, "composer-blank")
        clear(editor)
        type_text(editor, DRAFTS[self._language][0])
        press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await self.shoot(window, "composer-undo")
        composer.take_back()
        type_text(editor, "…")
        composer.set_recipient(PhoneNumber("13900139000"), "")
        await self.shoot(window, "composer-other-number")
        composer.set_recipient(window.thread_desk.phone, "")
        clear(editor)
        window.doors.open_canned()
        dialog = await self._child(console, CannedRepliesDialog)
        await until(dialog.replies.rowCount)
        await self.shoot(dialog, "canned-replies")
        dialog.close()
        await self._shown(window)

    async def marks(self, console: Console) -> None:
        """Photograph the marks of conversations in list and header, their menus, and the questions about blocking."""
        window, desk = console.window, console.window.marks_desk
        model = window.conversations
        phones = [model.index(row, 0).data(ConversationRole).phone for row in range(model.rowCount())]
        others = [phone for phone in phones if phone != richest_phone()]
        desk.act("pin", others[0])
        desk.act("resolve", others[1])
        desk.act("unread", others[-1])
        desk.snooze(others[2], datetime.now(UTC) + timedelta(days=1))
        desk.act("archive", others[3])
        await until(lambda: model.counts()["archived"] == 1)
        window.list_pane.choose_filter("all")
        desk.snooze(richest_phone(), datetime.now(UTC) + timedelta(hours=2))
        await until(lambda: (found := model.conversation(richest_phone())) and found.snoozed_until)
        await self.shoot(window, "marks")
        for name, button in (("snooze", "snooze_button"), ("more", "more_button")):
            getattr(window.thread_desk.header, button).click()
            if desk.menu is None:
                raise RuntimeError("there is no menu")
            await self.shoot(desk.menu, f"marks-{name}-menu")
            desk.menu.close()
        desk.act("block", richest_phone())
        question = await self._child(console, Question)
        await self.shoot(question, "marks-block")
        question.yes_button.click()
        await until(desk.blocked.isVisible)
        await self._shown(window)
        await self.shoot(window, "marks-blocked")
        desk.choose_time(richest_phone())
        dialog = await self._child(console, SnoozeTimeDialog)
        await self.shoot(dialog, "marks-snooze-time")
        dialog.close()
        await self._shown(window)
        window.list_pane.choose_filter("archived")
        await self.shoot(window, "marks-archived")
        window.resize(760, 600)
        await self.shoot(window, "marks-narrow")
        window.resize(1100, 720)
        desk.undo()
        await until(desk.blocked.isHidden)
        desk.act("wake", richest_phone())
        await until(lambda: (found := model.conversation(richest_phone())) and found.snoozed_until is None)
        window.list_pane.choose_filter("waiting")

    async def _high_contrast(self, window: MainWindow) -> None:
        """Photograph the window as the system's switch for high contrast leaves it."""
        style_hints, genuine = QGuiApplication.styleHints(), high_contrast.system_palette
        hints = style_hints.accessibility()
        high_contrast.system_palette = lambda _app: night_palette()
        hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
        await self.shoot(window, "high-contrast")
        high_contrast.system_palette = genuine
        hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)

    async def card(self, console: Console, suffix: str = "") -> None:
        """Photograph the contact card beside and over the thread and in a dialog, and an import of names."""
        window, desk = console.window, console.window.card_desk
        panel, phone, size = desk.panel, richest_phone(), console.window.size()
        service, call = console.service, console.bridge.call
        await call(service.set_tags(phone, CARD_TAGS))
        await call(service.add_note(phone, CARD_NOTE, "小吴"))
        window.card_desk.toggle_card()
        await until(lambda: panel.card is not None and panel.card.notes and panel.tags.chips)
        await asyncio.sleep(2 * SETTLE_S)
        await self.shoot(window, f"card{suffix}")
        panel.notes.write()
        type_text(panel.notes.editor.editor, CARD_NOTE[:12])
        panel.tags.open_field()
        await asyncio.sleep(SETTLE_S)
        panel.tags.completer.popup().hide()
        type_text(panel.tags.field, "老")
        panel.tags.completer.popup().hide()
        await self.shoot(window, f"card-writing{suffix}")
        press(panel.tags.field, Qt.Key.Key_Escape)
        press(panel.notes.editor.editor, Qt.Key.Key_Escape)
        window.resize(960, 620)
        await asyncio.sleep(2 * SETTLE_S)
        await self.shoot(window, f"card-over{suffix}")
        window.resize(860, 620)
        await asyncio.sleep(2 * SETTLE_S)
        window.card_desk.toggle_card()
        await self._shown(desk.side.dialog)
        await self.shoot(desk.side.dialog, f"card-dialog{suffix}")
        window.card_desk.toggle_card()
        window.resize(size)
        window.card_desk.toggle_card()
        await self._shown(window)
        path = console.folder / "names.csv"
        path.write_text(NAMES_FILE.format(phone=phone.digits), encoding="utf-8-sig")
        window.card_desk.open_import()
        dialog = await self._child(console, ImportNamesDialog)
        dialog.preview_requested.emit(path)
        await until(dialog.table.isVisible)
        await self.shoot(dialog, f"import-names{suffix}")
        dialog.close()
        await self._shown(window)

    async def search(self, console: Console) -> None:
        """Photograph a search, a hit in its thread, and finding in a thread."""
        window = console.window
        search, results = window.list_pane.search, window.list_pane.results
        search.setFocus()
        type_text(search, SEARCHED)
        await until(results.findings.rowCount)
        press(search, Qt.Key.Key_Down)
        press(search, Qt.Key.Key_Down)
        press(search, Qt.Key.Key_Return)
        await until(window.thread_desk.find_bar.isVisible)
        await self.shoot(window, "search")
        window.list_pane.filters.side.choose("out")
        await asyncio.sleep(2 * SETTLE_S)
        await self.shoot(window, "search-filtered")
        press(search, Qt.Key.Key_Escape)
        await until(lambda: window.thread_desk.phone == richest_phone())
        window.thread_desk.start_find()
        type_text(window.thread_desk.find_bar.field, SEARCHED[0])
        await asyncio.sleep(3 * SETTLE_S)
        await self.shoot(window, "find-in-thread")
        press(window.thread_desk.find_bar, Qt.Key.Key_Escape)

    async def details(self, console: Console) -> None:
        """Photograph the details of a failed and of an unknown message, and the question before resending it."""
        window = console.window
        thread = window.thread_desk
        for state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
            row_id = thread.messages.rows_in(state)[0]
            thread.view.scroll_to_message(row_id)
            thread.view.action_requested.emit("details", thread.messages.message(thread.messages.row_of[row_id]))
            await until(window.details.isVisible)
            await self.shoot(window, f"details-{state.value}")
            press(window.details, Qt.Key.Key_Escape)
        thread.act("resend", thread.messages.message(thread.messages.row_of[row_id]))
        await until(lambda: thread.findChild(ResendQuestion) is not None)
        question = await self._child(console, ResendQuestion)
        await self.shoot(question, "resend-unknown")
        press(question, Qt.Key.Key_Escape)

    async def trouble(self, console: Console) -> None:
        """Photograph the page of what failed, with the details of a row."""
        window = console.window
        page = window.trouble_desk.page
        window.list_pane.choose_filter("failed")
        await until(page.model.rowCount)
        await self.shoot(window, "failed")
        page.view.setFocus()
        press(page.view, Qt.Key.Key_Home)
        press(page.view, Qt.Key.Key_Down)
        press(page.view, Qt.Key.Key_Return)
        await until(window.details.isVisible)
        await self.shoot(window, "failed-details")
        press(window.details, Qt.Key.Key_Escape)
        window.list_pane.choose_filter("waiting")

    async def usage(self, console: Console) -> None:
        """Photograph the usage page, and a day looked at."""
        window = console.window
        page = window.usage_desk.page
        window.usage_desk.toggle()
        await until(lambda: page.days.columns)
        await self.shoot(window, "usage")
        page.days.setFocus()
        press(page.days, Qt.Key.Key_End)
        for _ in range(4):
            press(page.days, Qt.Key.Key_Left)
        await self.shoot(window, "usage-day")
        press(page.days, Qt.Key.Key_Escape)

    async def help(self, console: Console) -> None:
        """Photograph the palette, the sheet of keys, the dialog that changes them with a conflict, and the guide."""
        window = console.window
        window.doors.open_palette()
        palette = window.doors.palette_desk.palette
        await self.shoot(window, "palette")
        type_text(palette.field, "s")
        await until(lambda: palette.rows.rowCount() > 3 and palette.rows.row(0).title_hits)
        await self.shoot(window, "palette-found")
        size = window.size()
        window.resize(560, 400)
        await self.shoot(window, "palette-560")
        window.resize(size)
        press(palette.field, Qt.Key.Key_Escape)
        window.doors.open_shortcuts()
        sheet = await self._child(console, ShortcutsDialog)
        await self.shoot(sheet, "shortcuts")
        sheet.resize(540, 360)
        await self.shoot(sheet, "shortcuts-560")
        sheet.close()
        window.doors.open_keys()
        keys = await self._child(console, KeysDialog)
        keys.choose("usage")
        keys.field.setFocus()
        press(keys.field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        await until(keys.conflict.isVisible)
        await self.shoot(keys, "keys-conflict")
        keys.close()
        window.doors.open_guide()
        guide = await self._child(console, GuideWindow)
        await self.shoot(guide, "guide")
        type_text(guide.field, "57")
        await self.shoot(guide, "guide-found")
        guide.close()
        await self._shown(window)

    async def _change_password(self, console: Console) -> None:
        console.window.account_desk.ask_to_change_password()
        dialog = console.window.account_desk.password_dialog
        if dialog is None:
            raise RuntimeError("there is no password dialog")
        await self._shown(dialog)
        await self.shoot(dialog, "password")
        type_text(dialog.old_edit, PASSWORD)
        type_text(dialog.new_edit, "654,3210")
        type_text(dialog.repeat_edit, "6543")
        press(dialog.repeat_edit, Qt.Key.Key_Tab)
        await self.shoot(dialog, "password-errors")
        dialog.show_unknown()
        await self.shoot(dialog, "password-unknown")
        dialog.close()

    async def _disconnect(self) -> None:
        self._server.stop_listening()
        self._server.drop_connections()

    async def _data(self, console: Console) -> None:
        """Photograph backups, their questions and protection, and an export from asking to done."""
        window = console.window
        links: list[LinkState] = []
        console.bridge.event_published.connect(
            lambda event: links.append(event.state) if isinstance(event, LinkChanged) else None
        )
        window.doors.open_backups()
        backups = await self._child(console, BackupsDialog)
        await until(backups.close_button.isEnabled)
        backups.back_up_button.click()
        await until(backups.notice.isVisible)
        await self.shoot(backups, "backups")
        backups.restore_button.click()
        question = await self._child(console, Question)
        await self.shoot(question, "backups-restore")
        press(question, Qt.Key.Key_Escape)
        await until(lambda: backups.findChild(Question) is None)
        backups.protect_button.click()
        protect = await self._child(console, ProtectDialog)
        await self.shoot(protect, "protect")
        protect.encrypt_button.click()
        await until(backups.recovery_edit.isVisible)
        await self.shoot(backups, "backups-key")
        backups.ask_to_delete(90, 1234)
        question = await self._child(console, Question)
        await self.shoot(question, "keep-days")
        press(question, Qt.Key.Key_Escape)
        await until(lambda: backups.findChild(Question) is None)
        backups.close()
        window.doors.open_export()
        export = await self._child(console, ExportDialog)
        await self.shoot(export, "export")
        export.what.button("all").click()
        clear(export.file_edit)
        type_text(export.file_edit, str(console.folder / "messages.xlsx"))
        export.export_button.click()
        await until(export.notice.isVisible)
        await self.shoot(export, "export-done")
        export.close()
        await until(lambda: LinkState.CONNECTED in links)  # again, since the file has another key

    async def locked(self, folder: Path) -> None:
        """Photograph what stands in place of the window while the local database does not open."""
        console = self._console(folder, SessionCredentials())
        start = asyncio.ensure_future(console.start(None))
        await until(lambda: console.unlock_desk is not None)
        if console.unlock_desk is None:
            raise RuntimeError("the database opened without its key")
        dialog = console.unlock_desk.dialog
        await self._shown(dialog)
        await self.shoot(dialog, "unlock-key")
        type_text(dialog.key_edit, "0000 0000")
        press(dialog.key_edit, Qt.Key.Key_Return)
        await until(lambda: dialog.key_field.error)
        await self.shoot(dialog, "unlock-wrong")
        dialog.show_error(ProtectionNeededError())
        type_text(dialog.passphrase.edit, "春江花月夜")
        type_text(dialog.passphrase.repeat_edit, "春江潮")
        await self.shoot(dialog, "unlock-choose")
        dialog.protection.button("plain").click()
        await self.shoot(dialog, "unlock-plain")
        dialog.show_error(DamagedStoreError())
        await asyncio.sleep(2 * SETTLE_S)  # until the backups that are not there have been looked for
        now = datetime.now(UTC)
        dialog.show_backups(
            [
                Backup(
                    folder / f"{days}.db", now - timedelta(days=days), 9_000_000 - days, days == 2, 50, 1200, now, now
                )
                for days in range(4)
            ]
        )
        await self.shoot(dialog, "unlock-damaged")
        dialog.show_error(LockedStoreError())
        await self.shoot(dialog, "unlock-locked")
        dialog.reject()
        await start
        await console.stop()
        console.window.deleteLater()

    async def first_start(self, folder: Path) -> None:
        """Photograph signing in, refused and well, and the window that holds nothing yet."""
        console = self._console(folder, SessionCredentials())
        await console.start(None)
        window = console.window
        dialog = window.account_desk.sign_in_dialog
        if dialog is None:
            raise RuntimeError("there is no sign-in dialog")
        await self._shown(dialog)
        await self.shoot(dialog, "sign-in")
        dialog.set_account(self._account)
        type_text(dialog.password_edit, "654321")
        press(dialog.password_edit, Qt.Key.Key_Return)
        await until(dialog.notice.isVisible)
        await self.shoot(dialog, "sign-in-refused")
        clear(dialog.password_edit)
        type_text(dialog.password_edit, PASSWORD)
        await self._connection(dialog)
        press(dialog.password_edit, Qt.Key.Key_Return)
        await until(lambda: window.account_desk.sign_in_dialog is None)
        await self._shown(window)
        await self.shoot(window, "empty")
        await self._close(console)

    async def _connection(self, dialog: SignInDialog) -> None:
        """Photograph a test under way, passed and failed, the errors at the fields, and where there is little room."""
        self._server.faults.silent_greeting = True
        dialog.test_button.click()
        await until(lambda: any(row.check.state is CheckState.RUNNING for row in dialog.column.rows[1:]))
        await self.shoot(dialog, "connection-running")
        dialog.test_button.click()
        await until(dialog.notice.isVisible)
        self._server.faults.silent_greeting = False
        dialog.test_button.click()
        await until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "success")
        await self.shoot(dialog, "connection-passed")
        proxy = Proxy(ProxyKind.SOCKS5, "proxy.invalid", 1080, "mwdesk")
        dialog.set_account(replace(self._account, route=Route(proxy=proxy)))
        type_text(dialog.form.proxy_password_edit, "12345678")
        dialog.test_button.click()
        await until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "danger")
        await self.shoot(dialog, "connection-no-proxy")
        dialog.resize(560, 400)
        await self.shoot(dialog, "connection-560")
        dialog.form.gateway.host_edit.setText("http://gateway")
        dialog.form.gateway.port_edit.setText("99999")
        dialog.form.more_button.setChecked(True)
        dialog.form.sub_port_edit.setText("01a")
        dialog.sign_in_button.click()
        await self.shoot(dialog, "connection-errors")
        dialog.set_account(self._account)
        dialog.form.more_button.setChecked(False)

    async def _banners(self, window: MainWindow) -> None:
        """Photograph what the banner can say while the link holds or is refused."""
        now = datetime.now(UTC)
        banner = window.banner
        banner.set_pending(3)
        banner.set_outbox(OutboxHeld(3))
        await self.shoot(banner, "banner-no-balance")
        banner.set_outbox(OutboxHeld(15, now + timedelta(seconds=15)))
        await self.shoot(banner, "banner-busy")
        banner.set_outbox(OutboxHeld())
        banner.set_low_balance(2000)
        banner.set_balance(BalanceChanged(Balance(1245, 38678), now))
        await self.shoot(banner, "banner-low-balance")
        banner.set_low_balance(0)
        banner.set_store(StoreTrouble(StoreFullError()))
        await self.shoot(banner, "banner-not-stored")
        banner.set_store(StoreTrouble())
        for code in (1, 7, 57):
            banner.set_link(LinkChanged(LinkState.REFUSED, ACCOUNT, GatewayError(code)))
            await self.shoot(banner, f"banner-refused-{code}")
        banner.set_link(LinkChanged(LinkState.SIGNED_OUT, ACCOUNT))


def photograph(out: Path, theme: str, language: str, only: str) -> None:
    """Take every picture of one look, or with ``only`` just the window under that name."""
    app = QApplication(["mwdesk"])
    app.setApplicationName("MWDesk")
    app.setQuitOnLastWindowClosed(False)
    translators = install_translation(app, language)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    studio = Studio(app, out, theme, language)
    with tempfile.TemporaryDirectory(prefix="mwdesk-shots-", ignore_cleanup_errors=True) as folder, loop:
        try:
            if only:
                loop.run_until_complete(studio.main_only(Path(folder), only))
            else:
                loop.run_until_complete(studio.desk(Path(folder) / "desk"))
                loop.run_until_complete(studio.first_start(Path(folder) / "new"))
                loop.run_until_complete(studio.locked(Path(folder) / "new"))
        finally:
            studio.end()
    del translators


def run_all(out: Path) -> int:
    """Start a process for each look, wait for all of them, and tell how it went."""
    started = time.monotonic()
    processes: dict[str, subprocess.Popen[bytes]] = {}
    failed = []
    try:
        for scale, only in (("1", ""), ("2", "main-200")):
            # Windows of one screen take the focus from each other, so the looks come one after another.
            for theme in THEMES:
                for language in LANGUAGES:
                    name = f"{only or 'all'} {theme} {language}"
                    command = [sys.executable, "-m", "tests.tools.shots", str(out)]
                    command += ["--theme", theme, "--language", language, "--only", only]
                    env = {**os.environ, "QT_SCALE_FACTOR": scale}
                    processes[name] = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: S603 - our own module
                    if processes[name].wait(LIMIT_S) != 0:
                        failed.append(name)
    except subprocess.TimeoutExpired as error:
        failed.append(f"{name} (not done after {error.timeout:g} s)")
    finally:
        for process in processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()
    print(f"{len(list(out.glob('*.png')))} pictures in {time.monotonic() - started:.0f} s")
    for name in failed:
        print(f"FAILED: {name}", file=sys.stderr)
    return 1 if failed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="shots", description="Take pictures of the console.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--theme", choices=THEMES, help=argparse.SUPPRESS)
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    out = options.folder.resolve()
    out.mkdir(parents=True, exist_ok=True)
    if options.theme is None:
        return run_all(out)
    photograph(out, options.theme, options.language, options.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
