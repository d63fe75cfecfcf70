"""Log handlers: a rotating file without texts, passwords or whole phone numbers."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NUMBER = re.compile(r"(?<!\d)(\d{3})\d{4,8}(\d{4})(?!\d)")
_FILE_BYTES = 1_000_000
_FILES = 3


class RedactingFormatter(logging.Formatter):
    """Mask every number as long as a phone's, wherever it slipped in, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with numbers as ``138****0000``."""
        return _NUMBER.sub(r"\1****\2", super().format(record))


def set_up(folder: Path) -> None:
    """Log to ``mwdesk.log`` in the folder, at most 4 MB in all. Raises :class:`OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "mwdesk.log", maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
