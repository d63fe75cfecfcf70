"""Customers' names from a file: looked at first, then imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from mwdesk.domain.importing import NamedNumber, NamesPreview
from mwdesk.gui import wording
from mwdesk.gui.delegates.names_delegate import NamesDelegate
from mwdesk.gui.dialogs.files import OpenFileDialog
from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.models.names_model import NamesModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import ListEdge
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar
from mwdesk.gui.widgets.words import Run, Sentence, Words

_WIDTH, _TABLE_HEIGHT = 720, 320
_COLUMNS = (56, 140, 160)
"""Line, number, name; what happens takes the rest."""


class ImportNamesDialog(FormDialog):
    """A file, a table of what it would change, and the result. Shows and asks; its owner does."""

    preview_requested = Signal(object)
    """The file's path."""
    import_requested = Signal(object)
    """The rows to import."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Import names"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_WIDTH)
        self._changes: Sequence[NamedNumber] = ()
        help_words = self.tr(
            "A CSV or Excel file with phone numbers in one column and names in another. Nothing is changed before you "
            "have seen what would be."
        )
        self.body.addWidget(Words(theme, help_words, "list", "text_primary", self))
        self.file_button = self.add_button(self.tr("Choose a file…"))
        self.foot.removeWidget(self.file_button)
        self.file = Sentence(theme, "list", self)
        self.file.say(Run(self.tr("No file chosen"), "text_secondary"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.file_button)
        row.addWidget(self.file, 1)
        self.body.addLayout(row)
        self.names = NamesModel(self)
        self.table = self._make_table()
        self.body.addWidget(self.table)
        self.summary = Words(theme, "", "list", "text_primary", self)
        self.body.addWidget(self.summary)
        self.close_button = self.add_button(self.tr("Cancel"))
        self.import_button = self.add_button(self.tr("Import"), "primary")
        self.table.hide()
        self.summary.hide()
        self.import_button.setEnabled(False)
        self.file_button.clicked.connect(self._on_file_button_clicked)
        self.import_button.clicked.connect(self._on_import_button_clicked)
        self.close_button.clicked.connect(self.reject)
        self.file_button.setFocus()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        delegate = NamesDelegate(self.theme, table)
        table.setItemDelegate(delegate)
        table.setModel(self.names)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setFixedHeight(_TABLE_HEIGHT)
        table.setAccessibleName(self.tr("What the file would change"))
        rows, columns = table.verticalHeader(), table.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(delegate.row_height)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setStretchLastSection(True)
        for column, width in enumerate(_COLUMNS):
            table.setColumnWidth(column, width)
        self._bar = OverlayScrollBar(table)
        self._edge = ListEdge(self.theme, table)
        return table

    # --- what the owner says ---------------------------------------------------------------------------------------

    def show_preview(self, path: Path, preview: NamesPreview) -> None:
        """Show what a file would change."""
        self._changes = tuple(row for row in preview.rows if row.old_name != row.name)
        self.notice.hide()
        self._show_file(path)
        self.names.show_preview(preview)
        new = sum(not row.old_name for row in self._changes)
        parts = (
            self.tr("%n new name(s)", "", new),
            self.tr("%n name(s) replaced", "", len(self._changes) - new),
            self.tr("%n name(s) unchanged", "", len(preview.rows) - len(self._changes)),
            self.tr("%n row(s) left out", "", len(preview.errors)),
        )
        counts = (new, len(self._changes) - new, len(preview.rows) - len(self._changes), len(preview.errors))
        self.summary.setText(wording.listing([part for part, count in zip(parts, counts, strict=True) if count]))
        self.table.show()
        self.summary.show()
        self._show_import()
        self.close_button.setText(self.tr("Cancel"))
        self.fit()
        self._bar.place()
        self.table.scrollToTop()
        if self._changes:
            self.import_button.setDefault(True)
            self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            nothing = self.tr("There is nothing to import")
            self.notice.show_notice("info", nothing, self.tr("Every name in the file is known already, or left out."))
            self.fit()

    def show_unreadable(self, path: Path, says: str, does: str) -> None:
        """Say why nothing can be taken from a file; what another one would change is not shown any longer."""
        self._changes = ()
        self._show_file(path)
        self.table.hide()
        self.summary.hide()
        self.show_failed(says, does)

    def _show_file(self, path: Path) -> None:
        self.file.say(Run(path.name))
        self.file_button.setEnabled(True)

    def show_done(self, count: int) -> None:
        """Say how many names were changed; what was left out stays in sight."""
        first = self.tr("%n name(s) imported", "", count)
        self.notice.show_notice("success", first, self.tr("Search finds them all; the list shows those with messages."))
        self._changes = ()
        self.file_button.setEnabled(True)
        self._show_import()
        self.close_button.setText(self.tr("Close"))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def show_failed(self, says: str, does: str) -> None:
        """Say what failed; another file can be chosen, or the same tried again."""
        self.notice.show_notice("danger", says, does)
        self.file_button.setEnabled(True)
        self._show_import()
        self.fit()

    def _show_import(self) -> None:
        many = len(self._changes)
        self.import_button.setText(self.tr("Import %n name(s)", "", many) if many else self.tr("Import"))
        self.import_button.setEnabled(bool(many))

    # --- what is clicked -------------------------------------------------------------------------------------------

    @Slot()
    def _on_file_button_clicked(self) -> None:
        files = self.tr("Tables (*.csv *.txt *.xlsx);;All files (*)")
        dialog = OpenFileDialog(self.tr("Import names"), files, self)
        dialog.chosen.connect(self.look_at)
        dialog.open()

    @Slot(object)
    def look_at(self, path: Path) -> None:
        """Have a file looked at: a long one takes its time, and only one at a time may say what it holds."""
        self.notice.hide()
        self.file.say(Run(wording.fill(self.tr("Reading %1…"), path.name), "text_secondary"))
        self.file_button.setEnabled(False)
        self.import_button.setEnabled(False)
        self.fit()
        self.preview_requested.emit(path)

    @Slot()
    def _on_theme_changed(self) -> None:
        """Dress the head row, which no palette reaches."""
        t = self.theme.tokens
        header = self.table.horizontalHeader()
        header.setFont(self.theme.font("small"))
        header.setStyleSheet(
            f"QHeaderView {{ background: {t.surface.name()}; border: none; }} QHeaderView::section {{ border: none; "
            f"background: {t.surface.name()}; color: {t.text_secondary.name()}; padding: 5px 10px; "
            f"border-bottom: 1px solid {t.border.name()}; }}"
        )

    @Slot()
    def _on_import_button_clicked(self) -> None:
        self.file_button.setEnabled(False)
        self.import_button.setEnabled(False)
        self.import_button.setText(self.tr("Importing…"))
        self.import_requested.emit(self._changes)
