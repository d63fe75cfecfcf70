"""A studio: one look of the console, a gateway to talk to, and where its pictures go."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from mwdesk import config
from mwdesk.app import Console, SessionCredentials, make_demo_history
from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account, Balance
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging.timings import Timings
from mwdesk.simulator.customers import demo_history
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from mwdesk.store.store import Store
from tests.tools.shots.acting import SETTLE_S, type_text, until

ACCOUNT = "J00001"
PASSWORD = "123456"
TIMINGS = Timings(request_timeout_s=5, poll_s=0.5, retry_first_s=20, retry_limit_s=20)

DRAFTS = {
    "zh_CN": ("您好，小样周四下午三点前备好。", "小样在前台登记后即可查看，", "取件时请付￥38，或\u00a538现金。"),
    "en": (
        "Hello, proofs are ready by 3 pm on Thursday.",
        "Please sign in at the front desk, ",
        "Pay \u00a538 in cash.",
    ),
}
"""By language: a short draft, a sentence to repeat beyond one message, and one that cannot go by SMS."""

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True)
class Look:
    """How the console appears: theme, language, and the screen's scale in per cent."""

    theme: str
    language: str
    scale: int = 100

    @property
    def name(self) -> str:
        """What ends the names of its pictures."""
        return f"{self.theme}-{self.language}" + (f"-{self.scale}" if self.scale != 100 else "")


LOOKS = {
    look.name: look
    for look in (
        Look(theme, language, scale)
        for scale in (200, 100)
        for theme in ("light", "dark")
        for language in ("zh_CN", "en")
    )
}


def richest_phone() -> PhoneNumber:
    """Return the customer of the demo's history whose messages show the most different states."""
    states: dict[PhoneNumber, set[object]] = {}
    for past in demo_history():
        states.setdefault(past.phone, set()).add(past.state)
    return max(states, key=lambda phone: len(states[phone]))


def tell_balances(path: Path, now: datetime) -> None:
    """Write what a gateway would have told of the balance over the last ten days, and messages for the charts."""
    dice = random.Random(3)
    left, used = 1245 + 1100, 38_678 - 1100
    with Store(path) as store:
        for hours in range(240, -1, -1):
            at = now - timedelta(hours=hours)
            step = min(dice.randrange(3, 7), 38_677 - used)
            left, used = left - step, used + step
            store.note_balance(Balance(left, used), at - timedelta(minutes=30))
        store.set_fact("balance_told_since", (now - timedelta(hours=240)).isoformat())


class Studio:
    """Opens consoles of one look and takes their pictures."""

    def __init__(self, app: QApplication, out: Path, look: Look) -> None:
        self._app = app
        self._out = out
        self._look = look
        self._outside = BackgroundLoop()
        self._outside.start()
        self.server = SimulatorServer(SimulatedGateway({ACCOUNT: SimAccount(PASSWORD)}, rng=random.Random(1)))
        self._outside.submit(self.server.start()).result(5)
        self.account = Account(ACCOUNT, "127.0.0.1", self.server.port)

    @property
    def language(self) -> str:
        """The language of what an operator would type."""
        return self._look.language

    def end(self) -> None:
        """Stop the gateway."""
        self._outside.submit(self.server.stop()).result(5)
        self._outside.stop()

    async def shoot(self, widget: QWidget, name: str) -> None:
        """Save a picture of a window once it has come to rest."""
        await asyncio.sleep(SETTLE_S)
        path = self._out / f"{name}-{self._look.name}.png"
        if not widget.grab().save(str(path)):
            raise RuntimeError(f"{path.name} could not be written")

    def console(self, folder: Path, credentials: SessionCredentials) -> Console:
        """Make a console that has not been started."""
        settings = config.Settings(config.Preferences(theme=self._look.theme, language=self.language))
        return Console(self._app, folder, settings, self.language, credentials, TIMINGS)

    async def shown(self, widget: QWidget) -> None:
        """Bring a window to the front."""
        await until(widget.isVisible)
        widget.raise_()
        widget.activateWindow()
        if QApplication.platformName() != "offscreen":
            await until(widget.isActiveWindow)

    async def child(self, console: Console, kind: type[W]) -> W:
        """Return the window's one dialog of a kind, in front."""
        dialog = console.window.findChild(kind)
        if dialog is None:
            raise RuntimeError(f"there is no {kind.__name__}")
        await self.shown(dialog)
        return dialog

    async def close(self, console: Console) -> None:
        """End a console."""
        console.window.close()
        await console.window.closed.wait()
        await console.stop()
        console.window.deleteLater()

    async def open_desk(self, folder: Path) -> Console:
        """Start a console on the demo's history, with a thread open and a draft in it."""
        make_demo_history(folder / "mwdesk.db", datetime.now(UTC))
        tell_balances(folder / "mwdesk.db", datetime.now(UTC))
        credentials = SessionCredentials()
        credentials.write(self.account.credential_key, PASSWORD)
        console = self.console(folder, credentials)
        await console.start(self.account)
        window = console.window
        await self.shown(window)
        await until(lambda: any(character.isdigit() for character in window.status_bar.balance.accessibleName()))
        window.list_pane.view.activate_phone(richest_phone())
        await until(window.messages.rowCount)
        # Reading is noted in the background; the pictures begin when it has come back.
        conversation = window.conversations.conversation
        await until(lambda: (found := conversation(richest_phone())) is not None and not found.unread)
        type_text(window.composer.editor, DRAFTS[self.language][0])
        return console

    def receive(self, phone: PhoneNumber, text: str) -> None:
        """Let a customer write."""
        self._outside.submit(self._receive(phone, text)).result(5)

    async def _receive(self, phone: PhoneNumber, text: str) -> None:
        self.server.gateway.receive(phone, text)

    def disconnect(self) -> None:
        """Let the gateway vanish."""
        self._outside.submit(self._vanish()).result(5)

    async def _vanish(self) -> None:
        self.server.stop_listening()
        self.server.drop_connections()

    def listen(self) -> None:
        """Let the gateway come back."""
        self._outside.submit(self.server.listen()).result(5)
