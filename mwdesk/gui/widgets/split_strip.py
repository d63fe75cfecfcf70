"""The question above the text box when a text does not fit one message."""

from __future__ import annotations

import itertools
from decimal import Decimal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mwdesk.domain.text import SMS_LIMIT
from mwdesk.gui import wording
from mwdesk.gui.painting import plain_tooltip
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import ActionButton
from mwdesk.gui.widgets.focus_ring import make_primary
from mwdesk.gui.widgets.strip import SPACING, Strip
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
        self._wordings: list[tuple[tuple[Run, ...], str]] = []
        """First and second line, from the fullest to the shortest."""
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
        self.confirm_button = ActionButton(theme, parent=self)
        self.confirm_button.setToolTip(_KEY)
        self.row.addLayout(texts, 1)
        self.row.addWidget(self.back_button)
        self.row.addWidget(self.confirm_button)
        make_primary(theme, self.confirm_button)

    def ask(self, characters: int, parts: int) -> None:
        """Ask whether to send so many messages."""
        self._parts = parts
        amount = self.tr("%n character(s)", "", characters)
        count = wording.number_words(parts)
        whole = Run(
            self.tr("{characters} will go out as {count} messages").format(characters=amount, count=count), strong=True
        )
        charged = Run(self.tr(", charged as {count}").format(count=count))
        limit = self.tr("At most {limit} each, broken at the bars.").format(limit=SMS_LIMIT)
        price, short_price = Run(""), ""
        if self.price_milliyuan:
            total = _yuan(parts * self.price_milliyuan)
            price = Run(self.tr(", about {price} yuan").format(price=total))
            short_price = self.tr("About {price} yuan.").format(price=total)
            each = self.tr("At most {limit} each; {price} yuan for one, from the settings.")
            limit = each.format(limit=SMS_LIMIT, price=_yuan(self.price_milliyuan))
        left = ""
        if self.balance is not None:
            left = self.tr("Balance: {count}.").format(count=wording.number_words(self.balance))
        rest = wording.sentences(limit, left)
        few = Run(amount, strong=True)
        self._wordings = [
            ((whole, charged, price), rest),
            ((whole, price), rest),
            ((few, price), rest),
            ((few, price), left),
            ((few,), wording.sentences(short_price, left)),
            ((few,), short_price or left),
        ]
        self.setAccessibleName("".join(run.text for run in self._wordings[0][0]))
        self.setToolTip(plain_tooltip(f"{self.accessibleName()}\n{rest}"))
        self._fit()
        self.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say it in fewer words where there is little room; what it costs goes last."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words = self.tr("Send as %n message(s)", "", self._parts)
        self.confirm_button.show_words(words)
        # The Escape key goes back as well, so that button goes before a count or a price is cut.
        alone = self.room_beside(self.confirm_button)
        beside = alone - self.back_button.sizeHint().width() - SPACING
        room = beside
        for room, (first, second) in itertools.product((beside, alone), self._wordings):
            self.first.say(*first)
            self.second.say(Run(second))
            if max(self.first.natural_width, self.second.natural_width) <= room:
                break
        self.back_button.setVisible(room == beside)
        more = self.confirm_button.width_for(words, key=_KEY) - self.confirm_button.width_for(words)
        widest = max(self.first.natural_width, self.second.natural_width)
        self.confirm_button.show_words(words, _KEY if widest + more <= room else "")
