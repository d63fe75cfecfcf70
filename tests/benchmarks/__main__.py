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

from mwdesk.domain.account import Account, Route, Wiring
from mwdesk.domain.message import IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gateway.client import GatewayClient
from mwdesk.protocol.commands import Login, QueryBalance
from mwdesk.protocol.http import HttpWire
from mwdesk.protocol.records import GATEWAY_ZONE
from mwdesk.protocol.replies import encode_messages, parse_messages
from mwdesk.store.driver import sqlite
from mwdesk.store.migrations import MIGRATIONS
from mwdesk.store.search import pairs
from mwdesk.store.store import Store
from tests.benchmarks import burst, startup, store_million, view

RECORDS = 1000
PHONES = 50
REQUESTS = 2000
STORE_RUNS = 7
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

    @property
    def ratio(self) -> float:
        """Tell how many times the floor it costs."""
        return self.value / self.floor


def _result(name: str, unit: str, floor_is: str, values: list[float], floors: list[float]) -> Result:
    return Result(name, unit, statistics.median(values), statistics.median(floors), floor_is, values, floors)


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
    return _result(f"store.add_incoming, {RECORDS} records", "ms", floor_is, values, floors)


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
    return _result(name, "µs", "a bare asyncio streams client", values, floors)


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
    """Run from the command line; return the exit code."""
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
        results = [bench_store(Path(folder)), *map(bench_client, Wiring), bench_parse()]
    print(f"{'':<34} {'value':>9} {'floor':>9}       {'ratio':>6}  the floor is")
    for result in results:
        figures = f"{result.value:9.2f} {result.floor:9.2f} {result.unit:<5} {result.ratio:6.2f}"
        print(f"{result.name:<34} {figures}  {result.floor_is}")
    if options.json is not None:
        document = {
            "python": platform.python_version(),
            "sqlite": sqlite.sqlite_version,
            "system": platform.system(),
            "results": [{**asdict(result), "ratio": result.ratio} for result in results],
        }
        options.json.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
