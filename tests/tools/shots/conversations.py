"""Pictures of the list: marks and their menus, searching, the list of a narrow window."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from mwdesk.app import Console
from mwdesk.domain.finding import Findings, Query
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.dialogs.snooze_time import SnoozeTimeDialog
from mwdesk.gui.models.conversation_list_model import ConversationRole
from tests.tools.shots.acting import SETTLE_S, clear, press, type_text, until
from tests.tools.shots.studio import Studio, richest_phone

SEARCHED = "相册"
"""A word of the demo's history."""


async def narrow(studio: Studio, console: Console) -> None:
    """Photograph the list as avatars, and opened over the thread by a search."""
    window = console.window
    search = window.list_pane.search
    window.resize(700, 720)
    await studio.shoot(window, "narrow")
    window.panes.open_list()
    search.setFocus()
    type_text(search, "139")
    await asyncio.sleep(2 * SETTLE_S)
    await studio.shoot(window, "narrow-list")
    type_text(search, "x")
    await asyncio.sleep(2 * SETTLE_S)
    window.resize(1100, 720)
    await studio.shoot(window, "search-nothing")
    clear(search)


async def queue(studio: Studio, console: Console) -> None:
    """Photograph the queue once nobody waits any more; it stays so."""
    pane, model, desk = console.window.list_pane, console.window.conversations, console.window.marks_desk
    for each in [each for each in model.every() if each.is_waiting]:
        desk.act("resolve", each.phone)
    await console.bridge.settle()
    desk.done.dismiss()
    pane.choose_filter("all")
    pane.choose_filter("waiting")
    await until(pane.empty.detail.isVisible)
    await studio.shoot(console.window, "queue-empty")


async def marks(studio: Studio, console: Console) -> None:
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
    await studio.shoot(window, "marks")
    for name, button in (("snooze", "snooze_button"), ("more", "more_button")):
        getattr(window.thread_desk.header, button).click()
        if desk.menu is None:
            raise RuntimeError("there is no menu")
        await studio.shoot(desk.menu, f"marks-{name}-menu")
        desk.menu.close()
    desk.act("block", richest_phone())
    question = await studio.child(console, Question)
    await studio.shoot(question, "marks-block")
    question.yes_button.click()
    await until(desk.blocked.isVisible)
    await studio.shown(window)
    await studio.shoot(window, "marks-blocked")
    desk.choose_time(richest_phone())
    dialog = await studio.child(console, SnoozeTimeDialog)
    await studio.shoot(dialog, "marks-snooze-time")
    dialog.close()
    await studio.shown(window)
    window.list_pane.choose_filter("archived")
    await studio.shoot(window, "marks-archived")
    window.resize(760, 600)
    await studio.shoot(window, "marks-narrow")
    window.resize(1100, 720)
    desk.undo()
    await until(desk.blocked.isHidden)
    desk.act("wake", richest_phone())
    await until(lambda: (found := model.conversation(richest_phone())) and found.snoozed_until is None)
    window.list_pane.choose_filter("waiting")


async def search(studio: Studio, console: Console) -> None:
    """Photograph a search, a hit in its thread, and finding in a thread."""
    window = console.window
    search, results = window.list_pane.search, window.list_pane.results
    search.setFocus()
    go_on = hold_findings(console)
    type_text(search, SEARCHED)
    await until(lambda: window.list_pane.loading.isVisible())
    await studio.shoot(window, "search-loading")
    go_on()
    await until(results.findings.rowCount)
    press(search, Qt.Key.Key_Down)
    press(search, Qt.Key.Key_Down)
    press(search, Qt.Key.Key_Return)
    await until(window.thread_desk.find_bar.isVisible)
    await studio.shoot(window, "search")
    window.list_pane.filters.side.choose("out")
    await asyncio.sleep(2 * SETTLE_S)
    await studio.shoot(window, "search-filtered")
    press(search, Qt.Key.Key_Escape)
    await until(lambda: window.thread_desk.phone == richest_phone())
    window.thread_desk.start_find()
    type_text(window.thread_desk.find_bar.field, SEARCHED[0])
    await asyncio.sleep(3 * SETTLE_S)
    await studio.shoot(window, "find-in-thread")
    press(window.thread_desk.find_bar, Qt.Key.Key_Escape)


def hold_findings(console: Console) -> Callable[[], None]:
    """Hold back what the next search finds; return what lets it go."""
    service, find, released = console.service, console.service.find, threading.Event()

    async def held(query: Query, before_row_id: int | None = None) -> Findings:
        service.find = find  # type: ignore[method-assign]
        await asyncio.to_thread(released.wait)
        return await find(query, before_row_id)

    service.find = held  # type: ignore[method-assign]
    return released.set
