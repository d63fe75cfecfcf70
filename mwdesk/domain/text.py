"""What one SMS can hold: 68 characters of GBK (component manual, 5; code page 936)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

SMS_LIMIT = 68
"""Characters in one message; every Chinese character and every letter counts one."""
FOLD_CHARACTERS = 500
FOLD_LINES = 15
"""What a bubble shows of a text at most: seven messages written in one go, a price list."""

_MARKS = 3
_BREAK = re.compile("[\n\u2028\u2029]")
_HARMLESS = re.compile("[\n\t -~\u3000-\u3029\u3041-\u3096\u4e00-\u9fff\uff01-\uff5e\u2010-\u2026]*")
"""Nothing in it has to be looked at: most texts, at a hundredth of the price."""

_REPLACEMENTS = {
    "\u00a5": "\uffe5",
    "\u20ac": "EUR",
    "\u00b2": "2",
    "\u00b3": "3",
    "\u00b9": "1",
    "\u00a9": "(c)",
    "\u00ae": "(R)",
    "\u2122": "TM",
    "\u00bd": "1/2",
    "\u00bc": "1/4",
    "\u00be": "3/4",
    "\u00a3": "\uffe1",
    "\u00a2": "\uffe0",
    "\u2011": "-",
    "\u2012": "-",
    "\u2212": "-",
    "\u2022": "\u00b7",
    "\u2713": "\u221a",
    "\u2714": "\u221a",
    "\u00ab": "\u300a",
    "\u00bb": "\u300b",
    "\u2009": " ",
    "\u202f": " ",
}
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


class Unsendable(Struct, frozen=True):
    """One character that GBK cannot carry: where it stands (code points) and what could stand there instead."""

    position: int
    character: str
    replacement: str | None


def clean(text: str) -> str:
    """Compose to NFC and drop what pasting brings in unseen: no-break blanks, zero-width and direction marks."""
    unified = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u00a0", " ")
        .replace("\u2029", "\n")
        .replace("\u2028", "\n")
    )
    return unicodedata.normalize("NFC", unified.translate(_INVISIBLE))


def as_sent(text: str) -> str:
    """Return the text as it goes out: clean, and without the blanks and line breaks a hand leaves at its end.

    Nobody sees them, and each counts as a character.
    """
    return clean(text).rstrip()


def places(text: str) -> Sequence[int]:
    """Return where each character of ``clean(text)`` begins in the text, and where the text ends."""
    if clean(text) == text:
        return range(len(text) + 1)
    found: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        unit = clean(text[start:end])
        if end < len(text):  # What merges with, or vanishes beside, what stands before it belongs to that.
            following = clean(text[end])
            merges = unicodedata.combining(text[end]) or clean(text[start : end + 1]) != unit + following
            if merges or not following:
                continue
        found += range(start, end) if unit == text[start:end] else [start] * len(unit)
        start = end
    return [*found, len(text)]


def length(text: str) -> int:
    """Count as the gateway does: code points after composing."""
    return len(unicodedata.normalize("NFC", text))


def can_encode(text: str) -> bool:
    """Tell whether code page 936 carries every character."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def find_unsendable(text: str) -> list[Unsendable]:
    """List the characters GBK cannot carry, in order."""
    if can_encode(text):
        return []
    instead = {character: _suggest(character) for character in set(text) if not can_encode(character)}
    return [
        Unsendable(position, character, instead[character])
        for position, character in enumerate(text)
        if character in instead
    ]


def _suggest(character: str) -> str | None:
    known = _REPLACEMENTS.get(character)
    if known is not None:
        return known
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return plain if plain and plain != character and can_encode(plain) else None


def split(text: str, limit: int = SMS_LIMIT) -> list[str]:
    """Cut a text into the messages it would go out as; joined again they are the text."""
    return [text[start : start + limit] for start in range(0, len(text), limit)]


def split_positions(text: str, limit: int = SMS_LIMIT) -> Sequence[int]:
    """Return where :func:`split` cuts, in code points."""
    return range(limit, len(text), limit)


def for_display(text: str) -> str:
    """Make a customer's text safe to paint: control and direction characters become visible or vanish.

    No letter carries more than three marks: piled up they would cover what stands above.
    """
    if _HARMLESS.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":
            marks = 0
        if character in "\n\t":
            kept.append(character)
        elif category in ("Zl", "Zp"):
            kept.append("\n")
        elif category in ("Cc", "Cs"):
            kept.append("\ufffd")
        elif category != "Cf" and marks <= _MARKS:
            kept.append(character)
    return "".join(kept)


def cut_to_fold(text: str) -> str:
    """Return as much of a text as a bubble shows; all of it, unless it is longer than people write."""
    cut = text[:FOLD_CHARACTERS]
    breaks = [found.start() for found in _BREAK.finditer(cut)]
    return cut if len(breaks) < FOLD_LINES else cut[: breaks[FOLD_LINES - 1]]
