"""What came of reading a file an operator gave: the rows that can be taken, and why the others cannot."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from mwdesk.domain.canned import CannedReply
from mwdesk.domain.phone import PhoneNumber


class RowProblem(Enum):
    """Why a row is left out."""

    BAD_NUMBER = "bad_number"
    DUPLICATE = "duplicate"
    """Named before in the same file; the first one counts."""
    EMPTY_NAME = "empty_name"
    NAME_TOO_LONG = "name_too_long"
    EMPTY_TITLE = "empty_title"
    TITLE_TOO_LONG = "title_too_long"
    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    NOT_A_ROW = "not_a_row"
    """A JSON entry that is no canned reply."""


class RowError(Struct, frozen=True):
    """A row left out: its line in the file from 1 (of JSON its place in the list), and what stood there."""

    line: int
    problem: RowProblem
    value: str = ""


class CannedImport(Struct, frozen=True):
    """Canned replies read from a file; those kept already, title and text, come as duplicates."""

    replies: tuple[CannedReply, ...] = ()
    errors: tuple[RowError, ...] = ()


class NamedNumber(Struct, frozen=True):
    """A row that can be taken. ``old_name`` is the name it would replace, empty for none."""

    line: int
    phone: PhoneNumber
    name: str
    old_name: str = ""


class NamesPreview(Struct, frozen=True):
    """Names read from a file. ``headings`` are the two columns' own, empty when the file has none."""

    rows: tuple[NamedNumber, ...] = ()
    errors: tuple[RowError, ...] = ()
    headings: tuple[str, ...] = ()
