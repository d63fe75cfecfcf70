"""Paints canned replies (DESIGN, section 4.4)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.domain.canned import CannedReply, fill
from mwdesk.gui import painting
from mwdesk.gui.models.canned_model import ReplyRole
from mwdesk.gui.theme import Theme

_MARGIN, _GAP = 12, 8
_PADDING = 6
_KEYCAP_HEIGHT = 18
_KEYS = 9
"""So many rows can be picked by a digit."""

Index = QModelIndex | QPersistentModelIndex


class CannedDelegate(QStyledItemDelegate):
    """Title, initials and key; below, the text with its blanks in another colour."""

    def __init__(self, theme: Theme, parent: QObject | None = None, *, keys: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shows_keys = keys
        self.show_focus = False

    @property
    def row_height(self) -> int:
        """The height of a row."""
        lines = self._theme.line_height("list") + self._theme.line_height("small")
        return max(self._theme.size("row_popup"), lines + _PADDING)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size."""
        return QSize(self._theme.size("list_min"), self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row from back to front."""
        reply: CannedReply | None = index.data(ReplyRole)
        if reply is None:
            return
        t = self._theme.tokens
        painter.save()
        row = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painting.draw_chosen(painter, self._theme, row, active=option.widget.isActiveWindow())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, t.list_hover)
        left, right = row.left() + _MARGIN, row.right() - _MARGIN
        if self._shows_keys and (chosen or index.row() < _KEYS):
            keys = "Enter" if chosen else f"Ctrl+{index.row() + 1}"
            cap = QRectF(0, 0, painting.keycap_width(self._theme, keys), _KEYCAP_HEIGHT)
            cap.moveTo(right - cap.width(), row.top() + (row.height() - _KEYCAP_HEIGHT) / 2)
            painting.draw_keycap(painter, self._theme, cap, keys)
            right = cap.left() - _GAP
        first_height, second_height = self._theme.line_height("list"), self._theme.line_height("small")
        top = row.top() + (row.height() - first_height - second_height) / 2
        self._paint_first(painter, QRectF(left, top, right - left, first_height), reply, strong=chosen)
        self._paint_text(painter, QRectF(left, top + first_height, right - left, second_height), reply.text)
        if self.show_focus and option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_ring(painter, row, 0, self._theme.size("focus_ring"), t.focus)
        painter.restore()

    def _paint_first(self, painter: QPainter, band: QRectF, reply: CannedReply, *, strong: bool) -> None:
        t = self._theme.tokens
        font = self._theme.font("list")
        font.setBold(strong)
        title = painting.single_line(reply.title)
        painting.draw_text(painter, band, title, font, t.text_primary)
        band.setLeft(band.left() + QFontMetricsF(font).horizontalAdvance(title) + _GAP)
        if band.width() > 0:
            painting.draw_text(painter, band, reply.initials, self._theme.font("small"), t.text_disabled)

    def _paint_text(self, painter: QPainter, band: QRectF, text: str) -> None:
        t = self._theme.tokens
        font = self._theme.font("small")
        metrics = QFontMetricsF(font)
        line = painting.single_line(text)
        _, blanks = fill(line, {})
        done = 0
        for blank in (*blanks, None):
            start, end = (blank.start, blank.start + blank.length) if blank is not None else (len(line), len(line))
            for part, color in ((line[done:start], t.text_secondary), (line[start:end], t.link)):
                if not part:
                    continue
                shown = painting.elided(part, metrics, band.width())
                painting.draw_text(painter, band, shown, font, color, Qt.AlignmentFlag.AlignLeft)
                if shown != part:
                    return
                band.setLeft(band.left() + metrics.horizontalAdvance(part))
            done = end
