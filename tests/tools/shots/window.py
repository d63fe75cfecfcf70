"""Pictures of the whole window: its sizes, high contrast, the palette, the banners."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from mwdesk.app import Console
from mwdesk.domain.account import Balance
from mwdesk.domain.events import BalanceChanged, LinkChanged, LinkState, OutboxHeld, StoreTrouble
from mwdesk.domain.message import DeliveryState
from mwdesk.errors import GatewayError, StoreFullError
from mwdesk.gui import high_contrast
from tests.tools.shots.acting import clear, press, type_text, until
from tests.tools.shots.studio import ACCOUNT, DRAFTS, Studio


def night_palette() -> QPalette:
    """Return the colours of Windows' contrast theme "Night sky"."""
    role = QPalette.ColorRole
    palette = QPalette()
    for colour, roles in (
        ("#000000", (role.Window, role.Base, role.Button)),
        ("#FFFFFF", (role.WindowText, role.Text, role.ButtonText)),
        ("#D6B4FD", (role.Highlight,)),
        ("#2B2B2B", (role.HighlightedText,)),
        ("#8080FF", (role.Link,)),
    ):
        for each in roles:
            palette.setColor(each, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, role.WindowText, QColor("#A6A6A6"))
    return palette


async def main(studio: Studio, console: Console) -> None:
    """Photograph the window as it opens."""
    await studio.shoot(console.window, "main")


async def smaller(studio: Studio, console: Console) -> None:
    """Photograph the window where there is less room."""
    window = console.window
    window.resize(1100, 720)
    await studio.shoot(window, "main-1100")
    for width, height in ((960, 540), (560, 400)):
        window.resize(width, height)
        await studio.shoot(window, f"main-{width}")
    window.resize(1100, 720)


async def sizes(studio: Studio, console: Console) -> None:
    """Photograph the window with the smallest and the largest text, and with compact rows."""
    window, theme, pane = console.window, console.theme, console.window.list_pane
    window.resize(1100, 720)
    for size in (12, 20):
        theme.set_text_size(size)
        await studio.shoot(window, f"text-{size}")
    theme.set_text_size(0)
    pane.set_compact(True)
    await studio.shoot(window, "compact")
    pane.set_compact(False)


async def contrast(studio: Studio, console: Console) -> None:
    """Photograph the window as the system's switch for high contrast leaves it."""
    window = console.window
    style_hints, genuine = QGuiApplication.styleHints(), high_contrast.system_palette
    hints = style_hints.accessibility()
    high_contrast.system_palette = lambda _app: night_palette()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    await studio.shoot(window, "high-contrast")
    high_contrast.system_palette = genuine
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)


async def palette(studio: Studio, console: Console) -> None:
    """Photograph the palette: at rest, with what a letter finds, and where there is little room."""
    window = console.window
    window.doors.open_palette()
    shown = window.doors.palette_desk.palette
    await studio.shoot(window, "palette")
    type_text(shown.field, "s")
    await until(lambda: shown.rows.rowCount() > 3 and shown.rows.row(0).title_hits)
    await studio.shoot(window, "palette-found")
    size = window.size()
    window.resize(560, 400)
    await studio.shoot(window, "palette-560")
    window.resize(size)
    press(shown.field, Qt.Key.Key_Escape)


async def banners(studio: Studio, console: Console) -> None:
    """Photograph what the banner can say while the link holds or is refused."""
    await studio.shown(console.window)
    now = datetime.now(UTC)
    banner = console.window.banner
    banner.set_pending(3)
    banner.set_outbox(OutboxHeld(3))
    await studio.shoot(banner, "banner-no-balance")
    banner.set_outbox(OutboxHeld(15, now + timedelta(seconds=15)))
    await studio.shoot(banner, "banner-busy")
    banner.set_outbox(OutboxHeld())
    banner.set_low_balance(2000)
    banner.set_balance(BalanceChanged(Balance(1245, 38678), now, "J00001"))
    await studio.shoot(banner, "banner-low-balance")
    banner.set_low_balance(0)
    banner.set_store(StoreTrouble(StoreFullError()))
    await studio.shoot(banner, "banner-not-stored")
    banner.set_store(StoreTrouble())
    for code in (1, 7, 57):
        banner.set_link(LinkChanged(LinkState.REFUSED, ACCOUNT, GatewayError(code)))
        await studio.shoot(banner, f"banner-refused-{code}")
    banner.set_link(LinkChanged(LinkState.SIGNED_OUT, ACCOUNT))


async def disconnected(studio: Studio, console: Console) -> None:
    """Photograph the window without a link, and a message that waits for one; it does not come back by itself."""
    window, messages = console.window, console.window.thread_desk.messages
    studio.disconnect()
    await until(window.banner.isVisible)
    await studio.shoot(window, "disconnected")
    window.composer.set_undo(0)
    clear(window.composer.editor)
    type_text(window.composer.editor, DRAFTS[studio.language][0])
    press(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: messages.rows_in(DeliveryState.PENDING))
    await studio.shoot(window, "disconnected-pending")
    waiting = messages.row_of[messages.rows_in(DeliveryState.PENDING)[0]]
    window.thread_desk.act("cancel", messages.message(waiting))
    await until(lambda: not messages.rows_in(DeliveryState.PENDING))
    studio.listen()
