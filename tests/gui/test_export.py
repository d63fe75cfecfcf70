"""The export dialog, and an export through the whole console."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.errors import ExportFullError
from mwdesk.gui.dialogs.export import ExportDialog, describe, read_day
from mwdesk.gui.theme import Theme
from mwdesk.messaging.export import Format, Order, Progress
from tests.gui.stage import PHONE, Stage

NOW = datetime(2026, 11, 23, 2, 31, tzinfo=UTC)
ANNA = Conversation(PHONE, "张女士", message_count=12)
TODAY = date(2026, 11, 23)


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog(Theme("en", "light"), ANNA, tmp_path, today=lambda: TODAY)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_proposes_what_it_will_hold(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.order == Order(tmp_path / "MWDesk-13800138000-20261123.xlsx", Format.XLSX, PHONE)
    assert "138\u00a00013\u00a08000" in dialog.who.text(), "on one line"
    dialog.format.button("csv").click()
    dialog.what.button("all").click()
    order = dialog.order
    assert order is not None
    assert order.to == tmp_path / "MWDesk-20261117-20261123.csv"
    assert order.phone is None
    assert order.start == datetime(2026, 11, 17).astimezone()
    assert order.end == datetime(2026, 11, 24).astimezone()
    dialog.span.button("today").click()
    assert dialog.order is not None
    assert dialog.order.start == datetime(2026, 11, 23).astimezone()


def test_bad_input_is_said_where_it_was_typed(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.what.button("all").click()
    dialog.first_edit.clear()
    qtbot.keyClicks(dialog.first_edit, "2026-02-30")
    assert dialog.span.value == "own"
    assert dialog.first_field.error
    assert not dialog.export_button.isEnabled()
    dialog.first_edit.clear()
    qtbot.keyClicks(dialog.first_edit, "2026/12/01")
    assert not dialog.first_field.error
    assert "before" in dialog.last_field.error
    dialog.last_edit.clear()
    qtbot.keyClicks(dialog.last_edit, "2026.12.02")
    assert dialog.export_button.isEnabled()
    for typed, words in (
        ("", "Name a file"),
        ("relative.csv", "no such folder"),
        (str(tmp_path), "folder"),
        (str(tmp_path / "no" / "x.csv"), "no such"),
        (str(tmp_path / ("n" * 300 + ".csv")), "does not take"),
        ("~nobody-of-this-name/x.csv", "does not take"),
    ):
        dialog.file_edit.clear()
        qtbot.keyClicks(dialog.file_edit, typed)
        dialog._on_file_edited()
        assert words in dialog.file_field.error
        assert not dialog.export_button.isEnabled()
    (tmp_path / "there.csv").write_text("x")
    dialog.file_edit.clear()
    qtbot.keyClicks(dialog.file_edit, str(tmp_path / "there.csv"))
    assert "replaced" in dialog.file_field.below
    assert dialog.export_button.text() == "Replace the file"
    dialog.format.button("html").click()
    assert dialog.file_edit.text() == str(tmp_path / "there.html")


@pytest.mark.parametrize("typed", ["", "2026", "2026-13-01", "0001-01-01", "9999-12-31", "２０２６-11-23x", "-1-1-1"])
def test_what_is_no_date(typed: str) -> None:
    assert read_day(typed) is None


def test_progress_cancel_and_failure(dialog: ExportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted: list[object] = []
    stops: list[bool] = []
    dialog.submitted.connect(lambda order, _words: submitted.append(order))
    dialog.stop_requested.connect(lambda: stops.append(True))
    dialog.export_button.click()
    dialog.export_button.click()
    assert len(submitted) == 1
    assert dialog.is_running
    assert dialog.bar.isVisible()
    dialog.show_progress(Progress(1500, 0.5))
    assert "1500" in dialog.bar_words.text().replace(",", "")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert stops
    assert dialog.isVisible()
    dialog.show_stopped()
    assert not dialog.is_running
    dialog.export_button.click()
    dialog.show_failed(ExportFullError("no"))
    assert dialog.notice.kind == "danger"
    assert all(dialog.notice.words)
    assert dialog.export_button.isEnabled()
    dialog.export_button.click()
    dialog.show_done(3)
    assert dialog.folder_button.isVisible()
    assert dialog.open_button.text() == "Open the file"
    assert dialog.close_button.text() == "Close"
    assert not dialog.export_button.isEnabled()  # it is there; other choices are other files
    dialog.format.button("csv").click()
    assert dialog.export_button.isEnabled()
    dialog.format.button("html").click()
    dialog.export_button.click()
    assert not dialog.open_button.isVisible()
    dialog.show_done(3)
    assert dialog.open_button.text() == "Open to print"
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.open_button.click()
    assert dialog.order is not None
    assert [url.toLocalFile() for url in opened] == [dialog.order.to.as_posix()]
    dialog.reject()
    assert not dialog.isVisible()


def test_states_and_reasons_are_said_in_words() -> None:
    received = Message(1, PHONE, Direction.IN, "您好", NOW)
    assert describe(received) == ("Customer", "Received from the customer", "")
    failed = Message(2, PHONE, Direction.OUT, "好", NOW, DeliveryState.FAILED, reason_code="UNDELIV")
    assert describe(failed).state == "Failed"
    assert "could not be reached" in describe(failed).reason
    for state in DeliveryState:
        assert describe(Message(3, PHONE, Direction.OUT, "好", NOW, state)).state


def test_an_operator_exports_a_conversation(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        stage.receive("=周六还能约外景吗")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.messages.rowCount() == 1)
        window.doors.open_export()
        dialog = window.doors.data_desk.export_dialog
        assert dialog is not None
        for suffix in ("xlsx", "csv"):
            dialog.format.button(suffix).click()
            dialog.file_edit.clear()
            qtbot.keyClicks(dialog.file_edit, str(tmp_path / f"out.{suffix}"))
            dialog.export_button.click()
            await stage.until(lambda: not dialog.is_running)
            assert dialog.notice.kind == "success"
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        assert [cell.value for cell in book.worksheets[0][2]][-1] == "=周六还能约外景吗"
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row[-1] for row in csv.reader(file)][1] == "'=周六还能约外景吗"
        dialog.reject()
        assert window.doors.data_desk.export_dialog is None

    stage.play(scene())
