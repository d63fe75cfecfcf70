"""Pictures of the composer's states, and of the canned replies."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mwdesk.app import Console
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog
from tests.tools.shots.acting import clear, press, type_text, until
from tests.tools.shots.studio import DRAFTS, Studio

UNKNOWN_BLANK = "{单号}"
REPLIES_FILE = """标题,内容
营业时间,每天九点到十八点，周一休息。
,没有标题的一条
问候,{姓名}您好，我是{我}，请问有什么可以帮您？
"""


async def composer(studio: Studio, console: Console) -> None:
    """Photograph texts too long and unsendable, canned replies, a send that can be undone, a number that changed."""
    window, composer = console.window, console.window.composer
    editor = composer.editor
    _short, long, unsendable = DRAFTS[studio.language]
    clear(editor)
    type_text(editor, (long * 80)[:150])
    press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await studio.shoot(window, "composer-over-68")
    press(editor, Qt.Key.Key_Escape)
    clear(editor)
    type_text(editor, unsendable)
    await studio.shoot(window, "composer-unsendable")
    clear(editor)
    type_text(editor, "/")
    await until(lambda: composer.canned.popup.current is not None)
    await studio.shoot(window, "composer-canned")
    type_text(editor, "wh")
    press(editor, Qt.Key.Key_Return)
    await studio.shoot(window, "composer-blank")
    clear(editor)
    type_text(editor, DRAFTS[studio.language][0])
    press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await studio.shoot(window, "composer-undo")
    composer.take_back()
    type_text(editor, "…")
    composer.set_recipient(PhoneNumber("13900139000"), "")
    await studio.shoot(window, "composer-other-number")
    composer.set_recipient(window.thread_desk.phone, "")
    clear(editor)
    window.doors.open_canned()
    dialog = await studio.child(console, CannedRepliesDialog)
    await until(dialog.replies.rowCount)
    await studio.shoot(dialog, "canned-replies")
    dialog.view.setCurrentIndex(dialog.replies.index(1, 0))
    dialog.editor.setFocus()
    type_text(dialog.editor, UNKNOWN_BLANK)
    await studio.shoot(dialog, "canned-editing")
    path = console.folder / "replies.csv"
    path.write_text(REPLIES_FILE, encoding="utf-8-sig")
    dialog.import_requested.emit(path)
    await until(dialog.notice.isVisible)
    await studio.shoot(dialog, "canned-imported")
    dialog.close()
    await studio.shown(window)
