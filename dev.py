#!/usr/bin/env python3
"""Run, test and measure MWDesk from a checkout; needs nothing but Python 3.11 or newer.

    python3 dev.py run [args...]     start the console in demo mode (--offscreen: without a display)
    python3 dev.py test [args...]    every check, then pytest with these arguments, on a virtual screen
    python3 dev.py lint              only the static checks
    python3 dev.py shots DIR         write screenshots to DIR; one look or scene: shots DIR light-en-200 card
    python3 dev.py bench [args...]   run the benchmarks
    python3 dev.py day [DIR]         work through a day in the real window by keyboard; pictures in DIR
    python3 dev.py soak [args...]    let two desks live through half an hour of faults (--minutes, --every, --seed)
    python3 dev.py fuzz [args...]    throw bytes at everything that reads some (--minutes, --target)
    python3 dev.py killtest --kills N    kill real processes at N points and look for what was lost or done twice
    python3 dev.py installer [...]   build dist/MWDesk-<version>-Setup.exe for Windows; --test: try it under Wine

The first start creates .venv from the lock files, the next ones reuse it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

OFF_SCREEN = {"killtest": "tests.tools.killtest"}
"""Commands that only start a module of the tests."""
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "mwdesk-stamp.json"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}

RUN_PACKAGES = [
    *("libglib2.0-0", "libegl1", "libgl1", "libxkbcommon-x11-0", "libdbus-1-3", "libfontconfig1", "fonts-noto-cjk"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-xinerama0"),
]
TEST_PACKAGES = [*RUN_PACKAGES, "xvfb", "xauth", "openbox", "dbus", "at-spi2-core", "gnome-keyring", "fonts-noto-core"]
INSTALLER_PACKAGES = [*RUN_PACKAGES, "nsis", "gcc-mingw-w64-x86-64-win32", "osslsigncode", "openssl", "wine", "wine64"]

STATIC_STEPS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy", "mwdesk"],
    "import contracts": ["-c", "from importlinter.cli import lint_imports_command as main; main()"],
}


def say(text: str) -> None:
    """Print a line of our own, told apart from the tools' output."""
    print(f"dev.py: {text}", flush=True)


def child_environment() -> dict[str, str]:
    """Return our environment without what would slow down or confuse a child."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def call(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command in the project's root and never leave it behind."""
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        return process.wait()
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process: politely, then firmly."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# --- The environment: system packages and .venv -----------------------------------------------------------------------


def read_stamp() -> dict[str, Any]:
    """Return what the last finished set-up recorded; nothing if there was none or it was interrupted."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and VENV_PYTHON.exists() else {}


def write_stamp(stamp: Mapping[str, Any]) -> None:
    """Record a finished set-up in one step, so that an interruption cannot leave half a record."""
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(stamp), encoding="utf-8")
    draft.replace(STAMP)


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Return the Debian packages that are not installed."""
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted]
    found = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in found.splitlines() if line.endswith(" installed")}
    return [package for package in wanted if package not in installed]


def install_packages(wanted: Sequence[str]) -> bool:
    """Install the missing system packages if we may; return whether all are there."""
    missing = missing_packages(wanted)
    if not missing:
        return True
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        say(f"system packages are missing; if something does not work, run: sudo {' '.join(install)}")
        return False
    say(f"installing system packages: {' '.join(missing)}")
    env = {**child_environment(), "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in range(3):
        time.sleep(15 * attempt)  # a mirror that is being renewed is whole again after a while
        # A failing update is no reason to stop: the lists at hand may do.
        call(["apt-get", "-q", "update"], env)
        if call(install, env) == 0:
            return True
    say("some system packages could not be installed; going on without them")
    return False


def make_venv(lock: Path, *, fresh: bool) -> None:
    """Create or update .venv from a lock file."""
    env = child_environment()
    STAMP.unlink(missing_ok=True)
    if fresh:
        say("creating .venv")
        base_python: str = getattr(sys, "_base_executable", sys.executable)
        create = [base_python, "-m", "venv", "--clear", str(VENV)]
        # An interrupted set-up's last child may still be writing for a moment; then clearing fails once.
        failed = call(create, env)
        if failed:
            time.sleep(3)
            failed = call(create, env)
        if failed:
            sys.exit("dev.py: could not create .venv (on Debian and Ubuntu: apt-get install python3-venv)")
    say(f"installing {lock.name}")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if call([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], env) != 0:
        sys.exit(f"dev.py: could not install {lock.name}; see pip's message above, then start again")
    # A path file in place of an editable install: no build step. The console scripts come with a real installation.
    # The path is relative because Python 3.11 reads path files in the locale's encoding.
    site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)}))
    (site / "mwdesk.pth").write_text(os.path.relpath(ROOT, site) + "\n", encoding="ascii")


def set_up(kind: str, packages: Sequence[str]) -> None:
    """Bring system packages and .venv up to date for `kind`; costs nothing when they are."""
    stamp = read_stamp()
    known = dict(stamp)
    stamp.setdefault("packages", [])
    wanted = list(packages)
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append("python3-venv")
    if (
        sys.platform == "linux"
        and shutil.which("apt-get")
        and not set(wanted) <= set(stamp["packages"])
        and install_packages(wanted)
    ):
        stamp["packages"] = wanted

    place = {"python": sys.version, "root": str(ROOT)}
    digests = {name: hashlib.sha256(lock.read_bytes()).hexdigest() for name, lock in LOCKS.items()}
    fresh = any(stamp.get(name) != value for name, value in place.items())
    if fresh or stamp.get(kind) != digests[kind]:
        make_venv(LOCKS[kind], fresh=fresh)
        # The development lock contains the other one.
        done = LOCKS if kind == "dev" else [kind]
        stamp = {"packages": stamp["packages"], **place, **{name: digests[name] for name in done}}
    if stamp != known:
        write_stamp(stamp)


# --- The virtual screen -----------------------------------------------------------------------------------------------


def wait_until(ready: Callable[[], bool], timeout_s: float) -> bool:
    """Poll until `ready` says so; return whether it did in time."""
    deadline = time.monotonic() + timeout_s
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def start_server(stack: contextlib.ExitStack, command: list[str], env: Mapping[str, str]) -> str:
    """Start a server that reports its address on the descriptor appended to its command; return the address."""
    reader, writer = os.pipe()
    command = [*command[:-1], command[-1] + str(writer)] if command[-1].endswith("=") else [*command, str(writer)]
    # Its own session: Ctrl-C must reach the tests, not the screen they run on.
    server = subprocess.Popen(
        command, env=env, pass_fds=[writer], stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True
    )
    stack.callback(stop, server)
    os.close(writer)
    with open(reader, encoding="utf-8") as pipe:
        address = pipe.readline().strip()
    if not address:
        raise RuntimeError(f"{command[0]} did not start")
    return address


@contextlib.contextmanager
def virtual_screen(scale: int = 1) -> Iterator[dict[str, str]]:
    """Yield an environment with a private X server, window manager, D-Bus and user folders; all end with the block.

    Windows and macOS use the desktop they have.
    """
    env = {**child_environment(), "QT_SCALE_FACTOR": str(scale)}
    with contextlib.ExitStack() as stack:
        if sys.platform != "linux":
            yield env
            return
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mwdesk-", ignore_cleanup_errors=True)))
        for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            env[name] = str(home / name.lower())
            Path(env[name]).mkdir(mode=0o700)
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS"):
            env.pop(name, None)
        env["LC_ALL"] = "C.UTF-8"
        if shutil.which("Xvfb"):
            size = f"{1600 * scale}x{1000 * scale}x24"
            screen = ["Xvfb", "-screen", "0", size, "-dpi", "96", "-nolisten", "tcp", "-noreset"]
            env["DISPLAY"] = ":" + start_server(stack, [*screen, "-displayfd"], env)
            env["QT_QPA_PLATFORM"] = "xcb"
        else:
            env["QT_QPA_PLATFORM"] = "offscreen"
            say("NOTICE: there is no Xvfb. Qt draws OFF SCREEN, without a window manager: focus and activation differ.")
        if shutil.which("dbus-daemon"):
            bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address="]
            env["DBUS_SESSION_BUS_ADDRESS"] = start_server(stack, bus, env)
        if "DISPLAY" in env and shutil.which("openbox"):
            marker = home / "openbox-is-ready"
            manager = subprocess.Popen(
                ["openbox", "--sm-disable", "--startup", f"touch {marker}"],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            stack.callback(stop, manager)
            if not wait_until(marker.exists, timeout_s=10):
                say("NOTICE: the window manager did not start; focus and activation differ.")
        yield env


# --- The commands -----------------------------------------------------------------------------------------------------


def run(args: list[str]) -> int:
    """Start the console in place of this process."""
    options = {arg.split("=")[0] for arg in args}
    env = child_environment()
    if "--offscreen" in options:
        args = [arg for arg in args if arg != "--offscreen"]
        env["QT_QPA_PLATFORM"] = "offscreen"
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    if sys.platform == "linux" and not any(map(env.get, screens)) and not options & {"--version", "--help", "-h"}:
        say("there is no display (no DISPLAY, no WAYLAND_DISPLAY); start this on a desktop or add --offscreen")
        return 2
    set_up("runtime", RUN_PACKAGES)
    if not options & {"--data-dir", "--demo", "--version"}:
        args = ["--demo", *args]
    return become("mwdesk", args, env)


def become(module: str, args: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a module in place of this process, so that Ctrl-C reaches it alone and it can end as it likes."""
    command = [str(VENV_PYTHON), "-m", module, *args]
    if os.name == "posix":
        os.execve(command[0], command, env)
    process = subprocess.Popen(command, env=env)
    while True:
        # Ctrl-C reaches both; it is for the module to say when it is over.
        with contextlib.suppress(KeyboardInterrupt):
            return process.wait()


def at_length(module: str, args: Sequence[str]) -> int:
    """Run a module of the tests that takes long and needs no screen."""
    set_up("dev", [])
    os.chdir(ROOT)
    return become(module, args, {**child_environment(), "QT_QPA_PLATFORM": "offscreen"})


def run_steps(steps: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> dict[str, tuple[int, float]]:
    """Run every step, also after a failed one; return exit code and seconds by name."""
    results = {}
    for name, arguments in steps.items():
        say(f"--- {name}")
        started = time.monotonic()
        results[name] = (call([str(VENV_PYTHON), *arguments], env), time.monotonic() - started)
    return results


def check(pytest_args: list[str] | None) -> int:
    """Run the static checks, and pytest unless its arguments are None; print a summary."""
    set_up("dev", RUN_PACKAGES if pytest_args is None else TEST_PACKAGES)
    steps = dict(STATIC_STEPS)
    if (ROOT / "tests/tools/translations_check.py").is_file():
        steps["translations"] = ["-m", "tests.tools.translations_check"]
    results = run_steps(steps, {**child_environment(), "QT_QPA_PLATFORM": "offscreen"})
    if pytest_args is not None:
        with virtual_screen() as env:
            results |= run_steps({"pytest": ["-m", "pytest", *pytest_args]}, env)
    say("--- summary")
    for name, (code, seconds) in results.items():
        say(f"{'ok    ' if code == 0 else 'FAILED'} {name:<17} {seconds:6.1f} s")
    return 1 if any(code for code, _ in results.values()) else 0


def on_screen(module: str, args: list[str], scale: int = 1) -> int:
    """Run a module of the tests on the virtual screen."""
    set_up("dev", TEST_PACKAGES)
    with virtual_screen(scale) as env:
        return call([str(VENV_PYTHON), "-m", module, *args], env)


def shots(folder: str, args: list[str]) -> int:
    """Take the pictures of every look, or of one on a screen of its scale."""
    if not args:
        return off_screen("tests.tools.shots", [folder])
    look, *scenes = args
    return on_screen("tests.tools.shots", [folder, "--look", look, *scenes], scale=2 if look.endswith("-200") else 1)


def off_screen(module: str, args: list[str]) -> int:
    """Run a module of the tests that opens no window."""
    set_up("dev", [])
    return call([str(VENV_PYTHON), "-m", module, *args], child_environment())


def installer(args: list[str]) -> int:
    """Build the Windows setup, or with --test install, break, repair and remove it under Wine."""
    is_trial = args == ["--test"]
    set_up("runtime", [*INSTALLER_PACKAGES, "xvfb"] if is_trial else INSTALLER_PACKAGES)
    command = ["-m", "tests.installer.wine.check"] if is_trial else ["-m", "installer.build", *args]
    return call([str(VENV_PYTHON), *command], child_environment())


def main(argv: list[str]) -> int:
    """Run the command named in `argv` and return the exit code."""
    command, args = (argv[0], argv[1:]) if argv else ("", [])
    if command == "run":
        return run(args)
    if command == "test":
        return check(args)
    if command == "lint" and not args:
        return check(None)
    if command == "shots" and args:
        return shots(str(Path(args[0]).resolve()), args[1:])
    if command == "bench":
        return on_screen("tests.benchmarks", args)
    if command == "day" and len(args) <= 1:
        return on_screen("tests.tools.day", [str(Path(arg).resolve()) for arg in args])
    if command == "installer":
        return installer(args)
    if command in {"soak", "fuzz"}:
        return at_length(f"tests.tools.{command}", args)
    if command in OFF_SCREEN:
        return off_screen(OFF_SCREEN[command], args)
    print(__doc__)
    return 0 if command in {"-h", "--help", "help"} else 2


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place that an older Python reaches
        sys.exit(f"dev.py: MWDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    # Turn a polite kill into an exit that still ends the virtual screen.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
