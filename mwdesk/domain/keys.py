"""Which key combinations a command may have, in the form Qt keeps them in: ``Ctrl+Shift+F``."""

from __future__ import annotations

import re
from enum import Enum

_MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
_PATTERN = re.compile(r"((?:(?:Meta|Ctrl|Alt|Shift)\+)*)([!-~]|[A-Z][A-Za-z0-9]{1,19})")
_FUNCTION_KEY = re.compile(r"F([1-9]|[12]\d|3[0-5])")
_ENTER = ("Return", "Enter")
_OF_TEXT_FIELDS = frozenset(
    {f"Ctrl+{key}" for key in ("A", "C", "V", "X", "Y", "Z", "Left", "Right", "Home", "End", "Backspace", "Del", "Ins")}
    | {"Ctrl+Shift+Z", "Shift+Ins", "Shift+Del", "Alt+Backspace"}
)
_OF_CANNED_REPLIES = frozenset(f"Ctrl+{digit}" for digit in range(1, 10))
_OF_THE_SYSTEM = frozenset({"Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Alt+Space", "Shift+F10", "Ctrl+Alt+Del", "Ctrl+Esc"})


class Unusable(Enum):
    """Why a command cannot have a key combination."""

    UNKNOWN = "unknown"
    WRITES = "writes"
    """It would write a character, or move in a list or text."""
    SENDS = "sends"
    TAKEN = "taken"
    """Text fields, the canned replies or the system need it."""


def caps(keys: str) -> tuple[str, ...]:
    """Split a key combination into what stands on each key."""
    return tuple(part for part in re.split(r"(?<=[^+])\+(?=.)", keys) if part)


def problem(keys: str) -> Unusable | None:
    """Tell why a command cannot have a key combination; None if it can."""
    found = _PATTERN.fullmatch(keys)
    if found is None:
        return Unusable.UNKNOWN
    modifiers, key = found[1].split("+")[:-1], found[2]
    if modifiers != [modifier for modifier in _MODIFIERS if modifier in modifiers]:
        return Unusable.UNKNOWN  # twice, or in an order Qt never writes
    if key in _ENTER:
        return Unusable.SENDS
    if _FUNCTION_KEY.fullmatch(key) is None and not {"Ctrl", "Alt", "Meta"} & set(modifiers):
        return Unusable.WRITES
    if keys in _OF_TEXT_FIELDS or keys in _OF_CANNED_REPLIES or keys in _OF_THE_SYSTEM:
        return Unusable.TAKEN
    return None
