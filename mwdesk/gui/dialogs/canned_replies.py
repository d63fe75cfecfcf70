"""The canned replies: found, changed, added and deleted, and files of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mwdesk.domain.canned import TITLE_LIMIT, CannedReply
from mwdesk.domain.importing import RowError, RowProblem
from mwdesk.domain.text import SMS_LIMIT, clean, split
from mwdesk.gui import canned_words, wording
from mwdesk.gui.delegates.canned_delegate import CannedDelegate
from mwdesk.gui.dialogs.files import OpenFileDialog, SaveFileDialog
from mwdesk.gui.dialogs.form import COLUMN_GAP, LABEL_GAP, FormDialog
from mwdesk.gui.models.canned_model import CannedModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.fields import LabelledField
from mwdesk.gui.widgets.focus_ring import ListEdge, make_primary
from mwdesk.gui.widgets.message_box import MessageBox, mark_unsendable
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar
from mwdesk.gui.widgets.strip import runs
from mwdesk.gui.widgets.words import Run, Sentence, Words
from mwdesk.messaging.canned import TEXT_LIMIT

_WIDTH, _LIST_WIDTH, _LIST_HEIGHT = 760, 300, 340
_ERRORS_SHOWN = 4
_NEW = 0


class CannedRepliesDialog(FormDialog):
    """A list with a search at the left, the chosen reply at the right. Shows and asks; its owner does."""

    save_requested = Signal(object, bool)
    """A reply is to be kept; true if it was deleted a moment ago and comes back."""
    delete_requested = Signal(object)
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Canned replies"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_WIDTH)
        self._shown = CannedReply(_NEW, "", "")
        self._deleted: CannedReply | None = None
        self._asked: CannedReply | None = None
        """What is being kept, until the answer comes; a new reply has no row so long, and must not be made twice."""
        self._is_shown_asked = False
        """Whether that is the reply shown, as it stood then."""
        self._loading = False

        columns = QHBoxLayout()
        columns.setSpacing(2 * COLUMN_GAP)
        columns.addLayout(self._make_list())
        columns.addLayout(self._make_form(), 1)
        self.body.addLayout(columns)
        self._undo_row = self._make_undo_row()
        self.body.addWidget(self._undo_row)
        self._fill_foot()
        self._connect()
        self._show(self._shown)
        self.search.setFocus()

    def _make_list(self) -> QVBoxLayout:
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("Search initials, title, text"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setFixedWidth(_LIST_WIDTH)
        self.replies = CannedModel(self)
        self.delegate = CannedDelegate(self.theme, self)
        self.delegate.show_focus = True
        self.view = QListView(self)
        self.view.setItemDelegate(self.delegate)
        self.view.setModel(self.replies)
        self.view.setFixedSize(_LIST_WIDTH, _LIST_HEIGHT)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(self.tr("Canned replies"))
        self._scroll_bar = OverlayScrollBar(self.view)
        self._scroll_bar.place()
        self._edge = ListEdge(self.theme, self.view)
        self.new_button = QPushButton(self.tr("New"), self)
        self.new_button.setToolTip("Ctrl+N")
        self.delete_button = QPushButton(self.tr("Delete"), self)
        for button in (self.new_button, self.delete_button):
            button.setAutoDefault(False)
        self._count = Sentence(self.theme, "small", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        buttons.addWidget(self._count)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.view)
        column.addLayout(buttons)
        column.addStretch(1)
        return column

    def _make_form(self) -> QVBoxLayout:
        self.title_edit = QLineEdit(self)
        self.title_field = LabelledField(self.theme, self.tr("Title"), self.title_edit, "", self)
        self.box = MessageBox(self.theme, self)
        self.editor = self.box.editor
        self.editor.setAccessibleName(self.tr("Text"))
        label = Words(self.theme, self.tr("Text"), "list", "text_primary", self)
        label.setBuddy(self.editor)
        self.text_words = Words(self.theme, parent=self)
        self._counter = Sentence(self.theme, "small", self)
        below = QHBoxLayout()
        below.addWidget(self.text_words, 1)
        below.addWidget(self._counter, 0, Qt.AlignmentFlag.AlignTop)
        filled = self.tr(
            "{blanks} are filled in when the reply is inserted. Any other words between braces are left for the "
            "operator to fill in before sending."
        )
        blanks = filled.replace("{blanks}", " ".join(map(canned_words.blank, canned_words.BLANKS)))
        self.save_button = QPushButton(self.tr("Save"), self)
        self.save_button.setAutoDefault(False)
        make_primary(self.theme, self.save_button)
        self.save_button.setToolTip("Ctrl+S")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        column = QVBoxLayout()
        column.setSpacing(LABEL_GAP)
        column.addWidget(self.title_field)
        column.addSpacing(10)
        column.addWidget(label)
        column.addWidget(self.box)
        column.addLayout(below)
        column.addWidget(Words(self.theme, blanks, parent=self))
        column.addSpacing(10)
        column.addLayout(row)
        column.addStretch(1)
        return column

    def _make_undo_row(self) -> QWidget:
        row = QWidget(self)
        self.undo_sentence = Sentence(self.theme, "list", row)
        self.undo_button = SmallButton(self.theme, self.tr("Undo"), parent=row)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.undo_sentence, 1)
        layout.addWidget(self.undo_button)
        row.hide()
        return row

    def _fill_foot(self) -> None:
        self.import_button = self.add_button(self.tr("Import…"))
        self.export_button = self.add_button(self.tr("Export…"))
        self.close_button = self.add_button(self.tr("Close"))
        for button in (self.import_button, self.export_button):  # They open nothing that ends the dialog.
            self.foot.removeWidget(button)
        self.foot.insertWidget(0, self.import_button)
        self.foot.insertWidget(1, self.export_button)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_text_changed)
        self.view.selectionModel().currentChanged.connect(self._on_view_current_changed)
        self.new_button.clicked.connect(self._on_new_clicked)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self.title_edit.textChanged.connect(self._refresh)
        self.editor.textChanged.connect(self._refresh)
        self.editor.send_pressed.connect(self._on_save_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.undo_button.clicked.connect(self._on_undo_clicked)
        self.import_button.clicked.connect(self._on_import_clicked)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.close_button.clicked.connect(self.accept)
        for keys, slot in (("Ctrl+N", self._on_new_clicked), ("Ctrl+S", self._on_save_clicked)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # --- what the owner says ---------------------------------------------------------------------------------------

    def show_replies(self, replies: Sequence[CannedReply], chosen: int = _NEW) -> None:
        """Fill the list; a reply named by its row is chosen, or else the one that was."""
        chosen = chosen or self._shown.row_id
        draft = self._draft() if self._is_changed and chosen == self._shown.row_id else None
        self._loading = True
        self.replies.set_replies(replies)
        if chosen and self.replies.row_of(chosen) < 0 and any(reply.row_id == chosen for reply in replies):
            self.search.clear()
        self._choose(self.replies.row_of(chosen))
        self._loading = False
        row = self.replies.row_of(chosen)
        if draft is None:
            self._show(self.replies.reply(row) if row >= 0 else CannedReply(_NEW, "", ""))
        count = self.replies.rowCount()
        self._count.say(Run(self.tr("%n reply(s)", "canned replies", count), "text_secondary"))

    def show_saved(self, reply: CannedReply, *, back: bool) -> None:
        """Show a reply as it is kept now, unless another was opened meanwhile."""
        self.notice.hide()
        draft, is_shown = self._draft(), self._is_shown_asked
        self._asked, self._is_shown_asked = None, False
        if (back and not self._is_changed) or (draft.title, draft.text) == (reply.title, reply.text):
            self._show(reply)
        elif is_shown:  # it was changed meanwhile: the same reply, no second one
            self._shown = reply
            self._refresh()

    def show_deleted(self, reply: CannedReply) -> None:
        """Offer to take the deletion back."""
        self.notice.hide()
        self._deleted = reply
        words = self.tr("“{title}” was deleted.", "a canned reply")
        self.undo_sentence.say(*runs(words, {"title": Run(reply.title, strong=True)}))
        self._undo_row.show()
        self._show(CannedReply(_NEW, "", ""))
        self.fit()

    def show_imported(self, count: int, errors: Sequence[RowError]) -> None:
        """Say how many were added, and which rows were left out and why."""
        lines = [self._row_words(error) for error in errors[:_ERRORS_SHOWN]]
        if len(errors) > _ERRORS_SHOWN:
            lines.append(self.tr("and %n more row(s)", "left out of an import", len(errors) - _ERRORS_SHOWN))
        first = self.tr("%n reply(s) added", "canned replies", count)
        if errors:
            left_out = self.tr("%n row(s) left out", "", len(errors))
            first = self.tr("{added}, {left_out}").format(added=first, left_out=left_out)
        self.notice.show_notice("info" if errors else "success", first, "\n".join(lines))
        self.fit()

    def show_exported(self, count: int, path: Path) -> None:
        """Say that a file was written."""
        first = self.tr("%n reply(s) written", "canned replies", count)
        self.notice.show_notice("success", first, str(path))
        self.fit()

    def show_failed(self, says: str, does: str) -> None:
        """Say what failed; what was typed stays."""
        self._asked, self._is_shown_asked = None, False
        self.notice.show_notice("danger", says, does)
        self.fit()

    # --- the chosen reply --------------------------------------------------------------------------------------------

    def _draft(self) -> CannedReply:
        title = " ".join(clean(self.title_edit.text()).split())
        return CannedReply(self._shown.row_id, title, clean(self.editor.toPlainText()).strip())

    @property
    def _is_changed(self) -> bool:
        draft = self._draft()
        return (draft.title, draft.text) != (self._shown.title, self._shown.text)

    def _show(self, reply: CannedReply) -> None:
        self._shown, self._is_shown_asked = reply, False
        self._set_fields(reply)
        self.title_field.set_error("")

    def _set_fields(self, reply: CannedReply) -> None:
        self.title_edit.setText(reply.title)
        self.editor.set_text(reply.text)
        self._refresh()

    def _choose(self, row: int) -> None:
        model = self.view.selectionModel()
        index = self.replies.index(row, 0) if row >= 0 else QModelIndex()
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if index.isValid():
            self.view.scrollTo(index)

    @Slot()
    def _refresh(self) -> None:
        draft = self._draft()
        initials = self._shown.initials if draft.title == self._shown.title else ""
        known = self.tr("Initials: {letters}").format(letters=initials) if initials else ""
        self.title_field.set_help(known or self.tr("Its pinyin initials find it; they are made on saving."))
        too_long = len(draft.title) > TITLE_LIMIT
        limit_words = self.tr("At most {limit} characters.")
        self.title_field.set_error(limit_words.format(limit=TITLE_LIMIT) if too_long else "")
        count = len(draft.text)
        parts = self.tr("%n msg", "counter beside the send button", len(split(draft.text))) if count else ""
        more = f" · {parts}" if count > SMS_LIMIT else ""
        strong = count > SMS_LIMIT
        self._counter.say(
            Run(str(count), "warning" if strong else "text_secondary", strong=strong),
            Run(f"/{SMS_LIMIT}{more}", "text_secondary"),
        )
        unsendable = mark_unsendable(self.editor.toPlainText())
        self.editor.show_marks([mark for _, mark in unsendable])
        if count > TEXT_LIMIT:
            self.text_words.set_color("danger")
            self.text_words.setText(limit_words.format(limit=wording.number_words(TEXT_LIMIT)))
        else:
            self.text_words.set_color("warning")
            words = self.tr("%n marked character(s) cannot go by SMS", "", len(unsendable))
            self.text_words.setText(words if unsendable else "")
        right = bool(draft.title and draft.text) and not too_long and count <= TEXT_LIMIT
        self.save_button.setEnabled(right and self._is_changed)
        self.delete_button.setEnabled(self._shown.row_id != _NEW)

    # --- what is clicked ---------------------------------------------------------------------------------------------

    @Slot()
    def _on_search_text_changed(self) -> None:
        self._loading = True
        self.replies.set_query(self.search.text())
        self._choose(self.replies.row_of(self._shown.row_id))
        self._loading = False
        count = self.replies.rowCount()
        self._count.say(Run(self.tr("%n reply(s)", "canned replies", count), "text_secondary"))

    @Slot(QModelIndex, QModelIndex)
    def _on_view_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._loading or not current.isValid():
            return
        self._keep_changes()
        self._show(self.replies.reply(current.row()))

    def _keep_changes(self) -> None:
        """Leave nothing typed behind: what can be kept is kept when another reply is opened or the dialog closes."""
        draft = self._draft()
        if draft.text and not draft.title:  # nobody need think of one to keep what he wrote
            self.title_edit.setText(self._shown.title or " ".join(draft.text.split())[:TITLE_LIMIT])
        if self.save_button.isEnabled():
            self._keep(self._draft())

    def _keep(self, reply: CannedReply) -> None:
        if reply != self._asked:
            self._asked, self._is_shown_asked = reply, True
            self.save_requested.emit(reply, False)

    @Slot()
    def _on_new_clicked(self) -> None:
        self._keep_changes()
        self._loading = True
        self._choose(-1)
        self._loading = False
        self._show(CannedReply(_NEW, "", ""))
        self.title_edit.setFocus()

    @Slot()
    def _on_save_clicked(self) -> None:
        if self.save_button.isEnabled() and not self.editor.is_composing:
            self._keep(self._draft())

    @Slot()
    def _on_delete_clicked(self) -> None:
        self.delete_requested.emit(self._shown)

    @Slot()
    def _on_undo_clicked(self) -> None:
        deleted, self._deleted = self._deleted, None
        self._undo_row.hide()
        if deleted is not None:
            self.save_requested.emit(CannedReply(_NEW, deleted.title, deleted.text), True)

    @Slot()
    def _on_import_clicked(self) -> None:
        files = self.tr("Canned replies (*.json *.csv *.xlsx);;All files (*)")
        dialog = OpenFileDialog(self.tr("Import canned replies"), files, self)
        dialog.chosen.connect(self.import_requested)
        dialog.open()

    @Slot()
    def _on_export_clicked(self) -> None:
        files = self.tr("JSON (*.json);;CSV for Excel (*.csv)")
        dialog = SaveFileDialog(self.tr("Export canned replies"), files, self, "mwdesk-replies.json")
        dialog.chosen.connect(self.export_requested)
        dialog.open()

    def done(self, result: int) -> None:
        """Keep what was typed."""
        self._keep_changes()
        super().done(result)

    def _row_words(self, error: RowError) -> str:
        words = self.tr("Row {line}: {reason}").format(line=error.line, reason=self._problem_words(error.problem))
        value = error.value[:20]
        return (
            self.tr("{words} (“{value}”)", "a row left out, and what stood there").format(words=words, value=value)
            if value
            else words
        )

    def _problem_words(self, problem: RowProblem) -> str:
        match problem:
            case RowProblem.DUPLICATE:
                return self.tr("it is there already")
            case RowProblem.EMPTY_TITLE:
                return self.tr("the title is missing")
            case RowProblem.TITLE_TOO_LONG:
                return self.tr("the title has more than {limit} characters").format(limit=TITLE_LIMIT)
            case RowProblem.EMPTY_TEXT:
                return self.tr("the text is missing")
            case RowProblem.TEXT_TOO_LONG:
                return self.tr("the text has more than {limit} characters").format(limit=TEXT_LIMIT)
            case _:
                return self.tr("it is no canned reply")
