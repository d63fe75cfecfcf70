"""What is known of one customer and of one message; canned replies; search in texts alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwdesk.domain.canned import CannedReply
from mwdesk.domain.card import Card, Reach
from mwdesk.domain.message import DeliveryReport, DeliveryState, Direction, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.store.reader import Reader
from mwdesk.store.store import Changes, Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA, BEN = PhoneNumber("13800138000"), PhoneNumber("13900139000")


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def receive(store: Store, minutes: float, phone: PhoneNumber = ANNA, text: str = "在吗") -> None:
    store.add_incoming([IncomingMessage(phone, text, at(minutes), "")], at(minutes))


def reply(store: Store, minutes: float, figure: int | None = None, phone: PhoneNumber = ANNA) -> int:
    row_id = store.add_outgoing(phone, ["好的"], at(minutes)).added[0].row_id
    store.mark_sending(row_id, at(minutes))
    store.mark_sent(row_id, f"id-{row_id}", at(minutes + 1))
    if figure is not None:
        store.apply_reports([DeliveryReport(f"id-{row_id}", figure, "CODE", "2024-05-06 15:10:00")], at(minutes + 2))
    return row_id


# The card


def test_of_a_stranger_the_card_is_empty(store: Store) -> None:
    assert store.card(ANNA) == Card(ANNA)


def test_the_card(store: Store, path: Path) -> None:
    receive(store, 0)
    receive(store, 5)
    reply(store, 10, 0)
    reply(store, 12, 2)
    receive(store, 20)
    reply(store, 50, 1)
    refused = store.add_outgoing(ANNA, ["x"], at(51)).added[0].row_id
    store.mark_failed(refused, "ER:15", at(51))
    unknown = store.add_outgoing(ANNA, ["y"], at(52)).added[0].row_id
    store.mark_sending(unknown, at(52))
    store.mark_unknown(unknown, at(53))
    reply(store, 54)
    store.add_outgoing(ANNA, ["still here"], at(90))
    reply(store, -60 * 24 * 40, 0, BEN)
    store.set_name(ANNA, "张女士")
    store.set_tags(ANNA, ["老客户", "VIP"])
    note = store.add_note(ANNA, "喜欢外景", "小李", at(60))
    with Reader(path) as reader:
        card = reader.card(ANNA, at(100))
    assert card == Card(
        ANNA,
        "张女士",
        ("VIP", "老客户"),
        (note,),
        Reach(delivered=1, deferred=1, failed=1, unknown=1, unreported=1),
        at(0),
        at(54),
        received=3,
        sent=5,
        # 10 minutes from the first of two messages, then 30.
        answer_time=timedelta(minutes=20),
    )
    assert card.reach.delivered_percent == 50
    assert store.card(ANNA, at(60 * 24 * 31)).reach == Reach()
    assert store.card(BEN, NOW).reach.delivered_percent is None


def test_what_was_taken_back_answers_nobody(store: Store) -> None:
    receive(store, 0)
    store.cancel(store.add_outgoing(ANNA, ["x"], at(1)).added[0].row_id, at(1))
    assert store.card(ANNA).answer_time is None
    reply(store, 8)
    assert store.card(ANNA).answer_time == timedelta(minutes=8)


def test_notes_know_who_wrote_and_who_changed_them(store: Store) -> None:
    first = store.add_note(ANNA, "要发票", "小李", at(0))
    second = store.add_note(ANNA, "周六来", "小王", at(1))
    assert store.notes(ANNA) == [second, first]
    assert (first.text, first.author, first.created_at, first.edited_by) == ("要发票", "小李", at(0), "")
    changed = store.edit_note(first.row_id, "要电子发票", "小王", at(2))
    assert (changed.text, changed.author, changed.edited_by, changed.edited_at) == ("要电子发票", "小李", "小王", at(2))
    assert store.notes(ANNA)[1] == changed
    store.delete_note(first.row_id)
    store.delete_note(first.row_id)
    assert store.notes(ANNA) == [second]
    with pytest.raises(StoreError):
        store.edit_note(first.row_id, "x", "y", at(3))
    assert store.conversations()[0].phone == ANNA


def test_tags(store: Store) -> None:
    store.set_tags(ANNA, ["VIP", "批发", "VIP"])
    store.set_tags(BEN, ["VIP"])
    assert store.tags(ANNA) == ("VIP", "批发")
    assert store.tags_in_use() == ["VIP", "批发"]
    assert store.tagged("VIP") == [ANNA, BEN]
    store.set_tags(ANNA, [])
    assert store.tags_in_use() == ["VIP"]
    store.set_tags(PhoneNumber("10086"), [])
    assert store.conversation(PhoneNumber("10086")) is None


def test_several_names_at_once(store: Store) -> None:
    store.set_name(ANNA, "张")
    changes = store.set_names({ANNA: "张", BEN: "王"})
    assert [(each.phone, each.name) for each in changes.conversations] == [(BEN, "王")]
    assert store.names_of([ANNA, BEN, PhoneNumber("10086")]) == {ANNA: "张", BEN: "王"}
    assert store.set_names({}) == Changes()


def test_who_is_only_named_is_found_and_listed_once_there_is_something(store: Store) -> None:
    store.set_name(ANNA, "张", NOW)
    store.set_names({BEN: "王先生", PhoneNumber("13700137000"): "李先生"})
    [listed] = store.conversations()
    assert listed.phone == ANNA, "an import does not bury those who wrote"
    assert store.conversations_after(listed) == []
    assert [each.name for each in store.search("王先生")] == ["王先生"]
    assert store.card(BEN).last_at is None

    changes = store.ensure_conversation(BEN, NOW + timedelta(minutes=1))
    assert [each.phone for each in changes.conversations] == [BEN]
    assert [each.phone for each in store.conversations()] == [BEN, ANNA]
    store.add_outgoing(PhoneNumber("13700137000"), ["您好"], NOW + timedelta(minutes=2))
    assert [each.name for each in store.conversations()] == ["李先生", "王先生", "张"]


# Details of a message


def test_details_hold_all_times_and_the_report(store: Store) -> None:
    row_id = reply(store, 0, 1)
    details = store.details(row_id)
    assert details is not None
    assert (details.sending_at, details.answered_at) == (at(0), at(1))
    assert details.report == DeliveryReport(f"id-{row_id}", 1, "CODE", "2024-05-06 15:10:00")
    assert details.report_text == f"2024-05-06,15:10:00,id-{row_id},*,1,CODE"
    assert details.message == store.message(row_id)
    store.apply_reports([DeliveryReport(f"id-{row_id}", 2, "UNDELIV", "2024-05-06 16:00:00")], at(9))
    store.apply_reports([DeliveryReport(f"id-{row_id}", 0, "LATE", "2024-05-06 17:00:00")], at(10))
    details = store.details(row_id)
    assert details is not None
    assert details.report is not None
    assert (details.report.code, details.report.gateway_time) == ("UNDELIV", "2024-05-06 16:00:00")


def test_a_report_before_its_id_is_told_as_well(store: Store) -> None:
    row_id = store.add_outgoing(ANNA, ["好"], at(0)).added[0].row_id
    store.mark_sending(row_id, at(0))
    early = DeliveryReport("77", 7, "ODD", "2024-05-06 15:08:09")
    store.apply_reports([early], at(1))
    store.mark_sent(row_id, "77", at(2))
    details = store.details(row_id)
    assert details is not None
    assert details.report == early
    assert details.answered_at == at(2)
    assert details.message.state is DeliveryState.DEFERRED


def test_two_reports_in_one_batch_leave_the_last(store: Store) -> None:
    row_id = reply(store, 0)
    batch = [DeliveryReport(f"id-{row_id}", figure, f"C{figure}", f"t{figure}") for figure in (1, 0, 2)]
    (changed,) = store.apply_reports(batch, at(5)).changed
    details = store.details(row_id)
    assert details is not None
    assert details.message == changed
    assert details.report == batch[1]


@pytest.mark.parametrize(
    ("end", "answered"),
    [
        (lambda store, row_id: store.mark_unknown(row_id, at(3), "LOST"), False),
        (lambda store, row_id: store.mark_failed(row_id, "ER:33", at(3)), True),
        (lambda store, row_id: store.mark_failed(row_id, "NOT_SENDABLE", at(3)), False),
        (lambda store, row_id: store.put_back(row_id, "ER:15", at(3)), True),
    ],
)
def test_answered_means_by_the_gateway(store: Store, end, answered: bool) -> None:  # type: ignore[no-untyped-def]
    row_id = store.add_outgoing(ANNA, ["好"], at(0)).added[0].row_id
    store.mark_sending(row_id, at(1))
    end(store, row_id)
    details = store.details(row_id)
    assert details is not None
    assert details.answered_at == (at(3) if answered else None)
    assert details.report is None
    assert details.report_text == ""
    assert details.message.attempts == 1
    if store.mark_sending(row_id, at(5)).changed:
        again = store.details(row_id)
        assert again is not None
        assert (again.sending_at, again.answered_at) == (at(5), None)


def test_an_operator_is_no_answer(store: Store) -> None:
    row_id = store.add_outgoing(ANNA, ["好"], at(0)).added[0].row_id
    store.mark_sending(row_id, at(1))
    store.mark_unknown(row_id, at(2))
    store.mark_sent(row_id, "", at(3))
    details = store.details(row_id)
    assert details is not None
    assert details.answered_at is None
    assert store.details(99) is None


# Search of one side


def test_one_side_is_searched(store: Store) -> None:
    receive(store, 0)
    reply(store, 3)
    found = store.search_messages("", direction=Direction.OUT)
    assert [hit.message.text for hit in found] == ["好的"]


# Canned replies


def test_canned_replies_are_kept_changed_used_and_deleted(path: Path) -> None:
    with Store(path) as store:
        first = store.save_canned_reply(CannedReply(0, "问候", "您好", "wh"))
        second = store.save_canned_reply(CannedReply(0, "地址", "和平路18号", "dz"))
        store.note_canned_use(second.row_id, at(1))
        store.note_canned_use(second.row_id, at(2))
        changed = store.save_canned_reply(CannedReply(second.row_id, "门店地址", "和平路20号", "mddz"))
        assert changed == CannedReply(second.row_id, "门店地址", "和平路20号", "mddz", 2, at(2))
    with Store(path) as store:
        assert store.canned_replies() == sorted([first, changed], key=lambda reply: reply.title)
        store.delete_canned_reply(first.row_id)
        store.delete_canned_reply(first.row_id)
        assert store.canned_replies() == [changed]
        with pytest.raises(StoreError):
            store.save_canned_replies([CannedReply(0, "a", "b"), first])
        assert store.canned_replies() == [changed], "all or none"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=5))
def test_any_texts_come_back(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]) -> None:
    with Store(tmp_path_factory.mktemp("canned") / "x.db") as store:
        storable = [each for each in texts if all(_has_no_half(part) for part in each)]
        kept = store.save_canned_replies([CannedReply(0, *each) for each in storable])
        assert sorted(kept, key=lambda each: each.row_id) == sorted(
            store.canned_replies(), key=lambda each: each.row_id
        )
        assert [(each.title, each.text) for each in kept] == storable


def _has_no_half(text: str) -> bool:
    return text.encode("utf-8", "ignore").decode() == text
