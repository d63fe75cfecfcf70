"""The question before a customer's link is opened: it shows where the link really leads."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from mwdesk.domain.links import Link, Suspicion
from mwdesk.gui import wording
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.read_only_text import ReadOnlyText

_SCHEMES = ("http", "https")
_LINES = 4


class OpenLinkQuestion(Question):
    """Stay is the safe answer and has the focus; the address can be copied instead."""

    def __init__(self, theme: Theme, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            self.tr("Open a link"),
            wording.fill(self.tr("This link leads to %1"), link.host),
            self.tr("It came from a customer and opens in the browser. This is the whole address:"),
            self.tr("Open in the browser"),
            self.tr("Do not open"),
            link,
            parent,
        )
        self.address = ReadOnlyText(theme, link.address, "list", self.tr("The whole address"), self)
        self.address.setFixedHeight(_LINES * theme.line_height("list"))
        self.body.addWidget(self.address)
        if link.suspicions:
            self.notice.show_notice("danger", self.tr("This address may deceive"), self._warnings(link))
        self.copy_button = self.add_button(self.tr("Copy the address"))
        self.foot.insertWidget(0, self.copy_button)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.agreed.connect(self._on_agreed)

    def _warnings(self, link: Link) -> str:
        words = {
            Suspicion.USER_INFO: self.tr("What stands before the @ is not the place it leads to."),
            Suspicion.FOREIGN_LETTERS: self.tr(
                "Its name has letters of another alphabet, which can look like Latin ones; it is shown as it is sent."
            ),
            Suspicion.BARE_NUMBER: self.tr("It names a computer by number only, as honest senders seldom do."),
        }
        return wording.sentences(*(words[each] for each in link.suspicions))

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.address.toPlainText())
        self.reject()

    @Slot(object)
    def _on_agreed(self, link: Link) -> None:
        url = QUrl(link.address, QUrl.ParsingMode.StrictMode)
        if url.isValid() and url.scheme() in _SCHEMES:
            QDesktopServices.openUrl(url)
