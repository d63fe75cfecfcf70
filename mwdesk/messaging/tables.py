"""Reading a table somebody else's program wrote: CSV of any usual kind, or the first sheet of an Excel file."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mwdesk.errors import ImportKindError, ImportTooBigError, ImportUnreadableError

BYTES_MOST = 20_000_000
ROWS_MOST = 200_000
_DELIMITERS = ",;\t"
_LOOKED_AT = 5
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")

Row = tuple[int, list[str]]
"""The line from 1, and the trimmed cells."""


def read_table(path: Path) -> list[Row]:
    """Read the rows that hold anything. Takes its time. Raises :class:`ImportFileError`."""
    content = read_bytes(path)
    if content.startswith(_COMPOUND):
        raise ImportKindError("an Excel file of before 2007, or one with a password")
    rows = _xlsx_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(decode(content))
    table = []
    for line, cells in rows:
        if any(cells):
            table.append((line, cells))
        if len(table) > ROWS_MOST:
            raise ImportTooBigError(f"the file holds more than {ROWS_MOST} rows")
    return table


def read_bytes(path: Path) -> bytes:
    """Read a file that is not unreasonably big. Raises :class:`ImportUnreadableError`, :class:`ImportTooBigError`."""
    try:
        if path.stat().st_size > BYTES_MOST:
            raise ImportTooBigError(f"the file is bigger than {BYTES_MOST // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise ImportUnreadableError(f"the file cannot be read: {error.strerror}") from error


def decode(content: bytes) -> str:
    """Decode by its mark, as UTF-8, or else as GB18030, which holds GBK. Raises :class:`ImportKindError`."""
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportKindError("the file's characters are neither UTF-8 nor GBK")


def _csv_rows(text: str) -> Iterator[Row]:
    head = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    delimiter = max(_DELIMITERS, key=lambda mark: sum(mark in line for line in head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise ImportKindError(f"line {reader.line_num} cannot be read: {error}") from error


def _xlsx_rows(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which matter to nobody here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                sheet = book.worksheets[0]
                # Some programs write a wrong size, and then only that much would be read.
                sheet.reset_dimensions()
                for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
                    yield line, [_cell(value) for value in values]
            finally:
                book.close()
    except Exception as error:  # a broken file makes zipfile, the XML parser and openpyxl raise anything
        raise ImportKindError("the Excel file is damaged, protected, or of another kind") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value).strip()
