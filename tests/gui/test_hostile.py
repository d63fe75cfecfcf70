"""Texts made to stall the window, to cover other messages or to pass for something else."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk.domain.finding import Findings, FoundMessage, Troubled
from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import FOLD_CHARACTERS, cut_to_fold, for_display
from mwdesk.gui import painting
from mwdesk.gui.dialogs.whole_text import WholeTextDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.conversation_list import ConversationListView
from mwdesk.gui.widgets.message_menu import MessageMenu
from mwdesk.gui.widgets.search_results import SearchResults
from mwdesk.gui.widgets.thread_view import ThreadView
from mwdesk.gui.widgets.trouble_page import TroublePage
from tests.gui.stage import PHONE, Stage

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
FRAME_MS = 50

HOSTILE = {
    "markup": "<img src='http://x.invalid/a.png'><h1 style='font-size:400px'>BIG</h1>" * 20,
    "direction": "\u202e" * 200 + "退款已到账" + "\u2066\u2067" * 200,
    "unseen": "\u200b\u200d\u2060\ufeff" * 5000 + "a",
    "marks": "a" + "\u0301" * 10_000,
    "enclosing marks": "o" + "\u20dd" * 10_000,
    "marks with joiners": ("a" + "\u0301\u200d" * 50) * 200,
    "one long line": "甲" * 65_536,
    "one long word": "a" * 65_536,
    "lines": "\n" * 65_536,
    "emoji": "👩\u200d👩\u200d👧\u200d👦🏳️\u200d🌈" * 2000,
    "flags": "🇨🇳" * 4000,
    "right to left": "مرحبا بكم " * 4000,
    "surrogates": "\ud83d" * 5000,
    "controls": "\x00\x07\x1b[31m" * 5000,
    "addresses": "http://a.com/" * 5000,
    "nearly addresses": "http://" * 9000,
    "separators": "\u2028\u2029\x85\u000b" * 5000,
}


def message(row_id: int, text: str, state: DeliveryState | None = None) -> Message:
    direction = Direction.IN if state is None else Direction.OUT
    return Message(row_id, PhoneNumber("13800138000"), direction, text, NOW + timedelta(minutes=row_id), state)


def took_ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme("zh_CN", "light")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> ThreadView:
    view = ThreadView(theme, now=lambda: NOW)
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    qtbot.waitExposed(view)
    # Fonts of other scripts are looked for once in a program's life.
    view.thread_model.reset([message(n, text[:60]) for n, text in enumerate(HOSTILE.values())])
    view.grab()
    return view


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bubble_is_painted_without_a_stall_and_stays_in_its_place(view: ThreadView, name: str) -> None:
    def show() -> None:
        view.thread_model.reset([message(1, "before"), message(2, HOSTILE[name]), message(3, "after")])
        view.executeDelayedItemsLayout()
        view.viewport().repaint()

    assert min(took_ms(show) for _ in range(3)) < FRAME_MS
    rects = [view.visualRect(view.thread_model.index(row, 0)) for row in range(3)]
    assert rects[0].bottom() < rects[1].top() <= rects[1].bottom() < rects[2].top()
    assert rects[1].height() < 1300, "folded"
    index = view.thread_model.index(1, 0)
    assert rects[1].toRectF().contains(view.delegate.bubble_rect(index, rects[1]))


@pytest.mark.parametrize("name", ["marks", "enclosing marks", "marks with joiners"])
def test_piled_marks_do_not_reach_the_neighbours(view: ThreadView, name: str) -> None:
    def picture(text: str) -> tuple[QImage, QRect]:
        view.thread_model.reset([message(1, "m" * 20), message(2, text), message(3, "m" * 20)])
        view.executeDelayedItemsLayout()
        bubble = view.delegate.bubble_rect(index := view.thread_model.index(1, 0), view.visualRect(index))
        return view.viewport().grab().toImage(), bubble.toAlignedRect()

    image, bubble = picture("Ạ\u0301" + HOSTILE[name])
    for y in (bubble.top() - 2, bubble.top() - 1, bubble.bottom() + 2):
        inside = [image.pixelColor(x, y) for x in range(bubble.left() + 12, bubble.right() - 12)]
        assert all(colour == inside[0] for colour in inside), y


@pytest.mark.parametrize("name", HOSTILE)
def test_rows_of_every_list_are_painted_without_a_stall(qtbot: QtBot, theme: Theme, name: str) -> None:
    text = HOSTILE[name]
    listing = ConversationListView(theme, now=lambda: NOW)
    results = SearchResults(theme, now=lambda: NOW)
    page = TroublePage(theme, 30)
    for widget in (listing, results, page):
        qtbot.addWidget(widget)
        widget.resize(420, 500)
        widget.show()
    listing.conversations.reset([Conversation(PHONE, text, text, last_at=NOW), Conversation(PHONE, last_at=NOW)])
    found = FoundMessage(message(2, text), text, len(text) // 2, 2)
    results.findings.reset(Findings((), (found,)))
    page.show_troubled([Troubled(message(3, text, DeliveryState.FAILED), text)])
    for widget in (listing, results, page):
        widget.grab()
        assert min(took_ms(widget.grab) for _ in range(3)) < FRAME_MS, type(widget).__name__


@pytest.mark.parametrize("name", HOSTILE)
def test_a_line_of_a_row_is_as_high_as_any_other(theme: Theme, name: str) -> None:
    from PySide6.QtGui import QFontMetricsF

    shown = painting.single_line(HOSTILE[name])
    assert len(shown) <= 240
    if "marks" in name:
        metrics = QFontMetricsF(theme.font("list"))
        assert metrics.tightBoundingRect(shown).height() < 2 * theme.line_height("list")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_shown_has_nothing_unseen_in_it(name: str) -> None:
    shown = for_display(HOSTILE[name])
    assert not set(shown) & set("\u202e\u2066\u2067\u200b\u200d\u2060\ufeff\x00\x07\x1b\ud83d")
    assert for_display(shown) == shown
    marks = [unicodedata.category(character) in ("Mn", "Me") for character in shown]
    assert not any(all(marks[place : place + 4]) for place in range(len(marks) - 3)), "piled up"
    assert len(cut_to_fold(HOSTILE[name])) <= FOLD_CHARACTERS


def test_markup_stays_what_it_is_in_tooltips(view: ThreadView) -> None:
    view.thread_model.reset([message(1, HOSTILE["markup"], DeliveryState.FAILED)])
    assert "<h1" not in view.delegate.tooltip(view.thread_model.index(0, 0))
    assert "<h1" not in painting.plain_tooltip(HOSTILE["markup"])


def test_the_whole_of_a_long_text_is_one_click_away(qtbot: QtBot, view: ThreadView) -> None:
    long = message(1, HOSTILE["one long line"])
    view.thread_model.reset([long])
    view.executeDelayedItemsLayout()
    index = view.thread_model.index(0, 0)
    rect = view.visualRect(index)
    bubble = view.delegate.bubble_rect(index, rect)
    layout, _ = view.delegate.text_of(index, rect, rect.topLeft().toPointF())
    place = QPoint(int(bubble.left()) + 20, int(bubble.top() + 8 + layout.more_top + 11))
    with qtbot.waitSignal(view.action_requested) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["show_all", long]
    view.setCurrentIndex(index)
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = view.findChildren(MessageMenu)[-1]
    (action,) = [each for each in menu.actions() if each.data() is not None and each.data()[0] == "show_all"]
    with qtbot.waitSignal(view.action_requested) as heard:
        action.trigger()
    assert heard.args == ["show_all", long]
    menu.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_the_whole_text_opens_quickly_and_is_copied_as_it_is(qtbot: QtBot, theme: Theme, name: str) -> None:
    dialog = WholeTextDialog(theme, message(1, HOSTILE[name]))
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    assert took_ms(dialog.grab) < 10 * FRAME_MS
    assert dialog.text.isReadOnly()
    if name not in ("surrogates", "controls", "separators"):  # the clipboard carries no such characters
        dialog.copy_button.click()
        assert QGuiApplication.clipboard().text() == HOSTILE[name]


def test_a_hostile_sms_does_not_stop_the_console(stage: Stage) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        desk = console.window.thread_desk
        stage.receive("<b>甲\n" * 40)
        await stage.until(lambda: console.window.conversations.conversation(PHONE))
        console.window.open_phone(PHONE)
        await stage.until(lambda: desk.messages.rowCount() == 1)
        desk.view.action_requested.emit("show_all", desk.messages.message(0))
        await stage.until(lambda: console.window.findChild(WholeTextDialog))
        dialog = console.window.findChild(WholeTextDialog)
        assert dialog.text.toPlainText().startswith("<b>甲")
        dialog.reject()

    stage.play(scene())
