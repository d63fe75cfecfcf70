"""Builds dist/MWDesk-<version>-Setup.exe: fetch, verify, assemble, compile, launcher, list, makensis, sign."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
from pathlib import Path

from installer import audit, fetch, payload
from installer.paths import DIST, EPOCH, HERE, PYTHON_TAG, ROOT, WORK, BuildError, main_guard, run, say, sha256

MINGW = "x86_64-w64-mingw32-"
SIGN_HOOK = HERE / "sign.sh"
DETERMINED = {"SOURCE_DATE_EPOCH": str(EPOCH), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def program_version() -> str:
    """Return the version the program says it has."""
    found = re.search(r'^__version__ = "(.+)"$', (ROOT / "mwdesk" / "__init__.py").read_text(), re.MULTILINE)
    if found is None:
        raise BuildError("mwdesk/__init__.py does not say the version as expected")
    return found[1]


def identity() -> str:
    """Return the AppUserModelID of the program's windows."""
    found = re.search(r'^APP_ID = "(.+)"$', (ROOT / "mwdesk" / "gui" / "desktop.py").read_text(), re.MULTILINE)
    if found is None:
        raise BuildError("mwdesk/gui/desktop.py does not say the windows' identity as expected")
    return found[1]


def four_numbers(version: str) -> list[str]:
    """Return a version as the four numbers Windows wants. Raises :class:`BuildError` if it has other parts."""
    if not re.fullmatch(r"\d{1,5}(\.\d{1,5}){0,3}", version):
        raise BuildError(f"version {version!r} is not made of one to four numbers; setups could not be compared")
    return [*version.split("."), "0", "0", "0"][:4]


def is_signing() -> bool:
    """Tell whether the environment gives a certificate; half a one is an error. Raises :class:`BuildError`."""
    given = [bool(os.environ.get(name)) for name in ("MWDESK_SIGN_CERT", "MWDESK_SIGN_KEY")]
    if any(given) and not all(given):
        raise BuildError("to sign, both MWDESK_SIGN_CERT and MWDESK_SIGN_KEY must be given")
    return all(given)


def build_launcher(folder: Path, work: Path, version: str) -> None:
    """Compile MWDesk.exe into ``folder``."""
    shutil.copy(HERE / "launcher" / "launcher.manifest", work)
    run([sys.executable, "-m", "installer.icon", ROOT / "resources" / "icons", work], cwd=ROOT)
    resources = (HERE / "launcher" / "launcher.rc.in").read_text(encoding="utf-8")
    resources = resources.replace("@VERSION@", version).replace("@COMMAS@", ",".join(four_numbers(version)))
    (work / "launcher.rc").write_text(resources, encoding="utf-8")
    run([f"{MINGW}windres", "launcher.rc", "launcher.o"], DETERMINED, work)
    command = [f"{MINGW}gcc", "-municode", "-mwindows", "-Os", "-s", "-Wall", "-Wextra", "-Werror"]
    command += ["-D_WIN32_WINNT=0x0A00", f'-DPYTHON_DLL=L"python{PYTHON_TAG}.dll"', "-Wl,--no-insert-timestamp"]
    command += [f'-DAPP_ID=L"{identity()}"']
    # Relative names, for the object code must not depend on where the checkout lies.
    for name in ("launcher.c", "link.c", "link.h"):
        shutil.copy(HERE / "launcher" / name, work)
    sources = ["launcher.c", "link.c", "launcher.o", "-lole32", "-luuid"]
    run([*command, "-o", folder / "MWDesk.exe", *sources], DETERMINED, work)
    shutil.copy(work / "mwdesk.png", folder)


def write_file_list(folder: Path, target: Path) -> int:
    """Write NSIS's list of the payload, sorted, for ``File /r`` follows the disk's order; return the longest path."""
    lines: list[str] = []
    place, longest = "", 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder)).replace("/", "\\")
        parent = name.rpartition("\\")[0]
        if parent != place or not lines:
            lines.append('SetOutPath "$INSTDIR\\{}"'.format("\\".join(filter(None, ["app.new", parent]))))
            place = parent
        lines.append(f'File "{path}"')
        longest = max(longest, len(name))
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return longest


def build(version: str, out: Path, *, offline: bool, fast: bool) -> Path:
    """Build the setup of ``version`` into the folder ``out`` and return its path. Raises :class:`BuildError`."""
    quad = ".".join(four_numbers(version))
    signing = is_signing()
    WORK.mkdir(parents=True, exist_ok=True)
    wheels = fetch.fetch(offline=offline)
    folder, work = WORK / "payload", WORK / "work"
    for place in (folder, work):
        shutil.rmtree(place, ignore_errors=True)
    work.mkdir()
    payload.assemble(folder, wheels, version)
    signed = audit.check_runtime(folder)
    say(f"the Python runtime is the audited one; {signed} files signed by the Python Software Foundation")
    payload.compile_modules(folder, work)
    build_launcher(folder, work, version)
    if signing:
        run([SIGN_HOOK, folder / "MWDesk.exe"])
    audit.write_list(folder)
    longest = write_file_list(folder, work / "files.nsh")
    for place in (folder, work):
        payload.settle_times(place)  # the wizard's picture travels too
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    say(f"payload: {size / 1e6:.1f} MB, {len(audit.listed(folder))} files, longest path {longest}")

    out.mkdir(parents=True, exist_ok=True)
    setup = out / f"MWDesk-{version}-Setup.exe"
    defines = {"VERSION": version, "QUAD": quad, "OUTPUT": setup, "APP_ID": identity()}
    defines |= {
        "ICON": work / "mwdesk.ico",
        "PICTURE": work / "wizard.bmp",
        "KILOBYTES": size // 1024,
        "LONGEST": longest,
        "FILES": work / "files.nsh",
    }
    if signing:
        defines["SIGN"] = SIGN_HOOK
    if fast:
        defines["FAST"] = "1"
    options = [f"-D{name}={value}" for name, value in defines.items()]
    say("compressing")
    run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, HERE / "nsis" / "mwdesk.nsi"], DETERMINED)
    return setup


def main() -> int:
    """Build the Windows setup and return the exit code."""
    parser = argparse.ArgumentParser(prog="installer.build", description=main.__doc__)
    parser.add_argument("--version", default=program_version(), help="build as if the program had this version")
    parser.add_argument("--out", type=Path, default=DIST, metavar="DIR")
    parser.add_argument("--offline", action="store_true", help="use nothing but what was fetched before")
    parser.add_argument("--fast", action="store_true", help="compress less, for tests")
    parser.add_argument("--relock", action="store_true", help="resolve pyproject.toml's dependencies anew, then end")
    given = parser.parse_args()
    if given.relock:
        fetch.relock()
        return 0
    started = time.monotonic()
    setup = build(given.version, given.out.resolve(), offline=given.offline, fast=given.fast)
    say(f"{setup}: {setup.stat().st_size:,} bytes in {time.monotonic() - started:.0f} s, SHA-256 {sha256(setup)}")
    if not is_signing():
        say("NOTICE: it is not signed; see installer/README.md")
    return 0


if __name__ == "__main__":
    main_guard(main)
