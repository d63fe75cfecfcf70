"""The gateway's rules without sockets: accounts, balances, queues and the fate of every message.

Time comes in twice and is never read here otherwise: ``clock`` dates the records, and ``at`` (seconds from any origin)
decides when a report is due. With both given and a seeded ``Random``, a run repeats exactly.
"""

from __future__ import annotations

import heapq
import random
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from itertools import count
from typing import TypeVar

from mwdesk.domain import text as sms_text
from mwdesk.domain.account import forbidden_character
from mwdesk.domain.message import DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol import commands, replies

GATEWAY_ZONE = timezone(timedelta(hours=8))
MAX_RECORDS = 500
"""Records in one reply."""
MAX_QUEUE = 100_000
"""Records an account's queue holds; the oldest go first, so that an unwatched demo cannot eat the memory."""
SERVICE_NUMBER = "10690000"

WRONG_LOGIN = 1
NO_BALANCE = 3
BAD_NUMBER = 4
TEXT_TOO_LONG = 11
WRONG_OLD_PASSWORD = 47

FAILURE_CODES = ("UNDELIV", "EXPIRED", "REJECTD", "MK:0012")
DEFERRED_CODE = "MK:0004"
_SEQUENCES = 1_000_000
_Record = TypeVar("_Record")
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


@dataclass(slots=True)
class SimAccount:
    """One enterprise account with what waits to be fetched."""

    password: str = field(repr=False)
    left: int = 1245
    used: int = 38678
    messages: deque[IncomingMessage] = field(default_factory=lambda: deque(maxlen=MAX_QUEUE))
    reports: deque[DeliveryReport] = field(default_factory=lambda: deque(maxlen=MAX_QUEUE))


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
        self.poll_interval: int | None = None
        self._rng = rng if rng is not None else random.Random()  # noqa: S311 - a dice, not a secret
        self._clock = clock
        self._sequence = self._rng.randrange(_SEQUENCES // 2)
        self._order = count()
        self._due: list[_Due] = []

    def log_in(self, command: commands.Login) -> bool:
        """Tell whether account and password fit."""
        account = self.accounts.get(command.account)
        return account is not None and account.password == command.password

    def execute(self, name: str, command: commands.Command, at: float) -> bytes:
        """Carry out a command of a logged-in account and return the reply's bytes."""
        account = self.accounts.get(name)
        if account is None:
            return replies.encode_error(WRONG_LOGIN)
        match command:
            case commands.Login():
                return replies.encode_ok() if self.log_in(command) else replies.encode_error(WRONG_LOGIN)
            case commands.QueryBalance():
                return replies.encode_ok(str(account.left), str(account.used))
            case commands.TestConnection():
                return replies.encode_ok()
            case commands.ChangePassword():
                return self._change_password(name, account, command)
            case commands.Send():
                return self._send(name, account, command, at)
            case commands.FetchMessages():
                messages = _take(account.messages)
                return replies.encode_messages(messages) if messages else self._nothing()
            case commands.FetchReports():
                reports = _take(account.reports)
                return replies.encode_reports(reports) if reports else self._nothing()

    def receive(self, phone: PhoneNumber, text: str, account: str | None = None) -> None:
        """Queue a customer's SMS for an account, by default the first one. Raises ``ValueError`` if GBK lacks it."""
        if not sms_text.can_encode(text):
            raise ValueError("the text holds a character the gateway cannot carry")
        name = account if account is not None else next(iter(self.accounts), "")
        if name not in self.accounts:
            raise ValueError("no such account")
        now = self._clock()
        self.accounts[name].messages.append(
            IncomingMessage(phone, text, now, gateway_text(now), service_number=SERVICE_NUMBER)
        )

    def flood(self, number: int, account: str | None = None) -> None:
        """Queue many messages from many phones at once."""
        if not 0 <= number <= MAX_QUEUE:
            raise ValueError(f"a flood holds 0 to {MAX_QUEUE} messages")
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

    def _nothing(self) -> bytes:
        return replies.encode_ok("0") if self.poll_interval is None else replies.encode_ok("0", str(self.poll_interval))

    def _change_password(self, name: str, account: SimAccount, command: commands.ChangePassword) -> bytes:
        if command.account != name:
            return replies.encode_error(WRONG_LOGIN)
        if command.old != account.password:
            return replies.encode_error(WRONG_OLD_PASSWORD)
        account.password = command.new
        return replies.encode_ok()

    def _send(self, name: str, account: SimAccount, command: commands.Send, at: float) -> bytes:
        if sms_text.length(command.text) > sms_text.SMS_LIMIT:
            return replies.encode_error(TEXT_TOO_LONG)
        if not command.phones or not all(_NUMBER.fullmatch(phone.digits) for phone in command.phones):
            return replies.encode_error(BAD_NUMBER)
        cost = len(command.phones)
        if account.left < cost:
            return replies.encode_error(NO_BALANCE)
        account.left -= cost
        account.used += cost
        ids = self._message_ids(cost)
        for phone, message_id in zip(command.phones, ids, strict=True):
            self._schedule(name, phone, message_id, at)
        return replies.encode_ok(ids[0])

    def _message_ids(self, number: int) -> list[str]:
        # The i-th phone's id is the first plus i in the last six digits, so a run of ids must not wrap.
        if self._sequence + number > _SEQUENCES:
            self._sequence = 0
        stamp = self._clock().astimezone(GATEWAY_ZONE).strftime("%m%d%H%M%S")
        first = self._sequence
        self._sequence += number
        return [f"{stamp}{first + index:06d}" for index in range(number)]

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


def _take(queue: deque[_Record]) -> list[_Record]:
    return [queue.popleft() for _ in range(min(len(queue), MAX_RECORDS))]
