"""Messages as plain text, to be pasted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mwdesk.domain.message import Direction, Message
from mwdesk.domain.text import for_display
from mwdesk.gui import wording


def transcript(messages: Sequence[Message], customer: str) -> str:
    """Write messages one below the other, each with its time and who wrote it.

    Direction marks are left out: they could make a line read as if somebody else had written it.
    """
    line = QCoreApplication.translate("Transcript", "[%1] %2: %3", "time, who wrote, text")
    return "\n".join(
        wording.fill(
            line,
            wording.full_moment_words(message.created_at),
            wording.us_word() if message.direction is Direction.OUT else customer or wording.customer_word(),
            for_display(message.text),
        )
        for message in messages
    )
