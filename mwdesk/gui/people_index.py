"""Finds conversations by name, pinyin initials or a part of the number, at every key and among tens of thousands."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from typing import NamedTuple

from mwdesk.domain.matching import Ranges, folded, match, number_hit
from mwdesk.domain.message import Conversation
from mwdesk.gui.models.conversation_list_model import display_name

_NUMBER_END, _NUMBER_PART = 2, 5
"""Where numbers stand among the ranks of names: people remember the last digits."""


class Found(NamedTuple):
    """A conversation with what was found in its name or in its number as it is written."""

    conversation: Conversation
    name: str
    name_hits: Ranges
    number_hits: Ranges


class _Person(NamedTuple):
    name: str
    folded: str
    readings: str
    conversation: Conversation


class PeopleIndex:
    """What is searched; the readings of names come later than the names, from who knows pinyin."""

    def __init__(self) -> None:
        self._readings: dict[str, str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._people: list[_Person] = []
        self._query = ""
        self._found: list[_Person] = []

    def update(self, conversations: Collection[Conversation]) -> None:
        """Take the conversations as they are now."""
        names = {c.name for c in conversations}
        for conversation in conversations:
            if conversation.name and conversation.name not in self._names:
                name = display_name(conversation)
                self._names[conversation.name] = name, folded(name)
        self._names = {name: self._names[name] for name in names if name}
        nameless = "", ""
        readings = self._readings.get
        self._people = [
            _Person(name := (known := self._names.get(c.name, nameless))[0], known[1], readings(name, ""), c)
            for c in conversations
        ]
        self._query = ""

    def unread_names(self) -> list[str]:
        """Return the names whose readings are not known yet."""
        return [name for name, _ in self._names.values() if name not in self._readings]

    def learn(self, readings: Mapping[str, str]) -> None:
        """Take readings by name, for the names here and those to come."""
        self._readings.update(readings)
        self._people = [p._replace(readings=self._readings.get(p.name, "")) for p in self._people]
        self._query = ""

    def first(self, limit: int) -> list[Found]:
        """Return who has waited longest, then who was heard of last."""
        nearest = heapq.nsmallest(limit, (p.conversation for p in self._people), key=_urgency)
        return [Found(c, display_name(c) if c.name else "", (), ()) for c in nearest]

    def find(self, query: str, limit: int) -> list[Found]:
        """Return the best for a folded query: by how it fits, then as :meth:`first`."""
        number = query.replace(" ", "")
        number = number if number.isascii() and number.isdigit() else ""
        # Whoever fits a longer query fitted its beginning.
        pool = self._found if self._query and query.startswith(self._query) else self._people
        self._found = [
            person
            for person in pool
            if query in person.folded
            or query in person.readings
            or (number and number in person.conversation.phone.digits)
        ]
        self._query = query
        ranked = heapq.nsmallest(
            limit, self._found, key=lambda person: (_rank(query, number, person), _urgency(person.conversation))
        )
        return [_found(query, number, person) for person in ranked]


def _rank(query: str, number: str, person: _Person) -> int:
    found = match(query, person.folded, person.readings)
    if found is not None:
        return found.rank
    return _NUMBER_END if person.conversation.phone.digits.endswith(number) else _NUMBER_PART


def _found(query: str, number: str, person: _Person) -> Found:
    found = match(query, person.folded, person.readings)
    phone = person.conversation.phone
    number_hits = number_hit(number, phone.digits, phone.grouped) if number else ()
    return Found(person.conversation, person.name, found.hits if found else (), number_hits)


def _urgency(conversation: Conversation) -> tuple[int, float]:
    if conversation.waiting_since is not None:
        return 0, conversation.waiting_since.timestamp()
    return 1, -conversation.last_at.timestamp() if conversation.last_at else 0.0
