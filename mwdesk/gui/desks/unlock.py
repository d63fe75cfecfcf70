"""The start while the local database does not open: it asks until it does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from mwdesk.errors import StoreError
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.dialogs.unlock import RestoreRequest, UnlockDialog
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService


class UnlockDesk(QObject):
    """Tries what the dialog offers, until something opens the database or the operator quits."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, folder: Path) -> None:
        super().__init__()
        self._bridge = bridge
        self._service = service
        self._ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.dialog = UnlockDialog(theme, folder)
        self.dialog.unlock_chosen.connect(self._on_unlock_chosen)
        self.dialog.plain_chosen.connect(self._on_plain_chosen)
        self.dialog.retry_chosen.connect(self._on_retry_chosen)
        self.dialog.restore_chosen.connect(self._on_restore_chosen)
        self.dialog.backups_requested.connect(self._on_backups_requested)
        self.dialog.preview_requested.connect(self._on_preview_requested)
        self.dialog.finished.connect(self._on_dialog_finished)

    async def ask(self, error: StoreError) -> bool:
        """Show why the database did not open; return whether it is open now, False when the operator quits."""
        self.dialog.show_error(error)
        self.dialog.open()
        try:
            return await self._ended
        finally:
            self.dialog.deleteLater()

    @Slot()
    def show_again(self) -> None:
        """Bring the dialog to the front."""
        self.dialog.raise_()
        self.dialog.activateWindow()

    async def _try(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await self._bridge.call(work)
        except StoreError as error:
            self.dialog.show_error(error)
        else:
            self._end(True)
            self.dialog.accept()

    async def _show_backups(self) -> None:
        self.dialog.show_backups(await self._bridge.call(self._service.archive.backups()))

    async def _show_backup(self, path: Path) -> None:
        try:
            self.dialog.show_backup(await self._bridge.call(self._service.archive.preview(path)))
        except StoreError as error:
            self.dialog.show_unusable(error)

    def _end(self, opened: bool) -> None:
        if not self._ended.done():
            self._ended.set_result(opened)

    @Slot(str)
    def _on_unlock_chosen(self, typed: str) -> None:
        self._bridge.start(self._try(self._service.start(typed)))

    @Slot()
    def _on_plain_chosen(self) -> None:
        self._bridge.start(self._try(self._service.start(plain=True)))

    @Slot()
    def _on_retry_chosen(self) -> None:
        self._bridge.start(self._try(self._service.start()))

    @Slot(object)
    def _on_restore_chosen(self, request: RestoreRequest) -> None:
        self._bridge.start(self._try(self._service.archive.restore(request.path, request.unlock)))

    @Slot()
    def _on_backups_requested(self) -> None:
        self._bridge.start(self._show_backups())

    @Slot(object)
    def _on_preview_requested(self, path: Path) -> None:
        self._bridge.start(self._show_backup(path))

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._end(False)
