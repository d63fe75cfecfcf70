"""Exports: read back, they hold what was stored, and nothing a spreadsheet or a browser would carry out."""

from __future__ import annotations

import asyncio
import csv
import errno
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mwdesk.app import SessionCredentials
from mwdesk.domain.message import Direction, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import ExportError, ExportFullError, ExportRefusedError, StoreError
from mwdesk.messaging import export as room
from mwdesk.messaging import names
from mwdesk.messaging.archive import Archive
from mwdesk.messaging.export import (
    CELL_LIMIT,
    Described,
    Format,
    Order,
    Progress,
    Row,
    Words,
    cells_of,
    csv_cell,
    export,
    plain,
    xlsx_text,
)
from mwdesk.messaging.secrets import Secrets
from tests.messaging.conftest import FAST

ANNA, BEN = PhoneNumber("13800138000"), PhoneNumber("13900139000")
NOW = datetime(2026, 11, 23, 2, 31, 5, tzinfo=UTC)
HEADINGS = Row("No.", "Id", "Time", "Gateway", "Side", "Number", "Name", "State", "Changed", "Why", "Text")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</td></table></body>&amp;&lt;",
    "\"quoted\", 'single'; and; more\nlines\n\n",
    '=HYPERLINK("http://x","y")',
    " \t=1+1",
    "+86 138",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'already",
    "\tindented",
    "\r\nreturns\r",
    "#N/A",
    "_x000D_ and _x005F_",
    "\x00\x01\x08\x0b\x0c\x1b\x7f\x85",
    "\u202egnp.exe\u202c\u2066\u200b\ufeff",
    "\ufffe\uffff\U0001fffe",
    "1234567890123456789",
    "00086",
    "3-5",
    "2026-11-23 10:31",
    "1E5",
    " blanks ",
    "",
    "长" * 65_536,
    "a" + "\U0001f600" * 40_000,
)
TEXTS = st.text(max_size=40) | st.sampled_from(HOSTILE) | st.from_regex(r"[=+\-@'\t#0-9].{0,8}")


def _describe(message: Message) -> Described:
    if message.direction is Direction.IN:
        return Described("<in>", "", "")
    return Described("out", message.state.value if message.state else "", "=why")


WORDS = Words("en", "Anna <b>&", "about\x00", HEADINGS, _describe)


@asynccontextmanager
async def _archive(folder: Path, texts: Sequence[str] = (), phone: PhoneNumber = ANNA) -> AsyncIterator[Archive]:
    archive = Archive(folder / "mwdesk.db", Secrets(SessionCredentials()), FAST, lambda _c: None, lambda _e: None)
    await archive.open(plain=True)
    try:
        _receive(archive, texts, phone)
        yield archive
    finally:
        await archive.close()


def _receive(archive: Archive, texts: Sequence[str], phone: PhoneNumber) -> None:
    archive.store.add_incoming(
        [
            IncomingMessage(phone, text, NOW + timedelta(minutes=minute), "2026-11-23 10:31:05")
            for minute, text in enumerate(texts)
        ],
        NOW,
    )


async def _export(archive: Archive, to: Path, **what: object) -> int:
    order = Order(to, Format(to.suffix[1:]), **what)  # type: ignore[arg-type]
    return await export(archive, order, WORDS, lambda _progress: None)


def _read_csv(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _read_xlsx(path: Path) -> list[list[str]]:
    book = openpyxl.load_workbook(path)
    rows = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row if cell.value is not None} <= {"s"}
            cells = ["" if cell.value is None else str(cell.value) for cell in row]
            rows.append([re.sub("_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", cell) for cell in cells])
    return rows


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] in ("'", "\t") else cell


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Leave out the empty cells at the end: a sheet is as wide as its widest row."""
    return list(cells[: max((place for place, cell in enumerate(cells, 1) if cell), default=0)])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=8), TEXTS)
@example(list(HOSTILE), "=name")
@example([""], "长" * 40_000)
def test_csv_and_xlsx_give_back_what_was_stored(texts: list[str], name: str) -> None:
    csv.field_size_limit(1_000_000)

    async def scene(folder: Path) -> None:
        async with _archive(folder, texts) as archive:
            archive.store.set_name(ANNA, names.tidy(name))
            for suffix in ("csv", "xlsx"):
                assert await _export(archive, folder / f"out.{suffix}", phone=ANNA) == len(texts)
            stored = archive.store.thread(ANNA, limit=100)
        from_csv, from_xlsx = _read_csv(folder / "out.csv"), _read_xlsx(folder / "out.xlsx")
        assert from_csv[0] == list(HEADINGS)
        assert _trimmed(from_xlsx[0]) == list(HEADINGS)
        for guarded, cells, message in zip(from_csv[1:], from_xlsx[1:], stored, strict=True):
            assert _trimmed([_unguarded(cell) for cell in guarded]) == _trimmed(cells)
            assert "".join(cells[10:]) == plain(message.text)
            assert cells[6] == plain(names.tidy(name))
            assert not any(re.match(r"\s*[=+\-@]", cell) for cell in guarded)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(scene(Path(folder)))


@pytest.mark.parametrize("digits", ["13800138000", "1234567890123456789", "00086", "3-5", "1E5", "2026-11-23 10:31:05"])
def test_a_spreadsheet_changes_no_number(digits: str) -> None:
    assert csv_cell(digits) == "\t" + digits


def test_excel_reads_no_character_in_a_text_that_looks_like_one() -> None:
    assert xlsx_text("a_x000D_b_x00zz_") == "a_x005F_x000D_b_x00zz_"


@given(TEXTS)
def test_a_guard_can_be_taken_off(text: str) -> None:
    assert _unguarded(csv_cell(text)) == text


@given(st.text(alphabet="a长\U0001f600", max_size=8), st.integers(0, 20_000))
def test_a_long_text_goes_on_in_the_next_cell(unit: str, times: int) -> None:
    cells = cells_of(HEADINGS._replace(text=unit * times))[10:]
    assert "".join(cells) == unit * times
    assert all(len(cell.encode("utf-16-le")) <= 2 * CELL_LIMIT for cell in cells)


class _Page(HTMLParser):
    """Collects tags and the texts of messages."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)
        if ("class", "text") in attrs:
            self._open = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[-1] += data


async def test_the_page_shows_hostile_texts_and_carries_nothing_out(tmp_path: Path) -> None:
    async with _archive(tmp_path, HOSTILE) as archive:
        archive.store.set_name(ANNA, "<b>bold</b>")
        await _export(archive, tmp_path / "out.html")
    page = _Page()
    page.feed((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert page.texts == [plain(text) for text in HOSTILE]
    assert not page.tags & {"script", "img", "link", "b", "a", "iframe"}
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "class", "dir"}
    raw = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "http://x" in raw
    assert not re.search(r"(src|href|url)\s*[=(]\s*['\"]?http", raw.replace("&quot;", "").replace("img src", ""))


async def test_a_period_takes_everyone_and_ends_before_its_end(tmp_path: Path) -> None:
    async with _archive(tmp_path, ["零", "一", "二"]) as archive:
        _receive(archive, ["甲", "乙"], BEN)
        archive.store.add_outgoing(BEN, ["答"], NOW + timedelta(minutes=1, seconds=30))
        to = tmp_path / "out.csv"
        told: list[Progress] = []
        order = Order(to, Format.CSV, start=NOW + timedelta(minutes=1), end=NOW + timedelta(minutes=2))
        assert await export(archive, order, WORDS, told.append) == 3
        assert [row[10] for row in _read_csv(to)[1:]] == ["一", "乙", "答"]
        assert [row[4] for row in _read_csv(to)[1:]] == ["<in>", "<in>", "out"]
        assert [row[9] for row in _read_csv(to)[1:]] == ["", "", "'=why"]
        assert {_unguarded(row[5]) for row in _read_csv(to)[1:]} == {ANNA.digits, BEN.digits}
        written = datetime.strptime(_unguarded(_read_csv(to)[1][2]), "%Y-%m-%d %H:%M:%S %z")
        assert written == NOW + timedelta(minutes=1)
        assert all(0 <= progress.share <= 1 for progress in told)
        assert await _export(archive, to, phone=PhoneNumber("10086")) == 0
        assert _read_csv(to) == [list(HEADINGS)]


async def test_pages_join_without_gap_or_repetition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAGE", 4)
    monkeypatch.setattr(room, "_SHEET_ROWS", 5)
    texts = [f"第{number}句" for number in range(12)]
    async with _archive(tmp_path, texts) as archive:
        for what in ({"phone": ANNA}, {}):
            for suffix in ("csv", "xlsx", "html"):
                assert await _export(archive, tmp_path / f"out.{suffix}", **what) == 12
            rows = [row for row in _read_xlsx(tmp_path / "out.xlsx") if row != list(HEADINGS)]
            assert [row[10] for row in rows] == texts
            assert [row[10] for row in _read_csv(tmp_path / "out.csv")[1:]] == texts
    assert len(openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets) == 3


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "html"])
async def test_a_cancelled_export_leaves_what_was_there(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_PAGE", 2)
    spills = tmp_path / "spills"
    spills.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spills))
    out = tmp_path / "out"
    out.mkdir()
    to = out / f"out.{suffix}"
    to.write_text("before")
    async with _archive(tmp_path, ["话"] * 40) as archive:
        begun = asyncio.Event()
        order = Order(to, Format(suffix))
        task = asyncio.create_task(export(archive, order, WORDS, lambda _progress: begun.set()))
        await begun.wait()
        assert len(list(out.iterdir())) == 2
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert list(out.iterdir()) == [to]
        assert to.read_text() == "before"
        assert list(spills.iterdir()) == []
        assert await _export(archive, to) == 40


async def test_a_search_finds_its_turn_while_an_export_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAGE", 1)
    async with _archive(tmp_path, ["话"] * 50) as archive:
        told: list[Progress] = []
        begun = asyncio.Event()

        def report(progress: Progress) -> None:
            told.append(progress)
            begun.set()

        task = asyncio.create_task(export(archive, Order(tmp_path / "out.csv", Format.CSV), WORDS, report))
        await begun.wait()
        assert len(await archive.read(lambda reader: reader.thread(ANNA, limit=3))) == 3
        assert told[-1].messages < 50
        assert await task == 50


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "html"])
async def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    spills = tmp_path / "spills"
    spills.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spills))
    out = tmp_path / "out"
    out.mkdir()
    async with _archive(tmp_path, ["满" * 50] * 600) as archive:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
        try:
            with pytest.raises(ExportFullError):
                await _export(archive, out / f"out.{suffix}")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(out.iterdir()) == []
        assert list(spills.iterdir()) == []


async def test_a_sheet_that_cannot_be_written_is_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archives: list[zipfile.ZipFile] = []

    def full(self: zipfile.ZipFile, *_args: object) -> None:
        archives.append(self)
        raise OSError(errno.ENOSPC, "No space left on device")

    async with _archive(tmp_path, ["话"]) as archive:
        monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
        with pytest.raises(ExportFullError):
            await _export(archive, tmp_path / "out.xlsx")
    assert [each.fp for each in archives] == [None], "Windows removes no file that is open"


async def test_a_place_that_takes_no_file_is_said(tmp_path: Path) -> None:
    async with _archive(tmp_path, ["话"]) as archive:
        with pytest.raises(ExportError):
            await _export(archive, tmp_path / "nowhere" / "out.csv")
        (tmp_path / "out.csv").mkdir()
        with pytest.raises(ExportRefusedError):
            await _export(archive, tmp_path / "out.csv")
        assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]
    with pytest.raises(StoreError):
        await _export(archive, tmp_path / "closed.csv")
