"""The filters above the conversations: tabs, or one menu where there is no room (DESIGN, sections 4.2 and 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QSizePolicy, QToolButton, QWidget

from mwdesk.gui import painting, wording
from mwdesk.gui.models.conversation_list_model import FILTERS
from mwdesk.gui.theme import Theme

_MARGIN = 12
_COUNT_GAP = 4
_SIDE = 4
"""Room beside the words, for the focus ring."""
_RING_INSET = 6


class FilterTab(QToolButton):
    """One filter with its count; the chosen one carries an accent line."""

    def __init__(self, theme: Theme, name: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = name
        self.word = word
        self._count: int | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """Show how many conversations the filter holds, or no figure at all."""
        self._count = count
        figure = "" if count is None else wording.number_words(count)
        self.setAccessibleName(f"{self.word} {figure}".rstrip())
        self.update()

    @property
    def count_text(self) -> str:
        """The count, left out for 0 unless the tab is chosen."""
        if self._count is None or not (self._count or self.isChecked()):
            return ""
        return wording.number_words(self._count)

    def _word_font(self) -> QFont:
        font = self._theme.font("list" if self._theme.language == "zh_CN" else "small")
        font.setBold(self.isChecked())
        return font

    def sizeHint(self) -> QSize:
        """Fit word and count as they are painted, so that all gaps are equal."""
        width = QFontMetrics(self._word_font()).horizontalAdvance(self.word)
        if self.count_text:
            width += _COUNT_GAP + QFontMetrics(self._theme.font("small")).horizontalAdvance(self.count_text)
        return QSize(width + 2 * _SIDE, self._theme.size("tab_row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint word, count, accent line and focus ring."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        colour = tokens.link if self.isChecked() else tokens.text_secondary
        band = QRectF(self.rect()).adjusted(_SIDE, 0, -_SIDE, 0)
        painting.draw_text(painter, band, self.word, self._word_font(), colour)
        if self.count_text:
            if self.name == "failed" and self._count:
                colour = tokens.danger
            right = Qt.AlignmentFlag.AlignRight
            painting.draw_text(painter, band, self.count_text, self._theme.font("small"), colour, right)
        if self.isChecked():
            line = self._theme.size("tab_underline")
            painter.fillRect(QRectF(band.left(), self.height() - line, band.width(), line), tokens.accent)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside = QRectF(self.rect()).adjusted(0, _RING_INSET, 0, -_RING_INSET)
            width, radius = self._theme.size("focus_ring"), self._theme.radius("tight")
            painting.draw_ring(painter, inside, radius, width, tokens.focus)


class FilterTabs(QWidget):
    """The row of tabs over a hairline; those that do not fit stand in a menu at its end."""

    filter_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(theme.size("tab_row"))
        words = {
            "waiting": self.tr("Waiting"),
            "unread": self.tr("Unread"),
            "all": self.tr("All"),
            "failed": self.tr("Failed"),
            "archived": self.tr("Archived"),
        }
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        self.tabs = [FilterTab(theme, name, words[name], self) for name in FILTERS]
        for tab in self.tabs:
            self._group.addButton(tab)
        self.tabs[0].setChecked(True)
        self.more = QToolButton(self)
        self.more.setProperty("role", "icon")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(self.tr("More filters"))
        self.more.setToolTip(self.tr("More filters"))
        self.more.clicked.connect(self._on_more_clicked)
        self.more.hide()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def chosen(self) -> FilterTab:
        """The filter in force."""
        return next(tab for tab in self.tabs if tab.isChecked())

    def choose(self, name: str) -> None:
        """Mark a filter as the one in force."""
        for tab in self.tabs:
            tab.setChecked(tab.name == name)
        self._place()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many conversations each filter holds; filters without a figure show none."""
        for tab in self.tabs:
            tab.set_count(counts.get(tab.name))
        self._place()

    def make_menu(self, tabs: Iterable[FilterTab]) -> QMenu:
        """Offer filters in a menu; it is gone once it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tab in tabs:
            action = menu.addAction(f"{tab.word} {tab.count_text}".rstrip())
            action.setCheckable(True)
            action.setChecked(tab.isChecked())
            action.setData(tab.name)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the tabs anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline; the chosen tab's accent line lies over it."""
        painter = QPainter(self)
        line = painting.hairline_width(self.devicePixelRatioF())
        border = self._theme.tokens.border
        painting.draw_horizontal_hairline(painter, 0, self.width(), self.height() - line, border)

    def _place(self) -> None:
        gap = 16 if self._theme.language == "zh_CN" else 11
        widths = [tab.sizeHint().width() for tab in self.tabs]
        gap -= 2 * _SIDE
        room = self.width() - 2 * (_MARGIN - _SIDE)
        crowded = sum(widths) + gap * (len(widths) - 1) > room
        if crowded:
            room -= self._theme.size("icon_button")
        x = 0
        for tab, width in zip(self.tabs, widths, strict=True):
            fits = x + width <= room
            tab.setVisible(fits)
            tab.setGeometry(_MARGIN - _SIDE + x, 0, width, self.height())
            # Once one stands in the menu, all behind it do.
            x = x + width + gap if fits else room + 1
        self.more.setVisible(crowded)
        edge = self._theme.size("icon_button")
        self.more.setGeometry(self.width() - edge - 4, (self.height() - edge) // 2, edge, edge)

    @Slot(object)
    def _on_group_button_clicked(self, tab: FilterTab) -> None:
        self.filter_chosen.emit(tab.name)

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = self.make_menu(tab for tab in self.tabs if tab.isHidden())
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.filter_chosen.emit(action.data())

    @Slot()
    def _on_theme_changed(self) -> None:
        px = self._theme.icon_size("small")
        self.more.setIcon(self._theme.icon("chevron-down"))
        self.more.setIconSize(QSize(px, px))
        self._place()
        self.update()
