"""What the background tells the window: frozen, complete, closed in kind."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from msgspec import Struct

from mwdesk.domain.account import Balance, Wiring
from mwdesk.domain.message import Conversation, DayCounts, Message


class LinkState(Enum):
    """Where the link to the gateway stands."""

    SIGNED_OUT = "signed_out"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    WAITING = "waiting"
    """Lost; the next try comes at ``retry_at``."""
    REFUSED = "refused"
    """The gateway does not take the account or password; no further try without the operator."""


class LinkChanged(Struct, frozen=True):
    """The link's state changed. ``retry_at`` is UTC; ``error`` is why it is not connected."""

    state: LinkState
    account: str = ""
    error: Exception | None = None
    retry_at: datetime | None = None
    attempt: int = 0
    wiring: Wiring = Wiring.SOCKET


class MessagesChanged(Struct, frozen=True):
    """Messages were added or changed state, with the conversation rows that follow from it. One event for one batch."""

    added: tuple[Message, ...] = ()
    changed: tuple[Message, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    today: DayCounts | None = None


class BalanceChanged(Struct, frozen=True):
    """The gateway told balance and use of an account."""

    balance: Balance
    at: datetime
    account: str


class Polled(Struct, frozen=True):
    """Customers' messages were fetched; there may have been none."""

    at: datetime


class OutboxHeld(Struct, frozen=True):
    """The gateway takes no message for now; pending ones wait.

    ``code`` is its refusal, None once it goes on. ``retry_at`` is UTC, None when only a top-up or the operator helps.
    """

    code: int | None = None
    retry_at: datetime | None = None


class StoreTrouble(Struct, frozen=True):
    """The local database cannot be written, and what came is kept in memory; ``error`` is None once it can again."""

    error: Exception | None = None


class PasswordHolds(Enum):
    """Which password the gateway turned out to take after a change whose answer was lost."""

    NEW = "new"
    OLD = "old"


class PasswordSettled(Struct, frozen=True):
    """A login settled the question an unanswered change of password had left open."""

    holds: PasswordHolds


Event = LinkChanged | MessagesChanged | BalanceChanged | Polled | OutboxHeld | StoreTrouble | PasswordSettled
