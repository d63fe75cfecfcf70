"""Ask until when a conversation is to rest."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from mwdesk.gui import marks_words
from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.calendar import Calendar
from mwdesk.gui.widgets.fields import LabelledField

_AHEAD = timedelta(days=730)
_MORNING = time(9)


class SnoozeTimeDialog(FormDialog):
    """One field for day and time, and a calendar that fills in the day; only what lies ahead is taken."""

    chosen = Signal(object, object)
    """The subject, and a moment with its zone."""

    def __init__(self, theme: Theme, who: str, begin: datetime, subject: object, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._subject = subject
        self.setWindowTitle(self.tr("Snooze until"))
        self.setAccessibleName(self.windowTitle())
        self.moment = QLineEdit(f"{begin:%Y-%m-%d %H:%M}", self)
        self.field = LabelledField(theme, who, self.moment, "", self)
        self.body.addWidget(self.field)
        today = datetime.now().date()
        self.calendar = Calendar(theme, self.tr("Day"), today, today + _AHEAD, self)
        self.body.addWidget(self.calendar)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.snooze_button = self.add_button(self.tr("Snooze"), "primary")
        self.snooze_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.snooze_button.clicked.connect(self._on_snooze_clicked)
        self.moment.textChanged.connect(self._on_moment_text_changed)
        self.calendar.selectionChanged.connect(self._on_calendar_selection_changed)
        self.calendar.activated.connect(self._on_snooze_clicked)
        self._on_moment_text_changed()
        self.moment.selectAll()
        self.moment.setFocus()

    @Slot()
    def _on_moment_text_changed(self) -> None:
        now = datetime.now().astimezone()
        until = marks_words.parse_moment(self.moment.text(), now)
        self.field.set_error("")
        if until is None:
            self.field.set_help(self.tr("Day and time, or the time alone: 2026-11-24 09:00, 11-24 9:00, 14:30"))
        else:
            words = self.tr("Back: {moment}, or as soon as the customer writes")
            self.field.set_help(words.format(moment=marks_words.wake_words(until, now)))
            if until.date() != self.calendar.day:
                self.calendar.blockSignals(True)
                self.calendar.choose(until.date())
                self.calendar.blockSignals(False)
        self.fit()

    @Slot()
    def _on_calendar_selection_changed(self) -> None:
        """Put the day in, and leave the time that stands there."""
        until = marks_words.parse_moment(self.moment.text(), datetime.now().astimezone())
        at = _MORNING if until is None else until.time()
        self.moment.setText(f"{datetime.combine(self.calendar.day, at):%Y-%m-%d %H:%M}")

    @Slot()
    def _on_snooze_clicked(self) -> None:
        now = datetime.now().astimezone()
        until = marks_words.parse_moment(self.moment.text(), now)
        if until is None or until <= now:
            unreadable = self.tr("This is no day and time: write for example 2026-11-24 09:00, or 14:30.")
            self.field.set_error(unreadable if until is None else self.tr("This time is over: choose a later one."))
            self.fit()
            self.moment.setFocus()
            return
        self.accept()
        self.chosen.emit(self._subject, until)
