"""Ask for a number to write to."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from mwdesk.domain.phone import Carrier, PhoneNumber
from mwdesk.gui import wording
from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField

_EXAMPLE = PhoneNumber("13800138000")


class NewNumberDialog(FormDialog):
    """One field; the number is accepted however it is written."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Write to a new number"))
        self.setAccessibleName(self.windowTitle())
        self.number = QLineEdit(self)
        self.field = LabelledField(
            theme, self.tr("Phone number"), self.number, self.tr("Blanks, hyphens and +86 do no harm."), self
        )
        self.body.addWidget(self.field)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.write = self.add_button(self.tr("Write"), "primary")
        self.write.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.write.clicked.connect(self._on_write_clicked)
        self.number.textChanged.connect(self._on_number_text_changed)
        self.number.setFocus()

    def _parsed(self) -> PhoneNumber | None:
        try:
            return PhoneNumber.parse(self.number.text())
        except ValueError:
            return None

    @Slot()
    def _on_number_text_changed(self) -> None:
        phone = self._parsed()
        self.field.set_error("")
        if phone is None:
            self.field.set_help(self.tr("Blanks, hyphens and +86 do no harm."))
        elif phone.carrier is Carrier.UNLISTED and not (len(phone.digits) == 11 and phone.digits[0] == "1"):
            words = self.tr("{number} is not a usual mobile number. It can still be tried.")
            self.field.set_help(words.format(number=wording.unbroken(phone.grouped)))
        else:
            self.field.set_help(phone.grouped)
        self.fit()

    @Slot()
    def _on_write_clicked(self) -> None:
        phone = self._parsed()
        if phone is None:
            words = self.tr("This is no phone number: write 1 to 15 digits, for example {number}.")
            self.field.set_error(words.format(number=wording.unbroken(_EXAMPLE.grouped)))
            self.fit()
            self.number.setFocus()
            return
        self.accept()
        self.chosen.emit(phone)
