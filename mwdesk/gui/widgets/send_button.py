"""The send button in two parts: it sends, and its chevron offers to send and go on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from mwdesk.gui.painting import draw_icon
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton

CHEVRON_ROOM = 29
"""The chevron and the gap before it."""
_CHEVRON, _SPLIT = 28, 1
_NEXT_KEY = "Ctrl+Shift+Enter"


class _Chevron(QPushButton):
    """28 wide, with the icon in the colour of the text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "primary")
        self.setAutoDefault(False)
        self.setStyleSheet("QPushButton { border-top-left-radius: 0; border-bottom-left-radius: 0; padding: 0; }")
        self.setFixedSize(_CHEVRON, theme.size("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        color = self._theme.tokens.accent_text if self.isEnabled() else self._theme.tokens.text_disabled
        edge = self._theme.icon_size("small")
        left, top = (self.width() - edge) / 2, (self.height() - edge) / 2
        draw_icon(painter, self._theme, "chevron-down", edge, color, left, top)


class SendButton(QWidget):
    """Both parts are held together: what cannot be sent cannot be sent and gone on from."""

    clicked = Signal()
    next_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.main = ActionButton(theme, "send", parent=self)
        # Not by make_primary: a ring around one part would lie on the other, so both have theirs inside.
        self.main.setProperty("role", "primary")
        self.main.setToolTip("Ctrl+Enter")
        self.main.setStyleSheet("QPushButton { border-top-right-radius: 0; border-bottom-right-radius: 0; }")
        self.chevron = _Chevron(theme, self)
        words = self.tr("More ways to send")
        self.chevron.setAccessibleName(words)
        self.chevron.setToolTip(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPLIT)
        layout.addWidget(self.main)
        layout.addWidget(self.chevron)
        self.setFocusProxy(self.main)
        self.menu = QMenu(self)
        send_next = self.tr("Send and go to who waits longest")
        self.next_action = self.menu.addAction(f"{send_next}\t{_NEXT_KEY}")
        self.next_action.triggered.connect(self.next_clicked)
        self.main.clicked.connect(self.clicked)
        self.chevron.clicked.connect(self._on_chevron_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        """Fit both parts."""
        return self.main.sizeHint() + QSize(CHEVRON_ROOM, 0)

    @Slot()
    def _on_chevron_clicked(self) -> None:
        corner = self.chevron.mapToGlobal(QPoint(self.chevron.width(), 0))
        size = self.menu.sizeHint()
        self.menu.popup(QPoint(corner.x() - size.width(), corner.y() - size.height()))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.next_action.setIcon(self._theme.icon("send-next"))
        self.chevron.update()
