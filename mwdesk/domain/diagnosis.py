"""A test of the way to the gateway, step by step, as it is shown and copied."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from mwdesk.domain.account import Account, ProxyKind, Wiring


class CheckStep(Enum):
    """What is tried, in this order; a route may need only some of them."""

    FIELDS = "fields"
    RESOLVE = "resolve"
    PROXY = "proxy"
    CONNECT = "connect"
    TLS = "tls"
    GREETING = "greeting"
    LOGIN = "login"
    BALANCE = "balance"


class CheckState(Enum):
    """How far a step has come."""

    OPEN = "open"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


class Check(Struct, frozen=True):
    """One step and what came of it; ``detail`` is an address or a figure, never a password."""

    step: CheckStep
    state: CheckState = CheckState.OPEN
    detail: str = ""
    took_ms: int | None = None
    error: Exception | None = None


def planned_steps(account: Account) -> tuple[CheckStep, ...]:
    """Return the steps this account's route needs, in order."""
    route = account.route
    through_proxy = route.proxy is not None
    # Over a plain tunnel a proxy takes requests rather than connections: there is no second connect to see.
    forwarded = (
        route.proxy is not None and route.proxy.kind is ProxyKind.HTTP and route.wiring is Wiring.HTTP and not route.tls
    )
    wanted = {
        CheckStep.PROXY: through_proxy,
        CheckStep.CONNECT: not forwarded,
        CheckStep.TLS: route.tls,
        CheckStep.GREETING: route.wiring is Wiring.SOCKET,
    }
    return tuple(step for step in CheckStep if wanted.get(step, True))
