"""Texts in the colours and type styles of the theme: wrapped, or in one line that is cut with an ellipsis."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QLabel, QWidget

from mwdesk.gui.painting import draw_text, plain_tooltip, snap
from mwdesk.gui.theme import Theme

_ELLIPSIS = "…"


class Words(QLabel):
    """Plain text that wraps."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        style: str = "small",
        color: str = "text_secondary",
        parent: QWidget | None = None,
        *,
        strong: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._style = style
        self._color = color
        self._strong = strong
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_color(self, color: str) -> None:
        """Choose the colour by its token."""
        self._color = color
        self._on_theme_changed()

    def showEvent(self, event: QShowEvent) -> None:
        """Choose the colour again: a style sheet forgets it when a label gets into a window."""
        super().showEvent(event)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        font = self._theme.font(self._style)
        if self._strong:
            font.setBold(True)
        self.setFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._color))
        self.setPalette(palette)


class Paragraph(QLabel):
    """Plain text on as many lines as it needs, its first words strong."""

    def __init__(self, theme: Theme, style: str = "list", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._style = style
        self._strong = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        theme.changed.connect(self.update)

    def say(self, text: str, strong: int) -> None:
        """Show a text whose first characters, so many, are strong."""
        self._strong = strong
        self.setText(text)
        self.update()

    def lines_for(self, text: str, strong: int, width: int) -> int:
        """Count the lines of a text; 0 if a word alone is too wide."""
        layout = self._layout(text, strong, width)
        lines = [layout.lineAt(place) for place in range(layout.lineCount())]
        return len(lines) if all(line.naturalTextWidth() <= width for line in lines) else 0

    def heightForWidth(self, width: int) -> int:
        """Fit the lines."""
        return self._layout(self.text(), self._strong, width).lineCount() * self._theme.line_height(self._style)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(0, self._theme.line_height(self._style))

    minimumSizeHint = sizeHint

    def _layout(self, text: str, strong: int, width: int) -> QTextLayout:
        head = QTextLayout.FormatRange()
        head.start, head.length, head.format = 0, strong, QTextCharFormat()
        head.format.setFontWeight(QFont.Weight.Bold)
        layout = QTextLayout(text, self._theme.font(self._style))
        layout.setFormats([head])
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
        layout.endLayout()
        return layout

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line by line, at the height of the type style."""
        painter = QPainter(self)
        painter.setPen(self._theme.tokens.text_primary)
        layout, height = self._layout(self.text(), self._strong, self.width()), self._theme.line_height(self._style)
        dpr = self.devicePixelRatioF()
        top = (self.height() - layout.lineCount() * height) / 2
        for place in range(layout.lineCount()):
            line = layout.lineAt(place)
            middle = top + place * height + (height - line.height()) / 2
            line.setPosition(QPointF(0, snap(middle, dpr)))
        layout.draw(painter, QPointF(0, 0))


class Run(Struct, frozen=True):
    """Words in one look. A ``slot`` holds the run as wide as that text, the run at its right: figures stand still.

    One that ``gives_way`` is cut before what follows it.
    """

    text: str
    color: str = "text_primary"
    strong: bool = False
    slot: str = ""
    gives_way: bool = False


class Sentence(QLabel):
    """One line of runs; where it is cut, all of it stands in the tooltip."""

    def __init__(self, theme: Theme, style: str = "list", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._style = style
        self._runs: tuple[Run, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme.changed.connect(self._on_theme_changed)

    def say(self, *runs: Run) -> None:
        """Show these words."""
        self._runs = runs
        self.setText("".join(run.text for run in runs))
        self._on_theme_changed()

    @property
    def natural_width(self) -> int:
        """The width at which nothing is cut."""
        return int(sum(self._width(run) for run in self._runs) + 0.99)

    def sizeHint(self) -> QSize:
        """Ask for the whole line."""
        return QSize(self.natural_width, self._theme.line_height(self._style))

    def minimumSizeHint(self) -> QSize:
        """Give way to anything."""
        return QSize(0, self._theme.line_height(self._style))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole sentence where it is cut."""
        super().resizeEvent(event)
        self._refresh_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint run by run; the one that does not fit ends in an ellipsis."""
        painter = QPainter(self)
        room, left = float(self.width()), 0.0
        shown = self._shown(room)
        rest = sum(self._width(run) for run in shown)
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            left = max(0.0, room - rest)
        for run in shown:
            width = self._width(run)
            cut = left + rest > room and left + width + self._ellipsis_width(run) > room
            band = QRectF(left, 0, room - left if cut else width, self.height())
            text = self._cut(run, band.width()) if cut else run.text
            align = Qt.AlignmentFlag.AlignRight if run.slot else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, band, text, self._font(run), self._theme.colour(run.color), align)
            if cut:
                break
            left += width
            rest -= width

    def _shown(self, room: float) -> list[Run]:
        """Return the runs, those that give way cut as far as they must be, but never to less than an ellipsis."""
        shown = list(self._runs)
        for place, run in enumerate(shown):
            over = sum(self._width(each) for each in shown) - room
            if run.gives_way and over > 0:
                left = max(self._width(run) - over, self._ellipsis_width(run))
                cut = QFontMetricsF(self._font(run)).elidedText(run.text, Qt.TextElideMode.ElideRight, left)
                shown[place] = replace(run, text=cut)
        return shown

    def _font(self, run: Run) -> QFont:
        font = self._theme.font(self._style)
        if run.strong:
            font.setBold(True)
        return font

    def _width(self, run: Run) -> float:
        metrics = QFontMetricsF(self._font(run))
        return max(metrics.horizontalAdvance(run.text), metrics.horizontalAdvance(run.slot) if run.slot else 0.0)

    def _ellipsis_width(self, run: Run) -> float:
        return QFontMetricsF(self._font(run)).horizontalAdvance(_ELLIPSIS)

    def _cut(self, run: Run, room: float) -> str:
        """Cut a run even if it would just fit: more words follow it."""
        metrics = QFontMetricsF(self._font(run))
        return metrics.elidedText(run.text + _ELLIPSIS * 2, Qt.TextElideMode.ElideRight, room)

    def _refresh_tooltip(self) -> None:
        self.setToolTip(plain_tooltip(self.text()) if self.width() < self.natural_width else "")

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font(self._style))
        self.updateGeometry()
        self._refresh_tooltip()
        self.update()
