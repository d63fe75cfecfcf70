"""Every colour on every ground it is used on; a pair that is not listed here may not be used (DESIGN, section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from msgspec.structs import asdict
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mwdesk.gui import high_contrast, painting
from mwdesk.gui.theme import Theme
from mwdesk.gui.tokens import Tokens
from tests.tools.shots.window import night_palette

AREAS = "window surface raised chrome list_hover list_selected list_selected_inactive bubble_in bubble_out"
SOFT = "warning_soft danger_soft info_soft success_soft unknown_soft"
STATE_GROUNDS = "window surface raised list_hover list_selected list_selected_inactive bubble_in bubble_out"

TEXT = {
    "text_primary": f"{AREAS} accent_soft {SOFT} pressed",
    "text_secondary": f"{AREAS} accent_soft {SOFT}",
    "text_disabled": AREAS,
    "link": f"{STATE_GROUNDS} {SOFT} accent_soft",
    "danger": f"{STATE_GROUNDS} danger_soft chrome",
    "warning": f"{STATE_GROUNDS} warning_soft chrome",
    "success": f"{STATE_GROUNDS} success_soft chrome",
    "info": f"{STATE_GROUNDS} info_soft chrome",
    "unknown": f"{STATE_GROUNDS} unknown_soft",
    "accent_text": "accent accent_hover accent_pressed",
    "state_text": "danger success unknown warning info",
    "badge_text": "badge",
    "badge_muted_text": "badge_muted",
    "highlight_text": "highlight",
    "selection_text": "selection",
    "avatar_text": "avatar_1 avatar_2 avatar_3 avatar_4 avatar_5 avatar_6",
}
"""By text, its grounds: at least 4.5 to 1, disabled text too."""

SHAPES = {
    "border_control": "window surface raised",
    "focus": "window surface raised list_selected bubble_in bubble_out chrome",
    "accent": "window surface raised list_selected",
    "scrollbar": "window surface raised",
    "badge": "surface list_selected",
    "badge_muted": "surface",
    "chart_out": "surface",
    "chart_in": "surface",
    "success": "bubble_out surface list_selected",
    "warning": "bubble_out surface list_selected",
    "danger": "bubble_out surface list_selected",
    "unknown": "bubble_out surface list_selected",
    "text_secondary": "bubble_out surface list_selected",
}
"""By line, icon or bar, its grounds: at least 3 to 1."""

FILLS = {"badge", "badge_muted"}
"""Seen by their edge and not by their ground while contrast is high."""
DECORATION = {"border", "chart_grid", "bubble_in_border", "bubble_out_border", "scrollbar_hover"}
"""Nothing is told by these, or it stands in another colour besides."""


def luminance(colour: QColor) -> float:
    """Return WCAG 2's relative luminance."""
    parts = (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in rgb(colour))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def contrast(one: QColor, other: QColor) -> float:
    """Return WCAG 2's ratio of contrast, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(tokens: Tokens, pairs: dict[str, str], least: float) -> list[str]:
    found = []
    for name, grounds in pairs.items():
        for ground in grounds.split():
            ratio = contrast(getattr(tokens, name), getattr(tokens, ground))
            if round(ratio, 2) < least:
                found.append(f"{name} on {ground}: {ratio:.2f}")
    return found


@pytest.fixture
def contrast_asked(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theme]:
    """A theme in force on a system whose high contrast is switched on and off while it runs."""
    before = qapp.palette(), qapp.styleSheet(), qapp.font()
    monkeypatch.setattr(high_contrast, "system_palette", lambda _app: night_palette())
    theme = Theme("zh_CN", "light")
    theme.apply(qapp)
    yield theme
    theme.deleteLater()
    qapp.setPalette(before[0])
    qapp.setStyleSheet(before[1])
    qapp.setFont(before[2])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_placeholder_is_as_strong_as_designed(qtbot: QtBot, qapp: QApplication, mode: str) -> None:
    theme = Theme("zh_CN", mode)
    theme.apply(qapp)
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setPlaceholderText("\N{FULL BLOCK}" * 9)
    edit.resize(200, 32)
    shown = edit.grab().toImage().pixelColor(40, 16)
    assert shown.name() == theme.tokens.text_disabled.name()
    theme.deleteLater()


def ask_for(preference: Qt.ContrastPreference) -> None:
    """Tell the program what its system wants from now on."""
    hints = QGuiApplication.styleHints()  # PySide takes the inner object for gone with this wrapper
    hints.accessibility().contrastPreferenceChanged.emit(preference)


def test_the_measure_is_wcags() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)
    weak = Tokens(**{**asdict(Theme(mode="light").tokens), "text_disabled": QColor("#A0A0A0")})
    assert too_weak(weak, TEXT, 4.5)


@pytest.mark.parametrize(("mode", "kind"), [*product(("light", "dark"), ("text", "shapes"))])
def test_every_pair_in_use_is_strong_enough(mode: str, kind: str) -> None:
    tokens = Theme("zh_CN", mode).tokens
    assert too_weak(tokens, *((TEXT, 4.5) if kind == "text" else (SHAPES, 3.0))) == []


def test_every_colour_is_held_to_something() -> None:
    held = {name for pairs in (TEXT, SHAPES) for name, grounds in pairs.items() for name in (name, *grounds.split())}
    assert set(Tokens.__struct_fields__) - held == DECORATION


def test_high_contrast_takes_the_systems_colours_while_the_program_runs(contrast_asked: Theme) -> None:
    theme, told = contrast_asked, []
    theme.changed.connect(lambda: told.append(theme.edge))
    ours = theme.tokens
    ask_for(Qt.ContrastPreference.HighContrast)
    palette = night_palette()
    assert told == [palette.windowText().color()]
    assert theme.tokens.danger == theme.tokens.success == palette.windowText().color()  # ticks by shape
    assert theme.tokens.danger_soft == theme.tokens.surface  # soft fills are off
    assert {colour.rgb() for colour in asdict(theme.tokens).values()} <= {
        palette.color(group, role).rgb()
        for group in (palette.ColorGroup.Active, palette.ColorGroup.Disabled)
        for role in palette.ColorRole
        if role != palette.ColorRole.NColorRoles
    }
    ask_for(Qt.ContrastPreference.NoPreference)
    assert theme.tokens == ours
    assert told[1:] == [None]


def test_high_contrast_weakens_no_pair() -> None:
    tokens = high_contrast.high_contrast_tokens(night_palette())
    assert too_weak(tokens, TEXT, 4.5) == []
    assert too_weak(tokens, {name: grounds for name, grounds in SHAPES.items() if name not in FILLS}, 3.0) == []


def test_high_contrast_edges_badges_and_chosen_rows(contrast_asked: Theme) -> None:
    def edged(draw: str) -> bool:
        image = QImage(80, 40, QImage.Format.Format_ARGB32)
        image.fill(contrast_asked.tokens.surface)
        painter = QPainter(image)
        if draw == "badge":
            painting.draw_badge(painter, contrast_asked, 80, 20, "12")
        else:
            painting.draw_chosen(painter, contrast_asked, QRectF(0, 0, 80, 40), active=True)
        painter.end()
        ink = contrast_asked.tokens.text_primary.rgb()
        right = max((x for x in range(80) if image.pixel(x, 20) == ink), default=0)
        return right == 79

    assert not edged("badge")
    assert not edged("row")
    ask_for(Qt.ContrastPreference.HighContrast)
    assert edged("badge")
    assert edged("row")
