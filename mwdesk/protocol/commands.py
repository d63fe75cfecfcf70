"""The requests a client can make, each a value that knows its bytes (PROTOCOL, section 2).

Every ``encode`` raises a :class:`LocalProtocolError`, mostly one of its children :class:`EmptyFieldError`,
:class:`FieldTooLongError` and :class:`ForbiddenCharacterError`, when a field cannot be carried: the gateway checks none
of this reliably.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mwdesk.domain.account import ACCOUNT_LIMIT, NEW_PASSWORD_LIMIT, SendCommand
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import RemoteProtocolError
from mwdesk.protocol import fields, frames, service_commands
from mwdesk.protocol.fields import MAX_PHONES as MAX_PHONES
from mwdesk.protocol.service_commands import FetchServiceMessages as FetchServiceMessages
from mwdesk.protocol.service_commands import SendServiceMessage as SendServiceMessage

ONE_WAY_BYTES = 136
"""GBK bytes command 11 carries; the rest of a text is cut off."""
_SUB_PORT_LIMIT = 20  # digits of a whole service number
_LOGIN_TYPE_LIMIT = 4
_VERSION = b"0300"
_SYSTEM = b"WIN2K"
_ONE_WAY = re.compile(rb"ZZ\d{6},11,[^,]*,[^,]*,[^,]*,1,(\d{1,6}),(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Login:
    """Command 20: the first frame of every connection. Types seen are 25, 19 and 24."""

    account: str
    password: str = field(repr=False)
    login_type: str = "25"

    def encode(self) -> bytes:
        """Return the frame; account and password hold 1 to 32 bytes."""
        return frames.build(
            b"ZZ",
            b"20",
            b"*",
            b"*",
            b"*",
            fields.number(self.login_type, "login type", _LOGIN_TYPE_LIMIT),
            _VERSION,
            _SYSTEM,
            fields.word(self.account, "account", ACCOUNT_LIMIT),
            fields.word(self.password, "password", ACCOUNT_LIMIT),
        )


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
        """Return the frame; both passwords hold 1 to 6 bytes here."""
        account = fields.word(self.account, "account", ACCOUNT_LIMIT)
        old = fields.word(self.old, "old password", NEW_PASSWORD_LIMIT)
        new = fields.word(self.new, "new password", NEW_PASSWORD_LIMIT)
        return frames.build(b"ZZ", b"29", b"*", b"*", account, old, new)


@dataclass(frozen=True, slots=True)
class Send:
    """Command 61, or 23 and 25 on older accounts: one text to 1 to 1000 phones, answered by one message id."""

    phones: tuple[PhoneNumber, ...]
    text: str = field(repr=False)
    sub_port: str = "*"
    command: SendCommand = SendCommand.CURRENT

    def encode(self) -> bytes:
        """Return the frame; a text holds 1 to 68 characters, a sub-port digits or ``*`` for none."""
        digits = fields.hex_digits(fields.text(self.text))
        return frames.build(
            b"ZZ",
            self._number,
            b"*",
            b"*",
            b"*",
            b"*" if self.sub_port == "*" else fields.number(self.sub_port, "sub-port", _SUB_PORT_LIMIT),
            b"0",
            b"%d" % len(self.phones),
            b"%d" % len(digits),
            digits,
            fields.phones(self.phones),
        )

    @property
    def _number(self) -> bytes:
        if self.command is SendCommand.CURRENT:
            return b"61"
        return b"23" if len(self.phones) == 1 else b"25"


@dataclass(frozen=True, slots=True)
class SendOneWay:
    """Command 11: the older one-way form (单向发送) to one phone, answered by a message id."""

    phone: PhoneNumber
    text: str = field(repr=False)

    def encode(self) -> bytes:
        """Return the frame; its raw text is cut at 136 GBK bytes, before a character that would be halved."""
        raw = fields.encode_text(self.text)[:ONE_WAY_BYTES].decode("gbk", "ignore").encode("gbk")
        phone = fields.phones((self.phone,))
        return frames.build(b"ZZ", b"11", b"*", b"*", b"*", b"1", b"%d" % len(raw), raw, phone)


@dataclass(frozen=True, slots=True)
class CheckKeywords:
    """Command 57: ask whether a text holds a forbidden keyword; 27 (``names_word=False``) does not say which."""

    text: str = field(repr=False)
    names_word: bool = True

    def encode(self) -> bytes:
        """Return the frame; a text holds 1 to 68 characters."""
        digits = fields.hex_digits(fields.text(self.text))
        number = b"57" if self.names_word else b"27"
        return frames.build(b"ZZ", number, b"*", b"*", b"*", b"%d" % len(digits), digits)


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


Command = (
    Login
    | QueryBalance
    | TestConnection
    | ChangePassword
    | Send
    | SendOneWay
    | CheckKeywords
    | FetchMessages
    | FetchReports
    | FetchServiceMessages
    | SendServiceMessage
)


def parse_command(frame: bytes) -> Command:
    """Read a client's frame: the server's half. Raises :class:`RemoteProtocolError`."""
    if frame.startswith(b"ZD"):
        return FetchServiceMessages()
    if frame.startswith(b"ZE"):
        return service_commands.parse_send(frame)
    if (one_way := _ONE_WAY.fullmatch(frame)) is not None:
        return _parse_one_way(int(one_way[1]), one_way[2])
    try:
        match frame.decode("latin-1").split(",")[1:]:
            case ["20", _, _, _, login_type, _, _, account, password]:
                return Login(account, password, login_type)
            case ["28"]:
                return QueryBalance()
            case ["100", _, _, _]:
                return TestConnection()
            case ["29", _, _, account, old, new]:
                return ChangePassword(account, old, new)
            case ["61", _, _, _, sub_port, _, count, size, digits, *phones] if len(phones) == int(count):
                return Send(_phones(phones), _unhex(digits, size), sub_port)
            case ["23", _, _, _, sub_port, _, "1", size, digits, phone]:
                return Send(_phones([phone]), _unhex(digits, size), sub_port, SendCommand.OLDER)
            case ["25", _, _, _, sub_port, _, count, size, digits, *phones] if 1 < len(phones) == int(count):
                return Send(_phones(phones), _unhex(digits, size), sub_port, SendCommand.OLDER)
            case ["57" | "27" as number, _, _, _, size, digits]:
                return CheckKeywords(_unhex(digits, size), names_word=number == "57")
            case ["31", "2", _, _, _]:
                return FetchMessages()
            case ["33", "1", _, _, _]:
                return FetchReports()
    except ValueError as error:
        raise RemoteProtocolError("a request's fields cannot be read") from error
    raise RemoteProtocolError("a request is none of the known commands")


def _phones(fields_of_phones: list[str]) -> tuple[PhoneNumber, ...]:
    return tuple(PhoneNumber(phone) for phone in fields_of_phones)


def _unhex(digits: str, size: str) -> str:
    if len(digits) != int(size):
        raise RemoteProtocolError("a text's length is not the one counted")
    return bytes.fromhex(digits).decode("gbk")


def _parse_one_way(size: int, rest: bytes) -> SendOneWay:
    text, phones = service_commands.split_raw(rest, size)
    if len(phones) != 1:
        raise RemoteProtocolError("a one-way send has one phone")
    return SendOneWay(phones[0], text)
