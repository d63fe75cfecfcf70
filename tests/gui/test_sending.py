"""Sending from the composer: taking back, going on, and a number that changes under the hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetricsF, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets import strip
from mwdesk.gui.widgets.composer import Composer
from tests.gui.test_composer import ANNA, BEN, CTRL, Heard, paste, press

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

CARA = PhoneNumber("13700137000")
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    theme = Theme("en", "light")
    window = QWidget()
    column = QVBoxLayout(window)
    column.addStretch(1)
    widget = Composer(theme, window)
    column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(800, 600)
    widget.set_recipient(ANNA, "")
    widget.set_undo(5)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    widget.editor.setFocus()
    yield widget
    theme.deleteLater()


@pytest.fixture
def heard(composer: Composer) -> Heard:
    return Heard(composer)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: words.append(event.message()))
    return words


def write(qtbot: QtBot, composer: Composer, text: str) -> None:
    qtbot.keyClicks(composer.editor, text)


def send(qtbot: QtBot, composer: Composer, text: str) -> None:
    write(qtbot, composer, text)
    press(qtbot, composer, ENTER)


def second(composer: Composer) -> None:
    """Let a second of the countdown pass."""
    composer.undo_strip._on_timer_timeout()


def leave(composer: Composer, phone: PhoneNumber, draft: str = "") -> None:
    """Open another number as a click into the list does."""
    composer.editor.clearFocus()
    composer.set_recipient(phone, draft)


# --- taking back ------------------------------------------------------------------------------------------------------


def test_a_send_waits_and_is_a_draft_so_long(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "hello")
    assert heard.sent == []
    assert heard.drafts[-1] == (ANNA, "hello")
    assert composer.text == ""
    assert composer.undo_strip.isVisible()
    assert composer.undo_strip.sentence.text() == "Goes to 138 0013 8000 in 5 s: “hello”"
    for left in (4, 3, 2, 1):
        second(composer)
        assert composer.undo_strip.left_s == left
        assert heard.sent == []
    second(composer)
    assert heard.sent == [(ANNA, ("hello",))]
    assert not composer.undo_strip.isVisible()
    assert heard.drafts[-1] == (ANNA, "hello")
    composer.accepted(ANNA, ("hello",))
    assert heard.drafts[-1] == (ANNA, "")


def test_the_time_runs_by_itself(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    composer.set_undo(1)
    send(qtbot, composer, "hello")
    qtbot.waitUntil(lambda: heard.sent == [(ANNA, ("hello",))], timeout=3000)


def test_without_the_setting_nothing_waits(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    composer.set_undo(0)
    send(qtbot, composer, "hello")
    assert heard.sent == [(ANNA, ("hello",))]
    assert not composer.undo_strip.isVisible()


@pytest.mark.parametrize("way", ["key", "button", "elsewhere"])
def test_taking_back(qtbot: QtBot, composer: Composer, heard: Heard, way: str) -> None:
    send(qtbot, composer, "hello")
    if way == "key":
        press(qtbot, composer, Qt.Key.Key_Z)
    elif way == "button":
        qtbot.mouseClick(composer.undo_strip.undo_button, LEFT)
    else:
        composer.send.chevron.setFocus()
        qtbot.keyClick(composer.inserts.canned_button, Qt.Key.Key_Z, CTRL)
    assert composer.text == "hello"
    assert heard.drafts[-1] == (ANNA, "hello")
    assert not composer.undo_strip.isVisible()
    assert heard.sent == []
    composer.let_go()
    assert heard.sent == []


def test_undo_undoes_what_came_last(qtbot: QtBot, composer: Composer) -> None:
    send(qtbot, composer, "hello")
    write(qtbot, composer, "more")
    press(qtbot, composer, Qt.Key.Key_Z)
    assert composer.text == ""
    assert composer.held is not None
    press(qtbot, composer, Qt.Key.Key_Z)
    assert composer.text == "hello"
    assert composer.held is None


def test_send_now(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "hello")
    qtbot.mouseClick(composer.undo_strip.now_button, LEFT)
    assert heard.sent == [(ANNA, ("hello",))]


def test_strips_do_not_pile_up(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "one")
    send(qtbot, composer, "two")
    assert heard.sent == [(ANNA, ("one",))]
    assert composer.held is not None
    assert composer.held.raw == "two"
    composer.accepted(ANNA, ("one",))
    assert heard.drafts[-1] == (ANNA, "two")
    leave(composer, BEN)
    send(qtbot, composer, "three")
    assert heard.sent[1:] == [(ANNA, ("two",))]
    assert "139 0013 9000" in composer.undo_strip.sentence.text()


def test_the_countdown_goes_on_elsewhere_and_undo_leads_back(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    wanted: list[PhoneNumber] = []
    composer.open_requested.connect(wanted.append)
    send(qtbot, composer, "hello")
    leave(composer, BEN, "for Ben")
    assert composer.undo_strip.isVisible()
    press(qtbot, composer, Qt.Key.Key_Z)
    assert wanted == [ANNA]
    assert heard.drafts[-1] == (ANNA, "hello")
    composer.set_recipient(ANNA, "hello")
    assert composer.text == "hello"
    assert heard.sent == []


def test_what_is_written_meanwhile_is_kept(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "first")
    write(qtbot, composer, "second")
    composer.flush_draft()
    assert heard.drafts[-1] == (ANNA, "first\nsecond")  # what a kill would leave
    leave(composer, BEN)
    composer.let_go()
    composer.accepted(ANNA, ("first",))
    assert heard.drafts[-1] == (ANNA, "second")
    leave(composer, ANNA, "stale")
    assert composer.text == "second"


def test_a_store_that_fails_gives_the_text_back(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "first")
    write(qtbot, composer, "second")
    composer.let_go()
    composer.restore(ANNA, ("first",))
    assert composer.text == "first\nsecond"
    send(qtbot, composer, "")
    leave(composer, BEN, "for Ben")
    composer.let_go()
    composer.restore(ANNA, ("first\nsecond",))
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "first\nsecond")
    leave(composer, ANNA, "")
    assert composer.text == "first\nsecond"


def test_closing_sends_at_once(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "hello")
    write(qtbot, composer, "more")
    composer.settle()
    assert heard.sent == [(ANNA, ("hello",))]
    assert heard.drafts[-1] == (ANNA, "more")


def test_the_countdown_is_announced_once(qtbot: QtBot, composer: Composer, said: list[str]) -> None:
    send(qtbot, composer, "hello")
    second(composer)
    second(composer)
    assert said == ["Goes to 138 0013 8000 in 5 s: “hello”"]


def test_the_counter_is_announced_at_its_limits(composer: Composer, said: list[str]) -> None:
    def announced(text: str) -> list[str]:
        del said[:]
        composer.editor.setPlainText(text)
        return said

    assert announced("字" * 59) == []
    assert announced("字" * 60) == ["60/68"]
    assert announced("字" * 61) == []
    assert announced("字" * 68) == ["68/68"]
    assert announced("字" * 69) == ["69/68 · 2 msg"]
    assert announced("字" * 70) == []
    assert announced("字") == []
    assert announced("字" * 100) == ["100/68 · 2 msg"]


# --- sending and going on ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("undo_s", [0, 5])
@pytest.mark.parametrize("way", ["twice", "key", "menu"])
def test_send_and_go_on(qtbot: QtBot, composer: Composer, heard: Heard, way: str, undo_s: int) -> None:
    composer.set_undo(undo_s)
    wanted: list[PhoneNumber] = []
    composer.next_requested.connect(wanted.append)
    write(qtbot, composer, "hello")
    if way == "twice":
        press(qtbot, composer, ENTER)
        assert wanted == []
        press(qtbot, composer, ENTER)
    elif way == "key":
        press(qtbot, composer, ENTER, CTRL | SHIFT)
    else:
        composer.send.next_action.trigger()
    assert wanted == [ANNA]
    assert len(heard.sent) == (0 if undo_s else 1)
    # A third press belongs to the same hand: it must not send what stands in the next box.
    leave(composer, BEN, "a draft")
    composer.editor.setFocus()
    press(qtbot, composer, ENTER)
    assert composer.text == "a draft"
    assert composer.held is None or composer.held.phone == ANNA
    assert wanted == [ANNA]


def test_nothing_to_send_goes_nowhere(qtbot: QtBot, composer: Composer) -> None:
    wanted: list[PhoneNumber] = []
    composer.next_requested.connect(wanted.append)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    paste(composer, "😀")
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    press(qtbot, composer, ENTER)
    assert wanted == []
    press(qtbot, composer, Qt.Key.Key_Backspace, PLAIN)
    send(qtbot, composer, "x")
    write(qtbot, composer, "y")
    press(qtbot, composer, ENTER)
    assert wanted == []  # Something was typed between: that was no double press.


def test_going_on_waits_for_the_question(qtbot: QtBot, composer: Composer) -> None:
    wanted: list[PhoneNumber] = []
    composer.next_requested.connect(wanted.append)
    paste(composer, "字" * 69)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    assert composer.is_asking
    press(qtbot, composer, Qt.Key.Key_Escape, PLAIN)
    press(qtbot, composer, ENTER)
    qtbot.waitUntil(lambda: not composer.is_hasty)
    press(qtbot, composer, ENTER)
    assert wanted == []
    press(qtbot, composer, Qt.Key.Key_Z)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    qtbot.mouseClick(composer.strip.confirm_button, LEFT)
    assert wanted == [ANNA]


# --- the number changes under the hands -------------------------------------------------------------------------------


def test_a_number_opened_under_the_hands_gets_nothing(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for An")
    composer.set_recipient(BEN, "for Ben")
    write(qtbot, composer, "na")
    assert composer.owner_strip.isVisible()
    words = composer.owner_strip.sentence.text()
    assert words == "Begun for 138 0013 8000, but 139 0013 9000 is open now"
    assert composer.recipient == ANNA
    assert composer.text == "for Anna"
    assert not composer.send.isEnabled()
    press(qtbot, composer, ENTER)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    assert heard.sent == []
    assert composer.held is None
    composer.flush_draft()
    assert heard.drafts[-1] == (ANNA, "for Anna")


@pytest.mark.parametrize("undo_s", [0, 5])
def test_send_to_the_first_number(qtbot: QtBot, composer: Composer, heard: Heard, undo_s: int) -> None:
    composer.set_undo(undo_s)
    write(qtbot, composer, "for Anna")
    composer.set_recipient(BEN, "for Ben")
    qtbot.mouseClick(composer.owner_strip.send_button, LEFT)
    composer.let_go()
    assert heard.sent == [(ANNA, ("for Anna",))]
    assert composer.text == "for Ben"
    assert composer.recipient == BEN
    assert not composer.owner_strip.isVisible()
    composer.accepted(ANNA, ("for Anna",))
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "")


def test_keep_as_the_first_numbers_draft(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for Anna")
    composer.set_recipient(BEN, "for Ben")
    composer.give(BEN, "again", 1)  # What comes back for the open number meanwhile is not lost.
    qtbot.mouseClick(composer.owner_strip.keep_button, LEFT)
    assert (ANNA, "for Anna") in heard.drafts
    assert composer.text == "again\nfor Ben"
    assert heard.sent == []


def test_going_back_to_the_first_number_settles_it(qtbot: QtBot, composer: Composer) -> None:
    write(qtbot, composer, "for Anna")
    composer.set_recipient(BEN, "for Ben")
    composer.set_recipient(CARA, "")
    assert "137 0013 7000" in composer.owner_strip.sentence.text()
    composer.set_recipient(ANNA, "stale")
    assert composer.text == "for Anna"
    assert not composer.owner_strip.isVisible()
    assert composer.send.isEnabled()


def test_a_long_text_is_asked_about_before_it_goes_to_the_first_number(
    qtbot: QtBot, composer: Composer, heard: Heard
) -> None:
    composer.set_undo(0)
    paste(composer, "字" * 68)
    write(qtbot, composer, "x")
    composer.set_recipient(BEN, "")
    qtbot.mouseClick(composer.owner_strip.send_button, LEFT)
    assert composer.strip.isVisible()
    assert heard.sent == []
    qtbot.mouseClick(composer.strip.confirm_button, LEFT)
    assert heard.sent == [(ANNA, ("字" * 68, "x"))]


def test_who_is_composing_keeps_the_number(composer: Composer) -> None:
    QApplication.sendEvent(composer.editor, QInputMethodEvent("nihao", []))
    composer.set_recipient(BEN, "for Ben")
    commit = QInputMethodEvent("", [])
    commit.setCommitString("你好")
    QApplication.sendEvent(composer.editor, commit)
    assert composer.recipient == ANNA
    assert composer.text == "你好"


def test_opening_another_number_on_purpose_asks_nothing(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for Anna")
    leave(composer, BEN, "for Ben")
    assert not composer.owner_strip.isVisible()
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "for Anna")


def widths(composer: Composer) -> Iterator[int]:
    """Make the composer narrower, down to the width it asks for at least."""
    for width in range(800, composer.minimumSizeHint().width(), -20):
        composer.setFixedWidth(width)
        QApplication.processEvents()
        assert composer.width() == width
        yield width


def test_neither_number_is_cut(qtbot: QtBot, composer: Composer) -> None:
    write(qtbot, composer, "x")
    composer.set_recipient(BEN, "")
    strip_ = composer.owner_strip
    for _ in widths(composer):
        shown = [each for each in (strip_.sentence, strip_.second) if each.isVisible()]
        text = " ".join(each.text() for each in shown)
        assert "138 0013 8000" in text
        assert "139 0013 9000" in text
        assert all(each.natural_width <= each.width() for each in shown)
    assert len(shown) == 2


def test_the_number_a_message_goes_to_is_not_cut(qtbot: QtBot, composer: Composer) -> None:
    send(qtbot, composer, "hello " * 9)
    strip_ = composer.undo_strip
    keys, wordings = set(), set()
    for _ in widths(composer):
        text = strip_.sentence.text()
        assert strip_.undo_button.isVisible()
        assert (
            QFontMetricsF(composer._theme.font("list")).horizontalAdvance(text[: text.index("138 0013 8000") + 13])
            <= strip_.sentence.width()
        )
        keys.add(strip_.undo_button.sizeHint().width())
        wordings.add(text)
    assert len(keys) == len(wordings) == 2


def test_what_a_long_text_costs_is_said_in_any_width(qtbot: QtBot, composer: Composer) -> None:
    composer.set_price(50)
    composer.set_balance(1245)
    paste(composer, "字" * 154)
    press(qtbot, composer, ENTER)
    first, second = composer.strip.first, composer.strip.second
    for width in widths(composer):
        assert "0.15" in first.text() + second.text(), width
        assert first.natural_width <= first.width() or width < 440
        assert first.text().startswith("154 character(s)")


def test_no_count_and_no_price_is_cut_in_large_text(qtbot: QtBot, composer: Composer, qapp: QApplication) -> None:
    composer._theme.apply(qapp)
    composer._theme.set_text_size(20)
    composer.set_price(50)
    composer.set_balance(1245)
    composer.set_low(True)
    paste(composer, "字" * 1020)
    press(qtbot, composer, ENTER)
    strip_, row = composer.strip, composer.tool_row
    for width in (496, 540, 700, 960):  # "character(s)" is wider than any language
        composer.setFixedWidth(width)
        said = (strip_.first, strip_.second, row.counter)
        qtbot.waitUntil(lambda said=said: all(each.width() >= each.natural_width for each in said))
        assert "0.75" in strip_.first.text() + strip_.second.text()
        assert row.counter.text().startswith("1020/68 · 15")
        assert row.send.geometry().right() <= row.rect().right()
        assert composer.box.height() <= 110, "the thread keeps its room"
    assert strip_.back_button.isVisible(), "which gives way only in little room"


def test_the_confirm_button_is_ringed_a_pixel_off_it(qtbot: QtBot, composer: Composer) -> None:
    with qtbot.waitActive(composer):
        composer.activateWindow()
    paste(composer, "字" * 154)
    press(qtbot, composer, ENTER)
    strip_, tokens = composer.strip, composer._theme.tokens
    strip_.confirm_button.setFocus()
    ringed, place = strip_.body.grab().toImage(), strip_.confirm_button.geometry()
    colours = [ringed.pixelColor(place.left() - off, place.center().y()).name() for off in (1, 2, 3, 4)]
    ground, ring = tokens.warning_soft.name(), tokens.focus.name()
    assert colours == [ground, ring, ring, ground]


# --- price and motion -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("price", "words"), [(50, "0.15"), (45, "0.135"), (1000, "3.00")])
def test_the_price(qtbot: QtBot, composer: Composer, price: int, words: str) -> None:
    composer.set_price(price)
    paste(composer, "字" * 154)
    press(qtbot, composer, ENTER)
    assert composer.strip.accessibleName().endswith(f", charged as 3, about {words} yuan")
    assert "from the settings" in composer.strip.second.text()


def test_a_strip_opens_with_motion_and_goes_at_once(qtbot: QtBot, composer: Composer) -> None:
    heights: list[int] = []
    composer.undo_strip._motion.valueChanged.connect(heights.append)
    send(qtbot, composer, "hello")
    qtbot.waitUntil(lambda: composer.undo_strip.height() == 50)
    assert composer.undo_strip._motion.duration() == 140
    assert heights == sorted(heights)
    composer.let_go()
    assert not composer.undo_strip.isVisible()


def test_nothing_moves_where_the_system_wants_it_so(
    qtbot: QtBot, composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strip, "may_move", lambda _widget: False)
    send(qtbot, composer, "hello")
    assert composer.undo_strip.maximumHeight() == 50


def test_a_text_given_back_right_after_a_send_is_sent_by_the_next_key(
    qtbot: QtBot, composer: Composer, heard: Heard
) -> None:
    composer.set_undo(0)
    send(qtbot, composer, "first")
    composer.accepted(ANNA, ("first",))
    composer.give(ANNA, "failed before", 1)
    press(qtbot, composer, ENTER)
    assert [texts for _, texts in heard.sent] == [("first",), ("failed before",)]


# --- what is stored comes late ----------------------------------------------------------------------------------------


def test_who_comes_back_before_the_store_knows_finds_the_text(qtbot: QtBot, composer: Composer) -> None:
    write(qtbot, composer, "half a sentence")
    leave(composer, BEN)
    leave(composer, ANNA, "")  # What the list still says.
    assert composer.text == "half a sentence"


def test_what_was_sent_does_not_come_back_before_the_store_knows(
    qtbot: QtBot, composer: Composer, heard: Heard
) -> None:
    send(qtbot, composer, "hello")
    composer.let_go()
    leave(composer, BEN)
    composer.accepted(*heard.sent[0])
    leave(composer, ANNA, "hello")
    assert composer.text == ""


def test_another_file_brings_its_own_drafts(qtbot: QtBot, composer: Composer) -> None:
    write(qtbot, composer, "half")
    leave(composer, BEN)
    write(qtbot, composer, "open")
    composer.forget_drafts()
    assert composer.text == "open"
    leave(composer, ANNA, "restored")
    assert composer.text == "restored"


@pytest.mark.parametrize("undo_s", [0, 5])
def test_a_text_given_back_is_no_answer_to_the_one_on_its_way(
    qtbot: QtBot, composer: Composer, heard: Heard, undo_s: int
) -> None:
    composer.set_undo(undo_s)
    send(qtbot, composer, "on its way")
    composer.let_go()
    composer.give(ANNA, "failed before", 1)
    composer.accepted(*heard.sent[0])
    assert composer.text == "failed before"
    assert heard.drafts[-1] == (ANNA, "failed before")


def test_a_failure_given_back_is_not_taken_by_the_next_answer(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "first")
    composer.let_go()
    composer.set_undo(0)
    send(qtbot, composer, "second")
    composer.restore(*heard.sent[0])
    assert composer.text == "second"  # It is still being stored.
    composer.accepted(*heard.sent[1])
    assert composer.text == "first"


def test_a_text_is_given_back_once(composer: Composer) -> None:
    paste(composer, "since")
    for _ in range(2):
        composer.give(ANNA, "failed before", 1)
    assert composer.text == "failed before\nsince"


def test_what_is_left_is_known_as_the_message_goes(qtbot: QtBot, composer: Composer) -> None:
    left: list[str] = []
    composer.send_requested.connect(lambda phone, _texts, _repairs: left.append(composer.draft(phone)))
    send(qtbot, composer, "first")
    write(qtbot, composer, "second")
    composer.let_go()
    composer.set_undo(0)
    press(qtbot, composer, ENTER)
    assert left == ["second", ""]


def test_what_was_agreed_to_for_one_number_sends_nothing_to_another(
    qtbot: QtBot, composer: Composer, heard: Heard
) -> None:
    composer.set_undo(0)
    asked: list[Callable[[], None]] = []
    composer.may_write_to = lambda phone, again: phone != ANNA or bool(asked.append(again))
    send(qtbot, composer, "for Anna")
    (again,) = asked
    leave(composer, BEN, "for Ben")
    again()
    assert heard.sent == []


def test_what_is_composed_goes_with_its_number(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for ")
    QApplication.sendEvent(composer.editor, QInputMethodEvent("Anna", []))
    composer.set_recipient(BEN, "for Ben")
    assert composer.owner_strip.isVisible()
    qtbot.mouseClick(composer.owner_strip.keep_button, LEFT)
    assert (ANNA, "for Anna") in heard.drafts
    assert composer.text == "for Ben"
    assert not composer.editor.is_composing
