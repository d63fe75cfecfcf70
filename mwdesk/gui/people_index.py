"""Finds conversations by name, pinyin initials or a part of the number, at every key and among tens of thousands."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from typing import NamedTuple

from mwdesk.domain.matching import Ranges, folded, match, number_hit
from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import PhoneNumber, number_fragment
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
    digits: str
    urgency: tuple[int, float]
    conversation: Conversation


class PeopleIndex:
    """What is searched; the readings of names come later than the names, from who knows pinyin."""

    def __init__(self) -> None:
        self._readings: dict[str, str] = {"": ""}
        self._by_phone: dict[PhoneNumber, _Person] = {}
        self._people: list[_Person] = []
        self._query = self._number = ""
        self._found: list[_Person] = []

    def update(self, conversations: Collection[Conversation]) -> None:
        """Take the conversations as they are now; what has not changed costs next to nothing."""
        known = self._by_phone.get
        self._take(
            [
                person if (person := known(c.phone)) is not None and person.conversation is c else self._person(c)
                for c in conversations
            ]
        )

    def _take(self, people: list[_Person]) -> None:
        self._people = people
        self._by_phone = {person.conversation.phone: person for person in people}
        self._query = ""

    def _person(self, conversation: Conversation) -> _Person:
        name = display_name(conversation) if conversation.name else ""
        readings = self._readings.get(name, "")
        return _Person(name, folded(name), readings, conversation.phone.digits, _urgency(conversation), conversation)

    def unread_names(self) -> list[str]:
        """Return the names whose readings are not known yet."""
        return list({person.name for person in self._people} - self._readings.keys())

    def learn(self, readings: Mapping[str, str]) -> None:
        """Take readings by name, for the names here and those to come."""
        if readings:
            self._readings.update(readings)
            self._take([_Person(p[0], p[1], self._readings.get(p[0], ""), *p[3:]) for p in self._people])

    def first(self, limit: int) -> list[Found]:
        """Return who has waited longest, then who was heard of last."""
        nearest = heapq.nsmallest(limit, self._people, key=lambda person: person.urgency)
        return [Found(person.conversation, person.name, (), ()) for person in nearest]

    def find(self, query: str, limit: int) -> list[Found]:
        """Return the best for a folded query: by how it fits, then as :meth:`first`."""
        number = number_fragment(query)
        # Whoever fits a longer query fitted its beginning; a prefix that is left out is no beginning.
        narrows = not number or (self._number and number.startswith(self._number))
        pool = self._found if narrows and self._query and query.startswith(self._query) else self._people
        self._found = [
            person
            for person in pool
            if query in person.folded or query in person.readings or (number and number in person.digits)
        ]
        self._query, self._number = query, number
        ranked = heapq.nsmallest(limit, self._found, key=lambda person: (_rank(query, number, person), person.urgency))
        return [_found(query, number, person) for person in ranked]


def _rank(query: str, number: str, person: _Person) -> int:
    if query in person.folded or query in person.readings:
        found = match(query, person.folded, person.readings)
        return found.rank if found is not None else _NUMBER_PART
    return _NUMBER_END if person.digits.endswith(number) else _NUMBER_PART


def _found(query: str, number: str, person: _Person) -> Found:
    found = match(query, person.folded, person.readings)
    phone = person.conversation.phone
    number_hits = number_hit(number, phone.digits, phone.grouped) if number else ()
    return Found(person.conversation, person.name, found.hits if found else (), number_hits)


def _urgency(conversation: Conversation) -> tuple[int, float]:
    if conversation.waiting_since is not None:
        return 0, conversation.waiting_since.timestamp()
    return 1, -conversation.last_at.timestamp() if conversation.last_at else 0.0
