"""Draws the program's .ico from resources/icons/app*.svg. Runs in the project's environment: it needs Qt."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
DRAWN_FOR = {16: "app-16", 20: "app-16", 24: "app-24", 32: "app-32", 40: "app-32"}


def draw(icons: Path, size_px: int) -> bytes:
    """Return the icon of one size as PNG."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(icons / f"{DRAWN_FOR.get(size_px, 'app')}.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes a str here, its stubs do not
    return bytes(buffer.data().data())


def icon_file(icons: Path) -> bytes:
    """Return the .ico with all sizes, each a PNG as Windows reads them since Vista."""
    pictures = [draw(icons, size) for size in SIZES]
    offset = 6 + 16 * len(pictures)
    entries = []
    for size, picture in zip(SIZES, pictures, strict=True):
        entries.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + b"".join(entries) + b"".join(pictures)


if __name__ == "__main__":
    application = QGuiApplication(["icon", "-platform", "offscreen"])
    Path(sys.argv[2]).write_bytes(icon_file(Path(sys.argv[1])))
