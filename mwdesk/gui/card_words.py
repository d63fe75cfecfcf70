"""Words of the contact card."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from mwdesk.domain.card import REACH_DAYS, Card, Note, Reach
from mwdesk.domain.phone import Carrier
from mwdesk.gui import message_words, wording
from mwdesk.gui.painting import single_line

_MINUTE_S, _HOUR_S = 60, 3600


def carrier_words(carrier: Carrier) -> str:
    """Name the carrier a prefix was once given to."""
    match carrier:
        case Carrier.MOBILE:
            return QCoreApplication.translate("Card", "China Mobile")
        case Carrier.UNICOM:
            return QCoreApplication.translate("Card", "China Unicom")
        case Carrier.PHS:
            return QCoreApplication.translate("Card", "PHS")
        case Carrier.UNLISTED:
            return QCoreApplication.translate("Card", "not in the table")


def reach_parts(reach: Reach) -> list[tuple[str, int, str]]:
    """List the bar's parts in their fixed order: words, count, and the colour's token."""
    return [
        (QCoreApplication.translate("Card", "delivered"), reach.delivered, "success"),
        (QCoreApplication.translate("Card", "deferred"), reach.deferred, "warning"),
        (QCoreApplication.translate("Card", "failed"), reach.failed, "danger"),
        (QCoreApplication.translate("Card", "unknown"), reach.unknown, "unknown"),
        (QCoreApplication.translate("Card", "without report"), reach.unreported, "border_control"),
    ]


def reach_head() -> str:
    """Head the bar."""
    return wording.fill(QCoreApplication.translate("Card", "Deliveries (last %1 days)"), REACH_DAYS)


def reach_sentence(reach: Reach) -> str:
    """Say what the bar shows."""
    parts = [(words, count) for words, count, _ in reach_parts(reach) if count]
    if not parts:
        return QCoreApplication.translate("Card", "Nothing was sent in this time")
    each = QCoreApplication.translate("Card", "%1 %2", "what became of messages, and of how many")
    filled = (wording.fill(each, words, wording.number_words(count)) for words, count in parts)
    listed = " · ".join(part.replace(" ", "\u00a0") for part in filled)  # no line ends between a word and its count
    whole = QCoreApplication.translate("Card", "%1: %2", "how many messages, and what became of them")
    return wording.fill(whole, wording.count_words(sum(count for _, count in parts)), listed)


def note_foot(note: Note, now: datetime) -> str:
    """Say who wrote a note and when, and who changed it since."""
    both = QCoreApplication.translate("Card", "%1 · %2", "who and when")
    at = message_words.when_words(note.edited_at or note.created_at, now)
    author = single_line(note.edited_by if note.edited_at else note.author)
    words = wording.fill(both, author, at) if author else at
    return wording.fill(QCoreApplication.translate("Card", "%1, edited"), words) if note.edited_at else words


def figures(card: Card, now: datetime) -> list[tuple[str, str]]:
    """List the labels and values below the bar; what is not known is left out."""
    lines = [(QCoreApplication.translate("Card", "Prefix"), carrier_words(card.phone.carrier))]
    if card.first_at is not None:
        first = f"{card.first_at.astimezone():%Y-%m-%d}"
        lines.append((QCoreApplication.translate("Card", "First contact"), first))
    if card.last_at is not None:
        last = message_words.when_words(card.last_at, now)
        lines.append((QCoreApplication.translate("Card", "Last contact"), last))
    lines.append((QCoreApplication.translate("Card", "Received"), wording.count_words(card.received)))
    lines.append((QCoreApplication.translate("Card", "Sent"), wording.count_words(card.sent)))
    if card.answer_time is not None:
        took = duration_words(card.answer_time)
        lines.append((QCoreApplication.translate("Card", "Mean time to answer"), took))
    return lines


def duration_words(took: timedelta) -> str:
    """Write a duration: below an hour to the second."""
    whole = max(0, int(took.total_seconds()))
    if whole < _MINUTE_S:
        return wording.fill(QCoreApplication.translate("Card", "%1 s"), whole)
    if whole < _HOUR_S:
        words = QCoreApplication.translate("Card", "%1 min %2 s")
        return wording.fill(words, whole // _MINUTE_S, whole % _MINUTE_S)
    return wording.waiting_words(whole)
