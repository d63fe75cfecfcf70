"""Prove that an installation holds everything it needs."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mwdesk import __version__


def run() -> dict[str, Any]:
    """Run every check and return the findings: ``ok``, and a line for each check. A failed check stops no other."""
    checks: dict[str, Callable[[], str]] = {
        "window": _window,
        "translations": _translations,
        "icons": _icons,
        "store": _store,
        "keyring": _keyring,
        "login": _login,
    }
    findings: dict[str, Any] = {"version": __version__, "python": sys.version.split()[0], "checks": {}}
    for name, check in checks.items():
        try:
            findings["checks"][name] = {"ok": True, "found": check()}
        except Exception as error:  # noqa: BLE001 - whatever is broken here is the finding
            findings["checks"][name] = {"ok": False, "found": f"{type(error).__name__}: {error}"}
    findings["ok"] = all(check["ok"] for check in findings["checks"].values())
    return findings


def _window() -> str:
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication.instance() or QApplication(["mwdesk"])
    widget = QWidget()
    widget.resize(200, 100)
    pixels = widget.grab()
    if pixels.isNull():
        raise RuntimeError("nothing was painted")
    return str(app.property("platformName") or app.metaObject().className())


def _translations() -> str:
    from PySide6.QtCore import QTranslator

    from mwdesk.gui.resources import resource_path

    translator = QTranslator()
    if not translator.load(str(resource_path("translations", "mwdesk_zh_CN.qm"))):
        raise FileNotFoundError("mwdesk_zh_CN.qm")
    return "zh_CN"


def _icons() -> str:
    from PySide6.QtSvg import QSvgRenderer

    from mwdesk.gui.resources import resource_path

    icons = sorted(resource_path("icons").glob("*.svg"))
    broken = [icon.name for icon in icons if not QSvgRenderer(str(icon)).isValid()]
    if broken or not icons:
        raise FileNotFoundError(f"icons: {broken or 'none'}")
    return f"{len(icons)} icons"


def _store() -> str:
    from mwdesk.store.crypt import Key, is_encrypted
    from mwdesk.store.driver import sqlite
    from mwdesk.store.store import Store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "self-test.db"
        Store(path, Key.raw(bytes(32))).close()  # its search index proves FTS5 as well
        if not is_encrypted(path):
            raise RuntimeError("the database was not encrypted")
    return f"SQLite {sqlite.sqlite_version}, encrypted"


def _keyring() -> str:
    import keyring

    backend = keyring.get_keyring()
    return f"{type(backend).__module__}.{type(backend).__name__}"


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
