"""The account an operator signs in with, and where."""

from __future__ import annotations

from dataclasses import dataclass

ACCOUNT_LIMIT = 32
"""Bytes an account or a password may hold at login (PROTOCOL.md, section 2)."""
NEW_PASSWORD_LIMIT = 6
"""Bytes a password may hold in a change (PROTOCOL.md, section 2)."""
DEFAULT_HOST = "61.242.89.115"
DEFAULT_PORT = 8018


@dataclass(frozen=True, slots=True)
class Account:
    """An enterprise SMS account at one gateway; the password is never part of it."""

    name: str
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT

    @property
    def credential_key(self) -> str:
        """The keyring's user name for this account."""
        return f"{self.name}@{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Balance:
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
