"""Paints a conversation's row (DESIGN, sections 4.2 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import ceil

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.domain.message import Conversation, DeliveryState, Direction
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import marks_words, painting, wording
from mwdesk.gui.models.conversation_list_model import (
    ConversationListModel,
    ConversationRole,
    HeldRole,
    SectionRole,
    display_name,
    utc_now,
)
from mwdesk.gui.theme import Theme

_MARGIN = 12
_AVATAR_TO_TEXT = 12
_CLOCK_GAP = 3
_NAME_GAP = 8
_TICK_GAP = 4
_ROW_PADDING = 22
_SECTION_HEIGHT = 30
_DISC = 10
_COMPACT_AVATAR = 32
_COLLAPSED_BELOW = 120
_LEAST_NAME = "方" * 9
"""What of a name stands whole in the narrowest list, whatever the size of the text."""
_LONGEST_MINUTES_S = 59 * 60
_COLLAPSED_MARGIN = 8
"""Beside the waiting time of an avatar: the scroll bar lies there."""

Index = QModelIndex | QPersistentModelIndex


def least_list_width(theme: Theme) -> int:
    """Return how narrow the list may become while it shows more than avatars."""
    return max(theme.size("list_min"), least_row_width(theme))


def collapsed_list_width(theme: Theme) -> int:
    """Return the width of a column of avatars, in which no waiting time is cut."""
    small = theme.font("small")
    small.setWeight(QFont.Weight.Bold)
    time = QFontMetricsF(small).horizontalAdvance(wording.waiting_words(_LONGEST_MINUTES_S))
    return max(theme.size("list_collapsed"), ceil(time) + 2 * _COLLAPSED_MARGIN)


def least_row_width(theme: Theme) -> int:
    """Return how narrow a row may become."""
    small = theme.font("small")
    small.setWeight(QFont.Weight.Bold)
    time = QFontMetricsF(small).horizontalAdvance(wording.waiting_words(_LONGEST_MINUTES_S))
    name = QFontMetricsF(theme.font("body_strong")).horizontalAdvance(_LEAST_NAME)
    edges = _MARGIN + theme.size("avatar_list") + _AVATAR_TO_TEXT + _MARGIN
    return ceil(edges + name + _NAME_GAP + theme.icon_size("tick") + _CLOCK_GAP + time)


class ConversationDelegate(QStyledItemDelegate):
    """One row: avatar, name, waiting time, tick, preview, badge."""

    def __init__(self, theme: Theme, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._compact = False
        self.show_focus = False
        """Set by the view: only keys make the focus visible."""
        self.painted_times: dict[PhoneNumber, str] = {}
        """What stands in each row painted: the view repaints only what differs."""
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_compact(self, compact: bool) -> None:
        """Choose the lower rows; the view lays itself out again."""
        self._compact = compact
        self._measure()

    def _measure(self) -> None:
        """Measure a row once: a list asks for the size of every row whenever one comes."""
        self._size = QSize(self._theme.size("list_min"), self.row_height)
        self._headed_size = self._size + QSize(0, _SECTION_HEIGHT)

    @property
    def row_height(self) -> int:
        """The height of a row without a section head."""
        base = self._theme.line_height("body") + self._theme.line_height("list") + _ROW_PADDING
        return base - (self._theme.size("row_conversation") - self._theme.size("row_compact") if self._compact else 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size; only a section head makes a difference."""
        model: ConversationListModel = index.model()  # type: ignore[assignment]
        return self._headed_size if model.begins_section(index.row()) else self._size

    def time_text(self, conversation: Conversation) -> str:
        """Return what stands at the right of the first line."""
        if conversation.waiting_since is not None:
            return wording.waiting_words(self._waited_s(conversation))
        if conversation.snoozed_until is not None:
            return marks_words.wake_words(conversation.snoozed_until, self._now())
        return wording.moment_words(conversation.last_at, self._now()) if conversation.last_at else ""

    def time_rect(self, row: QRect, conversation: Conversation) -> QRect:
        """Return where the time stands, wide enough for the old and the new one."""
        body = QRect(row)
        body.setTop(row.bottom() + 1 - self.row_height)
        if row.width() < _COLLAPSED_BELOW:
            return body
        width = int(QFontMetricsF(self._bold_small).horizontalAdvance(self.time_text(conversation) + "0000")) + 32
        return QRect(body.right() - width - _MARGIN, body.top(), width + _MARGIN, body.height() // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row from back to front."""
        conversation: Conversation | None = index.data(ConversationRole)
        if conversation is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect)
        section = index.data(SectionRole)
        if section:
            self._paint_section(painter, QRectF(row.left(), row.top(), row.width(), _SECTION_HEIGHT), section)
            row.setTop(row.top() + _SECTION_HEIGHT)
        self._paint_background(painter, option, row)
        edge = _COMPACT_AVATAR if self._compact else self._theme.size("avatar_list")
        if row.width() < _COLLAPSED_BELOW:
            self._paint_collapsed(painter, row, conversation)
        else:
            avatar = QRectF(row.left() + _MARGIN, row.top() + (row.height() - edge) / 2, edge, edge)
            painting.draw_avatar(painter, self._theme, avatar, conversation.name, conversation.phone)
            self._paint_lines(painter, row, avatar.right() + _AVATAR_TO_TEXT, conversation, index.data(HeldRole))
        if self.show_focus and option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_ring(painter, row, 0, self._theme.size("focus_ring"), self._theme.tokens.focus)
        painter.restore()

    def _paint_section(self, painter: QPainter, band: QRectF, word: str) -> None:
        t = self._theme.tokens
        painting.draw_horizontal_hairline(painter, band.left(), band.right(), band.top(), t.border)
        if band.width() >= _COLLAPSED_BELOW:
            painting.draw_text(painter, band.adjusted(_MARGIN, 1, -_MARGIN, 0), word, self._small, t.text_secondary)

    def _paint_background(self, painter: QPainter, option: QStyleOptionViewItem, row: QRectF) -> None:
        t = self._theme.tokens
        if option.state & QStyle.StateFlag.State_Selected:
            painting.draw_chosen(painter, self._theme, row, active=option.widget.isActiveWindow())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, t.list_hover)

    def _paint_lines(self, painter: QPainter, row: QRectF, left: float, conversation: Conversation, held: str) -> None:
        t = self._theme.tokens
        line_1, line_2 = self._theme.line_height("body"), self._theme.line_height("list")
        top = row.top() + (row.height() - line_1 - line_2) / 2
        right = row.right() - _MARGIN
        first = QRectF(left, top, right - left, line_1)
        second = QRectF(left, top + line_1, right - left, line_2)

        time_left = self._paint_time(painter, first, conversation)
        name_font = self._body_strong if conversation.is_unread else self._body
        first.setRight(time_left - _NAME_GAP)
        painting.draw_text(painter, first, display_name(conversation), name_font, t.text_primary)

        if conversation.is_unread:
            width = self._paint_badge(painter, right, second.center().y(), conversation)
            second.setRight(right - width - _NAME_GAP)
        px = self._theme.icon_size("tick")
        for icon in marks_words.row_icons(conversation):
            second.setRight(second.right() - px)
            y = second.center().y() - px / 2
            painting.draw_icon(painter, self._theme, icon, px, t.text_secondary, second.right(), y)
            second.setRight(second.right() - _TICK_GAP)
        if conversation.draft and not held:
            mark = wording.draft_mark()
            painting.draw_text(painter, second, mark, self._list, t.link)
            second.setLeft(second.left() + QFontMetricsF(self._list).horizontalAdvance(mark))
            preview = painting.single_line(conversation.draft)
        else:
            ours = conversation.last_state if conversation.last_direction is Direction.OUT else None
            state = DeliveryState.PENDING if held else ours
            if state is not None:
                icon, token = wording.state_icon(state)
                y = second.center().y() - px / 2
                painting.draw_icon(painter, self._theme, icon, px, self._theme.colour(token), second.left(), y)
                second.setLeft(second.left() + px + _TICK_GAP)
            preview = painting.single_line(held or conversation.last_text)
        painting.draw_text(painter, second, preview, self._list, t.text_secondary)

    def _paint_badge(self, painter: QPainter, right: float, centre: float, conversation: Conversation) -> float:
        """Paint the count, or a disc where the operator only marked it unread; return the width."""
        if conversation.unread:
            text, muted = wording.badge_words(conversation.unread), conversation.blocked or conversation.archived
            return painting.draw_badge(painter, self._theme, right, centre, text, muted=muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.badge)
        painter.drawEllipse(QRectF(right - _DISC, centre - _DISC / 2, _DISC, _DISC))
        return _DISC

    def _paint_time(self, painter: QPainter, band: QRectF, conversation: Conversation) -> float:
        """Paint the time at the right; return where it begins."""
        text = self.time_text(conversation)
        self.painted_times[conversation.phone] = text
        colour, font = painting.waiting_look(self._theme, self._waited_s(conversation))
        width = QFontMetricsF(font).horizontalAdvance(text)
        painting.draw_text(painter, band, text, font, colour, Qt.AlignmentFlag.AlignRight)
        left = band.right() - width
        if conversation.waiting_since is not None or conversation.snoozed_until is not None:
            px = self._theme.icon_size("tick")
            left -= _CLOCK_GAP + px
            icon = "clock" if conversation.waiting_since is not None else "snooze"
            painting.draw_icon(painter, self._theme, icon, px, colour, left, band.center().y() - px / 2)
        return left

    def _paint_collapsed(self, painter: QPainter, row: QRectF, conversation: Conversation) -> None:
        edge = self._theme.size("avatar_header")
        waiting = conversation.waiting_since is not None
        top = row.top() + (6 if waiting else (row.height() - edge) / 2)
        avatar = QRectF(row.center().x() - edge / 2, top, edge, edge)
        painting.draw_avatar(painter, self._theme, avatar, conversation.name, conversation.phone)
        if conversation.is_unread:
            text = wording.badge_words(conversation.unread)
            width = painting.badge_width(self._theme, text) if conversation.unread else _DISC
            height = self._theme.size("badge") if conversation.unread else _DISC
            right, centre = avatar.right() + 8, avatar.top() - 4 + height / 2
            ring = QRectF(right - width, centre - height / 2, width, height).adjusted(-2, -2, 2, 2)
            painter.setBrush(self._theme.tokens.surface)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
            self._paint_badge(painter, right, centre, conversation)
        if waiting:
            self.painted_times[conversation.phone] = self.time_text(conversation)
            text = wording.waiting_words(self._waited_s(conversation), roughly=True)
            colour, font = painting.waiting_look(self._theme, self._waited_s(conversation))
            band = QRectF(row.left(), avatar.bottom() + 2, row.width(), self._theme.line_height("small"))
            painting.draw_text(painter, band, text, font, colour, Qt.AlignmentFlag.AlignHCenter)

    def _waited_s(self, conversation: Conversation) -> float:
        since = conversation.waiting_since
        return 0.0 if since is None else (self._now() - since).total_seconds()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._body = self._theme.font("body")
        self._body_strong = self._theme.font("body_strong")
        self._list = self._theme.font("list")
        self._small = self._theme.font("small")
        self._bold_small = self._theme.font("small")
        self._bold_small.setWeight(QFont.Weight.Bold)
        self._measure()
        self.painted_times.clear()
