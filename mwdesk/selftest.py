"""Prove that an installation holds everything it needs."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import pkgutil
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mwdesk
from mwdesk import __version__

FILE_LIST = "files.sha256"
"""What the installer brought, beside the program: ``SHA-256 *path``, a line for each file."""
_LINUX_ONLY = ("mwdesk.gui.notice_server",)
"""Needs D-Bus, which the setup for Windows does not carry."""


def run() -> dict[str, Any]:
    """Run every check and return the findings: ``ok``, and a line for each check. A failed check stops no other."""
    checks: dict[str, Callable[[], str]] = {
        "files": _files,
        "modules": _modules,
        "window": _window,
        "translations": _translations,
        "icons": _icons,
        "guide": _guide,
        "store": _store,
        "keyring": _keyring,
        "login": _login,
        "http": _http,
        "proxies": _proxies,
        "spreadsheet": _spreadsheet,
        "initials": _initials,
        "restart": _restart,
    }
    findings: dict[str, Any] = {"version": __version__, "python": sys.version.split()[0], "checks": {}}
    for name, check in checks.items():
        try:
            findings["checks"][name] = {"ok": True, "found": check()}
        except Exception as error:  # noqa: BLE001 - whatever is broken here is the finding
            findings["checks"][name] = {"ok": False, "found": f"{type(error).__name__}: {error}"}
    findings["ok"] = all(check["ok"] for check in findings["checks"].values())
    return findings


def _files() -> str:
    """Compare every file with the list the installer brought; a checkout and a wheel have none."""
    folder = Path(sys.prefix)
    list_ = folder / FILE_LIST
    if not list_.is_file():
        return "not an installed program"
    lines = list_.read_text(encoding="utf-8").splitlines()
    wanted = {path: digest for digest, _, path in (line.partition(" *") for line in lines)}
    broken = [path for path, digest in wanted.items() if _sha256(folder / path) != digest]
    if broken or not wanted:
        raise RuntimeError(f"missing or changed: {', '.join(broken[:5]) or FILE_LIST} ({len(broken)} in all)")
    return f"{len(wanted)} files"


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _modules() -> str:
    """Import every module of the program, and with them all they need, also what only a rare dialog does."""
    found = [module.name for module in pkgutil.walk_packages(mwdesk.__path__, "mwdesk.")]
    if sys.platform != "linux":
        found = [name for name in found if name not in _LINUX_ONLY]
    for name in found:
        if not name.endswith("__main__"):
            importlib.import_module(name)
    return f"{len(found)} modules"


def _drop(work: Coroutine[Any, Any, Any]) -> Future[Any]:
    """Stand in for the background thread: this window asks nobody."""
    work.close()
    return Future()


def _window() -> str:
    from PySide6.QtWidgets import QApplication

    from mwdesk.config import Settings
    from mwdesk.credentials import Keyring
    from mwdesk.gui.bridge import Bridge
    from mwdesk.gui.main_window import MainWindow
    from mwdesk.gui.theme import Theme
    from mwdesk.messaging.service import MessagingService

    held = QApplication.instance() or QApplication(["mwdesk"])  # noqa: F841 - lives as long as the window
    with tempfile.TemporaryDirectory() as folder:
        theme = Theme("zh_CN", "light")
        bridge = Bridge(_drop)
        service = MessagingService(Path(folder) / "self-test.db", Keyring(), bridge.publish)
        window = MainWindow(theme, bridge, service, Settings(), lambda: None)
        picture = window.grab().toImage()
        window.deleteLater()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    if len(colours) < 3:
        raise RuntimeError("nothing was painted")
    return f"{picture.width()} x {picture.height()}, {QApplication.platformName()}, {QApplication.style().objectName()}"


def _translations() -> str:
    from PySide6.QtCore import QLibraryInfo, QTranslator

    from mwdesk.gui.resources import resource_path

    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for file in (resource_path("translations", "mwdesk_zh_CN.qm"), qt / "qtbase_zh_CN.qm"):
        if not QTranslator().load(str(file)):
            raise FileNotFoundError(file.name)
    return "zh_CN"


def _icons() -> str:
    from PySide6.QtSvg import QSvgRenderer

    from mwdesk.gui.resources import resource_path

    icons = sorted(resource_path("icons").glob("*.svg"))
    broken = [icon.name for icon in icons if not QSvgRenderer(str(icon)).isValid()]
    if broken or not icons:
        raise FileNotFoundError(f"icons: {broken or 'none'}")
    return f"{len(icons)} icons"


def _guide() -> str:
    """Look for the operator's guide and every picture it shows."""
    from mwdesk.gui.resources import guide_path

    missing, pictures = [], 0
    for language in ("zh_CN", "en"):
        guide = guide_path(language)
        named = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", guide.read_text(encoding="utf-8"))
        pictures += len(named)
        missing += [name for name in named if not (guide.parent / name).is_file()]
    if missing:
        raise FileNotFoundError(", ".join(missing))
    return f"{pictures} pictures in two languages"


def _store() -> str:
    from mwdesk.store.crypt import Key, is_encrypted
    from mwdesk.store.driver import sqlite
    from mwdesk.store.store import Store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "self-test.db"
        Store(path, Key.raw(bytes(32))).close()
        if not is_encrypted(path):
            raise RuntimeError("the database was not encrypted")
    with closing(sqlite.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        database.execute("INSERT INTO words VALUES ('hello world')")
        if database.execute("SELECT count(*) FROM words WHERE words MATCH 'world'").fetchone() != (1,):
            raise RuntimeError("full-text search finds nothing")
    return f"SQLite {sqlite.sqlite_version}, encrypted, FTS5"


def _keyring() -> str:
    import keyring

    backend = keyring.get_keyring()
    name = f"{type(backend).__module__}.{type(backend).__name__}"
    if sys.platform == "win32":
        # Elsewhere a keyring may be missing, or ask a person to unlock it; Windows always has one.
        service, secret = "MWDesk self-test", f"密码 {secrets.token_hex(8)}"
        backend.set_password(service, "self-test", secret)
        found = backend.get_password(service, "self-test")
        backend.delete_password(service, "self-test")
        if found != secret or backend.get_password(service, "self-test") is not None:
            raise RuntimeError(f"{name} does not keep what it is given")
    return name


def _login() -> str:
    from mwdesk.domain.account import Account
    from mwdesk.gateway.client import GatewayClient
    from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
    from mwdesk.simulator.server import SimulatorServer

    async def log_in() -> str:
        server = SimulatorServer(SimulatedGateway({"J00001": SimAccount("123456")}))
        await server.start()
        try:
            client = await GatewayClient.connect(Account("J00001", "127.0.0.1", server.port), 5)
            await client.login("J00001", "123456")
            balance = await client.query_balance()
            await client.close()
        finally:
            await server.stop()
        return f"balance {balance.left}"

    return asyncio.run(log_in())


def _http() -> str:
    import h11

    connection = h11.Connection(h11.CLIENT)
    sent = connection.send(h11.Request(method="GET", target="/", headers=[("Host", "self-test")]))
    if not sent or not sent.startswith(b"GET / HTTP/1.1"):
        raise RuntimeError("h11 writes no request")
    return f"h11 {version('h11')}"


def _proxies() -> str:
    from python_socks import ProxyType
    from python_socks.async_.asyncio import Proxy

    async def kinds() -> list[str]:
        return [type(Proxy.create(kind, "127.0.0.1", 1080)).__name__ for kind in ProxyType]

    return ", ".join(asyncio.run(kinds()))


def _spreadsheet() -> str:
    import io

    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    book.create_sheet("self-test").cell(1, 1, "客户")
    book.save(file)
    if openpyxl.load_workbook(file)["self-test"].cell(1, 1).value != "客户":
        raise RuntimeError("a written cell could not be read")
    return f"openpyxl {openpyxl.__version__}"


def _initials() -> str:
    from pypinyin import Style, lazy_pinyin

    initials = "".join(lazy_pinyin("客户", style=Style.FIRST_LETTER))
    if initials != "kh":
        raise RuntimeError(f"wrong initials: {initials}")
    return initials


def _restart() -> str:
    """Run the command that starts the program when the user signs in, but have it end at once."""
    from mwdesk.gui import desktop

    command = [*desktop.start_command(in_tray=True), "--version"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}")
    return Path(command[0]).name
