"""Acts on windows as an operator does, and waits for what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

SETTLE_S = 0.15
"""Enough for layouts, deferred repaints and the window manager's answer."""


def type_text(widget: QWidget, text: str) -> None:
    """Type by key events; unlike QTest's, these carry any character."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press and release a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


def clear(editor: QWidget) -> None:
    """Empty an editor by keys."""
    press(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(editor, Qt.Key.Key_Delete)


async def until(holds: Callable[[], object], timeout_s: float = 15) -> None:
    """Wait for what another thread brings about."""
    async with asyncio.timeout(timeout_s):
        while not holds():  # noqa: ASYNC110 - what is awaited has no event of its own
            await asyncio.sleep(0.01)
