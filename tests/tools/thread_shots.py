"""Pictures of reading a thread: what is chosen, links, long and hostile texts, the calendar."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from mwdesk.app import Console
from mwdesk.domain.links import find_links
from mwdesk.domain.message import Direction, Message
from mwdesk.gui.dialogs.open_link import OpenLinkQuestion
from mwdesk.gui.dialogs.whole_text import WholeTextDialog
from mwdesk.gui.widgets.date_jump import DateJump

Shoot = Callable[[QWidget, str], Awaitable[None]]

TEXTS = (
    "您好，小样看这里 https://photo.example.com/a/2031?from=sms 谢谢",
    "<b>粗体</b> &amp; <script>alert(1)</script>",
    "H\u0337\u0321\u0328e\u0301\u0302\u0303\u0304 c\u0316\u0317\u0318omes " + "a" + "\u0301" * 500,
    "\u202e退款已到账\u202c，请查收",
    "请把全部清单发给我：" + "甲乙丙丁戊己庚辛" * 400,
)
DECEIVING = "https://www.bank.com@\u0430pple.com/login"


async def photograph(console: Console, shoot: Shoot, until: Callable[..., Awaitable[None]]) -> None:
    """Photograph the open thread; it shows its own messages again afterwards."""
    window = console.window
    desk = window.thread_desk
    view, model = desk.view, desk.messages
    last = model.rowCount() - 1
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    view.selection.press(QPoint(30, view.visualRect(model.index(last - 3, 0)).center().y()))
    view.selection.drag(QPoint(60, view.visualRect(model.index(last - 1, 0)).center().y()))
    view.selection.release()
    await shoot(window, "thread-chosen")
    view.selection.clear()

    desk.reading.ask_for_day()
    await until(lambda: window.findChild(DateJump) is not None and window.findChild(DateJump).calendar.busy)
    calendar = window.findChild(DateJump)
    await shoot(calendar, "thread-calendar")
    calendar.close()

    now = datetime.now(UTC)
    phone = desk.phone
    assert phone is not None
    shown = [Message(10**9 + n, phone, Direction.IN, text, now + timedelta(seconds=n)) for n, text in enumerate(TEXTS)]
    model.reset(shown)
    view.jump_to_newest()
    await shoot(window, "thread-hostile")
    desk.reading.show_whole(shown[-1])
    await until(lambda: window.findChild(WholeTextDialog) is not None)
    whole = window.findChild(WholeTextDialog)
    await shoot(whole, "whole-text")
    whole.reject()
    for name, text in (("link", TEXTS[0]), ("link-deceiving", DECEIVING)):
        view.link_requested.emit(find_links(text)[0])
        await until(lambda: window.findChild(OpenLinkQuestion) is not None)
        question = window.findChild(OpenLinkQuestion)
        await shoot(question, name)
        question.reject()
        await until(lambda: window.findChild(OpenLinkQuestion) is None)
    desk.read_again()
    await until(lambda: model.rowCount() > len(TEXTS))
