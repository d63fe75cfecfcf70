"""Focus rings that are widgets: over what scrolls, together with its edge, and around filled buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLineEdit, QPushButton, QWidget

from mwdesk.gui.painting import draw_ring, hairline_width
from mwdesk.gui.theme import Theme

_OFF = 1
"""Between a filled button and its ring, and between a field's ring and the edge that says it is wrong."""


def make_primary(theme: Theme, button: QPushButton) -> None:
    """Fill a button, and give it its ring."""
    button.setProperty("role", "primary")
    OuterRing(theme, button)


class _Ring(QWidget):
    """Follows the place and the focus of another widget."""

    def __init__(self, theme: Theme, around: QWidget, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._around = around
        self._focused = around.hasFocus()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(self._is_wanted())
        around.installEventFilter(self)
        theme.changed.connect(self.update)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow place and focus."""
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.Move, QEvent.Type.Resize):
            self._focused = self._around.hasFocus()
            self.setGeometry(self._place())
            self.raise_()
        elif kind == QEvent.Type.FocusOut:
            # Also the last word of a widget that is being taken apart, which can be asked nothing any more.
            self._focused = False
        else:
            return False
        self.setVisible(self._is_wanted())
        self.update()
        return False

    def _place(self) -> QRect:
        return self._around.rect()

    def _is_wanted(self) -> bool:
        return self._focused

    def _draw(self, painter: QPainter, radius: float) -> None:
        width = self._theme.size("focus_ring")
        draw_ring(painter, QRectF(self.rect()), radius, width, self._theme.tokens.focus)


class FocusRing(_Ring):
    """Lies over a scroll area while that has the focus (DESIGN, section 5)."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(theme, area, area)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, self._theme.radius("control"))


class ListEdge(_Ring):
    """The edge of a list that stands in a dialog: a control's, and the ring in its place while the list has the focus.

    It lies over rows and headings, whose corners are square.
    """

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(theme, area, area)
        area.setFrameShape(QFrame.Shape.NoFrame)

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
        if self._focused:
            self._draw(painter, radius)
        else:
            draw_ring(painter, rect, radius, hairline_width(self.devicePixelRatioF()), t.border_control)


class WrongRing(_Ring):
    """Lies over a field in which something is wrong while that has the focus: its ring stands in place of the edge, so
    the edge that says so follows inside.
    """

    def __init__(self, theme: Theme, field: QLineEdit) -> None:
        super().__init__(theme, field, field)

    def refresh(self) -> None:
        """Look whether something is wrong."""
        self.setGeometry(self._place())
        self.setVisible(self._is_wanted())
        self.raise_()

    def _is_wanted(self) -> bool:
        return self._focused and bool(self._around.property("invalid"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the edge inside the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = self._theme.size("focus_ring") + _OFF
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = self._theme.radius("field") - inset
        draw_ring(painter, rect, radius, self._theme.size("focus_ring"), self._theme.tokens.danger)


class OuterRing(_Ring):
    """The ring of a filled button: a pixel off it, for in its own colour none would be seen on it."""

    def __init__(self, theme: Theme, button: QPushButton) -> None:
        super().__init__(theme, button, button.parentWidget())
        button.setProperty("ringed", True)
        button.destroyed.connect(self.deleteLater)

    def _place(self) -> QRect:
        room = _OFF + self._theme.size("focus_ring")
        return self._around.geometry().adjusted(-room, -room, room, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, self._theme.radius("control") + _OFF + self._theme.size("focus_ring") / 2)
