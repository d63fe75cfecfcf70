"""What goes into the payload, and what the setup is told of it."""

from __future__ import annotations

import json
import re
import struct
import zipfile
from pathlib import Path

import pytest

from installer import build, icon, payload
from installer.paths import EPOCH, HERE, INPUTS, ROOT, BuildError
from mwdesk.gui import desktop

NSIS = HERE / "nsis"


def _keep_list(keep: dict[str, list[str]], never: list[str] | None = None) -> payload.KeepList:
    return payload.KeepList({"vc_runtime": ["vc.dll"], "never": never or [], "keep": keep})


def test_what_the_list_does_not_name_stays_out() -> None:
    keep = _keep_list({"PySide6": ["QtCore.pyd", "support/*.py"], "h11": ["**/*.py"], "*.dist-info": ["METADATA"]})
    assert keep.keeps("PySide6/QtCore.pyd")
    assert not keep.keeps("PySide6/QtQml.pyd")
    assert keep.keeps("PySide6/support/deprecated.py")
    assert not keep.keeps("PySide6/support/deeper/other.py")  # * stays in its folder
    assert keep.keeps("h11/__init__.py")
    assert keep.keeps("h11/deep/er/module.py")
    assert keep.keeps("h11-0.16.0.dist-info/METADATA")
    assert not keep.keeps("h11-0.16.0.dist-info/RECORD")


def test_never_is_never() -> None:
    keep = _keep_list({"pypinyin": ["**"]}, ["*.pyi", "*/tests/*"])
    assert keep.keeps("pypinyin/core.py")
    assert not keep.keeps("pypinyin/core.pyi")
    assert not keep.keeps("pypinyin/tests/test_core.py")


def test_a_package_the_list_does_not_know_stops_the_build() -> None:
    with pytest.raises(BuildError, match="surprise"):
        _keep_list({"h11": ["**"]}).keeps("surprise/__init__.py")


def test_an_entry_that_fits_nothing_is_told() -> None:
    keep = _keep_list({"PySide6": ["QtCore.pyd", "QtGone.pyd"]})
    keep.keeps("PySide6/QtCore.pyd")
    assert keep.unused() == ["PySide6/QtGone.pyd"]


def test_every_qt_module_the_program_imports_is_kept() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "mwdesk").rglob("*.py")]
    imported = {name for source in sources for name in re.findall(r"PySide6\.(Qt\w+)", source)}
    kept = payload.KeepList.read()
    assert len(imported) >= 5
    for name in imported - {"QtDBus"}:  # only ever imported on Linux
        assert kept.keeps(f"PySide6/{name}.pyd"), name
        assert kept.keeps(f"PySide6/Qt6{name[2:]}.dll"), name


def test_the_self_test_can_run_without_a_screen() -> None:
    assert payload.KeepList.read().keeps("PySide6/plugins/platforms/qoffscreen.dll")


def test_the_allow_list_names_whole_files_of_qt() -> None:
    """A wildcard among Qt's libraries would let in whatever the next release brings."""
    keep = json.loads((INPUTS / "payload-keep.json").read_text(encoding="utf-8"))["keep"]
    assert [pattern for pattern in keep["PySide6"] if "*" in pattern] == ["support/*.py"]


def test_a_wheel_is_unpacked_by_the_list(tmp_path: Path) -> None:
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ("PySide6/QtCore.pyd", "PySide6/QtQml.pyd", "PySide6/vc.dll"):
            archive.writestr(name, name)
    payload._unpack(wheel, tmp_path, _keep_list({"PySide6": ["QtCore.pyd"]}))
    assert (tmp_path / "lib/PySide6/QtCore.pyd").is_file()
    assert (tmp_path / "vc.dll").is_file()
    assert not (tmp_path / "lib/PySide6/QtQml.pyd").exists()


def test_the_version_is_written_into_the_program(tmp_path: Path) -> None:
    module = tmp_path / "__init__.py"
    module.write_text('"""Doc."""\n\n__version__ = "0.1.0"\n')
    payload._set_version(module, "9.8.7")
    assert '__version__ = "9.8.7"\n' in module.read_text()
    module.write_text("version = 1\n")
    with pytest.raises(BuildError):
        payload._set_version(module, "9.8.7")


@pytest.mark.parametrize(("version", "numbers"), [("1", "1,0,0,0"), ("0.1.0", "0,1,0,0"), ("1.2.3.4", "1,2,3,4")])
def test_versions_windows_can_compare(version: str, numbers: str) -> None:
    assert ",".join(build.four_numbers(version)) == numbers


@pytest.mark.parametrize("version", ["", "1.0rc1", "1.2.3.4.5", "1..2", "1.2-3", "123456"])
def test_versions_windows_cannot_compare_stop_the_build(version: str) -> None:
    with pytest.raises(BuildError):
        build.four_numbers(version)


def test_the_program_has_a_version_windows_can_compare() -> None:
    assert build.four_numbers(build.program_version())


def test_half_a_certificate_is_no_reason_to_build_unsigned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MWDESK_SIGN_KEY", raising=False)
    monkeypatch.delenv("MWDESK_SIGN_CERT", raising=False)
    assert not build.is_signing()
    monkeypatch.setenv("MWDESK_SIGN_CERT", "cert.pem")
    with pytest.raises(BuildError):
        build.is_signing()
    monkeypatch.setenv("MWDESK_SIGN_KEY", "key.pem")
    assert build.is_signing()


def test_the_setup_is_given_every_file_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "payload"
    for name in ("b.dll", "a.exe", "lib/z/deep.py", "lib/a.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    longest = build.write_file_list(folder, tmp_path / "files.nsh")
    lines = (tmp_path / "files.nsh").read_text().splitlines()
    assert longest == len("lib/z/deep.py")
    assert lines == [
        'SetOutPath "$INSTDIR\\app.new"',
        f'File "{folder}/a.exe"',
        f'File "{folder}/b.dll"',
        'SetOutPath "$INSTDIR\\app.new\\lib"',
        f'File "{folder}/lib/a.py"',
        'SetOutPath "$INSTDIR\\app.new\\lib\\z"',
        f'File "{folder}/lib/z/deep.py"',
    ]


def test_all_files_bear_the_time_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "one").touch()
    payload.settle_times(tmp_path)
    assert (tmp_path / "one").stat().st_mtime == EPOCH


def test_the_icon_has_every_size_windows_asks_for() -> None:
    icons = ROOT / "resources" / "icons"
    content = icon.icon_file(icons)
    assert content == icon.icon_file(icons)
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind, count) == (0, 1, len(icon.SIZES))
    for number, size_px in enumerate(icon.SIZES):
        width, height, *_, length, offset = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        assert (width, height) == (size_px % 256, size_px % 256)
        picture = content[offset : offset + length]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack_from(">II", picture, 16) == (size_px, size_px)


def test_setup_says_everything_in_both_languages() -> None:
    strings = re.findall(r'^!insertmacro TEXT (\w+) "(.*?)" "(.*?)"$', (NSIS / "strings.nsh").read_text(), re.MULTILINE)
    assert len(strings) > 10
    for name, chinese, english in strings:
        assert re.search(r"[\u4e00-\u9fff]", chinese), name
        assert not re.search(r"[\u4e00-\u9fff] ?[,:;()]", chinese), name  # Chinese has marks of its own
        assert english, name
        assert not re.search(r"[\u4e00-\u9fff]", english), name
    scripts = "".join((NSIS / name).read_text(encoding="utf-8") for name in ("mwdesk.nsi", "uninstall.nsh"))
    assert set(re.findall(r"\$\(([A-Z_]+)\)", scripts)) == {name for name, _, _ in strings}


def test_setup_has_nothing_to_reach_the_network_with() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(NSIS.iterdir()))
    assert set(re.findall(r"(?m)^\s*!include (\w+\.nsh)", scripts)) == {
        *("FileFunc.nsh", "LogicLib.nsh", "MUI2.nsh", "Sections.nsh", "WinVer.nsh", "WordFunc.nsh", "x64.nsh"),
        *("strings.nsh", "uninstall.nsh"),
    }
    assert set(re.findall(r"(?m)^\s*(\w+)::", scripts)) == {"System"}
    assert not re.search(r"https?:|wininet|winhttp|ws2_32", scripts)


def test_the_links_get_the_identity_of_the_windows() -> None:
    assert build.identity() == desktop.APP_ID


def test_launcher_and_setup_agree_on_the_mutex() -> None:
    told = re.search(r'MUTEX_NAME L"(.+)"', (HERE / "launcher" / "launcher.c").read_text(encoding="utf-8"))
    asked = re.search(r'RUNNING_MUTEX "(.+)"', (NSIS / "mwdesk.nsi").read_text(encoding="utf-8"))
    assert told is not None
    assert asked is not None
    assert told[1].replace("\\\\", "\\") == asked[1]
