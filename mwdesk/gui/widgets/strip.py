"""The strips above the text box: they open upward, and the thread's last bubble stays where it is."""

from __future__ import annotations

import ctypes
import re
import sys

from PySide6.QtCore import QEasingCurve, QVariantAnimation, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStyle, QWidget

from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Run

HEIGHT, GAP = 42, 8
LEFT, RIGHT, SPACING = 12, 8, 10
_PLACE = re.compile(r"\{(\w+)\}")
_SPI_GETCLIENTAREAANIMATION = 0x1042


def may_move(widget: QWidget) -> bool:
    """Tell whether the system wants movement; Qt does not read Windows' own switch."""
    if sys.platform == "win32":
        wanted = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(wanted), 0)
        if not wanted.value:
            return False
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0


def runs(template: str, values: dict[str, Run], color: str = "text_primary") -> list[Run]:
    """Put runs where a translated sentence has ``{name}``; what it does not know stays as it stands."""
    found: list[Run] = []
    for place, part in enumerate(_PLACE.split(template)):
        if place % 2:
            found.append(values.get(part, Run(f"{{{part}}}", color)))
        elif part:
            found.append(Run(part, color))
    return found


class _Body(QWidget):
    """What a strip reveals: the soft fill, and on it an icon and whatever the strip puts beside it."""

    def __init__(self, theme: Theme, soft: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._soft = soft
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(self._soft))
        painter.setPen(self._theme.edge or self._theme.colour(self._soft))
        radius = self._theme.radius("popup")
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Strip(QWidget):
    """One line of words with an icon and buttons; hidden until it is opened."""

    def __init__(self, theme: Theme, icon_name: str, color: str, soft: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon_name, self._color = icon_name, color
        self.body = _Body(theme, soft, self)
        self.icon = QLabel(self.body)
        self.row = QHBoxLayout(self.body)
        self.row.setContentsMargins(LEFT, 0, RIGHT, 0)
        self.row.setSpacing(SPACING)
        self.row.addWidget(self.icon)
        self._motion = QVariantAnimation(self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.setStartValue(0)
        self._motion.setEndValue(HEIGHT + GAP)
        self._motion.valueChanged.connect(self._on_motion_value_changed)
        self.setFixedHeight(HEIGHT + GAP)
        theme.changed.connect(self._on_strip_theme_changed)
        self._on_strip_theme_changed()
        self.hide()

    def open(self) -> None:
        """Come in from below, at once where nothing may move or nobody looks."""
        if not self.isHidden():
            return
        below = self.parentWidget()
        if below is not None and below.isVisible() and may_move(self):
            self.setFixedHeight(0)
            self._motion.setDuration(self.theme.motion_ms("normal"))
            self._motion.start()
        self.show()

    def dismiss(self) -> None:
        """Go at once: what it asked is settled."""
        self._motion.stop()
        self.hide()
        self.setFixedHeight(HEIGHT + GAP)

    def room_beside(self, *widgets: QWidget) -> int:
        """Return the width that the icon and some widgets leave for words."""
        shown = [widget for widget in (self.icon, *widgets) if not widget.isHidden()]
        taken = sum(widget.sizeHint().width() + SPACING for widget in shown)
        return self.width() - LEFT - taken - RIGHT

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the contents whole while they come into view."""
        super().resizeEvent(event)
        self.body.setGeometry(0, 0, self.width(), HEIGHT)

    @Slot(object)
    def _on_motion_value_changed(self, height: int) -> None:
        self.setFixedHeight(height)

    @Slot()
    def _on_strip_theme_changed(self) -> None:
        edge, color = self.theme.icon_size("action"), self.theme.colour(self._color)
        self.icon.setPixmap(self.theme.pixmap(self._icon_name, edge, color, self.devicePixelRatioF()))
