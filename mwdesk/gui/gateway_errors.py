"""What each error of the gateway says, what it means for the operator, and what to do.

Component manual, table 1, and the later codes of PROTOCOL.md, section 8. The manual has no text for 20, 34 and 39.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text under the name the translation tools look for; Qt's own returns an untyped object."""
    return text


class Retry(Enum):
    """Whether trying again can help, and when; the value is the sentence for the operator."""

    FIXED = QT_TRANSLATE_NOOP("GatewayError", "Trying again before that does not help.")
    LATER = QT_TRANSLATE_NOOP("GatewayError", "Trying again later can help.")
    ITSELF = QT_TRANSLATE_NOOP("GatewayError", "MWDesk tries again by itself.")
    UNCHANGED = QT_TRANSLATE_NOOP("GatewayError", "The same again will be refused again.")


class GatewayErrorWords(NamedTuple):
    """Three texts for the operator: a title without a full stop, and two of whole sentences."""

    title: str
    meaning: str
    advice: str
    retry: Retry


_LOGIN = QT_TRANSLATE_NOOP("GatewayError", "The gateway does not take this account with this password.")
_CHECK_LOGIN = QT_TRANSLATE_NOOP("GatewayError", "Check account and password, then sign in again.")
_PAYER = QT_TRANSLATE_NOOP(
    "GatewayError", "The gateway does not take the account that pays for the messages; signing in fails."
)
_CHECK_PAYER = QT_TRANSLATE_NOOP(
    "GatewayError", "Check account and password; if both are right, ask the supplier about the billing account."
)
_SET_UP = QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier to check the account's set-up.")
_GRANT = QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier for the right.")
_CALL = QT_TRANSLATE_NOOP("GatewayError", "Call the supplier and name this code.")
_ONCE_MORE = QT_TRANSLATE_NOOP("GatewayError", "Try once more; if it stays, call the supplier and name this code.")
_NO_ROUTE = QT_TRANSLATE_NOOP(
    "GatewayError", "The account has no route to this number's carrier; the message did not go out."
)
_MORE_ROUTES = QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier for further routes.")
_RATE = QT_TRANSLATE_NOOP("GatewayError", "The gateway does not know the account's price plan, so nothing can be sent.")
_ADMIN = QT_TRANSLATE_NOOP(
    "GatewayError", "It concerns managing accounts, which MWDesk does not do; messages are not affected."
)
_COUNTING = QT_TRANSLATE_NOOP(
    "GatewayError", "Gateway and MWDesk disagree on the number of this request; it was not carried out."
)
_CONNECT_ANEW = QT_TRANSLATE_NOOP("GatewayError", "Connect anew; if it stays, copy the diagnosis and report it.")
_NOTHING = QT_TRANSLATE_NOOP("GatewayError", "There is nothing to do.")
_NO_REASON = QT_TRANSLATE_NOOP("GatewayError", "The gateway named no reason")
_NOT_KNOWN = QT_TRANSLATE_NOOP("GatewayError", "The request was refused; why is not known.")
_DEALER = QT_TRANSLATE_NOOP("GatewayError", "The dealer's name or password is wrong")

_WORDS = {
    1: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Sign-in was refused"),
        _LOGIN,
        _CHECK_LOGIN,
        Retry.FIXED,
    ),
    2: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The request was not well formed"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway could not read what MWDesk sent; nothing was carried out."),
        QT_TRANSLATE_NOOP("GatewayError", "This is a defect; copy the diagnosis and report it."),
        Retry.UNCHANGED,
    ),
    3: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The balance is used up"),
        QT_TRANSLATE_NOOP("GatewayError", "Nothing more can be sent; customers' messages still arrive."),
        QT_TRANSLATE_NOOP("GatewayError", "Top up the account; what waits goes out after that."),
        Retry.FIXED,
    ),
    4: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The phone number is not valid"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway cannot send to this number; the message did not go out."),
        QT_TRANSLATE_NOOP("GatewayError", "Check the number and send again."),
        Retry.UNCHANGED,
    ),
    5: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The billing account is wrong"),
        _PAYER,
        _CHECK_PAYER,
        Retry.FIXED,
    ),
    6: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The billing account's password is wrong"),
        _PAYER,
        _CHECK_PAYER,
        Retry.FIXED,
    ),
    7: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account is suspended"),
        QT_TRANSLATE_NOOP("GatewayError", "Neither sending nor fetching works until it is activated."),
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier to activate it."),
        Retry.FIXED,
    ),
    8: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "This type of account does not allow that"),
        QT_TRANSLATE_NOOP("GatewayError", "The account may not do this; whatever else it may do still works."),
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier for an account that does."),
        Retry.FIXED,
    ),
    9: GatewayErrorWords(
        _NO_REASON,
        _NOT_KNOWN,
        _ONCE_MORE,
        Retry.LATER,
    ),
    10: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The enterprise code is wrong"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway does not find the enterprise the account belongs to."),
        _SET_UP,
        Retry.FIXED,
    ),
    11: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The message is too long"),
        QT_TRANSLATE_NOOP("GatewayError", "The text holds more characters than one message; it did not go out."),
        QT_TRANSLATE_NOOP("GatewayError", "Shorten it to 68 characters and send again."),
        Retry.UNCHANGED,
    ),
    12: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "This account cannot send to Unicom numbers"),
        _NO_ROUTE,
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier for a route to Unicom."),
        Retry.FIXED,
    ),
    13: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The operator has no right to do that"),
        QT_TRANSLATE_NOOP("GatewayError", "The account's operator may not do this; it was not carried out."),
        QT_TRANSLATE_NOOP("GatewayError", "Ask the administrator or the supplier for the right."),
        Retry.FIXED,
    ),
    14: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The rate code is wrong"),
        _RATE,
        _SET_UP,
        Retry.FIXED,
    ),
    15: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The gateway is busy"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway has too much to do just now; this request was not carried out."),
        QT_TRANSLATE_NOOP("GatewayError", "Wait a few minutes."),
        Retry.ITSELF,
    ),
    16: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The enterprise has no right to do that"),
        QT_TRANSLATE_NOOP("GatewayError", "The enterprise's contract does not cover this; it was not carried out."),
        _GRANT,
        Retry.FIXED,
    ),
    17: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Sending is not allowed at this time of day"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway takes no messages at this hour; this one did not go out."),
        QT_TRANSLATE_NOOP("GatewayError", "Send it again in the permitted hours."),
        Retry.LATER,
    ),
    18: GatewayErrorWords(
        _DEALER,
        _ADMIN,
        _CALL,
        Retry.FIXED,
    ),
    19: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The list of phone numbers or its rule is wrong"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "A number is not written as the gateway wants it, so none of the list was taken."
        ),
        QT_TRANSLATE_NOOP("GatewayError", "Check the numbers and send again."),
        Retry.UNCHANGED,
    ),
    21: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "There is no right to open or close accounts"),
        _ADMIN,
        _CALL,
        Retry.FIXED,
    ),
    22: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "There is no right to change the type of account"),
        _ADMIN,
        _CALL,
        Retry.FIXED,
    ),
    23: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "There is no right to change the account's dealer"),
        _ADMIN,
        _CALL,
        Retry.FIXED,
    ),
    24: GatewayErrorWords(
        _DEALER,
        _ADMIN,
        _CALL,
        Retry.FIXED,
    ),
    25: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The operator's name or password is wrong"),
        _LOGIN,
        _CHECK_LOGIN,
        Retry.FIXED,
    ),
    26: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account to top up does not exist"),
        _ADMIN,
        QT_TRANSLATE_NOOP("GatewayError", "Check the name of the account to top up."),
        Retry.UNCHANGED,
    ),
    27: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The operator has no right to top up the business edition"),
        _ADMIN,
        _GRANT,
        Retry.FIXED,
    ),
    28: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "A trial account cannot be topped up"),
        QT_TRANSLATE_NOOP("GatewayError", "A trial account must become a full one before it can be topped up."),
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier to make it a full account."),
        Retry.FIXED,
    ),
    29: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account may not send through this route"),
        QT_TRANSLATE_NOOP("GatewayError", "The message did not go out, and no other through this route will."),
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier to open the route."),
        Retry.FIXED,
    ),
    30: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "This account cannot send to China Mobile numbers"),
        _NO_ROUTE,
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier for a route to China Mobile."),
        Retry.FIXED,
    ),
    31: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The number or its range is not allowed"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway does not serve this number; the message did not go out."),
        QT_TRANSLATE_NOOP("GatewayError", "Check the number; if it is right, ask the supplier."),
        Retry.UNCHANGED,
    ),
    32: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account uses a wrong rate code"),
        _RATE,
        _SET_UP,
        Retry.FIXED,
    ),
    33: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The text holds a forbidden word"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway blocks a word of this text; the message did not go out."),
        QT_TRANSLATE_NOOP("GatewayError", "Word it differently and send again."),
        Retry.UNCHANGED,
    ),
    35: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Sending to several numbers is not allowed"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "The account may write to one number at a time; none of these was written to."
        ),
        QT_TRANSLATE_NOOP("GatewayError", "Send to one number at a time."),
        Retry.UNCHANGED,
    ),
    36: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Sending to a single number is not allowed"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "The account may only write to lists of numbers; the message did not go out."
        ),
        _GRANT,
        Retry.FIXED,
    ),
    37: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Too many equal messages; sending is paused"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "The same text was sent too often, so the gateway holds it up; this one did not go out."
        ),
        QT_TRANSLATE_NOOP("GatewayError", "Wait some minutes, or change the text."),
        Retry.ITSELF,
    ),
    38: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The dealer has no right to do that"),
        _ADMIN,
        _CALL,
        Retry.FIXED,
    ),
    40: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account is registered already"),
        _ADMIN,
        QT_TRANSLATE_NOOP("GatewayError", "Sign in with it instead."),
        Retry.UNCHANGED,
    ),
    41: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Messages are fetched too often"),
        QT_TRANSLATE_NOOP("GatewayError", "Customers' messages arrive a little later; none is lost."),
        _NOTHING,
        Retry.ITSELF,
    ),
    42: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "Reports are fetched too often"),
        QT_TRANSLATE_NOOP("GatewayError", "Delivery reports arrive a little later; none is lost."),
        _NOTHING,
        Retry.ITSELF,
    ),
    43: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account is signed in too many times"),
        QT_TRANSLATE_NOOP("GatewayError", "The account is in use as often as it may be; this computer has to wait."),
        QT_TRANSLATE_NOOP("GatewayError", "Sign out elsewhere."),
        Retry.ITSELF,
    ),
    44: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account has no right to extended service numbers"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "The account may not add digits to its service number; the message did not go out."
        ),
        _GRANT,
        Retry.FIXED,
    ),
    45: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The packet number is lower than the last one"),
        _COUNTING,
        _CONNECT_ANEW,
        Retry.LATER,
    ),
    46: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The packet number is higher than expected"),
        _COUNTING,
        _CONNECT_ANEW,
        Retry.LATER,
    ),
    47: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The password was not changed"),
        QT_TRANSLATE_NOOP("GatewayError", "The old password still holds; the connection is not affected."),
        QT_TRANSLATE_NOOP("GatewayError", "Check the current password, then try again."),
        Retry.UNCHANGED,
    ),
    48: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The card number or its password is wrong"),
        _ADMIN,
        QT_TRANSLATE_NOOP("GatewayError", "Check the card's number and password."),
        Retry.UNCHANGED,
    ),
    51: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account can send to China Mobile numbers only"),
        _NO_ROUTE,
        _MORE_ROUTES,
        Retry.FIXED,
    ),
    52: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account can send to Unicom numbers only"),
        _NO_ROUTE,
        _MORE_ROUTES,
        Retry.FIXED,
    ),
    53: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The account can send to PHS numbers only"),
        _NO_ROUTE,
        _MORE_ROUTES,
        Retry.FIXED,
    ),
    54: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "The time set for sending is not valid"),
        QT_TRANSLATE_NOOP("GatewayError", "The gateway does not take the message for that time; it did not go out."),
        QT_TRANSLATE_NOOP("GatewayError", "Choose another time and send again."),
        Retry.UNCHANGED,
    ),
    56: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "There are too many connections"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "The gateway holds as many connections as it allows; this computer has to wait."
        ),
        QT_TRANSLATE_NOOP("GatewayError", "Close MWDesk on other computers."),
        Retry.ITSELF,
    ),
    57: GatewayErrorWords(
        QT_TRANSLATE_NOOP("GatewayError", "This computer's network address is not allowed"),
        QT_TRANSLATE_NOOP(
            "GatewayError", "The gateway does not let this computer in; the password has nothing to do with it."
        ),
        QT_TRANSLATE_NOOP("GatewayError", "Ask the supplier to allow this address."),
        Retry.FIXED,
    ),
    99: GatewayErrorWords(
        _NO_REASON,
        _NOT_KNOWN,
        _ONCE_MORE,
        Retry.LATER,
    ),
}
_UNDOCUMENTED = GatewayErrorWords(
    QT_TRANSLATE_NOOP("GatewayError", "The gateway gave error %1, which its manual does not explain"),
    _NOT_KNOWN,
    _ONCE_MORE,
    Retry.LATER,
)


def documented_codes() -> list[int]:
    """Return every code there are words for, in order."""
    return sorted(_WORDS)


def gateway_error_words(code: int) -> GatewayErrorWords:
    """Word an error of the gateway in the operator's language; the advice does not yet speak of trying again."""
    found = _WORDS.get(code, _UNDOCUMENTED)
    title, meaning, advice = (QCoreApplication.translate("GatewayError", text) for text in found[:3])
    return GatewayErrorWords(title.replace("%1", str(code)), meaning, advice, found.retry)


def retry_words(retry: Retry) -> str:
    """Say whether trying again can help."""
    return QCoreApplication.translate("GatewayError", retry.value)
