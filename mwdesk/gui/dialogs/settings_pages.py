"""The pages of the settings beside the first one: notifications, safety, the computer."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mwdesk.config import LOCK_AFTER_MAX_MIN, Habits
from mwdesk.domain.alerting import REPEAT_MAX_MIN, AlertRules, QuietHours, clock_time
from mwdesk.gui.dialogs.form import COLUMN_GAP, FIELD_GAP, LABEL_GAP, MARGINS, whole_number
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import CheckBox, LabelledField
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words
from mwdesk.gui.wording import fill

_ABREAST_FROM = 720
_LEAST = QSize(480, 180)
_PAGE_WIDTH = 520


class Pages(QScrollArea):
    """As high as its highest page where there is room, so that nothing jumps; else it scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedWidget(self)
        self.setWidget(self._stack)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for ground in (self.viewport(), self._stack):
            ground.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add_page(self, page: QWidget) -> None:
        """Add a page; the first one is shown."""
        self._stack.addWidget(page)
        self.show_page(self._pages()[0])

    def show_page(self, page: QWidget) -> None:
        """Show a page from its beginning; only what it needs itself scrolls."""
        for other in self._pages():
            vertical = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
            other.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._stack.setCurrentWidget(page)
        self.verticalScrollBar().setValue(0)

    def heightForWidth(self, width: int) -> int:
        """Ask for the height at which no page scrolls."""
        heights = []
        for page in self._pages():
            if isinstance(page, Columns):
                page.turn(width)
            layout = page.layout()
            heights.append(layout.totalHeightForWidth(width) if layout is not None else 0)
        return max(heights)

    def _pages(self) -> list[QWidget]:
        return [page for number in range(self._stack.count()) if (page := self._stack.widget(number)) is not None]

    def sizeHint(self) -> QSize:
        """Ask for that height."""
        return QSize(_LEAST.width(), self.heightForWidth(max(self.width(), _LEAST.width())))

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        return _LEAST


class Columns(QWidget):
    """Two columns; one below the other where the page is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(MARGINS[0])
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for column in (self.left, self.right):
            column.setSpacing(FIELD_GAP)
            self._layout.addLayout(column, 1)

    def turn(self, width: int) -> None:
        """Set the columns side by side or below each other."""
        abreast = width >= _ABREAST_FROM
        self._layout.setDirection(
            QBoxLayout.Direction.LeftToRight if abreast else QBoxLayout.Direction.TopToBottom
        )  # fmt: skip
        self._layout.setSpacing(MARGINS[0] if abreast else FIELD_GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the width."""
        super().resizeEvent(event)
        self.turn(self.width())


class _Page(QWidget):
    """One column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        narrow = QWidget(self)
        narrow.setMaximumWidth(_PAGE_WIDTH)
        self.column = QVBoxLayout(narrow)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(FIELD_GAP)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(narrow, 1)
        around.addStretch()

    def _add_check(self, words: str, note: str = "") -> CheckBox:
        box = CheckBox(self.theme, words, self)
        column = QVBoxLayout()
        column.setSpacing(LABEL_GAP)
        column.addWidget(box)
        if note:
            below = Words(self.theme, note, parent=self)
            below.setContentsMargins(24, 0, 0, 0)
            column.addWidget(below)
            box.setAccessibleDescription(note)
        self.column.addLayout(column)
        return box

    def _add_pair(self, first: QWidget, second: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(COLUMN_GAP)
        row.addWidget(first, 1)
        row.addWidget(second, 1)
        self.column.addLayout(row)


class AlertsPage(_Page):
    """How the operator is told of new messages, and when not."""

    changed = Signal(object)
    """The :class:`AlertRules` chosen now."""
    sample_requested = Signal()
    """A notice by these rules is wanted, to see and hear it."""
    height_changed = Signal()

    def __init__(self, theme: Theme, rules: AlertRules, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rules = rules
        label = Words(theme, self.tr("When a customer writes out of view"), "list",
                      "text_primary", self)  # fmt: skip
        choices = [("own", self.tr("Notice of MWDesk")), ("system", self.tr("Notice of the system")),
                   ("off", self.tr("No notice"))]  # fmt: skip
        self.toast_segments = Segments(theme, label.text(), choices, self)
        label.setBuddy(self.toast_segments)
        shown = QVBoxLayout()
        shown.setSpacing(LABEL_GAP)
        shown.addWidget(label)
        shown.addWidget(self.toast_segments)
        self.column.addLayout(shown)
        self.sound_box = self._add_check(self.tr("Play a sound"))
        self.private_box = self._add_check(
            self.tr("Hide sender and text"), self.tr("The notice says only that a message came.")
        )
        self.sample_button = QPushButton(self.tr("Try it"), self)
        self.sample_button.setMinimumHeight(theme.size("control"))
        self.sample_button.setAutoDefault(False)
        self.column.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.repeat_edit = QLineEdit(self)
        self.repeat_field = LabelledField(
            theme, self.tr("Repeat until read, every (min)"), self.repeat_edit, self.tr("0: tell only once.")
        )
        self._add_pair(self.repeat_field, QWidget(self))
        self.begin_edit, self.end_edit = QLineEdit(self), QLineEdit(self)
        self.begin_field = LabelledField(
            theme, self.tr("Do not disturb daily from"), self.begin_edit, self.tr("For example 22:00; empty: never.")
        )
        self.end_field = LabelledField(theme, self.tr("to"), self.end_edit, self.tr("For example 8:00."))
        self._add_pair(self.begin_field, self.end_field)
        self.column.addStretch(1)
        self._show(rules)
        self.toast_segments.chosen.connect(self._on_toast_segments_chosen)
        self.sound_box.toggled.connect(self._on_sound_box_toggled)
        self.private_box.toggled.connect(self._on_private_box_toggled)
        self.repeat_edit.textEdited.connect(self._on_repeat_edit_text_edited)
        self.sample_button.clicked.connect(self.sample_requested)
        self.begin_edit.textEdited.connect(self._on_quiet_edited)
        self.end_edit.textEdited.connect(self._on_quiet_edited)

    def _show(self, rules: AlertRules) -> None:
        self.toast_segments.set_value(rules.toast)
        self.sound_box.setChecked(rules.sound)
        self.private_box.setChecked(rules.private)
        self.repeat_edit.setText(str(rules.repeat_min))
        if rules.quiet is not None:
            self.begin_edit.setText(f"{rules.quiet.begin:%H:%M}")
            self.end_edit.setText(f"{rules.quiet.end:%H:%M}")
        self._show_sample_button()

    def _show_sample_button(self) -> None:
        self.sample_button.setEnabled(self._rules.sound or self._rules.toast != "off")

    def _choose(self, rules: AlertRules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._show_sample_button()
            self.changed.emit(rules)

    @Slot(str)
    def _on_toast_segments_chosen(self, value: str) -> None:
        self._choose(replace(self._rules, toast=value))

    @Slot(bool)
    def _on_sound_box_toggled(self, on: bool) -> None:
        self._choose(replace(self._rules, sound=on))

    @Slot(bool)
    def _on_private_box_toggled(self, on: bool) -> None:
        self._choose(replace(self._rules, private=on))

    @Slot()
    def _on_repeat_edit_text_edited(self) -> None:
        minutes = whole_number(self.repeat_edit.text(), 0, REPEAT_MAX_MIN)
        words = self.tr("A whole number from 0 to {highest}.").format(highest=REPEAT_MAX_MIN)
        self.repeat_field.set_error("" if minutes is not None else words)
        if minutes is not None:
            self._choose(replace(self._rules, repeat_min=minutes))
        self.height_changed.emit()

    @Slot()
    def _on_quiet_edited(self) -> None:
        """Take both times or neither; the field that is still wrong says so."""
        texts = self.begin_edit.text().strip(), self.end_edit.text().strip()
        begin, end = map(clock_time, texts)
        wrong = self.tr("A time of day, for example 22:00.")
        self.begin_field.set_error(wrong if begin is None and any(texts) else "")
        self.end_field.set_error(wrong if end is None and any(texts) else "")
        if begin is not None and begin == end:
            self.end_field.set_error(self.tr("Another time than the beginning."))
        elif begin is not None and end is not None:
            self._choose(replace(self._rules, quiet=QuietHours(begin, end)))
        elif not any(texts):
            self._choose(replace(self._rules, quiet=None))
        self.height_changed.emit()


class SafetyPage(_Page):
    """The window's lock."""

    changed = Signal(int)
    """Minutes without a hand on keys or mouse after which it locks; 0 for never."""
    phrase_requested = Signal()
    height_changed = Signal()

    def __init__(self, theme: Theme, lock_after_min: int, locked_by: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._minutes = lock_after_min
        self._locked_by = locked_by
        self.column.addWidget(Words(theme, self.tr("Lock of the window"), "title", "text_primary", self))
        self._state = Words(theme, "", "list", "text_primary", self)
        self.column.addWidget(self._state)
        self.phrase_button = QPushButton(self)
        self.phrase_button.setMinimumHeight(theme.size("control"))
        self.phrase_button.setAutoDefault(False)
        self.column.addWidget(self.phrase_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.minutes_edit = QLineEdit(self)
        self.minutes_edit.setText(str(lock_after_min or ""))
        self.minutes_field = LabelledField(
            theme,
            self.tr("Lock after minutes without a touch"),
            self.minutes_edit,
            self.tr("Empty: only when told to."),
        )
        self._add_pair(self.minutes_field, QWidget(self))
        note = self.tr(
            "While it is locked, messages are received and sent as ever and notices show nothing of them. MWDesk also "
            "starts locked."
        )
        self.column.addWidget(Words(theme, note, parent=self))
        self.column.addStretch(1)
        self.set_has_lock(False)
        self.phrase_button.clicked.connect(self.phrase_requested)
        self.minutes_edit.textEdited.connect(self._on_minutes_edit_text_edited)

    def set_has_lock(self, has_lock: bool) -> None:
        """Show whether there is a pass-phrase."""
        self._state.setText(
            fill(self.tr("%1 locks the window at once; your pass-phrase opens it.", "keys"), self._locked_by)
            if has_lock
            else self.tr("Keeps passers-by from reading and writing. Choose a pass-phrase first.")
        )
        self.phrase_button.setText(
            self.tr("Change or remove the pass-phrase…") if has_lock else self.tr("Set a pass-phrase…")
        )
        self.minutes_field.setEnabled(has_lock)

    @Slot()
    def _on_minutes_edit_text_edited(self) -> None:
        text = self.minutes_edit.text().strip()
        minutes = whole_number(text, 0, LOCK_AFTER_MAX_MIN) if text else 0
        words = self.tr("A whole number from 0 to {highest}.").format(highest=LOCK_AFTER_MAX_MIN)
        self.minutes_field.set_error("" if minutes is not None else words)
        if minutes is not None and minutes != self._minutes:
            self._minutes = minutes
            self.changed.emit(minutes)
        self.height_changed.emit()


class HabitsPage(_Page):
    """How the program lives on this computer."""

    changed = Signal(object)
    """The :class:`Habits` chosen now."""

    def __init__(self, theme: Theme, habits: Habits, ended_by: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._habits = habits
        self.tray_box = self._add_check(
            self.tr("Closing the window leaves MWDesk in the tray"),
            fill(
                self.tr("It goes on receiving there. %1 ends it. Without a tray, closing ends it as ever.", "keys"),
                ended_by,
            ),
        )
        self.autostart_box = self._add_check(self.tr("Start when I sign in to this computer"))
        self.hidden_box = self._add_check(
            self.tr("Start in the tray then, without a window"),
            self.tr("Messages are announced as ever; a click on the tray opens the window."),
        )
        self.column.addStretch(1)
        self.tray_box.setChecked(habits.close_to_tray)
        self.autostart_box.setChecked(habits.autostart)
        self.hidden_box.setChecked(habits.start_in_tray)
        self.hidden_box.setEnabled(habits.autostart)
        self.tray_box.toggled.connect(self._on_box_toggled)
        self.autostart_box.toggled.connect(self._on_box_toggled)
        self.hidden_box.toggled.connect(self._on_box_toggled)

    @Slot()
    def _on_box_toggled(self) -> None:
        self.hidden_box.setEnabled(self.autostart_box.isChecked())
        self._habits = Habits(self.tray_box.isChecked(), self.autostart_box.isChecked(), self.hidden_box.isChecked())
        self.changed.emit(self._habits)
