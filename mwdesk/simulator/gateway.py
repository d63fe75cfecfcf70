"""The gateway's rules without sockets: accounts, balances, queues and the fate of every message.

Time comes in twice and is never read here otherwise: ``clock`` dates the records, and ``at`` (seconds from any origin)
decides when a report is due. With both given and a seeded ``Random``, a run repeats exactly.
"""

from __future__ import annotations

import heapq
import math
import random
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from itertools import count
from typing import Any, TypeVar

from mwdesk.domain import text as sms_text
from mwdesk.domain.account import SendCommand, forbidden_character
from mwdesk.domain.message import DeliveryReport, IncomingMessage, ServiceMessage
from mwdesk.domain.message_ids import nth_message_id
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol import commands, replies
from mwdesk.simulator import writing
from mwdesk.simulator.writing import ReplyStyle

GATEWAY_ZONE = timezone(timedelta(hours=8))
MAX_QUEUE = 100_000
"""Records an account's queue holds; the oldest go first, so that an unwatched demo cannot eat the memory."""
MAX_DUE = 200_000
"""Reports to come; beyond them the gateway is busy."""
MAX_TEXT = 1000
"""Characters in a customer's SMS, however many parts it came in."""
SERVICE_NUMBER = "10690000"
LOGIN_TYPES = ("25", "19", "24")

WRONG_LOGIN = 1
NO_BALANCE = 3
BAD_NUMBER = 4
NOT_THIS_ACCOUNT_TYPE = 8
TEXT_TOO_LONG = 11
BUSY = 15
KEYWORD = 33
MESSAGES_TOO_FAST = 41
REPORTS_TOO_FAST = 42
TOO_MANY_LOGINS = 43
NO_SUB_PORT = 44
WRONG_OLD_PASSWORD = 47

FAILURE_CODES = ("UNDELIV", "EXPIRED", "REJECTD", "MK:0012")
DEFERRED_CODE = "MK:0004"
_SEQUENCES = 1_000_000
_GATEWAY_NUMBER = 1
_Record = TypeVar("_Record")
_Fetch = commands.FetchMessages | commands.FetchReports | commands.FetchServiceMessages
_NUMBER = re.compile(r"1[3-9]\d{9}|11[68]\d{11}")


class Fate(Enum):
    """What becomes of a message that was accepted."""

    DELIVERED = "delivered"
    DEFERRED = "deferred"
    """First a report of deferral, later one of delivery."""
    FAILED = "failed"
    SILENT = "silent"
    """No report ever comes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fate and the code its report carries."""

    fate: Fate
    code: str = ""

    def __post_init__(self) -> None:
        if forbidden_character(self.code) is not None:
            raise ValueError("a report's code holds printable ASCII without comma, semicolon or blank")


class IdForm(Enum):
    """How message ids are made (PROTOCOL, section 4)."""

    DIGITS = "digits"
    """16 digits: ``MMDDhhmmss`` and a sequence."""
    SIGNED = "signed"
    """A signed 64-bit number, negative from August on."""


@dataclass(slots=True)
class SimAccount:
    """One enterprise account with what waits to be fetched. The rights come after the queues; None means any."""

    password: str = field(repr=False)
    left: int = 1245
    used: int = 38678
    messages: deque[IncomingMessage] = field(default_factory=lambda: deque(maxlen=MAX_QUEUE))
    reports: deque[DeliveryReport] = field(default_factory=lambda: deque(maxlen=MAX_QUEUE))
    service_messages: deque[ServiceMessage] = field(default_factory=lambda: deque(maxlen=MAX_QUEUE))
    login_type: str | None = None
    send_command: SendCommand | None = None
    has_sub_ports: bool = True
    max_logins: int | None = None
    min_poll_s: float = 0.0
    """Seconds of the gateway's time that two polls of a kind must lie apart."""
    logins: int = field(default=0, init=False)
    """Connections logged in just now."""
    polled_at: dict[type[_Fetch], float] = field(default_factory=dict, init=False, repr=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message reached its phone just now."""

    account: str
    phone: PhoneNumber


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    """A report to come; ``order`` keeps equal times in the order they were sent."""

    at: float
    order: int
    account: str = field(compare=False)
    phone: PhoneNumber = field(compare=False)
    message_id: str = field(compare=False)
    state: int = field(compare=False)
    code: str = field(compare=False)


def utc_now() -> datetime:
    """Return the time as records are dated."""
    return datetime.now(UTC)


class Handover:
    """The records one fetch took from their queue, until it is known that they arrived."""

    def __init__(self) -> None:
        self._queue: deque[Any] = deque()
        self.records: list[Any] = []

    def take(self, queue: deque[_Record], record: _Record) -> None:
        """Note a record just taken; all of one fetch come from the same queue."""
        self._queue = queue
        self.records.append(record)

    def settle(self) -> None:
        """Let go of the records: they arrived."""
        self.records = []

    def give_back(self) -> None:
        """Put the records where they were, at the front and in order."""
        self._queue.extendleft(reversed(self.records))
        self.settle()


class SimulatedGateway:
    """Answers commands and lets time pass; the server in front of it only carries bytes."""

    def __init__(
        self,
        accounts: Mapping[str, SimAccount],
        *,
        rng: random.Random | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.accounts: dict[str, SimAccount] = dict(accounts)
        self.outcomes: dict[PhoneNumber, Outcome] = {}
        self.keywords: tuple[str, ...] = ()
        """Words no text may hold."""
        self.id_form = IdForm.DIGITS
        self.redelivers = False
        """Records of a reply that could not be handed over whole wait again once its connection has ended.

        Whether a real gateway does this is unknown (PROTOCOL, section 11).
        """
        self.believes_conveyed = True
        """A reply that has gone out has arrived; otherwise only the next request on its connection proves that."""
        self._rng = rng if rng is not None else random.Random()  # noqa: S311 - a dice, not a secret
        self._clock = clock
        self._sequence = self._rng.randrange(_SEQUENCES // 2)
        self._order = count()
        self._due: list[_Due] = []

    def log_in(self, command: commands.Login) -> int | None:
        """Count one more connection logged in, to be given back with :meth:`log_out`; or return why not."""
        account = self.accounts.get(command.account)
        if account is None or account.password != command.password:
            return WRONG_LOGIN
        taken = LOGIN_TYPES if account.login_type is None else (account.login_type,)
        if command.login_type not in taken:
            return NOT_THIS_ACCOUNT_TYPE
        if account.max_logins is not None and account.logins >= account.max_logins:
            return TOO_MANY_LOGINS
        account.logins += 1
        return None

    def log_out(self, name: str) -> None:
        """Give back what :meth:`log_in` counted."""
        if (account := self.accounts.get(name)) is not None:
            account.logins -= 1

    def execute(
        self,
        name: str,
        command: commands.Command,
        at: float,
        style: ReplyStyle | None = None,
        handover: Handover | None = None,
    ) -> bytes:
        """Carry out a command of a logged-in account and return the reply; note in ``handover`` what it takes."""
        account = self.accounts.get(name)
        if account is None:
            return replies.encode_error(WRONG_LOGIN)
        match command:
            case commands.Login():
                # The connection's own business; an account that is in already stays in.
                return replies.encode_ok()
            case commands.QueryBalance():
                return replies.encode_ok(str(account.left), str(account.used))
            case commands.TestConnection():
                return replies.encode_ok()
            case commands.ChangePassword():
                return self._change_password(name, account, command)
            case commands.Send():
                if account.send_command not in (None, command.command):
                    return replies.encode_error(NOT_THIS_ACCOUNT_TYPE)
                if command.sub_port != "*" and not account.has_sub_ports:
                    return replies.encode_error(NO_SUB_PORT)
                return self._send(name, account, command.phones, command.text, at)
            case commands.SendOneWay():
                return self._send(name, account, (command.phone,), command.text, at)
            case commands.SendServiceMessage():
                return self._send(name, account, command.phones, command.text, at)
            case commands.CheckKeywords():
                return self._check_keywords(command)
            case commands.FetchMessages() | commands.FetchReports() | commands.FetchServiceMessages():
                return _fetch(account, command, at, style or ReplyStyle(), handover or Handover())

    def receive(self, phone: PhoneNumber, text: str, account: str | None = None) -> None:
        """Queue a customer's SMS for an account, by default the first one. Raises ``ValueError`` if GBK lacks it."""
        receiver, now = self._receiver(text, account), self._clock()
        receiver.messages.append(IncomingMessage(phone, text, now, gateway_text(now), service_number=SERVICE_NUMBER))

    def receive_service_message(
        self,
        phone: PhoneNumber,
        text: str,
        account: str | None = None,
        *,
        service_number: str = SERVICE_NUMBER,
        business_code: str = "0",
        link_id: str = "",
    ) -> None:
        """Queue a value-added SMS, as :meth:`receive` does. Raises ``ValueError``."""
        if any(forbidden_character(code) is not None for code in (service_number, business_code, link_id)):
            raise ValueError("a code holds printable ASCII without comma, semicolon or blank")
        receiver, now = self._receiver(text, account), self._clock()
        receiver.service_messages.append(
            ServiceMessage(phone, text, now, gateway_text(now), service_number, business_code, link_id)
        )

    def flood(self, number: int, account: str | None = None) -> None:
        """Queue many messages from many phones at once."""
        if not 0 <= number <= MAX_QUEUE:
            raise ValueError(f"a flood holds 0 to {MAX_QUEUE} messages")
        self._receiver("", account)
        for index in range(number):
            self.receive(PhoneNumber(f"1390001{index % 1000:04d}"), f"第{index + 1}条：请问我的相册好了吗？", account)

    def set_outcome(self, phone: PhoneNumber, outcome: Outcome | None) -> None:
        """Fix the fate of every later message to a phone, or leave it to chance again with None."""
        if outcome is None:
            self.outcomes.pop(phone, None)
        else:
            self.outcomes[phone] = outcome

    def advance(self, at: float) -> list[Delivered]:
        """Queue every report due by ``at`` and tell which messages reached their phones."""
        delivered: list[Delivered] = []
        while self._due and self._due[0].at <= at:
            due = heapq.heappop(self._due)
            account = self.accounts.get(due.account)
            if account is None:
                continue
            account.reports.append(DeliveryReport(due.message_id, due.state, due.code, gateway_text(self._clock())))
            if due.state == 0:
                delivered.append(Delivered(due.account, due.phone))
        return delivered

    def next_due(self) -> float | None:
        """Return when the next report falls due."""
        return self._due[0].at if self._due else None

    def _receiver(self, text: str, account: str | None) -> SimAccount:
        if not sms_text.can_encode(text):
            raise ValueError("the text holds a character the gateway cannot carry")
        if len(text) > MAX_TEXT:
            raise ValueError(f"a text holds at most {MAX_TEXT} characters")
        name = account if account is not None else next(iter(self.accounts), "")
        if name not in self.accounts:
            raise ValueError("no such account")
        return self.accounts[name]

    def _change_password(self, name: str, account: SimAccount, command: commands.ChangePassword) -> bytes:
        if command.account != name:
            return replies.encode_error(WRONG_LOGIN)
        if command.old != account.password:
            return replies.encode_error(WRONG_OLD_PASSWORD)
        account.password = command.new
        return replies.encode_ok()

    def _check_keywords(self, command: commands.CheckKeywords) -> bytes:
        word = self._keyword(command.text)
        if word is None:
            return replies.encode_ok()
        if not command.names_word:
            return replies.encode_error(KEYWORD)
        return b"ER,%d,%s\r\n" % (KEYWORD, word.encode("gbk").hex().upper().encode("ascii"))

    def _keyword(self, text: str) -> str | None:
        return next((word for word in self.keywords if word in text), None)

    def _send(self, name: str, account: SimAccount, phones: Sequence[PhoneNumber], text: str, at: float) -> bytes:
        if sms_text.length(text) > sms_text.SMS_LIMIT:
            return replies.encode_error(TEXT_TOO_LONG)
        if not phones or not all(_NUMBER.fullmatch(phone.digits) for phone in phones):
            return replies.encode_error(BAD_NUMBER)
        if self._keyword(text) is not None:
            return replies.encode_error(KEYWORD)
        cost = len(phones)
        if account.left < cost:
            return replies.encode_error(NO_BALANCE)
        if len(self._due) + 2 * cost > MAX_DUE:
            return replies.encode_error(BUSY)
        account.left -= cost
        account.used += cost
        first = self._first_id(cost)
        for index, phone in enumerate(phones):
            self._schedule(name, phone, nth_message_id(first, index), at)
        return replies.encode_ok(first)

    def _first_id(self, number: int) -> str:
        # The i-th phone's id counts up from the first in the sequence, so a run of ids must not wrap.
        if self._sequence + number > _SEQUENCES:
            self._sequence = 0
        sequence = self._sequence
        self._sequence += number
        now = self._clock().astimezone(GATEWAY_ZONE)
        if self.id_form is IdForm.DIGITS:
            return f"{now:%m%d%H%M%S}{sequence:06d}"
        moment = now.month << 60 | now.day << 55 | now.hour << 50 | now.minute << 44 | now.second << 38
        value = moment | _GATEWAY_NUMBER << 20 | sequence
        return str(value - (1 << 64) if value >= 1 << 63 else value)

    def _schedule(self, name: str, phone: PhoneNumber, message_id: str, at: float) -> None:
        # All dice are cast for every message: a fixed outcome must not change the luck of the messages after it.
        luck, first, later = self._rng.random(), self._rng.uniform(1.5, 4.0), self._rng.uniform(4.0, 9.0)
        code = self._rng.choice(FAILURE_CODES)
        if luck < 0.86:
            drawn = Outcome(Fate.DELIVERED)
        elif luck < 0.95:
            drawn = Outcome(Fate.DEFERRED)
        else:
            drawn = Outcome(Fate.FAILED, code)
        outcome = self.outcomes.get(phone, drawn)
        steps: list[tuple[float, int, str]]
        match outcome.fate:
            case Fate.DELIVERED:
                steps = [(first, 0, outcome.code or "DELIVRD")]
            case Fate.DEFERRED:
                steps = [(first, 1, outcome.code or DEFERRED_CODE), (first + later, 0, "DELIVRD")]
            case Fate.FAILED:
                steps = [(first, 2, outcome.code or code)]
            case Fate.SILENT:
                steps = []
        for delay, state, report_code in steps:
            due = _Due(at + delay, next(self._order), name, phone, message_id, state, report_code)
            heapq.heappush(self._due, due)


def gateway_text(moment: datetime) -> str:
    """Write a moment as the gateway does, in its own time."""
    return moment.astimezone(GATEWAY_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _fetch(account: SimAccount, command: _Fetch, at: float, style: ReplyStyle, handover: Handover) -> bytes:
    if at < account.polled_at.get(type(command), -math.inf) + account.min_poll_s:
        too_fast = REPORTS_TOO_FAST if isinstance(command, commands.FetchReports) else MESSAGES_TOO_FAST
        return replies.encode_error(too_fast)
    account.polled_at[type(command)] = at
    match command:
        case commands.FetchMessages():
            messages = _take(account.messages, writing.message_record, style, handover)
            return writing.list_reply(b"31", b"2", messages, style)
        case commands.FetchReports():
            reports = _take(account.reports, writing.report_record, style, handover)
            return writing.list_reply(b"33", b"1", reports, style)
        case commands.FetchServiceMessages():
            service_messages = _take(account.service_messages, writing.service_record, style, handover)
            return writing.service_reply(service_messages, style)


def _take(
    queue: deque[_Record], write: Callable[[_Record, ReplyStyle], bytes], style: ReplyStyle, handover: Handover
) -> list[bytes]:
    taken: list[bytes] = []
    size = 0
    while queue and len(taken) < style.max_records:
        record = write(queue[0], style)
        size += len(record) + 1
        if taken and size > writing.MAX_BODY_BYTES:
            break
        handover.take(queue, queue.popleft())
        taken.append(record)
    return taken
