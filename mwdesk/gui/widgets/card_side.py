"""The window's pages with the contact card beside them, over them or in a dialog (DESIGN, section 6)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRect, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from mwdesk.gui.delegates.conversation_delegate import least_list_width
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.strip import may_move
from mwdesk.gui.widgets.thread_header import header_height

if TYPE_CHECKING:
    from mwdesk.gui.widgets.card_panel import CardPanel

_DIALOG_WIDTH, _DIALOG_HEIGHT = 320, 660
_DIALOG_MARGIN = 40


class Mode(Enum):
    """Where the card goes, by the window's width."""

    BESIDE = "beside"
    OVER = "over"
    DIALOG = "dialog"


class CardSide(QWidget):
    """Pages and card. The card is made when it is first looked at.

    Whether it is open is remembered by the owner; in a dialog it never opens by itself.
    """

    open_changed = Signal(bool)
    """The operator opened or closed it, other than in a dialog."""
    shown_changed = Signal(bool)
    """It is to be seen now, or no longer."""

    def __init__(
        self, theme: Theme, pages: QStackedWidget, make_panel: Callable[[], CardPanel], window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._pages = pages
        self._window = window
        self._make_panel = make_panel
        self._panel: CardPanel | None = None
        self.mode = Mode.BESIDE
        self._open = self._available = self._shown = False
        self._dialog: QDialog | None = None
        pages.setParent(self)
        self._motion = QVariantAnimation(self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.setDuration(theme.motion_ms("slow"))
        self._motion.valueChanged.connect(self._on_motion_value_changed)
        self._motion.finished.connect(self._on_motion_finished)
        theme.changed.connect(self._on_theme_changed)
        window.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Tell whether the card is to be seen."""
        return self._shown or self._dialog is not None

    @property
    def panel(self) -> CardPanel:
        """The card."""
        if self._panel is None:
            self._panel = self._make_panel()
            self._panel.setParent(self)
            self._panel.hide()
        return self._panel

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that holds the card in a narrow window, while it is open."""
        return self._dialog

    @property
    def is_moving(self) -> bool:
        """Tell whether the card slides just now."""
        return self._motion.state() is QVariantAnimation.State.Running

    def set_open(self, on: bool, *, moving: bool = True) -> None:
        """Open or close the card, where there is a customer to show."""
        if self.mode is Mode.DIALOG:
            if on and self._available:
                self._open_dialog()
            elif not on:
                self._close_dialog()
            return
        if on and not self._available:
            return
        if on != self._open:
            self._open = on
            self.open_changed.emit(on)
        self._refresh(moving=moving)

    def set_available(self, on: bool) -> None:
        """Tell whether there is a thread whose customer can be shown."""
        self._available = on
        if not on:
            self._close_dialog()
        self._refresh(moving=False)

    def remember(self, on: bool) -> None:
        """Take over what was remembered."""
        self._open = on
        self._refresh(moving=False)

    @Slot()
    def toggle(self) -> None:
        """Open the card, or close it."""
        self.set_open(not self.is_shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the place by the window's width, however it comes about."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._choose_mode()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place pages and card."""
        super().resizeEvent(event)
        self._motion.stop()
        self._place(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the thread back by Escape."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape and self._shown and focused and self.panel.isAncestorOf(focused):
            if self.mode is Mode.OVER:
                self.set_open(False)
            else:
                self._focus_page()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground the card slides over."""
        QPainter(self).fillRect(self.rect(), self._theme.tokens.surface)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._choose_mode()
        self.update()

    def _choose_mode(self) -> None:
        width = self._window.width()
        mode = Mode.BESIDE
        if width < self._theme.breakpoint("card_hidden_below"):
            mode = Mode.DIALOG
        elif width < max(self._theme.breakpoint("card_overlay_below"), self._least_width()):
            mode = Mode.OVER
        if mode is not self.mode:
            self.mode = mode
            self._close_dialog()
            self._refresh(moving=False)

    def _least_width(self) -> int:
        """Return what list, thread and card need side by side; more with large text."""
        theme = self._theme
        return least_list_width(theme) + theme.size("thread_min") + theme.size("card_width")

    def _refresh(self, *, moving: bool) -> None:
        shown = self._open and self._available and self.mode is not Mode.DIALOG
        beside = shown and self.mode is Mode.BESIDE
        self.setMinimumWidth(self._theme.size("thread_min") + (self._theme.size("card_width") if beside else 0))
        if shown == self._shown:
            if not self.is_moving:
                self._place(0)
            return
        self._shown = shown
        if not shown:
            self._leave_focus()
        self._motion.stop()
        if moving and self.isVisible() and may_move(self):
            width = self._theme.size("card_width")
            self._motion.setStartValue(width if shown else 0)
            self._motion.setEndValue(0 if shown else width)
            self.panel.show()
            self._motion.start()
        else:
            self._place(0)
        self.shown_changed.emit(shown)

    def _place(self, away: int) -> None:
        """Place pages and card; ``away`` is how much of the card is still or already out of sight."""
        width = self._theme.size("card_width")
        beside = self._shown and self.mode is Mode.BESIDE
        self._pages.setGeometry(0, 0, self.width() - (width if beside else 0), self.height())
        if self._dialog is None and (self._shown or self._panel is not None):
            # Over the thread it leaves the head free, whose button closes it again.
            top = header_height(self._theme) if self.mode is Mode.OVER else 0
            self.panel.setGeometry(QRect(self.width() - width + away, top, width, self.height() - top))
            self.panel.setVisible(self._shown or away > 0)
            self.panel.raise_()

    def _leave_focus(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._panel is not None and self._panel.isAncestorOf(focused):
            self._focus_page()

    def _focus_page(self) -> None:
        page = self._pages.currentWidget()
        if page is not None:
            last: QWidget | None = page.focusWidget()
            (page if last is None else last).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_dialog(self) -> None:
        if self._dialog is not None:
            return
        dialog = QDialog(self._window)
        dialog.setModal(True)
        dialog.setWindowTitle(self.panel.accessibleName())
        dialog.setAccessibleName(self.panel.accessibleName())
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.panel.show()
        dialog.resize(_DIALOG_WIDTH, min(_DIALOG_HEIGHT, self._window.height() - _DIALOG_MARGIN))
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()
        self.panel.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown_changed.emit(True)

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            self.panel.settle()
            self.panel.setParent(self)
            dialog.deleteLater()
            self._place(0)
            self.shown_changed.emit(self._shown)

    @Slot(object)
    def _on_motion_value_changed(self, away: int) -> None:
        self._place(away)

    @Slot()
    def _on_motion_finished(self) -> None:
        self._place(0)
