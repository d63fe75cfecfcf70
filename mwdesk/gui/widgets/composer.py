"""Where an operator writes: it names the number, counts as the gateway does, and asks before it splits."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QTextEdit, QVBoxLayout, QWidget

from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import SMS_LIMIT, Unsendable, clean, find_unsendable, length, split, split_positions
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import make_small, set_text_color

_LINE_STYLE = "body"
_MIN_HEIGHT = 72
_MAX_LINES = 8
_DRAFT_DELAY_MS = 300
_ANNOUNCED = (60, SMS_LIMIT, SMS_LIMIT + 1)


def utf16_position(text: str, position: int) -> int:
    """Turn a position in code points into Qt's, which counts UTF-16 units."""
    return position + sum(character > "\uffff" for character in text[:position])


class _Editor(QTextEdit):
    """Plain text with a fixed line height; knows whether an input method is composing."""

    send_pressed = Signal()
    escape_pressed = Signal()
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._composing = False
        self.send_on_enter = False
        self.wants_escape = False
        self.bars: list[int] = []
        self.bar_color = QColor()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.set_text("")

    @property
    def is_composing(self) -> bool:
        """Tell whether preedit text stands in the box."""
        return self._composing

    def set_text(self, text: str) -> None:
        """Replace everything, with nothing left to undo, and the line height set again."""
        self._composing = False
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        self.apply_line_height()
        document.setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def apply_line_height(self) -> None:
        """Give every paragraph the fixed line height."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block_format = QTextBlockFormat()
        block_format.setLineHeight(
            self._theme.line_height(_LINE_STYLE), QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        cursor.mergeBlockFormat(block_format)

    def event(self, event: QEvent) -> bool:
        """Keep the send keys from becoming someone's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on the chosen key, never while an input method composes and never by a key held down."""
        if _is_enter(event):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            sends = modifiers == Qt.KeyboardModifier.ControlModifier or (
                self.send_on_enter and modifiers == Qt.KeyboardModifier.NoModifier
            )
            if self._composing:
                event.accept()
            elif sends:
                if not event.isAutoRepeat():
                    self.send_pressed.emit()
            elif not self.isReadOnly():
                self.textCursor().insertText("\n")
                self.ensureCursorVisible()
            return
        if event.key() == Qt.Key.Key_Escape and self.wants_escape and not self._composing:
            self.escape_pressed.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether something is being composed."""
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text only."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste what is seen: composed, without what is invisible."""
        if source.hasText() and not self.isReadOnly():
            self.textCursor().insertText(clean(source.text()))
            self.ensureCursorVisible()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint where a long text breaks, over the text."""
        super().paintEvent(event)
        if not self.bars:
            return
        painter = QPainter(self.viewport())
        cursor = QTextCursor(self.document())
        for position in self.bars:
            cursor.setPosition(position)
            rectangle = self.cursorRect(cursor)
            painter.fillRect(QRect(rectangle.left() - 1, rectangle.top(), 2, rectangle.height()), self.bar_color)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Box(QWidget):
    """The edge and ring around the editor."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.editor = _Editor(theme, self)
        self.setFocusProxy(self.editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.editor)
        self.editor.focus_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.editor.hasFocus()
        edge = 1.0 if focused else 0.5
        painter.setPen(QPen(tokens.focus if focused else tokens.border_control, 2 if focused else 1))
        painter.setBrush(tokens.window if self.editor.isReadOnly() else tokens.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 8, 8)


class _Strip(QWidget):
    """The question above the box when a text does not fit one message."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(42)
        self.icon = QLabel(self)
        self.first = QLabel(self)
        self.second = QLabel(self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.setContentsMargins(0, 0, 0, 0)
        for label in (self.first, self.second):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(10)
            texts.addWidget(label)
        self.back_button = make_small(QPushButton(self))
        self.confirm_button = make_small(QPushButton(self))
        self.confirm_button.setProperty("role", "primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self.icon)
        layout.addLayout(texts, 1)
        layout.addWidget(self.back_button)
        layout.addWidget(self.confirm_button)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.warning_soft)
        painter.drawRoundedRect(self.rect(), 8, 8)


class Composer(QWidget):
    """The composer of one conversation.

    A text belongs to the number it was begun for: changing the recipient hands it over as that number's draft. The box
    clears only when the owner says that the text was stored (``accepted``); ``restore`` gives a text back.
    """

    send_requested = Signal(object, object)
    draft_changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._phone: PhoneNumber | None = None
        self._submitted: dict[PhoneNumber, str] = {}
        self._loading = False
        self._asking = False
        self._refused = False
        self._online = True
        self._unsendable: list[Unsendable] = []
        self._last_count = 0
        self.setAutoFillBackground(True)

        self.strip = _Strip(theme, self)
        self.box = _Box(theme, self)
        self.editor = self.box.editor
        self.editor.setAccessibleName(self.tr("Message"))
        self.hint_row = QWidget(self)
        self.hint_row.setFixedHeight(28)
        self._hint_icon = QLabel(self.hint_row)
        self._hint = QLabel(self.hint_row)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setMinimumWidth(10)
        self.replace_button = make_small(QPushButton(self.tr("&Replace"), self.hint_row))
        self.replace_all_button = make_small(QPushButton(self.tr("Replace &all"), self.hint_row))
        self.go_button = QPushButton(self.tr("&Go to it"), self.hint_row)
        self.go_button.setProperty("role", "link")
        for button in (self.replace_button, self.replace_all_button, self.go_button):
            button.setAccessibleName(button.text().replace("&", ""))
        row = QHBoxLayout(self.hint_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._hint_icon, self._hint, self.replace_button, self.replace_all_button, self.go_button):
            row.addWidget(widget)
        row.addStretch(1)
        self.hint_row.hide()

        self._tool_hint = QLabel(self)
        self._tool_hint.setTextFormat(Qt.TextFormat.PlainText)
        self._tool_hint.setMinimumWidth(10)
        self._counter = QLabel(self)
        self._counter.setTextFormat(Qt.TextFormat.RichText)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.send_button = QPushButton(self)
        self.send_button.setProperty("role", "primary")
        self._tools = QHBoxLayout()
        self._tools.setSpacing(12)
        self._tools.addWidget(self._tool_hint, 1)
        self._tools.addWidget(self._counter)
        self._tools.addWidget(self.send_button)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 12)
        layout.setSpacing(8)
        layout.addWidget(self.strip)
        layout.addWidget(self.box)
        layout.addWidget(self.hint_row)
        layout.addLayout(self._tools)
        self.setFocusProxy(self.editor)

        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_DELAY_MS)
        self._draft_timer.timeout.connect(self._on_draft_timer_timeout)
        self.editor.textChanged.connect(self._on_editor_text_changed)
        self.editor.send_pressed.connect(self._on_editor_send_pressed)
        self.editor.escape_pressed.connect(self._on_strip_back_clicked)
        self.editor.document().documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        self.strip.back_button.clicked.connect(self._on_strip_back_clicked)
        self.strip.confirm_button.clicked.connect(self._on_strip_confirm_clicked)
        self.replace_button.clicked.connect(self._on_replace_clicked)
        self.replace_all_button.clicked.connect(self._on_replace_all_clicked)
        self.go_button.clicked.connect(self._on_go_clicked)
        self.send_button.clicked.connect(self._on_send_button_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # --- what the owner says ---------------------------------------------------------------------------------------

    @property
    def recipient(self) -> PhoneNumber | None:
        """The number the text in the box is for."""
        return self._phone

    @property
    def text(self) -> str:
        """The text as it stands in the box."""
        return self.editor.toPlainText()

    @property
    def is_asking(self) -> bool:
        """Tell whether the strip asks whether to split."""
        return self._asking

    @property
    def counter_text(self) -> str:
        """What the counter shows, without its markup."""
        return self._counter.property("plain") or ""

    def set_recipient(self, phone: PhoneNumber | None, draft: str) -> None:
        """Open a conversation with its draft; what was typed for the one before goes out as its draft.

        Naming the same number again changes nothing: what is being typed is newer than any draft.
        """
        if phone == self._phone:
            return
        if self.editor.is_composing:
            QGuiApplication.inputMethod().commit()
        self.flush_draft()
        self._phone = phone
        self._set_text(self._submitted.get(phone, draft) if phone is not None else "")

    def flush_draft(self) -> None:
        """Tell the draft now if a change is still waiting to be told."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self._tell_draft()

    @Slot(object)
    def accepted(self, phone: PhoneNumber) -> None:
        """Clear the text of this number: it was stored."""
        submitted = self._submitted.pop(phone, None)
        if submitted is None:
            return
        if phone == self._phone:
            self._set_text("")
        self.draft_changed.emit(phone, "")

    @Slot(object, object)
    def restore(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        """Give back a text that was not stored; whatever else stands in the box is kept behind it."""
        back = "".join(texts)
        submitted = self._submitted.pop(phone, None)
        if phone == self._phone:
            current = self.text
            if submitted is None and current and clean(current) != back:
                back = f"{back}\n{current}"
            self._set_text(back)
        self.draft_changed.emit(phone, back)

    @Slot(bool)
    def set_online(self, online: bool) -> None:
        """Say that messages queue while there is no link."""
        self._online = online
        self._refresh_words()

    @Slot(str)
    def set_send_key(self, key: str) -> None:
        """Send on ``ctrl_enter`` only, or on ``enter`` too."""
        self.editor.send_on_enter = key == "enter"
        self._refresh_words()

    # --- sending -----------------------------------------------------------------------------------------------------

    def _request_send(self) -> None:
        text = clean(self.text)
        if self._phone is None or self._phone in self._submitted or not text.strip() or self.editor.is_composing:
            return
        if find_unsendable(text):
            self._refused = True
            self._refresh_hint()
            self._on_go_clicked()
            self._announce(self._hint.text())
            return
        texts = tuple(split(text))
        if len(texts) > 1 and not self._asking:
            self._ask(True)
            return
        self._draft_timer.stop()
        self._submitted[self._phone] = self.text
        self._ask(False)
        self._refresh()
        self.send_requested.emit(self._phone, texts)

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        self.editor.wants_escape = asking
        text = clean(self.text)
        parts = len(split(text))
        self.editor.bars = self._bar_positions() if asking else []
        if asking:
            characters = self.tr("%n character(s) in all", "", len(text))
            self.strip.first.setText(
                self.tr("{characters}: it will go out as {count} messages").format(characters=characters, count=parts)
            )
            self.strip.second.setText(
                self.tr("At most {limit} characters each; the bars show where it breaks.").format(limit=SMS_LIMIT)
            )
            self.strip.back_button.setText(self.tr("Back to editing"))
            self.strip.confirm_button.setText(self.tr("Send as %n message(s)", "", parts))
            self.strip.back_button.setToolTip("Esc")
            self.strip.confirm_button.setToolTip("Ctrl+Enter")
            for button in (self.strip.back_button, self.strip.confirm_button):
                button.setAccessibleName(button.text())
            self._announce(self.strip.first.text())
            self.editor.setFocus()
        self.strip.setVisible(asking)
        self.editor.viewport().update()
        self._refresh_send()

    def _bar_positions(self) -> list[int]:
        raw = self.text
        cuts = split_positions(clean(raw))
        if clean(raw) == raw:
            return [utf16_position(raw, cut) for cut in cuts]
        positions = []
        place = 0
        for cut in cuts:  # Cleaning moved the places; look for the shortest beginning that is long enough.
            while place < len(raw) and len(clean(raw[:place])) < cut:
                place += 1
            positions.append(utf16_position(raw, place))
        return positions

    # --- what changes ------------------------------------------------------------------------------------------------

    def _set_text(self, text: str) -> None:
        self._loading = True
        self._draft_timer.stop()
        self._refused = False
        self.editor.set_text(text)
        self._loading = False
        self._last_count = length(text)
        self._ask(False)
        self._refresh()

    def _tell_draft(self) -> None:
        if self._phone is not None:
            self.draft_changed.emit(self._phone, self.text)

    @Slot()
    def _on_editor_text_changed(self) -> None:
        if self._loading:
            return
        if self._asking:
            self._ask(False)
        self._refused = False
        if self._phone is not None and not self._draft_timer.isActive():
            self._draft_timer.start()
        self._refresh()
        count = length(self.text)
        if count != self._last_count and count in _ANNOUNCED:
            self._announce(self.counter_text)
        self._last_count = count

    @Slot()
    def _on_draft_timer_timeout(self) -> None:
        self._tell_draft()

    @Slot()
    def _on_editor_send_pressed(self) -> None:
        self._request_send()

    @Slot()
    def _on_send_button_clicked(self) -> None:
        self._request_send()

    @Slot()
    def _on_strip_confirm_clicked(self) -> None:
        self._request_send()
        self.editor.setFocus()

    @Slot()
    def _on_strip_back_clicked(self) -> None:
        self._ask(False)
        self.editor.setFocus()

    @Slot()
    def _on_go_clicked(self) -> None:
        if self._unsendable:
            self.editor.setTextCursor(self._cursor_on(self._unsendable[0]))
        self.editor.setFocus()

    @Slot()
    def _on_replace_clicked(self) -> None:
        if self._unsendable and self._unsendable[0].replacement is not None:
            self._cursor_on(self._unsendable[0]).insertText(self._unsendable[0].replacement)
        self.editor.setFocus()

    @Slot()
    def _on_replace_all_clicked(self) -> None:
        raw = self.text
        edit = QTextCursor(self.editor.document())
        edit.beginEditBlock()
        for found in reversed(self._unsendable):
            if found.replacement is not None:
                edit.setPosition(utf16_position(raw, found.position))
                edit.setPosition(utf16_position(raw, found.position + 1), QTextCursor.MoveMode.KeepAnchor)
                edit.insertText(found.replacement)
        edit.endEditBlock()
        self.editor.setFocus()

    def _cursor_on(self, found: Unsendable) -> QTextCursor:
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(utf16_position(self.text, found.position))
        cursor.setPosition(utf16_position(self.text, found.position + 1), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # --- looks -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the send button where there is little room; the number stays whole."""
        super().resizeEvent(event)
        self._refresh_send()

    def _refresh(self) -> None:
        raw = self.text
        self._unsendable = [found for found in find_unsendable(raw) if clean(found.character)]
        if self._unsendable and not find_unsendable(clean(raw)):
            self._unsendable = []
        self._refresh_marks()
        self._refresh_hint()
        self._refresh_counter()
        self._refresh_words()

    def _refresh_marks(self) -> None:
        tokens = self._theme.tokens
        selections = []
        for found in self._unsendable:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor_on(found)
            mark = QTextCharFormat()
            mark.setBackground(tokens.warning_soft)
            mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            mark.setUnderlineColor(tokens.warning)
            selection.format = mark
            selections.append(selection)
        self.editor.setExtraSelections(selections)

    def _refresh_hint(self) -> None:
        self.hint_row.setVisible(bool(self._unsendable))
        if not self._unsendable:
            return
        first = self._unsendable[0]
        more = len(self._unsendable) - 1
        if self._refused:
            words = self.tr("Not sent: “{character}” cannot go by SMS.").format(character=first.character)
        else:
            words = self.tr("“{character}” cannot go by SMS.").format(character=first.character)
        if more:
            words += " " + self.tr("%n more place(s).", "", more)
        self._hint.setText(words)
        self._hint.setToolTip(words)
        self.replace_button.setVisible(first.replacement is not None)
        if first.replacement is not None:
            shown = self.tr("&Replace by “{replacement}”").format(replacement=first.replacement)
            self.replace_button.setText(shown)
            self.replace_button.setAccessibleName(shown.replace("&", ""))
        self.replace_all_button.setVisible(sum(found.replacement is not None for found in self._unsendable) > 1)

    def _refresh_counter(self) -> None:
        text = clean(self.text)
        count = len(text)
        parts = len(split(text))
        figure = str(count)
        tail = f"/{SMS_LIMIT}"
        if count > SMS_LIMIT:
            tail += " · " + self.tr("%n msg", "counter beside the send button", parts)
            figure = f'<b style="color:{self._theme.tokens.warning.name()}">{figure}</b>'
        self._counter.setText(figure + escape(tail))
        self._counter.setProperty("plain", f"{count}{tail}")
        self._counter.setAccessibleName(f"{count}{tail}")

    def _refresh_words(self) -> None:
        if self._phone is None:
            placeholder = self.tr("Open a conversation to write")
        elif self._online:
            placeholder = self.tr("Write to {number}").format(number=self._phone.grouped)
        else:
            placeholder = self.tr("Write to {number}; goes out when the link is back").format(
                number=self._phone.grouped
            )
        self.editor.setPlaceholderText(placeholder)
        if self._phone is not None and self._phone in self._submitted:
            hint = self.tr("Being stored...")
        elif not self._online:
            hint = self.tr("No link: what you send now waits in the queue")
        elif self.editor.send_on_enter:
            hint = self.tr("Enter sends, Shift+Enter starts a new line")
        else:
            hint = self.tr("Ctrl+Enter sends")
        self._tool_hint.setText(hint)
        self._refresh_send()

    def _refresh_send(self) -> None:
        held = self._phone is None or self._phone in self._submitted
        self.editor.setReadOnly(held)
        self.box.update()
        self.send_button.setEnabled(not held and not self._asking and bool(self.text.strip()))
        if self._phone is None:
            words = self.tr("Send")
        elif self.width() < 340:
            words = self.tr("To {number}", "short send button").format(number=self._phone.grouped)
        else:
            words = self.tr("Send to {number}").format(number=self._phone.grouped)
        self.send_button.setText(words)
        self.send_button.setAccessibleName(words)
        self.send_button.setToolTip("Ctrl+Enter")
        self._tool_hint.setVisible(self.width() >= 420)
        icon_size = QSize(16, 16) if self.width() >= 420 else QSize(0, 0)
        self.send_button.setIconSize(icon_size)

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.editor, words))

    @Slot()
    def _on_document_size_changed(self) -> None:
        line = self._theme.line_height(_LINE_STYLE)
        wanted = round(self.editor.document().size().height()) + 16
        self.box.setFixedHeight(max(_MIN_HEIGHT, min(wanted, _MAX_LINES * line + 16)))

    @Slot()
    def _on_theme_changed(self) -> None:
        theme, tokens = self._theme, self._theme.tokens
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, tokens.surface)
        self.setPalette(palette)
        self.editor.setFont(theme.font(_LINE_STYLE))
        palette = self.editor.palette()
        for role, color in (
            (QPalette.ColorRole.Base, QColor(0, 0, 0, 0)),
            (QPalette.ColorRole.Text, tokens.text_primary),
            (QPalette.ColorRole.PlaceholderText, tokens.text_disabled),
            (QPalette.ColorRole.Highlight, tokens.selection),
            (QPalette.ColorRole.HighlightedText, tokens.selection_text),
        ):
            palette.setColor(role, color)
        self.editor.setPalette(palette)
        self.editor.bar_color = tokens.warning
        small = theme.font("small")
        for label in (self._hint, self._tool_hint, self._counter, self.strip.second):
            label.setFont(small)
        strong = theme.font("list")
        strong.setBold(True)
        self.strip.first.setFont(strong)
        set_text_color(self.strip.first, tokens.text_primary)
        set_text_color(self.strip.second, tokens.text_primary)
        set_text_color(self._hint, tokens.text_primary)
        set_text_color(self._tool_hint, tokens.text_secondary)
        set_text_color(self._counter, tokens.text_secondary)
        ratio = self.devicePixelRatioF()
        self.strip.icon.setPixmap(theme.pixmap("split", 20, tokens.warning, ratio))
        self._hint_icon.setPixmap(theme.pixmap("warning", 16, tokens.warning, ratio))
        self.send_button.setIcon(theme.icon("send", 16, tokens.accent_text))
        widest = self.tr("%n msg", "counter beside the send button", 15)
        self._counter.setMinimumWidth(QFontMetrics(small).horizontalAdvance(f"999/68 · {widest}") + 4)
        self._loading = True
        self.editor.document().setUndoRedoEnabled(False)
        self.editor.apply_line_height()
        self.editor.document().setUndoRedoEnabled(True)
        self._loading = False
        self._on_document_size_changed()
        self._refresh()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline above."""
        painter = QPainter(self)
        painter.fillRect(QRect(QPoint(0, 0), QSize(self.width(), 1)), self._theme.tokens.border)
