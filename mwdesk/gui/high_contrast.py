"""The colours of who needs high contrast: the system's own, and edges in place of fills (DESIGN, section 8)."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from mwdesk.gui.tokens import Tokens

_TOKENS = {
    QPalette.ColorRole.Window: "window chrome state_text",
    QPalette.ColorRole.Base: "surface raised list_hover list_selected list_selected_inactive pressed"
    " bubble_in bubble_out accent_soft success_soft warning_soft danger_soft info_soft unknown_soft"
    " badge badge_muted avatar_1 avatar_2 avatar_3 avatar_4 avatar_5 avatar_6",
    QPalette.ColorRole.WindowText: "text_primary text_secondary success warning danger info unknown"
    " bubble_in_border bubble_out_border border border_control badge_text badge_muted_text avatar_text"
    " scrollbar scrollbar_hover chart_in chart_grid",
    QPalette.ColorRole.Highlight: "accent accent_hover accent_pressed focus highlight selection chart_out",
    QPalette.ColorRole.HighlightedText: "accent_text highlight_text selection_text",
    QPalette.ColorRole.Link: "link",
}


def system_palette(app: QApplication) -> QPalette:
    """Return the system's palette; ours must be set again afterwards."""
    app.setPalette(QPalette())
    return app.palette()


def high_contrast_tokens(palette: QPalette) -> Tokens:
    """Take all colours from the system's palette; state is told by shape and word alone."""
    colours = {token: palette.color(role) for role, names in _TOKENS.items() for token in names.split()}
    colours["text_disabled"] = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    return Tokens(**colours)
