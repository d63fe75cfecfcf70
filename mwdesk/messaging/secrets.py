"""The keyring for coroutines: one call at a time, off the loop, since it may block or prompt."""

from __future__ import annotations

import asyncio

from mwdesk.credentials import Credentials


class Secrets:
    """What :class:`Credentials` offers, awaited. Raises what that raises."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._turn = asyncio.Lock()

    async def is_available(self) -> bool:
        """Tell whether secrets can be kept at all."""
        async with self._turn:
            return await asyncio.to_thread(self._credentials.is_available)

    async def read(self, key: str) -> str | None:
        """Return a secret, or None."""
        async with self._turn:
            return await asyncio.to_thread(self._credentials.read, key)

    async def write(self, key: str, secret: str) -> None:
        """Keep a secret."""
        async with self._turn:
            await asyncio.to_thread(self._credentials.write, key, secret)

    async def forget(self, key: str) -> None:
        """Drop a secret."""
        async with self._turn:
            await asyncio.to_thread(self._credentials.forget, key)
