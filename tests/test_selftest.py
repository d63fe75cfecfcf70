"""The self-test passes on a whole installation and names what is missing from a broken one."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mwdesk import selftest

ROOT = Path(__file__).resolve().parents[1]


def test_a_checkout_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "findings.json"
    command = [sys.executable, "-m", "mwdesk", "--self-test", str(out), "--offscreen"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)  # noqa: S603 - our own code
    findings = json.loads(out.read_text(encoding="utf-8"))
    assert {name: check["found"] for name, check in findings["checks"].items() if not check["ok"]} == {}
    assert (done.returncode, findings["ok"]) == (0, True)
    assert len(findings["checks"]) == 14
    assert done.stderr == ""


def test_a_swapped_or_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / "a.dll").write_bytes(b"genuine")
    line = f"{hashlib.sha256(b'genuine').hexdigest()} *a.dll\n"
    (tmp_path / selftest.FILE_LIST).write_text(line)
    assert selftest._files() == "1 files"
    (tmp_path / "a.dll").write_bytes(b"swapped")
    with pytest.raises(RuntimeError, match=r"a\.dll"):
        selftest._files()
    (tmp_path / "a.dll").unlink()
    with pytest.raises(RuntimeError, match=r"a\.dll"):
        selftest._files()


def test_a_failed_check_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ImportError("no pypinyin")

    for name in ("_window", "_modules", "_keyring", "_login", "_store"):
        monkeypatch.setattr(selftest, name, lambda: "")
    monkeypatch.setattr(selftest, "_files", broken)
    findings = selftest.run()
    assert not findings["ok"]
    assert findings["checks"].pop("files") == {"ok": False, "found": "ImportError: no pypinyin"}
    assert all(check["ok"] for check in findings["checks"].values())
