"""The painted lists: what they show, where they stay, what a click does."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from mwdesk import errors
from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import painting, wording
from mwdesk.gui.delegates.message_delegate import actions_of
from mwdesk.gui.theme import Theme
from mwdesk.gui.tokens import Tokens
from mwdesk.gui.widgets.conversation_list import ConversationListView
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar
from mwdesk.gui.widgets.thread_view import ThreadView

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
PHONE = PhoneNumber("13800138000")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme("zh_CN", "light")


@pytest.fixture
def conversations(qtbot: QtBot, theme: Theme) -> ConversationListView:
    view = ConversationListView(theme, now=lambda: NOW)
    qtbot.addWidget(view)
    view.resize(320, 640)
    view.conversations.reset(
        [
            conversation("13800138001", 38, name="周先生", last_text="我的件显示派送失败，能改送公司吗", unread=2),
            conversation("13700136218", 21, last_text="请问周六还有外景档期吗", unread=1),
            conversation("13800138003", 14, name="张女士", last_text="好的，那我周四下午过来看小样"),
            conversation("13800138004", 12, name="林小姐", draft="您好，外景当天如遇下雨可以改期"),
            conversation("15900158805", 4, last_text="<b>取件码</b>收到，谢谢"),
            conversation(
                "13800138006",
                None,
                name="王女士",
                last_text="您的包裹已改派至前台代收",
                last_direction=Direction.OUT,
                last_state=DeliveryState.DELIVERED,
            ),
            conversation(
                "13800138007",
                None,
                name="赵先生",
                last_text="该地址暂不支持夜间派送，已为您转派",
                last_direction=Direction.OUT,
                last_state=DeliveryState.FAILED,
            ),
        ]
    )
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def thread(qtbot: QtBot, theme: Theme) -> ThreadView:
    view = ThreadView(theme, now=lambda: NOW)
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def conversation(digits: str, waited_min: int | None, **fields: object) -> Conversation:
    since = None if waited_min is None else NOW - timedelta(minutes=waited_min)
    return Conversation(PhoneNumber(digits), waiting_since=since, last_at=NOW - timedelta(minutes=8), **fields)  # type: ignore[arg-type]


def message(row_id: int, text: str, minute: float, state: DeliveryState | None = None, **fields: object) -> Message:
    direction = Direction.IN if state is None else Direction.OUT
    moment = NOW + timedelta(minutes=minute)
    return Message(row_id, PHONE, direction, text, moment, state, **fields)  # type: ignore[arg-type]


def many(first: int, last: int) -> list[Message]:
    return [message(n, f"第 {n} 条 " + "内容" * (n % 30), n) for n in range(first, last)]


def sample() -> list[Message]:
    state = DeliveryState
    return [
        message(1, "张女士您好，精修预计周四完成，先发 12 张小样给您看，满意后再安排印刷。", -1000, state.DELIVERED),
        message(2, "横版相册可以更换。", -999, state.DELIVERED),
        message(3, "您的取件单已补发，请查收。", -82, state.DEFERRED),
        message(4, "门店地址：人民路 88 号二楼，晴川影像。", -80, state.FAILED, reason_code="EXPIRED"),
        message(5, "停车可用 B1 层，报尾号免两小时。", -77, state.UNKNOWN),
        message(6, "到店请报手机尾号。", -76, state.SENT),
        message(7, "收到地址了，谢谢", -15),
        message(8, "好的，那我周四下午过来看小样", -14),
        message(9, "好的，周四下午为您留位。", 0, state.PENDING),
    ]


def keep(view: ConversationListView | ThreadView, name: str) -> None:
    """Save a picture where one is wanted for looking at."""
    folder = os.environ.get("MWDESK_PICTURES")
    picture = view.grab()
    assert not picture.isNull()
    if folder:
        picture.save(str(Path(folder) / f"{name}.png"))


def test_conversations_are_painted(conversations: ConversationListView, theme: Theme) -> None:
    conversations.select_phone(PhoneNumber("13800138003"))
    keep(conversations, "list-light")
    theme.set_mode("dark")
    keep(conversations, "list-dark")
    conversations.resize(64, 640)
    keep(conversations, "list-collapsed")


def test_thread_is_painted(thread: ThreadView, theme: Theme) -> None:
    thread.thread_model.reset(sample(), unread=2)
    thread.thread_model.set_offline(True)
    keep(thread, "thread-light")
    theme.set_mode("dark")
    keep(thread, "thread-dark")
    theme.set_text_size(18)
    thread.resize(430, 600)
    keep(thread, "thread-narrow-large")


def test_click_opens_a_conversation(qtbot: QtBot, conversations: ConversationListView) -> None:
    rect = conversations.visualRect(conversations.model().index(1, 0))
    with qtbot.waitSignal(conversations.phone_activated) as heard:
        qtbot.mouseClick(conversations.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert heard.args == [PhoneNumber("13700136218")]
    with qtbot.waitSignal(conversations.phone_activated) as heard:
        qtbot.keyClick(conversations, Qt.Key.Key_Down)
    assert heard.args == [PhoneNumber("13800138003")]


def test_row_heights(conversations: ConversationListView, theme: Theme) -> None:
    heights = [conversations.visualRect(conversations.model().index(n, 0)).height() for n in range(7)]
    assert heights == [64, 64, 64, 64, 64, 94, 64]
    conversations.set_compact(True)
    assert conversations.visualRect(conversations.model().index(0, 0)).height() == 56


def test_thread_stays_at_its_end(qtbot: QtBot, thread: ThreadView) -> None:
    with qtbot.waitSignal(thread.end_reached):
        thread.thread_model.reset(many(100, 150))
    assert thread.at_end
    with qtbot.waitSignal(thread.end_reached):
        thread.thread_model.append(many(150, 152))
    bar = thread.verticalScrollBar()
    assert bar.value() == bar.maximum()
    thread.resize(500, 500)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert not thread.jump_button.isVisible()


def test_a_short_thread_stands_beside_the_composer(qtbot: QtBot, thread: ThreadView) -> None:
    model, viewport = thread.thread_model, thread.viewport()
    model.reset(sample()[6:8])
    thread.executeDelayedItemsLayout()

    def bottom() -> int:
        return thread.visualRect(model.index(model.rowCount() - 1, 0)).bottom() + 1

    assert thread.visualRect(model.index(0, 0)).top() > 300
    assert bottom() == viewport.height()
    thread.resize(760, 500)
    assert bottom() == thread.viewport().height()
    model.append(sample()[8:])
    thread.executeDelayedItemsLayout()
    assert bottom() == viewport.height()
    first = thread.visualRect(model.index(0, 0))
    assert thread.indexAt(first.center()).row() == 0
    for y, row in ((0, 0), (first.top() - 1, 0), (viewport.height() - 1, model.rowCount() - 1)):
        assert thread.selection.index_near(QPoint(5, y)).row() == row
    model.reset(many(0, 60))
    thread.executeDelayedItemsLayout()
    thread.verticalScrollBar().setValue(0)
    assert thread.visualRect(model.index(0, 0)).top() == 0


@pytest.mark.parametrize("distance", [0, 300])
def test_a_change_of_height_keeps_the_distance_from_the_end(qtbot: QtBot, thread: ThreadView, distance: int) -> None:
    thread.thread_model.reset(many(100, 150))
    thread.executeDelayedItemsLayout()
    bar = thread.verticalScrollBar()
    bar.setValue(bar.maximum() - distance)
    last = thread.thread_model.index(thread.thread_model.rowCount() - 1, 0)
    for height in (590, 566, 550, 566, 600, 640):
        thread.resize(760, height)
        assert thread.visualRect(last).bottom() + 1 - thread.viewport().height() == distance, "at once"
        QApplication.processEvents()
        assert thread.at_end is (distance == 0)
        assert thread.jump_button.isVisible() is (distance > 0)
        assert not thread.floating_date.isVisible()


def test_prepending_keeps_the_place(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset(many(100, 280))
    thread.executeDelayedItemsLayout()
    bar = thread.verticalScrollBar()
    with qtbot.waitSignal(thread.older_requested):
        bar.setValue(40)
    assert thread.jump_button.isVisible()
    top = thread.visualRect(thread.thread_model.index(thread.thread_model.row_of[101], 0)).top()
    thread.thread_model.prepend(many(50, 100))
    thread.executeDelayedItemsLayout()
    assert thread.visualRect(thread.thread_model.index(thread.thread_model.row_of[101], 0)).top() == top
    thread.thread_model.append(many(280, 282))
    assert bar.value() < bar.maximum()
    thread.jump_to_newest()
    assert thread.at_end
    assert 281 in thread.thread_model.row_of


def test_a_page_that_does_not_fill_the_view_calls_for_more(qtbot: QtBot, thread: ThreadView) -> None:
    with qtbot.waitSignal(thread.older_requested):
        thread.thread_model.reset(many(100, 102))
    with qtbot.assertNotEmitted(thread.older_requested, wait=100):  # once, since there may be none
        thread.resize(760, 900)
    with qtbot.waitSignal(thread.older_requested):
        thread.thread_model.prepend(many(98, 100))


def test_scrolling_on_while_older_messages_come_loses_nothing(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset(many(100, 280))
    thread.executeDelayedItemsLayout()
    thread.repaint()
    bar = thread.verticalScrollBar()
    bar.setValue(240)
    index = thread.indexAt(QPoint(thread.viewport().width() // 2, 0))
    row_id, top = thread.thread_model.message(index.row()).row_id, thread.visualRect(index).top()
    thread.older_requested.connect(lambda: thread.thread_model.prepend(many(60, 100)))
    with qtbot.waitSignal(thread.thread_model.rowsInserted):
        bar.setValue(200)
    for _ in range(3):
        bar.setValue(bar.value() - 40)
        thread.viewport().repaint()
    row = thread.thread_model.row_of[row_id]
    assert thread.visualRect(thread.thread_model.index(row, 0)).top() == top + 160


def test_the_overlay_bar_follows_no_old_value(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    bar = area.verticalScrollBar()
    bar.setRange(0, 1000)
    put_right = [500]  # as a list does that has rows to lay out when its bar is moved
    bar.valueChanged.connect(lambda _value: put_right and bar.setValue(put_right.pop()))
    overlay = OverlayScrollBar(area)
    overlay.setRange(0, 1000)
    bar.setValue(100)
    assert (bar.value(), overlay.value()) == (500, 500)


def test_new_messages_are_counted_while_reading_above(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset(many(100, 150))
    thread.executeDelayedItemsLayout()
    thread.verticalScrollBar().setValue(500)
    value = thread.verticalScrollBar().value()
    thread.thread_model.append(many(150, 153))
    thread.executeDelayedItemsLayout()
    assert thread.verticalScrollBar().value() == value
    assert thread.jump_button.count == 3
    qtbot.mouseClick(thread.jump_button, Qt.MouseButton.LeftButton)
    assert thread.at_end
    assert thread.jump_button.count == 0


def test_reading_on_brings_later_messages_back(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset(many(100, 300))
    thread.executeDelayedItemsLayout()
    bar = thread.verticalScrollBar()
    bar.setValue(0)
    thread.thread_model.prepend(many(50, 100))
    thread.executeDelayedItemsLayout()
    assert thread.thread_model.has_later
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: not thread.thread_model.has_later)
    assert not thread.at_end


def test_the_day_floats_while_scrolling(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset([*many(-2000, -1960), *many(1, 40)])
    thread.executeDelayedItemsLayout()
    assert not thread.floating_date.isVisible()
    bar = thread.verticalScrollBar()
    bar.setValue(bar.maximum() // 4)
    QApplication.processEvents()
    assert not thread.floating_date.isVisible(), "nobody scrolled"
    bar.triggerAction(QAbstractSlider.SliderAction.SliderSingleStepAdd)
    qtbot.waitUntil(thread.floating_date.isVisible)
    day = thread.thread_model.day(0)
    assert thread.floating_date.text == wording.day_pill_words(day, NOW.astimezone().date())
    keep(thread, "thread-scrolled")
    qtbot.waitUntil(lambda: not thread.floating_date.isVisible(), timeout=2000)
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    QApplication.processEvents()
    assert not thread.floating_date.isVisible(), "the day's own pill is in view"
    thread.jump_to_newest()
    assert not thread.floating_date.isVisible()


def test_the_days_are_named_anew_at_midnight(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    now, names = [datetime(2026, 11, 23, 23, 59).astimezone()], []
    draw = painting.draw_pill
    monkeypatch.setattr(painting, "draw_pill", lambda *args: names.append(args[3]) or draw(*args))
    view = ThreadView(theme, now=lambda: now[0])
    qtbot.addWidget(view)
    view.thread_model.reset([Message(1, PHONE, Direction.IN, "x", now[0])])
    view.show()
    qtbot.waitUntil(lambda: bool(names))
    today = names[-1]
    now[0] += timedelta(minutes=2)
    view.name_days()
    qtbot.waitUntil(lambda: names[-1] != today)
    assert names[-1] == wording.day_pill_words(date(2026, 11, 23), date(2026, 11, 24))


def test_bubbles_end_where_the_composer_ends(thread: ThreadView, theme: Theme) -> None:
    for count in (2, 60):
        thread.thread_model.reset([message(n, "内容", n, DeliveryState.SENT) for n in range(count)])
        thread.executeDelayedItemsLayout()
        index = thread.thread_model.index(0, 0)
        bubble = thread.delegate.bubble_rect(index, thread.visualRect(index))
        assert bubble.right() == thread.width() - theme.size("thread_margin")


def test_keys_move_through_the_thread(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset(many(100, 150))
    thread.executeDelayedItemsLayout()
    QApplication.sendEvent(thread, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert thread.currentIndex().row() == 49
    bar = thread.verticalScrollBar()
    qtbot.keyClick(thread, Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(thread, Qt.Key.Key_PageDown)
    assert 0 < bar.value() < bar.maximum()
    assert thread.viewport().rect().intersects(thread.visualRect(thread.currentIndex()))
    qtbot.keyClick(thread, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    qtbot.keyClick(thread, Qt.Key.Key_End)
    assert thread.at_end
    qtbot.keyClick(thread, Qt.Key.Key_Up)
    qtbot.keyClick(thread, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == thread.thread_model.message(48).text


def test_links_below_a_bubble(qtbot: QtBot, thread: ThreadView) -> None:
    thread.thread_model.reset(sample())
    thread.executeDelayedItemsLayout()
    index = thread.thread_model.index(3, 0)
    rect = thread.visualRect(index)
    y = rect.bottom() - 12
    found = [thread.delegate.action_at(index, rect, QPointF(x, y)) for x in range(rect.left(), rect.right())]
    assert list(dict.fromkeys(found)) == [None, "edit_resend", "resend", "details"]
    x = found.index("resend") + 3
    with qtbot.waitSignal(thread.action_requested) as heard:
        qtbot.mouseClick(thread.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert heard.args == ["resend", thread.thread_model.message(3)]


def test_a_double_click_follows_a_link_once(qtbot: QtBot, thread: ThreadView) -> None:
    heard: list[str] = []
    thread.action_requested.connect(lambda action, _message: heard.append(action))
    thread.thread_model.reset(sample())
    thread.executeDelayedItemsLayout()
    index = thread.thread_model.index(3, 0)
    rect = thread.visualRect(index)
    y = rect.bottom() - 12
    link = next(
        QPoint(x + 3, y)
        for x in range(rect.left(), rect.right())
        if thread.delegate.action_at(index, rect, QPointF(x, y)) == "resend"
    )
    left, viewport = Qt.MouseButton.LeftButton, thread.viewport()
    qtbot.mouseClick(viewport, left, pos=link)
    qtbot.mouseDClick(viewport, left, pos=link)
    qtbot.mouseRelease(viewport, left, pos=link)
    assert heard == ["resend"], "a message is not sent twice by a hasty hand"
    qtbot.mousePress(viewport, left, pos=QPoint(rect.left() + 2, y))
    qtbot.mouseRelease(viewport, left, pos=link)
    assert heard == ["resend"], "what was not pressed is not meant"


def test_what_is_dealt_with_is_not_offered_to_be_sent_again(thread: ThreadView) -> None:
    failed = message(1, "x", 0, DeliveryState.FAILED, reason_code="EXPIRED", dismissed=True)
    unknown = message(2, "y", 1, DeliveryState.UNKNOWN, dismissed=True)
    refused = message(3, "z", 2, DeliveryState.FAILED, reason_code="REJECTD")
    assert actions_of(failed) == ("edit_resend", "details")
    assert actions_of(unknown) == ("mark_sent", "details")
    assert actions_of(refused) == ("edit_resend", "details"), "as it is, it would be refused again"


def test_tooltip_escapes_markup(thread: ThreadView) -> None:
    thread.thread_model.reset([message(1, "x", 0, DeliveryState.FAILED, reason_code="<b>bold</b>")])
    assert "<b>" not in thread.delegate.tooltip(thread.thread_model.index(0, 0))


def test_theme_switches_live(qtbot: QtBot, theme: Theme) -> None:
    light = theme.tokens
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.dark
    assert theme.tokens != light
    assert {type(getattr(light, name)).__name__ for name in Tokens.__struct_fields__} == {"QColor"}
    assert theme.pixmap("send", 20, theme.tokens.accent, 1.5).deviceIndependentSize().width() == 20


def test_every_state_and_error_has_words(qapp: QApplication) -> None:
    for state in DeliveryState:
        assert wording.state_word(state)
        assert len(wording.state_icon(state)) == 2
    for code in (*range(1, 20), *range(21, 34), *range(35, 39), *range(40, 49), 51, 52, 53, 54, 56, 57, 99):
        assert "unknown error" not in wording.gateway_error_words(code)[0]
        assert all(wording.gateway_error_words(code))
    assert wording.failure_reason("ER:3") == "Refused: The balance is used up"
    assert wording.failure_reason("MK:0012").endswith("(code MK:0012)")
    assert wording.error_words(errors.GatewayError(57)).startswith("This computer's network address")
    assert wording.error_words(errors.ReplyTimeoutError("x")) != wording.error_words(errors.TransportError("x"))
    assert wording.fill("%1 and %2", "%2", "b") == "%2 and b"


@pytest.mark.parametrize(
    ("seconds", "words"), [(59, "now"), (38 * 60, "38 min"), (3900, "1 h 05"), (2 * 86400 + 3 * 3600, "2 d 3 h")]
)
def test_waiting_words(qapp: QApplication, seconds: float, words: str) -> None:
    assert wording.waiting_words(seconds) == words


def test_a_message_nothing_was_heard_of_for_days_says_so(qtbot: QtBot, theme: Theme) -> None:
    view = ThreadView(theme, now=lambda: NOW)
    qtbot.addWidget(view)
    looks = {}
    for hours in (71, 72):
        at = NOW - timedelta(hours=hours)
        sent = Message(1, PhoneNumber("13800138000"), Direction.OUT, "好的", at, DeliveryState.SENT, updated_at=at)
        looks[hours] = view.delegate.tick(sent)[0]
    assert looks == {71: "tick-sent", 72: "tick-noreport"}
