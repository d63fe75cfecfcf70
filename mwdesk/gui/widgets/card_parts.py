"""Parts of the contact card: the head, the tags and the bar of deliveries (DESIGN, section 4.5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QCompleter, QLineEdit, QPushButton, QWidget

from mwdesk.domain.card import TAG_LIMIT, Reach
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import clean
from mwdesk.gui import card_words, painting, wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.flow import FlowLayout

CHIP_HEIGHT, CHIP_PADDING, CHIP_GAP = 22, 8, 6
_CROSS, _CROSS_ROOM = 12, 18
_FIELD_WIDTH = 120
_FIELD = "QLineEdit { min-height: 20px; padding: 0 5px; } QLineEdit:focus { min-height: 18px; padding: 0 4px; }"
_BAR_HEIGHT, _BAR_GAP, _BAR_LEAST = 8, 2, 4


class Field(QLineEdit):
    """A line typed in place: Enter or leaving settles it, Escape drops it; none of the keys goes further."""

    settled = Signal(str)
    """What was typed, on one line and clean."""
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape for itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed; a menu or a list of completions over the field is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.settle()

    def settle(self) -> None:
        """Hand over what was typed."""
        self.settled.emit(" ".join(clean(self.text()).split()))


class IconButton(QPushButton):
    """A small icon on a square of its own edge."""

    def __init__(self, theme: Theme, icon: str, px: int, edge: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon, self._px = icon, px
        self.setProperty("role", "icon")
        self.setAutoDefault(False)
        square = "QPushButton%s {{ min-width: {0}px; max-width: {0}px; min-height: {0}px; max-height: {0}px; }}"
        self.setStyleSheet((square % "").format(edge) + (square % ":focus").format(edge - 4))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def name(self, words: str, key: str = "") -> None:
        """Say what it does, and by which key that is done too."""
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({key})" if key else words)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setIcon(self._theme.icon(self._icon))
        self.setIconSize(QSize(self._px, self._px))


class Avatar(QWidget):
    """The disc with a customer's surname or last digits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._who: tuple[str, PhoneNumber] | None = None
        edge = theme.size("avatar_card")
        self.setFixedSize(edge, edge)
        theme.changed.connect(self.update)

    def show_who(self, name: str, phone: PhoneNumber) -> None:
        """Show another customer."""
        self._who = (name, phone)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc."""
        if self._who is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painting.draw_avatar(painter, self._theme, QRectF(self.rect()), *self._who)


class _Chip(QAbstractButton):
    """22 high; a ring while it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Fit the words."""
        width = QFontMetricsF(self._theme.font("small")).horizontalAdvance(self.text())
        return QSize(int(width + 0.99) + 2 * CHIP_PADDING, max(CHIP_HEIGHT, self._theme.line_height("small") + 4))

    def _paint_ground(self, painter: QPainter, *, dashed: bool) -> QRectF:
        t, radius = self._theme.tokens, self._theme.radius("control")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = painting.hairline_width(self.devicePixelRatioF())
        whole = QRectF(self.rect())
        if dashed:
            painter.setPen(QPen(t.border_control, line, Qt.PenStyle.CustomDashLine))
            pen = painter.pen()
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(t.list_hover if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(line / 2, line / 2, -line / 2, -line / 2), radius, radius)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.chrome)
            painter.drawRoundedRect(whole, radius, radius)
        if self.hasFocus():
            painting.draw_ring(painter, whole, radius, self._theme.size("focus_ring"), t.focus)
        return whole.adjusted(CHIP_PADDING, 0, -CHIP_PADDING, 0)


class TagChip(_Chip):
    """One tag; its cross shows under the pointer and with the focus. Delete and Backspace remove it too."""

    remove_requested = Signal(str)

    def __init__(self, theme: Theme, tag: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.tag = tag
        self.setText(painting.single_line(tag))
        self.setAccessibleName(wording.fill(self.tr("Tag %1"), self.text()))
        self.setAccessibleDescription(self.tr("Delete removes it"))
        self.setToolTip(painting.plain_tooltip(tag))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the tag; nothing else is to be done with it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(self.tag)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove the tag by its cross only."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._cross().contains(event.position()):
            self.remove_requested.emit(self.tag)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the cross."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the cross."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tag, and the cross over its end."""
        t = self._theme.tokens
        painter = QPainter(self)
        band = self._paint_ground(painter, dashed=False)
        painting.draw_text(painter, band, self.text(), self._theme.font("small"), t.text_secondary)
        if self.underMouse() or self.hasFocus():
            place = self._cross()
            painter.fillRect(place.adjusted(-2, 3, -5, -3), t.chrome)
            top = (self.height() - _CROSS) / 2
            painting.draw_icon(painter, self._theme, "close", _CROSS, t.text_secondary, place.left() + 1, top)

    def _cross(self) -> QRectF:
        return QRectF(self.width() - _CROSS_ROOM, 0, _CROSS_ROOM, self.height())


class _AddChip(_Chip):
    """Opens the field for another tag."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a dashed frame around the words."""
        painter = QPainter(self)
        band = self._paint_ground(painter, dashed=True)
        painting.draw_text(painter, band, self.text(), self._theme.font("small"), self._theme.tokens.text_secondary)


class TagRow(QWidget):
    """The tags of a customer, and a field with completion for more."""

    changed = Signal(object)
    """The tags there are to be."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tags: tuple[str, ...] = ()
        self._in_use: Sequence[str] = ()
        self.chips: list[TagChip] = []
        self.add_button = _AddChip(theme, self)
        self.add_button.setText(self.tr("+ Add"))
        self.add_button.setAccessibleName(self.tr("Add a tag"))
        self.add_button.clicked.connect(self.open_field)
        self.field = Field(self)
        self.field.setMaxLength(TAG_LIMIT)
        self.field.setFixedWidth(_FIELD_WIDTH)
        self.field.setStyleSheet(_FIELD)
        self.field.setPlaceholderText(self.tr("New tag"))
        self.field.setAccessibleName(self.tr("New tag"))
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.completer = completer
        self.field.settled.connect(self._on_field_settled)
        self.field.dropped.connect(self._on_field_dropped)
        self.field.hide()
        self._flow = FlowLayout(CHIP_GAP, self)
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.field)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags shown."""
        return self._tags

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show other tags; a field being typed in stays, and so does the focus on a chip."""
        if tuple(tags) == self._tags:
            return
        focused = next((place for place, chip in enumerate(self.chips) if chip.hasFocus()), None)
        self._tags = tuple(tags)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [TagChip(self._theme, tag, self) for tag in self._tags]
        for place, chip in enumerate(self.chips):
            chip.remove_requested.connect(self._on_chip_remove_requested)
            self._flow.insert_widget(place, chip)
            chip.show()
        if focused is not None:
            (self.chips[min(focused, len(self.chips) - 1)] if self.chips else self.add_button).setFocus()
        self._offer()
        self.updateGeometry()

    def stops(self) -> list[QWidget]:
        """List what Tab goes through."""
        return [*self.chips, self.add_button, self.field]

    def show_in_use(self, tags: Sequence[str]) -> None:
        """Offer the tags others have, the most frequent first."""
        self._in_use = tags
        self._offer()

    @Slot()
    def open_field(self) -> None:
        """Let the operator type a tag, or choose one in use."""
        self.field.clear()
        self.field.show()
        self.add_button.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._known.rowCount():
            self.completer.complete()

    def close_field(self) -> None:
        """Show the button again."""
        had_focus = self.field.hasFocus()
        self.add_button.show()
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.hide()

    def _offer(self) -> None:
        self._known.setStringList([tag for tag in self._in_use if tag not in self._tags])

    @Slot(str)
    def _on_field_settled(self, tag: str) -> None:
        """Add the tag; after Enter the field waits for another one."""
        if self.field.isHidden():
            return
        self.field.clear()
        if tag and tag not in self._tags:
            self.changed.emit((*self._tags, tag))
        if not tag or not self.field.hasFocus():
            self.close_field()

    @Slot()
    def _on_field_dropped(self) -> None:
        self.field.clear()
        self.close_field()

    @Slot(str)
    def _on_chip_remove_requested(self, tag: str) -> None:
        self.changed.emit(tuple(each for each in self._tags if each != tag))


class ReachBar(QWidget):
    """What became of the messages of the last days, in state colours; the sentence below says the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reach = Reach()
        self.setFixedHeight(_BAR_HEIGHT)
        theme.changed.connect(self.update)

    def show_reach(self, reach: Reach) -> None:
        """Show other figures."""
        self._reach = reach
        self.setAccessibleName(card_words.reach_sentence(reach))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts side by side, none narrower than it can be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(whole, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.setClipPath(shape)
        parts = [(count, token) for _, count, token in card_words.reach_parts(self._reach) if count]
        if not parts:
            painter.fillRect(whole, self._theme.tokens.chrome)
            return
        room = whole.width() - _BAR_GAP * (len(parts) - 1) - _BAR_LEAST * len(parts)
        total, left = sum(count for count, _ in parts), 0.0
        for count, token in parts:
            width = _BAR_LEAST + room * count / total
            painter.fillRect(QRectF(left, 0, width, whole.height()), self._theme.colour(token))
            left += width + _BAR_GAP
