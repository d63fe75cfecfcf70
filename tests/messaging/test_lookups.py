"""The slow reads: what is found, in pages; what failed; the figures of the usage page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mwdesk.domain.account import Balance
from mwdesk.domain.finding import Query
from mwdesk.domain.message import DeliveryReport, DeliveryState, Direction, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging import lookups
from mwdesk.store.reader import Reader
from mwdesk.store.store import Store

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
A, B, C = (PhoneNumber(f"1380013800{n}") for n in range(3))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "desk.db") as store:
        yield store


@pytest.fixture
def reader(tmp_path: Path, store: Store) -> Iterator[Reader]:
    with Reader(tmp_path / "desk.db") as reader:
        yield reader


def receive(store: Store, phone: PhoneNumber, *texts: str, at: datetime = NOW) -> None:
    store.add_incoming([IncomingMessage(phone, text, at, "2026-11-23 12:00:00") for text in texts], at)


def reply(
    store: Store, phone: PhoneNumber, text: str, state: DeliveryState, message_id: str = "", at: datetime = NOW
) -> int:
    row_id = store.add_outgoing(phone, [text], at).added[0].row_id
    if state is DeliveryState.PENDING:
        return row_id
    store.mark_sending(row_id, at)
    if state is DeliveryState.UNKNOWN:
        store.mark_unknown(row_id, at, "LOST")
    elif state is DeliveryState.FAILED and not message_id:
        store.mark_failed(row_id, "ER:15", at)
    else:
        store.mark_sent(row_id, message_id, at)
        figure = {DeliveryState.DELIVERED: 0, DeliveryState.FAILED: 2}.get(state)
        if figure is not None:
            store.apply_reports([DeliveryReport(message_id, figure, "CODE")], at)
    return row_id


def test_customers_and_messages_are_found_apart(store: Store, reader: Reader) -> None:
    receive(store, A, "另外相册想换成横版的，可以吗？")
    receive(store, B, "您好")
    store.set_name(B, "何相册师傅")
    reply(store, A, "横版相册可以更换。", DeliveryState.DELIVERED, "1")
    found = lookups.find(reader, Query("相册"), None)
    assert [(each.conversation.phone, each.in_name, each.start, each.length) for each in found.customers] == [
        (B, True, 1, 2)
    ]
    assert [(each.message.direction, each.start) for each in found.messages] == [(Direction.OUT, 2), (Direction.IN, 2)]
    assert found.next_row is None
    assert lookups.find(reader, Query("相册", direction=Direction.IN), None).messages == found.messages[1:]
    assert lookups.find(reader, Query("相册", states=(DeliveryState.DELIVERED,)), None).customers == ()


def test_a_number_finds_its_customer(store: Store, reader: Reader) -> None:
    receive(store, A, "a")
    receive(store, B, "call 8001")
    found = lookups.find(reader, Query("0 138"), None)
    assert {each.conversation.phone for each in found.customers} == {A, B}
    assert (found.customers[0].start, found.customers[0].length) == (A.digits.index("0138"), 4)
    assert lookups.find(reader, Query("8001"), None).messages[0].message.phone == B


def test_pages_hold_every_hit_once(store: Store, reader: Reader) -> None:
    for n in range(70):
        receive(store, (A, B, C)[n % 3], f"相册 {n}", f"别的 {n}")
    rows: list[int] = []
    before: int | None = None
    pages = 0
    while True:
        page = lookups.find(reader, Query("相册"), before, limit=20)
        rows += [each.message.row_id for each in page.messages]
        pages += 1
        if page.next_row is None:
            break
        before = page.next_row
    assert len(rows) == len(set(rows)) == 70
    assert rows == sorted(rows, reverse=True)
    assert pages == 4


def test_hits_behind_many_of_the_other_side_are_still_reached(store: Store, reader: Reader) -> None:
    reply(store, A, "相册好了", DeliveryState.DELIVERED, "1")
    receive(store, B, *["相册"] * 2000)
    query = Query("相册", direction=Direction.OUT)
    page = lookups.find(reader, query, None)
    while not page.messages:
        assert page.next_row is not None
        page = lookups.find(reader, query, page.next_row)
    assert page.messages[0].message.phone == A


def test_hits_in_one_thread_come_oldest_first(store: Store, reader: Reader) -> None:
    receive(store, A, *(f"相册 {n}" if n % 300 == 0 else "别的" for n in range(1201)))
    receive(store, B, "相册")
    rows = lookups.find_in_thread(reader, A, " 相册 ")
    assert rows == [1, 301, 601, 901, 1201]
    assert lookups.find_in_thread(reader, A, "") == []


def test_troubled_messages(store: Store, reader: Reader) -> None:
    since = NOW - timedelta(days=30)
    old = reply(store, B, "old", DeliveryState.FAILED, "4", NOW - timedelta(days=400))
    reply(store, B, "old and silent", DeliveryState.SENT, "5", NOW - timedelta(days=31))
    failed = reply(store, A, "f", DeliveryState.FAILED, "1", NOW - timedelta(hours=1))
    unknown = reply(store, B, "u", DeliveryState.UNKNOWN, at=NOW)
    silent = reply(store, B, "s", DeliveryState.SENT, "2", NOW - timedelta(hours=100))
    reply(store, B, "fresh", DeliveryState.SENT, "3", NOW - timedelta(hours=1))
    store.set_name(A, "Anna")
    found = lookups.troubled(reader, since, NOW - timedelta(hours=72))
    named = [(each.message.row_id, each.name) for each in found]
    assert named == [(silent, ""), (unknown, ""), (failed, "Anna"), (old, "")]
    assert reader.list_counts().failed == len({A, B}), "as many as the list counts"


def days_before(now: datetime, count: int) -> list[datetime]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return [today - timedelta(days=back) for back in range(count - 1, -1, -1)]


def test_figures_count_as_the_gateway_and_the_day_do(store: Store, reader: Reader) -> None:
    days = days_before(NOW, 7)
    receive(store, A, "old", at=days[0] - timedelta(seconds=1))
    receive(store, A, "a", "b", at=days[0])
    reply(store, A, "c", DeliveryState.DELIVERED, "1", days[5] + timedelta(hours=23, minutes=59))
    reply(store, A, "d", DeliveryState.DELIVERED, "2", days[6] + timedelta(hours=3))
    reply(store, A, "e", DeliveryState.FAILED, "3", days[6] + timedelta(hours=3, minutes=1))
    reply(store, A, "refused", DeliveryState.FAILED, "", days[6] + timedelta(hours=3, minutes=2))
    reply(store, A, "unknown", DeliveryState.UNKNOWN, at=days[6] + timedelta(hours=3, minutes=3))
    reply(store, A, "waits", DeliveryState.PENDING, at=days[6] + timedelta(hours=3, minutes=4))
    figures = lookups.figures(reader, days, NOW, None)
    assert [(each.sent, each.received) for each in figures.stretches] == [
        (0, 2), (0, 0), (0, 0), (0, 0), (0, 0), (1, 0), (3, 0),
    ]  # fmt: skip
    assert figures.stretches[-1].sent == len(store.day_rows(days[6])[0])
    assert [each.sent for each in figures.hours] == [0, 0, 0, 3, *[0] * 20]
    assert (figures.delivered, figures.failed, figures.unknown) == (2, 2, 1)
    assert figures.delivered_percent == 50


def test_what_nobody_told_stays_none(store: Store, reader: Reader) -> None:
    figures = lookups.figures(reader, days_before(NOW, 7), NOW, None)
    assert figures.runway is figures.balance is figures.used_today is figures.delivered_percent is None


def test_use_is_told_since_when_it_is_known(store: Store, reader: Reader) -> None:
    first = NOW - timedelta(days=2)
    store.note_balance(Balance(1000, 100), first)
    store.set_fact(lookups.TOLD_SINCE, first.isoformat())
    store.note_balance(Balance(900, 200), NOW - timedelta(hours=30))
    store.note_balance(Balance(880, 220), NOW - timedelta(minutes=1))
    figures = lookups.figures(reader, days_before(NOW, 7), NOW, (Balance(880, 220), NOW))
    assert figures.used_today is not None
    assert figures.used_today.count == 20
    assert figures.used_today.since == days_before(NOW, 7)[-1]
    assert figures.used_this_month is not None
    assert figures.used_this_month.count == 120
    assert figures.used_this_month.since == first, "not since the first of the month: nobody counted then"
    assert figures.runway == timedelta(days=2) * 880 / 120


def test_what_was_noted_about_a_customer_is_found(store: Store, reader: Reader) -> None:
    receive(store, A, "在吗")
    receive(store, B, "横版还是竖版")
    store.add_note(A, "孩子对闪光灯敏感", "小吴", NOW)
    store.add_note(A, "要横版相册", "小吴", NOW)
    store.add_note(A, "横版相册已印", "小李", NOW)
    [customer] = lookups.find(reader, Query("横版相册"), None).customers
    assert customer.conversation.phone == A
    assert customer.note == "横版相册已印"
    assert customer.note[customer.start : customer.start + customer.length] == "横版相册"
    assert lookups.find(reader, Query("100%_"), None).customers == ()
