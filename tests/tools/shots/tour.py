"""The tours through the console: a desk at work, a first start, and a database that does not open."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from tests.tools.shots import card, composer, conversations, data, dialogs, entrance, pages, standby, thread, window
from tests.tools.shots.studio import Studio

SCENES = (
    window.main,
    card.card,
    window.smaller,
    conversations.narrow,
    thread.scrolled,
    conversations.marks,
    conversations.search,
    thread.details,
    thread.reading,
    pages.trouble,
    pages.usage,
    composer.composer,
    window.contrast,
    window.sizes,
    dialogs.settings,
    dialogs.new_number,
    window.palette,
    dialogs.manuals,
    dialogs.change_password,
    dialogs.closing,
    data.data,
    standby.standby,
    window.banners,
    window.disconnected,
    conversations.queue,
)
"""Of a desk at work, in this order. Each but the last leaves the desk as it found it, but for the window's size."""
OTHERS = (entrance.entrance, data.locked)
"""Of a console of their own."""
NAMES = [scene.__name__ for scene in (*SCENES, *OTHERS)]


async def tour(studio: Studio, folder: Path, only: Collection[str] = ()) -> None:
    """Go through every scene, or only through some."""
    chosen = [scene for scene in SCENES if not only or scene.__name__ in only]
    if chosen:
        console = await studio.open_desk(folder / "desk")
        for scene in chosen:
            await scene(studio, console)
        await studio.close(console)
    for other in OTHERS:
        if not only or other.__name__ in only:
            await other(studio, folder / "new")
