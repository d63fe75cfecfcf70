"""The keys that belong to a place in the window and stay as they are; the shortcut sheet shows them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


class FixedKey(NamedTuple):
    """Keys in Qt's portable form, each by itself, and what they do."""

    keys: tuple[str, ...]
    words: str


def fixed_keys(send_key: str) -> list[tuple[str, list[FixedKey]]]:
    """Return the keys of each place; ``send_key`` is that of the settings."""
    tr = QCoreApplication.translate
    enter_sends = send_key == "enter"
    writing = [
        FixedKey(("Enter", "Ctrl+Enter") if enter_sends else ("Ctrl+Enter",), tr("FixedKeys", "Send")),
        FixedKey(("Ctrl+Shift+Enter",), tr("FixedKeys", "Send and go to who waits longest")),
        FixedKey(("Ctrl+Enter",), tr("FixedKeys", "Right after a send: go to who waits longest")),
        FixedKey(("Shift+Enter",) if enter_sends else ("Enter",), tr("FixedKeys", "New line")),
        FixedKey(("Ctrl+Z",), tr("FixedKeys", "Take back what is about to be sent; else undo typing")),
        FixedKey(("/",), tr("FixedKeys", "Canned replies, at the beginning of a word")),
        FixedKey(("Esc",), tr("FixedKeys", "Go back to changing a long text")),
    ]
    canned = [
        FixedKey(("↑", "↓"), tr("FixedKeys", "Choose")),
        FixedKey(("Enter", "Tab"), tr("FixedKeys", "Insert the chosen one")),
        FixedKey(("Ctrl+1…9",), tr("FixedKeys", "Insert the first to the ninth")),
        FixedKey(("Esc",), tr("FixedKeys", "Close; what was typed stays")),
    ]
    thread = [
        FixedKey(("↑", "↓"), tr("FixedKeys", "From message to message")),
        FixedKey(("PgUp", "PgDown"), tr("FixedKeys", "Page by page")),
        FixedKey(("End",), tr("FixedKeys", "To the newest message")),
        FixedKey(("Enter",), tr("FixedKeys", "Details of the message")),
        FixedKey(("Ctrl+C",), tr("FixedKeys", "Copy the message")),
        FixedKey(("Menu", "Shift+F10"), tr("FixedKeys", "All that can be done with the message")),
    ]
    lists = [
        FixedKey(("↑", "↓"), tr("FixedKeys", "Open the conversation above or below")),
        FixedKey(("Enter",), tr("FixedKeys", "Open the conversation and write")),
    ]
    searching = [
        FixedKey(("↑", "↓"), tr("FixedKeys", "Choose what was found")),
        FixedKey(("Enter",), tr("FixedKeys", "Open it; in a conversation: next hit")),
        FixedKey(("Esc",), tr("FixedKeys", "Back to where the search began")),
    ]
    failed = [
        FixedKey(("Enter",), tr("FixedKeys", "Details of the message")),
        FixedKey(("Ctrl+Enter",), tr("FixedKeys", "Open its conversation")),
    ]
    return [
        (tr("FixedKeys", "Writing"), writing),
        (tr("FixedKeys", "Canned replies"), canned),
        (tr("FixedKeys", "Messages"), thread),
        (tr("FixedKeys", "List of conversations"), lists),
        (tr("FixedKeys", "Search"), searching),
        (tr("FixedKeys", "Failed messages"), failed),
    ]
