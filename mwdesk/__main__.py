"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mwdesk import __version__, app


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, run the console, return the exit code."""
    parser = argparse.ArgumentParser(prog="mwdesk", description="Answer customers by SMS through a Montnets gateway.")
    parser.add_argument("--demo", action="store_true", help="use the built-in demo gateway and throw its data away")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep data and settings in this folder")
    parser.add_argument("--lang", choices=("zh_CN", "en"), help="language of the window (default: the system's)")
    parser.add_argument(
        "--self-test", type=Path, metavar="OUT.json", help="check this installation, write the result, end"
    )
    parser.add_argument("--offscreen", action="store_true", help="show no window on the screen")
    parser.add_argument("--version", action="version", version=f"MWDesk {__version__}")
    given = parser.parse_args(arguments)
    options = app.Options(given.demo, given.data_dir, given.lang, given.offscreen)
    return app.self_test(options, given.self_test) if given.self_test else app.run(options)


if __name__ == "__main__":
    sys.exit(main())
