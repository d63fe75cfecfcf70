"""What an operator does with a conversation as a whole, and what a customer's message does to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mwdesk.domain.message import Conversation, DeliveryReport, DeliveryState, IncomingMessage, ListCounts
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.store import Changes, Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA, BEN, CARL = PhoneNumber("13800138000"), PhoneNumber("13900139000"), PhoneNumber("13700137000")


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def receive(store: Store, phone: PhoneNumber, minutes: float = 0, text: str = "在吗") -> Conversation:
    record = IncomingMessage(phone, text, at(minutes), f"2024-05-06 15:{minutes}")
    return store.add_incoming([record], at(minutes)).conversations[0]


def fail(store: Store, phone: PhoneNumber, minutes: float = 0) -> int:
    row_id = store.add_outgoing(phone, [f"好{minutes}"], at(minutes)).added[0].row_id
    store.mark_failed(row_id, "ER:15", at(minutes))
    return row_id


def row(store: Store, phone: PhoneNumber = ANNA) -> Conversation:
    conversation = store.conversation(phone)
    assert conversation is not None
    return conversation


def listed(store: Store) -> list[PhoneNumber]:
    return [conversation.phone for conversation in store.conversations()]


def test_a_new_conversation_has_no_marks(store: Store) -> None:
    conversation = receive(store, ANNA)
    assert conversation.is_waiting
    assert conversation.is_unread
    marks = (conversation.pinned, conversation.archived, conversation.blocked, conversation.marked_unread)
    assert marks == (False, False, False, False)
    assert conversation.resolved_at is conversation.snoozed_until is None


def test_pinned_ones_stand_first_and_come_once(store: Store) -> None:
    for minutes, phone in enumerate((ANNA, BEN, CARL)):
        receive(store, phone, minutes)
        store.add_outgoing(phone, ["好"], at(minutes))
        store.mark_read(phone)
    (pinned,) = store.pin(ANNA).conversations
    assert pinned.pinned
    assert listed(store) == [ANNA, CARL, BEN]
    assert [each.phone for each in store.conversations(limit=1)] == [ANNA, CARL]
    assert [each.phone for each in store.conversations_after(row(store, CARL))] == [BEN]
    assert store.pin(ANNA) == Changes()
    store.pin(ANNA, False)
    assert listed(store) == [CARL, BEN, ANNA]


MARKS: dict[str, tuple[Callable[[Store], Changes], Callable[[Store], Changes]]] = {
    "archive": (lambda store: store.archive(ANNA), lambda store: store.archive(ANNA, False)),
    "resolve": (lambda store: store.resolve(ANNA, at(5)), lambda store: store.resolve(ANNA, None)),
    "snooze": (lambda store: store.snooze(ANNA, at(60)), lambda store: store.snooze(ANNA, None)),
    "block": (lambda store: store.block(ANNA), lambda store: store.block(ANNA, False)),
}


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_ends_the_wait_and_taking_it_back_returns_it(store: Store, mark: str) -> None:
    put, take_back = MARKS[mark]
    receive(store, ANNA, 1)
    (marked,) = put(store).conversations
    assert not marked.is_waiting
    assert not marked.is_unread
    assert marked == row(store)
    assert store.list_counts().waiting == store.list_counts().unread == 0
    assert put(store) == Changes()
    (back,) = take_back(store).conversations
    assert back.waiting_since == at(1)
    assert store.list_counts().waiting == 1
    assert take_back(store) == Changes()


@pytest.mark.parametrize("mark", ["archive", "resolve", "snooze"])
def test_an_answer_from_the_customer_reopens(store: Store, mark: str) -> None:
    receive(store, ANNA, 1)
    MARKS[mark][0](store)
    conversation = receive(store, ANNA, 9)
    assert not conversation.archived
    assert conversation.resolved_at is conversation.snoozed_until is None
    # What was resolved is done: a new wait begins.
    assert conversation.waiting_since == at(9 if mark == "resolve" else 1)
    assert conversation.unread == 1
    assert listed(store) == [ANNA]


def test_what_a_blocked_number_writes_is_stored_and_asks_for_nothing(store: Store) -> None:
    (blocked,) = store.block(ANNA).conversations
    assert blocked.blocked
    store.archive(ANNA)
    conversation = receive(store, ANNA, 2, "广告")
    assert (conversation.unread, conversation.waiting_since, conversation.last_text) == (0, None, "广告")
    assert conversation.archived
    assert [message.text for message in store.thread(ANNA)] == ["广告"]
    assert store.list_counts() == ListCounts(archived=1, blocked=1)
    store.block(ANNA, False)
    assert receive(store, ANNA, 3).waiting_since == at(3)


def test_a_batch_to_blocked_and_others(store: Store) -> None:
    store.block(ANNA)
    batch = [IncomingMessage(phone, "你好", at(1), "") for phone in (ANNA, BEN, ANNA)]
    changes = store.add_incoming(batch, at(1))
    assert [(each.phone, each.unread, each.is_waiting) for each in changes.conversations] == [
        (ANNA, 0, False),
        (BEN, 1, True),
    ]
    assert len(changes.added) == 3


def test_a_report_keeps_the_marks(store: Store) -> None:
    row_id = store.add_outgoing(ANNA, ["好"], at(0)).added[0].row_id
    store.mark_sending(row_id, at(0))
    store.mark_sent(row_id, "7", at(0))
    store.pin(ANNA)
    store.resolve(ANNA, at(1))
    (conversation,) = store.apply_reports([DeliveryReport("7", 0, "DELIVRD", "")], at(2)).conversations
    assert conversation == row(store)
    assert (conversation.pinned, conversation.resolved_at) == (True, at(1))
    assert conversation.last_state is DeliveryState.DELIVERED


def test_the_archive_is_a_list_of_its_own(store: Store) -> None:
    for minutes, phone in enumerate((ANNA, BEN, CARL)):
        receive(store, phone, minutes)
    store.pin(ANNA)
    store.archive(ANNA)
    store.archive(BEN)
    assert listed(store) == [CARL]
    assert [each.phone for each in store.archived_conversations()] == [BEN, ANNA]
    assert [each.phone for each in store.archived_conversations(row(store, BEN))] == [ANNA]
    assert store.conversations_after(row(store, CARL)) == []
    assert not row(store).pinned


def test_snoozes_end_when_they_are_due(store: Store) -> None:
    for phone, minutes in ((ANNA, 30), (BEN, 60)):
        receive(store, phone)
        store.add_outgoing(phone, ["稍后联系您"], at(1))
        store.snooze(phone, at(minutes))
    assert store.list_counts().snoozed == 2
    assert store.next_wake() == at(30)
    assert store.wake_snoozed(at(29)) == Changes()
    (woken,) = store.wake_snoozed(at(30)).conversations
    assert woken.phone == ANNA
    assert woken.snoozed_until is None
    assert woken.is_unread, "nobody would see that it is back"
    assert store.next_wake() == at(60)
    store.snooze(BEN, None)
    assert store.next_wake() is None


def test_resolving_ends_a_snooze(store: Store) -> None:
    receive(store, ANNA)
    store.snooze(ANNA, at(30))
    store.resolve(ANNA, at(1))
    assert store.next_wake() is None


def test_marked_unread_until_read(store: Store) -> None:
    receive(store, ANNA)
    store.mark_read(ANNA)
    (marked,) = store.mark_unread(ANNA).conversations
    assert marked.is_unread
    assert marked.unread == 0
    assert store.list_counts().unread == 1
    assert store.mark_unread(ANNA) == Changes()
    (read,) = store.mark_read(ANNA).conversations
    assert not read.is_unread
    assert store.mark_read(ANNA) == Changes()


def test_marks_of_nobody_change_nothing(store: Store) -> None:
    for put, take_back in (pair for mark, pair in MARKS.items() if mark != "block"):
        assert put(store) == take_back(store) == Changes()
    assert store.pin(ANNA) == store.mark_unread(ANNA) == store.block(ANNA, False) == Changes()
    assert store.conversations() == []


def test_counts_follow_the_list(store: Store) -> None:
    for minutes, phone in enumerate((ANNA, BEN, CARL)):
        receive(store, phone, minutes)
    fail(store, BEN)
    store.mark_read(BEN)
    store.mark_unread(BEN)
    store.mark_unread(CARL)
    assert store.list_counts() == ListCounts(waiting=2, unread=3, failed=1)
    store.archive(BEN)
    assert store.list_counts() == ListCounts(waiting=2, unread=2, archived=1)


def test_marks_survive_a_restart(path: Path) -> None:
    with Store(path) as store:
        receive(store, ANNA)
        store.pin(ANNA)
        store.snooze(ANNA, at(10))
        store.block(BEN)
        before = store.conversations()
    with Store(path) as store:
        assert store.conversations() == before


# Failures the operator is done with


def test_a_dismissed_failure_leaves_list_and_count_and_keeps_its_state(store: Store) -> None:
    first, second = fail(store, ANNA), fail(store, ANNA, 1)
    changes = store.dismiss_failed(first)
    assert [(each.row_id, each.dismissed, each.state) for each in changes.changed] == [
        (first, True, DeliveryState.FAILED)
    ]
    assert changes.conversations == (row(store),)
    assert row(store).failed == 1
    wrong = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
    assert [hit.message.row_id for hit in store.search_messages("", states=wrong, dismissed=False)] == [second]
    assert [hit.message.row_id for hit in store.search_messages("", states=wrong)] == [second, first]
    assert store.message(first) == changes.changed[0]
    assert store.dismiss_failed(first) == Changes()
    store.dismiss_failed(second)
    assert store.list_counts().failed == 0


def test_only_troubles_are_dismissed(store: Store) -> None:
    row_id = store.add_outgoing(ANNA, ["好"], at(0)).added[0].row_id
    incoming = receive(store, ANNA, 1)
    assert incoming.failed == 0
    assert store.dismiss_failed(row_id) == store.dismiss_failed(row_id + 1) == store.dismiss_failed(99) == Changes()


def test_a_change_of_state_brings_it_back(store: Store) -> None:
    row_id = store.add_outgoing(ANNA, ["好"], at(0)).added[0].row_id
    store.mark_sending(row_id, at(0))
    store.mark_sent(row_id, "7", at(0))
    store.dismiss_failed(row_id)
    assert row(store).failed == 0
    (failed,) = store.apply_reports([DeliveryReport("7", 2, "UNDELIV", "")], at(9)).changed
    assert not failed.dismissed
    assert store.message(row_id) == failed
    assert row(store).failed == 1


def test_forgetting_counts_what_is_left_without_the_dismissed(store: Store) -> None:
    fail(store, ANNA, 0)
    dismissed = fail(store, ANNA, 5)
    fail(store, ANNA, 6)
    store.dismiss_failed(dismissed)
    assert store.delete_older_than(at(1)) == 1
    assert row(store).failed == 1


@pytest.mark.parametrize("keep", ["pin", "block", "note", "tag"])
def test_what_an_operator_noted_keeps_a_conversation(store: Store, keep: str) -> None:
    receive(store, ANNA)
    receive(store, BEN)
    if keep == "pin":
        store.pin(ANNA)
    elif keep == "block":
        store.block(ANNA)
    elif keep == "note":
        store.add_note(ANNA, "常客", "李", at(0))
    else:
        store.set_tags(ANNA, ["VIP"])
    assert store.delete_older_than(at(9)) == 2
    assert [each.phone for each in store.conversations()] == [ANNA]


def test_conversations_with_failures_come_in_pages(store: Store) -> None:
    for minutes, phone in enumerate((ANNA, BEN, CARL)):
        receive(store, phone, minutes)
        row_id = store.add_outgoing(phone, ["x"], NOW + timedelta(minutes=minutes)).added[0].row_id
        if phone != BEN:
            store.mark_sending(row_id, NOW)
            store.mark_failed(row_id, "ER:15", NOW)
    assert [each.phone for each in store.failed_conversations(limit=1)] == [CARL]
    assert [each.phone for each in store.failed_conversations(row(store, CARL))] == [ANNA]
    store.archive(ANNA)
    assert store.failed_conversations(row(store, CARL)) == []


def test_a_dismissed_outcome_that_becomes_known_settles_no_other_failure(store: Store) -> None:
    failed, unknown = (message.row_id for message in store.add_outgoing(ANNA, ["a", "b"], NOW).added)
    for row_id in (failed, unknown):
        store.mark_sending(row_id, NOW)
    store.mark_failed(failed, "ER:15", NOW)
    store.mark_unknown(unknown, NOW)
    assert row(store).failed == 2
    store.dismiss_failed(unknown)
    assert row(store).failed == 1
    store.mark_sent(unknown, "0506150809000009", NOW)
    assert row(store).failed == 1
