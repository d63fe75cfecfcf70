"""What a screen reader says by itself, and what it keeps to itself; counter and countdown: ``test_sending``."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.events import LinkChanged, LinkState
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.errors import LinkLostError
from mwdesk.gui.announcing import announce, news_words
from mwdesk.gui.models.thread_model import ThreadModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.banner import ConnectionBanner
from mwdesk.gui.widgets.fields import LabelledField
from mwdesk.gui.widgets.notice_line import NoticeLine
from mwdesk.simulator.gateway import Fate, Outcome
from tests.gui.stage import PHONE, Stage
from tests.tools.shots.acting import press, type_text

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
AT = datetime(2026, 11, 23, 9, 12).astimezone()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: words.append(event.message()))
    return words


def outgoing(state: DeliveryState, row_id: int = 1) -> Message:
    return Message(row_id, PHONE, Direction.OUT, "店址", AT, state)


def incoming(text: str, row_id: int) -> Message:
    return Message(row_id, PHONE, Direction.IN, text, AT)


@pytest.mark.parametrize("state", DeliveryState)
def test_only_what_needs_a_person_is_said(state: DeliveryState) -> None:
    thread = ThreadModel()
    thread.reset([outgoing(DeliveryState.SENDING)], 0)
    words = news_words(thread, (), [outgoing(state)])
    assert bool(words) == (state in (DeliveryState.FAILED, DeliveryState.UNKNOWN))
    thread.update([outgoing(state)])
    assert news_words(thread, (), [outgoing(state)]) == []  # said once


def test_a_batch_is_counted_and_its_last_message_read() -> None:
    thread = ThreadModel()
    assert news_words(thread, [incoming("一", 1)], ()) == ["Customer, 09:12, 一"]
    (words,) = news_words(thread, [incoming("一", 1), incoming("二", 2)], ())
    assert words.startswith("2 ")
    assert words.endswith("二")
    assert "一" not in words
    assert news_words(thread, [outgoing(DeliveryState.PENDING)], ()) == []


def test_nothing_to_say_is_not_said(qtbot: QtBot, said: list[str]) -> None:
    speaker = QWidget()
    qtbot.addWidget(speaker)
    announce(speaker, "")
    announce(speaker, "words")
    assert said == ["words"]


def test_the_open_thread_speaks(stage: Stage, said: list[str]) -> None:
    async def scene() -> None:
        window = (await stage.open(None)).window
        stage.credentials.write(stage.account.credential_key, "123456")
        await window.account_desk.begin(stage.account)
        stage.receive("在吗")
        await stage.until(lambda: window.conversations.rowCount())
        assert not any("在吗" in words for words in said)  # nobody reads that thread
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(window.messages.rowCount)
        said.clear()
        stage.receive("还在吗")
        await stage.until(lambda: window.messages.rowCount() == 2)
        assert [words for words in said if "还在吗" in words] == said[-1:]
        said.clear()
        for fate, state, text in (
            (Fate.DELIVERED, DeliveryState.DELIVERED, "在的"),
            (Fate.FAILED, DeliveryState.FAILED, "您好"),
        ):
            stage.server.gateway.set_outcome(PHONE, Outcome(fate))
            type_text(window.composer.editor, text)
            press(window.composer.editor, Qt.Key.Key_Return, CTRL)
            await stage.until(lambda state=state: window.messages.rows_in(state))
        assert len([words for words in said if "您好" in words]) == 1
        assert not any("在的" in words for words in said)

    stage.play(scene())


def test_a_lost_link_is_told_once_and_so_is_its_return(qtbot: QtBot, said: list[str]) -> None:
    banner = ConnectionBanner(Theme("en", "light"))
    qtbot.addWidget(banner)
    banner.set_link(LinkChanged(LinkState.CONNECTED))
    lost = LinkChanged(LinkState.WAITING, error=LinkLostError())
    banner._grace.setInterval(1)
    banner.set_link(lost)
    assert said == []  # not before the grace is over
    qtbot.waitUntil(lambda: bool(said))
    banner.set_link(replace(lost, attempt=2))
    assert len(said) == 1
    assert said[0].startswith("Disconnected")
    banner.set_link(LinkChanged(LinkState.CONNECTED))
    assert len(said) == 2
    assert said[1].startswith("Connected again")


def test_a_notice_and_a_fields_error_are_said(qtbot: QtBot, said: list[str]) -> None:
    theme = Theme("en", "light")
    window = QWidget()
    qtbot.addWidget(window)
    line, field = NoticeLine(theme, window), LabelledField(theme, "Pass-phrase", QLineEdit())
    field.setParent(window)
    line.say("The password was changed.")
    field.set_error("This is not it.")
    assert said == ["The password was changed."], "nobody sees the field"
    with qtbot.waitExposed(window):
        window.show()
    field.set_error("")
    field.set_error("This is not it.")
    field.set_error("This is not it.")
    assert said[1:] == ["This is not it."], "said once, and its end is not"
