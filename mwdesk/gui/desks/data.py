"""The local data's side of the window: backups, protection, how long messages are kept, exports."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.domain.message import Conversation
from mwdesk.errors import ExportError, MwDeskError, StoreError, WrongKeyError
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.dialogs.backups import BackupsDialog
from mwdesk.gui.dialogs.export import ExportDialog
from mwdesk.gui.dialogs.unlock import RestoreRequest
from mwdesk.gui.stoppable import Stop, StoppedError, stop_now, stoppable
from mwdesk.gui.theme import Theme
from mwdesk.messaging.export import Order, Progress, Words, export

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService


class DataDesk(Desk):
    """Opens the two dialogs, one of each at most, over the window."""

    restored = Signal()
    """Other messages are there now; everything shown is to be read again."""
    keep_days_chosen = Signal(int)
    """How many days messages are kept from now on; 0 for good."""
    _progressed = Signal(object, object)
    """Emitted on the background thread."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, window: QWidget) -> None:
        super().__init__(theme, bridge, service, window)
        self._window = window
        self.backups_dialog: BackupsDialog | None = None
        self.export_dialog: ExportDialog | None = None
        self._stop: Stop | None = None
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    # Backups and protection

    def open_backups(self, keep_days: int) -> None:
        """Open the dialog about the local data, or raise the one that is open."""
        if self.backups_dialog is None:
            dialog = BackupsDialog(self._theme, keep_days, self._window)
            dialog.back_up_requested.connect(self._on_back_up_requested)
            dialog.copy_requested.connect(self._on_copy_requested)
            dialog.preview_requested.connect(self._on_preview_requested)
            dialog.restore_requested.connect(self._on_restore_requested)
            dialog.protect_requested.connect(self._on_protect_requested)
            dialog.unprotect_requested.connect(self._on_unprotect_requested)
            dialog.recovery_key_requested.connect(self._on_recovery_key_requested)
            dialog.keep_days_requested.connect(self._on_keep_days_requested)
            dialog.keep_days_chosen.connect(self._on_keep_days_chosen)
            dialog.finished.connect(self._on_backups_finished)
            self.backups_dialog = dialog
            self._bridge.start(self._fill(dialog))
        self.backups_dialog.open()

    async def _fill(self, dialog: BackupsDialog) -> None:
        await self._show_files(dialog)
        dialog.set_busy(False)

    async def _show_files(self, dialog: BackupsDialog) -> None:
        dialog.show_protection(await self._bridge.call(self._service.archive.protection()))
        dialog.show_backups(await self._bridge.call(self._service.archive.backups()))

    async def _do(self, work: Coroutine[Any, Any, object], failed: str, done: str, more: str = "") -> bool:
        """Work on the files behind a held dialog, and say there how it went."""
        dialog = self.backups_dialog
        if dialog is None:
            work.close()
            return False
        dialog.set_busy(True)
        try:
            await self._bridge.call(work)
        except WrongKeyError:
            dialog.show_backup_locked()
        except MwDeskError as error:
            dialog.show_failed(failed, wording.error_words(error))
        else:
            await self._show_files(dialog)
            dialog.show_done(done, more)
            return True
        return False

    async def _do_alone(self, work: Coroutine[Any, Any, object], failed: str, done: str, more: str = "") -> bool:
        """Do what replaces the database, unless something received is not even stored yet."""
        dialog, waiting = self.backups_dialog, await self._bridge.call(self._service.unsaved())
        if waiting and dialog is not None:
            work.close()
            wait = self.tr("%n message(s) or change(s) could not be stored yet and would be lost.", "", waiting)
            dialog.show_failed(failed, wording.sentences(wait, self.tr("Make the disk writable first.")))
            return False
        return await self._do(work, failed, done, more)

    async def _restore(self, request: RestoreRequest) -> None:
        restored = await self._do_alone(
            self._service.restore(request.path, request.unlock),
            self.tr("The backup was not restored"),
            self.tr("The backup was restored"),
            self.tr("The messages there were before are kept beside the backups."),
        )
        if restored:
            self.restored.emit()

    async def _protect(self, phrase: str) -> None:
        done = await self._do_alone(
            self._service.protect(phrase),
            self.tr("The encryption was not changed"),
            self.tr("The messages and their backups are encrypted"),
            self.tr("From the next start on the pass-phrase is asked for.") if phrase else "",
        )
        if done and not phrase:
            await self._show_recovery_key()

    async def _show_recovery_key(self) -> None:
        dialog = self.backups_dialog
        if dialog is None:
            return
        try:
            key = await self._bridge.call(self._service.archive.recovery_key())
        except MwDeskError as error:
            dialog.show_failed(self.tr("The recovery key cannot be shown"), wording.error_words(error))
        else:
            dialog.show_recovery_key(key)

    async def _preview(self, dialog: BackupsDialog, path: Path) -> None:
        try:
            dialog.show_backup(await self._bridge.call(self._service.archive.preview(path)))
        except StoreError as error:
            dialog.show_failed(self.tr("This file cannot be used"), wording.error_words(error))

    async def _ask_to_keep(self, dialog: BackupsDialog, days: int) -> None:
        count = await self._bridge.call(self._service.archive.count_older_than(days)) if days else 0
        dialog.ask_to_delete(days, count)

    @Slot()
    def _on_back_up_requested(self) -> None:
        failed, done = self.tr("No backup was made"), self.tr("A backup was made")
        self._bridge.start(self._do(self._service.archive.back_up_now(), failed, done))

    @Slot(object)
    def _on_copy_requested(self, to: Path) -> None:
        failed, done = self.tr("The copy was not saved"), self.tr("The copy was saved")
        more = wording.sentences(
            str(to), self.tr("It opens with the same key or pass-phrase; on another computer it is asked for.")
        )
        self._bridge.start(self._do(self._service.archive.back_up(to), failed, done, more))

    @Slot(object)
    def _on_preview_requested(self, path: Path) -> None:
        if self.backups_dialog is not None:
            self._bridge.start(self._preview(self.backups_dialog, path))

    @Slot(object)
    def _on_restore_requested(self, request: RestoreRequest) -> None:
        self._bridge.start(self._restore(request))

    @Slot(str)
    def _on_protect_requested(self, phrase: str) -> None:
        self._bridge.start(self._protect(phrase))

    @Slot()
    def _on_unprotect_requested(self) -> None:
        failed = self.tr("The encryption was not changed")
        done = self.tr("The messages and their backups are readable without a key now")
        self._bridge.start(self._do_alone(self._service.unprotect(), failed, done))

    @Slot()
    def _on_recovery_key_requested(self) -> None:
        self._bridge.start(self._show_recovery_key())

    @Slot(int)
    def _on_keep_days_requested(self, days: int) -> None:
        if self.backups_dialog is not None:
            self._bridge.start(self._ask_to_keep(self.backups_dialog, days))

    @Slot(object)
    def _on_keep_days_chosen(self, days: int) -> None:
        self.keep_days_chosen.emit(days)
        if self.backups_dialog is not None:
            self.backups_dialog.set_keep_days(days)

    @Slot()
    def _on_backups_finished(self) -> None:
        if self.backups_dialog is not None:
            self.backups_dialog.deleteLater()
            self.backups_dialog = None

    # Export

    def open_export(self, conversation: Conversation | None) -> None:
        """Open the export dialog, or raise the one that is open."""
        if self.export_dialog is None:
            dialog = ExportDialog(self._theme, conversation, parent=self._window)
            dialog.submitted.connect(self._on_export_submitted)
            dialog.stop_requested.connect(self.stop_export)
            dialog.finished.connect(self._on_export_finished)
            self.export_dialog = dialog
        self.export_dialog.open()

    async def _export(self, dialog: ExportDialog, order: Order, words: Words) -> None:
        def report(progress: Progress) -> None:
            self._progressed.emit(dialog, progress)

        stop = self._stop = Stop()
        try:
            messages = await self._bridge.call(stoppable(export(self._service.archive, order, words, report), stop))
        except StoppedError:
            dialog.show_stopped()
        except (ExportError, StoreError) as error:
            dialog.show_failed(error)
        else:
            dialog.show_done(messages)

    @Slot()
    def stop_export(self) -> None:
        """End the export under way."""
        stop_now(self._stop)

    @Slot(object, object)
    def _on_export_submitted(self, order: Order, words: Words) -> None:
        if self.export_dialog is not None:
            self._bridge.start(self._export(self.export_dialog, order, words))

    @Slot(object, object)
    def _on_progressed(self, dialog: ExportDialog, progress: Progress) -> None:
        if self.export_dialog is dialog:
            dialog.show_progress(progress)

    @Slot()
    def _on_export_finished(self) -> None:
        if self.export_dialog is not None:
            self.export_dialog.deleteLater()
            self.export_dialog = None
