"""A hand that does anything in any order: no text is lost, sent twice, or sent to another number than was meant."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mwdesk.domain.message import DeliveryState, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.main_window import MainWindow
from mwdesk.protocol.commands import Send
from mwdesk.simulator.gateway import Fate, Outcome
from mwdesk.store.store import Store
from tests.gui.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

PHONES = tuple(PhoneNumber(f"1380013000{number}") for number in range(5))
ACTS = 250
_TEXT = re.compile(r"<\d+>")
_CTRL, _SHIFT, _NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


class Hand:
    """Writes texts that tell themselves apart, and remembers for whom, and which failures it meant to be sent again."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.rng = random.Random(seed)
        self.meant: dict[str, PhoneNumber] = {}
        self.wanted: Counter[str] = Counter()
        """How often each text was meant to go out."""
        self._again: set[int] = set()

    def new_text(self, phone: PhoneNumber) -> str:
        text = f"<{len(self.meant)}>"
        self.meant[text] = phone
        return text

    def set_the_scene(self) -> None:
        """Let every number have written, and an answer to it have failed; half of them can never be reached."""
        now = datetime.now(UTC)
        with Store(self.stage.folder / "mwdesk.db") as store:
            for phone in PHONES:
                store.add_incoming([IncomingMessage(phone, "您好", now, "")], now)
                row_id = store.add_outgoing(phone, [self.new_text(phone)], now).added[0].row_id
                store.mark_sending(row_id, now)
                store.mark_failed(row_id, "ER:15", now)
        for number, phone in enumerate(PHONES):
            fate = Outcome(Fate.FAILED, "EXPIRED") if number % 2 else Outcome(Fate.DELIVERED)
            self.stage.server.gateway.set_outcome(phone, fate)

    async def work(self, window: MainWindow) -> None:
        """Do one thing after the other, at times before the store has answered to the last."""
        console = self.stage.console
        assert console is not None
        self.window = window
        composer, desk = window.composer, window.thread_desk
        acts: dict[Callable[[], object], int] = {
            self.open: 8,
            self.write: 14,
            composer.setFocus: 5,
            lambda: self.press(Qt.Key.Key_Return, _CTRL): 8,
            lambda: self.press(Qt.Key.Key_Return, _CTRL | _SHIFT): 5,
            lambda: self.click(composer.send_button): 3,
            lambda: self.click(composer.undo_strip.undo_button): 3,
            lambda: self.click(composer.undo_strip.now_button): 2,
            lambda: self.click(composer.owner_strip.send_button): 3,
            lambda: self.click(composer.owner_strip.keep_button): 2,
            lambda: self.click(composer.strip.confirm_button): 5,
            lambda: self.press(Qt.Key.Key_Escape): 3,
            self.send_again: 8,
            self.mark: 3,
            window.marks_desk.undo: 1,
            self.search: 2,
            lambda: window.list_pane.choose_filter(self.rng.choice(("waiting", "unread", "all", "failed"))): 4,
            lambda: self.stage.receive("还在吗", self.rng.choice(PHONES)): 4,
            lambda: desk.view.jump_to_newest(): 1,
        }
        for act in self.rng.choices(list(acts), list(acts.values()), k=ACTS):
            act()
            if self.rng.random() < 0.3:
                await console.bridge.settle()
        composer.settle()
        await console.bridge.settle()
        await self.stage.until(lambda: window.account_desk.pending == 0)

    def open(self) -> None:
        self.window.open_phone(self.rng.choice(PHONES))

    def write(self) -> None:
        composer = self.window.composer
        if composer.recipient is not None and composer.editor.hasFocus() and not composer.editor.isReadOnly():
            text = self.new_text(composer.recipient)
            self.wanted[text] += 1
            QTest.keyClicks(composer.editor, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def click(self, button: QWidget) -> None:
        if button.isVisible() and button.isEnabled():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def mark(self) -> None:
        if (phone := self.window.thread_desk.phone) is not None:
            self.window.marks_desk.act(self.rng.choice(("pin", "archive", "resolve_next", "unread")), phone)

    def search(self) -> None:
        search = self.window.list_pane.search
        search.setFocus()
        QTest.keyClicks(search, self.rng.choice(PHONES).digits[-4:])
        self.press(Qt.Key.Key_Return)

    def send_again(self) -> None:
        """Have a failure sent again, with or without a look at it; asked for twice, it is meant once."""
        messages = self.window.messages
        failed = [m for m in map(messages.message, range(messages.rowCount())) if is_trouble(m)]
        if failed:
            message = self.rng.choice(failed)
            if message.row_id not in self._again:
                self._again.add(message.row_id)
                self.wanted.update(_TEXT.findall(message.text))
            self.window.thread_desk.act(self.rng.choice(("edit_resend", "edit_resend", "resend")), message)


def is_trouble(message: Message) -> bool:
    return message.state is DeliveryState.FAILED and not message.dismissed


@pytest.mark.parametrize(("seed", "undo_s"), [(1, 0), (2, 60), (3, 60)])
def test_every_text_goes_once_to_whom_it_was_meant_for(stage: Stage, seed: int, undo_s: int) -> None:
    hand = Hand(stage, seed)

    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        hand.set_the_scene()
        window = (await stage.open(stage.account)).window
        window.activateWindow()
        await stage.until(window.isActiveWindow)
        await stage.until(lambda: all(map(window.conversations.conversation, PHONES)))
        await hand.work(window)

    stage.undo_s = undo_s
    stage.play(scene())

    taken: Counter[str] = Counter()
    kept: set[str] = set()
    with Store(stage.folder / "mwdesk.db") as store:
        for phone in PHONES:
            # In order, since a long message is cut into several.
            sends = [c.text for c in stage.server.commands if isinstance(c, Send) and c.phones == (phone,)]
            taken.update(went := _TEXT.findall("".join(sends)))
            conversation = store.conversation(phone)
            assert conversation is not None
            thread = store.thread(phone, limit=1000)
            visible = [m.text for m in thread if is_trouble(m) or m.state is DeliveryState.PENDING]
            kept.update(left := _TEXT.findall("".join([*visible, conversation.draft])))
            assert {hand.meant[text] for text in (*went, *left)} <= {phone}, "misdirected"
    assert len(taken) > 5
    assert set(hand.meant) == set(taken) | kept, "lost"
    assert taken <= hand.wanted, "doubled"
