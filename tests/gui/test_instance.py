"""One process for each data folder, proven with real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt
from pytestqt.qtbot import QtBot

from mwdesk.gui.instance import LOCK_NAME, Instance, server_name
from tests.gui.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
HOLDER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from PySide6.QtCore import QCoreApplication, QTimer
    from mwdesk.gui.instance import Instance
    app = QCoreApplication(sys.argv)
    instance = Instance(Path(sys.argv[1]))
    if not instance.hold():
        sys.exit(0 if instance.call_the_other() else 3)
    instance.raise_requested.connect(lambda: print("raised", flush=True))
    print("held", flush=True)
    if "late" in sys.argv:
        QTimer.singleShot(700, instance.listen)
    elif "deaf" not in sys.argv:
        instance.listen()
    app.exec()
""")


@contextmanager
def _holder(folder: Path, *how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, str(folder), *how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 - our own code
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_raises_the_first_and_ends(tmp_path: Path) -> None:
    with _holder(tmp_path) as first:
        assert _line(first) == "held"
        for _ in range(2):
            with _holder(tmp_path) as second:
                assert second.wait(10) == 0
            assert _line(first) == "raised"
        assert first.poll() is None


def test_a_second_start_waits_for_one_that_has_just_begun(tmp_path: Path) -> None:
    with _holder(tmp_path, "late") as first:
        assert _line(first) == "held"
        with _holder(tmp_path) as second:
            assert second.wait(10) == 0
        assert _line(first) == "raised"


def test_another_folder_is_another_instance(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with _holder(tmp_path / "a") as first, _holder(tmp_path / "b") as second:
        assert _line(first) == "held"
        assert _line(second) == "held"


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_what_a_killed_one_left_is_taken_over(tmp_path: Path) -> None:
    with _holder(tmp_path) as first:
        assert _line(first) == "held"
        os.kill(first.pid, signal.SIGKILL)
        first.wait(10)
    assert (tmp_path / LOCK_NAME).exists()
    with _holder(tmp_path) as second:
        assert _line(second) == "held"
        with _holder(tmp_path) as third:
            assert third.wait(10) == 0
        assert _line(second) == "raised"


def test_one_that_lives_but_does_not_answer_keeps_the_folder(tmp_path: Path, qtbot: QtBot) -> None:
    with _holder(tmp_path, "deaf") as first:
        assert _line(first) == "held"
        instance = Instance(tmp_path)
        assert not instance.hold()
        assert not instance.call_the_other(0.3)
        assert not instance.take_over()
    assert instance.hold()
    instance.release()


def test_a_process_number_given_to_another_is_no_owner(tmp_path: Path, qtbot: QtBot) -> None:
    template = QLockFile(str(tmp_path / "template"))
    assert template.tryLock(0)
    # What a killed start of ours would have left, had its number been given to this very process.
    (tmp_path / LOCK_NAME).write_bytes((tmp_path / "template").read_bytes())
    instance = Instance(tmp_path)
    assert not instance.hold()
    assert not instance.call_the_other(0.3)
    assert instance.take_over()
    assert not Instance(tmp_path).hold()
    instance.release()
    template.unlock()


def test_a_folder_that_cannot_be_locked_is_used_all_the_same(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    instance = Instance(tmp_path / "nowhere")
    assert instance.hold()
    instance.listen()
    instance.release()
    assert "cannot be locked" in caplog.text
    caplog.clear()


def test_only_the_same_user_may_connect_and_nothing_stays(tmp_path: Path, qtbot: QtBot) -> None:
    instance = Instance(tmp_path)
    assert instance.hold()
    instance.listen()
    assert instance._server is not None
    path = Path(instance._server.fullServerName())
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o077 == 0
    instance.release()
    assert not path.exists()
    assert not (tmp_path / LOCK_NAME).exists()


def test_a_folder_has_one_name_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    assert server_name(Path("a")) == server_name(tmp_path / "a") == server_name(tmp_path / "b" / ".." / "a")
    assert server_name(Path("a")) != server_name(tmp_path)


def test_the_program_itself_starts_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mwdesk", "--demo", "--offscreen", "--data-dir", str(tmp_path)]
    first = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        deadline = time.monotonic() + 20
        while not (tmp_path / LOCK_NAME).exists():
            assert time.monotonic() < deadline
            assert first.poll() is None
            time.sleep(0.05)
        second = subprocess.run(command, cwd=ROOT, timeout=20, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
        assert second.returncode == 0
        assert first.poll() is None
    finally:
        first.kill()
        first.wait(10)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # the offscreen platform has no stack of windows
def test_a_minimised_window_comes_back(stage: Stage) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        console.window.setWindowState(Qt.WindowState.WindowMinimized)
        console.show_window()
        assert not console.window.windowState() & Qt.WindowState.WindowMinimized
        assert console.window.isVisible()

    stage.play(scene())
