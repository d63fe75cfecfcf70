"""Where an operator writes: it names the number, counts as the gateway does, and asks before it splits."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import SMS_LIMIT, Unsendable, clean, find_unsendable, length, split, split_positions
from mwdesk.gui.painting import draw_horizontal_hairline
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton
from mwdesk.gui.widgets.hint_row import HintRow
from mwdesk.gui.widgets.message_box import MessageBox, utf16_position
from mwdesk.gui.widgets.split_strip import SplitStrip
from mwdesk.gui.widgets.words import Run, Sentence

_DRAFT_DELAY_MS = 300
_ANNOUNCED = (60, SMS_LIMIT, SMS_LIMIT + 1)
_MARGIN, _PADDING = 20, 12
_TOOL_GAP, _TOOL_TOP = 12, 8
_ICON_FROM = 420
"""The width from which the send button has its icon."""


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
        self._balance: int | None = None
        self._unsendable: list[Unsendable] = []
        self._last_count = 0

        self.strip = SplitStrip(theme, self)
        self.box = MessageBox(theme, self)
        self.editor = self.box.editor
        self.editor.setAccessibleName(self.tr("Message"))
        self.hint_row = HintRow(theme, self)
        self._tool_hint = Sentence(theme, "small", self)
        self._counter = Sentence(theme, "small", self)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.send_button = ActionButton(theme, "send", "primary", self)
        self.send_button.setToolTip("Ctrl+Enter")
        tools = QHBoxLayout()
        tools.setSpacing(_TOOL_GAP)
        tools.addWidget(self._tool_hint, 1)
        tools.addWidget(self._counter)
        tools.addWidget(self.send_button)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _PADDING, _MARGIN, _PADDING)
        layout.setSpacing(0)
        # The button gets shorter when there is less room; the width of the long one must not be in the way of that.
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.strip)
        layout.addWidget(self.box)
        layout.addWidget(self.hint_row)
        layout.addSpacing(_TOOL_TOP)
        layout.addLayout(tools)
        self.setFocusProxy(self.editor)

        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_DELAY_MS)
        self._draft_timer.timeout.connect(self._on_draft_timer_timeout)
        self.editor.textChanged.connect(self._on_editor_text_changed)
        self.editor.send_pressed.connect(self._on_editor_send_pressed)
        self.editor.escape_pressed.connect(self._on_strip_back_clicked)
        self.strip.back_button.clicked.connect(self._on_strip_back_clicked)
        self.strip.confirm_button.clicked.connect(self._on_strip_confirm_clicked)
        self.hint_row.replace_requested.connect(self._on_hint_row_replace_requested)
        self.hint_row.go_requested.connect(self._on_hint_row_go_requested)
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
        """What the counter shows."""
        return self._counter.text()

    def set_recipient(self, phone: PhoneNumber | None, draft: str) -> None:
        """Open a conversation with its draft; what was typed for the one before goes out as its draft.

        Naming the same number again changes nothing: what is being typed is newer than any draft.
        """
        if phone == self._phone:
            return
        self._commit_composition()
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
            self._commit_composition()
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

    @Slot(bool)
    def set_low(self, low: bool) -> None:
        """Begin with one line where the window is low."""
        self.box.set_low(low)

    def set_balance(self, balance: int | None) -> None:
        """Remember how many messages are left, for the question before a long text."""
        self._balance = balance

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
            self._on_hint_row_go_requested()
            self._announce(self.hint_row.words)
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
        self.editor.show_bars(self._bar_positions() if asking else ())
        if asking:
            text = clean(self.text)
            self.strip.ask(len(text), len(split(text)), self._balance)
            self._announce(self.strip.first.text())
            self.editor.setFocus()
        self.strip.setVisible(asking)
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

    def _commit_composition(self) -> None:
        """Take what an input method is composing into the text, before the text is replaced."""
        if self.editor.is_composing:
            QGuiApplication.inputMethod().commit()

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
    def _on_hint_row_go_requested(self) -> None:
        if self._unsendable:
            self.editor.setTextCursor(self.editor.select(*self._range(self._unsendable[0])))
        self.editor.setFocus()

    @Slot()
    def _on_hint_row_replace_requested(self) -> None:
        edit = QTextCursor(self.editor.document())
        edit.beginEditBlock()
        for found, (start, end) in reversed([(found, self._range(found)) for found in self._unsendable]):
            if found.replacement is not None:
                edit.setPosition(start)
                edit.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                edit.insertText(found.replacement)
        edit.endEditBlock()
        self.editor.setFocus()

    def _range(self, found: Unsendable) -> tuple[int, int]:
        text = self.text
        return utf16_position(text, found.position), utf16_position(text, found.position + 1)

    # --- looks -------------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the counter and the shortest button."""
        least = 0 if self._phone is None else self.send_button.width_for(self._short_words(), icon=False)
        beside = 2 * _MARGIN + self._counter.minimumWidth() + _TOOL_GAP
        return QSize(beside + least, super().minimumSizeHint().height())

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
        self.editor.show_marks([self._range(found) for found in self._unsendable])

    def _refresh_hint(self) -> None:
        self.hint_row.show_unsendable(self._unsendable, refused=self._refused)

    def _refresh_counter(self) -> None:
        count = len(clean(self.text))
        if count <= SMS_LIMIT:
            self._counter.say(Run(f"{count}/{SMS_LIMIT}", "text_secondary"))
        else:
            parts = self.tr("%n msg", "counter beside the send button", len(split(clean(self.text))))
            self._counter.say(Run(str(count), "warning", strong=True), Run(f"/{SMS_LIMIT} · {parts}", "text_secondary"))

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
            hint = self.tr("Being stored…")
        elif not self._online:
            hint = self.tr("No link: what you send now waits in the queue")
        elif self.editor.send_on_enter:
            hint = self.tr("Enter sends, Shift+Enter starts a new line")
        else:
            hint = self.tr("Ctrl+Enter sends")
        self._tool_hint.say(Run(hint, "text_secondary"))
        self._refresh_send()

    def _refresh_send(self) -> None:
        held = self._phone is None or self._phone in self._submitted
        self.editor.setReadOnly(held)
        self.box.update()
        self.send_button.setEnabled(not held and not self._asking and bool(self.text.strip()))
        words, icon = self._send_looks()
        self.send_button.show_icon(icon)
        self.send_button.show_words(words)
        room = self._tools_width() - self.send_button.sizeHint().width() - _TOOL_GAP
        self._tool_hint.setVisible(room >= self._tool_hint.natural_width)

    def _send_looks(self) -> tuple[str, bool]:
        """Choose words and icon by the room there is: the icon goes first, then a word, the number never."""
        if self._phone is None:
            return self.tr("Send"), True
        words = self.tr("Send to {number}").format(number=self._phone.grouped)
        room = self._tools_width()
        for choice in ((words, True), (words, False)):
            fits = self.send_button.width_for(choice[0], icon=choice[1]) <= room
            if fits and (self.width() >= _ICON_FROM or not choice[1]):
                return choice
        return self._short_words(), False

    def _short_words(self) -> str:
        number = self._phone.grouped if self._phone is not None else ""
        return self.tr("To {number}", "short send button").format(number=number)

    def _tools_width(self) -> int:
        """The width left for hint and button beside the counter."""
        return self.width() - 2 * _MARGIN - self._counter.minimumWidth() - _TOOL_GAP

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.editor, words))

    @Slot()
    def _on_theme_changed(self) -> None:
        widest = self.tr("%n msg", "counter beside the send button", 15)
        metrics = QFontMetrics(self._theme.font("small"))
        strong = self._theme.font("small")
        strong.setBold(True)
        figure = QFontMetrics(strong).horizontalAdvance("999")
        self._counter.setMinimumWidth(figure + metrics.horizontalAdvance(f"/{SMS_LIMIT} · {widest}") + 2)
        self._refresh()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.surface)
        draw_horizontal_hairline(painter, 0, self.width(), 0, self._theme.tokens.border)
