"""Message ids of a send to several phones: the gateway names only the first (PROTOCOL, section 4)."""

from __future__ import annotations

import re

_STAMPED = re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{6,}", re.ASCII)
_NUMBER = re.compile(r"-?\d+", re.ASCII)
_SEQUENCES = 1_000_000
_HALF = 1 << 63


def nth_message_id(first: str, index: int) -> str:
    """Return the id of the phone at ``index`` (from 0) of a send that was answered with ``first``.

    16 digits or more that begin with a possible ``MMDDhhmmss`` are the old form, and so is a number too long for 64
    bits: its last six digits count up, from 999999 on to 000000 without touching the rest. Anything else that is an
    integer is the signed 64-bit form: the number counts up, from the greatest on to the least. A 64-bit number can pass
    for the old form only in the first days of January, and then both rules agree but for a carry out of six digits.

    Leading zeros stay. An id that is no integer names the first phone alone: for others the result is empty.
    """
    if index == 0:
        return first
    if _NUMBER.fullmatch(first) is None:
        return ""
    digits = first.lstrip("-0")
    if _STAMPED.fullmatch(first) or len(digits) > 19 or not -_HALF <= int(first) < _HALF:
        return first[:-6] + f"{(int(first[-6:]) + index) % _SEQUENCES:06d}"
    following = str((int(first) + index + _HALF) % (2 * _HALF) - _HALF)
    return following.zfill(len(first)) if first.lstrip("-").startswith("0") else following
