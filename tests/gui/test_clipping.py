"""Every screen, in a language 40 % longer than ours: nothing is cut whose whole cannot be read in a tooltip."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import CheckBox
from tests.tools.walk import Findings

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def test_nothing_is_cut(findings: Findings) -> None:
    assert findings.clipped == {}


def test_a_check_box_wraps_its_words(qtbot: QtBot) -> None:
    theme = Theme("en", "light")
    box = CheckBox(theme, "Remember the password, in the system's keyring")
    qtbot.addWidget(box)
    line = theme.line_height("list")
    assert box.heightForWidth(box.sizeHint().width()) == line
    assert box.heightForWidth(box.sizeHint().width() // 2 + 20) == 2 * line
