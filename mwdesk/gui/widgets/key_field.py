"""A field that takes a key combination instead of text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from mwdesk.gui.commands import portable, shown
from mwdesk.gui.theme import Theme

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class KeyField(QLineEdit):
    """Reads the next combination while it has the focus; Tab and Escape go on as everywhere.

    QKeySequenceEdit waits for a second combination and swallows Tab; neither is wanted here.
    """

    captured = Signal(str)
    """A combination in Qt's portable form; empty for one Qt cannot write."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFixedHeight(theme.size("control"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setPlaceholderText(self.tr("Press the new keys"))

    def show_keys(self, keys: str) -> None:
        """Show a combination."""
        self.setText(shown(keys))

    def event(self, event: QEvent) -> bool:
        """Take what would be someone's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not _leaves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read a combination once its last key is down."""
        key = Qt.Key(event.key())
        modifiers = _modifiers(event)
        if _leaves(event):
            if key == Qt.Key.Key_Escape:
                self.left.emit()
            else:
                super().keyPressEvent(event)
            return
        event.accept()
        if key in _MODIFIERS or key == Qt.Key.Key_unknown or event.isAutoRepeat():
            return
        sequence = QKeySequence(QKeyCombination(modifiers, key))
        self.captured.emit(portable(sequence.toString(QKeySequence.SequenceFormat.PortableText)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what stands to be replaced."""
        super().focusInEvent(event)
        self.selectAll()


def _modifiers(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)


def _leaves(event: QKeyEvent) -> bool:
    return event.key() in _LEAVING and not _modifiers(event) & ~Qt.KeyboardModifier.ShiftModifier
