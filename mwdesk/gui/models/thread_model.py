"""The messages of the open conversation: a window of at most 200 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.domain.text import for_display
from mwdesk.gui import wording
from mwdesk.gui.models.conversation_list_model import utc_now

if TYPE_CHECKING:
    from mwdesk.domain.evidence import Evidence

WINDOW_ROWS = 200
"""A list view measures every row on each insert; beyond this it is felt (ARCHITECTURE, section 6)."""
GROUP_GAP = timedelta(minutes=5)


class MessageRoles(IntEnum):
    """What the delegate asks for."""

    MESSAGE = Qt.ItemDataRole.UserRole + 1
    FIRST_IN_GROUP = Qt.ItemDataRole.UserRole + 2
    LAST_IN_GROUP = Qt.ItemDataRole.UserRole + 3
    DATE = Qt.ItemDataRole.UserRole + 4
    """The local date to stand above the row, or None."""
    NEW_MESSAGES = Qt.ItemDataRole.UserRole + 5
    """The number to stand in the new-messages line above the row, or 0."""
    REASON = Qt.ItemDataRole.UserRole + 6
    """Whether a row with reason and actions stands below the bubble."""
    EVIDENCE = Qt.ItemDataRole.UserRole + 7
    """What hints at the outcome of an unknown message, or None."""
    LAYOUT = Qt.ItemDataRole.UserRole + 8
    """Never holds data: named in ``dataChanged`` when a row's height may have changed."""


MessageRole = int(MessageRoles.MESSAGE)
FirstInGroupRole = int(MessageRoles.FIRST_IN_GROUP)
LastInGroupRole = int(MessageRoles.LAST_IN_GROUP)
DateRole = int(MessageRoles.DATE)
NewMessagesRole = int(MessageRoles.NEW_MESSAGES)
ReasonRole = int(MessageRoles.REASON)
EvidenceRole = int(MessageRoles.EVIDENCE)
LayoutRole = int(MessageRoles.LAYOUT)


class Shape(NamedTuple):
    """How a row looks beside its message, in the order of the roles."""

    first_in_group: bool
    last_in_group: bool
    day: date | None
    new_messages: int
    reason: bool


class ThreadModel(QAbstractListModel):
    """Messages in the order they happened; what leaves the window at its end comes back by ``show_more``.

    With an open end newer messages exist than are known here; they are read page by page and given to ``extend``. What
    is more than a window away is forgotten, and leaves an open end.
    """

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._now = now
        self._messages: list[Message] = []
        self._shapes: list[Shape] = []
        self._later: list[Message] = []
        self._open_end = False
        self._evidence: dict[int, Evidence] = {}
        self._marker_id: int | None = None
        self._marker_count = 0
        self._offline = False
        self.row_of: dict[int, int] = {}

    @property
    def oldest(self) -> Message | None:
        """The first message of the window: older ones are read from before it."""
        return self._messages[0] if self._messages else None

    @property
    def newest(self) -> Message | None:
        """The last message known, shown or not."""
        held = self._later or self._messages
        return held[-1] if held else None

    @property
    def has_later(self) -> bool:
        """Tell whether there are newer messages than the window's last."""
        return bool(self._later) or self._open_end

    @property
    def open_end(self) -> bool:
        """Tell whether newer messages exist than are known here."""
        return self._open_end

    def reset(self, messages: Iterable[Message], unread: int = 0, *, open_end: bool = False) -> None:
        """Replace everything; the last ``unread`` messages of the customer stand below the new-messages line."""
        self.beginResetModel()
        self._messages = list(messages)[-WINDOW_ROWS:]
        self._later = []
        self._open_end = open_end
        self._evidence = {}
        incoming = [m for m in self._messages if m.direction is Direction.IN]
        marked = incoming[-unread:] if unread > 0 else []
        self._marker_id = marked[0].row_id if marked else None
        self._marker_count = max(unread, 0)
        self._index_rows()
        self._shapes = [self._shape(row) for row in range(len(self._messages))]
        self.endResetModel()

    def append(self, messages: Iterable[Message]) -> None:
        """Add newer messages; known ones are replaced. With an open end they are left to be read in their turn."""
        fresh = self._fresh(messages)
        if not fresh or self._open_end:
            return
        if self._later:
            self._hold([*self._later, *fresh])
        else:
            self._add_below(fresh)

    def extend(self, messages: Iterable[Message], *, open_end: bool) -> None:
        """Add the page that follows the newest message known, and say whether more follow it."""
        fresh = self._fresh(messages)
        self._open_end = open_end
        if self._later:
            self._hold([*self._later, *fresh])
        elif fresh:
            self._add_below(fresh)

    def prepend(self, messages: Iterable[Message]) -> None:
        """Add older messages, in the order they happened."""
        fresh = self._fresh(messages)[-WINDOW_ROWS:]
        if not fresh:
            return
        surplus = len(self._messages) + len(fresh) - WINDOW_ROWS
        if surplus > 0:
            first = len(self._messages) - surplus
            self.beginRemoveRows(QModelIndex(), first, len(self._messages) - 1)
            self._hold([*self._messages[first:], *self._later])
            del self._messages[first:], self._shapes[first:]
            self._index_rows()
            self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
        self._messages[:0] = fresh
        self._shapes[:0] = [Shape(True, True, None, 0, False)] * len(fresh)
        self._index_rows()
        for row in range(len(fresh)):
            self._shapes[row] = self._shape(row)
        self.endInsertRows()
        self._reshape(len(fresh), len(fresh))
        self._reshape(len(self._messages) - 1, len(self._messages) - 1)

    def update(self, messages: Iterable[Message]) -> None:
        """Replace messages that changed; unknown ones are left out."""
        places = {message.row_id: place for place, message in enumerate(self._later)}
        for message in messages:
            row = self.row_of.get(message.row_id)
            if row is None:
                if message.row_id in places:
                    self._later[places[message.row_id]] = message
                continue
            self._messages[row] = message
            if not self._reshape(row, row):
                index = self.index(row, 0)
                self.dataChanged.emit(index, index, [MessageRole])
            self._reshape(row - 1, row + 1)

    def show_more(self, rows: int = 100) -> bool:
        """Bring back newer messages that were held; tell whether there were any. Beyond an open end there are none."""
        if not self._later:
            return False
        fresh, self._later = self._later[:rows], self._later[rows:]
        self._add_below(fresh)
        return True

    def show_newest(self) -> None:
        """Bring the window to the newest message."""
        if self._later:
            self.beginResetModel()
            self._messages = (self._messages + self._later)[-WINDOW_ROWS:]
            self._later = []
            self._index_rows()
            self._shapes = [self._shape(row) for row in range(len(self._messages))]
            self.endResetModel()

    def set_evidence(self, row_id: int, evidence: Evidence) -> None:
        """Add what hints at the outcome of an unknown message."""
        if self._evidence.get(row_id) == evidence:
            return
        self._evidence[row_id] = evidence
        row = self.row_of.get(row_id)
        if row is not None:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index, [EvidenceRole])

    def rows_in(self, state: DeliveryState) -> list[int]:
        """Return the ids of the window's messages in a state."""
        return [message.row_id for message in self._messages if message.state is state]

    def clear_marker(self) -> None:
        """Take the new-messages line away."""
        row = self.row_of.get(self._marker_id) if self._marker_id is not None else None
        self._marker_id = None
        if row is not None:
            self._reshape(row - 1, row)

    def set_offline(self, offline: bool) -> None:
        """Say whether the link is down: messages that wait for it then tell so."""
        if offline != self._offline:
            self._offline = offline
            self._reshape(0, len(self._messages) - 1)

    def message(self, row: int) -> Message:
        """Return the message of a row."""
        return self._messages[row]

    def shape(self, row: int) -> Shape:
        """Return how a row looks; the roles say the same, but asking Qt for each takes longer than to paint it."""
        return self._shapes[row]

    def day(self, row: int) -> date:
        """Return the local date of a row."""
        return _local_day(self._messages[row])

    def measured_by(self, row: int) -> tuple[object, ...]:
        """Return everything in a row that its height depends on, at a given width and text size."""
        message, (first, _, day, marker, reason) = self._messages[row], self._shapes[row]
        last = row + 1 == len(self._messages)
        return message.row_id, message.text, first, day is None, marker > 0, reason, last

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Count the rows of the window."""
        return 0 if parent.isValid() else len(self._messages)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the delegate or a screen reader asks for."""
        row = index.row()
        if not index.isValid() or not 0 <= row < len(self._messages):
            return None
        if role == MessageRole:
            return self._messages[row]
        if FirstInGroupRole <= role <= ReasonRole:
            return self._shapes[row][role - FirstInGroupRole]
        if role == EvidenceRole:
            return self._evidence.get(self._messages[row].row_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return for_display(self._messages[row].text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return accessible_text(self._messages[row])
        return None

    def _hold(self, later: list[Message]) -> None:
        """Keep what follows the window, as much as will be shown soon."""
        self._later = later[:WINDOW_ROWS]
        self._open_end = self._open_end or len(later) > WINDOW_ROWS

    def _fresh(self, messages: Iterable[Message]) -> list[Message]:
        later = {message.row_id for message in self._later}
        fresh: list[Message] = []
        known: list[Message] = []
        seen: set[int] = set()
        for message in messages:
            if message.row_id in self.row_of or message.row_id in later:
                known.append(message)
            elif message.row_id not in seen:
                seen.add(message.row_id)
                fresh.append(message)
        if known:
            self.update(known)
        return fresh

    def _add_below(self, fresh: Sequence[Message]) -> None:
        fresh = fresh[-WINDOW_ROWS:]
        surplus = min(len(self._messages), len(self._messages) + len(fresh) - WINDOW_ROWS)
        if surplus > 0:
            self.beginRemoveRows(QModelIndex(), 0, surplus - 1)
            del self._messages[:surplus], self._shapes[:surplus]
            self._index_rows()
            self.endRemoveRows()
            self._reshape(0, 0)
        first = len(self._messages)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        self._messages.extend(fresh)
        self._index_rows(first)
        self._shapes.extend(self._shape(row) for row in range(first, len(self._messages)))
        self.endInsertRows()
        self._reshape(first - 1, first - 1)

    def _index_rows(self, first: int = 0) -> None:
        if first == 0:
            self.row_of = {message.row_id: row for row, message in enumerate(self._messages)}
        else:
            for row in range(first, len(self._messages)):
                self.row_of[self._messages[row].row_id] = row

    def _reshape(self, first: int, last: int) -> bool:
        """Work out again how rows look; announce what changed, and tell whether anything did."""
        changed = False
        for row in range(max(first, 0), min(last, len(self._messages) - 1) + 1):
            old, new = self._shapes[row], self._shape(row)
            if old == new:
                continue
            changed = True
            self._shapes[row] = new
            roles = [MessageRole, *(FirstInGroupRole + place for place in range(len(new)) if old[place] != new[place])]
            if (old[0], *old[2:]) != (new[0], *new[2:]):
                roles.append(LayoutRole)
            index = self.index(row, 0)
            self.dataChanged.emit(index, index, roles)
        return changed

    def _shape(self, row: int) -> Shape:
        message = self._messages[row]
        day = _local_day(message) if row == 0 or _local_day(message) != _local_day(self._messages[row - 1]) else None
        marker = self._marker_count if message.row_id == self._marker_id else 0
        last = row + 1 == len(self._messages) or not self._joined(row)
        return Shape(row == 0 or not self._joined(row - 1), last, day, marker, self._has_reason(message))

    def _joined(self, row: int) -> bool:
        """Tell whether a row and the next one are of one group."""
        upper, lower = self._messages[row], self._messages[row + 1]
        return (
            upper.direction is lower.direction
            and abs(lower.created_at - upper.created_at) < GROUP_GAP
            and _local_day(upper) == _local_day(lower)
            and lower.row_id != self._marker_id
            and not self._has_reason(upper)
        )

    def _has_reason(self, message: Message) -> bool:
        if message.state is DeliveryState.PENDING:
            return self._offline
        return message.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)


def accessible_text(message: Message) -> str:
    """Return a bubble as it is read aloud."""
    outgoing = message.direction is Direction.OUT
    return wording.listing(
        (
            wording.us_word() if outgoing else wording.customer_word(),
            wording.clock_words(message.created_at),
            wording.state_word(message.state) if message.state is not None else "",
            wording.failure_reason(message.reason_code) if message.state is DeliveryState.FAILED else "",
            for_display(message.text),
        )
    )


def _local_day(message: Message) -> date:
    return message.created_at.astimezone().date()
