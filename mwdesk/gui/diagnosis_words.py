"""What a connection test says: its steps, its conclusion, and the text that is copied or printed.

No password is ever among what comes in here; user names leave masked.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from mwdesk import __version__
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, Wiring
from mwdesk.domain.diagnosis import Check, CheckState, CheckStep, planned_steps
from mwdesk.errors import (
    ConnectError,
    GatewayError,
    GreetingError,
    LocalProtocolError,
    NameResolutionError,
    ProxyError,
    ProxyTargetError,
    ProxyUnreachableError,
    TlsError,
)
from mwdesk.gui import wording
from mwdesk.gui.address import is_numeric
from mwdesk.gui.gateway_errors import gateway_error_words
from mwdesk.gui.wording import fill, sentences

Checks = tuple[Check, ...]
WRONG_PASSWORD = (1, 5, 6, 25)
"""What the gateway says when account or password do not fit; only the operator can help."""
SHUT_OUT = (7, 57)
"""The account or this computer is shut out; only the platform's support can help."""
TOO_MANY = (43, 56)
"""The account is in use as often as it may be."""
_MARKS = {CheckState.PASSED: "[ok]", CheckState.FAILED: "[!!]"}
_SECOND_MS = 1000


# --- steps ----------------------------------------------------------------------------------------------------------


def open_checks(account: Account) -> Checks:
    """Return the steps of an account's way before any is tried; an address in figures is not looked up."""
    proxy = account.route.proxy
    looked_up = proxy.host if proxy is not None else account.host
    return tuple(
        Check(step) for step in planned_steps(account) if step is not CheckStep.RESOLVE or not is_numeric(looked_up)
    )


def checks_of_failure(account: Account, error: Exception) -> Checks:
    """Return the steps as a sign-in that raised this must have gone."""
    failed = _failed_step(account.route, error)
    checks = open_checks(account)
    if failed not in [check.step for check in checks]:
        failed = CheckStep.LOGIN
    proxy = account.route.proxy
    details = {
        CheckStep.RESOLVE: proxy.host if proxy is not None else account.host,
        CheckStep.PROXY: authority(proxy.host, proxy.port) if proxy is not None else "",
        CheckStep.CONNECT: authority(account.host, account.port),
        CheckStep.TLS: account.host,
    }
    state = CheckState.PASSED
    gone = []
    for step in checks:
        check = replace(step, detail=details.get(step.step, ""))
        if check.step is failed:
            gone.append(replace(check, state=CheckState.FAILED, error=error))
            state = CheckState.OPEN
        else:
            gone.append(replace(check, state=state))
    return tuple(gone)


def _failed_step(route: Route, error: Exception) -> CheckStep:
    match error:
        case LocalProtocolError():
            return CheckStep.FIELDS
        case NameResolutionError():
            return CheckStep.RESOLVE
        case ProxyTargetError():
            return CheckStep.CONNECT
        case ProxyUnreachableError():
            return CheckStep.PROXY
        case ProxyError():
            # A proxy refuses only when it is asked for the gateway.
            return CheckStep.CONNECT
        case ConnectError():
            return CheckStep.PROXY if route.proxy is not None else CheckStep.CONNECT
        case TlsError():
            return CheckStep.TLS
        case GreetingError():
            return CheckStep.GREETING
        case _:
            return CheckStep.LOGIN


def step_word(step: CheckStep, account: Account) -> str:
    """Name a step."""
    through_proxy = account.route.proxy is not None
    match step:
        case CheckStep.FIELDS:
            return QCoreApplication.translate("Diagnosis", "Check what was entered")
        case CheckStep.RESOLVE if through_proxy:
            return QCoreApplication.translate("Diagnosis", "Look up the proxy's name")
        case CheckStep.RESOLVE:
            return QCoreApplication.translate("Diagnosis", "Look up the gateway's name")
        case CheckStep.PROXY:
            return QCoreApplication.translate("Diagnosis", "Connect to the proxy")
        case CheckStep.CONNECT if through_proxy:
            return QCoreApplication.translate("Diagnosis", "Connect to the gateway through the proxy")
        case CheckStep.CONNECT:
            return QCoreApplication.translate("Diagnosis", "Connect to the gateway")
        case CheckStep.TLS:
            return QCoreApplication.translate("Diagnosis", "Agree on encryption")
        case CheckStep.GREETING:
            return QCoreApplication.translate("Diagnosis", "Wait for the gateway's greeting")
        case CheckStep.LOGIN:
            return QCoreApplication.translate("Diagnosis", "Sign in")
        case CheckStep.BALANCE:
            return QCoreApplication.translate("Diagnosis", "Ask for the balance")


def step_detail(check: Check, checks: Sequence[Check]) -> str:
    """Say in one line what a step did, or why it failed."""
    if check.state is CheckState.OPEN:
        return QCoreApplication.translate("Diagnosis", "Not tried")
    if check.error is not None and check.step is CheckStep.RESOLVE and check.detail:
        return unknown_name_words(check.detail)
    if check.error is not None:
        return error_title(check.error)
    running = check.state is CheckState.RUNNING
    match check.step:
        case CheckStep.FIELDS:
            return QCoreApplication.translate("Diagnosis", "Account, password, address and port can be used")
        case CheckStep.RESOLVE:
            found = _found_address(checks)
            if check.detail and found not in ("", check.detail):
                return fill(QCoreApplication.translate("Diagnosis", "%1 → %2", "name → address"), check.detail, found)
            return check.detail
        case CheckStep.GREETING if not running:
            return QCoreApplication.translate("Diagnosis", "The gateway said OK")
        case CheckStep.LOGIN if not running:
            return QCoreApplication.translate("Diagnosis", "The gateway takes account and password")
        case CheckStep.BALANCE if not running:
            left, used = (wording.number_words(int(told)) for told in check.detail.split(" / "))
            return fill(QCoreApplication.translate("Diagnosis", "%1 messages left, %2 used"), left, used)
        case CheckStep.LOGIN:
            return ""
    return check.detail


def _found_address(checks: Sequence[Check]) -> str:
    """Return the address that was connected to first, without its port: what the look-up gave."""
    for check in checks:
        if check.step in (CheckStep.PROXY, CheckStep.CONNECT) and check.state is not CheckState.OPEN:
            return check.detail.rpartition(":")[0].strip("[]")
    return ""


def error_title(error: Exception) -> str:
    """Say in a few words what went wrong; the gateway's number is named."""
    title = wording.error_lines(error)[0]
    if isinstance(error, GatewayError) and str(error.code) not in title:
        return fill(
            QCoreApplication.translate("Diagnosis", "The gateway gave error %1: %2", "number, meaning"),
            error.code,
            title,
        )
    return title


def took_words(took_ms: int | None) -> str:
    """Write how long a step took; empty where nobody measured it."""
    if took_ms is None:
        return ""
    return f"{took_ms} ms" if took_ms < _SECOND_MS else f"{took_ms / _SECOND_MS:.1f} s"


# --- the conclusion -------------------------------------------------------------------------------------------------


def conclusion(checks: Sequence[Check], account: Account) -> tuple[str, str, str]:
    """Draw the conclusion: the state colour of its box, one line without a full stop, and what to do about it."""
    failed = next((check for check in checks if check.state is CheckState.FAILED), None)
    if failed is None or failed.error is None:
        return (
            "success",
            QCoreApplication.translate("Diagnosis", "Everything works"),
            QCoreApplication.translate("Diagnosis", "Network, account and password are right; you can sign in."),
        )
    error = failed.error
    if isinstance(error, GatewayError):
        return ("danger", *_refusal(error, account.name))
    if failed.step is CheckStep.RESOLVE:
        return ("danger", *_unknown_name(failed, account))
    says, do = wording.error_lines(error)
    # Only the way itself can be detoured: a proxy or a certificate is the same on the other one.
    if account.route.wiring is Wiring.SOCKET and account.route.proxy is None and isinstance(error, ConnectError):
        do = sentences(
            do, QCoreApplication.translate("Diagnosis", "Where only web pages are allowed, use the HTTP tunnel.")
        )
    return "danger", says, do


def _refusal(error: GatewayError, name: str) -> tuple[str, str]:
    if error.code in WRONG_PASSWORD:
        return (
            QCoreApplication.translate("Diagnosis", "The network is fine; account or password is wrong"),
            QCoreApplication.translate(
                "Diagnosis",
                "Check the account's capitals and the password. If it was changed, use the new one; if it still fails, "
                "send the diagnosis to the platform's support.",
            ),
        )
    if error.code in SHUT_OUT:
        return (
            fill(
                QCoreApplication.translate("Diagnosis", "The network is fine; %1", "%1 is a whole clause"),
                shut_out_clause(error.code),
            ),
            support_words(error.code, name),
        )
    if error.code in TOO_MANY:
        return (
            fill(QCoreApplication.translate("Diagnosis", "The network is fine; %1"), too_many_clause(name)),
            QCoreApplication.translate("Diagnosis", "Sign out elsewhere, wait a few minutes, then try again."),
        )
    words = gateway_error_words(error.code)
    return (
        fill(QCoreApplication.translate("Diagnosis", "The network is fine; %1"), error_title(error)),
        sentences(words.meaning, words.advice),
    )


def shut_out_clause(code: int) -> str:
    """Say who is shut out."""
    if code == SHUT_OUT[0]:
        return QCoreApplication.translate("Diagnosis", "the account is suspended")
    return QCoreApplication.translate("Diagnosis", "the platform does not allow this computer's address")


def support_words(code: int, name: str) -> str:
    """Say what to tell the platform's support when account or address are shut out."""
    if code == SHUT_OUT[0]:
        return fill(
            QCoreApplication.translate(
                "Diagnosis", "Tell the platform's support: account %1 is suspended (error 7), please activate it."
            ),
            name,
        )
    return fill(
        QCoreApplication.translate(
            "Diagnosis",
            "Tell the platform's support: account %1 is refused from this network's public address (error 57), please "
            "allow it.",
        ),
        name,
    )


def too_many_clause(name: str) -> str:
    """Say that an account is in use too often."""
    return fill(QCoreApplication.translate("Diagnosis", "account %1 is signed in elsewhere too many times"), name)


def unknown_name_words(name: str) -> str:
    """Say that nobody knows a computer's name."""
    return fill(QCoreApplication.translate("Diagnosis", "The name %1 cannot be resolved", "a computer's name"), name)


def _unknown_name(failed: Check, account: Account) -> tuple[str, str]:
    proxy = account.route.proxy
    name = failed.detail or (proxy.host if proxy is not None else account.host)
    return (
        unknown_name_words(name),
        QCoreApplication.translate(
            "Diagnosis",
            "Check how it is written and whether this computer is online. If other pages open, ask your network's "
            "administrator about its name server.",
        ),
    )


# --- the text that is copied or printed -----------------------------------------------------------------------------


def masked(name: str) -> str:
    """Hide a name's middle."""
    return f"{name[:2]}***{name[-1:]}" if len(name) > 3 else "***" if name else ""


def route_words(account: Account) -> str:
    """Name the way to the gateway without its secrets."""
    route = account.route
    wiring = {
        Wiring.SOCKET: QCoreApplication.translate("Diagnosis", "direct socket"),
        Wiring.HTTP: QCoreApplication.translate("Diagnosis", "HTTP tunnel"),
    }[route.wiring]
    parts = [
        wiring,
        QCoreApplication.translate("Diagnosis", "TLS")
        if route.tls
        else QCoreApplication.translate("Diagnosis", "not encrypted"),
        QCoreApplication.translate("Diagnosis", "no proxy") if route.proxy is None else _proxy_words(route.proxy),
    ]
    return wording.listing(parts)


def _proxy_words(proxy: Proxy) -> str:
    user = f"{masked(proxy.user)}@" if proxy.user else ""
    return fill(
        QCoreApplication.translate("Diagnosis", "through the %1 proxy %2", "kind, address"),
        proxy_kind_word(proxy.kind),
        f"{user}{authority(proxy.host, proxy.port)}",
    )


def proxy_kind_word(kind: ProxyKind) -> str:
    """Name what a proxy speaks."""
    return "SOCKS4a" if kind is ProxyKind.SOCKS4A else kind.name


def authority(host: str, port: int) -> str:
    """Write host and port as one word."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def head_lines(account: Account | None, now: datetime) -> list[str]:
    """Begin a diagnosis: version, system, time, and whose way to which gateway it is."""
    line = wording.tooltip_line
    python = f"Python {platform.python_version()}"
    lines = [
        f"MWDesk {__version__}",
        line(QCoreApplication.translate("Diagnosis", "System"), f"{platform.platform()}, {python}"),
        line(QCoreApplication.translate("Diagnosis", "Time"), f"{now.astimezone():%Y-%m-%d %H:%M:%S %z}"),
    ]
    if account is not None:
        lines += [
            line(QCoreApplication.translate("Diagnosis", "Account"), masked(account.name)),
            line(QCoreApplication.translate("Diagnosis", "Gateway"), authority(account.host, account.port)),
            line(QCoreApplication.translate("Diagnosis", "Way"), route_words(account)),
            line(
                QCoreApplication.translate("Diagnosis", "Sign-in"),
                f"{account.login_type}, {account.send_command.value}, {account.sub_port or '*'}",
            ),
        ]
    return lines


def check_line(check: Check, checks: Sequence[Check], account: Account) -> str:
    """Write one step: whether it passed, its time, what came of it, and the class of its error."""
    words = wording.tooltip_line(step_word(check.step, account), step_detail(check, checks))
    error = f" [{error_name(check.error)}]" if check.error is not None else ""
    return f"{_MARKS.get(check.state, '[  ]')} {took_words(check.took_ms):>8}  {words}{error}"


def conclusion_lines(checks: Sequence[Check], account: Account) -> list[str]:
    """Write the conclusion, then the advice; the account's name is masked like everywhere in the text."""
    _kind, first, second = conclusion(checks, replace(account, name=masked(account.name)))
    return [first, second]


def error_name(error: Exception) -> str:
    """Name an error by its class, and the gateway's by its number."""
    return f"{type(error).__name__} {error.code}" if isinstance(error, GatewayError) else type(error).__name__


def report(
    account: Account | None,
    now: datetime,
    checks: Sequence[Check] = (),
    errors: Sequence[tuple[datetime, Exception]] = (),
) -> str:
    """Write the whole diagnosis as text; ``errors`` are the last ones of the link, oldest first."""
    lines = head_lines(account, now)
    if account is not None and checks:
        lines += ["", *(check_line(check, checks, account) for check in checks)]
        if not any(check.state is CheckState.RUNNING for check in checks):
            lines += ["", *conclusion_lines(checks, account)]
    if errors:
        lines += ["", QCoreApplication.translate("Diagnosis", "Last errors of the connection")]
        lines += [f"{at.astimezone():%H:%M:%S}  {error_title(error)} [{error_name(error)}]" for at, error in errors]
    return "\n".join(lines)
