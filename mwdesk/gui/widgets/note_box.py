"""One note about a customer: read, and written in place."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from mwdesk.domain.card import NOTE_LIMIT, Note
from mwdesk.domain.text import clean, for_display
from mwdesk.gui import card_words, painting, wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.card_parts import IconButton
from mwdesk.gui.widgets.words import Run, Sentence, Words

_PADDING = (12, 8, 12, 8)
_GAP = 8
_FOLDED_LINES, _EDITED_LINES = 6, 4
_ALL_LINES = 10_000
_FOLDED_CHARACTERS = 600
_ICON = 14


class _Text(QTextEdit):
    """Plain text in lines of our own height, as high as its contents up to a number of lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least, self._most = 1, _ALL_LINES
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def limit_lines(self, least: int, most: int) -> None:
        """Choose between how many lines the height stays."""
        self._least, self._most = least, most
        self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave a note that is only read to the card, which scrolls."""
        if self.isReadOnly():
            event.ignore()
        else:
            super().wheelEvent(event)

    def set_text(self, text: str) -> None:
        """Show a text and forget what was done to the one before."""
        self.setPlainText(text)
        block = QTextBlockFormat()
        height = self._theme.line_height("list")
        block.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(block)
        self.document().clearUndoRedoStacks()

    @property
    def natural_height(self) -> int:
        """The height of all lines."""
        return int(self.document().size().height() + 0.99)

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more lines than may show."""
        return self.natural_height > self._most * self._theme.line_height("list")

    def sizeHint(self) -> QSize:
        """Fit the lines."""
        line = self._theme.line_height("list")
        return QSize(0, max(self._least * line, min(self._most * line, self.natural_height)))

    minimumSizeHint = sizeHint

    @Slot()
    def _on_document_size_changed(self) -> None:
        self.updateGeometry()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("list"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, self._theme.tokens.text_primary)
        self.setPalette(palette)
        place = self.textCursor().position()
        self.set_text(self.toPlainText())
        cursor = self.textCursor()
        cursor.setPosition(place)
        self.setTextCursor(cursor)


class NoteBox(QFrame):
    """One note. With the focus, Enter changes it and Delete deletes it."""

    edit_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, theme: Theme, note: Note, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._square = theme.size("icon_button")
        self.note = note
        self._folded = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text = _Text(theme, self)
        self.text.setReadOnly(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.text.setAccessibleName(self.tr("Note"))
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().documentLayout().documentSizeChanged.connect(self._show_more_button)
        self.foot = Sentence(theme, "small", self)
        self.foot.say(Run(card_words.note_foot(note, now), "text_secondary"))
        self.more_button = SmallButton(theme, self.tr("Show all"), "link", self)
        self.more_button.clicked.connect(self._on_more_button_clicked)
        self.edit_button = self._icon_button("edit", self.tr("Change the note"), "Enter")
        self.edit_button.clicked.connect(self._on_edit_button_clicked)
        self.delete_button = self._icon_button("trash", self.tr("Delete the note"), "Del")
        self.delete_button.clicked.connect(self._on_delete_button_clicked)
        # The buttons are higher than the line they stand in, and lie over the padding around it.
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 2 * self._square - _PADDING[2], 0)
        foot.addWidget(self.foot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_PADDING)
        column.setSpacing(2)
        column.addWidget(self.text)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(foot)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        theme.changed.connect(self.update)
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the end of the last line."""
        super().resizeEvent(event)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change or delete the note."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_requested.emit(self.note)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(self.note)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what can be done."""
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """Show the note alone."""
        super().leaveEvent(event)
        self._show_buttons()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        _paint_ground(self, self._theme, ring=self.hasFocus())

    def _icon_button(self, icon: str, words: str, key: str) -> IconButton:
        button = IconButton(self._theme, icon, _ICON, self._square, self)
        button.name(words, key)
        button.hide()
        return button

    def _place_buttons(self) -> None:
        line = self.foot.height() or self._theme.line_height("small")
        top = self.height() - _PADDING[3] - (line + self._square) // 2
        for place, button in enumerate((self.delete_button, self.edit_button), 1):
            button.setGeometry(self.width() - place * self._square, top, self._square, self._square)

    def _fold(self) -> None:
        shown = for_display(self.note.text)
        self.setAccessibleName(wording.listing((shown[:_FOLDED_CHARACTERS], self.foot.text())))
        self.more_button.setText(self.tr("Show all") if self._folded else self.tr("Show less"))
        self.text.limit_lines(1, _FOLDED_LINES if self._folded else _ALL_LINES)
        self.text.set_text(shown[:_FOLDED_CHARACTERS] if self._folded else shown)
        self._show_more_button()

    def stops(self) -> list[QWidget]:
        """List what Tab goes through."""
        return [self, self.more_button, self.edit_button, self.delete_button]

    @Slot()
    def _show_more_button(self) -> None:
        """Offer the rest, where there is more than the folded note shows."""
        self.more_button.setVisible(not self._folded or self.text.is_cut or len(self.note.text) > _FOLDED_CHARACTERS)

    def _show_buttons(self) -> None:
        focused = QApplication.focusWidget()
        inside = focused is not None and (focused is self or self.isAncestorOf(focused))
        for button in (self.edit_button, self.delete_button):
            button.setVisible(inside or self.underMouse())

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _left: QWidget | None, _entered: QWidget | None) -> None:
        self._show_buttons()
        self.update()

    @Slot()
    def _on_more_button_clicked(self) -> None:
        self._folded = not self._folded
        self._fold()

    @Slot()
    def _on_edit_button_clicked(self) -> None:
        self.edit_requested.emit(self.note)

    @Slot()
    def _on_delete_button_clicked(self) -> None:
        self.delete_requested.emit(self.note)


class NoteEditor(QFrame):
    """A note being written. Ctrl+Enter or the button keeps it, Escape gives it up."""

    kept = Signal(str)
    dropped = Signal()

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.editor = _Text(theme, self)
        self.editor.set_text(text)
        self.editor.limit_lines(_EDITED_LINES, 3 * _EDITED_LINES)
        self.editor.setAccessibleName(self.tr("Note"))
        self.editor.setPlaceholderText(self.tr("What colleagues should know"))
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.editor.installEventFilter(self)
        self.words = Words(theme, "", "small", "danger", self)
        self.words.hide()
        self.keep_button = SmallButton(theme, self.tr("Keep the note"), "primary", self)
        self.keep_button.setToolTip("Ctrl+Enter")
        self.keep_button.clicked.connect(self._on_keep_button_clicked)
        self.drop_button = SmallButton(theme, self.tr("Cancel"), parent=self)
        self.drop_button.setToolTip("Esc")
        self.drop_button.clicked.connect(self.dropped)
        self.keep_button.setAccessibleDescription(self.keep_button.toolTip())
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addStretch(1)
        row.addWidget(self.drop_button)
        row.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_PADDING)
        column.setSpacing(_GAP)
        column.addWidget(self.editor)
        column.addWidget(self.words)
        column.addLayout(row)
        self.editor.textChanged.connect(self._on_editor_text_changed)
        theme.changed.connect(self.update)
        self._on_editor_text_changed()

    def stops(self) -> list[QWidget]:
        """List what Tab goes through."""
        return [self.editor, self.drop_button, self.keep_button]

    @property
    def text(self) -> str:
        """What was written, clean."""
        return clean(self.editor.toPlainText()).strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that end the writing before they are typed; the ring follows the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.dropped.emit()
                return True
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
                self._on_keep_button_clicked()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground with the ring of a field."""
        _paint_ground(self, self._theme, ring=self.editor.hasFocus())

    @Slot()
    def _on_editor_text_changed(self) -> None:
        too_long = len(self.text) > NOTE_LIMIT
        words = self.tr("A note holds {limit} characters; this one has {count}.")
        self.words.setText(words.format(limit=wording.number_words(NOTE_LIMIT), count=len(self.text)))
        self.words.setVisible(too_long)
        self.keep_button.setEnabled(bool(self.text) and not too_long)

    @Slot()
    def _on_keep_button_clicked(self) -> None:
        if self.keep_button.isEnabled():
            self.kept.emit(self.text)


def _paint_ground(widget: QWidget, theme: Theme, *, ring: bool) -> None:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.window)
    radius = theme.radius("control")
    painter.drawRoundedRect(QRectF(widget.rect()), radius, radius)
    if ring:
        painting.draw_ring(painter, QRectF(widget.rect()), radius, theme.size("focus_ring"), theme.tokens.focus)
