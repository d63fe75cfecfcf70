"""Installs, runs, upgrades, breaks, repairs and removes the real setup under Wine: `python3 dev.py installer --test`.

What passes here is evidence of the packaging; what only a real Windows shows stands in installer/README.md.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from installer import audit
from installer.build import build, program_version
from installer.paths import WORK, BuildError, say, sha256
from tests.installer.wine import signing
from tests.installer.wine.machine import IDENTITY_KEY, PATHS_KEY, RUN_KEY, UNINSTALL_KEY, Machine, wait_until

NEEDED = ("wine", "wineserver", "makensis", "x86_64-w64-mingw32-gcc", "osslsigncode", "openssl", "Xvfb")
RUNNING = r"Local\MWDesk.Running"
CHINESE = r"C:\用户\张三 李\客服 MWDesk"
ACCOUNT = {"name": "J00001", "host": "gateway.example.com", "port": 8018}


class Checks:
    """Counts what holds and what does not."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed: list[str] = []
        self._since = time.monotonic()

    def that(self, claim: str, holds: object, found: object = "") -> None:
        """Note a claim; a false one is shown with what was found and stops nothing."""
        seconds = time.monotonic() - self._since
        self._since = time.monotonic()
        if holds:
            self.passed += 1
            say(f"ok     {claim} ({seconds:.1f} s)")
        else:
            self.failed.append(claim)
            say(f"FAILED {claim}: {found!r}")

    def same(self, claim: str, found: object, wanted: object) -> None:
        """Note that something is as wanted."""
        self.that(claim, found == wanted, found)


class Trial:
    """The checks in the order in which a user could meet them; each leaves the machine as the next expects it."""

    def __init__(self, machine: Machine, older: Path, newer: Path, certificate: Path, checks: Checks) -> None:
        self.machine, self.older, self.newer, self.certificate, self.checks = machine, older, newer, certificate, checks
        self.app = machine.path(machine.folder) / "app"
        self.shown = False

    def run(self) -> None:
        """Run all of them."""
        self.first_installation()
        self.links()
        self.while_it_runs()
        self.on_screen()
        self.upgrade()
        self.killed_upgrade()
        self.swapped_file()
        self.refusals()
        self.other_folders()
        self.removal()

    def first_installation(self) -> None:
        machine, checks = self.machine, self.checks
        checks.same("a silent installation ends with 0", machine.install(self.older), 0)
        checks.same("every file is installed as listed", audit.differences(self.app), [])
        checks.that("it is in the start menu", machine.menu_link.is_file())
        checks.that("not on the desktop unless asked", not machine.desktop_link.exists())
        checks.same("nor started at sign-in", machine.registry(RUN_KEY, "MWDesk"), None)
        checks.same("its version is registered", machine.registry(UNINSTALL_KEY, "DisplayVersion"), program_version())
        quiet = f'"{machine.folder}\\Uninstall.exe" /S'
        checks.same("and its uninstaller", machine.registry(UNINSTALL_KEY, "QuietUninstallString"), quiet)
        size = int(machine.registry(UNINSTALL_KEY, "EstimatedSize") or "0", 0)
        checks.that("and its size", 50_000 < size < 150_000, size)
        checks.same("App Paths knows it", machine.registry(PATHS_KEY, ""), f"{machine.folder}\\app\\MWDesk.exe")
        self.proves_itself("the installed program proves itself complete", program_version())
        checks.same("running it wrote nothing into its folder", audit.differences(self.app), [])
        machine.install(self.older, "/DESKTOP", "/AUTOSTART")
        checks.that("/DESKTOP puts it on the desktop", machine.desktop_link.is_file())
        started = machine.registry(RUN_KEY, "MWDesk")
        checks.same("/AUTOSTART starts it at sign-in", started, f'"{machine.folder}\\app\\MWDesk.exe"')

    def links(self) -> None:
        machine, checks = self.machine, self.checks
        checks.same("whose its notices are is registered", machine.registry(IDENTITY_KEY, "DisplayName"), "MWDesk")
        picture = machine.registry(IDENTITY_KEY, "IconUri") or ""
        checks.that("with its picture", machine.path(picture).is_file(), picture)
        for link in (machine.menu_link, machine.desktop_link):
            code, told = machine.name_link(link)
            if "propertystore_SetValue" in told:
                # It has been called as documented; whether it would last only a real Windows tells.
                checks.that(f"{link.parent.name}: the identity is written into the link", "Commit" in told, told)
                say("NOTICE: this Wine keeps no properties in links, so the identity in them is NOT PROVED here")
            else:
                checks.same(f"{link.parent.name}: the link has the identity", code, 0)
        machine.run("reg", "add", RUN_KEY, "/v", "MWDesk", "/d", f"{machine.folder}\\app\\MWDesk.exe --in-tray", "/f")
        machine.install(self.older)
        started = machine.registry(RUN_KEY, "MWDesk")
        checks.same("a start out of sight stays one", started, f'"{machine.folder}\\app\\MWDesk.exe" --in-tray')

    def proves_itself(self, claim: str, version: str, folder: str = "") -> None:
        code, findings = self.machine.self_test(folder)
        self.checks.that(claim, code == 0 and findings["ok"] and findings.get("version") == version, findings)
        if not self.shown:
            self.shown = True
            say(json.dumps(findings, ensure_ascii=False, indent=2))

    def while_it_runs(self) -> None:
        machine, checks = self.machine, self.checks
        program = machine.folder + r"\app\MWDesk.exe"
        first = machine.start(program, env={"WINEQT_QPA_PLATFORM": "offscreen"})
        log = machine.data / "logs" / "mwdesk.log"
        checks.that("it runs", wait_until((machine.data / "instance.lock").is_file) and first.poll() is None)
        for number in (1, 2):
            started = time.monotonic()
            # With an argument the launcher itself raises nothing: the program is asked.
            code, output = machine.run(program, "--offscreen", timeout_s=90)
            took = time.monotonic() - started
            found = (code, output, first.poll())
            checks.same(f"start {number + 1} finds the first one and ends", found, (0, "", None))
            say(f"       it took {took:.1f} s")
        heard = wait_until(lambda: log.is_file() and log.read_text("utf-8").count("another start asked") == 2)
        checks.that("the first one heard both", heard, log.read_text("utf-8") if log.is_file() else "no log")
        busy = machine.busy_s(first)
        checks.that("at rest it rests", busy < 1, busy)
        checks.same("setup refuses while it runs: 10", machine.install(self.newer), 10)
        checks.same("the uninstaller too", machine.uninstall(), 10)
        checks.same("and nothing was touched", audit.differences(self.app), [])
        machine.end()
        first.wait(60)
        with machine.mutex(RUNNING):
            checks.same("the mutex alone makes it refuse", machine.install(self.older), 10)

    def on_screen(self) -> None:
        machine, checks = self.machine, self.checks
        program = machine.folder + r"\app\MWDesk.exe"
        with machine.screen():
            first = machine.start(program)
            checks.that("its window appears", wait_until(lambda: machine.helper("front", "MWDesk") == 0))
            checks.that("is minimised", wait_until(lambda: machine.helper("minimise", "MWDesk") == 0))
            started = time.monotonic()
            code = machine.run(program)[0]
            took = time.monotonic() - started
            raised = wait_until(lambda: machine.helper("front", "MWDesk") == 0)
            checks.same("a second start raises it", (code, raised, first.poll()), (0, True, None))
            say(f"       it took {took:.1f} s")
            machine.end()
            first.wait(60)
            wizard = machine.start(self.newer)

            def cancel() -> bool:
                machine.helper("press", "MWDesk 9.0.0", "2")  # Cancel
                machine.helper("press", "MWDesk 9.0.0", "6")  # Yes, really
                return wizard.poll() is not None

            checks.same("a setup that is cancelled ends with 1", (wait_until(cancel), wizard.poll()), (True, 1))
            checks.same("and changes nothing", audit.differences(self.app), [])

    def upgrade(self) -> None:
        machine, checks = self.machine, self.checks
        machine.data.mkdir(exist_ok=True)
        (machine.data / "kept.txt").write_text("客户", encoding="utf-8")
        checks.same("an upgrade ends with 0", machine.install(self.newer), 0)
        checks.same("the new version is registered", machine.registry(UNINSTALL_KEY, "DisplayVersion"), "9.0.0")
        self.proves_itself("the upgraded program proves itself complete", "9.0.0")
        for file in (self.newer, self.app / "MWDesk.exe", self.app.with_name("Uninstall.exe")):
            told = signing.verdict(file, self.certificate)
            checks.same(f"{file.name.removeprefix('MWDesk-9.0.0-')} is signed", told, signing.GOOD)
        checks.that(
            "and what is not signed is told apart", signing.verdict(self.older, self.certificate) != signing.GOOD
        )
        checks.same("nothing of the old one is left", sorted(p.name for p in self.app.parent.iterdir()), BOTH)
        checks.that("the data is still there", (machine.data / "kept.txt").is_file())
        checks.that("the desktop link too", machine.desktop_link.is_file())
        checks.that("and the start at sign-in", machine.registry(RUN_KEY, "MWDesk"))
        before = sha256(self.app / audit.LIST)
        checks.same("a downgrade is refused: 12", machine.install(self.older), 12)
        checks.same("and changes nothing", (sha256(self.app / audit.LIST), audit.differences(self.app)), (before, []))

    def killed_upgrade(self) -> None:
        machine, checks = self.machine, self.checks
        unpacking = self.app.with_name("app.new")
        for files in (20, 700):
            process = machine.start(self.newer, "/S")
            reached = wait_until(lambda files=files: sum(1 for _ in unpacking.rglob("*")) > files)  # type: ignore[misc]
            machine.end()
            process.wait(60)
            checks.that(f"killed after {files} files", reached and unpacking.is_dir(), process.returncode)
            checks.same("the program there is whole", audit.differences(self.app), [])
        self.proves_itself("and runs", "9.0.0")
        checks.same("the next setup ends with 0", machine.install(self.newer), 0)
        checks.same("and leaves no rest", sorted(p.name for p in self.app.parent.iterdir()), BOTH)
        # Killed between the two renames: no program in its place, the old one aside.
        self.app.rename(self.app.with_name("app.old"))
        checks.same("cut between the renames, the next setup ends with 0", machine.install(self.newer), 0)
        checks.same("with the program in its place", audit.differences(self.app), [])
        # The same, but the next setup cannot replace anything: at least the old program must be back.
        self.app.rename(self.app.with_name("app.old"))
        process = machine.start(self.newer, "/S")
        reached = wait_until(lambda: sum(1 for _ in unpacking.rglob("*")) > 20)
        machine.end()
        process.wait(60)
        checks.that("cut and killed again, the old program is back", reached and audit.differences(self.app) == [])
        machine.install(self.newer)

    def swapped_file(self) -> None:
        machine, checks = self.machine, self.checks
        victim = self.app / "lib" / "PySide6" / "Qt6Network.dll"
        swapped = bytearray(victim.read_bytes())
        swapped[-1] ^= 1
        victim.write_bytes(swapped)
        checks.same("the audit names a swapped file", audit.differences(self.app), [f"changed: {LIBRARY}"])
        code, findings = machine.self_test()
        checks.that("and the self-test does", code == 1 and LIBRARY in json.dumps(findings), findings)
        machine.install(self.newer)
        checks.same("installing again repairs it", audit.differences(self.app), [])

    def refusals(self) -> None:
        machine, checks = self.machine, self.checks
        with machine.mutex(r"Local\MWDesk.Setup"):
            checks.same("a second setup is refused: 13", machine.install(self.newer), 13)
            checks.same("a removal during a setup too", machine.uninstall(), 13)
        damaged = self.newer.with_name("damaged.exe")
        content = bytearray(self.newer.read_bytes())
        content[len(content) // 2] ^= 1
        damaged.write_bytes(content)
        checks.same("a damaged setup ends with 2", machine.install(damaged), 2)
        checks.same("and changed nothing", audit.differences(self.app), [])
        machine.set_version("win7")
        checks.same("an older Windows is refused: 11", machine.install(self.newer), 11)
        machine.set_version("win10")
        foreign = machine.path(r"C:\foreign")
        foreign.mkdir()
        (foreign / "holiday.txt").touch()
        checks.same("a folder with other files is refused: 14", machine.install(self.newer, folder=r"C:\foreign"), 14)
        checks.same("and left alone", [path.name for path in foreign.iterdir()], ["holiday.txt"])
        blocked = self.app.with_name("app.new")
        blocked.touch()
        checks.same("files that cannot be written: 15", machine.install(self.newer), 15)
        blocked.unlink(missing_ok=True)
        checks.same("and the program there is whole", audit.differences(self.app), [])
        long = "C:\\" + "d" * 200
        checks.same("too long a path is refused: 16", machine.install(self.newer, folder=long), 16)
        checks.that("and not made", not machine.path(long).exists())

    def other_folders(self) -> None:
        machine, checks = self.machine, self.checks
        in_the_way = self.app.with_name("app.old")
        in_the_way.touch()
        checks.same("a program that cannot be moved aside is not removed: 15", machine.uninstall(), 15)
        checks.same("and stays whole", audit.differences(self.app), [])
        in_the_way.unlink()
        checks.same("a removal ends with 0", machine.uninstall(), 0)
        checks.that("the program is gone", not self.app.exists())
        checks.that("the data is not", (machine.data / "kept.txt").is_file())
        checks.same("a Chinese folder with spaces will do", machine.install(self.older, folder=CHINESE), 0)
        self.proves_itself("the program runs from there", program_version(), CHINESE)
        checks.same("and an upgrade finds it by itself", machine.install(self.newer), 0)
        checks.same("whole", audit.differences(machine.path(CHINESE) / "app"), [])
        mine = machine.path(CHINESE) / "mine.txt"
        mine.touch()
        checks.same("it can be removed", machine.uninstall(folder=CHINESE), 0)
        checks.same("without what others put there", [p.name for p in mine.parent.iterdir()], ["mine.txt"])
        longest = max(map(len, audit.listed(WORK / "payload")))
        deep = "C:\\" + "d" * (259 - len("C:\\\\app.new\\") - longest)
        checks.same("the longest folder that fits will do", machine.install(self.older, folder=deep), 0)
        self.proves_itself("the program runs from there", program_version(), deep)
        machine.uninstall(folder=deep)

    def removal(self) -> None:
        machine, checks = self.machine, self.checks
        machine.install(self.older, "/DESKTOP", "/AUTOSTART")
        (machine.data / "settings.json").write_text(json.dumps({"account": ACCOUNT}), encoding="utf-8")
        key = "J00001@gateway.example.com:8018"
        database = f"database C:\\users\\{machine.user}\\AppData\\Local\\MWDesk\\mwdesk.db"
        machine.helper("keep", "MWDesk", key, "123456")
        machine.helper("keep", f"{database}@MWDesk", database, "ab" * 32)
        machine.helper("keep", "Others", "somebody", "secret")
        checks.same("a removal with /PURGE ends with 0", machine.uninstall("/PURGE"), 0)
        checks.that("the data is gone", not machine.data.exists())
        checks.same("the password is gone from the keyring", machine.helper("kept", "MWDesk"), 1)
        checks.same("the database's key too", machine.helper("kept", f"{database}@MWDesk"), 1)
        checks.same("another program's is not", machine.helper("kept", "Others"), 0)
        checks.same("no registration is left", machine.registry(UNINSTALL_KEY, "DisplayVersion"), None)
        checks.same("no path", machine.registry(PATHS_KEY, ""), None)
        checks.same("no identity", machine.registry(IDENTITY_KEY, "DisplayName"), None)
        checks.same("no start at sign-in", machine.registry(RUN_KEY, "MWDesk"), None)
        checks.that("no link", not machine.menu_link.exists() and not machine.desktop_link.exists())


BOTH = ["Uninstall.exe", "app"]
LIBRARY = "lib/PySide6/Qt6Network.dll"


def main() -> int:
    """Build two versions, put them to the trial and return the exit code."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        say(f"NOT TESTED: {', '.join(missing)} missing. The setup was NOT installed anywhere; this is a failure.")
        return 1
    checks = Checks()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mwdesk-wine-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        try:
            older = build(program_version(), place / "one", offline=False, fast=True)
            again = build(program_version(), place / "two", offline=True, fast=True)
            with signing.certificate(place) as certificate:
                newer = build("9.0.0", place / "three", offline=True, fast=True)
        except BuildError as error:
            say(f"FAILED to build: {error}")
            return 1
        checks.same("two builds are the same bytes", sha256(older), sha256(again))
        machine = Machine(place)
        try:
            Trial(machine, older, newer, certificate, checks).run()
        except (subprocess.SubprocessError, OSError) as error:
            checks.that("the trial came to its end", False, error)
        finally:
            machine.end()
    say(f"{checks.passed} checks passed, {len(checks.failed)} failed, in {time.monotonic() - started:.0f} s")
    for claim in checks.failed:
        say(f"FAILED {claim}")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
