"""Canned replies: their pinyin initials, and files of them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from mwdesk.domain.canned import TITLE_LIMIT, CannedReply
from mwdesk.domain.importing import CannedImport, RowError, RowProblem
from mwdesk.domain.text import clean
from mwdesk.errors import ExportError, ImportFileError
from mwdesk.messaging.tables import Row, decode, read_bytes, read_table

TEXT_LIMIT = 1000
"""Characters in a canned reply; a text sent at once is far shorter."""
_READINGS_MAX = 4
_LATIN = "\u2e80"
"""Characters before this one have no pinyin."""
_HEADINGS = ("title", "text")
_HEADINGS_CHINESE = ("标题", "内容")


def initials(title: str) -> str:
    """Return what an operator types to find a title: the first letter of each syllable, letters and digits as they are.

    A character with several readings counts by the one it has in its word, or else by its first.
    """
    from pypinyin import Style, lazy_pinyin  # its dictionaries take long to load

    syllables = lazy_pinyin(unicodedata.normalize("NFKC", title), style=Style.FIRST_LETTER)
    plain = unicodedata.normalize("NFD", "".join(syllables)).lower()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def readings(name: str) -> str:
    """Return the initials of a name in lines as long as the name, one for each way to read it; at most four.

    Surnames are often read otherwise than the words they are written like: 曾 is found by z and by c.
    """
    lines = [""]
    for character in name:
        lines = [line + letter for line in lines for letter in _letters(character)][:_READINGS_MAX]
    return "\n".join(lines)


@cache
def _letters(character: str) -> str:
    """Return the first letters of a character's two commonest readings, or the character itself."""
    from pypinyin import Style, pinyin

    # One character at a time: in a word, only one reading would be left.
    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0] if character > _LATIN else []
    plain = dict.fromkeys(unicodedata.normalize("NFD", letters)[:1].lower() for letters in found)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())[:2] or character.lower()[:1]


def tidy(title: str, text: str) -> tuple[str, str]:
    """Return title and text as they are kept."""
    return " ".join(clean(title).split()), clean(text).strip()


def problem(title: str, text: str) -> RowProblem | None:
    """Tell what is wrong with a tidy title and text, None when nothing is."""
    if not title:
        return RowProblem.EMPTY_TITLE
    if len(title) > TITLE_LIMIT:
        return RowProblem.TITLE_TOO_LONG
    if not text:
        return RowProblem.EMPTY_TEXT
    return RowProblem.TEXT_TOO_LONG if len(text) > TEXT_LIMIT else None


def write(path: Path, replies: Iterable[CannedReply]) -> None:
    """Write title and text of each, as CSV for Excel if the name ends so, else as JSON. Raises :class:`ExportError`."""
    if path.suffix.lower() == ".csv":
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        writer.writerow(_HEADINGS_CHINESE)
        writer.writerows((reply.title, reply.text) for reply in replies)
        content = table.getvalue().encode("utf-8-sig", "replace")
    else:
        entries = [{"title": reply.title, "text": reply.text} for reply in replies]
        content = json.dumps(entries, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    draft = path.with_name(path.name + ".draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise ExportError(f"the file cannot be written: {error.strerror}") from error


def read(path: Path, kept: Sequence[CannedReply] = ()) -> CannedImport:
    """Read a file :meth:`write` or a person wrote. Raises :class:`ImportFileError` when it is no such file."""
    rows, errors = (_from_table(read_table(path)), []) if path.suffix.lower() in (".csv", ".xlsx") else _from_json(path)
    seen = {(reply.title, reply.text) for reply in kept}
    replies: list[CannedReply] = []
    for line, (raw_title, raw_text) in rows:
        title, text = tidy(raw_title, raw_text)
        wrong = problem(title, text) or (RowProblem.DUPLICATE if (title, text) in seen else None)
        if wrong is not None:
            errors.append(RowError(line, wrong, title or text))
            continue
        seen.add((title, text))
        replies.append(CannedReply(0, title, text, initials(title)))
    return CannedImport(tuple(replies), tuple(sorted(errors, key=lambda error: error.line)))


def _from_table(table: Sequence[Row]) -> list[Row]:
    rows = [(line, [*cells, "", ""][:2]) for line, cells in table]
    if rows and tuple(cell.lower() for cell in rows[0][1]) in (_HEADINGS, _HEADINGS_CHINESE):
        del rows[0]
    return rows


def _from_json(path: Path) -> tuple[list[Row], list[RowError]]:
    try:
        entries = json.loads(decode(read_bytes(path)))
    except (ValueError, RecursionError) as error:
        raise ImportFileError("the file is no JSON") from error
    if not isinstance(entries, list):
        raise ImportFileError("the file holds no list of canned replies")
    rows, errors = [], []
    for line, entry in enumerate(entries, 1):
        values = [entry.get(key) for key in _HEADINGS] if isinstance(entry, dict) else [None]
        if all(isinstance(value, str) for value in values):
            rows.append((line, [str(value) for value in values]))
        else:
            errors.append(RowError(line, RowProblem.NOT_A_ROW))
    return rows, errors
