"""What dialogs are made of: labelled fields, password fields, segments, notice boxes and the frame around them."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mwdesk.domain.account import forbidden_character
from mwdesk.errors import GatewayError
from mwdesk.gui import wording
from mwdesk.gui.theme import Theme

_EYE_WIDTH = 32


def set_text_color(widget: QWidget, color: QColor) -> None:
    """Give a label its colour without a style sheet."""
    palette = widget.palette()
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(role, color)
    widget.setPalette(palette)


def repolish(widget: QWidget) -> None:
    """Make the style sheet look at changed dynamic properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def error_lines(error: Exception) -> tuple[str, str]:
    """Word an error in two lines: what happened, and what to do."""
    if isinstance(error, GatewayError):
        return wording.gateway_error_words(error.code)
    return wording.error_words(error), ""


def make_small(button: QPushButton) -> QPushButton:
    """Make a button 26 high, for strips, hint rows and banners."""
    button.setStyleSheet(
        "QPushButton { min-height: 24px; max-height: 24px; padding: 0 9px; }"
        "QPushButton:focus { min-height: 22px; max-height: 22px; padding: 0 8px; }"
    )
    return button


class PasswordField(QLineEdit):
    """A password with an eye to show it, an optional counter, and a guess whether caps lock is on."""

    caps_lock_changed = Signal(bool)

    def __init__(self, theme: Theme, limit: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = limit
        self._caps_lock = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
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
        self._counter = QLabel(self)
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
            width = QFontMetrics(self._counter.font()).horizontalAdvance("88/88")
            self._counter.setGeometry(left - width, 0, width, self.height())
            margin += width + 4
        self.setTextMargins(0, 0, margin, 0)

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._limit:
            return
        self._counter.setText(f"{len(self.text())}/{self._limit}")
        tokens = self._theme.tokens
        set_text_color(self._counter, tokens.danger if len(self.text()) > self._limit else tokens.text_secondary)

    @Slot(bool)
    def _on_eye_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._refresh_eye()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("list"))
        self._counter.setFont(self._theme.font("small"))
        self._on_text_changed()
        self._refresh_eye()
        self._place()

    def _refresh_eye(self) -> None:
        shown = self._eye.isChecked()
        self._eye.setIcon(self._theme.icon("eye-off" if shown else "eye", 16, self._theme.tokens.text_secondary))
        self._eye.setIconSize(QSize(16, 16))
        words = self.tr("Hide password") if shown else self.tr("Show password")
        self._eye.setAccessibleName(words)
        self._eye.setToolTip(f"{words} (Ctrl+Shift+E)")


class LabelledField(QWidget):
    """A label above a field and one line below it: help, or what is wrong."""

    def __init__(self, theme: Theme, label: str, editor: QLineEdit, help_text: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._help = help_text
        self._error = ""
        self.editor = editor
        editor.setMinimumHeight(32)
        editor.setAccessibleName(label)
        self._label = QLabel(label, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(editor)
        self._below = QLabel(self)
        self._below.setTextFormat(Qt.TextFormat.PlainText)
        self._below.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(editor)
        layout.addWidget(self._below)
        layout.addStretch(1)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def error(self) -> str:
        """The sentence below the field, empty while nothing is wrong."""
        return self._error

    @property
    def below(self) -> str:
        """What the line below shows."""
        return self._below.text()

    def set_error(self, error: str) -> None:
        """Show what is wrong with the field, or take it back with an empty text; what was typed stays."""
        if error != self._error:
            self._error = error
            self._refresh()

    def set_help(self, help_text: str) -> None:
        """Change the line that stands below while nothing is wrong."""
        if help_text != self._help:
            self._help = help_text
            self._refresh()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._label.setFont(self._theme.font("list"))
        self.editor.setFont(self._theme.font("list"))
        self._below.setFont(self._theme.font("small"))
        set_text_color(self._label, self._theme.tokens.text_primary)
        self._refresh()

    def _refresh(self) -> None:
        text = self._error or self._help
        self._below.setText(text)
        self._below.setVisible(bool(text))
        tokens = self._theme.tokens
        set_text_color(self._below, tokens.danger if self._error else tokens.text_secondary)
        self.editor.setAccessibleDescription(text)
        if bool(self.editor.property("invalid")) != bool(self._error):
            self.editor.setProperty("invalid", bool(self._error))
            repolish(self.editor)


class NoticeBox(QWidget):
    """A box with a soft fill: an icon, one bold line, and a second line with what is still true or what to do."""

    _ICONS: ClassVar[dict[str, str]] = {
        "danger": "tick-failed",
        "unknown": "tick-unknown",
        "success": "resolve",
        "info": "info",
    }

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = "danger"
        self._icon = QLabel(self)
        self._first = QLabel(self)
        self._second = QLabel(self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        for label in (self._first, self._second):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            texts.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        self.hide()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def kind(self) -> str:
        """The state colour the box wears."""
        return self._kind

    @property
    def words(self) -> tuple[str, str]:
        """Both lines."""
        return self._first.text(), self._second.text()

    def show_notice(self, kind: str, first: str, second: str = "") -> None:
        """Fill the box and show it; ``kind`` is danger, unknown, success or info."""
        self._kind = kind
        self._first.setText(first)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self.setAccessibleName(first)
        self.setAccessibleDescription(second)
        self._on_theme_changed()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft fill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(getattr(self._theme.tokens, f"{self._kind}_soft"))
        painter.drawRoundedRect(self.rect(), 8, 8)

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self._theme.tokens
        color = getattr(tokens, self._kind)
        self._icon.setPixmap(self._theme.pixmap(self._ICONS[self._kind], 16, color, self.devicePixelRatioF()))
        self._first.setFont(self._theme.font("body_strong"))
        self._second.setFont(self._theme.font("small"))
        set_text_color(self._first, tokens.text_primary)
        set_text_color(self._second, tokens.text_primary)
        self.update()


class _SegmentButton(QAbstractButton):
    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("list"))
        return QSize(metrics.horizontalAdvance(self.text()) + 36, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), tokens.accent_soft)
            painter.fillRect(0, self.height() - 2, self.width(), 2, tokens.accent)
        elif self.isDown():
            painter.fillRect(self.rect(), tokens.pressed)
        elif self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), tokens.list_hover)
        font = self._theme.font("list")
        font.setBold(self.isChecked())
        painter.setFont(font)
        color = tokens.link if self.isChecked() else tokens.text_primary
        painter.setPen(color if self.isEnabled() else tokens.text_disabled)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, 2))
            painter.drawRect(QRectF(self.rect()).adjusted(2, 2, -2, -2))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class Segments(QWidget):
    """One choice of a few, side by side; arrow keys move inside."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = [key for key, _text in choices]
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(1)
        for number, (_key, text) in enumerate(choices):
            button = _SegmentButton(theme, text, self)
            button.setAccessibleDescription(name)
            self._group.addButton(button, number)
            layout.addWidget(button, 1)
        self._group.idToggled.connect(self._on_group_toggled)
        theme.changed.connect(self._on_theme_changed)

    @property
    def value(self) -> str:
        """The key of the chosen segment."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_value(self, key: str) -> None:
        """Choose without telling anyone."""
        blocked = self._group.blockSignals(True)
        button = self._group.button(self._keys.index(key) if key in self._keys else 0)
        button.setChecked(True)
        self.setFocusProxy(button)  # A label's mnemonic goes to the chosen one.
        self._group.blockSignals(blocked)
        self.update()

    def button(self, key: str) -> QAbstractButton:
        """Return one segment."""
        return self._group.button(self._keys.index(key))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the edge and the dividers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.border_control, 1))
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        for button in self._group.buttons()[1:]:
            x = button.x() - 0.5
            painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))

    @Slot(int, bool)
    def _on_group_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self._group.button(number))
            self.chosen.emit(self._keys[number])

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class FormDialog(QDialog):
    """The frame of a dialog: a notice box, a body of fields, and a foot with buttons, the primary one last."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAutoFillBackground(True)
        self.notice = NoticeBox(theme, self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(14)
        self.body.addWidget(self.notice)
        self._line = QWidget(self)
        self._line.setFixedHeight(1)
        self._line.setAutoFillBackground(True)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(24, 13, 24, 13)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        outer = QVBoxLayout(self)
        self._outer = outer
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self.body)
        outer.addStretch(1)
        outer.addWidget(self._line)
        outer.addLayout(self.foot)
        theme.changed.connect(self._on_frame_theme_changed)
        self._on_frame_theme_changed()

    def add_button(self, text: str, role: str = "") -> QPushButton:
        """Add a button to the foot."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setMinimumHeight(32)
        button.setAccessibleName(text)
        if role:
            button.setProperty("role", role)
        self.foot.addWidget(button)
        return button

    def forbidden_words(self, value: str) -> str:
        """Say which character of an account or password the gateway cannot take, by its place; empty if none."""
        found = forbidden_character(value)
        if found is None:
            return ""
        place, character = found[0] + 1, found[1]
        if character == ",":
            return self.tr("Character {place} is a comma, which the gateway cannot take.").format(place=place)
        if character == ";":
            return self.tr("Character {place} is a semicolon, which the gateway cannot take.").format(place=place)
        if character.isspace():
            return self.tr("Character {place} is a blank, which the gateway cannot take.").format(place=place)
        if not character.isprintable():
            return self.tr("Character {place} is invisible; the gateway cannot take it.").format(place=place)
        words = self.tr("Character {place} is “{character}”; only English letters, digits and signs can be used.")
        return words.format(place=place, character=character)

    def fit(self) -> None:
        """Take the height the contents ask for, at the present width."""
        layout = self._outer
        layout.invalidate()
        layout.activate()
        shown = self.isVisible()  # Until it is shown, a dialog has a width nobody chose.
        width = max(self.width() if shown else 0, self.minimumWidth(), layout.minimumSize().width())
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.resize(width, height)

    @Slot()
    def _on_frame_theme_changed(self) -> None:
        tokens = self.theme.tokens
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, tokens.raised)
        self.setPalette(palette)
        palette = self._line.palette()
        palette.setColor(QPalette.ColorRole.Window, tokens.border)
        self._line.setPalette(palette)
