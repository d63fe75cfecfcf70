"""After a day with everything that goes wrong, no file holds a password, a text or a customer's number."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from mwdesk import logs
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route
from mwdesk.domain.events import LinkChanged, LinkState, MessagesChanged
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import GatewayError, MwDeskError, ReplyTimeoutError
from mwdesk.messaging.passwords import Passwords
from mwdesk.protocol.commands import ChangePassword, Login
from tests.messaging.conftest import Desk

PHONE = PhoneNumber("13877665544")
ASKED, ANSWERED = "我的照片什么时候能取", "周四下午可以来取"
WRONG, OLD, NEW = "wr0ng!", "123456", "n3wPw."


@pytest.fixture
def log_folder(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.set_up(tmp_path / "logs")
    root.setLevel(logging.DEBUG)
    yield tmp_path / "logs"
    root.setLevel(level)
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


async def test_files_keep_silent(desk: Desk, tmp_path: Path, log_folder: Path) -> None:
    service, server = desk.service, desk.server
    with pytest.raises(GatewayError):
        await service.sign_in(desk.account, WRONG, remember=True)
    await service.sign_in(desk.account, OLD, remember=True)
    server.gateway.receive(PHONE, ASKED)
    server.faults.refuse(61, 15)
    await service.send(PHONE, [ANSWERED])
    await desk.until(lambda: "sent" in _states(desk))
    server.faults.drop_before_reply(61)
    await service.send(PHONE, [ANSWERED])
    await desk.until(lambda: "unknown" in _states(desk))
    await desk.until(lambda: desk.saw(LinkChanged)[-1].state is LinkState.CONNECTED)  # type: ignore[attr-defined]
    server.faults.no_reply(29)
    with pytest.raises((ReplyTimeoutError, MwDeskError)):
        await service.change_password(OLD, NEW)
    logging.getLogger("mwdesk").info("a careless line about %s", PHONE.digits)
    await service.stop()

    _assert_silent(tmp_path, log_folder)


def _assert_silent(folder: Path, log_folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"mwdesk.db", "mwdesk.log"} <= {path.name for path in files}
    for secret in (ASKED, ANSWERED, WRONG, NEW, PHONE.digits):
        for encoding in ("utf-8", "gbk", "utf-16-le"):
            raw = secret.encode(encoding)
            assert not [path.name for path in files if raw in path.read_bytes()], secret
            assert not [path.name for path in files if raw.hex().upper().encode() in path.read_bytes()], secret
    lines = (log_folder / "mwdesk.log").read_text(encoding="utf-8")
    assert "138****5544" in lines
    assert f",{OLD}" not in lines


def _states(desk: Desk) -> list[str]:
    return [m.state.value for e in desk.saw(MessagesChanged) for m in e.changed if m.state is not None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "holder",
    [
        Login("J00001", NEW),
        ChangePassword("J00001", NEW, NEW),
        Passwords(NEW, NEW, NEW),
        Account("J00001", route=Route(proxy=Proxy(ProxyKind.SOCKS5, "proxy.example.com", 1080, "user"))),
    ],
    ids=lambda holder: type(holder).__name__,
)
def test_what_holds_a_password_does_not_show_it(holder: object) -> None:
    assert NEW not in repr(holder)
    assert NEW not in str(holder)
