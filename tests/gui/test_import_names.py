"""Names from a file: the table of what would change, and the dialog around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mwdesk.domain.importing import NamedNumber, NamesPreview, RowError, RowProblem
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import ImportTooBigError
from mwdesk.gui import wording
from mwdesk.gui.dialogs.import_names import ImportNamesDialog
from mwdesk.gui.models.names_model import ErrorRole, NamesModel
from mwdesk.gui.theme import Theme
from mwdesk.messaging import tables
from tests.gui.stage import PHONE, Stage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

KEY = Qt.Key
OTHER = PhoneNumber("13900139000")
PREVIEW = NamesPreview(
    (
        NamedNumber(2, PHONE, "王女士", "王女士"),
        NamedNumber(3, OTHER, "<b>李</b>\u202e", "老李"),
        NamedNumber(4, PhoneNumber("13700137000"), "赵先生"),
    ),
    (RowError(5, RowProblem.BAD_NUMBER, "abc"), RowError(6, RowProblem.NAME_TOO_LONG, "长" * 50)),
)


def cells(model: NamesModel) -> list[list[str]]:
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def test_the_model_keeps_the_rules(qtbot: QtBot) -> None:
    model = NamesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_preview(PREVIEW)
    model.show_preview(NamesPreview())
    model.show_preview(PREVIEW)
    assert tester.model() is model
    assert model.columnCount() == 4
    assert not model.index(9, 0).isValid()


def test_errors_come_first_then_changes_then_the_rest(qtbot: QtBot) -> None:
    model = NamesModel()
    model.show_preview(PREVIEW)
    rows = cells(model)
    assert [row[0] for row in rows] == ["5", "6", "3", "4", "2"]
    assert rows[0][1:3] == ["abc", ""]
    assert rows[1][1:3] == ["", "长" * 50]
    assert "40" in rows[1][3]
    assert [model.index(row, 0).data(ErrorRole) for row in range(5)] == [True, True, False, False, False]
    assert "老李" in rows[2][3]
    assert rows[2][2] == "<b>李</b>"  # plain, and nothing that turns the direction
    assert "5" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "&lt;b&gt;" in model.index(2, 2).data(Qt.ItemDataRole.ToolTipRole)


def test_only_what_changes_is_imported(qtbot: QtBot) -> None:
    theme = Theme("zh_CN", "light")
    dialog = ImportNamesDialog(theme)
    qtbot.addWidget(dialog)
    wanted: list[tuple[NamedNumber, ...]] = []
    dialog.import_requested.connect(wanted.append)
    dialog.show()
    assert not dialog.import_button.isEnabled()
    dialog.show_preview(Path("names.csv"), PREVIEW)
    qtbot.keyClick(dialog.import_button, KEY.Key_Return)
    assert [[row.line for row in rows] for rows in wanted] == [[3, 4]]
    assert not dialog.import_button.isEnabled()
    assert dialog.import_button.text() == "Importing…"
    dialog.show_failed("The disk is full", "Make room.")
    assert dialog.import_button.isEnabled()
    assert dialog.import_button.text() == "Import 2 name(s)"
    dialog.show_preview(Path("names.csv"), NamesPreview(PREVIEW.rows[:1]))
    assert not dialog.import_button.isEnabled()
    assert dialog.notice.kind == "info"


def test_the_words_know_how_much_is_too_much(qtbot: QtBot) -> None:
    words = wording.error_words(ImportTooBigError())
    assert f"{tables.ROWS_MOST:,} rows" in words
    assert f"{tables.BYTES_MOST // 1_000_000} MB" in words


def test_an_excel_file_is_looked_at_and_imported(stage: Stage, qtbot: QtBot) -> None:
    book = Workbook()
    for row in (("手机", "姓名"), (PHONE.digits, "张女士"), ("abc", "周先生"), (OTHER.digits, "")):
        book.active.append(row)
    path = stage.folder / "names.xlsx"
    book.save(path)

    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        stage.receive("您好")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        window.card_desk.open_import()
        dialog = window.card_desk.dialog
        assert dialog is not None
        dialog.preview_requested.emit(path)
        await stage.until(dialog.table.isVisible)
        assert [row[0] for row in cells(dialog.names)] == ["3", "4", "2"]
        qtbot.keyClick(dialog.import_button, KEY.Key_Return)
        await stage.until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "success")
        conversation = window.conversations.conversation(PHONE)
        assert conversation is not None
        await stage.until(lambda: window.conversations.conversation(PHONE).name == "张女士")

        # The same again changes nothing, and what is no table says so where it was chosen.
        dialog.preview_requested.emit(path)
        await stage.until(lambda: dialog.notice.kind == "info")
        bad = stage.folder / "bad.csv"
        bad.write_text("a,b\nc,d\n", encoding="utf-8")
        dialog.look_at(bad)
        assert "bad.csv" in dialog.file.text()
        assert not dialog.file_button.isEnabled(), "only one file at a time is looked at"
        await stage.until(lambda: dialog.notice.isVisible() and dialog.notice.kind == "danger")
        assert dialog.file_button.isEnabled()
        assert "phone numbers" in dialog.notice.accessibleName()
        assert dialog.file.text() == "bad.csv"
        assert not dialog.table.isVisible(), "the table of the file before"
        qtbot.keyClick(dialog, KEY.Key_Escape)
        await stage.until(lambda: window.card_desk.dialog is None)

    stage.play(scene())
