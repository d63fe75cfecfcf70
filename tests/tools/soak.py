"""Let two desks work for a long time against gateways that go wrong every few seconds, then settle the accounts.

    python3 dev.py soak [--minutes 30] [--seed N] [--every 3]

One desk reaches its gateway by socket, the other through the HTTP tunnel. Everything is real: service, store file,
simulator, TCP on loopback. A ledger notes what each gateway took and handed over; at the end, once the faults are
cleared and all is quiet, the stores must agree with it.

The gateways give again what they could not hand over, or no client could hold what is checked here. Left out are the
faults after which nobody can tell whether records arrived: bytes sent unasked, and compressed pages.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import gc
import logging
import os
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from mwdesk.app import SessionCredentials
from mwdesk.domain.account import Account, Route, Wiring
from mwdesk.domain.events import Event, LinkChanged, LinkState, MessagesChanged
from mwdesk.domain.message import DeliveryState, Direction, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import MwDeskError
from mwdesk.messaging.service import MessagingService
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.commands import Command, FetchMessages, FetchReports, Send
from mwdesk.simulator.faults import FaultKind, Framing
from mwdesk.simulator.gateway import Fate, Handover, IdForm, Outcome, SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from mwdesk.simulator.writing import RecordForm, ReplyStyle
from tests.tools.memory import memory_folder

TIMINGS = Timings(
    request_timeout_s=1.0,
    poll_s=0.1,
    poll_limit_s=1.0,
    balance_s=1.0,
    keep_alive_s=0.5,
    test_least_s=0.2,
    suspicion_s=0.6,
    retry_first_s=0.02,
    retry_limit_s=0.3,
    stable_s=1.0,
    too_many_logins_s=0.5,
    busy_first_s=0.05,
)
SPEED = 20
"""How much faster the gateways' time passes: reports come after a tenth of a second or half of one."""
PHONES = 40
FLOOD = 500
LATEST_END_S = 0.4
SETTLE_S = 60.0
STOP_LIMIT_S = 2.0
BLOCKED_LIMIT_S = 1.0
GROWTH_LIMIT = 0.10
GROWTH_LIMIT_BYTES = 5 * 1024 * 1024
MEASURED_FROM_S = 240.0
"""A shorter run says nothing about memory, and little about the loop."""
HISTORY = 60_000
"""Messages of earlier years in each store: enough to fill its page cache, so that memory can be flat from the start."""
HISTORY_PHONE = PhoneNumber("13700000000")
LOCKED_OUT_S = 5.0
SHOWN = 30
KEYWORD = "发票"
REFUSALS = (0, 1, 3, 4, 6, 7, 9, 11, 15, 33, 37, 41, 42, 43, 56, 57, 99)
COMMANDS = (None, 20, 28, 31, 33, 57, 61, 100)
OUTCOMES = (
    *[Outcome(Fate.DELIVERED)] * 6,
    *[Outcome(Fate.DEFERRED)] * 2,
    Outcome(Fate.FAILED, "UNDELIV"),
    Outcome(Fate.SILENT),
)
_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)


class Ledger:
    """What the gateways did, in a file: the memory measured is to be the desks'."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE received (account, phone, text, handed INTEGER, PRIMARY KEY (account, text));
            CREATE TABLE sent (account, phone, text, PRIMARY KEY (account, text));
            CREATE TABLE executed (account, phone, text, message_id);
            BEGIN
        """)
        self._handed = 0

    def close(self) -> None:
        self._db.close()

    def note_received(self, account: str, phone: PhoneNumber, text: str) -> None:
        self._db.execute("INSERT INTO received VALUES (?, ?, ?, NULL)", (account, phone.digits, text))

    def note_handed(self, account: str, texts: list[str]) -> None:
        """Note records that leave the gateway now, perhaps once more: the order is that of the last time."""
        numbered = [(self._handed + index, account, text) for index, text in enumerate(texts)]
        self._handed += len(texts)
        self._db.executemany("UPDATE received SET handed = ? WHERE account = ? AND text = ?", numbered)

    def note_sent(self, account: str, phone: PhoneNumber, text: str) -> None:
        self._db.execute("INSERT INTO sent VALUES (?, ?, ?)", (account, phone.digits, text))

    def note_executed(self, account: str, phone: PhoneNumber, text: str, message_id: str) -> None:
        self._db.execute("INSERT INTO executed VALUES (?, ?, ?, ?)", (account, phone.digits, text, message_id))

    def received(self, account: str) -> dict[str, tuple[str, int | None]]:
        """Return phone and place in the order of handing over, by text."""
        rows = self._db.execute("SELECT text, phone, handed FROM received WHERE account = ?", (account,))
        return {text: (phone, handed) for text, phone, handed in rows}

    def sent(self, account: str) -> dict[str, str]:
        """Return the phone by text."""
        return dict(self._db.execute("SELECT text, phone FROM sent WHERE account = ?", (account,)))

    def executed(self, account: str) -> dict[str, list[tuple[str, str]]]:
        """Return phone and message id of every time it was carried out, by text."""
        times: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
        query = "SELECT text, phone, message_id FROM executed WHERE account = ?"
        for text, phone, message_id in self._db.execute(query, (account,)):
            times[text].append((phone, message_id))
        return times


class WatchedGateway(SimulatedGateway):
    """A gateway whose deeds are entered in the ledger."""

    def __init__(self, account: str, ledger: Ledger, rng: random.Random) -> None:
        super().__init__({account: SimAccount("123456", left=1_000_000)}, rng=rng)
        self.redelivers = True
        self.keywords = (KEYWORD,)
        self.fetches: collections.Counter[type[Command]] = collections.Counter()
        self._ledger = ledger

    def execute(
        self,
        name: str,
        command: Command,
        at: float,
        style: ReplyStyle | None = None,
        handover: Handover | None = None,
    ) -> bytes:
        reply = super().execute(name, command, at, style, handover)
        self.fetches[type(command)] += 1
        if isinstance(command, Send) and reply.startswith(b"OK,"):
            self._ledger.note_executed(name, command.phones[0], command.text, reply[3:].strip().decode())
        if isinstance(command, FetchMessages) and handover is not None:
            self._ledger.note_handed(name, [record.text for record in handover.records])
        return reply


@dataclass
class Side:
    """One desk and its gateway."""

    name: str
    wiring: Wiring
    folder: Path
    ledger: Ledger
    rng: random.Random
    faults_met: collections.Counter[str] = field(default_factory=collections.Counter)
    complaints: list[str] = field(default_factory=list)
    link: LinkState = LinkState.SIGNED_OUT
    open_rows: dict[int, DeliveryState] = field(default_factory=dict)
    stop_took_s: float = 0.0

    def __post_init__(self) -> None:
        self.gateway = WatchedGateway(self.name, self.ledger, self.rng)
        self.server = SimulatorServer(self.gateway, speed=SPEED)
        self.credentials = SessionCredentials()
        self.service = self._new_service(self._on_event)
        self.phones = [PhoneNumber(f"138{self.rng.randrange(10**4):04d}{index:04d}") for index in range(PHONES)]
        for index, phone in enumerate(self.phones):
            self.gateway.set_outcome(phone, OUTCOMES[index % len(OUTCOMES)])
        self._numbers = iter(range(10**9))
        self._refused_since: float | None = None

    @property
    def is_http(self) -> bool:
        return self.wiring is Wiring.HTTP

    @property
    def account(self) -> Account:
        port = self.server.http_port if self.is_http else self.server.port
        return Account(self.name, "127.0.0.1", port, Route(self.wiring))

    @property
    def password(self) -> str:
        return self.gateway.accounts[self.name].password

    def _new_service(self, publish: Callable[[Event], None]) -> MessagingService:
        return MessagingService(self.folder / f"{self.name}.db", self.credentials, publish, TIMINGS)

    def _on_event(self, event: Event) -> None:
        match event:
            case LinkChanged():
                self.link = event.state
                refused = event.state is LinkState.REFUSED
                self._refused_since = (self._refused_since or time.monotonic()) if refused else None
            case MessagesChanged():
                for message in (*event.added, *event.changed):
                    if message.state in _OPEN:
                        self.open_rows[message.row_id] = message.state
                    else:
                        self.open_rows.pop(message.row_id, None)

    async def start(self, history: int) -> None:
        await self.server.start()
        await self.service.start()
        then = datetime(2020, 1, 1, tzinfo=UTC)
        for first in range(0, history, 1000):
            texts = (f"旧{number}：" + "请问周六还能约外景吗？" * 4 for number in range(first, first + 1000))
            old = [IncomingMessage(HISTORY_PHONE, text, then, "2020-01-01 08:00:00") for text in texts]
            self.service.archive.store.add_incoming(old, then)
        await self.service.sign_in(self.account, self.password, remember=True)

    async def stop(self) -> None:
        began = time.monotonic()
        await self.service.stop()
        self.stop_took_s = time.monotonic() - began
        await self.server.stop()

    # What people do

    def write(self, phone: PhoneNumber) -> None:
        """Let a customer write something nobody wrote before, with all that records are told apart by."""
        number = next(self._numbers)
        text = self.rng.choice(
            (f"问{number}：请问我的相册好了吗？", f"问{number},8;有空位吗,;，吗", f"问{number}\n第二行\r\n第三行")
        )
        self.ledger.note_received(self.name, phone, text)
        self.gateway.receive(phone, text, self.name)

    async def customers(self) -> None:
        while True:
            await asyncio.sleep(self.rng.expovariate(4))
            self.write(self.rng.choice(self.phones))
            self.server.wake()

    async def operator(self) -> None:
        """Answer customers, and now and then do something else."""
        acts: list[tuple[float, Callable[[], Awaitable[object]]]] = [
            (50, self._answer),
            (4, self._cancel),
            (3, self.service.retry_now),
            (3, self.service.network_changed),
            (1, self._change_password),
            (0.5, self._check_connection),
            (0.5, self._sign_in_again),
            (2, self.service.conversations),
            (3, lambda: self.service.thread(self.rng.choice(self.phones))),
            (2, lambda: self.service.mark_read(self.rng.choice(self.phones))),
            (1, lambda: self.service.save_draft(self.rng.choice(self.phones), "草稿")),
        ]
        weights = [weight for weight, _ in acts]
        while True:
            await asyncio.sleep(self.rng.expovariate(4))
            [(_, act)] = self.rng.choices(acts, weights)
            await act()
            await self._help_out()

    async def _answer(self) -> None:
        texts = [self._reply_text() for _ in range(self.rng.choice((1, 1, 1, 3)))]
        phone = self.rng.choice(self.phones)
        for text in texts:
            self.ledger.note_sent(self.name, phone, text)
        await self.service.send(phone, texts)

    def _reply_text(self) -> str:
        number = next(self._numbers)
        kinds = (
            f"答{number}：可以，周六上午十点。",
            f"答{number}：{KEYWORD}已开。",
            f"答{number}🙂",
            f"答{number}" + "长" * 68,
        )
        [text] = self.rng.choices(kinds, (40, 2, 1, 1))
        return text

    async def _cancel(self) -> None:
        pending = [row_id for row_id, state in self.open_rows.items() if state is DeliveryState.PENDING]
        if pending:
            await self.service.cancel(self.rng.choice(pending))

    async def _change_password(self) -> None:
        with contextlib.suppress(MwDeskError):
            await self.service.change_password(self.password, f"{self.rng.randrange(10**6):06d}")

    async def _check_connection(self) -> None:
        with contextlib.suppress(MwDeskError):
            await self.service.check_connection(self.account, self.password, "", lambda _: None)

    async def _sign_in_again(self) -> None:
        with contextlib.suppress(MwDeskError):
            await self.service.sign_in(self.account, self.password, remember=True)

    async def _help_out(self) -> None:
        """Do what an operator does when the account is refused: try again, then enter the password."""
        if self._refused_since is None:
            return
        await self.service.retry_now()
        if time.monotonic() - self._refused_since > LOCKED_OUT_S:
            self._refused_since = None
            self.complaints.append("locked out though the password entered last holds")
            with contextlib.suppress(MwDeskError):
                await self.service.sign_in(self.account, self.password, remember=True)

    # What goes wrong

    async def chaos(self, every_s: float) -> None:
        """Let one thing at a time go wrong."""
        menu = self._menu()
        while True:
            await asyncio.sleep(self.rng.expovariate(2 / every_s))
            name, act = self.rng.choice(menu)
            planned = await act(self.rng.uniform(0.2, 0.8) * every_s)
            hits = planned - sum(fault.times for fault in self.server.faults.planned)
            self.faults_met[name] += max(hits, 0) if planned else 1
            self.server.faults.clear()
            self.server.commands.clear()
            # A reply whose line end is late counts as not handed over: let it end before anything else happens.
            await asyncio.sleep(LATEST_END_S)

    def _menu(self) -> list[tuple[str, Callable[[float], Awaitable[int]]]]:
        menu: list[tuple[str, Callable[[float], Awaitable[int]]]] = []
        for kind in FaultKind:
            if kind.is_http_only and not self.is_http:
                continue
            menu += [(kind.value, lambda lasts_s, kind=kind: self._plan(kind, lasts_s))] * 2
        menu += [("refuse", lambda lasts_s: self._plan(FaultKind.REFUSE, lasts_s))] * 6
        for attribute, values in self._switches().items():
            menu.append((attribute, lambda lasts_s, a=attribute, v=values: self._switch(a, v, lasts_s)))
        for act in (
            *[self._restart] * 3,
            *[self._drop] * 3,
            *[self._refuse_connections] * 2,
            *[self._too_many_logins] * 2,
            self._fast_polls,
            self._no_credit,
            self._other_ids,
            self._flood,
        ):
            menu.append((act.__name__.strip("_"), act))
        return menu

    def _switches(self) -> dict[str, tuple[object, ...]]:
        switches: dict[str, tuple[object, ...]] = {
            "delay_s": (0.05, 0.2, 0.5),
            "segments": ((1,), (1, 7, 3), (50, 1), (1000,)),
            "line_end": (b"", b"\n"),
            "line_end_delay_s": (0.05, 0.2, LATEST_END_S),
            "poll_interval": (0, 1),
            "record_form": (RecordForm.MANUAL,),
            "max_records": (1, 3, 10),
            "length_counts_crlf": (True,),
            "unpadded_seconds": (True,),
            "count_digits": (1, 2, 4),
            "wrong_count": (True,),
            "trailing_semicolon": (True,),
            "lower_hex": (True,),
            "undecodable_text": (True,),
            "empty_list": (True,),
        }
        if self.is_http:
            switches |= {
                "framing": (Framing.CHUNKED, Framing.NONE),
                "separate_head": (True,),
                "hundred_continue": (True,),
                "text_before_tag": (b"<!-- banner -->",),
                "header_bytes": (1000, 100_000),
                "content_length_error": (-5, 5),
            }
        else:
            switches |= {
                "silent_greeting": (True,),
                "greeting": (b"OK", b"OK,hello\r\n", b"HELLO\r\n", b"\xff"),
                "greeting_delay_s": (0.3, 1.5),
            }
        return switches

    async def _plan(self, kind: FaultKind, lasts_s: float) -> int:
        command, times = self.rng.choice(COMMANDS), self.rng.randint(1, 3)
        if kind is FaultKind.JUNK_BEFORE_REPLY and self.is_http:
            # The tunnel's reader skips junk, so the records would arrive though the gateway thinks they did not.
            command = self.rng.choice((28, 61, 100))
        code, size = 0, None
        match kind:
            case FaultKind.REFUSE:
                code = self.rng.choice(REFUSALS)
            case FaultKind.HTTP_STATUS:
                code = self.rng.choice((204, 403, 404, 407, 500, 502, 503))
            case FaultKind.DROP_MID_REPLY:
                size = self.rng.choice((None, 0, 1, 2, 3, 5, 10, 30))
            case FaultKind.WRONG_LENGTH:
                size = self.rng.choice((-7, -1, 1, 7, 1000))
            case FaultKind.OVERSIZE_FRAME:
                size = 2 * 1024 * 1024
        junk = self.rng.choice((b"\x00\xffjunk\r\n", b"<html>", b"\r\n\r\nXX"))
        self.server.faults.plan(kind, command, times, code=code, size=size, data=junk)
        await asyncio.sleep(lasts_s)
        return times

    async def _switch(self, attribute: str, values: tuple[object, ...], lasts_s: float) -> int:
        setattr(self.server.faults, attribute, self.rng.choice(values))
        if "greeting" in attribute:
            self.server.drop_connections()
        await asyncio.sleep(lasts_s)
        return 0

    async def _restart(self, _: float) -> int:
        await self.server.restart()
        return 0

    async def _drop(self, _: float) -> int:
        self.server.drop_connections()
        return 0

    async def _refuse_connections(self, lasts_s: float) -> int:
        self.server.stop_listening()
        self.server.drop_connections()
        await asyncio.sleep(lasts_s)
        await self.server.listen()
        return 0

    async def _too_many_logins(self, lasts_s: float) -> int:
        return await self._rule(lasts_s, "max_logins", 0, None, drops=True)

    async def _fast_polls(self, lasts_s: float) -> int:
        return await self._rule(lasts_s, "min_poll_s", 0.3 * SPEED, 0.0)

    async def _no_credit(self, lasts_s: float) -> int:
        return await self._rule(lasts_s, "left", 0, 1_000_000)

    async def _rule(self, lasts_s: float, attribute: str, value: object, usual: object, *, drops: bool = False) -> int:
        account = self.gateway.accounts[self.name]
        setattr(account, attribute, value)
        if drops:
            self.server.drop_connections()
        await asyncio.sleep(lasts_s)
        setattr(account, attribute, usual)
        return 0

    async def _other_ids(self, _: float) -> int:
        self.gateway.id_form = self.rng.choice(list(IdForm))
        return 0

    async def _flood(self, _: float) -> int:
        for _index in range(FLOOD):
            self.write(self.rng.choice(self.phones))
        self.server.wake()
        return 0

    # The end

    async def settle(self) -> None:
        """Let everything go right again and wait until nothing moves any more."""
        server, account = self.server, self.gateway.accounts[self.name]
        server.faults.clear()
        await asyncio.sleep(LATEST_END_S)
        account.max_logins, account.min_poll_s, account.left = None, 0.0, 1_000_000
        await server.listen()
        # What a half-open connection took comes back only when the gateway notices that it is dead.
        server.drop_connections()
        quiet = 0
        before = self.gateway.fetches.copy()
        deadline = time.monotonic() + SETTLE_S
        while quiet < 3 and time.monotonic() < deadline:
            await self._help_out()
            if self.link is not LinkState.CONNECTED:
                await self.service.retry_now()
            await asyncio.sleep(0.1)
            polled = all(self.gateway.fetches[kind] > before[kind] for kind in (FetchMessages, FetchReports))
            moving = account.messages or account.reports or self.gateway.next_due() is not None or self.open_rows
            if moving:
                quiet = 0
                if self.open_rows:
                    await self.service.retry_now()
            elif polled:
                quiet += 1
            if polled:
                before = self.gateway.fetches.copy()
        if quiet < 3:
            self.complaints.append(
                f"does not settle: link {self.link.value}, {len(self.open_rows)} on their way, "
                f"{len(account.messages)} messages and {len(account.reports)} reports not fetched"
            )

    async def stored(self) -> list[Message]:
        """Return everything the file holds, read by a fresh service."""
        reader = self._new_service(lambda _: None)
        await reader.start()
        found: list[Message] = []
        known = {*self.phones, *(conversation.phone for conversation in await reader.conversations())}
        for phone in known - {HISTORY_PHONE}:
            before: int | None = None
            while page := await reader.thread(phone, before, 500):
                found += page
                before = page[0].row_id
        await reader.stop()
        return sorted(found, key=lambda message: message.row_id)

    async def check(self) -> None:
        """Compare the store with the ledger."""
        stored = await self.stored()
        self._check_received([message for message in stored if message.direction is Direction.IN])
        self._check_sent([message for message in stored if message.direction is Direction.OUT])
        if self.stop_took_s > STOP_LIMIT_S:
            self.complaints.append(f"stopping took {self.stop_took_s:.1f} s")

    def _check_received(self, stored: list[Message]) -> None:
        received = self.ledger.received(self.name)
        copies = collections.Counter(message.text.rstrip("\ufffd") for message in stored)
        for text in received.keys() - copies.keys():
            self._complain("a customer's message is missing", text)
        last: dict[PhoneNumber, int] = {}
        for message in stored:
            text = message.text.rstrip("\ufffd")
            phone, handed = received.get(text, ("", None))
            if phone != message.phone.digits or handed is None:
                self._complain("nobody wrote this", text)
                continue
            if copies[text] > 1:
                self._complain(f"a customer's message is there {copies[text]} times", text)
            elif handed < last.get(message.phone, -1):
                self._complain("a customer's message is out of order", text)
            last[message.phone] = handed

    def _check_sent(self, stored: list[Message]) -> None:
        sent, executed = self.ledger.sent(self.name), self.ledger.executed(self.name)
        copies = collections.Counter(message.text for message in stored)
        for text in (sent.keys() | executed.keys()) ^ copies.keys():
            self._complain("sent and stored differ", text)
        for message in stored:
            if copies[message.text] > 1 or sent.get(message.text) != message.phone.digits:
                self._complain("a reply is stored twice or under another phone", message.text)
            if fault := self._misfit(message, executed.get(message.text, [])):
                self._complain(f"{message.state.value if message.state else None}: {fault}", repr(message))

    def _misfit(self, message: Message, times: list[tuple[str, str]]) -> str:
        """Tell what a reply's state and the gateway's deeds do not have in common."""
        if len(times) > 1:
            return f"carried out {len(times)} times"
        by_report = message.state is DeliveryState.FAILED and not message.reason_code.startswith(("ER:", "LOCAL"))
        fate = self.gateway.outcomes[message.phone]
        match message.state:
            case DeliveryState.UNKNOWN:
                return ""
            case DeliveryState.SENT | DeliveryState.DELIVERED | DeliveryState.DEFERRED | DeliveryState.FAILED if (
                by_report or message.state is not DeliveryState.FAILED
            ):
                if times != [(message.phone.digits, message.message_id)]:
                    return f"carried out as {times}"
                expected = {Fate.FAILED: DeliveryState.FAILED, Fate.SILENT: DeliveryState.SENT}
                if message.state is not expected.get(fate.fate, DeliveryState.DELIVERED):
                    return f"its report said {fate.fate.value}"
                return "another report's code" if by_report and message.reason_code != fate.code else ""
            case DeliveryState.FAILED | DeliveryState.CANCELLED:
                return "carried out all the same" if times else ""
        return "left over"

    def _complain(self, what: str, about: str) -> None:
        self.complaints.append(f"{what}: {about!r}")

    def summary(self) -> str:
        """Return the desk's line."""
        received, sent = len(self.ledger.received(self.name)), len(self.ledger.sent(self.name))
        verdict = f"{len(self.complaints)} COMPLAINTS" if self.complaints else "all accounted for"
        return (
            f"{self.name} ({'http' if self.is_http else 'socket'}): {received} received, {sent} sent, "
            f"{self.faults_met.total()} faults of {len(self.faults_met)} kinds, "
            f"stopped in {self.stop_took_s:.2f} s: {verdict}"
        )


class Alarms(logging.Handler):
    """Keeps every record at WARNING or above: none is expected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))


@dataclass
class Meter:
    """How the process fares: the loop's longest gap, and the memory once a second where the system tells it."""

    longest_gap_s: float = 0.0
    rss_bytes: list[int] = field(default_factory=list)

    async def tick(self) -> None:
        clock = time.monotonic
        before = sampled = clock()
        while True:
            await asyncio.sleep(0.02)
            now = clock()
            self.longest_gap_s = max(self.longest_gap_s, now - before - 0.02)
            before = now
            if now - sampled >= 1 and (rss := rss_bytes()):
                sampled = now
                self.rss_bytes.append(rss)

    @property
    def growth(self) -> tuple[float, float]:
        """Return the medians of the second and the last quarter, in bytes."""
        quarter = len(self.rss_bytes) // 4
        if not quarter:
            return 0.0, 0.0
        return statistics.median(self.rss_bytes[quarter : 2 * quarter]), statistics.median(self.rss_bytes[-quarter:])


def rss_bytes() -> int:
    """Return the memory the process holds, 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def open_sockets() -> int:
    """Count the process's sockets, 0 where the system does not tell."""
    found = 0
    with contextlib.suppress(OSError):
        for link in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                found += os.readlink(link).startswith("socket:")
    return found


@dataclass(frozen=True)
class Result:
    """What a run ends with."""

    lines: list[str]
    complaints: list[str]
    faults: int


async def soak(
    folder: Path, seconds: float, every_s: float, seed: int, say: Callable[[str], None], enough: asyncio.Event
) -> Result:
    """Run until the time is over or ``enough`` is set, settle, and compare."""
    loop, is_measured = asyncio.get_running_loop(), seconds >= MEASURED_FROM_S
    complaints: list[str] = []
    loop.set_exception_handler(lambda _, context: complaints.append(f"loop: {context}"))
    tasks_before, threads_before, sockets_before = asyncio.all_tasks(), set(threading.enumerate()), open_sockets()
    ledger, meter = Ledger(folder / "ledger.db"), Meter()
    sides = [
        Side(name, wiring, folder, ledger, random.Random(f"{seed} {name}"))
        for name, wiring in (("J00001", Wiring.SOCKET), ("J00002", Wiring.HTTP))
    ]
    with alarms() as texts:
        for side in sides:
            await side.start(HISTORY if is_measured else 0)
        works = [loop.create_task(meter.tick()), loop.create_task(report_progress(sides, meter, say))]
        works += [loop.create_task(work) for s in sides for work in (s.customers(), s.operator(), s.chaos(every_s))]
        ending = loop.create_task(enough.wait())
        await asyncio.wait([*works, ending], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in (*works, ending):
            task.cancel()
        for outcome in await asyncio.gather(*works, ending, return_exceptions=True):
            if isinstance(outcome, Exception):
                complaints.append(f"the soak itself failed: {outcome!r}")
        say("settling")
        await asyncio.gather(*(side.settle() for side in sides))
        for side in sides:
            await side.stop()
        for side in sides:
            await side.check()
        complaints += [f"log: {text}" for text in texts]
    await loop.shutdown_default_executor()
    gc.collect()
    await asyncio.sleep(0.05)
    complaints += [f"task left: {task}" for task in asyncio.all_tasks() - tasks_before]
    complaints += [f"thread left: {thread}" for thread in set(threading.enumerate()) - threads_before]
    if open_sockets() > sockets_before:
        complaints.append(f"{open_sockets() - sockets_before} sockets left")
    early, late = meter.growth
    if is_measured and meter.longest_gap_s > BLOCKED_LIMIT_S:
        complaints.append(f"the loop stood still for {meter.longest_gap_s:.2f} s")
    if is_measured and late - early > max(GROWTH_LIMIT * early, GROWTH_LIMIT_BYTES):
        complaints.append(f"memory grows: {early / 2**20:.1f} to {late / 2**20:.1f} MB")
    lines = [side.summary() for side in sides]
    everything = complaints + [f"{side.name}: {complaint}" for side in sides for complaint in side.complaints]
    faults = sum(side.faults_met.total() for side in sides)
    lines.append(
        f"{'FAILED' if everything else 'ok'}: {faults} faults, {len(everything)} complaints, "
        f"longest gap {meter.longest_gap_s * 1000:.0f} ms, "
        f"memory {early / 2**20:.1f} -> {late / 2**20:.1f} MB, seed {seed}"
    )
    ledger.close()
    return Result(lines, everything, faults)


@contextlib.contextmanager
def alarms() -> Iterator[list[str]]:
    """Collect what is logged at WARNING or above."""
    handler = Alarms()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler.texts
    finally:
        root.removeHandler(handler)


async def report_progress(sides: list[Side], meter: Meter, say: Callable[[str], None]) -> None:
    """Say each minute how things stand."""
    minute = 0
    while True:
        await asyncio.sleep(60)
        minute += 1
        counts = ", ".join(
            f"{s.name} {s.faults_met.total()} faults, {len(s.ledger.received(s.name))} received, "
            f"{len(s.ledger.sent(s.name))} sent, {len(s.open_rows)} on their way, link {s.link.value}"
            for s in sides
        )
        rss = f"{meter.rss_bytes[-1] / 2**20:.1f} MB" if meter.rss_bytes else "unknown"
        say(f"minute {minute}: {counts}; memory {rss}, longest gap {meter.longest_gap_s * 1000:.0f} ms")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="soak", description="Let two desks live through thousands of faults.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=None, help="what repeats the choices, though not the timing")
    parser.add_argument("--every", type=float, default=3.0, help="seconds between faults on each desk")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.randrange(10**6)

    async def run(folder: str) -> Result:
        loop, enough = asyncio.get_running_loop(), asyncio.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(enough.set)

        signal.signal(signal.SIGINT, end)
        signal.signal(signal.SIGTERM, end)
        return await soak(Path(folder), options.minutes * 60, options.every, seed, say, enough)

    def say(text: str) -> None:
        print(text, flush=True)

    say(f"seed {seed}, {options.minutes:g} minutes, a fault every {options.every:g} s on each desk")
    with tempfile.TemporaryDirectory(prefix="mwdesk-soak-", dir=memory_folder()) as folder:
        result = asyncio.run(run(folder))
    for complaint in result.complaints[:SHOWN]:
        say(f"complaint: {complaint}")
    for line in result.lines:
        say(line)
    return 1 if result.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
