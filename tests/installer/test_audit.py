"""The audit sees every file that is not the one it should be; the trial never passes without Wine."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import audit
from installer.paths import BuildError
from mwdesk.selftest import FILE_LIST
from tests.installer.wine import check


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for name in ("MWDesk.exe", "lib/mwdesk/__init__.py", "lib/客户.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    audit.write_list(tmp_path)
    return tmp_path


def test_a_whole_program_passes(program: Path) -> None:
    assert audit.differences(program) == []
    assert len(audit.listed(program)) == 3


def test_a_swapped_file_is_named(program: Path) -> None:
    (program / "MWDesk.exe").write_text("MWDesk.exf")
    assert audit.differences(program) == ["changed: MWDesk.exe"]


def test_a_missing_and_an_added_file_are_named(program: Path) -> None:
    (program / "lib/客户.txt").rename(program / "lib/evil.py")
    assert audit.differences(program) == ["missing: lib/客户.txt", "not listed: lib/evil.py"]


def test_a_swapped_runtime_file_is_refused_before_its_signature_is_asked_for(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "runtime", lambda: {"files": {"MWDesk.exe": "0" * 64}})
    with pytest.raises(BuildError, match=r"MWDesk\.exe is not the file"):
        audit.check_runtime(program)


def test_without_the_verifier_nothing_passes(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match="osslsigncode is missing"):
        audit.check_signature(program / "MWDesk.exe", program / "MWDesk.exe")


def test_the_installed_program_reads_the_list_the_build_writes() -> None:
    assert audit.LIST == FILE_LIST


def test_without_wine_the_trial_fails_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert check.main() == 1
    assert "NOT TESTED: wine" in capsys.readouterr().out
