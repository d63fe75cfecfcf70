"""Writing messages out for other programs: Excel, CSV, and a page to print."""

from __future__ import annotations

import contextlib
import csv
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from msgspec import Struct

from mwdesk.domain.message import Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import for_display
from mwdesk.errors import ExportError, ExportFullError, ExportRefusedError
from mwdesk.messaging.archive import Archive
from mwdesk.store.reader import Reader

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CELL_LIMIT = 32_767
"""What Excel holds in a cell, in UTF-16 units; a longer text goes on in the next cell of its row."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_SHEET_ROWS = 1_000_000
"""Excel ends at 1,048,576 rows; a new sheet begins before."""
_PAGE = 500
_WIDTHS = (9, 22, 27, 20, 10, 16, 14, 12, 27, 28, 60)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t']")
_NUMERIC = re.compile(r"[0-9][0-9\s.,:/+\-%eE年月日]*")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.EBUSY})


class Format(Enum):
    """The kinds of file; the value is the name's ending."""

    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"


class Order(Struct, frozen=True):
    """What goes where: all of one conversation, or without a number every message of [start, end)."""

    to: Path
    format: Format
    phone: PhoneNumber | None = None
    start: datetime = _FIRST
    end: datetime = _LAST


class Described(NamedTuple):
    """What a message is, in words."""

    direction: str
    state: str
    reason: str


class Row(NamedTuple):
    """One message as it is written out. Times are local, with their offset from UTC; the gateway's are its own."""

    row_id: str
    message_id: str
    written: str
    gateway_time: str
    direction: str
    phone: str
    name: str
    state: str
    changed: str
    reason: str
    text: str


class Words(Struct, frozen=True):
    """What the file says in the operator's language; ``describe`` is called on the reader thread."""

    language: str
    title: str
    about: str
    headings: Row
    describe: Callable[[Message], Described]


class Progress(Struct, frozen=True):
    """How far it is: messages written, and which part of all that is, from 0 to 1."""

    messages: int
    share: float


async def export(archive: Archive, order: Order, words: Words, report: Callable[[Progress], None]) -> int:
    """Write a file beside its place, put it there when it is whole, and return how many messages it holds.

    It goes page by page, so that searches find their turn between; ``report`` is called on the background loop.
    Cancelled or failed, it leaves what was there before. Raises :class:`ExportError`, :class:`StoreError`.
    """
    job = _Job(order, words)
    try:
        more = True
        while more:
            more = await archive.read(job.write_page)
            report(job.progress)
        await archive.read(job.finish)
    finally:
        job.discard()
    return job.progress.messages


class _Job:
    """One export; its methods belong to the reader thread, :meth:`discard` to whoever waited for it to stop."""

    def __init__(self, order: Order, words: Words) -> None:
        self._order = order
        self._words = words
        self._names: dict[PhoneNumber, str] = {}
        self._last: Message | None = None
        self._total = 0
        self._draft: Path | None = None
        self._sheet: _Sheet | None = None
        self.progress = Progress(0, 0.0)

    def write_page(self, reader: Reader) -> bool:
        """Write the next messages; tell whether there are more."""
        with _mapped_errors():
            sheet = self._sheet or self._begin(reader)
            page = self._read(reader)
            for message in page:
                sheet.write(self._row(reader, message), message.direction is Direction.IN)
        if page:
            self._last = page[-1]
            messages = self.progress.messages + len(page)
            self.progress = Progress(messages, self._share(messages, page[-1]))
        return len(page) == _PAGE

    def finish(self, _reader: Reader) -> None:
        """Complete the file and put it in its place."""
        if self._sheet is None or self._draft is None:
            raise ExportError("nothing was begun")
        with _mapped_errors():
            self._sheet.close()
            with self._draft.open("rb+") as file:
                os.fsync(file.fileno())
            self._draft.replace(self._order.to)
        self._draft = self._sheet = None
        self.progress = Progress(self.progress.messages, 1.0)

    def discard(self) -> None:
        """Remove what is not finished."""
        if self._sheet is not None:
            self._sheet.abandon()
            self._sheet = None
        if self._draft is not None:
            with contextlib.suppress(OSError):
                self._draft.unlink()
            self._draft = None

    def _begin(self, reader: Reader) -> _Sheet:
        order = self._order
        if order.phone is not None and (conversation := reader.conversation(order.phone)) is not None:
            self._total = conversation.message_count
        handle, name = tempfile.mkstemp(prefix=order.to.stem + ".", suffix=".part", dir=order.to.parent)
        self._draft = Path(name)
        os.close(handle)
        self._sheet = _SHEETS[order.format](self._draft, order, self._words)
        return self._sheet

    def _read(self, reader: Reader) -> list[Message]:
        order, last = self._order, self._last
        if order.phone is not None:
            return reader.thread(order.phone, limit=_PAGE, after_row_id=0 if last is None else last.row_id)
        return reader.messages_between(order.start, order.end, last, _PAGE)

    def _share(self, messages: int, last: Message) -> float:
        order = self._order
        if order.phone is not None:
            return min(1.0, messages / max(1, self._total))
        return (last.created_at - order.start) / (min(order.end, datetime.now(UTC)) - order.start)

    def _row(self, reader: Reader, message: Message) -> Row:
        described = self._words.describe(message)
        return Row(
            str(message.row_id),
            plain(message.message_id),
            _moment(message.created_at),
            plain(message.gateway_time),
            described.direction,
            message.phone.digits,
            plain(self._name(reader, message.phone)),
            described.state,
            _moment(message.updated_at) if message.updated_at is not None else "",
            plain(described.reason),
            plain(message.text),
        )

    def _name(self, reader: Reader, phone: PhoneNumber) -> str:
        if phone not in self._names:
            conversation = reader.conversation(phone)
            self._names[phone] = "" if conversation is None else conversation.name
        return self._names[phone]


def plain(text: str) -> str:
    """Make a foreign text safe to carry: as it is shown, so without control and direction characters."""
    if text.isprintable():
        return text
    return _NONCHARACTERS.sub("\ufffd", for_display(text.replace("\r\n", "\n").replace("\r", "\n")))


def cells_of(row: Row) -> list[str]:
    """Return the row's cells; the text goes on in further ones where Excel holds no more."""
    return [*row[:-1], *_pieces(row.text)]


def csv_cell(text: str) -> str:
    """Guard a cell against a spreadsheet's guesses: no formula, and every digit kept.

    An apostrophe stands before what could be a formula, a tab before what looks like a number, a date or a time.
    """
    if _FORMULA.match(text):
        return "'" + text
    return "\t" + text if _NUMERIC.fullmatch(text) else text


def xlsx_text(text: str) -> str:
    """Write a text so that Excel reads no ``_x000D_`` in it as a character."""
    return _ESCAPE_LIKE.sub("_x005F_", text)


def _pieces(text: str) -> list[str]:
    """Cut a text into what a cell holds, never inside a character."""
    if len(text) * 2 <= CELL_LIMIT:
        return [text]
    encoded, pieces, start = text.encode("utf-16-le"), [], 0
    while start < len(encoded):
        end = min(start + 2 * CELL_LIMIT, len(encoded))
        if end < len(encoded) and encoded[end + 1] & 0xFC == 0xDC:  # the second half of a pair
            end -= 2
        pieces.append(encoded[start:end].decode("utf-16-le"))
        start = end
    return pieces


def _moment(moment: datetime) -> str:
    local = moment.astimezone()
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:5]}"


@contextmanager
def _mapped_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = ExportError
        if error.errno in _NO_ROOM:
            kind = ExportFullError
        elif error.errno in _REFUSED:
            kind = ExportRefusedError
        raise kind(f"the exported file cannot be written: {error.strerror}") from error


# The kinds of file


class _Sheet(Protocol):
    """A file under way."""

    def __init__(self, path: Path, order: Order, words: Words) -> None: ...

    def write(self, row: Row, incoming: bool) -> None:
        """Add a message."""

    def close(self) -> None:
        """Complete the file."""

    def abandon(self) -> None:
        """Let go of the file, complete or not; raises nothing."""


class _TextSheet:
    """What the files of plain text share."""

    def __init__(self, path: Path, encoding: str, newline: str) -> None:
        self._file: IO[str] = path.open("w", encoding=encoding, newline=newline)

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        with contextlib.suppress(OSError):  # it may want to write what it could not
            self._file.close()


class _CsvSheet(_TextSheet):
    """UTF-8 with a mark, which is how Excel knows it."""

    def __init__(self, path: Path, order: Order, words: Words) -> None:
        super().__init__(path, "utf-8-sig", "")
        self._writer = csv.writer(self._file)
        self._writer.writerow(words.headings)

    def write(self, row: Row, incoming: bool) -> None:
        self._writer.writerow(map(csv_cell, cells_of(row)))


class _XlsxSheet:
    """Every cell is text, so that Excel changes no number and calculates nothing."""

    def __init__(self, path: Path, order: Order, words: Words) -> None:
        from openpyxl import Workbook  # 0.2 s, and only here

        self._path = path
        self._words = words
        self._book = Workbook(write_only=True)
        self._rows = 0
        self._sheet = self._new_sheet()

    def write(self, row: Row, incoming: bool) -> None:
        if self._rows == _SHEET_ROWS:
            self._sheet, self._rows = self._new_sheet(), 0
        self._rows += 1
        self._sheet.append([self._cell(text) for text in cells_of(row)])

    def close(self) -> None:
        from zipfile import ZIP_DEFLATED, ZipFile

        from openpyxl.writer.excel import ExcelWriter

        archive = ZipFile(self._path, "w", ZIP_DEFLATED)
        try:
            # The library would leave the file open when it cannot be written, and an open one cannot be removed.
            ExcelWriter(self._book, archive).save()
        except BaseException:
            with contextlib.suppress(OSError):
                archive.close()
            raise

    def abandon(self) -> None:
        for sheet in cast("list[Any]", self._book.worksheets):
            if not sheet.closed:
                with contextlib.suppress(OSError):
                    sheet.close()
            with contextlib.suppress(OSError):
                # The library keeps a sheet's texts in the system's folder for temporary files until it is saved.
                os.unlink(sheet._writer.out)

    def _new_sheet(self) -> WriteOnlyWorksheet:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        sheet: Any = self._book.create_sheet()
        sheet.freeze_panes = "A2"
        for place, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        headings = [WriteOnlyCell(sheet, heading) for heading in self._words.headings]
        for cell in headings:
            cell.font = Font(bold=True)
        sheet.append(headings)
        return sheet  # type: ignore[no-any-return]

    def _cell(self, text: str) -> Any:
        text = xlsx_text(text)
        if not (_FORMULA.match(text) or text.startswith("#")):  # the library takes "#N/A" for an error
            return text
        from openpyxl.cell import WriteOnlyCell

        cell: Any = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = True  # Text it stays when somebody edits it.
        return cell


_STYLE = """
:root { color-scheme: light; }
body { font: 10.5pt/1.5 "Microsoft YaHei UI", "Segoe UI", "Noto Sans CJK SC", sans-serif; margin: 2em auto;
  max-width: 60em; padding: 0 1em; color: #1b1f24; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 11.5pt; margin: 1.4em 0 .3em; break-after: avoid; }
.about, .meta { color: #57606a; } .meta { font-size: 8.5pt; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .35em .6em; border-bottom: 1px solid #d0d7de; }
th { font-size: 8.5pt; color: #57606a; } thead { display: table-header-group; } tr { break-inside: avoid; }
.at { width: 8.5em; } .who { width: 11em; } .state { width: 11em; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.in td { background: #f6f8fa; }
@page { margin: 15mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } .all section + section { break-before: page; } }
"""


class _HtmlSheet(_TextSheet):
    """One page without scripts and without anything from elsewhere; each day has a heading."""

    def __init__(self, path: Path, order: Order, words: Words) -> None:
        super().__init__(path, "utf-8", "\n")
        self._headings = Row(*map(escape, words.headings))
        self._day = ""
        kind = "all" if order.phone is None else "one"
        title = escape(plain(words.title))
        self._file.write(
            f'<!DOCTYPE html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
            f'<body class="{kind}">\n<h1>{title}</h1>\n<p class="about">{escape(plain(words.about))}</p>\n'
        )

    def write(self, row: Row, incoming: bool) -> None:
        row, head = Row(*map(escape, row)), self._headings
        day, time, offset = row.written.split(" ")
        if day != self._day:
            self._end_day()
            self._day = day
            columns = (("at", head.written), ("who", head.phone), ("", head.text), ("state", head.state))
            cells = "".join(f'<th class="{name}">{words}</th>' for name, words in columns)
            self._file.write(f"<section>\n<h2>{day}</h2>\n<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n")
        facts = ((head.row_id, row.row_id), (head.message_id, row.message_id), (head.gateway_time, row.gateway_time))
        meta = " · ".join(f"{label} {value}" for label, value in facts if value)
        self._file.write(
            f'<tr class="{"in" if incoming else "out"}"><td>{time}<div class="meta">{offset}</div></td>'
            f'<td>{row.direction}<div class="meta">{row.phone}<br><bdi>{row.name}</bdi></div></td>'
            f'<td><div class="text" dir="auto">{row.text}</div><div class="meta">{meta}</div></td>'
            f'<td>{row.state}<div class="meta">{row.changed}<br>{row.reason}</div></td></tr>\n'
        )

    def close(self) -> None:
        self._end_day()
        self._file.write("</body>\n</html>\n")
        super().close()

    def _end_day(self) -> None:
        if self._day:
            self._file.write("</tbody>\n</table>\n</section>\n")


_SHEETS: dict[Format, type[_Sheet]] = {Format.XLSX: _XlsxSheet, Format.CSV: _CsvSheet, Format.HTML: _HtmlSheet}
