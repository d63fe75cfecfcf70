"""A test of the way to the gateway, step by step, as it is shown and copied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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


@dataclass(frozen=True, slots=True)
class Check:
    """One step and what came of it; ``detail`` is an address or a figure, never a password."""

    step: CheckStep
    state: CheckState = CheckState.OPEN
    detail: str = ""
    took_ms: int | None = None
    error: Exception | None = None
