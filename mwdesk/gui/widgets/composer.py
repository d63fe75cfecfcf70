"""Where an operator writes: it names the number, counts as the gateway does, and asks before it splits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QElapsedTimer, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mwdesk.domain.canned import CannedReply
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import as_sent, split
from mwdesk.gui import announcing
from mwdesk.gui.drafts import Drafts, Outgoing
from mwdesk.gui.painting import draw_horizontal_hairline
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.hint_row import HintRow
from mwdesk.gui.widgets.insert_tools import InsertTools
from mwdesk.gui.widgets.message_box import MessageBox
from mwdesk.gui.widgets.owner_strip import OwnerStrip
from mwdesk.gui.widgets.split_strip import SplitStrip
from mwdesk.gui.widgets.strip import Strip
from mwdesk.gui.widgets.tool_row import ToolRow
from mwdesk.gui.widgets.undo_strip import UndoStrip

_DRAFT_DELAY_MS = 300
_HANDS_ON_MS = 1000
"""Who typed so recently types on without looking, whatever opens meanwhile."""
_MARGIN, _PADDING, _TOOL_TOP = 20, 12, 8


class Composer(QWidget):
    """The composer of one conversation.

    Whose text is where is settled by :class:`Drafts`. Where another number opens under the hands of who is typing, the
    text stays in the box, goes to no other number, and a strip asks what becomes of it.

    With ``set_undo`` a send waits some seconds and is told as the number's draft so long. The countdown goes on in
    whatever conversation is opened, and undoing leads back to the number; another send, or ``settle`` when the window
    closes, lets it go at once. Without it the box clears only when the owner says that the text was stored
    (``accepted``); ``restore`` gives it back where it was not.
    """

    send_requested = Signal(object, object, object)
    """A text is to be stored for a number, with the rows of the failures it repairs; its :meth:`draft` is left."""
    draft_changed = Signal(object, str)
    held_changed = Signal(object, str)
    """A text waits to go to a number and can still be taken back; empty once it was."""
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
        self._drafts = Drafts()
        self._loading = False
        self._agreed = False
        self._goes_on = False
        self._just_sent = False
        self._online = True
        self._undo_s = 0
        self._hands_on = QElapsedTimer()
        self.may_write_to: Callable[[PhoneNumber, Callable[[], None]], bool] = lambda _phone, _again: True
        """Asked last before anything is sent; who refuses may call later what would send it then."""

        # In the order of the Tab key.
        self.undo_strip = UndoStrip(theme, self)
        self.owner_strip = OwnerStrip(theme, self)
        self.strip = SplitStrip(theme, self)
        self.box = MessageBox(theme, self)
        self.editor = self.box.editor
        self.editor.setAccessibleName(self.tr("Message"))
        self.hint_row = HintRow(theme, self.editor, self)
        self.inserts = InsertTools(theme, self.box, self)
        self.canned = self.inserts.canned
        self.tool_row = ToolRow(theme, self.inserts, self)
        self.send = self.tool_row.send
        self.send_button = self.send.main
        self._lay_out()

        self._draft_timer = self._single_shot(_DRAFT_DELAY_MS)
        self._hasty_timer = self._single_shot(QGuiApplication.styleHints().mouseDoubleClickInterval())
        # The window's own: it works while a page lies over the composer, too.
        self._undo_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.window())
        self._undo_key.setEnabled(False)
        self._connect()
        self._refresh()

    def _single_shot(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _PADDING, _MARGIN, _PADDING)
        layout.setSpacing(0)
        # The button gets shorter when there is less room; the width of the long one must not be in the way of that.
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        for widget in (self.undo_strip, self.owner_strip, self.strip, self.box, self.hint_row):
            layout.addWidget(widget)
        layout.addSpacing(_TOOL_TOP)
        layout.addWidget(self.tool_row)

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
        self.inserts.inserted.connect(self._on_inserts_inserted)
        self.inserts.canned_used.connect(self.canned_used)
        self.canned.opened.connect(self.canned_wanted)
        self.canned.manage_requested.connect(self.canned_manage_requested)
        self.send.clicked.connect(self._on_send_clicked)
        self.send.next_clicked.connect(self._on_next_requested)
        self._theme.changed.connect(self.update)

    # --- what the owner says -----------------------------------------------------------------------------------------

    @property
    def recipient(self) -> PhoneNumber | None:
        """The number the text in the box is for."""
        return self._drafts.owner

    @property
    def text(self) -> str:
        """The text as it stands in the box."""
        return self.editor.toPlainText()

    @property
    def is_asking(self) -> bool:
        """Tell whether the strip asks whether to split."""
        return not self.strip.isHidden()

    @property
    def is_hasty(self) -> bool:
        """Tell whether a send key pressed now belongs to a double press, whose second half must not send."""
        return self._hasty_timer.isActive()

    @property
    def counter_text(self) -> str:
        """What the counter shows."""
        return self.tool_row.counter.text()

    @property
    def held(self) -> Outgoing | None:
        """The message that can still be taken back."""
        return self._drafts.held

    @property
    def under_way(self) -> set[PhoneNumber]:
        """Whose answers are held back or on their way to the store: these do not wait, whatever the list says still."""
        return self._drafts.under_way

    def draft(self, phone: PhoneNumber) -> str:
        """Return what is written to a number and not sent; to be stored with a message, whose draft it was part of."""
        return self._drafts.draft(phone)

    def add_strip(self, strip: Strip) -> None:
        """Put a strip above all others."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in _lay_out
        layout.insertWidget(0, strip)

    def set_recipient(self, phone: PhoneNumber | None, draft: str) -> None:
        """Open a conversation with its draft; what was typed for the one before goes out as its draft.

        Naming the same number again changes nothing: what is being typed is newer than any draft.
        """
        drafts = self._drafts
        if phone == drafts.opened:
            return
        stays = drafts.owner is not None and phone is not None and (drafts.is_strange or self._is_typing())
        drafts.open(phone, draft)
        if not stays:
            self._follow()
        self._refresh_owner()

    def _is_typing(self) -> bool:
        """Tell whether the operator's hands are on the keys of this box."""
        if not self.editor.hasFocus():
            return False
        recent = self._hands_on.isValid() and not self._hands_on.hasExpired(_HANDS_ON_MS)
        return self.editor.is_composing or (recent and bool(self.text.strip()))

    def _follow(self) -> None:
        """Leave the text in the box as its number's draft, and take the open one's."""
        self.editor.commit_composition()
        self.flush_draft()
        self.canned.close()
        self._drafts.follow()
        self._hands_on.invalidate()
        self._just_sent = False
        self._load()

    def _refresh_owner(self) -> None:
        owner, opened = self._drafts.owner, self._drafts.opened
        if owner != opened and owner is not None and opened is not None:
            self._ask(False)
            self.owner_strip.warn(owner, opened)
            self._announce(self.owner_strip.accessibleName())
        else:
            self._agreed = False
            self.owner_strip.dismiss()
        self._refresh_words()

    def flush_draft(self) -> None:
        """Tell the draft now if a change is still waiting to be told."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self._on_draft_timer_timeout()

    def settle(self) -> None:
        """Leave nothing in the air: what was sent goes, what was not is told as a draft."""
        self.let_go()
        self.editor.commit_composition()
        self.flush_draft()

    def forget_drafts(self) -> None:
        """Believe the store again about all numbers but those at work here: it holds other drafts now."""
        self._drafts.forget()

    @Slot(object, object)
    def accepted(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        """Let go of a text: it was stored."""
        self._drafts.stored(phone, texts)
        self._show_changed(phone)

    @Slot(object, object)
    def restore(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        """Give back a text that was not stored; whatever else stands in the box is kept behind it."""
        self._commit(phone)
        self._drafts.failed(phone, texts)
        self._just_sent = self._just_sent and phone != self.recipient
        self._show_changed(phone)

    def is_repaired(self, row_id: int) -> bool:
        """Tell whether the text of a failed message is being written on here, or goes out already."""
        return self._drafts.is_repaired(row_id)

    def give(self, phone: PhoneNumber, text: str, row_id: int) -> None:
        """Put a failed message's text before whatever is written to an open number; if it waits to go, take it back."""
        if self.held is not None and row_id in self.held.repairs:
            self.take_back()
            return
        self._commit(phone)
        self._drafts.give(phone, text, row_id)
        # A text is there again: the send key means it, not the next conversation.
        self._just_sent = self._just_sent and phone != self.recipient
        self._show_changed(phone)

    def _commit(self, phone: PhoneNumber) -> None:
        if phone == self.recipient:
            self.editor.commit_composition()

    def _show_changed(self, phone: PhoneNumber) -> None:
        """Show and tell what became of a number's texts."""
        if phone == self.recipient:
            if self._drafts.text != self.text:
                self._load()
            self._refresh_words()
        self.draft_changed.emit(phone, self._drafts.draft(phone))

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
        self.strip.balance = balance

    def set_price(self, milliyuan: int) -> None:
        """Remember what one message costs, in thousandths of a yuan, for the same question; 0 if nobody said."""
        self.strip.price_milliyuan = milliyuan

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

    def _send_again(self, phone: PhoneNumber, goes_on: bool) -> None:
        """Send what is written to a number as it was to be sent before something was asked about it."""
        if phone == self.recipient:
            self._request_send(goes_on=goes_on)

    def _request_send(self, *, goes_on: bool = False) -> None:
        """Check and ask what has to be asked, then send; ``goes_on``: to who waits longest afterwards."""
        self._goes_on = self._goes_on or goes_on
        if not self._try_to_send() and not self.is_asking:
            self._goes_on = False

    def _try_to_send(self) -> bool:
        owner, text = self._drafts.owner, as_sent(self.text)
        if owner is None or self._drafts.is_being_stored or not text or self.editor.is_composing:
            return False
        if self._drafts.is_strange and not self._agreed:
            self._announce(self.owner_strip.accessibleName())
            return False
        if self.hint_row.refuse():
            return False
        texts = tuple(split(text))
        if len(texts) > 1 and not self.is_asking:
            self._ask(True)
            return False
        if not self.may_write_to(owner, partial(self._send_again, owner, self._goes_on)):
            return False
        self._send(owner, texts)
        return True

    def _send(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        goes_on, self._goes_on = self._goes_on, False
        self._draft_timer.stop()
        self.let_go()
        if self._undo_s:
            self._drafts.hold(texts)
            self._undo_key.setEnabled(True)
            self._load()
            self.held_changed.emit(phone, "".join(texts))
            self.draft_changed.emit(phone, self._drafts.draft(phone))
            self.undo_strip.count_down(phone, "".join(texts), self._undo_s)
            self._announce(self.undo_strip.accessibleName())
        else:
            message = self._drafts.hand_on(texts)
            self._ask(False)
            self._refresh_words()
            self.send_requested.emit(phone, texts, message.repairs)
        self._just_sent = True
        self._hands_on.invalidate()
        if self._drafts.is_strange:
            self._follow()
            self._refresh_owner()
        if goes_on:
            self._go_on()

    def _go_on(self) -> None:
        self._just_sent = False
        self._hasty_timer.start()
        self.next_requested.emit(self.recipient)

    @Slot()
    def let_go(self) -> None:
        """Send what could still be taken back."""
        held = self._drafts.let_go()
        if held is not None:
            self._end_countdown()
            self.send_requested.emit(held.phone, held.texts, held.repairs)

    @Slot()
    def take_back(self) -> None:
        """Give back what has not gone yet, before whatever was written to that number since."""
        if self.held is not None:
            self.editor.commit_composition()
        phone = self._drafts.take_back()
        if phone is None:
            return
        self._end_countdown()
        self.held_changed.emit(phone, "")
        self._hands_on.invalidate()
        self._just_sent = False
        self._show_changed(phone)
        if phone != self._drafts.opened or not self.isVisible():
            self.open_requested.emit(phone)
        self.editor.setFocus()

    def _end_countdown(self) -> None:
        self._undo_key.setEnabled(False)
        self.undo_strip.dismiss()

    def _ask(self, asking: bool) -> None:
        self.editor.show_breaks(asking)
        if asking:
            text = as_sent(self.text)
            self.strip.ask(len(text), len(split(text)))
            self._announce(self.strip.accessibleName())
            self.editor.setFocus()
            self._hasty_timer.start()
        else:
            self.strip.dismiss()
        self._refresh_ready()

    # --- what changes ------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Show the text of the number the box belongs to."""
        self._loading = True
        self._draft_timer.stop()
        self.editor.set_text(self._drafts.text)
        self._loading = False
        self._ask(False)
        self._refresh()

    @Slot()
    def _on_editor_text_changed(self) -> None:
        if self._loading:
            return
        self._drafts.write(self.text)
        if self.is_asking:
            self._ask(False)
            self._goes_on = False
        self._just_sent = False
        if self.recipient is not None and not self._draft_timer.isActive():
            self._draft_timer.start()
        if self._refresh():
            self._announce(self.counter_text)

    @Slot(str)
    def _on_editor_typed(self, _text: str) -> None:
        self._hands_on.start()
        self._hasty_timer.stop()

    @Slot()
    def _on_inserts_inserted(self) -> None:
        self._hands_on.start()

    @Slot()
    def _on_draft_timer_timeout(self) -> None:
        if self.recipient is not None:
            self.draft_changed.emit(self.recipient, self._drafts.draft(self.recipient))

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
        self._follow()
        self._refresh_owner()
        self.editor.setFocus()

    # --- looks -------------------------------------------------------------------------------------------------------

    def _refresh(self) -> bool:
        """Show what is to be said about the text, and tell whether its length is worth saying aloud."""
        self.hint_row.check()
        self._refresh_words()
        return self.tool_row.counter.show_count(len(as_sent(self.text)))

    def _refresh_words(self) -> None:
        phone = self.recipient
        if phone is None:
            placeholder = self.tr("Open a conversation to write")
        elif self._online:
            placeholder = self.tr("Write to {number}, / for canned replies").format(number=phone.grouped)
        else:
            placeholder = self.tr("Write to {number}; goes out later").format(number=phone.grouped)
        self.editor.setPlaceholderText(placeholder)
        if self._drafts.is_being_stored:
            hint = self.tr("Being stored…")
        elif not self._online:
            hint = self.tr("No link: what you send now waits in the queue")
        elif self.editor.send_on_enter:
            hint = self.tr("Enter sends, Shift+Enter starts a new line")
        else:
            hint = self.tr("Ctrl+Enter sends; twice goes to who waits longest")
        self.tool_row.show_words(phone, hint)
        self._refresh_ready()

    def _refresh_ready(self) -> None:
        shut = self.recipient is None or self._drafts.is_being_stored
        self.editor.setReadOnly(shut)
        self.box.update()
        self.inserts.setEnabled(not shut)
        ready = not (shut or self.is_asking or self.hint_row.has_blanks or self._drafts.is_strange)
        self.send.setEnabled(ready and bool(self.text.strip()))

    def _announce(self, words: str) -> None:
        announcing.announce(self.editor, words)

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the counter and the shortest button."""
        return QSize(2 * _MARGIN + self.tool_row.minimumSizeHint().width(), super().minimumSizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the box; as a focus proxy of ours it would take the Tab key past the strips above it."""
        self.editor.setFocus(event.reason())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.surface)
        draw_horizontal_hairline(painter, 0, self.width(), 0, self._theme.tokens.border)
