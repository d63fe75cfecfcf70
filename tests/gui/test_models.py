"""The models of the lists: order, filters, windows and what they announce."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mwdesk.domain.evidence import Evidence
from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.models.conversation_list_model import (
    FILTERS,
    ConversationListModel,
    ConversationRole,
    HeldRole,
    SectionRole,
)
from mwdesk.gui.models.thread_model import (
    WINDOW_ROWS,
    DateRole,
    EvidenceRole,
    FirstInGroupRole,
    LastInGroupRole,
    LayoutRole,
    NewMessagesRole,
    ReasonRole,
    ThreadModel,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
A, B, C, D = (PhoneNumber(f"1380013800{n}") for n in range(4))


def row(phone: PhoneNumber, waited_min: int | None = None, ago_min: int = 0, **fields: object) -> Conversation:
    waiting = None if waited_min is None else NOW - timedelta(minutes=waited_min)
    values = {"last_text": "text", "last_at": NOW - timedelta(minutes=ago_min), **fields}
    return Conversation(phone, waiting_since=waiting, **values)  # type: ignore[arg-type]


def message(row_id: int, minute: float = 0, *, out: bool = False, **fields: object) -> Message:
    direction = Direction.OUT if out else Direction.IN
    state = DeliveryState.SENT if out else None
    values = {"text": f"text {row_id}", "state": state, **fields}
    return Message(row_id, A, direction, created_at=NOW + timedelta(minutes=minute), **values)  # type: ignore[arg-type]


def shown(model: ConversationListModel) -> list[PhoneNumber]:
    return [model.index(n, 0).data(ConversationRole).phone for n in range(model.rowCount())]


def ids(model: ThreadModel) -> list[int]:
    return [model.message(n).row_id for n in range(model.rowCount())]


@pytest.fixture
def conversations(qapp: object) -> ConversationListModel:
    model = ConversationListModel(now=lambda: NOW)
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model.reset([row(A, 5), row(B, 14), row(C, ago_min=3), row(D, ago_min=1, failed=2)])
    return model


@pytest.fixture
def thread(qapp: object) -> ThreadModel:
    model = ThreadModel(now=lambda: NOW)
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return model


def test_what_can_still_be_taken_back_is_no_draft(qtbot: QtBot) -> None:
    model = ConversationListModel(now=lambda: NOW)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.reset([row(A, 5, draft="hello"), row(B, 3)])
    index = model.index_of(A)
    said = lambda: index.data(Qt.ItemDataRole.AccessibleTextRole)  # noqa: E731
    assert said().endswith("Draft: hello")
    with qtbot.waitSignal(model.dataChanged):
        model.hold(A, "hello")
    assert index.data(HeldRole) == "hello"
    assert "Draft" not in said()
    assert "Waiting to send" in said()
    model.apply([row(A, 5, draft="hello", unread=1)])
    assert index.data(HeldRole) == "hello", "the store does not know of it yet"
    model.let_go(A)
    assert index.data(HeldRole) == "hello"
    model.apply([row(A, last_text="hello")])
    assert model.index_of(A).data(HeldRole) == ""
    model.let_go(B)
    model.hold(B, "once")
    model.let_go(B)
    model.hold(B, "twice")
    model.apply([row(B, 3)])
    assert model.index_of(B).data(HeldRole) == "twice"
    with qtbot.waitSignal(model.dataChanged):
        model.take_back(B)
    assert model.index_of(B).data(HeldRole) == ""


def test_who_waits_longest_stands_first(conversations: ConversationListModel) -> None:
    assert shown(conversations) == [B, A, D, C]
    assert conversations.counts() == {"waiting": 2, "unread": 0, "all": 4, "failed": 1, "archived": 0}
    assert [conversations.row_of(p) for p in (B, A, D, C)] == [0, 1, 2, 3]


def test_section_head_stands_above_the_first_answered_row(conversations: ConversationListModel) -> None:
    assert [bool(conversations.index(n, 0).data(SectionRole)) for n in range(4)] == [False, False, True, False]
    conversations.apply([row(C, ago_min=0)])
    assert [bool(conversations.index(n, 0).data(SectionRole)) for n in range(4)] == [False, False, True, False]
    assert shown(conversations)[2] == C
    conversations.set_filter("all")
    assert not any(conversations.index(n, 0).data(SectionRole) for n in range(4))


def test_answered_row_stays_until_left(conversations: ConversationListModel) -> None:
    conversations.set_current(B)
    conversations.apply([row(B, ago_min=0, last_direction=Direction.OUT)])
    assert shown(conversations) == [B, A, D, C]
    conversations.set_current(A)
    assert shown(conversations) == [A, B, D, C]


def test_new_conversation_is_inserted_in_its_place(conversations: ConversationListModel) -> None:
    e = PhoneNumber("13900139000")
    conversations.apply([row(e, 9)])
    assert shown(conversations) == [B, e, A, D, C]


def test_unread_filter_keeps_the_open_row(conversations: ConversationListModel) -> None:
    conversations.apply([row(A, 5, unread=2), row(B, 14, unread=1)])
    conversations.set_filter("unread")
    assert shown(conversations) == [B, A]
    conversations.set_current(A)
    conversations.apply([row(A, 5)])
    assert shown(conversations) == [B, A]
    conversations.set_current(B)
    assert shown(conversations) == [B]


def test_row_is_read_aloud(conversations: ConversationListModel) -> None:
    conversations.apply([row(B, 14, name="Zhang", unread=2, last_text="fine\u202e")])
    text = conversations.index_of(B).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Zhang, 2 unread, waiting 14 min, fine"


def test_many_random_changes_keep_the_order(conversations: ConversationListModel) -> None:
    for n in range(120):
        phone = (A, B, C, D)[n * 7 % 4]
        if n % 5 == 0:
            conversations.set_current((A, B, C, D)[n * 3 % 4])
        conversations.apply([row(phone, n % 40 if n % 3 else None, ago_min=n * 11 % 17)])
        assert all(conversations.row_of(p) == place for place, p in enumerate(shown(conversations)))


ROWS = st.builds(
    row,
    st.integers(0, 30).map(lambda n: PhoneNumber(f"138001380{n:02}")),
    st.none() | st.integers(0, 50),
    ago_min=st.integers(0, 50),
    unread=st.integers(0, 2),
    failed=st.integers(0, 1),
    archived=st.booleans(),
    blocked=st.booleans(),
    pinned=st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, max_size=5), st.lists(st.lists(ROWS, max_size=30), max_size=5), st.sampled_from(FILTERS))
def test_what_changed_bit_by_bit_stands_as_if_read_anew(
    qapp: object, first: list[Conversation], changes: list[list[Conversation]], name: str
) -> None:
    model, fresh = (ConversationListModel(now=lambda: NOW) for _ in range(2))
    for each in (model, fresh):
        each.set_filter(name)
    model.reset(first)
    for some in changes:
        model.apply(some)
        while model.is_placing:
            model._place_some()
    fresh.reset({c.phone: c for some in (first, *changes) for c in some}.values())
    assert shown(model) == shown(fresh)
    assert model.counts() == fresh.counts()
    every = [c for c in model.every() if not c.archived]
    assert model.counts()["waiting"] == sum(c.is_waiting for c in every)
    assert model.counts()["unread"] == sum(c.is_unread for c in every)
    assert model.counts()["failed"] == sum(c.failed > 0 for c in every)
    for besides in ((), (PhoneNumber("13800138000"),)):
        waiting = [c for c in model.every() if c.is_waiting and c.phone not in besides]
        longest = min(waiting, key=lambda c: (c.waiting_since or NOW, c.phone.digits), default=None)
        assert model.longest_waiting(besides) == longest


def test_a_flood_finds_its_places_by_and_by(conversations: ConversationListModel, qtbot: QtBot) -> None:
    flood = [row(PhoneNumber(f"139{n * 7 % 60:08}"), waited_min=n % 20) for n in range(60)]
    conversations.apply(flood)
    assert conversations.counts()["waiting"] == 62
    qtbot.waitUntil(lambda: not conversations.is_placing)
    assert conversations.rowCount() == 64
    assert all(conversations.row_of(phone) == place for place, phone in enumerate(shown(conversations)))


def test_groups_break_on_side_time_and_reason(thread: ThreadModel) -> None:
    thread.reset(
        [
            message(1),
            message(2, 1),
            message(3, 2, out=True, state=DeliveryState.FAILED),
            message(4, 3, out=True),
            message(5, 9, out=True),
        ]
    )
    first = [thread.index(n, 0).data(FirstInGroupRole) for n in range(5)]
    last = [thread.index(n, 0).data(LastInGroupRole) for n in range(5)]
    assert first == [True, False, True, True, True]
    assert last == [False, True, True, True, True]
    assert thread.index(2, 0).data(ReasonRole)


def test_date_and_marker(thread: ThreadModel) -> None:
    thread.reset([message(1, -1500), message(2), message(3, 1), message(4, 2)], unread=2)
    assert [thread.index(n, 0).data(DateRole) is not None for n in range(4)] == [True, True, False, False]
    assert [thread.index(n, 0).data(NewMessagesRole) for n in range(4)] == [0, 0, 2, 0]
    thread.clear_marker()
    assert thread.index(2, 0).data(NewMessagesRole) == 0


def test_window_keeps_what_leaves_its_end(thread: ThreadModel) -> None:
    thread.reset([message(n, n) for n in range(1000, 1000 + WINDOW_ROWS)])
    thread.prepend([message(n, n) for n in range(950, 1000)])
    assert thread.rowCount() == WINDOW_ROWS
    assert ids(thread)[0] == 950
    assert thread.has_later
    thread.append([message(2000, 2000)])
    assert ids(thread)[-1] == 949 + WINDOW_ROWS
    thread.update([replace(message(2000, 2000), text="changed")])
    while thread.show_more(20):
        assert thread.rowCount() == WINDOW_ROWS
    assert ids(thread) == [*range(1001, 1000 + WINDOW_ROWS), 2000]
    assert thread.message(WINDOW_ROWS - 1).text == "changed"
    assert all(thread.row_of[row_id] == place for place, row_id in enumerate(ids(thread)))


def test_what_is_far_below_is_forgotten_and_read_again(thread: ThreadModel) -> None:
    file = [*range(700, 1000 + WINDOW_ROWS)]
    thread.reset([message(n, n) for n in file[-WINDOW_ROWS:]])
    for first in range(950, 650, -50):
        thread.prepend([message(n, n) for n in range(first, first + 50)])
        assert thread.open_end is (first < 800)
    newest = thread.newest
    assert newest is not None
    assert newest.row_id == 699 + 2 * WINDOW_ROWS, "the window, and as much again"
    file.append(2000)
    thread.append([message(2000, 2000)])
    assert thread.newest is newest, "what comes is read in its turn"
    seen = ids(thread)
    while thread.has_later:
        if not thread.show_more(20):
            newest = thread.newest
            assert newest is not None
            page = [row_id for row_id in file if row_id > newest.row_id]
            thread.extend([message(n, n) for n in page[:30]], open_end=len(page) > 30)
        seen += [row_id for row_id in ids(thread) if row_id > seen[-1]]
    assert seen == file


def test_tick_changes_no_height_and_failure_does(thread: ThreadModel, qtbot: object) -> None:
    heard: list[tuple[int, list[int]]] = []

    def listen(first: object, _last: object, roles: list[int]) -> None:
        heard.append((first.row(), list(roles)))  # type: ignore[attr-defined]

    thread.reset([message(1, out=True), message(2, 1, out=True)])
    thread.dataChanged.connect(listen)
    thread.update([message(1, out=True, state=DeliveryState.DELIVERED)])
    assert [LayoutRole in roles for _, roles in heard] == [False]
    heard.clear()
    thread.update([message(1, out=True, state=DeliveryState.FAILED)])
    assert {place for place, roles in heard if LayoutRole in roles} == {0, 1}


def test_messages_are_added_once(thread: ThreadModel) -> None:
    thread.reset([message(1)])
    thread.append([message(1, text="again"), message(2, 1), message(2, 1)])
    assert ids(thread) == [1, 2]
    assert thread.message(0).text == "again"


def test_offline_gives_pending_messages_a_row(thread: ThreadModel) -> None:
    thread.reset([message(1, out=True, state=DeliveryState.PENDING)])
    assert not thread.index(0, 0).data(ReasonRole)
    thread.set_offline(True)
    assert thread.index(0, 0).data(ReasonRole)


def test_an_open_end_takes_only_what_follows(thread: ThreadModel) -> None:
    thread.reset([message(n, n) for n in range(100, 160)], open_end=True)
    assert thread.has_later
    thread.append([message(900, 900)])
    assert ids(thread)[-1] == 159
    assert not thread.show_more(), "what follows must be read first"
    thread.extend([message(n, n) for n in range(160, 180)], open_end=True)
    assert ids(thread)[-1] == 179
    thread.prepend([message(n, n) for n in range(1, 100)])
    thread.prepend([message(n, n) for n in range(-250, 1)])
    assert thread.rowCount() == WINDOW_ROWS
    thread.extend([message(n, n) for n in range(180, 190)], open_end=False)
    while thread.show_more():
        pass
    assert ids(thread)[-1] == 189
    assert not thread.has_later


def test_evidence_changes_no_height(thread: ThreadModel) -> None:
    thread.reset([message(1, out=True, state=DeliveryState.UNKNOWN), message(2, 1)])
    heard: list[list[int]] = []
    thread.dataChanged.connect(lambda _first, _last, roles: heard.append(list(roles)))
    evidence = Evidence(38676, 38677)
    thread.set_evidence(1, evidence)
    thread.set_evidence(1, evidence)
    assert heard == [[EvidenceRole]]
    assert thread.index(0, 0).data(EvidenceRole) == evidence
    assert thread.rows_in(DeliveryState.UNKNOWN) == [1]
