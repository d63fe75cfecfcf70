"""The operator's guide: complete, true to the program, local, and read inside it."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk.gui.dialogs.guide import GuideWindow
from mwdesk.gui.gateway_errors import documented_codes
from mwdesk.gui.resources import guide_path
from mwdesk.gui.theme import Theme
from tests.gui.stage import Stage
from tests.tools import guide as tool

ROOT = tool.DOCS.parent
IMAGE = QTextDocument.ResourceType.ImageResource.value
PICTURE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")


def test_the_tables_say_what_the_program_says(qapp: QApplication) -> None:
    assert tool.stale(update=False) == [], "run: python -m tests.tools.guide --update"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_code_is_in_the_table(language: str) -> None:
    text = guide_path(language).read_text(encoding="utf-8")
    codes = [int(found) for found in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert codes == documented_codes()
    assert len(codes) > 40


def test_both_languages_have_the_same_sections_and_pictures() -> None:
    texts = [guide_path(language).read_text(encoding="utf-8") for language in ("zh_CN", "en")]
    levels = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in texts]
    assert levels[0] == levels[1]
    pictures = [PICTURE.findall(text) for text in texts]
    assert [name.replace("-zh", "-en") for name in pictures[0]] == pictures[1]
    for name in (*pictures[0], *pictures[1]):
        assert (tool.DOCS / name).stat().st_size < 150_000
    assert not any("http" in text for text in texts)


def test_an_installed_program_has_it() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = document["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    shipped = {target.removeprefix("mwdesk/resources/guide/"): ROOT / source for source, target in included.items()}
    for language in ("zh_CN", "en"):
        path = guide_path(language)
        assert shipped[path.name] == path
        for name in PICTURE.findall(path.read_text(encoding="utf-8")):
            folder, _, file = name.rpartition("/")
            assert (shipped[folder] / file).is_file()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_is_read_searched_and_stays_local(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    theme = Theme(language, "light")
    window = GuideWindow(theme)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    pages = window.pages
    qtbot.waitUntil(lambda: pages._fitted_width == pages.viewport().width())
    assert pages.verticalScrollBar().value() == 0, "it begins at the beginning"
    headings = re.findall(r"^(##+) (.+)$", guide_path(language).read_text(encoding="utf-8"), re.MULTILINE)
    assert [words for _, words, _ in pages.headings()] == [words for _, words in headings]
    assert window.contents.count() == len(headings)
    room = window.contents.viewport().width() - 6
    for row in range(window.contents.count()):
        words = window.contents.item(row).text()
        assert window.contents.fontMetrics().horizontalAdvance(words) <= room, "no heading is cut"

    window.contents.setFocus()
    qtbot.keyClick(window.contents, Qt.Key.Key_End)
    assert pages.verticalScrollBar().value() > 0
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.field
    qtbot.keyClicks(window.field, "MWDesk")
    first = pages.textCursor().selectionStart()
    assert pages.textCursor().selectedText() == "MWDesk"
    marked = len(pages.extraSelections())
    assert marked > 2
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    second = pages.textCursor().selectionStart()
    assert second > first
    qtbot.keyClick(window.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert pages.textCursor().selectionStart() == first
    qtbot.keyClicks(window.field, "~~~")
    assert not pages.extraSelections()
    assert window.found.text()

    picture = PICTURE.findall(guide_path(language).read_text(encoding="utf-8"))[0]
    assert not pages.loadResource(IMAGE, QUrl(picture)).isNull()
    secret = tmp_path / "secret.png"
    assert QImage(8, 8, QImage.Format.Format_RGB32).save(str(secret))
    climbing = os.path.relpath(secret, tool.DOCS)
    for elsewhere in (str(secret), climbing, secret.as_uri(), "http://gateway.invalid/a.png"):
        loaded = pages.loadResource(IMAGE, QUrl(elsewhere))
        assert loaded is None or loaded.isNull()
    width = pages.loadResource(IMAGE, QUrl(picture)).width()
    window.field.clear()
    pages.go_to(pages.headings()[4][2])
    window.resize(560, 400)
    qtbot.waitUntil(lambda: not window._side.isVisible())
    assert pages.loadResource(IMAGE, QUrl(picture)).deviceIndependentSize().width() <= pages.viewport().width() < width
    qtbot.waitUntil(lambda: pages.horizontalScrollBar().maximum() == 0)
    qtbot.waitUntil(lambda: pages._fitted_width == pages.viewport().width())
    read = pages.cursorForPosition(QPoint(40, 40)).position()
    assert pages.headings()[4][2] <= read < pages.headings()[5][2], "what is being read stays"
    size = pages.document().defaultFont().pixelSize()
    theme.set_text_size(20)
    assert pages.document().defaultFont().pixelSize() > size


def test_its_ground_follows_the_theme_while_it_is_read(qapp: QApplication, qtbot: QtBot) -> None:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    theme = Theme("zh_CN", "light")
    theme.apply(qapp)
    try:
        window = GuideWindow(theme)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        for mode in ("dark", "light"):
            theme.set_mode(mode)
            ground = window.pages.viewport().grab().toImage().pixelColor(3, 3)
            assert ground.name() == theme.tokens.surface.name(), mode
    finally:
        qapp.setPalette(before[0])
        qapp.setFont(before[1])
        qapp.setStyleSheet(before[2])


def test_the_menu_opens_it_once(stage: Stage) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        window = console.window
        if window.account_desk.sign_in_dialog is not None:
            window.account_desk.sign_in_dialog.reject()
        assert window.commands.actions["guide"] in window.list_pane._menu.actions()
        window.commands.actions["guide"].trigger()
        guide = window.doors.help_desk.guide
        assert guide is not None
        await stage.until(guide.isVisible)
        assert guide.pages._path == guide_path("zh_CN"), "in the operator's language"
        assert not guide.isModal(), "one reads it while one works"
        window.commands.actions["guide"].trigger()
        assert window.doors.help_desk.guide is guide
        guide.close()
        await stage.until(lambda: window.doors.help_desk.guide is None)

    stage.play(scene())
