"""Who writes what and when."""

from __future__ import annotations

import random

import pytest

from mwdesk.domain.message import DeliveryState, Direction
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import SMS_LIMIT, can_encode, length
from mwdesk.simulator.customers import STORIES, Customers, Story, Writing, demo_history


def _day(seed: int) -> list[Writing]:
    customers = Customers(random.Random(seed))
    customers.open(0.0)
    written: list[Writing] = []
    while (due := customers.next_due()) is not None and due < 3600:
        for writing in customers.take_due(due):
            written.append(writing)
            customers.on_delivered("J00001", writing.phone, due + 3)
    return written


def test_a_seed_makes_a_day_repeatable() -> None:
    def plain(seed: int) -> list[tuple[float, PhoneNumber, str]]:
        return [(w.at, w.phone, w.text) for w in _day(seed)]

    assert plain(1) == plain(1)
    assert plain(1) != plain(2)


def test_stories_are_told_in_order_and_go_on_with_new_people() -> None:
    written = _day(1)
    for story in STORIES:
        assert [w.text for w in written if w.phone == story.phone] == [story.opening, *story.follow_ups]
    assert len({w.phone for w in written}) > len(STORIES)


def test_an_answer_comes_four_to_fifteen_seconds_after_delivery() -> None:
    phone = PhoneNumber("13800138001")
    customers = Customers(random.Random(1), arrivals=False)
    customers.open(0.0)
    assert customers.next_due() is None
    customers.on_delivered("J00001", phone, 10.0)
    customers.on_delivered("J00001", phone, 11.0)
    due = customers.next_due()
    assert due is not None
    assert 14.0 <= due <= 25.0
    assert [w.text for w in customers.take_due(due)] == [STORIES[0].follow_ups[0]]
    assert customers.next_due() is None


def test_there_are_enough_stories() -> None:
    assert len(STORIES) >= 14
    assert len({story.phone for story in STORIES}) == len(STORIES)
    assert all(2 <= len(story.follow_ups) <= 5 for story in STORIES)


@pytest.mark.parametrize("text", [text for s in STORIES for text in (s.opening, *s.follow_ups)])
def test_every_text_fits_one_message(text: str) -> None:
    assert 0 < length(text) <= SMS_LIMIT
    assert can_encode(text)


def test_the_history_shows_every_state_and_waiting_time() -> None:
    history = demo_history()
    assert {m.state for m in history} == {
        None,
        DeliveryState.DELIVERED,
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.DEFERRED,
        DeliveryState.UNKNOWN,
    }
    last = {message.phone: message for message in history}
    assert {m.age_minutes for m in last.values() if m.direction is Direction.IN} == {38, 21, 14, 12, 9, 4, 1}
    assert not {m.phone for m in history} & {story.phone for story in STORIES}
    for message in history:
        assert (message.state is None) is (message.direction is Direction.IN)
        assert 0 < length(message.text) <= SMS_LIMIT
        assert can_encode(message.text)


def test_each_conversation_of_the_history_grows_younger() -> None:
    ages: dict[PhoneNumber, int] = {}
    for message in demo_history():
        assert message.age_minutes < ages.get(message.phone, 10**6)
        ages[message.phone] = message.age_minutes


def test_a_stranger_answers_shortly() -> None:
    customers = Customers(random.Random(1), [Story(PhoneNumber("13800138001"), "您好", ())], arrivals=False)
    customers.on_delivered("J00001", PhoneNumber("13800138099"), 0.0)
    assert [w.text for w in customers.take_due(15.0)] == ["好的，收到"]
