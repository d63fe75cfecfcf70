"""Ask for a number to write to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mwdesk.domain.phone import Carrier, PhoneNumber
from mwdesk.gui.theme import Theme


class NewNumberDialog(QDialog):
    """One field; the number is accepted however it is written."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Write to a new number"))
        label = QLabel(self.tr("Phone number"), self)
        self.number = QLineEdit(self)
        self.number.setFixedHeight(theme.size("control"))
        self.number.setAccessibleName(self.tr("Phone number"))
        label.setBuddy(self.number)
        self._hint = QLabel(self)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        self._hint.setFont(theme.font("small"))
        self._hint.setMinimumHeight(theme.line_height("small") * 2)
        cancel = QPushButton(self.tr("Cancel"), self)
        self.write = QPushButton(self.tr("Write"), self)
        self.write.setProperty("role", "primary")
        self.write.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.write.clicked.connect(self._on_write_clicked)
        self.number.textChanged.connect(self._on_number_text_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 14)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(self.number)
        column.addWidget(self._hint)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.write)
        column.addLayout(row)
        self.setMinimumWidth(360)

    def _parsed(self) -> PhoneNumber | None:
        try:
            return PhoneNumber.parse(self.number.text())
        except ValueError:
            return None

    @Slot()
    def _on_number_text_changed(self) -> None:
        phone = self._parsed()
        palette = self._hint.palette()
        palette.setColor(self._hint.foregroundRole(), self._theme.tokens.text_secondary)
        self._hint.setPalette(palette)
        if phone is None:
            self._hint.clear()
        elif phone.carrier is Carrier.UNLISTED and not (len(phone.digits) == 11 and phone.digits[0] == "1"):
            self._hint.setText(
                self.tr("%1 is not a usual mobile number. It can still be tried.").replace("%1", phone.grouped)
            )
        else:
            self._hint.setText(phone.grouped)

    @Slot()
    def _on_write_clicked(self) -> None:
        phone = self._parsed()
        if phone is None:
            palette = self._hint.palette()
            palette.setColor(self._hint.foregroundRole(), self._theme.tokens.danger)
            self._hint.setPalette(palette)
            self._hint.setText(self.tr("This is no phone number: write 1 to 15 digits, for example 138 0013 8000."))
            self.number.setFocus()
            return
        self.accept()
        self.chosen.emit(phone)
