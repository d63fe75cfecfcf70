"""A Windows of Wine's to install on."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from installer import wine

HERE = Path(__file__).resolve().parent
UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\MWDesk"
PATHS_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\MWDesk.exe"
IDENTITY_KEY = r"HKCU\Software\Classes\AppUserModelId\MWDesk.Console"
RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
DEFAULT_FOLDER = r"C:\users\{user}\AppData\Local\Programs\MWDesk"


class Machine:
    """A Wine prefix of its own, made in ``place``, and what is done on it."""

    def __init__(self, place: Path) -> None:
        self.prefix = place / "prefix"
        self.tools = place / "tools"
        self._env = wine.environment(self.prefix)
        # mscms is the stand-in of stubs.sh. Without netprofm there is no news of the network: the end of Wine 8's list
        # of networks never comes, and Qt, which reads it at the start, would never go on.
        self._env["WINEDLLOVERRIDES"] += ";mscms=n;netprofm="
        wine.make_prefix(self.prefix)
        subprocess.run([HERE / "stubs.sh", self.prefix, self.tools], check=True, timeout=60)
        # One server for all of them; otherwise each program boots this Windows anew.
        subprocess.run(["wineserver", "--persistent"], env=self._env, check=True, timeout=30)
        users = self.prefix / "drive_c" / "users"
        self.user = next(folder.name for folder in users.iterdir() if folder.name != "Public")
        self.folder = DEFAULT_FOLDER.format(user=self.user)

    def path(self, windows: str) -> Path:
        """Return where a path of drive C: lies on this machine."""
        return self.prefix / "drive_c" / windows.removeprefix("C:\\").replace("\\", "/")

    @property
    def data(self) -> Path:
        """The operator's data folder."""
        return self.path(rf"C:\users\{self.user}\AppData\Local\MWDesk")

    @property
    def menu_link(self) -> Path:
        """The start menu's link."""
        menu = rf"C:\users\{self.user}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs"
        return self.path(menu + r"\MWDesk.lnk")

    @property
    def desktop_link(self) -> Path:
        """The desktop's link."""
        return self.path(rf"C:\users\{self.user}\Desktop\MWDesk.lnk")

    def start(self, *command: str | Path, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a program; its output is a pipe, since Python refuses what Wine makes of other handles."""
        return subprocess.Popen(
            ["wine", *map(str, command)],
            env=self._env | (env or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )

    def run(self, *command: str | Path, timeout_s: float = 180, env: dict[str, str] | None = None) -> tuple[int, str]:
        """Run a program to its end and return exit code and output."""
        process = self.start(*command, env=env)
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin, process.stdout:
            try:
                code = process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
                return -1, f"did not end within {timeout_s} s"
            # Wine's services may have inherited the pipe: its end never comes, but what was written is there.
            os.set_blocking(process.stdout.fileno(), False)
            try:
                return code, os.read(process.stdout.fileno(), 65_536).decode(errors="replace")
            except BlockingIOError:
                return code, ""

    def install(self, setup: Path, *options: str, folder: str = "") -> int:
        """Run a setup silently and return its exit code. NSIS wants the folder last, and unquoted."""
        return self.run(setup, "/S", *options, *(f"/D={folder}".split(" ") if folder else []))[0]

    def uninstall(self, *options: str, folder: str = "") -> int:
        """Run the uninstaller silently and return its exit code.

        It usually runs from a copy, to be able to delete itself, and then its caller learns no code; so the copy is
        made here.
        """
        folder = folder or self.folder
        copy = self.path(r"C:\Uninstall-copy.exe")
        copy.write_bytes((self.path(folder) / "Uninstall.exe").read_bytes())
        return self.run(r"C:\Uninstall-copy.exe", "/S", *options, *f"_?={folder}".split(" "))[0]

    def self_test(self, folder: str = "") -> tuple[int, dict[str, object]]:
        """Run the installed program's self-test and return its exit code and findings."""
        program = (folder or self.folder) + r"\app\MWDesk.exe"
        out = self.path(r"C:\self-test.json")
        out.unlink(missing_ok=True)
        code, output = self.run(program, "--self-test", r"C:\self-test.json", "--offscreen")
        if not out.is_file():
            return code, {"ok": False, "output": output}
        findings: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
        return code, findings

    def registry(self, key: str, name: str) -> str | None:
        """Return a value of the registry as text, None if there is none."""
        wanted = ["/ve"] if not name else ["/v", name]
        code, output = self.run("reg", "query", key, *wanted)
        found = re.search(r"REG_\w+\s+(.*\S)", output)
        return found[1] if code == 0 and found else None

    def name_link(self, link: Path) -> tuple[int, str]:
        """Have the launcher write the program's identity into a link; return exit code and what Wine lacks."""
        env = {"WINEDEBUG": "fixme+shell"}
        return self.run(self.folder + r"\app\MWDesk.exe", "--name-link", wine.windows_path(link), env=env)

    def busy_s(self, process: subprocess.Popen[str], during_s: float = 5) -> float:
        """Return the processor time a program takes while nobody does anything; what has to be measured takes time."""

        def spent() -> float:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        before = spent()
        time.sleep(during_s)
        return spent() - before

    def set_version(self, version: str) -> None:
        """Pretend to be another Windows: win10 or win7."""
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", version, "/f")

    def helper(self, *arguments: str) -> int:
        """Run helper.exe and return its exit code."""
        return self.run(self.tools / "helper.exe", *arguments)[0]

    @contextlib.contextmanager
    def screen(self) -> Iterator[None]:
        """Give the programs that are started in the block a screen."""
        reader, writer = os.pipe()
        command = ["Xvfb", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-displayfd", str(writer)]
        server = subprocess.Popen(command, pass_fds=[writer], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with open(reader, encoding="ascii") as told:
            self._env["DISPLAY"] = f":{told.readline().strip()}"
        try:
            # A desktop that began without a screen stays without one.
            self.end()
            yield
        finally:
            self._env["DISPLAY"] = ""
            self.end()
            server.terminate()
            server.wait(60)

    @contextlib.contextmanager
    def mutex(self, name: str) -> Iterator[None]:
        """Let another process own a mutex for the block."""
        process = self.start(self.tools / "helper.exe", "hold", name)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "held"
        try:
            yield
        finally:
            process.kill()
            process.wait(60)

    def end(self) -> None:
        """End every process of this prefix, which may be in the middle of something."""
        wine.end(self.prefix)


def wait_until(ready: Callable[[], bool], timeout_s: float = 120) -> bool:
    """Look until ``ready`` says so; return whether it did in time."""
    deadline = time.monotonic() + timeout_s
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
