"""Words for states, reasons, errors and times, in the operator's language.

Every text is a literal in ``QCoreApplication.translate``, so that ``pyside6-lupdate`` finds it. ``%1`` and ``%2`` are
filled in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from mwdesk import errors
from mwdesk.domain.message import DeliveryState

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
        case _:
            return QCoreApplication.translate("Wording", "Details")


def offline_words() -> str:
    """Say when a message that waits for the link goes out."""
    return QCoreApplication.translate("Wording", "Goes out by itself once connected again")


# --- reasons --------------------------------------------------------------------------------------------------------


def failure_reason(code: str) -> str:
    """Say why a message failed: a report's code, or ``ER:<n>`` for one the gateway refused."""
    kind, _, rest = code.partition(":")
    if kind == "ER" and rest.strip().isdigit():
        return fill(QCoreApplication.translate("Wording", "Refused: %1"), gateway_error_words(int(rest))[0])
    match code.strip().upper():
        case "":
            return QCoreApplication.translate("Wording", "Not delivered: no reason was given")
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


def gateway_error_words(code: int) -> tuple[str, str]:
    """Say what a gateway error means and what to do (component manual, table 1; PROTOCOL.md, section 8)."""
    known = _gateway_errors().get(code)
    if known is not None:
        return known
    return (
        fill(QCoreApplication.translate("GatewayError", "The gateway gave the unknown error %1"), code),
        QCoreApplication.translate("GatewayError", "Try again; if it stays, call the supplier."),
    )


def _gateway_errors() -> dict[int, tuple[str, str]]:
    return {
        1: (
            QCoreApplication.translate("GatewayError", "Sign-in was refused"),
            QCoreApplication.translate("GatewayError", "Check account and password, then sign in again."),
        ),
        2: (
            QCoreApplication.translate("GatewayError", "The request was not well formed"),
            QCoreApplication.translate("GatewayError", "This is a defect; copy the diagnosis and report it."),
        ),
        3: (
            QCoreApplication.translate("GatewayError", "The balance is used up"),
            QCoreApplication.translate("GatewayError", "Top up the account, then send again."),
        ),
        4: (
            QCoreApplication.translate("GatewayError", "The phone number is not valid"),
            QCoreApplication.translate("GatewayError", "Check the number and send again."),
        ),
        5: (
            QCoreApplication.translate("GatewayError", "The billing account is wrong"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        6: (
            QCoreApplication.translate("GatewayError", "The billing account's password is wrong"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        7: (
            QCoreApplication.translate("GatewayError", "The account is suspended"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to activate it."),
        ),
        8: (
            QCoreApplication.translate("GatewayError", "This type of account does not allow that"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for an account that does."),
        ),
        9: (
            QCoreApplication.translate("GatewayError", "The gateway named no reason"),
            QCoreApplication.translate("GatewayError", "Try again; if it stays, call the supplier."),
        ),
        10: (
            QCoreApplication.translate("GatewayError", "The enterprise code is wrong"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        11: (
            QCoreApplication.translate("GatewayError", "The message is too long"),
            QCoreApplication.translate("GatewayError", "Shorten it to 68 characters and send again."),
        ),
        12: (
            QCoreApplication.translate("GatewayError", "This account cannot send to Unicom numbers"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for a route to Unicom."),
        ),
        13: (
            QCoreApplication.translate("GatewayError", "The operator has no right to do that"),
            QCoreApplication.translate("GatewayError", "Ask the administrator for the right."),
        ),
        14: (
            QCoreApplication.translate("GatewayError", "The rate code is wrong"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        15: (
            QCoreApplication.translate("GatewayError", "The gateway is busy"),
            QCoreApplication.translate("GatewayError", "Try again in a few minutes."),
        ),
        16: (
            QCoreApplication.translate("GatewayError", "The enterprise has no right to do that"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        17: (
            QCoreApplication.translate("GatewayError", "Sending is not allowed at this time of day"),
            QCoreApplication.translate("GatewayError", "Send again in the permitted hours."),
        ),
        18: (
            QCoreApplication.translate("GatewayError", "The dealer's name or password is wrong"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        19: (
            QCoreApplication.translate("GatewayError", "The list of phone numbers or its rule is wrong"),
            QCoreApplication.translate("GatewayError", "Check the numbers and send again."),
        ),
        21: (
            QCoreApplication.translate("GatewayError", "There is no right to open or close accounts"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        22: (
            QCoreApplication.translate("GatewayError", "There is no right to change the type of account"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        23: (
            QCoreApplication.translate("GatewayError", "There is no right to change the account's dealer"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        24: (
            QCoreApplication.translate("GatewayError", "The dealer's name or password is wrong"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        25: (
            QCoreApplication.translate("GatewayError", "The operator's name or password is wrong"),
            QCoreApplication.translate("GatewayError", "Check account and password, then sign in again."),
        ),
        26: (
            QCoreApplication.translate("GatewayError", "The account to top up does not exist"),
            QCoreApplication.translate("GatewayError", "Check the account's name."),
        ),
        27: (
            QCoreApplication.translate("GatewayError", "The operator has no right to top up the business edition"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        28: (
            QCoreApplication.translate("GatewayError", "A trial account cannot be topped up"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to make it a full account."),
        ),
        29: (
            QCoreApplication.translate("GatewayError", "The account may not send through this route"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to open the route."),
        ),
        30: (
            QCoreApplication.translate("GatewayError", "This account cannot send to China Mobile numbers"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for a route to China Mobile."),
        ),
        31: (
            QCoreApplication.translate("GatewayError", "The number or its range is not allowed"),
            QCoreApplication.translate("GatewayError", "Check the number; if it is right, ask the supplier."),
        ),
        32: (
            QCoreApplication.translate("GatewayError", "The account uses a wrong rate code"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to check the account's set-up."),
        ),
        33: (
            QCoreApplication.translate("GatewayError", "The text holds a forbidden word"),
            QCoreApplication.translate("GatewayError", "Word it differently and send again."),
        ),
        35: (
            QCoreApplication.translate("GatewayError", "Sending to several numbers is not allowed"),
            QCoreApplication.translate("GatewayError", "Send to one number at a time."),
        ),
        36: (
            QCoreApplication.translate("GatewayError", "Sending to a single number is not allowed"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        37: (
            QCoreApplication.translate("GatewayError", "Too many equal messages; sending is paused"),
            QCoreApplication.translate("GatewayError", "Wait, or change the text, and send again."),
        ),
        38: (
            QCoreApplication.translate("GatewayError", "The dealer has no right to do that"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        40: (
            QCoreApplication.translate("GatewayError", "The account is registered already"),
            QCoreApplication.translate("GatewayError", "Sign in instead."),
        ),
        41: (
            QCoreApplication.translate("GatewayError", "Messages are fetched too often"),
            QCoreApplication.translate("GatewayError", "Nothing to do; fetching slows down by itself."),
        ),
        42: (
            QCoreApplication.translate("GatewayError", "Reports are fetched too often"),
            QCoreApplication.translate("GatewayError", "Nothing to do; fetching slows down by itself."),
        ),
        43: (
            QCoreApplication.translate("GatewayError", "The account is signed in too many times"),
            QCoreApplication.translate("GatewayError", "Sign out elsewhere, then try again."),
        ),
        44: (
            QCoreApplication.translate("GatewayError", "The account has no right to extended service numbers"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for the right."),
        ),
        45: (
            QCoreApplication.translate("GatewayError", "The packet number is lower than the last one"),
            QCoreApplication.translate("GatewayError", "Try again; if it stays, report it as a defect."),
        ),
        46: (
            QCoreApplication.translate("GatewayError", "The packet number is higher than expected"),
            QCoreApplication.translate("GatewayError", "Try again; if it stays, report it as a defect."),
        ),
        47: (
            QCoreApplication.translate("GatewayError", "The password was not changed"),
            QCoreApplication.translate("GatewayError", "The old password still holds; check it and try again."),
        ),
        48: (
            QCoreApplication.translate("GatewayError", "The card number or its password is wrong"),
            QCoreApplication.translate("GatewayError", "Check both and try again."),
        ),
        51: (
            QCoreApplication.translate("GatewayError", "The account can send to China Mobile numbers only"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for further routes."),
        ),
        52: (
            QCoreApplication.translate("GatewayError", "The account can send to Unicom numbers only"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for further routes."),
        ),
        53: (
            QCoreApplication.translate("GatewayError", "The account can send to PHS numbers only"),
            QCoreApplication.translate("GatewayError", "Ask the supplier for further routes."),
        ),
        54: (
            QCoreApplication.translate("GatewayError", "The time set for sending is not valid"),
            QCoreApplication.translate("GatewayError", "Choose another time and send again."),
        ),
        56: (
            QCoreApplication.translate("GatewayError", "There are too many connections"),
            QCoreApplication.translate("GatewayError", "Close MWDesk elsewhere, then try again."),
        ),
        57: (
            QCoreApplication.translate("GatewayError", "This computer's network address is not allowed"),
            QCoreApplication.translate("GatewayError", "Ask the supplier to allow this address."),
        ),
        99: (
            QCoreApplication.translate("GatewayError", "The gateway named no reason"),
            QCoreApplication.translate("GatewayError", "Try again; if it stays, call the supplier."),
        ),
    }


def error_words(error: Exception) -> str:
    """Word an error for the operator by its class and code, never by its text."""
    match error:
        case errors.GatewayError(code=code):
            return fill(QCoreApplication.translate("Wording", "%1. %2"), *gateway_error_words(code))
        case errors.LocalProtocolError():
            return QCoreApplication.translate("Wording", "This cannot be sent as it is. Nothing went out.")
        case errors.RemoteProtocolError():
            return QCoreApplication.translate("Wording", "The gateway answered something that cannot be understood.")
        case errors.NameResolutionError():
            return QCoreApplication.translate("Wording", "The gateway's name was not found. Check the network.")
        case errors.ConnectError():
            return QCoreApplication.translate("Wording", "No connection to the gateway. Check network and firewall.")
        case errors.GreetingError():
            return QCoreApplication.translate(
                "Wording", "Connected, but no gateway answers there. Check address and port."
            )
        case errors.ReplyTimeoutError():
            return QCoreApplication.translate(
                "Wording", "The gateway did not answer in time. Nobody knows whether it took effect."
            )
        case errors.LinkLostError():
            return QCoreApplication.translate("Wording", "The connection to the gateway was lost.")
        case errors.TransportError():
            return QCoreApplication.translate("Wording", "The connection to the gateway failed.")
        case errors.ProtocolError():
            return QCoreApplication.translate("Wording", "The conversation with the gateway broke its rules.")
        case errors.NewerStoreError():
            return QCoreApplication.translate(
                "Wording", "The messages were written by a newer MWDesk. Update this one."
            )
        case errors.StoreError():
            return QCoreApplication.translate("Wording", "The messages on this computer cannot be read or written.")
        case errors.CredentialError():
            return QCoreApplication.translate("Wording", "The system's password store is not available.")
        case errors.SettingsError():
            return QCoreApplication.translate("Wording", "The settings cannot be read or written.")
        case _:
            return QCoreApplication.translate(
                "Wording", "Something unexpected happened. Copy the diagnosis and report it."
            )


# --- times ----------------------------------------------------------------------------------------------------------


def waiting_words(seconds: float) -> str:
    """Say how long a customer has waited, as short as a row needs it."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return QCoreApplication.translate("Wording", "now")
    if whole < _HOUR_S:
        return fill(QCoreApplication.translate("Wording", "%1 min"), whole // _MINUTE_S)
    if whole < _DAY_S:
        return fill(
            QCoreApplication.translate("Wording", "%1 h %2"), whole // _HOUR_S, f"{whole % _HOUR_S // _MINUTE_S:02d}"
        )
    return fill(QCoreApplication.translate("Wording", "%1 d %2 h"), whole // _DAY_S, whole % _DAY_S // _HOUR_S)


def waiting_clock(seconds: float) -> str:
    """Say in the thread header how long a customer has waited, by the second."""
    whole = max(0, int(seconds))
    if whole >= _DAY_S:
        figure = waiting_words(whole)
    elif whole >= _HOUR_S:
        figure = f"{whole // _HOUR_S}:{whole % _HOUR_S // _MINUTE_S:02d}:{whole % _MINUTE_S:02d}"
    else:
        figure = f"{whole // _MINUTE_S:02d}:{whole % _MINUTE_S:02d}"
    return fill(QCoreApplication.translate("Wording", "Waiting %1"), figure)


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
    weekday = _locale().toString(QDate(day.year, day.month, day.day), "dddd")
    if (today - day).days in (0, 1):
        return fill(
            QCoreApplication.translate("Wording", "%1, %2 %3", "date pill: today, date, weekday"),
            day_words(day, today),
            date_words(day, today),
            weekday,
        )
    return fill(
        QCoreApplication.translate("Wording", "%1, %2", "date pill: date, weekday"), date_words(day, today), weekday
    )


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
