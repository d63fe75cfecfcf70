"""A program killed outright: nothing is lost, nothing goes out twice, and what nobody can know is called unknown."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mwdesk.domain.message import DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import ChangePassword, FetchReports, Send
from mwdesk.simulator.gateway import Fate, Outcome, SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from mwdesk.store.store import Store
from tests.tools.killable import DeskProcess

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL, and stdin cannot be awaited")

PHONE = PhoneNumber("13800138000")
PENDING, SENDING, SENT = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT
DELIVERED, UNKNOWN = DeliveryState.DELIVERED, DeliveryState.UNKNOWN
LONG_AFTER = 1e9
"""On the gateway's clock, which stands still here: reports are due when the test says so."""


class Scene:
    """A gateway that outlives the desks, and the file they leave."""

    def __init__(self, folder: Path, server: SimulatorServer) -> None:
        self.server = server
        self._folder = folder
        self._desks: list[DeskProcess] = []

    async def start(self, *, signed_in: bool = True) -> DeskProcess:
        desk = await DeskProcess.start(self._folder, self.server.port, None)
        self._desks.append(desk)
        if signed_in:
            await desk.ask("sign_in", password="123456")
        return desk

    async def kill(self, desk: DeskProcess) -> dict[str, DeliveryState | None]:
        """Kill a desk, let the gateway read what was still on the wire, and return what the file says."""
        await desk.kill()
        await self.server.wait_until(lambda: not self.server.open_connections)
        return self.states()

    async def settle(self, desk: DeskProcess) -> None:
        """Send one more message: when it is out, whatever was going to be sent before it is out as well."""
        await desk.ask("send", phone=PHONE.digits, texts=["marker"])
        await desk.until(event="message", text="marker", state="sent")

    def states(self) -> dict[str, DeliveryState | None]:
        with Store(self._folder / "mwdesk.db") as store:
            thread = store.thread(PHONE, limit=1000)
        states = {message.text: message.state for message in thread}
        assert len(states) == len(thread), "a message is in the store twice"
        return states

    def arrived(self) -> list[str]:
        return [command.text for command in self.server.commands if isinstance(command, Send)]

    def make_reports_due(self) -> None:
        self.server.gateway.advance(LONG_AFTER)
        self.server.wake()

    async def seen(self, kind: type) -> None:
        await self.server.wait_until(lambda: any(isinstance(command, kind) for command in self.server.commands))

    async def end(self) -> None:
        for desk in self._desks:
            await desk.kill()


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    gateway = SimulatedGateway({"J00001": SimAccount("123456", 100, 5)}, rng=random.Random(1))
    gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
    server = SimulatorServer(gateway, speed=1e-9)
    await server.start()
    scene = Scene(tmp_path, server)
    yield scene
    await scene.end()
    await server.stop()


async def test_killed_before_the_write_it_goes_out_once_after_the_next_start(scene: Scene) -> None:
    desk = await scene.start(signed_in=False)
    await desk.ask("send", phone=PHONE.digits, texts=["一", "二"])
    assert await scene.kill(desk) == {"一": PENDING, "二": PENDING}
    assert scene.arrived() == []

    desk = await scene.start()
    await scene.settle(desk)
    assert await scene.kill(desk) == {"一": SENT, "二": SENT, "marker": SENT}
    assert scene.arrived() == ["一", "二", "marker"]


async def test_killed_while_the_answer_is_out_it_is_unknown_and_never_sent_again(scene: Scene) -> None:
    desk = await scene.start()
    scene.server.faults.no_reply(61)
    await desk.ask("send", phone=PHONE.digits, texts=["好的", "再见"])
    await scene.seen(Send)
    assert await scene.kill(desk) == {"好的": SENDING, "再见": PENDING}
    assert scene.arrived() == ["好的"]

    desk = await scene.start(signed_in=False)
    assert scene.states() == {"好的": UNKNOWN, "再见": PENDING}
    await desk.ask("sign_in", password="123456")
    await scene.settle(desk)
    scene.make_reports_due()
    await desk.until(event="message", text="再见", state="delivered")
    # Its report came too, but with an id nobody was told: that proves nothing about this message.
    assert await scene.kill(desk) == {"好的": UNKNOWN, "再见": DELIVERED, "marker": DELIVERED}
    assert scene.arrived() == ["好的", "再见", "marker"]


async def test_killed_between_answer_and_report_the_report_still_finds_it(scene: Scene) -> None:
    desk = await scene.start()
    await desk.ask("send", phone=PHONE.digits, texts=["稍等"])
    await desk.until(event="message", text="稍等", state="sent")
    assert await scene.kill(desk) == {"稍等": SENT}

    scene.make_reports_due()
    desk = await scene.start()
    await desk.until(event="message", text="稍等", state="delivered")
    await scene.settle(desk)
    assert await scene.kill(desk) == {"稍等": DELIVERED, "marker": SENT}
    assert scene.arrived() == ["稍等", "marker"]


async def test_killed_after_the_report_everything_stays_as_it_was(scene: Scene) -> None:
    desk = await scene.start()
    scene.server.gateway.receive(PHONE, "在吗")
    await desk.until(event="message", text="在吗")
    await desk.ask("send", phone=PHONE.digits, texts=["在"])
    await desk.until(event="message", text="在", state="sent")
    scene.make_reports_due()
    await desk.until(event="message", text="在", state="delivered")
    assert await scene.kill(desk) == {"在吗": None, "在": DELIVERED}

    desk = await scene.start()
    await desk.ask("poll")
    await scene.seen(FetchReports)
    await scene.settle(desk)
    assert await scene.kill(desk) == {"在吗": None, "在": DELIVERED, "marker": SENT}
    assert scene.arrived() == ["在", "marker"]


@pytest.mark.parametrize("taken", [True, False])
async def test_killed_during_a_change_of_password_the_next_start_finds_the_one_that_holds(
    scene: Scene, taken: bool
) -> None:
    desk = await scene.start()
    await desk.ask("poll")
    scene.server.faults.no_reply(29)
    desk.do("change_password", old="123456", new="654321")
    await scene.seen(ChangePassword)
    keyring: dict[str, str] = {}
    while sorted(keyring.values()) != ["123456", "654321"]:  # the new one lies beside the old one before it is asked
        keyring = (await desk.hear()).get("entries", {})
    await scene.kill(desk)
    if not taken:
        scene.server.gateway.accounts["J00001"].password = "123456"

    desk = await scene.start(signed_in=False)
    await desk.ask("resume", entries=keyring)
    await desk.until(event="settled", holds="new" if taken else "old")
    await desk.until(event="link", state="connected")
    settled = [said["entries"] for said in desk.said if said["event"] == "keyring"][-1]
    assert list(settled.values()) == ["654321" if taken else "123456"]


async def _some_moment(dice: random.Random, scene: Scene, desk: DeskProcess) -> None:
    """Wait for so many more events of the desk, or so many more requests at the gateway."""
    by_events = dice.random() < 0.5
    events = dice.randrange(16)
    requests = len(scene.server.commands) + dice.randrange(16)
    with contextlib.suppress(TimeoutError):  # a withheld answer silences both
        async with asyncio.timeout(0.3):
            if not by_events:
                await scene.server.wait_until(lambda: len(scene.server.commands) >= requests)
            for _ in range(events if by_events else 0):
                await desk.hear()


async def test_killed_at_any_moment(scene: Scene) -> None:
    dice = random.Random(20240817)
    server = scene.server
    server.gateway.accounts["J00001"].left = 1000
    texts: list[str] = []
    endings: Counter[DeliveryState | None] = Counter()
    for number in range(12):
        desk = await scene.start()
        if dice.random() < 0.3:
            server.faults.no_reply(61)
        batch = [f"{number}-{index}" for index in range(3)]
        texts += batch
        desk.do("send", phone=PHONE.digits, texts=batch)
        await desk.until(event="message", text=batch[-1], state="pending")
        await _some_moment(dice, scene, desk)
        states = await scene.kill(desk)
        server.faults.clear()
        if dice.random() < 0.5:
            scene.make_reports_due()
        endings.update(states.values())
        assert list(states) == texts
        arrived = Counter(scene.arrived())
        assert not [text for text in texts if arrived[text] > 1]
        for text, state in states.items():
            if state is PENDING:
                assert not arrived[text], "what is said to wait has been sent"
            elif state in (SENT, DELIVERED):
                assert arrived[text], "what is said to be sent never arrived"
            else:
                assert state in (SENDING, UNKNOWN)
    # The dice must have met the interesting moments, or this proves little.
    assert {PENDING, SENDING, SENT} <= set(endings), endings

    desk = await scene.start()
    await scene.settle(desk)
    states = await scene.kill(desk)
    assert list(states) == [*texts, "marker"]
    assert set(states.values()) <= {SENT, DELIVERED, UNKNOWN}
    arrived = Counter(scene.arrived())
    assert max(arrived.values()) == 1
    assert {text for text, state in states.items() if state is not UNKNOWN} <= set(arrived)
