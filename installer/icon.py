"""Draws the .ico, the notices' picture and the wizard's from resources/icons/app*.svg. Needs Qt."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
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


def wizard_picture(icons: Path, target: Path) -> None:
    """Write what stands beside the wizard's first and last page, at twice its size for scaled screens."""
    image = QImage(328, 628, QImage.Format.Format_RGB888)
    image.fill(QColor("#E2ECFA"))
    painter = QPainter(image)
    QSvgRenderer(str(icons / "app.svg")).render(painter, QRectF(84, 96, 160, 160))
    painter.end()
    image.save(str(target), "BMP")  # type: ignore[call-overload]  # Qt takes a str here, its stubs do not


if __name__ == "__main__":
    application = QGuiApplication(["icon", "-platform", "offscreen"])
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    (folder / "mwdesk.ico").write_bytes(icon_file(source))
    (folder / "mwdesk.png").write_bytes(draw(source, 64))
    wizard_picture(source, folder / "wizard.bmp")
