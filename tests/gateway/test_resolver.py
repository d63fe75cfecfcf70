"""Names are resolved where nobody has to wait for it, the end of the program least of all."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route
from mwdesk.errors import GreetingTimeoutError, NameResolutionError, ProxyUnreachableError
from mwdesk.gateway.client import GatewayClient

STOP_LIMIT_S = 2.0


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A resolver that answers nobody; the event tells that it was asked."""
    asked, release = threading.Event(), threading.Event()

    def look_up(*_arguments: object, **_options: object) -> list[object]:
        asked.set()
        release.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield asked
    release.set()
    for thread in threading.enumerate():
        if thread.name == "resolver":
            thread.join()


def test_a_hanging_resolver_does_not_hold_up_the_end(hanging: threading.Event) -> None:
    loop = BackgroundLoop()
    loop.start()
    work = loop.submit(GatewayClient.connect(Account("J00001", "gateway.example", 8018)))
    assert hanging.wait(5)
    started = time.monotonic()
    loop.stop()
    assert time.monotonic() - started < STOP_LIMIT_S
    assert work.cancelled()


def test_an_answer_after_the_end_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: release.wait(30) and [])
    with pytest.raises(NameResolutionError):
        asyncio.run(GatewayClient.connect(Account("J00001", "gateway.example", 8018), 0.1))
    release.set()
    for thread in threading.enumerate():
        if thread.name == "resolver":
            thread.join()


@pytest.mark.usefixtures("hanging")
async def test_a_hanging_resolver_is_given_up() -> None:
    with pytest.raises(NameResolutionError, match="within"):
        await GatewayClient.connect(Account("J00001", "gateway.example", 8018), 0.1)
    route = Route(proxy=Proxy(ProxyKind.SOCKS5, "proxy.example", 1080))
    with pytest.raises(ProxyUnreachableError, match="within"):
        await GatewayClient.connect(Account("J00001", "gateway.example", 8018, route), 0.1)


@pytest.mark.usefixtures("hanging")
async def test_a_numeric_address_needs_no_resolver() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = Account("J00001", "127.0.0.1", silent.getsockname()[1])
        with pytest.raises(GreetingTimeoutError):
            await GatewayClient.connect(account, 0.1)
