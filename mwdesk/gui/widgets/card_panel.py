"""The contact card (DESIGN, section 4.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mwdesk.domain.card import NAME_LIMIT, Card
from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import card_words, marks_words, painting
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton
from mwdesk.gui.widgets.card_notes import Notes
from mwdesk.gui.widgets.card_parts import Avatar, Field, IconButton, ReachBar, TagRow
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar
from mwdesk.gui.widgets.words import Run, Sentence, Words

_SIDE, _TOP = 16, 20
_HEAD_GAP, _SECTION_GAP, _SECTION_BELOW = 12, 16, 6
_LINE_HEIGHT = 24
_COPY_ICON = 14
_LABEL_GAP, _BUTTON_GAP = 8, 8


class _Name(Sentence):
    """The name, or the number of who has none; F2, Enter or a double click changes it."""

    edit_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "heading", parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseDoubleClickEvent(self, event: QEvent) -> None:
        """Change the name."""
        self.edit_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the name, with a line below it while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            width = min(self.width(), self.natural_width)
            ring = self._theme.size("focus_ring")
            QPainter(self).fillRect(0, self.height() - ring, width, ring, self._theme.tokens.focus)


class _Scroll(QScrollArea):
    """Everything between the card's edge and its buttons."""

    def __init__(self, body: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar = OverlayScrollBar(self)
        self.setWidget(body)
        for widget in (self.viewport(), body):  # a scroll area fills what it is given
            widget.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the edge."""
        super().resizeEvent(event)
        self._bar.place()


class CardPanel(QWidget):
    """Shows one customer and says what the operator wants changed. Its owner asks the background."""

    name_chosen = Signal(object, str)
    tags_chosen = Signal(object, object)
    copy_requested = Signal()
    mark_requested = Signal(str)
    """``resolve`` or ``snooze``: an act for the whole conversation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self.card: Card | None = None
        """Whose card is shown."""
        self._naming = False
        self.lines: list[tuple[str, str]] = []
        """Labels and values of the figures."""
        self.setAccessibleName(self.tr("Contact card"))
        self.avatar = Avatar(theme, self)
        self.name = _Name(theme, self)
        self.name.edit_requested.connect(self.edit_name)
        self.name_field = Field(self)
        self.name_field.setMaxLength(NAME_LIMIT)
        self.name_field.setAccessibleName(self.tr("Name"))
        self.name_field.setPlaceholderText(self.tr("Name"))
        self.name_field.settled.connect(self._on_name_field_settled)
        self.name_field.dropped.connect(self._close_name)
        self.name_field.hide()
        self.number = Sentence(theme, "body", self)
        small, square = theme.icon_size("small"), theme.size("icon_button")
        self.edit_button = IconButton(theme, "edit", small, square, self)
        self.edit_button.name(self.tr("Change the name"))
        self.edit_button.clicked.connect(self.edit_name)
        self.copy_button = IconButton(theme, "copy", _COPY_ICON, square, self)
        self.copy_button.name(self.tr("Copy the number"))
        self.copy_button.clicked.connect(self.copy_requested)
        self.tags = TagRow(theme, self)
        self.tags.setAccessibleName(self.tr("Tags"))
        self.tags.changed.connect(self._on_tags_changed)
        self.notes = Notes(theme, now, self)
        self.bar = ReachBar(theme, self)
        self.bar_words = Words(theme, "", "small", "text_secondary", self)
        self._grid = QGridLayout()
        self.resolve_button = ActionButton(theme, "resolve", parent=self)
        self.snooze_button = ActionButton(theme, "snooze", parent=self)
        self.resolve_button.clicked.connect(self._on_resolve_button_clicked)
        self.snooze_button.clicked.connect(self._on_snooze_button_clicked)
        self.notes.refilled.connect(self._order_stops)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _lay_out(self) -> None:
        number = QHBoxLayout()
        number.setSpacing(0)
        number.addWidget(self.number)
        number.addWidget(self.copy_button)
        number.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addStretch(1)
        name = QHBoxLayout()
        name.setSpacing(4)
        name.addWidget(self.name, 1)
        name.addWidget(self.name_field, 1)
        name.addWidget(self.edit_button)
        who.addLayout(name)
        who.addLayout(number)
        who.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(_HEAD_GAP)
        head.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(who, 1)
        self._grid.setHorizontalSpacing(_LABEL_GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, _TOP, _SIDE, _SIDE)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(_SECTION_GAP)
        column.addWidget(Words(self._theme, self.tr("Tags"), parent=self))
        column.addSpacing(_SECTION_BELOW)
        column.addWidget(self.tags)
        column.addSpacing(_SECTION_GAP - 4)
        column.addWidget(self.notes)
        column.addSpacing(_SECTION_GAP)
        column.addWidget(Words(self._theme, card_words.reach_head(), parent=self))
        column.addSpacing(_SECTION_BELOW)
        column.addWidget(self.bar)
        column.addSpacing(_SECTION_BELOW)
        column.addWidget(self.bar_words)
        column.addSpacing(_SECTION_GAP)
        column.addWidget(_Line(self._theme, self))
        column.addSpacing(8)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._scroll = _Scroll(body, self)
        self._buttons = buttons = QHBoxLayout()
        buttons.setContentsMargins(_SIDE, 12, _SIDE, _TOP)
        buttons.setSpacing(_BUTTON_GAP)
        for button in (self.resolve_button, self.snooze_button):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(buttons)

    def sizeHint(self) -> QSize:
        """Take the designed width."""
        return QSize(self._theme.size("card_width"), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons of the buttons out, or stack the buttons, where the words need the room."""
        super().resizeEvent(event)
        self._fit_buttons()

    def show_card(self, card: Card) -> None:
        """Show a customer as the store knows him."""
        other = self.card is None or self.card.phone != card.phone
        if other:
            self.settle()
        self.card = card
        self.avatar.show_who(card.name, card.phone)
        self._show_name(card.name, card.phone)
        self.tags.show_tags(card.tags)
        self.notes.show_notes(card.phone, card.notes)
        self._order_stops()
        self.bar.show_reach(card.reach)
        self.bar_words.setText(card_words.reach_sentence(card.reach))
        self._show_lines(card_words.figures(card, self._now()))
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def show_conversation(self, conversation: Conversation) -> None:
        """Let the buttons name what they would do with the conversation."""
        asleep = conversation.snoozed_until is not None
        self.resolve_button.show_words(marks_words.entry("resolve", conversation).words)
        self.snooze_button.show_words(marks_words.entry("wake" if asleep else "snooze", conversation).words)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        whole = self.width() - 1 - 2 * _SIDE
        room = (whole - _BUTTON_GAP) // 2
        buttons = (self.resolve_button, self.snooze_button)
        stacked = any(button.width_for(button.text()) > room for button in buttons)
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._buttons.setDirection(direction)
        room = whole if stacked else room
        for button in buttons:
            button.show_icon(button.width_for(button.text(), icon=True) <= room)

    def settle(self) -> None:
        """Keep what is being typed."""
        self.name_field.settle()
        self.tags.field.settle()
        self.notes.settle()

    @Slot()
    def edit_name(self) -> None:
        """Let the operator type the name in its place."""
        if self.card is None:
            return
        self.name_field.setText(painting.single_line(self.card.name))
        self.name_field.selectAll()
        self._naming = True
        self.name.hide()
        self.name_field.show()
        self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the edge towards the thread."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), tokens.surface)
        painter.fillRect(0, 0, 1, self.height(), tokens.border)

    def _show_name(self, name: str, phone: PhoneNumber) -> None:
        shown = painting.single_line(name)
        self.name.say(Run(shown or phone.grouped, strong=True))
        self.name.setAccessibleName(shown or phone.grouped)
        self.number.say(Run(phone.grouped, "text_secondary"))

    def _show_lines(self, lines: list[tuple[str, str]]) -> None:
        if lines == self.lines:
            return
        self.lines = lines
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (label, value) in enumerate(lines):
            name = Words(self._theme, label, "list", "text_secondary", self)
            words = Words(self._theme, value, "list", "text_primary", self)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            name.setWordWrap(False)
            for column, widget in enumerate((name, words)):
                widget.setMinimumHeight(_LINE_HEIGHT)
                self._grid.addWidget(widget, place, column)

    @Slot()
    def _order_stops(self) -> None:
        """Let Tab go from top to bottom, whatever was made last."""
        head = [self.name, self.name_field, self.edit_button, self.copy_button]
        stops = [*head, *self.tags.stops(), *self.notes.stops(), self.resolve_button, self.snooze_button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    @Slot()
    def _close_name(self) -> None:
        self._naming = False
        had_focus = self.name_field.hasFocus()
        self.name.show()
        if had_focus:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name_field.hide()

    @Slot(str)
    def _on_name_field_settled(self, name: str) -> None:
        if not self._naming or self.card is None:
            return
        self._naming = False
        if name != painting.single_line(self.card.name):
            self.name_chosen.emit(self.card.phone, name)
            self._show_name(name, self.card.phone)
        self._close_name()

    @Slot(object)
    def _on_tags_changed(self, tags: tuple[str, ...]) -> None:
        if self.card is not None:
            self.tags_chosen.emit(self.card.phone, tags)

    @Slot()
    def _on_resolve_button_clicked(self) -> None:
        self.mark_requested.emit("resolve")

    @Slot()
    def _on_snooze_button_clicked(self) -> None:
        self.mark_requested.emit("snooze")

    @Slot()
    def _on_theme_changed(self) -> None:
        self.name_field.setFont(self._theme.font("body"))
        self.update()


class _Line(QWidget):
    """A hairline."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painting.draw_horizontal_hairline(QPainter(self), 0, self.width(), 0, self._theme.tokens.border)
