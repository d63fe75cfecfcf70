"""Words for what became of a message, what can be done about it, and what hints there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mwdesk.domain.evidence import Conclusion, Evidence
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.gui import wording
from mwdesk.gui.gateway_errors import Retry, gateway_error_words
from mwdesk.gui.wording import fill, number_words

_SHORT_RUNWAY = timedelta(days=0.1)
"""Below it a decimal would round to nothing, and no balance lasts nothing."""

_LOST_ANSWER = ("LOST", "")
_OUR_OWN = ("LOST", "LOCAL")
"""Reasons that are ours, not the gateway's."""


class Help(NamedTuple):
    """One sentence of advice, and the actions that can help, in order."""

    advice: str
    actions: tuple[str, ...]


def help_for(message: Message) -> Help:
    """Say what can be done about a message that failed, is unknown or was never reported on.

    One that is dealt with is not offered to be sent again as it is: a customer would have it twice.
    """
    if message.dismissed and message.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
        action = "edit_resend" if message.state is DeliveryState.FAILED else "mark_sent"
        return Help(QCoreApplication.translate("MessageWords", "Dealt with already"), (action,))
    if message.state is DeliveryState.UNKNOWN:
        return Help(
            QCoreApplication.translate("MessageWords", "Resending may charge it twice"), ("mark_sent", "resend")
        )
    if message.state is not DeliveryState.FAILED:
        return Help("", ())
    kind, _, rest = message.reason_code.partition(":")
    number = rest.partition(":")[0]
    if kind == "ER" and number.isdigit():
        return _refused(int(number))
    match message.reason_code.strip().upper():
        case "EXPIRED":
            return _again(QCoreApplication.translate("MessageWords", "Can be resent, best at another time"))
        case "UNDELIV":
            return Help(
                QCoreApplication.translate("MessageWords", "Resending seldom helps; check the number"), ("edit_resend",)
            )
        case "REJECTD" | "LOCAL":
            return _rewritten()
    return _again(QCoreApplication.translate("MessageWords", "Can be resent"))


def _again(advice: str) -> Help:
    return Help(advice, ("edit_resend", "resend"))


def _rewritten() -> Help:
    return Help(QCoreApplication.translate("MessageWords", "Change the text before resending"), ("edit_resend",))


def _refused(code: int) -> Help:
    words = gateway_error_words(code)
    if words.retry is Retry.UNCHANGED:
        return _rewritten()
    if words.retry is Retry.FIXED:
        return _again(QCoreApplication.translate("MessageWords", "Can be resent once the cause is gone"))
    return _again(QCoreApplication.translate("MessageWords", "Can be resent"))


# --- evidence -------------------------------------------------------------------------------------------------------


def used_words(evidence: Evidence) -> str:
    """Write the gateway's count before and after; empty when it did not tell both."""
    if evidence.used_before is None or evidence.used_after is None:
        return ""
    return f"{number_words(evidence.used_before)} → {number_words(evidence.used_after)}"


def used_with_difference(evidence: Evidence) -> str:
    """Write the gateway's count before and after with the difference, for a row of its own."""
    if evidence.used_before is None or evidence.used_after is None:
        return QCoreApplication.translate("MessageWords", "not told")
    more = evidence.used_after - evidence.used_before
    words = QCoreApplication.translate("MessageWords", "%1, %2 more", "a count before and after, and the difference")
    return fill(words, used_words(evidence), number_words(more))


def unanswered_words(message: Message, evidence: Evidence | None) -> str:
    """Say why an outcome is unknown, and what the gateway counted meanwhile."""
    lost = message.reason_code.strip().upper() in _LOST_ANSWER
    first = (
        QCoreApplication.translate("MessageWords", "the gateway did not answer")
        if lost
        else fill(QCoreApplication.translate("MessageWords", "the answer was not clear (%1)"), message.reason_code)
    )
    used = used_words(evidence) if evidence is not None else ""
    if not used:
        return first
    return fill(QCoreApplication.translate("MessageWords", "%1; used meanwhile %2"), first, used)


def conclusion_words(evidence: Evidence) -> str:
    """Say what the hints say together; never more than a hint."""
    match evidence.conclusion:
        case Conclusion.LIKELY_SENT:
            return QCoreApplication.translate("MessageWords", "The hints speak for its having gone out.")
        case Conclusion.LIKELY_NOT_SENT:
            return QCoreApplication.translate("MessageWords", "The hints speak against its having gone out.")
        case Conclusion.OPEN:
            return QCoreApplication.translate("MessageWords", "The hints do not say whether it went out.")


def reason_sentence(message: Message, evidence: Evidence | None = None) -> str:
    """Say in one sentence why the row below a bubble is there."""
    match message.state:
        case DeliveryState.FAILED:
            return wording.failure_reason(message.reason_code)
        case DeliveryState.UNKNOWN:
            return wording.unknown_reason(unanswered_words(message, evidence))
        case DeliveryState.SENT:
            return QCoreApplication.translate("MessageWords", "Submitted, and nothing was heard of it since")
        case _:
            return wording.offline_words()


def row_sentence(message: Message, evidence: Evidence | None = None) -> str:
    """Say the same below the bubble, and that no more need be done if that is so."""
    reason = reason_sentence(message, evidence)
    if not message.dismissed:
        return reason
    return fill(QCoreApplication.translate("MessageWords", "Dealt with · %1", "a failure, and its reason"), reason)


# --- details --------------------------------------------------------------------------------------------------------


def raw_code(message: Message) -> str:
    """Return the code as the gateway gave it; empty when the reason is ours."""
    code = message.reason_code
    if code in _OUR_OWN:
        return ""
    return ",".join(code.split(":")[:2]) if code.startswith("ER:") else code


def charged_words(message: Message) -> str:
    """Say how many characters a message has; each row of ours is one message to the gateway."""
    words = QCoreApplication.translate("MessageWords", "1 message, %1 characters")
    return fill(words, number_words(len(message.text)))


def state_words(message: Message) -> str:
    """Name the state of a reply, or the side of a customer's message."""
    if message.direction is Direction.IN or message.state is None:
        return QCoreApplication.translate("MessageWords", "Received from the customer")
    return wording.state_word(message.state)


def days_words(runway: timedelta) -> str:
    """Say how long a balance lasts, as an estimate."""
    if runway < _SHORT_RUNWAY:
        return QCoreApplication.translate("MessageWords", "under 0.1 days")
    return fill(QCoreApplication.translate("MessageWords", "about %1 days"), days_figure(runway))


def days_figure(runway: timedelta) -> str:
    """Write days with one decimal, beyond 100 without."""
    if runway < _SHORT_RUNWAY:
        return "< 0.1"
    days = runway / timedelta(days=1)
    return f"{days:.1f}" if days < 100 else number_words(round(days))


# --- the page of what failed ----------------------------------------------------------------------------------------


def when_words(moment: datetime, now: datetime) -> str:
    """Write a day and a time of day."""
    local = moment.astimezone()
    day = wording.day_words(local.date(), now.astimezone().date())
    return fill(QCoreApplication.translate("MessageWords", "%1 %2", "day and time"), day, f"{local:%H:%M}")


def trouble_words(message: Message, evidence: Evidence | None, now: datetime) -> str:
    """Say what is wrong with a message and what can be done, in one line."""
    match message.state:
        case DeliveryState.FAILED:
            what = wording.failure_reason(message.reason_code)
        case DeliveryState.UNKNOWN:
            what = wording.unknown_reason(unanswered_words(message, evidence))
        case _:
            hours = int((now - (message.updated_at or message.created_at)) / timedelta(hours=1))
            words = QCoreApplication.translate("MessageWords", "Submitted %1 h ago, no report came")
            return fill(words, number_words(hours))
    advice = help_for(message).advice
    both = QCoreApplication.translate("MessageWords", "%1. %2", "what is wrong, and what can be done")
    return fill(both, what, advice) if advice else what
