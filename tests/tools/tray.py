"""A desktop's tray and its notices, on the session's D-Bus: takes icons in, and hears what is to be shown.

A process of its own: Qt hands a notice over while nothing else of its program may run.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import open_dbus_connection

from tests.tools.at_spi import ask

ROOT = Path(__file__).resolve().parents[2]
WATCHER, NOTICES, ITEM = "org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications", "org.kde.StatusNotifierItem"
STATE = {"IsStatusNotifierHostRegistered": ("b", True), "ProtocolVersion": ("i", 0)}
LIMIT_S = 10.0


@dataclass
class Tray:
    """What it was told. Its questions are for any thread but the window's own, which answers them."""

    process: subprocess.Popen[str]
    icons: list[str] = field(default_factory=list)
    """Where the icons are on the bus."""
    notices: list[list[str]] = field(default_factory=list)
    """Titles and texts."""

    def hear(self, lines: IO[str]) -> None:
        """Take down what comes in until it ends."""
        for line in lines:
            told = json.loads(line)
            self.icons += told.get("icons", [])
            self.notices += told.get("notices", [])

    def click(self) -> None:
        """Click the last icon."""
        with open_dbus_connection() as bus:
            ask(bus, new_method_call(self._icon, "Activate", "ii", (0, 0)))

    def get(self, name: str) -> Any:
        """Read a property of the last icon."""
        with open_dbus_connection() as bus:
            return ask(bus, Properties(self._icon).get(name))[0][1]

    def hang(self) -> None:
        """Answer nothing any more, and stay."""
        self.process.send_signal(signal.SIGSTOP)

    @property
    def _icon(self) -> DBusAddress:
        return DBusAddress("/StatusNotifierItem", self.icons[-1], ITEM)


@contextmanager
def tray() -> Iterator[Tray]:
    """Have a tray in the session for the block."""
    command = [sys.executable, "-m", "tests.tools.tray"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    found = Tray(process)
    try:
        assert process.stdout is not None
        process.stdout.readline()  # there is one from now on
        listener = threading.Thread(target=found.hear, args=(process.stdout,), name="tray")
        listener.start()
        yield found
    finally:
        process.send_signal(signal.SIGCONT)  # it may hang
        process.terminate()
        process.wait(LIMIT_S)
        listener.join(LIMIT_S)
        process.stdout.close()


def answer(message: Message) -> Message:
    """Do what a program asks for, and tell of it on the standard output."""
    fields, body = message.header.fields, message.body
    match fields.get(HeaderFields.member):
        case "RegisterStatusNotifierItem":
            print(json.dumps({"icons": [fields[HeaderFields.sender]]}), flush=True)
            return new_method_return(message)
        case "Get":
            return new_method_return(message, "v", (STATE[body[1]],))
        case "GetAll":
            return new_method_return(message, "a{sv}", (STATE,))
        case "GetCapabilities":
            return new_method_return(message, "as", (["actions", "body", "body-markup"],))
        case "GetServerInformation":
            return new_method_return(message, "ssss", ("tray", "MWDesk", "1", "1.2"))
        case "Notify":
            print(json.dumps({"notices": [body[3:5]]}), flush=True)
            return new_method_return(message, "u", (1,))
        case _:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")


def main() -> None:
    """Serve until told to end."""
    with open_dbus_connection() as bus:
        for name in (WATCHER, NOTICES):
            ask(bus, message_bus.RequestName(name))
        print(json.dumps({}), flush=True)
        while True:
            message = bus.receive()
            if message.header.message_type is MessageType.method_call:
                bus.send(answer(message))


if __name__ == "__main__":
    main()
