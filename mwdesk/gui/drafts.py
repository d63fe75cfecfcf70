"""Whose text is where: in the box, held back, on its way to the store, or left for later. Knows no widget."""

from __future__ import annotations

from typing import NamedTuple

from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import clean


class Outgoing(NamedTuple):
    """A message as it was written, and the texts it goes out as."""

    phone: PhoneNumber
    raw: str
    texts: tuple[str, ...]


class Drafts:
    """What was written to whom and is not stored yet; no text is lost, doubled or given to another number.

    What was written here is newer than any stored draft: a number's draft is taken from the store once, when its
    conversation is first opened. A text belongs to the number it was begun for. Where another number is opened and the
    box does not follow, ``owner`` and ``opened`` differ.

    A message is held back for a while (:meth:`hold`), or handed on at once and shown until it is stored
    (:meth:`hand_on`). One that fails stands before whatever was written to its number since.
    """

    def __init__(self) -> None:
        self.owner: PhoneNumber | None = None
        """Whose text stands in the box."""
        self.opened: PhoneNumber | None = None
        """Whose conversation is open."""
        self.held: Outgoing | None = None
        """The one message that can still be taken back."""
        self._rests: dict[PhoneNumber, str] = {}
        self._shown: dict[PhoneNumber, Outgoing] = {}
        """Handed on, and standing in the box until they are stored."""
        self._flying: list[Outgoing] = []
        """Handed on, and not in the box any more."""

    @property
    def is_strange(self) -> bool:
        """Tell whether the box holds a text for another number than the open one."""
        return self.owner != self.opened

    @property
    def is_being_stored(self) -> bool:
        """Tell whether what stands in the box is handed on, and cannot be changed."""
        return self.owner in self._shown

    @property
    def text(self) -> str:
        """What stands in the box."""
        if self.owner is None:
            return ""
        shown = self._shown.get(self.owner)
        return self._rests[self.owner] if shown is None else shown.raw

    @property
    def under_way(self) -> set[PhoneNumber]:
        """The numbers with a message that is held back, or handed on and not stored yet."""
        phones = {message.phone for message in (*self._shown.values(), *self._flying)}
        return phones if self.held is None else phones | {self.held.phone}

    def draft(self, phone: PhoneNumber) -> str:
        """Return what is to be kept for a number: all that was written to it and is not handed on."""
        rest = self._rests.get(phone, "")
        return _before(self.held.raw, rest) if self.held is not None and self.held.phone == phone else rest

    def open(self, phone: PhoneNumber | None, stored: str) -> None:
        """Open a number's conversation with its stored draft; the box keeps its text until it follows."""
        if phone is not None:
            self._rests.setdefault(phone, stored)
        self.opened = phone

    def follow(self) -> None:
        """Leave the text in the box to its number, and take that of the open one."""
        self.owner = self.opened

    def write(self, text: str) -> None:
        """Take what stands in the box now."""
        if self.owner is not None and not self.is_being_stored:
            self._rests[self.owner] = text

    def give(self, phone: PhoneNumber, text: str) -> None:
        """Put a text before what was written to a number, unless it stands there already."""
        rest = self._rests.get(phone, "")
        if not f"{clean(rest)}\n".startswith(f"{clean(text)}\n"):
            self._rests[phone] = _before(text, rest)

    def hold(self, texts: tuple[str, ...]) -> Outgoing:
        """Hold the text in the box back, to go out as ``texts``; what was held before has been let go."""
        self.held = self._take(texts)
        return self.held

    def hand_on(self, texts: tuple[str, ...]) -> Outgoing:
        """Hand the text in the box on, and show it until it is stored."""
        message = self._take(texts)
        self._shown[message.phone] = message
        return message

    def _take(self, texts: tuple[str, ...]) -> Outgoing:
        if self.owner is None or self.held is not None or self.is_being_stored:
            raise ValueError("what stands in the box cannot be sent now")
        message = Outgoing(self.owner, self._rests[self.owner], texts)
        self._rests[self.owner] = ""
        return message

    def let_go(self) -> Outgoing | None:
        """Hand on what is held."""
        held, self.held = self.held, None
        if held is not None:
            self._flying.append(held)
        return held

    def take_back(self) -> PhoneNumber | None:
        """Give what is held back to its number, before whatever was written since."""
        held, self.held = self.held, None
        if held is None:
            return None
        self._rests[held.phone] = _before(held.raw, self._rests[held.phone])
        return held.phone

    def stored(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        """Forget a message handed on: it is in the store."""
        self._end(phone, texts)

    def failed(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        """Give a message handed on back to its number: it could not be stored."""
        message = self._end(phone, texts)
        if message is not None:
            self._rests[phone] = _before(message.raw, self._rests[phone])

    def _end(self, phone: PhoneNumber, texts: tuple[str, ...]) -> Outgoing | None:
        for message in self._flying:
            if (message.phone, message.texts) == (phone, texts):
                self._flying.remove(message)
                return message
        shown = self._shown.get(phone)
        return self._shown.pop(phone) if shown is not None and shown.texts == texts else None

    def forget(self) -> None:
        """Take the drafts from the store again, where nothing is open or under way: it holds others now."""
        kept = {self.owner, self.opened} | self.under_way
        self._rests = {phone: text for phone, text in self._rests.items() if phone in kept}


def _before(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second
