"""Words and icons for what an operator does with a conversation as a whole."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mwdesk.domain.message import Conversation
from mwdesk.gui import wording

KEYS = {
    "resolve": "Ctrl+D",
    "resolve_next": "Ctrl+Shift+D",
    "snooze": "Ctrl+H",
    "wake": "Ctrl+Shift+H",
    "pin": "Ctrl+Shift+T",
    "archive": "Ctrl+Shift+A",
    "unread": "Ctrl+Shift+U",
    "block": "Ctrl+Shift+B",
    "undo": "Alt+Z",
}
"""By the name of the act; those of the window's other actions must differ."""


class Entry(NamedTuple):
    """One line of the menu of a conversation."""

    words: str
    icon: str


def entry(name: str, conversation: Conversation) -> Entry:
    """Word an act for a conversation as it is."""
    c = conversation
    match name:
        case "resolve" if c.resolved_at is None:
            return Entry(QCoreApplication.translate("Marks", "Resolve"), "resolve")
        case "resolve":
            return Entry(QCoreApplication.translate("Marks", "Reopen"), "reopen")
        case "resolve_next":
            return Entry(command_words(name), "send-next")
        case "snooze":
            return Entry(command_words(name), "snooze")
        case "wake":
            return Entry(command_words(name), "bell")
        case "pin" if not c.pinned:
            return Entry(QCoreApplication.translate("Marks", "Pin to the top"), "pin")
        case "pin":
            return Entry(QCoreApplication.translate("Marks", "Unpin"), "pin")
        case "archive" if not c.archived:
            return Entry(QCoreApplication.translate("Marks", "Archive"), "archive")
        case "archive":
            return Entry(QCoreApplication.translate("Marks", "Take out of the archive"), "inbox")
        case "unread":
            return Entry(command_words(name), "inbox")
        case "block" if not c.blocked:
            return Entry(QCoreApplication.translate("Marks", "Block…"), "block")
        case "block":
            return Entry(QCoreApplication.translate("Marks", "Unblock"), "block")
        case "find":
            return Entry(QCoreApplication.translate("Marks", "Find in this conversation"), "search")
    return Entry(QCoreApplication.translate("Marks", "Copy the number"), "copy")


def command_words(name: str) -> str:
    """Name an act where no conversation says yet which of its two sides is meant."""
    match name:
        case "resolve":
            return QCoreApplication.translate("Marks", "Resolve, or reopen")
        case "resolve_next":
            return QCoreApplication.translate("Marks", "Resolve and go to who waits longest")
        case "snooze":
            return QCoreApplication.translate("Marks", "Snooze…")
        case "wake":
            return QCoreApplication.translate("Marks", "Unsnooze")
        case "pin":
            return QCoreApplication.translate("Marks", "Pin, or unpin")
        case "archive":
            return QCoreApplication.translate("Marks", "Archive, or take back")
        case "unread":
            return QCoreApplication.translate("Marks", "Mark as unread")
        case "block":
            return QCoreApplication.translate("Marks", "Block, or unblock")
    return QCoreApplication.translate("Marks", "Undo the last mark")


def done_words(name: str, conversation: Conversation) -> str:
    """Say what was done with a conversation; ``conversation`` is as it was before."""
    c = conversation
    match name:
        case "resolve" if c.resolved_at is None:
            return QCoreApplication.translate("Marks", "resolved")
        case "resolve":
            return QCoreApplication.translate("Marks", "reopened")
        case "snooze":
            return QCoreApplication.translate("Marks", "snoozed")
        case "wake":
            return QCoreApplication.translate("Marks", "unsnoozed")
        case "pin" if not c.pinned:
            return QCoreApplication.translate("Marks", "pinned")
        case "pin":
            return QCoreApplication.translate("Marks", "unpinned")
        case "archive" if not c.archived:
            return QCoreApplication.translate("Marks", "archived")
        case "archive":
            return QCoreApplication.translate("Marks", "taken out of the archive")
        case "block" if not c.blocked:
            return QCoreApplication.translate("Marks", "blocked")
        case "block":
            return QCoreApplication.translate("Marks", "unblocked")
    return QCoreApplication.translate("Marks", "marked as unread")


class State(NamedTuple):
    """What stands where the waiting time would: an icon and a few words."""

    icon: str
    words: str


def state_of(conversation: Conversation, now: datetime) -> State | None:
    """Say why a conversation asks for nothing; None where nobody has put it aside."""
    if conversation.blocked:
        return State("block", QCoreApplication.translate("Marks", "Blocked"))
    if conversation.snoozed_until is not None:
        until = wake_words(conversation.snoozed_until, now)
        return State("snooze", wording.fill(QCoreApplication.translate("Marks", "Snoozed until %1"), until))
    if conversation.archived:
        return State("archive", QCoreApplication.translate("Marks", "Archived"))
    if conversation.resolved_at is not None:
        return State("resolve", QCoreApplication.translate("Marks", "Resolved"))
    return None


def state_words(conversation: Conversation, now: datetime) -> str:
    """Say it for a screen reader, with the pin."""
    state = state_of(conversation, now)
    pinned = QCoreApplication.translate("Marks", "pinned") if conversation.pinned else ""
    return wording.listing((pinned, "" if state is None else state.words))


def row_icons(conversation: Conversation) -> tuple[str, ...]:
    """Name the marks of a row, from the right; a snooze stands beside its time instead."""
    marks = (
        ("pin", conversation.pinned),
        ("block", conversation.blocked),
        ("resolve", conversation.resolved_at is not None),
    )
    return tuple(icon for icon, on in marks if on)


def unread_words(conversation: Conversation) -> str:
    """Say for a screen reader how much is unread, or that it was marked so."""
    if conversation.unread:
        return wording.unread_words(conversation.unread)
    return QCoreApplication.translate("Marks", "marked as unread") if conversation.marked_unread else ""


# --- snoozing -------------------------------------------------------------------------------------------------------


class Rest(NamedTuple):
    """One offer of the snooze menu."""

    words: str
    icon: str
    until: datetime


_MORNING_H, _AFTERNOON_H = 9, 14


def rests(now: datetime) -> tuple[Rest, ...]:
    """Offer the times that make sense at this moment, soonest first; all local, all ahead."""
    local = now.astimezone().replace(second=0, microsecond=0)
    day = local.replace(hour=0, minute=0, tzinfo=None)

    def at(days: int, hour: int) -> datetime:
        # Through the wall clock, so that a change of summer time in between does not shift it.
        return (day + timedelta(days=days, hours=hour)).astimezone()

    offers = [Rest(QCoreApplication.translate("Marks", "In 1 hour"), "clock", local + timedelta(hours=1))]
    if local + timedelta(minutes=30) < at(0, _AFTERNOON_H):
        offers.append(Rest(QCoreApplication.translate("Marks", "This afternoon"), "clock", at(0, _AFTERNOON_H)))
    offers.append(Rest(QCoreApplication.translate("Marks", "Tomorrow morning"), "calendar", at(1, _MORNING_H)))
    to_monday = 7 - local.weekday()
    if to_monday > 1:
        offers.append(Rest(QCoreApplication.translate("Marks", "Next Monday"), "calendar", at(to_monday, _MORNING_H)))
    return tuple(offers)


def offer_words(until: datetime, now: datetime) -> str:
    """Write a time of the menu, which says already in words which day it is: the weekday is news, the date is not."""
    local = until.astimezone()
    if local.date() == now.astimezone().date():
        return wording.clock_words(local)
    day = wording.weekday_words(local.date())
    return wording.fill(QCoreApplication.translate("Marks", "%1 %2", "day and time"), day, wording.clock_words(local))


def wake_words(until: datetime, now: datetime) -> str:
    """Write when a snooze ends: the time, with the day where it is not today."""
    local, today = until.astimezone(), now.astimezone().date()
    days = (local.date() - today).days
    if days == 0:
        return wording.clock_words(local)
    day = wording.date_words(local.date(), today)
    if days == 1:
        day = QCoreApplication.translate("Marks", "tomorrow")
    elif 1 < days < 7:
        day = wording.weekday_words(local.date())
    return wording.fill(QCoreApplication.translate("Marks", "%1 %2", "day and time"), day, wording.clock_words(local))


_MOMENT = re.compile(r"(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s+)?(\d{1,2})[:.](\d{2})")


def parse_moment(text: str, now: datetime) -> datetime | None:
    """Read ``14:30``, ``11-24 9:00`` or ``2026-11-24 09:00`` as the next such local time; None where it is none."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    year, month, day, hour, minute = (None if part is None else int(part) for part in found.groups())
    local = now.astimezone()
    try:
        naive = datetime(year or local.year, month or local.month, day or local.day, hour or 0, minute or 0)
        if year is None and naive.astimezone() <= local:
            naive = naive + timedelta(days=1) if month is None else naive.replace(year=naive.year + 1)
        return naive.astimezone()
    except (ValueError, OverflowError, OSError):  # no such day, or none this computer can place
        return None
