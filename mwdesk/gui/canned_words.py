"""What the blanks of canned replies are called, in the operator's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

BLANKS = ("name", "number", "today", "time", "me")
"""What can be filled in, by the English names of :data:`mwdesk.domain.canned.VARIABLES`."""


def blank(name: str) -> str:
    """Write a blank as it stands in a reply; these names are read in any language."""
    match name:
        case "name":
            word = QCoreApplication.translate("CannedWords", "name", "blank in a canned reply")
        case "number":
            word = QCoreApplication.translate("CannedWords", "number", "blank in a canned reply")
        case "today":
            word = QCoreApplication.translate("CannedWords", "today", "blank in a canned reply")
        case "time":
            word = QCoreApplication.translate("CannedWords", "time", "blank in a canned reply")
        case _:
            word = QCoreApplication.translate("CannedWords", "me", "blank in a canned reply")
    return f"{{{word}}}"
