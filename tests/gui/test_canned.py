"""Canned replies: the popup over the box, what is inserted, and the dialog that manages them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.canned import CannedReply, demo_canned_replies
from mwdesk.domain.importing import RowError, RowProblem
from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog
from mwdesk.gui.models.canned_model import CannedModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.canned_popup import CannedPopup, opens
from mwdesk.gui.widgets.composer import Composer
from tests.gui.stage import PHONE, Stage
from tests.gui.test_composer import ANNA, BEN, CTRL, Heard, paste, press

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

PLAIN = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
REPLIES = (
    CannedReply(1, "取件地址", "取件请到人民路88号二楼。", "qjdz", used=9),
    CannedReply(2, "取件码", "{姓名}您好，您的取件码为{取件码}。", "qjm", used=5),
    CannedReply(3, "亲子套餐价", "亲子套餐含32张精修。", "qztcj", used=3),
    CannedReply(4, "改期", "您好{name}，号码{号码}可改到{日期}。", "gq", used=1),
    CannedReply(5, "稍等", "收到，稍后回复。", "sd"),
    CannedReply(6, "发票", "请回复抬头。", "fp"),
    CannedReply(7, "地图", "见地图。", "dt"),
)


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    theme = Theme("zh_CN", "light")
    window = QWidget()
    column = QVBoxLayout(window)
    column.addStretch(1)
    widget = Composer(theme, window)
    column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(800, 700)
    widget.inserts.values = lambda: {"name": "张女士", "number": "13800138000"}
    widget.canned_wanted.connect(lambda: widget.set_canned(REPLIES))
    widget.set_recipient(ANNA, "")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    widget.editor.setFocus()
    yield widget
    theme.deleteLater()


@pytest.fixture
def popup(composer: Composer) -> CannedPopup:
    return composer.canned.popup


@pytest.fixture
def heard(composer: Composer) -> Heard:
    return Heard(composer)


def titles(popup: CannedPopup) -> list[str]:
    return [popup.replies.reply(row).title for row in range(popup.replies.rowCount())]


def key(qtbot: QtBot, composer: Composer, *keys: Qt.Key) -> None:
    for each in keys:
        press(qtbot, composer, each, PLAIN)


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(composer.editor, event)


# --- opening ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "您好 ", "您好\n", "您好，", "好。", "（"])
def test_the_sign_opens_the_replies(qtbot: QtBot, composer: Composer, popup: CannedPopup, before: str) -> None:
    paste(composer, before)
    qtbot.keyClicks(composer.editor, "/")
    assert composer.canned.is_open
    assert popup.isVisible()
    assert titles(popup)[0] == "取件地址"
    assert composer.editor.hasFocus()


@pytest.mark.parametrize("before", ["1", "and", "http:", "男", "(", "/", "km"])
def test_inside_a_word_it_is_a_character(qtbot: QtBot, composer: Composer, before: str) -> None:
    paste(composer, before)
    qtbot.keyClicks(composer.editor, "/")
    assert not composer.canned.is_open
    assert not opens(before)


def test_pasted_or_loaded_it_is_a_character(qtbot: QtBot, composer: Composer) -> None:
    paste(composer, "/")
    assert not composer.canned.is_open
    composer.set_recipient(BEN, "/")
    assert not composer.canned.is_open
    qtbot.keyClicks(composer.editor, "x")
    key(qtbot, composer, KEY.Key_Backspace)
    assert not composer.canned.is_open


def test_measures(qtbot: QtBot, composer: Composer, popup: CannedPopup) -> None:
    qtbot.keyClicks(composer.editor, "/")
    window = composer.window()
    box = composer.box.mapTo(window, composer.box.rect().topLeft())
    assert (popup.width(), popup.height()) == (440, 30 + 6 * 44 + 30 + 2)
    assert popup.x() == box.x()
    assert popup.geometry().bottom() + 1 + 6 == box.y()
    window.resize(800, 330)
    QApplication.processEvents()
    box = composer.box.mapTo(window, composer.box.rect().topLeft())
    assert popup.y() >= 0
    assert popup.geometry().bottom() + 1 + 6 == box.y()


def test_typing_filters(qtbot: QtBot, composer: Composer, popup: CannedPopup) -> None:
    qtbot.keyClicks(composer.editor, "/q")
    assert titles(popup) == ["取件地址", "取件码", "亲子套餐价", "改期"]
    qtbot.keyClicks(composer.editor, "j")
    assert titles(popup) == ["取件地址", "取件码"]
    key(qtbot, composer, KEY.Key_Backspace, KEY.Key_Backspace)
    compose(composer, "", "精修")
    assert titles(popup) == ["亲子套餐价"]
    qtbot.keyClicks(composer.editor, "zz")
    assert popup.words[2]
    key(qtbot, composer, KEY.Key_Return)  # Nothing to insert: a new line like any other.
    assert composer.text == "/精修zz\n"
    assert not composer.canned.is_open


@pytest.mark.parametrize("leave", [KEY.Key_Escape, KEY.Key_Space, KEY.Key_Home, KEY.Key_Left])
def test_leaving_keeps_what_was_typed(qtbot: QtBot, composer: Composer, leave: Qt.Key) -> None:
    qtbot.keyClicks(composer.editor, "/")
    key(qtbot, composer, leave)
    assert not composer.canned.is_open
    assert composer.text.strip() == "/"
    qtbot.keyClicks(composer.editor, "q")
    assert not composer.canned.is_open


def test_taking_the_sign_away_or_the_focus_closes(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.editor, "/q")
    key(qtbot, composer, KEY.Key_Backspace, KEY.Key_Backspace)
    assert not composer.canned.is_open
    qtbot.keyClicks(composer.editor, "/")
    composer.send_button.setFocus()
    composer.inserts.canned_button.setFocus()
    assert not composer.canned.is_open


def test_the_button_opens_and_closes(qtbot: QtBot, composer: Composer, popup: CannedPopup) -> None:
    paste(composer, "您好")
    qtbot.mouseClick(composer.inserts.canned_button, LEFT)
    assert popup.isVisible()
    qtbot.keyClicks(composer.editor, "sd")
    key(qtbot, composer, KEY.Key_Return)
    assert composer.text == "您好收到，稍后回复。"


# --- an input method --------------------------------------------------------------------------------------------------


def test_composing_opens_nothing_and_takes_nothing(
    qtbot: QtBot, composer: Composer, popup: CannedPopup, heard: Heard
) -> None:
    compose(composer, "/")
    assert not composer.canned.is_open
    compose(composer, "")
    qtbot.keyClicks(composer.editor, "/")
    before = titles(popup)
    compose(composer, "qu'jian")
    for each in (KEY.Key_Return, KEY.Key_Down, KEY.Key_Escape, KEY.Key_Tab):
        key(qtbot, composer, each)
    for each in (KEY.Key_1, KEY.Key_Return):
        press(qtbot, composer, each)
    assert composer.canned.is_open
    assert titles(popup) == before
    assert popup.current == REPLIES[0]
    assert heard.sent == []
    assert "取件请" not in composer.text
    compose(composer, "", "取件")
    assert titles(popup) == ["取件地址", "取件码"]


def test_a_sign_that_was_composed_opens_too(composer: Composer) -> None:
    compose(composer, "/")
    compose(composer, "", "/")
    assert composer.canned.is_open


# --- inserting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enter", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Tab])
def test_inserting_at_the_cursor(qtbot: QtBot, composer: Composer, enter: Qt.Key) -> None:
    used: list[CannedReply] = []
    composer.canned_used.connect(used.append)
    paste(composer, "😀 。")
    key(qtbot, composer, KEY.Key_Left)
    qtbot.keyClicks(composer.editor, "/qj")
    key(qtbot, composer, enter)
    assert composer.text == "😀 取件请到人民路88号二楼。。"
    assert composer.editor.hasFocus()
    assert used == [REPLIES[0]]
    composer.editor.undo()
    assert composer.text == "😀 /qj。"
    composer.editor.redo()
    qtbot.keyClicks(composer.editor, "!")
    assert composer.text == "😀 取件请到人民路88号二楼。!。"


def test_keys_lead_through_the_rows(qtbot: QtBot, composer: Composer, popup: CannedPopup) -> None:
    qtbot.keyClicks(composer.editor, "/")
    key(qtbot, composer, KEY.Key_Up)
    assert popup.current == REPLIES[-1] or popup.view.currentIndex().row() == 6
    key(qtbot, composer, KEY.Key_Down, KEY.Key_Down)
    assert popup.view.currentIndex().row() == 1
    key(qtbot, composer, KEY.Key_PageDown)
    assert popup.view.currentIndex().row() == 6
    press(qtbot, composer, KEY.Key_9)
    assert composer.text == "/"
    press(qtbot, composer, KEY.Key_3)
    assert composer.text == "亲子套餐含32张精修。"


def test_a_click_inserts(qtbot: QtBot, composer: Composer, popup: CannedPopup) -> None:
    qtbot.keyClicks(composer.editor, "/qz")
    place = popup.view.visualRect(popup.replies.index(0, 0)).center()
    qtbot.mouseClick(popup.view.viewport(), LEFT, pos=place)
    assert composer.text == "亲子套餐含32张精修。"


def test_the_send_key_inserts_while_the_replies_are_open(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "/sd")
    press(qtbot, composer, KEY.Key_Return)
    assert composer.text == "收到，稍后回复。"
    assert heard.sent == []
    composer.set_send_key("enter")
    composer.editor.selectAll()
    qtbot.keyClicks(composer.editor, "/sd")
    key(qtbot, composer, KEY.Key_Return)
    assert heard.sent == []


def test_blanks_are_filled_and_an_open_one_blocks(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    qtbot.keyClicks(composer.editor, "/gq")
    key(qtbot, composer, KEY.Key_Return)
    assert composer.text == "您好张女士，号码13800138000可改到{日期}。"
    assert composer.editor.textCursor().selectedText() == "{日期}"
    assert composer.hint_row.isVisible()
    assert "{日期}" in composer.hint_row.words
    assert composer.hint_row.blank_button.isVisible()
    assert not composer.send.isEnabled()
    mark = composer.editor.extraSelections()[0]
    assert mark.cursor.selectedText() == "{日期}"
    assert mark.format.background().color() == composer._theme.tokens.danger_soft
    key(qtbot, composer, KEY.Key_End)
    press(qtbot, composer, KEY.Key_Return)
    assert heard.sent == []
    assert composer.editor.textCursor().selectedText() == "{日期}"
    qtbot.keyClicks(composer.editor, "5")
    assert not composer.hint_row.isVisible()
    press(qtbot, composer, KEY.Key_Return)
    assert heard.sent == [(ANNA, ("您好张女士，号码13800138000可改到5。",))]


def test_the_first_open_blank_is_shown(qtbot: QtBot, composer: Composer) -> None:
    composer.set_recipient(BEN, "😀{甲}和{乙}")
    assert "{甲}" in composer.hint_row.words
    assert "2" in composer.hint_row.words
    qtbot.mouseClick(composer.hint_row.blank_button, LEFT)
    assert composer.editor.textCursor().selectedText() == "{甲}"
    qtbot.keyClicks(composer.editor, "x")
    assert "{乙}" in composer.hint_row.words
    composer.editor.setTextCursor(composer.editor.select(4, 7))
    qtbot.keyClicks(composer.editor, "y")
    assert "😀" in composer.hint_row.words  # What cannot go by SMS comes next.
    assert not composer.hint_row.blank_button.isVisible()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_the_variable_button_inserts_values(qtbot: QtBot, composer: Composer) -> None:
    qtbot.mouseClick(composer.inserts.variable_button, LEFT)
    actions = composer.inserts.variable_menu.actions()
    assert [action.isEnabled() for action in actions] == [True, True, False, False, False]
    actions[0].trigger()
    composer.inserts.variable_menu.close()
    assert composer.text == "张女士"


def test_the_chosen_row_is_announced(qtbot: QtBot, composer: Composer, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(getattr(event, "message", str)()))
    qtbot.keyClicks(composer.editor, "/")
    key(qtbot, composer, KEY.Key_Down)
    assert "取件码" in said[-1]
    assert "2/7" in said[-1]


def test_newer_replies_leave_the_choice(qtbot: QtBot, composer: Composer, popup: CannedPopup) -> None:
    key(qtbot, composer, KEY.Key_Slash, KEY.Key_Down, KEY.Key_Down)
    chosen = popup.current
    assert chosen is not None
    composer.set_canned([CannedReply(9, "新的", "新的", "xd", used=99), *REPLIES])
    assert popup.current == chosen, "the hand is on Enter already"


# --- the dialog -------------------------------------------------------------------------------------------------------


class Asked:
    """What the dialog asked for."""

    def __init__(self, dialog: CannedRepliesDialog) -> None:
        self.saved: list[tuple[CannedReply, bool]] = []
        self.deleted: list[CannedReply] = []
        dialog.save_requested.connect(lambda reply, back: self.saved.append((reply, back)))
        dialog.delete_requested.connect(self.deleted.append)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[CannedRepliesDialog]:
    theme = Theme("en", "light")
    widget = CannedRepliesDialog(theme)
    qtbot.addWidget(widget)
    widget.show_replies(REPLIES)
    widget.show()
    yield widget
    theme.deleteLater()


@pytest.fixture
def asked(dialog: CannedRepliesDialog) -> Asked:
    return Asked(dialog)


def test_the_model_is_sound() -> None:
    model = CannedModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_replies(REPLIES)
    model.set_query("q")
    model.set_replies(())
    tester.deleteLater()


def test_searching_and_choosing(qtbot: QtBot, dialog: CannedRepliesDialog) -> None:
    qtbot.keyClicks(dialog.search, "gq")
    assert dialog.replies.rowCount() == 1
    dialog.view.setCurrentIndex(dialog.replies.index(0, 0))
    assert dialog.title_edit.text() == "改期"
    assert dialog.title_field.below == "Initials: gq"
    assert "可改到" in dialog.editor.toPlainText()
    assert not dialog.save_button.isEnabled()
    dialog.search.clear()
    assert dialog.view.currentIndex().data() == "改期"


def test_adding(qtbot: QtBot, dialog: CannedRepliesDialog, asked: Asked) -> None:
    qtbot.keyClick(dialog, KEY.Key_N, CTRL)
    qtbot.keyClicks(dialog.title_edit, "Hours")
    assert not dialog.save_button.isEnabled()
    qtbot.keyClicks(dialog.editor, "x" * 69)
    assert dialog._counter.text() == "69/68 · 2 msg"
    qtbot.mouseClick(dialog.save_button, LEFT)
    kept = CannedReply(8, "Hours", "x" * 69, "hours")
    assert asked.saved == [(CannedReply(0, "Hours", "x" * 69), False)]
    dialog.show_saved(kept, back=False)
    dialog.show_replies([*REPLIES, kept])
    assert dialog.view.currentIndex().data() == "Hours"
    assert dialog.title_field.below == "Initials: hours"
    assert not dialog.save_button.isEnabled()


def test_a_new_reply_is_made_once(qtbot: QtBot, dialog: CannedRepliesDialog, asked: Asked) -> None:
    qtbot.keyClicks(dialog.title_edit, "Hours")
    qtbot.keyClicks(dialog.editor, "9 to 20")
    qtbot.mouseClick(dialog.save_button, LEFT)
    qtbot.mouseClick(dialog.save_button, LEFT)
    assert asked.saved == [(CannedReply(0, "Hours", "9 to 20"), False)], "a hasty hand makes no second one"
    qtbot.keyClicks(dialog.editor, ", daily")
    dialog.show_saved(CannedReply(8, "Hours", "9 to 20", "hours"), back=False)
    dialog.accept()
    assert asked.saved[1:] == [(CannedReply(8, "Hours", "9 to 20, daily"), False)], "and what was typed on changes it"


def test_a_text_without_a_title_is_not_lost(qtbot: QtBot, dialog: CannedRepliesDialog, asked: Asked) -> None:
    qtbot.keyClicks(dialog.editor, "We are open from 9 to 20, and on Sundays from 10 to 18.")
    assert not dialog.save_button.isEnabled()
    dialog.accept()
    assert [reply.title for reply, _ in asked.saved] == ["We are open from 9 to 20, and on Sundays"]


def test_what_was_typed_is_kept_when_another_is_opened(dialog: CannedRepliesDialog, asked: Asked) -> None:
    dialog.view.setCurrentIndex(dialog.replies.index(0, 0))
    dialog.editor.setPlainText("changed")
    dialog.view.setCurrentIndex(dialog.replies.index(1, 0))
    changed = CannedReply(1, "取件地址", "changed")
    assert asked.saved == [(changed, False)]
    assert dialog.title_edit.text() == "取件码"
    dialog.show_saved(changed, back=False)
    assert dialog.title_edit.text() == "取件码"
    dialog.editor.setPlainText("changed as well")
    dialog.accept()
    assert asked.saved[1:] == [(CannedReply(2, "取件码", "changed as well"), False)]


def test_a_title_that_is_too_long_is_said(qtbot: QtBot, dialog: CannedRepliesDialog) -> None:
    dialog.title_edit.setText("长" * 41)
    dialog.editor.setPlainText("x")
    assert dialog.title_field.error == "At most 40 characters."
    assert not dialog.save_button.isEnabled()
    dialog.title_edit.setText("长" * 40)
    assert dialog.save_button.isEnabled()
    dialog.editor.setPlainText("x" * 1001)
    assert not dialog.save_button.isEnabled()
    dialog.editor.setPlainText("😀")
    assert dialog.text_words.text() == "1 marked character(s) cannot go by SMS"


def test_deleting_can_be_taken_back(qtbot: QtBot, dialog: CannedRepliesDialog, asked: Asked) -> None:
    assert not dialog.delete_button.isEnabled()
    dialog.view.setCurrentIndex(dialog.replies.index(0, 0))
    qtbot.mouseClick(dialog.delete_button, LEFT)
    assert asked.deleted == [REPLIES[0]]
    dialog.show_deleted(REPLIES[0])
    dialog.show_replies(REPLIES[1:])
    assert dialog.title_edit.text() == ""
    assert dialog.undo_sentence.text() == "“取件地址” was deleted."
    qtbot.mouseClick(dialog.undo_button, LEFT)
    assert asked.saved == [(CannedReply(0, "取件地址", REPLIES[0].text), True)]
    assert not dialog.undo_button.isVisible()


def test_rows_left_out_are_named(dialog: CannedRepliesDialog) -> None:
    errors = [RowError(line, RowProblem.EMPTY_TITLE, "abc") for line in range(2, 9)]
    errors[1] = RowError(3, RowProblem.DUPLICATE)
    dialog.show_imported(2, errors)
    first, second = dialog.notice.words
    assert first == "2 reply(s) added, 7 row(s) left out"
    lines = second.splitlines()
    assert lines[:2] == ["Row 2: the title is missing (“abc”)", "Row 3: it is there already"]
    assert lines[4:] == ["and 3 more row(s)"]


# --- the whole console ------------------------------------------------------------------------------------------------


def test_replies_are_made_used_and_moved(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window, service = console.window, console.service
        stage.receive("您好")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.messages.rowCount() == 1)

        window.doors.open_canned()
        dialog = window.doors.canned_desk.dialog
        assert dialog is not None
        dialog.title_edit.setText("取件地址")
        dialog.editor.setPlainText("取件请到人民路，号码{号码}。")
        dialog.save_button.click()
        await stage.until(lambda: dialog.replies.rowCount() == 1)
        await stage.until(lambda: dialog.title_field.below.endswith("qjdz"))
        path = tmp_path / "replies.csv"
        dialog.export_requested.emit(path)
        await stage.until(dialog.notice.isVisible)
        dialog.delete_button.click()
        await stage.until(lambda: dialog.replies.rowCount() == 0)
        dialog.undo_button.click()
        await stage.until(lambda: dialog.replies.rowCount() == 1)
        dialog.delete_button.click()
        await stage.until(lambda: dialog.replies.rowCount() == 0)
        dialog.import_requested.emit(path)
        await stage.until(lambda: dialog.replies.rowCount() == 1)
        dialog.import_requested.emit(tmp_path / "none.json")
        await stage.until(lambda: dialog.notice.kind == "danger")
        dialog.close_button.click()
        assert window.doors.canned_desk.dialog is None

        window.activateWindow()
        composer = window.composer
        composer.editor.setFocus()
        qtbot.keyClicks(composer.editor, "/qj")
        await stage.until(lambda: composer.canned.popup.current is not None)
        press(qtbot, composer, KEY.Key_Return, PLAIN)
        assert composer.text == f"取件请到人民路，号码{PHONE.digits}。"
        while not (await console.bridge.call(service.canned_replies()))[0].used:
            pass  # each turn awaits the background, which counts it

    stage.play(scene())


def test_the_demos_replies_are_found() -> None:
    model = CannedModel()
    model.set_replies(demo_canned_replies())
    model.set_query("kfp")
    assert model.reply(0).title == "开发票"
