"""Changes put together say the same as one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwdesk.domain.message import Conversation, DeliveryReport, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging.gathering import Gathering, merged
from mwdesk.store.store import Changes, Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
PHONES = tuple(PhoneNumber(f"1380013800{number}") for number in range(3))
ACTS = ("receive", "write", "sending", "sent", "failed", "delivered", "report first", "dismiss", "read", "resolve")


def act(store: Store, name: str, number: int) -> Changes:
    phone, row_id = PHONES[number % 3], number + 1
    message_id = f"id {row_id}"
    match name:
        case "receive":
            both = (phone, PHONES[(number + 1) % 3], phone)
            return store.add_incoming([IncomingMessage(each, f"{number}", NOW, "") for each in both], NOW)
        case "write":
            return store.add_outgoing(phone, [f"{number}", "and more"], NOW)
        case "sending":
            return store.mark_sending(row_id, NOW)
        case "sent":
            return store.mark_sent(row_id, message_id, NOW)
        case "failed":
            return store.mark_failed(row_id, "ER:9", NOW)
        case "dismiss":
            return store.dismiss_failed(row_id)
        case "read":
            return store.mark_read(phone)
        case "resolve":
            return store.resolve(phone, NOW)
        case _:
            figure = 0 if name == "delivered" else 1
            return store.apply_reports([DeliveryReport(message_id, figure, "DELIVRD")], NOW)


def seen(several: Sequence[Changes], known: Sequence[Message]) -> tuple[list[Message], dict[PhoneNumber, Conversation]]:
    """Return what stands in a window that knew some messages and was told of changes."""
    messages = {message.row_id: message for message in known}
    conversations: dict[PhoneNumber, Conversation] = {}
    for changes in several:
        messages.update((message.row_id, message) for message in changes.added)
        messages.update((message.row_id, message) for message in changes.changed if message.row_id in messages)
        conversations.update((conversation.phone, conversation) for conversation in changes.conversations)
    return list(messages.values()), conversations


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 12)), max_size=30), st.integers(0, 30))
def test_together_says_the_same_as_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]], first: int
) -> None:
    with Store(tmp_path_factory.mktemp("gathered") / "s") as store:
        every = [act(store, name, number) for name, number in acts]
        known, _ = seen(every[:first], [])
        assert seen([merged(every[first:])], known) == seen(every[first:], known)
        told = merged(every)
        assert {message.row_id for message in told.added}.isdisjoint(message.row_id for message in told.changed)
        for message in (*told.added, *told.changed):
            assert message == store.message(message.row_id)
        for conversation in told.conversations:
            assert conversation == store.conversation(conversation.phone)


def change(number: int) -> Changes:
    return Changes(conversations=(Conversation(PHONES[0], unread=number),))


def unread(told: Sequence[Changes]) -> list[int]:
    return [changes.conversations[0].unread for changes in told]


async def test_the_first_is_told_at_once_and_the_next_when_the_pause_ends() -> None:
    told: list[Changes] = []
    another = asyncio.Event()

    def publish(changes: Changes) -> None:
        told.append(changes)
        another.set()

    gathering = Gathering(publish, 0.005)
    gathering.put(change(1))
    assert unread(told) == [1]
    for number in (2, 3, 4):
        gathering.put(change(number))
    assert unread(told) == [1]
    another.clear()
    await another.wait()
    assert unread(told) == [1, 4]
    gathering.put(change(5))  # in the pause that follows
    assert unread(told) == [1, 4]
    another.clear()
    await another.wait()
    assert unread(told) == [1, 4, 5]
    gathering.close()


async def test_what_was_gathered_can_be_told_before_its_time() -> None:
    told: list[Changes] = []
    gathering = Gathering(told.append, 3600)
    for number in (1, 2, 3):
        gathering.put(change(number))
    gathering.flush()
    gathering.flush()
    assert unread(told) == [1, 3]
    gathering.put(change(4))
    gathering.close()
    assert unread(told) == [1, 3, 4]


async def test_at_rest_it_holds_nothing_up() -> None:
    told: list[Changes] = []
    gathering = Gathering(told.append, 0.0)
    for number in (1, 2):
        gathering.put(change(number))
        for _ in range(3):  # rounds of the loop
            await asyncio.sleep(0)
    assert unread(told) == [1, 2]
    gathering.close()
