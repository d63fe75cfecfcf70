"""What a search found: customers first, then messages, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from mwdesk.domain.finding import Findings, FoundCustomer, FoundMessage
from mwdesk.domain.message import Direction
from mwdesk.domain.text import for_display
from mwdesk.gui import wording
from mwdesk.gui.models.conversation_list_model import display_name, utc_now

Found = FoundCustomer | FoundMessage


class SearchRoles(IntEnum):
    """What the delegate asks for."""

    FOUND = Qt.ItemDataRole.UserRole + 1
    SECTION = Qt.ItemDataRole.UserRole + 2
    """The head above the row: its words and its count, or None; it changes the row's height."""


FoundRole = int(SearchRoles.FOUND)
SearchSectionRole = int(SearchRoles.SECTION)


class SearchModel(QAbstractListModel):
    """A page of findings; the next one is asked for when the end comes into view."""

    more_requested = Signal(int)
    """The page before this row is wanted. Once until it came."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._now = now
        self._customers: list[FoundCustomer] = []
        self._messages: list[FoundMessage] = []
        self._next_row: int | None = None
        self._asked = False

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is left to be found."""
        return self._next_row is None

    @property
    def messages(self) -> list[FoundMessage]:
        """The messages found so far."""
        return self._messages

    def reset(self, findings: Findings) -> None:
        """Show the first page."""
        self.beginResetModel()
        self._customers, self._messages = list(findings.customers), list(findings.messages)
        self._next_row, self._asked = findings.next_row, False
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing: something else is looked for."""
        self.reset(Findings())

    def append(self, findings: Findings) -> None:
        """Show the next page below."""
        self._next_row, self._asked = findings.next_row, False
        if findings.messages:
            first = self.rowCount()
            self.beginInsertRows(QModelIndex(), first, first + len(findings.messages) - 1)
            self._messages.extend(findings.messages)
            self.endInsertRows()
        head = self.index(len(self._customers), 0)
        if head.isValid():
            self.dataChanged.emit(head, head, [SearchSectionRole])

    def take_no_page(self) -> None:
        """Let the next page be asked for again: it could not be read."""
        self._asked = False

    def found(self, row: int) -> Found:
        """Return what stands in a row."""
        if row < len(self._customers):
            return self._customers[row]
        return self._messages[row - len(self._customers)]

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Tell whether there is a next page that nobody asked for yet."""
        return not parent.isValid() and self._next_row is not None and not self._asked

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        """Ask for the next page; it comes later."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_requested.emit(self._next_row)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Count what was found so far."""
        return 0 if parent.isValid() else len(self._customers) + len(self._messages)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the delegate or a screen reader asks for."""
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        found = self.found(index.row())
        if role == FoundRole:
            return found
        if role == SearchSectionRole:
            return self._section(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(found)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(found)
        return None

    def name(self, found: Found) -> str:
        """Return the customer's name, or the number in groups."""
        if isinstance(found, FoundCustomer):
            return display_name(found.conversation)
        return " ".join(for_display(found.name).split()) or found.message.phone.grouped

    def side(self, found: FoundMessage) -> str:
        """Say who wrote it."""
        return self.tr("Received") if found.message.direction is Direction.IN else self.tr("Reply")

    def _section(self, row: int) -> tuple[str, str] | None:
        if row == 0 and self._customers:
            return self.tr("People and numbers"), wording.number_words(len(self._customers))
        if row == len(self._customers):
            people = len({found.message.phone for found in self._messages})
            more = "" if self.is_complete else "+"
            count = wording.number_words(len(self._messages)) + more
            words = self.tr("%1 found, %2 conversations", "messages, and in how many conversations")
            return self.tr("Messages"), wording.fill(words, count, wording.number_words(people) + more)
        return None

    def _accessible_text(self, found: Found) -> str:
        if isinstance(found, FoundCustomer):
            conversation = found.conversation
            return wording.listing(
                (display_name(conversation), conversation.phone.grouped, for_display(conversation.last_text))
            )
        when = wording.moment_words(found.message.created_at, self._now())
        return wording.listing((self.name(found), self.side(found), when, for_display(found.message.text)))
