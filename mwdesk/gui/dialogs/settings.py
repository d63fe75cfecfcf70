"""The settings an operator chooses; every choice takes effect at once, except the language."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mwdesk.config import (
    LOW_BALANCE_MAX,
    OPERATOR_NAME_MAX,
    PRICE_MAX_MILLIYUAN,
    UNDO_MAX_S,
    WAITING_MAX_MIN,
    Habits,
    Preferences,
)
from mwdesk.domain.alerting import AlertRules
from mwdesk.gui import canned_words
from mwdesk.gui.dialogs.form import COLUMN_GAP, LABEL_GAP, FormDialog, whole_number
from mwdesk.gui.dialogs.settings_pages import AlertsPage, Columns, HabitsPage, Pages, SafetyPage
from mwdesk.gui.theme import TEXT_SIZES, Theme
from mwdesk.gui.widgets.fields import LabelledField
from mwdesk.gui.widgets.preview import Preview
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words

_WIDTH, _LEAST_WIDTH = 840, 520
_SCREEN_EDGE = 48
_ROOMY, _COMPACT = "roomy", "compact"


def milliyuan(text: str) -> int | None:
    """Read a price in yuan as thousandths; an empty text is 0, None what is no price or out of range."""
    text = text.strip()
    if not text:
        return 0
    try:
        price = Decimal(text) * 1000 if text.isascii() and text.replace(".", "", 1).isdigit() else None
    except InvalidOperation:
        price = None
    return int(price) if price is not None and price == int(price) and price <= PRICE_MAX_MILLIYUAN else None


class SettingsDialog(FormDialog):
    """Pages; on the first one looks and keys at the left, limits and a preview at the right.

    ``way_to`` tells by which keys a command is reached.
    """

    changed = Signal(object)
    keys_requested = Signal()
    """The operator goes on to the keys; the dialog is closed."""
    sample_requested = Signal()
    """A sample of a notice is wanted."""
    phrase_requested = Signal()
    """The lock's pass-phrase is to be set or changed."""

    def __init__(
        self,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget | None = None,
        has_lock: Callable[[], bool] = lambda: False,
        way_to: Callable[[str], str] = str,
    ) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_LEAST_WIDTH)
        self.resize(min(_WIDTH, self.screen().availableGeometry().width() - _SCREEN_EDGE), self.height())
        self._preferences = preferences
        self._has_lock = has_lock
        self._way_to = way_to
        general = Columns(self)
        left, right = general.left, general.right
        self._add_pages(general)

        self.theme_segments = self._add_choice(
            left,
            self.tr("Theme"),
            [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))],
        )
        self.language_segments = self._add_choice(
            left,
            self.tr("Language"),
            [("system", self.tr("As the system")), ("zh_CN", "中文"), ("en", "English")],
            Words(theme, self.tr("Takes effect at the next start."), parent=self),
        )
        self._send_key_note = Words(theme, parent=self)
        self.send_key_segments = self._add_choice(
            left,
            self.tr("Send key"),
            [("ctrl_enter", self.tr("Ctrl+Enter")), ("enter", self.tr("Enter"))],
            self._send_key_note,
        )
        self.text_size_segments = self._add_choice(
            left, self.tr("Size of message text"), [(str(pixels), str(pixels)) for pixels in TEXT_SIZES]
        )
        self.rows_segments = self._add_choice(
            left, self.tr("Rows of the list"), [(_ROOMY, self.tr("Roomy")), (_COMPACT, self.tr("Compact"))]
        )
        self.name_edit = QLineEdit(self)
        self.name_edit.setMaxLength(OPERATOR_NAME_MAX)
        name_help = self.tr("Stands in canned replies for {blank}.").format(blank=canned_words.blank("me"))
        left.addWidget(LabelledField(theme, self.tr("Your name for customers"), self.name_edit, name_help))
        left.addStretch(1)

        self.warning_edit = QLineEdit(self)
        self.danger_edit = QLineEdit(self)
        self.warning_field = LabelledField(theme, self.tr("Waiting: amber from (min)"), self.warning_edit)
        self.danger_field = LabelledField(theme, self.tr("Waiting: red from (min)"), self.danger_edit)
        limits = QHBoxLayout()
        limits.setSpacing(COLUMN_GAP)
        limits.addWidget(self.warning_field, 1)
        limits.addWidget(self.danger_field, 1)
        right.addLayout(limits)
        self.low_balance_edit = QLineEdit(self)
        self.low_balance_field = LabelledField(
            theme,
            self.tr("Warn when the balance falls to (messages)"),
            self.low_balance_edit,
            self.tr("Empty: no warning."),
        )
        right.addWidget(self.low_balance_field)
        self.undo_edit = QLineEdit(self)
        self.price_edit = QLineEdit(self)
        self.undo_field = LabelledField(
            theme, self.tr("Time to undo a send (s)"), self.undo_edit, self.tr("0: sends at once.")
        )
        self.price_field = LabelledField(
            theme, self.tr("Price of a message (yuan)"), self.price_edit, self.tr("Empty: no price is shown.")
        )
        sending = QHBoxLayout()
        sending.setSpacing(COLUMN_GAP)
        sending.addWidget(self.undo_field, 1)
        sending.addWidget(self.price_field, 1)
        right.addLayout(sending)
        preview = Preview(
            theme, self.tr("Is the album ready for Thursday?"), self.tr("Yes, from two o'clock, order 12,345."), self
        )
        preview.setAccessibleName(self.tr("Preview of messages in the chosen theme"))
        self._add_labelled(right, self.tr("Preview"), preview)
        right.addStretch(1)

        self.keys_button = self.add_button(self.tr("Keys…"))
        self.keys_button.clicked.connect(self._on_keys_button_clicked)
        self.close_button = self.add_button(self.tr("Close"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._show(preferences)
        self.theme_segments.chosen.connect(self._on_theme_chosen)
        self.language_segments.chosen.connect(self._on_language_chosen)
        self.send_key_segments.chosen.connect(self._on_send_key_chosen)
        self.text_size_segments.chosen.connect(self._on_text_size_chosen)
        self.rows_segments.chosen.connect(self._on_rows_chosen)
        self.warning_edit.textEdited.connect(self._on_limit_edited)
        self.danger_edit.textEdited.connect(self._on_limit_edited)
        self.low_balance_edit.textEdited.connect(self._on_low_balance_edited)
        self.undo_edit.textEdited.connect(self._on_undo_edited)
        self.price_edit.textEdited.connect(self._on_price_edited)
        self.name_edit.textEdited.connect(self._on_name_edited)
        QWidget.setTabOrder(self.habits_page.hidden_box, self.keys_button)
        QWidget.setTabOrder(self.keys_button, self.close_button)
        self.page_segments.setFocus()
        theme.changed.connect(self.fit, Qt.ConnectionType.QueuedConnection)

    @property
    def preferences(self) -> Preferences:
        """What is chosen now; a number that is not valid is not part of it."""
        return self._preferences

    def _add_pages(self, general: QWidget) -> None:
        self.alerts_page = AlertsPage(self.theme, self._preferences.alerts, self)
        self.safety_page = SafetyPage(self.theme, self._preferences.lock_after_min, self._way_to("lock"), self)
        self.habits_page = HabitsPage(self.theme, self._preferences.habits, self._way_to("quit"), self)
        listing = (
            ("general", self.tr("General"), general),
            ("alerts", self.tr("Notifications"), self.alerts_page),
            ("safety", self.tr("Safety"), self.safety_page),
            ("habits", self.tr("Computer"), self.habits_page),
        )
        names = [(key, words) for key, words, _page in listing]
        self.page_segments = Segments(self.theme, self.tr("Pages of the settings"), names, self)
        self.pages = Pages(self)
        for _key, _words, page in listing:
            self.pages.add_page(page)
        self._page_of = {key: page for key, _words, page in listing}
        self.body.addWidget(self.page_segments)
        self.body.addWidget(self.pages, 1)
        self.page_segments.set_value("general")
        self.refresh_lock()
        self.page_segments.chosen.connect(self.choose_page)
        self.alerts_page.changed.connect(self._on_alerts_page_changed)
        self.alerts_page.height_changed.connect(self.fit)
        self.alerts_page.sample_requested.connect(self.sample_requested)
        self.safety_page.changed.connect(self._on_safety_page_changed)
        self.safety_page.height_changed.connect(self.fit)
        self.safety_page.phrase_requested.connect(self.phrase_requested)
        self.habits_page.changed.connect(self._on_habits_page_changed)

    def accept(self) -> None:
        """Close, or lead to the field whose value does not hold; Escape closes all the same."""
        wrong = next((field for field in self.findChildren(LabelledField) if field.error), None)
        if wrong is None:
            super().accept()
            return
        self.choose_page(next(name for name, page in self._page_of.items() if page.isAncestorOf(wrong)))
        wrong.editor.setFocus()
        wrong.editor.selectAll()

    @Slot(str)
    def choose_page(self, name: str) -> None:
        """Show ``general``, ``alerts``, ``safety`` or ``habits``."""
        self.page_segments.set_value(name)
        self.pages.show_page(self._page_of[name])

    @Slot()
    def refresh_lock(self) -> None:
        """Look again whether the lock has a pass-phrase."""
        self.safety_page.set_has_lock(self._has_lock())

    def fit(self) -> None:
        """Take the height the contents ask for, and no more than the screen has."""
        room = self.screen().availableGeometry().size()
        for child in self.findChildren(QWidget):
            child.updateGeometry()
        self._outer.activate()
        self.resize(self.width(), min(self._outer.totalHeightForWidth(self.width()), room.height() - _SCREEN_EDGE))

    def _add_labelled(self, column: QVBoxLayout, name: str, widget: QWidget, note: Words | None = None) -> None:
        label = Words(self.theme, name, "list", "text_primary", self)
        label.setBuddy(widget)
        box = QVBoxLayout()
        box.setSpacing(LABEL_GAP)
        box.addWidget(label)
        box.addWidget(widget)
        if note is not None:
            box.addWidget(note)
        column.addLayout(box)

    def _add_choice(
        self, column: QVBoxLayout, name: str, choices: list[tuple[str, str]], note: Words | None = None
    ) -> Segments:
        segments = Segments(self.theme, name, choices, self)
        self._add_labelled(column, name, segments, note)
        return segments

    def _show(self, preferences: Preferences) -> None:
        self.theme_segments.set_value(preferences.theme)
        self.language_segments.set_value(preferences.language)
        self.send_key_segments.set_value(preferences.send_key)
        self.text_size_segments.set_value(str(preferences.text_size or self.theme.text_size))
        self.rows_segments.set_value(_COMPACT if preferences.compact_rows else _ROOMY)
        self.warning_edit.setText(str(preferences.waiting_warning_min or self.theme.waiting_limit_min("warning")))
        self.danger_edit.setText(str(preferences.waiting_danger_min or self.theme.waiting_limit_min("danger")))
        self.low_balance_edit.setText(str(preferences.low_balance or ""))
        self.undo_edit.setText(str(preferences.undo_s))
        price = Decimal(preferences.price_milliyuan) / 1000
        self.price_edit.setText(f"{price.normalize():f}" if price else "")
        self.name_edit.setText(preferences.operator_name)
        self._refresh_send_key_note()

    def _choose(self, preferences: Preferences) -> None:
        if preferences != self._preferences:
            self._preferences = preferences
            self.changed.emit(preferences)

    def _refresh_send_key_note(self) -> None:
        if self._preferences.send_key == "enter":
            self._send_key_note.setText(self.tr("Enter sends; Shift+Enter starts a new line."))
        else:
            self._send_key_note.setText(self.tr("Ctrl+Enter sends; Enter starts a new line."))

    @Slot(object)
    def _on_alerts_page_changed(self, rules: AlertRules) -> None:
        self._choose(replace(self._preferences, alerts=rules))

    @Slot(int)
    def _on_safety_page_changed(self, minutes: int) -> None:
        self._choose(replace(self._preferences, lock_after_min=minutes))

    @Slot(object)
    def _on_habits_page_changed(self, habits: Habits) -> None:
        self._choose(replace(self._preferences, habits=habits))

    @Slot(str)
    def _on_theme_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, theme=value))

    @Slot(str)
    def _on_language_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, language=value))

    @Slot(str)
    def _on_send_key_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, send_key=value))
        self._refresh_send_key_note()

    @Slot(str)
    def _on_text_size_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, text_size=int(value)))

    @Slot(str)
    def _on_rows_chosen(self, value: str) -> None:
        self._choose(replace(self._preferences, compact_rows=value == _COMPACT))

    @Slot()
    def _on_limit_edited(self) -> None:
        warning = whole_number(self.warning_edit.text(), 1, WAITING_MAX_MIN)
        danger = whole_number(self.danger_edit.text(), 1, WAITING_MAX_MIN)
        range_words = self.tr("A whole number from 1 to {highest}.").format(highest=WAITING_MAX_MIN)
        self.warning_field.set_error("" if warning is not None else range_words)
        if danger is None:
            self.danger_field.set_error(range_words)
        elif warning is not None and danger <= warning:
            self.danger_field.set_error(self.tr("More than {minutes}: red comes after amber.").format(minutes=warning))
        else:
            self.danger_field.set_error("")
            if warning is not None:
                self._choose(replace(self._preferences, waiting_warning_min=warning, waiting_danger_min=danger))
        self.fit()

    @Slot()
    def _on_low_balance_edited(self) -> None:
        text = self.low_balance_edit.text().strip()
        limit = whole_number(text, 0, LOW_BALANCE_MAX) if text else 0
        if limit is None:
            self.low_balance_field.set_error(
                self.tr("A whole number from 0 to {highest}.").format(highest=f"{LOW_BALANCE_MAX:,}")
            )
        else:
            self.low_balance_field.set_error("")
            self._choose(replace(self._preferences, low_balance=limit))
        self.fit()

    @Slot()
    def _on_undo_edited(self) -> None:
        seconds = whole_number(self.undo_edit.text(), 0, UNDO_MAX_S)
        words = self.tr("A whole number from 0 to {highest}.").format(highest=UNDO_MAX_S)
        self.undo_field.set_error("" if seconds is not None else words)
        if seconds is not None:
            self._choose(replace(self._preferences, undo_s=seconds))
        self.fit()

    @Slot()
    def _on_price_edited(self) -> None:
        price = milliyuan(self.price_edit.text())
        words = self.tr("A price up to {highest}, for example 0.05.").format(highest=PRICE_MAX_MILLIYUAN // 1000)
        self.price_field.set_error("" if price is not None else words)
        if price is not None:
            self._choose(replace(self._preferences, price_milliyuan=price))
        self.fit()

    @Slot()
    def _on_name_edited(self) -> None:
        name = "".join(filter(str.isprintable, self.name_edit.text())).strip()
        self._choose(replace(self._preferences, operator_name=name))

    @Slot()
    def _on_keys_button_clicked(self) -> None:
        self.accept()
        if self.result() == self.DialogCode.Accepted:
            self.keys_requested.emit()
