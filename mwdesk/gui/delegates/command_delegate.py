"""Paints rows of commands (DESIGN, section 4.9)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.domain.keys import caps
from mwdesk.domain.matching import Ranges
from mwdesk.gui import painting
from mwdesk.gui.models.command_model import CommandRow, RowRole
from mwdesk.gui.theme import Theme

_MARGIN, _GAP = 12, 10
_CAP_GAP = 6
_CAP_HEIGHT = 18
_ROW, _HEAD = 36, 26
_HIT_RADIUS = 2
_ENTER = "Enter"

Index = QModelIndex | QPersistentModelIndex


class CommandDelegate(QStyledItemDelegate):
    """Icon, words with what was found in them, and the keys as caps; a head above the first row of a section."""

    def __init__(self, theme: Theme, parent: QObject | None = None, *, enter: bool = False) -> None:
        """With ``enter``, a chosen row without keys of its own shows the key that opens it."""
        super().__init__(parent)
        self._theme = theme
        self._enter = enter
        self.show_focus = False

    @property
    def row_height(self) -> int:
        """The height of a row without a head."""
        return max(_ROW, self._theme.line_height("list") + 8)

    @property
    def head_height(self) -> int:
        """The height of a section's head."""
        return max(_HEAD, self._theme.line_height("small") + 6)

    def height_of(self, row: CommandRow) -> int:
        """Measure a row with its head."""
        return self.row_height + (self.head_height if row.head else 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size."""
        return QSize(self._theme.size("list_min"), self.height_of(index.data(RowRole)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row from back to front."""
        row: CommandRow | None = index.data(RowRole)
        if row is None:
            return
        t = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(option.rect)
        band = QRectF(whole)
        if row.head:
            head = QRectF(whole.left() + _MARGIN, whole.top(), whole.width() - 2 * _MARGIN, self.head_height)
            painting.draw_text(painter, head, row.head, self._theme.font("small"), t.text_secondary)
            band.setTop(head.bottom())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(band, t.list_selected if option.widget.isActiveWindow() else t.list_selected_inactive)
            bar = QRectF(band.left(), band.top(), self._theme.size("selection_bar"), band.height())
            painter.fillRect(bar, t.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(band, t.list_hover)
        edge = self._theme.icon_size("small")
        top = band.top() + (band.height() - edge) / 2
        painting.draw_icon(painter, self._theme, row.icon, edge, t.text_secondary, band.left() + _MARGIN, top)
        right = self._paint_keys(painter, band, row.keys or (_ENTER if chosen and self._enter else ""))
        line = QRectF(band)
        line.setLeft(band.left() + _MARGIN + edge + _GAP)
        line.setRight(right)
        line_height = self._theme.line_height("list")
        line.setTop(band.top() + (band.height() - line_height) / 2)
        line.setHeight(line_height)
        title, detail = self._theme.font("list"), self._theme.font("small")
        line.setLeft(self._paint_words(painter, line, row.title, row.title_hits, title, t.text_primary) + _GAP)
        if row.detail and line.width() > 0:
            self._paint_words(painter, line, row.detail, row.detail_hits, detail, t.text_secondary)
        if self.show_focus and option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_ring(painter, band, 0, self._theme.size("focus_ring"), t.focus)
        painter.restore()

    def _paint_keys(self, painter: QPainter, band: QRectF, keys: str) -> float:
        """Paint the caps at the right and return how far the words may go."""
        right = band.right() - _MARGIN
        for key in reversed(caps(keys)):
            cap = QRectF(0, 0, painting.keycap_width(self._theme, key), _CAP_HEIGHT)
            cap.moveTo(right - cap.width(), band.top() + (band.height() - _CAP_HEIGHT) / 2)
            painting.draw_keycap(painter, self._theme, cap, key)
            right = cap.left() - _CAP_GAP
        return right - _GAP

    def _paint_words(
        self, painter: QPainter, band: QRectF, text: str, hits: Ranges, font: QFont, colour: QColor
    ) -> float:
        """Paint a line with its hits marked, cut at the right; return where it ends."""
        t = self._theme.tokens
        metrics = QFontMetricsF(font)
        x = band.left()
        for part, marked in _parts(text, hits):
            shown = painting.elided(part, metrics, band.right() - x + 0.5)
            width = metrics.horizontalAdvance(shown)
            if marked and shown:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(t.highlight)
                painter.drawRoundedRect(QRectF(x, band.top(), width, band.height()), _HIT_RADIUS, _HIT_RADIUS)
            place = QRectF(x, band.top(), width + 1, band.height())
            painting.draw_text(painter, place, shown, font, t.highlight_text if marked else colour)
            x += width
            if shown != part:
                break
        return x


def _parts(text: str, hits: Ranges) -> list[tuple[str, bool]]:
    """Split a text into runs, each a hit or none."""
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, length in hits:
        parts += [(text[done:start], False), (text[start : start + length], True)]
        done = start + length
    parts.append((text[done:], False))
    return [part for part in parts if part[0]]
