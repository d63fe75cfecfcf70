"""Everything known about one message, beside its row (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mwdesk.domain.card import Details
from mwdesk.domain.evidence import Evidence, issued_at
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.domain.text import for_display
from mwdesk.gui import message_words, wording
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.painting import draw_horizontal_hairline, hairline_width
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.words import Words

WIDTH = 372
_LABEL_WIDTH = 64
_LINE_HEIGHT = 22
_PADDING = 16
_GAP = 6
_EDGE_GAP = 8


class _Line(QWidget):
    """A hairline from edge to edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        draw_horizontal_hairline(QPainter(self), 0, self.width(), 0, self._theme.tokens.border)


class DetailsPopover(QWidget):
    """Lies over the window, never over the actions of its row; Escape, the cross or the focus elsewhere closes it."""

    action_requested = Signal(str, object)
    """An action of the message: (name, :class:`Message`)."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._now = now
        self._message: Message | None = None
        self._evidence: Evidence | None = None
        self._row = QRect()
        self._lines: list[tuple[str, str]] = []
        self._back_to: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Message details"))
        self._title = Words(theme, self.tr("Message details"), "title", "text_primary", self)
        self.close_button = QPushButton(self)
        self.close_button.setProperty("role", "icon")
        self.close_button.setFixedSize(theme.size("icon_button"), theme.size("icon_button"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.clicked.connect(self.close_popover)
        self._icon = QLabel(self)
        self.state = Words(theme, "", "list", "text_primary", self, strong=True)
        self.reason = Words(theme, "", "small", "text_primary", self)
        self._rows = QWidget(self)
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(_PADDING, 8, _PADDING, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._raw_label = Words(theme, self.tr("As the gateway said it"), "small", "text_secondary", self)
        self.raw = QLabel(self)
        self.raw.setTextFormat(Qt.TextFormat.PlainText)
        self.raw.setWordWrap(True)
        self.raw.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.raw.setContentsMargins(8, 4, 8, 4)
        self.raw.setAccessibleName(self.tr("As the gateway said it"))
        self.copy_button = SmallButton(theme, self.tr("Copy"), parent=self)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self._actions: dict[str, SmallButton] = {}
        self._foot = QHBoxLayout()
        self._lay_out()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    @property
    def message(self) -> Message | None:
        """Whose details are shown."""
        return self._message if self.isVisible() else None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The labels and values shown."""
        return self._lines

    @property
    def action_buttons(self) -> dict[str, SmallButton]:
        """The actions offered, by name."""
        return self._actions

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PADDING, 6, 8, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.setContentsMargins(_PADDING, 2, _PADDING, 0)
        state.addWidget(self._icon)
        state.addWidget(self.state, 1)
        reason = QVBoxLayout()
        reason.setContentsMargins(_PADDING, 2, _PADDING, 8)
        reason.addWidget(self.reason)
        raw = QVBoxLayout()
        raw.setContentsMargins(_PADDING, 8, _PADDING, 0)
        raw.setSpacing(4)
        raw.addWidget(self._raw_label)
        raw.addWidget(self.raw)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(state)
        column.addLayout(reason)
        self._rows_line = _Line(self._theme, self)
        column.addWidget(self._rows_line)
        column.addWidget(self._rows)
        self._raw_line = _Line(self._theme, self)
        column.addWidget(self._raw_line)
        column.addLayout(raw)
        column.addStretch(1)
        self._body = body
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        for widget in (self._scroll.viewport(), body):  # a scroll area fills what it is given
            widget.setAutoFillBackground(False)
        self._foot.setContentsMargins(_PADDING, 12, _PADDING, 12)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.copy_button)
        self._foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(_Line(self._theme, self))
        outer.addLayout(self._foot)

    def show_message(self, message: Message, row: QRect, evidence: Evidence | None = None) -> None:
        """Show a message's details below its row, or above it; ``row`` is in the window's coordinates."""
        if not self.isVisible():
            self._back_to = self._window.focusWidget()
        self._message, self._evidence, self._row = message, evidence, row
        self._fill(message, evidence, None)
        self._place(row)
        self.show()
        self._place(row)  # Once shown, wrapped texts know their heights.
        self.raise_()
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def add_details(self, details: Details) -> None:
        """Add what only the store knows of the message shown; of any other one, nothing."""
        if self.message is not None and self.message.row_id == details.message.row_id:
            self._fill(self.message, self._evidence, details)
            self._place(self._row)

    @Slot()
    def close_popover(self) -> None:
        """Close and give the focus back."""
        if self.isHidden():
            return
        focused = QApplication.focusWidget()
        held = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if held:
            (self._back_to or self._window).setFocus(Qt.FocusReason.PopupFocusReason)

    # Contents

    def _fill(self, message: Message, evidence: Evidence | None, known: Details | None) -> None:
        icon, colour = ("inbox", "text_primary") if message.state is None else wording.state_icon(message.state)
        px = self._theme.icon_size("small")
        self._icon.setPixmap(self._theme.pixmap(icon, px, self._theme.colour(colour), self.devicePixelRatioF()))
        self.state.set_color("text_primary" if colour == "text_secondary" else colour)
        self.state.setText(message_words.state_words(message))
        self.reason.setText(self._reason_words(message, evidence))
        self.reason.setVisible(bool(self.reason.text()))
        self._lines = self._details(message, evidence, known)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, (label, value) in enumerate(self._lines):
            name = Words(self._theme, label, parent=self._rows)
            words = Words(self._theme, value, color="text_primary", parent=self._rows)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for column, widget in enumerate((name, words)):
                widget.setMinimumHeight(_LINE_HEIGHT)
                self._grid.addWidget(widget, place, column, Qt.AlignmentFlag.AlignTop)
                widget.show()  # else it counts only with the next event
        code = message_words.raw_code(message)
        raw = known.report_text if known is not None else ""
        raw = raw or " · ".join(part for part in (message.message_id, code, message.gateway_time) if part)
        self.raw.setText(for_display(raw))
        for widget in (self.raw, self._raw_label, self._raw_line):
            widget.setVisible(bool(raw))
        self._fill_foot(message)
        self._on_theme_changed()

    def _fill_foot(self, message: Message) -> None:
        for button in self._actions.values():
            self._foot.removeWidget(button)
            button.deleteLater()
        names = message_words.help_for(message).actions
        # Nothing that can be done about an unknown outcome is the safe choice.
        primary = set() if message.state is DeliveryState.UNKNOWN else set(names[-1:])
        self._actions = {}
        ordered = sorted(names, key=lambda name: name in primary)
        for name in ordered:
            asks = name == "resend" and message.state is DeliveryState.UNKNOWN
            words = wording.action_word("resend_unknown" if asks else name)
            button = SmallButton(self._theme, words, "primary" if name in primary else "", self)
            button.setObjectName(name)
            button.clicked.connect(self._on_action_clicked)
            self._foot.addWidget(button)
            self._actions[name] = button
            button.show()

    def _reason_words(self, message: Message, evidence: Evidence | None) -> str:
        if message.state is DeliveryState.PENDING and message.reason_code:
            return wording.failure_reason(message.reason_code)
        if message.state not in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
            return ""
        if message.state is DeliveryState.UNKNOWN:  # which stands above it already
            sentence = message_words.unanswered_words(message, evidence)
            sentence = sentence[:1].upper() + sentence[1:]
        else:
            sentence = message_words.reason_sentence(message, evidence)
        advice = message_words.help_for(message).advice
        full = self.tr("%1. %2.", "a reason and an advice, as sentences")
        return wording.fill(full, sentence, advice) if advice else sentence

    def _details(self, message: Message, evidence: Evidence | None, known: Details | None) -> list[tuple[str, str]]:
        if message.direction is Direction.IN:
            lines = [
                (self.tr("Received"), self._moment(message.created_at)),
                (self.tr("Gateway time"), self._gateway_time(message.gateway_time)),
                (self.tr("Stored"), self._moment(message.updated_at)),
                (self.tr("Length"), wording.fill(self.tr("%1 characters"), wording.number_words(len(message.text)))),
            ]
            return [line for line in lines if line[1]]
        issued = issued_at(message.message_id, message.created_at) if message.message_id else None
        lines = [
            (self.tr("Written"), self._moment(message.created_at)),
            (self.tr("Sent off"), self._moment(known.sending_at) if known is not None else ""),
            (self.tr("Accepted"), self._accepted(issued)),
            (self.tr("Answered"), self._moment(known.answered_at) if known is not None else ""),
            (self._last_label(message), self._moment(message.updated_at)),
            (self.tr("Gateway time"), self._gateway_time(_report_time(known))),
            (self.tr("Attempts"), wording.number_words(message.attempts)),
            (self.tr("Message id"), message.message_id),
            (self.tr("Raw code"), message_words.raw_code(message)),
            (self.tr("Charge"), message_words.charged_words(message)),
        ]
        if evidence is not None and message.state is DeliveryState.UNKNOWN:
            lines += [
                (self.tr("Used"), message_words.used_with_difference(evidence)),
                (self.tr("Others"), wording.count_words(evidence.known_sent)),
                (
                    self.tr("Reports"),
                    wording.fill(self.tr("%1 fit, of %2"), evidence.fitting_reports, evidence.reports),
                ),
                (self.tr("Hint"), message_words.conclusion_words(evidence)),
            ]
        return [line for line in lines if line[1]]

    def _last_label(self, message: Message) -> str:
        match message.state:
            case DeliveryState.DELIVERED | DeliveryState.DEFERRED:
                return self.tr("Report")
            case DeliveryState.FAILED:
                return self.tr("Report") if message.message_id else self.tr("Refused")
            case DeliveryState.UNKNOWN:
                return self.tr("Given up")
            case DeliveryState.CANCELLED:
                return self.tr("Cancelled")
            case DeliveryState.SENT:
                return self.tr("Submitted")
            case _:
                return self.tr("Changed")

    def _accepted(self, issued: datetime | None) -> str:
        if issued is None:
            return ""
        return wording.fill(self.tr("%1, as its id tells"), f"{issued.astimezone():%H:%M:%S}")

    def _gateway_time(self, written: str) -> str:
        return wording.fill(self.tr("%1 (UTC+8)"), written) if written else ""

    def _moment(self, moment: datetime | None) -> str:
        """Write a moment with its day and seconds."""
        if moment is None:
            return ""
        local = moment.astimezone()
        today: date = self._now().astimezone().date()
        return wording.fill(
            self.tr("%1 %2", "day and time"), wording.day_words(local.date(), today), f"{local:%H:%M:%S}"
        )

    # Place and looks

    def sizeHint(self) -> QSize:
        """Fit the contents at the width of the design."""
        layout = self._body.layout()
        body = 0
        if layout is not None:
            layout.activate()
            body = layout.totalHeightForWidth(WIDTH - 2) if layout.hasHeightForWidth() else layout.sizeHint().height()
        head = self._theme.size("icon_button") + 6
        foot = self.copy_button.sizeHint().height() + 27
        return QSize(WIDTH, head + body + foot)

    def _place(self, row: QRect) -> None:
        window = self._window.rect().adjusted(_EDGE_GAP, _EDGE_GAP, -_EDGE_GAP, -_EDGE_GAP)
        size = self.sizeHint()
        width = min(WIDTH, window.width())
        below, above = window.bottom() - row.bottom() - _GAP, row.top() - window.top() - _GAP
        if size.height() <= below or below >= above:
            height = min(size.height(), below)
            top = row.bottom() + 1 + _GAP
        else:
            height = min(size.height(), above)
            top = row.top() - _GAP - height
        # Where all of it has room there is no bar: one left from before would narrow the words, and so stay for good.
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        whole = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._scroll.setVerticalScrollBarPolicy(policy if height < size.height() else whole)
        left = max(window.left(), min(row.right() + 1 - width, window.right() + 1 - width))
        self.setGeometry(left, top, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = hairline_width(self.devicePixelRatioF()) / 2
        painter.setPen(QPen(t.border_control, 2 * half))
        painter.setBrush(t.raised)
        radius = self._theme.radius("popup")
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), radius, radius)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the tab key inside."""
        order = [self.close_button, self.raw, self.copy_button, *self._actions.values()]
        shown = [widget for widget in order if widget.isVisible()]
        if not shown:  # Qt asks while it hides the widget
            return False
        focused = QApplication.focusWidget()
        place = shown.index(focused) if focused in shown else -1
        shown[(place + (1 if forward else -1)) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _left: QWidget | None, entered: QWidget | None) -> None:
        """Close when the focus goes elsewhere in the window."""
        if self.isVisible() and entered is not None and entered.window() is self.window():
            inside = entered is self or self.isAncestorOf(entered)
            if not inside:
                self.close_popover()

    @Slot()
    def _on_copy_clicked(self) -> None:
        lines = [(self.state.text(), self.reason.text()), *self._lines]
        QGuiApplication.clipboard().setText(
            "\n".join(wording.tooltip_line(label, value) if value else label for label, value in lines)
        )

    @Slot()
    def _on_action_clicked(self) -> None:
        name, message = self.sender().objectName(), self._message
        self.close_popover()
        if message is not None:
            self.action_requested.emit(name, message)

    @Slot()
    def _on_theme_changed(self) -> None:
        px = self._theme.icon_size("small")
        self.close_button.setIcon(self._theme.icon("close"))
        self.close_button.setIconSize(QSize(px, px))
        self.raw.setFont(self._theme.font("small"))
        t = self._theme.tokens
        self.raw.setStyleSheet(
            f"QLabel {{ background: {t.window.name()}; color: {t.text_primary.name()};"
            f" border-radius: {self._theme.radius('control')}px; }}"
            f"QLabel:focus {{ border: 2px solid {t.focus.name()}; }}"
        )
        self.update()


def _report_time(known: Details | None) -> str:
    return known.report.gateway_time if known is not None and known.report is not None else ""
