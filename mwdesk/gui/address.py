"""Addresses as people type and paste them, without Qt."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

_WITH_PORT = re.compile(r"\[(?P<bracketed>[^\[\]]*)\]:(?P<port6>\d{1,5})|(?P<host>[^:]+):(?P<port>\d{1,5})", re.ASCII)
_HOST_LIMIT = 253
_NAME = re.compile(r"[^\s/:@,;\[\]\\?#%&]+")


def folded(text: str) -> str:
    """Write full-width letters, digits and signs in their plain width, and leave out what stands around."""
    return unicodedata.normalize("NFKC", text).replace("\u3002", ".").strip()


def split_address(text: str) -> tuple[str, int | None]:
    """Take ``host:port`` or ``[address]:port`` apart; the port is None where there is none."""
    text = folded(text)
    if found := _WITH_PORT.fullmatch(text):
        return found["bracketed"] or found["host"] or "", int(found["port6"] or found["port"])
    if text.startswith("[") and text.endswith("]"):
        return text[1:-1], None
    return text, None


def is_host(text: str) -> bool:
    """Tell whether a text can be a computer's name or its address in figures."""
    if is_numeric(text):
        return True
    if len(text) > _HOST_LIMIT or not _NAME.fullmatch(text) or all(character in "0123456789." for character in text):
        return False
    try:
        return 0 < len(text.encode("idna")) <= _HOST_LIMIT
    except UnicodeError:
        return False


def is_ipv4(text: str) -> bool:
    """Tell whether a text is an IPv4 address, the only kind a SOCKS4 proxy takes."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def is_numeric(text: str) -> bool:
    """Tell whether a host is an address in figures, so that nobody has to look it up."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def port_number(text: str) -> int | None:
    """Read a port; None if it is none."""
    text = folded(text)
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        return None
    return int(text) if 1 <= int(text) <= 65535 else None
