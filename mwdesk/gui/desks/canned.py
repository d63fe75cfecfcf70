"""The canned replies' side of the window: the dialog that manages them, and what it asks the background for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.domain.canned import CannedReply
from mwdesk.domain.importing import CannedImport
from mwdesk.errors import MwDeskError
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog
    from mwdesk.messaging.service import MessagingService


class CannedDesk(Desk):
    """Opens the dialog, one at most."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, window: QWidget) -> None:
        super().__init__(theme, bridge, service, window)
        self._window = window
        self.dialog: CannedRepliesDialog | None = None

    def open(self) -> None:
        """Open the dialog, or raise the one that is open."""
        if self.dialog is None:
            from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog

            dialog = CannedRepliesDialog(self._theme, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.save_requested.connect(self._on_save_requested)
            dialog.delete_requested.connect(self._on_delete_requested)
            dialog.import_requested.connect(self._on_import_requested)
            dialog.export_requested.connect(self._on_export_requested)
            dialog.finished.connect(self._on_dialog_finished)
            self.dialog = dialog
            self._bridge.start(self._refresh())
        self.dialog.open()

    async def _refresh(self, chosen: int = 0) -> None:
        replies = await self._bridge.call(self._service.canned_replies())
        if self.dialog is not None:
            self.dialog.show_replies(replies, chosen)

    async def _save(self, reply: CannedReply, *, back: bool) -> None:
        """Keep a reply; ``back``: it was deleted a moment ago."""
        try:
            kept = await self._bridge.call(self._service.save_canned_reply(reply.title, reply.text, reply.row_id))
        except MwDeskError as error:
            self._say_failed(error)
            return
        if self.dialog is not None:
            self.dialog.show_saved(kept, back=back)
        await self._refresh()

    async def _delete(self, reply: CannedReply) -> None:
        try:
            await self._bridge.call(self._service.delete_canned_reply(reply.row_id))
        except MwDeskError as error:
            self._say_failed(error)
            return
        if self.dialog is not None:
            self.dialog.show_deleted(reply)
        await self._refresh()

    async def _import(self, path: Path) -> None:
        try:
            found: CannedImport = await self._bridge.call(self._service.preview_canned_import(path))
            kept = await self._bridge.call(self._service.import_canned(found.replies)) if found.replies else []
        except MwDeskError as error:
            self._say_failed(error)
            return
        if self.dialog is not None:
            self.dialog.show_imported(len(kept), found.errors)
        await self._refresh(kept[0].row_id if kept else 0)

    async def _export(self, path: Path) -> None:
        try:
            count = await self._bridge.call(self._service.export_canned(path))
        except MwDeskError as error:
            self._say_failed(error)
            return
        if self.dialog is not None:
            self.dialog.show_exported(count, path)

    def _say_failed(self, error: MwDeskError) -> None:
        """Say it in the dialog, where nothing that was typed is lost; without it, over the window."""
        if self.dialog is not None:
            self.dialog.show_failed(*wording.error_lines(error))
        else:
            self._bridge.call_failed.emit(error)

    @Slot(object, bool)
    def _on_save_requested(self, reply: CannedReply, back: bool) -> None:
        self._bridge.start(self._save(reply, back=back))

    @Slot(object)
    def _on_delete_requested(self, reply: CannedReply) -> None:
        self._bridge.start(self._delete(reply))

    @Slot(object)
    def _on_import_requested(self, path: Path) -> None:
        self._bridge.start(self._import(path))

    @Slot(object)
    def _on_export_requested(self, path: Path) -> None:
        self._bridge.start(self._export(path))

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.dialog = None
