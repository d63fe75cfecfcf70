"""Small recipes every painted part shares (DESIGN, sections 7 and 10)."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import for_display
from mwdesk.gui.theme import Theme

AVATAR_TINTS = 6
PILL_HEIGHT = 20
_PILL_PADDING = 10
_KEYCAP_RADIUS = 4
_MINUTE_S = 60
_HIT_RADIUS = 2
_HIT_WITHIN, _BEFORE_HIT = 0.75, 0.4
"""Parts of a line: what was found is brought so far to the left, and so much of what stands before it is kept."""
_BLANKS = re.compile(r"\s+")
_MEASURED = 32
"""Characters measured at once."""
_PREVIEW_LIMIT = 240
"""No row shows more characters than this; measuring the rest would be wasted."""


class Corners(NamedTuple):
    """The radii of a rectangle's corners."""

    top_left: float
    top_right: float
    bottom_right: float
    bottom_left: float


def snap(value: float, dpr: float) -> float:
    """Round a position to the edge of a device pixel."""
    return round(value * dpr) / dpr


def hairline_width(dpr: float) -> float:
    """Return the width of a 1 px line: one device pixel up to 149 %, then in proportion."""
    return max(1, int(dpr + 0.5) if dpr >= 1.5 else 1) / dpr


def ring_width(width: float, dpr: float) -> float:
    """Return the width of a ring on whole device pixels."""
    return max(1, round(width * dpr)) / dpr


def baseline(metrics: QFontMetricsF, top: float, height: float, dpr: float = 1.0) -> float:
    """Return where a line of text stands in a band, whatever the font's own height."""
    return snap(top + (height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent(), dpr)


def single_line(text: str) -> str:
    """Make a text fit to stand in one line: nothing unseen, no breaks, no more than a row can hold."""
    return " ".join(for_display(text[:_PREVIEW_LIMIT]).split())


def elided(text: str, metrics: QFontMetricsF, width: float) -> str:
    """Cut a text at the right so that it fits."""
    if width <= 0:
        return ""
    length = _first_too_long(len(text), width, lambda size: metrics.horizontalAdvance(text[:size]))
    return metrics.elidedText(text[:length], Qt.TextElideMode.ElideRight, width)


def _first_too_long(length: int, width: float, measure: Callable[[int], float]) -> int:
    """Return how many characters are sure not to fit, or all: measuring the rest of a text of emojis takes long."""
    size = _MEASURED
    while size < length and measure(size) <= width:
        size *= 2
    return min(size, length)


def _fitted(text: str, metrics: QFontMetricsF, width: float) -> tuple[str, float]:
    """Cut a text at the right if it does not fit; return it and its width. Most lines are short and fit."""
    if len(text) <= _MEASURED and (measured := metrics.horizontalAdvance(text)) <= width:
        return text, measured
    shown = elided(text, metrics, width)
    return shown, metrics.horizontalAdvance(shown)


def draw_text(
    painter: QPainter,
    band: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one plain line in a band, cut to its width."""
    metrics = QFontMetricsF(font)
    dpr = painter.device().devicePixelRatioF()
    shown, width = _fitted(text, metrics, band.width() + 0.5)
    x = band.left()
    if align == Qt.AlignmentFlag.AlignRight:
        x = band.right() - width
    elif align == Qt.AlignmentFlag.AlignHCenter:
        x = band.left() + (band.width() - width) / 2
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(snap(x, dpr), baseline(metrics, band.top(), band.height(), dpr)), shown)


def draw_icon(painter: QPainter, theme: Theme, name: str, px: int, colour: QColor, left: float, top: float) -> None:
    """Draw an icon with its corner on a device pixel."""
    dpr = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(snap(left, dpr), snap(top, dpr)), theme.pixmap(name, px, colour, dpr))


def draw_horizontal_hairline(painter: QPainter, left: float, right: float, y: float, colour: QColor) -> None:
    """Draw a 1 px line below ``y``, on device pixels."""
    dpr = painter.device().devicePixelRatioF()
    painter.fillRect(QRectF(snap(left, dpr), snap(y, dpr), right - left, hairline_width(dpr)), colour)


def rounded_path(rect: QRectF, corners: Corners) -> QPainterPath:
    """Build a rectangle whose corners each have a radius of their own."""
    path = QPainterPath()
    tl, tr, br, bl = corners
    left, top, right, bottom = rect.left(), rect.top(), rect.left() + rect.width(), rect.top() + rect.height()
    path.moveTo(left + tl, top)
    path.lineTo(right - tr, top)
    path.arcTo(right - 2 * tr, top, 2 * tr, 2 * tr, 90, -90)
    path.lineTo(right, bottom - br)
    path.arcTo(right - 2 * br, bottom - 2 * br, 2 * br, 2 * br, 0, -90)
    path.lineTo(left + bl, bottom)
    path.arcTo(left, bottom - 2 * bl, 2 * bl, 2 * bl, 270, -90)
    path.lineTo(left, top + tl)
    path.arcTo(left, top, 2 * tl, 2 * tl, 180, -90)
    path.closeSubpath()
    return path


def draw_ring(painter: QPainter, rect: QRectF, radius: float, width: float, colour: QColor) -> None:
    """Draw a ring inside a rectangle."""
    dpr = painter.device().devicePixelRatioF()
    thickness = ring_width(width, dpr)
    half = thickness / 2
    painter.setPen(QPen(colour, thickness))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def draw_edge(painter: QPainter, theme: Theme, rect: QRectF, radius: float = 0.0) -> None:
    """Draw the 1 px edge that high contrast asks for, where a fill is all there is else."""
    if theme.edge is not None:
        draw_ring(painter, rect, radius, hairline_width(painter.device().devicePixelRatioF()), theme.edge)


def draw_chosen(painter: QPainter, theme: Theme, row: QRectF, *, active: bool) -> None:
    """Draw the ground of a chosen row, and the bar at its left; ``active`` is the window's state."""
    tokens = theme.tokens
    painter.fillRect(row, tokens.list_selected if active else tokens.list_selected_inactive)
    draw_edge(painter, theme, row)
    painter.fillRect(QRectF(row.left(), row.top(), theme.size("selection_bar"), row.height()), tokens.accent)


def draw_badge(
    painter: QPainter, theme: Theme, right: float, centre_y: float, text: str, *, muted: bool = False
) -> float:
    """Draw a count, right-aligned, muted where it asks for nothing; return its width."""
    font = theme.font("caption")
    font.setWeight(QFont.Weight.Bold)
    height = theme.size("badge")
    width = badge_width(theme, text)
    rect = QRectF(right - width, centre_y - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    t = theme.tokens
    painter.setBrush(t.badge_muted if muted else t.badge)
    painter.drawRoundedRect(rect, height / 2, height / 2)
    draw_edge(painter, theme, rect, height / 2)
    colour = t.badge_muted_text if muted else t.badge_text
    draw_text(painter, rect, text, font, colour, Qt.AlignmentFlag.AlignHCenter)
    return width


def badge_width(theme: Theme, text: str) -> float:
    """Measure a badge."""
    font = theme.font("caption")
    font.setWeight(QFont.Weight.Bold)
    return max(float(theme.size("badge")), QFontMetricsF(font).horizontalAdvance(text) + 10)


def waiting_look(theme: Theme, waited_s: float) -> tuple[QColor, QFont]:
    """Return colour and font of a waiting time: the longer, the louder (DESIGN, section 2)."""
    font = theme.font("small")
    if waited_s >= theme.waiting_limit_min("danger") * _MINUTE_S:
        font.setWeight(QFont.Weight.Bold)
        return theme.tokens.danger, font
    if waited_s >= theme.waiting_limit_min("warning") * _MINUTE_S:
        return theme.tokens.warning, font
    return theme.tokens.text_secondary, font


def keycap_width(theme: Theme, keys: str) -> float:
    """Measure a keycap."""
    return QFontMetricsF(theme.font("caption")).horizontalAdvance(keys) + 12


def draw_keycap(painter: QPainter, theme: Theme, rect: QRectF, keys: str) -> None:
    """Draw the name of a key in its frame."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = hairline_width(painter.device().devicePixelRatioF()) / 2
    painter.setPen(QPen(theme.tokens.border_control, 2 * half))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), _KEYCAP_RADIUS, _KEYCAP_RADIUS)
    draw_text(painter, rect, keys, theme.font("caption"), theme.tokens.text_secondary, Qt.AlignmentFlag.AlignHCenter)


def pill_width(theme: Theme, text: str) -> float:
    """Measure a date pill."""
    return QFontMetricsF(theme.font("small")).horizontalAdvance(text) + 2 * _PILL_PADDING


def draw_pill(
    painter: QPainter, theme: Theme, rect: QRectF, text: str, fill: QColor, edge: QColor | None = None
) -> None:
    """Draw a date on a rounded ground, with an edge where it floats."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = hairline_width(painter.device().devicePixelRatioF()) / 2 if edge is not None else 0.0
    painter.setPen(QPen(edge, 2 * half) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    radius = rect.height() / 2 - half
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    draw_text(painter, rect, text, theme.font("small"), theme.tokens.text_secondary, Qt.AlignmentFlag.AlignHCenter)


def avatar_text(name: str, phone: PhoneNumber) -> str:
    """Return the surname's character, or the last two digits."""
    shown = single_line(name)
    return shown[0].upper() if shown else phone.digits[-2:]


def draw_avatar(painter: QPainter, theme: Theme, rect: QRectF, name: str, phone: PhoneNumber) -> None:
    """Draw the disc of a conversation, tinted by its number."""
    tint = zlib.crc32(phone.digits.encode("ascii")) % AVATAR_TINTS + 1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"avatar_{tint}"))
    painter.drawEllipse(rect)
    draw_edge(painter, theme, rect, rect.width() / 2)
    font = theme.font("heading" if rect.width() > theme.size("avatar_list") else "body")
    font.setWeight(QFont.Weight.Normal)
    draw_text(painter, rect, avatar_text(name, phone), font, theme.tokens.avatar_text, Qt.AlignmentFlag.AlignHCenter)


def plain_tooltip(text: str) -> str:
    """Make a text safe for a tooltip, which would read markup out of a customer's words."""
    return f"<p style='white-space:pre-wrap'>{html.escape(for_display(text))}</p>" if text else ""


def draw_marked(
    painter: QPainter, theme: Theme, band: QRectF, parts: tuple[str, str, str], font: QFont, colour: QColor
) -> None:
    """Draw a line whose middle part is what was looked for; it is cut at the right, and before that if need be."""
    metrics = QFontMetricsF(font)
    before, hit, after = parts
    length = _first_too_long(len(before), band.width(), lambda size: metrics.horizontalAdvance(before[-size:]))
    before = before[len(before) - length :]
    if hit and metrics.horizontalAdvance(before + hit) > band.width() * _HIT_WITHIN:
        room = max(0.0, min(band.width() * _BEFORE_HIT, band.width() - metrics.horizontalAdvance(hit)))
        before = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, room)
    x = band.left()
    for text, marked in ((before, False), (hit, True), (after, False)):
        shown = elided(text, metrics, band.right() - x + 0.5)
        width = metrics.horizontalAdvance(shown)
        place = QRectF(x, band.top(), width + 1, band.height())
        if marked and shown:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tokens.highlight)
            painter.drawRoundedRect(QRectF(x, band.top(), width, band.height()), _HIT_RADIUS, _HIT_RADIUS)
        draw_text(painter, place, shown, font, theme.tokens.highlight_text if marked else colour)
        if shown != text:
            return
        x += width


def marked_parts(text: str, start: int, length: int) -> tuple[str, str, str]:
    """Split a text at what was found in it, each part fit to stand in one line."""
    first = max(0, start - _PREVIEW_LIMIT)
    cuts = text[first:start], text[start : start + length], text[start + length : start + length + _PREVIEW_LIMIT]
    before, hit, after = (_BLANKS.sub(" ", for_display(cut)) for cut in cuts)
    return before.lstrip(), hit, after.rstrip()
