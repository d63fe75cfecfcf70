"""Signing in and the way to the gateway: the form, and beside it the connection test (DESIGN, section 4.8)."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from mwdesk.domain.account import Account
from mwdesk.domain.diagnosis import Check, CheckState
from mwdesk.gui import diagnosis_words
from mwdesk.gui.dialogs.check_column import CheckColumn
from mwdesk.gui.dialogs.connection_form import ConnectionForm
from mwdesk.gui.dialogs.form import COLUMN_WIDTH, FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Words

_WIDTH = 820
_SIDE_BY_SIDE_FROM = 760
_WIDE_SCREEN = 860
_LEAST_HEIGHT = 240
_FRAME_HEIGHT = 48
"""Left to the window's frame and a bar of the desktop."""
_LOCK_GAP = 8


class SignInDialog(FormDialog):
    """Asks for account and way; the owner signs in and tests, and calls ``accept`` or shows what came of it.

    The column of the test stays away until there is something in it.
    """

    submitted = Signal(object)
    test_requested = Signal(object)
    stop_requested = Signal()
    copy_requested = Signal()

    def __init__(self, theme: Theme, account: Account | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Sign in and connection"))
        self.setAccessibleName(self.windowTitle())
        self._busy = False
        self._testing = False
        self._focused: QWidget | None = None
        self.tried = account or Account("")
        """The account of the last attempt, which the steps are about."""
        self.form = ConnectionForm(theme, self.forbidden_words, self)
        self.account_edit, self.password_edit = self.form.account_edit, self.form.password_edit
        self.remember_box = self.form.remember_box
        self._follow = QTimer(self)  # Where something is, is known only once the layout has come to rest.
        self._follow.setSingleShot(True)
        self._follow.timeout.connect(self._on_follow_timeout)
        self.column = CheckColumn(theme, self)
        self.column.hide()
        self._add_columns()
        self._add_foot()
        self._connect()
        self.set_account(account)

    def _add_columns(self) -> None:
        self.body.removeWidget(self.notice)
        self.notice.deleteLater()
        self.notice = self.column.notice
        self.body.setContentsMargins(0, 0, 0, 0)
        content = QWidget(self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.form)
        self._columns.addWidget(self.column, 1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        # The dialog's own ground shows through.
        self._scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._scroll.setMinimumHeight(_LEAST_HEIGHT)
        self.body.addWidget(self._scroll)
        self._outer.setStretch(0, 1)  # the columns, rather than the gap below them, take what height there is
        self._outer.setStretch(1, 0)

    def _add_foot(self) -> None:
        self._promise = QWidget(self)
        self._lock = QLabel(self._promise)
        words = Words(self.theme, self.tr("The password goes into no log and no settings file"), parent=self._promise)
        inside = QHBoxLayout(self._promise)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(_LOCK_GAP)
        inside.addWidget(self._lock)
        inside.addWidget(words, 1)
        self.form.rows.addWidget(self._promise)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.test_button = self.add_button(self.tr("Test connection"))
        self.sign_in_button = self.add_button(self.tr("Sign in"), "primary")
        self.sign_in_button.setDefault(True)
        order: list[QWidget] = [
            self.form.sub_port_edit,
            self.column.again_button,
            self.column.copy_button,
            self.cancel_button,
            self.test_button,
            self.sign_in_button,
        ]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.test_button.clicked.connect(self._on_test_clicked)
        self.sign_in_button.clicked.connect(self._on_sign_in_clicked)
        self.column.again_requested.connect(self._on_test_clicked)
        self.column.copy_requested.connect(self.copy_requested)
        self.form.refitted.connect(self.fit)
        self.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def is_testing(self) -> bool:
        """Tell whether a test is under way."""
        return self._testing

    def set_account(self, account: Account | None) -> None:
        """Prefill everything but the passwords; the keys then go to the first empty field."""
        self.form.set_account(account)
        self.tried = account or Account("")

    def set_keyring_available(self, available: bool) -> None:
        """Offer to remember the password only where there is a keyring, and say why not."""
        self.form.set_keyring_available(available)

    def set_remember(self, remember: bool) -> None:
        """Tick the box, where there is a keyring."""
        self.form.set_remember(remember)

    def set_busy(self, busy: bool, *, testing: bool = False) -> None:
        """Hold the fields while signing in or a test is under way; cancelling stays possible."""
        if busy and not self._busy:
            self._focused = self.focusWidget()
        self._busy, self._testing = busy, testing
        self.form.setEnabled(not busy)
        self.sign_in_button.setEnabled(not busy)
        self.test_button.setEnabled(not busy or testing)
        self.column.again_button.setEnabled(not busy)
        if testing and self.focusWidget() is None:
            self.test_button.setFocus()  # it was in a field, which cannot be changed for now
        self.sign_in_button.setText(self.tr("Signing in…") if busy and not testing else self.tr("Sign in"))
        self.test_button.setText(self.tr("Stop the test") if testing else self.tr("Test connection"))
        if busy:
            self.notice.hide()
        elif self._focused is not None:
            self._focused.setFocus()
            self._focused = None
        self.fit()

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Show the steps as they stand."""
        self.column.show_checks(checks, self.tried)
        if self.column.isHidden():
            self.column.show()
        self.fit()
        self._follow.start()

    def show_conclusion(self, checks: tuple[Check, ...]) -> None:
        """Show how a test ended and what follows from it."""
        self.set_busy(False)
        self.show_checks(checks)
        self.column.conclude(self.tried)
        self._follow.start()

    def show_stopped(self) -> None:
        """Show that the operator ended the test: what was under way counts as not tried."""
        self.set_busy(False)
        self.show_checks(
            tuple(Check(check.step) if check.state is CheckState.RUNNING else check for check in self.column.checks)
        )
        self.column.show_stopped()
        self._follow.start()

    def show_error(self, error: Exception) -> None:
        """Show at which step signing in failed and what to do; nothing typed is cleared."""
        self.show_conclusion(diagnosis_words.checks_of_failure(self.tried, error))
        self.password_edit.setFocus()
        self.password_edit.selectAll()
        self._follow.start()

    def done(self, result: int) -> None:
        """Forget the passwords when the dialog goes; a test under way is over."""
        self.form.forget_passwords()
        super().done(result)

    def fit(self) -> None:
        """Take the width the columns want and the height their contents ask for, as far as the screen allows."""
        room = self.screen().availableGeometry()
        wide = not self.column.isHidden() and room.width() >= _WIDE_SCREEN
        shown = self.width() if self.isVisible() else 0
        width = max(shown, _WIDTH if wide else COLUMN_WIDTH, self._outer.minimumSize().width())
        self._arrange(width)
        for child in self.findChildren(QWidget):
            child.updateGeometry()  # Wrapped texts inside fields ask for more height only with the next event.
        self._columns.activate()
        height = self._columns.totalHeightForWidth(width) + self._outer.minimumSize().height() - _LEAST_HEIGHT
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the test beside the form where there is room, else below it."""
        super().resizeEvent(event)
        self._arrange(self.width())

    def _arrange(self, width: int) -> None:
        beside = not self.column.isHidden() and width >= _SIDE_BY_SIDE_FROM
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction != self._columns.direction():
            self._columns.setDirection(direction)
        self.form.setMinimumWidth(COLUMN_WIDTH if beside else 0)
        self.form.setMaximumWidth(COLUMN_WIDTH if beside else 16777215)
        self.column.is_below = not beside
        if beside != (self.foot.indexOf(self._promise) >= 0):
            if beside:
                self.form.rows.removeWidget(self._promise)
                self.foot.insertWidget(0, self._promise, 100)
            else:
                self.foot.removeWidget(self._promise)
                self.form.rows.addWidget(self._promise)

    @Slot()
    def _on_follow_timeout(self) -> None:
        if not self.column.is_below:
            return
        running = [row for row in self.column.rows if row.check.state is CheckState.RUNNING]
        for widget in (*running, *([] if self.notice.isHidden() else [self.notice])):
            self._scroll.ensureWidgetVisible(widget)

    @Slot()
    def _on_sign_in_clicked(self) -> None:
        request = None if self._busy else self.form.read()
        if request is not None:
            self.tried = request.account
            self.set_busy(True)
            self.submitted.emit(request)

    @Slot()
    def _on_test_clicked(self) -> None:
        if self._testing:
            self.stop_requested.emit()
            return
        request = None if self._busy else self.form.read()
        if request is not None:
            self.tried = request.account
            self.set_busy(True, testing=True)
            self.show_checks(diagnosis_words.open_checks(request.account))
            self.test_requested.emit(request)

    @Slot()
    def _on_theme_changed(self) -> None:
        edge = self.theme.icon_size("tick")
        color = self.theme.tokens.text_secondary
        self._lock.setPixmap(self.theme.pixmap("lock", edge, color, self.devicePixelRatioF()))
        self._lock.setFixedSize(QSize(edge, edge))
