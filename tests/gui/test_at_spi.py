"""What a screen reader is told, asked over D-Bus of the program itself; nothing here looks into its objects."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("jeepney")
from tests.tools import at_spi

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PATIENCE_S = 20.0

pytestmark = pytest.mark.skipif(
    not os.environ.get("DISPLAY") or not shutil.which("dbus-daemon") or not any(map(os.path.exists, LAUNCHERS)),
    reason="needs a screen, a D-Bus daemon and at-spi2-core",
)

T = TypeVar("T")


def until(look: Callable[[], T | None]) -> T:
    """Ask another process until it has an answer; what is still being built may be gone at the next question."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with contextlib.suppress(at_spi.GoneError):
            if found := look():
                return found
        time.sleep(0.05)
    raise AssertionError("no answer")


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[at_spi.DBusConnection, dict[str, str]]]:
    """An accessibility bus of our own, and the environment in which programs find it."""
    home = tmp_path_factory.mktemp("home")
    env = {**os.environ, "GSETTINGS_BACKEND": "memory", "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True, env=env) as daemon:  # noqa: S603
        assert daemon.stdout is not None
        env["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().strip()
        try:
            with at_spi.accessibility_bus(env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
                yield bus, env
        finally:
            daemon.terminate()


@pytest.fixture(scope="module")
def desk(
    bus: tuple[at_spi.DBusConnection, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[at_spi.Node]:
    """The demo, as a screen reader finds it; the thread of a customer is open."""
    connection, env = bus
    env = {**env, "QT_ACCESSIBILITY": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
    folder = tmp_path_factory.mktemp("desk")
    command = [sys.executable, "-m", "mwdesk", "--demo", "--lang", "zh_CN", "--data-dir", str(folder)]
    with subprocess.Popen(command, env=env, cwd=Path(__file__).parents[2]) as program:  # noqa: S603 - our own program
        try:
            desk = until(lambda: next(iter(at_spi.applications(connection)), None))
            until(lambda: named(desk, "list", "会话").children)
            choose(desk, "张女士")
            until(lambda: named(desk, "list", "消息").children)
            yield desk
        finally:
            program.terminate()


def named(desk: at_spi.Node, role: str, name: str) -> at_spi.Node:
    """Return what has this very name."""
    return until(lambda: desk.find(role, lambda text: text == name))


def choose(desk: at_spi.Node, customer: str) -> None:
    """Choose a conversation as voice control does."""
    conversations = named(desk, "list", "会话")
    row = next(row for row, node in enumerate(conversations.children) if node.name.startswith(customer))
    conversations.call("SelectChild", "i", (row,), "org.a11y.atspi.Selection")


def test_a_conversation_is_read_as_a_sentence(desk: at_spi.Node) -> None:
    rows = named(desk, "list", "会话").children
    assert {row.role for row in rows} == {"list item"}
    first = rows[0].name
    assert first.startswith("周先生，未读 2 条，已等 ")
    assert first.endswith(" 分，公司在创业大厦A座，工作日都有人")


def test_a_bubble_is_read_with_its_side_time_and_state(desk: at_spi.Node) -> None:
    names = [bubble.name for bubble in named(desk, "list", "消息").children]
    failed = next(name for name in names if "，失败，" in name)
    side, clock, state, reason, text = failed.split("，", 4)
    assert (side, state) == ("我方", "失败")
    assert clock[2] == ":"
    assert "未送达" in reason
    assert text
    assert any(name.startswith("客户，") for name in names)
    assert any("，结果不明，" in name for name in names)


def test_the_composer_and_its_button_say_what_they_are(desk: at_spi.Node) -> None:
    composer = named(desk, "text", "短信内容")
    assert "org.a11y.atspi.EditableText" in composer.call("GetInterfaces")[0]
    assert desk.find("push button", lambda name: name.startswith("发送给 139 ")) is not None


def test_nothing_in_sight_is_nameless(desk: at_spi.Node) -> None:
    controls = ("push button", "check box", "text", "list", "list item", "combo box", "toggle button")
    nameless = [node for node in desk.walk() if node.role in controls and node.is_showing and not node.name]
    assert nameless == []


def test_a_message_is_written_sent_and_announced_by_voice(desk: at_spi.Node) -> None:
    rule = at_spi.announcements(desk.bus)
    composer = named(desk, "text", "短信内容")
    composer.call("SetTextContents", "s", ("您好，周四下午可以",), "org.a11y.atspi.EditableText")
    send = until(lambda: desk.find("push button", lambda name: name.startswith("发送给 139 ")))
    with desk.bus.filter(rule) as heard:
        until(lambda: send.call("DoAction", "i", (0,), "org.a11y.atspi.Action")[0])
        body = desk.bus.recv_until_filtered(heard, timeout=PATIENCE_S).body
    assert "您好，周四下午可以" in str(body)
    assert "秒后发送给 139 " in str(body)
