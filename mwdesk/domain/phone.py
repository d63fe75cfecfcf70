"""Phone numbers: one number is one conversation, whatever way it was written."""

from __future__ import annotations

import unicodedata
from enum import Enum

from msgspec import Struct

MAX_DIGITS = 15
"""The gateway takes 1 to 15 digits (PROTOCOL.md, section 2)."""
_MOBILE_DIGITS = 11
_SEPARATORS = frozenset("().\t\u2212")
_SEPARATING_CATEGORIES = frozenset({"Zs", "Pd", "Cf"})  # blanks, dashes, and the marks address books paste unseen
_MOBILE_RANGES = (
    range(13400000000, 13490000000),
    range(13500000000, 14000000000),
    range(15900000000, 16000000000),
)
_UNICOM_RANGE = range(13000000000, 13400000000)
_TODAYS_PREFIXES = ("13", "14", "15", "16", "17", "18", "19")


class Carrier(Enum):
    """What the component manual's table 2 says of a prefix; number portability means it proves nothing."""

    MOBILE = "mobile"
    UNICOM = "unicom"
    PHS = "phs"
    UNLISTED = "unlisted"


class PhoneNumber(Struct, frozen=True, order=True):
    """A normalised number: 1 to 15 ASCII digits, without country prefix for Chinese mobiles."""

    digits: str

    @classmethod
    def parse(cls, written: str) -> PhoneNumber:
        """Normalise a number as a person or the gateway wrote it.

        ``+86``, ``0086``, blanks, hyphens and full-width digits are folded away. Raises :class:`ValueError` when what
        remains is not 1 to 15 digits.
        """
        if len(written) == _MOBILE_DIGITS and written[0] == "1" and written.isascii() and written.isdigit():
            return cls(written)  # as nearly all are written; a burst holds thousands
        folded = "".join(c for c in unicodedata.normalize("NFKC", written.strip()) if not _separates(c))
        international = folded.startswith("+")
        digits = folded[1:] if international else folded
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError("a phone number holds digits only")
        # More than once: a number copied through two address books may have gained two prefixes.
        while True:
            if digits.startswith("0086") and len(digits) > 4:
                digits = digits[4:]
            elif digits.startswith("86") and (international or len(digits) == 13):
                digits, international = digits[2:], False
            else:
                break
        if not 1 <= len(digits) <= MAX_DIGITS:
            raise ValueError("a phone number holds 1 to 15 digits")
        return cls(digits)

    @property
    def carrier(self) -> Carrier:
        """Classify by the component manual's table 2 (ranges of 2006)."""
        d = self.digits
        if len(d) == 11:
            if any(int(d) in numbers for numbers in _MOBILE_RANGES):
                return Carrier.MOBILE
            if int(d) in _UNICOM_RANGE:
                return Carrier.UNICOM
        if len(d) == 14 and d.startswith(("118", "116")):
            return Carrier.PHS
        return Carrier.UNLISTED

    @property
    def is_plausible(self) -> bool:
        """Tell whether it looks like a number one can write to; one that does not is worth a warning, never a refusal.

        The table's numbers do, and so do today's: 11 digits beginning 13 to 19.
        """
        return self.carrier is not Carrier.UNLISTED or (
            len(self.digits) == 11 and self.digits.startswith(_TODAYS_PREFIXES)
        )

    @property
    def grouped(self) -> str:
        """Return the digits in the groups people read: ``138 0013 8000``."""
        d = self.digits
        return f"{d[:3]} {d[3:7]} {d[7:]}" if len(d) == 11 else d

    @property
    def masked(self) -> str:
        """Return the form for logs: ``138****8000``."""
        d = self.digits
        return f"{d[:3]}****{d[-4:]}" if len(d) >= 8 else "*" * len(d)


def number_fragment(written: str) -> str:
    """Return the digits of a piece of a number as people write it; empty when it can be none.

    The country's prefix goes where it surely is one: behind a plus, or before a whole mobile number.
    """
    folded = unicodedata.normalize("NFKC", written.strip())
    digits = "".join(c for c in folded if c not in "+()" and unicodedata.category(c) not in _SEPARATING_CATEGORIES)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    try:
        number = PhoneNumber.parse(folded)
    except ValueError:
        return digits
    return number.digits if folded.startswith("+") or number.is_plausible else digits


def _separates(character: str) -> bool:
    return character in _SEPARATORS or unicodedata.category(character) in _SEPARATING_CATEGORIES
