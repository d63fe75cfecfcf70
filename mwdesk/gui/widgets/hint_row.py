"""What keeps a text from being sent: it is marked in the box, and the row below says what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from mwdesk.domain.canned import Undefined, fill
from mwdesk.domain.text import Unsendable
from mwdesk.gui import announcing
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.message_box import Editor, Mark, mark_unsendable, utf16_places
from mwdesk.gui.widgets.strip import runs
from mwdesk.gui.widgets.words import Run, Sentence

_HEIGHT, _GAP = 28, 6


def _name(character: str) -> str:
    """Name a character: itself, or its code where nothing would be seen."""
    return character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"


class HintRow(QWidget):
    """Names the first place, counts the other ones, and offers to replace and to go there.

    Blanks come first: they can only be filled in, and nothing is sent before. What cannot go by SMS is refused when it
    is sent.
    """

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self._blanks: list[tuple[Undefined, Mark]] = []
        self._unsendable: list[tuple[Unsendable, Mark]] = []
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
        self.replace_button.clicked.connect(self._on_replace_button_clicked)
        self.go_button.clicked.connect(self._go)
        self.blank_button.clicked.connect(self._go)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    @property
    def words(self) -> str:
        """The whole sentence."""
        return self._sentence.text()

    @property
    def has_blanks(self) -> bool:
        """Tell whether something is still to be filled in."""
        return bool(self._blanks)

    def check(self) -> None:
        """Look at the text as it stands now; hide where nothing is wrong with it."""
        text = self._editor.toPlainText()
        at = utf16_places(text)
        self._blanks = [
            (blank, Mark(at[blank.start], at[blank.start + blank.length], "danger")) for blank in fill(text, {})[1]
        ]
        self._unsendable = mark_unsendable(text)
        self._editor.show_marks([mark for _, mark in (*self._unsendable, *self._blanks)])
        self._say()

    def refuse(self) -> bool:
        """Say that the text is not sent and go to the reason; False where there is none."""
        if not (self._blanks or self._unsendable):
            return False
        self._say(refused=True)
        self._go()
        announcing.announce(self._editor, self.words)
        return True

    def _say(self, *, refused: bool = False) -> None:
        self.setVisible(bool(self._blanks or self._unsendable))
        self.blank_button.setVisible(bool(self._blanks))
        self.go_button.setVisible(not self._blanks)
        if self._blanks:
            self._say_blank()
        elif self._unsendable:
            self._say_unsendable(refused=refused)

    def _say_blank(self) -> None:
        self._take_look("tick-failed", "danger")
        self.replace_button.hide()
        words = self.tr("%n place(s) still to be filled in: {blank}; then it can be sent", "", len(self._blanks))
        blank, _ = self._blanks[0]
        self._sentence.say(*runs(words, {"blank": Run(f"{{{blank.name}}}", "danger", strong=True)}))

    def _say_unsendable(self, *, refused: bool) -> None:
        self._take_look("warning", "warning")
        first, _ = self._unsendable[0]
        said = [Run(self.tr("Not sent: "))] if refused else []
        said.append(Run(_name(first.character), "warning", strong=True))
        if first.replacement is None:
            said.append(Run(" " + self.tr("cannot go by SMS", "after a character")))
        else:
            said.append(Run(" " + self.tr("cannot go by SMS; use", "after a character, before its replacement") + " "))
            said.append(Run(first.replacement, strong=True))
        if len(self._unsendable) > 1:
            said.append(Run(self.tr("; %n more place(s)", "", len(self._unsendable) - 1)))
        self._sentence.say(*said)
        replaceable = sum(found.replacement is not None for found, _ in self._unsendable)
        self.replace_button.setVisible(replaceable > 0)
        self.replace_button.setText(self.tr("Replace all") if replaceable > 1 else self.tr("Replace"))

    @Slot()
    def _go(self) -> None:
        _, mark = (*self._blanks[:1], *self._unsendable[:1])[0]
        self._editor.setTextCursor(self._editor.select(mark.start, mark.end))
        self._editor.setFocus()

    @Slot()
    def _on_replace_button_clicked(self) -> None:
        edit = QTextCursor(self._editor.document())
        edit.beginEditBlock()
        for found, mark in reversed(self._unsendable):
            if found.replacement is not None:
                edit.setPosition(mark.start)
                edit.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
                edit.insertText(found.replacement)
        edit.endEditBlock()
        self._editor.setFocus()

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
