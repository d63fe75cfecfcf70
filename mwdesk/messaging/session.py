"""One account's life on the gateway: log in, serve, lose the link, come back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from mwdesk.domain.account import Account, Balance
from mwdesk.domain.events import Event, LinkChanged, LinkState, PasswordHolds
from mwdesk.errors import GatewayError, LinkLostError, MwDeskError, NotConnectedError, ReplyTimeoutError
from mwdesk.gateway.client import GatewayClient
from mwdesk.messaging.outbox import Outbox
from mwdesk.messaging.passwords import Passwords
from mwdesk.messaging.poller import Poller
from mwdesk.messaging.timings import Timings
from mwdesk.messaging.wakefulness import watch_sleep
from mwdesk.protocol.codes import Policy, policy

logger = logging.getLogger(__name__)

_LAST_REPLY_S = 1.0
"""A request under way when the session ends has this long to be answered: what it fetches exists nowhere else."""
_LAST_WORDS_S = 0.05
"""A request under way when the link ends knows better why, and has this long to say so."""


class Session:
    """Keeps one account logged in until stopped. All methods belong to the background loop."""

    def __init__(
        self,
        account: Account,
        passwords: Passwords,
        outbox: Outbox,
        poller: Poller,
        timings: Timings,
        publish: Callable[[Event], None],
        balance_told: Callable[[Balance], None],
        settled: Callable[[PasswordHolds], Awaitable[None]],
    ) -> None:
        self.account = account
        self.passwords = passwords
        self._outbox = outbox
        self._poller = poller
        self._timings = timings
        self._publish = publish
        self._balance_told = balance_told
        self._settled = settled
        self._client: GatewayClient | None = None
        self._task: asyncio.Task[None] | None = None
        self._retry = asyncio.Event()
        self._suspicion = asyncio.Event()
        self._spent = asyncio.Event()

    def start(self, client: GatewayClient | None = None) -> None:
        """Serve on a connection already logged in, or make one; from then on reconnect until :meth:`stop`."""
        self._client = client
        self._task = asyncio.create_task(self._run(client), name="session")
        self._task.add_done_callback(self._report_defect)

    async def pause(self) -> None:
        """Give the connection up until :meth:`start`: an account may be logged in but once."""
        task, self._task = self._task, None
        if task is not None:
            if self._client is not None:
                await self._client.wind_down(_LAST_REPLY_S)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._client is not None:  # the task was ended before its first step
            await self._client.close()
            self._client = None

    async def stop(self) -> None:
        """End the session and its connection."""
        await self.pause()
        self._publish(LinkChanged(LinkState.SIGNED_OUT, self.account.name))

    def retry_now(self) -> None:
        """Cut the wait for the next try short, and offer what the gateway did not want."""
        self._retry.set()
        self._outbox.release()

    def suspect_link(self) -> None:
        """Look at once whether the link still holds: the computer slept, or its network changed."""
        self._retry.set()
        self._suspicion.set()

    def wake_outbox(self) -> None:
        """Say that the store has something new to send."""
        self._outbox.wake()

    @property
    def is_connected(self) -> bool:
        """Tell whether the gateway can be asked now."""
        return self._client is not None and self._client.is_open

    async def change_password(self, old: str, new: str) -> None:
        """Ask the gateway. Raises :class:`NotConnectedError` when there is no link, so nothing was asked."""
        if self._client is None or not self._client.is_open:
            raise NotConnectedError("there is no connection")
        await self._client.change_password(self.account.name, old, new)

    async def log_in(self) -> GatewayClient:
        """Connect and log in, with the new password first if a change was left unanswered."""
        passwords = self.passwords
        if passwords.candidate is None:
            return await self._log_in_with(passwords.known)
        try:
            client = await self._log_in_with(passwords.candidate)
            holds = PasswordHolds.NEW
        except GatewayError as error:
            if policy(error.code) is not Policy.ASK_PASSWORD:
                raise
            client = await self._log_in_with(passwords.known)
            holds = PasswordHolds.OLD
        known = passwords.candidate if holds is PasswordHolds.NEW else passwords.known
        self.passwords = Passwords(known, proxy=passwords.proxy)
        await self._settled(holds)
        return client

    async def _log_in_with(self, password: str) -> GatewayClient:
        client = await GatewayClient.connect(
            self.account, self._timings.request_timeout_s, proxy_password=self.passwords.proxy
        )
        try:
            await client.login(self.account.name, password)
        except BaseException:
            await client.close()
            raise
        return client

    def _report_defect(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (defect := task.exception()) is not None:
            logger.critical("the session ended by a defect", exc_info=defect)
            self._publish(LinkChanged(LinkState.REFUSED, self.account.name, MwDeskError("a defect ended the session")))

    async def _run(self, client: GatewayClient | None) -> None:
        await _until_one_fails(self._keep_connected(client), watch_sleep(self.suspect_link))

    async def _keep_connected(self, client: GatewayClient | None) -> None:
        attempt = 0
        clock = asyncio.get_running_loop().time
        while True:
            try:
                if client is None:
                    self._publish(LinkChanged(LinkState.CONNECTING, self.account.name, attempt=attempt))
                    client = await self.log_in()
            except MwDeskError as error:
                attempt += 1
                await self._wait_after(error, attempt, final=(Policy.ASK_PASSWORD, Policy.STOP))
                continue
            since = clock()
            try:
                self._publish(LinkChanged(LinkState.CONNECTED, self.account.name, wiring=self.account.route.wiring))
                await self._serve(client)
            except MwDeskError as error:
                client = None
                attempt = 1 if clock() - since >= self._timings.stable_s else attempt + 1
                # A login that ran out is renewed; whether the password still holds, only a login tells.
                await self._wait_after(error, attempt, final=(Policy.STOP,))

    async def _serve(self, client: GatewayClient) -> None:
        self._client = client
        self._suspicion.clear()
        try:
            await _until_one_fails(
                self._watch_balance(client),
                self._watch_link(client),
                _watch_end(client),
                self._poller.run_messages(client),
                self._poller.run_reports(client),
                self._outbox.run(client, self._spent.set),
                before_ending=lambda: client.wind_down(_LAST_REPLY_S),
            )
        except NotConnectedError as error:  # a request that began just then found it closed, and knows no more
            raise LinkLostError("the gateway closed the connection") from error
        finally:
            self._client = None
            await client.close()

    async def _watch_balance(self, client: GatewayClient) -> None:
        while True:
            self._spent.clear()
            balance = await client.query_balance()
            self._balance_told(balance)
            self._outbox.balance_told(balance.left)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timings.balance_s):
                    await self._spent.wait()

    async def _watch_link(self, client: GatewayClient) -> None:
        """Test the link after long silence, and at once when there is reason to doubt it."""
        clock = asyncio.get_running_loop().time
        tested = -self._timings.test_least_s
        while True:
            silence_s = max(self._timings.keep_alive_s - client.idle_s, 0.01)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(silence_s):
                    await self._suspicion.wait()
            suspected = self._suspicion.is_set()
            self._suspicion.clear()
            if suspected or client.idle_s >= self._timings.keep_alive_s:
                await asyncio.sleep(max(0.0, tested + self._timings.test_least_s - clock()))
                tested = clock()
                await self._test(client, self._timings.suspicion_s if suspected else self._timings.request_timeout_s)

    async def _test(self, client: GatewayClient, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                holds = await client.test_connection()
        except TimeoutError as error:
            raise ReplyTimeoutError("the link is dead: its test was not answered") from error
        if not holds:
            raise LinkLostError("the gateway no longer knows this login")

    async def _wait_after(self, error: MwDeskError, attempt: int, final: tuple[Policy, ...]) -> None:
        rule = policy(error.code) if isinstance(error, GatewayError) else None
        self._retry.clear()
        if rule in final:
            logger.info("the gateway does not take the account: %s", error)
            self._publish(LinkChanged(LinkState.REFUSED, self.account.name, error, attempt=attempt))
            await self._retry.wait()
            return
        delay_s = self._timings.too_many_logins_s if rule is Policy.LONG_WAIT else self._timings.retry_delay_s(attempt)
        retry_at = datetime.now(UTC) + timedelta(seconds=delay_s)
        logger.info("link down (%s), next try in %.1f s", error, delay_s)
        self._publish(LinkChanged(LinkState.WAITING, self.account.name, error, retry_at, attempt))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(delay_s):
                await self._retry.wait()


async def _watch_end(client: GatewayClient) -> None:
    """Notice a link that ends while nothing is being asked."""
    await client.wait_closed()
    await asyncio.sleep(_LAST_WORDS_S)
    raise LinkLostError("the gateway closed the connection")


async def _nothing() -> None:
    pass


async def _until_one_fails(
    *works: Coroutine[Any, Any, None], before_ending: Callable[[], Awaitable[None]] = _nothing
) -> None:
    """Run works without end beside each other; when one fails, end the others and raise what it raised.

    WORKAROUND: not a TaskGroup, because Python 3.11's may leave its own request to cancel behind, and the next timeout
    in the same task then ends as a cancellation. Here one failure is wanted besides, not a group of them.
    """
    tasks = [asyncio.create_task(work) for work in works]
    failed = []
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        failed = [task for task in tasks if task.done() and not task.cancelled() and task.exception() is not None]
        await before_ending()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    # A request that found the link closed already says less than the one that saw it close.
    await min(failed, key=lambda task: isinstance(task.exception(), NotConnectedError))
