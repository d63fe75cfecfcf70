"""The left pane: search, filters, who waits, and the conversations (DESIGN, section 4.2)."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mwdesk.gui import wording
from mwdesk.gui.models.conversation_list_model import FILTERS, ConversationListModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.conversation_list import ConversationListView
from mwdesk.gui.widgets.search_field import SearchField


class FilterTab(QToolButton):
    """One filter with its count; the chosen one carries an accent line."""

    def __init__(self, theme: Theme, name: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = name
        self._word = word
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many conversations the filter holds."""
        self._count = count
        self.setAccessibleName(wording.fill("%1 %2", self._word, wording.number_words(count)))
        self.updateGeometry()
        self.update()

    def _count_text(self) -> str:
        return wording.number_words(self._count) if self._count or self.isChecked() else ""

    def sizeHint(self) -> QSize:
        """Fit word and count; bold is measured always, so that choosing a tab moves none of its neighbours."""
        bold = self._theme.font("list")
        bold.setBold(True)
        self.setFont(bold)
        width = self.fontMetrics().horizontalAdvance(self._word)
        if text := self._count_text():
            width += 4 + self.fontMetrics().horizontalAdvance(text)
        return QSize(width, self._theme.size("tab_row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint word, count, accent line and focus ring."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        font = self._theme.font("list")
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(tokens.link if self.isChecked() else tokens.text_secondary)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), flags, self._word)
        if text := self._count_text():
            left = painter.fontMetrics().horizontalAdvance(self._word) + 4
            painter.setFont(self._theme.font("small"))
            if self.name == "failed" and self._count:
                painter.setPen(tokens.danger)
            painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, text)
        if self.isChecked():
            line = self._theme.size("tab_underline")
            painter.fillRect(QRect(0, self.height() - line, self.width(), line), tokens.accent)
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, self._theme.size("focus_ring")))
            painter.drawRect(self.rect().adjusted(1, 6, -1, -6))


class ListPane(QWidget):
    """Everything left of the thread."""

    phone_activated = Signal(object)
    new_number_requested = Signal()

    def __init__(self, theme: Theme, model: ConversationListModel, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setAutoFillBackground(True)

        self.menu_button = QPushButton(self)
        self.menu_button.setProperty("role", "icon")
        self.menu_button.setFixedSize(theme.size("icon_button"), theme.size("icon_button"))
        self.menu_button.setAccessibleName(self.tr("Menu"))
        self.menu_button.setToolTip(self.tr("Menu (F10)"))
        self.menu_button.setShortcut(QKeySequence("F10"))
        self._menu = menu
        self.menu_button.clicked.connect(self._on_menu_button_clicked)

        self.search = SearchField(theme, self)
        self.search.setPlaceholderText(self.tr("Search everything"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setToolTip(self.tr("Search (Ctrl+F)"))
        self.search.textChanged.connect(self._on_search_text_changed)

        top = QWidget(self)
        top.setFixedHeight(theme.size("search_area"))
        top_row = QHBoxLayout(top)
        top_row.setContentsMargins(8, 0, 12, 0)
        top_row.setSpacing(8)
        top_row.addWidget(self.menu_button)
        top_row.addWidget(self.search)

        words = {
            "waiting": self.tr("Waiting"),
            "unread": self.tr("Unread"),
            "all": self.tr("All"),
            "failed": self.tr("Failed"),
        }
        self._group = QButtonGroup(self)
        self.tabs = [FilterTab(theme, name, words[name], self) for name in FILTERS]
        tab_row = QHBoxLayout()
        tab_row.setContentsMargins(12, 0, 12, 0)
        tab_row.setSpacing(16 if theme.language == "zh_CN" else 11)
        for tab in self.tabs:
            self._group.addButton(tab)
            tab_row.addWidget(tab)
        tab_row.addStretch(1)
        self.tabs[0].setChecked(True)
        self._group.buttonClicked.connect(self._on_tab_clicked)

        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setFixedHeight(theme.size("summary_line"))
        self.summary.setContentsMargins(12, 0, 12, 0)

        self.view = ConversationListView(theme, model, self)
        self.view.phone_activated.connect(self.phone_activated)
        self._empty = QLabel(self)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(tab_row)
        column.addWidget(self.summary)
        column.addWidget(self._stack, 1)

        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self.refresh)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.refresh()

    def choose_filter(self, name: str) -> None:
        """Show one of the filters."""
        for tab in self.tabs:
            tab.setChecked(tab.name == name)
        self._model.set_filter(name)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Bring counts and the summary line up to date."""
        counts = self._model.counts()
        for tab in self.tabs:
            tab.set_count(counts.get(tab.name, 0) if tab.name != "all" else 0)
        longest = self._model.longest_waiting()
        if longest is not None and longest.waiting_since is not None:
            waited_s = (datetime.now(UTC) - longest.waiting_since).total_seconds()
            self.summary.setText(wording.waiting_summary_words(counts.get("waiting", 0), waited_s))
        else:
            self.summary.setText(self.tr("Nobody is waiting"))
        empty = self._model.rowCount() == 0
        self._stack.setCurrentWidget(self._empty if empty else self.view)
        if empty:
            searching = bool(self.search.text())
            self._empty.setText(self.tr("Nothing found") if searching else self.tr("Nobody is waiting"))

    @Slot()
    def _on_menu_button_clicked(self) -> None:
        self._menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    @Slot(str)
    def _on_search_text_changed(self, text: str) -> None:
        self._model.set_search(text)
        self.refresh()

    @Slot(object)
    def _on_tab_clicked(self, tab: FilterTab) -> None:
        self.choose_filter(tab.name)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.menu_button.setIcon(self._theme.icon("menu"))
        self.menu_button.setIconSize(QSize(20, 20))
        self.summary.setFont(self._theme.font("small"))
        self._empty.setFont(self._theme.font("title"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        for tab in self.tabs:
            tab.updateGeometry()
