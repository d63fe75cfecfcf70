"""The composition root: builds everything, starts it, stops it. Heavy imports wait until they are needed."""

from __future__ import annotations

import asyncio
import builtins
import gc
import json
import locale
import logging
import os
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mwdesk import config, logs
from mwdesk.background import BackgroundLoop
from mwdesk.credentials import Credentials, Keyring
from mwdesk.domain.account import Account
from mwdesk.errors import MwDeskError, SettingsError, StoreError

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication, QTranslator
    from PySide6.QtNetwork import QNetworkInformation
    from PySide6.QtWidgets import QApplication

    from mwdesk.gui.desks.unlock import UnlockDesk
    from mwdesk.gui.instance import Instance
    from mwdesk.gui.main_window import MainWindow
    from mwdesk.messaging.timings import Timings
    from mwdesk.simulator.server import SimulatorServer

logger = logging.getLogger(__name__)

DEMO_ACCOUNT = "J00001"
DEMO_PASSWORD = "123456"  # noqa: S105 - opens the simulator on loopback, nothing else
DEMO_POLL_S = 2.0
_LISTEN_AFTER_S = 1.0


class Options(Struct, frozen=True):
    """What the command line asked for."""

    demo: bool = False
    data_dir: Path | None = None
    language: str | None = None
    offscreen: bool = False
    in_tray: bool = False


class SessionCredentials:
    """Passwords for as long as the program runs: the demo touches no keyring."""

    def __init__(self) -> None:
        self._passwords: dict[str, str] = {}

    def is_available(self) -> bool:
        """Say yes: for the demo it is as good as a keyring."""
        return True

    def read(self, key: str) -> str | None:
        """Return the password, or None."""
        return self._passwords.get(key)

    def write(self, key: str, password: str) -> None:
        """Keep the password until the program ends."""
        self._passwords[key] = password

    def forget(self, key: str) -> None:
        """Drop the password."""
        self._passwords.pop(key, None)


def choose_language(options: Options, settings: config.Settings) -> str:
    """Return ``zh_CN`` or ``en``: the command line's, the operator's, the system's."""
    chosen = options.language or settings.preferences.language
    if chosen in ("zh_CN", "en"):
        return chosen
    system = locale.getlocale()[0] or os.environ.get("LANG", "")
    return "zh_CN" if system.lower().startswith(("zh", "chinese")) else "en"


def install_translation(app: QCoreApplication, language: str) -> list[QTranslator]:
    """Translate what the program says; the translators must be held as long as the application lives."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    from mwdesk.gui.resources import resource_path

    locale_ = QLocale(language)
    QLocale.setDefault(locale_)
    folders = (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("mwdesk", str(resource_path("translations"))),
    )
    translators = []
    for name, folder in folders:
        translator = QTranslator(app)
        if translator.load(locale_, name, "_", folder):
            app.installTranslator(translator)
            translators.append(translator)
    return translators


def _import_qt() -> None:
    """Import Qt, and take back the hook it puts on every later import.

    WORKAROUND: PySide6 looks through the source text of each module imported after it for a wish to rename Qt's
    methods. We have no such wish; the search is a tenth of the start, and keeps all those texts in memory.
    """
    genuine = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = genuine


def _install_hooks() -> None:
    def report(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        logger.critical("a defect", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)

    def report_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = report
    threading.excepthook = report_thread


@contextmanager
def _data_folder(options: Options) -> Iterator[Path]:
    if options.data_dir is not None:
        yield options.data_dir
    elif options.demo:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="mwdesk-demo-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    else:
        yield config.data_dir()


def make_demo_history(path: Path, now: datetime) -> None:
    """Write the conversations a first screen shows into a new store; an existing one is left alone."""
    from mwdesk.domain.canned import demo_canned_replies
    from mwdesk.domain.message import Direction, IncomingMessage
    from mwdesk.protocol.records import GATEWAY_ZONE
    from mwdesk.simulator.customers import demo_history
    from mwdesk.store.store import Store

    if path.exists():
        return
    with Store(path) as store:
        for number, past in enumerate(sorted(demo_history(), key=lambda past: -past.age_minutes)):
            at = now - timedelta(minutes=past.age_minutes)
            if past.direction is Direction.IN:
                gateway_time = at.astimezone(GATEWAY_ZONE).strftime("%Y-%m-%d %H:%M:%S")
                store.add_incoming([IncomingMessage(past.phone, past.text, at, gateway_time)], at)
            else:
                _replay_reply(store, past, at, f"{at.astimezone(GATEWAY_ZONE):%m%d%H%M%S}{number:06d}")
                store.mark_read(past.phone)
            if past.name:
                store.set_name(past.phone, past.name)
        store.save_canned_replies(demo_canned_replies())


def _replay_reply(store: Any, past: Any, at: datetime, message_id: str) -> None:
    from mwdesk.domain.message import DeliveryReport, DeliveryState
    from mwdesk.messaging.outbox import LOST_BEFORE_ANSWER

    row_id = store.add_outgoing(past.phone, [past.text], at).added[0].row_id
    store.mark_sending(row_id, at)
    if past.state is DeliveryState.UNKNOWN:
        store.mark_unknown(row_id, at, LOST_BEFORE_ANSWER)
        return
    store.mark_sent(row_id, message_id, at)
    figure = {DeliveryState.DELIVERED: 0, DeliveryState.DEFERRED: 1, DeliveryState.FAILED: 2}.get(past.state)
    if figure is not None:
        store.apply_reports([DeliveryReport(message_id, figure, past.reason_code or "DELIVRD")], at)


def _demo_server() -> SimulatorServer:
    import random

    from mwdesk.simulator.customers import Customers
    from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
    from mwdesk.simulator.server import SimulatorServer

    gateway = SimulatedGateway({DEMO_ACCOUNT: SimAccount(DEMO_PASSWORD)})
    return SimulatorServer(gateway, customers=Customers(random.Random()))  # noqa: S311 - a dice, not a secret


class Console:
    """The running program: a background loop with the service on it, and the window in front."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        settings: config.Settings,
        language: str,
        credentials: Credentials,
        timings: Timings | None = None,
    ) -> None:
        from mwdesk.gui.bridge import Bridge
        from mwdesk.gui.main_window import MainWindow
        from mwdesk.gui.theme import Theme
        from mwdesk.messaging.service import MessagingService

        self.folder = folder
        self.settings = settings
        self.background = BackgroundLoop()
        self.theme = Theme(language, settings.preferences.theme)
        self.theme.apply(app)
        self.bridge = Bridge(self.background.submit)
        self.service = MessagingService(folder / "mwdesk.db", credentials, self.bridge.publish, timings)
        self.window: MainWindow = MainWindow(self.theme, self.bridge, self.service, settings, self.save_settings)
        self.unlock_desk: UnlockDesk | None = None
        """Asks while the local database does not open."""
        self._network: QNetworkInformation | None = None
        self._appeared = False

    def save_settings(self) -> None:
        """Write the settings file. Raises :class:`SettingsError`."""
        config.save(self.folder / "settings.json", self.settings)

    async def start(self, account: Account | None, *, can_ask: bool = True, in_tray: bool = False) -> bool:
        """Open the store, show the window with what it holds, then sign in; False when the operator quit instead.

        A store that does not open is asked about, or raises :class:`StoreError` when nobody ``can_ask``.
        """
        self.background.start()
        try:
            await self.bridge.call(self.service.start())
        except StoreError as error:
            if not can_ask:
                raise
            logger.info("the local database does not open: %s", type(error).__name__)
            if not await self._unlock(error):
                return False
        await self.window.load()
        self.window.appear(in_tray=in_tray)
        self._appeared = True
        await self.window.painted()
        if not gc.isenabled():
            gc.freeze()  # what the start made stays; looking through it again and again finds nothing
            gc.enable()
        self.bridge.send(self.service.keep_for(self.settings.preferences.keep_days))
        await self.window.begin(account)
        self._watch_network()
        return True

    async def _unlock(self, error: StoreError) -> bool:
        from mwdesk.gui.desks.unlock import UnlockDesk  # seldom needed

        self.unlock_desk = UnlockDesk(self.theme, self.bridge, self.service, self.folder)
        try:
            return await self.unlock_desk.ask(error)
        finally:
            self.unlock_desk = None

    def show_window(self) -> None:
        """Bring to the front what the operator has to do with now."""
        if self.unlock_desk is not None:
            self.unlock_desk.show_again()
        elif self._appeared:
            self.window.doors.standby.show()

    async def stop(self) -> None:
        """Close the link, finish what the window asked for, close the store, end the thread."""
        if self._network is not None:
            self._network.reachabilityChanged.disconnect(self._on_network_reachability_changed)
            self._network = None
        self.window.account_desk.stop_attempt()
        self.window.doors.stop_export()
        await self.bridge.call(self.service.disconnect())
        await self.bridge.finish()
        await self.bridge.call(self.service.stop())
        self.background.stop()

    def _watch_network(self) -> None:
        """Have the link tested whenever the system's network changes, where the system tells."""
        from PySide6.QtNetwork import QNetworkInformation  # the window has been painted by now

        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            self._network = QNetworkInformation.instance()
            self._network.reachabilityChanged.connect(self._on_network_reachability_changed)

    def _on_network_reachability_changed(self, _reachability: QNetworkInformation.Reachability) -> None:
        self.bridge.send(self.service.network_changed())


def run(options: Options) -> int:
    """Run the console until its window is closed; return the exit code."""
    gc.disable()  # until the window is painted: a twentieth of the start
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with ExitStack() as stack:
        folder = stack.enter_context(_data_folder(options))
        settings, trouble = config.Settings(), None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            logs.set_up(folder / "logs")
            settings = config.load(folder / "settings.json")
        except (OSError, SettingsError) as error:
            trouble = error  # to be told in a window: a program on Windows has no terminal
        _install_hooks()

        _import_qt()
        import qasync
        from PySide6.QtWidgets import QApplication

        from mwdesk.gui import desktop
        from mwdesk.gui.instance import Instance

        desktop.name_process()
        app = QApplication([sys.argv[0]])
        app.setApplicationName("MWDesk")
        app.setDesktopFileName("mwdesk")
        app.setQuitOnLastWindowClosed(False)
        language = choose_language(options, settings)
        translators = install_translation(app, language)
        logger.debug("%d translations", len(translators))
        if trouble is not None:
            _say_unusable(options, folder, trouble)
            return 1
        instance = Instance(folder)
        if not instance.hold():
            if instance.call_the_other():
                return 0
            if not instance.take_over():
                _say_unanswered(options)
                return 1
        stack.callback(instance.release)
        # The same loop everywhere: the one qasync prefers on Windows wakes a thread a hundred times a second.
        loop = qasync.QSelectorEventLoop(app)
        asyncio.set_event_loop(loop)
        with loop:
            return loop.run_until_complete(_serve(app, options, folder, settings, language, instance))


def _say_unanswered(options: Options) -> None:
    """Tell that the folder is held by a process that does not answer: working beside it could send things twice."""
    from PySide6.QtCore import QCoreApplication

    logger.error("another process holds the data folder and does not answer")
    print("mwdesk: it is already running but does not answer; end it first", file=sys.stderr)
    title = QCoreApplication.translate("App", "MWDesk is already running")
    advice = QCoreApplication.translate(
        "App", "It does not answer. Close it, or end it in the system's task manager, then start again."
    )
    _warn(options, title, advice)


def _say_unusable(options: Options, folder: Path, error: Exception) -> None:
    """Tell that the data folder cannot be made, written or read."""
    from PySide6.QtCore import QCoreApplication

    print(f"mwdesk: {error}", file=sys.stderr)
    title = QCoreApplication.translate("App", "MWDesk cannot start")
    advice = QCoreApplication.translate(
        "App",
        "Its data folder cannot be used. Nothing in it was changed. Check that the disk is there and not full and that "
        "you may read and write the folder, then start again.",
    )
    _warn(options, title, f"{advice}\n\n{folder}\n{error}")


def _warn(options: Options, title: str, words: str) -> None:
    """Show plain words in a window of their own, and wait until they were read."""
    if options.offscreen:
        return
    from PySide6.QtCore import QLocale, Qt
    from PySide6.QtWidgets import QApplication, QMessageBox

    from mwdesk.gui.theme import Theme

    app = QApplication.instance()
    theme = Theme(QLocale().name(), parent=app)
    if isinstance(app, QApplication):
        theme.apply(app)
    box = QMessageBox(QMessageBox.Icon.Warning, title, words, QMessageBox.StandardButton.Ok)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


async def _serve(
    app: QApplication, options: Options, folder: Path, settings: config.Settings, language: str, instance: Instance
) -> int:
    from mwdesk.messaging.timings import Timings

    credentials: Credentials = SessionCredentials() if options.demo else Keyring()
    timings = Timings(poll_s=DEMO_POLL_S) if options.demo else None
    if options.demo:
        make_demo_history(folder / "mwdesk.db", datetime.now(UTC))
    console = Console(app, folder, settings, language, credentials, timings)
    instance.raise_requested.connect(console.show_window)
    # Another start waits for longer than this: what it takes is imported once the window has been painted.
    asyncio.get_running_loop().call_later(_LISTEN_AFTER_S, instance.listen)
    server = None
    account = settings.account
    try:
        if options.demo:
            console.background.start()
            server = _demo_server()
            await console.bridge.call(server.start())
            account = Account(DEMO_ACCOUNT, "127.0.0.1", server.port)
            credentials.write(account.credential_key, DEMO_PASSWORD)
        if await console.start(account, can_ask=not options.offscreen, in_tray=options.in_tray):
            await console.window.closed.wait()
    except MwDeskError as error:
        logger.exception("the console cannot start")
        print(f"mwdesk: {error}", file=sys.stderr)
        return 1
    finally:
        if server is not None:
            await console.bridge.call(server.stop())
        await console.stop()
    return 0


def self_test(options: Options, out: Path) -> int:
    """Check that this installation is complete; write the findings as JSON, return 0 when all hold."""
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from mwdesk import selftest

    findings = selftest.run()
    out.write_text(json.dumps(findings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if findings["ok"] else 1


def forget(options: Options) -> int:
    """Drop what the keyring keeps for the data folder; return 0 when it is gone."""
    from mwdesk import forget as forgetting

    try:
        forgetting.run(options.data_dir or config.data_dir(), Keyring())
    except MwDeskError as error:
        print(f"mwdesk: {error}", file=sys.stderr)
        return 1
    return 0


def diagnose(options: Options, asked: Namespace) -> int:
    """Test the way to the gateway on the terminal; return 0 if it holds, 1 if not, 2 if the arguments do not do."""
    from PySide6.QtCore import QCoreApplication

    from mwdesk import diagnose as diagnosis

    try:
        settings = config.load((options.data_dir or config.data_dir()) / "settings.json")
        app = QCoreApplication([sys.argv[0]])
        translators = install_translation(app, choose_language(options, settings))
        logger.debug("%d translations", len(translators))
        return diagnosis.run(diagnosis.chosen_account(asked, settings.account), Keyring())
    except (SettingsError, diagnosis.UnusableError) as error:
        print(f"mwdesk: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 1
