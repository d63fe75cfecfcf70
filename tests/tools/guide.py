"""Keeps the table of gateway errors in the guide as the program words them; makes the pictures of guide and README.

python -m tests.tools.guide                  check; exit code 1 when a table has fallen behind
python -m tests.tools.guide --update         write the tables
python -m tests.tools.guide --pictures DIR   make the pictures of those that ``dev.py shots DIR`` took
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from mwdesk.app import install_translation
from mwdesk.gui.gateway_errors import GatewayErrorWords, documented_codes, gateway_error_words, retry_words
from mwdesk.gui.wording import sentences

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = {"zh_CN": DOCS / "guide.zh.md", "en": DOCS / "guide.en.md"}
HEADS = {"zh_CN": ("编号", "网关说", "意思", "怎么办"), "en": ("Code", "What it is", "What it means", "What to do")}
PICTURES = {
    "main": "main-1100",
    "long": "composer-over-68",
    "failed": "failed",
    "palette": "palette-found",
    "card": "card-1100",
}
"""By their names in the guide; the pictures of the light theme are taken."""
README = {"main-light-zh_CN": "card-light-zh_CN", "main-dark-en": "card-dark-en"}
_WIDTH = 1100


def table(language: str) -> str:
    """Return the table of errors in the language that is installed."""
    lines = ["| " + " | ".join(HEADS[language]) + " |", "|---|---|---|---|"]
    for code in documented_codes():
        words = gateway_error_words(code)
        lines.append(f"| {code} | {words.title} | {words.meaning} | {_advice(words)} |")
    return "\n".join(lines) + "\n"


def _advice(words: GatewayErrorWords) -> str:
    return sentences(words.advice, retry_words(words.retry))


def with_table(text: str, new_table: str) -> str:
    """Return a guide with its last table, which ends it, replaced."""
    lines = text.rstrip("\n").split("\n")
    while lines and lines[-1].startswith("|"):
        lines.pop()
    return "\n".join(lines).rstrip("\n") + "\n\n" + new_table


def stale(*, update: bool) -> list[str]:
    """Return the names of guides whose table has fallen behind; with ``update``, write them anew."""
    app = QCoreApplication.instance() or QCoreApplication([])
    behind = []
    for language, path in GUIDES.items():
        translators = install_translation(app, language)
        text = path.read_text(encoding="utf-8")
        wanted = with_table(text, table(language))
        for translator in translators:
            app.removeTranslator(translator)
        if text != wanted:
            behind.append(path.name)
            if update:
                path.write_text(wanted, encoding="utf-8", newline="\n")
    return behind


def make_pictures(shots: Path) -> None:
    """Write small pictures, of 256 colours at most."""
    folder = DOCS / "pictures"
    for name, shot in PICTURES.items():
        for language, ending in (("zh_CN", "zh"), ("en", "en")):
            image = _shot(shots / f"{shot}-light-{language}.png")
            if image.width() > _WIDTH:
                image = image.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation)
            _save(image, folder / "guide" / f"{name}-{ending}.png")
    for name, shot in README.items():
        _save(_shot(shots / f"{shot}.png"), folder / f"{name}.png")


def _shot(path: Path) -> QImage:
    image = QImage(str(path))
    if image.isNull():
        raise FileNotFoundError(path)
    return image


def _save(image: QImage, path: Path) -> None:
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    image.convertToFormat(QImage.Format.Format_Indexed8, _common_colors(image), flags).save(str(path), "PNG", 0)


def _common_colors(image: QImage) -> list[int]:
    """Return 256 colours a picture is made of, the rare ones too: Qt's own choice knows none of ours."""
    pixels = memoryview(image.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    common = [color & 0xFFFFFF for color, _ in Counter(pixels).most_common()]
    shades: dict[int, int] = {}
    for color in common:
        shades.setdefault(color & 0xE0E0E0, color)
    return [color | 0xFF000000 for color in dict.fromkeys((*list(shades.values())[:192], *common))][:256]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="guide", description="Keep the operator's guide up to date.")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--pictures", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    if options.pictures is not None:
        make_pictures(options.pictures)
        return 0
    behind = stale(update=options.update)
    for name in behind:
        print(f"{name}: the table of errors {'was written anew' if options.update else 'has fallen behind'}")
    return 1 if behind and not options.update else 0


if __name__ == "__main__":
    sys.exit(main())
