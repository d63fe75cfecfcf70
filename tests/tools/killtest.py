"""Kill real processes at named points and at random, and look for what was lost or done twice.

python -m tests.tools.killtest [--kills N] [--seed S] [--broken late-commit|resend]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging.store_key import keyring_name
from mwdesk.protocol.commands import Command, Send
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from mwdesk.store.crypt import Key
from mwdesk.store.store import Store
from tests.tools.dying import BROKEN, POINTS
from tests.tools.killable import DeskEndedError, DeskProcess, Said

PHONES = tuple(PhoneNumber(f"1380013800{digit}") for digit in range(5))
PASSWORDS = ("123456", "654321")
SCHEMA_1 = Path(__file__).resolve().parents[1] / "store" / "fixtures" / "schema-1.db"
KILLED_AT_RANDOM = "random"
_DONE = (DeliveryState.SENT, DeliveryState.DEFERRED, DeliveryState.DELIVERED, DeliveryState.FAILED)


@dataclass
class Findings:
    """What the runs came to."""

    kills: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    """Points the process lived past."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unknown: int = 0

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was lost or done twice."""
        return not self.lost and not self.doubled


class CountingGateway(SimulatedGateway):
    """Remembers how often each text was sent, for as long as it lives."""

    executed: Counter[str]

    def execute(self, name: str, command: Command, *rest: Any, **named: Any) -> bytes:
        """Carry out a command."""
        if isinstance(command, Send):
            self.executed[command.text] += 1
        return super().execute(name, command, *rest, **named)


class Scene:
    """One gateway and one data folder, through many deaths."""

    def __init__(
        self, folder: Path, gateway: CountingGateway, server: SimulatorServer, dice: random.Random, broken: str
    ) -> None:
        self._folder = folder
        self._path = folder / "mwdesk.db"
        self._server = server
        self._gateway = gateway
        self._dice = dice
        self._broken = broken
        self._entries: dict[str, str] = {}
        self._serial = 0
        self._received: list[str] = []
        self._composed: set[str] = set()
        """Replies the program said it had stored."""
        self.findings = Findings()

    async def die(self, point: str) -> None:
        """Start a desk, give it work, and let it die at a point, or kill it at random."""
        named = point != KILLED_AT_RANDOM
        options = ["--die", f"{point}:{self._dice.randint(1, 3)}"] if named else []
        deadline_s = 1.5 if named else self._dice.uniform(0.0, 0.6)
        desk: DeskProcess | None = None
        if point.startswith("migration"):
            await self._die_migrating(point)
            return
        try:
            async with asyncio.timeout(10):
                desk = await self._start(*options)
            async with asyncio.timeout(deadline_s):
                await self._work(desk)
                await asyncio.Event().wait()
        except (DeskEndedError, BrokenPipeError, ConnectionResetError):
            self.findings.kills[point] += 1
        except TimeoutError:
            if named:
                self.findings.missed[point] += 1
            else:
                self.findings.kills[point] += 1
        finally:
            if desk is not None:
                await self._end(desk)

    async def check(self) -> None:
        """Let a desk live until all is settled, then compare its file with what the gateway knows."""
        desk = await self._start()
        try:
            await self._sign_in(desk)
            self._gateway.advance(1e12)
            self._server.wake()
            await desk.ask("send", phone=PHONES[0].digits, texts=[marker := self._text("marker")])
            await desk.until(event="message", text=marker, state="sent")
            for _ in range(4):
                self._gateway.advance(1e12)
                self._server.wake()
                await desk.ask("poll")
        finally:
            await self._end(desk)
        self._compare(self._messages())

    async def _start(self, *options: str) -> DeskProcess:
        broken = ["--broken", self._broken] if self._broken else []
        try:
            return await DeskProcess.start(self._folder, self._server.port, self._entries, *options, *broken)
        except DeskEndedError as error:
            self._learn(error.said)
            raise

    async def _end(self, desk: DeskProcess) -> None:
        await desk.kill()
        self._learn(desk.said)
        await self._server.wait_until(lambda: not self._server.open_connections)

    def _learn(self, told: Sequence[Said]) -> None:
        for said in told:
            if said["event"] == "keyring":
                self._entries = dict(said["entries"])
            if said["event"] == "message" and said["state"] == "pending":
                self._composed.add(said["text"])

    async def _work(self, desk: DeskProcess) -> None:
        await self._sign_in(desk)
        for _ in range(self._dice.randint(1, 3)):
            texts = [self._text("out") for _ in range(self._dice.randint(1, 3))]
            desk.do("send", phone=self._dice.choice(PHONES).digits, texts=texts)
        for _ in range(self._dice.randint(0, 4)):
            text = self._text("in")
            self._gateway.receive(self._dice.choice(PHONES), text)
            self._received.append(text)
        self._server.wake()
        if self._dice.random() < 0.5:
            old = self._gateway.accounts["J00001"].password
            new = next(password for password in PASSWORDS if password != old)
            desk.do("change_password", old=old, new=new)
        if self._dice.random() < 0.5:
            desk.do("back_up")
        self._gateway.advance(1e12)
        self._server.wake()
        while True:
            await desk.hear()

    async def _sign_in(self, desk: DeskProcess) -> None:
        await desk.ask("resume_or_sign_in", password=self._gateway.accounts["J00001"].password)
        await desk.until(event="link", state="connected")

    async def _die_migrating(self, point: str) -> None:
        """Kill a desk that opens a file of the first schema, then open what is left."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        path = folder / "mwdesk.db"
        shutil.copyfile(SCHEMA_1, path)
        before = _texts_of_schema_1()
        try:
            death = f"{point}:{self._dice.randint(1, 4)}"
            desk = await DeskProcess.start(folder, self._server.port, None, "--die", death)
        except DeskEndedError:
            self.findings.kills[point] += 1
        else:
            self.findings.missed[point] += 1
            await desk.kill()
        with Store(path) as store:
            threads = [store.thread(conversation.phone, limit=1000) for conversation in store.conversations()]
        after = Counter(message.text for thread in threads for message in thread)
        self.findings.lost += [f"migration lost {text!r}" for text in (before - after).elements()]
        self.findings.doubled += [f"migration doubled {text!r}" for text in (after - before).elements()]

    def _text(self, kind: str) -> str:
        self._serial += 1
        return f"{kind} {self._serial}"

    def _messages(self) -> list[Message]:
        key = Key.raw(bytes.fromhex(self._entries[keyring_name(self._path)]))
        with Store(self._path, key) as store:
            return [message for phone in PHONES for message in store.thread(phone, limit=1_000_000)]

    def _compare(self, messages: list[Message]) -> None:
        found = self.findings
        stored_in = Counter(m.text for m in messages if m.direction is Direction.IN)
        stored_out = {m.text: m for m in messages if m.direction is Direction.OUT}
        executed = self._gateway.executed
        found.lost += [f"{text}: received, not stored" for text in self._received if not stored_in[text]]
        found.doubled += [f"{text}: received once, stored {n} times" for text, n in stored_in.items() if n > 1]
        found.lost += [f"{text}: composed, not stored" for text in self._composed if text not in stored_out]
        found.doubled += [f"{text}: sent {n} times" for text, n in executed.items() if n > 1]
        for text, message in stored_out.items():
            if message.state is DeliveryState.UNKNOWN:
                found.unknown += 1
            elif message.state not in _DONE:
                found.lost.append(f"{text}: still {message.state and message.state.value}")
            elif not executed[text]:
                found.lost.append(f"{text}: {message.state.value}, but the gateway never got it")
            elif message.state is DeliveryState.SENT:
                found.lost.append(f"{text}: its report was lost")


def _texts_of_schema_1() -> Counter[str]:
    with contextlib.closing(sqlite3.connect(SCHEMA_1)) as connection:
        return Counter(row[0] for row in connection.execute("SELECT text FROM messages"))


async def run(kills: int, seed: int, broken: str) -> Findings:
    """Kill so often, and say what came of it."""
    dice = random.Random(seed)
    gateway = CountingGateway({"J00001": SimAccount(PASSWORDS[0], 10**6, 0)}, rng=random.Random(seed))
    gateway.executed = Counter()
    gateway.redelivers = True
    gateway.believes_conveyed = False
    server = SimulatorServer(gateway, speed=1e-9)
    await server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="mwdesk-kill-") as folder:
            scene = Scene(Path(folder), gateway, server, dice, broken)
            points = [KILLED_AT_RANDOM, *POINTS]
            while scene.findings.kills.total() < kills:
                await scene.die(dice.choice(points))
                done = scene.findings.kills.total()
                if sys.stderr.isatty():
                    print(f"\r{done} of {kills}", end="", file=sys.stderr)
            await scene.check()
            return scene.findings
    finally:
        await server.stop()


def main() -> int:
    """Run and print the findings; 1 when something was lost or done twice."""
    parser = argparse.ArgumentParser(prog="dev.py killtest")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", choices=BROKEN, default="")
    arguments = parser.parse_args()
    found = asyncio.run(run(arguments.kills, arguments.seed, arguments.broken))
    for point, number in sorted(found.kills.items()):
        print(f"{number:6} {point}")
    for line in [*found.lost, *found.doubled][:20]:
        print(line)
    print(
        f"{found.kills.total()} kills, {len(found.lost)} lost, {len(found.doubled)} doubled, {found.unknown} unknown"
        f" (seed {arguments.seed}; {found.missed.total()} points passed alive)"
    )
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
