"""Paints bubbles, date pills, the new-messages line and reason rows (DESIGN, sections 4.3 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from math import ceil
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.domain.links import Link
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.gui import painting, wording
from mwdesk.gui.delegates.bubble import Bubble, Measures, format_range, lay_out
from mwdesk.gui.message_words import help_for, row_sentence
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.models.thread_model import EvidenceRole, MessageRole, ReasonRole, Shape, ThreadModel
from mwdesk.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_BAND = 36
_LINE_DISTANCE = 12
_TICK_GAP = 4
_TIME_BOTTOM = 23
_REASON_GAP = 2
_REASON_HEIGHT = 26
_DIVIDER_HEIGHT = 12
_DIVIDER_GAP = 6
_NARROW_BELOW = 480
_NARROW_MARGIN = 12
_END_PADDING = 16
_CACHE_ROWS = 900
_CACHE_HEIGHTS = 5000


class _Key(NamedTuple):
    row_id: int
    width: int
    font_px: int
    text: str
    has_tick: bool


class SelectedText(NamedTuple):
    """Characters chosen in one bubble, as its layout counts them."""

    row_id: int
    start: int
    end: int


class _Frame(NamedTuple):
    """A message with where the parts of its row stand."""

    message: Message
    shape: Shape
    column: int
    date_band: QRectF | None
    marker_band: QRectF | None
    bubble: QRectF
    reason: QRectF | None
    height: float


def actions_of(message: Message, *, offline_row: bool = True) -> tuple[str, ...]:
    """Return what the row below a bubble offers, in order."""
    match message.state:
        case DeliveryState.FAILED | DeliveryState.UNKNOWN:
            return (*help_for(message).actions, "details")
        case DeliveryState.PENDING if offline_row:
            return ("cancel",)
        case _:
            return ()


def action_label(action: str, message: Message) -> str:
    """Word an action; resending what may have gone out asks once more."""
    asks = action == "resend" and message.state is DeliveryState.UNKNOWN
    return wording.action_word("resend_unknown" if asks else action)


class MessageDelegate(QStyledItemDelegate):
    """One message with what stands above and below it."""

    def __init__(self, theme: Theme, parent: QObject | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._bubbles: dict[_Key, Bubble] = {}
        self._heights: dict[tuple[object, ...], int] = {}
        """A list view asks for every row's height on each insert. These are for one width."""
        self._heights_width = 0
        self._search = ""
        self.view_width = 0
        """Set by the view before it lays out: the options of size hints carry no width."""
        self.show_focus = False
        self.hovered: tuple[int, str] | None = None
        """The link under the pointer: (row id, action)."""
        self.current_hit: int | None = None
        """The row id of the search hit being looked at."""
        self.selected_text: SelectedText | None = None
        """The characters chosen in one bubble."""
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_search(self, text: str) -> None:
        """Mark a text wherever it stands in a bubble."""
        self._search = text.strip()

    def tick(self, message: Message) -> tuple[str, str]:
        """Return the icon and the token of its colour for an operator's message."""
        if message.state is None:
            return "", "text_secondary"
        return wording.NO_REPORT_ICON if self._lacks_report(message) else wording.state_icon(message.state)

    def _state_word(self, message: Message) -> str:
        if message.state is None:
            return ""
        return wording.no_report_word() if self._lacks_report(message) else wording.state_word(message.state)

    def _lacks_report(self, message: Message) -> bool:
        since = message.updated_at or message.created_at
        return message.state is DeliveryState.SENT and self._now() - since >= wording.NO_REPORT_AFTER

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size from the cached bubble."""
        width = self.view_width or option.rect.width()
        model, row = _model_of(index), index.row()
        if not 0 <= row < model.rowCount():
            return QSize(width, 0)
        if width != self._heights_width:
            self._heights_width = width
            self._heights.clear()
        key = model.measured_by(row)
        height = self._heights.get(key)
        if height is None:
            _make_room(self._heights, _CACHE_HEIGHTS)
            frame = self._frame(QRect(0, 0, width, 0), model, row)
            height = self._heights[key] = ceil(frame.height)
        return QSize(width, height)

    def action_at(self, index: Index, rect: QRect, pos: QPointF) -> str | None:
        """Return the action whose link lies at a point, in the coordinates of ``rect``."""
        if not index.isValid():
            return None
        frame = self._frame(rect, _model_of(index), index.row())
        if frame.bubble.contains(pos):
            return self._action_in_bubble(frame, pos)
        if frame.reason is None or not frame.reason.contains(pos):
            return None
        for action, band in self._action_bands(frame.reason, frame.message):
            if band.contains(pos):
                return action
        return None

    def _action_in_bubble(self, frame: _Frame, pos: QPointF) -> str | None:
        message = frame.message
        bubble, point = self._bubble(message, frame.column), pos - self._text_corner(frame.bubble)
        if bubble.more_top is not None and 0 <= point.y() - bubble.more_top < self._theme.line_height("body"):
            width = QFontMetricsF(self._body).horizontalAdvance(wording.show_all_words(len(message.text)))
            return "show_all" if 0 <= point.x() <= width else None
        return "link" if bubble.link_at(point) is not None else None

    def bubble_rect(self, index: Index, rect: QRect) -> QRectF:
        """Return where the bubble stands in a row."""
        return self._frame(rect, _model_of(index), index.row()).bubble

    def text_at(self, index: Index, rect: QRect, pos: QPointF) -> tuple[Bubble, QPointF] | None:
        """Return the bubble at a point, and the point as its text counts; None beside a bubble."""
        if not index.isValid():
            return None
        frame = self._frame(rect, _model_of(index), index.row())
        if not frame.bubble.contains(pos):
            return None
        return self._bubble(frame.message, frame.column), pos - self._text_corner(frame.bubble)

    def text_of(self, index: Index, rect: QRect, pos: QPointF) -> tuple[Bubble, QPointF]:
        """Return a row's bubble, and a point anywhere as its text counts."""
        frame = self._frame(rect, _model_of(index), index.row())
        return self._bubble(frame.message, frame.column), pos - self._text_corner(frame.bubble)

    def link_at(self, index: Index, rect: QRect, pos: QPointF) -> Link | None:
        """Return the web address at a point."""
        found = self.text_at(index, rect, pos)
        return None if found is None else found[0].link_at(found[1])

    def links_of(self, index: Index) -> tuple[Link, ...]:
        """Return the web addresses of a row."""
        return self.text_of(index, QRect(0, 0, self.view_width, 0), QPointF())[0].links

    def is_folded(self, index: Index) -> bool:
        """Tell whether a row shows only the beginning of its text."""
        return self.text_of(index, QRect(0, 0, self.view_width, 0), QPointF())[0].more_top is not None

    def date_at(self, index: Index, rect: QRect, pos: QPointF) -> QRectF | None:
        """Return where the date above a row stands, if the point lies on it."""
        frame = self._frame(rect, _model_of(index), index.row()) if index.isValid() else None
        if frame is None or frame.date_band is None or frame.shape.day is None:
            return None
        pill = self._date_pill(frame.date_band, frame.shape.day)[0]
        return pill if pill.contains(pos) else None

    def tooltip(self, index: Index) -> str:
        """Return state and times in plain words."""
        message: Message = index.data(MessageRole)
        outgoing = message.direction is Direction.OUT
        label = wording.created_label() if outgoing else wording.received_label()
        lines = [wording.tooltip_line(label, wording.full_moment_words(message.created_at))]
        if outgoing:
            lines.insert(0, self._state_word(message))
            if message.updated_at is not None:
                lines.append(
                    wording.tooltip_line(wording.reported_label(), wording.full_moment_words(message.updated_at))
                )
        if index.data(ReasonRole):
            lines.append(row_sentence(message, index.data(EvidenceRole)))
        return painting.plain_tooltip("\n".join(line for line in lines if line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row from top to bottom, the bubble from back to front."""
        if not index.isValid():
            return
        frame = self._frame(option.rect, _model_of(index), index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if frame.date_band is not None and frame.shape.day is not None:
            self._paint_date(painter, frame.date_band, frame.shape.day)
        if frame.marker_band is not None:
            self._paint_marker(painter, frame.marker_band, frame.shape.new_messages)
        self._paint_bubble(painter, frame, chosen=bool(option.state & QStyle.StateFlag.State_Selected))
        if frame.reason is not None:
            words = row_sentence(frame.message, index.data(EvidenceRole))
            self._paint_reason(painter, frame.reason, frame.message, words)
        if self.show_focus and option.state & QStyle.StateFlag.State_HasFocus:
            ring, gap = self._theme.size("focus_ring"), self._theme.size("focus_gap")
            outer = frame.bubble.adjusted(-ring - gap, -ring - gap, ring + gap, ring + gap)
            radius = self._theme.radius("bubble") + ring + gap
            painting.draw_ring(painter, outer, radius, ring, self._theme.tokens.focus)
        painter.restore()

    # --- measures -----------------------------------------------------------------------------------------------------

    def _frame(self, rect: QRect, model: ThreadModel, row: int) -> _Frame:
        """Place the parts of a row."""
        message, shape = model.message(row), model.shape(row)
        narrow = rect.width() < _NARROW_BELOW
        margin = _NARROW_MARGIN if narrow else self._theme.size("thread_margin")
        left, column, y = rect.left() + margin, max(1, rect.width() - 2 * margin), float(rect.top())
        date_band = marker_band = reason = None
        if shape.day is not None:
            date_band = QRectF(left, y, column, _BAND)
            y += _BAND
        if shape.new_messages:
            marker_band = QRectF(left, y, column, _BAND)
            y += _BAND
        joined = not shape.first_in_group or date_band is not None or marker_band is not None
        y += self._theme.size("bubble_gap_group" if joined else "bubble_gap")
        size = self._bubble(message, column).size
        x = left + column - size.width() if message.direction is Direction.OUT else left
        bubble = QRectF(x, y, size.width(), size.height())
        y += size.height()
        if shape.reason:
            reason = QRectF(left, y + _REASON_GAP, column, _REASON_HEIGHT)
            y += _REASON_GAP + _REASON_HEIGHT
        if row == model.rowCount() - 1:
            y += _END_PADDING
        return _Frame(message, shape, column, date_band, marker_band, bubble, reason, y - rect.top())

    def _bubble(self, message: Message, column: int) -> Bubble:
        has_tick = message.direction is Direction.OUT
        key = _Key(message.row_id, column, self._body.pixelSize(), message.text, has_tick)
        bubble = self._bubbles.get(key)
        if bubble is None:
            _make_room(self._bubbles, _CACHE_ROWS)
            bubble = self._bubbles[key] = self._lay_out(message, column, has_tick)
        return bubble

    def _lay_out(self, message: Message, column: int, has_tick: bool) -> Bubble:
        time = wording.clock_words(message.created_at)
        time_width = QFontMetricsF(self._caption).horizontalAdvance(time)
        meta = time_width + (_TICK_GAP + self._theme.icon_size("tick") if has_tick else 0)
        pad_x, pad_y = self._theme.size("bubble_pad_x"), self._theme.size("bubble_pad_y")
        percent, most = self._theme.size("bubble_max_percent"), self._theme.size("bubble_max_px")
        widest = max(min(column * percent / 100, most) - 2 * pad_x, meta, 1.0)
        measures = Measures(widest, meta, self._theme.line_height("body"), pad_x, pad_y)
        return lay_out(message.text, self._body, time, time_width, measures)

    def _action_bands(self, reason: QRectF, message: Message) -> list[tuple[str, QRectF]]:
        """Place the links of a reason row, in reading order; they keep their widths whatever the sentence."""
        metrics = QFontMetricsF(self._small)
        labelled = [(name, metrics.horizontalAdvance(action_label(name, message))) for name in actions_of(message)]
        right = reason.right()
        bands: list[tuple[str, QRectF]] = []
        for action, width in reversed(labelled):
            bands.append((action, QRectF(right - width, reason.top(), width, reason.height())))
            right -= width + 2 * _DIVIDER_GAP + 1
        return bands[::-1]

    def _date_pill(self, band: QRectF, day: date) -> tuple[QRectF, str]:
        text = wording.day_pill_words(day, self._now().astimezone().date())
        pill = QRectF(0, 0, painting.pill_width(self._theme, text), painting.PILL_HEIGHT)
        pill.moveCenter(band.center())
        return pill, text

    def _text_corner(self, bubble: QRectF) -> QPointF:
        return bubble.topLeft() + QPointF(self._theme.size("bubble_pad_x"), self._theme.size("bubble_pad_y"))

    # --- painting -----------------------------------------------------------------------------------------------------

    def _paint_date(self, painter: QPainter, band: QRectF, day: date) -> None:
        pill, text = self._date_pill(band, day)
        painting.draw_pill(painter, self._theme, pill, text, self._theme.tokens.chrome)

    def _paint_marker(self, painter: QPainter, band: QRectF, count: int) -> None:
        t = self._theme.tokens
        text = wording.new_messages_words(count)
        half = QFontMetricsF(self._small).horizontalAdvance(text) / 2 + _LINE_DISTANCE
        centre, y = band.center().x(), band.center().y()
        painting.draw_horizontal_hairline(painter, band.left(), centre - half, y, t.accent)
        painting.draw_horizontal_hairline(painter, centre + half, band.right(), y, t.accent)
        painting.draw_text(painter, band, text, self._small, t.link, Qt.AlignmentFlag.AlignHCenter)

    def _paint_bubble(self, painter: QPainter, frame: _Frame, *, chosen: bool) -> None:
        t = self._theme.tokens
        message, shape = frame.message, frame.shape
        dpr = painter.device().devicePixelRatioF()
        rect = frame.bubble
        outgoing = message.direction is Direction.OUT
        rect = QRectF(painting.snap(rect.left(), dpr), painting.snap(rect.top(), dpr), rect.width(), rect.height())
        round_, joined = self._theme.radius("bubble"), self._theme.radius("bubble_joined")
        upper = round_ if shape.first_in_group else joined
        lower = round_ if shape.last_in_group else joined
        corners = painting.Corners(upper, round_, round_, lower)
        if outgoing:
            corners = painting.Corners(round_, upper, lower, round_)
        fill, edge = (t.bubble_out, t.bubble_out_border) if outgoing else (t.bubble_in, t.bubble_in_border)
        if chosen:
            fill = edge = t.selection
        if message.state is DeliveryState.FAILED:
            edge = t.danger
        elif message.state is DeliveryState.UNKNOWN:
            edge = t.unknown
        thickness = painting.hairline_width(dpr)
        if message.row_id == self.current_hit:
            edge, thickness = t.accent, painting.ring_width(2, dpr)
        painter.setBrush(fill)
        if edge == fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPath(painting.rounded_path(rect, corners))
        else:
            half = thickness / 2
            painter.setPen(QPen(edge, thickness))
            painter.drawPath(painting.rounded_path(rect.adjusted(half, half, -half, -half), corners))

        bubble = self._bubble(message, frame.column)
        painter.save()
        painter.setClipRect(rect)  # marks above and below letters end where the bubble does
        painter.setPen(t.selection_text if chosen else t.text_primary)
        corner = self._text_corner(rect)
        bubble.layout.draw(painter, corner, self._ranges(bubble, message, chosen=chosen))
        if bubble.more_top is not None:
            band = QRectF(corner.x(), corner.y() + bubble.more_top, rect.width(), self._theme.line_height("body"))
            font = QFont(self._body)
            font.setUnderline(self.hovered == (message.row_id, "show_all"))
            words = wording.show_all_words(len(message.text))
            painting.draw_text(painter, band, words, font, t.selection_text if chosen else t.link)
        painter.restore()
        self._paint_meta(painter, rect, bubble, message, chosen=chosen)

    def _paint_meta(self, painter: QPainter, rect: QRectF, bubble: Bubble, message: Message, *, chosen: bool) -> None:
        t = self._theme.tokens
        outgoing = message.direction is Direction.OUT
        right = rect.left() + rect.width() - self._theme.size("bubble_pad_x")
        top = rect.top() + rect.height() - _TIME_BOTTOM
        if outgoing and message.state is not None:
            icon, token = self.tick(message)
            px = self._theme.icon_size("tick")
            colour = t.selection_text if chosen else self._theme.colour(token)
            painting.draw_icon(painter, self._theme, icon, px, colour, right - px, top + 1)
            right -= px + _TICK_GAP
        height = self._theme.line_height("caption")
        band = QRectF(right - bubble.time_width, top + 8 - height / 2, bubble.time_width + 1, height)
        colour = t.selection_text if chosen else t.text_secondary
        painting.draw_text(painter, band, bubble.time, self._caption, colour)

    def _paint_reason(self, painter: QPainter, band: QRectF, message: Message, words: str) -> None:
        t = self._theme.tokens
        colour = {DeliveryState.FAILED: t.danger, DeliveryState.UNKNOWN: t.unknown}.get(
            message.state or DeliveryState.PENDING, t.text_secondary
        )
        if message.dismissed:
            colour = t.text_secondary
        bands = self._action_bands(band, message)
        for action, place in bands:
            font = QFont(self._small)
            font.setUnderline(self.hovered == (message.row_id, action))
            painting.draw_text(painter, place, action_label(action, message), font, t.link)
            x = place.left() - _DIVIDER_GAP - 1
            painter.fillRect(QRectF(x, band.center().y() - _DIVIDER_HEIGHT / 2, 1, _DIVIDER_HEIGHT), t.border)
        right = bands[0][1].left() - 2 * _DIVIDER_GAP - 1 if bands else band.right()
        sentence = QRectF(band.left(), band.top(), max(0.0, right - band.left()), band.height())
        painting.draw_text(
            painter,
            sentence,
            painting.single_line(words),
            self._small,
            colour,
            Qt.AlignmentFlag.AlignRight,
        )

    def _ranges(self, bubble: Bubble, message: Message, *, chosen: bool) -> list[QTextLayout.FormatRange]:
        """Return what stands out in a text: links, hits, chosen characters; the later lies over the earlier."""
        t = self._theme.tokens
        ranges = self._hits(bubble)
        if bubble.links:
            link = QTextCharFormat()
            link.setForeground(t.selection_text if chosen else t.link)
            link.setFontUnderline(True)
            ranges[:0] = [bubble.marked(each.start, each.end, link) for each in bubble.links]
        if self.selected_text is not None and self.selected_text.row_id == message.row_id:
            mark = QTextCharFormat()
            mark.setBackground(t.selection)
            mark.setForeground(t.selection_text)
            start, end = self.selected_text.start, self.selected_text.end
            ranges.append(format_range(start, end - start, mark))
        return ranges

    def _hits(self, bubble: Bubble) -> list[QTextLayout.FormatRange]:
        if not self._search:
            return []
        ranges: list[QTextLayout.FormatRange] = []
        mark = QTextCharFormat()
        mark.setBackground(self._theme.tokens.highlight)
        mark.setForeground(self._theme.tokens.highlight_text)
        text = bubble.text
        folded, wanted = text.lower(), self._search.lower()
        if len(folded) != len(text):
            folded, wanted = text, self._search
        start = folded.find(wanted)
        while start >= 0:
            ranges.append(bubble.marked(start, start + len(wanted), mark))
            start = folded.find(wanted, start + len(wanted))
        return ranges

    @Slot()
    def _on_theme_changed(self) -> None:
        self._body = self._theme.font("body")
        self._small = self._theme.font("small")
        self._caption = self._theme.font("caption")
        self._bubbles.clear()
        self._heights.clear()


def _model_of(index: Index) -> ThreadModel:
    return cast("ThreadModel", index.model())


def _make_room(cache: dict[Any, Any], most: int) -> None:
    """Drop the oldest part of a full cache; dropping all would make the next frame lay out a whole window of rows."""
    if len(cache) >= most:
        for key in list(islice(cache, most // 3)):
            del cache[key]
