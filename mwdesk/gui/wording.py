"""Words for states, reasons, errors and times, in the operator's language.

Every text is a literal in ``QCoreApplication.translate``, so that ``pyside6-lupdate`` finds it. ``%1`` and ``%2`` are
filled in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from mwdesk.domain.message import DeliveryState
from mwdesk.errors import GatewayError
from mwdesk.gui.error_texts import ERROR_TEXTS
from mwdesk.gui.gateway_errors import gateway_error_words, retry_words

_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400


def fill(text: str, *values: object) -> str:
    """Put values where a translated text has ``%1``, ``%2``; a value is never read for marks itself."""
    parts = text.split("%")
    filled = parts[0]
    for part in parts[1:]:
        if part[:1].isdigit() and 1 <= int(part[0]) <= len(values):
            filled += str(values[int(part[0]) - 1]) + part[1:]
        else:
            filled += "%" + part
    return filled


def unbroken(words: str) -> str:
    """Return words that stay on one line where the text around them wraps; a phone number, for example."""
    return words.replace(" ", "\u00a0")


def counted(text: str, **figures: object) -> str:
    """Put figures where a translated text has their names in braces; each stays on a line with the word behind it."""
    return text.replace("} ", "}\u00a0").format(**figures)


def sentences(*parts: str) -> str:
    """Put sentences one after another: with a blank between them in English, without one in Chinese."""
    joined = ""
    for part in parts:
        if joined and part:
            joined = fill(QCoreApplication.translate("Wording", "%1 %2", "two sentences in a row"), joined, part)
        else:
            joined += part
    return joined


# --- states ---------------------------------------------------------------------------------------------------------


def state_word(state: DeliveryState) -> str:
    """Name a delivery state."""
    match state:
        case DeliveryState.PENDING | DeliveryState.SENDING:
            return QCoreApplication.translate("Wording", "Waiting to send")
        case DeliveryState.SENT:
            return QCoreApplication.translate("Wording", "Submitted")
        case DeliveryState.DEFERRED:
            return QCoreApplication.translate("Wording", "Deferred")
        case DeliveryState.DELIVERED:
            return QCoreApplication.translate("Wording", "Delivered")
        case DeliveryState.FAILED:
            return QCoreApplication.translate("Wording", "Failed")
        case DeliveryState.UNKNOWN:
            return QCoreApplication.translate("Wording", "Outcome unknown")
        case DeliveryState.CANCELLED:
            return QCoreApplication.translate("Wording", "Cancelled")


def no_report_word() -> str:
    """Name the state of a submitted message nothing was heard of for the set number of hours."""
    return QCoreApplication.translate("Wording", "No report")


_STATE_ICONS = {
    DeliveryState.PENDING: ("tick-pending", "text_secondary"),
    DeliveryState.SENDING: ("tick-pending", "text_secondary"),
    DeliveryState.SENT: ("tick-sent", "text_secondary"),
    DeliveryState.DEFERRED: ("tick-deferred", "warning"),
    DeliveryState.DELIVERED: ("tick-delivered", "success"),
    DeliveryState.FAILED: ("tick-failed", "danger"),
    DeliveryState.UNKNOWN: ("tick-unknown", "unknown"),
    DeliveryState.CANCELLED: ("close", "text_secondary"),
}
NO_REPORT_AFTER = timedelta(hours=72)
"""A submitted message of which nothing was heard for so long says so."""
NO_REPORT_ICON = ("tick-noreport", "text_secondary")


def state_icon(state: DeliveryState) -> tuple[str, str]:
    """Return the icon's name and the token of its colour."""
    return _STATE_ICONS[state]


def action_word(action: str) -> str:
    """Name an action of a row below a bubble."""
    match action:
        case "edit_resend":
            return QCoreApplication.translate("Wording", "Edit and resend")
        case "resend":
            return QCoreApplication.translate("Wording", "Resend")
        case "resend_unknown":
            return QCoreApplication.translate("Wording", "Resend...")
        case "mark_sent":
            return QCoreApplication.translate("Wording", "Mark as sent")
        case "cancel":
            return QCoreApplication.translate("Wording", "Cancel sending")
        case "dismiss":
            return QCoreApplication.translate("Wording", "Dismiss")
        case _:
            return QCoreApplication.translate("Wording", "Details")


def offline_words() -> str:
    """Say when a message that waits for the link goes out."""
    return QCoreApplication.translate("Wording", "Goes out by itself once connected again")


# --- reasons --------------------------------------------------------------------------------------------------------


def failure_reason(code: str) -> str:
    """Say why a message failed.

    ``code`` is a report's code, ``ER:<n>`` or ``ER:<n>:<words>`` for one the gateway refused, or ``LOCAL``.
    """
    kind, _, rest = code.partition(":")
    number, _, detail = rest.partition(":")
    if kind == "ER" and number.isascii() and number.isdigit():
        title = gateway_error_words(int(number)).title
        if detail:
            return fill(QCoreApplication.translate("Wording", "Refused: %1 (%2)"), title, detail)
        return fill(QCoreApplication.translate("Wording", "Refused: %1"), title)
    match code.strip().upper():
        case "":
            return QCoreApplication.translate("Wording", "Not delivered: no reason was given")
        case "LOCAL":
            return QCoreApplication.translate("Wording", "Not sent: text or number cannot go by SMS")
        case "DELIVRD":
            return QCoreApplication.translate("Wording", "Delivered to the phone")
        case "UNDELIV":
            return QCoreApplication.translate("Wording", "Not delivered: the phone could not be reached")
        case "EXPIRED":
            return QCoreApplication.translate(
                "Wording", "Not delivered: the phone was off or out of coverage until the message expired"
            )
        case "REJECTD":
            return QCoreApplication.translate("Wording", "Not delivered: the carrier rejected the message")
        case "DELETED":
            return QCoreApplication.translate("Wording", "Not delivered: the carrier deleted the message")
        case "UNKNOWN":
            return QCoreApplication.translate("Wording", "Not delivered: the carrier does not know why")
    if kind.upper() == "MK":
        return fill(
            QCoreApplication.translate("Wording", "Not delivered: the phone's network refused it (code %1)"), code
        )
    return fill(QCoreApplication.translate("Wording", "Not delivered: the carrier gave the code %1"), code)


def unknown_reason(evidence: str = "") -> str:
    """Say why nobody knows whether a message went out; ``evidence`` is a finished sentence, if there is any."""
    if evidence:
        return fill(QCoreApplication.translate("Wording", "Outcome unknown: %1"), evidence)
    return QCoreApplication.translate("Wording", "Outcome unknown: the gateway's answer was lost")


# --- errors ---------------------------------------------------------------------------------------------------------


def error_lines(error: Exception) -> tuple[str, str]:
    """Word an error by its class and code: what happened, without a full stop; what it means and what to do."""
    if isinstance(error, GatewayError):
        words = gateway_error_words(error.code)
        return words.title, sentences(words.meaning, words.advice, retry_words(words.retry))
    texts = next(ERROR_TEXTS[kind] for kind in type(error).__mro__ if kind in ERROR_TEXTS)
    return QCoreApplication.translate("Wording", texts[0]), QCoreApplication.translate("Wording", texts[1])


def error_words(error: Exception) -> str:
    """Word an error in one go."""
    return fill(
        QCoreApplication.translate("Wording", "%1. %2", "what happened, and the sentences after it"),
        *error_lines(error),
    )


# --- times ----------------------------------------------------------------------------------------------------------


def waiting_words(seconds: float, *, roughly: bool = False) -> str:
    """Say how long a customer has waited, as short as a row needs it; ``roughly`` in whole hours or days."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return QCoreApplication.translate("Wording", "now")
    if whole < _HOUR_S:
        return fill(QCoreApplication.translate("Wording", "%1 min"), whole // _MINUTE_S)
    if roughly and whole < _DAY_S:
        return fill(QCoreApplication.translate("Wording", "%1 h"), whole // _HOUR_S)
    if roughly:
        return fill(QCoreApplication.translate("Wording", "%1 d"), whole // _DAY_S)
    if whole < _DAY_S:
        return fill(
            QCoreApplication.translate("Wording", "%1 h %2"), whole // _HOUR_S, f"{whole % _HOUR_S // _MINUTE_S:02d}"
        )
    return fill(QCoreApplication.translate("Wording", "%1 d %2 h"), whole // _DAY_S, whole % _DAY_S // _HOUR_S)


def date_words(day: date, today: date) -> str:
    """Write a date; the year only where it differs."""
    pattern = (
        QCoreApplication.translate("Wording", "MMM d", "date pattern of Qt, without the year")
        if day.year == today.year
        else QCoreApplication.translate("Wording", "MMM d, yyyy", "date pattern of Qt, with the year")
    )
    return _locale().toString(QDate(day.year, day.month, day.day), pattern)


def day_words(day: date, today: date) -> str:
    """Write a day as people say it: today, yesterday, then its date."""
    if (today - day).days == 0:
        return QCoreApplication.translate("Wording", "Today")
    if (today - day).days == 1:
        return QCoreApplication.translate("Wording", "Yesterday")
    return date_words(day, today)


def day_pill_words(day: date, today: date) -> str:
    """Write the date pill of a thread: the day, its date and the weekday."""
    pattern = (
        QCoreApplication.translate("Wording", "ddd d MMM", "date pattern of Qt for the pill, without the year")
        if day.year == today.year
        else QCoreApplication.translate("Wording", "ddd d MMM yyyy", "date pattern of Qt for the pill, with the year")
    )
    words = _locale().toString(QDate(day.year, day.month, day.day), pattern)
    if (today - day).days in (0, 1):
        return fill(
            QCoreApplication.translate("Wording", "%1, %2", "date pill: today, date"), day_words(day, today), words
        )
    return words


def weekday_words(day: date) -> str:
    """Write a weekday, short."""
    return _locale().toString(QDate(day.year, day.month, day.day), "ddd")


def clock_words(moment: datetime) -> str:
    """Write a local time of day, HH:MM."""
    return f"{moment.astimezone():%H:%M}"


def moment_words(moment: datetime, now: datetime) -> str:
    """Write a local time for a row: the time today, else the day."""
    local, today = moment.astimezone(), now.astimezone().date()
    return clock_words(local) if local.date() == today else day_words(local.date(), today)


def full_moment_words(moment: datetime) -> str:
    """Write a local time with its date and seconds, for details."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def _locale() -> QLocale:
    return QLocale(QCoreApplication.translate("Wording", "en_US", "name of the locale that writes month and weekday"))


# --- counts ---------------------------------------------------------------------------------------------------------


def number_words(number: int) -> str:
    """Write a number with its thousands separated."""
    return f"{number:,}"


def count_words(messages: int) -> str:
    """Say how many messages."""
    if messages == 1:
        return QCoreApplication.translate("Wording", "1 message")
    return fill(QCoreApplication.translate("Wording", "%1 messages"), number_words(messages))


def new_messages_words(messages: int) -> str:
    """Say how many messages are new."""
    if messages == 1:
        return QCoreApplication.translate("Wording", "1 new message")
    return fill(QCoreApplication.translate("Wording", "%1 new messages"), number_words(messages))


def unread_words(messages: int) -> str:
    """Say how many messages are unread."""
    return fill(QCoreApplication.translate("Wording", "%1 unread"), number_words(messages))


def waiting_summary_words(people: int, longest_s: float) -> str:
    """Say how many people wait and how long the first of them has."""
    return fill(
        QCoreApplication.translate("Wording", "%1 waiting, longest %2"), number_words(people), waiting_words(longest_s)
    )


def badge_words(number: int) -> str:
    """Write a badge's number."""
    return "99+" if number > 99 else str(number)


# --- rows -----------------------------------------------------------------------------------------------------------


def answered_word() -> str:
    """Head the rows that were answered just now."""
    return QCoreApplication.translate("Wording", "Answered")


def draft_mark() -> str:
    """Mark a preview that is a draft."""
    return QCoreApplication.translate("Wording", "Draft: ")


def us_word() -> str:
    """Name our side for a screen reader."""
    return QCoreApplication.translate("Wording", "Us")


def customer_word() -> str:
    """Name the customer's side for a screen reader."""
    return QCoreApplication.translate("Wording", "Customer")


def waited_words(seconds: float) -> str:
    """Say for a screen reader how long a customer has waited."""
    return fill(QCoreApplication.translate("Wording", "waiting %1"), waiting_words(seconds))


def jump_words() -> str:
    """Name the button that goes to the end of a thread."""
    return QCoreApplication.translate("Wording", "Jump to the newest message (End)")


def copy_word() -> str:
    """Name the command that copies a message's text."""
    return QCoreApplication.translate("Wording", "Copy text")


def show_all_words(length: int) -> str:
    """Name the way from a bubble to the whole of a long text."""
    return fill(QCoreApplication.translate("Wording", "Show all %1 characters"), number_words(length))


def conversation_list_word() -> str:
    """Name the list for a screen reader."""
    return QCoreApplication.translate("Wording", "Conversations")


def thread_word() -> str:
    """Name the thread for a screen reader."""
    return QCoreApplication.translate("Wording", "Messages")


def tooltip_line(label: str, value: str) -> str:
    """Join a label and its value."""
    return fill(QCoreApplication.translate("Wording", "%1: %2", "label and value"), label, value)


def created_label() -> str:
    """Label the time a message was written or arrived."""
    return QCoreApplication.translate("Wording", "Written")


def received_label() -> str:
    """Label the time a customer's message arrived."""
    return QCoreApplication.translate("Wording", "Received")


def reported_label() -> str:
    """Label the time of the last change of state."""
    return QCoreApplication.translate("Wording", "Last change")


def listing(parts: Sequence[str]) -> str:
    """Join the parts of an accessible text."""
    return QCoreApplication.translate("Wording", ", ", "between parts read aloud").join(part for part in parts if part)
