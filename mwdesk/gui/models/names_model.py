"""What an import of names would do, row by row: first what cannot be taken, then what changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mwdesk.domain.card import NAME_LIMIT
from mwdesk.domain.importing import NamedNumber, NamesPreview, RowError, RowProblem
from mwdesk.gui import wording
from mwdesk.gui.painting import plain_tooltip, single_line

ErrorRole = Qt.ItemDataRole.UserRole
"""True in a row that is left out."""
Index = QModelIndex | QPersistentModelIndex


class NamesModel(QAbstractTableModel):
    """Columns: line, number, name, what will happen. A row is worded when it is looked at: there may be very many."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RowError | NamedNumber] = []

    def show_preview(self, preview: NamesPreview) -> None:
        """Show other rows: errors first, then names that change, then those that stay."""
        self.beginResetModel()
        named = sorted(preview.rows, key=lambda row: (row.old_name == row.name, row.line))
        self._rows = [*preview.errors, *named]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the columns."""
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name a column; line numbers stand at the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names: tuple[Callable[[], str], ...] = (
            lambda: self.tr("Line"),
            lambda: self.tr("Number"),
            lambda: self.tr("Name"),
            lambda: self.tr("What happens"),
        )
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(names):
            return names[section]()
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._line_words(self._rows[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the table or a screen reader asks for."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ErrorRole:
            return isinstance(row, RowError)
        cells = (str(row.line), *(self._left_out(row) if isinstance(row, RowError) else self._named(row)))
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(cells[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.listing((self._line_words(row), *cells[1:]))
        return None

    def _line_words(self, row: RowError | NamedNumber) -> str:
        return wording.fill(self.tr("line %1"), row.line)

    def _named(self, row: NamedNumber) -> tuple[str, str, str]:
        if row.old_name == row.name:
            words = self.tr("stays as it is")
        elif row.old_name:
            words = wording.fill(self.tr("replaces “%1”"), single_line(row.old_name))
        else:
            words = self.tr("new")
        return row.phone.grouped, single_line(row.name), words

    def _left_out(self, error: RowError) -> tuple[str, str, str]:
        value = single_line(error.value)
        words = wording.fill(self.tr("left out: %1"), self._problem_words(error.problem))
        return ("", value, words) if error.problem is RowProblem.NAME_TOO_LONG else (value, "", words)

    def _problem_words(self, problem: RowProblem) -> str:
        match problem:
            case RowProblem.BAD_NUMBER:
                return self.tr("this is no phone number")
            case RowProblem.DUPLICATE:
                return self.tr("the number stands further up already")
            case RowProblem.EMPTY_NAME:
                return self.tr("the name is missing")
            case RowProblem.NAME_TOO_LONG:
                return wording.fill(self.tr("the name has more than %1 characters"), NAME_LIMIT)
            case _:
                return self.tr("it is no row with a number and a name")
