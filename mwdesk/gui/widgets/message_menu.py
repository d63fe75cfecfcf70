"""What can be done with a message, its links and what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from mwdesk.domain.links import Link
from mwdesk.domain.message import DeliveryState, Message
from mwdesk.gui import wording
from mwdesk.gui.delegates.message_delegate import action_label, actions_of


class MessageMenu(QMenu):
    """Lives for one choice."""

    chosen = Signal(str, object)
    """What is wanted, and of what: a :class:`Message`, a :class:`Link`, or None for what is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.triggered.connect(self._on_triggered)

    def offer_link(self, link: Link) -> None:
        """Offer to go to an address, and to copy it."""
        self._add(wording.fill(self.tr("Open %1…"), link.host), "link", link)
        self._add(self.tr("Copy the address"), "copy_link", link)
        self.addSeparator()

    def offer_message(self, message: Message, *, offline_row: bool, folded: bool) -> None:
        """Offer the actions of one message."""
        self._add(wording.copy_word(), "copy", message, "Ctrl+C")
        self._add(self.tr("Copy with time and sender"), "copy_with_time", message)
        if folded:
            self._add(wording.show_all_words(len(message.text)), "show_all", message)
        self.addSeparator()
        actions = [name for name in actions_of(message, offline_row=offline_row) if name != "details"]
        if message.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN) and not message.dismissed:
            actions.append("dismiss")
        for name in (*actions, "details"):
            self._add(action_label(name, message), name, message, "Enter" if name == "details" else "")
        self._offer_all()

    def offer_chosen_text(self) -> None:
        """Offer to copy the characters chosen."""
        self._add(self.tr("Copy the chosen text"), "copy_chosen", None, "Ctrl+C")
        self.addSeparator()

    def offer_chosen_messages(self, count: int) -> None:
        """Offer to copy the messages chosen."""
        self._add(self.tr("Copy %n message(s)", "", count), "copy_chosen", None, "Ctrl+C")
        self._offer_all()

    def _offer_all(self) -> None:
        self.addSeparator()
        self._add(self.tr("Select all messages"), "choose_all", None, "Ctrl+A")

    def _add(self, text: str, name: str, of: Message | Link | None, keys: str = "") -> None:
        action = QAction(text.replace("&", "&&") + (f"\t{keys}" if keys else ""), self)
        action.setData((name, of))
        self.addAction(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(*action.data())
