"""What a connection is doing while it comes about, for whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum


class Step(Enum):
    """A stage on the way to the gateway, told when it begins. Those a route does not need are left out."""

    RESOLVE = "resolve"
    """Ask the system for a name's addresses; the detail is the name."""
    PROXY = "proxy"
    """Connect to the proxy; the detail is its address."""
    CONNECT = "connect"
    """Connect to the gateway, or ask the proxy to; the detail is the address."""
    TLS = "tls"
    """Agree on encryption; the detail is the name the certificate must be for."""
    GREETING = "greeting"
    """Wait for the gateway's first line; no detail."""


Progress = Callable[[Step, str], None]
"""Takes a step and its detail, such as ``61.242.89.115:8018``; called on the event loop, once per address tried."""


def unwatched(_step: Step, _detail: str) -> None:
    """Watch nothing."""
