"""Measures the thread: to open a conversation, to scroll through it, and to show one message more.

    python3 dev.py bench view [--messages N ...] [--json FILE]

The longest frame is judged by the time this thread had the processor: other programs must not count as ours. Every
figure holds what the store reads and what the window paints, on one thread; the real desk reads on another.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.thread_view import ThreadView
from mwdesk.store.store import Store
from tests.benchmarks import store_million

SIZES = (1_000, 10_000, 100_000)
PAGE, OLDER_PAGE = 50, 20
"""As the desk reads them."""
OPENED = 15
APPENDED = 60
STEP_PX = 120
"""Three notches of a wheel."""
FRAMES = 1500
TARGETS_MS = {"open": 50.0, "scroll": 16.0, "append": 5.0}


class Desk:
    """The thread of one conversation, on its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._phone = store_million.phone_at(0)
        self._theme = Theme("zh_CN", "light")
        self.view = ThreadView(self._theme)
        self.view.older_requested.connect(self._on_view_older_requested)
        self.view.resize(1040, 640)
        self.view.show()
        while not self.view.windowHandle().isExposed():
            QApplication.processEvents()

    def open(self) -> None:
        """Read the newest page and paint it."""
        self.view.thread_model.reset(self._store.thread(self._phone, None, PAGE))
        self.view.jump_to_newest()
        self._paint()

    def forget(self) -> None:
        """Drop what was laid out, as for a conversation that was not open yet."""
        self._theme.changed.emit()
        QApplication.processEvents()

    def step(self) -> None:
        """Scroll up by some lines, and read on if the beginning comes near."""
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() - STEP_PX)
        self._paint()
        QApplication.processEvents()

    def append(self, message: Message) -> None:
        """Show one message more at the end."""
        self.view.thread_model.append([message])
        self._paint()

    def _paint(self) -> None:
        self.view.executeDelayedItemsLayout()
        self.view.viewport().repaint()

    def _on_view_older_requested(self) -> None:
        oldest = self.view.thread_model.oldest
        if oldest is not None:
            self.view.thread_model.prepend(self._store.thread(self._phone, oldest.row_id, OLDER_PAGE))


Run = tuple[float, float]
"""Milliseconds on the clock, and those of them this thread had the processor."""


def took_ms(work: Callable[[], object]) -> Run:
    """Return how long something took."""
    began, began_busy = time.perf_counter(), time.thread_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.thread_time() - began_busy) * 1000


def measure(path: Path) -> dict[str, list[Run]]:
    """Return the times of every run."""
    with Store(path) as store:
        desk = Desk(store)
        desk.open()  # fonts are looked for once
        found: dict[str, list[Run]] = {"open": []}
        for _ in range(OPENED):
            desk.forget()
            found["open"].append(took_ms(desk.open))
        found["scroll"] = [took_ms(desk.step) for _ in range(FRAMES)]
        desk.open()
        QApplication.processEvents()
        found["append"] = [took_ms(lambda each=each: desk.append(each)) for each in _news()]  # type: ignore[misc]
        desk.view.close()
        return found


def _news() -> Iterable[Message]:
    for number in range(APPENDED):
        out = number % 3 == 0
        yield Message(
            10_000_000 + number,
            store_million.phone_at(0),
            Direction.OUT if out else Direction.IN,
            "好的，那我周四下午过来看小样" * (1 + number % 3),
            store_million.NOW + timedelta(minutes=number),
            DeliveryState.SENT if out else None,
        )


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; return the exit code: 1 if something is slower than it may be."""
    parser = argparse.ArgumentParser(prog="bench view", description="Measure the thread of one long conversation.")
    parser.add_argument("--messages", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(["bench"])
    found: dict[int, dict[str, list[Run]]] = {}
    for messages in options.messages:
        with tempfile.TemporaryDirectory(prefix="mwdesk-bench-") as folder:
            path = Path(folder) / "mwdesk.db"
            store_million.fill(path, messages, 1)
            gc.collect()
            gc.freeze()
            found[messages] = measure(path)
    slow = False
    print(f"{'ms':<28} {'p50':>8} {'p95':>8} {'max':>8} {'max busy':>9}   target")
    for messages, runs in found.items():
        for name, values in runs.items():
            ordered = sorted(wall for wall, _ in values)
            p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
            busy, target = max(busy for _, busy in values), TARGETS_MS[name]
            judged = busy if name == "scroll" else p50
            slow |= judged > target
            title, mark = f"{name}, {messages:,} messages", "" if judged <= target else "  MISSED"
            print(f"{title:<28} {p50:8.2f} {p95:8.2f} {ordered[-1]:8.2f} {busy:9.2f}   {target:g}{mark}")
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    del app
    return 1 if slow else 0
