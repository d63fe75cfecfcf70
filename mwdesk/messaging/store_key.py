"""What opens the local database: a key in the keyring, a pass-phrase, or nothing for a plain file."""

from __future__ import annotations

import re
import secrets as random_secrets
from pathlib import Path

from mwdesk.errors import CredentialError, KeyMissingError, ProtectionNeededError
from mwdesk.messaging.secrets import Secrets
from mwdesk.store.crypt import RAW_KEY_BYTES, Key, has_content, is_encrypted

_SEPARATORS = re.compile(r"[\s-]")
_RAW = re.compile(rf"[0-9a-fA-F]{{{RAW_KEY_BYTES * 2}}}")


def keyring_name(path: Path) -> str:
    """Return the keyring's user name for the key of the file at ``path``."""
    return f"database {path.absolute()}"


async def find_key(path: Path, secrets: Secrets, unlock: str = "", plain: bool = False) -> Key | None:
    """Return what opens the file at ``path``, None for a plain one; a file that does not exist yet gets a key.

    ``unlock`` is what a person typed: a pass-phrase or a recovery key. ``plain`` is their knowing choice of no key for
    a new file. Raises :class:`KeyMissingError` or :class:`ProtectionNeededError` when a person has to say one of these.
    """
    if has_content(path):
        if not is_encrypted(path):
            return None
        return parse_unlock(unlock) if unlock else await kept_key(path, secrets)
    if unlock:
        return parse_unlock(unlock)
    return None if plain else Key.raw(bytes.fromhex(await kept_secret(path, secrets)))


def parse_unlock(typed: str) -> Key:
    """Read a recovery key, however grouped, or else a pass-phrase. Raises :class:`ValueError` when it is neither."""
    secret = secret_in(typed)
    return Key.passphrase(typed) if secret is None else Key.raw(bytes.fromhex(secret))


def secret_in(typed: str) -> str | None:
    """Return the secret a recovery key spells, None for anything else."""
    bare = _SEPARATORS.sub("", typed)
    return bare.lower() if _RAW.fullmatch(bare) else None


def recovery_key(secret: str) -> str:
    """Write a kept key so that it can be copied down: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


async def kept_key(path: Path, secrets: Secrets) -> Key:
    """Return the key the keyring keeps for the file. Raises :class:`KeyMissingError`."""
    try:
        kept = await secrets.read(keyring_name(path))
    except CredentialError as error:
        raise KeyMissingError("the keyring does not give the key of the local database") from error
    if kept is None or not _RAW.fullmatch(kept):
        raise KeyMissingError("the keyring has no key for the local database")
    return Key.raw(bytes.fromhex(kept))


async def kept_secret(path: Path, secrets: Secrets) -> str:
    """Return the secret the keyring keeps for the file, a new one if there is none yet, once it surely keeps it.

    Raises :class:`ProtectionNeededError`.
    """
    name = keyring_name(path)
    try:
        # A key left from a file that was moved away still opens that file and its backups.
        kept = await secrets.read(name)
        if kept is None or not _RAW.fullmatch(kept):
            kept = random_secrets.token_hex(RAW_KEY_BYTES)
            await secrets.write(name, kept)
            kept = await secrets.read(name)
    except CredentialError as error:
        raise ProtectionNeededError("no keyring can keep a key for the local database") from error
    if kept is None:
        raise ProtectionNeededError("the keyring did not keep the key for the local database")
    return kept
