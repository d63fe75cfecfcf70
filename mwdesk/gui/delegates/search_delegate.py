"""Paints what a search found (DESIGN, sections 4.2 and 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.domain.finding import FoundCustomer, FoundMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import painting, wording
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.models.search_model import FoundRole, SearchModel, SearchSectionRole
from mwdesk.gui.theme import Theme

_MARGIN = 12
_NAME_GAP = 8
_ROW_PADDING = 22
_SECTION_HEIGHT = 28
_DOT = " · "

Index = QModelIndex | QPersistentModelIndex


class SearchDelegate(QStyledItemDelegate):
    """One row: avatar, name, number or time, and the text with what was looked for marked."""

    def __init__(self, theme: Theme, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self.show_focus = False
        """Set by the view: only keys make the focus visible."""
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def row_height(self) -> int:
        """The height of a row without a section head."""
        return self._theme.line_height("body") + self._theme.line_height("list") + _ROW_PADDING

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size; only a section head makes a difference."""
        head = _SECTION_HEIGHT if index.data(SearchSectionRole) else 0
        return QSize(self._theme.size("list_min"), self.row_height + head)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row from back to front."""
        found = index.data(FoundRole)
        if found is None:
            return
        t = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect)
        if (section := index.data(SearchSectionRole)) is not None:
            self._paint_section(painter, QRectF(row.left(), row.top(), row.width(), _SECTION_HEIGHT), section)
            row.setTop(row.top() + _SECTION_HEIGHT)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.draw_chosen(painter, self._theme, row, active=option.widget.isActiveWindow())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, t.list_hover)
        edge = self._theme.size("avatar_list")
        avatar = QRectF(row.left() + _MARGIN, row.top() + (row.height() - edge) / 2, edge, edge)
        first_height, second_height = self._theme.line_height("body"), self._theme.line_height("list")
        left, right = avatar.right() + _MARGIN, row.right() - _MARGIN
        top = row.top() + (row.height() - first_height - second_height) / 2
        first = QRectF(left, top, right - left, first_height)
        second = QRectF(left, first.bottom(), right - left, second_height)
        if isinstance(found, FoundCustomer):
            conversation = found.conversation
            painting.draw_avatar(painter, self._theme, avatar, conversation.name, conversation.phone)
            self._paint_customer(painter, first, second, found)
        else:
            painting.draw_avatar(painter, self._theme, avatar, found.name, found.message.phone)
            self._paint_message(painter, first, second, index, found)
        if self.show_focus and option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_ring(painter, row, 0, self._theme.size("focus_ring"), t.focus)
        painter.restore()

    def _paint_section(self, painter: QPainter, band: QRectF, section: tuple[str, str]) -> None:
        t = self._theme.tokens
        painter.fillRect(band, t.window)
        inner = band.adjusted(_MARGIN, 0, -_MARGIN, 0)
        words, count = section
        painting.draw_text(painter, inner, count, self._small, t.text_secondary, Qt.AlignmentFlag.AlignRight)
        inner.setRight(inner.right() - QFontMetricsF(self._small).horizontalAdvance(count) - _NAME_GAP)
        painting.draw_text(painter, inner, words, self._small, t.text_secondary)

    def _paint_customer(self, painter: QPainter, first: QRectF, second: QRectF, found: FoundCustomer) -> None:
        t = self._theme.tokens
        conversation = found.conversation
        number = conversation.phone.grouped
        elsewhere = found.in_name or found.note
        at, length = (0, 0) if elsewhere else _grouped_run(conversation.phone, found.start, found.length)
        number_parts = number[:at], number[at : at + length], number[at + length :]
        name = painting.single_line(conversation.name)
        if name:
            width = QFontMetricsF(self._list).horizontalAdvance(number) + 1
            right = QRectF(first.right() - width, first.top(), width, first.height())
            painting.draw_marked(painter, self._theme, right, number_parts, self._list, t.text_secondary)
            first.setRight(right.left() - _NAME_GAP)
            parts = (name, "", "")
            if found.in_name:
                parts = painting.marked_parts(conversation.name, found.start, found.length)
            painting.draw_marked(painter, self._theme, first, parts, self._body, t.text_primary)
        else:
            painting.draw_marked(painter, self._theme, first, number_parts, self._body, t.text_primary)
        if found.note:
            side = QCoreApplication.translate("SearchDelegate", "Note") + _DOT
            painting.draw_text(painter, second, side, self._list, t.text_secondary)
            second.setLeft(second.left() + QFontMetricsF(self._list).horizontalAdvance(side))
            parts = painting.marked_parts(found.note, found.start, found.length)
            painting.draw_marked(painter, self._theme, second, parts, self._list, t.text_secondary)
            return
        preview = painting.single_line(conversation.last_text)
        painting.draw_text(painter, second, preview, self._list, t.text_secondary)

    def _paint_message(
        self, painter: QPainter, first: QRectF, second: QRectF, index: Index, found: FoundMessage
    ) -> None:
        t = self._theme.tokens
        model = cast(SearchModel, index.model())
        when = wording.moment_words(found.message.created_at, self._now())
        painting.draw_text(painter, first, when, self._small, t.text_secondary, Qt.AlignmentFlag.AlignRight)
        first.setRight(first.right() - QFontMetricsF(self._small).horizontalAdvance(when) - _NAME_GAP)
        painting.draw_text(painter, first, model.name(found), self._body, t.text_primary)
        side = model.side(found) + _DOT
        painting.draw_text(painter, second, side, self._list, t.text_secondary)
        second.setLeft(second.left() + QFontMetricsF(self._list).horizontalAdvance(side))
        parts = painting.marked_parts(found.message.text, found.start, found.length)
        painting.draw_marked(painter, self._theme, second, parts, self._list, t.text_secondary)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._body = self._theme.font("body")
        self._list = self._theme.font("list")
        self._small = self._theme.font("small")


def _grouped_run(phone: PhoneNumber, start: int, length: int) -> tuple[int, int]:
    """Return where some digits stand in the number as it is grouped for reading: (position, length)."""
    places = [place for place, character in enumerate(phone.grouped) if character.isdigit()]
    return places[start], places[start + length - 1] - places[start] + 1
