"""Marks, notes, tags and details through the service; snoozes that end on time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mwdesk.domain.events import MessagesChanged
from mwdesk.domain.message import Conversation, DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.messaging.alarm import Alarm
from mwdesk.simulator.gateway import Fate, Outcome
from mwdesk.store.store import Changes
from tests.messaging.conftest import Desk

PHONE = PhoneNumber("13800138000")


def last(desk: Desk) -> Conversation:
    """Return the conversation as the window was last told."""
    return next(
        each
        for event in reversed(desk.saw(MessagesChanged))
        for each in event.conversations  # type: ignore[attr-defined]
        if each.phone == PHONE
    )


async def test_marks_are_told_to_the_window(desk: Desk) -> None:
    service = desk.service
    await service.open_number(PHONE)
    await service.pin(PHONE)
    assert last(desk).pinned
    await service.mark_unread(PHONE)
    assert last(desk).is_unread
    await service.resolve(PHONE)
    assert last(desk).resolved_at is not None
    await service.resolve(PHONE, False)
    assert last(desk).resolved_at is None
    await service.block(PHONE)
    assert last(desk).blocked
    await service.archive_conversation(PHONE)
    assert last(desk).archived
    assert await service.conversations() == []
    assert await service.archived_conversations() == [last(desk)]
    counts = await service.list_counts()
    assert (counts.archived, counts.blocked) == (1, 1)


async def test_a_customer_who_writes_ends_resolution_and_snooze(desk: Desk) -> None:
    await desk.service.open_number(PHONE)
    await desk.service.snooze(PHONE, datetime.now(UTC) + timedelta(hours=1))
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.gateway.receive(PHONE, "我又来了")
    await desk.until(lambda: last(desk).is_waiting)
    assert last(desk).snoozed_until is None


async def test_a_snooze_ends_by_itself(desk: Desk) -> None:
    await desk.service.open_number(PHONE)
    await desk.service.snooze(PHONE, datetime.now(UTC) + timedelta(seconds=0.2))
    assert last(desk).snoozed_until is not None
    await desk.until(lambda: last(desk).snoozed_until is None)
    assert last(desk).is_unread


async def test_a_snooze_that_ended_while_the_program_was_closed_ends_at_its_start(desk: Desk) -> None:
    await desk.service.open_number(PHONE)
    await desk.service.stop()
    await desk.service.start()
    desk.service._store.snooze(PHONE, datetime.now(UTC) - timedelta(hours=8))
    await desk.service.stop()
    desk.events.clear()
    await desk.service.start()
    await desk.until(lambda: desk.saw(MessagesChanged))
    assert last(desk).snoozed_until is None


async def test_the_alarm_outlives_a_file_that_is_closed_for_a_while() -> None:
    asked = asyncio.Event()
    told: list[Changes] = []

    def closed() -> None:
        asked.set()
        raise StoreError("closed")

    alarm = Alarm(closed, told.append, look_every_s=0.01)  # type: ignore[arg-type]
    alarm.start()
    alarm.start()
    for _ in range(3):
        asked.clear()
        await asyncio.wait_for(asked.wait(), 2)
    await alarm.stop()
    await alarm.stop()
    assert told == []


async def test_the_card_gathers_what_was_noted(desk: Desk) -> None:
    service = desk.service
    note = await service.add_note(PHONE, "喜欢外景", "小李")
    assert last(desk).phone == PHONE
    changed = await service.edit_note(note.row_id, "喜欢内景", "小王")
    await service.set_tags(PHONE, [" VIP ", "", "老  客户", "VIP"])
    await service.set_name(PHONE, "张\n女士")
    assert last(desk).name == "张 女士"
    card = await service.card(PHONE)
    assert (card.name, card.tags, card.notes) == ("张 女士", ("VIP", "老 客户"), (changed,))
    assert await service.tags_in_use() == ["VIP", "老 客户"]
    await service.delete_note(note.row_id)
    assert (await service.card(PHONE)).notes == ()
    with pytest.raises(StoreError):
        await service.edit_note(note.row_id, "x", "y")


async def test_details_hold_the_report_as_it_came(desk: Desk) -> None:
    desk.server.gateway.set_outcome(PHONE, Outcome(Fate.FAILED, code="UNDELIV"))
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.service.send(PHONE, ["您好"])
    await desk.until(lambda: last(desk).last_state is DeliveryState.FAILED)
    (message,) = await desk.service.thread(PHONE)
    details = await desk.service.details(message.row_id)
    assert details is not None
    assert details.report is not None
    assert details.sending_at is not None
    assert details.answered_at is not None
    assert message.created_at <= details.sending_at <= details.answered_at
    time = details.report.gateway_time.replace(" ", ",")
    assert details.report_text == f"{time},{message.message_id},*,2,UNDELIV"
    assert last(desk).failed == 1
    await desk.service.dismiss_failed(message.row_id)
    assert last(desk).failed == 0
    since = datetime.now(UTC) - timedelta(days=1)
    assert await desk.service.troubled(since, since) == []
