"""Holds the translations complete: every text translated, no placeholder lost, the compiled files fresh.

    python -m tests.tools.translations_check             check; names each fault
    python -m tests.tools.translations_check --update    refresh and compile first

It needs pyside6-lupdate and pyside6-lrelease, which lie beside the interpreter.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"

_PLACEHOLDER = re.compile(r"%L?(?:\d{1,2}|n)|\{\w*\}")
_MNEMONIC = re.compile(r"&(?=[^\s&])")
_TOOL_LIMIT_S = 120.0


@dataclass(frozen=True)
class Language:
    """One translation: its name, how many plural forms it has, and whether it holds plural forms only."""

    name: str
    forms: int
    plural_only: bool = False

    @property
    def source(self) -> Path:
        """The .ts file."""
        return FOLDER / f"mwdesk_{self.name}.ts"

    @property
    def compiled(self) -> Path:
        """The .qm file."""
        return self.source.with_suffix(".qm")


LANGUAGES = (Language("zh_CN", forms=1), Language("en", forms=2, plural_only=True))


class ToolError(Exception):
    """One of Qt's tools failed."""


def run_tool(name: str, *arguments: str) -> None:
    """Run one of PySide's translation tools in the project's root."""
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a tool of our own environment
            command, cwd=ROOT, capture_output=True, text=True, timeout=_TOOL_LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"{name} did not run: {type(error).__name__}") from error
    if done.returncode:
        raise ToolError(f"{name} failed ({done.returncode}): {(done.stderr or done.stdout).strip()}")


def extract(language: Language, target: Path, *, drop_obsolete: bool) -> None:
    """Merge the sources' texts into a .ts file."""
    sources = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "mwdesk").rglob("*.py"))
    options = ["-silent", "-locations", "none", "-source-language", "en", "-target-language", language.name]
    if language.plural_only:
        options.append("-pluralonly")
    if drop_obsolete:
        options.append("-no-obsolete")
    run_tool("pyside6-lupdate", *options, *sources, "-ts", str(target))


def compile_to(language: Language, target: Path) -> None:
    """Make a .qm file of the committed .ts file."""
    run_tool("pyside6-lrelease", "-silent", language.source.relative_to(ROOT).as_posix(), "-qm", str(target))


def update() -> None:
    """Refresh every .ts file in place and compile it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        extract(language, language.source, drop_obsolete=True)
        compile_to(language, language.compiled)


def faults(language: Language, scratch: Path) -> Iterator[str]:
    """Yield what is wrong with a language, one line each."""
    for path in (language.source, language.compiled):
        if not path.is_file():
            yield f"{path.relative_to(ROOT).as_posix()} is missing"
            return
    fresh = scratch / language.source.name
    shutil.copyfile(language.source, fresh)
    extract(language, fresh, drop_obsolete=False)
    for context in ET.parse(fresh).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            where = f"{language.source.name}: {context.findtext('name')}: {message.findtext('source')!r}"
            for fault in message_faults(message, language):
                yield f"{where}: {fault}"
    compiled = scratch / language.compiled.name
    compile_to(language, compiled)
    if compiled.read_bytes() != language.compiled.read_bytes():
        yield f"{language.compiled.name} is not what {language.source.name} compiles to"


def message_faults(message: ET.Element, language: Language) -> Iterator[str]:
    """Yield what is wrong with one message."""
    source = message.findtext("source") or ""
    translation = message.find("translation")
    kind = None if translation is None else translation.get("type")
    if kind in ("obsolete", "vanished"):
        yield "is no longer in the sources"
        return
    if translation is None or kind == "unfinished":
        yield "is not translated"
        return
    texts = [translation.text or ""]
    if message.get("numerus") == "yes":
        texts = [form.text or "" for form in translation.findall("numerusform")]
        if len(texts) != language.forms:
            yield f"has {len(texts)} plural form(s) in place of {language.forms}"
    for text in texts:
        if not text:
            yield "has an empty translation"
        elif Counter(_PLACEHOLDER.findall(text)) != Counter(_PLACEHOLDER.findall(source)):
            yield f"has other placeholders in {text!r}"
        elif len(_MNEMONIC.findall(text)) != len(_MNEMONIC.findall(source)):
            yield f"has another number of mnemonics in {text!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the translations, after refreshing them if asked; return the exit status."""
    parser = argparse.ArgumentParser(prog="translations_check", description="Check the translations.")
    parser.add_argument("--update", action="store_true", help="refresh the .ts files and compile the .qm files first")
    options = parser.parse_args(arguments)
    found: list[str] = []
    try:
        if options.update:
            update()
        with tempfile.TemporaryDirectory(prefix="mwdesk-ts-") as scratch:
            for language in LANGUAGES:
                found += faults(language, Path(scratch))
    except ToolError as error:
        found.append(str(error))
    for fault in found:
        print(fault)
    print(f"translations: {len(found)} fault(s)" if found else "translations: complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
