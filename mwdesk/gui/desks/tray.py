"""The sign in the system's tray, with a count on it, and the number on the taskbar's button."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from mwdesk.gui import wording
from mwdesk.gui.painting import draw_text
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.gui.notice_server import NoticeServer

_EDGES = (16, 20, 22, 24, 32, 48, 64)
_BADGE_PART = 0.62
"""Of the icon's edge: a figure is legible from 16 pixels on."""
_RING_PART = 0.06
_NO_MARKUP = str.maketrans("<&", "＜＆")
"""Some Linux desktops take a notice for markup, others show it as it stands; a customer's text must be read by both."""


class TrayDesk(QObject):
    """One icon, shown as soon as the system has a tray; nothing else depends on it.

    Waiting for a tray is not left to Qt: on X11 that takes a window of its own, 11 MB and half a per cent of a core.
    """

    open_requested = Signal()
    message_clicked = Signal()
    ready = Signal()
    """The system would show a notice now."""
    silent = Signal()
    """Nothing shows notices at the moment, whatever the system promised."""

    def __init__(
        self,
        theme: Theme,
        quiet: QAction,
        actions: Sequence[QAction],
        quit_action: QAction,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._unread = 0
        self.menu = self._make_menu(quiet, *actions, quit_action)
        self.locked_menu = self._make_menu(quit_action)
        """What may be asked for while the window is locked."""
        self.icon = QSystemTrayIcon(theme.app_icon(), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_icon_activated)
        self.icon.messageClicked.connect(self.message_clicked)
        self.icon.setToolTip("MWDesk")
        self._appear()
        theme.changed.connect(self._refresh)

    def _make_menu(self, *actions: QAction) -> QMenu:
        menu = QMenu()
        opening = menu.addAction(self.tr("Open MWDesk"))
        opening.triggered.connect(self.open_requested)
        menu.setDefaultAction(opening)
        menu.addSeparator()
        menu.addActions(actions)
        menu.insertSeparator(actions[-1])
        return menu

    def set_locked(self, locked: bool) -> None:
        """Offer little while the window is locked."""
        self.icon.setContextMenu(self.locked_menu if locked else self.menu)

    @property
    def is_available(self) -> bool:
        """Tell whether there is a tray, from which the window could be opened again."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def can_tell(self) -> bool:
        """Tell whether the system shows notices for us."""
        return self.is_available and QSystemTrayIcon.supportsMessages()

    def _appear(self) -> None:
        if not self.icon.isVisible() and self.is_available:
            self.icon.show()

    def show_counts(self, unread: int, waiting: int, quiet: str) -> None:
        """Show how many conversations are unread; what else is known stands in the tooltip."""
        self._appear()
        lines = [wording.fill(self.tr("MWDesk: %1 unread, %2 waiting"), unread, waiting), quiet]
        self.icon.setToolTip("\n".join(filter(None, lines)))
        if unread != self._unread:
            looks_alike = self._count_text(unread) == self._count_text(self._unread)
            self._unread = unread
            _set_badge(unread)
            if not looks_alike:
                self._refresh()

    @cached_property
    def _server(self) -> NoticeServer:
        from mwdesk.gui.notice_server import NoticeServer

        server = NoticeServer(self)
        server.answered.connect(self.ready)
        server.silent.connect(self.silent)
        return server

    @Slot()
    def make_ready(self) -> None:
        """Find out, without waiting for it, whether the system would show a notice now."""
        if sys.platform == "linux":
            self._server.ask()
        else:
            self.ready.emit()

    def show_message(self, title: str, text: str) -> None:
        """Have the system show a notice."""
        if sys.platform == "linux":
            title, text = title.translate(_NO_MARKUP), text.translate(_NO_MARKUP)
        self.icon.showMessage(title, text, self._theme.app_icon())

    def end(self) -> None:
        """Take the icon away."""
        _set_badge(0)
        self.icon.hide()
        for menu in (self.menu, self.locked_menu):
            menu.deleteLater()

    def counted_icon(self) -> QIcon:
        """Draw the application's icon with the count in its corner."""
        plain = self._theme.app_icon()
        if not self._unread:
            return plain
        icon = QIcon()
        for edge in _EDGES:
            pixmap = QPixmap(edge, edge)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            plain.paint(painter, 0, 0, edge, edge)
            self._draw_count(painter, edge)
            painter.end()
            icon.addPixmap(pixmap)
        return icon

    @staticmethod
    def _count_text(unread: int) -> str:
        return str(unread) if unread < 10 else "9+"

    def _draw_count(self, painter: QPainter, edge: int) -> None:
        """Draw the list's badge inside out: the icon is as blue as a badge."""
        text = self._count_text(self._unread)
        height = round(edge * _BADGE_PART)
        width = height if len(text) == 1 else round(edge * 0.85)
        ring = max(1.0, edge * _RING_PART)
        disc = QRectF(edge - width, edge - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.drawRoundedRect(disc.adjusted(-ring, -ring, ring, ring), height / 2 + ring, height / 2 + ring)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(self._theme.tokens.badge_text)
        painter.drawRoundedRect(disc, height / 2, height / 2)
        font = self._theme.font("caption")
        font.setBold(True)
        font.setPixelSize(round(height * 0.82))
        draw_text(painter, disc, text, font, self._theme.tokens.badge, Qt.AlignmentFlag.AlignHCenter)

    @Slot()
    def _refresh(self) -> None:
        self.icon.setIcon(self.counted_icon())

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_icon_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_requested.emit()


def _set_badge(number: int) -> None:
    """Show a number on the taskbar's button, where the system has a place for one."""
    application = QGuiApplication.instance()
    # A Linux desktop finds the button by the name of the program's desktop file.
    if isinstance(application, QGuiApplication) and (sys.platform != "linux" or application.desktopFileName()):
        application.setBadgeNumber(number)
