"""A Windows of Wine's, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from installer.paths import BuildError, run

_READY = "mwdesk-is-ready"
_LIBRARIES = "mscoree,mshtml="
"""Not asked for: the first start would offer to download them."""


def environment(prefix: Path) -> dict[str, str]:
    """Return what a program of the prefix is started with, and nothing of the desktop it is started from."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "LC_", "WINE"))}
    # Wine links the desktop and the documents of its user to those of HOME.
    return env | {
        "WINEPREFIX": str(prefix),
        "HOME": f"{prefix}.home",
        "DISPLAY": "",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": _LIBRARIES,
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
    }


def make_prefix(prefix: Path) -> None:
    """Make a prefix, unless it is there. Raises :class:`BuildError`."""
    if (prefix / _READY).is_file():
        return
    Path(f"{prefix}.home").mkdir(parents=True, exist_ok=True)
    env = environment(prefix)
    run(["wineboot", "--init"], env)
    run(["wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"], env)
    run(["wineserver", "--wait"], env)
    (prefix / _READY).touch()


def end(prefix: Path) -> None:
    """End every process of a prefix, which may be in the middle of something."""
    subprocess.run(["wineserver", "--kill"], env=environment(prefix), check=False, timeout=60)


def windows_path(path: Path) -> str:
    """Return how a program of Wine's names a file of this machine."""
    if not path.is_absolute():
        raise BuildError(f"{path} is not absolute")
    return "Z:" + str(path).replace("/", "\\")
