"""The composer: real keys, real input method events."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.composer import Composer

# The offscreen platform says so for each window; it is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

ANNA = PhoneNumber("13800138000")
BEN = PhoneNumber("13900139000")
CTRL = Qt.KeyboardModifier.ControlModifier


class Heard:
    """What the composer told."""

    def __init__(self, composer: Composer) -> None:
        self.sent: list[tuple[PhoneNumber, tuple[str, ...]]] = []
        self.drafts: list[tuple[PhoneNumber, str]] = []
        composer.send_requested.connect(self._on_send_requested)
        composer.draft_changed.connect(self._on_draft_changed)

    def _on_send_requested(self, phone: PhoneNumber, texts: tuple[str, ...]) -> None:
        self.sent.append((phone, texts))

    def _on_draft_changed(self, phone: PhoneNumber, text: str) -> None:
        self.drafts.append((phone, text))


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    theme = Theme("en", "light")
    widget = Composer(theme)
    qtbot.addWidget(widget)
    widget.resize(700, 200)
    widget.set_recipient(ANNA, "")
    widget.show()
    qtbot.waitExposed(widget)
    yield widget
    theme.deleteLater()


@pytest.fixture
def heard(composer: Composer) -> Heard:
    return Heard(composer)


def press(qtbot: QtBot, composer: Composer, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    qtbot.keyClick(composer.editor, key, modifier)


def paste(composer: Composer, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    composer.editor.insertFromMimeData(mime)


def test_names_the_number(composer: Composer) -> None:
    assert "138 0013 8000" in composer.editor.placeholderText()
    assert "138 0013 8000" in composer.send_button.text()
    assert "138 0013 8000" in composer.send_button.accessibleName()
    composer.resize(330, 200)
    assert "138 0013 8000" in composer.send_button.text()


def test_the_placeholder_follows_the_size_of_text(composer: Composer, qapp: QApplication) -> None:
    editor = composer.editor
    editor._theme.apply(qapp)
    for size in (20, 14):
        editor._theme.set_text_size(size)
        assert editor.font().pixelSize() == editor.viewport().font().pixelSize() == size


def test_the_number_stays_whole_in_large_text(qtbot: QtBot, composer: Composer, qapp: QApplication) -> None:
    composer._theme.apply(qapp)
    composer._theme.set_text_size(20)
    composer.setFixedWidth(446)
    button, row = composer.send_button, composer.tool_row
    qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width())  # the system has its say in a window's size
    assert row.send.geometry().right() <= row.rect().right()


def test_ctrl_enter_sends_and_box_clears_only_once_stored(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "hello")
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent == [(ANNA, ("hello",))]
    assert composer.text == "hello"
    assert not composer.send_button.isEnabled()
    press(qtbot, composer, Qt.Key.Key_Return)
    qtbot.mouseClick(composer.send_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(composer.editor, "more")
    assert composer.text == "hello"
    assert len(heard.sent) == 1
    composer.accepted(ANNA, ("hello",))
    assert composer.text == ""
    assert heard.drafts[-1] == (ANNA, "")
    assert not composer.editor.isReadOnly()


def test_restore_gives_the_text_back(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "hello")
    press(qtbot, composer, Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    composer.restore(ANNA, heard.sent[0][1])
    assert composer.text == "hello"
    assert composer.send_button.isEnabled()
    composer.set_recipient(BEN, "for Ben")
    composer.give(ANNA, "old")
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "old\nhello")  # what was his draft is kept


def test_enter_key_setting(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "a")
    press(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert composer.text == "a\n"
    composer.set_send_key("enter")
    press(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert heard.sent == []
    qtbot.keyClicks(composer.editor, "b")
    press(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert heard.sent == [(ANNA, ("a\n\nb",))]


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, CTRL])
def test_never_sends_while_composing(
    qtbot: QtBot, composer: Composer, heard: Heard, modifier: Qt.KeyboardModifier
) -> None:
    composer.set_send_key("enter")
    qtbot.keyClicks(composer.editor, "a")
    QApplication.sendEvent(composer.editor, QInputMethodEvent("nihao", []))
    assert composer.editor.is_composing
    press(qtbot, composer, Qt.Key.Key_Return, modifier)
    qtbot.mouseClick(composer.send_button, Qt.MouseButton.LeftButton)
    assert heard.sent == []
    commit = QInputMethodEvent("", [])
    commit.setCommitString("你好")
    QApplication.sendEvent(composer.editor, commit)
    press(qtbot, composer, Qt.Key.Key_Return, modifier)
    assert heard.sent == [(ANNA, ("a你好",))]


def test_nothing_but_blanks_is_not_sent(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "  ")
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent == []
    assert not composer.send_button.isEnabled()


def test_what_a_hand_leaves_at_the_end_is_not_sent(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    composer.editor.setPlainText("x" * 68 + " \n\n")
    assert composer.counter_text.startswith("68/68")
    press(qtbot, composer, Qt.Key.Key_Return)
    assert not composer.is_asking, "one message, not two"
    assert heard.sent == [(ANNA, ("x" * 68,))]


def test_counter_counts_code_points(composer: Composer) -> None:
    paste(composer, "😀" * 3 + "中")
    assert composer.counter_text == "4/68"
    composer.editor.selectAll()
    paste(composer, "字" * 69)
    assert composer.counter_text.startswith("69/68 · 2")


def test_over_68_asks_first(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    text = "字" * 154
    paste(composer, text)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert composer.is_asking
    assert composer.strip.isVisible()
    assert "3" in composer.strip.first.text()
    assert composer.editor.bars == [68, 136]
    assert not composer.send_button.isEnabled()
    assert composer.editor.hasFocus() or not composer.isActiveWindow()
    press(qtbot, composer, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not composer.is_asking
    assert composer.send_button.isEnabled()
    assert heard.sent == []
    press(qtbot, composer, Qt.Key.Key_Return)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent == []  # A double press is no answer to a question it has not seen.
    qtbot.waitUntil(lambda: not composer.is_hasty)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert [len(part) for part in heard.sent[0][1]] == [68, 68, 18]
    assert "".join(heard.sent[0][1]) == text


def test_editing_takes_the_question_back(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    paste(composer, "字" * 69)
    press(qtbot, composer, Qt.Key.Key_Return)
    press(qtbot, composer, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)
    assert not composer.is_asking
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent == [(ANNA, ("字" * 68,))]


def test_unsendable_characters_are_named_and_replaced(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    paste(composer, "😀a©b®c")
    assert len(composer.editor.extraSelections()) == 3
    assert composer.editor.extraSelections()[1].cursor.selectedText() == "©"
    assert composer.hint_row.isVisible()
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent == []
    assert composer.hint_row.words.startswith("Not sent: 😀 cannot go by SMS; 2 more place(s)")
    assert composer.editor.textCursor().selectedText() == "😀"
    assert composer.hint_row.replace_button.text() == "Replace all"
    qtbot.mouseClick(composer.hint_row.replace_button, Qt.MouseButton.LeftButton)
    assert composer.text == "😀a(c)b(R)c"
    assert not composer.hint_row.replace_button.isVisible()
    qtbot.mouseClick(composer.hint_row.go_button, Qt.MouseButton.LeftButton)
    press(qtbot, composer, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)
    assert not composer.hint_row.isVisible()
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent == [(ANNA, ("a(c)b(R)c",))]


def test_an_invisible_character_is_named_by_its_code(composer: Composer) -> None:
    composer.set_recipient(BEN, "a\u200eb")
    assert composer.hint_row.words.startswith("U+200E cannot go by SMS")


def test_replacing_can_be_undone_in_one_step(qtbot: QtBot, composer: Composer) -> None:
    for text, replaced in (("x®", "x(R)"), ("x®y€", "x(R)yEUR")):
        composer.editor.selectAll()
        paste(composer, text)
        qtbot.mouseClick(composer.hint_row.replace_button, Qt.MouseButton.LeftButton)
        assert composer.text == replaced
        composer.editor.undo()
        assert composer.text == text


def test_a_change_of_theme_keeps_what_can_be_undone(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.editor, "one")
    composer._theme.set_mode("dark")
    composer.editor.undo()
    assert composer.text == ""
    composer._theme.set_mode("light")


def test_the_number_is_never_cut(composer: Composer) -> None:
    button = composer.send_button
    for width in range(900, 250, -10):
        composer.resize(width, 200)
        assert "138 0013 8000" in button.text()
        assert button.minimumSizeHint() == button.sizeHint()
    composer.resize(440, 200)
    assert button.text().startswith("Send to")
    wide = button.sizeHint().width()
    composer.resize(419, 200)
    assert button.text().startswith("Send to")
    assert wide - button.sizeHint().width() == 16 + 6
    composer.resize(300, 200)
    assert button.text().startswith("To ")


def test_low_window_begins_with_one_line(composer: Composer) -> None:
    composer.set_low(True)
    assert composer.box.height() == 44
    paste(composer, "a\nb")
    assert composer.box.height() == 66
    paste(composer, "\n" * 9)
    assert composer.box.height() == 110
    composer.set_low(False)
    assert composer.box.height() == 8 * 22 + 16


def test_the_question_says_what_it_costs(qtbot: QtBot, composer: Composer) -> None:
    composer.set_balance(1245)
    paste(composer, "字" * 154)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert composer.strip.first.text() == "154 character(s) will go out as 3 messages, charged as 3"
    assert composer.strip.second.text().endswith("Balance: 1,245.")
    assert composer.strip.confirm_button.text() == "Send as 3 message(s)"


def test_paste_is_cleaned(composer: Composer) -> None:
    paste(composer, "e\u0301\u200b\u00a0x\r\ny")
    assert composer.text == "é x\ny"


def test_drafts_are_coalesced_and_flushed(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "one")
    assert heard.drafts == []
    qtbot.waitUntil(lambda: bool(heard.drafts), timeout=2000)
    assert heard.drafts == [(ANNA, "one")]
    qtbot.keyClicks(composer.editor, " two")
    composer.editor.clearFocus()  # as a click into the list does
    composer.set_recipient(BEN, "for Ben")
    assert heard.drafts[-1] == (ANNA, "one two")
    assert composer.text == "for Ben"
    count = len(heard.drafts)
    qtbot.wait(400)
    assert len(heard.drafts) == count


def test_same_number_again_keeps_what_is_typed(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.editor, "typing")
    composer.set_recipient(PhoneNumber(ANNA.digits), "stale")
    assert composer.text == "typing"


def test_storing_survives_a_change_of_recipient(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "hello")
    press(qtbot, composer, Qt.Key.Key_Return)
    composer.set_recipient(BEN, "")
    qtbot.keyClicks(composer.editor, "to Ben")
    composer.accepted(ANNA, ("hello",))
    assert composer.text == "to Ben"
    press(qtbot, composer, Qt.Key.Key_Return)
    assert heard.sent[-1] == (BEN, ("to Ben",))


def test_lines_are_22_high_and_the_box_grows(composer: Composer) -> None:
    def tops() -> list[float]:
        document = composer.editor.document()
        block, found = document.begin(), []
        while block.isValid():
            found.append(document.documentLayout().blockBoundingRect(block).top())
            block = block.next()
        return found

    assert composer.box.height() == 72
    paste(composer, "\n".join("一 two 😀" for _ in range(5)))
    assert tops() == [0, 22, 44, 66, 88]
    assert composer.box.height() == 5 * 22 + 16
    paste(composer, "\n" * 20)
    assert composer.box.height() == 8 * 22 + 16
    composer.set_recipient(BEN, "a\nb")
    assert tops() == [0, 22]


def test_offline_and_nobody(composer: Composer) -> None:
    composer.set_online(False)
    assert "queue" in composer.tool_row.hint.text()
    composer.set_recipient(None, "")
    assert composer.editor.isReadOnly()
    assert not composer.send_button.isEnabled()


def test_held_key_does_not_confirm(composer: Composer, heard: Heard) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    paste(composer, "字" * 69)
    for repeat in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CTRL, "\r", repeat)
        QApplication.sendEvent(composer.editor, event)
    assert composer.is_asking
    assert heard.sent == []


def test_marks_count_what_will_be_sent(composer: Composer) -> None:
    """A letter and its mark, typed one after the other, are one character that can go."""
    composer.set_recipient(BEN, "e\u0301\u200b😀x")
    assert composer.counter_text == "3/68"
    assert composer.hint_row.words == "😀 cannot go by SMS"
    assert [each.cursor.selectedText() for each in composer.editor.extraSelections()] == ["😀"]


def test_very_many_marks_do_not_hold_up_who_types(qtbot: QtBot, composer: Composer) -> None:
    paste(composer, "®" * 5000)
    assert len(composer.editor.extraSelections()) == 200
    assert "4999 more place(s)" in composer.hint_row.words
    qtbot.mouseClick(composer.hint_row.replace_button, Qt.MouseButton.LeftButton)
    assert composer.text == "(R)" * 5000
    composer.editor.undo()
    assert composer.text == "®" * 5000


def test_bars_stand_where_the_cleaned_text_breaks(qtbot: QtBot, composer: Composer) -> None:
    composer.set_recipient(BEN, "e\u0301\u200b" * 69)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert composer.editor.bars == [68 * 3]


def test_nothing_is_composed_in_what_is_being_stored(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "hello")
    press(qtbot, composer, Qt.Key.Key_Return)
    QApplication.sendEvent(composer.editor, QInputMethodEvent("nihao", []))
    assert not composer.editor.is_composing
    composer.restore(*heard.sent[0])
    assert composer.text == "hello"
    press(qtbot, composer, Qt.Key.Key_Return)
    assert len(heard.sent) == 2
