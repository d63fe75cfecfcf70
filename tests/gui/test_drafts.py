"""No text is lost, doubled or sent to another number, whatever is written, sent, taken back and opened in between."""

from __future__ import annotations

import itertools
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.drafts import Drafts
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets import composer as composer_module
from mwdesk.gui.widgets.composer import Composer

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

PHONES = tuple(PhoneNumber(f"1380013800{number}") for number in range(2))
SAME = "<same>"
"""Written again and again: messages that are equal must not be taken for one another's copies."""
_PIECE = re.compile(r"<\w+>")
Texts = tuple[PhoneNumber, tuple[str, ...]]


class Ledger:
    """Every piece that was written, by the number it was written to."""

    def __init__(self) -> None:
        self._written: Counter[tuple[PhoneNumber, str]] = Counter()
        self._numbers = itertools.count()

    def new(self) -> str:
        return f"<p{next(self._numbers)}>"

    def note(self, phone: PhoneNumber, piece: str) -> str:
        self._written[phone, piece] += 1
        return piece

    def strike(self, phone: PhoneNumber, text: str) -> None:
        self._written.subtract((phone, piece) for piece in _PIECE.findall(text))

    def check(self, found: Iterable[tuple[PhoneNumber, str]]) -> None:
        there = Counter((phone, piece) for phone, text in found for piece in _PIECE.findall(text))
        assert there == +self._written


class DraftsMachine(RuleBasedStateMachine):
    """The rules alone. Answers come back in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts = Drafts()
        self.ledger = Ledger()
        self.on_the_way: list[Texts] = []
        self.sent: list[Texts] = []
        self.rows = itertools.count()
        self.given: list[tuple[PhoneNumber, str, int]] = []
        """The failed messages that were to be sent again."""
        self.store = {phone: self.ledger.note(phone, self.ledger.new()) for phone in PHONES}
        """The drafts of numbers that were not opened yet, or have been forgotten."""

    @rule(phone=st.sampled_from(PHONES), follows=st.booleans())
    def open(self, phone: PhoneNumber, follows: bool) -> None:
        self.drafts.open(phone, self.store.pop(phone, "<stale>"))
        if follows or self.drafts.owner is None:
            self.drafts.follow()

    @rule()
    def follow(self) -> None:
        self.drafts.follow()

    def _can_write(self) -> bool:
        return self.drafts.owner is not None and not self.drafts.is_being_stored

    def _can_send(self) -> bool:
        return self._can_write() and bool(self.drafts.text.strip())

    @precondition(_can_write)
    @rule(same=st.booleans())
    def write(self, same: bool) -> None:
        assert self.drafts.owner is not None
        piece = self.ledger.note(self.drafts.owner, SAME if same else self.ledger.new())
        self.drafts.write(self.drafts.text + piece)

    @precondition(_can_write)
    @rule()
    def erase(self) -> None:
        assert self.drafts.owner is not None
        self.ledger.strike(self.drafts.owner, self.drafts.text)
        self.drafts.write("")

    @precondition(_can_write)
    @rule(held=st.booleans())
    def write_and_send(self, held: bool) -> None:
        self.write(same=False)
        self.send(held)

    @precondition(_can_send)
    @rule(held=st.booleans())
    def send(self, held: bool) -> None:
        self.let_go()
        texts = (self.drafts.text,)
        if held:
            self.drafts.hold(texts)
        else:
            message = self.drafts.hand_on(texts)
            self.on_the_way.append((message.phone, message.texts))

    @rule()
    def let_go(self) -> None:
        held = self.drafts.let_go()
        if held is not None:
            self.on_the_way.append((held.phone, held.texts))

    @rule()
    def take_back(self) -> None:
        self.drafts.take_back()

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data(), well=st.booleans())
    def answer(self, data: st.DataObject, well: bool) -> None:
        message = self.on_the_way.pop(data.draw(st.integers(0, len(self.on_the_way) - 1)))
        if well:
            self.sent.append(message)
            self.drafts.stored(*message)
        else:
            self.drafts.failed(*message)

    @precondition(lambda self: self.drafts.opened is not None)
    @rule()
    def give(self) -> None:
        assert self.drafts.opened is not None
        failed = (self.drafts.opened, self.ledger.note(self.drafts.opened, self.ledger.new()), next(self.rows))
        self.given.append(failed)
        self.drafts.give(*failed)

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def give_again(self, data: st.DataObject) -> None:
        """What is asked for twice is there once, wherever it has got to."""
        failed = data.draw(st.sampled_from(self.given))
        if self.drafts.is_repaired(failed[2]):
            self.drafts.give(*failed)

    @rule()
    def forget(self) -> None:
        kept = {self.drafts.owner, self.drafts.opened, *(phone for phone, _ in self.on_the_way)}
        if self.drafts.held is not None:
            kept.add(self.drafts.held.phone)
        forgotten = set(PHONES) - kept - set(self.store)
        for phone in forgotten:
            self.store[phone] = self.drafts.draft(phone)
        # The store may know other messages now, too.
        self.given = [failed for failed in self.given if failed[0] not in forgotten]
        self.drafts.forget()

    @invariant()
    def everything_is_in_one_place(self) -> None:
        drafts = [(phone, self.drafts.draft(phone)) for phone in PHONES if phone not in self.store]
        messages = [(phone, "".join(texts)) for phone, texts in (*self.on_the_way, *self.sent)]
        self.ledger.check([*self.store.items(), *drafts, *messages])

    @invariant()
    def a_failure_is_repaired_where_its_text_is(self) -> None:
        written = "".join([*map(self.drafts.draft, PHONES), *("".join(texts) for _, texts in self.on_the_way)])
        for _, piece, row_id in self.given:
            assert self.drafts.is_repaired(row_id) == (piece in written)

    @invariant()
    def the_box_shows_what_is_its_numbers(self) -> None:
        owner = self.drafts.owner
        if owner is None:
            assert self.drafts.text == ""
        elif self.drafts.is_being_stored:
            assert (owner, (self.drafts.text,)) in self.on_the_way
        else:
            assert self.drafts.draft(owner).endswith(self.drafts.text)


def test_only_what_stands_in_the_box_is_sent_and_once() -> None:
    drafts = Drafts()
    with pytest.raises(ValueError, match="cannot be sent"):
        drafts.hold(("nobody's",))
    drafts.open(PHONES[0], "text")
    drafts.follow()
    drafts.hand_on(("text",))
    with pytest.raises(ValueError, match="cannot be sent"):
        drafts.hand_on(("text",))


def test_the_rules() -> None:
    run_state_machine_as_test(DraftsMachine, settings=settings(max_examples=300, stateful_step_count=40))


@dataclass
class Asked:
    """One thing the composer asked the store for."""

    phone: PhoneNumber
    texts: tuple[str, ...] | None
    draft: str


class Books:
    """What a store knows: what it took to be sent, and one draft a number."""

    def __init__(self, drafts: dict[PhoneNumber, str], sent: Iterable[Texts] = ()) -> None:
        self.drafts = drafts
        self.sent = list(sent)

    def take(self, asked: Asked) -> None:
        if asked.texts is not None:
            self.sent.append((asked.phone, asked.texts))
        self.drafts[asked.phone] = asked.draft

    def after(self, queue: Iterable[Asked]) -> list[tuple[PhoneNumber, str]]:
        """Return all texts there would be if nothing came after a queue, as when the program is killed."""
        books = Books(dict(self.drafts), self.sent)
        for asked in queue:
            books.take(asked)
        return [*books.drafts.items(), *((phone, "".join(texts)) for phone, texts in books.sent)]


class ComposerMachine(RuleBasedStateMachine):
    """The composer with real keys, before a store that answers in order, late, and not always well."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.books = Books({phone: self.ledger.note(phone, self.ledger.new()) for phone in PHONES})
        self.queue: deque[Asked] = deque()
        self.answers: deque[tuple[Texts, bool]] = deque()
        self.rows = itertools.count()
        self.composer = Composer(theme, window)
        self.editor = self.composer.editor
        layout = window.layout()
        assert layout is not None
        layout.addWidget(self.composer)
        self.composer.send_requested.connect(
            lambda phone, texts, _: self.queue.append(Asked(phone, texts, self.composer.draft(phone)))
        )
        self.composer.draft_changed.connect(lambda phone, text: self.queue.append(Asked(phone, None, text)))
        self.composer.open_requested.connect(self.click)
        self.composer.show()
        self.click(PHONES[0])

    @rule(phone=st.sampled_from(PHONES))
    def click(self, phone: PhoneNumber) -> None:
        self.editor.clearFocus()
        self.composer.set_recipient(phone, self.books.drafts[phone])

    @rule(phone=st.sampled_from(PHONES))
    def open_under_the_hands(self, phone: PhoneNumber) -> None:
        self.write(same=False)
        self.composer.set_recipient(phone, self.books.drafts[phone])

    @rule(same=st.booleans())
    def write(self, same: bool) -> None:
        owner = self.composer.recipient
        assert owner is not None
        self.editor.setFocus()
        piece = SAME if same else self.ledger.new()
        QTest.keyClicks(self.editor, piece)
        if not self.editor.isReadOnly():
            self.ledger.note(owner, piece)

    @rule()
    def write_much(self) -> None:
        if not self.editor.isReadOnly():
            self.editor.textCursor().insertText("字" * 69)

    @rule()
    def begin_to_compose(self) -> None:
        owner = self.composer.recipient
        if owner is not None and not self.editor.isReadOnly() and not self.editor.is_composing:
            QApplication.sendEvent(self.editor, QInputMethodEvent(self.ledger.note(owner, self.ledger.new()), []))

    @rule()
    def end_composing(self) -> None:
        if self.editor.is_composing:
            self.editor.commit_composition()

    @rule()
    def erase(self) -> None:
        owner = self.composer.recipient
        if owner is not None and not self.editor.isReadOnly() and not self.editor.is_composing:
            self.ledger.strike(owner, self.composer.text)
            self.editor.selectAll()
            QTest.keyClick(self.editor, Qt.Key.Key_Delete)

    @rule(modifier=st.sampled_from((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)))
    def send(self, modifier: Qt.KeyboardModifier) -> None:
        self.composer._hasty_timer.stop()  # as if the hand had rested
        QTest.keyClick(self.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | modifier)

    @rule()
    def press_undo(self) -> None:
        if self.composer.held is not None:
            self.composer.take_back()

    @rule()
    def let_the_time_pass(self) -> None:
        if self.composer.held is not None:
            self.composer.undo_strip.now_button.click()

    @rule()
    def write_and_send(self) -> None:
        self.write(same=False)
        self.send(Qt.KeyboardModifier.NoModifier)

    @rule(seconds=st.sampled_from((0, 5)))
    def choose_undo(self, seconds: int) -> None:
        self.composer.set_undo(seconds)

    @rule(keep=st.booleans())
    def settle_the_owner(self, keep: bool) -> None:
        if self.composer.owner_strip.isVisible():
            strip = self.composer.owner_strip
            (strip.keep_button if keep else strip.send_button).click()

    @rule()
    def give(self) -> None:
        opened = self.composer._drafts.opened
        assert opened is not None
        self.composer.give(opened, self.ledger.note(opened, self.ledger.new()), next(self.rows))

    @precondition(lambda self: self.queue)
    @rule(well=st.booleans())
    def store(self, well: bool) -> None:
        """Take all there is; a message well or not."""
        while self.queue:
            asked = self.queue.popleft()
            if well or asked.texts is None:
                self.books.take(asked)
            if asked.texts is not None:
                self.answers.append(((asked.phone, asked.texts), well))

    @precondition(lambda self: self.answers)
    @rule()
    def answer(self) -> None:
        message, well = self.answers.popleft()
        (self.composer.accepted if well else self.composer.restore)(*message)

    @rule()
    def be_killed(self) -> None:
        """What was told is kept, unless the store just failed and nobody has heard of it."""
        if all(well for _, well in self.answers) and not self.editor.is_composing:
            self.composer.flush_draft()
            self.ledger.check(self.books.after(self.queue))

    def teardown(self) -> None:
        self.composer.settle()
        while self.queue or self.answers:
            if self.queue:
                self.store(well=True)
            if self.answers:
                self.answer()
        self.ledger.check(self.books.after(()))
        self.composer.hide()
        self.composer.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def test_the_composer(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    # Time stands still: what happens is what the machine does.
    monkeypatch.setattr(composer_module, "_DRAFT_DELAY_MS", 3_600_000)
    monkeypatch.setattr(composer_module, "_HANDS_ON_MS", 3_600_000)
    theme = Theme("en", "light")
    run_state_machine_as_test(
        lambda: ComposerMachine(window, theme),
        settings=settings(max_examples=120, stateful_step_count=40, deadline=None),
    )
    theme.deleteLater()
