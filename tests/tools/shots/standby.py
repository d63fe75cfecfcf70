"""Pictures of the notices, of signing out, and of the window behind its lock."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt

from mwdesk.app import Console
from mwdesk.domain.alerting import AlertRules
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.widgets.toast import Notice
from mwdesk.messaging import app_lock
from tests.tools.shots.acting import press, type_text, until
from tests.tools.shots.studio import PASSWORD, Studio

OTHER = PhoneNumber("13700137000")
NOTICES = {
    "zh_CN": "好的，那我周四下午过来看小样，另外想问一下相册的封面能不能换成深蓝色的，拍摄当天可以带宠物吗",
    "en": "Fine, I will look at the proofs on Thursday afternoon. Could the cover be dark blue, by the way?",
}


async def standby(studio: Studio, console: Console) -> None:
    """Photograph the notices, signing out, and the window behind its lock."""
    window, zh = console.window, studio.language == "zh_CN"
    desk = window.doors.standby
    toast = desk.alerts.toast
    phone = PhoneNumber("13800138000")
    name = "张女士" if zh else "Ms Zhang"
    toast.present(Notice(name, NOTICES[studio.language], "10:18", phone.grouped, phone, name))
    await studio.shoot(toast, "toast")
    console.settings.preferences = replace(console.settings.preferences, alerts=AlertRules(private=True))
    desk.apply_preferences()
    studio.receive(OTHER, NOTICES[studio.language])
    await until(lambda: toast.words and name not in toast.words)
    await studio.shoot(toast, "toast-private")
    toast.hide()
    for menu, picture in ((desk.tray.menu, "tray-menu"), (desk.quiet_menu, "quiet-menu")):
        menu.popup(window.mapToGlobal(window.rect().center()))
        await studio.shoot(menu, picture)
        menu.close()
    window.account_desk.pending = 2
    window.account_desk.ask_to_sign_out()
    question = await studio.child(console, Question)
    await studio.shoot(question, "sign-out")
    question.close()
    desk.lock.ask_for_phrase()
    dialog = await studio.child(console, LockPhraseDialog)
    await studio.shoot(dialog, "lock-phrase")
    dialog.close()
    console.settings.account = studio.account
    console.settings.lock = await console.bridge.call(app_lock.seal(PASSWORD))
    await studio.shown(window)
    window.doors.lock()
    cover = desk.lock.cover
    if cover is None:
        raise RuntimeError("the window is not locked")
    await studio.shown(cover)
    await studio.shoot(cover, "window-locked")
    cover.hold_off(20)
    await studio.shoot(cover, "window-locked-again")
    cover.refuse(5)
    await studio.shoot(cover, "window-locked-wrong")
    cover.refuse(0)
    type_text(cover.edit, PASSWORD)
    press(cover.edit, Qt.Key.Key_Return)
    await until(window.isVisible)
