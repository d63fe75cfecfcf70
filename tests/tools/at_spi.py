"""Asks a running program what a screen reader would: the tree of AT-SPI, over D-Bus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
TIMEOUT_S = 5.0
SHOWING = 25
"""A bit of a state."""


class GoneError(Exception):
    """There is no such thing, or no longer."""


@dataclass(frozen=True)
class Node:
    """Something a screen reader knows of."""

    bus: DBusConnection
    owner: str
    path: str

    def call(self, method: str, signature: str = "", body: tuple[object, ...] = (), interface: str = ACCESSIBLE) -> Any:
        """Call a method; raise GoneError if it cannot be asked."""
        address = DBusAddress(self.path, self.owner, interface)
        return ask(self.bus, new_method_call(address, method, signature or None, body))

    def get(self, name: str, interface: str = ACCESSIBLE) -> Any:
        """Read a property."""
        return ask(self.bus, Properties(DBusAddress(self.path, self.owner, interface)).get(name))[0][1]

    @property
    def name(self) -> str:
        """What is read first."""
        return str(self.get("Name"))

    @property
    def role(self) -> str:
        """What kind of thing it is, in English."""
        return str(self.call("GetRoleName")[0])

    @property
    def children(self) -> list[Node]:
        """What it holds."""
        return [Node(self.bus, *child) for child in self.call("GetChildren")[0]]

    @property
    def is_showing(self) -> bool:
        """Tell whether it can be seen."""
        low, _high = self.call("GetState")[0]
        return bool(low >> SHOWING & 1)

    def walk(self) -> Iterator[Node]:
        """Go through it and all that it holds."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, role: str, holds: Callable[[str], bool] = bool) -> Node | None:
        """Return the first of a role whose name fits."""
        return next((node for node in self.walk() if node.role == role and holds(node.name)), None)


def ask(bus: DBusConnection, message: Any) -> Any:
    """Send a call and return the body of its answer."""
    reply = bus.send_and_get_reply(message, timeout=TIMEOUT_S)
    if reply.header.message_type.name == "error":
        raise GoneError(reply.body)
    return reply.body


@contextmanager
def accessibility_bus(session: str) -> Iterator[DBusConnection]:
    """Connect to the accessibility bus of a session, which starts it."""
    with open_dbus_connection(session) as bus:
        address = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
        (where,) = ask(bus, address)
    with open_dbus_connection(where) as bus:
        yield bus


def applications(bus: DBusConnection) -> list[Node]:
    """Return the programs that can be asked."""
    return Node(bus, "org.a11y.atspi.Registry", ROOT).children


def announcements(bus: DBusConnection) -> MatchRule:
    """Ask for what programs say by themselves; also the registry, for programs send nothing unasked."""
    rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
    ask(bus, message_bus.AddMatch(rule))
    registry = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
    ask(bus, new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], "")))
    return rule
