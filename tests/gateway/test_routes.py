"""Every way to the gateway carries a whole conversation, and each way it can fail has its own error."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import itertools
import socket
import ssl
import sys

import pytest
from msgspec.structs import replace

from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, Wiring
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    ConnectError,
    FieldTooLongError,
    ForbiddenCharacterError,
    GreetingError,
    GreetingTimeoutError,
    LocalSocketError,
    MwDeskError,
    NameResolutionError,
    ProxyRefusedError,
    ProxyTargetError,
    ProxyUnreachableError,
    TlsError,
)
from mwdesk.gateway.client import GatewayClient
from mwdesk.gateway.steps import Step
from mwdesk.simulator.server import SimulatorServer

from .proxies import HOST, PASSWORD, USER, TinyProxy, answering, closed_port, listening

PHONE = PhoneNumber("13800138000")
KINDS = {"socks4": ProxyKind.SOCKS4, "socks4a": ProxyKind.SOCKS4A, "socks5": ProxyKind.SOCKS5, "http": ProxyKind.HTTP}
WAYS = ["direct", *(kind + user for kind in KINDS for user in ("", "+"))]
DIRECT = Route()
NO_NAMES = ["", "a..b", "a b", "a\0b", "a\r\nb", "x" * 64, "b" * 60 + ".invalid" * 40]


def _account(server: SimulatorServer, route: Route = DIRECT, host: str = HOST) -> Account:
    port = server.http_port if route.wiring is Wiring.HTTP else server.port
    return Account("J00001", host, port, route)


def _way(name: str, ports: dict[str, int]) -> Proxy | None:
    if name == "direct":
        return None
    scheme = name.replace("4a", "4")  # to a numeric address, 4a is 4
    return Proxy(KINDS[name.rstrip("+")], HOST, ports[scheme], USER if name.endswith("+") else "")


async def _converse(client: GatewayClient, server: SimulatorServer) -> None:
    await client.login("J00001", "123456")
    assert (await client.query_balance()).left == 100
    server.gateway.receive(PHONE, "收到，谢谢")
    assert await client.send(PHONE, "您好") != ""
    assert [message.text for message in (await client.fetch_messages()).messages] == ["收到，谢谢"]
    assert (await client.fetch_messages()).messages == ()
    assert (await client.query_balance()).left == 99
    assert await client.test_connection()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wiring", list(Wiring))
async def test_a_conversation(server: SimulatorServer, proxy_ports: dict[str, int], wiring: Wiring, way: str) -> None:
    account = _account(server, Route(wiring, proxy=_way(way, proxy_ports)))
    client = await GatewayClient.connect(account, 5, PASSWORD)
    await _converse(client, server)
    await client.close()
    assert not client.is_open


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wiring", list(Wiring))
async def test_a_conversation_inside_tls(
    tls_server: SimulatorServer, proxy_ports: dict[str, int], trusting: ssl.SSLContext, wiring: Wiring, way: str
) -> None:
    account = _account(tls_server, Route(wiring, True, _way(way, proxy_ports)))
    client = await GatewayClient.connect(account, 5, PASSWORD, trusting)
    await _converse(client, tls_server)
    await client.close()


@pytest.mark.parametrize("kind", list(ProxyKind))
@pytest.mark.parametrize("manner", ["bytewise", "glued"])
async def test_a_greeting_in_pieces_or_glued_to_the_proxys_answer(
    server: SimulatorServer, kind: ProxyKind, manner: str
) -> None:
    proxy = TinyProxy(kind, **{manner: True})
    async with proxy.run() as place:
        client = await GatewayClient.connect(_account(server, Route(proxy=place), "localhost"), 5)
        await _converse(client, server)
        await client.close()
    # SOCKS4 cannot carry a name, the others leave it to the proxy.
    assert proxy.targets == ["127.0.0.1" if kind is ProxyKind.SOCKS4 else "localhost"]


@pytest.mark.parametrize("kind", list(ProxyKind))
async def test_http_byte_by_byte_through_a_tunnel_with_tls(
    tls_server: SimulatorServer, trusting: ssl.SSLContext, kind: ProxyKind
) -> None:
    async with TinyProxy(kind, bytewise=True).run() as place:
        account = _account(tls_server, Route(Wiring.HTTP, True, place), "localhost")
        client = await GatewayClient.connect(account, 5, tls_context=trusting)
        await client.login("J00001", "123456")
        assert (await client.query_balance()).left == 100
        await client.close()


@pytest.mark.parametrize("kind", list(ProxyKind))
async def test_the_greeting_is_awaited_behind_every_proxy(server: SimulatorServer, kind: ProxyKind) -> None:
    server.faults.silent_greeting = True
    async with TinyProxy(kind).run() as place:
        with pytest.raises(GreetingTimeoutError):
            await GatewayClient.connect(_account(server, Route(proxy=place)), 0.3)


# What goes wrong on the way


@pytest.mark.parametrize("wiring", list(Wiring))
async def test_a_name_nobody_knows(wiring: Wiring) -> None:
    for host in ("nowhere.invalid", *NO_NAMES):
        with pytest.raises(NameResolutionError):
            await GatewayClient.connect(Account("J00001", host, 8018, Route(wiring)), 5)


@pytest.mark.parametrize("kind", list(ProxyKind))
async def test_what_is_no_name_is_not_given_to_a_proxy(kind: ProxyKind) -> None:
    for host, wiring in itertools.product(NO_NAMES, Wiring):
        route = Route(wiring, proxy=Proxy(kind, HOST, closed_port()))
        with pytest.raises(NameResolutionError):
            await GatewayClient.connect(Account("J00001", host, 8018, route), 5)


async def test_a_name_nobody_knows_is_not_given_to_socks4() -> None:
    route = Route(proxy=Proxy(ProxyKind.SOCKS4, HOST, closed_port()))
    with pytest.raises(NameResolutionError):
        await GatewayClient.connect(Account("J00001", "nowhere.invalid", 8018, route), 5)


async def test_a_closed_port() -> None:
    with pytest.raises(ConnectError, match=r"127\.0\.0\.1") as caught:
        await GatewayClient.connect(Account("J00001", HOST, closed_port()), 5)
    assert type(caught.value) is ConnectError


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM])
@pytest.mark.parametrize("proxy", [None, Proxy(ProxyKind.SOCKS5, HOST, 1), Proxy(ProxyKind.HTTP, HOST, 1)])
async def test_no_socket_can_be_made(monkeypatch: pytest.MonkeyPatch, code: int, proxy: Proxy | None) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(code, "none left")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "socket", refuse)
        with pytest.raises(LocalSocketError):
            await GatewayClient.connect(Account("J00001", HOST, 8018, Route(proxy=proxy)), 5)


async def test_no_more_files_may_be_opened() -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        with pytest.raises(LocalSocketError):
            await GatewayClient.connect(Account("J00001", HOST, 8018), 5)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_every_address_is_tried(server: SimulatorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(_host: str, port: int, *_rest: object) -> list[object]:
        places = [(socket.AF_INET6, ("::1", port, 0, 0)), *((socket.AF_INET, (f"127.0.0.{n}", port)) for n in (2, 1))]
        return [(family, socket.SOCK_STREAM, 6, "", place) for family, place in places]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    steps: list[tuple[Step, str]] = []
    client = await GatewayClient.connect(
        _account(server, host="gateway.example"), 5, progress=lambda *told: steps.append(told)
    )
    await client.close()
    port = server.port
    assert steps == [
        (Step.RESOLVE, "gateway.example"),
        (Step.CONNECT, f"[::1]:{port}"),
        (Step.CONNECT, f"127.0.0.2:{port}"),
        (Step.CONNECT, f"127.0.0.1:{port}"),
        (Step.GREETING, ""),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only there does a full queue swallow connections")
async def test_an_address_that_swallows_everything_leaves_time_for_the_next(
    server: SimulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(_host: str, port: int, *_rest: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", port)) for n in (2, 1)]

    with contextlib.ExitStack() as sockets:
        full = sockets.enter_context(socket.create_server(("127.0.0.2", server.port), backlog=0))
        for _ in range(2):
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        client = await GatewayClient.connect(_account(server, host="gateway.example"), 0.6)
        await client.login("J00001", "123456")
        await client.close()


async def test_the_steps_through_a_proxy_to_tls(
    tls_server: SimulatorServer, trusting: ssl.SSLContext, proxy_ports: dict[str, int]
) -> None:
    proxy = Proxy(ProxyKind.SOCKS5, "localhost", proxy_ports["socks5"])
    steps: list[tuple[Step, str]] = []
    client = await GatewayClient.connect(
        _account(tls_server, Route(Wiring.SOCKET, True, proxy), "localhost"),
        5,
        tls_context=trusting,
        progress=lambda *told: steps.append(told),
    )
    await client.close()
    assert [step for step, _ in steps if step is not Step.PROXY] == [
        Step.RESOLVE,
        Step.CONNECT,
        Step.TLS,
        Step.GREETING,
    ]
    assert (Step.PROXY, f"127.0.0.1:{proxy.port}") in steps
    assert (Step.CONNECT, f"localhost:{tls_server.port}") in steps
    assert (Step.TLS, "localhost") in steps


@pytest.mark.parametrize("kind", list(ProxyKind))
@pytest.mark.parametrize("wiring", list(Wiring))
async def test_no_proxy_there(server: SimulatorServer, kind: ProxyKind, wiring: Wiring) -> None:
    for host in (HOST, "nowhere.invalid"):
        account = _account(server, Route(wiring, proxy=Proxy(kind, host, closed_port())))
        with pytest.raises(ProxyUnreachableError):
            await GatewayClient.connect(account, 5)


NO_PROXY = [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n", b"\0" * 16, b""]


@pytest.mark.parametrize("kind", list(ProxyKind))
@pytest.mark.parametrize("answer", NO_PROXY, ids=["http", "ssh", "nulls", "hangs-up"])
async def test_what_answers_is_no_proxy(server: SimulatorServer, kind: ProxyKind, answer: bytes) -> None:
    async with listening(answering(answer)) as port:
        with pytest.raises(ProxyUnreachableError):
            await GatewayClient.connect(_account(server, Route(proxy=Proxy(kind, HOST, port))), 5)


@pytest.mark.parametrize("kind", list(ProxyKind))
async def test_a_proxy_that_says_nothing(server: SimulatorServer, kind: ProxyKind) -> None:
    async with listening(answering(stays=True)) as port:
        with pytest.raises(ProxyTargetError, match="within"):
            await GatewayClient.connect(_account(server, Route(proxy=Proxy(kind, HOST, port))), 0.2)


@pytest.mark.parametrize("way", ["socks4+", "socks5+", "http+"])
@pytest.mark.parametrize("tls", [False, True])
async def test_a_wrong_proxy_user_or_password(
    server: SimulatorServer, proxy_ports: dict[str, int], way: str, tls: bool
) -> None:
    proxy = _way(way, proxy_ports)
    assert proxy is not None
    wrong = replace(proxy, user="stranger")
    for place, password in ((wrong, PASSWORD), *([(proxy, "wrong")] if way != "socks4+" else [])):
        with pytest.raises(ProxyRefusedError):
            await GatewayClient.connect(_account(server, Route(Wiring.SOCKET, tls, place)), 5, password)


async def test_a_wrong_password_for_a_proxy_that_takes_the_requests(
    server: SimulatorServer, proxy_ports: dict[str, int]
) -> None:
    account = _account(server, Route(Wiring.HTTP, proxy=_way("http+", proxy_ports)))
    client = await GatewayClient.connect(account, 5, "wrong")
    with pytest.raises(ProxyRefusedError):
        await client.login("J00001", "123456")
    assert not client.is_open


REFUSALS = {
    "socks4-identd": (ProxyKind.SOCKS4, [b"\0\x5c" + bytes(6)], ProxyRefusedError),
    "socks4-user": (ProxyKind.SOCKS4A, [b"\0\x5d" + bytes(6)], ProxyRefusedError),
    "socks4-failed": (ProxyKind.SOCKS4, [b"\0\x5b" + bytes(6)], ProxyTargetError),
    "socks5-no-method": (ProxyKind.SOCKS5, [b"\x05\xff"], ProxyRefusedError),
    "socks5-wants-password": (ProxyKind.SOCKS5, [b"\x05\x02"], ProxyRefusedError),
    "socks5-rules": (ProxyKind.SOCKS5, [b"\x05\0", b"\x05\x02\0\x01" + bytes(6)], ProxyRefusedError),
    **{
        f"socks5-{code}": (ProxyKind.SOCKS5, [b"\x05\0", bytes((5, code, 0, 1)) + bytes(6)], ProxyTargetError)
        for code in (1, 3, 4, 5, 6)
    },
    "http-407": (ProxyKind.HTTP, [b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"], ProxyRefusedError),
    "http-403": (ProxyKind.HTTP, [b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno"], ProxyRefusedError),
    "http-404": (ProxyKind.HTTP, [b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"], ProxyTargetError),
    "http-502": (ProxyKind.HTTP, [b"HTTP/1.0 502 No\r\n\r\n"], ProxyTargetError),
    "http-504": (ProxyKind.HTTP, [b"HTTP/1.1 100 Wait\r\n\r\nHTTP/1.1 504 No\r\n\r\n"], ProxyTargetError),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_proxys_refusals(server: SimulatorServer, case: str) -> None:
    kind, answers, error = REFUSALS[case]
    async with listening(answering(*answers, stays=True)) as port:
        with pytest.raises(error):
            await GatewayClient.connect(_account(server, Route(proxy=Proxy(kind, HOST, port))), 5)


async def test_a_refused_password_by_its_status(server: SimulatorServer) -> None:
    async with listening(answering(b"\x05\x02", b"\x01\x01", stays=True)) as port:
        proxy = Proxy(ProxyKind.SOCKS5, HOST, port, USER)
        with pytest.raises(ProxyRefusedError):
            await GatewayClient.connect(_account(server, Route(proxy=proxy)), 5, "wrong")


@pytest.mark.parametrize(("status", "error"), [(403, ProxyRefusedError), (502, ProxyTargetError)])
async def test_a_refusal_by_a_proxy_that_takes_the_requests(
    server: SimulatorServer, status: int, error: type[MwDeskError]
) -> None:
    page = b"HTTP/1.1 %d No\r\nContent-Length: 2\r\n\r\nno" % status
    async with listening(answering(page, stays=True)) as port:
        account = _account(server, Route(Wiring.HTTP, proxy=Proxy(ProxyKind.HTTP, HOST, port)))
        client = await GatewayClient.connect(account, 5)
        with pytest.raises(error):
            await client.login("J00001", "123456")
        assert not client.is_open


async def test_a_proxys_user_and_password_must_be_carried(server: SimulatorServer) -> None:
    async with listening(answering(stays=True)) as port:
        for kind in (ProxyKind.SOCKS4, ProxyKind.SOCKS5):
            for user, error in (("王", ForbiddenCharacterError), ("a\0b", ForbiddenCharacterError)):
                with pytest.raises(error):
                    await GatewayClient.connect(_account(server, Route(proxy=Proxy(kind, HOST, port, user))), 5, "x")
            with pytest.raises(FieldTooLongError):
                await GatewayClient.connect(_account(server, Route(proxy=Proxy(kind, HOST, port, "u"))), 5, "x" * 256)


async def test_a_certificate_nobody_trusts(tls_server: SimulatorServer) -> None:
    for wiring in Wiring:
        with pytest.raises(TlsError, match="certificate"):
            await GatewayClient.connect(_account(tls_server, Route(wiring, tls=True)), 5)


async def test_a_certificate_of_another_name(tls_server: SimulatorServer, trusting: ssl.SSLContext) -> None:
    account = _account(tls_server, Route(tls=True), "127.0.0.2")
    proxy_to_it = TinyProxy(ProxyKind.SOCKS5)
    proxy_to_it._socks5 = _to(HOST, tls_server.port, proxy_to_it._socks5)  # type: ignore[method-assign]
    async with proxy_to_it.run() as place:
        with pytest.raises(TlsError, match=r"certificate.*127\.0\.0\.2"):
            await GatewayClient.connect(replace(account, route=Route(tls=True, proxy=place)), 5, tls_context=trusting)


def _to(host, port, shake):  # type: ignore[no-untyped-def]
    async def shaken(*streams):  # type: ignore[no-untyped-def]
        return host, port, (await shake(*streams))[2]

    return shaken


@pytest.mark.parametrize("kind", [None, *ProxyKind])
async def test_no_tls_there(server: SimulatorServer, trusting: ssl.SSLContext, kind: ProxyKind | None) -> None:
    for glued in (False, True):
        proxy = TinyProxy(kind or ProxyKind.HTTP, glued=glued)
        async with proxy.run() as place:
            account = _account(server, Route(tls=True, proxy=place if kind else None))
            with pytest.raises(TlsError):
                await GatewayClient.connect(account, 5, tls_context=trusting)


@pytest.mark.parametrize("kind", [ProxyKind.HTTP, ProxyKind.SOCKS5])
async def test_plain_bytes_are_not_smuggled_into_tls(
    tls_server: SimulatorServer, trusting: ssl.SSLContext, kind: ProxyKind
) -> None:
    proxy = TinyProxy(kind, smuggled=b"OK\r\n")
    async with proxy.run() as place:
        with pytest.raises(TlsError):
            await GatewayClient.connect(_account(tls_server, Route(tls=True, proxy=place)), 5, tls_context=trusting)
        async with asyncio.timeout(5):
            await proxy.ended.wait()


async def test_silence_instead_of_tls(trusting: ssl.SSLContext) -> None:
    async with listening(answering(stays=True)) as port:
        with pytest.raises(TlsError, match="within"):
            await GatewayClient.connect(Account("J00001", HOST, port, Route(tls=True)), 0.2, tls_context=trusting)


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH\r\n", b"ER,99\r\n", b"\0\x01\x02", b"x" * 2_000_000])
async def test_what_greets_is_no_gateway(server: SimulatorServer, greeting: bytes) -> None:
    server.faults.greeting = greeting
    with pytest.raises(GreetingError) as caught:
        await GatewayClient.connect(_account(server), 1)
    assert type(caught.value) is GreetingError


async def test_a_server_that_hangs_up_instead_of_greeting() -> None:
    async with listening(answering()) as port:
        with pytest.raises(GreetingError) as caught:
            await GatewayClient.connect(Account("J00001", HOST, port), 5)
    assert type(caught.value) is GreetingError


# Given up at any moment


@pytest.mark.parametrize("wiring", list(Wiring))
@pytest.mark.parametrize("kind", [None, *ProxyKind])
async def test_given_up_at_every_turn_of_the_loop(
    tls_server: SimulatorServer, trusting: ssl.SSLContext, kind: ProxyKind | None, wiring: Wiring
) -> None:
    """Cancelled after each number of turns it could take: no socket stays open, or its warning fails the test."""
    proxy = TinyProxy(kind or ProxyKind.HTTP)
    async with proxy.run() as place:
        account = _account(tls_server, Route(wiring, True, place if kind else None))
        for turns in itertools.count():
            connecting = asyncio.create_task(GatewayClient.connect(account, 5, tls_context=trusting))
            for _ in range(turns):
                await asyncio.sleep(0)
            if connecting.done():
                client = await connecting
                await client.close()
                break
            started = asyncio.get_running_loop().time()
            connecting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await connecting
            assert asyncio.get_running_loop().time() - started < 1
    assert turns > 5
    gc.collect()
