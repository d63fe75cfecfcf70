"""The settings file survives crashes, damage and newer versions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mwdesk import config
from mwdesk.config import Preferences, Settings
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, SendCommand, Wiring
from mwdesk.errors import SettingsError

ACCOUNT = Account(
    "J00001",
    "gateway.example.com",
    443,
    Route(Wiring.HTTP, True, Proxy(ProxyKind.SOCKS4A, "proxy.example.com", 1080, "operator")),
    SendCommand.OLDER,
    "19",
    "01",
)


def test_missing_file_gives_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path / "none.json") == Settings()


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "settings.json"
    preferences = Preferences("dark", "en", "enter", 18, 3, 20, 500, compact_rows=True)
    settings = Settings(preferences, ACCOUNT, "01d9d0cb", 300, True, "scrypt:00:11", 4)
    config.save(path, settings)
    assert config.load(path) == settings
    assert os.listdir(path.parent) == ["settings.json"]


def test_preferences_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Preferences().theme = "dark"  # type: ignore[misc]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{}", b"[]", b"null", b'"text"', b"[" * 100_000])
def test_damaged_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert config.load(path) == Settings(was_damaged=True)
    assert not path.exists()
    assert (tmp_path / "settings.json.bad").read_bytes() == content


def test_unknown_keys_and_unusable_values_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    document = {
        "future": {"a": 1},
        "preferences": {"theme": "purple", "language": ["en"], "send_key": "enter", "new": True},
        "account": {"name": "J1\n", "host": 5, "port": True},
        "window": {"geometry": "not hex", "list_width": -3},
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    assert config.load(path) == Settings(Preferences(send_key="enter"))
    path.write_text('{"preferences": 3, "account": {"port": 65536}, "window": null}', encoding="utf-8")
    assert config.load(path) == Settings()


def _load_account(path: Path, account: object) -> Account | None:
    path.write_text(json.dumps({"account": account}), encoding="utf-8")
    return config.load(path).account


def test_an_older_file_leads_where_it_led(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    old = {"name": "J00001", "host": "10.0.0.5", "port": 8018}
    assert _load_account(path, old) == Account("J00001", "10.0.0.5", 8018)
    assert _load_account(path, {"name": "J00001", "host": "", "port": 0}) == Account("J00001")
    assert _load_account(path, {"name": "", "host": "10.0.0.5", "port": 8018}) is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"wiring": "carrier pigeon"}, Account("J00001")),
        ({"wiring": "http"}, Account("J00001", "server1.montnets.com", 80, Route(Wiring.HTTP))),
        ({"tls": 1}, Account("J00001")),
        ({"tls": True}, Account("J00001", route=Route(tls=True))),
        ({"proxy": {"kind": "socks5", "host": "p", "port": 0}}, Account("J00001")),
        ({"proxy": {"kind": "socks6", "host": "p", "port": 1}}, Account("J00001")),
        ({"proxy": {"kind": ["http"], "host": "p", "port": 1}}, Account("J00001")),
        (
            {"proxy": {"kind": "http", "host": "p", "port": 1, "user": 5}},
            Account("J00001", route=Route(proxy=Proxy(ProxyKind.HTTP, "p", 1))),
        ),
        ({"send_command": "99"}, Account("J00001")),
        ({"login_type": 19}, Account("J00001")),
        ({"login_type": "24"}, Account("J00001", login_type="24")),
        ({"sub_port": "0a"}, Account("J00001")),
        ({"sub_port": "²"}, Account("J00001")),
        ({"sub_port": "1" * 21}, Account("J00001")),
        ({"sub_port": "1" * 20}, Account("J00001", sub_port="1" * 20)),
    ],
)
def test_each_unusable_part_of_the_way_falls_back(
    tmp_path: Path, changed: dict[str, object], expected: Account
) -> None:
    assert _load_account(tmp_path / "settings.json", {"name": "J00001", **changed}) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (
            {"waiting_warning_min": 10, "waiting_danger_min": 30},
            Preferences(waiting_warning_min=10, waiting_danger_min=30),
        ),
        ({"waiting_warning_min": 30, "waiting_danger_min": 30}, Preferences()),
        ({"waiting_warning_min": 10}, Preferences()),
        ({"waiting_warning_min": 0, "waiting_danger_min": 15}, Preferences()),
        ({"waiting_warning_min": 10, "waiting_danger_min": 1000}, Preferences()),
        ({"text_size": 11, "low_balance": -1}, Preferences()),
        ({"text_size": 20, "low_balance": 500}, Preferences(text_size=20, low_balance=500)),
    ],
)
def test_numbers_out_of_range_are_ignored(tmp_path: Path, chosen: dict[str, int], expected: Preferences) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"preferences": chosen}), encoding="utf-8")
    assert config.load(path).preferences == expected


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    config.save(path, Settings(account=Account("old")))

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(config.os, "replace", refuse)
    with pytest.raises(SettingsError, match="cannot be written"):
        config.save(path, Settings(account=Account("new")))
    assert config.load(path).account == Account("old")
    assert os.listdir(tmp_path) == ["settings.json"]


def test_unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        config.load(tmp_path)


def test_no_password_has_a_place_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    config.save(path, Settings(account=ACCOUNT))
    assert "password" not in path.read_text(encoding="utf-8")


def test_data_dir_names_the_application() -> None:
    assert config.data_dir().name == "MWDesk"
    assert config.settings_path().parent == config.data_dir()
