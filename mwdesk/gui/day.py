"""The operator's day: the one place that notices another one begin."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_LOOK_MS = 5000
"""The clock is looked at, since a timer set for midnight misses it where the computer slept or its time was set."""


class Day(QObject):
    """Watches the calendar for whatever counts by days or names them."""

    begun = Signal()
    """Another day than before is today."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.today()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Look at the calendar now."""
        today = date.today()
        if today != self._today:
            self._today = today
            self.begun.emit()
