"""A gateway that gives again what it could not hand over."""

from __future__ import annotations

import pytest

from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.replies import parse_messages, parse_reports
from mwdesk.simulator.control import ControlServer
from mwdesk.simulator.faults import FaultKind
from mwdesk.simulator.gateway import Fate, Outcome
from mwdesk.simulator.server import SimulatorServer

from .conftest import ACCOUNT, NOW, Dial
from .raw import MESSAGES, REPORTS, SERVICE, TEST, Raw, send

PHONE = PhoneNumber("13800138000")
BROKEN = [
    FaultKind.DROP_BEFORE_REPLY,
    FaultKind.DROP_MID_REPLY,
    FaultKind.NO_REPLY,
    FaultKind.HALF_OPEN,
    FaultKind.JUNK_BEFORE_REPLY,
    FaultKind.OVERSIZE_FRAME,
    FaultKind.ENDLESS_LINE,
]
WHOLE = [FaultKind.DROP_AFTER_REPLY, FaultKind.JUNK_AFTER_REPLY, FaultKind.WRONG_LENGTH]
SIZES = {FaultKind.OVERSIZE_FRAME: 2 * 1024 * 1024, FaultKind.WRONG_LENGTH: 7}


async def _lose(
    server: SimulatorServer, dial: Dial, request: bytes, kind: FaultKind | None, meanwhile: str = ""
) -> None:
    """Ask once with a fault, let a customer write, then let the connection end."""
    raw: Raw = await dial()
    if kind is not None:
        server.faults.plan(kind, size=SIZES.get(kind))
    heard = len(server.commands)
    raw.send(request)
    await server.wait_until(lambda: len(server.commands) > heard)
    if meanwhile:
        server.gateway.receive(PHONE, meanwhile)
    if kind is None or kind in (*WHOLE, FaultKind.JUNK_BEFORE_REPLY):
        await raw.until(b"\n" if not raw.over_http else b"</html>")
    await raw.close()
    if kind in (FaultKind.HALF_OPEN, FaultKind.ENDLESS_LINE):
        # It does not even notice that the client went.
        server.drop_connections()
    await server.wait_until(lambda: not server.open_connections)


def _texts(line: bytes) -> list[str]:
    return [message.text for message in parse_messages(line.strip(), NOW).messages]


@pytest.mark.parametrize("kind", BROKEN)
async def test_what_did_not_arrive_comes_again_in_order(dial: Dial, server: SimulatorServer, kind: FaultKind) -> None:
    server.gateway.redelivers = True
    for text in ("一", "二"):
        server.gateway.receive(PHONE, text)
    await _lose(server, dial, MESSAGES, kind, "三")
    raw = await dial()
    assert _texts(await raw.ask(MESSAGES)) == ["一", "二", "三"]
    assert _texts(await raw.ask(MESSAGES)) == []


@pytest.mark.parametrize("kind", [None, *WHOLE])
async def test_what_arrived_does_not(dial: Dial, server: SimulatorServer, kind: FaultKind | None) -> None:
    server.gateway.redelivers = True
    server.gateway.receive(PHONE, "一")
    await _lose(server, dial, MESSAGES, kind)
    assert _texts(await (await dial()).ask(MESSAGES)) == []


async def test_usually_nothing_comes_again(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.receive(PHONE, "一")
    await _lose(server, dial, MESSAGES, FaultKind.NO_REPLY)
    assert _texts(await (await dial()).ask(MESSAGES)) == []


async def test_the_next_request_proves_that_the_answer_came(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.redelivers = True
    server.gateway.receive(PHONE, "一")
    raw = await dial()
    server.faults.no_reply(31)
    raw.send(MESSAGES)
    assert await raw.ask(TEST) == b"OK\r\n"
    await raw.close()
    await server.wait_until(lambda: not server.open_connections)
    assert _texts(await (await dial()).ask(MESSAGES)) == []


async def test_an_answer_cut_short_by_a_restart_comes_again(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.redelivers = True
    server.gateway.receive(PHONE, "一")
    raw = await dial()
    server.faults.segments, server.faults.segment_pause_s = (1,), 0.05
    raw.send(MESSAGES)
    assert await raw.more()
    await server.restart()
    server.faults.clear()
    assert _texts(await (await dial()).ask(MESSAGES)) == ["一"]


async def test_reports_and_value_added_messages_come_again(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.redelivers = True
    server.gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
    raw = await dial()
    await raw.ask(send("您好", PHONE.digits))
    account = server.gateway.accounts[ACCOUNT]
    await server.wait_until(lambda: bool(account.reports))
    await raw.close()
    server.gateway.receive_service_message(PHONE, "一")
    await _lose(server, dial, REPORTS, FaultKind.DROP_BEFORE_REPLY)
    await _lose(server, dial, SERVICE, FaultKind.DROP_BEFORE_REPLY)
    assert len(account.service_messages) == 1
    assert len(parse_reports((await (await dial()).ask(REPORTS)).strip()).reports) == 1


async def test_the_control_port_turns_it_on(server: SimulatorServer) -> None:
    control = ControlServer(server)
    for on in (True, False):
        line = b'{"do": "gateway", "redelivers": %s}' % str(on).lower().encode()
        assert await control.handle(line) == {"ok": True}
        assert server.gateway.redelivers is on
    assert not (await control.handle(b'{"do": "gateway", "redelivers": 1}'))["ok"]
