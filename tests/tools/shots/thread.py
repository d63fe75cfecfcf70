"""Pictures of a thread: scrolled, its details, what is chosen, links, long and hostile texts, the calendar."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt

from mwdesk.app import Console
from mwdesk.domain.links import find_links
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.gui.dialogs.open_link import OpenLinkQuestion
from mwdesk.gui.dialogs.whole_text import WholeTextDialog
from mwdesk.gui.widgets.date_jump import DateJump
from mwdesk.gui.widgets.resend_question import ResendQuestion
from tests.tools.shots.acting import SETTLE_S, press, until
from tests.tools.shots.studio import Studio

TEXTS = (
    "您好，小样看这里 https://photo.example.com/a/2031?from=sms 谢谢",
    "<b>粗体</b> &amp; <script>alert(1)</script>",
    "H\u0337\u0321\u0328e\u0301\u0302\u0303\u0304 c\u0316\u0317\u0318omes " + "a" + "\u0301" * 500,
    "\u202e退款已到账\u202c，请查收",
    "请把全部清单发给我：" + "甲乙丙丁戊己庚辛" * 400,
)
DECEIVING = "https://www.bank.com@\u0430pple.com/login"


async def scrolled(studio: Studio, console: Console) -> None:
    """Photograph a thread scrolled back."""
    window = console.window
    window.resize(1100, 520)
    await asyncio.sleep(SETTLE_S)
    bar = window.thread_desk.view.verticalScrollBar()
    for _ in range(8):
        bar.triggerAction(bar.SliderAction.SliderSingleStepSub)
    await studio.shoot(window, "thread-scrolled")
    window.resize(1100, 720)
    window.thread_desk.view.jump_to_newest()


async def details(studio: Studio, console: Console) -> None:
    """Photograph the details of a failed and of an unknown message, and the question before resending it."""
    window = console.window
    thread = window.thread_desk
    for state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
        row_id = thread.messages.rows_in(state)[0]
        thread.view.scroll_to_message(row_id)
        thread.view.action_requested.emit("details", thread.messages.message(thread.messages.row_of[row_id]))
        await until(window.details.isVisible)
        await studio.shoot(window, f"details-{state.value}")
        press(window.details, Qt.Key.Key_Escape)
    thread.act("resend", thread.messages.message(thread.messages.row_of[row_id]))
    await until(lambda: thread.findChild(ResendQuestion) is not None)
    question = await studio.child(console, ResendQuestion)
    await studio.shoot(question, "resend-unknown")
    press(question, Qt.Key.Key_Escape)


async def reading(studio: Studio, console: Console) -> None:
    """Photograph the open thread; it shows its own messages again afterwards."""
    window = console.window
    desk = window.thread_desk
    view, model = desk.view, desk.messages
    last = model.rowCount() - 1
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    view.selection.press(QPoint(30, view.visualRect(model.index(last - 3, 0)).center().y()))
    view.selection.drag(QPoint(60, view.visualRect(model.index(last - 1, 0)).center().y()))
    view.selection.release()
    await studio.shoot(window, "thread-chosen")
    view.selection.clear()

    desk.reading.ask_for_day()
    await until(lambda: window.findChild(DateJump) is not None and window.findChild(DateJump).calendar.busy)
    calendar = window.findChild(DateJump)
    await studio.shoot(calendar, "thread-calendar")
    calendar.close()

    now = datetime.now(UTC)
    phone = desk.phone
    assert phone is not None
    shown = [Message(10**9 + n, phone, Direction.IN, text, now + timedelta(seconds=n)) for n, text in enumerate(TEXTS)]
    model.reset(shown)
    view.jump_to_newest()
    await studio.shoot(window, "thread-hostile")
    desk.reading.show_whole(shown[-1])
    await until(lambda: window.findChild(WholeTextDialog) is not None)
    whole = window.findChild(WholeTextDialog)
    await studio.shoot(whole, "whole-text")
    whole.reject()
    for name, text in (("link", TEXTS[0]), ("link-deceiving", DECEIVING)):
        view.link_requested.emit(find_links(text)[0])
        await until(lambda: window.findChild(OpenLinkQuestion) is not None)
        question = window.findChild(OpenLinkQuestion)
        await studio.shoot(question, name)
        question.reject()
        await until(lambda: window.findChild(OpenLinkQuestion) is None)
    desk.read_again()
    await until(lambda: model.rowCount() > len(TEXTS))
