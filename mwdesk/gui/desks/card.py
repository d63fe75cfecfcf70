"""The contact card's side of the window, and the import of names: what they ask the background for."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from mwdesk.domain.events import MessagesChanged
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import MwDeskError
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.desks.thread import ThreadDesk
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.card_side import CardSide

if TYPE_CHECKING:
    from mwdesk.domain.card import Note
    from mwdesk.domain.importing import NamedNumber
    from mwdesk.gui.dialogs.import_names import ImportNamesDialog
    from mwdesk.gui.widgets.card_panel import CardPanel
    from mwdesk.messaging.service import MessagingService


class CardDesk(Desk):
    """Keeps the card of the open number as the store has it. Reads only what is looked at."""

    open_changed = Signal(bool)
    """The operator opened or closed the card; worth remembering."""
    mark_requested = Signal(str)
    """One of the buttons at the bottom: "resolve" or "snooze"."""
    shown_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        conversations: ConversationListModel,
        commands: Commands,
        thread: ThreadDesk,
        pages: QStackedWidget,
        window: QWidget,
    ) -> None:
        super().__init__(theme, bridge, service, window)
        self._conversations = conversations
        self._commands = commands
        self._thread = thread
        self._pages = pages
        self._window = window
        self._reading = self._read_again = False
        self.dialog: ImportNamesDialog | None = None
        self.side = CardSide(theme, pages, self._make_panel, window)
        self.side.open_changed.connect(self.open_changed)
        self.side.shown_changed.connect(self._on_side_shown_changed)
        pages.currentChanged.connect(self._on_pages_current_changed)
        thread.shown.connect(self.follow)

    @property
    def panel(self) -> CardPanel:
        """The card itself."""
        return self.side.panel

    def _make_panel(self) -> CardPanel:
        from mwdesk.gui.widgets.card_panel import CardPanel

        panel = CardPanel(self._theme, self.side)
        self._commands.describe(panel.edit_button, "name")
        self._commands.describe(panel.copy_button, "copy_number")
        panel.name_chosen.connect(self._on_panel_name_chosen)
        panel.tags_chosen.connect(self._on_panel_tags_chosen)
        panel.copy_requested.connect(self._thread.copy_number)
        panel.mark_requested.connect(self.mark_requested)
        panel.notes.added.connect(self._on_notes_added)
        panel.notes.edited.connect(self._on_notes_edited)
        panel.notes.delete_requested.connect(self._on_notes_delete_requested)
        return panel

    def areas(self) -> list[QWidget]:
        """Return where F6 stops."""
        return [self.panel.name] if self.side.is_shown else []

    @Slot()
    def toggle_card(self) -> None:
        """Open the card, or close it."""
        self.side.toggle()

    @Slot(bool)
    def set_open(self, on: bool) -> None:
        """Open or close the card."""
        self.side.set_open(on)

    def edit_name(self) -> None:
        """Open the card if need be, and let the operator type the name."""
        self.side.set_open(True)
        if self.side.is_shown:
            self._bridge.start(self._edit_name())

    @Slot()
    def follow(self) -> None:
        """Show the number that is open now, as it is now."""
        self.side.set_available(self._thread.phone is not None and self._pages.currentWidget() is self._thread)
        if self.side.is_shown:
            self._refresh()

    def show_changes(self, event: MessagesChanged) -> None:
        """Follow what concerns the open number."""
        phone = self._thread.phone
        if phone is not None and any(each.phone == phone for each in event.conversations):
            self.follow()

    def settle(self) -> None:
        """Keep what is being typed, before the window goes."""
        if self.side.is_shown:
            self.panel.settle()

    # Reading

    def _refresh(self) -> None:
        """Read the card; what comes meanwhile makes for one more reading, not for many."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self._bridge.start(self._read())

    async def _read(self) -> None:
        try:
            self._read_again = True
            while self._read_again:
                self._read_again = False
                phone = self._thread.phone
                if phone is None:
                    return
                card = await self._bridge.call(self._service.card(phone))
                in_use = await self._bridge.call(self._service.tags_in_use())
                if phone == self._thread.phone:
                    self._show_marks(phone)
                    self.panel.show_card(card)
                    self.panel.tags.show_in_use(in_use)
                else:
                    self._read_again = True
        finally:
            self._reading = False

    def _show_marks(self, phone: PhoneNumber) -> None:
        conversation = self._conversations.conversation(phone)
        if conversation is not None:
            self.panel.show_conversation(conversation)

    async def _edit_name(self) -> None:
        phone = self._thread.phone
        if phone is None:
            return
        card = await self._bridge.call(self._service.card(phone))
        if phone == self._thread.phone:  # else the name typed now would be another customer's
            self.panel.show_card(card)
            self.panel.edit_name()

    async def _change(self, work: Coroutine[Any, Any, object]) -> None:
        """Have something kept; whatever came of it, show what is."""
        try:
            await self._bridge.call(work)
        finally:
            self._refresh()

    # What the operator changes

    @Slot(object, str)
    def _on_panel_name_chosen(self, phone: PhoneNumber, name: str) -> None:
        self._bridge.start(self._change(self._service.set_name(phone, name)))

    @Slot(object, object)
    def _on_panel_tags_chosen(self, phone: PhoneNumber, tags: Sequence[str]) -> None:
        self._bridge.start(self._change(self._service.set_tags(phone, tags)))

    @Slot(object, str)
    def _on_notes_added(self, phone: PhoneNumber, text: str) -> None:
        self._bridge.start(self._change(self._service.add_note(phone, text, self._thread.operator_name)))

    @Slot(object, str)
    def _on_notes_edited(self, note: Note, text: str) -> None:
        self._bridge.start(self._change(self._service.edit_note(note.row_id, text, self._thread.operator_name)))

    @Slot(object)
    def _on_notes_delete_requested(self, note: Note) -> None:
        from mwdesk.gui.dialogs.question import Question

        question = Question(
            self._theme,
            self.tr("Delete a note"),
            self.tr("This note will be deleted for good."),
            self.tr("Nobody will see it any more, and it cannot be brought back."),
            self.tr("Delete the note"),
            self.tr("Keep it"),
            note,
            self.side.dialog or self._window,
        )
        question.agreed.connect(self._on_question_agreed)
        question.open()

    @Slot(object)
    def _on_question_agreed(self, note: Note) -> None:
        self._bridge.start(self._change(self._service.delete_note(note.row_id)))

    @Slot(bool)
    def _on_side_shown_changed(self, shown: bool) -> None:
        if shown:
            self._refresh()
        else:
            self.panel.settle()
        self.shown_changed.emit(shown)

    @Slot(int)
    def _on_pages_current_changed(self, _page: int) -> None:
        self.follow()

    # Names from a file

    def open_import(self) -> None:
        """Open the dialog that imports names, or raise the one that is open."""
        if self.dialog is None:
            from mwdesk.gui.dialogs.import_names import ImportNamesDialog

            dialog = ImportNamesDialog(self._theme, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.preview_requested.connect(self._on_dialog_preview_requested)
            dialog.import_requested.connect(self._on_dialog_import_requested)
            dialog.finished.connect(self._on_dialog_finished)
            self.dialog = dialog
        self.dialog.open()

    async def _preview(self, path: Path) -> None:
        try:
            preview = await self._bridge.call(self._service.preview_names(path))
        except MwDeskError as error:
            if self.dialog is not None:
                self.dialog.show_unreadable(path, *wording.error_lines(error))
        else:
            if self.dialog is not None:
                self.dialog.show_preview(path, preview)

    async def _import(self, rows: Sequence[NamedNumber]) -> None:
        try:
            count = await self._bridge.call(self._service.import_names(rows))
        except MwDeskError as error:
            if self.dialog is None:
                raise
            self.dialog.show_failed(*wording.error_lines(error))
        else:
            if self.dialog is not None:
                self.dialog.show_done(count)

    @Slot(object)
    def _on_dialog_preview_requested(self, path: Path) -> None:
        self._bridge.start(self._preview(path))

    @Slot(object)
    def _on_dialog_import_requested(self, rows: Sequence[NamedNumber]) -> None:
        self._bridge.start(self._import(rows))

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.dialog = None
