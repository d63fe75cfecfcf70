"""Measures store, client and parser, each beside a floor measured in the same run.

    python3 dev.py bench [--json FILE]
    python3 dev.py bench million [--json FILE]     the store with a million messages in it
    python3 dev.py bench startup [--json FILE]     the program's start, memory and switch between conversations
    python3 dev.py bench view [--json FILE]        the thread: opened, scrolled through, grown
    python3 dev.py bench burst [--json FILE]       the window while 20,000 records come at once

The floor is the least the same work costs here without our code; ratio = value / floor. Value and floor take turns, so
that a slow moment hits both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account, Route, Wiring
from mwdesk.domain.message import DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gateway.client import GatewayClient
from mwdesk.gui.bridge import Bridge
from mwdesk.protocol.commands import Login, QueryBalance
from mwdesk.protocol.http import HttpWire
from mwdesk.protocol.records import GATEWAY_ZONE
from mwdesk.protocol.replies import encode_messages, encode_reports, parse_messages, parse_reports
from mwdesk.store.driver import sqlite
from mwdesk.store.migrations import MIGRATIONS
from mwdesk.store.search import pairs
from mwdesk.store.store import Store
from tests.benchmarks import burst, startup, store_million, view

RECORDS = 1000
PHONES = 50
REPORTS = 500
REQUESTS = 2000
CALLS = 300
STORE_RUNS = 7
CALL_RUNS = 7
CLIENT_RUNS = 5
PARSE_RUNS = 7
ACCOUNT = "J00001"
HOST = "127.0.0.1"
PASSWORD = "123456"
NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: medians, and the single runs behind them."""

    name: str
    unit: str
    value: float
    floor: float
    floor_is: str
    value_runs: list[float]
    floor_runs: list[float]
    most: float | None = None
    """What the value may be."""
    most_ratio: float | None = None

    @property
    def target(self) -> str:
        """Say what is to be reached, and whether it is missed."""
        said = [f"at most {most:g}{of}" for most, of in ((self.most, f" {self.unit}"), (self.most_ratio, " x")) if most]
        return ", ".join(said) + ("  MISSED" if self.is_missed else "")

    @property
    def is_missed(self) -> bool:
        """Tell whether it takes longer than it may."""
        too_long = self.most is not None and self.value > self.most
        return too_long or (self.most_ratio is not None and self.ratio > self.most_ratio)

    @property
    def ratio(self) -> float:
        """Tell how many times the floor it costs."""
        return self.value / self.floor


def _result(
    name: str,
    unit: str,
    floor_is: str,
    values: list[float],
    floors: list[float],
    most: float | None = None,
    most_ratio: float | None = None,
) -> Result:
    medians = statistics.median(values), statistics.median(floors)
    return Result(name, unit, *medians, floor_is, values, floors, most, most_ratio)


def _batch() -> list[IncomingMessage]:
    batch = []
    for number in range(RECORDS):
        at = NOW + timedelta(seconds=number)
        gateway_time = at.astimezone(GATEWAY_ZONE).strftime("%Y-%m-%d %H:%M:%S")
        phone = PhoneNumber(f"139{number % PHONES:08d}")
        batch.append(IncomingMessage(phone, f"第{number}条：请问周六还能约外景吗？", at, gateway_time))
    return batch


def bench_store(folder: Path) -> Result:
    """Store 1000 customers' messages, durably, in a new file each time; the floor inserts the rows that result."""
    batch = _batch()
    values: list[float] = []
    floors: list[float] = []
    for run in range(STORE_RUNS + 1):
        path = folder / f"store-{run}.db"
        with Store(path) as store:
            started = time.perf_counter()
            store.add_incoming(batch, NOW)
            value = time.perf_counter() - started
        with closing(sqlite.connect(path)) as connection:
            rows = {
                table: connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608 - our names
                for table in ("conversations", "messages")
            }
        rows["search_index (rowid, pairs)"] = [(row[0], pairs(row[3])) for row in rows["messages"]]
        floor = _raw_inserts(folder / f"raw-{run}.db", rows)
        if run:  # The first one warms up.
            values.append(value * 1000)
            floors.append(floor * 1000)
    floor_is = "the same rows and index by raw SQL"
    return _result(f"store.add_incoming, {RECORDS} records", "ms", floor_is, values, floors, most_ratio=2)


def _raw_inserts(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        for migration in MIGRATIONS:
            for statement in migration.statements:
                connection.execute(statement)
        inserts = {
            table: f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})"  # noqa: S608 - our names
            for table, found in rows.items()
        }
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            connection.executemany(inserts[table], found)
        connection.execute("COMMIT")
        return time.perf_counter() - started


def bench_reports(folder: Path) -> Result:
    """Read and apply 500 status reports, durably; the floor cuts them up and updates the same rows by their id."""
    path = folder / "reports.db"
    runs = 2 * (STORE_RUNS + 1)
    ids = [f"{number:016d}" for number in range(1, REPORTS * runs + 1)]
    values: list[float] = []
    floors: list[float] = []
    with Store(path) as store, closing(sqlite.connect(path, isolation_level=None)) as raw:
        for number in range(PHONES):
            store.add_outgoing(PhoneNumber(f"139{number:08d}"), ["您的相册已寄出"] * (len(ids) // PHONES), NOW)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("UPDATE messages SET state = 'sent', message_id = printf('%016d', row_id)")
        for run in range(runs):
            batch = ids[run * REPORTS : (run + 1) * REPORTS]
            reply = encode_reports([DeliveryReport(each, 0, "DELIVRD", "2024-05-06 15:10:00") for each in batch])
            reply = reply.rstrip(b"\r\n")
            started = time.perf_counter()
            if run % 2:
                fields = [record.split(b",") for record in reply.split(b";")]
                raw.execute("BEGIN IMMEDIATE")
                raw.executemany(
                    "UPDATE messages SET state = 'delivered', reason_code = ? WHERE message_id = ?",
                    [(each[-1].decode("ascii"), each[-4].decode("ascii")) for each in fields],
                )
                raw.execute("COMMIT")
            else:
                store.apply_reports(parse_reports(reply).reports, NOW)
            took = (time.perf_counter() - started) * 1000
            if run > 1:  # The first of each warms up.
                (floors if run % 2 else values).append(took)
        left = raw.execute("SELECT count(*) FROM messages WHERE state <> 'delivered'").fetchone()[0]
    if left:
        raise RuntimeError(f"{left} reports were not applied")
    floor_is = "split, and update by id in raw SQL"
    return _result(f"{REPORTS} status reports, parsed", "ms", floor_is, values, floors, most=8)


def bench_call() -> Result:
    """Ask the background for nothing, from the window's loop and back; the floor is a bare hop there and back."""
    app = QApplication.instance() or QApplication(["bench"])
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    background = BackgroundLoop()
    background.start()
    try:
        with loop:
            values, floors = loop.run_until_complete(_calls(Bridge(background.submit)))
    finally:
        background.stop()
        asyncio.set_event_loop(None)
    floor_is = "the same between two plain asyncio loops"
    return _result("a call of the window, there and back", "µs", floor_is, values, floors, most=200)


async def _nothing() -> None:
    pass


async def _calls(bridge: Bridge) -> tuple[list[float], list[float]]:
    values: list[float] = []
    floors: list[float] = []
    for run in range(CALL_RUNS + 1):
        started = time.perf_counter()
        for _ in range(CALLS):
            await bridge.call(_nothing())
        value = time.perf_counter() - started
        floor = await asyncio.to_thread(asyncio.run, _plain_calls(bridge))
        if run:  # The first one warms up.
            values.append(value / CALLS * 1e6)
            floors.append(floor / CALLS * 1e6)
    return values, floors


async def _plain_calls(bridge: Bridge) -> float:
    started = time.perf_counter()
    for _ in range(CALLS):
        await bridge.call(_nothing())
    return time.perf_counter() - started


def bench_client(wiring: Wiring) -> Result:
    """Ask a simulator in a process of its own for the balance, one request after another."""
    command = [sys.executable, "-m", "mwdesk.simulator", "--port", "0", "--account", ACCOUNT, "--password", PASSWORD]
    server = subprocess.Popen([*command, "--no-customers"], stdout=subprocess.PIPE)  # noqa: S603 - our own module
    try:
        assert server.stdout is not None
        ports = json.loads(server.stdout.readline())
        port = int(ports["port" if wiring is Wiring.SOCKET else "http_port"])
        values, floors = asyncio.run(_round_trips(Account(ACCOUNT, HOST, port, Route(wiring))))
    finally:
        server.terminate()
        server.communicate()
    name = f"GatewayClient round trip, {wiring.value}"
    return _result(name, "µs", "a bare asyncio streams client", values, floors, most_ratio=2)


async def _round_trips(account: Account) -> tuple[list[float], list[float]]:
    client = await GatewayClient.connect(account)
    await client.login(ACCOUNT, PASSWORD)
    reader, writer = await asyncio.open_connection(account.host, account.port)
    login, request, end = Login(ACCOUNT, PASSWORD).encode(), QueryBalance().encode(), b"\n"
    if account.route.wiring is Wiring.HTTP:
        login, request, end = HttpWire(HOST).request(login), HttpWire(HOST).request(request), b"</html>"
    else:
        await reader.readuntil(end)  # the greeting
    writer.write(login)
    await reader.readuntil(end)
    values: list[float] = []
    floors: list[float] = []
    for run in range(CLIENT_RUNS + 1):
        started = time.perf_counter()
        for _ in range(REQUESTS):
            await client.query_balance()
        value = time.perf_counter() - started
        started = time.perf_counter()
        for _ in range(REQUESTS):
            writer.write(request)
            await writer.drain()
            await reader.readuntil(end)
        floor = time.perf_counter() - started
        if run:  # The first one warms up.
            values.append(value / REQUESTS * 1e6)
            floors.append(floor / REQUESTS * 1e6)
    writer.close()
    await writer.wait_closed()
    await client.close()
    return values, floors


def bench_parse() -> Result:
    """Read a reply of 1000 records; the floor only cuts it up and decodes the texts."""
    batch = _batch()
    reply = encode_messages(batch).rstrip(b"\r\n")
    if list(parse_messages(reply, NOW).messages) != batch:
        raise RuntimeError("the reply is not read as it was written")
    values: list[float] = []
    floors: list[float] = []
    for run in range(PARSE_RUNS + 1):
        started = time.perf_counter()
        parse_messages(reply, NOW)
        value = time.perf_counter() - started
        started = time.perf_counter()
        for record in reply.split(b";"):
            bytes.fromhex(record.rsplit(b",", 1)[1].decode("ascii")).decode("gbk")
        floor = time.perf_counter() - started
        if run:  # The first one warms up.
            values.append(value / RECORDS * 1e6)
            floors.append(floor / RECORDS * 1e6)
    return _result("parse_messages, per record", "µs", "split and decode the text only", values, floors)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code: 1 if a target is missed."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["million"]:
        return store_million.main(arguments[1:])
    if arguments[:1] == ["startup"]:
        return startup.main(arguments[1:])
    if arguments[:1] == ["view"]:
        return view.main(arguments[1:])
    if arguments[:1] == ["burst"]:
        return burst.main(arguments[1:])
    parser = argparse.ArgumentParser(prog="bench", description="Measure MWDesk beside what is possible here.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results, single runs included")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="mwdesk-bench-") as folder:
        stored = [bench_store(Path(folder)), bench_reports(Path(folder))]
    results = [*stored, *map(bench_client, Wiring), bench_parse(), bench_call()]
    print(f"{'':<36} {'value':>9} {'floor':>9}       {'ratio':>6}  {'the floor is':<42} target")
    for result in results:
        figures = f"{result.value:9.2f} {result.floor:9.2f} {result.unit:<5} {result.ratio:6.2f}"
        print(f"{result.name:<36} {figures}  {result.floor_is:<42} {result.target}")
    if options.json is not None:
        document = {
            "python": platform.python_version(),
            "sqlite": sqlite.sqlite_version,
            "system": platform.system(),
            "results": [{**asdict(result), "ratio": result.ratio} for result in results],
        }
        options.json.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 1 if any(result.is_missed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
