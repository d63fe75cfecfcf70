"""When the operator is told of a customer's message, and how much of it is shown."""

from __future__ import annotations

from datetime import datetime, time

from msgspec import Struct

TOASTS = ("own", "system", "off")
REPEAT_DEFAULT_MIN, REPEAT_MAX_MIN = 2, 60


class QuietHours(Struct, frozen=True):
    """Hours of every day, local, in which nothing sounds; they may span midnight."""

    begin: time
    end: time

    @classmethod
    def parse(cls, written: str) -> QuietHours | None:
        """Read ``22:00-08:00``; None if it is not two different times of day."""
        begin, _dash, end = written.partition("-")
        hours = clock_time(begin), clock_time(end)
        return cls(hours[0], hours[1]) if hours[0] and hours[1] and hours[0] != hours[1] else None

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def __contains__(self, moment: datetime) -> bool:
        """Tell whether a local moment lies in them; the end does not."""
        at = moment.time()
        if self.begin < self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


def clock_time(text: str) -> time | None:
    """Read ``8:00``, ``08:00`` or ``8：00``, with plain digits; None if it is no time of day."""
    hours, colon, minutes = text.strip().replace("：", ":").partition(":")
    if not colon or not (hours + minutes).isascii() or not (hours.isdigit() and minutes.isdigit()):
        return None
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))


class AlertRules(Struct, frozen=True):
    """What the operator chose. ``toast`` is one of :data:`TOASTS`; ``repeat_min`` 0 means that it is told once."""

    toast: str = "own"
    sound: bool = True
    repeat_min: int = REPEAT_DEFAULT_MIN
    private: bool = False
    quiet: QuietHours | None = None
