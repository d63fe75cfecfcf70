"""Changing the account's password at the gateway, with every way it can end."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.domain.account import NEW_PASSWORD_LIMIT
from mwdesk.errors import GatewayError
from mwdesk.gui import wording
from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.gateway_errors import gateway_error_words
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField, PasswordField
from mwdesk.gui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """Both passwords; neither is ever shown in a log."""

    old: str = field(repr=False)
    new: str = field(repr=False)


class ChangePasswordDialog(FormDialog):
    """Asks for the current and the new password; the owner reports done, refused or unknown."""

    submitted = Signal(object)

    def __init__(self, theme: Theme, account_name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Change password"))
        self.setAccessibleName(self.windowTitle())
        self._busy = False
        self._settled = False
        note = self.tr("Account {name}. Other computers using it will need the new password.")
        self._note = Words(theme, note.format(name=account_name), parent=self)
        self.old_edit = PasswordField(theme)
        self.old_field = LabelledField(theme, self.tr("Current password"), self.old_edit)
        self.new_edit = PasswordField(theme, NEW_PASSWORD_LIMIT)
        self.new_field = LabelledField(
            theme,
            self.tr("New password"),
            self.new_edit,
            self.tr("1 to 6 letters and digits; no comma, no blank, no Chinese."),
        )
        self.repeat_edit = PasswordField(theme)
        self.repeat_field = LabelledField(theme, self.tr("New password again"), self.repeat_edit)
        self._caps = Words(theme, self.tr("Caps Lock seems to be on."), color="warning", parent=self)
        self._caps.hide()
        self.body.addWidget(self._note)
        for labelled in (self.old_field, self.new_field, self.repeat_field):
            self.body.addWidget(labelled)
        self.body.addWidget(self._caps)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.change_button = self.add_button(self.tr("Change password"), "primary")
        self.change_button.setDefault(True)
        self.change_button.setEnabled(False)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.change_button.clicked.connect(self._on_change_clicked)
        for edit in (self.old_edit, self.new_edit, self.repeat_edit):
            edit.textChanged.connect(self._on_text_changed)
            edit.caps_lock_changed.connect(self._on_caps_lock_changed)
        self.repeat_edit.editingFinished.connect(self._on_repeat_editing_finished)
        order: list[QWidget] = [
            self.old_edit,
            self.new_edit,
            self.repeat_edit,
            self.cancel_button,
            self.change_button,
        ]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)
        self.old_edit.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Hold everything while the gateway is asked; its answer must be seen, so the dialog cannot be closed."""
        self._busy = busy
        for edit in (self.old_edit, self.new_edit, self.repeat_edit):
            edit.setEnabled(not busy)
        self.cancel_button.setEnabled(not busy)
        self.change_button.setText(self.tr("Changing…") if busy else self.tr("Change password"))
        if busy:
            self.notice.hide()
            self.change_button.setEnabled(False)
            self.fit()
        else:
            self._validate()

    def show_refused(self, error: Exception) -> None:
        """Say that the gateway did not take it; the old password still holds and nothing typed is cleared."""
        self.set_busy(False)
        says, do = wording.error_lines(error)
        if isinstance(error, GatewayError):
            do = gateway_error_words(error.code).advice
            refused = self.tr("The gateway did not take the change (error {code}: {reason})")
            says = refused.format(code=error.code, reason=says)
        still = self.tr("The old password still holds.")
        self.notice.show_notice("danger", says, wording.sentences(still, do))
        self.fit()
        self.old_edit.setFocus()
        self.old_edit.selectAll()

    def show_unknown(self) -> None:
        """Say that the answer was lost: nobody knows which password holds."""
        self._settle(
            "unknown",
            self.tr("Nobody knows whether the password was changed"),
            self.tr("The answer was lost. The next sign-in tries the new password first, then the old one."),
        )

    def show_done(self) -> None:
        """Say that the new password holds."""
        self._settle(
            "success",
            self.tr("The password was changed"),
            self.tr("Sign in with the new one on the other computers."),
        )

    def reject(self) -> None:
        """Close, unless an answer is awaited."""
        if not self._busy:
            super().reject()

    def done(self, result: int) -> None:
        """Forget the passwords when the dialog goes."""
        self._forget()
        super().done(result)

    def _settle(self, kind: str, first: str, second: str) -> None:
        self.set_busy(False)
        self._settled = True
        self._forget()
        for labelled in (self.old_field, self.new_field, self.repeat_field):
            labelled.hide()
        self._note.hide()
        self._caps.hide()
        self.change_button.hide()
        self.cancel_button.setText(self.tr("Close"))
        self.cancel_button.setDefault(True)
        self.notice.show_notice(kind, first, second)
        self.cancel_button.setFocus()
        self.fit()

    def _forget(self) -> None:
        for edit in (self.old_edit, self.new_edit, self.repeat_edit):
            edit.clear()
            edit.hide_password()

    def _new_error(self) -> str:
        new = self.new_edit.text()
        errors = [self.forbidden_words(new)]
        if len(new) > NEW_PASSWORD_LIMIT:
            many = self.tr("{count} characters; {limit} at most.")
            errors.append(wording.counted(many, count=len(new), limit=NEW_PASSWORD_LIMIT))
        if new and new == self.old_edit.text():
            errors.append(self.tr("It is the same as the current one."))
        return wording.sentences(*errors)

    def _validate(self, *, repeat_finished: bool = False) -> None:
        old, new, repeat = self.old_edit.text(), self.new_edit.text(), self.repeat_edit.text()
        self.old_field.set_error(self.forbidden_words(old))
        self.new_field.set_error(self._new_error())
        differs = bool(repeat) and repeat != new
        telling = repeat_finished or bool(self.repeat_field.error) or not new.startswith(repeat)
        self.repeat_field.set_error(self.tr("The two do not match.") if differs and telling else "")
        sound = bool(old and new and repeat == new) and not (self.old_field.error or self.new_field.error)
        self.change_button.setEnabled(sound and not self._busy)
        self.fit()

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._settled:
            self._validate()

    @Slot()
    def _on_repeat_editing_finished(self) -> None:
        if not self._settled and not self._busy:
            self._validate(repeat_finished=True)

    @Slot(bool)
    def _on_caps_lock_changed(self, on: bool) -> None:
        self._caps.setVisible(on and not self._settled)
        self.fit()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        if self._settled:
            self.accept()
        else:
            self.reject()

    @Slot()
    def _on_change_clicked(self) -> None:
        if self._busy:
            return
        change = PasswordChange(self.old_edit.text(), self.new_edit.text())
        self.set_busy(True)
        self.submitted.emit(change)
