"""Pictures of backups, protection and exports, and of a database that does not open."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from mwdesk.app import Console, SessionCredentials
from mwdesk.domain.events import LinkChanged, LinkState
from mwdesk.errors import DamagedStoreError, LockedStoreError, ProtectionNeededError
from mwdesk.gui.dialogs.backups import BackupsDialog, ProtectDialog
from mwdesk.gui.dialogs.export import ExportDialog
from mwdesk.gui.dialogs.question import Question
from mwdesk.messaging.archive import Backup
from tests.tools.shots.acting import SETTLE_S, clear, press, type_text, until
from tests.tools.shots.studio import Studio


async def data(studio: Studio, console: Console) -> None:
    """Photograph backups, their questions and protection, and an export from asking to done."""
    window = console.window
    links: list[LinkState] = []
    console.bridge.event_published.connect(
        lambda event: links.append(event.state) if isinstance(event, LinkChanged) else None
    )
    window.doors.open_backups()
    backups = await studio.child(console, BackupsDialog)
    await until(backups.close_button.isEnabled)
    backups.back_up_button.click()
    await until(backups.notice.isVisible)
    await studio.shoot(backups, "backups")
    backups.restore_button.click()
    question = await studio.child(console, Question)
    await studio.shoot(question, "backups-restore")
    press(question, Qt.Key.Key_Escape)
    await until(lambda: backups.findChild(Question) is None)
    backups.protect_button.click()
    protect = await studio.child(console, ProtectDialog)
    await studio.shoot(protect, "protect")
    protect.encrypt_button.click()
    await until(backups.recovery_edit.isVisible)
    await studio.shoot(backups, "backups-key")
    backups.ask_to_delete(90, 1234)
    question = await studio.child(console, Question)
    await studio.shoot(question, "keep-days")
    press(question, Qt.Key.Key_Escape)
    await until(lambda: backups.findChild(Question) is None)
    backups.close()
    window.doors.open_export()
    export = await studio.child(console, ExportDialog)
    await studio.shoot(export, "export")
    export.what.button("all").click()
    clear(export.file_edit)
    type_text(export.file_edit, "messages")
    await studio.shoot(export, "export-wrong")
    clear(export.file_edit)
    type_text(export.file_edit, str(console.folder / "messages.xlsx"))
    export.export_button.click()
    await until(export.notice.isVisible)
    await studio.shoot(export, "export-done")
    export.close()
    await until(lambda: LinkState.CONNECTED in links)  # again, since the file has another key


async def locked(studio: Studio, folder: Path) -> None:
    """Photograph what stands in place of the window while the local database does not open."""
    console = studio.console(folder, SessionCredentials())
    start = asyncio.ensure_future(console.start(None))
    await until(lambda: console.unlock_desk is not None)
    if console.unlock_desk is None:
        raise RuntimeError("the database opened without its key")
    dialog = console.unlock_desk.dialog
    await studio.shown(dialog)
    await studio.shoot(dialog, "unlock-key")
    type_text(dialog.key_edit, "0000 0000")
    press(dialog.key_edit, Qt.Key.Key_Return)
    await until(lambda: dialog.key_field.error)
    await studio.shoot(dialog, "unlock-wrong")
    dialog.show_error(ProtectionNeededError())
    type_text(dialog.passphrase.edit, "春江花月夜")
    type_text(dialog.passphrase.repeat_edit, "春江潮")
    await studio.shoot(dialog, "unlock-choose")
    dialog.protection.button("plain").click()
    await studio.shoot(dialog, "unlock-plain")
    dialog.show_error(DamagedStoreError())
    await asyncio.sleep(2 * SETTLE_S)  # until the backups that are not there have been looked for
    now = datetime.now(UTC)
    dialog.show_backups(
        [
            Backup(folder / f"{days}.db", now - timedelta(days=days), 9_000_000 - days, days == 2, 50, 1200, now, now)
            for days in range(4)
        ]
    )
    await studio.shoot(dialog, "unlock-damaged")
    dialog.show_error(LockedStoreError())
    await studio.shoot(dialog, "unlock-locked")
    dialog.reject()
    await start
    await console.stop()
    console.window.deleteLater()
