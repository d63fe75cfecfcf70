"""``mwdesk diagnose``: the connection test on a terminal, in the words of the dialog."""

from __future__ import annotations

import asyncio
import getpass
import sys
import warnings
from argparse import Namespace
from datetime import UTC, datetime

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from mwdesk.config import DEFAULT_ADDRESSES
from mwdesk.credentials import Credentials
from mwdesk.domain.account import Account, Proxy, ProxyKind, Wiring
from mwdesk.domain.diagnosis import Check, CheckState, CheckStep
from mwdesk.errors import CredentialError, MwDeskError
from mwdesk.gui import diagnosis_words, wording
from mwdesk.gui.address import is_host, port_number, split_address
from mwdesk.messaging.diagnosis import diagnose
from mwdesk.messaging.timings import Timings

_DONE = (CheckState.PASSED, CheckState.FAILED)
_NO_PROXY = "none"


class UnusableError(MwDeskError):
    """The arguments, or what can be asked for, are not enough to test with."""


def chosen_account(asked: Namespace, saved: Account | None) -> Account:
    """Return the saved account as the arguments change it. Raises :class:`UnusableError`.

    Another account begins with the usual way, not with that of the saved one.
    """
    if asked.account and (saved is None or asked.account != saved.name):
        saved = Account(asked.account)
    if saved is None:
        raise UnusableError("nobody has signed in yet: name an account with --account")
    wiring = Wiring(asked.wiring) if asked.wiring else saved.route.wiring
    host, port = saved.host, saved.port
    if wiring is not saved.route.wiring and (host, port) == DEFAULT_ADDRESSES[saved.route.wiring]:
        host, port = DEFAULT_ADDRESSES[wiring]
    if asked.host is not None:
        host, port = _address(asked.host, port)
    if asked.port is not None:
        port = port_number(asked.port) or 0
        if not port:
            raise UnusableError("--port takes a number from 1 to 65535")
    proxy = saved.route.proxy if asked.proxy is None else _proxy(asked.proxy)
    route = replace(saved.route, wiring=wiring, tls=saved.route.tls if asked.tls is None else asked.tls, proxy=proxy)
    return replace(saved, host=host, port=port, route=route)


def run(account: Account, credentials: Credentials) -> int:
    """Test an account's way, print each step when it is done, then what follows; return the exit code.

    Raises :class:`UnusableError` when there is nobody to ask for a password.
    """
    question = QCoreApplication.translate("Diagnosis", "Password of the account %1: ")
    password = _password(credentials, account.credential_key, wording.fill(question, account.name))
    proxy, proxy_password = account.route.proxy, ""
    if proxy is not None and proxy.user and proxy.kind not in (ProxyKind.SOCKS4, ProxyKind.SOCKS4A):
        question = QCoreApplication.translate("Diagnosis", "Password of the proxy's user %1: ")
        proxy_password = _password(credentials, proxy.credential_key, wording.fill(question, proxy.user))
    _say(*diagnosis_words.head_lines(account, datetime.now(UTC)), "")
    said: set[CheckStep] = set()

    def report(checks: tuple[Check, ...]) -> None:
        for check in checks:
            if check.state in _DONE and check.step not in said:
                said.add(check.step)
                _say(diagnosis_words.check_line(check, checks, account))

    checks = asyncio.run(diagnose(account, password, proxy_password, Timings().request_timeout_s, report))
    _say(*(diagnosis_words.check_line(check, checks, account) for check in checks if check.step not in said))
    _say("", *diagnosis_words.conclusion_lines(checks, account))
    return 0 if all(check.state is CheckState.PASSED for check in checks) else 1


def _password(credentials: Credentials, key: str, question: str) -> str:
    """Return the remembered password, else ask for it without showing what is typed."""
    try:
        known = credentials.read(key)
    except CredentialError:
        known = None
    if known is not None:
        return known
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except (getpass.GetPassWarning, EOFError, OSError) as error:
            raise UnusableError("there is no terminal to ask for the password") from error


def _address(text: str, default_port: int) -> tuple[str, int]:
    host, port = split_address(text)
    if not is_host(host) or (port is not None and not 1 <= port <= 65535):
        raise UnusableError(f"this is no address: {text}")
    return host, default_port if port is None else port


def _proxy(text: str) -> Proxy | None:
    if text == _NO_PROXY:
        return None
    kind, _, rest = text.partition("://")
    user, _, address = rest.rpartition("@")
    if ":" in user:
        raise UnusableError("the proxy's password cannot be an argument; it is asked for")
    if kind not in [known.value for known in ProxyKind] or not address:
        raise UnusableError("--proxy takes KIND://[USER@]HOST:PORT, its kind being socks4, socks4a, socks5 or http")
    host, port = _address(address, 0)
    if not port:
        raise UnusableError("--proxy needs a port")
    return Proxy(ProxyKind(kind), host, port, user)


def _say(*lines: str) -> None:
    for line in lines:
        # A terminal that cannot write a character must not end the test.
        encoding = sys.stdout.encoding or "utf-8"
        print(line.encode(encoding, "replace").decode(encoding), flush=True)
