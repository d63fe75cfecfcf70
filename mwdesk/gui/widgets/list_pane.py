"""The left pane: search, filters, who waits, and the conversations (DESIGN, section 4.2)."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mwdesk.gui import wording
from mwdesk.gui.delegates.conversation_delegate import collapsed_list_width
from mwdesk.gui.models.conversation_list_model import WORDS_REFRESH_MS, ConversationListModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.conversation_list import ConversationListView
from mwdesk.gui.widgets.empty_state import EmptyState
from mwdesk.gui.widgets.filter_tabs import FilterTabs
from mwdesk.gui.widgets.search_field import SearchField
from mwdesk.gui.widgets.summary_line import SummaryLine

if TYPE_CHECKING:
    from mwdesk.domain.figures import Answers

    # What a search shows is made when something is looked for.
    from mwdesk.domain.finding import Findings, Query
    from mwdesk.gui.widgets.search_filters import SearchFilters
    from mwdesk.gui.widgets.search_results import LoadingRows, SearchResults

_REFRESH_PAUSE_MS = 30
_MARGIN = 12


class _SearchState(Enum):
    """How far a search is; until it is done, what was found before stays."""

    NONE = "none"
    BEGUN = "begun"
    LOADING = "loading"
    DONE = "done"
    FAILED = "failed"


class ListPane(QWidget):
    """Everything left of the thread; collapsed, a column of avatars below two icons."""

    phone_activated = Signal(object)
    filter_changed = Signal(str)
    """Another filter is in force, or the one in force was chosen again."""
    query_changed = Signal(object)
    """What is looked for changed: a :class:`Query`, or None when nothing is any more."""
    found_activated = Signal(object)
    """A search result was opened: a :class:`FoundCustomer` or :class:`FoundMessage`."""
    more_requested = Signal(int)
    """More of what was found is wanted, from before a row."""
    answers_wanted = Signal()
    """Nobody waits, and it is worth saying who was answered today."""
    search_left = Signal()
    """Escape: the operator wants back to where he was before he searched."""

    def __init__(self, theme: Theme, model: ConversationListModel, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._menu = menu
        self._collapsed = False
        self._low = False
        self._compact = False
        self._is_praise = False
        self._answers: Answers | None = None
        self._has_asked = False
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

        self.menu_button = self._icon_button(self.tr("Menu"), self.tr("Menu"))
        self.menu_button.clicked.connect(self._on_menu_button_clicked)
        self.search = SearchField(theme, self)
        self.search.setPlaceholderText(self.tr("Search everything"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.textChanged.connect(self._on_search_changed)
        self.search.walked.connect(self._on_search_walked)
        self.search.left.connect(self.search_left)
        top = QWidget(self)
        top.setFixedHeight(theme.size("search_area"))
        self._top_row = QHBoxLayout(top)
        self._top_row.setContentsMargins(8, 0, _MARGIN, 0)
        self._top_row.setSpacing(8)
        self._top_row.addWidget(self.menu_button)
        self._top_row.addWidget(self.search)

        self.tabs = FilterTabs(theme, self)
        self.tabs.filter_chosen.connect(self.choose_filter)
        self.filter_button = self._icon_button(self.tr("Filter"), "")
        self.filter_button.setProperty("role", "icon-on")
        self.filter_button.clicked.connect(self._on_filter_button_clicked)
        self._filter_count = QLabel(self)
        self._filter_count.setProperty("role", "link")
        self._filter_count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._filter_count.setFixedHeight(theme.size("summary_line"))
        self._filter_area = QWidget(self)
        filter_column = QVBoxLayout(self._filter_area)
        filter_column.setContentsMargins(0, 8, 0, 0)
        filter_column.setSpacing(0)
        filter_column.addWidget(self.filter_button, 0, Qt.AlignmentFlag.AlignHCenter)
        filter_column.addWidget(self._filter_count)
        self._filter_area.hide()

        self.summary = SummaryLine(theme, self)

        self.view = ConversationListView(theme, model, self)
        self.view.phone_activated.connect(self.phone_activated)
        self.empty = EmptyState(theme, parent=self)
        self.empty.button_clicked.connect(self._on_empty_button_clicked)
        self.empty.shown.connect(self._ask_for_answers)
        self._stack = QStackedWidget(self)
        self._state = _SearchState.NONE
        self._is_stale = self._enters = False
        """Whether what is shown was found for an earlier query; whether the first hit is to be opened once found."""
        self._query: Query | None = None
        for page in (self.view, self.empty):
            self._stack.addWidget(page)

        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for widget in (top, self.tabs, self._filter_area, self.summary):
            self._column.addWidget(widget)
        self._column.addWidget(self._stack, 1)

        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged):
            signal.connect(self._on_model_changed)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(_REFRESH_PAUSE_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        self._ticker = QTimer(self)
        self._ticker.setInterval(WORDS_REFRESH_MS)
        self._ticker.timeout.connect(self._refresh_summary)
        self._ticker.start()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.refresh()

    @cached_property
    def filters(self) -> SearchFilters:
        """What narrows a search down; it stands in place of the tabs."""
        from mwdesk.gui.widgets.search_filters import SearchFilters

        filters = SearchFilters(self._theme, self)
        filters.changed.connect(self._on_search_changed)
        filters.hide()
        self._column.insertWidget(self._column.indexOf(self.tabs) + 1, filters)
        return filters

    @cached_property
    def results(self) -> SearchResults:
        """What was found."""
        from mwdesk.gui.widgets.search_results import SearchResults

        results = SearchResults(self._theme, self)
        results.opened.connect(self.found_activated)
        results.left.connect(self.search_left)
        results.findings.more_requested.connect(self.more_requested)
        self.search.entered.connect(self._on_search_entered)
        self._stack.addWidget(results)
        return results

    @cached_property
    def loading(self) -> LoadingRows:
        """What stands there while a search takes long."""
        from mwdesk.gui.widgets.search_results import LoadingRows

        loading = LoadingRows(self._theme, self.results.delegate.row_height, self)
        self._stack.addWidget(loading)
        return loading

    def areas(self) -> list[QWidget]:
        """Return where F6 stops."""
        return [self.search, self.results if self.is_searching else self.view]

    def set_collapsed(self, collapsed: bool) -> None:
        """Shrink to a column of avatars, or open again."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        if collapsed and self.search.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setVisible(not collapsed)
        self.view.set_compact(self._compact and not collapsed)
        self._filter_area.setVisible(collapsed)
        self._place_top()
        self.refresh()

    def _place_top(self) -> None:
        side = (collapsed_list_width(self._theme) - self._theme.size("icon_button")) // 2
        self._top_row.setContentsMargins(*((side, 0, side - 1, 0) if self._collapsed else (8, 0, _MARGIN, 0)))

    def set_compact(self, compact: bool) -> None:
        """Choose the lower rows, except for avatars alone: what stands below these needs the height."""
        self._compact = compact
        self.view.set_compact(compact and not self._collapsed)

    def set_low(self, low: bool) -> None:
        """Leave the summary line out where the window is low."""
        if low != self._low:
            self._low = low
            self.refresh()

    @Slot(str)
    def choose_filter(self, name: str) -> None:
        """Show one of the filters."""
        self.tabs.choose(name)
        self._model.set_filter(name)
        self.refresh()
        self.filter_changed.emit(name)

    @property
    def is_searching(self) -> bool:
        """Tell whether something is looked for."""
        return bool(self.search.text().strip())

    @property
    def praises(self) -> bool:
        """Tell whether it stands there for the operator to see that nobody waits any more."""
        return self._is_praise and self.empty.isVisible()

    def show_answers(self, answers: Answers) -> None:
        """Say who was answered today, if nobody waits still."""
        if self._is_praise:
            self._answers = answers
            self.refresh()

    @Slot()
    def begin_day(self) -> None:
        """Say of another day who was answered in it."""
        self._has_asked = False
        self._ask_for_answers()

    def show_findings(self, findings: Findings) -> None:
        """Show the first page of what was found."""
        self.results.findings.reset(findings)
        self._is_stale = False
        if self.is_searching:
            self._state = _SearchState.DONE
            self.refresh()
            if self._enters:
                self._on_search_entered()

    def show_search_failed(self) -> None:
        """Say that it could not be looked for; what was found of it before stays, and more may be asked for again."""
        self.results.findings.take_no_page()
        self._enters = False
        if self.is_searching and self._is_stale:
            self._is_stale = False
            self.results.findings.clear()
            self._state = _SearchState.FAILED
            self.refresh()

    def show_loading(self) -> None:
        """Say that the search takes longer than a blink."""
        if self.is_searching:
            self._state = _SearchState.LOADING
            self.refresh()

    @Slot()
    def clear_search(self) -> None:
        """Look for nothing any more."""
        self.search.clear()

    @Slot()
    def _on_model_changed(self) -> None:
        """Follow at once, but while a flood is being placed only now and then: counting rows takes its time."""
        if not self._model.is_placing:
            self.refresh()
        elif not self._refresh_timer.isActive():
            self._refresh_timer.start()

    @Slot()
    def refresh(self) -> None:
        """Bring counts, the summary line and what stands in place of rows up to date."""
        counts = self._model.counts()
        self.tabs.set_counts({name: count for name, count in counts.items() if name != "all"})
        chosen = self.tabs.chosen
        self._filter_count.setText(chosen.count_text if chosen.name != "all" else wording.number_words(counts["all"]))
        self.filter_button.setToolTip(chosen.accessibleName())

        self._refresh_summary()
        searching = self.is_searching and not self._collapsed
        self.tabs.setVisible(not (searching or self._collapsed))
        if searching or "filters" in vars(self):
            self.filters.setVisible(searching)
        empty = self._is_empty()
        self.summary.setVisible(not (empty or searching or self._low or self._collapsed))
        at_waiting = self._model.filter == "waiting" and not (searching or self._collapsed)
        self._is_praise = at_waiting and empty and counts["all"] > 0
        if not self._is_praise:
            self._answers, self._has_asked = None, False
        if empty:
            self._describe_emptiness(counts)
        page: QWidget
        if searching and self._state is _SearchState.LOADING:
            page = self.loading
        elif empty and not self._collapsed:
            page = self.empty
        else:
            page = self.results if searching else self.view
        self._stack.setCurrentWidget(page)
        self._ask_for_answers()

    @Slot()
    def _refresh_summary(self) -> None:
        longest = self._model.longest_waiting()
        words, order = self.tr("Nobody is waiting"), self.tr("Newest first")
        if longest is not None and longest.waiting_since is not None:
            waited_s = (datetime.now(UTC) - longest.waiting_since).total_seconds()
            words = wording.waiting_summary_words(self._model.counts()["waiting"], waited_s)
            if self._model.filter != "archived":
                order = self.tr("Longest first")
        self.summary.say(words, order)

    def _is_empty(self) -> bool:
        """Tell whether nothing of what the filter promises is there; an answered row still open counts as something."""
        if self.is_searching:
            nothing = self.results.findings.rowCount() == 0 and self.results.findings.is_complete
            return nothing and self._state in (_SearchState.DONE, _SearchState.FAILED)
        if self._model.rowCount() == 0:
            return True
        return self._model.filter == "waiting" and not self._model.holds_waiting_row

    @Slot()
    def _ask_for_answers(self) -> None:
        """Ask once for what is seen."""
        if not self._has_asked and self.praises:
            self._has_asked = True
            self.answers_wanted.emit()

    def _describe_emptiness(self, counts: dict[str, int]) -> None:
        button = detail = ""
        if self.is_searching:
            words = ("search", "text_secondary", self.tr("Nothing found"))
            sentence = self.tr("Try another word, or part of the number")
            if not self.filters.query("").is_plain:
                sentence = self.tr("Try another word, or look in all times, sides and states")
            if self._state is _SearchState.FAILED:
                words = ("warning", "warning", self.tr("The search failed"))
                sentence = self.tr("The local database could not be read. Change a word to search again")
            button = self.tr("Clear search")
        elif self._model.filter == "waiting":
            words = ("resolve", "success", self.tr("Nobody is waiting"))
            sentence = self.tr("New messages will appear here")
            if counts["all"]:
                sentence = self.tr("Answered conversations are under All")
                button = self.tr("Show all")
            if self._answers is not None and self._answers.customers:
                from mwdesk.gui.card_words import duration_words

                sentence = self.tr("%n customer(s) answered today", "", self._answers.customers)
                detail = wording.fill(self.tr("Average wait: %1"), duration_words(self._answers.average_wait))
        elif self._model.filter == "unread":
            words = ("resolve", "success", self.tr("Nothing unread"))
            sentence = self.tr("New messages will appear here")
        elif self._model.filter == "failed":
            words = ("resolve", "success", self.tr("Nothing failed"))
            sentence = self.tr("Messages that were not delivered will appear here")
        elif self._model.filter == "archived":
            words = ("archive", "text_secondary", self.tr("Nothing archived"))
            sentence = self.tr("What is archived keeps its messages; when the customer writes, it comes back by itself")
        else:
            words = ("inbox", "text_secondary", self.tr("No conversations yet"))
            sentence = self.tr("They begin with the first message, in or out")
        icon, token, title = words
        self.empty.show_words(icon, token, title, sentence, detail)
        self.empty.show_button(button)

    def _icon_button(self, name: str, tooltip: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "icon")
        button.setFixedSize(self._theme.size("icon_button"), self._theme.size("icon_button"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(name)
        button.setToolTip(tooltip)
        return button

    @Slot()
    def _on_menu_button_clicked(self) -> None:
        self._menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    @Slot()
    def _on_filter_button_clicked(self) -> None:
        menu = self.tabs.make_menu(self.tabs.tabs)
        menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))

    @Slot()
    def _on_empty_button_clicked(self) -> None:
        if self.search.text():
            self.search.clear()
            self.search.setFocus()
        else:
            self.choose_filter("all")

    @Slot()
    def _on_search_entered(self) -> None:
        """Open the hit that was reached, else the first one; not one of an earlier query that still stands there."""
        self._enters = self._is_stale
        if not self._is_stale:
            self.results.open_current()

    @Slot()
    def _on_search_changed(self) -> None:
        query = self.filters.query(self.search.text().strip()) if self.is_searching else None
        if query == self._query:  # a blank more
            return
        self._query = query
        self._is_stale, self._enters = query is not None, False
        if query is None:
            self._state = _SearchState.NONE
        elif self._state is _SearchState.NONE:
            self.results.findings.clear()
            self._state = _SearchState.BEGUN
        self.query_changed.emit(query)
        self.refresh()

    @Slot(object)
    def _on_search_walked(self, key: Qt.Key) -> None:
        if self.is_searching:
            self.results.walk(key)
        else:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._place_top()
        px = self._theme.icon_size("action")
        self.menu_button.setIcon(self._theme.icon("menu"))
        self.filter_button.setIcon(self._theme.icon("queue", self._theme.tokens.link))
        for button in (self.menu_button, self.filter_button):
            button.setIconSize(QSize(px, px))
        bold = self._theme.font("small")
        bold.setBold(True)
        self._filter_count.setFont(bold)
