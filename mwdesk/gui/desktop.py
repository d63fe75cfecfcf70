"""What the program asks of the system it runs on.

Nothing here needs Qt. Dark title bars are no part of it: Qt 6.8 gives windows the frame of the colour scheme in force.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

APP_ID = "MWDesk.Console"
"""What joins the windows, the start menu's link and the notices; the setup writes it into its links."""
LAUNCHER = "MWDesk.exe"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME = "MWDesk"


def name_process() -> None:
    """Give the windows one taskbar button of their own; before the first window."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)


def idle_s() -> float | None:
    """Return for how long nobody has touched this computer; None where the system does not tell."""
    if sys.platform != "win32":
        return None
    import ctypes

    class LastInput(ctypes.Structure):
        _fields_ = (("cbSize", ctypes.c_uint), ("dwTime", ctypes.c_uint))

    last = LastInput(ctypes.sizeof(LastInput))
    if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    return float((ctypes.windll.kernel32.GetTickCount() - last.dwTime) % 2**32) / 1000


def play(path: Path) -> bool:
    """Start playing a WAV file; False where only a beep is to be had."""
    if sys.platform != "win32":
        return False
    import winsound

    try:
        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
    except RuntimeError:  # no sound device, or none that is free
        return False
    return True


def start_command(*, in_tray: bool) -> list[str]:
    """Return the command that starts this installation again."""
    # The setup's launcher takes the interpreter's place and knows what to start.
    launched = Path(sys.executable).name.lower() == LAUNCHER.lower()
    command = [sys.executable] if launched else [_windowless(sys.executable), "-m", "mwdesk"]
    return [*command, "--in-tray"] if in_tray else command


def autostart_command() -> str:
    """Return what the system runs for us when the user signs in, as it is written there; empty if nothing."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                return str(winreg.QueryValueEx(key, _NAME)[0])
        except OSError:
            return ""
    try:
        lines = autostart_path().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return ""
    return next((line.removeprefix("Exec=") for line in lines if line.startswith("Exec=")), "")


def set_autostart(command: Sequence[str] | None) -> None:
    """Have this command run whenever the user signs in to the system, or nothing. Raises :class:`OSError`."""
    if sys.platform == "win32":
        import subprocess
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            if command is not None:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
                return
            try:
                winreg.DeleteValue(key, _NAME)
            except FileNotFoundError:
                return
    else:
        path = autostart_path()
        if command is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"[Desktop Entry]\nType=Application\nName={_NAME}\nExec={' '.join(map(_quoted, command))}\n",
            encoding="utf-8",
        )


def autostart_path() -> Path:
    """Return the file that starts the program under a freedesktop session (Desktop Application Autostart 0.5)."""
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder) / "autostart" / "mwdesk.desktop"


def _quoted(argument: str) -> str:
    """Quote for ``Exec`` (Desktop Entry Specification 1.5): the string's escapes come on top of the argument's."""
    for character in '\\"`$':
        argument = argument.replace(character, "\\" + character)
    return '"' + argument.replace("\\", "\\\\").replace("%", "%%") + '"'


def _windowless(interpreter: str) -> str:
    """Prefer the interpreter that opens no console."""
    beside = Path(interpreter).with_name("pythonw.exe")
    return str(beside) if beside.is_file() else interpreter
