"""What becomes of a message the gateway refuses: real socket, real server, real file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, MessagesChanged, OutboxHeld
from mwdesk.domain.message import DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import Login, Send
from mwdesk.simulator.server import SimulatorServer
from tests.messaging.conftest import FAST, Desk

PHONE = PhoneNumber("13800138000")
OTHER = PhoneNumber("13900139000")


def _states(desk: Desk, text: str) -> list[str]:
    messages = [m for e in desk.events if isinstance(e, MessagesChanged) for m in (*e.added, *e.changed)]
    return [m.state.value for m in messages if m.text == text and m.state is not None]


def _sent(desk: Desk) -> list[str]:
    return [command.text for command in desk.server.commands if isinstance(command, Send)]


@pytest.fixture
async def attentive(tmp_path: Path, server: SimulatorServer) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "attentive.db", server, replace(FAST, balance_s=0.02))
    await desk.service.start()
    yield desk
    await desk.service.stop()


async def test_without_credit_the_outbox_waits_for_a_top_up(attentive: Desk) -> None:
    desk = attentive
    account = desk.server.gateway.accounts["J00001"]
    account.left = 0
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged))
    await desk.service.send(PHONE, ["一", "二"])
    await desk.until(lambda: desk.saw(OutboxHeld, code=3))
    assert _sent(desk) == ["一"]
    assert _states(desk, "一") == ["pending", "sending", "pending"]

    account.left = 10
    await desk.until(lambda: _states(desk, "二")[-1:] == ["sent"])
    assert desk.saw(OutboxHeld)[-1] == OutboxHeld()
    assert _sent(desk) == ["一", "一", "二"]
    assert [m.text for m in await desk.service.thread(PHONE)] == ["一", "二"]


async def test_a_top_up_smaller_than_what_was_used_up_elsewhere_is_seen(attentive: Desk) -> None:
    desk = attentive
    account = desk.server.gateway.accounts["J00001"]
    account.left = 10
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged))
    desk.server.faults.refuse(61, 3)
    await desk.service.send(PHONE, ["一"])
    await desk.until(lambda: desk.saw(OutboxHeld, code=3))
    account.left = 0
    await desk.until(lambda: desk.saw(BalanceChanged)[-1].balance.left == 0)  # type: ignore[attr-defined]
    assert _states(desk, "一")[-1] == "pending"
    account.left = 5
    await desk.until(lambda: _states(desk, "一")[-1] == "sent")


async def test_the_operator_may_try_again_without_a_top_up_seen(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 3)
    await desk.service.send(PHONE, ["一"])
    await desk.until(lambda: desk.saw(OutboxHeld, code=3))
    await desk.service.retry_now()
    await desk.until(lambda: _states(desk, "一")[-1] == "sent")


async def test_a_busy_gateway_is_asked_again_in_order(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 15, times=2)
    await desk.service.send(PHONE, ["一", "二"])
    await desk.until(lambda: _states(desk, "二")[-1] == "sent")
    assert _sent(desk) == ["一", "一", "一", "二"]
    held = desk.saw(OutboxHeld, code=15)
    assert len(held) == 2
    assert all(event.retry_at is not None for event in held)  # type: ignore[attr-defined]


async def test_a_text_sent_too_often_lets_the_others_pass(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 37)
    await desk.service.send(PHONE, ["同样的话"])
    await desk.service.send(OTHER, ["别的话"])
    await desk.until(lambda: _states(desk, "同样的话")[-1] == "sent")
    assert _sent(desk) == ["同样的话", "别的话", "同样的话"]
    assert not desk.saw(OutboxHeld)


async def test_trying_again_has_an_end(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 15, times=100)
    await desk.service.send(PHONE, ["一"])
    await desk.until(lambda: _states(desk, "一")[-1] == "failed")
    assert len(_sent(desk)) == FAST.send_attempts
    [message] = await desk.service.thread(PHONE)
    assert message.reason_code == "ER:15"


async def test_a_login_that_ran_out_is_renewed_and_the_message_goes_out(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 1)
    await desk.service.send(PHONE, ["一"])
    await desk.until(lambda: _states(desk, "一")[-1] == "sent")
    assert len([c for c in desk.server.commands if isinstance(c, Login)]) == 2
    assert not desk.saw(LinkChanged, state=LinkState.REFUSED)


async def test_an_account_that_is_stopped_stays_stopped_until_the_operator_acts(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 7)
    await desk.service.send(PHONE, ["一"])
    await desk.until(lambda: desk.saw(LinkChanged, state=LinkState.REFUSED))
    assert _states(desk, "一")[-1] == "pending"
    await desk.service.retry_now()
    await desk.until(lambda: _states(desk, "一")[-1] == "sent")


@pytest.mark.parametrize("code", [2, 4, 8, 11, 12, 31, 44, 99, 1234])
async def test_a_refusal_that_cannot_pass_fails_at_once(desk: Desk, code: int) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, code)
    await desk.service.send(PHONE, ["一"])
    await desk.until(lambda: _states(desk, "一")[-1] == "failed")
    assert _sent(desk) == ["一"]


async def test_forbidden_words_are_named(desk: Desk) -> None:
    desk.server.gateway.keywords = ("违禁",)
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.service.send(PHONE, ["这里有违禁词"])
    await desk.until(lambda: _states(desk, "这里有违禁词")[-1] == "failed")
    [message] = await desk.service.thread(PHONE)
    assert message.state is DeliveryState.FAILED
    assert message.reason_code == "ER:33:违禁"


def test_the_wait_of_a_busy_gateway_doubles() -> None:
    timings = replace(FAST, busy_first_s=15)
    assert [timings.busy_delay_s(attempt) for attempt in (1, 2, 3)] == [15, 30, 60]
