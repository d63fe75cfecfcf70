"""Messages that failed, whose outcome is unknown, or that nothing was heard of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mwdesk.domain.evidence import Evidence
from mwdesk.domain.finding import Troubled
from mwdesk.domain.message import DeliveryState
from mwdesk.domain.text import for_display
from mwdesk.gui import message_words, wording
from mwdesk.gui.models.conversation_list_model import utc_now

KINDS = ("all", "failed", "unknown", "no_report")


class TroubleRoles(IntEnum):
    """What the delegate asks for."""

    TROUBLED = Qt.ItemDataRole.UserRole + 1
    EVIDENCE = Qt.ItemDataRole.UserRole + 2
    """What hints at the outcome of an unknown message, or None."""


TroubledRole = int(TroubleRoles.TROUBLED)
TroubleEvidenceRole = int(TroubleRoles.EVIDENCE)


class TroubleModel(QAbstractListModel):
    """Newest first; one kind of them, or all."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._now = now
        self._all: list[Troubled] = []
        self._rows: list[Troubled] = []
        self._evidence: dict[int, Evidence] = {}
        self._kind = "all"

    @property
    def kind(self) -> str:
        """Which of them are shown."""
        return self._kind

    def reset(self, troubled: Iterable[Troubled]) -> None:
        """Replace everything; what is known of outcomes stays."""
        self._all = list(troubled)
        self._rebuild()

    def set_kind(self, kind: str) -> None:
        """Show ``all``, ``failed``, ``unknown`` or ``no_report``."""
        if kind not in KINDS:
            raise ValueError(f"no such kind: {kind}")
        if kind != self._kind:
            self._kind = kind
            self._rebuild()

    def set_evidence(self, row_id: int, evidence: Evidence) -> None:
        """Add what hints at an outcome."""
        if self._evidence.get(row_id) == evidence:
            return
        self._evidence[row_id] = evidence
        row = self.row_of(row_id)
        if row >= 0:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index, [TroubleEvidenceRole])

    def counts(self) -> dict[str, int]:
        """Count the messages of each kind."""
        counts = dict.fromkeys(KINDS, 0)
        for each in self._all:
            counts["all"] += 1
            counts[_kind_of(each)] += 1
        return counts

    def rows_in(self, state: DeliveryState) -> list[int]:
        """Return the ids of all messages in a state, shown or not."""
        return [each.message.row_id for each in self._all if each.message.state is state]

    def troubled(self, row: int) -> Troubled:
        """Return what stands in a row."""
        return self._rows[row]

    def row_of(self, row_id: int) -> int:
        """Return the row of a message, -1 if it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each.message.row_id == row_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Count the rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the delegate or a screen reader asks for."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        each = self._rows[index.row()]
        if role == TroubledRole:
            return each
        if role == TroubleEvidenceRole:
            return self._evidence.get(each.message.row_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return for_display(each.message.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            evidence = self._evidence.get(each.message.row_id)
            return wording.listing(
                (
                    for_display(each.name) or each.message.phone.grouped,
                    message_words.when_words(each.message.created_at, self._now()),
                    message_words.trouble_words(each.message, evidence, self._now()),
                    for_display(each.message.text),
                )
            )
        return None

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows = [each for each in self._all if self._kind in ("all", _kind_of(each))]
        self.endResetModel()


def _kind_of(troubled: Troubled) -> str:
    match troubled.message.state:
        case DeliveryState.FAILED:
            return "failed"
        case DeliveryState.UNKNOWN:
            return "unknown"
        case _:
            return "no_report"
