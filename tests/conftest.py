"""Tests refuse surprise: an unannounced warning in the log, a thread or a task left behind fails the test."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import settings

# One commit, one verdict: the same examples in every run. What chance may find is looked for by `dev.py fuzz`.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def no_surprising_log_record(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a record at WARNING or above."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    surprises = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    assert not surprises, surprises


@pytest.fixture(autouse=True)
def no_leftover_thread() -> Iterator[None]:
    """Fail when a thread outlives the test that started it."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.name.startswith("mwdesk")]
    assert not left, left
