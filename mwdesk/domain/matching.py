"""Finding by a few letters: how well a text fits, and which of its characters were meant."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

Ranges = tuple[tuple[int, int], ...]
"""Where hits stand: start and length, counted in characters."""


class Match(NamedTuple):
    """How well a text fits (0 is best), and where."""

    rank: int
    hits: Ranges


def folded(text: str) -> str:
    """Make a text comparable; every character keeps its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def query_of(typed: str) -> str:
    """Make what was typed comparable: small, full-width letters as plain ones, blanks as one."""
    return " ".join(folded(unicodedata.normalize("NFKC", typed)).split())


def match(query: str, text: str, initials: str = "") -> Match | None:
    """Tell how a folded query fits a folded text: from its start, at a word, inside, by initials; None if it does not.

    ``initials`` holds lines as long as the text, one for each way to read it.
    """
    place = text.find(query)
    if place >= 0:
        if place and (word := text.find(" " + query)) >= 0:
            return Match(1, ((word + 1, len(query)),))
        return Match(0 if not place else 2, ((place, len(query)),))
    if query in initials:
        places = [line.find(query) for line in initials.split("\n")]
        first = min(place for place in places if place >= 0)
        return Match(4 if first else 3, ((first, len(query)),))
    return None


def scattered(query: str, text: str) -> Match | None:
    """Tell whether a query's characters stand in a text in this order, the gaps being of no matter."""
    hits: list[tuple[int, int]] = []
    end = 0
    for character in query.replace(" ", ""):
        place = text.find(character, end)
        if place < 0:
            return None
        if hits and place == end:
            hits[-1] = hits[-1][0], hits[-1][1] + 1
        else:
            hits.append((place, 1))
        end = place + 1
    return Match(5 + len(hits), tuple(hits)) if hits else None


def number_hit(fragment: str, digits: str, written: str) -> Ranges:
    """Return where a fragment of a number's digits stands last in the number as it is written in groups."""
    start = digits.rfind(fragment)
    if start < 0 or not fragment:
        return ()
    places = [place for place, character in enumerate(written) if character.isdigit()]
    first, last = places[start], places[start + len(fragment) - 1]
    return ((first, last - first + 1),)
