"""Customers' names from a file somebody else's program wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from mwdesk.domain.card import NAME_LIMIT
from mwdesk.domain.importing import NamedNumber, NamesPreview, RowError, RowProblem
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import clean
from mwdesk.errors import NoNumbersError
from mwdesk.messaging.tables import Row, read_table
from mwdesk.store.reader import Reader

_SHORTEST = 5
"""Digits a number has at least; shorter ones are rather counts and dates."""
_LOOKED_AT = 200
_NAME_WORDS = ("姓名", "名字", "称呼", "客户", "联系人", "name", "contact", "customer")

NAME_MAX = 64
"""Characters; no person's or firm's name is longer, and a pasted letter is not a name."""


def tidy(name: str) -> str:
    """Return a name as it is kept: on one line, not too long for a cell or a title, without what pasting brings in."""
    return " ".join(clean(name).split())[:NAME_MAX].rstrip()


def read(path: Path) -> NamesPreview:
    """Read names and numbers. Takes its time. Raises :class:`ImportFileError`."""
    return parse(read_table(path))


def parse(table: Sequence[Row]) -> NamesPreview:
    """Find the columns by what stands in them, and tell which rows can be taken. Raises :class:`NoNumbersError`.

    A first line without a number, above one that has one, is taken for headings.
    """
    sample = [cells for _, cells in table[:_LOOKED_AT]]
    number_column = _number_column(sample)
    headings = sample[0] if len(sample) > 1 and _is_heading(sample[0], number_column) else []
    name_column = _name_column(sample[1:] if headings else sample, headings, number_column)
    rows: list[NamedNumber] = []
    errors: list[RowError] = []
    seen: set[PhoneNumber] = set()
    for line, cells in table[1 if headings else 0 :]:
        written, name = _at(cells, number_column), tidy(_at(cells, name_column))
        phone = _number(written)
        if phone is None:
            errors.append(RowError(line, RowProblem.BAD_NUMBER, written))
        elif not name:
            errors.append(RowError(line, RowProblem.EMPTY_NAME, written))
        elif len(name) > NAME_LIMIT:
            errors.append(RowError(line, RowProblem.NAME_TOO_LONG, name))
        elif phone in seen:
            errors.append(RowError(line, RowProblem.DUPLICATE, written))
        else:
            seen.add(phone)
            rows.append(NamedNumber(line, phone, name))
    columns = (_at(headings, number_column), _at(headings, name_column)) if headings else ()
    return NamesPreview(tuple(rows), tuple(errors), columns)


def with_old_names(reader: Reader, preview: NamesPreview) -> NamesPreview:
    """Add the names these would replace."""
    old = reader.names_of([row.phone for row in preview.rows])
    return replace(preview, rows=tuple(replace(row, old_name=old.get(row.phone, "")) for row in preview.rows))


def _number(written: str) -> PhoneNumber | None:
    try:
        phone = PhoneNumber.parse(written)
    except ValueError:
        return None
    return phone if len(phone.digits) >= _SHORTEST else None


def _number_column(sample: Sequence[Sequence[str]]) -> int:
    """Return the column with the most numbers one can write to, or else with the most numbers at all."""
    scores = []
    for column in range(max(map(len, sample), default=0)):
        numbers = [number for cells in sample if (number := _number(_at(cells, column))) is not None]
        scores.append((sum(number.is_plausible for number in numbers), len(numbers), -column))
    best = max(scores, default=(0, 0, 0))
    if not best[1]:
        raise NoNumbersError("no column of the file holds phone numbers")
    return -best[2]


def _is_heading(cells: Sequence[str], number_column: int) -> bool:
    heading = _at(cells, number_column)
    return bool(heading) and not any(character.isdecimal() for character in heading)


def _name_column(sample: Sequence[Sequence[str]], headings: Sequence[str], number_column: int) -> int:
    """Return the column headed so, or else the one with the most cells that are words; -1 for none."""
    others = [column for column in range(max(map(len, sample), default=0)) if column != number_column]
    for word in _NAME_WORDS:
        for column in others:
            if word in _at(headings, column).lower():
                return column
    words = {column: sum(_is_word(_at(cells, column)) for cells in sample) for column in others}
    return max(others, key=lambda column: (words[column], -column), default=-1)


def _is_word(cell: str) -> bool:
    return any(character.isalpha() for character in cell)


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""
