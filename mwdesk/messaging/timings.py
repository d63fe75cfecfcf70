"""How long things take and how often they happen, in seconds, in one place."""

from __future__ import annotations

import random

from msgspec import Struct


class Timings(Struct, frozen=True):
    """Intervals of a session. The gateway's own wish (``OK,0,n``) may lengthen the polling, never shorten it."""

    request_timeout_s: float = 45.0
    poll_s: float = 10.0
    poll_limit_s: float = 120.0
    """The longest we slow down by ourselves."""
    asked_limit_s: float = 600.0
    """The longest interval believed when the gateway names one; customers would wait unseen."""
    balance_s: float = 60.0
    keep_alive_s: float = 110.0
    """Silence after which the link is tested; vendor configurations do the same (PROTOCOL, section 5)."""
    test_least_s: float = 30.0
    """The gateway wants its test no more often."""
    suspicion_s: float = 10.0
    """How long an answer may take when the link is probably dead: after sleep or a change of network."""
    retry_first_s: float = 1.0
    retry_limit_s: float = 60.0
    stable_s: float = 30.0
    """A link that held this long makes the next wait short again."""
    too_many_logins_s: float = 120.0
    store_retry_s: float = 2.0
    """The wait before writing again to a file that could not be written."""
    gather_s: float = 0.1
    """What follows a change within it reaches the window together: nobody sees it, and a flood leaves time to work."""
    upkeep_first_s: float = 30.0
    """The first look after the file comes when the operator has had his first look at who waits."""
    upkeep_s: float = 3600.0
    upkeep_step_s: float = 0.05
    """The pause between small steps, for everything else."""
    busy_first_s: float = 15.0
    """The first wait after the gateway was too busy for a message; doubled each time."""
    send_attempts: int = 5
    """How often a message is offered before it counts as failed."""

    def retry_delay_s(self, attempt: int) -> float:
        """Return the wait before the next try: doubling from the first, with jitter against returning as one."""
        longest = min(self.retry_limit_s, self.retry_first_s * 2.0 ** min(attempt - 1, 16))
        return longest * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, keeps no secret

    def busy_delay_s(self, attempt: int) -> float:
        """Return the wait before a message is offered again, ``attempt`` counting from 1."""
        return self.busy_first_s * 2.0 ** (attempt - 1)
