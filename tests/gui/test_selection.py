"""Choosing messages and characters of a thread, and what the clipboard then holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.theme import Theme
from mwdesk.gui.transcript import transcript
from mwdesk.gui.widgets.message_menu import MessageMenu
from mwdesk.gui.widgets.thread_view import ThreadView
from tests.gui.stage import PHONE, Stage

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def message(row_id: int, text: str, state: DeliveryState | None = None) -> Message:
    direction = Direction.IN if state is None else Direction.OUT
    return Message(row_id, PhoneNumber("13800138000"), direction, text, NOW + timedelta(minutes=row_id), state)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ThreadView:
    view = ThreadView(Theme("zh_CN", "light"), now=lambda: NOW)
    qtbot.addWidget(view)
    view.customer = "Anna"
    view.resize(760, 600)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    texts = ("first of all", "second one", "third\nwith a line", "fourth", "fifth")
    view.thread_model.reset(
        message(n, text, DeliveryState.SENT if n == 2 else None) for n, text in enumerate(texts, start=1)
    )
    view.executeDelayedItemsLayout()
    view.setFocus()
    return view


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def line(row_id: int, who: str, text: str) -> str:
    moment = (NOW + timedelta(minutes=row_id)).astimezone()
    return f"[{moment:%Y-%m-%d %H:%M:%S}] {who}: {text}"


def text_point(view: ThreadView, row: int, x: float) -> QPoint:
    index = view.thread_model.index(row, 0)
    bubble = view.delegate.bubble_rect(index, view.visualRect(index))
    return QPointF(bubble.left() + 12 + x, bubble.top() + 19).toPoint()


def mouse(view: ThreadView, kind: QEvent.Type, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    where = view.viewport().mapToGlobal(at).toPointF()
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view.viewport(), QMouseEvent(kind, at.toPointF(), where, button, held, none))


def draw(view: ThreadView, *points: QPoint) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, points[0])
    for point in points[1:]:
        mouse(view, QEvent.Type.MouseMove, point)
    mouse(view, QEvent.Type.MouseButtonRelease, points[-1], Qt.MouseButton.NoButton)


def test_a_drag_over_bubbles_chooses_messages(qtbot: QtBot, view: ThreadView) -> None:
    with qtbot.assertNotEmitted(view.action_requested):
        draw(view, text_point(view, 1, 20), text_point(view, 2, 5), text_point(view, 3, 5))
    assert [each.row_id for each in view.selection.messages()] == [2, 3, 4]
    with qtbot.waitSignal(view.copied) as heard:
        qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    assert heard.args == [3]
    assert clipboard() == "\n".join(
        [line(2, "Us", "second one"), line(3, "Anna", "third\nwith a line"), line(4, "Anna", "fourth")]
    )
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=text_point(view, 0, 3))
    assert view.selection.is_empty


def test_a_drag_within_a_bubble_chooses_characters(qtbot: QtBot, view: ThreadView) -> None:
    draw(view, text_point(view, 0, -2), text_point(view, 0, 500))
    assert view.selection.text() == "first of all"
    assert not view.selection.messages()
    draw(view, text_point(view, 2, -5), text_point(view, 2, 9) + QPoint(0, 22))
    chosen = view.selection.text()
    assert chosen.startswith("third\nw")
    assert len(chosen) < len("third\nwith a line")
    qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    assert clipboard() == chosen
    mouse(view, QEvent.Type.MouseButtonDblClick, text_point(view, 1, 20))
    assert view.selection.text().strip() == "second"


def test_a_drag_that_comes_back_chooses_characters_again(view: ThreadView) -> None:
    start = text_point(view, 0, -2)
    draw(view, start, text_point(view, 1, 5), text_point(view, 0, 500))
    assert view.selection.text() == "first of all"
    assert not view.selection.messages()


def test_keys_choose_messages(qtbot: QtBot, view: ThreadView) -> None:
    view.setCurrentIndex(view.thread_model.index(2, 0))
    qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    assert clipboard() == "third\nwith a line"
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert [each.row_id for each in view.selection.messages()] == [1, 2, 3]
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert [each.row_id for each in view.selection.messages()] == [3, 4]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection.is_empty
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert len(view.selection.messages()) == 5
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.selection.is_empty


def test_what_is_chosen_stays_while_the_thread_grows(view: ThreadView) -> None:
    draw(view, text_point(view, 1, 20), text_point(view, 3, 5))
    view.thread_model.prepend([message(-n, "older") for n in range(9, 0, -1)])
    view.thread_model.append([message(6, "newer")])
    assert [each.row_id for each in view.selection.messages()] == [2, 3, 4]
    view.thread_model.reset([message(7, "another thread")])
    assert view.selection.is_empty


def test_a_choice_can_be_seen(view: ThreadView) -> None:
    plain = view.viewport().grab().toImage()
    view.selection.choose_all()
    whole = view.viewport().grab().toImage()
    spot = text_point(view, 3, -8)
    assert whole.pixelColor(spot) == view._theme.tokens.selection
    draw(view, text_point(view, 0, -2), text_point(view, 0, 500))
    characters = view.viewport().grab().toImage()
    assert len({bytes(image.constBits()) for image in (plain, whole, characters)}) == 3


def menu_of(view: ThreadView, row: int) -> dict[str, MessageMenu]:
    view.setCurrentIndex(view.thread_model.index(row, 0))
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = view.findChildren(MessageMenu)[-1]
    found = {action.data()[0]: action for action in menu.actions() if action.data() is not None}
    return {"menu": menu, **found}  # type: ignore[dict-item]


def test_the_menu_copies_with_time_and_offers_what_applies(qtbot: QtBot, view: ThreadView) -> None:
    menu = menu_of(view, 3)
    assert [name for name in menu if name != "menu"] == ["copy", "copy_with_time", "details", "choose_all"]
    menu["copy_with_time"].trigger()  # type: ignore[attr-defined]
    assert clipboard() == line(4, "Anna", "fourth")
    menu["menu"].close()
    view.selection.choose_all()
    menu = menu_of(view, 3)
    assert "copy_chosen" in menu
    menu["copy_chosen"].trigger()  # type: ignore[attr-defined]
    assert clipboard().count("\n") == 5
    menu["menu"].close()
    view.thread_model.update([message(2, "second one", DeliveryState.FAILED)])
    view.selection.clear()
    menu = menu_of(view, 1)
    assert {"edit_resend", "resend"} <= set(menu)
    with qtbot.waitSignal(view.action_requested) as heard:
        menu["resend"].trigger()  # type: ignore[attr-defined]
    assert heard.args[0] == "resend"
    menu["menu"].close()


def test_a_direction_mark_cannot_turn_a_copied_line_round(qapp: QApplication) -> None:
    assert "\u202e" not in transcript([message(1, "\u202eolleh")], "Anna")


def test_operators_copy_from_the_whole_console(stage: Stage) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        desk = console.window.thread_desk
        stage.receive("你好")
        stage.receive("在吗")
        await stage.until(lambda: console.window.conversations.conversation(PHONE))
        console.window.open_phone(PHONE)
        await stage.until(lambda: desk.messages.rowCount() == 2)
        desk.view.setFocus()
        stage.qtbot.keyClick(desk.view, Qt.Key.Key_A, CTRL)
        stage.qtbot.keyClick(desk.view, Qt.Key.Key_C, CTRL)
        assert clipboard().count(PHONE.grouped) == 2
        assert console.window._notice.isVisible()

    stage.play(scene())
