"""The question above the text box when a text does not fit one message."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mwdesk.domain.text import SMS_LIMIT
from mwdesk.gui import wording
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton
from mwdesk.gui.widgets.strip import LEFT, RIGHT, SPACING, Strip
from mwdesk.gui.widgets.words import Run, Sentence

_KEY = "Ctrl+Enter"


def _yuan(milliyuan: int, least_digits: int = 2) -> str:
    """Write an amount with as many decimals as it has, at least two."""
    amount = (Decimal(milliyuan) / 1000).normalize()
    exponent = amount.as_tuple().exponent
    return f"{amount:.{max(least_digits, -exponent if isinstance(exponent, int) else 0)}f}"


class SplitStrip(Strip):
    """Says what a click will send, before it is sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "split", "warning", "warning_soft", parent)
        self._parts = 0
        self.balance: int | None = None
        """How many messages are left, if known."""
        self.price_milliyuan = 0
        """What one message costs, in thousandths of a yuan; 0 if nobody said."""
        self.first = Sentence(theme, "list", self)
        self.second = Sentence(theme, "small", self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.setContentsMargins(0, 0, 0, 0)
        for sentence in (self.first, self.second):
            texts.addWidget(sentence)
        self.back_button = ActionButton(theme, parent=self)
        self.back_button.show_words(self.tr("Edit"))
        self.back_button.setToolTip("Esc")
        self.confirm_button = ActionButton(theme, role="primary", parent=self)
        self.confirm_button.setToolTip(_KEY)
        self.row.addLayout(texts, 1)
        self.row.addWidget(self.back_button)
        self.row.addWidget(self.confirm_button)

    def ask(self, characters: int, parts: int) -> None:
        """Ask whether to send so many messages."""
        self._parts = parts
        amount = self.tr("%n character(s)", "", characters)
        count = wording.number_words(parts)
        charged = self.tr(", charged as {count}").format(count=count)
        limit = self.tr("At most {limit} each, broken at the bars.").format(limit=SMS_LIMIT)
        if self.price_milliyuan:
            charged += self.tr(", about {price} yuan").format(price=_yuan(parts * self.price_milliyuan))
            each = self.tr("At most {limit} each; {price} yuan for one, from the settings.")
            limit = each.format(limit=SMS_LIMIT, price=_yuan(self.price_milliyuan))
        self.first.say(
            Run(
                self.tr("{characters} will go out as {count} messages").format(characters=amount, count=count),
                strong=True,
            ),
            Run(charged),
        )
        left = ""
        if self.balance is not None:
            left = self.tr("Balance: {count}.").format(count=wording.number_words(self.balance))
        self.second.say(Run(wording.sentences(limit, left)))
        self.setAccessibleName(self.first.text())
        self._refresh_confirm()
        self.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key out where there is little room."""
        super().resizeEvent(event)
        self._refresh_confirm()

    def _refresh_confirm(self) -> None:
        words = self.tr("Send as %n message(s)", "", self._parts)
        taken = LEFT + self.icon.sizeHint().width() + self.back_button.sizeHint().width() + RIGHT + 3 * SPACING
        room = self.width() - taken - self.first.natural_width
        self.confirm_button.show_words(words, _KEY if self.confirm_button.width_for(words, key=_KEY) <= room else "")
