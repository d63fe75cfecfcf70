"""Who was answered after how long a wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mwdesk.domain.figures import Answers
from mwdesk.domain.message import IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, 123457, tzinfo=UTC)
ANNA, BEN = PhoneNumber("13800138000"), PhoneNumber("13900139000")
NOBODY = Answers()


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def ask(store: Store, minutes: float, phone: PhoneNumber = ANNA) -> None:
    store.add_incoming([IncomingMessage(phone, "在吗？", at(minutes), "")], at(minutes))


def reply(store: Store, minutes: float, phone: PhoneNumber = ANNA, parts: int = 1) -> list[int]:
    return [message.row_id for message in store.add_outgoing(phone, ["在的。"] * parts, at(minutes)).added]


def answers(customers: int, minutes: float) -> Answers:
    return Answers(customers, timedelta(minutes=minutes))


def test_the_wait_begins_with_the_first_message_of_a_turn(store: Store) -> None:
    ask(store, 0)
    ask(store, 3)
    assert store.answers(NOW) == NOBODY
    reply(store, 5)
    ask(store, 10, BEN)
    reply(store, 11, BEN)
    assert store.answers(NOW) == answers(2, 3)
    ask(store, 20)
    reply(store, 29)
    assert store.answers(NOW) == answers(2, 5), "a customer answered twice is one, with two waits"


def test_only_waits_are_answered(store: Store) -> None:
    reply(store, 0, BEN)
    ask(store, 1)
    reply(store, 2)
    reply(store, 50)
    assert store.answers(NOW) == answers(1, 1)


def test_a_day_counts_its_own_answers_with_their_whole_waits(store: Store) -> None:
    ask(store, -600)
    ask(store, -20, BEN)
    reply(store, -10, BEN)
    reply(store, 0)
    assert store.answers(NOW) == answers(1, 600)


def test_what_was_put_away_did_not_wait(store: Store) -> None:
    ask(store, 0)
    store.resolve(ANNA, at(1))
    ask(store, 100)
    reply(store, 102)
    assert store.answers(NOW) == answers(1, 2)
    ask(store, 200)
    store.resolve(ANNA, at(201))
    reply(store, 300)
    ask(store, 300, BEN)
    store.archive(BEN)
    reply(store, 310, BEN)
    assert store.answers(NOW) == answers(1, 2)


def test_who_is_put_off_waits_all_the_same(store: Store) -> None:
    ask(store, 0)
    store.snooze(ANNA, at(60))
    reply(store, 30)
    assert store.answers(NOW) == answers(1, 30)


def test_what_was_taken_back_answers_nobody(store: Store) -> None:
    ask(store, 0)
    first, second = reply(store, 4, parts=2)
    ask(store, 0, BEN)
    store.cancel(reply(store, 1, BEN)[0], at(1))
    ask(store, 1, BEN)
    reply(store, 2, BEN)
    assert store.answers(NOW) == answers(2, 3), "one answer in two messages"
    store.cancel(first, at(5))
    assert store.answers(NOW) == answers(2, 3), "half of it still goes out"
    store.cancel(second, at(5))
    assert store.answers(NOW) == answers(1, 2)
    reply(store, 8)
    assert store.answers(NOW) == answers(2, 5)


def test_a_clock_set_back_makes_no_negative_wait(store: Store) -> None:
    ask(store, 10)
    reply(store, 0)
    assert store.answers(NOW) == answers(1, 0)
