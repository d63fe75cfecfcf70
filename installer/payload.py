"""Puts together the folder that is installed: Python, the packages, Qt reduced to what we use, and the program."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import zipfile
from pathlib import Path

from installer import audit, fetch, wine
from installer.paths import EPOCH, HERE, INPUTS, PYTHON_TAG, ROOT, WORK, BuildError, run

PATH_FILE = f"python{PYTHON_TAG}.zip\n.\nlib\n"
"""With it Python looks nowhere else: not at the registry, PATH, PYTHON* or the user's packages."""


def _translate(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which ``*`` stays within a folder and ``**`` does not."""
    escaped = re.escape(pattern).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.compile(escaped.replace(r"\[CS\]", "[CS]"))


class KeepList:
    """Which files of the wheels are installed; all others stay out. An entry that fits nothing is an error."""

    def __init__(self, document: dict[str, object]) -> None:
        self.vc_runtime = [str(name) for name in _list(document["vc_runtime"])]
        self._never = [str(pattern) for pattern in _list(document["never"])]
        keep = document["keep"]
        assert isinstance(keep, dict)  # noqa: S101 - a mistake in a file of ours
        self._patterns = {
            (package, str(pattern)): _translate(str(pattern)) for package, list_ in keep.items() for pattern in list_
        }
        self._packages = set(keep)
        self._used: set[tuple[str, str]] = set()

    @classmethod
    def read(cls) -> KeepList:
        """Read the project's list."""
        return cls(json.loads((INPUTS / "payload-keep.json").read_text(encoding="utf-8")))

    def keeps(self, name: str) -> bool:
        """Tell whether a wheel's file is installed. Raises :class:`BuildError` for a package the list does not know."""
        top, _, rest = name.partition("/")
        package = "*.dist-info" if top.endswith(".dist-info") else top
        if package not in self._packages:
            raise BuildError(f"payload-keep.json says nothing of the package {top!r}")
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in self._never):
            return False
        fitting = [key for key, pattern in self._patterns.items() if key[0] == package and pattern.fullmatch(rest)]
        self._used.update(fitting)
        return bool(fitting)

    def unused(self) -> list[str]:
        """Return the entries that no file so far fitted."""
        return sorted("/".join(key) for key in self._patterns.keys() - self._used)


def _list(value: object) -> list[object]:
    assert isinstance(value, list)  # noqa: S101 - a mistake in a file of ours
    return value


def assemble(folder: Path, wheels: list[Path], version: str) -> None:
    """Write the payload without launcher and list into ``folder``, which must not exist."""
    fetch.unpack_runtime(folder)
    (folder / f"python{PYTHON_TAG}._pth").write_text(PATH_FILE, encoding="ascii", newline="\n")
    keep = KeepList.read()
    for wheel in wheels:
        _unpack(wheel, folder, keep)
    if keep.unused():
        raise BuildError(f"payload-keep.json names files that no wheel has: {', '.join(keep.unused())}")
    package = folder / "lib" / "mwdesk"
    shutil.copytree(ROOT / "mwdesk", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", package / "resources", ignore=shutil.ignore_patterns("*.ts", "*.ico"))
    _copy_guide(package / "resources" / "guide")
    _set_version(package / "__init__.py", version)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE-MWDesk.txt")
    shutil.copytree(HERE / "licences", folder / "licences")


def _copy_guide(folder: Path) -> None:
    """The operator's guide, laid out as in a wheel."""
    folder.mkdir()
    for guide in sorted((ROOT / "docs").glob("guide.*.md")):
        shutil.copy(guide, folder / guide.name)
    shutil.copytree(ROOT / "docs" / "pictures" / "guide", folder / "pictures" / "guide")


def _unpack(wheel: Path, folder: Path, keep: KeepList) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith("/"):
                continue
            top, _, rest = name.partition("/")
            # One set of Microsoft's run time, beside the launcher: Qt's, which is newer than Python's.
            if top == "PySide6" and rest in keep.vc_runtime:
                (folder / rest).write_bytes(archive.read(name))
            elif keep.keeps(name):
                target = folder / "lib" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))


def _set_version(module: Path, version: str) -> None:
    text = module.read_text(encoding="utf-8")
    changed, count = re.subn(r'^__version__ = ".*"$', f'__version__ = "{version}"', text, flags=re.MULTILINE)
    if count != 1:
        raise BuildError("mwdesk/__init__.py does not say the version as expected")
    module.write_text(changed, encoding="utf-8", newline="\n")


def compile_modules(folder: Path, work: Path) -> None:
    """Compile every module beside its source, so that the installed program never writes into its own folder.

    The interpreter of the payload itself does it, under Wine: whatever Python this machine has, the bytes are the same.
    """
    compiler, prefix = work / "compiler", WORK / "prefix"
    compiler.mkdir()
    for file in filter(Path.is_file, folder.iterdir()):
        shutil.copy(file, compiler)
    fetch.unpack_runtime(compiler, "compiler")
    audit.check_runtime(compiler, "compiler")
    wine.make_prefix(prefix)
    modules = wine.windows_path(folder / "lib")
    # The hash of the source instead of its time, and unchecked: nothing but a new version changes these files.
    arguments = ["-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash"]
    try:
        command: list[str | Path] = ["wine", compiler / "python.exe", "-I", "-B", *arguments]
        run([*command, "-s", modules, "-p", "lib", modules], wine.environment(prefix))
    finally:
        wine.end(prefix)


def settle_times(folder: Path) -> None:
    """Give every file the one time of the build, so that two builds are the same bytes."""
    for path in folder.rglob("*"):
        os.utime(path, (EPOCH, EPOCH))
