"""The account an operator signs in with, and where."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

ACCOUNT_LIMIT = 32
"""Bytes an account or a password may hold at login (PROTOCOL.md, section 2)."""
NEW_PASSWORD_LIMIT = 6
"""Bytes a password may hold in a change (PROTOCOL.md, section 2)."""
DEFAULT_HOST = "61.242.89.115"
DEFAULT_PORT = 8018
DEFAULT_HTTP_HOST = "server1.montnets.com"
DEFAULT_HTTP_PORT = 80


class Wiring(Enum):
    """How frames travel on the connection."""

    SOCKET = "socket"
    """Bare, after a greeting."""
    HTTP = "http"
    """Each in an HTTP request, for networks that let nothing else out."""


class ProxyKind(Enum):
    """What a proxy speaks."""

    SOCKS4 = "socks4"
    SOCKS4A = "socks4a"
    SOCKS5 = "socks5"
    HTTP = "http"


class Proxy(Struct, frozen=True):
    """A proxy on the way; its password, like the account's, is never part of it."""

    kind: ProxyKind
    host: str
    port: int
    user: str = ""

    @property
    def credential_key(self) -> str:
        """The keyring's user name for this proxy."""
        return f"{self.user}@{self.kind.value}://{self.host}:{self.port}"


class Route(Struct, frozen=True):
    """The way to the gateway."""

    wiring: Wiring = Wiring.SOCKET
    tls: bool = False
    proxy: Proxy | None = None


class SendCommand(Enum):
    """Which command carries a text; the gateway's accounts differ (PROTOCOL, section 2)."""

    CURRENT = "61"
    OLDER = "23/25"
    """23 for one phone, 25 for several."""


class Account(Struct, frozen=True):
    """An enterprise SMS account at one gateway; the password is never part of it."""

    name: str
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    route: Route = Route()
    send_command: SendCommand = SendCommand.CURRENT
    login_type: str = "25"
    sub_port: str = ""
    """Digits after the service number that customers see; empty for none."""

    @property
    def credential_key(self) -> str:
        """The keyring's user name for this account."""
        return f"{self.name}@{self.host}:{self.port}"


class Balance(Struct, frozen=True):
    """Messages left and used as command 28 tells them."""

    left: int
    used: int


def forbidden_character(value: str) -> tuple[int, str] | None:
    """Find the first character an account or password cannot hold on the wire: (position from 0, character), or None.

    Fields are not escaped, so comma, semicolon, blank, control and non-ASCII characters would change the frame.
    """
    for position, character in enumerate(value):
        if character in ",;" or not ("!" <= character <= "~"):
            return position, character
    return None
