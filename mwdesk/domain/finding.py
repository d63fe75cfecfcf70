"""What an operator looks for, and what was found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message


class Query(Struct, frozen=True):
    """A piece of a text, a name or a number, and which messages count: within [start, end), of one side, in a state."""

    text: str
    start: datetime | None = None
    end: datetime | None = None
    direction: Direction | None = None
    states: Collection[DeliveryState] = ()

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing but the text bounds it."""
        return self.start is None and self.end is None and self.direction is None and not self.states


class FoundCustomer(Struct, frozen=True):
    """A customer whose name, number or ``note`` holds the text; ``start`` and ``length`` count characters in it."""

    conversation: Conversation
    in_name: bool
    start: int
    length: int
    note: str = ""
    """What was noted about them, if that is where the text stands."""


class FoundMessage(Struct, frozen=True):
    """A message whose text holds the text looked for, with its customer's name."""

    message: Message
    name: str
    start: int
    length: int


class Findings(Struct, frozen=True):
    """One page, newest first. ``next_row`` asks for the next one; None when there is none."""

    customers: tuple[FoundCustomer, ...] = ()
    messages: tuple[FoundMessage, ...] = ()
    next_row: int | None = None


class Troubled(Struct, frozen=True):
    """A message that failed, whose outcome is unknown, or that nothing was heard of; with its customer's name."""

    message: Message
    name: str
