"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from mwdesk import __version__, app


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, run what they ask for, return the exit code."""
    parser = argparse.ArgumentParser(prog="mwdesk", description="Answer customers by SMS through a Montnets gateway.")
    parser.add_argument("--demo", action="store_true", help="use the built-in demo gateway and throw its data away")
    _add_common(parser)
    parser.add_argument(
        "--self-test", type=Path, metavar="OUT.json", help="check this installation, write the result, end"
    )
    parser.add_argument(
        "--forget",
        action="store_true",
        help="drop the passwords and the database's key from the keyring, end; without its recovery key the local"
        " database can then never be opened again",
    )
    parser.add_argument("--offscreen", action="store_true", help="show no window on the screen")
    parser.add_argument("--in-tray", action="store_true", help="start without a window where the system has a tray")
    parser.add_argument("--version", action="version", version=f"MWDesk {__version__}")
    _add_diagnose(parser.add_subparsers(dest="command", title="commands").add_parser)
    given = parser.parse_args(arguments)
    options = app.Options(given.demo, given.data_dir, given.lang, given.offscreen, given.in_tray)
    if given.command:
        return app.diagnose(options, given)
    if given.forget:
        return app.forget(options)
    return app.self_test(options, given.self_test) if given.self_test else app.run(options)


def _add_common(parser: argparse.ArgumentParser, default: object = None) -> None:
    parser.add_argument("--data-dir", type=Path, metavar="DIR", default=default, help="keep data and settings here")
    parser.add_argument("--lang", choices=("zh_CN", "en"), default=default, help="language (default: the system's)")


def _add_diagnose(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    told = "test the way to the gateway step by step; passwords come from the keyring or are asked for"
    parser = add_parser("diagnose", help=told, description=told.capitalize() + ".")
    _add_common(parser, argparse.SUPPRESS)  # they may stand before the command too
    parser.add_argument("--account", metavar="NAME", help="test this account (default: the saved one)")
    parser.add_argument("--host", metavar="H", help="the gateway's name or address")
    parser.add_argument("--port", metavar="P", help="the gateway's port")
    parser.add_argument("--wiring", choices=("socket", "http"), help="bare frames, or in HTTP requests")
    parser.add_argument("--tls", action=argparse.BooleanOptionalAction, help="encrypt")
    parser.add_argument("--proxy", metavar="KIND://[USER@]HOST:PORT", help="socks4, socks4a, socks5 or http; or none")


if __name__ == "__main__":
    sys.exit(main())
