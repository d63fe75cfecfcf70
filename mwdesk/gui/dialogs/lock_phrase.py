"""Setting, changing and removing the pass-phrase of the window's lock."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.dialogs.passphrase import PassphraseFields
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField, PasswordField

SHORTEST = 4


class LockPhraseDialog(FormDialog):
    """Asks for the present pass-phrase too where there is one: a passer-by shall not change it."""

    submitted = Signal(str, str)
    """The present pass-phrase, empty if there is none, and the new one, empty to remove the lock."""

    def __init__(self, theme: Theme, is_set: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Change the lock") if is_set else self.tr("Lock the window"))
        self.setAccessibleName(self.windowTitle())
        self._is_set = is_set
        self.present_edit = PasswordField(theme)
        self.present_field = LabelledField(theme, self.tr("Present pass-phrase"), self.present_edit, "", self)
        self.present_field.setVisible(is_set)
        self.fields = PassphraseFields(theme, self)
        self.fields.note.setText(
            self.tr("Forgotten, the account's password opens the lock as well. The lock keeps passers-by out; it does "
                    "not encrypt anything.")
        )  # fmt: skip
        self.body.addWidget(self.present_field)
        self.body.addWidget(self.fields)
        self.remove_button = self.add_button(self.tr("Remove the lock"))
        self.remove_button.setVisible(is_set)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.set_button = self.add_button(self.tr("Set the pass-phrase"), "primary")
        self.set_button.setDefault(True)
        self.set_button.setEnabled(False)
        self.remove_button.clicked.connect(self._on_remove_button_clicked)
        self.cancel_button.clicked.connect(self.reject)
        self.set_button.clicked.connect(self._on_set_button_clicked)
        self.fields.changed.connect(self._on_fields_changed)
        self.present_edit.textChanged.connect(self._on_fields_changed)
        (self.present_edit if is_set else self.fields.edit).setFocus()

    def refuse(self) -> None:
        """Say that the present pass-phrase is another one."""
        self.present_field.set_error(self.tr("This is not the present pass-phrase; the lock stays as it was."))
        self.present_edit.selectAll()
        self.present_edit.setFocus()
        self._refresh(busy=False)
        self.fit()

    def _refresh(self, *, busy: bool) -> None:
        present = bool(self.present_edit.text()) or not self._is_set
        self.set_button.setEnabled(not busy and present and len(self.fields.phrase) >= SHORTEST)
        self.remove_button.setEnabled(not busy and present)

    @Slot()
    def _on_fields_changed(self) -> None:
        self.present_field.set_error("")
        self._refresh(busy=False)
        self.fit()

    @Slot()
    def _on_set_button_clicked(self) -> None:
        self._refresh(busy=True)
        self.submitted.emit(self.present_edit.text(), self.fields.phrase)

    @Slot()
    def _on_remove_button_clicked(self) -> None:
        self._refresh(busy=True)
        self.submitted.emit(self.present_edit.text(), "")
