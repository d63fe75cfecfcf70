"""Every command of the window: menu, palette, shortcut sheet, key settings and tooltips all read this one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mwdesk.gui.wording import fill

Listing = Sequence[tuple[str, str, str, Callable[[], None]]]
"""Name, text, keys in Qt's portable form, and what it does."""

GROUPS = ("conversation", "search", "tools", "account", "window")
_OTHERS = ("conversation", "command")
_PLACES = {
    "new": ("conversation", "plus"),
    "copy_number": ("conversation", "copy"),
    "card": ("conversation", "card"),
    "name": ("conversation", "edit"),
    "resolve": ("conversation", "resolve"),
    "resolve_next": ("conversation", "send-next"),
    "snooze": ("conversation", "snooze"),
    "wake": ("conversation", "bell"),
    "pin": ("conversation", "pin"),
    "archive": ("conversation", "archive"),
    "unread": ("conversation", "inbox"),
    "block": ("conversation", "block"),
    "undo": ("conversation", "undo"),
    "canned": ("tools", "canned"),
    "search": ("search", "search"),
    "find": ("search", "search"),
    "day": ("search", "calendar"),
    "find_next": ("search", "arrow-down"),
    "find_previous": ("search", "arrow-down"),
    "usage": ("tools", "chart"),
    "export": ("tools", "export"),
    "data": ("tools", "database"),
    "names": ("tools", "user"),
    "settings": ("tools", "settings"),
    "keys": ("tools", "command"),
    "sign_in": ("account", "link"),
    "password": ("account", "key"),
    "retry": ("account", "retry"),
    "sign_out": ("account", "link-off"),
    "lock": ("window", "lock"),
    "palette": ("window", "command"),
    "shortcuts": ("window", "help"),
    "guide": ("window", "help"),
    "menu": ("window", "menu"),
    "next_area": ("window", "chevron-right"),
    "previous_area": ("window", "chevron-left"),
    "quit": ("window", "close"),
}
"""Group and icon by name; a command that is not here concerns conversations."""


def group_words(group: str) -> str:
    """Name a group of commands."""
    return {
        "conversation": QCoreApplication.translate("Commands", "Conversations"),
        "search": QCoreApplication.translate("Commands", "Searching"),
        "tools": QCoreApplication.translate("Commands", "Tools and settings"),
        "account": QCoreApplication.translate("Commands", "Account and connection"),
        "window": QCoreApplication.translate("Commands", "Window and help"),
    }[group]


def portable(keys: str) -> str:
    """Return a key combination in the one form it is kept in; empty if Qt knows no such."""
    sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return text if sequence.count() == 1 and text.isascii() and text.isprintable() else ""


def shown(keys: str) -> str:
    """Return a key combination as this system writes it."""
    return QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )


class Command(Struct, frozen=True):
    """One thing to do; ``keys`` are those in force, in Qt's portable form, or empty."""

    name: str
    text: str
    group: str
    icon: str
    default_keys: str
    keys: str

    @property
    def words(self) -> str:
        """The text without the mark of a dialog that follows."""
        return self.text.removesuffix("…")


class Commands(QObject):
    """The commands and the keys in force for them; belongs to the window, whose actions it makes."""

    changed = Signal()
    """Other keys are in force."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.actions: dict[str, QAction] = {}
        self._acts: dict[str, Callable[[], None]] = {}
        self._defaults: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._described: list[tuple[QWidget, str]] = []
        self._window = window

    def add(self, listing: Listing) -> None:
        """Take in further commands with the keys they are designed for."""
        for name, text, keys, slot in listing:
            action = QAction(text, self._window)
            action.setObjectName(name)
            action.triggered.connect(self._on_action_triggered)
            self._acts[name] = slot
            self._window.addAction(action)
            self.actions[name] = action
            self._defaults[name] = portable(keys)
        self.set_keys({})

    @Slot()
    def _on_action_triggered(self) -> None:
        """Carry a command out without what an action tells of itself: some commands can be told more elsewhere."""
        self._acts[self.sender().objectName()]()

    def __iter__(self) -> Iterator[Command]:
        """Go through the commands group by group."""
        places = {name: _PLACES.get(name, _OTHERS) for name in self.actions}
        for group in GROUPS:
            yield from (self.command(name) for name, (own, _) in places.items() if own == group)

    def command(self, name: str) -> Command:
        """Return a command as it stands."""
        group, icon = _PLACES.get(name, _OTHERS)
        return Command(name, self.actions[name].text(), group, icon, self._defaults[name], self._keys[name])

    def shown_keys(self, name: str) -> str:
        """Return the keys in force for a command as this system writes them."""
        return shown(self._keys[name])

    def way_to(self, name: str) -> str:
        """Return how a command of the menu is reached: its keys in force, or its place there when it has none."""
        place = QCoreApplication.translate("Commands", "“%1” in the menu", "where a command without keys is found")
        return self.shown_keys(name) or fill(place, self.command(name).words)

    def owner_of(self, keys: str) -> Command | None:
        """Return the command that has these keys now."""
        return next((self.command(name) for name, own in self._keys.items() if keys and own == keys), None)

    def set_keys(self, chosen: Mapping[str, str]) -> None:
        """Put chosen keys in force, by name; an empty text takes a command's keys away.

        What is no command and no key combination is passed over, and of two commands with the same keys the first has
        them. Keys that were chosen for one command are lost to the other they were designed for.
        """
        keys: dict[str, str] = {}
        for name, wanted in chosen.items():
            known = portable(wanted)
            if name in self._defaults and (known or not wanted) and (not known or known not in keys.values()):
                keys[name] = known
        taken = set(keys.values())
        for name, default in self._defaults.items():
            keys.setdefault(name, "" if default in taken else default)
        if keys == self._keys:
            return
        self._keys = keys
        for name, action in self.actions.items():
            action.setShortcut(QKeySequence.fromString(keys[name], QKeySequence.SequenceFormat.PortableText))
        for widget, name in self._described:
            self._tell(widget, name)
        self.changed.emit()

    def describe(self, widget: QWidget, name: str) -> None:
        """Keep a widget's tooltip saying what the command does, and by which keys."""
        self._described.append((widget, name))
        self._tell(widget, name)

    def _tell(self, widget: QWidget, name: str) -> None:
        words, keys = self.command(name).words, self.shown_keys(name)
        both = QCoreApplication.translate("Commands", "%1 (%2)", "what a control does, and its key")
        widget.setToolTip(fill(both, words, keys) if keys else words)
