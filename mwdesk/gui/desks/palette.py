"""The command palette's side of the window: what it finds, and what comes of a choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.config import TEXT_SIZE_MAX, TEXT_SIZE_MIN, Preferences
from mwdesk.domain.matching import Match, folded, match, query_of, scattered
from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.models.command_model import CommandRow
from mwdesk.gui.models.conversation_list_model import ConversationListModel, utc_now
from mwdesk.gui.people_index import Found, PeopleIndex
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.command_palette import CommandPalette

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService

_PEOPLE_FIRST, _PEOPLE_FOUND = 5, 6
_DOT = " · "
_BY_ANOTHER_NAME = 5
"""Where its English name places a command: behind what its words say, before letters scattered in them."""


class _Do(Struct, frozen=True):
    """A command by its name."""

    name: str


class _Offer(Struct, frozen=True):
    """Something by its words: ``known_as`` is what else finds it."""

    target: object
    words: str
    icon: str
    known_as: str = ""
    detail: str = ""
    keys: str = ""


class PaletteDesk(Desk):
    """Fills the palette: conversations, then commands, then settings."""

    phone_chosen = Signal(object)
    number_chosen = Signal(object)
    """A number without a conversation: write to it."""
    preferences_chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        conversations: ConversationListModel,
        commands: Commands,
        window: QWidget,
    ) -> None:
        super().__init__(theme, bridge, service, window)
        self._conversations = conversations
        self._commands = commands
        self._preferences = Preferences()
        self._people = PeopleIndex()
        self._offers: list[_Offer] = []
        self._settings: list[_Offer] = []
        self._readings: dict[str, str] = {}
        self.palette = CommandPalette(theme, window)
        self.palette.query_changed.connect(self._on_palette_query_changed)
        self.palette.chosen.connect(self._on_palette_chosen)

    def toggle(self, preferences: Preferences) -> None:
        """Open the palette, or close the open one."""
        if self.palette.isVisible():
            self.palette.close_palette()
            return
        self._preferences = preferences
        self._people.update(self._conversations.every())
        self._offers = self._commands_now()
        self._settings = self._settings_now()
        self.palette.open_palette()
        self._bridge.start(self._learn())

    async def _learn(self) -> None:
        """Learn how what is new here is read; until then it is found by its words alone."""
        names = self._people.unread_names()
        words = [offer.words for offer in (*self._offers, *self._settings) if offer.words not in self._readings]
        if names or words:
            readings = await self._bridge.call(self._service.readings((*names, *words)))
            self._readings.update((word, readings[word]) for word in words)
            self._people.learn({name: readings[name] for name in names})
            if self.palette.isVisible() and self.palette.field.text():
                self.palette.show_rows(self._rows(self.palette.field.text()), keep=True)

    # What there is

    def _commands_now(self) -> list[_Offer]:
        return [
            _Offer(
                _Do(each.name),
                each.text,
                each.icon,
                known_as=each.name.replace("_", " "),
                keys=self._commands.shown_keys(each.name),
            )
            for each in self._commands
            if each.name != "palette" and self._commands.actions[each.name].isEnabled()
        ]

    def _settings_now(self) -> list[_Offer]:
        now = self._preferences
        in_force = self.tr("in force", "a setting that is already chosen")
        offers: list[_Offer] = []

        def offer(then: Preferences, words: str, icon: str, known_as: str, detail: str = "") -> None:
            offers.append(_Offer(then, words, icon, known_as, detail or (in_force if then == now else "")))

        offer(replace(now, theme="light"), self.tr("Theme: light"), "theme", "theme light")
        offer(replace(now, theme="dark"), self.tr("Theme: dark"), "theme", "theme dark")
        offer(replace(now, theme="system"), self.tr("Theme: as the system"), "theme", "theme system")
        size = self._theme.text_size
        if size < TEXT_SIZE_MAX:
            bigger = wording.fill(self.tr("%1 to %2 pixels"), size, size + 1)
            offer(replace(now, text_size=size + 1), self.tr("Larger text"), "plus", "text larger", bigger)
        if size > TEXT_SIZE_MIN:
            smaller = wording.fill(self.tr("%1 to %2 pixels"), size, size - 1)
            offer(replace(now, text_size=size - 1), self.tr("Smaller text"), "arrow-down", "text smaller", smaller)
        offer(replace(now, compact_rows=True), self.tr("Rows of the list: compact"), "menu", "rows compact")
        offer(replace(now, compact_rows=False), self.tr("Rows of the list: roomy"), "menu", "rows roomy")
        offer(replace(now, send_key="enter"), self.tr("Send key: Enter"), "send", "send key enter")
        offer(replace(now, send_key="ctrl_enter"), self.tr("Send key: Ctrl+Enter"), "send", "send key ctrl enter")
        return offers

    # What fits

    def _rows(self, typed: str) -> list[CommandRow]:
        query = query_of(typed)
        found = self._people.find(query, _PEOPLE_FOUND) if query else self._people.first(_PEOPLE_FIRST)
        people = [self._person(each) for each in found]
        if (number := self._new_number(typed)) is not None:
            words = wording.fill(self.tr("Write to %1"), number.grouped)
            people.append(CommandRow(number, words, "plus"))
        return [
            *_headed(self.tr("Conversations"), people),
            *_headed(self.tr("Commands"), self._fitting(query, self._offers)),
            *_headed(self.tr("Settings"), self._fitting(query, self._settings) if query else []),
        ]

    def _person(self, found: Found) -> CommandRow:
        conversation = found.conversation
        number, when = conversation.phone.grouped, self._when(conversation)
        if not found.name:
            return CommandRow(conversation, number, "user", when, title_hits=found.number_hits)
        detail = _DOT.join(part for part in (number, when) if part)
        return CommandRow(conversation, found.name, "user", detail, "", found.name_hits, found.number_hits)

    def _when(self, conversation: Conversation) -> str:
        if conversation.waiting_since is not None:
            return wording.waited_words((utc_now() - conversation.waiting_since).total_seconds())
        return "" if conversation.last_at is None else wording.moment_words(conversation.last_at, utc_now())

    def _new_number(self, typed: str) -> PhoneNumber | None:
        try:
            number = PhoneNumber.parse(typed)
        except ValueError:
            return None
        return number if number.is_plausible and self._conversations.conversation(number) is None else None

    def _fitting(self, query: str, offers: Iterable[_Offer]) -> list[CommandRow]:
        if not query:
            return [_row(offer, Match(0, ())) for offer in offers]
        ranked = [(found, offer) for offer in offers if (found := self._match(query, offer)) is not None]
        return [_row(offer, found) for found, offer in sorted(ranked, key=lambda pair: pair[0].rank)]

    def _match(self, query: str, offer: _Offer) -> Match | None:
        """Match the words, then what else it is called, then letters of the words in their order."""
        words = folded(offer.words)
        found = match(query, words, self._readings.get(offer.words, ""))
        if found is None and match(query, offer.known_as) is not None:
            found = Match(_BY_ANOTHER_NAME, ())
        return found or scattered(query, words)

    # What comes of it

    @Slot(str)
    def _on_palette_query_changed(self, typed: str) -> None:
        self.palette.show_rows(self._rows(typed))

    @Slot(object)
    def _on_palette_chosen(self, target: object) -> None:
        if isinstance(target, Conversation):
            self.phone_chosen.emit(target.phone)
        elif isinstance(target, PhoneNumber):
            self.number_chosen.emit(target)
        elif isinstance(target, Preferences):
            self.preferences_chosen.emit(target)
        elif isinstance(target, _Do):
            self._commands.actions[target.name].trigger()


def _row(offer: _Offer, found: Match) -> CommandRow:
    return CommandRow(offer.target, offer.words, offer.icon, offer.detail, offer.keys, found.hits)


def _headed(head: str, rows: list[CommandRow]) -> list[CommandRow]:
    return [replace(rows[0], head=head), *rows[1:]] if rows else []
