"""Pictures of the contact card, and of an import of names."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt

from mwdesk.app import Console
from mwdesk.gui.dialogs.import_names import ImportNamesDialog
from tests.tools.shots.acting import SETTLE_S, press, type_text, until
from tests.tools.shots.studio import Studio, richest_phone

CARD_TAGS = ("亲子套餐", "待取件", "老客户")
CARD_NOTE = "相册要横版，孩子对闪光灯敏感，选片时拉上窗帘。"
NAMES_FILE = """手机,姓名
138 0013 8000,陈老师
{phone},张女士（亲子）
1385551,王
abc,周先生
138-0013-8000,陈先生
13711112222,
13911113333,赵先生
"""


async def card(studio: Studio, console: Console) -> None:
    """Photograph the contact card beside and over the thread and in a dialog, and an import of names."""
    window, desk = console.window, console.window.card_desk
    panel, phone, size = desk.panel, richest_phone(), console.window.size()
    service, call = console.service, console.bridge.call
    await call(service.set_tags(phone, CARD_TAGS))
    await call(service.add_note(phone, CARD_NOTE, "小吴"))
    window.card_desk.toggle_card()
    await until(lambda: panel.card is not None and panel.card.notes and panel.tags.chips)
    await asyncio.sleep(2 * SETTLE_S)
    await studio.shoot(window, "card")
    panel.notes.boxes[0].setFocus(Qt.FocusReason.TabFocusReason)
    await studio.shoot(window, "card-note")
    panel.notes.write()
    type_text(panel.notes.editor.editor, CARD_NOTE[:12])
    panel.tags.open_field()
    await asyncio.sleep(SETTLE_S)
    panel.tags.completer.popup().hide()
    type_text(panel.tags.field, "老")
    panel.tags.completer.popup().hide()
    await studio.shoot(window, "card-writing")
    press(panel.tags.field, Qt.Key.Key_Escape)
    press(panel.notes.editor.editor, Qt.Key.Key_Escape)
    window.composer.editor.setFocus()
    window.resize(1100, 720)
    await asyncio.sleep(2 * SETTLE_S)
    await studio.shoot(window, "card-1100")
    window.resize(960, 620)
    await asyncio.sleep(2 * SETTLE_S)
    await studio.shoot(window, "card-over")
    window.resize(860, 620)
    await asyncio.sleep(2 * SETTLE_S)
    window.card_desk.toggle_card()
    await studio.shown(desk.side.dialog)
    await studio.shoot(desk.side.dialog, "card-dialog")
    window.card_desk.toggle_card()
    window.resize(size)
    window.card_desk.toggle_card()
    await studio.shown(window)
    path = console.folder / "names.csv"
    path.write_text(NAMES_FILE.format(phone=phone.digits), encoding="utf-8-sig")
    window.card_desk.open_import()
    dialog = await studio.child(console, ImportNamesDialog)
    dialog.preview_requested.emit(path)
    await until(dialog.table.isVisible)
    await studio.shoot(dialog, "import-names")
    dialog.close()
    await studio.shown(window)
