"""One account's life on the gateway: log in, serve, lose the link, come back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from mwdesk.domain.account import Account
from mwdesk.domain.events import BalanceChanged, Event, LinkChanged, LinkState, PasswordHolds
from mwdesk.errors import GatewayError, MwDeskError, NotConnectedError
from mwdesk.gateway.client import GatewayClient
from mwdesk.messaging.outbox import Outbox
from mwdesk.messaging.poller import Poller
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.codes import Policy, policy

logger = logging.getLogger(__name__)

_FINAL_POLICIES = (Policy.ASK_PASSWORD, Policy.STOP)


class Passwords:
    """What the account may be opened with: the password known to hold and, after an unanswered change, the new one."""

    def __init__(self, known: str, candidate: str | None = None) -> None:
        self.known = known
        self.candidate = candidate

    def __repr__(self) -> str:
        return "Passwords(...)"


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
        settled: Callable[[PasswordHolds], Awaitable[None]],
    ) -> None:
        self.account = account
        self.passwords = passwords
        self._outbox = outbox
        self._poller = poller
        self._timings = timings
        self._publish = publish
        self._settled = settled
        self._client: GatewayClient | None = None
        self._task: asyncio.Task[None] | None = None
        self._retry = asyncio.Event()
        self._spent = asyncio.Event()

    def start(self, client: GatewayClient | None = None) -> None:
        """Serve on a connection already logged in, or make one; from then on reconnect until :meth:`stop`."""
        self._task = asyncio.create_task(self._run(client), name="session")

    async def stop(self) -> None:
        """End the session and its connection."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._publish(LinkChanged(LinkState.SIGNED_OUT, self.account.name))

    def retry_now(self) -> None:
        """Cut the wait for the next try short."""
        self._retry.set()

    def wake_outbox(self) -> None:
        """Say that the store has something new to send."""
        self._outbox.wake()

    async def change_password(self, old: str, new: str) -> None:
        """Ask the gateway. Raises :class:`NotConnectedError` when there is no link, so nothing was asked."""
        if self._client is None or not self._client.is_open:
            raise NotConnectedError("there is no connection")
        await self._client.change_password(self.account.name, old, new)

    async def log_in(self) -> GatewayClient:
        """Connect and log in, with the new password first if a change was left unanswered."""
        if self.passwords.candidate is not None:
            try:
                client = await self._log_in_with(self.passwords.candidate)
            except GatewayError as error:
                if policy(error.code) is not Policy.ASK_PASSWORD:
                    raise
            else:
                self.passwords = Passwords(self.passwords.candidate)
                await self._settled(PasswordHolds.NEW)
                return client
            client = await self._log_in_with(self.passwords.known)
            self.passwords = Passwords(self.passwords.known)
            await self._settled(PasswordHolds.OLD)
            return client
        return await self._log_in_with(self.passwords.known)

    async def _log_in_with(self, password: str) -> GatewayClient:
        client = await GatewayClient.connect(self.account, self._timings.request_timeout_s)
        try:
            await client.login(self.account.name, password)
        except BaseException:
            await client.close()
            raise
        return client

    async def _run(self, client: GatewayClient | None) -> None:
        attempt = 0
        while True:
            try:
                if client is None:
                    self._publish(LinkChanged(LinkState.CONNECTING, self.account.name, attempt=attempt))
                    client = await self.log_in()
                attempt = 0
                self._publish(LinkChanged(LinkState.CONNECTED, self.account.name))
                await self._serve(client)
            except MwDeskError as error:
                attempt += 1
                await self._wait_after(error, attempt)
            finally:
                client = None

    async def _serve(self, client: GatewayClient) -> None:
        self._client = client
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._watch_balance(client))
                tasks.create_task(self._poller.run_messages(client))
                tasks.create_task(self._poller.run_reports(client))
                tasks.create_task(self._outbox.run(client, self._spent.set))
        except BaseExceptionGroup as group:
            expected, defects = group.split(MwDeskError)
            if defects is not None:
                raise defects from group
            if expected is not None:
                raise expected.exceptions[0] from group
        finally:
            self._client = None
            await client.close()

    async def _watch_balance(self, client: GatewayClient) -> None:
        # Asked after every send and now and then; it is traffic enough to keep the session alive as well.
        while True:
            self._spent.clear()
            self._publish(BalanceChanged(await client.query_balance(), datetime.now(UTC)))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timings.balance_s):
                    await self._spent.wait()

    async def _wait_after(self, error: MwDeskError, attempt: int) -> None:
        rule = policy(error.code) if isinstance(error, GatewayError) else None
        self._retry.clear()
        if rule in _FINAL_POLICIES:
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
