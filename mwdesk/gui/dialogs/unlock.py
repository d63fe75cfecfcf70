"""What stands in place of the window while the local database does not open: why, and every way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from mwdesk.errors import (
    DamagedStoreError,
    LockedStoreError,
    NewerStoreError,
    ProtectionNeededError,
    StoreError,
    StoreFullError,
    WrongKeyError,
)
from mwdesk.gui import wording
from mwdesk.gui.dialogs.backup_list import BackupList
from mwdesk.gui.dialogs.form import FormDialog
from mwdesk.gui.dialogs.passphrase import PassphraseFields
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField, PasswordField
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words
from mwdesk.messaging.archive import Backup

_WIDTH = 560


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """A backup to restore, with what was typed to open it."""

    path: Path
    unlock: str = field(default="", repr=False)


class UnlockDialog(FormDialog):
    """One dialog for all reasons; the owner tries what was chosen and shows the next error, or accepts."""

    unlock_chosen = Signal(str)
    plain_chosen = Signal()
    retry_chosen = Signal()
    restore_chosen = Signal(object)
    backups_requested = Signal()
    preview_requested = Signal(object)

    def __init__(self, theme: Theme, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("MWDesk: messages on this computer"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_WIDTH)
        self.setWindowIcon(theme.app_icon())
        self._folder = folder
        self._error: StoreError = StoreError()
        self._mode = ""
        self._busy = False
        self._tried = False
        self.key_edit = PasswordField(theme)
        self.key_field = LabelledField(theme, self.tr("Pass-phrase or recovery key"), self.key_edit)
        self.protection = Segments(
            theme,
            self.tr("Protection"),
            [("passphrase", self.tr("With a pass-phrase")), ("plain", self.tr("Without encryption"))],
            self,
        )
        self.passphrase = PassphraseFields(theme)
        self.plain_note = Words(
            theme,
            self.tr(
                "Whoever gets at this computer's disk can read every number and every message: another user, a thief, "
                "a repair shop. It can be changed at any time under Data and backups."
            ),
            "list",
            "text_primary",
            self,
        )
        self.backups = BackupList(theme, self)
        self.backups_note = Words(theme, color="text_primary", parent=self)
        self.backup_key_edit = PasswordField(theme)
        self.backup_key_field = LabelledField(
            theme, self.tr("Pass-phrase or recovery key of this backup"), self.backup_key_edit
        )
        self.folder_note = Words(theme, parent=self)
        self._pages: dict[str, tuple[QWidget, ...]] = {
            "key": (self.key_field,),
            "choose": (self.protection, self.passphrase, self.plain_note),
            "restore": (self.backups, self.backups_note, self.backup_key_field),
            "trouble": (self.folder_note,),
        }
        for page in self._pages.values():
            for widget in page:
                self.body.addWidget(widget)
                widget.hide()
        self.quit_button = self.add_button(self.tr("Quit"))
        self.file_button = self.add_button(self.tr("Choose a file…"))
        self.other_button = self.add_button("")
        self.main_button = self.add_button("", "primary")
        self.main_button.setDefault(True)
        self.protection.set_value("passphrase")
        self.quit_button.clicked.connect(self.reject)
        self.file_button.clicked.connect(self._on_file_clicked)
        self.backups.file_chosen.connect(self.preview_requested)
        self.other_button.clicked.connect(self._on_other_clicked)
        self.main_button.clicked.connect(self._on_main_clicked)
        self.key_edit.textChanged.connect(self._on_key_changed)
        self.protection.chosen.connect(self._on_protection_chosen)
        self.passphrase.changed.connect(self._refresh)
        self.backups.chosen.connect(self._on_backup_chosen)
        self.backups.opened.connect(self._on_main_clicked)
        self.backup_key_edit.textChanged.connect(self._on_backup_key_changed)

    @property
    def mode(self) -> str:
        """What is offered: ``key``, ``choose``, ``restore`` or ``trouble``."""
        return self._mode

    @property
    def is_busy(self) -> bool:
        """Tell whether something chosen is being tried."""
        return self._busy

    @property
    def restore_request(self) -> RestoreRequest | None:
        """The chosen backup."""
        backup = self.backups.backup
        return None if backup is None else RestoreRequest(backup.path, self.backup_key_edit.text())

    def show_error(self, error: StoreError) -> None:
        """Say why the database does not open, and offer what can help; nothing typed is cleared."""
        self._busy = False
        tried_backup, tried_key = self._tried and self._mode == "restore", self._tried and self._mode == "key"
        self._tried = False
        if tried_backup:  # What was tried is the backup; why the database itself does not open is still true.
            self._show_backup_error(error)
            return
        self._error = error
        if isinstance(error, WrongKeyError):
            self._show_mode("key")
            self.key_field.set_error(
                self.tr("This does not open the messages. Nothing was changed.") if tried_key else ""
            )
            self.key_edit.setFocus()
            self.key_edit.selectAll()
        elif isinstance(error, ProtectionNeededError):
            self._show_mode("choose")
            self.passphrase.setFocus()
        elif isinstance(error, DamagedStoreError):
            self._show_mode("restore")
            self.backups_requested.emit()
        else:
            self._show_mode("trouble")
            self.main_button.setFocus()
        self._say(error)
        self.fit()

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Fill the list of backups."""
        self.backups.show_backups(backups)
        self.backups.setFocus()

    def show_backup(self, backup: Backup) -> None:
        """Add a backup from elsewhere."""
        self.notice.hide()
        self._say(self._error)
        self.backups.add_backup(backup)

    def show_unusable(self, error: Exception) -> None:
        """Say that a chosen file is no backup that can be used."""
        self._show_backup_error(error)

    def done(self, result: int) -> None:
        """Forget what was typed when the dialog goes."""
        for edit in (self.key_edit, self.backup_key_edit):
            edit.clear()
            edit.hide_password()
        self.passphrase.forget()
        super().done(result)

    def reject(self) -> None:
        """Quit, unless something is under way: what is half done must come to its end."""
        if not self._busy:
            super().reject()

    # Words

    def _say(self, error: StoreError) -> None:
        says, does = wording.error_lines(error)
        match error:
            case WrongKeyError():
                self.notice.show_notice(
                    "info",
                    self.tr("The messages on this computer are locked"),
                    self.tr(
                        "This computer's password store does not have their key. Type the pass-phrase or the recovery "
                        "key you wrote down. Nothing is lost, and nothing is changed meanwhile."
                    ),
                )
            case ProtectionNeededError():
                self.notice.show_notice(
                    "info",
                    self.tr("How are the messages on this computer to be protected?"),
                    self.tr(
                        "There is no password store here that could keep a key. Choose a pass-phrase, which is asked "
                        "for at each start, or keep the messages readable."
                    ),
                )
            case NewerStoreError():
                self.notice.show_notice("info", says, does)
            case LockedStoreError():
                holders = self.tr(
                    "It may be MWDesk of another user, a backup program or a virus scanner. Nothing was changed."
                )
                self.notice.show_notice("danger", says, wording.sentences(holders, self.tr("Close it and try again.")))
            case StoreFullError():
                self.notice.show_notice(
                    "danger", says, self.tr("Without room no message can be received. Make room, then try again.")
                )
            case _:
                self.notice.show_notice("danger", says, does)
        folder = self.tr("Folder: {path}").format(path=self._folder)
        self.folder_note.setText(folder)

    def _show_backup_error(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, WrongKeyError):
            self.backup_key_field.show()
            self.backup_key_field.set_error(self.tr("This does not open the backup. Nothing was changed."))
            self.backup_key_edit.setFocus()
        else:
            says = self.tr("This backup cannot be used")
            self.notice.show_notice("danger", says, wording.error_words(error))
        self._refresh()

    # Modes

    def _show_mode(self, mode: str) -> None:
        self._mode = mode
        for name, page in self._pages.items():
            for widget in page:
                widget.setVisible(name == mode)
        self._on_protection_chosen()
        self._on_backup_chosen()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        offers_backups = isinstance(self._error, (WrongKeyError, NewerStoreError)) and self._mode != "restore"
        returns = self._mode == "restore" and not isinstance(self._error, DamagedStoreError)
        self.other_button.setVisible(offers_backups or returns)
        self.other_button.setText(self.tr("Restore a backup…") if offers_backups else self.tr("Back"))
        self.file_button.setVisible(self._mode == "restore")
        ready = True
        match self._mode:
            case "key":
                words, ready = self.tr("Unlock"), bool(self.key_edit.text())
            case "choose" if self.protection.value == "plain":
                words = self.tr("Start without encryption")
            case "choose":
                words, ready = self.tr("Encrypt and start"), bool(self.passphrase.phrase)
            case "restore":
                backup = self.backups.backup
                words = self.tr("Restore this backup")
                ready = backup is not None and (not backup.is_locked or bool(self.backup_key_edit.text()))
            case _:
                words = self.tr("Try again")
        self.main_button.setText(self.tr("One moment…") if self._busy else words)
        self.main_button.setEnabled(ready and not self._busy)
        buttons: tuple[QPushButton, ...] = (self.quit_button, self.file_button, self.other_button)
        for widget in (*buttons, self.key_edit, self.passphrase, self.protection, self.backups, self.backup_key_edit):
            widget.setEnabled(not self._busy)
        self.fit()

    def _begin(self) -> None:
        self._busy = self._tried = True
        self._refresh()

    @Slot()
    def _on_protection_chosen(self, _value: str = "") -> None:
        chooses = self._mode == "choose"
        self.passphrase.setVisible(chooses and self.protection.value == "passphrase")
        self.plain_note.setVisible(chooses and self.protection.value == "plain")
        self._refresh()

    @Slot()
    def _on_backup_chosen(self) -> None:
        backup = self.backups.backup
        self.backup_key_field.setVisible(self._mode == "restore" and backup is not None and backup.is_locked)
        self.backup_key_field.set_error("")
        if backup is None:
            words = self.tr("There is no backup that can be read in this folder. Choose a file, if there is one.")
        elif backup.last_at is None:
            words = self.tr("The file there is now is kept in the folder of the backups.")
        else:
            words = self.tr(
                "Messages after {moment} are not in it. The file there is now is kept in the folder of the backups."
            ).format(moment=wording.full_moment_words(backup.last_at))
        self.backups_note.setText(words)
        self._refresh()

    @Slot()
    def _on_key_changed(self) -> None:
        self.key_field.set_error("")
        self._refresh()

    @Slot()
    def _on_backup_key_changed(self) -> None:
        self.backup_key_field.set_error("")
        self._refresh()

    @Slot()
    def _on_other_clicked(self) -> None:
        if self._mode == "restore":
            self.show_error(self._error)
        else:
            self._show_mode("restore")
            self.backups_requested.emit()

    @Slot()
    def _on_file_clicked(self) -> None:
        self.backups.ask_for_file(str(self._folder))

    @Slot()
    def _on_main_clicked(self) -> None:
        if self._busy or not self.main_button.isEnabled():
            return
        self._begin()
        match self._mode:
            case "key":
                self.unlock_chosen.emit(self.key_edit.text())
            case "choose" if self.protection.value == "plain":
                self.plain_chosen.emit()
            case "choose":
                self.unlock_chosen.emit(self.passphrase.phrase)
            case "restore":
                self.restore_chosen.emit(self.restore_request)
            case _:
                self.retry_chosen.emit()
