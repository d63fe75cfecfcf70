"""What a reader of the thread asks for beyond reading on: another day, a link, the whole of a long text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot

from mwdesk.domain.message import Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.domain.links import Link
    from mwdesk.gui.desks.thread import ThreadDesk
    from mwdesk.messaging.service import MessagingService

_MARKED_AROUND = timedelta(days=7)
"""A page of the calendar shows days of the months before and after."""
_OLDEST = date(2000, 1, 1)


class ReadingDesk(Desk):
    """Its dialogs are imported when they are first asked for."""

    days_found = Signal(object)
    """Days that have messages, for the open calendar; none hears it once that is closed."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, desk: ThreadDesk) -> None:
        super().__init__(theme, bridge, service, desk)
        self._desk = desk
        desk.view.link_requested.connect(self._on_view_link_requested)
        desk.view.date_requested.connect(self.ask_for_day)

    @Slot(object)
    @Slot()
    def ask_for_day(self, place: QRect | None = None) -> None:
        """Let the operator choose a day to read from, beside a place in the window."""
        phone = self._desk.phone
        if phone is None or not self._desk.isVisible():
            return
        if place is None:
            view = self._desk.view
            place = QRect(view.mapTo(view.window(), QPoint(0, 0)), QSize(view.width(), 0))
        self._bridge.start(self._open_calendar(phone, place))

    async def _open_calendar(self, phone: PhoneNumber, place: QRect) -> None:
        from mwdesk.gui.widgets.date_jump import DateJump

        oldest = await self._bridge.call(self._service.first_since(phone, _begin(_OLDEST)))
        first = None if oldest is None else (await self._bridge.call(self._service.details(oldest)))
        if first is None or phone != self._desk.phone:
            return
        today = datetime.now().astimezone().date()
        begun = min(first.message.created_at.astimezone().date(), today)
        calendar = DateJump(self._theme, self._desk.window(), begun, today)
        self.days_found.connect(calendar.mark)
        calendar.chosen.connect(self._on_calendar_chosen)
        calendar.month_shown.connect(self._on_calendar_month_shown)
        calendar.show_at(place)

    @Slot(object)
    def _on_calendar_month_shown(self, month: date) -> None:
        if self._desk.phone is not None:
            self._bridge.start(self._find_days(self._desk.phone, month))

    async def _find_days(self, phone: PhoneNumber, month: date) -> None:
        start = month - _MARKED_AROUND
        end = month + timedelta(days=31) + _MARKED_AROUND
        moments = await self._bridge.call(self._service.moments(phone, _begin(start), _begin(end)))
        self.days_found.emit({moment.astimezone().date() for moment in moments})

    @Slot(object)
    def _on_calendar_chosen(self, day: date) -> None:
        if self._desk.phone is not None:
            self._bridge.start(self._show_day(self._desk.phone, day))

    async def _show_day(self, phone: PhoneNumber, day: date) -> None:
        row_id = await self._bridge.call(self._service.first_since(phone, _begin(day)))
        if row_id is not None and phone == self._desk.phone:
            await self._desk.show_around(phone, row_id, at_top=True)
            self._say_other_day(row_id, day)
            self._desk.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_other_day(self, row_id: int, day: date) -> None:
        """Say that the day shown is not the one that was asked for, where nothing was written on that."""
        row = self._desk.messages.row_of.get(row_id)
        shown = day if row is None else self._desk.messages.day(row)
        if shown != day:
            today = datetime.now().astimezone().date()
            words = self.tr("Nothing was written on %1. Shown is %2.", "two days")
            names = (wording.date_words(each, today) for each in (day, shown))
            self._desk.noticed.emit(wording.fill(words, *names))

    @Slot(object)
    def _on_view_link_requested(self, link: Link) -> None:
        from mwdesk.gui.dialogs.open_link import OpenLinkQuestion

        OpenLinkQuestion(self._theme, link, self._desk.window()).open()

    def show_whole(self, message: Message) -> None:
        """Show all of a text that is too long for its bubble."""
        from mwdesk.gui.dialogs.whole_text import WholeTextDialog

        dialog = WholeTextDialog(self._theme, message, self._desk.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _begin(day: date) -> datetime:
    """Return the first moment of an operator's day."""
    return datetime(day.year, day.month, day.day).astimezone()
