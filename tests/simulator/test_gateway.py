"""The gateway's rules, without sockets."""

from __future__ import annotations

import random

import pytest

from mwdesk.domain.message import DeliveryReport
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import ChangePassword, FetchMessages, FetchReports, Login, QueryBalance, Send
from mwdesk.protocol.replies import parse_message_id, parse_messages, parse_reports
from mwdesk.simulator.gateway import FAILURE_CODES, Delivered, Fate, Outcome, SimAccount, SimulatedGateway
from mwdesk.simulator.writing import MAX_BODY_BYTES, ReplyStyle

from .conftest import ACCOUNT, NOW, PASSWORD

PHONE = PhoneNumber("13800138000")


def _run(seed: int) -> list[tuple[float, DeliveryReport]]:
    gateway = SimulatedGateway({ACCOUNT: SimAccount(PASSWORD, left=500)}, rng=random.Random(seed), clock=lambda: NOW)
    for index in range(200):
        gateway.execute(ACCOUNT, Send((PHONE,), "您好"), float(index))
    seen = []
    while (due := gateway.next_due()) is not None:
        gateway.advance(due)
        seen += [(due, report) for report in parse_reports(gateway.execute(ACCOUNT, FetchReports(), due)).reports]
    return seen


def test_a_seed_makes_a_run_repeatable() -> None:
    assert _run(3) == _run(3)
    assert _run(3) != _run(4)


def test_most_messages_are_delivered_some_deferred_and_few_fail() -> None:
    reports = [report for _, report in _run(3)]
    by_state = {state: [r for r in reports if r.state == state] for state in (0, 1, 2)}
    assert len(by_state[0]) > 150
    assert by_state[1]
    assert 0 < len(by_state[2]) < 30
    assert {r.code for r in by_state[2]} <= set(FAILURE_CODES)


def test_several_phones_get_ids_in_a_row(gateway: SimulatedGateway) -> None:
    phones = tuple(PhoneNumber(f"1380013800{index}") for index in range(3))
    for phone in phones:
        gateway.set_outcome(phone, Outcome(Fate.DELIVERED))
    first = parse_message_id(gateway.execute(ACCOUNT, Send(phones, "您好"), 0.0).strip())
    assert len(first) == 16
    assert first.startswith("1123103205")
    assert {d.phone for d in gateway.advance(10.0)} == set(phones)
    reports = parse_reports(gateway.execute(ACCOUNT, FetchReports(), 10.0).strip()).reports
    assert {r.message_id for r in reports} == {str(int(first) + index) for index in range(3)}
    assert {r.gateway_time for r in reports} == {"2026-11-23 10:32:05"}


@pytest.mark.parametrize(
    ("send", "reply"),
    [
        (Send((PHONE,), "字" * 69), b"ER,11\r\n"),
        (Send((PhoneNumber("12345"),), "您好"), b"ER,4\r\n"),
        (Send((PHONE, PhoneNumber("1380013800x")), "您好"), b"ER,4\r\n"),
        (Send((PHONE,) * 11, "您好"), b"ER,3\r\n"),
    ],
)
def test_a_refused_send_costs_nothing(gateway: SimulatedGateway, send: Send, reply: bytes) -> None:
    assert gateway.execute(ACCOUNT, send, 0.0) == reply
    assert gateway.execute(ACCOUNT, QueryBalance(), 0.0) == b"OK,10,5\r\n"
    assert gateway.next_due() is None


def test_outcomes_can_be_fixed(gateway: SimulatedGateway) -> None:
    gateway.set_outcome(PHONE, Outcome(Fate.FAILED, "MK:0012"))
    gateway.execute(ACCOUNT, Send((PHONE,), "一"), 0.0)
    assert gateway.advance(100.0) == []
    gateway.set_outcome(PHONE, Outcome(Fate.DEFERRED))
    gateway.execute(ACCOUNT, Send((PHONE,), "二"), 100.0)
    assert gateway.advance(200.0) == [Delivered(ACCOUNT, PHONE)]
    gateway.set_outcome(PHONE, Outcome(Fate.SILENT))
    gateway.execute(ACCOUNT, Send((PHONE,), "三"), 200.0)
    assert gateway.next_due() is None
    reports = parse_reports(gateway.execute(ACCOUNT, FetchReports(), 200.0).strip()).reports
    assert [(r.state, r.code) for r in reports] == [(2, "MK:0012"), (1, "MK:0004"), (0, "DELIVRD")]


def test_a_code_that_would_break_the_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="code"):
        Outcome(Fate.FAILED, "A;B")


def test_a_password_change_needs_the_old_one(gateway: SimulatedGateway) -> None:
    assert gateway.execute(ACCOUNT, ChangePassword(ACCOUNT, "000000", "654321"), 0.0) == b"ER,47\r\n"
    assert gateway.execute(ACCOUNT, ChangePassword("J00002", PASSWORD, "654321"), 0.0) == b"ER,1\r\n"
    assert gateway.execute(ACCOUNT, ChangePassword(ACCOUNT, PASSWORD, "654321"), 0.0) == b"OK\r\n"
    assert gateway.log_in(Login(ACCOUNT, "654321")) is None
    assert gateway.log_in(Login(ACCOUNT, PASSWORD)) == 1


def test_a_reply_holds_five_hundred_records_at_most(gateway: SimulatedGateway) -> None:
    gateway.flood(501)
    sizes = []
    for _ in range(3):
        sizes.append(len(parse_messages(gateway.execute(ACCOUNT, FetchMessages(), 0.0).strip(), NOW).messages))
    assert sizes == [500, 1, 0]


def test_an_interval_is_told_only_when_there_is_nothing(gateway: SimulatedGateway) -> None:
    style = ReplyStyle(poll_interval=4)
    assert gateway.execute(ACCOUNT, FetchMessages(), 0.0, style) == b"OK,0,4\r\n"
    gateway.receive(PHONE, "您好")
    assert gateway.execute(ACCOUNT, FetchMessages(), 0.0, style).startswith(b"ZZ")


def test_a_text_gbk_lacks_is_not_received(gateway: SimulatedGateway) -> None:
    with pytest.raises(ValueError, match="carry"):
        gateway.receive(PHONE, "🙂")


def test_long_texts_are_spread_over_replies_that_six_digits_can_count(gateway: SimulatedGateway) -> None:
    for _ in range(400):
        gateway.receive(PHONE, "字" * 1000)
    seen = 0
    while (reply := gateway.execute(ACCOUNT, FetchMessages(), 0.0)).startswith(b"ZZ"):
        assert len(reply) <= MAX_BODY_BYTES + 100
        seen += len(parse_messages(reply.strip(), NOW).messages)
    assert seen == 400


def test_a_gateway_with_too_much_to_report_is_busy(gateway: SimulatedGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mwdesk.simulator.gateway.MAX_DUE", 5)
    gateway.set_outcome(PHONE, Outcome(Fate.DEFERRED))
    replies = [gateway.execute(ACCOUNT, Send((PHONE,), "您好"), 0.0)[:2] for _ in range(3)]
    assert replies == [b"OK", b"OK", b"ER"]
    assert gateway.execute(ACCOUNT, QueryBalance(), 0.0) == b"OK,8,7\r\n"
    gateway.advance(100.0)
    assert gateway.execute(ACCOUNT, Send((PHONE,), "您好"), 100.0).startswith(b"OK,")


def test_a_first_id_leaves_room_for_the_whole_run(gateway: SimulatedGateway) -> None:
    gateway.accounts[ACCOUNT].left = 1_000_000
    gateway._sequence = 999_001
    firsts = [gateway.execute(ACCOUNT, Send((PHONE,) * 1000, "您好"), 0.0) for _ in range(2)]
    assert [reply[-8:].strip() for reply in firsts] == [b"000000", b"001000"]
