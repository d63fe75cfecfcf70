"""The left pane and the thread's head: what they say when there is nothing, and what a narrow window makes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPalette, QRawFont, QTextLayout
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.figures import Answers
from mwdesk.domain.finding import Findings, FoundCustomer, FoundMessage, Query
from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.delegates.conversation_delegate import collapsed_list_width
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.empty_state import EmptyState
from mwdesk.gui.widgets.list_pane import ListPane
from mwdesk.gui.widgets.panes import Panes
from mwdesk.gui.widgets.thread_header import ThreadHeader, clock_figures
from mwdesk.gui.wording import waiting_words

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
A, B = PhoneNumber("13800138001"), PhoneNumber("13800138002")


def conversation(phone: PhoneNumber, waited_min: float | None, **fields: object) -> Conversation:
    since = None if waited_min is None else NOW - timedelta(minutes=waited_min)
    return Conversation(phone, waiting_since=since, last_at=NOW, **fields)  # type: ignore[arg-type]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("en", "light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def panes(qtbot: QtBot, theme: Theme) -> Panes:
    model = ConversationListModel(now=lambda: NOW)
    menu = QMenu()
    qtbot.addWidget(menu)
    content = QLineEdit()
    panes = Panes(theme, ListPane(theme, model, menu), content)
    model.setParent(panes)
    qtbot.addWidget(panes)
    panes.resize(1100, 600)
    with qtbot.waitActive(panes):
        panes.show()
        panes.activateWindow()
    return panes


@pytest.fixture
def pane(panes: Panes) -> ListPane:
    found = panes.findChild(ListPane)
    assert found is not None
    return found


@pytest.fixture
def model(panes: Panes) -> ConversationListModel:
    found = panes.findChild(ConversationListModel)
    assert found is not None
    return found


@pytest.fixture
def header(qtbot: QtBot, theme: Theme) -> ThreadHeader:
    header = ThreadHeader(theme, now=lambda: NOW)
    qtbot.addWidget(header)
    header.resize(760, header.height())
    header.show()
    return header


def titles(pane: ListPane) -> str | None:
    return pane.empty.title.text() if pane.empty.isVisible() else None


def test_every_tab_has_words_of_its_own_for_nothing(pane: ListPane) -> None:
    found = []
    for name in ("waiting", "unread", "all", "failed"):
        pane.choose_filter(name)
        found.append(titles(pane))
        assert not pane.summary.isVisible()
        assert pane.empty.button.isHidden()
    assert found == ["Nobody is waiting", "Nothing unread", "No conversations yet", "Nothing failed"]


def test_an_empty_queue_leads_to_the_answered_ones(qtbot: QtBot, pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, None)])
    assert titles(pane) == "Nobody is waiting"
    qtbot.mouseClick(pane.empty.button, Qt.MouseButton.LeftButton)
    assert model.filter == "all"
    assert titles(pane) is None


def test_an_empty_queue_says_who_was_answered_today(qtbot: QtBot, pane: ListPane, model: ConversationListModel) -> None:
    asked: list[None] = []
    pane.answers_wanted.connect(lambda: asked.append(None))
    model.reset([conversation(A, 5)])
    pane.show_answers(Answers(9, timedelta(seconds=9)))
    model.reset([conversation(A, None)])
    pane.refresh()
    assert len(asked) == 1, "once, when it comes into view"
    assert pane.empty.sentence.text() == "Answered conversations are under All", "what was told too early is forgotten"
    assert pane.empty.detail.isHidden()
    pane.show_answers(Answers(2, timedelta(seconds=220.9)))
    assert pane.empty.sentence.text() == "2 customer(s) answered today"
    assert pane.empty.detail.text() == "Average wait: 3 min 40 s"
    assert pane.empty.detail.isVisible()
    assert pane.empty.button.isVisible()
    pane.choose_filter("failed")
    assert pane.empty.detail.isHidden()
    assert len(asked) == 1
    pane.choose_filter("waiting")
    assert len(asked) == 2, "and anew when it was left"
    assert pane.empty.detail.isHidden()
    pane.show_answers(Answers())
    assert pane.empty.sentence.text() == "Answered conversations are under All", "nobody is no praise"
    pane.begin_day()
    pane.refresh()
    assert len(asked) == 3, "today is another day"
    model.reset([])
    model.reset([conversation(A, None)])
    assert len(asked) == 4
    pane.hide()
    model.reset([conversation(A, 5)])
    model.reset([conversation(A, None)])
    assert len(asked) == 4, "nobody looks"
    pane.show()
    assert len(asked) == 5


def test_the_last_answered_row_stays_until_it_is_left(pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, 5), conversation(B, None)])
    model.set_current(A)
    model.apply([conversation(A, None, last_direction=Direction.OUT)])
    assert titles(pane) is None
    model.set_current(B)
    assert titles(pane) == "Nobody is waiting"


def test_a_search_without_a_hit_can_be_cleared(qtbot: QtBot, pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, 5)])
    with qtbot.waitSignal(pane.query_changed) as heard:
        qtbot.keyClicks(pane.search, "z")
    assert heard.args == [Query("z")]
    assert titles(pane) is None, "nothing is known yet"
    assert not pane.tabs.isVisible()
    pane.show_findings(Findings())
    assert titles(pane) == "Nothing found"
    with qtbot.waitSignal(pane.query_changed) as heard:
        qtbot.mouseClick(pane.empty.button, Qt.MouseButton.LeftButton)
    assert heard.args == [None]
    assert pane.search.text() == ""
    assert titles(pane) is None
    assert pane.tabs.isVisible()


def test_results_are_walked_from_the_search_field(qtbot: QtBot, pane: ListPane) -> None:
    qtbot.keyClicks(pane.search, "relay")
    messages = tuple(
        FoundMessage(Message(n, A, Direction.IN, "the relay came", NOW), "Anna", 4, 5) for n in range(40, 0, -1)
    )
    pane.show_findings(Findings((FoundCustomer(conversation(B, None, name="Relay Ltd"), True, 0, 5),), messages))
    keys = Qt.Key
    for key, row in ((keys.Key_Down, 0), (keys.Key_Down, 1), (keys.Key_Up, 0), (keys.Key_Up, 0), (keys.Key_Down, 1)):
        qtbot.keyClick(pane.search, key)
        assert pane.results.currentIndex().row() == row
    qtbot.keyClick(pane.search, keys.Key_PageDown)
    assert pane.results.currentIndex().row() > 3
    qtbot.keyClick(pane.search, keys.Key_Up)
    with qtbot.waitSignal(pane.found_activated) as heard:
        qtbot.keyClick(pane.search, keys.Key_Return)
    assert heard.args == [pane.results.findings.found(pane.results.currentIndex().row())]
    with qtbot.waitSignal(pane.search_left):
        qtbot.keyClick(pane.search, keys.Key_Escape)
    assert not pane.results.grab().isNull()


def test_filters_narrow_a_search(qtbot: QtBot, pane: ListPane) -> None:
    qtbot.keyClicks(pane.search, "x")
    heard: list[Query] = []
    pane.query_changed.connect(heard.append)
    menu = pane.filters.state.make_menu()
    next(action for action in menu.actions() if action.data() == "failed").trigger()
    menu.close()
    pane.filters.side.choose("out")
    pane.filters.time.choose("week")
    assert heard[0] == Query("x", states=(DeliveryState.FAILED,))
    assert heard[1] == Query("x", direction=Direction.OUT, states=(DeliveryState.FAILED,))
    start = heard[2].start
    assert start is not None
    assert (start.hour, start.minute) == (0, 0)
    assert (datetime.now().astimezone().date() - start.date()).days == 6
    assert not heard[2].is_plain
    pane.show_findings(Findings())
    assert "all times" in pane.empty.sentence.text()


def test_tabs_keep_equal_gaps(pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, 5, unread=2, failed=1)])
    tabs = pane.tabs.tabs
    gaps = {right.x() - left.geometry().right() - 1 for left, right in pairwise(tabs) if right.isVisible()}
    assert gaps == {3}, "11 between the words, of which each tab holds 4 at either side"


def test_tabs_that_do_not_fit_stand_in_a_menu(qtbot: QtBot, pane: ListPane) -> None:
    tabs = pane.tabs
    tabs.setFixedWidth(150)
    hidden = [tab.name for tab in tabs.tabs if tab.isHidden()]
    assert hidden
    assert hidden == [tab.name for tab in tabs.tabs][-len(hidden) :]
    menu = tabs.make_menu(tab for tab in tabs.tabs if tab.isHidden())
    menu.actions()[-1].trigger()
    menu.close()
    assert tabs.chosen.name == "archived"


def test_the_first_arrow_opens_the_first_row(qtbot: QtBot, pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, 5), conversation(B, 2)])
    pane.view.setFocus()
    qtbot.waitUntil(pane.view.hasFocus)
    with qtbot.waitSignal(pane.phone_activated) as heard:
        qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    assert heard.args == [A]
    assert pane.view.led_by_keys
    assert pane.view.selectionModel().isSelected(model.index(0, 0))
    with qtbot.waitSignal(pane.phone_activated) as heard:
        qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    assert heard.args == [B]


def test_rows_reach_under_the_scroll_bar(pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(PhoneNumber(f"1380013{n:04}"), n) for n in range(30)])
    pane.view.executeDelayedItemsLayout()
    assert pane.view.visualRect(model.index(0, 0)).width() == pane.width() == pane.view.viewport().width()


def test_a_narrow_window_collapses_the_list(qtbot: QtBot, panes: Panes, pane: ListPane) -> None:
    panes.set_list_width(300)
    assert pane.width() == 299
    panes.resize(700, 600)
    assert pane.width() == 63
    assert not pane.search.isVisible()
    assert panes.list_width == 300
    panes.resize(1000, 600)
    assert pane.width() == 299
    assert pane.search.isVisible()


def test_the_collapsed_list_opens_over_the_thread(qtbot: QtBot, panes: Panes, pane: ListPane) -> None:
    panes.resize(700, 600)
    panes.open_list()
    assert pane.width() == 320
    pane.search.setFocus()
    with qtbot.waitSignal(panes.list_closed):
        qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.width() == 63


def test_a_low_window_has_no_summary(pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, 5)])
    assert pane.summary.isVisible()
    pane.set_low(True)
    assert not pane.summary.isVisible()


def test_header_ticks_by_the_second(header: ThreadHeader) -> None:
    header.show_conversation(conversation(A, 14 + 5 / 60, name="Zhang " * 30))
    assert header.waiting_text() == "waiting 14:05"
    header.resize(500, header.height())
    assert header.waiting_text() == "14:05"
    assert not header.grab().isNull()
    header.show_conversation(conversation(A, None))
    assert header.waiting_text() == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "00:00"), (65, "01:05"), (3600, "1:00:00"), (86399, "23:59:59"), (90000, "1 d 1 h")]
)
def test_running_time(qapp: QApplication, seconds: float, text: str) -> None:
    assert clock_figures(seconds) == text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("style", ["body", "body_strong"])
def test_chinese_has_the_weight_asked_for(qapp: QApplication, language: str, style: str) -> None:
    font = Theme(language, "light").font(style)
    layout = QTextLayout("Hi 张女士", font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    weights = {QRawFont(run.rawFont()).weight() for run in layout.glyphRuns()}
    assert weights == {QFont.Weight.Bold if style == "body_strong" else QFont.Weight.Normal}


def test_focus_elsewhere_closes_the_opened_list(qtbot: QtBot, panes: Panes, pane: ListPane) -> None:
    panes.resize(700, 600)
    panes.open_list()
    pane.search.setFocus()
    thread = next(child for child in panes.findChildren(QLineEdit) if child is not pane.search)
    assert pane.search.hasFocus()
    thread.setFocus()
    assert pane.width() == 63


def test_the_word_gives_way_before_the_name(header: ThreadHeader) -> None:
    header.show_conversation(conversation(A, 14 + 5 / 60, name="李小龙"))
    header.resize(620, header.height())
    assert header.waiting_text() == "waiting 14:05"
    header.resize(560, header.height())
    assert header.waiting_text() == "14:05"
    header.show_conversation(conversation(A, 14 + 5 / 60))
    assert header.waiting_text() == "waiting 14:05"


def test_the_head_grows_with_the_text(header: ThreadHeader, theme: Theme) -> None:
    assert header.height() == theme.size("header")
    theme.set_text_size(20)
    try:
        assert header.height() >= theme.line_height("title") + theme.line_height("small")
    finally:
        theme.set_text_size(0)


def test_large_text_collapses_the_list_before_it_cuts_the_thread(panes: Panes, theme: Theme, pane: ListPane) -> None:
    splitter = panes.findChild(QSplitter)
    assert splitter is not None
    content = splitter.widget(1)
    panes.resize(720, 600)
    assert pane.width() > 120
    theme.set_text_size(20)
    try:
        assert pane.width() < 120
        assert content.geometry().right() < 720
        panes.resize(760, 600)
        assert content.geometry().right() < 760
    finally:
        theme.set_text_size(0)
    panes.resize(720, 600)
    assert pane.width() > 120


@pytest.mark.parametrize("text_size", [12, 14, 20])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("minutes", [59, 23 * 60 + 59, 99 * 24 * 60])
def test_no_waiting_time_is_cut_below_an_avatar(language: str, text_size: int, minutes: int) -> None:
    theme = Theme(language, "light")
    theme.set_text_size(text_size)
    font = theme.font("small")
    font.setBold(True)
    words = QFontMetricsF(font).horizontalAdvance(waiting_words(minutes * 60, roughly=True))
    assert words + 2 * 6 <= collapsed_list_width(theme), "clear of the scroll bar"


@pytest.mark.parametrize("text_size", [12, 14, 20])
def test_the_narrowest_list_shows_nine_characters_of_a_name(panes: Panes, theme: Theme, text_size: int) -> None:
    theme.set_text_size(text_size)
    try:
        panes.set_list_width(0)
        pane = panes.findChild(ListPane)
        assert pane is not None
        name = QFontMetricsF(theme.font("body_strong")).horizontalAdvance("方" * 9)
        waiting = theme.font("small")
        waiting.setBold(True)
        time = QFontMetricsF(waiting).horizontalAdvance("59 min")
        assert 12 + 40 + 12 + name + 8 + 14 + 3 + time + 12 <= pane.width() + 1
    finally:
        theme.set_text_size(0)


def test_the_order_stands_beside_who_waits(panes: Panes, pane: ListPane, model: ConversationListModel) -> None:
    model.reset([conversation(A, 5), conversation(B, None)])
    assert pane.summary.words.text().startswith("1 waiting")
    assert (pane.summary.order.text(), pane.summary.order.isVisible()) == ("Longest first", True)
    panes.set_list_width(0)
    pane.summary.say("7,500 people are waiting, the longest 12 d 23 h", "Longest first")
    assert not pane.summary.order.isVisible()
    model.reset([conversation(A, None)])
    pane.choose_filter("all")
    assert pane.summary.order.text() == "Newest first"
    model.reset([conversation(A, 5), conversation(B, None, archived=True)])
    pane.choose_filter("archived")
    assert pane.summary.order.text() == "Newest first"


def test_compact_rows_are_for_names_not_for_avatars_alone(panes: Panes, pane: ListPane, theme: Theme) -> None:
    pane.set_compact(True)
    assert pane.view.delegate.row_height == theme.size("row_compact")
    panes.resize(700, 600)
    assert pane.view.delegate.row_height == theme.size("row_conversation")
    panes.resize(1100, 600)
    assert pane.view.delegate.row_height == theme.size("row_compact")


@pytest.mark.parametrize(("fields", "token"), [({}, "badge"), ({"blocked": True}, "badge_muted")])
def test_a_count_that_asks_for_nothing_is_muted(
    pane: ListPane, model: ConversationListModel, theme: Theme, fields: dict[str, bool], token: str
) -> None:
    model.reset([conversation(A, None, unread=2, **fields)])
    pane.choose_filter("all")
    row = pane.view.grab().toImage()
    colours = {row.pixelColor(x, y).name() for x in range(280, 310) for y in range(64)}
    assert theme.colour(token).name() in colours
    assert len(colours & {theme.tokens.badge.name(), theme.tokens.badge_muted.name()}) == 1


@pytest.mark.parametrize(("style", "token"), [("heading", "window"), ("title", "surface")])
def test_an_empty_page_has_the_ground_of_a_page(qtbot: QtBot, theme: Theme, style: str, token: str) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.setAutoFillBackground(True)
    around.setBackgroundRole(QPalette.ColorRole.Base)
    around.resize(400, 300)
    empty = EmptyState(theme, style, parent=around)
    empty.resize(around.size())
    assert around.grab().toImage().pixelColor(5, 5) == theme.colour(token)
