"""The life of a session on a bad day: real socket, real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, MessagesChanged, Polled
from mwdesk.domain.message import Direction
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import GatewayError, ReplyTimeoutError
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.commands import FetchMessages, FetchReports, Login, TestConnection
from mwdesk.simulator.server import SimulatorServer
from tests.messaging.conftest import FAST, Desk

PHONE = PhoneNumber("13800138000")
CONNECTED, WAITING, REFUSED = LinkState.CONNECTED, LinkState.WAITING, LinkState.REFUSED


async def _desk(tmp_path: Path, server: SimulatorServer, timings: Timings) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "mwdesk.db", server, timings)
    await desk.service.start()
    yield desk
    await desk.service.stop()


@pytest.fixture
async def quiet(tmp_path: Path, server: SimulatorServer) -> AsyncIterator[Desk]:
    """A desk that polls so seldom that only its watch over the link is heard."""
    async for desk in _desk(tmp_path, server, replace(FAST, poll_s=60, keep_alive_s=0.05, test_least_s=0.02)):
        yield desk


@pytest.fixture
async def patient(tmp_path: Path, server: SimulatorServer) -> AsyncIterator[Desk]:
    """A desk that would wait long in every way."""
    timings = replace(
        FAST, request_timeout_s=30, poll_s=60, test_least_s=0, suspicion_s=0.1, retry_first_s=60, retry_limit_s=60
    )
    async for desk in _desk(tmp_path, server, timings):
        yield desk


def _count(desk: Desk, kind: type) -> int:
    return len([command for command in desk.server.commands if isinstance(command, kind)])


async def test_a_silent_link_is_kept_alive(quiet: Desk) -> None:
    await quiet.service.sign_in(quiet.account, "123456", remember=False)
    await quiet.server.wait_until(lambda: _count(quiet, TestConnection) >= 3)
    assert _count(quiet, Login) == 1


async def test_a_busy_link_is_not_tested(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.server.wait_until(lambda: _count(desk, FetchMessages) >= 5)
    assert _count(desk, TestConnection) == 0


async def test_after_sleep_a_dead_link_is_found_and_made_anew(patient: Desk) -> None:
    desk = patient
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged) and desk.saw(Polled))
    await desk.server.wait_until(lambda: _count(desk, FetchReports) >= 1)
    desk.server.faults.no_reply(100)
    await desk.service.network_changed()
    await desk.until(lambda: desk.saw(LinkChanged, state=WAITING))
    [lost] = desk.saw(LinkChanged, state=WAITING)
    assert isinstance(lost.error, ReplyTimeoutError)  # type: ignore[attr-defined]
    await desk.service.network_changed()  # the next try need not wait its minute either
    await desk.until(lambda: len(desk.saw(LinkChanged, state=CONNECTED)) == 2)


async def test_a_link_that_holds_stays_after_sleep(patient: Desk) -> None:
    desk = patient
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(LinkChanged, state=CONNECTED))
    await desk.server.wait_until(lambda: _count(desk, FetchReports) >= 1)
    await desk.service.network_changed()
    await desk.server.wait_until(lambda: _count(desk, TestConnection) == 1)
    assert _count(desk, Login) == 1


async def test_too_many_logins_wait_long_and_say_so(patient: Desk) -> None:
    desk = patient
    await desk.service.sign_in(desk.account, "123456", remember=True)
    desk.server.faults.refuse(20, 43)
    desk.server.drop_connections()
    await desk.until(lambda: desk.saw(LinkChanged, state=WAITING))
    await desk.service.retry_now()
    await desk.until(lambda: len(desk.saw(LinkChanged, state=WAITING)) == 2)
    event = desk.saw(LinkChanged, state=WAITING)[-1]
    assert isinstance(event.error, GatewayError)  # type: ignore[attr-defined]
    assert event.error.code == 43  # type: ignore[attr-defined]
    assert event.retry_at is not None  # type: ignore[attr-defined]


async def test_a_password_changed_elsewhere_is_asked_for(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=True)
    desk.server.gateway.accounts["J00001"].password = "654321"
    desk.server.drop_connections()
    await desk.until(lambda: desk.saw(LinkChanged, state=REFUSED))
    logins = _count(desk, Login)
    await desk.service.sign_in(desk.account, "654321", remember=True)
    await desk.until(lambda: desk.saw(LinkChanged)[-1].state is CONNECTED)  # type: ignore[attr-defined]
    assert _count(desk, Login) == logins + 1


async def test_a_refused_poll_keeps_the_link(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(33, 8, times=3)
    await desk.server.wait_until(lambda: _count(desk, FetchReports) >= 5)
    assert _count(desk, Login) == 1


async def test_a_server_that_restarts_is_found_again(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.stop_listening()
    desk.server.drop_connections()
    await desk.until(lambda: desk.saw(LinkChanged, state=WAITING))
    await desk.server.listen()
    await desk.until(lambda: desk.saw(LinkChanged)[-1].state is CONNECTED)  # type: ignore[attr-defined]


async def test_a_failed_sign_in_leaves_the_session_there_was(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    with pytest.raises(GatewayError):
        await desk.service.sign_in(desk.account, "wrong1", remember=False)
    await desk.until(lambda: desk.saw(LinkChanged, state=CONNECTED))
    await desk.server.wait_until(lambda: desk.server.open_connections == 1)


@pytest.mark.parametrize("by_operator", [False, True])
async def test_what_is_being_fetched_when_the_session_ends_is_kept(desk: Desk, by_operator: bool) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.server.wait_until(lambda: _count(desk, FetchReports) >= 1)
    desk.server.faults.delay_s = 0.1
    desk.server.faults.refuse(61, 6)
    desk.server.gateway.receive(PHONE, "您好")
    await desk.service.send(PHONE, ["您好"])
    fetched = desk.server.gateway.accounts["J00001"].messages
    await desk.server.wait_until(lambda: not fetched)
    if by_operator:
        await desk.service.sign_out()
    else:
        await desk.until(lambda: desk.saw(LinkChanged, state=WAITING))
    assert any(message.direction is Direction.IN for message in await desk.service.thread(PHONE))


@pytest.mark.parametrize("command", [20, 28, 31, 33, 100, 61])
async def test_stopping_is_quick_at_any_moment(desk: Desk, command: int) -> None:
    desk.server.faults.no_reply(command, times=100)
    signing_in = asyncio.create_task(desk.service.sign_in(desk.account, "123456", remember=False))
    await desk.server.wait_until(lambda: bool(desk.server.commands))
    async with asyncio.timeout(2):
        await desk.service.stop()
        signing_in.cancel()
        await asyncio.gather(signing_in, return_exceptions=True)
    await desk.server.wait_until(lambda: not desk.server.open_connections)


async def test_a_flood_is_told_of_as_soon_as_it_ends(tmp_path: Path, server: SimulatorServer) -> None:
    desk = Desk(tmp_path / "flooded.db", server, replace(FAST, gather_s=60))
    await desk.service.start()
    try:
        server.gateway.flood(1500)  # more than one reply holds
        await desk.service.sign_in(desk.account, "123456", remember=False)
        await desk.until(lambda: sum(_added(desk)) == 1500)
    finally:
        await desk.service.stop()


def _added(desk: Desk) -> list[int]:
    return [len(event.added) for event in desk.saw(MessagesChanged) if event.added]  # type: ignore[attr-defined]
