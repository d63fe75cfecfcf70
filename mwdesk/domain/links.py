"""Web addresses in what customers write: found conservatively, and looked at before anyone goes there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

ADDRESS_LIMIT = 2048
"""Characters; what is longer is no address anyone was meant to read."""
_HOST_LIMIT = 253
_OCTETS = 4
_OCTET_LIMIT = 255
_PORT_LIMIT = 65535

_START = re.compile(r"https?://|www\.", re.IGNORECASE)
_USER_INFO = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:%-]*@")
_HOST = re.compile(r"(?:[^\W_]|[-.])+")
_PORT = re.compile(r":([0-9]{1,5})(?![0-9])")
_REST = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_NAMES_TOP = re.compile(r"[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59}", re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?'*"
_BRACKETS = {")": "(", "]": "["}


class Suspicion(Enum):
    """Why an address may lead elsewhere than it seems."""

    USER_INFO = "user_info"
    """What stands before the ``@`` looks like the place, and is not."""
    FOREIGN_LETTERS = "foreign_letters"
    """The host has letters of other alphabets, some of which look like Latin ones."""
    BARE_NUMBER = "bare_number"
    """A number stands in the place of a name."""


class Link(Struct, frozen=True):
    """Where an address stands in a text (code points), and where it leads: http or https, ASCII throughout."""

    start: int
    end: int
    address: str
    host: str
    suspicions: tuple[Suspicion, ...] = ()


def find_links(text: str) -> tuple[Link, ...]:
    """Find the http, https and www addresses of a text as it is shown, in order; they never overlap."""
    return tuple(_links(text))


def _links(text: str) -> Iterator[Link]:
    at = 0
    while (begun := _START.search(text, at)) is not None:
        link = None if _follows_a_word(text, begun.start()) else _read(text, begun)
        if link is not None:
            yield link
        at = begun.end() if link is None else link.end


def _follows_a_word(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return (before.isascii() and before.isalnum()) or before in {"@", ".", "-", "_", "/", ":"}


def _read(text: str, begun: re.Match[str]) -> Link | None:
    """Read the address that begins here, if it is one."""
    has_scheme = begun.group().endswith("//")
    at = begun.end() if has_scheme else begun.start()
    info = _USER_INFO.match(text, at, at + ADDRESS_LIMIT) if has_scheme else None
    host_at = at if info is None else info.end()
    found = _HOST.match(text, host_at, host_at + _HOST_LIMIT + 1)
    if found is None:
        return None
    written = _without_what_follows(found.group())
    host = _host(written)
    if host is None:
        return None
    end = host_at + len(written)
    port = _PORT.match(text, end)
    if port is not None and 0 < int(port[1]) <= _PORT_LIMIT:
        end = port.end()
    rest = ""
    if text[end : end + 1] in {"/", "?", "#"}:
        tail = _REST.match(text, end, end + ADDRESS_LIMIT + 1)
        rest = "" if tail is None else _without_punctuation(tail.group())
    scheme = begun.group().lower() if has_scheme else "http://"
    address = scheme + text[at:host_at] + host + text[host_at + len(written) : end] + rest
    if len(address) > ADDRESS_LIMIT:
        return None
    return Link(begun.start(), end + len(rest), address, host, tuple(_suspicions(host, info is not None)))


def _without_what_follows(run: str) -> str:
    """Cut off the words that Chinese puts right behind an address, and the point that ends a sentence."""
    for place in range(1, len(run)):
        behind_latin = run[place - 1].isascii() and run[place - 1].isalnum()
        if behind_latin and _is_east_asian(run[place]) and _host(run[:place]) is not None:
            return run[:place]
    return run.rstrip(".-")


def _is_east_asian(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\u2e80" <= character <= "\ud7ff" or character >= "\uf900"


def _without_punctuation(tail: str) -> str:
    while tail:
        last = tail[-1]
        opening = _BRACKETS.get(last)
        if last in _ENDS_A_SENTENCE or (opening is not None and tail.count(last) > tail.count(opening)):
            tail = tail[:-1]
        else:
            break
    return tail


def _host(written: str) -> str | None:
    """Return a host as it is looked up, in ASCII; None if it is none."""
    if not written.isascii():
        try:
            written = written.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    host = written.lower()
    labels = host.split(".")
    if len(host) > _HOST_LIMIT or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if _is_number(labels):
        return host
    return host if len(labels) > 1 and _NAMES_TOP.fullmatch(labels[-1]) and labels != ["www", labels[-1]] else None


def _is_number(labels: list[str]) -> bool:
    return len(labels) == _OCTETS and all(label.isdigit() and int(label) <= _OCTET_LIMIT for label in labels)


def _suspicions(host: str, has_user_info: bool) -> Iterator[Suspicion]:
    labels = host.split(".")
    if has_user_info:
        yield Suspicion.USER_INFO
    if any(label.startswith("xn--") for label in labels):
        yield Suspicion.FOREIGN_LETTERS
    if _is_number(labels):
        yield Suspicion.BARE_NUMBER
