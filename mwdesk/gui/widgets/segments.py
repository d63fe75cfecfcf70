"""One choice of a few, side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from mwdesk.gui.painting import draw_ring, draw_text, hairline_width, plain_tooltip
from mwdesk.gui.theme import Theme

_PADDING = 12
_LINE = 2
_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class _SegmentButton(QAbstractButton):
    """The words of one segment; fills and edges are painted by :class:`Segments` below it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shows_focus = False
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def natural_width(self) -> int:
        font = self._theme.font("list")
        font.setBold(True)
        return QFontMetrics(font).horizontalAdvance(self.text()) + 2 * _PADDING

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font("list")
        font.setBold(self.isChecked())
        color = tokens.link if self.isChecked() else tokens.text_primary
        if not self.isEnabled():
            color = tokens.text_disabled
        draw_text(painter, QRectF(self.rect()), self.text(), font, color, Qt.AlignmentFlag.AlignHCenter)
        if self.shows_focus and self.hasFocus():
            ring = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            draw_ring(painter, ring, self._theme.radius("tight"), self._theme.size("focus_ring"), tokens.focus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A dialog that opens sends a tab's event to a widget that has no focus yet: nobody pressed a key.
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.shows_focus = self.hasFocus() and event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.shows_focus = True
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class Segments(QWidget):
    """Equally wide segments, one of them chosen; arrow keys move inside."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = [key for key, _text in choices]
        self._buttons = [_SegmentButton(theme, text, self) for _key, text in choices]
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for number, button in enumerate(self._buttons):
            button.setAccessibleDescription(name)
            self._group.addButton(button, number)
        self._group.idToggled.connect(self._on_group_toggled)
        theme.changed.connect(self._on_theme_changed)

    @property
    def value(self) -> str:
        """The key of the chosen segment; empty while none is."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_value(self, key: str) -> None:
        """Choose without telling anyone; a key that is not offered chooses the first one."""
        blocked = self._group.blockSignals(True)
        button = self._buttons[self._keys.index(key) if key in self._keys else 0]
        button.setChecked(True)
        self.setFocusProxy(button)
        self._group.blockSignals(blocked)
        self.update()

    def button(self, key: str) -> _SegmentButton:
        """Return one segment."""
        return self._buttons[self._keys.index(key)]

    def sizeHint(self) -> QSize:
        """Give every segment the width of the widest."""
        widest = max(button.natural_width for button in self._buttons)
        return QSize(widest * len(self._buttons), self._theme.size("control"))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out equally."""
        super().resizeEvent(event)
        edges = [round(number * self.width() / len(self._buttons)) for number in range(len(self._buttons) + 1)]
        for number, button in enumerate(self._buttons):
            button.setGeometry(edges[number], 0, edges[number + 1] - edges[number], self.height())
            button.setToolTip(plain_tooltip(button.text()) if button.width() < button.natural_width else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint fills, dividers, the accent line and the edge."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = hairline_width(self.devicePixelRatioF())
        edge = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        outline = QPainterPath()
        outline.addRoundedRect(edge, self._theme.radius("control"), self._theme.radius("control"))
        painter.fillPath(outline, tokens.surface if self.isEnabled() else tokens.window)
        painter.setClipPath(outline)
        for button in self._buttons:
            if button.isChecked():
                painter.fillRect(button.geometry(), tokens.accent_soft)
            elif button.isDown():
                painter.fillRect(button.geometry(), tokens.pressed)
            elif button.underMouse() and button.isEnabled():
                painter.fillRect(button.geometry(), tokens.list_hover)
        for button in self._buttons[1:]:
            painter.fillRect(QRectF(button.x(), 0, line, self.height()), tokens.border_control)
        painter.setClipping(False)
        painter.strokePath(outline, QPen(tokens.border_control, line))
        painter.setClipPath(outline)
        for button in self._buttons:
            if button.isChecked():
                painter.fillRect(QRectF(button.x(), self.height() - _LINE, button.width(), _LINE), tokens.accent)

    @Slot(int, bool)
    def _on_group_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self._buttons[number])
            self.update()
            self.chosen.emit(self._keys[number])

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
