"""A scroll bar that lies over what it scrolls (DESIGN, section 4.9)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

_THIN_BELOW = 120
"""A column of avatars has no more room beside its badges."""


class OverlayScrollBar(QScrollBar):
    """Stands in for a view's own bar, so that rows reach the view's edge and keep their width when it comes."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.hide()
        bar = view.verticalScrollBar()
        bar.rangeChanged.connect(self._on_bar_range_changed)
        bar.valueChanged.connect(self._on_bar_value_changed)
        self.valueChanged.connect(bar.setValue)

    def place(self) -> None:
        """Take the right edge of the view; for its ``resizeEvent``."""
        thin = self._view.width() < _THIN_BELOW
        if thin != bool(self.property("thin")):
            self.setProperty("thin", thin)
            self.style().unpolish(self)
            self.style().polish(self)
        width = self.sizeHint().width()
        self.setGeometry(self._view.width() - width, 0, width, self._view.height())
        self.raise_()

    @Slot(int, int)
    def _on_bar_range_changed(self, minimum: int, maximum: int) -> None:
        # Asked for anew: Qt puts another bar in its place, say, where a completer's list comes and goes.
        bar = self._view.verticalScrollBar()
        self.setSingleStep(bar.singleStep())
        self.setPageStep(bar.pageStep())
        self.setRange(minimum, maximum)
        self.setVisible(maximum > minimum)

    @Slot()
    def _on_bar_value_changed(self) -> None:
        # What the signal carries may be old: a list that had rows to lay out has put its bar elsewhere meanwhile.
        self.setValue(self._view.verticalScrollBar().value())
