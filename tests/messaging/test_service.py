"""The use cases end to end below the window: real socket, real server, real file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from mwdesk.domain.account import Balance
from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, MessagesChanged, PasswordHolds, PasswordSettled
from mwdesk.domain.message import DeliveryState, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import GatewayError, LinkLostError, NotConnectedError, StoreError
from mwdesk.messaging.service import MessagingService
from mwdesk.protocol.commands import Send
from mwdesk.simulator.gateway import Fate, Outcome, SimAccount
from tests.messaging.conftest import FAST, Desk

PHONE = PhoneNumber("13800138000")


def _states(desk: Desk) -> list[DeliveryState | None]:
    return [m.state for e in desk.events if isinstance(e, MessagesChanged) for m in (*e.added, *e.changed)]


async def _thread(desk: Desk) -> list[Message]:
    return await desk.service.thread(PHONE)


async def test_a_customer_writes_and_is_answered(desk: Desk) -> None:
    desk.server.gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
    await desk.service.sign_in(desk.account, "123456", remember=True)
    assert desk.credentials.read(desk.account.credential_key) == "123456"
    desk.server.gateway.receive(PHONE, "周六还能约外景吗")
    await desk.until(lambda: any(e.added for e in desk.saw(MessagesChanged)))  # type: ignore[attr-defined]
    [conversation] = await desk.service.conversations()
    assert conversation.is_waiting
    assert conversation.unread == 1
    await desk.service.send(PHONE, ["可以，周六上午十点。"])
    await desk.until(lambda: DeliveryState.DELIVERED in _states(desk))
    seen = [state for state in _states(desk) if state is not None]
    assert seen == [DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED]
    await desk.until(lambda: desk.saw(BalanceChanged)[-1].balance.left == 99)  # type: ignore[attr-defined]
    [conversation] = await desk.service.conversations()
    assert not conversation.is_waiting


async def test_what_is_written_offline_goes_out_in_order_on_connect(desk: Desk) -> None:
    await desk.service.send(PHONE, ["一", "二"])
    await desk.service.send(PHONE, ["三"])
    assert desk.saw(MessagesChanged)[-1].today.pending == 3  # type: ignore[attr-defined]
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: _states(desk).count(DeliveryState.SENT) == 3)
    assert [c.text for c in desk.server.commands if isinstance(c, Send)] == ["一", "二", "三"]


async def test_a_lost_answer_is_unknown_and_never_sent_again(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.drop_before_reply(61)
    await desk.service.send(PHONE, ["好的"])
    await desk.until(lambda: DeliveryState.UNKNOWN in _states(desk))
    await desk.until(lambda: len(desk.saw(LinkChanged, state=LinkState.CONNECTED)) == 2)
    await desk.service.send(PHONE, ["第二条"])
    await desk.until(lambda: DeliveryState.SENT in _states(desk))
    assert [c.text for c in desk.server.commands if isinstance(c, Send)] == ["好的", "第二条"]


async def test_a_refused_message_says_why(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    desk.server.faults.refuse(61, 33)
    await desk.service.send(PHONE, ["好的"])
    await desk.until(lambda: DeliveryState.FAILED in _states(desk))
    assert (await _thread(desk))[0].reason_code == "ER:33"


async def test_a_message_can_be_taken_back_before_it_goes(desk: Desk) -> None:
    await desk.service.send(PHONE, ["好的"])
    await desk.service.cancel((await _thread(desk))[0].row_id)
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged))
    assert not [c for c in desk.server.commands if isinstance(c, Send)]


async def test_what_was_being_sent_when_the_program_died_is_unknown(desk: Desk) -> None:
    await desk.service.send(PHONE, ["好的"])
    row_id = (await _thread(desk))[0].row_id
    from datetime import UTC, datetime

    desk.service._store.mark_sending(row_id, datetime.now(UTC))
    await desk.service.stop()
    again = MessagingService(desk.path, desk.credentials, desk.events.append, FAST)
    await again.start()
    assert (await again.thread(PHONE))[0].state is DeliveryState.UNKNOWN
    await again.stop()


async def test_a_lost_link_comes_back_by_itself(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged))
    desk.server.drop_connections()
    await desk.until(lambda: len(desk.saw(LinkChanged, state=LinkState.CONNECTED)) == 2)
    [waiting] = desk.saw(LinkChanged, state=LinkState.WAITING)
    assert isinstance(waiting, LinkChanged)
    assert waiting.retry_at is not None
    assert isinstance(waiting.error, LinkLostError)


async def test_a_wrong_password_signs_nobody_in(desk: Desk) -> None:
    with pytest.raises(GatewayError):
        await desk.service.sign_in(desk.account, "wrong", remember=True)
    assert desk.credentials.read(desk.account.credential_key) is None


async def test_a_password_that_is_not_to_be_remembered_any_more_is_forgotten(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=True)
    await desk.service.sign_in(desk.account, "123456", remember=False)
    assert desk.credentials.read(desk.account.credential_key) is None
    await desk.service.sign_out()
    assert not await desk.service.resume(desk.account)


async def test_another_account_is_counted_for_itself(desk: Desk) -> None:
    desk.server.gateway.accounts["J00002"] = SimAccount("654321", 77, 38_000)
    days = [datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)]
    await desk.service.sign_in(desk.account, "123456", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged, account="J00001"))
    await desk.service.sign_in(replace(desk.account, name="J00002"), "654321", remember=False)
    await desk.until(lambda: desk.saw(BalanceChanged, account="J00002"))
    figures = await desk.service.figures(days)
    assert figures.balance == Balance(77, 38_000)
    assert figures.used_today is not None
    assert figures.used_today.count == 0, "what the other account had used before"
    assert await desk.service.runway() is None


async def test_the_password_is_changed_and_remembered(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=True)
    await desk.until(lambda: desk.saw(BalanceChanged))
    await desk.service.change_password("123456", "654321")
    assert desk.credentials.read(desk.account.credential_key) == "654321"
    await desk.service.sign_out()
    assert await desk.service.resume(desk.account)
    await desk.until(lambda: len(desk.saw(LinkChanged, state=LinkState.CONNECTED)) == 2)


async def test_a_refused_change_leaves_the_keyring_alone(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=True)
    await desk.until(lambda: desk.saw(BalanceChanged))
    with pytest.raises(GatewayError):
        await desk.service.change_password("999999", "654321")
    assert desk.credentials.read(desk.account.credential_key) == "123456"
    assert desk.credentials.read(desk.account.credential_key + " (new)") is None


async def test_nothing_is_asked_without_a_link(desk: Desk) -> None:
    with pytest.raises(NotConnectedError):
        await desk.service.change_password("123456", "654321")


@pytest.mark.parametrize(("fault", "holds", "password"), [("drop_before_reply", PasswordHolds.NEW, "654321")])
async def test_after_a_lost_answer_the_next_login_settles_it(
    desk: Desk, fault: str, holds: PasswordHolds, password: str
) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=True)
    await desk.until(lambda: desk.saw(BalanceChanged))
    getattr(desk.server.faults, fault)(29)
    with pytest.raises(LinkLostError):
        await desk.service.change_password("123456", "654321")
    await desk.until(lambda: desk.saw(PasswordSettled))
    assert desk.saw(PasswordSettled, holds=holds)
    assert desk.credentials.read(desk.account.credential_key) == password
    assert desk.credentials.read(desk.account.credential_key + " (new)") is None


async def test_another_change_waits_until_a_lost_one_is_settled(desk: Desk) -> None:
    await desk.service.sign_in(desk.account, "123456", remember=True)
    await desk.until(lambda: desk.saw(BalanceChanged))
    desk.server.faults.drop_before_reply(29)
    desk.server.stop_listening()
    with pytest.raises(LinkLostError):
        await desk.service.change_password("123456", "654321")
    with pytest.raises(NotConnectedError):
        await desk.service.change_password("654321", "111111")
    assert desk.credentials.read(desk.account.credential_key + " (new)") == "654321"
    await desk.server.listen()
    await desk.until(lambda: desk.saw(PasswordSettled, holds=PasswordHolds.NEW))
    assert desk.credentials.read(desk.account.credential_key) == "654321"


async def test_a_change_that_never_arrived_settles_on_the_old_password(desk: Desk) -> None:
    desk.credentials.write(desk.account.credential_key, "123456")
    desk.credentials.write(desk.account.credential_key + " (new)", "654321")
    assert await desk.service.resume(desk.account)
    await desk.until(lambda: desk.saw(PasswordSettled, holds=PasswordHolds.OLD))
    assert desk.credentials.read(desk.account.credential_key) == "123456"
    assert desk.credentials.read(desk.account.credential_key + " (new)") is None


async def test_what_the_operator_does_does_not_overtake_what_came_before(desk: Desk) -> None:
    store = desk.service.archive.store
    came = [IncomingMessage(PHONE, text, datetime.now(UTC), "") for text in ("在吗？", "在不在？")]
    for each in came:  # the second waits for the end of the pause
        desk.service.archive.persistence.put(lambda each=each: store.add_incoming([each], datetime.now(UTC)))  # type: ignore[misc]
    await desk.service.mark_unread(PHONE)
    assert _told(desk) == [(1, 1), (1, 2), (0, 2)]


async def test_what_is_read_as_it_comes_is_told_with_what_comes(desk: Desk) -> None:
    store = desk.service.archive.store
    for text in ("在吗？", "在不在？", "还在吗？"):
        batch = [IncomingMessage(PHONE, text, datetime.now(UTC), "")]
        desk.service.archive.persistence.put(lambda batch=batch: store.add_incoming(batch, datetime.now(UTC)))  # type: ignore[misc]
        await desk.service.mark_read(PHONE)
    assert _told(desk) == [(1, 1)]
    await desk.until(lambda: len(desk.saw(MessagesChanged)) > 1)
    assert _told(desk) == [(1, 1), (2, 0)]


def _told(desk: Desk) -> list[tuple[int, int]]:
    """Return how many messages each event brought, and how many are then unread."""
    return [(len(event.added), event.conversations[0].unread) for event in desk.saw(MessagesChanged)]  # type: ignore[attr-defined]


async def test_what_changed_is_seen_when_it_cannot_be_counted(desk: Desk) -> None:
    store = desk.service.archive.store

    def broken(_start: datetime) -> tuple[set[int], set[int], set[int]]:
        raise StoreError("the disk is full")

    store.day_rows = broken  # type: ignore[method-assign]
    await desk.service.send(PHONE, ["在的"])
    [event] = desk.saw(MessagesChanged)
    assert event.today is None  # type: ignore[attr-defined]
    assert event.added[0].text == "在的"  # type: ignore[attr-defined]
    with pytest.raises(StoreError):
        await desk.service.publish_today()
