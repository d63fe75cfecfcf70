"""What is slow to read, for a thread of its own: search, what failed, the figures of the usage page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from mwdesk.domain.account import Balance
from mwdesk.domain.figures import Figures, Stretch, Used
from mwdesk.domain.finding import Findings, FoundCustomer, FoundMessage, Query, Troubled
from mwdesk.domain.message import DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber, number_fragment
from mwdesk.store.reader import Reader
from mwdesk.store.search import fold

PAGE = 50
TOLD_SINCE = "balance_told_since"
TOLD_OF = "balance_told_of"
"""The account whose balances are kept."""
"""The fact that names when the gateway's count was first kept."""
_CUSTOMERS_MOST = 200
_TROUBLED_MOST = 500
_EXPORT_PAGE = 5000
_THREAD_PAGE = 500
_WEEK = timedelta(days=7)


class _Names:
    """The names of customers, each asked for once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[PhoneNumber, str] = {}

    def of(self, phone: PhoneNumber) -> str:
        if phone not in self._known:
            conversation = self._reader.conversation(phone)
            self._known[phone] = "" if conversation is None else conversation.name
        return self._known[phone]


def find(reader: Reader, query: Query, before_row_id: int | None, limit: int = PAGE) -> Findings:
    """Return a page of what holds the text; customers come with the first page, and only if nothing else is asked."""
    text = query.text.strip()
    if not text:
        return Findings()
    customers = _customers(reader, text) if before_row_id is None and query.is_plain else ()
    hits = reader.search_messages(
        text,
        before_row_id=before_row_id,
        start=query.start,
        end=query.end,
        states=query.states,
        direction=query.direction,
        limit=limit,
    )
    names = _Names(reader)
    found = tuple(FoundMessage(hit.message, names.of(hit.message.phone), hit.start, hit.length) for hit in hits)
    return Findings(customers, found, hits[-1].message.row_id if len(hits) == limit else None)


def _customers(reader: Reader, text: str) -> tuple[FoundCustomer, ...]:
    """Return the customers whose name, number or notes hold a text; the store's search looks at last texts besides."""
    digits, folded = number_fragment(text), fold(text)
    found = []
    for conversation in reader.search(text, _CUSTOMERS_MOST):
        at = conversation.phone.digits.find(digits) if digits else -1
        if (start := fold(conversation.name).find(folded)) >= 0:
            found.append(FoundCustomer(conversation, True, start, len(text)))
        elif at >= 0:
            found.append(FoundCustomer(conversation, False, at, len(digits)))
    known = {customer.conversation.phone for customer in found}
    for phone, note in reader.search_notes(text, _CUSTOMERS_MOST):
        noted = None if phone in known else reader.conversation(phone)
        if noted is not None:
            found.append(FoundCustomer(noted, False, max(fold(note).find(folded), 0), len(text), note))
    return tuple(found)


def find_in_thread(reader: Reader, phone: PhoneNumber, text: str) -> list[int]:
    """Return the rows of a conversation whose text holds a text, oldest first."""
    folded = fold(text.strip())
    rows: list[int] = []
    before: int | None = None
    while folded and (page := reader.thread(phone, before, _THREAD_PAGE)):
        rows[:0] = [message.row_id for message in page if folded in fold(message.text)]
        before = page[0].row_id
    return rows


def troubled(reader: Reader, silent_since: datetime, silent_before: datetime) -> list[Troubled]:
    """Return what failed, is unknown, or was submitted between two moments and never reported on; newest first.

    What failed or is unknown stays, however old, until the operator deals with it: the list counts it so long. What he
    dismissed is left out.
    """
    wrong = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
    hits = reader.search_messages("", states=wrong, dismissed=False, limit=_TROUBLED_MOST)
    hits += reader.search_messages(
        "",
        start=silent_since,
        end=silent_before,
        states=(DeliveryState.SENT,),
        dismissed=False,
        limit=_TROUBLED_MOST,
    )
    names = _Names(reader)
    messages = sorted((hit.message for hit in hits), key=lambda message: -message.row_id)
    return [Troubled(message, names.of(message.phone)) for message in messages]


def figures(reader: Reader, days: Sequence[datetime], now: datetime, told: tuple[Balance, datetime] | None) -> Figures:
    """Work out the usage page.

    ``days`` are the beginnings of the operator's days to show, the last one today's; they come in his zone, in which
    the month begins as well.
    """
    today = days[-1]
    hours = [today + timedelta(hours=hour) for hour in range(24)]
    by_day, by_hour = _Counts(days), _Counts(hours)
    states: dict[DeliveryState | None, int] = {}
    for message in _messages(reader, days[0], now):
        by_day.add(message)
        by_hour.add(message)
        states[message.state] = states.get(message.state, 0) + 1
    balance, told_at = told if told is not None else (None, None)
    return Figures(
        by_day.stretches(),
        by_hour.stretches(),
        delivered=states.get(DeliveryState.DELIVERED, 0),
        failed=states.get(DeliveryState.FAILED, 0),
        unknown=states.get(DeliveryState.UNKNOWN, 0),
        unreported=states.get(DeliveryState.SENT, 0) + states.get(DeliveryState.DEFERRED, 0),
        balance=balance,
        told_at=told_at,
        runway=reader.runway(now),
        used_today=_used(reader, today, now),
        used_this_month=_used(reader, today.replace(day=1), now),
        used_a_week=_used(reader, now - _WEEK, now),
    )


def _messages(reader: Reader, start: datetime, end: datetime) -> Iterable[Message]:
    last: Message | None = None
    while page := reader.messages_between(start, end, last, _EXPORT_PAGE):
        yield from page
        last = page[-1]


def _used(reader: Reader, start: datetime, now: datetime) -> Used | None:
    """Return what was used since ``start``, or since the count was first kept; None when that has just begun."""
    fact = reader.get_fact(TOLD_SINCE)
    if fact is None:
        return None
    since = max(start, datetime.fromisoformat(fact).astimezone(start.tzinfo))
    if since >= now:
        return None
    # One stretch that reaches to this very moment; `end` itself is left out.
    end = now + timedelta(microseconds=1)
    return Used(since, sum(reader.consumption(since, end, end - since)))


class _Counts:
    """Counts messages by the stretch they were written in; those outside are left out."""

    def __init__(self, starts: Sequence[datetime]) -> None:
        self._starts = starts
        self._sent = [0] * len(starts)
        self._received = [0] * len(starts)
        self._bounds = [*pairwise(starts), (starts[-1], None)]
        self._place = 0

    def add(self, message: Message) -> None:
        """Count the next message, none older than the one before."""
        at = message.created_at
        if at < self._starts[0]:
            return
        while (end := self._bounds[self._place][1]) is not None and at >= end:
            self._place += 1
        if message.direction is Direction.IN:
            self._received[self._place] += 1
        elif message.was_sent:
            self._sent[self._place] += 1

    def stretches(self) -> tuple[Stretch, ...]:
        """Return the counts."""
        return tuple(map(Stretch, self._starts, self._sent, self._received))
