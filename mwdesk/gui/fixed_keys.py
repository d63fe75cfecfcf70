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
    enter_sends = send_key == "enter"
    writing = [
        FixedKey(
            ("Enter", "Ctrl+Enter") if enter_sends else ("Ctrl+Enter",), QCoreApplication.translate("FixedKeys", "Send")
        ),
        FixedKey(("Ctrl+Shift+Enter",), QCoreApplication.translate("FixedKeys", "Send and go to who waits longest")),
        FixedKey(
            ("Ctrl+Enter",), QCoreApplication.translate("FixedKeys", "Right after a send: go to who waits longest")
        ),
        FixedKey(("Shift+Enter",) if enter_sends else ("Enter",), QCoreApplication.translate("FixedKeys", "New line")),
        FixedKey(
            ("Ctrl+Z",), QCoreApplication.translate("FixedKeys", "Take back what is about to be sent; else undo typing")
        ),
        FixedKey(("/",), QCoreApplication.translate("FixedKeys", "Canned replies, at the beginning of a word")),
        FixedKey(("Esc",), QCoreApplication.translate("FixedKeys", "Go back to changing a long text")),
    ]
    canned = [
        FixedKey(("↑", "↓"), QCoreApplication.translate("FixedKeys", "Choose")),
        FixedKey(("Enter", "Tab"), QCoreApplication.translate("FixedKeys", "Insert the chosen one")),
        FixedKey(("Ctrl+1…9",), QCoreApplication.translate("FixedKeys", "Insert the first to the ninth")),
        FixedKey(("Esc",), QCoreApplication.translate("FixedKeys", "Close; what was typed stays")),
    ]
    thread = [
        FixedKey(("↑", "↓"), QCoreApplication.translate("FixedKeys", "From message to message")),
        FixedKey(("PgUp", "PgDown"), QCoreApplication.translate("FixedKeys", "Page by page")),
        FixedKey(("End",), QCoreApplication.translate("FixedKeys", "To the newest message")),
        FixedKey(("Enter",), QCoreApplication.translate("FixedKeys", "Details of the message")),
        FixedKey(("Ctrl+C",), QCoreApplication.translate("FixedKeys", "Copy the message")),
        FixedKey(
            ("Menu", "Shift+F10"), QCoreApplication.translate("FixedKeys", "All that can be done with the message")
        ),
    ]
    lists = [
        FixedKey(("↑", "↓"), QCoreApplication.translate("FixedKeys", "Open the conversation above or below")),
        FixedKey(("Enter",), QCoreApplication.translate("FixedKeys", "Open the conversation and write")),
    ]
    searching = [
        FixedKey(("↑", "↓"), QCoreApplication.translate("FixedKeys", "Choose what was found")),
        FixedKey(("Enter",), QCoreApplication.translate("FixedKeys", "Open it")),
        FixedKey(("Enter",), QCoreApplication.translate("FixedKeys", "In a conversation: the hit above")),
        FixedKey(("Shift+Enter",), QCoreApplication.translate("FixedKeys", "In a conversation: the hit below")),
        FixedKey(("Esc",), QCoreApplication.translate("FixedKeys", "Back to where the search began")),
    ]
    failed = [
        FixedKey(("Enter",), QCoreApplication.translate("FixedKeys", "Details of the message")),
        FixedKey(("Ctrl+Enter",), QCoreApplication.translate("FixedKeys", "Open its conversation")),
    ]
    elsewhere = [
        FixedKey(("←", "→"), QCoreApplication.translate("FixedKeys", "Charts: day by day")),
        FixedKey(("Ctrl+N",), QCoreApplication.translate("FixedKeys", "Dialog of canned replies: a new one")),
        FixedKey(("Ctrl+S",), QCoreApplication.translate("FixedKeys", "Dialog of canned replies: save")),
        FixedKey(("Ctrl+Shift+E",), QCoreApplication.translate("FixedKeys", "Show or hide a password")),
        FixedKey(("Esc",), QCoreApplication.translate("FixedKeys", "Close a dialog, leave a page")),
    ]
    return [
        (QCoreApplication.translate("FixedKeys", "Writing"), writing),
        (QCoreApplication.translate("FixedKeys", "Canned replies"), canned),
        (QCoreApplication.translate("FixedKeys", "Messages"), thread),
        (QCoreApplication.translate("FixedKeys", "List of conversations"), lists),
        (QCoreApplication.translate("FixedKeys", "Search"), searching),
        (QCoreApplication.translate("FixedKeys", "Failed messages"), failed),
        (QCoreApplication.translate("FixedKeys", "Pages and dialogs"), elsewhere),
    ]
