"""Puts together what changes in quick succession, so that a flood does not reach the window record by record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mwdesk.domain.message import Conversation, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store.store import Changes


class Gathering:
    """Publishes the first changes at once, and those that follow within a pause together at its end.

    Nothing is left out that the end of a row of changes does not say itself: a message sent and delivered within one
    pause is told as delivered.
    """

    def __init__(self, publish: Callable[[Changes], None], pause_s: float) -> None:
        self._publish = publish
        self._pause_s = pause_s
        self._gathered: list[Changes] = []
        self._pause: asyncio.TimerHandle | None = None

    def put(self, changes: Changes) -> None:
        """Publish now, or together with what else changes in this pause."""
        self._gathered.append(changes)
        if self._pause is None:
            self._begin_pause()

    def flush(self) -> None:
        """Publish what was gathered; for what must not overtake it."""
        gathered, self._gathered = self._gathered, []
        if gathered:
            self._publish(merged(gathered))

    def close(self) -> None:
        """Publish what was gathered, and pause no more."""
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        self.flush()

    def _begin_pause(self) -> None:
        self._pause = asyncio.get_running_loop().call_later(self._pause_s, self._end_pause)
        self.flush()

    def _end_pause(self) -> None:
        self._pause = None
        if self._gathered:
            self._begin_pause()


def merged(several: list[Changes]) -> Changes:
    """Make one of several changes, given in their order: each message and conversation as it was left."""
    if len(several) == 1:
        return several[0]
    added: dict[int, Message] = {}
    changed: dict[int, Message] = {}
    conversations: dict[PhoneNumber, Conversation] = {}
    for changes in several:
        added.update((message.row_id, message) for message in changes.added)
        for message in changes.changed:
            (added if message.row_id in added else changed)[message.row_id] = message
        conversations.update((conversation.phone, conversation) for conversation in changes.conversations)
    return Changes(tuple(added.values()), tuple(changed.values()), tuple(conversations.values()))
