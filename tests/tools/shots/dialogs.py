"""Pictures of the settings and of the smaller dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mwdesk.app import Console
from mwdesk.errors import GatewayError
from mwdesk.gui.dialogs.guide import GuideWindow
from mwdesk.gui.dialogs.keys import KeysDialog
from mwdesk.gui.dialogs.new_number import NewNumberDialog
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.dialogs.shortcuts import ShortcutsDialog
from tests.tools.shots.acting import clear, press, type_text, until
from tests.tools.shots.studio import PASSWORD, Studio


async def settings(studio: Studio, console: Console) -> None:
    """Photograph the pages of the settings, and where there is little room."""
    console.window.doors.open_settings()
    dialog = await studio.child(console, SettingsDialog)
    await studio.shoot(dialog, "settings")
    for page in ("alerts", "safety", "habits"):
        dialog.choose_page(page)
        await studio.shoot(dialog, f"settings-{page}")
    dialog.choose_page("general")
    for edit in (dialog.warning_edit, dialog.undo_edit, dialog.price_edit):
        clear(edit)
        type_text(edit, "90")
    await studio.shoot(dialog, "settings-wrong")
    dialog.resize(560, 400)
    await studio.shoot(dialog, "settings-small")
    dialog.close()


async def new_number(studio: Studio, console: Console) -> None:
    """Photograph the question for a number to write to."""
    console.window.ask_for_number()
    dialog = await studio.child(console, NewNumberDialog)
    type_text(dialog.number, "13800138000")
    await studio.shoot(dialog, "new-number")
    clear(dialog.number)
    type_text(dialog.number, "138x")
    press(dialog.number, Qt.Key.Key_Return)
    await studio.shoot(dialog, "new-number-wrong")
    dialog.close()


async def manuals(studio: Studio, console: Console) -> None:
    """Photograph the sheet of keys, the dialog that changes them with a conflict, and the guide."""
    window = console.window
    window.doors.open_shortcuts()
    sheet = await studio.child(console, ShortcutsDialog)
    await studio.shoot(sheet, "shortcuts")
    sheet.resize(540, 360)
    await studio.shoot(sheet, "shortcuts-560")
    sheet.close()
    window.doors.open_keys()
    keys = await studio.child(console, KeysDialog)
    keys.choose("usage")
    keys.field.setFocus()
    press(keys.field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    await until(keys.conflict.isVisible)
    await studio.shoot(keys, "keys-conflict")
    keys.close()
    window.doors.open_guide()
    guide = await studio.child(console, GuideWindow)
    await studio.shoot(guide, "guide")
    type_text(guide.field, "57")
    await studio.shoot(guide, "guide-found")
    guide.close()
    await studio.shown(window)


async def change_password(studio: Studio, console: Console) -> None:
    console.window.account_desk.ask_to_change_password()
    dialog = console.window.account_desk.password_dialog
    if dialog is None:
        raise RuntimeError("there is no password dialog")
    await studio.shown(dialog)
    await studio.shoot(dialog, "password")
    type_text(dialog.old_edit, PASSWORD)
    type_text(dialog.new_edit, "654,3210")
    type_text(dialog.repeat_edit, "6543")
    press(dialog.repeat_edit, Qt.Key.Key_Tab)
    await studio.shoot(dialog, "password-errors")
    dialog.show_refused(GatewayError(47))
    await studio.shoot(dialog, "password-refused")
    dialog.show_unknown()
    await studio.shoot(dialog, "password-unknown")
    dialog.close()


async def closing(studio: Studio, console: Console) -> None:
    """Photograph the question when the program is closed while something could not be stored."""

    async def unsaved() -> int:
        return 3

    window, service = console.window, console.service
    service.unsaved = unsaved  # type: ignore[method-assign]
    window._store_troubled = True
    window.close()
    await until(lambda: window.findChild(Question) is not None)
    question = await studio.child(console, Question)
    await studio.shoot(question, "closing")
    press(question, Qt.Key.Key_Escape)
    window._store_troubled = False
    del service.unsaved
    await studio.shown(window)
