"""The operator's guide, inside the program: it needs no network and no browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from mwdesk.gui.resources import guide_path
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import FocusRing
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar
from mwdesk.gui.widgets.words import Run, Sentence
from mwdesk.gui.wording import fill

_SIZE = QSize(980, 720)
_CONTENTS_WIDTH = 220
_CONTENTS_WIDTH_MAX = 300
_CONTENTS_SIDES = 20
"""What a line of the contents needs beside its words: Qt's margins, and the scroll bar."""
_CONTENTS_FROM = 700
"""Narrower than this, the text needs all the width."""
_CONTENTS_PADDING = 8
_MARGIN = 24
_PICTURE_MAX = 900
_FIT_AFTER_MS = 80
_HEADING_STYLES = {1: "heading", 2: "heading", 3: "title"}
_CONTENTS_LEVELS = (2, 3)


class _Pages(QTextBrowser):
    """Shows one Markdown file and its pictures, and nothing from anywhere else."""

    def __init__(self, theme: Theme, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path = path
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(_MARGIN)
        self._scroll_bar = OverlayScrollBar(self)
        self._ring = FocusRing(theme, self)
        self._fitted_width = 0
        self._reading_at = 0
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(_FIT_AFTER_MS)
        self._fitting.timeout.connect(self.read_again)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll_bar_value_changed)
        self.read()

    def read(self) -> None:
        """Read the file and dress it."""
        self._fitted_width = 0
        font = self._theme.font("body")
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.document().setMarkdown(
            self._path.read_text(encoding="utf-8"),
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML,
        )
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fitted_width = self.viewport().width()

    def headings(self) -> list[tuple[int, str, int]]:
        """Return level, words and position of each heading for the contents."""
        found = []
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level in _CONTENTS_LEVELS:
                found.append((level, block.text(), block.position()))
            block = block.next()
        return found

    def go_to(self, position: int) -> None:
        """Bring a place to the top."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.cursorRect(cursor).top() - 12)

    def show_hit(self, hit: QTextCursor) -> None:
        """Choose what was found and bring it into the middle."""
        self.setTextCursor(hit)
        away = self.cursorRect(hit).center().y() - self.viewport().height() // 2
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + away)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load a picture that lies beside the file, as wide as there is room for; nothing else is ever loaded."""
        folder = self._path.parent.resolve()
        relative = name.path() if isinstance(name, QUrl) else name
        path = (folder / relative).resolve()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_relative_to(folder):
            return None
        image = QImage(str(path))
        room = min(_PICTURE_MAX, self.viewport().width() - 2 * _MARGIN)
        dpr = self.devicePixelRatioF()
        if not image.isNull() and room > 0:
            width = min(image.width(), round(room * dpr))
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(max(1.0, min(dpr, width / room)))
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width once it stays, at the place that is being read."""
        super().resizeEvent(event)
        self._scroll_bar.place()
        if self.viewport().width() != self._fitted_width:
            self._fitting.start()

    @Slot()
    def read_again(self) -> None:
        """Read the file for another width or theme, and go back to what is being read."""
        place = self._reading_at
        self.read()
        if place:
            self.go_to(place)

    @Slot(int)
    def _on_scroll_bar_value_changed(self, value: int) -> None:
        """Remember what is being read; a new width scrolls by itself, and that does not count."""
        if self.viewport().width() == self._fitted_width:  # Above the first line Qt finds the last one.
            self._reading_at = self.cursorForPosition(QPoint(_MARGIN, _MARGIN)).position() if value else 0

    def _dress(self) -> None:
        """Give headings, paragraphs and tables the sizes and colours of the theme."""
        whole = QTextCursor(self.document())
        whole.beginEditBlock()  # Without it, each change lays everything out anew: seconds.
        block = self.document().begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()
        whole.endEditBlock()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                looks = frame.format()
                looks.setBorder(1)
                looks.setBorderCollapse(True)
                looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                looks.setBorderBrush(self._theme.tokens.border)
                looks.setCellPadding(6)
                looks.setCellSpacing(0)
                looks.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                frame.setFormat(looks)

    def _dress_block(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        spacing = QTextBlockFormat()
        style = _HEADING_STYLES.get(level, "body")
        if cursor.currentTable() is None:
            spacing.setTopMargin({0: 4, 1: 0, 2: 28}.get(level, 18))
            spacing.setBottomMargin(6)
        height = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        spacing.setLineHeight(self._theme.line_height(style), height)
        cursor.mergeBlockFormat(spacing)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            looks = QTextCharFormat()
            looks.setFont(self._theme.font(style))
            cursor.setCharFormat(looks)  # in place of the size Qt gives to headings


class GuideWindow(QDialog):
    """Contents and a search at the left or above, the text beside. It stays open while one works."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Guide"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setMinimumSize(420, 300)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in the guide"))
        self.field.setAccessibleName(self.tr("Find in the guide"))
        self.field.setMinimumHeight(theme.size("control"))
        self.found = Sentence(theme, "small", self)
        self.contents = QListWidget(self)
        self.contents.setAccessibleName(self.tr("Contents"))
        self.contents.setFrameShape(QFrame.Shape.NoFrame)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setBackgroundRole(QPalette.ColorRole.NoRole)
        self.contents.viewport().setAutoFillBackground(False)
        self.pages = _Pages(theme, guide_path(theme.language), self)
        self.pages.setAccessibleName(self.windowTitle())

        self._side = QWidget(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.contents)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.field)
        top.addWidget(self.found, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._side)
        row.addWidget(self.pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addLayout(row, 1)

        self._fill_contents()
        self.contents.currentRowChanged.connect(self._on_contents_current_row_changed)
        self.contents.itemActivated.connect(self._on_contents_item_activated)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.returnPressed.connect(self._find_next)
        for keys, slot in (("Ctrl+F", self._focus_field), ("F3", self._find_next), ("Shift+F3", self._find_previous)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        theme.changed.connect(self._on_theme_changed)
        self._paint_words()
        window = parent.window().size() if parent is not None else _SIZE
        self.resize(_SIZE.boundedTo(window.expandedTo(self.minimumSize())))
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_contents(self) -> None:
        self.contents.clear()
        for level, words, position in self.pages.headings():
            item = QListWidgetItem(("    " if level > _CONTENTS_LEVELS[0] else "") + words)
            item.setData(Qt.ItemDataRole.UserRole, position)
            item.setSizeHint(QSize(0, self._theme.line_height("list") + _CONTENTS_PADDING))
            self.contents.addItem(item)
        metrics = QFontMetrics(self._theme.font("list"))
        headings = [self.contents.item(row).text() for row in range(self.contents.count())]
        needed = max((metrics.horizontalAdvance(each) for each in headings), default=0) + _CONTENTS_SIDES
        width = max(_CONTENTS_WIDTH, min(needed, _CONTENTS_WIDTH_MAX))
        self._side.setFixedWidth(width)
        self.field.setFixedWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the contents out where the text needs the width."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= _CONTENTS_FROM)

    @Slot(int)
    def _on_contents_current_row_changed(self, row: int) -> None:
        if row >= 0:
            self.pages.go_to(self.contents.item(row).data(Qt.ItemDataRole.UserRole))

    @Slot(QListWidgetItem)
    def _on_contents_item_activated(self) -> None:
        self._on_contents_current_row_changed(self.contents.currentRow())
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    # Searching

    def _hits(self) -> list[QTextCursor]:
        words = self.field.text().strip()
        hits: list[QTextCursor] = []
        cursor = QTextCursor(self.pages.document())
        while words and not (cursor := self.pages.document().find(words, cursor)).isNull():
            hits.append(QTextCursor(cursor))
        return hits

    @Slot()
    def _on_field_text_changed(self) -> None:
        self.pages.moveCursor(QTextCursor.MoveOperation.Start)
        self._step(1)

    @Slot()
    def _find_next(self) -> None:
        self._step(1)

    @Slot()
    def _find_previous(self) -> None:
        self._step(-1)

    def _step(self, direction: int) -> None:
        """Go to the next hit, round the end; mark them all."""
        hits = self._hits()
        here = self.pages.textCursor()
        number = 0
        if hits and direction > 0:
            number = next((i for i, hit in enumerate(hits) if hit.selectionStart() >= here.selectionEnd()), 0)
        elif hits:
            before = [i for i, hit in enumerate(hits) if hit.selectionEnd() <= here.selectionStart()]
            number = before[-1] if before else len(hits) - 1
        if hits:
            self.pages.show_hit(hits[number])
        self._mark(hits)
        words = fill(self.tr("%1 of %2"), number + 1, len(hits)) if hits else self.tr("Not in the guide")
        self.found.say(Run(words if self.field.text().strip() else "", "text_secondary"))

    def _mark(self, hits: list[QTextCursor]) -> None:
        marks = []
        for hit in hits:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = hit
            looks = QTextCharFormat()
            looks.setBackground(self._theme.tokens.highlight)
            looks.setForeground(self._theme.tokens.highlight_text)
            mark.format = looks
            marks.append(mark)
        self.pages.setExtraSelections(marks)

    @Slot()
    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # Looks

    def _paint_words(self) -> None:
        self.contents.setFont(self._theme.font("list"))
        self.field.setFont(self._theme.font("list"))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._paint_words()
        self.pages.read_again()
        self._fill_contents()
