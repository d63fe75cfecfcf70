"""What stands in the window's place while it is locked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from mwdesk.gui import wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField, PasswordField
from mwdesk.gui.widgets.focus_ring import make_primary
from mwdesk.gui.widgets.words import Words

_COLUMN = 360
_ICON = 48


class LockWindow(QWidget):
    """A window of its own: the one it stands for is hidden, so neither keys nor screen readers find anything there."""

    tried = Signal(str, bool)
    """What was typed, and whether it is the account's password in place of the pass-phrase."""
    close_requested = Signal()

    def __init__(self, theme: Theme, account: str) -> None:
        super().__init__()
        self._theme = theme
        self._account = account
        self._by_password = False
        self._wait_s = 0
        self._words = ""
        self.setWindowTitle("MWDesk")
        self.setAccessibleName(self.tr("MWDesk is locked"))
        self.setMinimumSize(theme.window_minimum)
        self.setAutoFillBackground(True)
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = Words(theme, self.tr("MWDesk is locked"), "heading", "text_primary", self)
        told = Words(
            theme, self.tr("Messages are still received and sent; what you were writing is kept."), parent=self
        )
        for words in (title, told):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.edit = PasswordField(theme)
        self.field = LabelledField(theme, self.tr("Pass-phrase"), self.edit)
        self.field.keep_place()
        self.password_edit = PasswordField(theme)
        self.password_field = LabelledField(
            theme,
            wording.fill(self.tr("Password of the account %1"), account),
            self.password_edit,
            self.tr("It unlocks and removes the forgotten pass-phrase; set a new one in the settings then."),
        )
        self.unlock_button = QPushButton(self.tr("Unlock"), self)
        make_primary(theme, self.unlock_button)
        self.unlock_button.setMinimumHeight(theme.size("control"))
        self.way_button = QPushButton(self)
        self.way_button.setProperty("role", "link")
        self.way_button.setVisible(bool(account))
        self._top = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._lay_out(title, told)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.edit.returnPressed.connect(self._try)
        self.password_edit.returnPressed.connect(self._try)
        self.unlock_button.clicked.connect(self._try)
        self.way_button.clicked.connect(self._on_way_button_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._show_way()

    def _lay_out(self, title: Words, told: Words) -> None:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addItem(self._top)
        for widget in (self._icon, title, told):
            column.addWidget(widget)
        column.addSpacing(8)
        for field in (self.field, self.password_field):
            field.setFixedWidth(_COLUMN)
            row = QHBoxLayout()  # Aligned in the column, it would get no height for a second line of words.
            row.addStretch(1)
            row.addWidget(field)
            row.addStretch(1)
            column.addLayout(row)
        self.unlock_button.setFixedWidth(_COLUMN)
        column.addWidget(self.unlock_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.way_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        around = QHBoxLayout(self)
        around.setContentsMargins(24, 16, 24, 16)
        around.addLayout(column)

    @property
    def is_waiting(self) -> bool:
        """Tell whether nothing may be tried for now."""
        return self._wait_s > 0

    def refuse(self, wait_s: int, words: str = "") -> None:
        """Say that it was wrong, or why it could not be told; what was typed is cleared only if it was wrong."""
        self._wait_s = wait_s
        self._set_busy(False)
        if not words:
            self._editor.clear()
            words = self.tr("This is not the password.") if self._by_password else self.tr("This is not it.")
        self._words = words
        self._show_wait()
        if wait_s:
            self._timer.start()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold_off(self, wait_s: int) -> None:
        """Make wait from the beginning, for what was tried before the program was ended."""
        self._wait_s = wait_s
        self._words = self.tr("Wrong pass-phrases were tried before.")
        self._show_wait()
        self._timer.start()

    def forget(self) -> None:
        """Clear what was typed."""
        for edit in (self.edit, self.password_edit):
            edit.clear()
            edit.hide_password()

    @property
    def _editor(self) -> PasswordField:
        return self.password_edit if self._by_password else self.edit

    @property
    def _field(self) -> LabelledField:
        return self.password_field if self._by_password else self.field

    def _show_way(self) -> None:
        self.field.setVisible(not self._by_password)
        self.password_field.setVisible(self._by_password)
        self.way_button.setText(
            self.tr("Use the pass-phrase") if self._by_password else self.tr("Forgotten the pass-phrase?")
        )
        self._field.set_error("")

    def _show_wait(self) -> None:
        words = self._words
        if self._wait_s:
            words = wording.sentences(words, wording.fill(self.tr("Try again in %1 s."), self._wait_s))
        self._field.set_error(words)
        self.unlock_button.setEnabled(not self._wait_s)

    def _set_busy(self, busy: bool) -> None:
        self._editor.setReadOnly(busy)
        self.unlock_button.setEnabled(not busy)

    @Slot()
    def _try(self) -> None:
        if self._editor.text() and self.unlock_button.isEnabled():
            self._set_busy(True)
            self.tried.emit(self._editor.text(), self._by_password)

    @Slot()
    def _on_way_button_clicked(self) -> None:
        if not self._editor.isReadOnly():
            self.forget()
            self._by_password = not self._by_password
            self._show_way()
            self._words = ""
            self._show_wait()
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._wait_s -= 1
        if self._wait_s <= 0:
            self._timer.stop()
        self._show_wait()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(
            self._theme.pixmap("lock", _ICON, self._theme.tokens.text_secondary, self.devicePixelRatioF())
        )
        self.setWindowIcon(self._theme.app_icon())
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.tokens.window)
        self.setPalette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page a fifth from the top: centred, it would move with what is said below a field."""
        super().resizeEvent(event)
        policy = self._top.sizePolicy()
        self._top.changeSize(0, self.height() // 5, policy.horizontalPolicy(), policy.verticalPolicy())
        layout = self.layout()
        if layout is not None:
            layout.invalidate()

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready for the pass-phrase."""
        super().showEvent(event)
        self._on_theme_changed()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the window this one stands for what closing means."""
        event.ignore()
        self.close_requested.emit()
