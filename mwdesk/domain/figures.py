"""What was sent, received and used over some days."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from mwdesk.domain.account import Balance


class Stretch(Struct, frozen=True):
    """The messages of [start, start of the next)."""

    start: datetime
    sent: int = 0
    received: int = 0


class Used(Struct, frozen=True):
    """Messages the gateway counted as used since a moment; it may be later than the one asked for."""

    since: datetime
    count: int


class Answers(Struct, frozen=True):
    """How many customers who waited were answered, and how long they had waited on an average."""

    customers: int = 0
    average_wait: timedelta = timedelta()


class Figures(Struct, frozen=True):
    """The usage page. What nobody told, or what cannot be worked out yet, is None.

    ``delivered``, ``failed``, ``unknown`` and ``unreported`` count the messages of ``stretches`` by their states.
    """

    stretches: tuple[Stretch, ...]
    hours: tuple[Stretch, ...]
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    unreported: int = 0
    balance: Balance | None = None
    told_at: datetime | None = None
    runway: timedelta | None = None
    used_today: Used | None = None
    used_this_month: Used | None = None
    used_a_week: Used | None = None

    @property
    def delivered_percent(self) -> float | None:
        """Return how much of what is settled was delivered; None while nothing is."""
        settled = self.delivered + self.failed
        return 100 * self.delivered / settled if settled else None
