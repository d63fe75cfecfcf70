"""What forms are made of: labelled fields, password fields and check boxes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
    QTextLayout,
)
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mwdesk.gui import announcing
from mwdesk.gui.painting import draw_ring, draw_text, hairline_width
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import WrongRing
from mwdesk.gui.widgets.words import Run, Sentence, Words

_EYE_WIDTH = 32
_DOT = "\u2022"
_DOT_PITCH = 11
_CHECK_GAP = 8
_TICK = (QPointF(4, 8.25), QPointF(6.75, 11), QPointF(12, 5.25))


def repolish(widget: QWidget) -> None:
    """Make the style sheet look at changed dynamic properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class CheckBox(QCheckBox):
    """A check box filled with the accent while it is ticked."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Fit box and words in one line."""
        width = QFontMetricsF(self._theme.font("list")).horizontalAdvance(self.text())
        return QSize(int(width + 1) + self._indent, self._theme.line_height("list"))

    def minimumSizeHint(self) -> QSize:
        """Give way down to the longest word."""
        metrics = QFontMetricsF(self._theme.font("list"))
        width = max(metrics.horizontalAdvance(word) for word in self.text().split(" "))
        return QSize(int(width + 1) + self._indent, self._theme.line_height("list"))

    def heightForWidth(self, width: int) -> int:
        """Wrap the words where it is narrow."""
        return len(self._lines(width)) * self._theme.line_height("list")

    @property
    def _indent(self) -> int:
        return self._theme.icon_size("small") + _CHECK_GAP

    def _lines(self, width: int) -> list[str]:
        layout = QTextLayout(self.text(), self._theme.font("list"))
        lines = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width - self._indent))
            lines.append(self.text()[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return lines

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks on the words too."""
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, its tick and the words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, radius = self._theme.icon_size("small"), self._theme.radius("tight")
        height = self._theme.line_height("list")
        lines = self._lines(self.width())
        top = (self.height() - len(lines) * height) / 2
        box = QRectF(0, top + (height - size) / 2, size, size)
        line = hairline_width(self.devicePixelRatioF())
        edge = box.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        if self.isChecked() and self.isEnabled():
            fill = tokens.accent_hover if self.underMouse() else tokens.accent
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_pressed if self.isDown() else fill)
            painter.drawRoundedRect(box, radius, radius)
        else:
            painter.setPen(QPen(tokens.border_control if self.isEnabled() else tokens.border, line))
            painter.setBrush(tokens.surface if self.isEnabled() else tokens.window)
            painter.drawRoundedRect(edge, radius, radius)
        if self.isChecked():
            color = tokens.accent_text if self.isEnabled() else tokens.text_disabled
            painter.setPen(QPen(color, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPolyline([box.topLeft() + place for place in _TICK])
        if self.hasFocus():
            draw_ring(painter, box.adjusted(-1, -1, 1, 1), radius, self._theme.size("focus_ring"), tokens.focus)
        color = tokens.text_primary if self.isEnabled() else tokens.text_disabled
        words = QRectF(self._indent, top, self.width() - self._indent, height)
        for text in lines:
            draw_text(painter, words, text, self._theme.font("list"), color)
            words.translate(0, height)


class PasswordField(QLineEdit):
    """A password with an eye to show it, an optional counter, and a guess whether caps lock is on."""

    caps_lock_changed = Signal(bool)

    def __init__(self, theme: Theme, limit: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = limit
        self._caps_lock = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setStyleSheet(f"QLineEdit {{ lineedit-password-character: {ord(_DOT)}; }}")
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._eye = QToolButton(self)
        self._eye.setCheckable(True)
        self._eye.setAutoRaise(True)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        # The eye stays out of the tab order, so that Tab goes from field to field; its shortcut reaches it.
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._eye.setStyleSheet("QToolButton { border: 0; background: transparent; padding: 0; }")
        self._eye.toggled.connect(self._on_eye_toggled)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+E"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._eye.toggle)
        self._counter = Sentence(theme, "small", self)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._counter.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._counter.setVisible(limit > 0)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def caps_lock(self) -> bool:
        """Tell whether the last letter looked as if caps lock were on."""
        return self._caps_lock

    @property
    def eye(self) -> QToolButton:
        """The button that shows and hides the password."""
        return self._eye

    @property
    def counter_text(self) -> str:
        """What the counter shows."""
        return self._counter.text()

    def hide_password(self) -> None:
        """Show dots again."""
        self._eye.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Guess caps lock from a letter's case and the shift key; Qt has no portable way to ask."""
        if event.key() == Qt.Key.Key_CapsLock:
            if self._caps_lock:
                self._set_caps_lock(False)
        else:
            letter = event.text()
            if len(letter) == 1 and letter.isascii() and letter.isalpha():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._set_caps_lock(letter.isupper() != shift)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep eye and counter at the right edge."""
        super().resizeEvent(event)
        self._place()

    def _set_caps_lock(self, on: bool) -> None:
        if on != self._caps_lock:
            self._caps_lock = on
            self.caps_lock_changed.emit(on)

    def _place(self) -> None:
        left = self.width() - _EYE_WIDTH - 2
        self._eye.setGeometry(left, 0, _EYE_WIDTH, self.height())
        margin = _EYE_WIDTH - 4
        if self._limit:
            width = QFontMetrics(self._theme.font("small")).horizontalAdvance("88/88")
            self._counter.setGeometry(left - width, 0, width, self.height())
            margin += width + 4
        self.setTextMargins(0, 0, margin, 0)

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._limit:
            return
        color = "danger" if len(self.text()) > self._limit else "text_secondary"
        self._counter.say(Run(f"{len(self.text())}/{self._limit}", color))

    @Slot(bool)
    def _on_eye_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._refresh_font()
        self._refresh_eye()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._refresh_font()
        self._on_text_changed()
        self._refresh_eye()
        self._place()

    def _refresh_font(self) -> None:
        """Set the dots apart; letters keep their own distance."""
        font = self._theme.font("list")
        if self.echoMode() == QLineEdit.EchoMode.Password:
            font.setLetterSpacing(
                QFont.SpacingType.AbsoluteSpacing, max(0.0, _DOT_PITCH - QFontMetricsF(font).horizontalAdvance(_DOT))
            )
        self.setFont(font)

    def _refresh_eye(self) -> None:
        shown = self._eye.isChecked()
        self._eye.setIcon(self._theme.icon("eye-off" if shown else "eye", self._theme.tokens.text_secondary))
        self._eye.setIconSize(QSize(16, 16))
        words = self.tr("Hide password") if shown else self.tr("Show password")
        self._eye.setAccessibleName(words)
        self._eye.setToolTip(f"{words} (Ctrl+Shift+E)")


class LabelledField(QWidget):
    """A label above a field and a text below it: help, or what is wrong."""

    def __init__(self, theme: Theme, label: str, editor: QLineEdit, help_text: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._help = help_text
        self._error = ""
        self._ring: WrongRing | None = None
        self._keeps_place = False
        self.editor = editor
        editor.setMinimumHeight(theme.size("control"))
        editor.setAccessibleName(label)
        self._label = Words(theme, label, "list", "text_primary", self)
        self._label.setBuddy(editor)
        self._below = Words(theme, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(editor)
        layout.addWidget(self._below)
        layout.addStretch(1)
        self._refresh()

    @property
    def error(self) -> str:
        """The sentence below the field, empty while nothing is wrong."""
        return self._error

    @property
    def below(self) -> str:
        """What the line below shows."""
        return self._below.text()

    def set_label(self, label: str) -> None:
        """Name the field otherwise."""
        self._label.setText(label)
        self.editor.setAccessibleName(label)

    def set_error(self, error: str) -> None:
        """Show what is wrong with the field, or take it back with an empty text; what was typed stays."""
        if error != self._error:
            self._error = error
            self._refresh()
            if self.isVisible():
                announcing.announce(self, error)

    def keep_place(self) -> None:
        """Keep the place of one line below the field while nothing stands there."""
        self._keeps_place = True
        self._refresh()

    def set_help(self, help_text: str) -> None:
        """Change the line that stands below while nothing is wrong."""
        if help_text != self._help:
            self._help = help_text
            self._refresh()

    def _refresh(self) -> None:
        text = self._error or self._help
        self._below.setText(text)
        self._below.setVisible(bool(text) or self._keeps_place)
        self._below.setMinimumHeight(self._theme.line_height("small") if self._keeps_place else 0)
        self._below.set_color("danger" if self._error else "text_secondary")
        self.editor.setAccessibleDescription(text)
        if bool(self.editor.property("invalid")) != bool(self._error):
            self.editor.setProperty("invalid", bool(self._error))
            repolish(self.editor)
            if self._ring is None:
                self._ring = WrongRing(self._theme, self.editor)
            self._ring.refresh()
