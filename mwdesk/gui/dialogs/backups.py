"""Data and backups: copies and what they hold, protection of the local database, how long messages are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mwdesk.config import KEEP_DAYS_MAX
from mwdesk.gui import wording
from mwdesk.gui.dialogs.backup_list import BackupList
from mwdesk.gui.dialogs.files import SaveFileDialog
from mwdesk.gui.dialogs.form import COLUMN_GAP, FormDialog, whole_number
from mwdesk.gui.dialogs.passphrase import PassphraseFields
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.dialogs.unlock import RestoreRequest
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.fields import LabelledField, PasswordField
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words
from mwdesk.messaging.archive import Backup, Protection

_WIDTH = 740
_SECTION_GAP = 8
_COPIED_MS = 2000


class ProtectDialog(FormDialog):
    """Asks with what the local database is to be encrypted; an empty choice is a new key in the keyring."""

    protect_chosen = Signal(str)

    def __init__(self, theme: Theme, protection: Protection, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Encrypt the messages"))
        self.setAccessibleName(self.windowTitle())
        self.way = Segments(
            theme,
            self.tr("With"),
            [("keyring", self.tr("A key in the password store")), ("passphrase", self.tr("A pass-phrase"))],
            self,
        )
        self.keyring_note = Words(
            theme,
            self.tr(
                "Nothing is asked at the start: the key comes from this computer's password store. Write the recovery "
                "key down afterwards; without both the messages stay locked for good."
            ),
            "list",
            "text_primary",
            self,
        )
        self.passphrase = PassphraseFields(theme)
        for widget in (self.way, self.keyring_note, self.passphrase):
            self.body.addWidget(widget)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.encrypt_button = self.add_button(self.tr("Encrypt"), "primary")
        self.encrypt_button.setDefault(True)
        can_keep = protection.keyring_available and not protection.key_is_kept
        self.way.set_value("keyring" if can_keep else "passphrase")
        self.way.setVisible(can_keep)
        self.way.chosen.connect(self._refresh)
        self.passphrase.changed.connect(self._refresh)
        self.cancel_button.clicked.connect(self.reject)
        self.encrypt_button.clicked.connect(self._on_encrypt_clicked)
        self._refresh()

    def done(self, result: int) -> None:
        """Forget what was typed."""
        self.passphrase.forget()
        super().done(result)

    @Slot()
    def _refresh(self) -> None:
        by_keyring = self.way.value == "keyring"
        self.keyring_note.setVisible(by_keyring)
        self.passphrase.setVisible(not by_keyring)
        self.encrypt_button.setEnabled(by_keyring or bool(self.passphrase.phrase))
        self.fit()

    @Slot()
    def _on_encrypt_clicked(self) -> None:
        phrase = "" if self.way.value == "keyring" else self.passphrase.phrase
        self.protect_chosen.emit(phrase)
        self.accept()


class BackupsDialog(FormDialog):
    """Shows and asks; its owner does, and tells how it went."""

    back_up_requested = Signal()
    copy_requested = Signal(object)
    preview_requested = Signal(object)
    restore_requested = Signal(object)
    protect_requested = Signal(str)
    unprotect_requested = Signal()
    recovery_key_requested = Signal()
    keep_days_requested = Signal(int)
    """A number of days, before it is asked how many messages that would delete; 0 keeps all."""
    keep_days_chosen = Signal(object)

    def __init__(self, theme: Theme, keep_days: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Data and backups"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_WIDTH)
        self._busy = True
        self._left: QWidget | None = None
        self._keep_days = keep_days
        self._protection = Protection(False, False, False)

        self._add_title(self.tr("Backups"))
        about = self.tr("One is made each day; those of the last 7 days and 4 weeks are kept beside the messages.")
        self._add(Words(theme, about, parent=self))
        self.backups = BackupList(theme, self)
        self._add(self.backups)
        self.backup_key_edit = PasswordField(theme)
        self.backup_key_field = LabelledField(
            theme, self.tr("Pass-phrase or recovery key of this backup"), self.backup_key_edit
        )
        self.backup_key_field.hide()
        self._add(self.backup_key_field)
        self.back_up_button = self._button(self.tr("Back up now"))
        self.copy_button = self._button(self.tr("Save a copy…"))
        self.file_button = self._button(self.tr("Open a file…"))
        self.restore_button = self._button(self.tr("Restore…"))
        self._add_row(self.back_up_button, self.copy_button, None, self.file_button, self.restore_button)

        self._add_title(self.tr("Protection"))
        self.protection_words = Words(theme, style="list", color="text_primary", parent=self)
        self._add(self.protection_words)
        self.recovery_why = Words(
            theme,
            self.tr(
                "If this computer or its password store is lost, only this key opens the messages and their backups. "
                "Write it down and keep it somewhere else."
            ),
            parent=self,
        )
        self.recovery_edit = QLineEdit(self)
        self.recovery_edit.setReadOnly(True)
        self.recovery_edit.setAccessibleName(self.tr("Recovery key"))
        self.recovery_edit.setMinimumHeight(theme.size("control"))
        self.copy_key_button = SmallButton(theme, self.tr("Copy"), parent=self)
        self._add(self.recovery_why)
        self._add_row(self.recovery_edit, self.copy_key_button)
        self.recovery_button = self._button(self.tr("Show the recovery key"))
        self.protect_button = self._button("")
        self.unprotect_button = self._button(self.tr("Remove the encryption…"))
        self._add_row(self.recovery_button, self.protect_button, self.unprotect_button, None)

        self._add_title(self.tr("Messages are kept"))
        self.keep = Segments(
            theme,
            self.tr("Messages are kept"),
            [("all", self.tr("For good")), ("days", self.tr("For some days"))],
            self,
        )
        self.days_edit = QLineEdit(self)
        self.days_field = LabelledField(theme, self.tr("Days"), self.days_edit)
        self.keep_button = self._button("")
        self._add(self.keep)
        self._add(self.days_field)
        self._add_row(self.keep_button, None)

        self.close_button = self.add_button(self.tr("Close"))
        self.close_button.setDefault(True)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._connect()
        self._hide_key()
        self.set_keep_days(keep_days)
        self._refresh()

    # What the owner tells

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Fill the list."""
        self.backups.show_backups(backups)

    def show_backup(self, backup: Backup) -> None:
        """Add a backup from elsewhere, chosen."""
        self.backups.add_backup(backup)

    def show_protection(self, protection: Protection) -> None:
        """Say how the database is kept."""
        self._protection = protection
        self._hide_key()
        self._refresh()

    def show_recovery_key(self, key: str | None) -> None:
        """Show the key to write down; None when there is none any more."""
        if key is None:
            self.show_failed(self.tr("The recovery key cannot be shown"), self.tr("The password store has none."))
            return
        self.recovery_edit.setText(key)
        self.recovery_edit.setCursorPosition(0)
        for widget in (self.recovery_edit, self.recovery_why, self.copy_key_button):
            widget.show()
        self.recovery_button.hide()
        self.recovery_edit.setFocus()
        self.recovery_edit.selectAll()
        self.fit()

    def ask_to_delete(self, days: int, count: int) -> None:
        """Ask before messages are forgotten; with none to forget the choice simply holds."""
        if not count:
            self.keep_days_chosen.emit(days)
            return
        question = Question(
            self.theme,
            self.tr("Delete old messages"),
            self.tr("{messages} will be deleted.").format(messages=wording.count_words(count)),
            self.tr(
                "They are older than {days} days. From now on each message is deleted when it gets that old. Backups "
                "made before still hold them for up to 4 weeks."
            ).format(days=days),
            self.tr("Delete them"),
            self.tr("Keep them"),
            days,
            self,
        )
        question.agreed.connect(self.keep_days_chosen)
        question.open()

    def set_keep_days(self, days: int) -> None:
        """Show what holds."""
        self._keep_days = days
        self.keep.set_value("days" if days else "all")
        if days:
            self.days_edit.setText(str(days))
        self._refresh()

    def set_busy(self, busy: bool) -> None:
        """Hold everything while the files are worked on; the dialog cannot be closed meanwhile."""
        if busy and not self._busy:
            self._left = self.focusWidget()
        was_busy, self._busy = self._busy, busy
        if busy:
            self.notice.hide()
        self._refresh()
        if was_busy and not busy:
            # A button that was disabled has lost the focus, to what may have nothing to do with it.
            (self._left if self._left is not None and self._left.isVisible() else self.backups).setFocus()

    def show_done(self, first: str, second: str = "") -> None:
        """Say what was done."""
        self.set_busy(False)
        self.notice.show_notice("success", first, second)
        self.fit()

    def show_failed(self, first: str, second: str) -> None:
        """Say what went wrong and what is still true."""
        self.set_busy(False)
        self.notice.show_notice("danger", first, second)
        self.fit()

    def show_backup_locked(self) -> None:
        """Say at its field that what was typed does not open the backup."""
        self.set_busy(False)
        self.backup_key_field.show()
        self.backup_key_field.set_error(self.tr("This does not open the backup. Nothing was changed."))
        self.backup_key_edit.setFocus()
        self._refresh()

    def reject(self) -> None:
        """Close, unless the files are being worked on."""
        if not self._busy:
            super().reject()

    def done(self, result: int) -> None:
        """Forget the keys when the dialog goes."""
        self._hide_key()
        self.backup_key_edit.clear()
        super().done(result)

    # Building

    def _add(self, widget: QWidget) -> None:
        self._section.addWidget(widget)

    def _add_title(self, words: str) -> None:
        self._section = QVBoxLayout()
        self._section.setSpacing(_SECTION_GAP)
        self.body.addLayout(self._section)
        self._add(Words(self.theme, words, "title", "text_primary", self))

    def _add_row(self, *widgets: QWidget | None) -> None:
        row = QHBoxLayout()
        row.setSpacing(COLUMN_GAP)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        self._section.addLayout(row)

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setMinimumHeight(self.theme.size("control"))
        return button

    def _connect(self) -> None:
        self.backups.chosen.connect(self._on_backup_chosen)
        self.backups.opened.connect(self._on_restore_clicked)
        self.backup_key_edit.textChanged.connect(self._on_backup_key_changed)
        self.back_up_button.clicked.connect(self.back_up_requested)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.file_button.clicked.connect(self._on_file_clicked)
        self.backups.file_chosen.connect(self.preview_requested)
        self.restore_button.clicked.connect(self._on_restore_clicked)
        self.recovery_button.clicked.connect(self.recovery_key_requested)
        self.copy_key_button.clicked.connect(self._on_copy_key_clicked)
        self.protect_button.clicked.connect(self._on_protect_clicked)
        self.unprotect_button.clicked.connect(self._on_unprotect_clicked)
        self.keep.chosen.connect(self._refresh)
        self.days_edit.textEdited.connect(self._refresh)
        self.keep_button.clicked.connect(self._on_keep_clicked)
        self.close_button.clicked.connect(self.reject)
        self._copied.timeout.connect(self._on_copied_timeout)

    # Refreshing

    @property
    def _wanted_days(self) -> int | None:
        """The days typed, 0 for good, None while they are no number."""
        return 0 if self.keep.value == "all" else whole_number(self.days_edit.text(), 1, KEEP_DAYS_MAX)

    @Slot()
    def _refresh(self) -> None:
        backup, free, protection = self.backups.backup, not self._busy, self._protection
        for widget in (self.back_up_button, self.copy_button, self.file_button, self.close_button, self.backups):
            widget.setEnabled(free)
        openable = backup is not None and (not backup.is_locked or bool(self.backup_key_edit.text()))
        self.restore_button.setEnabled(free and openable)
        if not protection.is_encrypted:
            words = self.tr("Not encrypted: whoever gets at this computer's disk can read every message.")
        elif protection.key_is_kept:
            words = self.tr("Encrypted. The key is in this computer's password store.")
        else:
            words = self.tr("Encrypted with a pass-phrase, which is asked for at each start.")
        self.protection_words.setText(words)
        changes = protection.is_encrypted
        self.protect_button.setText(self.tr("Use another pass-phrase…") if changes else self.tr("Encrypt…"))
        self.unprotect_button.setVisible(protection.is_encrypted)
        self.recovery_button.setVisible(protection.key_is_kept and self.recovery_edit.isHidden())
        for button in (self.protect_button, self.unprotect_button, self.recovery_button):
            button.setEnabled(free)
        days = self._wanted_days
        self.days_field.setVisible(self.keep.value == "days")
        wrong = days is None and bool(self.days_edit.text())
        whole = self.tr("A whole number from 1 to {highest}.").format(highest=wording.number_words(KEEP_DAYS_MAX))
        self.days_field.set_error(whole if wrong else "")
        self.keep_button.setText(self.tr("Delete older ones…") if days else self.tr("Keep all"))
        self.keep_button.setVisible(days != self._keep_days)
        self.keep_button.setEnabled(free and days is not None)
        self.fit()

    def _hide_key(self) -> None:
        self.recovery_edit.clear()
        for widget in (self.recovery_edit, self.recovery_why, self.copy_key_button):
            widget.hide()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self.theme.font("small").pixelSize())
        self.recovery_edit.setFont(font)

    # What is clicked

    @Slot()
    def _on_backup_chosen(self) -> None:
        backup = self.backups.backup
        self.backup_key_field.setVisible(backup is not None and backup.is_locked)
        self.backup_key_field.set_error("")
        self._refresh()

    @Slot()
    def _on_backup_key_changed(self) -> None:
        self.backup_key_field.set_error("")
        self._refresh()

    @Slot()
    def _on_copy_clicked(self) -> None:
        name = f"MWDesk-{datetime.now():%Y%m%d-%H%M}.db"
        dialog = SaveFileDialog(self.tr("Save a copy"), self.tr("Backups (*.db)"), self, name)
        dialog.chosen.connect(self.copy_requested)
        dialog.open()

    @Slot()
    def _on_file_clicked(self) -> None:
        self.backups.ask_for_file()

    @Slot()
    def _on_restore_clicked(self) -> None:
        backup = self.backups.backup
        if backup is None or not self.restore_button.isEnabled():
            return
        made = wording.full_moment_words(backup.made_at)
        if backup.is_locked:
            held = ""
        else:
            held = self.tr("It holds {messages} of {customers} customers.").format(
                messages=wording.count_words(backup.messages), customers=wording.number_words(backup.conversations)
            )
        question = Question(
            self.theme,
            self.tr("Restore"),
            self.tr("Go back to the backup of {moment}?").format(moment=made),
            wording.sentences(
                held,
                self.tr(
                    "What was sent, received and noted since is no longer shown; the present messages are kept beside "
                    "the backups and can be restored in the same way."
                ),
            ),
            self.tr("Restore"),
            self.tr("Keep the present ones"),
            RestoreRequest(backup.path, self.backup_key_edit.text() if backup.is_locked else ""),
            self,
        )
        question.agreed.connect(self.restore_requested)
        question.open()

    @Slot()
    def _on_protect_clicked(self) -> None:
        dialog = ProtectDialog(self.theme, self._protection, self)
        dialog.protect_chosen.connect(self.protect_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_unprotect_clicked(self) -> None:
        question = Question(
            self.theme,
            self.tr("Remove the encryption"),
            self.tr("Keep the messages readable on the disk?"),
            self.tr(
                "Whoever gets at this computer's disk can then read every number and every message: another user, a "
                "thief, a repair shop. The backups beside the messages become readable as well."
            ),
            self.tr("Remove the encryption"),
            self.tr("Leave them encrypted"),
            None,
            self,
        )
        question.agreed.connect(self._on_unprotect_agreed)
        question.open()

    @Slot(object)
    def _on_unprotect_agreed(self, _subject: object) -> None:
        self.unprotect_requested.emit()

    @Slot()
    def _on_copy_key_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.recovery_edit.text())
        self.copy_key_button.setText(self.tr("Copied"))
        self._copied.start()

    @Slot()
    def _on_copied_timeout(self) -> None:
        self.copy_key_button.setText(self.tr("Copy"))

    @Slot()
    def _on_keep_clicked(self) -> None:
        days = self._wanted_days
        if days is not None:
            self.keep_days_requested.emit(days)
