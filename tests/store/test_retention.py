"""Forgetting old messages keeps the conversations' rows right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwdesk.domain.message import Conversation, DeliveryState, Direction, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def tell(store: Store, text: str, minutes: float, phone: PhoneNumber = ANNA) -> None:
    store.add_incoming([IncomingMessage(phone, text, at(minutes), "")], NOW)


def check_index(store: Store) -> None:
    with store._db.reading() as connection:
        connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


def test_the_oldest_go_first_and_in_steps(store: Store) -> None:
    for minutes in (2, 0, 1, 3):
        tell(store, f"发票{minutes}", minutes)
    assert store.delete_older_than(at(3), limit=2) == 2
    assert [message.text for message in store.thread(ANNA)] == ["发票2", "发票3"]
    conversation = store.conversation(ANNA)
    assert conversation is not None
    assert (conversation.message_count, conversation.unread, conversation.waiting_since) == (2, 2, at(2))
    assert store.delete_older_than(at(3), limit=2) == 1
    assert store.delete_older_than(at(3), limit=2) == 0
    assert [hit.message.text for hit in store.search_messages("发票")] == ["发票3"]
    with store._db.reading() as connection:
        query = "SELECT rowid FROM search_index WHERE search_index MATCH ?"
        assert [row[0] for row in connection.execute(query, ('"发票"',))] == [4]
    check_index(store)


def test_what_is_on_its_way_stays(store: Store) -> None:
    pending, sending, failed = (store.add_outgoing(ANNA, [text], NOW).added[0].row_id for text in "abc")
    store.mark_sending(sending, NOW)
    store.mark_failed(failed, "1", NOW)
    assert store.delete_older_than(at(9)) == 1
    conversation = store.conversation(ANNA)
    assert conversation is not None
    assert (conversation.failed, conversation.message_count, conversation.last_text) == (0, 2, "b")
    assert conversation.last_state is DeliveryState.SENDING
    assert conversation.last_direction is Direction.OUT
    message = store.next_pending()
    assert message is not None
    assert message.row_id == pending


def test_a_conversation_goes_with_its_last_message_unless_a_person_noted_something(store: Store) -> None:
    named, drafted = PhoneNumber("1"), PhoneNumber("2")
    for phone in (ANNA, named, drafted):
        tell(store, "早", 0, phone)
    store.set_name(named, "王")
    store.save_draft(drafted, "half")
    store.delete_older_than(at(1))
    assert store.conversations() == [
        Conversation(named, "王", last_at=at(0)),
        Conversation(drafted, last_at=at(0), draft="half"),
    ]
    tell(store, "新", 2, named)
    assert store.conversations()[0].message_count == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=12), st.integers(0, 10), st.integers(1, 5))
def test_the_row_follows_what_is_left(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[bool, int]], before: int, limit: int
) -> None:
    path: Path = tmp_path_factory.mktemp("retention") / "s"
    with Store(path) as store:
        for incoming, minutes in history:
            if incoming:
                tell(store, "来", minutes)
            else:
                store.cancel(store.add_outgoing(ANNA, ["去"], at(minutes)).added[0].row_id, NOW)
        before_it = store.conversation(ANNA)
        waited = before_it.waiting_since if before_it else None
        while store.delete_older_than(at(before), limit):
            pass
        left = [(incoming, minutes) for incoming, minutes in history if minutes >= before]
        conversation = store.conversation(ANNA)
        if not left:
            assert conversation is None
            return
        assert conversation is not None
        received = [minutes for incoming, minutes in left if incoming]
        assert conversation.message_count == len(left)
        assert conversation.unread == len(received)
        since = [at(minutes) for minutes in received if waited and at(minutes) >= waited]
        assert conversation.waiting_since == min(since, default=None)
        assert conversation.last_at == at(left[-1][1])
        assert (conversation.last_direction is Direction.IN) is left[-1][0]
        check_index(store)
