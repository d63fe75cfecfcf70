"""Try the way to the gateway step by step and tell what each one did.

Nothing is fetched: a message fetched in a test could not be fetched again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from mwdesk.domain.account import Account
from mwdesk.domain.diagnosis import Check, CheckState, CheckStep, planned_steps
from mwdesk.errors import MwDeskError
from mwdesk.gateway.client import GatewayClient
from mwdesk.protocol.commands import Login

Report = Callable[[tuple[Check, ...]], None]
"""Takes all steps as they stand, after each change; called on the event loop."""


async def diagnose(
    account: Account, password: str, proxy_password: str, timeout_s: float, report: Report
) -> tuple[Check, ...]:
    """Connect, log in, ask the balance, close; return every step. Failures are in the result, not raised."""
    course = _Course(planned_steps(account), report)
    course.begin(CheckStep.FIELDS)
    client: GatewayClient | None = None
    try:
        Login(account.name, password, account.login_type).encode()
        client = await GatewayClient.connect(
            account,
            timeout_s,
            proxy_password=proxy_password,
            progress=lambda step, detail: course.begin(CheckStep[step.name], detail),
        )
        course.begin(CheckStep.LOGIN, account.name)
        await client.login(account.name, password)
        course.begin(CheckStep.BALANCE)
        balance = await client.query_balance()
        course.end(f"{balance.left} / {balance.used}")
    except MwDeskError as error:
        course.fail(error)
    finally:
        if client is not None:
            await client.close()
    return course.checks


class _Course:
    """The steps as they stand. Beginning one passes the one before; beginning it again only changes its detail."""

    def __init__(self, steps: Sequence[CheckStep], report: Report) -> None:
        self._checks = {step: Check(step) for step in steps}
        self._report = report
        self._running: CheckStep | None = None
        self._began = 0.0

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(self._checks.values())

    def begin(self, step: CheckStep, detail: str = "") -> None:
        if step is not self._running:
            self._finish(CheckState.PASSED)
            self._running, self._began = step, time.monotonic()
            # What was passed over was not needed: an address written in figures is not looked up.
            order = list(CheckStep)
            self._checks = {
                other: check
                for other, check in self._checks.items()
                if check.state is not CheckState.OPEN or order.index(other) >= order.index(step)
            }
        self._checks[step] = replace(self._checks[step], state=CheckState.RUNNING, detail=detail)
        self._report(self.checks)

    def end(self, detail: str) -> None:
        if self._running is not None:
            self._checks[self._running] = replace(self._checks[self._running], detail=detail)
        self._finish(CheckState.PASSED)
        self._report(self.checks)

    def fail(self, error: MwDeskError) -> None:
        self._finish(CheckState.FAILED, error)
        self._report(self.checks)

    def _finish(self, state: CheckState, error: MwDeskError | None = None) -> None:
        step, self._running = self._running, None
        if step is not None:
            took_ms = round((time.monotonic() - self._began) * 1000)
            self._checks[step] = replace(self._checks[step], state=state, took_ms=took_ms, error=error)
