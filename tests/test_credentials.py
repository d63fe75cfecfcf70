"""The system's keyring for real: a secret service of its own on a bus of its own, asked from processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "J00001@127.0.0.1:8018"
PASSWORD = "Kx7-secret-Qz"
MISSING = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
needs_secret_service = pytest.mark.skipif(
    sys.platform != "linux" or bool(MISSING),
    reason=f"THE KEYRING IS NOT TESTED FOR REAL: it takes Linux, and these are not installed: {MISSING}",
)

# A fresh process chooses its backend by itself; the password comes on standard input, never as an argument.
PROBE = """
import json, sys
import keyring
from mwdesk.credentials import SERVICE, Keyring
from mwdesk.errors import CredentialError
kept = Keyring()
for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        if name == "direct":
            answer = ["ok", SERVICE, keyring.get_password("MWDesk", *arguments)]
        else:
            answer = ["ok", getattr(kept, name)(*arguments)]
    except CredentialError:
        answer = ["CredentialError"]
    print(json.dumps(answer), flush=True)
"""


class Probe:
    """A process with a ``Keyring``, asked line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, name: str, *arguments: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def _probe(env: Mapping[str, str]) -> Iterator[Probe]:
    command = [sys.executable, "-c", PROBE]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command, cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Probe(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _private_env(home: Path) -> dict[str, str]:
    dropped = ("DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "PYTHON_KEYRING_BACKEND", "DISPLAY")
    env = {name: value for name, value in os.environ.items() if name not in dropped}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        (home / name.lower()).mkdir(mode=0o700)
        env[name] = str(home / name.lower())
    return env


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for_secrets(address: str) -> None:
    """Return when somebody owns the secret service's name; asking this way starts nobody."""
    from jeepney import DBus, MatchRule, message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    name = "org.freedesktop.secrets"
    with open_dbus_connection(bus=address) as connection:
        bus = Proxy(message_bus, connection, timeout=10)
        rule = MatchRule(type="signal", interface=DBus().interface, member="NameOwnerChanged")
        bus.AddMatch(rule)
        with connection.filter(rule) as signals:
            if not bus.NameHasOwner(name)[0]:
                while connection.recv_until_filtered(signals, timeout=10).body[0] != name:
                    pass


def _processes(name: str, fragment: str) -> list[int]:
    """Find the processes with a fragment in their ``cmdline`` or ``environ``, ourselves included."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and fragment.encode() in (folder / name).read_bytes():
                found.append(int(folder.name))
        except OSError:  # ended meanwhile, or another user's
            continue
    return found


@pytest.fixture
def home() -> Iterator[Path]:
    # Not tmp_path: a socket's name must stay shorter than 108 bytes.
    with tempfile.TemporaryDirectory(prefix="mwdesk-") as folder:
        yield Path(folder)


@pytest.fixture
def secret_service(home: Path) -> Iterator[dict[str, str]]:
    """Start bus and keyring; yield the environment in which programs find them."""
    env = _private_env(home)
    # A bus that starts nothing by itself.
    (home / "bus.conf").write_text(
        f"<busconfig><type>session</type><listen>unix:path={home}/bus</listen><policy context='default'>"
        "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/></policy></busconfig>",
        encoding="utf-8",
    )
    quiet: dict[str, Any] = {"env": env, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with ExitStack() as stack:
        bus = subprocess.Popen(  # noqa: S603
            [shutil.which("dbus-daemon") or "", f"--config-file={home}/bus.conf", "--nofork", "--print-address"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            **quiet,
        )
        stack.callback(_end, bus)
        assert bus.stdout is not None
        stack.enter_context(bus.stdout)
        address = env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        assert address, "the bus did not start"
        daemon = subprocess.Popen(  # noqa: S603
            [shutil.which("gnome-keyring-daemon") or "", "--unlock", "--components=secrets", "--foreground"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            **quiet,
        )
        stack.callback(_end, daemon)
        assert daemon.stdin is not None
        with daemon.stdin as passphrase:
            passphrase.write(b"open sesame")  # with an empty one the daemon would not encrypt
        _wait_for_secrets(address)
        yield env
    assert not _processes("environ", str(home)), "a process was left behind"


@needs_secret_service
def test_a_password_is_kept_read_and_forgotten(secret_service: dict[str, str], home: Path) -> None:
    with _probe(secret_service) as probe:
        assert probe.ask("is_available") == ["ok", True]
        assert probe.ask("read", KEY) == ["ok", None]
        assert probe.ask("forget", KEY) == ["ok", None]
        assert probe.ask("write", KEY, "before") == ["ok", None]
        assert probe.ask("write", KEY, PASSWORD) == ["ok", None]
        assert probe.ask("read", KEY) == ["ok", PASSWORD]
        assert probe.ask("read", "J00002@127.0.0.1:8018") == ["ok", None]
        assert not _processes("cmdline", PASSWORD)
        assert not _processes("environ", PASSWORD)
    with _probe(secret_service) as another:
        assert another.ask("read", KEY) == ["ok", PASSWORD]
        assert another.ask("direct", KEY) == ["ok", "MWDesk", PASSWORD]
        files = [path for path in home.rglob("*") if path.is_file()]
        assert any(path.suffix == ".keyring" for path in files), "the keyring wrote no file to look into"
        for path in files:
            raw = path.read_bytes()
            assert PASSWORD.encode() not in raw, path.name
            assert PASSWORD.encode("utf-16-le") not in raw, path.name
        assert another.ask("forget", KEY) == ["ok", None]
        assert another.ask("read", KEY) == ["ok", None]


@pytest.mark.parametrize(
    "without",
    [
        pytest.param({"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}, id="no backend"),
        pytest.param(
            {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"},
            id="no bus",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps secrets behind a bus"),
        ),
    ],
)
def test_without_a_keyring_nothing_is_kept_anywhere(without: dict[str, str], home: Path) -> None:
    with _probe(_private_env(home) | without) as probe:
        assert probe.ask("is_available") == ["ok", False]
        assert probe.ask("write", KEY, PASSWORD) == ["CredentialError"]
        assert probe.ask("read", KEY) == ["CredentialError"]
        assert probe.ask("forget", KEY) == ["CredentialError"]
    assert not [path for path in home.rglob("*") if not path.is_dir()]
