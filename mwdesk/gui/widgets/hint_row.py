"""The row below the text box: what keeps the text from being sent, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from mwdesk.domain.canned import Undefined
from mwdesk.domain.text import Unsendable
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.strip import runs
from mwdesk.gui.widgets.words import Run, Sentence

_HEIGHT, _GAP = 28, 6


def _name(character: str) -> str:
    """Name a character: itself, or its code where nothing would be seen."""
    return character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"


class HintRow(QWidget):
    """Names the first place, counts the other ones, and offers to replace and to go there."""

    replace_requested = Signal()
    go_requested = Signal()
    """To the first place named."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = "warning", "warning"
        self.setFixedHeight(_GAP + _HEIGHT)
        self._icon = QLabel(self)
        self._sentence = Sentence(theme, "small", self)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.replace_button = SmallButton(theme, parent=self)
        self.go_button = SmallButton(theme, self.tr("Go to it"), "link", self)
        self.blank_button = SmallButton(theme, self.tr("Go to the place"), parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, _GAP, 0, 0)
        layout.setSpacing(8)
        for widget in (self._icon, self._sentence, self.replace_button, self.go_button, self.blank_button):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.replace_button.clicked.connect(self.replace_requested)
        self.go_button.clicked.connect(self.go_requested)
        self.blank_button.clicked.connect(self.go_requested)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    @property
    def words(self) -> str:
        """The whole sentence."""
        return self._sentence.text()

    def show_problems(self, blanks: Sequence[Undefined], found: Sequence[Unsendable], *, refused: bool) -> None:
        """Say what cannot be sent, blanks first; hide when there is nothing. ``refused``: a send was tried."""
        self.setVisible(bool(blanks or found))
        self.blank_button.setVisible(bool(blanks))
        self.go_button.setVisible(not blanks)
        if blanks:
            self._show_blanks(blanks)
        elif found:
            self._show_unsendable(found, refused=refused)

    def _show_blanks(self, blanks: Sequence[Undefined]) -> None:
        self._take_look("tick-failed", "danger")
        self.replace_button.hide()
        words = self.tr("%n place(s) still to be filled in: {blank}; then it can be sent", "", len(blanks))
        self._sentence.say(*runs(words, {"blank": Run(f"{{{blanks[0].name}}}", "danger", strong=True)}))

    def _show_unsendable(self, found: Sequence[Unsendable], *, refused: bool) -> None:
        self._take_look("warning", "warning")
        first = found[0]
        runs = [Run(self.tr("Not sent: "))] if refused else []
        runs.append(Run(_name(first.character), "warning", strong=True))
        if first.replacement is None:
            runs.append(Run(" " + self.tr("cannot go by SMS", "after a character")))
        else:
            runs.append(Run(" " + self.tr("cannot go by SMS; use", "after a character, before its replacement") + " "))
            runs.append(Run(first.replacement, strong=True))
        if len(found) > 1:
            runs.append(Run(self.tr("; %n more place(s)", "", len(found) - 1)))
        self._sentence.say(*runs)
        replaceable = sum(each.replacement is not None for each in found)
        self.replace_button.setVisible(replaceable > 0)
        self.replace_button.setText(self.tr("Replace all") if replaceable > 1 else self.tr("Replace"))

    def _take_look(self, icon_name: str, color: str) -> None:
        if self._look != (icon_name, color):
            self._look = icon_name, color
            self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        icon_name, color = self._look
        edge = self._theme.icon_size("small")
        pixmap = self._theme.pixmap(icon_name, edge, self._theme.colour(color), self.devicePixelRatioF())
        self._icon.setPixmap(pixmap)
