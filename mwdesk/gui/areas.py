"""F6 and Shift+F6: from one area of the window to the next (DESIGN, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget


class Areas(QObject):
    """Moves the focus between the areas that are on view; inside one, Tab and arrows do."""

    def __init__(self, areas: Callable[[], Sequence[QWidget]], window: QWidget) -> None:
        super().__init__(window)
        self._areas = areas
        self._window = window

    @Slot()
    def go_on(self) -> None:
        """Go to the next area."""
        self._move(1)

    @Slot()
    def go_back(self) -> None:
        """Go to the previous area."""
        self._move(-1)

    def _move(self, step: int) -> None:
        areas = [area for area in self._areas() if area.isVisible()]
        focused: QWidget | None = self._window.focusWidget()
        place = next(
            (
                i
                for i, area in enumerate(areas)
                if focused is area or (focused is not None and area.isAncestorOf(focused))
            ),
            -1 if step > 0 else 0,
        )
        areas[(place + step) % len(areas)].setFocus(Qt.FocusReason.TabFocusReason)
