"""The text of one bubble, laid out: its lines, its links, and which characters lie where (DESIGN, section 10)."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption

from mwdesk.domain.links import Link, find_links
from mwdesk.domain.text import cut_to_fold, for_display

META_GAP = 12
META_LINE = 18
_LINE_BREAK = "\u2028"


class Measures(NamedTuple):
    """What a text is laid out by: ``widest`` for its lines, ``meta`` for time and tick."""

    widest: float
    meta: float
    line_height: int
    pad_x: int
    pad_y: int


class Bubble(Struct):
    """A text in its lines. Places are Qt's: UTF-16 units, and pixels from the corner of the text."""

    layout: QTextLayout
    size: QSize
    time: str
    time_width: float
    text: str
    links: tuple[Link, ...]
    more_top: float | None
    """Where the line stands that leads to the rest of a long text; None if all of it is here."""

    def position_at(self, point: QPointF) -> int:
        """Return the place between two characters that is nearest."""
        lines = self.layout.lineCount()
        for number in range(lines):
            line = self.layout.lineAt(number)
            if point.y() < line.y() + line.height() or number == lines - 1:
                return int(line.xToCursor(point.x())) if point.y() >= 0 else 0
        return 0

    def link_at(self, point: QPointF) -> Link | None:
        """Return the link whose letters lie at a point."""
        for link in self.links:
            if any(rect.contains(point) for rect in self._rects(link)):
                return link
        return None

    def between(self, start: int, end: int) -> str:
        """Return the characters between two places."""
        units = self.layout.text().encode("utf-16-le", "surrogatepass")
        return units[2 * start : 2 * end].decode("utf-16-le", "replace").replace(_LINE_BREAK, "\n")

    def word_at(self, position: int) -> tuple[int, int]:
        """Return the places around the word at a place."""
        ends = QTextLayout.CursorMode.SkipWords
        end = self.layout.nextCursorPosition(position, ends)
        return self.layout.previousCursorPosition(end, ends), end

    def marked(self, start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
        """Return a format for the characters of the text from ``start`` to ``end``, in code points."""
        first = _units(self.text[:start])
        return format_range(first, _units(self.text[start:end]), form)

    def _rects(self, link: Link) -> list[QRectF]:
        start = _units(self.text[: link.start])
        end = start + _units(self.text[link.start : link.end])
        rects = []
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x_of(line, first), _x_of(line, last)
                rects.append(QRectF(min(left, right), line.y(), abs(right - left), line.height()))
        return rects


def lay_out(text: str, font: QFont, time: str, time_width: float, measures: Measures) -> Bubble:
    """Break a customer's text into lines; what is longer than people write ends in a line that leads to the rest."""
    cut = cut_to_fold(text)
    shown = for_display(cut)
    layout = QTextLayout(shown.replace("\n", _LINE_BREAK), font)
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrapping)
    layout.setCacheEnabled(True)
    y = width = last = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(measures.widest)
        line.setPosition(QPointF(0, y + (measures.line_height - line.ascent() - line.descent()) / 2))
        last = line.naturalTextWidth()
        width = max(width, last)
        y += measures.line_height
    layout.endLayout()
    more_top = None
    if len(cut) < len(text):
        more_top, width, last = y, measures.widest, measures.widest
        y += measures.line_height
    if last + META_GAP + measures.meta <= measures.widest:
        width = max(width, last + META_GAP + measures.meta)
    else:
        width, y = max(width, measures.meta), y + META_LINE
    size = QSize(ceil(width) + 2 * measures.pad_x, ceil(y) + 2 * measures.pad_y)
    return Bubble(layout, size, time, time_width, shown, find_links(shown), more_top)


def format_range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    """Give a format to a stretch of a layout."""
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, form
    return found


def _x_of(line: object, position: int) -> float:
    x = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(x[0] if isinstance(x, tuple) else x)


def _units(text: str) -> int:
    """Count as Qt does: UTF-16 units, where Python counts code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
