"""Searching everything and finding in a thread, on the whole console."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk.domain.finding import Findings, FoundCustomer, FoundMessage, Query
from mwdesk.domain.message import Conversation, Direction, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.gui import painting
from mwdesk.gui.desks.search import _LOADING_AFTER_MS
from mwdesk.gui.models.search_model import SearchModel, SearchSectionRole
from mwdesk.gui.theme import Theme
from mwdesk.store.store import Store
from tests.gui.stage import Stage

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ANNA, BEN = PhoneNumber("13800138001"), PhoneNumber("13900139002")


def found(row_id: int, phone: PhoneNumber = ANNA) -> FoundMessage:
    return FoundMessage(Message(row_id, phone, Direction.IN, "a relay", NOW), "Anna", 2, 5)


def test_the_model_keeps_its_promises(qapp: QApplication) -> None:
    model = SearchModel(now=lambda: NOW)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    asked: list[int] = []
    model.more_requested.connect(asked.append)
    customer = FoundCustomer(Conversation(BEN, "Relay Ltd", "hello"), True, 0, 5)
    model.reset(Findings((customer,), (found(9), found(8, BEN)), next_row=8))
    assert model.index(0, 0).data(SearchSectionRole) == ("People and numbers", "1")
    assert model.index(1, 0).data(SearchSectionRole) == ("Messages", "2+ found, 2+ conversations")
    assert model.index(2, 0).data(SearchSectionRole) is None
    model.fetchMore(model.index(-1, -1))
    model.fetchMore(model.index(-1, -1))
    assert asked == [8], "asked for once"
    model.append(Findings((), (found(3),)))
    assert model.rowCount() == 4
    assert model.index(1, 0).data(SearchSectionRole) == ("Messages", "3 found, 2 conversations")
    assert not model.canFetchMore(model.index(-1, -1))
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Anna, Received, ")
    assert spoken.endswith("a relay")
    del tester


@pytest.mark.parametrize(
    ("parts", "drawn"),
    [
        (("a long name that does not fit", "", ""), ["a"]),
        (("so much before it that the hit itself ", "relay", " and more"), ["…", "relay"]),
        (("", "relay", ""), ["relay"]),
    ],
)
def test_what_was_found_is_in_sight(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, parts: tuple[str, str, str], drawn: list[str]
) -> None:
    theme = Theme("en", "light")
    shown: list[str] = []
    monkeypatch.setattr(painting, "draw_text", lambda _painter, _band, text, *_rest: shown.append(text))
    picture = QPixmap(160, 22)
    painter = QPainter(picture)
    painting.draw_marked(painter, theme, QRectF(0, 0, 160, 22), parts, theme.font("list"), theme.tokens.text_primary)
    painter.end()
    visible = [text for text in shown if text]
    assert all(text.startswith(wanted) for text, wanted in zip(visible, drawn, strict=False))


def fill(stage: Stage) -> None:
    """A long thread of Anna's with two hits far apart, and a short one of Ben's."""
    now = datetime.now(UTC)
    with Store(stage.folder / "mwdesk.db") as store:
        texts = {30: "the blue album, please", 380: "which album now"}
        for n in range(400):
            at = now - timedelta(minutes=1000 - n)
            store.add_incoming([IncomingMessage(ANNA, texts.get(n, f"line {n}"), at, "")], at)
        store.add_incoming([IncomingMessage(BEN, "nothing here", now, "")], now)
        store.set_name(ANNA, "Anna")


def test_a_hit_is_opened_in_its_thread_and_escape_leads_back(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        fill(stage)
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        thread, search, results = window.thread_desk, window.list_pane.search, window.list_pane.results
        window.list_pane.view.activate_phone(BEN)
        await stage.until(lambda: window.messages.rowCount() == 1)

        qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        search.setFocus()
        qtbot.keyClicks(search, "album")
        await stage.until(lambda: results.findings.rowCount() == 2)
        qtbot.keyClick(search, Qt.Key.Key_Down)
        qtbot.keyClick(search, Qt.Key.Key_Down)
        qtbot.keyClick(search, Qt.Key.Key_Return)
        await stage.until(lambda: thread.phone == ANNA and thread.view.delegate.current_hit == 31)
        await stage.until(lambda: 31 in window.messages.row_of)
        assert window.messages.open_end
        index = window.messages.index(window.messages.row_of[31], 0)
        assert thread.view.viewport().rect().contains(thread.view.visualRect(index).center())
        assert thread.find_bar.words.text() == "“album” 2 message(s) here, number 1"

        thread.find_next()
        await stage.until(lambda: thread.view.delegate.current_hit == 381 and 381 in window.messages.row_of)
        thread.find_next()
        await stage.until(lambda: thread.view.delegate.current_hit == 31)
        thread.find_previous()
        await stage.until(lambda: thread.view.delegate.current_hit == 381)

        assert search.text() == "album"
        qtbot.keyClick(search, Qt.Key.Key_Escape)
        await stage.until(lambda: thread.phone == BEN and window.messages.rowCount() == 1)
        assert search.text() == ""
        assert not thread.find_bar.isVisible()
        assert thread.view.delegate.current_hit is None

        thread.open_found(ANNA, "", 200)
        await stage.until(lambda: 200 in window.messages.row_of)
        top = thread.view.top_row()
        assert top is not None
        qtbot.keyClicks(search, "nothing here")
        await stage.until(lambda: results.findings.rowCount() == 1)
        qtbot.keyClick(search, Qt.Key.Key_Return)
        await stage.until(lambda: thread.phone == BEN and window.messages.rowCount() == 1)
        qtbot.keyClick(search, Qt.Key.Key_Escape)
        await stage.until(lambda: thread.phone == ANNA and thread.view.top_row() == top)

    stage.play(scene())


def test_a_stale_answer_is_dropped(stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        fill(stage)
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        search, results = window.list_pane.search, window.list_pane.results
        find, begun, go_on = console.service.find, threading.Event(), threading.Event()

        async def slow(query: Query, before_row_id: int | None = None) -> Findings:
            if query.text == "album":
                begun.set()
                await asyncio.to_thread(go_on.wait)
            return await find(query, before_row_id)

        monkeypatch.setattr(console.service, "find", slow)
        qtbot.keyClicks(search, "album")
        await stage.until(begun.is_set)
        await stage.until(lambda: window.list_pane.loading.isVisible())
        qtbot.keyClicks(search, "zzz")
        await stage.until(lambda: window.list_pane.empty.isVisible())
        go_on.set()
        await asyncio.sleep(0.3)
        assert results.findings.rowCount() == 0
        assert window.list_pane.empty.isVisible()

    stage.play(scene())


def test_reading_on_from_a_hit_reaches_the_newest(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        fill(stage)
        stage.credentials.write(stage.account.credential_key, "123456")
        window = (await stage.open(stage.account)).window
        thread = window.thread_desk
        thread.open_found(ANNA, "album", 31)
        window._show_thread()
        await stage.until(lambda: 31 in window.messages.row_of)
        bar = thread.view.verticalScrollBar()

        def read_on() -> bool:
            bar.setValue(bar.maximum())
            return not window.messages.has_later and window.messages.newest.row_id == 400

        await stage.until(read_on)
        assert [window.messages.message(n).row_id for n in range(window.messages.rowCount())][-3:] == [398, 399, 400]
        thread.open_found(ANNA, "album", 31)
        await stage.until(lambda: thread.view.delegate.current_hit == 31)
        thread.view.jump_to_newest()
        await stage.until(lambda: thread.view.at_end and 400 in window.messages.row_of)

    stage.play(scene())


def test_a_hit_that_is_still_being_read_does_not_come_after_leaving_the_search(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        fill(stage)
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window, thread = console.window, console.window.thread_desk
        window.list_pane.view.activate_phone(ANNA)
        await stage.until(lambda: 400 in window.messages.row_of)
        asked, released = threading.Event(), threading.Event()
        read = console.service.thread_around

        async def thread_around(phone: PhoneNumber, row_id: int, limit: int) -> tuple[list[Message], bool]:
            page = await read(phone, row_id, limit)
            asked.set()
            await asyncio.to_thread(released.wait, 5)
            return page

        monkeypatch.setattr(console.service, "thread_around", thread_around)
        thread.start_find()
        qtbot.keyClicks(thread.find_bar.field, "album")
        await stage.until(lambda: thread.view.delegate.current_hit == 381)
        qtbot.keyClick(thread.find_bar.field, Qt.Key.Key_Return)
        await stage.until(asked.is_set)
        qtbot.keyClick(thread.find_bar.field, Qt.Key.Key_Escape)
        released.set()
        await console.bridge.settle()
        assert thread.view.at_end
        assert 400 in window.messages.row_of

    stage.play(scene())


def test_finding_in_the_open_thread(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        fill(stage)
        stage.credentials.write(stage.account.credential_key, "123456")
        window = (await stage.open(stage.account)).window
        thread, bar = window.thread_desk, window.thread_desk.find_bar
        window.list_pane.view.activate_phone(ANNA)
        await stage.until(lambda: 400 in window.messages.row_of)
        thread.start_find()
        assert bar.isVisible()
        qtbot.keyClicks(bar.field, "album")
        await stage.until(lambda: thread.view.delegate.current_hit == 381)
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        await stage.until(lambda: thread.view.delegate.current_hit == 31 and 31 in window.messages.row_of)
        qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        await stage.until(lambda: thread.view.delegate.current_hit == 381)
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
        assert not bar.isVisible()
        await stage.until(lambda: thread.view.at_end and 400 in window.messages.row_of)

    stage.play(scene())


def test_the_list_points_at_what_is_open(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        fill(stage)
        window = (await stage.open(None)).window
        pane, thread = window.list_pane, window.thread_desk
        window.resize(1200, 700)
        pane.view.activate_phone(ANNA)
        qtbot.keyClicks(pane.search, "nothing here")
        await stage.until(lambda: pane.results.findings.rowCount() == 1)
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
        await stage.until(lambda: thread.phone == BEN)
        pane.search.clear()
        chosen = [index.row() for index in pane.view.selectionModel().selectedIndexes()]
        assert chosen == [window.conversations.row_of(BEN)], "and at nobody else"

    stage.play(scene())


def test_a_search_that_failed_says_so(stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        fill(stage)
        console = await stage.open(None)
        pane, find = console.window.list_pane, console.service.find

        async def failing(query: Query, before_row_id: int | None = None) -> Findings:
            raise StoreError("the disk is away")

        monkeypatch.setattr(console.service, "find", failing)
        qtbot.keyClicks(pane.search, "album")
        await stage.until(lambda: pane.empty.isVisible(), 3)
        await asyncio.sleep(2 * _LOADING_AFTER_MS / 1000)
        assert pane.empty.isVisible(), "and not as if it were still looked for"
        monkeypatch.setattr(console.service, "find", find)
        qtbot.keyClick(pane.search, Qt.Key.Key_Backspace)
        await stage.until(lambda: pane.results.findings.rowCount() == 2, 3)
        assert pane.results.isVisible()

    stage.play(scene())


def test_enter_waits_for_what_was_typed_last(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        fill(stage)
        window = (await stage.open(None)).window
        pane = window.list_pane
        qtbot.keyClicks(pane.search, "album")
        await stage.until(lambda: pane.results.findings.rowCount() == 2)
        pane.search.selectAll()
        qtbot.keyClicks(pane.search, "nothing here ")
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
        await stage.until(lambda: window.thread_desk.phone is not None, 3)
        assert window.thread_desk.phone == BEN, "not the hit of what was typed before"

    stage.play(scene())
