"""What a desk knows of one customer, and of one message."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from mwdesk.domain.message import DeliveryReport, Message
from mwdesk.domain.phone import PhoneNumber

NAME_LIMIT = 40
"""Characters in a customer's name."""
TAG_LIMIT = 12
"""Characters in a tag."""
NOTE_LIMIT = 2000
"""Characters an operator may write into one note."""
REACH_DAYS = 30
"""How far reachability looks back."""


class Note(Struct, frozen=True):
    """Something an operator wrote down about a customer. Times are UTC."""

    row_id: int
    phone: PhoneNumber
    text: str
    author: str
    created_at: datetime
    edited_by: str = ""
    edited_at: datetime | None = None


class Reach(Struct, frozen=True):
    """What the reports said of the messages of the last 30 days.

    Those the gateway itself refused say nothing of the customer and are left out; on ``unreported`` ones no report
    came so far.
    """

    delivered: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    unreported: int = 0

    @property
    def delivered_percent(self) -> float | None:
        """Return how much of what is settled was delivered; None while nothing is."""
        settled = self.delivered + self.failed
        return 100 * self.delivered / settled if settled else None


class Card(Struct, frozen=True):
    """One customer. ``sent`` counts messages that went out or may have; times are UTC, None while there is nothing.

    ``answer_time`` is the mean from the first message of each of the customer's turns to the answer.
    """

    phone: PhoneNumber
    name: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    reach: Reach = Reach()
    first_at: datetime | None = None
    last_at: datetime | None = None
    received: int = 0
    sent: int = 0
    answer_time: timedelta | None = None


class Details(Struct, frozen=True):
    """All there is to know of a message.

    ``sending_at`` is when its frame was about to be written, ``answered_at`` when the gateway's answer to the last
    attempt was read. ``report`` is the last status report that changed it, with the gateway's own time.
    """

    message: Message
    sending_at: datetime | None = None
    answered_at: datetime | None = None
    report: DeliveryReport | None = None

    @property
    def report_text(self) -> str:
        """Return the report as it came over the wire (PROTOCOL, section 3), empty while there is none."""
        if self.report is None:
            return ""
        time = self.report.gateway_time.replace(" ", ",", 1)
        return f"{time},{self.report.message_id},*,{self.report.state},{self.report.code}"
