"""The window's lock: what is kept of its pass-phrase, and how long a wrong one makes wait."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os

_KIND = "scrypt"
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024
_SALT_BYTES = 16
_FREE_TRIES = 3
_LONGEST_S = 300


async def seal(phrase: str) -> str:
    """Return what may be kept of a pass-phrase: a salt and a digest that takes a tenth of a second to try."""
    salt = os.urandom(_SALT_BYTES)
    digest = await asyncio.to_thread(_digest, phrase, salt)
    return f"{_KIND}:{salt.hex()}:{digest.hex()}"


async def opens(phrase: str, sealed: str) -> bool:
    """Tell whether this is the pass-phrase; nothing opens what is damaged."""
    kind, _colon, rest = sealed.partition(":")
    try:
        salt, digest = (bytes.fromhex(part) for part in rest.split(":"))
    except ValueError:
        return False
    return kind == _KIND and hmac.compare_digest(await asyncio.to_thread(_digest, phrase, salt), digest)


def wait_after(wrong: int) -> int:
    """Return the seconds to wait after so many wrong tries: none at first, then doubling up to five minutes."""
    return 0 if wrong < _FREE_TRIES else min(5 * 2 ** (wrong - _FREE_TRIES), _LONGEST_S)


def _digest(phrase: str, salt: bytes) -> bytes:
    written = phrase.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(written, salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY)
