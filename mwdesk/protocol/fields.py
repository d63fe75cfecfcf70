"""Checks of a frame's fields: nothing on this wire is escaped, so a wrong field would change the whole frame."""

from __future__ import annotations

from collections.abc import Sequence

from mwdesk.domain.account import forbidden_character
from mwdesk.domain.phone import MAX_DIGITS, PhoneNumber
from mwdesk.domain.text import SMS_LIMIT, length
from mwdesk.errors import EmptyFieldError, FieldTooLongError, ForbiddenCharacterError

MAX_PHONES = 1000


def word(value: str, what: str, limit: int) -> bytes:
    """Check an account, a password or a code of the platform: 1 to ``limit`` printable ASCII characters.

    Raises :class:`EmptyFieldError`, :class:`FieldTooLongError` or :class:`ForbiddenCharacterError`, as all here do.
    """
    if not value:
        raise EmptyFieldError(f"the {what} is empty")
    if forbidden_character(value) is not None:
        raise ForbiddenCharacterError(f"the {what} holds a character the gateway cannot take")
    if len(value) > limit:
        raise FieldTooLongError(f"the {what} is longer than {limit} bytes")
    return value.encode("ascii")


def number(value: str, what: str, limit: int) -> bytes:
    """Check a field of 1 to ``limit`` ASCII digits."""
    raw = word(value, what, limit)
    if not raw.isdigit():
        raise ForbiddenCharacterError(f"the {what} holds digits only")
    return raw


def phones(numbers: Sequence[PhoneNumber]) -> bytes:
    """Check and join 1 to 1000 phones; the list has no comma at its end (component manual, table 2)."""
    if not numbers:
        raise EmptyFieldError("the phone list is empty")
    if len(numbers) > MAX_PHONES:
        raise FieldTooLongError(f"a request carries at most {MAX_PHONES} phones")
    return b",".join(number(phone.digits, "phone number", MAX_DIGITS) for phone in numbers)


def text(value: str) -> bytes:
    """Check a text of 1 to 68 characters and return its GBK bytes."""
    raw = encode_text(value)
    if length(value) > SMS_LIMIT:
        raise FieldTooLongError(f"the text is longer than {SMS_LIMIT} characters")
    return raw


def encode_text(value: str) -> bytes:
    """Return the GBK bytes of a text of any length but none."""
    if not value:
        raise EmptyFieldError("the text is empty")
    try:
        return value.encode("gbk")
    except UnicodeEncodeError as error:
        raise ForbiddenCharacterError("the text holds a character GBK cannot carry") from error


def hex_digits(raw: bytes) -> bytes:
    """Write bytes as upper-case hex."""
    return raw.hex().upper().encode("ascii")
