"""The backups there are, in rows: when they were made and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from mwdesk.gui import wording
from mwdesk.gui.dialogs.files import OpenFileDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import ListEdge
from mwdesk.messaging.archive import Backup

_ROWS = 5
_PLACE = Qt.ItemDataRole.UserRole


def size_words(size_bytes: int) -> str:
    """Write a size as files have them."""
    return QLocale.c().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


class BackupList(QTreeWidget):
    """One row is chosen; Enter or a double click opens it."""

    chosen = Signal()
    opened = Signal()
    file_chosen = Signal(object)
    """The path of a backup from elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._backups: list[Backup] = []
        self.setAccessibleName(self.tr("Backups"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        headings = [self.tr("Made"), self.tr("Newest message"), self.tr("Messages"), self.tr("Customers")]
        self.setHeaderLabels([*headings, self.tr("Size")])
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._edge = ListEdge(theme, self)
        self.itemSelectionChanged.connect(self.chosen)
        self.itemActivated.connect(self._on_item_activated)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def backup(self) -> Backup | None:
        """The chosen backup."""
        items = self.selectedItems()
        return self._backups[items[0].data(0, _PLACE)] if items else None

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Fill the list; the first row is chosen, or the one that was."""
        before = self.backup
        blocked = self.blockSignals(True)
        self.clear()
        self._backups = list(backups)
        for place, backup in enumerate(self._backups):
            self.addTopLevelItem(self._item(place, backup))
        self.blockSignals(blocked)
        paths = [backup.path for backup in self._backups]
        wanted = paths.index(before.path) if before is not None and before.path in paths else 0
        self._choose(wanted)
        self.chosen.emit()

    def add_backup(self, backup: Backup) -> None:
        """Put a backup from elsewhere on top, chosen."""
        others = [each for each in self._backups if each.path != backup.path]
        self.clearSelection()
        self.show_backups([backup, *others])
        self._choose(0)

    def ask_for_file(self, folder: str = "") -> None:
        """Let a backup from elsewhere be chosen."""
        dialog = OpenFileDialog(self.tr("Choose a backup"), self.tr("Backups (*.db);;All files (*)"), self, folder)
        dialog.chosen.connect(self.file_chosen)
        dialog.open()

    def _choose(self, place: int) -> None:
        if (item := self.topLevelItem(place)) is not None:
            self.setCurrentItem(item)

    def _item(self, place: int, backup: Backup) -> QTreeWidgetItem:
        now = datetime.now(UTC)
        if backup.is_locked:
            held = [self.tr("locked"), "–", "–"]
        else:
            newest = wording.moment_words(backup.last_at, now) if backup.last_at is not None else self.tr("none")
            held = [newest, wording.number_words(backup.messages), wording.number_words(backup.conversations)]
        item = QTreeWidgetItem([wording.full_moment_words(backup.made_at), *held, size_words(backup.size_bytes)])
        item.setData(0, _PLACE, place)
        item.setToolTip(0, str(backup.path))
        for column in (2, 3, 4):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    @Slot(QTreeWidgetItem, int)
    def _on_item_activated(self, _item: QTreeWidgetItem, _column: int) -> None:
        self.opened.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens, theme = self._theme.tokens, self._theme
        self.setFont(theme.font("list"))
        self.header().setFont(theme.font("small"))
        row = theme.line_height("list") + 8
        chosen, chosen_text = tokens.list_selected, tokens.text_primary
        if theme.edge is not None:
            chosen, chosen_text = tokens.selection, tokens.selection_text
        self.setStyleSheet(
            f"QTreeWidget {{ background: {tokens.surface.name()}; border: none; outline: 0; }}"
            f"QTreeWidget::item {{ height: {row}px; padding: 0 8px; color: {tokens.text_primary.name()}; }}"
            f"QTreeWidget::item:selected {{ background: {chosen.name()}; color: {chosen_text.name()}; }}"
            f"QHeaderView::section {{ background: {tokens.surface.name()}; color: {tokens.text_secondary.name()};"
            f" border: none; border-bottom: 1px solid {tokens.border.name()}; padding: 4px 11px; }}"
        )
        self.setFixedHeight(_ROWS * row + theme.line_height("small") + 14)
