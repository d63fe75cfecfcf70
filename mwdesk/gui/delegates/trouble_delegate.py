"""Paints a message that failed, with its reason and what can help (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.domain.finding import Troubled
from mwdesk.domain.message import Message
from mwdesk.gui import message_words, painting, wording
from mwdesk.gui.delegates.message_delegate import action_label
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.models.trouble_model import TroubledRole, TroubleEvidenceRole
from mwdesk.gui.theme import Theme

_MARGIN = 20
_AVATAR_GAP = 12
_GAP = 8
_ICON_GAP = 5
_ACTION_GAP = 18
_LINK_HEIGHT = 26

Index = QModelIndex | QPersistentModelIndex


def trouble_actions(message: Message) -> tuple[str, ...]:
    """Return what a row offers, in order: what can help, to have done with it, and the details."""
    return (*message_words.help_for(message).actions, "dismiss", "details")


class TroubleDelegate(QStyledItemDelegate):
    """One row: who and when, the text, what is wrong and what can be done."""

    def __init__(self, theme: Theme, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self.show_focus = False
        self.hovered: tuple[int, str] | None = None
        """The link under the pointer: (row id, action)."""
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size; it grows with the text alone."""
        lines = 2 * self._theme.line_height("body") + self._theme.line_height("list")
        return QSize(self._theme.size("thread_min"), self._theme.size("row_failed") - 64 + lines)

    def action_at(self, index: Index, rect: QRect, pos: QPointF) -> str | None:
        """Return the action whose link lies at a point, in the coordinates of ``rect``."""
        troubled: Troubled | None = index.data(TroubledRole)
        if troubled is None:
            return None
        bands = self._action_bands(self._lines(QRectF(rect))[2], troubled.message)
        return next((action for action, band in bands if band.contains(pos)), None)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row from back to front."""
        troubled: Troubled | None = index.data(TroubledRole)
        if troubled is None:
            return
        t = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.draw_chosen(painter, self._theme, row, active=option.widget.isActiveWindow())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, t.list_hover)
        line = painting.hairline_width(painter.device().devicePixelRatioF())
        painting.draw_horizontal_hairline(painter, row.left(), row.right(), row.bottom() - line, t.border)

        edge = self._theme.size("avatar_list")
        avatar = QRectF(row.left() + _MARGIN, row.top() + 12, edge, edge)
        painting.draw_avatar(painter, self._theme, avatar, troubled.name, troubled.message.phone)
        first, second, third = self._lines(row)
        self._paint_who(painter, first, troubled)
        painting.draw_text(painter, second, painting.single_line(troubled.message.text), self._body, t.text_primary)
        self._paint_reason(painter, third, index, troubled.message)
        if self.show_focus and option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_ring(painter, row, 0, self._theme.size("focus_ring"), t.focus)
        painter.restore()

    def reason(self, index: Index) -> str:
        """Return the whole sentence of a row."""
        message = index.data(TroubledRole).message
        return message_words.trouble_words(message, index.data(TroubleEvidenceRole), self._now())

    def _lines(self, row: QRectF) -> tuple[QRectF, QRectF, QRectF]:
        left = row.left() + _MARGIN + self._theme.size("avatar_list") + _AVATAR_GAP
        width = row.right() - _MARGIN - left
        body, small = self._theme.line_height("body"), self._theme.line_height("list")
        top = row.top() + (row.height() - 2 * body - small) / 2
        return (
            QRectF(left, top, width, body),
            QRectF(left, top + body, width, body),
            QRectF(left, top + 2 * body, width, small + 2),
        )

    def _paint_who(self, painter: QPainter, band: QRectF, troubled: Troubled) -> None:
        t = self._theme.tokens
        band = QRectF(band)
        when = message_words.when_words(troubled.message.created_at, self._now())
        painting.draw_text(painter, band, when, self._small, t.text_secondary, Qt.AlignmentFlag.AlignRight)
        band.setRight(band.right() - QFontMetricsF(self._small).horizontalAdvance(when) - _GAP)
        metrics = QFontMetricsF(self._body)
        number = troubled.message.phone.grouped
        if name := painting.single_line(troubled.name):
            name = painting.elided(name, metrics, band.width() - metrics.horizontalAdvance(number) - _GAP)
            painting.draw_text(painter, band, name, self._body, t.text_primary)
            band.setLeft(band.left() + metrics.horizontalAdvance(name) + _GAP)
        painting.draw_text(painter, band, number, self._body, t.text_secondary if name else t.text_primary)

    def _paint_reason(self, painter: QPainter, band: QRectF, index: Index, message: Message) -> None:
        t = self._theme.tokens
        bands = self._action_bands(band, message)
        for action, place in bands:
            font = QFont(self._small)
            font.setUnderline(self.hovered == (message.row_id, action))
            painting.draw_text(painter, place, action_label(action, message), font, t.link)
        icon, token = wording.NO_REPORT_ICON
        if message.state is not None and message_words.help_for(message).actions:
            icon, token = wording.state_icon(message.state)
        px = self._theme.icon_size("tick")
        colour = self._theme.colour(token)
        painting.draw_icon(painter, self._theme, icon, px, colour, band.left(), band.center().y() - px / 2)
        left = band.left() + px + _ICON_GAP
        sentence = QRectF(left, band.top(), bands[0][1].left() - _ACTION_GAP - left, band.height())
        painting.draw_text(painter, sentence, painting.single_line(self.reason(index)), self._small, colour)

    def _action_bands(self, line: QRectF, message: Message) -> list[tuple[str, QRectF]]:
        """Place the links in reading order; they keep their widths whatever the sentence."""
        metrics = QFontMetricsF(self._small)
        top, right = line.center().y() - _LINK_HEIGHT / 2, line.right()
        bands: list[tuple[str, QRectF]] = []
        for action in reversed(trouble_actions(message)):
            width = metrics.horizontalAdvance(action_label(action, message))
            bands.append((action, QRectF(right - width, top, width, _LINK_HEIGHT)))
            right -= width + _ACTION_GAP
        return bands[::-1]

    @Slot()
    def _on_theme_changed(self) -> None:
        self._body = self._theme.font("body")
        self._small = self._theme.font("small")
