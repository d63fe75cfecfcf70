"""Our icons: sharp at every scale, grey while disabled, and nothing is rendered that nobody sees."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mwdesk.gui.icons import Icons

RED, GREY = QColor("#ff0000"), QColor("#808080")


def colours(image: QImage) -> set[str]:
    """Return the colours of an image's opaque pixels."""
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 2.5])
def test_an_icon_has_the_pixels_of_the_screen(qapp: QApplication, scale: float) -> None:
    pixmap = Icons().icon("send", RED, GREY).pixmap(QSize(20, 20), scale)
    assert pixmap.size() == QSize(round(20 * scale), round(20 * scale))
    assert pixmap.devicePixelRatio() == scale
    assert colours(pixmap.toImage()) == {RED.name()}


def test_a_disabled_icon_is_grey(qapp: QApplication) -> None:
    icon = Icons().icon("resolve", RED, GREY)
    assert colours(icon.pixmap(QSize(32, 32), 1.0, QIcon.Mode.Disabled).toImage()) == {GREY.name()}
    assert colours(icon.pixmap(QSize(32, 32), 1.0, QIcon.Mode.Selected).toImage()) == {RED.name()}


def test_turned_it_stands_on_its_head(qapp: QApplication) -> None:
    icons = Icons()
    upright = icons.icon("chevron-down", RED, GREY).pixmap(QSize(16, 16), 1.0).toImage()
    turned = icons.icon("chevron-down", RED, GREY, turned=True).pixmap(QSize(16, 16), 1.0).toImage()
    assert upright != turned
    assert turned.flipped(Qt.Orientation.Horizontal | Qt.Orientation.Vertical) == upright


def test_painted_into_a_wide_place_it_stands_in_the_middle(qapp: QApplication) -> None:
    canvas = QImage(60, 20, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    Icons().icon("close", RED, GREY).paint(painter, QRect(QPoint(0, 0), canvas.size()))
    painter.end()
    drawn = [x for x in range(60) for y in range(20) if canvas.pixelColor(x, y).alpha()]
    assert 20 <= min(drawn) <= max(drawn) < 40


def test_nothing_is_rendered_before_it_is_seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    icons, rendered = Icons(), []
    render = icons._render
    monkeypatch.setattr(icons, "_render", lambda name, edge: rendered.append(name) or render(name, edge))
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(icons.icon("send", RED, GREY))
    assert not rendered
    button.grab()
    button.grab()
    assert rendered == ["send"]
