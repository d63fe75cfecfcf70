"""Where an operator writes: it names the number, counts as the gateway does, and asks before it splits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from mwdesk.domain.canned import CannedReply, Undefined, fill
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import SMS_LIMIT, Unsendable, clean, find_unsendable, length, split, split_positions
from mwdesk.gui import announcing
from mwdesk.gui.painting import draw_horizontal_hairline, single_line
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.canned_popup import CannedFinder
from mwdesk.gui.widgets.hint_row import HintRow
from mwdesk.gui.widgets.message_box import Mark, MessageBox, utf16_position
from mwdesk.gui.widgets.owner_strip import OwnerStrip
from mwdesk.gui.widgets.send_button import CHEVRON_ROOM, SendButton
from mwdesk.gui.widgets.split_strip import SplitStrip
from mwdesk.gui.widgets.strip import Strip
from mwdesk.gui.widgets.undo_strip import UndoStrip
from mwdesk.gui.widgets.words import Run, Sentence

_DRAFT_DELAY_MS = 300
_HANDS_ON_MS = 1000
"""Who typed so recently types on without looking, whatever opens meanwhile."""
_ANNOUNCED = (60, SMS_LIMIT, SMS_LIMIT + 1)
_MARGIN, _PADDING = 20, 12
_TOOL_GAP, _TOOL_TOP = 12, 8
_ICONS_GAP, _HINT_GAP = 4, 12
_ICON_FROM = 420
"""The width from which the send button has its icon."""


class Held(NamedTuple):
    """A message that can still be taken back: it is a draft until its time is over."""

    phone: PhoneNumber
    raw: str
    texts: tuple[str, ...]


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second


class Composer(QWidget):
    """The composer of one conversation.

    A text belongs to the number it was begun for: changing the recipient hands it over as that number's draft. Where
    another number opens under the hands of who is typing, the text stays in the box, goes to no other number, and a
    strip asks what becomes of it.

    With ``set_undo`` a send waits some seconds and is told as the number's draft so long. The countdown goes on in
    whatever conversation is opened, and undoing leads back to the number; another send, or ``settle`` when the window
    closes, lets it go at once. Without it the box clears only when the owner says that the text was stored
    (``accepted``); ``restore`` gives a text back.
    """

    send_requested = Signal(object, object)
    draft_changed = Signal(object, str)
    next_requested = Signal(object)
    """The conversation of who waits longest is wanted; not that of this number."""
    open_requested = Signal(object)
    """The conversation of a number is wanted, since its text came back."""
    canned_wanted = Signal()
    """The canned replies are on view; ``set_canned`` brings the newest."""
    canned_used = Signal(object)
    canned_manage_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._phone: PhoneNumber | None = None
        self._open: PhoneNumber | None = None
        self._open_draft = ""
        self._submitted: dict[PhoneNumber, str] = {}
        self._held: Held | None = None
        self._flying: Counter[PhoneNumber] = Counter()
        self._rests: dict[PhoneNumber, str] = {}
        self._loading = False
        self._asking = False
        self._agreed = False
        self._goes_on = False
        self._just_sent = False
        self._refused = False
        self._online = True
        self._balance: int | None = None
        self._undo_s = 0
        self._price_milliyuan = 0
        self._unsendable: list[Unsendable] = []
        self._blanks: Sequence[Undefined] = ()
        self._last_count = 0
        self._hands_on = QElapsedTimer()
        self.values: Callable[[], Mapping[str, str]] = dict
        """What the blanks of canned replies are filled with, by the English names of ``VARIABLES``."""
        self.may_write_to: Callable[[PhoneNumber], bool] = lambda _phone: True
        """Asked last before anything is sent; who refuses may call :meth:`send_now` later."""

        self.undo_strip = UndoStrip(theme, self)
        self.owner_strip = OwnerStrip(theme, self)
        self.strip = SplitStrip(theme, self)
        self.box = MessageBox(theme, self)
        self.editor = self.box.editor
        self.editor.setAccessibleName(self.tr("Message"))
        self.canned = CannedFinder(theme, self.editor, self.box)
        self.hint_row = HintRow(theme, self)
        self.canned_button = self._icon_button(self.tr("Canned replies (/)"))
        self.variable_button = self._icon_button(self.tr("Insert a name, number or time"))
        self.variable_menu = QMenu(self)
        self._tool_hint = Sentence(theme, "small", self)
        self._counter = Sentence(theme, "small", self)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.send = SendButton(theme, self)
        self.send_button = self.send.main
        self._lay_out()

        self._draft_timer = self._single_shot(_DRAFT_DELAY_MS)
        self._hasty_timer = self._single_shot(QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._undo_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._undo_key.setContext(Qt.ShortcutContext.WindowShortcut)
        self._undo_key.setEnabled(False)
        self._connect()
        self._on_theme_changed()

    def _icon_button(self, words: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "icon")
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def _single_shot(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(0)
        tools.addWidget(self.canned_button)
        tools.addSpacing(_ICONS_GAP)
        tools.addWidget(self.variable_button)
        tools.addSpacing(_HINT_GAP)
        tools.addWidget(self._tool_hint, 1)
        tools.addStretch(0)
        tools.addWidget(self._counter)
        tools.addSpacing(_TOOL_GAP)
        tools.addWidget(self.send)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _PADDING, _MARGIN, _PADDING)
        layout.setSpacing(0)
        # The button gets shorter when there is less room; the width of the long one must not be in the way of that.
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.undo_strip)
        layout.addWidget(self.owner_strip)
        layout.addWidget(self.strip)
        layout.addWidget(self.box)
        layout.addWidget(self.hint_row)
        layout.addSpacing(_TOOL_TOP)
        layout.addLayout(tools)

    def _connect(self) -> None:
        self._draft_timer.timeout.connect(self._on_draft_timer_timeout)
        self.editor.textChanged.connect(self._on_editor_text_changed)
        self.editor.typed.connect(self._on_editor_typed)
        self.editor.send_pressed.connect(self._on_editor_send_pressed)
        self.editor.next_pressed.connect(self._on_next_requested)
        self.editor.undo_pressed.connect(self.take_back)
        self.editor.escape_pressed.connect(self._on_strip_back_clicked)
        self._undo_key.activated.connect(self.take_back)
        self.undo_strip.undo_requested.connect(self.take_back)
        self.undo_strip.time_over.connect(self.let_go)
        self.owner_strip.send_button.clicked.connect(self._on_owner_strip_send_clicked)
        self.owner_strip.keep_button.clicked.connect(self._on_owner_strip_keep_clicked)
        self.strip.back_button.clicked.connect(self._on_strip_back_clicked)
        self.strip.confirm_button.clicked.connect(self._on_strip_confirm_clicked)
        self.hint_row.replace_requested.connect(self._on_hint_row_replace_requested)
        self.hint_row.go_requested.connect(self._on_hint_row_go_requested)
        self.canned_button.clicked.connect(self.canned.open_at_cursor)
        self.canned.opened.connect(self.canned_wanted)
        self.canned.chosen.connect(self._on_canned_chosen)
        self.canned.manage_requested.connect(self.canned_manage_requested)
        self.variable_button.clicked.connect(self._on_variable_button_clicked)
        self.variable_menu.triggered.connect(self._on_variable_menu_triggered)
        self.send.clicked.connect(self._on_send_clicked)
        self.send.next_clicked.connect(self._on_next_requested)
        self._theme.changed.connect(self._on_theme_changed)

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
    def is_hasty(self) -> bool:
        """Tell whether a send key pressed now belongs to a double press, whose second half must not send."""
        return self._hasty_timer.isActive()

    @property
    def counter_text(self) -> str:
        """What the counter shows."""
        return self._counter.text()

    @property
    def held(self) -> Held | None:
        """The message that can still be taken back."""
        return self._held

    @Slot()
    def send_now(self) -> None:
        """Send as if the button had been clicked: what was asked about it is settled."""
        self._request_send()

    def add_strip(self, strip: Strip) -> None:
        """Put a strip above all others."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in _lay_out
        layout.insertWidget(0, strip)

    def set_recipient(self, phone: PhoneNumber | None, draft: str) -> None:
        """Open a conversation with its draft; what was typed for the one before goes out as its draft.

        Naming the same number again changes nothing: what is being typed is newer than any draft.
        """
        if phone == self._open:
            return
        stays = self._phone is not None and phone is not None and (self._is_strange or self._is_typing())
        if stays and phone != self._phone:
            self._open, self._open_draft = phone, draft
        elif stays:
            self._open = phone
        else:
            self._show(phone, draft)
        self._refresh_owner()

    @property
    def _is_strange(self) -> bool:
        """Tell whether the box holds a text for another number than the open one."""
        return self._open != self._phone

    def _is_typing(self) -> bool:
        """Tell whether the operator's hands are on the keys of this box."""
        if not self.editor.hasFocus():
            return False
        recent = self._hands_on.isValid() and not self._hands_on.hasExpired(_HANDS_ON_MS)
        return self.editor.is_composing or (recent and bool(self.text.strip()))

    def _show(self, phone: PhoneNumber | None, draft: str) -> None:
        """Leave the text in the box as its number's draft, and take another number's."""
        self._commit_composition()
        self.flush_draft()
        self.canned.close()
        if self._phone is not None and self._is_under_way(self._phone):
            self._rests[self._phone] = self.text
        self._phone = self._open = phone
        self._hands_on.invalidate()
        self._just_sent = False
        rest = None if phone is None else self._rests.pop(phone, None)
        if phone is not None and phone in self._submitted:
            draft = self._submitted[phone]
        elif rest is not None:
            draft = rest
        self._set_text("" if phone is None else draft)

    def _is_under_way(self, phone: PhoneNumber) -> bool:
        """Tell whether the stored draft of a number is, or will be, another than what stands in the box."""
        return self._flying[phone] > 0 or (self._held is not None and self._held.phone == phone)

    def _refresh_owner(self) -> None:
        if self._is_strange and self._phone is not None and self._open is not None:
            self._ask(False)
            self.owner_strip.warn(self._phone, self._open)
            self._announce(self.owner_strip.accessibleName())
        else:
            self._agreed = False
            self.owner_strip.dismiss()
        self._refresh_words()

    def flush_draft(self) -> None:
        """Tell the draft now if a change is still waiting to be told."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self._tell_draft()

    def settle(self) -> None:
        """Leave nothing in the air: what was sent goes, what was not is told as a draft."""
        self.let_go()
        self._commit_composition()
        self.flush_draft()

    @Slot(object)
    def accepted(self, phone: PhoneNumber) -> None:
        """Clear the text of this number: it was stored, and with that the stored draft is gone."""
        if self._flying[phone] > 0:
            self._flying[phone] -= 1
        elif self._submitted.pop(phone, None) is None:
            return
        elif phone == self._phone:
            self._set_text("")
        self.draft_changed.emit(phone, self._draft(phone))

    @Slot(object, object)
    def restore(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        """Give back a text that was not stored; whatever else stands in the box is kept behind it."""
        back = "".join(texts)
        submitted = None
        if self._flying[phone] > 0:
            self._flying[phone] -= 1
        else:
            submitted = self._submitted.pop(phone, None)
        if phone == self._phone:
            self._commit_composition()
            current = self.text
            if submitted is None and clean(current) != back:
                back = _joined(back, current)
            self._set_text(back)
            # A text is there again: the send key means it, not the next conversation.
            self._just_sent = False
        else:
            if phone in self._rests:
                back = self._rests[phone] = _joined(back, self._rests[phone])
            if phone == self._open:
                back = self._open_draft = _joined(back, self._open_draft)
        self.draft_changed.emit(phone, _joined(self._held_raw(phone), back))

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

    def set_price(self, milliyuan: int) -> None:
        """Remember what one message costs, in thousandths of a yuan, for the same question; 0 if nobody said."""
        self._price_milliyuan = milliyuan

    def set_undo(self, seconds: int) -> None:
        """Choose how long a message can be taken back; 0 sends at once."""
        self._undo_s = seconds

    def set_canned(self, replies: Sequence[CannedReply]) -> None:
        """Take the canned replies there are."""
        self.canned.set_replies(replies)

    @Slot(str)
    def set_send_key(self, key: str) -> None:
        """Send on ``ctrl_enter`` only, or on ``enter`` too."""
        self.editor.send_on_enter = key == "enter"
        self._refresh_words()

    # --- sending -----------------------------------------------------------------------------------------------------

    def _request_send(self, *, goes_on: bool = False) -> None:
        """Check and ask what has to be asked, then send; ``goes_on``: to who waits longest afterwards."""
        self._goes_on = self._goes_on or goes_on
        if not self._try_to_send() and not self._asking:
            self._goes_on = False

    def _try_to_send(self) -> bool:
        text = clean(self.text)
        if self._phone is None or self._phone in self._submitted or not text.strip() or self.editor.is_composing:
            return False
        if self._is_strange and not self._agreed:
            self._announce(self.owner_strip.accessibleName())
            return False
        if self._blanks or find_unsendable(text):
            self._refused = True
            self._refresh_hint()
            self._on_hint_row_go_requested()
            self._announce(self.hint_row.words)
            return False
        texts = tuple(split(text))
        if len(texts) > 1 and not self._asking:
            self._ask(True)
            return False
        if not self.may_write_to(self._phone):
            return False
        self._send(self._phone, texts)
        return True

    def _send(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        raw, goes_on = self.text, self._goes_on
        self._goes_on = False
        self._draft_timer.stop()
        self._ask(False)
        self.let_go()
        if self._undo_s:
            self._held = Held(phone, raw, texts)
            self._undo_key.setEnabled(True)
            self._set_text("")
            self.draft_changed.emit(phone, raw)
            self.undo_strip.count_down(phone, "".join(texts), self._undo_s)
            self._announce(self.undo_strip.accessibleName())
        else:
            self._submitted[phone] = raw
            self._refresh()
            self.send_requested.emit(phone, texts)
        self._just_sent = True
        self._hands_on.invalidate()
        if self._is_strange:
            self._show(self._open, self._open_draft)
            self._refresh_owner()
        if goes_on:
            self._go_on()

    def _go_on(self) -> None:
        self._just_sent = False
        self._hasty_timer.start()
        self.next_requested.emit(self._phone)

    @Slot()
    def let_go(self) -> None:
        """Send what could still be taken back."""
        held = self._drop_held()
        if held is not None:
            self._flying[held.phone] += 1
            self.send_requested.emit(held.phone, held.texts)

    @Slot()
    def take_back(self) -> None:
        """Give back what has not gone yet, before whatever was written to that number since."""
        held = self._drop_held()
        if held is None:
            return
        phone = held.phone
        self._commit_composition()
        self._hands_on.invalidate()
        self._just_sent = False
        if phone == self._phone:
            self._set_text(_joined(held.raw, self.text))
        elif phone == self._open:
            self._open_draft = _joined(held.raw, self._rests.pop(phone, self._open_draft))
        else:
            self._rests[phone] = _joined(held.raw, self._rests.get(phone, ""))
        self.draft_changed.emit(phone, self._draft(phone))
        if phone != self._open:
            self.open_requested.emit(phone)
        self.editor.setFocus()

    def _drop_held(self) -> Held | None:
        held, self._held = self._held, None
        self._undo_key.setEnabled(False)
        self.undo_strip.dismiss()
        return held

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        self.editor.wants_escape = asking
        self.editor.show_bars(self._bar_positions() if asking else ())
        if asking:
            text = clean(self.text)
            self.strip.ask(len(text), len(split(text)), self._balance, self._price_milliyuan)
            self._announce(self.strip.first.text())
            self.editor.setFocus()
            self._hasty_timer.start()
            self.strip.open()
        else:
            self.strip.dismiss()
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

    def _held_raw(self, phone: PhoneNumber) -> str:
        return self._held.raw if self._held is not None and self._held.phone == phone else ""

    def _draft(self, phone: PhoneNumber) -> str:
        """Return all that was written to a number and has not gone."""
        if phone == self._phone:
            rest = self.text
        elif phone == self._open:
            rest = self._open_draft
        else:
            rest = self._rests.get(phone, "")
        return _joined(self._held_raw(phone), rest)

    def _tell_draft(self) -> None:
        if self._phone is not None:
            self.draft_changed.emit(self._phone, self._draft(self._phone))

    @Slot()
    def _on_editor_text_changed(self) -> None:
        if self._loading:
            return
        if self._asking:
            self._ask(False)
            self._goes_on = False
        self._refused = False
        self._just_sent = False
        if self._phone is not None and not self._draft_timer.isActive():
            self._draft_timer.start()
        self._refresh()
        count = length(self.text)
        if count != self._last_count and (
            count in _ANNOUNCED or any(self._last_count < limit <= count for limit in _ANNOUNCED)
        ):
            self._announce(self.counter_text)
        self._last_count = count

    @Slot(str)
    def _on_editor_typed(self, _text: str) -> None:
        self._hands_on.start()
        self._hasty_timer.stop()

    @Slot()
    def _on_draft_timer_timeout(self) -> None:
        self._tell_draft()

    @Slot(bool)
    def _on_editor_send_pressed(self, with_control: bool) -> None:
        if self.is_hasty:
            return
        if self._just_sent and with_control:
            self._go_on()
        else:
            self._request_send()

    @Slot()
    def _on_next_requested(self) -> None:
        if self.is_hasty:
            return
        if self._just_sent:
            self._go_on()
        else:
            self._request_send(goes_on=True)

    @Slot()
    def _on_send_clicked(self) -> None:
        self._request_send()

    @Slot()
    def _on_strip_confirm_clicked(self) -> None:
        self._request_send()
        self.editor.setFocus()

    @Slot()
    def _on_strip_back_clicked(self) -> None:
        self._ask(False)
        self._goes_on = False
        self._hasty_timer.stop()
        self.editor.setFocus()

    @Slot()
    def _on_owner_strip_send_clicked(self) -> None:
        self._agreed = True
        self._request_send()
        self.editor.setFocus()

    @Slot()
    def _on_owner_strip_keep_clicked(self) -> None:
        self._show(self._open, self._open_draft)
        self._refresh_owner()
        self.editor.setFocus()

    @Slot()
    def _on_hint_row_go_requested(self) -> None:
        if self._blanks:
            self._select_blank(self._blanks[0])
        elif self._unsendable:
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

    def _blank_range(self, blank: Undefined) -> tuple[int, int]:
        text = self.text
        return utf16_position(text, blank.start), utf16_position(text, blank.start + blank.length)

    def _select_blank(self, blank: Undefined) -> None:
        self.editor.setTextCursor(self.editor.select(*self._blank_range(blank)))

    # --- canned replies ----------------------------------------------------------------------------------------------

    @Slot(object, int, int)
    def _on_canned_chosen(self, reply: CannedReply, start: int, end: int) -> None:
        text, blanks = fill(reply.text, self.values())
        self.editor.select(start, end).insertText(text)
        self.editor.setTextCursor(self.editor.select(*(2 * [start + utf16_position(text, len(text))])))
        if blanks:  # Typing takes the blank's place.
            first = blanks[0]
            begin = start + utf16_position(text, first.start)
            stop = start + utf16_position(text, first.start + first.length)
            self.editor.setTextCursor(self.editor.select(begin, stop))
        self.editor.ensureCursorVisible()
        self.editor.setFocus()
        self._hands_on.start()
        self.canned_used.emit(reply)

    @Slot()
    def _on_variable_button_clicked(self) -> None:
        self.variable_menu.clear()
        values = self.values()
        for name, words in (
            ("name", self.tr("Name")),
            ("number", self.tr("Number")),
            ("today", self.tr("Today's date")),
            ("time", self.tr("Time now")),
            ("me", self.tr("My name")),
        ):
            value = values.get(name, "")
            shown = single_line(value).replace("&", "&&") or self.tr("not known")
            action = self.variable_menu.addAction(f"{words}\t{shown}")
            action.setData(value)
            action.setEnabled(bool(value) and not self.editor.isReadOnly())
        corner = self.variable_button.mapToGlobal(QPoint(0, 0))
        self.variable_menu.popup(QPoint(corner.x(), corner.y() - self.variable_menu.sizeHint().height()))

    @Slot(QAction)
    def _on_variable_menu_triggered(self, action: QAction) -> None:
        self.editor.textCursor().insertText(action.data())
        self.editor.setFocus()

    # --- looks -------------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the counter and the shortest button."""
        least = 0 if self._phone is None else self.send_button.width_for(self._short_words(), icon=False)
        beside = 2 * _MARGIN + self._icons_width() + self._counter.minimumWidth() + _TOOL_GAP + CHEVRON_ROOM
        return QSize(beside + least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the send button where there is little room; the number stays whole."""
        super().resizeEvent(event)
        self._refresh_send()

    def _refresh(self) -> None:
        raw = self.text
        self._blanks = fill(raw, {})[1]
        self._unsendable = [found for found in find_unsendable(raw) if clean(found.character)]
        if self._unsendable and not find_unsendable(clean(raw)):
            self._unsendable = []
        self._refresh_marks()
        self._refresh_hint()
        self._refresh_counter()
        self._refresh_words()

    def _refresh_marks(self) -> None:
        marks = [Mark(*self._range(found), "warning") for found in self._unsendable]
        marks += [Mark(*self._blank_range(blank), "danger") for blank in self._blanks]
        self.editor.show_marks(marks)

    def _refresh_hint(self) -> None:
        self.hint_row.show_problems(self._blanks, self._unsendable, refused=self._refused)

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
            placeholder = self.tr("Write to {number}, / for canned replies").format(number=self._phone.grouped)
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
            hint = self.tr("Ctrl+Enter sends; twice goes to who waits longest")
        self._tool_hint.say(Run(hint, "text_secondary"))
        self._refresh_send()

    def _refresh_send(self) -> None:
        held = self._phone is None or self._phone in self._submitted
        self.editor.setReadOnly(held)
        self.box.update()
        self.canned_button.setEnabled(not held)
        self.variable_button.setEnabled(not held)
        ready = not (held or self._asking or self._blanks or self._is_strange)
        self.send.setEnabled(ready and bool(self.text.strip()))
        words, icon = self._send_looks()
        self.send_button.show_icon(icon)
        self.send_button.show_words(words)
        self.send.updateGeometry()
        room = self._tools_width() - self.send_button.sizeHint().width() - _HINT_GAP
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

    def _icons_width(self) -> int:
        return 2 * self._theme.size("icon_button") + _ICONS_GAP

    def _tools_width(self) -> int:
        """The width left for hint and button beside the icons and the counter."""
        taken = 2 * _MARGIN + self._icons_width() + self._counter.minimumWidth() + _TOOL_GAP + CHEVRON_ROOM
        return self.width() - taken

    def _announce(self, words: str) -> None:
        announcing.announce(self.editor, words)

    @Slot()
    def _on_theme_changed(self) -> None:
        widest = self.tr("%n msg", "counter beside the send button", 15)
        metrics = QFontMetrics(self._theme.font("small"))
        strong = self._theme.font("small")
        strong.setBold(True)
        figure = QFontMetrics(strong).horizontalAdvance("999")
        self._counter.setMinimumWidth(figure + metrics.horizontalAdvance(f"/{SMS_LIMIT} · {widest}") + 2)
        edge = self._theme.icon_size("action")
        for button, name in ((self.canned_button, "canned"), (self.variable_button, "variable")):
            button.setIcon(self._theme.icon(name))
            button.setIconSize(QSize(edge, edge))
        self._refresh()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the box; as a focus proxy of ours it would take the Tab key past the strips above it."""
        self.editor.setFocus(event.reason())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.surface)
        draw_horizontal_hairline(painter, 0, self.width(), 0, self._theme.tokens.border)
