"""Takes the pictures.

    python -m tests.tools.shots DIR                      every picture
    python -m tests.tools.shots DIR --look LOOK SCENE... one look, all of its scenes or some

The second form needs a screen; the first brings one for each look, as ``python3 dev.py shots DIR LOOK SCENE...`` does.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from mwdesk.app import install_translation
from tests.tools.shots.studio import LOOKS, Look, Studio
from tests.tools.shots.tour import NAMES, tour

ROOT = Path(__file__).resolve().parents[3]
AT_ONCE = 2
LIMIT_S = 400.0


def photograph(out: Path, look: Look, scenes: Sequence[str]) -> None:
    """Take the pictures of one look."""
    app = QApplication(["mwdesk"])
    app.setApplicationName("MWDesk")
    app.setQuitOnLastWindowClosed(False)
    translators = install_translation(app, look.language)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    studio = Studio(app, out, look)
    with tempfile.TemporaryDirectory(prefix="mwdesk-shots-", ignore_cleanup_errors=True) as folder, loop:
        try:
            loop.run_until_complete(tour(studio, Path(folder), scenes))
        finally:
            studio.end()
    del translators


def run_look(out: Path, name: str) -> str:
    """Photograph a look in a process and on a screen of its own: windows of one screen take the focus from each other.

    Return what went wrong.
    """
    command = [sys.executable, "dev.py", "shots", str(out), name]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own script
    try:
        code = process.wait(LIMIT_S)
    except subprocess.TimeoutExpired:
        process.terminate()  # it ends its screen
        process.wait()
        return f"{name} (not done after {LIMIT_S:g} s)"
    return name if code else ""


def run_all(out: Path) -> int:
    """Photograph every look, two at a time, and tell how it went."""
    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        failed = [words for words in pool.map(lambda name: run_look(out, name), LOOKS) if words]
    print(f"{len(list(out.glob('*.png')))} pictures in {time.monotonic() - started:.0f} s")
    for words in failed:
        print(f"FAILED: {words}", file=sys.stderr)
    return 1 if failed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="shots", description="Take pictures of the console.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--look", choices=LOOKS)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(NAMES))
    options = parser.parse_intermixed_args(arguments)
    if unknown := set(options.scenes).difference(NAMES):
        parser.error(f"no scene is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    out = options.folder.resolve()
    out.mkdir(parents=True, exist_ok=True)
    if options.look is None:
        return run_all(out)
    photograph(out, LOOKS[options.look], options.scenes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
