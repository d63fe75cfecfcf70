"""Send what the store says is pending, in order, one at a time; never anything twice by itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from mwdesk.domain.events import OutboxHeld
from mwdesk.domain.message import Message
from mwdesk.errors import GatewayError, LocalProtocolError, MwDeskError, StoreError
from mwdesk.gateway.client import GatewayClient
from mwdesk.messaging.persistence import Persistence
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.codes import Code, Policy, policy
from mwdesk.store.store import Changes, Store

logger = logging.getLogger(__name__)

LOST_BEFORE_ANSWER = "LOST"
"""Reason of an unknown outcome: no answer came."""
NOT_SENDABLE = "LOCAL"
"""Reason of a failure: the text or number cannot be carried."""

_LATER = (Policy.RETRY_LATER, Policy.SLOW_DOWN)
_ABOUT_THE_ACCOUNT = (Policy.ASK_PASSWORD, Policy.STOP, Policy.LONG_WAIT)


def refusal_reason(code: int, detail: str = "") -> str:
    """Return the stored reason of a refusal: ``ER:<code>``, and for forbidden words ``ER:33:<words>``."""
    return f"ER:{code}:{detail}" if detail else f"ER:{code}"


class _WithdrawnError(MwDeskError):
    """The operator took the message back while it waited for its turn."""


class Outbox:
    """The queue is the store's PENDING rows; this only empties it while there is a connection.

    A message goes back to PENDING only when the gateway itself refused it for now. What is to be tried later is kept in
    memory alone: after a restart it is tried at once.
    """

    def __init__(
        self,
        store: Store,
        timings: Timings,
        persistence: Persistence,
        publish: Callable[[Changes], None],
        held: Callable[[OutboxHeld], None],
    ) -> None:
        self._store = store
        self._timings = timings
        self._persistence = persistence
        self._publish = publish
        self._report_hold = held
        self._work = asyncio.Event()
        self._due: dict[int, float] = {}
        """Messages the gateway wants later, by row, with the loop's time to offer them again."""
        self._held_until: float | None = None
        self._left: int | None = None
        self._left_when_held: int | None = None

    def wake(self) -> None:
        """Say that the store has something new to send."""
        self._work.set()

    def release(self) -> None:
        """Offer everything again at once: the operator asked for it, or the account was topped up."""
        self._due.clear()
        if self._held_until is not None:
            self._held_until = None
            self._report_hold(OutboxHeld())
        self._work.set()

    def balance_told(self, left: int) -> None:
        """Go on after a top-up."""
        self._left = left
        if self._held_until == math.inf:
            if left > (self._left_when_held or 0):
                self.release()
            # What was left may have been told before it was used up elsewhere.
            self._left_when_held = left

    async def run(self, client: GatewayClient, sent: Callable[[], None]) -> None:
        """Send until the link fails; ``sent`` is called after each message the gateway took."""
        while True:
            self._work.clear()
            self._forget_past()
            while self._held_until is None and (message := self._store.next_pending(self._due)) is not None:
                if await self._send(client, message):
                    sent()
            await self._rest()

    def _forget_past(self) -> None:
        now = asyncio.get_running_loop().time()
        self._due = {row_id: due for row_id, due in self._due.items() if due > now}
        if self._held_until is not None and self._held_until <= now:
            self._held_until = None
            self._report_hold(OutboxHeld())

    async def _rest(self) -> None:
        soonest = min((*self._due.values(), self._held_until or math.inf), default=math.inf)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(soonest if soonest < math.inf else None):
                await self._work.wait()

    async def _send(self, client: GatewayClient, message: Message) -> bool:
        marked = False

        def mark_sending() -> None:
            nonlocal marked
            changes = self._store.mark_sending(message.row_id, _now())
            if not changes.changed:
                raise _WithdrawnError("taken back")
            marked = True
            self._publish(changes)

        try:
            message_id = await client.send(message.phone, message.text, mark_sending)
        except _WithdrawnError:
            return False
        except StoreError as error:  # it could not be marked, so nothing was written
            await self._persistence.pause(error)
            return False
        except GatewayError as error:
            await self._refused(client, message, error)
            return False
        except LocalProtocolError:
            self._fail(message, NOT_SENDABLE)
            return False
        except BaseException:
            if marked:  # written, perhaps taken: only a person may decide to send it again
                lost_at = _now()
                self._persistence.put(lambda: self._store.mark_unknown(message.row_id, lost_at, LOST_BEFORE_ANSWER))
            raise
        await self._persistence.keep(lambda: self._store.mark_sent(message.row_id, message_id, _now()))
        return True

    async def _refused(self, client: GatewayClient, message: Message, error: GatewayError) -> None:
        logger.info("the gateway refused a message to %s: %d", message.phone.masked, error.code)
        rule, attempt = policy(error.code), message.attempts + 1
        if rule is Policy.NO_CREDIT:
            self._put_back(message, error)
            self._hold(error.code, None)
        elif rule is Policy.KEYWORD:
            words = error.detail
            try:
                words = words or await _forbidden_words(client, message.text)
            finally:
                self._fail(message, refusal_reason(error.code, words))
        elif rule not in (*_LATER, *_ABOUT_THE_ACCOUNT) or attempt >= self._timings.send_attempts:
            self._fail(message, refusal_reason(error.code))
        else:
            self._put_back(message, error)
            if rule in _ABOUT_THE_ACCOUNT:
                raise error
            delay_s = self._timings.busy_delay_s(attempt)
            if error.code == Code.TOO_MANY_EQUAL:
                self._due[message.row_id] = asyncio.get_running_loop().time() + delay_s
            else:
                self._hold(error.code, delay_s)

    def _hold(self, code: int, delay_s: float | None) -> None:
        self._left_when_held = self._left
        if delay_s is None:
            self._held_until = math.inf
            self._report_hold(OutboxHeld(code))
        else:
            self._held_until = asyncio.get_running_loop().time() + delay_s
            self._report_hold(OutboxHeld(code, _now() + timedelta(seconds=delay_s)))

    def _put_back(self, message: Message, error: GatewayError) -> None:
        reason = refusal_reason(error.code)
        self._persistence.put(lambda: self._store.put_back(message.row_id, reason, _now()))

    def _fail(self, message: Message, reason: str) -> None:
        self._persistence.put(lambda: self._store.mark_failed(message.row_id, reason, _now()))


async def _forbidden_words(client: GatewayClient, text: str) -> str:
    """Ask which words it was; empty when the gateway does not say."""
    try:
        await client.check_keywords(text)
    except GatewayError as error:
        return error.detail if policy(error.code) is Policy.KEYWORD else ""
    return ""


def _now() -> datetime:
    return datetime.now(UTC)
