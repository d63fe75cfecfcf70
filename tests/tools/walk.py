"""Walks through every screen that is photographed, in a made-up language: for what a picture does not show."""

from __future__ import annotations

import asyncio
import gc
import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path

import qasync
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetricsF, QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QTableView,
    QToolButton,
    QToolTip,
    QWidget,
)

from mwdesk.gui import painting
from mwdesk.gui.widgets.words import Sentence
from tests.tools.made_up import MARK, MadeUpTranslator, untranslated
from tests.tools.shots.acting import press, until
from tests.tools.shots.studio import LOOKS, Studio
from tests.tools.shots.tour import tour

TARGET = 32
_SETTLE_S = 0.02
_MANY = 60
_TAB_CHOOSES = {"composer-canned"}
"""Screens on which the Tab key is no way to somewhere else."""
_RING_PIXELS = 40


@dataclass
class Findings:
    """What is wrong, each with the screen it was first seen on."""

    screens: list[str] = field(default_factory=list)
    unnamed: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    clipped: dict[str, str] = field(default_factory=dict)
    untranslated: dict[str, str] = field(default_factory=dict)
    unreached: dict[str, str] = field(default_factory=dict)
    unmarked: dict[str, str] = field(default_factory=dict)


def describe(widget: QWidget) -> str:
    """Name a widget by its class and the nearest owners of ours."""
    owner = widget.parentWidget()
    while owner is not None and type(owner).__module__.startswith("PySide6"):
        owner = owner.parentWidget()
    return type(widget).__name__ + (f" in {type(owner).__name__}" if owner is not None else "")


def owners(widget: QWidget) -> Iterator[QWidget]:
    """Give what a widget lies in, up to its window."""
    while not widget.isWindow() and (owner := widget.parentWidget()) is not None:
        yield owner
        widget = owner


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def is_control(widget: QWidget) -> bool:
    """Tell whether an operator can reach or press it."""
    if isinstance(widget, QScrollBar | QSplitterHandle | QMenu) or widget.focusProxy() is not None:
        return False
    if isinstance(widget.parentWidget(), QComboBox):
        return False
    return isinstance(widget, QAbstractButton) or (bool(widget.focusPolicy().value) and not widget.isWindow())


def is_icon_button(widget: QWidget) -> bool:
    """Tell whether a button says by a picture alone what it does."""
    return isinstance(widget, QAbstractButton) and not widget.text() and not widget.icon().isNull()


def shown_texts(widget: QWidget) -> Iterator[str]:
    """Give every word a widget shows, offers at the pointer or reads aloud, but not what was typed into it."""
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    for action in widget.actions():
        yield action.text()
        yield action.toolTip()


def tab_area(widget: QWidget | None, window: QWidget) -> QWidget:
    """Return what keeps the Tab key to itself: a popover that says so, else the window."""
    while widget is not None and widget is not window:
        if "focusNextPrevChild" in vars(type(widget)):
            return widget
        widget = widget.parentWidget()
    return window


def takes_tab(widget: QWidget, window: QWidget, area: QWidget) -> bool:
    """Tell whether the Tab key should come here; of buttons that exclude each other, to the chosen one."""
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    if not by_tab or not widget.isVisible() or not widget.isEnabled() or widget.window() is not window:
        return False
    if widget is area or (area is not window and not area.isAncestorOf(widget)):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return is_control(widget) and (group is None or not group.exclusive() or widget.isChecked())


def differ(one: QImage, other: QImage) -> bool:
    """Tell whether two pictures differ by as much as a ring, not only by a blinking cursor."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    enough = 3 * _RING_PIXELS
    return sum(1 for _ in islice((1 for first, second in pairs if first != second), enough)) == enough


def own_words(widget: QWidget) -> Iterator[str]:
    """Give what stands on a widget."""
    if isinstance(widget, QLabel | QAbstractButton) and widget.text():
        yield widget.text()


def is_part(text: str, tooltip: str) -> bool:
    """Tell whether a tooltip says all of what is cut: then it is cut by design."""
    return text in html.unescape(tooltip)


def row_tooltips(view: QAbstractItemView) -> Iterator[str]:
    """Point at every row that is in sight."""
    shown = view.viewport().rect()
    model = view.model()
    columns = view.horizontalHeader().count() if isinstance(view, QTableView) else 1
    for row, column in product(range(model.rowCount()), range(columns)):
        rect = view.visualRect(model.index(row, column)).intersected(shown)
        if rect.isValid():
            place = rect.center()
            event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
            QApplication.sendEvent(view.viewport(), event)
            yield QToolTip.text()
    QToolTip.hideText()


def is_clipped(widget: QWidget) -> bool:
    """Tell whether a widget has less room than its words need."""
    if isinstance(widget, Sentence):
        return widget.width() < widget.natural_width and not is_part(widget.text(), widget.toolTip())
    size, hint = widget.size(), widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(size.width()) > size.height() + 1
    if isinstance(widget, QAbstractButton) and widget.hasHeightForWidth():
        return widget.heightForWidth(size.width()) > size.height() or size.width() < widget.minimumSizeHint().width()
    if isinstance(widget, QToolButton) and widget.icon().isNull():  # it asks for a blank on either side
        return QFontMetricsF(widget.font()).horizontalAdvance(widget.text()) > size.width()
    if isinstance(widget, QLineEdit):
        room = size.width() - 2 * 7
        return QFontMetricsF(widget.font()).horizontalAdvance(widget.placeholderText()) > room
    if isinstance(widget, QLabel | QAbstractButton | QComboBox) and (not hasattr(widget, "text") or widget.text()):
        return hint.width() > size.width() + 1 or hint.height() > size.height() + 1
    return False


class Inspector:
    """Looks at screens and notes what is wrong with them."""

    def __init__(self) -> None:
        self.findings = Findings()
        self._painted: list[tuple[str, str]] = []
        self._marked: set[str] = set()
        self._ways: set[frozenset[int]] = set()

    def inspect(self, widget: QWidget, name: str) -> None:
        """Look at a screen and every widget on it."""
        self.findings.screens.append(name)
        self._painted.clear()
        with self._recording():
            widget.grab()
        painted = list(self._painted)
        window = widget.window()  # a tooltip of an earlier screen is a window of its own
        children = (child for child in widget.findChildren(QWidget) if child.isVisible() and child.window() is window)
        seen = [widget, *children]
        for each in seen:
            self._look(each, name)
        tooltips = [each.toolTip() for each in seen]
        if any(MARK in text and shown != text for text, shown in painted):
            tooltips += [text for view in seen if isinstance(view, QAbstractItemView) for text in row_tooltips(view)]
        for text, shown in painted:
            self._words(text, f"{name}: painted")
            if MARK in text and shown != text and not any(is_part(text, tooltip) for tooltip in tooltips):
                self.findings.clipped.setdefault(text, f"{name}: painted as {shown!r}")

    def _words(self, text: str, where: str) -> None:
        for word in untranslated(text):
            self.findings.untranslated.setdefault(word, f"{where}: {text!r}")

    def _look(self, widget: QWidget, screen: str) -> None:
        findings, what = self.findings, describe(widget)
        where = f"{screen}: {what}"
        for text in shown_texts(widget):
            self._words(text, where)
        if is_control(widget):
            if not name_of(widget).strip():
                findings.unnamed.setdefault(what, screen)
            if isinstance(widget, QAbstractItemView):
                self._rows(widget, screen)
        if is_icon_button(widget):
            if not widget.toolTip():
                findings.targets.setdefault(f"{what} {name_of(widget)!r} without tooltip", screen)
            if min(widget.width(), widget.height()) < TARGET:
                size = f"{widget.width()} x {widget.height()}"
                findings.targets.setdefault(f"{what} {name_of(widget)!r} of {size}", screen)
        in_view = not isinstance(widget.parentWidget(), QAbstractScrollArea)
        if in_view and is_clipped(widget) and not any(is_part(text, widget.toolTip()) for text in own_words(widget)):
            texts = [text for text in shown_texts(widget) if text]
            hint = widget.sizeHint()
            findings.clipped.setdefault(
                f"{what} {texts[-1] if texts else ''!r}",
                f"{screen}: {widget.width()} x {widget.height()}, needs {hint.width()} x {hint.height()}",
            )

    def _rows(self, view: QAbstractItemView, screen: str) -> None:
        interface = QAccessible.queryAccessibleInterface(view)
        for row in range(min(interface.childCount(), 30)):
            child = interface.child(row)
            if child is not None and child.role() == QAccessible.Role.Pane:
                continue  # the corner between a table's headers
            text = child.text(QAccessible.Text.Name) if child is not None else ""
            if not text.strip():
                self.findings.unnamed.setdefault(f"row {row} of {describe(view)}", screen)
            self._words(text, f"{screen}: row of {describe(view)}")

    @contextmanager
    def _recording(self) -> Iterator[None]:
        """Note every line that is painted, and what of it was left."""
        genuine = painting.elided

        def elided(text: str, metrics: QFontMetricsF, width: float) -> str:
            shown = genuine(text, metrics, width)
            self._painted.append((text, shown))
            return shown

        painting.elided = elided
        try:
            yield
        finally:
            painting.elided = genuine

    def step_through(self, window: QWidget, name: str) -> None:
        """Go through a window by the Tab key, and come back; where the focus is must be seen."""
        start = window.focusWidget()
        area = tab_area(start, window)
        wanted = [widget for widget in window.findChildren(QWidget) if takes_tab(widget, window, area)]
        way = frozenset(map(id, wanted))
        if way in self._ways:
            return
        self._ways.add(way)
        stops: list[QWidget] = []
        while (focused := window.focusWidget()) is not None and focused not in stops and len(stops) < _MANY:
            stops.append(focused)
            self._mark(window, focused, name)
            press(focused, Qt.Key.Key_Tab)
            if window.focusWidget() is focused:
                if len(wanted) == 1:
                    break
                self.findings.unreached.setdefault(f"no way out of {describe(focused)}", name)
                break
        for widget in wanted:
            if widget not in stops:
                self.findings.unreached.setdefault(f"{describe(widget)} {name_of(widget)!r}", name)
        if start is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, window: QWidget, focused: QWidget, name: str) -> None:
        """Compare how a control looks without the focus and with it."""
        what = f"{describe(focused)} {name_of(focused)!r}"
        if what in self._marked or focused is window:
            return
        self._marked.add(what)
        for area in window.findChildren(QScrollArea):
            if area.isAncestorOf(focused):
                area.ensureWidgetVisible(focused)
        focused.clearFocus()
        gone = [each for each in (focused, *owners(focused)) if each.isHidden()]
        for each in gone:
            each.show()  # it goes with the focus
        if gone:
            window.grab()  # which lays it out
        place = QRect(focused.mapTo(window, QPoint(0, 0)), focused.size()).adjusted(-8, -8, 8, 8) & window.rect()
        plain = window.grab(place).toImage()
        focused.setFocus(Qt.FocusReason.TabFocusReason)
        if not differ(plain, window.grab(place).toImage()):
            self.findings.unmarked.setdefault(what, name)


class Walker(Studio):
    """Inspects each screen instead of photographing it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app, Path(), LOOKS["light-zh_CN"])
        self.inspector = Inspector()

    async def shoot(self, widget: QWidget, name: str) -> None:
        """Look at a window once it has come to rest."""
        await asyncio.sleep(_SETTLE_S)
        moving = [each for each in widget.window().findChildren(QAbstractAnimation) if each.loopCount() == 1]
        await until(lambda: not any(each.state() == QAbstractAnimation.State.Running for each in moving))
        self.inspector.inspect(widget, name)
        if widget.isWindow() and widget.isActiveWindow() and name not in _TAB_CHOOSES:
            self.inspector.step_through(widget, name)


def walk(app: QApplication, folder: Path) -> Findings:
    """Go through all scenes, in the made-up language."""
    translator = MadeUpTranslator(app)
    QCoreApplication.installTranslator(translator)
    app.setQuitOnLastWindowClosed(False)
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)  # as with a screen reader: else Qt does not tell its interfaces of new rows
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    walker = Walker(app)
    try:
        with loop:
            loop.run_until_complete(tour(walker, folder))
    finally:
        walker.end()
        asyncio.set_event_loop(None)
        QAccessible.setActive(was_active)
        QCoreApplication.removeTranslator(translator)
    findings = walker.inspector.findings
    # What holds timers must end on this thread, not wherever the collector runs next.
    del walker, loop
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return findings
