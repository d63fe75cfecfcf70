"""Our icons: black strokes in SVG, rendered in any colour for the pixels they are shown in (DESIGN, section 10)."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from mwdesk.gui.resources import resource_path

_APP_ICON_EDGES = (("app-16", (16,)), ("app-24", (24,)), ("app-32", (32,)), ("app", (48, 64, 128, 256)))
"""The application's icon is drawn by hand for the small sizes."""


class Icons:
    """The rendered icons, by name, edge, colour and scale. Lives on the window's thread."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
        self._renderers: dict[str, QSvgRenderer] = {}

    def app_icon(self) -> QIcon:
        """Return the application's own icon in its own colours."""
        icon = QIcon()
        for name, edges in _APP_ICON_EDGES:
            for edge in edges:
                icon.addPixmap(self._render(name, edge))
        return icon

    def clear(self) -> None:
        """Forget what was rendered: the colours have changed."""
        self._pixmaps.clear()

    def pixmap(self, name: str, px: int, colour: QColor, dpr: float = 1.0) -> QPixmap:
        """Render an icon of ``px`` device-independent pixels in one colour; cached."""
        key = (name, px, colour.rgba(), dpr)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._render(name, max(1, round(px * dpr)))
            painter = QPainter(pixmap)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(pixmap.rect(), colour)
            painter.end()
            pixmap.setDevicePixelRatio(dpr)
            self._pixmaps[key] = pixmap
        return pixmap

    def icon(self, name: str, colour: QColor, disabled: QColor, *, turned: bool = False) -> QIcon:
        """Return an icon in two colours; ``turned`` stands on its head. Nothing is rendered before it is painted."""
        return QIcon(_TintedEngine(self, name, colour, disabled, turned))

    def _render(self, name: str, edge: int) -> QPixmap:
        renderer = self._renderers.get(name)
        if renderer is None:
            data = resource_path("icons", f"{name}.svg").read_bytes()
            renderer = self._renderers[name] = QSvgRenderer(QByteArray(data))
        pixmap = QPixmap(edge, edge)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, edge, edge))
        painter.end()
        return pixmap


class _TintedEngine(QIconEngine):
    """Renders an icon at whatever size and scale it is asked for."""

    def __init__(self, icons: Icons, name: str, colour: QColor, disabled: QColor, turned: bool) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._colour = colour
        self._disabled = disabled
        self._turned = turned

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._icons, self._name, self._colour, self._disabled, self._turned)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        pixmap = self._icons.pixmap(self._name, min(size.width(), size.height()), colour, scale)
        if self._turned:
            pixmap = pixmap.transformed(QTransform().rotate(180))
        return pixmap

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        pixmap = self.scaledPixmap(rect.size(), mode, state, painter.device().devicePixelRatio())
        edge = min(rect.width(), rect.height())
        place = QRect(0, 0, edge, edge)
        place.moveCenter(rect.center())
        painter.drawPixmap(place, pixmap)
