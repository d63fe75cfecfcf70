"""A made-up language: 40 % longer than ours, and each word marked; one without the mark was never translated."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QLocale, QTranslator

from mwdesk.domain.canned import demo_canned_replies

LONGER = 0.4
MARK = "é"
_KEPT = re.compile(r"(\{[^}]*\}|%L?n|%\d|</?\w[^>]*>)")
_WORD = re.compile(r"[A-Za-z]+")
_PATTERN = "pattern of Qt"
_SHORT = QLocale.FormatType.ShortFormat
_NAMES = {
    *("MWDesk", "Ctrl", "Shift", "Alt", "Esc", "Enter", "Tab", "Del"),
    *("Home", "End", "PgUp", "PgDn", "PgDown", "Menu", "Up", "Down", "Space"),
    *("SOCKS", "HTTP", "HTTPS", "CONNECT", "TLS", "TCP", "SMS", "XLSX", "CSV", "GSM", "UCS"),
    *("kB", "MB", "GB", "ms", "English", "EXPIRED"),
}
"""Words that are the same in every language, units, and what a gateway said."""
_WRITTEN = {"abc", "yysj", "omes"}
"""What stands in imported files, the initials of that, and what a customer wrote."""
_DATES = frozenset(
    word
    for number in range(1, 13)
    for word in (QLocale("en_US").monthName(number, _SHORT), QLocale("en_US").dayName(min(number, 7), _SHORT))
)
"""Qt writes these; the made-up language has no calendar."""
_INITIALS = frozenset(reply.initials for reply in demo_canned_replies())
_SAME = _NAMES | _WRITTEN | _DATES | _INITIALS
_PLAIN_DATA = re.compile(
    r"<[^>]+>|\S*[\\/]\S*|\S+\.(?:xlsx|csv|db|invalid|com)\b|&\w+;|\bsocks5\b|J\d+|F\d+|proxy\.invalid|mwdesk"
)


def made_up(source: str) -> str:
    """Put a text into the made-up language."""

    def lengthen(found: re.Match[str]) -> str:
        return MARK * ceil(len(found[0]) * LONGER) + found[0]

    return "".join(part if _KEPT.fullmatch(part) else _WORD.sub(lengthen, part) for part in _KEPT.split(source))


def untranslated(text: str) -> list[str]:
    """Return the words of a text that did not come from a translation."""
    words = re.findall(rf"[A-Za-z{MARK}]+", _PLAIN_DATA.sub(" ", text))
    return [word for word in words if MARK not in word and len(word) > 1 and word not in _SAME]


class MadeUpTranslator(QTranslator):
    """Translates everything there is, Qt's own texts too."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return a longer, marked text; what Qt reads itself stays as it is."""
        note = disambiguation or ""
        return source if _PATTERN in note or "locale" in note else made_up(source)

    def isEmpty(self) -> bool:
        """Say that there is something: else Qt does not install it."""
        return False
