"""The connection test beside the form: a column of steps, and below it what follows from them (DESIGN, section 4.8)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from mwdesk.domain.account import Account
from mwdesk.domain.diagnosis import Check, CheckState
from mwdesk.gui import diagnosis_words, wording
from mwdesk.gui.painting import draw_horizontal_hairline, draw_icon, draw_text, hairline_width, plain_tooltip, snap
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.notice_box import NoticeBox
from mwdesk.gui.widgets.words import Words

_MARGIN = 20
_GAP = 10
_ROW_GAP = 8
_TURN_MS = 50
_TURN_DEGREES = 18
_LOOKS = {
    CheckState.OPEN: ("clock", "text_disabled"),
    CheckState.RUNNING: ("refresh", "accent"),
    CheckState.PASSED: ("resolve", "success"),
    CheckState.FAILED: ("tick-failed", "danger"),
}


class CheckRow(QWidget):
    """One step: icon, name, what came of it, and how long it took."""

    def __init__(self, theme: Theme, check: Check, name: str, detail: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.check = check
        self.name = name
        self.detail = detail
        self.took = diagnosis_words.took_words(check.took_ms)
        self.is_last = False
        self.angle = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(wording.listing([name, self._state_word(), detail, self.took]))

    def sizeHint(self) -> QSize:
        """Take 46 px at the designed text size."""
        height = self._theme.line_height("list") + self._theme.line_height("small") + _ROW_GAP
        return QSize(0, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer as a whole what is cut."""
        super().resizeEvent(event)
        room = self.width() - self._theme.icon_size("action") - _GAP
        font, small = QFontMetricsF(self._theme.font("list")), QFontMetricsF(self._theme.font("small"))
        took = small.horizontalAdvance(self.took) + (_GAP if self.took else 0)
        cut = font.horizontalAdvance(self.name) > room - took or small.horizontalAdvance(self.detail) > room
        self.setToolTip(plain_tooltip(f"{self.name}\n{self.detail}".strip()) if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon and the line down to the next one, then the words."""
        theme, tokens = self._theme, self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, first = theme.icon_size("action"), theme.line_height("list")
        top = (first - edge) / 2
        icon, color = _LOOKS[self.check.state]
        if self.check.state is CheckState.RUNNING:
            centre = QPointF(edge / 2, top + edge / 2)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(centre)
            painter.rotate(self.angle)
            painter.translate(-centre)
            draw_icon(painter, theme, icon, edge, theme.colour(color), 0, top)
            painter.restore()
        else:
            draw_icon(painter, theme, icon, edge, theme.colour(color), 0, top)
        if not self.is_last:
            dpr = self.devicePixelRatioF()
            line = hairline_width(dpr)
            left = snap(edge / 2 - line / 2, dpr)
            painter.fillRect(QRectF(left, top + edge + 3, line, self.height() - edge - 6), tokens.border)
        opens, failed = self.check.state is CheckState.OPEN, self.check.state is CheckState.FAILED
        font = theme.font("list")
        font.setBold(failed)
        small = theme.font("small")
        left = edge + _GAP
        took_width = QFontMetricsF(small).horizontalAdvance(self.took) + (_GAP if self.took else 0)
        band = QRectF(left, 0, self.width() - left, first)
        draw_text(painter, band, self.took, small, tokens.text_secondary, Qt.AlignmentFlag.AlignRight)
        band.setWidth(band.width() - took_width)
        draw_text(painter, band, self.name, font, tokens.text_disabled if opens else tokens.text_primary)
        below = QRectF(left, first, self.width() - left, theme.line_height("small"))
        color = "danger" if failed else "text_disabled" if opens else "text_secondary"
        draw_text(painter, below, self.detail, small, theme.colour(color))

    def _state_word(self) -> str:
        return {
            CheckState.OPEN: "",
            CheckState.RUNNING: self.tr("under way"),
            CheckState.PASSED: self.tr("passed"),
            CheckState.FAILED: self.tr("failed"),
        }[self.check.state]


class CheckColumn(QWidget):
    """Follows one test at a time; hidden words are never needed to read it."""

    again_requested = Signal()
    copy_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.checks: tuple[Check, ...] = ()
        self.is_below = False
        title = Words(theme, self.tr("Connection test"), "title", "text_primary", self, strong=True)
        self.again_button = SmallButton(theme, self.tr("Test again"), parent=self)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.notice = NoticeBox(theme, self, icon=False)
        self.copy_button = SmallButton(theme, role="link", parent=self)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.again_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        layout.addWidget(self.notice)
        layout.addStretch(1)
        layout.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._turning = QTimer(self)
        self._turning.setInterval(_TURN_MS)
        self._turning.timeout.connect(self._on_turning_timeout)
        self.again_button.clicked.connect(self.again_requested)
        self.copy_button.clicked.connect(self.copy_requested)
        theme.changed.connect(self._on_theme_changed)
        self.show_copied(False)
        self._on_theme_changed()

    @property
    def rows(self) -> list[CheckRow]:
        """The steps as they are shown."""
        return [row for row in self.findChildren(CheckRow) if self._rows.indexOf(row) >= 0]

    def show_checks(self, checks: tuple[Check, ...], account: Account) -> None:
        """Show the steps as they stand."""
        self.checks = checks
        angle = next((row.angle for row in self.rows if row.check.state is CheckState.RUNNING), 0)
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for check in checks:
            name = diagnosis_words.step_word(check.step, account)
            row = CheckRow(self._theme, check, name, diagnosis_words.step_detail(check, checks), self)
            row.is_last = check is checks[-1]
            row.angle = angle
            self._rows.addWidget(row)
            row.show()
        self.notice.hide()
        self.show_copied(False)
        runs = any(check.state is CheckState.RUNNING for check in checks)
        self.copy_button.setEnabled(not runs)
        if runs and self._may_move():
            self._turning.start()
        else:
            self._turning.stop()

    def conclude(self, account: Account) -> None:
        """Say what follows from the steps."""
        self.notice.show_notice(*diagnosis_words.conclusion(self.checks, account))

    def show_stopped(self) -> None:
        """Say that the operator ended the test; what was under way counts as not tried."""
        self.notice.show_notice("info", self.tr("The test was stopped"), self.tr("Nothing was changed."))

    def show_copied(self, copied: bool) -> None:
        """Say on the link itself that the diagnosis was copied."""
        words = self.tr("Copied") if copied else self.tr("Copy diagnosis (without passwords)")
        self.copy_button.setText(words)
        self.copy_button.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line towards the form."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.window)
        if self.is_below:
            draw_horizontal_hairline(painter, 0, self.width(), 0, self._theme.tokens.border)
        else:
            line = hairline_width(self.devicePixelRatioF())
            painter.fillRect(QRectF(0, 0, line, self.height()), self._theme.tokens.border)

    def _may_move(self) -> bool:
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0

    @Slot()
    def _on_turning_timeout(self) -> None:
        for row in self.rows:
            if row.check.state is CheckState.RUNNING:
                row.angle = (row.angle + _TURN_DEGREES) % 360
                row.update()

    @Slot()
    def _on_theme_changed(self) -> None:
        edge = self._theme.icon_size("tick")
        self.again_button.setIcon(self._theme.icon("refresh", self._theme.tokens.text_primary))
        self.copy_button.setIcon(self._theme.icon("copy", self._theme.tokens.link))
        for button in (self.again_button, self.copy_button):
            button.setIconSize(QSize(edge, edge))
        self.update()
