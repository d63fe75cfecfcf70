"""The requests a client can make, each a value that knows its bytes (PROTOCOL, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from mwdesk.domain.account import ACCOUNT_LIMIT, NEW_PASSWORD_LIMIT, forbidden_character
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import SMS_LIMIT, length
from mwdesk.errors import LocalProtocolError, RemoteProtocolError
from mwdesk.protocol import frames

MAX_PHONES = 1000
_VERSION = b"0300"
_SYSTEM = b"WIN2K"


def _credential(value: str, what: str, limit: int) -> bytes:
    if not value:
        raise LocalProtocolError(f"the {what} is empty")
    if forbidden_character(value) is not None:
        raise LocalProtocolError(f"the {what} holds a character the gateway cannot take")
    if len(value) > limit:
        raise LocalProtocolError(f"the {what} is longer than {limit} bytes")
    return value.encode("ascii")


@dataclass(frozen=True, slots=True)
class Login:
    """Command 20: the first frame of every connection."""

    account: str
    password: str = field(repr=False)
    login_type: str = "25"

    def encode(self) -> bytes:
        """Return the frame. Raises :class:`LocalProtocolError` when a field cannot be carried."""
        account = _credential(self.account, "account", ACCOUNT_LIMIT)
        password = _credential(self.password, "password", ACCOUNT_LIMIT)
        kind = self.login_type.encode("ascii")
        return frames.build(b"ZZ", b"20", b"*", b"*", b"*", kind, _VERSION, _SYSTEM, account, password)


@dataclass(frozen=True, slots=True)
class QueryBalance:
    """Command 28: messages left and used."""

    def encode(self) -> bytes:
        """Return the frame."""
        return frames.build(b"ZZ", b"28")


@dataclass(frozen=True, slots=True)
class TestConnection:
    """Command 100: ask whether the session still holds; no more often than every 30 s."""

    __test__ = False  # not a test class, whatever its name

    def encode(self) -> bytes:
        """Return the frame."""
        return frames.build(b"ZZ", b"100", b"*", b"*", b"*")


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Command 29; the only one besides login that names the account."""

    account: str
    old: str = field(repr=False)
    new: str = field(repr=False)

    def encode(self) -> bytes:
        """Return the frame. Raises :class:`LocalProtocolError`; the new password holds 1 to 6 bytes."""
        account = _credential(self.account, "account", ACCOUNT_LIMIT)
        old = _credential(self.old, "old password", ACCOUNT_LIMIT)
        new = _credential(self.new, "new password", NEW_PASSWORD_LIMIT)
        return frames.build(b"ZZ", b"29", b"*", b"*", account, old, new)


@dataclass(frozen=True, slots=True)
class Send:
    """Command 61: one text to 1 to 1000 phones, answered by one message id."""

    phones: tuple[PhoneNumber, ...]
    text: str = field(repr=False)
    sub_port: str = "*"

    def encode(self) -> bytes:
        """Return the frame. Raises :class:`LocalProtocolError`: the gateway checks none of this reliably."""
        if not 1 <= len(self.phones) <= MAX_PHONES:
            raise LocalProtocolError(f"a request carries 1 to {MAX_PHONES} phones")
        if not self.text:
            raise LocalProtocolError("the text is empty")
        if length(self.text) > SMS_LIMIT:
            raise LocalProtocolError(f"the text is longer than {SMS_LIMIT} characters")
        try:
            raw = self.text.encode("gbk")
        except UnicodeEncodeError as error:
            raise LocalProtocolError("the text holds a character GBK cannot carry") from error
        if self.sub_port != "*" and not (self.sub_port.isascii() and self.sub_port.isdigit()):
            raise LocalProtocolError("a sub-port holds digits only")
        digits = raw.hex().upper().encode("ascii")
        return frames.build(
            b"ZZ",
            b"61",
            b"*",
            b"*",
            b"*",
            self.sub_port.encode("ascii"),
            b"0",
            b"%d" % len(self.phones),
            b"%d" % len(digits),
            digits,
            ",".join(phone.digits for phone in self.phones).encode("ascii"),
        )


@dataclass(frozen=True, slots=True)
class FetchMessages:
    """Command 31: what customers have sent. A fetched record cannot be fetched again."""

    def encode(self) -> bytes:
        """Return the frame."""
        return frames.build(b"ZZ", b"31", b"2", b"*", b"*", b"*")


@dataclass(frozen=True, slots=True)
class FetchReports:
    """Command 33: what became of messages sent. A fetched record cannot be fetched again."""

    def encode(self) -> bytes:
        """Return the frame."""
        return frames.build(b"ZZ", b"33", b"1", b"*", b"*", b"*")


Command = Login | QueryBalance | TestConnection | ChangePassword | Send | FetchMessages | FetchReports


def parse_command(frame: bytes) -> Command:
    """Read a client's frame: the server's half. Raises :class:`RemoteProtocolError`."""
    fields = frame.decode("latin-1").split(",")
    try:
        match fields[1:]:
            case ["20", _, _, _, login_type, _, _, account, password]:
                return Login(account, password, login_type)
            case ["28"]:
                return QueryBalance()
            case ["100", _, _, _]:
                return TestConnection()
            case ["29", _, _, account, old, new]:
                return ChangePassword(account, old, new)
            case ["61", _, _, _, sub_port, _, count, size, digits, *phones] if len(phones) == int(count) and len(
                digits
            ) == int(size):
                text = bytes.fromhex(digits).decode("gbk")
                return Send(tuple(PhoneNumber(phone) for phone in phones), text, sub_port)
            case ["31", "2", _, _, _]:
                return FetchMessages()
            case ["33", "1", _, _, _]:
                return FetchReports()
    except ValueError as error:
        raise RemoteProtocolError("a request's fields cannot be read") from error
    raise RemoteProtocolError("a request is none of the known commands")
