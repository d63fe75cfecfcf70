"""Counts of the day that are kept up must be those a fresh look at the file gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from mwdesk.domain.message import DayCounts, DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging import today
from mwdesk.messaging.today import Today
from mwdesk.store.store import Changes, Store

PHONE = PhoneNumber("13800138000")
MIDNIGHT = datetime(2024, 5, 6, 16, tzinfo=UTC)
NOW = MIDNIGHT + timedelta(hours=9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "mwdesk.db") as store:
        yield store


@pytest.fixture(autouse=True)
def midnight(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    days = [MIDNIGHT]
    monkeypatch.setattr(today, "midnight", lambda: days[-1])
    return days


def sms(at: datetime = NOW) -> IncomingMessage:
    return IncomingMessage(PHONE, "在吗？", at, "")


def some_step(dice: random.Random, store: Store, rows: list[int]) -> Changes:
    at = MIDNIGHT + timedelta(hours=dice.choice((-3, 3)))
    if not rows or dice.random() < 0.3:
        changes = store.add_outgoing(PHONE, ["好的"] * dice.randint(1, 3), at)
        rows += [message.row_id for message in changes.added]
        return changes
    row_id = dice.choice(rows)
    steps = (
        lambda: store.add_incoming([sms(at)], NOW),
        lambda: store.mark_sending(row_id, NOW),
        lambda: store.mark_sent(row_id, f"id{row_id}", NOW),
        lambda: store.mark_failed(row_id, "15", NOW),
        lambda: store.mark_unknown(row_id, NOW),
        lambda: store.put_back(row_id, "15", NOW),
        lambda: store.cancel(row_id, NOW),
        lambda: store.apply_reports([DeliveryReport(f"id{row_id}", dice.randrange(3), "")], NOW),
    )
    return dice.choice(steps)()


def test_what_is_kept_up_is_what_the_file_holds(store: Store) -> None:
    dice, kept = random.Random(7), Today()
    rows: list[int] = []
    seen: list[DayCounts] = []
    kept.counts(store)
    for _ in range(400):
        changes = some_step(dice, store, rows)
        counts = kept.counts(store, changes.added, changes.changed)
        assert counts == Today().counts(store)
        seen.append(counts)
    grown = {after.sent - before.sent for before, after in pairwise(seen)}
    assert grown == {-1, 0, 1}
    assert seen[-1].received > 10
    assert len({counts.pending for counts in seen}) > 5


def test_what_the_file_told_already_counts_once(store: Store) -> None:
    kept = Today()
    changes = store.add_incoming([sms()], NOW)
    assert kept.counts(store, changes.added) == DayCounts(received=1)
    assert kept.counts(store, changes.added) == DayCounts(received=1)


def test_a_new_day_begins_with_what_is_pending(store: Store, midnight: list[datetime]) -> None:
    kept = Today()
    store.add_incoming([sms(), sms(MIDNIGHT - timedelta(hours=1))], NOW)
    (message,) = store.add_outgoing(PHONE, ["好的"], NOW).added
    assert kept.counts(store) == DayCounts(0, 1, 1)
    midnight.append(MIDNIGHT + timedelta(days=1))
    assert kept.counts(store) == DayCounts(0, 0, 1)
    assert kept.counts(store, store.mark_sending(message.row_id, NOW).changed) == DayCounts()


def test_another_file_is_counted_anew(store: Store, tmp_path: Path) -> None:
    kept = Today()
    store.add_incoming([sms()], NOW)
    assert kept.counts(store) == DayCounts(received=1)
    with Store(tmp_path / "other.db") as other:
        assert kept.counts(other) == DayCounts()
