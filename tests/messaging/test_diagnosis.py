"""The connection test tells what each step did, and takes nothing from the gateway."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, Wiring
from mwdesk.domain.diagnosis import Check, CheckState, CheckStep, planned_steps
from mwdesk.domain.events import LinkChanged, LinkState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    ConnectError,
    ForbiddenCharacterError,
    GatewayError,
    GreetingTimeoutError,
    NameResolutionError,
    ProxyUnreachableError,
)
from mwdesk.messaging.diagnosis import diagnose
from mwdesk.protocol.commands import FetchMessages, FetchReports, Login
from mwdesk.simulator.server import SimulatorServer
from tests.messaging.conftest import Desk

PASSED, FAILED, OPEN = CheckState.PASSED, CheckState.FAILED, CheckState.OPEN


async def _checks(account: Account, password: str = "123456", timeout_s: float = 5.0) -> dict[CheckStep, Check]:
    seen: list[tuple[Check, ...]] = []
    checks = await diagnose(account, password, "", timeout_s, seen.append)
    assert seen[-1] == checks
    return {check.step: check for check in checks}


async def test_every_step_of_a_direct_way_passes_with_its_time(server: SimulatorServer) -> None:
    server.gateway.receive(PhoneNumber("13800138000"), "在吗")
    checks = await _checks(Account("J00001", "127.0.0.1", server.port))
    assert list(checks) == [
        CheckStep.FIELDS,
        CheckStep.CONNECT,
        CheckStep.GREETING,
        CheckStep.LOGIN,
        CheckStep.BALANCE,
    ]
    assert {check.state for check in checks.values()} == {PASSED}
    assert all(check.took_ms is not None for check in checks.values())
    assert checks[CheckStep.CONNECT].detail == f"127.0.0.1:{server.port}"
    assert checks[CheckStep.BALANCE].detail == "100 / 5"
    assert not [command for command in server.commands if isinstance(command, FetchMessages | FetchReports)]
    await server.wait_until(lambda: not server.open_connections)


async def test_a_name_is_looked_up_first(server: SimulatorServer) -> None:
    checks = await _checks(Account("J00001", "localhost", server.port))
    assert list(checks)[:3] == [CheckStep.FIELDS, CheckStep.RESOLVE, CheckStep.CONNECT]
    assert checks[CheckStep.BALANCE].state is PASSED


async def test_what_cannot_be_sent_is_found_before_anything_is_tried(server: SimulatorServer) -> None:
    checks = await _checks(Account("J00001", "127.0.0.1", server.port), password="a,b")
    assert isinstance(checks[CheckStep.FIELDS].error, ForbiddenCharacterError)
    assert {check.state for check in checks.values()} == {FAILED, OPEN}
    assert server.accepted == 0


async def test_a_wrong_password_shows_that_the_network_is_well(server: SimulatorServer) -> None:
    checks = await _checks(Account("J00001", "127.0.0.1", server.port), password="wrong1")
    assert checks[CheckStep.GREETING].state is PASSED
    assert checks[CheckStep.LOGIN].state is FAILED
    assert isinstance(checks[CheckStep.LOGIN].error, GatewayError)
    assert checks[CheckStep.BALANCE].state is OPEN


async def test_each_step_fails_as_what_it_is(server: SimulatorServer) -> None:
    account = Account("J00001", "127.0.0.1", server.port)
    checks = await _checks(replace(account, host="nowhere.invalid"))
    assert isinstance(checks[CheckStep.RESOLVE].error, NameResolutionError)
    proxy = Proxy(ProxyKind.SOCKS5, "127.0.0.1", 1)
    checks = await _checks(replace(account, route=Route(proxy=proxy)))
    assert isinstance(checks[CheckStep.PROXY].error, ProxyUnreachableError)
    server.faults.silent_greeting = True
    checks = await _checks(account, timeout_s=0.2)
    assert isinstance(checks[CheckStep.GREETING].error, GreetingTimeoutError)
    await server.stop()
    checks = await _checks(account)
    assert isinstance(checks[CheckStep.CONNECT].error, ConnectError)


@pytest.mark.parametrize(
    ("route", "left_out"),
    [
        (Route(), {CheckStep.PROXY, CheckStep.TLS}),
        (Route(Wiring.HTTP), {CheckStep.PROXY, CheckStep.TLS, CheckStep.GREETING}),
        (Route(tls=True, proxy=Proxy(ProxyKind.SOCKS5, "p", 1)), set()),
        (
            Route(Wiring.HTTP, proxy=Proxy(ProxyKind.HTTP, "p", 1)),
            {CheckStep.CONNECT, CheckStep.TLS, CheckStep.GREETING},
        ),
        (Route(Wiring.HTTP, True, Proxy(ProxyKind.HTTP, "p", 1)), {CheckStep.GREETING}),
    ],
    ids=["direct", "tunnel", "socks and tls", "tunnel by proxy", "tunnel by proxy, tls"],
)
def test_a_way_has_only_the_steps_it_needs(route: Route, left_out: set[CheckStep]) -> None:
    assert set(CheckStep) - set(planned_steps(Account("J00001", route=route))) == left_out


async def test_a_check_never_logs_in_beside_the_session(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    open_at_end: list[int] = []

    def report(checks: tuple[Check, ...]) -> None:
        if checks[-1].state is PASSED:
            open_at_end.append(desk.server.open_connections)

    await desk.service.check_connection(desk.account, "123456", "", report)
    assert open_at_end == [1]

    def logins() -> int:
        return len([command for command in desk.server.commands if isinstance(command, Login)])

    await desk.server.wait_until(lambda: logins() == 3 and desk.server.open_connections == 1)
    await desk.until(lambda: desk.saw(LinkChanged, state=LinkState.CONNECTED))
