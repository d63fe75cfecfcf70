"""Ask for customers' messages and status reports, no faster than the gateway allows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from mwdesk.errors import GatewayError
from mwdesk.gateway.client import GatewayClient
from mwdesk.messaging.persistence import Persistence
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.codes import Policy, policy
from mwdesk.store.store import Store

logger = logging.getLogger(__name__)

_ENDS_THE_SESSION = (Policy.ASK_PASSWORD, Policy.STOP, Policy.LONG_WAIT)


class Interval:
    """The wait between two polls of one kind."""

    def __init__(self, timings: Timings) -> None:
        self._timings = timings
        self._asked_s = 0.0
        self._slowed = 1.0

    @property
    def wait_s(self) -> float:
        """Return the seconds until the next poll."""
        return max(min(self._timings.poll_s * self._slowed, self._timings.poll_limit_s), self._asked_s)

    def answered(self, poll_interval_s: int | None) -> None:
        """Obey ``OK,0,n``: n+1 seconds; 0 lifts it, and an answer that names none changes nothing."""
        self._slowed = 1.0
        if poll_interval_s is not None:
            self._asked_s = min(poll_interval_s + 1.0, self._timings.asked_limit_s) if poll_interval_s else 0.0

    def refused(self) -> None:
        """Double the wait, whether it was too fast (41, 42) or not allowed at all."""
        self._slowed = min(self._slowed * 2, self._timings.poll_limit_s / self._timings.poll_s)


class Poller:
    """Fetch, store in one transaction, publish one event; the next poll only after the commit.

    A fetched record exists nowhere else, so nothing is asked again before it is stored.
    """

    def __init__(
        self, store: Store, timings: Timings, persistence: Persistence, polled: Callable[[datetime, bool], None]
    ) -> None:
        """``polled`` hears of each poll for messages: when it was answered, and whether there was any."""
        self._store = store
        self._timings = timings
        self._persistence = persistence
        self._polled = polled

    async def run_messages(self, client: GatewayClient) -> None:
        """Poll for customers' messages until the link fails."""
        interval = Interval(self._timings)
        may_repeat = True

        async def poll() -> bool:
            nonlocal may_repeat
            fetched = await client.fetch_messages()
            interval.answered(fetched.poll_interval_s)
            if fetched.messages:
                first, may_repeat = may_repeat, False
                await self._persistence.keep(
                    lambda: self._store.add_incoming(fetched.messages, _now(), may_repeat=first)
                )
            self._polled(_now(), bool(fetched.messages))
            return bool(fetched.messages)

        await self._run(poll, interval)

    async def run_reports(self, client: GatewayClient) -> None:
        """Poll for status reports until the link fails."""
        interval = Interval(self._timings)

        async def poll() -> bool:
            fetched = await client.fetch_reports()
            interval.answered(fetched.poll_interval_s)
            if fetched.reports:
                await self._persistence.keep(lambda: self._store.apply_reports(fetched.reports, _now()))
            return bool(fetched.reports)

        await self._run(poll, interval)

    async def _run(self, poll: Callable[[], Awaitable[bool]], interval: Interval) -> None:
        while True:
            more = False
            try:
                more = await poll()
            except GatewayError as error:
                # An account without reports, say, is no reason to give the link up; a login that ran out is.
                if policy(error.code) in _ENDS_THE_SESSION:
                    raise
                logger.info("polling was refused with error %d", error.code)
                interval.refused()
            # A reply with records may not have been the last: ask again at once, but let a request of the operator in.
            await asyncio.sleep(0 if more else interval.wait_s)


def _now() -> datetime:
    return datetime.now(UTC)
