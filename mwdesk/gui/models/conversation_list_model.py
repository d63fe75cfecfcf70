"""The conversations of the list: who waits longest stands first."""

from __future__ import annotations

import bisect
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Slot

from mwdesk.domain.message import Conversation, DeliveryState, ListCounts
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import for_display
from mwdesk.gui import marks_words, wording

WORDS_REFRESH_MS = 5000
"""How often words of minutes are looked at: nobody sees them five seconds late, and a window at rest should rest."""
FILTERS = ("waiting", "unread", "all", "failed", "archived")
Key = tuple[int, float, str]
"""Group (-1 pinned, 0 waiting, 1 pinned below those who wait, 2 others), place in the group, digits."""
_Kind = tuple[bool, bool, bool, bool]
"""Whether it is archived, waits, is unread, holds failures."""


class ConversationRoles(IntEnum):
    """What delegates ask for."""

    CONVERSATION = Qt.ItemDataRole.UserRole + 1
    SECTION = Qt.ItemDataRole.UserRole + 2
    """The head above the row, or an empty text; it changes the row's height."""
    HELD = Qt.ItemDataRole.UserRole + 3
    """The message that can still be taken back, or an empty text; it stands in the draft as well until it has gone."""


_PLACED_AT_ONCE = 20
_PLACING_S = 0.006
_PLACING_PAUSE_MS = 60


ConversationRole = int(ConversationRoles.CONVERSATION)
SectionRole = int(ConversationRoles.SECTION)
HeldRole = int(ConversationRoles.HELD)


def utc_now() -> datetime:
    """Return the present."""
    return datetime.now(UTC)


class ConversationListModel(QAbstractListModel):
    """Waiting conversations first, longest first; then the others, newest first. The archive is newest first.

    Pinned ones stand first, but under ``waiting`` below those who wait; there, what rests or is blocked is left out.
    A row keeps its place and its stay under the filter while it is the current one.
    """

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._now = now
        self._all: dict[PhoneNumber, Conversation] = {}
        self._kinds: Counter[_Kind] = Counter()
        """How many there are of each kind, kept up: to go through all of them at each change would be felt."""
        self._keys: list[Key] = []
        self._rows: list[PhoneNumber] = []
        self._key_of: dict[PhoneNumber, Key] = {}
        self._filter = "waiting"
        self._current: PhoneNumber | None = None
        self._section_phone: PhoneNumber | None = None
        self._unplaced: dict[PhoneNumber, None] = {}
        """Rows that are known and not yet where they belong, after very many came at once."""
        self._placing = QTimer(self)
        self._placing.setInterval(_PLACING_PAUSE_MS)
        self._placing.timeout.connect(self._place_some)
        self._totals: ListCounts | None = None
        self._held: dict[PhoneNumber, str] = {}
        self._going: set[PhoneNumber] = set()
        """Whose message is on its way to the store: the store's next word of the number tells of it."""

    @property
    def filter(self) -> str:
        """The filter in force."""
        return self._filter

    @property
    def is_placing(self) -> bool:
        """Tell whether rows of a flood still wait to be put where they belong."""
        return bool(self._unplaced)

    @property
    def current(self) -> PhoneNumber | None:
        """The open conversation, which keeps its place."""
        return self._current

    def reset(self, conversations: Iterable[Conversation]) -> None:
        """Replace everything."""
        self._all = {conversation.phone: conversation for conversation in conversations}
        self._kinds = Counter(map(_kind, self._all.values()))
        self._rebuild()

    def apply(self, conversations: Iterable[Conversation]) -> None:
        """Add or replace rows, moving only those whose place changes."""
        for conversation in conversations:
            phone = conversation.phone
            before, kind = self._all.get(phone), _kind(conversation)
            if before is None:
                self._kinds[kind] += 1
            elif (kind_before := _kind(before)) != kind:
                self._kinds[kind_before] -= 1
                self._kinds[kind] += 1
            self._all[phone] = conversation
            self._unplaced[phone] = None
            if phone in self._going:
                self._forget_held(phone)
        if len(self._unplaced) <= _PLACED_AT_ONCE:
            self._place_some()
        elif not self._placing.isActive():
            self._placing.start()

    @Slot()
    def _place_some(self) -> None:
        """Place rows for a few milliseconds; what is left follows when the window has done what else it has to do."""
        until = time.perf_counter() + _PLACING_S
        changed: list[PhoneNumber] = []
        while self._unplaced and time.perf_counter() < until:
            phone = next(iter(self._unplaced))
            del self._unplaced[phone]
            if self._place(phone):
                changed.append(phone)
        self._announce_all(changed)
        if not self._unplaced:
            self._placing.stop()
        elif not self._placing.isActive():
            self._placing.start()
        self._refresh_section()

    def hold(self, phone: PhoneNumber, text: str) -> None:
        """Show a message that waits to go and can still be taken back."""
        self._going.discard(phone)
        self._held[phone] = text
        self._announce(phone)

    def let_go(self, phone: PhoneNumber) -> None:
        """Show what waited until the store tells of it."""
        if phone in self._held:
            self._going.add(phone)

    def take_back(self, phone: PhoneNumber) -> None:
        """Show a message that waited as the draft it is again."""
        if phone in self._held:
            self._forget_held(phone)
            self._announce(phone)

    def _forget_held(self, phone: PhoneNumber) -> None:
        del self._held[phone]
        self._going.discard(phone)

    def set_filter(self, name: str) -> None:
        """Show ``waiting`` (with the answered ones below), ``unread``, ``all``, ``failed`` or ``archived``."""
        if name not in FILTERS:
            raise ValueError(f"no such filter: {name}")
        if name != self._filter:
            self._filter = name
            self._rebuild()

    def set_current(self, phone: PhoneNumber | None) -> None:
        """Name the open conversation; the one left goes to its place."""
        if phone == self._current:
            return
        left, self._current = self._current, phone
        if left is not None and left in self._all:
            self._place(left)
            self._refresh_section()

    def counts(self) -> dict[str, int]:
        """Count conversations for each filter; the file may hold more that are put away or failed than the list."""
        archived = waiting = unread = every = failed = 0
        for (put_away, waits, is_unread, has_failed), count in self._kinds.items():
            if put_away:
                archived += count
                continue
            every += count
            waiting += count * waits
            unread += count * is_unread
            failed += count * has_failed
        return {
            "waiting": waiting,
            "unread": unread,
            "all": every,
            "failed": self._totals.failed if self._totals is not None else failed,
            "archived": self._totals.archived if self._totals is not None else archived,
        }

    def set_totals(self, totals: ListCounts) -> None:
        """Take what the whole file holds of each kind."""
        self._totals = totals

    @property
    def holds_waiting_row(self) -> bool:
        """Tell whether a row stands among those who wait, be it answered and not yet left."""
        return bool(self._keys) and self._keys[0][0] == 0

    def longest_waiting(self, besides: Collection[PhoneNumber] = ()) -> Conversation | None:
        """Return who has waited longest, not counting some numbers."""
        waiting = [(c.waiting_since, c.phone.digits) for c in self._all.values() if c.waiting_since]
        passed_over = {phone.digits for phone in besides}
        longest = min((each for each in waiting if each[1] not in passed_over), default=None)
        return None if longest is None else self._all[PhoneNumber(longest[1])]

    def every(self) -> Collection[Conversation]:
        """Return all conversations, shown or not."""
        return self._all.values()

    def conversation(self, phone: PhoneNumber) -> Conversation | None:
        """Return a conversation, shown or not."""
        return self._all.get(phone)

    def row_of(self, phone: PhoneNumber) -> int:
        """Return the row of a number, -1 if it is not shown."""
        key = self._key_of.get(phone)
        return -1 if key is None else bisect.bisect_left(self._keys, key)

    def index_of(self, phone: PhoneNumber) -> QModelIndex:
        """Return the index of a number, invalid if it is not shown."""
        row = self.row_of(phone)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def begins_section(self, row: int) -> bool:
        """Tell whether a head stands above a row; a list asks it of every row whenever one comes."""
        return 0 <= row < len(self._rows) and self._rows[row] == self._section_phone

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Count the rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a delegate, a screen reader or type-ahead asks for."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        phone = self._rows[index.row()]
        if role == ConversationRole:
            return self._all[phone]
        if role == SectionRole:
            return wording.answered_word() if self.begins_section(index.row()) else ""
        if role == HeldRole:
            return self._held.get(phone, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return display_name(self._all[phone])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(self._all[phone])
        return None

    def _accessible_text(self, conversation: Conversation) -> str:
        waited = (
            wording.waited_words((self._now() - conversation.waiting_since).total_seconds())
            if conversation.waiting_since is not None
            else ""
        )
        state, text = "", conversation.last_text
        if held := self._held.get(conversation.phone):
            state, text = wording.state_word(DeliveryState.PENDING), held
        elif conversation.draft:
            text = wording.draft_mark() + conversation.draft
        elif conversation.last_state is not None:
            state = wording.state_word(conversation.last_state)
        return wording.listing(
            (
                display_name(conversation),
                marks_words.unread_words(conversation),
                marks_words.state_words(conversation, self._now()),
                waited,
                state,
                for_display(text),
            )
        )

    def _shows(self, conversation: Conversation) -> bool:
        if conversation.archived or self._filter == "archived":
            return conversation.archived and self._filter == "archived"
        if self._filter == "waiting":
            return conversation.snoozed_until is None and not conversation.blocked
        if self._filter == "unread":
            return conversation.is_unread
        if self._filter == "failed":
            return conversation.failed > 0
        return True

    def _rebuild(self) -> None:
        self._unplaced.clear()
        self.beginResetModel()
        pairs = sorted((self._key(c), c.phone) for c in self._all.values() if self._shows(c))
        self._keys = [key for key, _ in pairs]
        self._rows = [phone for _, phone in pairs]
        self._key_of = {phone: key for key, phone in pairs}
        self._section_phone = self._find_section()
        self.endResetModel()

    def _place(self, phone: PhoneNumber) -> bool:
        """Put a row where it belongs; tell whether it stood there before and so must be painted anew."""
        conversation = self._all[phone]
        old_key = self._key_of.get(phone)
        if phone == self._current and old_key is not None:
            return True
        key = self._key(conversation) if self._shows(conversation) else None
        if old_key is None:
            if key is not None:
                row = bisect.bisect_left(self._keys, key)
                self.beginInsertRows(QModelIndex(), row, row)
                self._keys.insert(row, key)
                self._rows.insert(row, phone)
                self._key_of[phone] = key
                self.endInsertRows()
            return False
        if key == old_key:
            return True
        source = bisect.bisect_left(self._keys, old_key)
        if key is None:
            self.beginRemoveRows(QModelIndex(), source, source)
            del self._keys[source], self._rows[source], self._key_of[phone]
            self.endRemoveRows()
            return False
        target = bisect.bisect_left(self._keys, key)
        moves = target not in (source, source + 1)
        if moves:
            self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), target)
        del self._keys[source], self._rows[source]
        place = target - 1 if target > source else target
        self._keys.insert(place, key)
        self._rows.insert(place, phone)
        self._key_of[phone] = key
        if moves:
            self.endMoveRows()
        return True

    def _announce_all(self, phones: Sequence[PhoneNumber]) -> None:
        """Announce rows as one stretch, in which others may stand; very many as all there are."""
        if len(phones) > _PLACED_AT_ONCE:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0), [ConversationRole])
        elif rows := [row for row in map(self.row_of, phones) if row >= 0]:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0), [ConversationRole])

    def _announce(self, phone: PhoneNumber, roles: tuple[int, ...] = (ConversationRole,)) -> None:
        index = self.index_of(phone)
        if index.isValid():
            self.dataChanged.emit(index, index, list(roles))

    def _key(self, conversation: Conversation) -> Key:
        digits = conversation.phone.digits
        newest = -conversation.last_at.timestamp() if conversation.last_at else 0.0
        if self._filter == "archived":
            return 1, newest, digits
        if conversation.pinned and self._filter != "waiting":
            return -1, newest, digits
        if conversation.waiting_since is not None:
            return 0, conversation.waiting_since.timestamp(), digits
        return 1 if conversation.pinned else 2, newest, digits

    def _find_section(self) -> PhoneNumber | None:
        if self._filter != "waiting":
            return None
        row = bisect.bisect_left(self._keys, (1, float("-inf"), ""))
        return self._rows[row] if row < len(self._rows) else None

    def _refresh_section(self) -> None:
        old, new = self._section_phone, self._find_section()
        if old == new:
            return
        self._section_phone = new
        for phone in (old, new):
            if phone is not None:
                self._announce(phone, (SectionRole,))


def _kind(conversation: Conversation) -> _Kind:
    waits = conversation.waiting_since is not None
    return conversation.archived, waits, conversation.is_unread, conversation.failed > 0


def display_name(conversation: Conversation) -> str:
    """Return the name, or the number in groups."""
    return " ".join(for_display(conversation.name).split()) or conversation.phone.grouped
