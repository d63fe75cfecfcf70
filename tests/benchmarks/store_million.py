"""Measures the store with years of customers in it, beside raw SQL on the same file in the same run.

    python3 dev.py bench million [--messages N] [--conversations N] [--json FILE]

The floor does the same work in bare statements on the same connection; ratio = value / floor. Plain and
encrypted files are measured one after the other.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from mwdesk.domain.message import Conversation, DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store import search
from mwdesk.store.crypt import Key, connect, convert
from mwdesk.store.driver import sqlite
from mwdesk.store.reader import Reader
from mwdesk.store.rows import to_microseconds
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
KEY = Key.raw(bytes(range(32)))
RUNS = 9
RECORDS = 1000
REPORTS = 500
FILLED_AT_ONCE = 50_000
RARE = "彩虹桥"
RARE_EVERY = 100_000
PHRASES = tuple(
    "您好 请问 我的订单 什么时候 发货 谢谢 可以 退款 快递 还没有 收到 明天 下午 上门 安装 师傅 电话 打不通 麻烦 帮我 "  # noqa: SIM905
    "查一下 地址 改成 北京市 朝阳区 上海 浦东新区 发票 抬头 公司 预约 周六 上午 外景 照片 选片 门店 几点 关门 优惠 "
    "活动 会员 积分 兑换 A12 订单号 20240506 好的 不客气 ， 。 ？".split()
)
FRAGMENTS = (RARE, "彩虹", "退款", "预约周六", "地址外景", "没有的词", "a12", "虹", "您", "0013", "13800", "小明")


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table, in milliseconds: medians, and the slowest run."""

    name: str
    value: float
    worst: float
    floor: float | None = None
    floor_is: str = ""

    @property
    def ratio(self) -> float | None:
        """Tell how many times the floor it costs."""
        return None if not self.floor else self.value / self.floor


def phone_at(number: int) -> PhoneNumber:
    """Return the number of a conversation."""
    return PhoneNumber(f"1{30 + number % 70:02d}{number * 7919 % 100_000_000:08d}")


def texts(count: int, dice: random.Random) -> Iterator[str]:
    """Make texts of about 30 characters, common phrases more often than others."""
    weights = [1 / (rank + 3) for rank in range(len(PHRASES))]
    for number in range(count):
        text = "".join(dice.choices(PHRASES, weights, k=13))
        yield RARE + text if number % RARE_EVERY == 77 else text


def fill(path: Path, messages: int, conversations: int) -> None:
    """Write a history straight into a new plain file."""
    Store(path).close()
    dice = random.Random(1)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO conversations (phone, name, last_at) VALUES (?, ?, 0)",
            [(phone_at(number).digits, "王小明" if number % 500 == 0 else "") for number in range(conversations)],
        )
        made = texts(messages, dice)
        for first in range(1, messages + 1, FILLED_AT_ONCE):
            count = min(FILLED_AT_ONCE, messages + 1 - first)
            rows = []
            for row_id in range(first, first + count):
                at = to_microseconds(NOW) - (messages - row_id) * 60_000_000
                out = row_id % 3 == 0
                phone = phone_at(dice.randrange(conversations)).digits
                state, message_id = ("delivered", f"{row_id:016d}") if out else (None, None)
                rows.append((row_id, phone, "out" if out else "in", next(made), at, state, message_id))
            connection.executemany(
                "INSERT INTO messages (row_id, phone, direction, text, created_at, state, message_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            search.add_to_index(connection, [(row[0], row[3]) for row in rows])
        connection.execute(
            """
            UPDATE conversations SET message_count = n.count, last_row_id = n.last, last_text = m.text,
                last_direction = m.direction, last_state = m.state, last_at = m.created_at
            FROM (SELECT phone, count(*) AS count, max(row_id) AS last FROM messages GROUP BY phone) n, messages m
            WHERE n.phone = conversations.phone AND m.row_id = n.last
            """
        )
        connection.execute("COMMIT")


def turns(
    name: str,
    value: Callable[[], object],
    floor_is: str = "",
    floor: Callable[[], object] | None = None,
    runs: int = RUNS,
    between: Callable[[], object] = lambda: None,
) -> Result:
    """Time value and floor in turn, ``between`` before each; the first of several runs warms up and is not counted."""
    values, floors = [], []
    for _ in range(runs + (runs > 1)):
        between()
        values.append(_ms(value))
        if floor is not None:
            between()
            floors.append(_ms(floor))
    if runs > 1:
        del values[0], floors[:1]
    return Result(name, statistics.median(values), max(values), statistics.median(floors) if floors else None, floor_is)


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


class Desk:
    """A store and a raw connection on one file, and the work done on either."""

    def __init__(self, path: Path, key: Key | None, conversations: int) -> None:
        self.store = Store(path, key)
        # The store's own connection: a second one would take turns with it at emptying each other's page cache.
        self.raw = self.store._db._connection
        self._dice = random.Random(2)
        self._conversations = conversations
        self._texts = texts(10**9, self._dice)
        self._handed_in = 2**63 - 1

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def some_phone(self) -> PhoneNumber:
        """Return the number of any conversation."""
        return phone_at(self._dice.randrange(self._conversations))

    def batch(self) -> list[IncomingMessage]:
        """Make a reply of customers' messages."""
        return [
            IncomingMessage(self.some_phone(), next(self._texts), NOW, "2024-05-06 15:08:09") for _ in range(RECORDS)
        ]

    def ingest(self) -> Result:
        """Store a full reply; the floor inserts such rows, index entries and conversation rows as they are."""
        batches = iter([self.batch() for _ in range(2 * RUNS + 2)])
        prepared = iter([self._as_rows(self.batch()) for _ in range(RUNS + 1)])
        return turns(
            f"ingest of {RECORDS} records",
            lambda: self.store.add_incoming(next(batches), NOW),
            "the rows, prepared, by executemany",
            lambda: self._insert(*next(prepared)),
            between=self._fold_log,
        )

    def _as_rows(self, batch: list[IncomingMessage]) -> tuple[list[tuple[object, ...]], list[str]]:
        at = to_microseconds(NOW)
        rows = [(m.phone.digits, "in", m.text, at, m.gateway_time, None, None, "", at, 0) for m in batch]
        return rows, [search.pairs(m.text) for m in batch]

    def _insert(self, rows: list[tuple[object, ...]], indexed: list[str]) -> None:
        execute = self.raw.execute
        execute("BEGIN IMMEDIATE")
        first = execute("SELECT max(row_id) + 1 FROM messages").fetchone()[0]
        self.raw.executemany(
            "UPDATE conversations SET last_row_id = ?, last_text = ?, last_at = ?, unread = unread + 1,"
            " waiting_since = ?, message_count = message_count + 1 WHERE phone = ?",
            [(row_id, row[2], row[3], row[3], row[0]) for row_id, row in enumerate(rows, first)],
        )
        self.raw.executemany(
            "INSERT INTO messages (row_id, phone, direction, text, created_at, gateway_time, state, message_id,"
            " reason_code, updated_at, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(row_id, *row) for row_id, row in enumerate(rows, first)],
        )
        self.raw.executemany("INSERT INTO search_index (rowid, pairs) VALUES (?, ?)", list(enumerate(indexed, first)))
        execute("COMMIT")

    def hand_in(self) -> list[str]:
        """Let the next older messages of ours stand as sent, and return their ids."""
        with_rows = self.raw.execute(
            "SELECT row_id FROM messages WHERE direction = 'out' AND row_id < ? ORDER BY row_id DESC LIMIT ?",
            (self._handed_in, REPORTS),
        ).fetchall()
        rows = [row[0] for row in with_rows]
        self._handed_in = rows[-1]
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.executemany(
            "UPDATE messages SET state = 'sent', message_id = ? WHERE row_id = ?",
            [(f"x{row:015d}", row) for row in rows],
        )
        self.raw.execute("COMMIT")
        return [f"x{row:015d}" for row in rows]

    def reports(self) -> Result:
        """Apply status reports; the floor updates the messages by their id."""
        mine = iter([[DeliveryReport(i, 0, "DELIVRD", "") for i in self.hand_in()] for _ in range(RUNS + 1)])
        theirs = iter([self.hand_in() for _ in range(RUNS + 1)])

        def floor() -> None:
            self.raw.execute("BEGIN IMMEDIATE")
            self.raw.executemany(
                "UPDATE messages SET state = 'delivered', reason_code = 'DELIVRD', updated_at = 1 WHERE message_id = ?",
                [(message_id,) for message_id in next(theirs)],
            )
            self.raw.execute("COMMIT")

        return turns(
            f"{REPORTS} status reports",
            lambda: self.store.apply_reports(next(mine), NOW),
            "updates by id",
            floor,
            between=self._fold_log,
        )

    def _fold_log(self) -> None:
        # Else every checkpoint would fall to the one whose turn comes second.
        self.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def reads(self) -> list[Result]:
        """Read what the window shows, elsewhere each time."""
        thread = "SELECT * FROM messages WHERE phone = ? AND row_id < 9e18 ORDER BY row_id DESC LIMIT 50"
        listed = "SELECT * FROM conversations WHERE archived = 0 ORDER BY last_at DESC, phone LIMIT 200"
        return [
            turns(
                "newest 50 of a thread",
                lambda: self.store.thread(self.some_phone()),
                "the bare rows",
                lambda: self.raw.execute(thread, (self.some_phone().digits,)).fetchall(),
                100,
            ),
            turns(
                "50 around a row",
                lambda: self.store.thread_around(self.some_phone(), self._dice.randrange(10**6)),
                runs=100,
            ),
            turns(
                "the next 200 of the list",
                lambda: self.store.conversations_after(TOP),
                "the bare rows",
                lambda: self.raw.execute(listed).fetchall(),
            ),
            turns("the day's rows", lambda: self.store.day_rows(NOW - timedelta(hours=8))),
        ]

    def searches(self) -> list[Result]:
        """Search for what is rare, common, split, short, a number and a name."""
        results = []
        for fragment in FRAGMENTS:
            results.append(turns(f"search {fragment}", partial(self.store.search_messages, fragment)))
        results.append(turns("list filter 0013", lambda: self.store.search("0013")))
        return results


TOP = Conversation(PhoneNumber("0"), last_at=NOW + timedelta(days=9999))
"""Stands above every conversation of the list."""


def opening(path: Path, key: Key | None) -> list[Result]:
    """Open the file and read the first screen."""

    def first_screen() -> None:
        with Store(path, key) as store:
            newest = store.conversations_after(TOP, 50)
            store.thread(newest[0].phone)

    def floor() -> None:
        with closing(connect(path, key)) as raw:
            listed = "SELECT * FROM conversations WHERE archived = 0 ORDER BY last_at DESC, phone LIMIT 50"
            raw.execute(listed).fetchall()

    return [turns("open, list and thread, close", first_screen, "connect and list", floor)]


def whole(path: Path, key: Key | None) -> list[Result]:
    """Go through the whole file."""
    copy = path.with_name("copy.db")
    with Reader(path, key) as reader:
        return [
            turns("check", reader.check, "copy of the file", lambda: shutil.copyfile(path, copy), 1),
            turns("backup", lambda: reader.back_up(path.with_name("backup.db")), runs=1),
        ]


def measure(path: Path, key: Key | None, conversations: int) -> list[Result]:
    """Measure one file."""
    results = opening(path, key)
    desk = Desk(path, key, conversations)
    try:
        results += [*desk.reads(), *desk.searches(), desk.reports(), desk.ingest()]
    finally:
        desk.close()
    return results + whole(path, key)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="store_million", description="Measure the store with a long history in it.")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--conversations", type=int, default=50_000)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the filled plain file here, and use it again")
    options = parser.parse_args(arguments)
    document: dict[str, object] = {"sqlite": sqlite.sqlite_version, "messages": options.messages}
    with tempfile.TemporaryDirectory(prefix="mwdesk-bench-") as folder:
        path = Path(folder) / "million.db"
        if options.keep is not None and options.keep.exists():
            shutil.copyfile(options.keep, path)
        else:
            print(f"filling: {_ms(lambda: fill(path, options.messages, options.conversations)) / 1000:.1f} s")
            if options.keep is not None:
                shutil.copyfile(path, options.keep)
        print(f"{path.stat().st_size / options.messages:.0f} bytes a message, index included")
        for name, key in (("plain", None), ("encrypted", KEY)):
            if key is not None:
                print(f"\nencrypting: {_ms(lambda: convert(path, None, KEY)) / 1000:.1f} s")
            results = measure(path, key, options.conversations)
            print(f"\n{name:<30} {'value':>9} {'worst':>9} {'floor':>9} ms {'ratio':>5}  the floor is")
            for result in results:
                floor = f"{result.floor:9.2f}    {result.ratio:5.2f}" if result.floor else " " * 18
                print(f"{result.name:<30} {result.value:9.2f} {result.worst:9.2f} {floor}  {result.floor_is}")
            document[name] = [{**asdict(result), "ratio": result.ratio} for result in results]
    if options.json is not None:
        options.json.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
