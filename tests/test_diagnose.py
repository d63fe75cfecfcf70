"""``mwdesk diagnose`` as an operator runs it: a process of its own on a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk import config
from mwdesk.background import BackgroundLoop
from mwdesk.config import Settings
from mwdesk.diagnose import UnusableError, chosen_account
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, SendCommand, Wiring
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from tests.gateway.proxies import closed_port

SAVED = Account("J00001", "10.0.0.5", 9000, Route(proxy=Proxy(ProxyKind.SOCKS5, "p", 1, "me")), SendCommand.OLDER, "19")
_LIMIT_S = 30
_KEYRING = """
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 5
    def get_password(self, service, username):
        return {"MWDesk": {%r: %r}}[service].get(username)
    def set_password(self, service, username, password): raise AssertionError
    def delete_password(self, service, username): raise AssertionError
"""


@pytest.fixture
def server() -> Iterator[SimulatorServer]:
    outside = BackgroundLoop()
    outside.start()
    server = SimulatorServer(SimulatedGateway({"J00001": SimAccount("123456", 100, 5)}))
    outside.submit(server.start()).result(5)
    yield server
    outside.submit(server.stop()).result(5)
    outside.stop()


def _run(
    folder: Path, *arguments: str, typed: tuple[str, ...] = (), language: str = "en", **environment: str
) -> tuple[int, str]:
    """Run on a terminal of its own, typing at each question for a password; return exit code and what was shown."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mwdesk", "diagnose", "--data-dir", str(folder), "--lang", language, *arguments]
    env = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", **environment}
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=env
    ) as process:
        os.close(theirs)
        shown, answers = "", list(typed)
        try:
            while data := os.read(ours, 4096):
                shown += data.decode()
                asked = len(re.findall(r"Password of|的密码：", shown))
                if answers and asked > len(typed) - len(answers):
                    os.write(ours, answers.pop(0).encode() + b"\n")
        except OSError:
            pass  # how Linux tells that the other end of the terminal is closed
        finally:
            os.close(ours)
        return process.wait(_LIMIT_S), shown


def test_all_is_well(server: SimulatorServer, tmp_path: Path) -> None:
    code, shown = _run(tmp_path, "--account", "J00001", "--host", f"127.0.0.1:{server.port}", typed=("123456",))
    assert code == 0, shown
    assert len(re.findall(r"^\[ok\] +\d+ ms", shown, re.MULTILINE)) == 5
    assert "100 messages left, 5 used" in shown
    assert "Everything works" in shown
    assert "123456" not in shown
    assert f"127.0.0.1:{server.port}" in shown
    assert "Account: J0***1" in shown


def test_a_wrong_password_through_http_in_chinese(server: SimulatorServer, tmp_path: Path) -> None:
    arguments = ("--account", "J00001", "--host", "127.0.0.1", "--port", str(server.http_port), "--wiring", "http")
    code, shown = _run(tmp_path, *arguments, typed=("wrong1",), language="zh_CN")
    assert code == 1, shown
    assert "网络没有问题，账号或密码不对" in shown
    assert "[GatewayError 1]" in shown
    assert "wrong1" not in shown


def test_a_proxy_that_is_not_there(tmp_path: Path) -> None:
    proxy = f"socks5://operator@127.0.0.1:{closed_port()}"
    code, shown = _run(tmp_path, "--account", "J00001", "--proxy", proxy, typed=("123456", "secret8"))
    assert code == 1, shown
    assert "[ProxyUnreachableError]" in shown
    assert "Sign in: Not tried" in shown
    assert "secret8" not in shown
    assert "op***r@" in shown


def test_the_saved_account_and_the_keyring_are_used(server: SimulatorServer, tmp_path: Path) -> None:
    account = Account("J00001", "127.0.0.1", server.port)
    config.save(tmp_path / "settings.json", Settings(account=account))
    (tmp_path / "kept.py").write_text(_KEYRING % (account.credential_key, "123456"), encoding="utf-8")
    code, shown = _run(tmp_path, PYTHON_KEYRING_BACKEND="kept.Keyring", PYTHONPATH=f"{tmp_path}:{os.getcwd()}")
    assert code == 0, shown
    assert "Password of" not in shown


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--account", "J00001", "--port", "0"),
        ("--account", "J00001", "--host", "a b"),
        ("--account", "J00001", "--wiring", "pigeon"),
        ("--account", "J00001", "--proxy", "socks5://me:secret8@h:1"),
        ("--account", "J00001", "--proxy", "socks6://h:1"),
    ],
)
def test_arguments_that_do_not_do(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, shown = _run(tmp_path, *arguments)
    assert code == 2, shown
    assert "secret8" not in shown
    assert "Traceback" not in shown


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "mwdesk", "diagnose", "--data-dir", str(tmp_path), "--account", "J00001"],
        input="123456\n",
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        start_new_session=True,
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        check=False,
    )
    assert done.returncode == 2
    assert "no terminal" in done.stderr
    assert "123456" not in done.stdout + done.stderr


def _asked(**given: object) -> Namespace:
    names = ("account", "host", "port", "wiring", "tls", "proxy")
    return Namespace(**{**dict.fromkeys(names), **given})


def test_arguments_change_the_saved_account() -> None:
    assert chosen_account(_asked(), SAVED) == SAVED
    assert chosen_account(_asked(account="J00001", port="1"), SAVED).route == SAVED.route
    assert chosen_account(_asked(account="J00002"), SAVED) == Account("J00002")
    assert chosen_account(_asked(proxy="none", tls=True), SAVED).route == Route(tls=True)
    tunnel = chosen_account(_asked(account="J00002", wiring="http"), None)
    assert tunnel == Account("J00002", "server1.montnets.com", 80, Route(Wiring.HTTP))
    way = chosen_account(_asked(account="J2", host="[::1]:99", proxy="http://me@[::2]:8080"), None)
    assert (way.host, way.port) == ("::1", 99)
    assert way.route.proxy == Proxy(ProxyKind.HTTP, "::2", 8080, "me")


@given(st.text(), st.text(), st.sampled_from(["", "socks5://", "http://"]), st.text())
def test_any_argument_is_taken_or_named(host: str, port: str, kind: str, proxy: str) -> None:
    for given_ in ({"host": host}, {"port": port}, {"proxy": kind + proxy}):
        try:
            account = chosen_account(_asked(**given_), SAVED)
        except UnusableError:
            continue
        assert 1 <= account.port <= 65535
        assert account.route.proxy is None or 1 <= account.route.proxy.port <= 65535
