"""The names of the colours (DESIGN, section 2); ``tokens.json`` holds those of the light and of the dark theme."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtGui import QColor


class Tokens(Struct, frozen=True):
    """The colours of one theme; the names are those of DESIGN, section 2."""

    window: QColor
    surface: QColor
    raised: QColor
    chrome: QColor
    list_hover: QColor
    list_selected: QColor
    list_selected_inactive: QColor
    pressed: QColor
    bubble_in: QColor
    bubble_in_border: QColor
    bubble_out: QColor
    bubble_out_border: QColor
    text_primary: QColor
    text_secondary: QColor
    text_disabled: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    accent_text: QColor
    accent_soft: QColor
    link: QColor
    border: QColor
    border_control: QColor
    focus: QColor
    success: QColor
    success_soft: QColor
    warning: QColor
    warning_soft: QColor
    danger: QColor
    danger_soft: QColor
    info: QColor
    info_soft: QColor
    unknown: QColor
    unknown_soft: QColor
    state_text: QColor
    badge: QColor
    badge_text: QColor
    badge_muted: QColor
    badge_muted_text: QColor
    scrollbar: QColor
    scrollbar_hover: QColor
    highlight: QColor
    highlight_text: QColor
    selection: QColor
    selection_text: QColor
    avatar_1: QColor
    avatar_2: QColor
    avatar_3: QColor
    avatar_4: QColor
    avatar_5: QColor
    avatar_6: QColor
    avatar_text: QColor
    chart_out: QColor
    chart_in: QColor
    chart_grid: QColor
