"""Hints at what became of a message whose send was never answered; a person decides, these never do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import Enum

from msgspec import Struct

_GATEWAY_ZONE = timezone(timedelta(hours=8))
_OLD_ID_DIGITS = 16
CLOCKS_APART = timedelta(minutes=5)
"""How far the gateway's clock may be from ours, and how late it may take up a frame."""


class Conclusion(Enum):
    """What the hints say together."""

    LIKELY_SENT = "likely_sent"
    LIKELY_NOT_SENT = "likely_not_sent"
    OPEN = "open"


class Evidence(Struct, frozen=True):
    """What was seen around an unanswered send.

    ``used_before`` and ``used_after`` are the gateway's count of messages used, as last told before the send and first
    told after its outcome became unknown, None when not told or begun anew. Between these two, ``known_sent`` messages
    of ours went out for certain and ``unknown`` did perhaps, this one included. Of ``reports`` that came since for ids
    we never learnt, the ids of ``fitting_reports`` were given out around the send.
    """

    used_before: int | None = None
    used_after: int | None = None
    known_sent: int = 0
    unknown: int = 1
    reports: int = 0
    fitting_reports: int = 0

    @property
    def unexplained(self) -> int | None:
        """Return how many more messages the gateway counted than we know of; None when it did not tell."""
        if self.used_before is None or self.used_after is None:
            return None
        return self.used_after - self.used_before - self.known_sent

    @property
    def conclusion(self) -> Conclusion:
        """Weigh the hints.

        Sent: the count or the fitting reports account for every unknown message of that time, and nothing contradicts.
        Not sent: the count leaves nothing over and no report fits. Open: anything else. Another program on the same
        account can mislead both hints, so neither is a fact.
        """
        unexplained = self.unexplained
        counted_none = unexplained is not None and unexplained <= 0
        if counted_none:
            return Conclusion.OPEN if self.fitting_reports else Conclusion.LIKELY_NOT_SENT
        if self.fitting_reports >= self.unknown or (unexplained is not None and unexplained >= self.unknown):
            return Conclusion.LIKELY_SENT
        return Conclusion.OPEN


def issued_at(message_id: str, near: datetime) -> datetime | None:
    """Return the UTC time an id was given out, as it tells itself, in the year that brings it closest to ``near``.

    Knows the 16 digits ``MMDDhhmmss`` + sequence, and the signed 64-bit number with month, day, hour, minute and second
    in its highest 26 bits (PROTOCOL.md, section 4). None for any other form.
    """
    digits = message_id.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    parts: tuple[int, ...]
    if len(message_id) == _OLD_ID_DIGITS:
        parts = tuple(int(message_id[start : start + 2]) for start in range(0, 10, 2))
        candidates = _moments(parts, near)
        if candidates:
            return min(candidates, key=lambda moment: abs(moment - near))
    number = int(message_id)
    if not -(2**63) <= number < 2**63:
        return None
    number &= 2**64 - 1
    parts = (number >> 60, number >> 55 & 31, number >> 50 & 31, number >> 44 & 63, number >> 38 & 63)
    return min(_moments(parts, near), key=lambda moment: abs(moment - near), default=None)


def _moments(parts: tuple[int, ...], near: datetime) -> list[datetime]:
    month, day, hour, minute, second = parts
    moments = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            moments.append(datetime(year, month, day, hour, minute, second, tzinfo=_GATEWAY_ZONE).astimezone(UTC))
        except ValueError:
            continue
    return moments
