"""Balances told, what follows from them, and the evidence for sends nobody answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.account import Balance
from mwdesk.domain.evidence import CLOCKS_APART, Conclusion, Evidence, issued_at
from mwdesk.domain.message import DeliveryReport
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")
C = Conclusion


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def tell(store: Store, used: int, minutes: float, left: int = 1000) -> None:
    store.note_balance(Balance(left, used), at(minutes))


def rows(store: Store) -> list[tuple[int, ...]]:
    with store._db.reading() as connection:
        return [tuple(row) for row in connection.execute("SELECT messages_left, messages_used FROM usage ORDER BY at")]


def send(store: Store, minutes: float, message_id: str = "") -> int:
    """Send a message that was answered, if there is an id."""
    row_id = store.add_outgoing(ANNA, ["好"], at(minutes)).added[0].row_id
    store.mark_sending(row_id, at(minutes))
    if message_id:
        store.mark_sent(row_id, message_id, at(minutes))
    else:
        store.mark_unknown(row_id, at(minutes + 0.75))
    return row_id


def test_only_changes_take_room(store: Store) -> None:
    for minutes, used in enumerate((5, 5, 5, 6, 6, 5)):
        tell(store, used, minutes)
    assert rows(store) == [(1000, 5), (1000, 6), (1000, 5)]


def test_a_clock_set_back_changes_no_order(store: Store) -> None:
    tell(store, 5, 10)
    tell(store, 6, 3)
    tell(store, 6, 2)
    tell(store, 7, 1)
    assert [used for _, used in rows(store)] == [5, 6, 7]


def test_old_days_keep_their_last_telling(store: Store) -> None:
    for day, hour in product(range(3), range(4)):
        store.note_balance(Balance(0, day * 10 + hour), datetime(2020, 1, 1 + day, hour, tzinfo=UTC))
    assert len(rows(store)) == 12
    tell(store, 99, 0)
    # The last day's telling was the newest that old; which one of its day stays does not matter yet.
    assert [used for _, used in rows(store)] == [3, 13, 23, 99]


def test_consumption_by_hour_and_day(store: Store) -> None:
    midnight = datetime(2024, 5, 6, tzinfo=UTC)
    for hours, used in ((-5, 100), (0.5, 110), (0.9, 111), (2, 120), (30, 150), (31, 4), (80, 50)):
        store.note_balance(Balance(0, used), midnight + timedelta(hours=hours))
    assert store.consumption(midnight, midnight + timedelta(hours=4), timedelta(hours=1)) == [11, 0, 9, 0]
    # The count began anew at 31 hours.
    assert store.consumption(midnight, midnight + timedelta(days=2.5), timedelta(days=1)) == [20, 34, 0]
    assert store.consumption(midnight - timedelta(days=1), midnight, timedelta(days=1)) == [0]


def test_runway(store: Store) -> None:
    assert store.runway(NOW) is None
    tell(store, 100, -3 * 24 * 60, 1000)
    assert store.runway(NOW) is None
    tell(store, 400, -60, 700)
    assert store.runway(NOW) == timedelta(days=7)
    for day in range(30):
        tell(store, 400, day * 24 * 60, 700)
    assert store.runway(at(30 * 24 * 60)) is None


def test_evidence_from_the_count(store: Store) -> None:
    tell(store, 100, 0)
    send(store, 1, "a")
    row_id = send(store, 2)
    assert store.evidence(row_id) == Evidence()
    tell(store, 102, 3)
    assert store.evidence(row_id) == Evidence(100, 102, known_sent=1, unknown=1)
    assert store.evidence(row_id).conclusion is C.LIKELY_SENT
    # Later tellings and messages say nothing new.
    send(store, 4, "b")
    send(store, 5)
    tell(store, 103, 6)
    assert store.evidence(row_id).unexplained == 1


def test_evidence_that_it_was_not_sent(store: Store) -> None:
    tell(store, 100, 0)
    row_id = send(store, 1)
    tell(store, 100, 2)
    assert store.evidence(row_id) == Evidence(100, 100)
    assert store.evidence(row_id).conclusion is C.LIKELY_NOT_SENT


def test_two_unknown_and_one_counted_is_open(store: Store) -> None:
    tell(store, 100, 0)
    first, second = send(store, 1), send(store, 2)
    tell(store, 101, 4)
    for row_id in (first, second):
        assert store.evidence(row_id) == Evidence(100, 101, unknown=2)
        assert store.evidence(row_id).conclusion is C.OPEN


def test_a_count_that_began_anew_is_no_evidence(store: Store) -> None:
    tell(store, 100, 0)
    row_id = send(store, 1)
    tell(store, 1, 2)
    assert store.evidence(row_id) == Evidence()
    assert store.evidence(row_id).conclusion is C.OPEN


def test_evidence_after_a_crash(store: Store) -> None:
    tell(store, 100, 0)
    row_id = store.add_outgoing(ANNA, ["好"], at(1)).added[0].row_id
    store.mark_sending(row_id, at(1))
    store.recover_sending(at(90))
    tell(store, 101, 91)
    assert store.evidence(row_id).conclusion is C.LIKELY_SENT


def test_evidence_from_reports_for_ids_never_learnt(store: Store) -> None:
    row_id = send(store, 1)
    ids = ("0506150909000001", "0506170909000002", "unheard of")
    store.apply_reports([DeliveryReport(message_id, 0, "DELIVRD", "") for message_id in ids], at(20))
    assert store.evidence(row_id) == Evidence(reports=3, fitting_reports=1)
    assert store.evidence(row_id).conclusion is C.LIKELY_SENT


def test_no_evidence_without_a_message(store: Store) -> None:
    with pytest.raises(StoreError):
        store.evidence(1)


@pytest.mark.parametrize(
    ("evidence", "conclusion"),
    [
        (Evidence(), C.OPEN),
        (Evidence(reports=3), C.OPEN),
        (Evidence(fitting_reports=1), C.LIKELY_SENT),
        (Evidence(unknown=2, fitting_reports=1), C.OPEN),
        (Evidence(5, 5), C.LIKELY_NOT_SENT),
        (Evidence(5, 5, fitting_reports=1), C.OPEN),
        (Evidence(5, 7, known_sent=2), C.LIKELY_NOT_SENT),
        (Evidence(5, 6, known_sent=2), C.LIKELY_NOT_SENT),
        (Evidence(5, 6), C.LIKELY_SENT),
        (Evidence(5, 9, unknown=3), C.LIKELY_SENT),
        (Evidence(5, 6, unknown=2), C.OPEN),
        (Evidence(5, 6, unknown=2, fitting_reports=2), C.LIKELY_SENT),
        (Evidence(5, None), C.OPEN),
    ],
)
def test_the_rule(evidence: Evidence, conclusion: Conclusion) -> None:
    assert evidence.conclusion is conclusion


def packed(month: int, day: int, hour: int, minute: int, second: int) -> int:
    number = month << 60 | day << 55 | hour << 50 | minute << 44 | second << 38 | 12345
    return number - 2**64 if number >= 2**63 else number


def test_ids_tell_their_time() -> None:
    east = timedelta(hours=8)
    new_year = datetime(2024, 1, 1, 0, 0, 30, tzinfo=UTC) - east
    assert issued_at("0101000000000009", new_year) == new_year - timedelta(seconds=30)
    assert issued_at("1231235959000009", new_year) == new_year - timedelta(seconds=31)
    assert issued_at(str(packed(5, 6, 15, 8, 9)), NOW) == NOW
    december = datetime(2023, 12, 31, 15, 8, 9, tzinfo=UTC) - east
    assert packed(12, 31, 15, 8, 9) < 0
    assert issued_at(str(packed(12, 31, 15, 8, 9)), december + CLOCKS_APART) == december
    for unreadable in ("", "x", "-", "9" * 30, "²", "9999999999000001" * 2):
        assert issued_at(unreadable, NOW) is None
    assert issued_at("0229120000000001", NOW) == datetime(2024, 2, 29, 4, tzinfo=UTC)


@given(st.one_of(st.text(), st.integers(-(2**64), 2**64).map(str), st.text("0123456789-", max_size=20)))
def test_any_id_is_read_without_an_error(message_id: str) -> None:
    issued_at(message_id, NOW)
