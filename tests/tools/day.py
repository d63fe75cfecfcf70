"""A working day in the real window, by keyboard alone, against the simulator over TCP.

    python -m tests.tools.day [DIR]

It needs a screen; ``python3 dev.py day [DIR]`` brings its own. Forty customers write, each with an order's number. The
operator answers all of them with typed and canned replies that repeat the number, so that what the gateway was given
can be laid beside what was asked. It prints ``N answered, N lost, N misdirected``, leaves pictures in DIR, and ends
with 0 only when every customer was answered once, nothing was lost and nothing went to another one.
"""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import qasync
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from mwdesk import config
from mwdesk.app import Console, SessionCredentials, install_translation
from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account
from mwdesk.domain.events import LinkChanged, LinkState
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.main_window import MainWindow
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.commands import Send
from mwdesk.simulator.gateway import Fate, Outcome, SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

CUSTOMERS = 40
ACCOUNT, PASSWORD = "J00001", "123456"
TIMINGS = Timings(request_timeout_s=3, poll_s=0.2, balance_s=0.5, retry_first_s=0.3, retry_limit_s=1)
LOW_BALANCE = 1000
BALANCE = LOW_BALANCE + 25
STEP_LIMIT_S = 20.0
OFFLINE_S = 6.0
"""Long enough for the banner, which waits five seconds before it speaks."""

QUESTIONS = (
    "请问我的订单什么时候能到",
    "地址写错了，能改一下吗",
    "可以开发票吗",
    "周六上午有人在店里吗",
    "尺寸不合适，想换大一号",
)
ANSWERS = ("您好，已经发出，明天下午送到", "已为您改好，请放心", "可以的，发票随货寄出", "周六九点到十八点都有人")
CANNED = (
    ("已登记", "您好，您的号码 {号码} 已登记，稍后专人联系您。"),
    ("谢谢", "感谢您的来信，我们马上处理。"),
)
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ORDER = re.compile(r"A\d{4}")

T = TypeVar("T")


@dataclass(frozen=True)
class Customer:
    """Somebody with a question; ``order`` tells it from all others."""

    phone: PhoneNumber
    order: str
    question: str


def customers() -> list[Customer]:
    """Return the forty, with numbers of all three carriers."""
    heads = ("138", "131", "189", "159", "186")
    return [
        Customer(
            PhoneNumber(f"{heads[place % len(heads)]}{10_000_000 + place * 7919:08d}"),
            f"A{place + 1:04d}",
            f"{QUESTIONS[place % len(QUESTIONS)]}，订单 A{place + 1:04d}",
        )
        for place in range(CUSTOMERS)
    ]


async def until(holds: Callable[[], object], what: str) -> None:
    """Wait until the window or the gateway shows it; both are other threads' work, so they are looked at."""
    deadline = time.monotonic() + STEP_LIMIT_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {STEP_LIMIT_S:g} s in vain: {what}")
        await asyncio.sleep(0.005)


class Keyboard:
    """Keys go to the window in front, as the window system would hand them over; Chinese comes by the input method."""

    async def press(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press and release a key."""
        target = QApplication.activePopupWidget() or QGuiApplication.focusWindow()
        if target is None:
            raise RuntimeError("no window has the keyboard")
        # The click lets Qt handle events, tasks among them: that must not happen inside a task.
        done = asyncio.get_running_loop().create_future()
        QTimer.singleShot(0, lambda: (QTest.keyClick(target, key, modifiers), done.set_result(None)))
        await done

    async def keys(self, text: str) -> None:
        """Type what stands on the keys."""
        for character in text:
            await self.press(character)

    async def menu(self) -> None:
        """Press the menu key; the window system tells of it as an event of its own."""
        widget = QApplication.focusWidget()
        place = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)
        await asyncio.sleep(0)

    async def compose(self, text: str) -> None:
        """Enter text as an input method does: letters under way, Enter among them, then the characters."""
        target = QGuiApplication.focusObject()
        QApplication.sendEvent(target, QInputMethodEvent("ni hao", []))
        await self.press(Qt.Key.Key_Return, CONTROL)
        done = QInputMethodEvent("", [])
        done.setCommitString(text)
        QApplication.sendEvent(target, done)
        await asyncio.sleep(0)


class Gateway:
    """The simulator on a loop of its own, and what it was given."""

    def __init__(self) -> None:
        self._loop = BackgroundLoop()
        self._loop.start()
        gateway = SimulatedGateway({ACCOUNT: SimAccount(PASSWORD, BALANCE, 55)}, rng=random.Random(7))
        self.server = SimulatorServer(gateway, speed=40)
        self.run(self.server.start())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the gateway's loop and wait for it."""
        future: concurrent.futures.Future[T] = self._loop.submit(work)
        return future.result(5)

    def write(self, customer: Customer, text: str) -> None:
        """A customer writes."""

        async def receive() -> None:
            self.server.gateway.receive(customer.phone, text)

        self.run(receive())

    def decide(self, phone: PhoneNumber, outcome: Outcome) -> None:
        """Set what becomes of messages to a phone from now on."""

        async def decide() -> None:
            self.server.gateway.set_outcome(phone, outcome)

        self.run(decide())

    def cut(self) -> None:
        """End all connections and take no new ones."""

        async def cut() -> None:
            self.server.stop_listening()
            self.server.drop_connections()

        self.run(cut())

    def mend(self) -> None:
        """Take connections again."""
        self.run(self.server.listen())

    def sends(self) -> list[tuple[PhoneNumber, str]]:
        """Return everything the gateway was asked to send, in order."""
        sent = [command for command in self.server.commands if isinstance(command, Send)]
        return [(phone, command.text) for command in sent for phone in command.phones]

    def end(self) -> None:
        """Stop."""
        self.run(self.server.stop())
        self._loop.stop()


class Operator:
    """Works through the queue: reads what the window shows and presses keys."""

    def __init__(self, console: Console, gateway: Gateway, people: Sequence[Customer], pictures: Path) -> None:
        self._window: MainWindow = console.window
        self._service = console.service
        self._bridge = console.bridge
        self._gateway = gateway
        self._by_phone = {customer.phone: customer for customer in people}
        self._keyboard = Keyboard()
        self._pictures = pictures
        self._taken = 0
        self.answered: set[PhoneNumber] = set()
        self.repaired: set[PhoneNumber] = set()
        self._count = 0

    # What he sees

    @property
    def phone(self) -> PhoneNumber | None:
        """Whose thread is open."""
        return self._window.thread_desk.phone

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._window.conversations.counts()["waiting"]

    @property
    def failed(self) -> int:
        """How many conversations hold something that failed."""
        return self._window.conversations.counts()["failed"]

    def _order_shown(self) -> str:
        """Read the order's number off the newest message of the customer in the open thread."""
        model = self._window.messages
        for row in reversed(range(model.rowCount())):
            message = model.message(row)
            found = ORDER.search(message.text)
            if message.direction is Direction.IN and found and message.phone == self.phone:
                return found.group()
        return ""

    async def picture(self, name: str) -> None:
        """Keep what the window shows."""
        await asyncio.sleep(0.25)
        self._taken += 1
        self._window.grab().save(str(self._pictures / f"{self._taken:02d}-{name}.png"))

    # What he does

    async def answer(self, *, canned: bool) -> None:
        """Answer who is open and wait until it left the composer; a canned reply takes the order's number behind it."""
        phone, order = self.phone, self._order_shown()
        assert phone is not None
        if canned:
            title, _ = CANNED[self._count % len(CANNED)]
            await self._keyboard.keys("/" + {"已登记": "ydj", "谢谢": "xx"}[title])
            popup = self._window.composer.canned.popup
            await until(lambda: popup.isVisible() and popup.view.model().rowCount() == 1, "the canned reply")
            await self._keyboard.press(Qt.Key.Key_Return)
            await until(lambda: len(self._window.composer.text) > 8, "the canned text")
            await self._keyboard.keys(f" {order}")
        else:
            await self._keyboard.compose(f"{ANSWERS[self._count % len(ANSWERS)]}，订单 {order}")
        self._count += 1
        await self._keyboard.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not self._window.composer.text, f"the answer to {order} leaving the composer")
        await until(lambda: not self.is_waiting(phone), f"{order} leaving the queue")
        self.answered.add(phone)

    async def go_on(self) -> None:
        """Open whoever has waited longest, from wherever the keyboard is."""
        left = self.phone
        while not self._window.list_pane.view.hasFocus():
            await self._keyboard.press(Qt.Key.Key_F6)
        await self._keyboard.press(Qt.Key.Key_Home)
        model = self._window.conversations
        if left is not None and model.row_of(left) == 0 and not self.is_waiting(left):
            # A row that was just answered stays where it is until it is left.
            await self._keyboard.press(Qt.Key.Key_Down)
        await self._keyboard.press(Qt.Key.Key_Return)
        await until(
            lambda: self.phone is not None and self._order_shown() and self.is_waiting(self.phone), "somebody who waits"
        )
        await until(lambda: self._window.composer.editor.hasFocus(), "the composer")

    async def go_to_next(self) -> None:
        """Ctrl+Enter a second time: who has waited longest."""
        left = self.phone
        await self._keyboard.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: self.phone != left and self._order_shown(), "the next thread")

    async def work(self, how_many: int) -> None:
        """Answer as many, each time whoever has waited longest."""
        for number in range(how_many):
            await self.answer(canned=self._count % 3 == 2)
            if number < how_many - 1:
                await self.go_to_next()

    async def find_and_answer(self, customer: Customer) -> None:
        """Find somebody by the order's number and answer him."""
        before = self.phone
        await self._keyboard.press(Qt.Key.Key_F, CONTROL)
        await self._keyboard.keys(customer.order)
        await until(lambda: self._window.list_pane.results.isVisible(), "the results")
        await until(lambda: self._window.list_pane.results.findings.rowCount() > 0, "a hit")
        await self.picture("search")
        await self._keyboard.press(Qt.Key.Key_Return)
        await until(lambda: self.phone == customer.phone and self._order_shown(), "the thread that was found")
        await self.picture("found")
        while not self._window.composer.editor.hasFocus():
            await self._keyboard.press(Qt.Key.Key_F6)
        await self.answer(canned=False)
        # Escape leads back to where the search began.
        await self._keyboard.press(Qt.Key.Key_F, CONTROL)
        await self._keyboard.press(Qt.Key.Key_Escape)
        await until(lambda: self.phone == before and self._order_shown(), "the thread from before the search")

    async def show_failed(self) -> None:
        """Choose the tab of what failed; its page comes up beside it."""
        await self._keyboard.press(Qt.Key.Key_F, CONTROL)
        await self._keyboard.press(Qt.Key.Key_Tab)
        for _ in self._window.list_pane.tabs.tabs:
            if self._window.list_pane.tabs.chosen.name == "failed":
                break
            await self._keyboard.press(Qt.Key.Key_Right)
        await self._keyboard.press(Qt.Key.Key_Space)
        page = self._window.trouble_desk.page
        await until(lambda: page.isVisible() and page.view.model().rowCount() == self.failed, "the page of what failed")

    async def repair(self) -> None:
        """Send again what failed, from its page; what it says is unchanged."""
        page = self._window.trouble_desk.page
        while self.failed:
            left = self.failed
            await self.show_failed()
            if not self.repaired:
                await self.picture("failed")
            while not page.view.hasFocus():
                await self._keyboard.press(Qt.Key.Key_F6)
            await self._keyboard.press(Qt.Key.Key_Home)
            await self._keyboard.menu()
            await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the menu of what failed")
            await self._keyboard.press(Qt.Key.Key_Down)
            await self._keyboard.press(Qt.Key.Key_Return)
            editor = self._window.composer.editor
            await until(lambda e=editor: self._window.composer.text and e.hasFocus(), "the text to send again")
            phone, order = self.phone, self._order_shown()
            assert phone is not None
            self._gateway.decide(phone, Outcome(Fate.DELIVERED))
            await self._keyboard.press(Qt.Key.Key_Return, CONTROL)
            await until(lambda: not self._window.composer.text, f"the answer to {order} leaving the composer again")
            self.repaired.add(phone)
            await until(lambda n=left: self.failed < n, "one failure less")

    async def settle(self) -> None:
        """Wait until every answer of the day was settled by the gateway, one way or the other."""
        for phone in self.answered:
            deadline = time.monotonic() + STEP_LIMIT_S
            while not {m.state for m in await self.outgoing(phone)} <= {DeliveryState.DELIVERED, DeliveryState.FAILED}:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"an answer to {self._by_phone[phone].order} was never settled")
                await asyncio.sleep(0.05)

    async def outgoing(self, phone: PhoneNumber) -> list[Message]:
        """Return what is stored of our side of a conversation."""
        stored = await self._bridge.call(self._service.thread(phone))
        return [message for message in stored if message.direction is Direction.OUT]

    async def snooze(self) -> None:
        """Put whoever is open off by the first choice of the menu."""
        phone = self.phone
        assert phone is not None
        await self._keyboard.press(Qt.Key.Key_H, CONTROL)
        await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the choices of snoozing")
        await self.picture("snooze")
        before = self.waiting
        await self._keyboard.press(Qt.Key.Key_Return)
        await until(lambda: self.waiting < before or not self.is_waiting(phone), "a shorter queue")

    def is_waiting(self, phone: PhoneNumber) -> bool:
        """Tell whether somebody waits."""
        conversation = self._window.conversations.conversation(phone)
        return conversation is not None and conversation.waiting_since is not None


@dataclass(frozen=True)
class Verdict:
    """What came of the day."""

    answered: int
    lost: tuple[str, ...]
    misdirected: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether everybody was answered, each once."""
        return self.answered == CUSTOMERS and not (self.lost or self.misdirected or self.doubled)


async def judge(operator: Operator, gateway: Gateway, people: Sequence[Customer], console: Console) -> Verdict:
    """Lay what the gateway was given and what is stored beside what was asked."""
    owner = {customer.order: customer.phone for customer in people}
    sends = gateway.sends()
    misdirected = [text for phone, text in sends if any(owner[order] != phone for order in ORDER.findall(text))]
    times = Counter(phone for phone, _ in sends)
    answered, lost, doubled = 0, [], []
    for customer in people:
        stored = await console.bridge.call(console.service.thread(customer.phone))
        if not any(m.direction is Direction.IN and customer.order in m.text for m in stored):
            lost.append(f"the question of {customer.order}")
        mine = [m for m in stored if m.direction is Direction.OUT and customer.order in m.text]
        if any(m.state is DeliveryState.DELIVERED for m in mine):
            answered += 1
        else:
            lost.append(f"the answer to {customer.order}")
        if times[customer.phone] > 1 + (customer.phone in operator.repaired):
            doubled.append(f"{customer.order}: {[text for phone, text in sends if phone == customer.phone]}")
    return Verdict(answered, tuple(lost), tuple(misdirected), tuple(doubled))


async def work_through(operator: Operator, gateway: Gateway, people: Sequence[Customer], console: Console) -> None:
    """The day itself."""
    window = console.window
    links = [LinkState.CONNECTED]
    console.bridge.event_published.connect(lambda e: links.append(e.state) if isinstance(e, LinkChanged) else None)
    for customer in (people[5], people[14], people[27]):
        gateway.decide(customer.phone, Outcome(Fate.FAILED, "MK:0012"))
    for customer in people:
        gateway.write(customer, customer.question)
    await until(lambda: window.conversations.counts()["waiting"] == CUSTOMERS, "forty in the queue")
    await operator.picture("morning")
    await operator.go_on()
    await operator.work(10)
    await operator.picture("ten-answered")

    put_off = []
    for _ in range(2):
        await operator.go_on()
        put_off.append(operator.phone)
        await operator.snooze()

    for how_long_s in (OFFLINE_S, 0.5):
        await operator.go_on()
        gateway.cut()
        await until(lambda: links[-1] is not LinkState.CONNECTED, "the link to be seen lost")
        await operator.work(2)
        await asyncio.sleep(how_long_s)
        await operator.picture("link-lost")
        gateway.mend()
        await until(lambda: links[-1] is LinkState.CONNECTED, "the link to come back")
        await operator.go_on()
        await operator.work(4)

    far_down = next(c for c in reversed(people) if operator.is_waiting(c.phone))
    await operator.find_and_answer(far_down)
    for customer in people:
        if customer.phone in put_off:
            gateway.write(customer, f"还在等，{customer.order}")
    await until(lambda: all(operator.is_waiting(phone) for phone in put_off), "those put off to be back")
    while operator.waiting:
        await operator.go_on()
        await operator.work(1)
    await operator.settle()
    await operator.picture("queue-empty")
    await operator.repair()
    await operator.settle()
    await operator.picture("evening")


async def day(folder: Path, pictures: Path, app: QApplication) -> tuple[Verdict, Operator]:
    """Open the console, work, and judge."""
    gateway, people = Gateway(), customers()
    account = Account(ACCOUNT, "127.0.0.1", gateway.server.port)
    credentials = SessionCredentials()
    credentials.write(account.credential_key, PASSWORD)
    settings = config.Settings()
    settings.preferences = replace(settings.preferences, low_balance=LOW_BALANCE, undo_s=0, operator_name="小李")
    console = Console(app, folder, settings, "zh_CN", credentials, TIMINGS)
    try:
        await console.start(account)
        await until(console.window.isVisible, "the window")
        console.window.activateWindow()
        await until(lambda: QGuiApplication.focusWindow() is not None, "the keyboard")
        for title, text in CANNED:
            await console.bridge.call(console.service.save_canned_reply(title, text))
        operator = Operator(console, gateway, people, pictures)
        try:
            await work_through(operator, gateway, people, console)
        except TimeoutError:
            await operator.picture("stuck")
            raise
        return await judge(operator, gateway, people, console), operator
    finally:
        console.window.close()
        await console.window.closed.wait()
        await console.stop()
        gateway.end()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="day", description="Work through a day by keyboard.")
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="where the pictures go")
    options = parser.parse_args(arguments)
    app = QApplication(["mwdesk"])
    app.setQuitOnLastWindowClosed(False)
    translators = install_translation(app, "zh_CN")
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mwdesk-day-", ignore_cleanup_errors=True) as folder, loop:
        pictures = options.folder or Path(folder) / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        verdict, operator = loop.run_until_complete(day(Path(folder) / "data", pictures, app))
    del translators
    for trouble in (*verdict.lost, *verdict.misdirected, *verdict.doubled):
        print(trouble, file=sys.stderr)
    print(f"{verdict.answered} answered, {len(verdict.lost)} lost, {len(verdict.misdirected)} misdirected")
    print(f"{len(operator.repaired)} failed and were repaired, {time.monotonic() - started:.0f} s")
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
