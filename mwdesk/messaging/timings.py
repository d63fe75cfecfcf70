"""How long things take and how often they happen, in seconds, in one place."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """Intervals of a session. The gateway's own wish (``OK,0,n``) may lengthen the polling, never shorten it."""

    request_timeout_s: float = 45.0
    poll_s: float = 10.0
    poll_limit_s: float = 120.0
    balance_s: float = 60.0
    retry_first_s: float = 1.0
    retry_limit_s: float = 60.0
    too_many_logins_s: float = 120.0

    def retry_delay_s(self, attempt: int) -> float:
        """Return the wait before the next try: doubling from the first, with jitter against returning as one."""
        longest = min(self.retry_limit_s, self.retry_first_s * 2.0 ** min(attempt - 1, 16))
        return longest * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, keeps no secret
