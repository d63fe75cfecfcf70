"""Links in bubbles: seen, asked about, and opened only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk.domain.links import Link, find_links
from mwdesk.domain.message import Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.dialogs.open_link import OpenLinkQuestion
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.message_menu import MessageMenu
from mwdesk.gui.widgets.thread_view import ThreadView
from tests.gui.stage import PHONE, Stage

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)


class Browser(QObject):
    """Takes addresses in the place of the system's."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    for scheme in ("http", "https", "file", "javascript"):
        QDesktopServices.setUrlHandler(scheme, browser, "open")
    yield browser
    for scheme in ("http", "https", "file", "javascript"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ThreadView:
    view = ThreadView(Theme("zh_CN", "light"), now=lambda: NOW)
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def show(view: ThreadView, text: str) -> None:
    view.thread_model.reset([Message(1, PhoneNumber("13800138000"), Direction.IN, text, NOW)])
    view.executeDelayedItemsLayout()


def spot(view: ThreadView, x: float) -> QPoint:
    index = view.thread_model.index(0, 0)
    bubble = view.delegate.bubble_rect(index, view.visualRect(index))
    return QPointF(bubble.left() + 12 + x, bubble.top() + 19).toPoint()


def test_a_click_asks_and_text_beside_it_does_not(qtbot: QtBot, view: ThreadView) -> None:
    show(view, "看这里 https://example.com/a 谢谢")
    with qtbot.waitSignal(view.link_requested) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, 100))
    assert heard.args[0].address == "https://example.com/a"
    with qtbot.assertNotEmitted(view.link_requested):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, 10))
    shapes = [Qt.CursorShape.PointingHandCursor, Qt.CursorShape.IBeamCursor]
    for x, shape in zip((100, 10), shapes, strict=True):
        none = Qt.MouseButton.NoButton
        at, where = spot(view, x), view.viewport().mapToGlobal(spot(view, x))
        kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view.viewport(), QMouseEvent(kind, at.toPointF(), where.toPointF(), none, none, keys))
        assert view.viewport().cursor().shape() == shape


def test_links_wear_their_colour(view: ThreadView) -> None:
    show(view, "https://example.com/aaaaaaaaaa")
    with_link = view.viewport().grab().toImage()
    show(view, "hxxps://example.com/aaaaaaaaaa")
    without = view.viewport().grab().toImage()
    link = view._theme.tokens.link

    def has_link_colour(image: object) -> bool:
        return any(
            image.pixelColor(x, y) == link  # type: ignore[attr-defined]
            for y in range(image.height())  # type: ignore[attr-defined]
            for x in range(0, 300)
        )

    assert has_link_colour(with_link)
    assert not has_link_colour(without)


def test_direction_marks_do_not_hide_an_address(qtbot: QtBot, view: ThreadView) -> None:
    show(view, "https://\u202emoc.elpmaxe\u202c.evil.com/")
    (link,) = view.delegate.links_of(view.thread_model.index(0, 0))
    assert link.address == "https://moc.elpmaxe.evil.com/"


def test_the_menu_key_reaches_the_links_and_copies(qtbot: QtBot, view: ThreadView) -> None:
    show(view, "https://example.com/a www.example.org")
    view.setCurrentIndex(view.thread_model.index(0, 0))
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = view.findChildren(MessageMenu)[-1]
    named = [action for action in menu.actions() if action.data() is not None]
    assert [action.data()[0] for action in named][:4] == ["link", "copy_link", "link", "copy_link"]
    named[3].trigger()
    assert QGuiApplication.clipboard().text() == "http://www.example.org"
    with qtbot.waitSignal(view.link_requested):
        named[0].trigger()
    menu.close()


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("https://example.com/path", False),
        ("https://bank.com@evil.com", True),
        ("https://\u0430pple.com", True),
        ("http://10.0.0.1/x", True),
    ],
)
def test_the_question_shows_the_whole_truth(qtbot: QtBot, browser: Browser, text: str, warned: bool) -> None:
    (link,) = find_links(text)
    question = OpenLinkQuestion(Theme("zh_CN", "light"), link)
    qtbot.addWidget(question)
    with qtbot.waitActive(question):
        question.open()
        question.activateWindow()
    assert link.host in question.what.text()
    assert question.address.toPlainText() == link.address
    assert question.address.toPlainText().isascii()
    assert question.notice.isVisible() is warned
    qtbot.waitUntil(question.no_button.hasFocus)
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert not question.isVisible()
    assert browser.opened == []


def test_only_the_answer_opens_it(qtbot: QtBot, browser: Browser) -> None:
    (link,) = find_links("https://user@example.com/a?b=%20c")
    question = OpenLinkQuestion(Theme("zh_CN", "light"), link)
    qtbot.addWidget(question)
    question.open()
    question.yes_button.click()
    assert browser.opened == ["https://user@example.com/a?b=%20c"]


def test_nothing_but_web_addresses_is_ever_opened(qtbot: QtBot, browser: Browser) -> None:
    for address in ("file:///etc/passwd", "javascript:alert(1)", "smb://host/share"):
        question = OpenLinkQuestion(Theme("zh_CN", "light"), Link(0, 1, address, "host"))
        qtbot.addWidget(question)
        question.open()
        question.yes_button.click()
    assert browser.opened == []


def test_the_address_can_be_copied_instead(qtbot: QtBot, browser: Browser) -> None:
    (link,) = find_links("https://example.com/a")
    question = OpenLinkQuestion(Theme("zh_CN", "light"), link)
    qtbot.addWidget(question)
    question.open()
    question.copy_button.click()
    assert QGuiApplication.clipboard().text() == "https://example.com/a"
    assert not question.isVisible()
    assert browser.opened == []


def test_the_console_asks_before_it_opens(stage: Stage, browser: Browser) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        desk = console.window.thread_desk
        stage.receive("https://example.com/aaaaaaaa")
        await stage.until(lambda: console.window.conversations.conversation(PHONE))
        console.window.open_phone(PHONE)
        await stage.until(lambda: desk.messages.rowCount() == 1)
        desk.view.executeDelayedItemsLayout()
        stage.qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(desk.view, 40))
        await stage.until(lambda: console.window.findChild(OpenLinkQuestion))
        question = console.window.findChild(OpenLinkQuestion)
        assert browser.opened == []
        question.yes_button.click()
        assert browser.opened == ["https://example.com/aaaaaaaa"]

    stage.play(scene())
