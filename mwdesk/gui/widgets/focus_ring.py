"""Focus rings that are widgets: over what scrolls, together with its edge, and around filled buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QPushButton, QWidget

from mwdesk.gui.painting import draw_ring, hairline_width
from mwdesk.gui.theme import Theme

_OFF = 1
"""Between a filled button and its ring."""


class FocusRing(QWidget):
    """Shown while its scroll area has the focus (DESIGN, section 5)."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._theme = theme
        self._area = area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(area.hasFocus())
        area.installEventFilter(self)
        theme.changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow size and focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize):
            self.setGeometry(self._area.rect())
            self.setVisible(self._is_wanted())
            self.update()
            self.raise_()
        return super().eventFilter(watched, event)

    def _is_wanted(self) -> bool:
        return self._area.hasFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, width = self._theme.radius("control"), self._theme.size("focus_ring")
        draw_ring(painter, QRectF(self.rect()), radius, width, self._theme.tokens.focus)


class ListEdge(FocusRing):
    """The edge of a list that stands in a dialog: a control's, and the ring in its place while the list has the focus.

    It lies over rows and headings, whose corners are square.
    """

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(theme, area)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.show()

    def _is_wanted(self) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Round the corners and paint the edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, rect, radius = self._theme.tokens, QRectF(self.rect()), self._theme.radius("control")
        outside = QPainterPath()
        outside.addRect(rect)
        outside.addRoundedRect(rect, radius, radius)
        painter.fillPath(outside, t.raised)
        if self._area.hasFocus():
            draw_ring(painter, rect, radius, self._theme.size("focus_ring"), t.focus)
        else:
            draw_ring(painter, rect, radius, hairline_width(self.devicePixelRatioF()), t.border_control)


def make_primary(theme: Theme, button: QPushButton) -> None:
    """Fill a button of a dialog, and give it its ring."""
    button.setProperty("role", "primary")
    OuterRing(theme, button)


class OuterRing(QWidget):
    """The ring of a filled button: a pixel off it, for in its own colour none would be seen on it."""

    def __init__(self, theme: Theme, button: QPushButton) -> None:
        super().__init__(button.parentWidget())
        self._theme = theme
        self._button = button
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        button.setProperty("ringed", True)
        button.installEventFilter(self)
        theme.changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow place and focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Move, QEvent.Type.Resize):
            room = _OFF + self._theme.size("focus_ring")
            self.setGeometry(self._button.geometry().adjusted(-room, -room, room, room))
            self.setVisible(self._button.hasFocus())
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._theme.size("focus_ring")
        radius = self._theme.radius("control") + _OFF + width / 2
        draw_ring(painter, QRectF(self.rect()), radius, width, self._theme.tokens.focus)
