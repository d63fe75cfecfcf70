"""The strip below a thread's head while something is looked for in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from mwdesk.gui import announcing, painting, wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Run, Sentence

_HEIGHT = 40
_MARGIN = 20
_FIELD_WIDTH = 220
_FIELD_PADDING = 20
_DELAY_MS = 120


class FindBar(QWidget):
    """Says how many messages hold a text and which one is being looked at; the keys and buttons go to the others."""

    text_changed = Signal(str)
    """Something else is to be looked for; told once the keys rest."""
    step_requested = Signal(int)
    """The next hit is wanted: 1 downward, to newer ones, -1 upward."""
    left = Signal()
    """Escape: back to where the reader was."""
    closed = Signal()
    """The cross: stay here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.tr("Find in this conversation"))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this conversation"))
        self.field.setAccessibleName(self.tr("Find in this conversation"))
        self.words = Sentence(theme, "list", self)
        self.up_button = self._button(self.tr("Older hit"))
        self.down_button = self._button(self.tr("Newer hit"))
        self.close_button = self._button(self.tr("Close"))
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, 12, 1)
        row.setSpacing(8)
        row.addWidget(self.field)
        row.addWidget(self.words, 1)
        for button in (self.up_button, self.down_button, self.close_button):
            row.addWidget(button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.up_button.clicked.connect(self._on_up_clicked)
        self.down_button.clicked.connect(self._on_down_clicked)
        self.close_button.clicked.connect(self.closed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def open_field(self) -> None:
        """Let a text be typed."""
        self.field.setVisible(True)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_result(self, text: str, current: int, count: int, *, typed: bool) -> None:
        """Say which hit of how many is shown; ``current`` counts from 1. ``typed``: the text stands in the field."""
        self.field.setVisible(typed)
        self.up_button.setEnabled(count > 1)
        self.down_button.setEnabled(count > 1)
        quoted = wording.fill(self.tr("“%1”", "a text in quotation marks"), painting.single_line(text))
        runs = [] if typed else [Run(quoted + " ")]
        if count:
            for words, figure in (
                (self.tr("%n message(s) here, ", "hits in a conversation", count), count),
                (wording.fill(self.tr("number %1", "which hit is shown"), current), current),
            ):
                before, _, after = words.partition(str(figure))
                runs += [Run(before), Run(str(figure), strong=True), Run(after)]
        elif text:
            runs.append(Run(self.tr("not in this conversation"), "text_secondary"))
        self.words.say(*runs)
        self.show()
        if text:
            announcing.announce(self, self.words.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up by Enter, down by Shift+Enter, back by Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            down = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_requested.emit(1 if down else -1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_requested.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the hairline below."""
        painter = QPainter(self)
        t = self._theme.tokens
        painter.fillRect(self.rect(), t.surface)
        line = painting.hairline_width(self.devicePixelRatioF())
        painting.draw_horizontal_hairline(painter, 0, self.width(), self.height() - line, t.border)

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "icon")
        button.setFixedSize(self._theme.size("icon_button"), self._theme.size("icon_button"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    @Slot()
    def _on_field_text_changed(self) -> None:
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self.text_changed.emit(self.field.text().strip())

    @Slot()
    def _on_up_clicked(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self.step_requested.emit(1)

    @Slot()
    def _on_theme_changed(self) -> None:
        px = self._theme.icon_size("small")
        self.up_button.setIcon(self._theme.icon("chevron-down", turned=True))
        self.down_button.setIcon(self._theme.icon("chevron-down"))
        self.close_button.setIcon(self._theme.icon("close"))
        for button in (self.up_button, self.down_button, self.close_button):
            button.setIconSize(QSize(px, px))
        self.field.setFont(self._theme.font("list"))
        words = QFontMetrics(self._theme.font("list")).horizontalAdvance(self.field.placeholderText())
        self.field.setFixedWidth(max(_FIELD_WIDTH, words + _FIELD_PADDING))
        self.update()
