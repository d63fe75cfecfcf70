"""A question before something that cannot be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Words


class Question(FormDialog):
    """Names what will happen; the safe answer is the primary one and has the focus."""

    agreed = Signal(object)
    """Carries the subject."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        what: str,
        meaning: str,
        yes: str,
        no: str,
        subject: object = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent)
        self._subject = subject
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.what = Words(theme, what, "title", "text_primary", self)
        self.meaning = Words(theme, meaning, "list", "text_primary", self)
        self.setAccessibleDescription(f"{what}\n{meaning}")
        self.body.addWidget(self.what)
        self.body.addWidget(self.meaning)
        self.yes_button = self.add_button(yes)
        self.no_button = self.add_button(no, "primary")
        self.no_button.setDefault(True)
        self.yes_button.clicked.connect(self._on_yes_clicked)
        self.no_button.clicked.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the focus to the safe answer."""
        super().showEvent(event)
        self.no_button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_yes_clicked(self) -> None:
        self.accept()
        self.agreed.emit(self._subject)
