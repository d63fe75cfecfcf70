"""The settings file: what the operator chose and where the window stood. Passwords never come here."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import asdict

from mwdesk.domain import keys
from mwdesk.domain.account import (
    DEFAULT_HOST,
    DEFAULT_HTTP_HOST,
    DEFAULT_HTTP_PORT,
    DEFAULT_PORT,
    Account,
    Proxy,
    ProxyKind,
    Route,
    SendCommand,
    Wiring,
)
from mwdesk.domain.alerting import REPEAT_DEFAULT_MIN, REPEAT_MAX_MIN, TOASTS, AlertRules, QuietHours
from mwdesk.errors import SettingsError

_log = logging.getLogger(__name__)

APP_NAME = "MWDesk"
THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "zh_CN", "en")
SEND_KEYS = ("ctrl_enter", "enter")
TEXT_SIZE_MIN, TEXT_SIZE_MAX = 12, 20
WAITING_MAX_MIN = 999
LOW_BALANCE_MAX = 9_999_999
KEEP_DAYS_MAX = 3650
UNDO_MAX_S, UNDO_DEFAULT_S = 10, 5
PRICE_MAX_MILLIYUAN = 100_000
OPERATOR_NAME_MAX = 20
KEYS_MAX = 200
LOCK_AFTER_MAX_MIN = 480
WRONG_TRIES_MAX = 999
LOGIN_TYPES = ("25", "19", "24")
SUB_PORT_DIGITS = 20
"""A whole service number; the gateway takes no longer one."""
DEFAULT_ADDRESSES = {
    Wiring.SOCKET: (DEFAULT_HOST, DEFAULT_PORT),
    Wiring.HTTP: (DEFAULT_HTTP_HOST, DEFAULT_HTTP_PORT),
}
_COMMAND = re.compile(r"[a-z][a-z_]{0,39}")
E = TypeVar("E", bound=Enum)


class Habits(Struct, frozen=True):
    """How the program lives on this computer: what closing means, and whether it starts by itself, and out of sight."""

    close_to_tray: bool = False
    autostart: bool = False
    start_in_tray: bool = False


class Preferences(Struct, frozen=True):
    """What the operator chose in the settings dialog.

    ``text_size`` and the two waiting limits are 0 while the designed ones hold; ``low_balance`` 0 means no warning,
    ``keep_days`` 0 that messages are kept for good, ``undo_s`` 0 that a message is stored at once, ``price_milliyuan``
    (thousandths of a yuan for one message) 0 that nobody set a price, ``lock_after_min`` 0 that the window locks only
    when told to. ``operator_name`` is what canned replies say.
    """

    theme: str = "system"
    language: str = "system"
    send_key: str = "ctrl_enter"
    text_size: int = 0
    waiting_warning_min: int = 0
    waiting_danger_min: int = 0
    low_balance: int = 0
    keep_days: int = 0
    undo_s: int = UNDO_DEFAULT_S
    price_milliyuan: int = 0
    operator_name: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    """Key combinations chosen for commands, by name; an empty one takes a command's keys away."""
    lock_after_min: int = 0
    alerts: AlertRules = field(default_factory=AlertRules)
    habits: Habits = field(default_factory=Habits)
    compact_rows: bool = False


class Settings(Struct):
    """Everything the settings file holds.

    No ``account`` means that nobody has signed in yet; ``list_width`` 0 means the designed width; ``lock`` is what is
    kept of the lock's pass-phrase, empty while there is none, and ``wrong_tries`` how often in a row it was not met.
    ``was_damaged`` is never written: these are the defaults, since the file could not be read.
    """

    preferences: Preferences = field(default_factory=Preferences)
    account: Account | None = None
    window_geometry: str = ""
    list_width: int = 0
    card_open: bool = False
    lock: str = ""
    wrong_tries: int = 0
    was_damaged: bool = False


def data_dir() -> Path:
    """Return the operator's folder for settings, database and logs on this platform; it may not exist yet."""
    import platformdirs  # not needed where a folder is named

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def settings_path() -> Path:
    """Return where the settings file lies."""
    return data_dir() / "settings.json"


def load(path: Path) -> Settings:
    """Read the settings; a missing file gives the defaults.

    A damaged file is kept beside as ``.bad`` and the defaults are used, which say so; unknown keys and unusable values
    are ignored. Raises :class:`SettingsError` when the file exists but cannot be read.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"the settings file cannot be read: {error.strerror}") from error
    try:
        document = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        _set_aside(path)
        return Settings(was_damaged=True)
    return _from_document(document)


def save(path: Path, settings: Settings) -> None:
    """Write the settings so that a crash or a power cut leaves either the old or the new file, never half of one.

    Raises :class:`SettingsError`.
    """
    import tempfile  # not before the window is painted

    content = json.dumps(_to_document(settings), ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=path.name + ".", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
        temporary = ""
        _sync_directory(path.parent)
    except OSError as error:
        raise SettingsError(f"the settings file cannot be written: {error.strerror}") from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _set_aside(path: Path) -> None:
    try:
        os.replace(path, path.with_name(path.name + ".bad"))
    except OSError as error:
        raise SettingsError(f"the damaged settings file cannot be set aside: {error.strerror}") from error
    _log.info("the settings file was damaged; it was kept aside and the defaults are used")


def _sync_directory(directory: Path) -> None:
    if os.name != "posix":  # Windows cannot open a directory for this.
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _to_document(settings: Settings) -> dict[str, Any]:
    return {
        "preferences": asdict(settings.preferences)
        | {
            "alerts": _alerts_document(settings.preferences.alerts),
            "habits": asdict(settings.preferences.habits),
        },
        "account": {} if settings.account is None else _account_document(settings.account),
        "window": {
            "geometry": settings.window_geometry,
            "list_width": settings.list_width,
            "card_open": settings.card_open,
        },
        "lock": settings.lock,
        "wrong_tries": settings.wrong_tries,
    }


def _alerts_document(rules: AlertRules) -> dict[str, Any]:
    return asdict(rules) | {"quiet": str(rules.quiet or "")}


def _account_document(account: Account) -> dict[str, Any]:
    proxy = account.route.proxy
    return {
        "name": account.name,
        "host": account.host,
        "port": account.port,
        "wiring": account.route.wiring.value,
        "tls": account.route.tls,
        "proxy": proxy and {"kind": proxy.kind.value, "host": proxy.host, "port": proxy.port, "user": proxy.user},
        "send_command": account.send_command.value,
        "login_type": account.login_type,
        "sub_port": account.sub_port,
    }


def _from_document(document: dict[str, Any]) -> Settings:
    chosen = _section(document, "preferences")
    window = _section(document, "window")
    warning_min, danger_min = _waiting_limits(chosen)
    return Settings(
        preferences=Preferences(
            theme=_choice(chosen, "theme", THEMES),
            language=_choice(chosen, "language", LANGUAGES),
            send_key=_choice(chosen, "send_key", SEND_KEYS),
            text_size=_number(chosen, "text_size", TEXT_SIZE_MAX, TEXT_SIZE_MIN),
            compact_rows=chosen.get("compact_rows") is True,
            waiting_warning_min=warning_min,
            waiting_danger_min=danger_min,
            low_balance=_number(chosen, "low_balance", LOW_BALANCE_MAX),
            keep_days=_number(chosen, "keep_days", KEEP_DAYS_MAX),
            undo_s=_number(chosen, "undo_s", UNDO_MAX_S, default=UNDO_DEFAULT_S),
            price_milliyuan=_number(chosen, "price_milliyuan", PRICE_MAX_MILLIYUAN),
            operator_name=_text(chosen, "operator_name")[:OPERATOR_NAME_MAX],
            keys=_keys(_section(chosen, "keys")),
            lock_after_min=_number(chosen, "lock_after_min", LOCK_AFTER_MAX_MIN),
            alerts=_alerts(_section(chosen, "alerts")),
            habits=_habits(_section(chosen, "habits")),
        ),
        account=_account(_section(document, "account")),
        window_geometry=_hexadecimal(window, "geometry"),
        list_width=_number(window, "list_width", 10_000),
        card_open=window.get("card_open") is True,
        lock=_text(document, "lock"),
        wrong_tries=_number(document, "wrong_tries", WRONG_TRIES_MAX),
    )


def _alerts(section: dict[str, Any]) -> AlertRules:
    return AlertRules(
        toast=_choice(section, "toast", TOASTS),
        sound=section.get("sound") is not False,
        repeat_min=_number(section, "repeat_min", REPEAT_MAX_MIN, default=REPEAT_DEFAULT_MIN),
        private=section.get("private") is True,
        quiet=QuietHours.parse(_text(section, "quiet")),
    )


def _habits(section: dict[str, Any]) -> Habits:
    return Habits(**{name: section.get(name) is True for name in Habits.__struct_fields__})


def _account(section: dict[str, Any]) -> Account | None:
    name = _text(section, "name")
    if not name:
        return None
    wiring = _member(section, "wiring", Wiring) or Wiring.SOCKET
    default_host, default_port = DEFAULT_ADDRESSES[wiring]
    sub_port = _text(section, "sub_port")
    return Account(
        name,
        _text(section, "host") or default_host,
        _number(section, "port", 65535) or default_port,
        Route(wiring, section.get("tls") is True, _proxy(_section(section, "proxy"))),
        _member(section, "send_command", SendCommand) or SendCommand.CURRENT,
        _choice(section, "login_type", LOGIN_TYPES),
        sub_port if sub_port.isascii() and sub_port.isdigit() and len(sub_port) <= SUB_PORT_DIGITS else "",
    )


def _proxy(section: dict[str, Any]) -> Proxy | None:
    """Read a whole proxy or none: a part of one leads nowhere."""
    kind = _member(section, "kind", ProxyKind)
    host, port = _text(section, "host"), _number(section, "port", 65535)
    return Proxy(kind, host, port, _text(section, "user")) if kind and host and port else None


def _section(document: dict[str, Any], key: str) -> dict[str, Any]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _choice(section: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = section.get(key)
    return value if isinstance(value, str) and value in allowed else allowed[0]


def _member(section: dict[str, Any], key: str, kind: type[E]) -> E | None:
    value = section.get(key)
    return next((member for member in kind if member.value == value), None)


def _text(section: dict[str, Any], key: str) -> str:
    value = section.get(key)
    return value if isinstance(value, str) and value.isprintable() else ""


def _number(section: dict[str, Any], key: str, highest: int, lowest: int = 0, default: int = 0) -> int:
    value = section.get(key)
    return value if type(value) is int and lowest <= value <= highest else default


def _waiting_limits(section: dict[str, Any]) -> tuple[int, int]:
    """Read both limits or neither: red must come after amber."""
    warning = _number(section, "waiting_warning_min", WAITING_MAX_MIN)
    danger = _number(section, "waiting_danger_min", WAITING_MAX_MIN)
    return (warning, danger) if 0 < warning < danger else (0, 0)


def _keys(section: dict[str, Any]) -> dict[str, str]:
    """Read what can be put in force: usable key combinations, each for one command."""
    chosen: dict[str, str] = {}
    for name, combination in list(section.items())[:KEYS_MAX]:
        usable = isinstance(combination, str) and (not combination or keys.problem(combination) is None)
        if usable and _COMMAND.fullmatch(name) and (not combination or combination not in chosen.values()):
            chosen[name] = combination
    return chosen


def _hexadecimal(section: dict[str, Any], key: str) -> str:
    value = _text(section, key)
    try:
        bytes.fromhex(value)
    except ValueError:
        return ""
    return value
