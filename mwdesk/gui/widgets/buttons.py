"""Buttons beyond the plain one: the small ones of strips, and the one with an icon or a key beside its words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from mwdesk.gui.painting import draw_icon, draw_keycap, draw_text, keycap_width
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import make_primary

_GAP = 6
_KEY_GAP = 8
_PADDING = 14
_SMALL_HEIGHT, _SMALL_PADDING = 26, 10
_KEYCAP_HEIGHT = 18
_SMALL_REST = "QPushButton { min-height: 24px; max-height: 24px; padding: 0 9px; }"
_SMALL = _SMALL_REST + "QPushButton:focus { min-height: 22px; max-height: 22px; padding: 0 8px; }"


class SmallButton(QPushButton):
    """26 high, for strips, hint rows and banners; ``role`` is empty, ``primary`` or ``link``."""

    def __init__(self, theme: Theme, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAutoDefault(False)
        if role == "primary":
            make_primary(theme, self)
        elif role:
            self.setProperty("role", role)
        if role != "link":
            self.setStyleSheet(_SMALL if role != "primary" else _SMALL_REST)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("small"))


class ActionButton(QPushButton):
    """An icon, the words and the key that does the same; it never gets narrower than these."""

    def __init__(self, theme: Theme, icon_name: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._shows_icon = bool(icon_name)
        self._key = ""
        self.setAutoDefault(False)
        if role == "primary":
            make_primary(theme, self)
        elif role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_words(self, words: str, key: str = "") -> None:
        """Show words and, behind them, a key in small type."""
        self._key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def show_icon(self, shown: bool) -> None:
        """Leave the icon out, or show it again."""
        self._shows_icon = shown and bool(self._icon_name)
        self.updateGeometry()
        self.update()

    def width_for(self, words: str, *, icon: bool = False, key: str = "") -> int:
        """Measure the button with other contents."""
        width = QFontMetricsF(self._theme.font("list")).horizontalAdvance(words) + 2 * _PADDING
        if icon:
            width += self._theme.icon_size("small") + _GAP
        if key:
            width += _KEY_GAP + QFontMetricsF(self._theme.font("small")).horizontalAdvance(key)
        return int(width + 0.99)

    def sizeHint(self) -> QSize:
        """Fit icon, words and key."""
        return QSize(self.width_for(self.text(), icon=self._shows_icon, key=self._key), self._theme.size("control"))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's button, then its contents."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        tokens = self._theme.tokens
        color = tokens.accent_text if self.property("role") == "primary" else tokens.text_primary
        if not self.isEnabled():
            color = tokens.text_disabled
        left = _PADDING + max(0.0, (self.width() - self.sizeHint().width()) / 2)
        if self._shows_icon:
            edge = self._theme.icon_size("small")
            draw_icon(painter, self._theme, self._icon_name, edge, color, left, (self.height() - edge) / 2)
            left += edge + _GAP
        font = self._theme.font("list")
        width = QFontMetricsF(font).horizontalAdvance(self.text())
        draw_text(painter, QRectF(left, 0, width + 1, self.height()), self.text(), font, color)
        if self._key:
            left += width + _KEY_GAP
            band = QRectF(left, 0, self.width() - left, self.height())
            draw_text(painter, band, self._key, self._theme.font("small"), color, Qt.AlignmentFlag.AlignLeft)


class KeyButton(QPushButton):
    """26 high: words, and behind them the key that does the same, in its frame."""

    def __init__(self, theme: Theme, words: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._theme = theme
        self._key = key
        self.setAutoDefault(False)
        self.setAccessibleName(words)
        self.setToolTip(key)
        self.setStyleSheet(_SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_key(self, key: str) -> None:
        """Show another key; empty if none does it, or there is no room for one."""
        self._key = key
        self.setToolTip(key)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Fit words and key."""
        width = QFontMetricsF(self._theme.font("small")).horizontalAdvance(self.text()) + 2 * _SMALL_PADDING
        if self._key:
            width += _GAP + keycap_width(self._theme, self._key)
        return QSize(int(width + 0.99), _SMALL_HEIGHT)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's button, then words and key."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        font = self._theme.font("small")
        words = QFontMetricsF(font).horizontalAdvance(self.text())
        band = QRectF(_SMALL_PADDING, 0, words + 1, self.height())
        draw_text(painter, band, self.text(), font, self._theme.tokens.text_primary)
        if self._key:
            cap = QRectF(0, 0, keycap_width(self._theme, self._key), _KEYCAP_HEIGHT)
            cap.moveTo(_SMALL_PADDING + words + _GAP, (self.height() - _KEYCAP_HEIGHT) / 2)
            draw_keycap(painter, self._theme, cap, self._key)
