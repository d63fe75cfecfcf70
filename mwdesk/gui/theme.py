"""Colours, fonts, sizes and icons, read once from ``tokens.json`` (DESIGN, sections 2, 3 and 10)."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from mwdesk.config import TEXT_SIZE_MAX, TEXT_SIZE_MIN
from mwdesk.gui.icons import Icons
from mwdesk.gui.resources import resource_path
from mwdesk.gui.tokens import Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibilityHints, QStyleHints

MODES = ("system", "light", "dark")
LANGUAGES = ("zh_CN", "en")
TEXT_SIZES = range(TEXT_SIZE_MIN, TEXT_SIZE_MAX + 1)
"""Pixels of the ``body`` style an operator may choose (DESIGN, section 7)."""
_LEAST_TYPE = 12
_TOOLTIP_PADDING = 3
"""Qt adds it twice at the sides and once above and below: 8 and 4 in the end."""


@functools.cache
def _system_hints() -> tuple[QStyleHints, QAccessibilityHints | None]:
    """Return what the system says of itself; there is no word of contrast before Qt 6.10.

    WORKAROUND: PySide takes the inner object for gone with the wrapper of the outer one, and may then find anything at
    its address. Both wrappers are kept as long as the program runs.
    """
    hints = QGuiApplication.styleHints()
    return hints, hints.accessibility() if hasattr(hints, "accessibility") else None


class Theme(QObject):
    """One per application: what everything painted asks for its looks. ``changed`` follows any change."""

    changed = Signal()

    def __init__(self, language: str = "zh_CN", mode: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data: dict[str, Any] = json.loads(resource_path("tokens.json").read_text(encoding="utf-8"))
        self._themes = {
            name: Tokens(**{token: QColor(value) for token, value in colours.items()})
            for name, colours in self._data["color"].items()
        }
        self._mode = mode if mode in MODES else "system"
        self._language = language if language in LANGUAGES else "en"
        self._scale = 1.0
        self._waiting_limits_min = {"warning": 0, "danger": 0}
        self._fonts: dict[str, QFont] = {}
        self._icons = Icons()
        self._app: QApplication | None = None
        self._hints: QAccessibilityHints | None = None
        self._high_contrast: Tokens | None = None
        self._dark = self._wants_dark()

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._high_contrast or self._themes["dark" if self._dark else "light"]

    @property
    def edge(self) -> QColor | None:
        """What edges bubbles, badges and chosen rows while the system asks for high contrast, else None."""
        return None if self._high_contrast is None else self._high_contrast.text_primary

    @property
    def dark(self) -> bool:
        """Tell whether the dark theme is in force."""
        return self._dark

    @property
    def mode(self) -> str:
        """``system``, ``light`` or ``dark``, as the operator chose."""
        return self._mode

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        return self._language

    @property
    def text_size(self) -> int:
        """Pixels of the ``body`` style."""
        return round(self._data["type"]["body"]["size"] * self._scale)

    def set_mode(self, mode: str) -> None:
        """Choose ``system``, ``light`` or ``dark``; takes effect at once."""
        if mode not in MODES:
            raise ValueError(f"no such mode: {mode}")
        if mode == self._mode:
            return
        self._mode = mode
        self._hint_platform()
        self._refresh()

    def set_text_size(self, pixels: int) -> None:
        """Choose the size of message text, 12 to 20, or 0 for the designed one; all styles follow in proportion."""
        pixels = pixels or int(self._data["type"]["body"]["size"])
        pixels = max(TEXT_SIZES.start, min(TEXT_SIZES.stop - 1, pixels))
        if pixels == self.text_size:
            return
        self._scale = pixels / self._data["type"]["body"]["size"]
        self._refresh(always=True)

    def font(self, style: str) -> QFont:
        """Return the font of a type style; a copy, free to change."""
        font = self._fonts.get(style)
        if font is None:
            entry = self._data["type"][style]
            font = QFont()
            font.setFamilies(self._data["font"]["zh" if self._language == "zh_CN" else "en"])
            font.setPixelSize(self._scaled(style, "size"))
            font.setWeight(QFont.Weight(entry["weight"]))
            if hasattr(font, "setFeature"):
                for feature in self._data["font"]["features"]:
                    font.setFeature(QFont.Tag(feature), 1)
            self._fonts[style] = font
        return QFont(font)

    def line_height(self, style: str) -> int:
        """Return the height of one line of a type style."""
        return self._scaled(style, "line_height")

    def _scaled(self, style: str, measure: str) -> int:
        """Scale a measure of a type style, but not below 12 pixels of type, or its own size if that is less: Chinese
        cannot be read smaller (DESIGN, section 3).
        """
        entry = self._data["type"][style]
        size = entry["size"]
        return round(entry[measure] * max(self._scale, min(size, _LEAST_TYPE) / size))

    def size(self, name: str) -> int:
        """Return a measure by its name in ``tokens.json``, section ``size``."""
        return int(self._data["size"][name])

    def radius(self, name: str) -> int:
        """Return a corner radius."""
        return int(self._data["radius"][name])

    def icon_size(self, name: str) -> int:
        """Return the edge of an icon by its use."""
        return int(self._data["icon"][name])

    def motion_ms(self, name: str) -> int:
        """Return the length of a movement."""
        return int(self._data["motion_ms"][name])

    def breakpoint(self, name: str) -> int:
        """Return a window width at which the layout changes."""
        return int(self._data["breakpoint"][name])

    def waiting_limit_min(self, name: str) -> int:
        """Return after how many minutes a wait is a ``warning`` or ``danger``."""
        return self._waiting_limits_min[name] or int(self._data["waiting"][f"{name}_after_min"])

    def set_waiting_limits(self, warning_min: int, danger_min: int) -> None:
        """Choose after how many minutes a wait turns to a warning and to danger; 0 for the designed limit."""
        limits = {"warning": warning_min, "danger": danger_min}
        if limits != self._waiting_limits_min:
            self._waiting_limits_min = limits
            self.changed.emit()

    @property
    def window_minimum(self) -> QSize:
        """The smallest window."""
        width, height = self._data["breakpoint"]["window_min"]
        return QSize(width, height)

    def colour(self, token: str) -> QColor:
        """Return a colour by its token's name."""
        colour: QColor = getattr(self.tokens, token)
        return colour

    def pixmap(self, icon_name: str, px: int, color: QColor, dpr: float = 1.0) -> QPixmap:
        """Return an icon in one colour; cached."""
        return self._icons.pixmap(icon_name, px, color, dpr)

    def icon(self, icon_name: str, color: QColor | None = None, *, turned: bool = False) -> QIcon:
        """Return an icon for a button or menu, grey while it is disabled; ``turned`` stands on its head."""
        colour = color or self.tokens.text_secondary
        return self._icons.icon(icon_name, colour, self.tokens.text_disabled, turned=turned)

    def app_icon(self) -> QIcon:
        """Return the application's own icon in its own colours."""
        return self._icons.app_icon()

    def apply(self, app: QApplication) -> None:
        """Dress the application and follow the system's colour scheme from now on."""
        first = self._app is None
        self._app = app
        if first:
            app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self._on_style_hints_color_scheme_changed)
            if self._mode != "system":
                self._hint_platform()
            _, self._hints = _system_hints()
            if self._hints is not None:
                self._hints.contrastPreferenceChanged.connect(self._on_hints_contrast_preference_changed)
                self._take_contrast(self._hints.contrastPreference())
        self._dark = self._wants_dark()
        app.setPalette(self.palette())
        app.setFont(self.font("list"))
        app.setStyleSheet(self.style_sheet())

    def palette(self) -> QPalette:
        """Build the palette (DESIGN, section 10)."""
        t = self.tokens
        role = QPalette.ColorRole
        palette = QPalette()
        for roles, colour in (
            ((role.Window,), t.window),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), t.text_primary),
            ((role.Base, role.Button), t.surface),
            ((role.AlternateBase,), t.list_hover),
            ((role.PlaceholderText,), t.text_disabled),
            ((role.BrightText,), t.danger),
            ((role.Highlight,), t.selection),
            ((role.HighlightedText,), t.selection_text),
            ((role.Accent,), t.accent),
            ((role.Link, role.LinkVisited), t.link),
            ((role.ToolTipBase,), t.raised),
            ((role.Mid,), t.border),
            ((role.Dark,), t.border_control),
        ):
            for each in roles:
                palette.setColor(each, colour)
        for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, t.text_disabled)
        return palette

    def style_sheet(self) -> str:
        """Build the application's style sheet; lists and bubbles are painted by delegates and stay out of it."""
        t = self.tokens
        c = {field: getattr(t, field).name() for field in Tokens.__struct_fields__}
        control, popup = self.radius("control"), self.radius("popup")
        track, thumb = self.size("scrollbar"), self.size("scrollbar_thumb")
        inset = (track - thumb) // 2
        small = self.font("small").pixelSize()
        button = self.size("icon_button")
        chosen = "list_selected" if self.edge is None else "selection"
        chosen_text = "text_primary" if self.edge is None else "selection_text"
        return f"""
QPushButton, QToolButton {{ background: {c["surface"]}; color: {c["text_primary"]};
  border: 1px solid {c["border_control"]}; border-radius: {control}px; padding: 0 13px;
  min-height: {self.size("control") - 2}px; }}
QPushButton:hover, QToolButton:hover {{ background: {c["list_hover"]}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c["pressed"]}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c["focus"]}; padding: 0 12px;
  min-height: {self.size("control") - 4}px; }}
QPushButton:disabled, QToolButton:disabled {{ background: transparent; border-color: {c["border"]};
  color: {c["text_disabled"]}; }}
QPushButton[role="primary"] {{ background: {c["accent"]}; border-color: {c["accent"]}; color: {c["accent_text"]}; }}
QPushButton[role="primary"]:hover {{ background: {c["accent_hover"]}; }}
QPushButton[role="primary"]:pressed {{ background: {c["accent_pressed"]}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c["text_primary"]}; }}
QPushButton[ringed="true"]:focus {{ border: 1px solid {c["accent"]}; padding: 0 13px;
  min-height: {self.size("control") - 2}px; }}
QPushButton[role="primary"]:disabled {{ background: {c["window"]}; border-color: {c["border"]};
  color: {c["text_disabled"]}; }}
QPushButton[role="icon"], QToolButton[role="icon"] {{ background: transparent; border: none; padding: 0;
  min-width: {button}px; max-width: {button}px; min-height: {button}px; max-height: {button}px; }}
QPushButton[role="icon"]:hover, QToolButton[role="icon"]:hover {{ background: {c["list_hover"]}; }}
QPushButton[role="icon"]:pressed, QToolButton[role="icon"]:pressed {{ background: {c["pressed"]}; }}
QPushButton[role="icon"]:checked, QToolButton[role="icon"]:checked {{ background: {c["accent_soft"]}; }}
QPushButton[role="icon"]:focus, QToolButton[role="icon"]:focus {{ border: 2px solid {c["focus"]};
  min-width: {button - 4}px; max-width: {button - 4}px; min-height: {button - 4}px; max-height: {button - 4}px; }}
QPushButton[role="icon-on"] {{ background: {c["accent_soft"]}; border: none; padding: 0;
  min-width: {button}px; max-width: {button}px; min-height: {button}px; max-height: {button}px; }}
QPushButton[role="icon-on"]:pressed {{ background: {c["pressed"]}; }}
QPushButton[role="icon-on"]:focus {{ border: 2px solid {c["focus"]};
  min-width: {button - 4}px; max-width: {button - 4}px; min-height: {button - 4}px; max-height: {button - 4}px; }}
QPushButton[role="link"], QToolButton[role="link"] {{ background: transparent; border: none; padding: 0 2px;
  color: {c["link"]}; min-height: 26px; }}
QPushButton[role="link"]:hover, QToolButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus, QToolButton[role="link"]:focus {{ border: 2px solid {c["focus"]}; padding: 0;
  min-height: 22px; }}
QPushButton[role="link"]:disabled, QToolButton[role="link"]:disabled {{ color: {c["text_secondary"]}; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit {{ background: {c["surface"]}; color: {c["text_primary"]}; border: 1px solid {c["border_control"]};
  border-radius: {self.radius("field")}px; padding: 1px 6px; min-height: {self.size("control") - 4}px;
  selection-background-color: {c["selection"]}; selection-color: {c["selection_text"]};
  placeholder-text-color: {c["text_disabled"]}; }}
QLineEdit QToolButton {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QLineEdit:focus {{ border: 2px solid {c["focus"]}; padding: 0 5px; }}
QLineEdit:disabled {{ background: {c["window"]}; border-color: {c["border"]}; color: {c["text_disabled"]}; }}
QLineEdit[invalid="true"] {{ border: 2px solid {c["danger"]}; padding: 0 5px; }}
QLineEdit[invalid="true"]:focus {{ border-color: {c["focus"]}; }}
QMenu {{ background: {c["raised"]}; color: {c["text_primary"]}; border: 1px solid {c["border_control"]};
  padding: 4px 0; }}
QMenu::item {{ padding: 0 24px 0 12px; min-height: {self.size("row_menu")}px; }}
QMenu::item:selected {{ background: {c[chosen]}; color: {c[chosen_text]}; }}
QMenu::item:disabled {{ color: {c["text_disabled"]}; }}
QMenu::icon {{ padding-left: 12px; }}
QMenu::separator {{ height: 1px; background: {c["border"]}; margin: 4px 0; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {track}px; }}
QScrollBar:horizontal {{ height: {track}px; }}
QScrollBar::handle {{ background: {c["scrollbar"]}; border-radius: {thumb // 2}px; margin: {inset}px; }}
QScrollBar::handle:hover {{ background: {c["scrollbar_hover"]}; border-radius: {thumb // 2 + 1}px;
  margin: {inset - 1}px; }}
QScrollBar[thin="true"]:vertical {{ width: {thumb}px; }}
QScrollBar[thin="true"]::handle {{ border-radius: {thumb // 2 - 1}px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: {self.size("scrollbar_thumb_min")}px; }}
QScrollBar::handle:horizontal {{ min-width: {self.size("scrollbar_thumb_min")}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QToolTip {{ background: {c["raised"]}; color: {c["text_primary"]}; border: 1px solid {c["border_control"]};
  padding: 0 {_TOOLTIP_PADDING}px; font-size: {small}px; }}
QSplitter::handle {{ background: {c["border"]}; }}
QLabel[role="secondary"] {{ color: {c["text_secondary"]}; }}
QLabel[role="link"] {{ color: {c["link"]}; }}
QCheckBox {{ color: {c["text_primary"]}; spacing: 8px; }}
QCheckBox:disabled {{ color: {c["text_disabled"]}; }}
QDialog {{ background: {c["raised"]}; }}
QBalloonTip {{ background: {c["raised"]}; }}
QBalloonTip QPushButton {{ border: none; padding: 0; min-height: 0; }}
QFrame[role="popup"] {{ background: {c["raised"]}; border: 1px solid {c["border_control"]};
  border-radius: {popup}px; }}
"""

    def _wants_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        hints = QGuiApplication.styleHints() if QGuiApplication.instance() is not None else None
        return hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark

    def _hint_platform(self) -> None:
        """Tell the platform, so that native title bars follow (Qt 6.8)."""
        if self._app is None:
            return
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._mode, Qt.ColorScheme.Unknown)
        self._app.styleHints().setColorScheme(scheme)

    def _take_contrast(self, preference: Qt.ContrastPreference) -> None:
        """Take the system's colours if it asks for high contrast, else ours."""
        self._high_contrast = None
        if preference == Qt.ContrastPreference.HighContrast and self._app is not None:
            from mwdesk.gui import high_contrast

            self._high_contrast = high_contrast.high_contrast_tokens(high_contrast.system_palette(self._app))

    def _refresh(self, *, always: bool = False) -> None:
        dark = self._wants_dark()
        if dark == self._dark and not always:
            return
        self._dark = dark
        self._fonts.clear()
        self._icons.clear()
        if self._app is not None:
            self.apply(self._app)
        self.changed.emit()

    @Slot()
    def _on_style_hints_color_scheme_changed(self) -> None:
        if self._hints is not None and self._high_contrast is not None:
            self._on_hints_contrast_preference_changed(self._hints.contrastPreference())
        else:
            self._refresh()

    @Slot(Qt.ContrastPreference)
    def _on_hints_contrast_preference_changed(self, preference: Qt.ContrastPreference) -> None:
        self._take_contrast(preference)
        self._refresh(always=True)
