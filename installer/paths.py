"""Where the build reads and writes, and how it calls other programs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
INPUTS = HERE / "inputs"
WORK = ROOT / "build" / "installer"
DIST = ROOT / "dist"
PYTHON = "3.13"
PYTHON_TAG = PYTHON.replace(".", "")
EPOCH = 1_735_689_600
"""What every file of a build is dated, in seconds: builds differ by their contents only (2025-01-01)."""
_LONGEST_S = 900


class BuildError(Exception):
    """The build cannot go on; the message says why and what helps."""


def say(text: str) -> None:
    """Print a line of our own."""
    print(f"installer: {text}", flush=True)


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run a program and return what it printed. Raises :class:`BuildError` with its output."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LONGEST_S,
        )
    except FileNotFoundError as error:
        raise BuildError(f"{words[0]} is missing; `python3 dev.py installer` installs what is needed") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{' '.join(words[:4])} ... did not end within {_LONGEST_S} s") from error
    if done.returncode:
        raise BuildError(f"{' '.join(words[:4])} ... ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main_guard(main: object) -> None:
    """Run ``main`` and turn a :class:`BuildError` into one line and exit code 1."""
    try:
        sys.exit(main())  # type: ignore[operator]
    except BuildError as error:
        sys.exit(f"installer: {error}")
