"""Drop what the system's keyring keeps for a data folder; the uninstaller asks for it when the data goes too."""

from __future__ import annotations

from pathlib import Path

from mwdesk import config
from mwdesk.credentials import Credentials
from mwdesk.messaging.service import CANDIDATE_SUFFIX
from mwdesk.messaging.store_key import keyring_name


def names(folder: Path) -> list[str]:
    """Return the keyring's user names of the folder's secrets. Raises :class:`SettingsError`.

    The account's password, the one a change may have left, the proxy's and the database's key.
    """
    account = config.load(folder / "settings.json").account
    kept = [keyring_name(folder / "mwdesk.db")]
    if account is not None:
        kept += [account.credential_key, account.credential_key + CANDIDATE_SUFFIX]
        if account.route.proxy is not None:
            kept.append(account.route.proxy.credential_key)
    return kept


def run(folder: Path, credentials: Credentials) -> None:
    """Drop every secret of the folder. Raises :class:`SettingsError` or :class:`CredentialError`.

    After this the local database opens only with its recovery key.
    """
    known = names(folder)
    if credentials.is_available():
        for name in known:
            credentials.forget(name)
