"""Pictures of the pages: what failed, and usage."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mwdesk.app import Console
from tests.tools.shots.acting import press, until
from tests.tools.shots.studio import Studio


async def trouble(studio: Studio, console: Console) -> None:
    """Photograph the page of what failed, with the details of a row."""
    window = console.window
    page = window.trouble_desk.page
    window.list_pane.choose_filter("failed")
    await until(page.model.rowCount)
    await studio.shoot(window, "failed")
    page.view.setFocus()
    press(page.view, Qt.Key.Key_Home)
    press(page.view, Qt.Key.Key_Down)
    press(page.view, Qt.Key.Key_Return)
    await until(window.details.isVisible)
    await studio.shoot(window, "failed-details")
    press(window.details, Qt.Key.Key_Escape)
    window.list_pane.choose_filter("waiting")


async def usage(studio: Studio, console: Console) -> None:
    """Photograph the usage page, and a day looked at."""
    window = console.window
    page = window.usage_desk.page
    window.usage_desk.toggle()
    await until(lambda: page.days.columns)
    await studio.shoot(window, "usage")
    page.days.setFocus()
    press(page.days, Qt.Key.Key_End)
    for _ in range(4):
        press(page.days, Qt.Key.Key_Left)
    await studio.shoot(window, "usage-day")
    press(page.days, Qt.Key.Key_Escape)
