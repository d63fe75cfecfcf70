"""What a screen reader says by itself (DESIGN, section 8): what is worth an interruption, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.gui import wording
from mwdesk.gui.models.thread_model import ThreadModel, accessible_text

_NEEDS_A_PERSON = (DeliveryState.FAILED, DeliveryState.UNKNOWN)


def announce(speaker: QWidget, words: str) -> None:
    """Have words said at the next pause, as those of a widget."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(speaker, words))


def news_words(thread: ThreadModel, added: Iterable[Message], changed: Iterable[Message]) -> list[str]:
    """Say what came from the customer of the open thread and what went wrong there; ask before the model knows.

    Ticks are left out: who hears each "delivered" hears nothing else any more.
    """
    said = [
        accessible_text(message)
        for message in (*added, *changed)
        if message.state in _NEEDS_A_PERSON and message.state is not _known_state(thread, message)
    ]
    came = [message for message in added if message.direction is Direction.IN]
    if came:
        count = wording.new_messages_words(len(came)) if len(came) > 1 else ""
        said.append(wording.listing((count, accessible_text(came[-1]))))
    return said


def _known_state(thread: ThreadModel, message: Message) -> DeliveryState | None:
    row = thread.row_of.get(message.row_id)
    return None if row is None else thread.message(row).state
