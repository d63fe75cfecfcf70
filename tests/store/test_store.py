"""What the store remembers, in files that are opened again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwdesk.domain.message import (
    Conversation,
    DeliveryReport,
    DeliveryState,
    Direction,
    IncomingMessage,
    Message,
    may_become,
)
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.store import delivery
from mwdesk.store.delivery import ORPHAN_LIFE
from mwdesk.store.store import Changes, Store

NOW = datetime(2024, 5, 6, 7, 8, 9, 123457, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")
BERT = PhoneNumber("13900139000")
S = DeliveryState


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def sms(phone: PhoneNumber = ANNA, text: str = "你好", minutes: float = 0) -> IncomingMessage:
    return IncomingMessage(phone, text, at(minutes), "2024-05-06 15:08:09")


def talk(store: Store, phone: PhoneNumber = ANNA) -> Conversation:
    conversation = store.conversation(phone)
    assert conversation is not None
    return conversation


def reply(store: Store, *texts: str, phone: PhoneNumber = ANNA, minutes: float = 1) -> list[int]:
    return [message.row_id for message in store.add_outgoing(phone, texts or ("好的",), at(minutes)).added]


def handed_in(store: Store, message_id: str = "77", phone: PhoneNumber = ANNA) -> int:
    (row_id,) = reply(store, phone=phone)
    store.mark_sending(row_id, at(2))
    store.mark_sent(row_id, message_id, at(3))
    return row_id


def day_counts(store: Store) -> tuple[int, int, int]:
    sent, received, pending = store.day_rows(NOW)
    return len(sent), len(received), len(pending)


def state_of(store: Store, row_id: int) -> DeliveryState | None:
    message = store.message(row_id)
    assert message is not None
    return message.state


def report(message_id: str = "77", state: int = 0, code: str = "DELIVRD") -> DeliveryReport:
    return DeliveryReport(message_id, state, code, "2024-05-06 15:10:00")


# Incoming


def test_incoming_messages_are_stored_as_they_came(store: Store) -> None:
    east = timezone(timedelta(hours=8))
    incoming = IncomingMessage(ANNA, "a\x00b 😀", NOW.astimezone(east), "2024-05-06 15:08:09")
    changes = store.add_incoming([incoming], at(1))
    (message,) = changes.added
    assert message == Message(
        1, ANNA, Direction.IN, "a\x00b 😀", NOW, gateway_time="2024-05-06 15:08:09", updated_at=at(1)
    )
    assert message.created_at.tzinfo is UTC
    assert store.message(1) == message
    assert changes.changed == ()
    assert changes.conversations == (talk(store),)
    assert talk(store) == Conversation(
        ANNA, last_text="a\x00b 😀", last_at=NOW, waiting_since=NOW, unread=1, message_count=1
    )


def test_a_batch_keeps_its_order_and_touches_each_conversation_once(store: Store) -> None:
    changes = store.add_incoming([sms(text="1"), sms(BERT, "2", 1), sms(text="3", minutes=2)], NOW)
    assert [message.text for message in changes.added] == ["1", "2", "3"]
    assert [conversation.phone for conversation in changes.conversations] == [ANNA, BERT]
    assert [conversation.unread for conversation in changes.conversations] == [2, 1]
    assert talk(store).last_text == "3"


def test_an_empty_batch_changes_nothing(store: Store) -> None:
    assert store.add_incoming([], NOW) == store.apply_reports([], NOW) == store.add_outgoing(ANNA, [], NOW) == Changes()


def test_a_batch_that_cannot_be_stored_leaves_nothing(store: Store) -> None:
    with pytest.raises(StoreError):
        store.add_incoming([sms(text="fine"), sms(text="\ud800")], NOW)
    assert store.conversations() == []
    assert store.thread(ANNA) == []


def test_a_naive_time_is_a_defect(store: Store) -> None:
    with pytest.raises(TypeError):
        store.add_incoming([IncomingMessage(ANNA, "", NOW.replace(tzinfo=None), "")], NOW)


def test_the_customer_waits_since_the_first_message_after_the_last_reply(store: Store) -> None:
    store.add_incoming([sms(minutes=5), sms(minutes=3)], NOW)
    assert talk(store).waiting_since == at(3)
    store.add_incoming([sms(minutes=1)], NOW)
    assert talk(store).waiting_since == at(3)
    reply(store)
    assert not talk(store).is_waiting
    store.add_incoming([sms(minutes=9)], NOW)
    store.add_incoming([sms(minutes=10)], NOW)
    assert talk(store).waiting_since == at(9)
    assert talk(store).last_state is None


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.sampled_from(["1", "22", "333"]), st.integers(0, 10**6)), max_size=6), max_size=5)
)
def test_counts_follow_the_messages(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[str, int]]]
) -> None:
    with Store(tmp_path_factory.mktemp("counts") / "s") as store:
        for batch in batches:
            changes = store.add_incoming([sms(PhoneNumber(d), d, minutes) for d, minutes in batch], NOW)
            assert len(changes.added) == len(batch)
        everything = [record for batch in batches for record in batch]
        for digits in {digits for digits, _ in everything}:
            theirs = [minutes for d, minutes in everything if d == digits]
            conversation = talk(store, PhoneNumber(digits))
            assert conversation.message_count == conversation.unread == len(theirs)
            assert conversation.last_at == at(theirs[-1])
            first_batch = next(batch for batch in batches if digits in dict(batch))
            assert conversation.waiting_since == at(min(minutes for d, minutes in first_batch if d == digits))
            assert [message.created_at for message in store.thread(PhoneNumber(digits))] == [at(m) for m in theirs]
        assert day_counts(store) == (0, len(everything), 0)


# Outgoing


def test_a_reply_is_queued_in_order_and_settles_the_conversation(store: Store) -> None:
    store.add_incoming([sms()], NOW)
    store.save_draft(ANNA, "half", NOW)
    changes = store.add_outgoing(ANNA, ["一", "二"], at(1))
    assert [(m.text, m.state, m.direction, m.created_at) for m in changes.added] == [
        ("一", S.PENDING, Direction.OUT, at(1)),
        ("二", S.PENDING, Direction.OUT, at(1)),
    ]
    assert [store.message(message.row_id) for message in changes.added] == list(changes.added)
    assert changes.conversations == (talk(store),)
    assert talk(store) == Conversation(
        ANNA,
        last_text="二",
        last_direction=Direction.OUT,
        last_state=S.PENDING,
        last_at=at(1),
        unread=1,
        message_count=3,
    )


@pytest.mark.parametrize("draft", ["", "the rest"])
def test_a_reply_leaves_what_was_written_besides(store: Store, draft: str) -> None:
    store.add_incoming([sms()], NOW)
    store.save_draft(ANNA, "half", NOW)
    store.add_outgoing(ANNA, ["一"], at(1), draft=draft)
    assert talk(store).draft == draft


def test_a_trouble_is_sent_again_once(store: Store) -> None:
    failed, other = reply(store, "1", "2")
    for row_id in (failed, other):
        store.mark_sending(row_id, at(1))
        store.mark_failed(row_id, "ER:15", at(1))
    store.save_draft(ANNA, "half", at(1))
    again = store.resend(failed, at(2))
    assert [(m.text, m.state) for m in again.added] == [("1", S.PENDING)]
    assert [(m.row_id, m.dismissed) for m in again.changed] == [(failed, True)]
    assert (talk(store).failed, talk(store).draft) == (1, "half")
    assert store.resend(failed, at(3)) == Changes(), "asked for twice, meant once"
    incoming = store.add_incoming([sms()], at(3)).added[0]
    assert store.resend(incoming.row_id, at(4)) == Changes()


def test_a_text_that_goes_out_again_makes_up_for_its_failure(store: Store) -> None:
    rows = reply(store, "1", "2", "3")
    for row_id in rows:
        store.mark_sending(row_id, at(1))
    store.mark_failed(rows[0], "ER:15", at(1))
    store.mark_unknown(rows[1], at(1))
    store.mark_failed(rows[2], "ER:15", at(1))
    assert store.add_outgoing(BERT, ["1"], at(2)).changed == (), "another customer's is another matter"
    changes = store.add_outgoing(ANNA, ["1", "2"], at(3))
    assert [message.row_id for message in changes.changed] == list(rows[:2])
    assert talk(store).failed == 1


def test_the_queue_is_served_oldest_first(store: Store) -> None:
    assert store.next_pending() is None
    first, second = reply(store, "1", "2")
    other = reply(store, phone=BERT, minutes=-5)[0]
    served = []
    while (message := store.next_pending()) is not None:
        served.append(message.row_id)
        store.mark_sending(message.row_id, NOW)
    assert served == [first, second, other]


def test_a_message_that_cannot_be_written_fails_without_an_attempt(store: Store) -> None:
    (row_id,) = reply(store)
    (message,) = store.mark_failed(row_id, "LOCAL", NOW).changed
    assert (message.state, message.attempts) == (S.FAILED, 0)
    assert store.next_pending() is None
    assert day_counts(store) == (0, 0, 0)


def test_an_attempt_is_counted_when_it_begins(store: Store) -> None:
    (row_id,) = reply(store)
    assert store.mark_sending(row_id, NOW).changed[0].attempts == 1


def test_only_the_last_messages_state_shows_in_the_list(store: Store) -> None:
    first, last = reply(store, "1", "2")
    store.mark_sending(first, NOW)
    assert talk(store).last_state is S.PENDING
    store.mark_failed(first, "15", NOW)
    assert (talk(store).last_state, talk(store).failed) == (S.PENDING, 1)
    changes = store.mark_sending(last, at(4))
    assert changes.changed == (store.message(last),)
    assert changes.changed[0].updated_at == at(4)
    assert changes.conversations == (talk(store),)
    assert talk(store).last_state is S.SENDING
    store.add_incoming([sms()], NOW)
    store.mark_sent(last, "1", NOW)
    assert talk(store).last_state is None


def test_reasons_are_kept(store: Store) -> None:
    failed, unknown = reply(store, "1", "2")
    for row_id in (failed, unknown):
        store.mark_sending(row_id, NOW)
    assert store.mark_failed(failed, "15", NOW).changed[0].reason_code == "15"
    assert store.mark_unknown(unknown, NOW, "timeout").changed[0].reason_code == "timeout"
    assert store.mark_sent(unknown, "5", NOW).changed[0].reason_code == ""


ROUTES: dict[DeliveryState, tuple[DeliveryState, ...]] = {
    S.PENDING: (),
    S.SENDING: (S.SENDING,),
    S.SENT: (S.SENDING, S.SENT),
    S.DEFERRED: (S.SENDING, S.SENT, S.DEFERRED),
    S.DELIVERED: (S.SENDING, S.SENT, S.DELIVERED),
    S.FAILED: (S.SENDING, S.SENT, S.FAILED),
    S.UNKNOWN: (S.SENDING, S.UNKNOWN),
    S.CANCELLED: (S.CANCELLED,),
}

Step = Callable[[Store, int], Changes]
STEPS: dict[str, tuple[DeliveryState, Step]] = {
    "sending": (S.SENDING, lambda store, row_id: store.mark_sending(row_id, NOW)),
    "sent": (S.SENT, lambda store, row_id: store.mark_sent(row_id, "77", NOW)),
    "failed": (S.FAILED, lambda store, row_id: store.mark_failed(row_id, "1", NOW)),
    "put back": (S.PENDING, lambda store, row_id: store.put_back(row_id, "ER:9", NOW)),
    "unknown": (S.UNKNOWN, lambda store, row_id: store.mark_unknown(row_id, NOW)),
    "cancelled": (S.CANCELLED, lambda store, row_id: store.cancel(row_id, NOW)),
    "report delivered": (S.DELIVERED, lambda store, _: store.apply_reports([report(state=0)], NOW)),
    "report deferred": (S.DEFERRED, lambda store, _: store.apply_reports([report(state=1)], NOW)),
    "report undocumented": (S.DEFERRED, lambda store, _: store.apply_reports([report(state=9)], NOW)),
    "report failed": (S.FAILED, lambda store, _: store.apply_reports([report(state=2)], NOW)),
}
BY_STATE = {state: step for name, (state, step) in STEPS.items() if name != "failed"}


MAY_BECOME = {
    (S.PENDING, S.SENDING),
    (S.PENDING, S.FAILED),
    (S.PENDING, S.CANCELLED),
    (S.SENDING, S.SENT),
    (S.SENDING, S.FAILED),
    (S.SENDING, S.UNKNOWN),
    (S.SENDING, S.PENDING),
    (S.SENT, S.DEFERRED),
    (S.SENT, S.DELIVERED),
    (S.SENT, S.FAILED),
    (S.DEFERRED, S.DELIVERED),
    (S.DEFERRED, S.FAILED),
    (S.UNKNOWN, S.SENT),
    (S.UNKNOWN, S.CANCELLED),
}


@pytest.mark.parametrize(("state", "following"), list(product(DeliveryState, DeliveryState)))
def test_every_pair_of_states(state: DeliveryState, following: DeliveryState) -> None:
    assert may_become(state, following) is ((state, following) in MAY_BECOME)
    assert not (state.is_final and may_become(state, following))


def test_final_is_what_leads_nowhere() -> None:
    assert {state for state in S if state.is_final} == set(S) - {state for state, _ in MAY_BECOME}


def test_what_was_put_back_is_offered_again(store: Store) -> None:
    (row_id,) = reply(store)
    for attempt in (1, 2):
        assert store.mark_sending(row_id, at(attempt)).changed[0].attempts == attempt
        (message,) = store.put_back(row_id, "ER:9", at(attempt)).changed
        assert (message.state, message.reason_code) == (S.PENDING, "ER:9")
        assert store.next_pending() == message
        assert store.next_pending([row_id]) is None


@pytest.mark.parametrize(("start", "step"), list(product(DeliveryState, STEPS)))
def test_every_step_from_every_state(store: Store, start: DeliveryState, step: str) -> None:
    (row_id,) = reply(store)
    for state in ROUTES[start]:
        BY_STATE[state](store, row_id)
    before, row_before = store.message(row_id), talk(store)
    assert before is not None
    assert before.state is start
    target, act = STEPS[step]
    changes = act(store, row_id)
    # A report finds a message by its id only.
    if may_become(start, target) and (not step.startswith("report") or before.message_id):
        assert changes.changed == (store.message(row_id),)
        assert changes.conversations == (talk(store),)
        assert state_of(store, row_id) is talk(store).last_state is target
        assert talk(store).failed == (target in (S.FAILED, S.UNKNOWN))
    else:
        assert changes == Changes()
        assert (store.message(row_id), talk(store)) == (before, row_before)
        if start.is_final:
            assert state_of(store, row_id) is start


@pytest.mark.parametrize("step", [name for name in STEPS if not name.startswith("report")])
def test_steps_leave_customers_messages_and_missing_rows_alone(store: Store, step: str) -> None:
    store.add_incoming([sms()], NOW)
    assert STEPS[step][1](store, 1) == STEPS[step][1](store, 99) == Changes()


def test_a_cancelled_reply_lets_the_customer_wait_again(store: Store) -> None:
    store.add_incoming([sms(minutes=0), sms(minutes=1)], NOW)
    first, second = reply(store, "1", "2")
    store.cancel(second, NOW)
    assert not talk(store).is_waiting
    changes = store.cancel(first, NOW)
    assert changes.conversations[0].waiting_since == at(0)
    assert changes.conversations[0].last_state is S.CANCELLED


def test_a_cancelled_message_to_one_who_never_wrote_makes_nobody_wait(store: Store) -> None:
    (row_id,) = reply(store)
    store.cancel(row_id, NOW)
    assert not talk(store).is_waiting


def test_dismissing_an_unknown_reply_makes_nobody_wait(store: Store) -> None:
    store.add_incoming([sms()], NOW)
    (row_id,) = reply(store)
    store.mark_sending(row_id, NOW)
    store.mark_unknown(row_id, NOW)
    store.cancel(row_id, NOW)
    assert not talk(store).is_waiting


def test_what_was_being_sent_when_the_program_died_is_unknown_afterwards(path: Path) -> None:
    with Store(path) as store:
        sending = reply(store, "1", "2")
        for row_id in sending:
            store.mark_sending(row_id, NOW)
        (waiting,) = reply(store, phone=BERT)
        sent = handed_in(store, phone=PhoneNumber("5"))
    with Store(path) as store:
        changes = store.recover_sending(at(9))
        assert [message.row_id for message in changes.changed] == sending
        assert [conversation.phone for conversation in changes.conversations] == [ANNA]
        assert talk(store).last_state is S.UNKNOWN
        assert [state_of(store, row_id) for row_id in (*sending, waiting, sent)] == [
            S.UNKNOWN,
            S.UNKNOWN,
            S.PENDING,
            S.SENT,
        ]
        assert store.recover_sending(NOW) == Changes()
        pending = store.next_pending()
        assert pending is not None
        assert pending.row_id == waiting


# Reports


def test_a_report_finds_its_message_by_id(store: Store) -> None:
    one, two = handed_in(store, "1"), handed_in(store, "2", BERT)
    changes = store.apply_reports([report("2", 2, "UNDELIV"), report("1")], at(8))
    assert [message.row_id for message in changes.changed] == [two, one]
    assert [conversation.phone for conversation in changes.conversations] == [BERT, ANNA]
    assert changes.changed[0].reason_code == "UNDELIV"
    assert (talk(store, BERT).failed, talk(store).failed) == (1, 0)
    assert changes.changed[1].updated_at == at(8)


def test_a_duplicate_report_changes_nothing(store: Store) -> None:
    handed_in(store)
    assert len(store.apply_reports([report(state=2), report(state=2)], NOW).changed) == 1
    assert store.apply_reports([report(state=2)], NOW) == Changes()
    assert talk(store).failed == 1


def test_two_steps_in_one_batch_are_one_change(store: Store) -> None:
    handed_in(store)
    changes = store.apply_reports([report(state=1), report(state=0), report(state=1)], NOW)
    assert [message.state for message in changes.changed] == [S.DELIVERED]


@pytest.mark.parametrize(
    ("states", "expected"),
    [([0], S.DELIVERED), ([2], S.FAILED), ([1], S.DEFERRED), ([1, 0], S.DELIVERED), ([0, 1], S.DELIVERED),
     ([2, 0], S.FAILED)],
)  # fmt: skip
def test_a_report_before_its_id_is_joined_when_the_id_arrives(
    path: Path, states: list[int], expected: DeliveryState
) -> None:
    with Store(path) as store:
        (row_id,) = reply(store)
        store.mark_sending(row_id, NOW)
        for state in states:
            assert store.apply_reports([report(state=state, code=f"C{state}")], NOW) == Changes()
    with Store(path) as store:
        changes = store.mark_sent(row_id, "77", at(5))
        (message,) = changes.changed
        assert (message.state, message.message_id) == (expected, "77")
        assert message == store.message(row_id)
        assert changes.conversations == (talk(store),)
        assert talk(store).last_state is expected
        assert talk(store).failed == (expected is S.FAILED)
        # It is used up: another message given the same id starts afresh.
        again = handed_in(store)
        assert state_of(store, again) is S.SENT
        store.apply_reports([report(state=0)], NOW)
        assert state_of(store, again) is S.DELIVERED
        assert state_of(store, row_id) is expected


def test_a_report_is_kept_when_the_message_may_not_be_sent(store: Store) -> None:
    store.apply_reports([report()], NOW)
    (row_id,) = reply(store)
    assert store.mark_sent(row_id, "77", NOW) == Changes()
    store.mark_sending(row_id, NOW)
    assert store.mark_sent(row_id, "77", NOW).changed[0].state is S.DELIVERED


def test_a_report_days_later_finds_its_message(path: Path) -> None:
    with Store(path) as store:
        row_id = handed_in(store)
        store.apply_reports([report(state=1)], at(5))
    with Store(path) as store:
        days_later = at(60 * 24 * 90)
        (message,) = store.apply_reports([report(state=0)], days_later).changed
        assert (message.row_id, message.state, message.updated_at) == (row_id, S.DELIVERED, days_later)


def orphans(store: Store) -> int:
    with store._db.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM orphan_reports").fetchone()[0])


def test_reports_nobody_asks_for_are_forgotten_after_30_days(store: Store) -> None:
    store.apply_reports([report("old")], NOW)
    store.apply_reports([report("new")], NOW + ORPHAN_LIFE)
    assert orphans(store) == 2
    store.apply_reports([report("newer")], NOW + ORPHAN_LIFE + timedelta(seconds=1))
    assert orphans(store) == 2


def test_a_report_that_waited_too_long_is_not_meant(store: Store) -> None:
    store.apply_reports([report("77", 2)], NOW - ORPHAN_LIFE)
    assert state_of(store, handed_in(store)) is S.SENT
    assert orphans(store) == 0


def test_reports_nobody_asks_for_are_bounded_in_number(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "ORPHANS_MOST", 10)
    for minute in range(3):
        store.apply_reports([report(f"{minute}-{number}") for number in range(8)], at(minute))
    assert orphans(store) == 10
    (row_id,) = reply(store)
    store.mark_sending(row_id, NOW)
    assert store.mark_sent(row_id, "2-7", at(3)).changed[0].state is S.DELIVERED


def test_no_id_matches_no_report(store: Store) -> None:
    row_id = handed_in(store, "")
    assert store.apply_reports([report("")], NOW) == Changes()
    assert state_of(store, row_id) is S.SENT
    assert state_of(store, handed_in(store, "")) is S.SENT


# Reading


def test_the_list_is_newest_first_and_never_leaves_out_who_waits_or_is_unread(store: Store) -> None:
    waiting, unread, old, recent, newest = (PhoneNumber(digit) for digit in "12345")
    store.add_incoming([sms(waiting, minutes=1), sms(unread, minutes=2)], NOW)
    store.mark_read(waiting)
    reply(store, phone=unread, minutes=3)
    for minutes, phone in enumerate((old, recent, newest), 4):
        reply(store, phone=phone, minutes=minutes)
    assert [conversation.phone for conversation in store.conversations(2)] == [newest, recent, unread, waiting]
    assert [conversation.phone for conversation in store.conversations()] == [newest, recent, old, unread, waiting]
    assert store.conversations() == [talk(store, c.phone) for c in store.conversations()]


def test_a_thread_is_read_in_pages(store: Store) -> None:
    store.add_incoming([sms(text=str(number)) for number in range(7)] + [sms(BERT)], NOW)
    reply(store, "7", "8")
    page = store.thread(ANNA, limit=4)
    assert [message.text for message in page] == ["5", "6", "7", "8"]
    page = store.thread(ANNA, page[0].row_id, 4)
    assert [message.text for message in page] == ["1", "2", "3", "4"]
    page = store.thread(ANNA, page[0].row_id, 4)
    assert [message.text for message in page] == ["0"]
    assert store.thread(ANNA, page[0].row_id) == []


def test_a_thread_is_read_forwards_and_around_a_row(store: Store) -> None:
    store.add_incoming([sms(text=str(number)) for number in range(9)] + [sms(BERT)], NOW)
    rows = [message.row_id for message in store.thread(ANNA)]

    def texts(messages: list[Message]) -> str:
        return "".join(message.text for message in messages)

    assert texts(store.thread(ANNA, after_row_id=rows[3], limit=3)) == "456"
    assert store.thread(ANNA, after_row_id=rows[-1]) == []
    assert texts(store.thread_around(ANNA, rows[4], 4)) == "2345"
    assert texts(store.thread_around(ANNA, rows[0], 4)) == "0123"
    assert texts(store.thread_around(ANNA, rows[8], 4)) == "678"


def test_the_list_goes_on_in_pages(store: Store) -> None:
    phones = [PhoneNumber(str(number)) for number in range(10, 20)]
    # Pairs of the same minute: the number decides then.
    store.add_incoming([sms(phone, minutes=number // 2) for number, phone in enumerate(phones)], NOW)
    whole = store.conversations()
    page, pages = store.conversations_after(whole[0], 3), [whole[0]]
    while page:
        pages += page
        page = store.conversations_after(page[-1], 3)
    assert pages == whole


def test_everything_between_two_moments_in_pages(store: Store) -> None:
    store.add_incoming([sms(text=str(minutes), minutes=minutes) for minutes in (5, 1, 3, 1, 4, 2)], NOW)
    found: list[Message] = []
    while page := store.messages_between(at(1), at(5), found[-1] if found else None, limit=2):
        found += page
    assert [message.text for message in found] == ["1", "1", "2", "3", "4"]
    assert [message.row_id for message in found[:2]] == [2, 4]


def test_what_is_not_there(store: Store) -> None:
    assert store.conversation(ANNA) is None
    assert store.message(1) is None
    assert store.thread(ANNA) == []
    assert store.conversations() == []
    assert day_counts(store) == (0, 0, 0)


def test_the_days_counts(store: Store) -> None:
    store.add_incoming([sms(minutes=-1), sms(minutes=0), sms(BERT, minutes=1)], NOW)
    reply(store, minutes=-1)
    for start in DeliveryState:
        (row_id,) = reply(store)
        for state in ROUTES[start]:
            step = BY_STATE[state]
            if state is S.SENT:
                store.mark_sent(row_id, f"id{row_id}", NOW)
            elif state in (S.DELIVERED, S.FAILED, S.DEFERRED):
                figure = {S.DELIVERED: 0, S.DEFERRED: 1, S.FAILED: 2}[state]
                store.apply_reports([report(f"id{row_id}", figure)], NOW)
            else:
                step(store, row_id)
        assert state_of(store, row_id) is start
    (refused,) = reply(store)
    store.mark_sending(refused, NOW)
    store.mark_failed(refused, "15", NOW)
    # Sending, sent, deferred, delivered, failed on the way, unknown; not pending, cancelled or refused.
    assert day_counts(store) == (6, 2, 2)
    today = [message for message in store.thread(ANNA) if message.created_at >= NOW]
    assert store.day_rows(NOW)[0] == {m.row_id for m in today if m.direction is Direction.OUT and m.was_sent}


def test_search_by_number_name_and_last_text(store: Store) -> None:
    store.add_incoming([sms(ANNA, "50% off_x", 0), sms(BERT, "发票", 1)], NOW)
    store.set_name(ANNA, "王小明")

    def found(fragment: str, limit: int = 50) -> list[PhoneNumber]:
        return [conversation.phone for conversation in store.search(fragment, limit)]

    assert found("138 0013") == found("0138000") == found("小明") == found("50%") == found("f_x") == [ANNA]
    assert found("发票") == [BERT]
    assert found("f%x") == found("5_%") == found("nobody") == []
    assert found("0013") == found("13") == found("") == [BERT, ANNA]
    assert found("13", limit=1) == [BERT]


# Notes on a conversation


def test_a_new_conversation_is_listed_once(store: Store) -> None:
    store.add_incoming([sms(BERT, minutes=-9)], NOW)
    changes = store.ensure_conversation(ANNA, NOW)
    assert changes.conversations == (Conversation(ANNA, last_at=NOW),)
    assert store.conversations() == [talk(store), talk(store, BERT)]
    assert store.ensure_conversation(ANNA) == store.ensure_conversation(BERT) == Changes()
    assert store.ensure_conversation(PhoneNumber("1")).conversations[0].message_count == 0


def test_reading_clears_unread_and_not_waiting(store: Store) -> None:
    assert store.mark_read(ANNA) == Changes()
    store.add_incoming([sms(), sms()], NOW)
    changes = store.mark_read(ANNA)
    assert changes.conversations == (talk(store),)
    assert talk(store).unread == 0
    assert talk(store).waiting_since == at(0)
    assert store.mark_read(ANNA) == Changes()


def test_a_draft_outlives_the_program(path: Path) -> None:
    with Store(path) as store:
        store.add_incoming([sms()], NOW)
        assert store.save_draft(ANNA, "亲，").conversations == (talk(store),)
    with Store(path) as store:
        assert talk(store).draft == "亲，"
        assert talk(store).last_at == at(0)
        assert store.save_draft(ANNA, "亲，") == Changes()
        assert store.save_draft(ANNA, "").conversations[0].draft == ""
        assert store.save_draft(BERT, "") == Changes()
        assert store.save_draft(BERT, "new number", NOW).conversations == (
            Conversation(BERT, draft="new number", last_at=NOW),
        )


def test_a_name_outlives_the_program_and_new_messages(path: Path) -> None:
    with Store(path) as store:
        assert store.set_name(ANNA, "王", NOW).conversations == (Conversation(ANNA, "王", last_at=NOW),)
        assert store.set_name(ANNA, "王") == store.set_name(BERT, "") == Changes()
        store.add_incoming([sms()], NOW)
    with Store(path) as store:
        assert talk(store).name == "王"
        assert store.set_name(ANNA, "").conversations[0].name == ""


def test_facts_outlive_the_program(path: Path) -> None:
    with Store(path) as store:
        assert store.get_fact("a") is None
        store.set_fact("a", "1")
        store.set_fact("a", "2")
        store.set_fact("b", "")
    with Store(path) as store:
        assert (store.get_fact("a"), store.get_fact("b")) == ("2", "")
        store.set_fact("a", None)
        store.set_fact("a", None)
        assert store.get_fact("a") is None


def test_everything_is_there_after_reopening(path: Path) -> None:
    with Store(path) as store:
        store.add_incoming([sms(), sms(BERT)], NOW)
        handed_in(store)
        threads, conversations = [store.thread(ANNA), store.thread(BERT)], store.conversations()
    with Store(path) as store:
        assert [store.thread(ANNA), store.thread(BERT)] == threads
        assert store.conversations() == conversations


def _records(*texts: str, at: str = "2026-11-23 10:00:00") -> list[IncomingMessage]:
    return [
        IncomingMessage(PhoneNumber("13800138000"), text, datetime(2026, 11, 23, 2, tzinfo=UTC), at) for text in texts
    ]


def test_a_batch_given_again_on_a_new_connection_is_stored_once(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    with Store(tmp_path / "x.db") as store:
        store.add_incoming(_records("一", "二"), now)
        again = store.add_incoming(_records("一", "二", "三"), now, may_repeat=True)
        assert [message.text for message in again.added] == ["三"]
        assert store.add_incoming(_records("一", "二", "三"), now, may_repeat=True) == Changes()
    with Store(tmp_path / "x.db") as store:  # the mark outlives the program
        assert store.add_incoming(_records("一", "二", "三"), now, may_repeat=True) == Changes()
        [conversation] = store.conversations()
        assert (conversation.message_count, conversation.unread) == (3, 3)


@pytest.mark.parametrize(
    ("batch", "may_repeat"),
    [
        (_records("一", "二"), False),
        (_records("一"), True),
        (_records("二", "一"), True),
        (_records("一", "二", at="2026-11-23 10:00:01"), True),
        (_records("零", "一", "二"), True),
    ],
    ids=["same connection", "only a part", "another order", "another second", "not at the beginning"],
)
def test_what_only_looks_alike_is_stored(tmp_path: Path, batch: list[IncomingMessage], may_repeat: bool) -> None:
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    with Store(tmp_path / "x.db") as store:
        store.add_incoming(_records("一", "二"), now)
        assert len(store.add_incoming(batch, now, may_repeat=may_repeat).added) == len(batch)
