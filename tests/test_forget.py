"""Forgetting drops every secret of the data folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mwdesk import config, forget
from mwdesk.app import SessionCredentials
from mwdesk.config import Settings
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, Wiring
from mwdesk.errors import SettingsError
from mwdesk.messaging.service import CANDIDATE_SUFFIX
from mwdesk.messaging.store_key import keyring_name

PROXY = Proxy(ProxyKind.SOCKS5, "proxy.example.com", 1080, "operator")
ACCOUNT = Account("J00001", "gateway.example.com", 443, Route(Wiring.HTTP, True, PROXY))


def test_every_secret_of_the_folder_is_dropped_and_no_other(tmp_path: Path) -> None:
    config.save(tmp_path / "settings.json", Settings(account=ACCOUNT))
    ours = [
        ACCOUNT.credential_key,
        ACCOUNT.credential_key + CANDIDATE_SUFFIX,
        PROXY.credential_key,
        keyring_name(tmp_path / "mwdesk.db"),
    ]
    others = ["J00002@gateway.example.com:443", keyring_name(tmp_path / "elsewhere" / "mwdesk.db")]
    credentials = SessionCredentials()
    for name in ours + others:
        credentials.write(name, "secret")
    forget.run(tmp_path, credentials)
    assert [name for name in ours if credentials.read(name)] == []
    assert [name for name in others if credentials.read(name)] == others


def test_without_settings_the_database_key_is_dropped(tmp_path: Path) -> None:
    assert forget.names(tmp_path) == [keyring_name(tmp_path / "mwdesk.db")]


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(SettingsError):
        forget.run(tmp_path, SessionCredentials())
