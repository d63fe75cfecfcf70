"""Messages, conversations and the life of a delivery."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from msgspec import Struct

from mwdesk.domain.phone import PhoneNumber


class Direction(Enum):
    """Who wrote it: a customer (MO) or an operator (MT)."""

    IN = "in"
    OUT = "out"


class DeliveryState(Enum):
    """Where an operator's message is on its way (ARCHITECTURE, section 4)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"

    # Members are equal only to themselves, and the hash of their names takes longer than a step.
    __hash__ = object.__hash__

    @property
    def is_final(self) -> bool:
        """Tell whether no later report may change it."""
        return self in _FINAL


_FINAL = frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.CANCELLED})

_BY_FIGURE = {0: DeliveryState.DELIVERED, 2: DeliveryState.FAILED}
_NEXT: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.PENDING: frozenset({DeliveryState.SENDING, DeliveryState.FAILED, DeliveryState.CANCELLED}),
    # Back to PENDING only when the gateway said itself that it did not take it.
    DeliveryState.SENDING: frozenset(
        {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.PENDING}
    ),
    DeliveryState.SENT: frozenset({DeliveryState.DEFERRED, DeliveryState.DELIVERED, DeliveryState.FAILED}),
    DeliveryState.DEFERRED: frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED}),
    DeliveryState.UNKNOWN: frozenset({DeliveryState.SENT, DeliveryState.CANCELLED}),
    DeliveryState.DELIVERED: frozenset(),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.CANCELLED: frozenset(),
}


def may_become(state: DeliveryState, following: DeliveryState) -> bool:
    """Tell whether a message in ``state`` may turn to ``following``; a final state never does."""
    return following in _NEXT[state]


class Message(Struct, frozen=True):
    """One SMS as stored. Times are UTC; ``gateway_time`` is the gateway's own text (UTC+8), empty for outgoing."""

    row_id: int
    phone: PhoneNumber
    direction: Direction
    text: str
    created_at: datetime
    state: DeliveryState | None = None
    gateway_time: str = ""
    message_id: str = ""
    reason_code: str = ""
    updated_at: datetime | None = None
    attempts: int = 0
    dismissed: bool = False
    """A trouble the operator has seen and wants out of the way; the state stays."""

    @property
    def was_sent(self) -> bool:
        """Tell of an operator's message whether it was or may have been sent: it never left, or was refused, if not."""
        if self.state is DeliveryState.FAILED:
            return bool(self.message_id)
        return self.state is not DeliveryState.PENDING and self.state is not DeliveryState.CANCELLED


class Conversation(Struct, frozen=True):
    """The denormalised row of the list: everything it paints, so that opening it reads nothing else."""

    phone: PhoneNumber
    name: str = ""
    last_text: str = ""
    last_direction: Direction = Direction.IN
    last_state: DeliveryState | None = None
    last_at: datetime | None = None
    """None for a customer named by an import, with whom there is nothing yet: the list does not hold them."""
    waiting_since: datetime | None = None
    unread: int = 0
    failed: int = 0
    """Failures and unknown outcomes; those the operator dismissed do not count."""
    message_count: int = 0
    draft: str = ""
    pinned: bool = False
    archived: bool = False
    resolved_at: datetime | None = None
    snoozed_until: datetime | None = None
    blocked: bool = False
    marked_unread: bool = False

    @property
    def is_waiting(self) -> bool:
        """Tell whether the customer wrote last and no person has answered, resolved or put it away since."""
        return self.waiting_since is not None

    @property
    def is_unread(self) -> bool:
        """Tell whether there is something unseen in it, or the operator wants it to look so."""
        return self.unread > 0 or self.marked_unread


class DeliveryReport(Struct, frozen=True):
    """A status report as the gateway gave it. ``state`` 0 delivered, 1 deferred, 2 failed (component manual, 12)."""

    message_id: str
    state: int
    code: str
    gateway_time: str = ""

    @property
    def delivery_state(self) -> DeliveryState:
        """Map the gateway's figure; an undocumented one counts as deferred, since it promises nothing."""
        return _BY_FIGURE.get(self.state, DeliveryState.DEFERRED)


class IncomingMessage(Struct, frozen=True):
    """A customer's SMS as the gateway gave it, before it is stored. ``received_at`` is UTC."""

    phone: PhoneNumber
    text: str
    received_at: datetime
    gateway_time: str
    service_number: str = ""


class ServiceMessage(IncomingMessage, frozen=True):
    """A customer's SMS to a value-added service; an answer carries its ``link_id`` (短信匹配码) back."""

    business_code: str = ""
    link_id: str = ""


class DayCounts(Struct, frozen=True):
    """Messages of the operator's local day, and how many wait to go out, of whatever day."""

    sent: int = 0
    received: int = 0
    pending: int = 0


class ListCounts(Struct, frozen=True):
    """Conversations of each kind in the whole file; only ``archived`` and ``blocked`` count those put away."""

    waiting: int = 0
    unread: int = 0
    failed: int = 0
    snoozed: int = 0
    archived: int = 0
    blocked: int = 0
