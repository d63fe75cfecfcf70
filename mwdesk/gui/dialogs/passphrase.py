"""Choosing a pass-phrase: typed twice, its strength said in plain words."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mwdesk.gui.dialogs.form import FIELD_GAP
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField, PasswordField
from mwdesk.gui.widgets.words import Words

_POOLS = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
_OTHER_ASCII, _BEYOND_ASCII = 33, 1500
_FAIR_BITS, _STRONG_BITS = 40, 60
_SHORTEST = 8
_SHORTEST_BEYOND_ASCII = 5


class Strength(Enum):
    """How long a guesser would need, at best a guess itself."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength_of(phrase: str) -> Strength:
    """Estimate by length and kinds of characters; what repeats or counts up adds next to nothing."""
    new = [c for before, c in zip("\0" + phrase, phrase, strict=False) if ord(c) - ord(before) not in (-1, 0, 1)]
    pool = sum(size for belongs, size in _POOLS if any(c.isascii() and belongs(c) for c in phrase))
    pool += _OTHER_ASCII if any(c.isascii() and not c.isalnum() for c in phrase) else 0
    beyond = any(not c.isascii() for c in phrase)
    pool += _BEYOND_ASCII if beyond else 0
    bits = min(len(new), 2 * len(set(phrase))) * math.log2(max(2, pool))
    if bits < _FAIR_BITS or len(phrase) < (_SHORTEST_BEYOND_ASCII if beyond else _SHORTEST):
        return Strength.WEAK
    return Strength.STRONG if bits >= _STRONG_BITS else Strength.FAIR


def strength_words(phrase: str) -> str:
    """Say how strong a pass-phrase is and what would make it stronger."""
    if not phrase:
        return QCoreApplication.translate("Passphrase", "Several words that only you put together, for example.")
    match strength_of(phrase):
        case Strength.WEAK:
            return QCoreApplication.translate("Passphrase", "Weak: a program would guess it. Make it longer.")
        case Strength.FAIR:
            return QCoreApplication.translate("Passphrase", "Fair: one more word would make it strong.")
        case Strength.STRONG:
            return QCoreApplication.translate("Passphrase", "Strong.")


class PassphraseFields(QWidget):
    """Both fields and what follows from forgetting it."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = PasswordField(theme)
        self.field = LabelledField(theme, self.tr("Pass-phrase"), self.edit, strength_words(""))
        self.repeat_edit = PasswordField(theme)
        self.repeat_field = LabelledField(theme, self.tr("Pass-phrase again"), self.repeat_edit)
        self.note = Words(
            theme,
            self.tr("Nobody can bring it back: without it the messages stay locked for good. Write it down."),
            color="text_primary",
            parent=self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_GAP)
        for widget in (self.field, self.repeat_field, self.note):
            layout.addWidget(widget)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_text_changed)
        self.repeat_edit.textChanged.connect(self._on_text_changed)

    @property
    def phrase(self) -> str:
        """The pass-phrase, once it was typed the same way twice; else empty."""
        return self.edit.text() if self.edit.text() == self.repeat_edit.text() else ""

    def forget(self) -> None:
        """Clear both fields."""
        for edit in (self.edit, self.repeat_edit):
            edit.clear()
            edit.hide_password()

    @Slot()
    def _on_text_changed(self) -> None:
        phrase, repeat = self.edit.text(), self.repeat_edit.text()
        self.field.set_help(strength_words(phrase))
        self.repeat_field.set_error("" if phrase.startswith(repeat) else self.tr("The two do not match."))
        self.changed.emit()
