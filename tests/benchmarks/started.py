"""One start of a window in a process of its own, which prints when it was painted and what it costs then.

python -m tests.benchmarks.started bare SETTLE_S
python -m tests.benchmarks.started console SETTLE_S DATA_DIR PORT

With 0 seconds to settle it ends at once after the first paint.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

SWITCHES = 40
SEARCHED = ("退款", "北京市", "明天下午", "A12", "电话打不通") * 4


def say(**found: Any) -> None:
    """Print one finding."""
    print(json.dumps({"at": time.time(), **found}), flush=True)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def bare(settle_s: float) -> None:
    """Open an empty PySide6 window: the least a program of this kind can cost."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        """Tells its first paint."""

        painted = False

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self.painted:
                self.painted = True
                QTimer.singleShot(0, lambda: say(painted=True))
                QTimer.singleShot(int(settle_s * 1000), finish)

    def finish() -> None:
        say(resident_mb=_resident_mb(), idle_percent=0.0)
        app.quit()

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1360, 860)
    window.show()
    app.exec()


def console(settle_s: float, folder: Path, port: int) -> None:
    """Start the console on a folder with a history, connect to a gateway, switch between conversations, and end."""
    import asyncio

    from mwdesk import app
    from mwdesk.domain.account import Account

    account = Account("J00001", "127.0.0.1", port)
    start = app.Console.start

    async def started(self: app.Console, _account: Account | None, **named: bool) -> bool:
        painted = _first_paint_of(self.window.list_pane.view.viewport())
        following = asyncio.ensure_future(_measure(self, painted, settle_s))
        opened = await start(self, account, **named)
        following.add_done_callback(lambda _task: self.window.close())
        return opened

    class Remembered(app.SessionCredentials):
        """A keyring that knows the password."""

        def __init__(self) -> None:
            super().__init__()
            self.write(account.credential_key, "123456")

    app.Console.start = started  # type: ignore[method-assign]
    app.Keyring = Remembered  # type: ignore[misc, assignment]
    app.run(app.Options(data_dir=folder, language="zh_CN"))


def _first_paint_of(widget: Any) -> Any:
    import asyncio

    from PySide6.QtCore import QEvent, QObject, QTimer

    painted = asyncio.get_running_loop().create_future()

    class Watch(QObject):
        """Sees the first paint of a widget, and waits for its end."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, lambda: painted.done() or painted.set_result(time.perf_counter()))
            return False

    widget.installEventFilter(Watch(widget))
    return painted


async def _measure(running: Any, painted: Any, settle_s: float) -> None:
    import asyncio

    await painted
    say(painted=True)
    if not settle_s:
        return
    await asyncio.sleep(settle_s / 2)
    busy_s = time.process_time()
    await asyncio.sleep(settle_s / 2)
    idle_percent = (time.process_time() - busy_s) / (settle_s / 2) * 100
    say(resident_mb=_resident_mb(), idle_percent=idle_percent)
    say(switch_ms=[await _switch(running.window, row) for row in range(SWITCHES)])
    say(search_ms=[await _search(running.window, text) for text in SEARCHED])


async def _switch(window: Any, row: int) -> float:
    """Open another conversation as a click does, and return the milliseconds until its messages are painted."""
    import asyncio

    from mwdesk.gui.models.conversation_list_model import ConversationRole

    model, desk = window.conversations, window.thread_desk
    phone = model.data(model.index(row % model.rowCount(), 0), ConversationRole).phone
    painted = asyncio.get_running_loop().create_future()

    def watch() -> None:  # at once: the paint may come before a coroutine's turn
        following = _first_paint_of(desk.view.viewport())
        following.add_done_callback(lambda done: painted.done() or painted.set_result(done.result()))

    began = time.perf_counter()
    window.open_phone(phone)
    desk.messages.modelReset.connect(watch)
    ended = await painted
    desk.messages.modelReset.disconnect(watch)
    await asyncio.sleep(0.05)
    return float((ended - began) * 1000)


async def _search(window: Any, text: str) -> float:
    """Look for a text as typing does, and return the milliseconds until it is painted, without the pause for typing."""
    import asyncio

    from mwdesk.gui.desks.search import TYPING_PAUSE_MS

    results = window.list_pane.results
    painted = asyncio.get_running_loop().create_future()

    def watch() -> None:
        if results.findings.rowCount():
            following = _first_paint_of(results.viewport())
            following.add_done_callback(lambda done: painted.done() or painted.set_result(done.result()))

    results.findings.modelReset.connect(watch)
    began = time.perf_counter()
    window.list_pane.search.setText(text)
    ended = await painted
    results.findings.modelReset.disconnect(watch)
    window.list_pane.clear_search()
    await asyncio.sleep(0.05)
    return float((ended - began) * 1000) - TYPING_PAUSE_MS


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(float(sys.argv[2]))
    else:
        console(float(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
