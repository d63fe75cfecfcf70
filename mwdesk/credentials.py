"""The operating system's keyring, and nothing else.

Calls may block or prompt: never make them on an event loop's thread.
"""

from __future__ import annotations

import threading
from typing import Protocol

from mwdesk.errors import CredentialError

SERVICE = "MWDesk"


class Credentials(Protocol):
    """Where passwords are kept between starts. ``key`` is ``account@host:port``."""

    def is_available(self) -> bool:
        """Tell whether passwords can be kept at all."""

    def read(self, key: str) -> str | None:
        """Return the password, or None. Raises :class:`CredentialError`."""

    def write(self, key: str, password: str) -> None:
        """Keep the password. Raises :class:`CredentialError`."""

    def forget(self, key: str) -> None:
        """Drop the password; it is no error if there is none. Raises :class:`CredentialError`."""


class Keyring:
    """Passwords in the system's keyring, one call at a time; without a usable backend nothing is kept anywhere."""

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def is_available(self) -> bool:
        """Tell whether the system has a backend that stores safely."""
        with self._turn:
            import keyring  # 58 ms and more: not before the window is painted
            import keyring.backends.fail

            return keyring.get_keyring().priority >= 1

    def read(self, key: str) -> str | None:
        """Return the password, or None. Raises :class:`CredentialError`."""
        with self._turn:
            import keyring

            try:
                return keyring.get_password(SERVICE, key)
            except Exception as error:  # backends raise what their systems raise
                raise CredentialError("the keyring did not give the password") from error

    def write(self, key: str, password: str) -> None:
        """Keep the password. Raises :class:`CredentialError`."""
        if not self.is_available():
            raise CredentialError("this system has no keyring that can be used")
        with self._turn:
            import keyring

            try:
                keyring.set_password(SERVICE, key, password)
            except Exception as error:
                raise CredentialError("the keyring did not take the password") from error

    def forget(self, key: str) -> None:
        """Drop the password. Raises :class:`CredentialError`."""
        with self._turn:
            import keyring
            from keyring.errors import PasswordDeleteError

            try:
                keyring.delete_password(SERVICE, key)
            except PasswordDeleteError:
                return
            except Exception as error:
                raise CredentialError("the keyring did not drop the password") from error
