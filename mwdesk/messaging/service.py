"""What the window can ask for. Every method is a coroutine of the background loop; every result is frozen."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mwdesk.credentials import Credentials
from mwdesk.domain.account import Account, Balance
from mwdesk.domain.canned import CannedReply
from mwdesk.domain.events import (
    BalanceChanged,
    Event,
    MessagesChanged,
    PasswordHolds,
    PasswordSettled,
    Polled,
    StoreTrouble,
)
from mwdesk.domain.message import Conversation, ListCounts, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import CredentialError, GatewayError, NotConnectedError, StoreError
from mwdesk.messaging import lookups
from mwdesk.messaging.alarm import Alarm
from mwdesk.messaging.archive import Archive
from mwdesk.messaging.gathering import Gathering
from mwdesk.messaging.passwords import Passwords
from mwdesk.messaging.secrets import Secrets
from mwdesk.messaging.timings import Timings
from mwdesk.messaging.today import Today, midnight
from mwdesk.store.store import Changes, Store

if TYPE_CHECKING:
    from mwdesk.domain.card import Card, Details, Note
    from mwdesk.domain.diagnosis import Check
    from mwdesk.domain.evidence import Evidence
    from mwdesk.domain.figures import Answers, Figures
    from mwdesk.domain.finding import Findings, Query, Troubled
    from mwdesk.domain.importing import CannedImport, NamedNumber, NamesPreview
    from mwdesk.messaging.session import Session

logger = logging.getLogger(__name__)
T = TypeVar("T")

_NAMED_AT_ONCE = 200
CANDIDATE_SUFFIX = " (new)"
"""Beside the account's own keyring entry while a change of password is unanswered, so that a crash cannot lose it."""


class MessagingService:
    """The background's front door."""

    def __init__(
        self, path: Path, credentials: Credentials, publish: Callable[[Event], None], timings: Timings | None = None
    ) -> None:
        self._publish = publish
        self._timings = timings or Timings()
        self._secrets = Secrets(credentials)
        self._remember = False
        self._session: Session | None = None
        self._attempts: set[asyncio.Task[Any]] = set()
        self._leaving = False
        self._told: BalanceChanged | None = None
        self._gathering = Gathering(self._publish_alone, self._timings.gather_s)
        """What the gateway causes goes through it; what the operator does is seen at once."""
        self.archive = Archive(path, self._secrets, self._timings, self._gathering.put, self._publish_trouble)
        """The local database: opened by :meth:`start`."""
        self._today = Today()
        self._alarm = Alarm(lambda: self._store, self._publish_changes)

    @property
    def _store(self) -> Store:
        return self.archive.store

    async def start(self, unlock: str = "", plain: bool = False) -> None:
        """Open the local database as :meth:`Archive.open` does; what was being sent at the end is now unknown."""
        await self.archive.open(unlock, plain)
        self._alarm.start()

    async def disconnect(self) -> None:
        """End the session and every attempt at one, for good; quick at any moment."""
        self._leaving = True
        for attempt in self._attempts:
            attempt.cancel()
        await asyncio.gather(*self._attempts, return_exceptions=True)
        await self._end_session()

    async def stop(self) -> None:
        """Disconnect and close the local database."""
        await self.disconnect()
        await self._alarm.stop()
        await self.archive.close()
        self._gathering.close()

    # Reading

    async def conversations(self) -> list[Conversation]:
        """Return the list's rows: everyone who waits, and the newest others."""
        return self._store.conversations()

    async def thread(self, phone: PhoneNumber, before_row_id: int | None = None, limit: int = 50) -> list[Message]:
        """Return the newest messages of a number, oldest first, or those before a row."""
        return self._store.thread(phone, before_row_id, limit)

    async def thread_after(self, phone: PhoneNumber, row_id: int, limit: int = 50) -> tuple[list[Message], bool]:
        """Return the messages that follow a row, and whether more follow them."""
        messages = self._store.thread(phone, limit=limit + 1, after_row_id=row_id)
        return messages[:limit], len(messages) > limit

    async def thread_around(self, phone: PhoneNumber, row_id: int, limit: int = 60) -> tuple[list[Message], bool]:
        """Return the messages around a row, oldest first, and whether newer ones follow them."""
        messages = self._store.thread_around(phone, row_id, limit)
        return messages, bool(messages) and bool(self._store.thread(phone, limit=1, after_row_id=messages[-1].row_id))

    async def evidence(self, row_id: int) -> Evidence:
        """Return what hints at the outcome of an unanswered send. Raises :class:`StoreError`."""
        return self._store.evidence(row_id)

    async def conversations_after(self, last: Conversation | None) -> list[Conversation]:
        """Return the conversations that follow one in the order of time, whether they wait or not."""
        return [] if last is None else self._store.conversations_after(last)

    async def failed_conversations(self, last: Conversation | None = None) -> list[Conversation]:
        """Return the newest conversations with failures, or those that follow one there."""
        return self._store.failed_conversations(last)

    async def archived_conversations(self, last: Conversation | None = None) -> list[Conversation]:
        """Return the newest conversations of the archive, or those that follow one there."""
        return self._store.archived_conversations(last)

    async def list_counts(self) -> ListCounts:
        """Count the conversations of each kind in the whole file."""
        return self._store.list_counts()

    async def tags_in_use(self) -> list[str]:
        """Return every tag some customer has, the most frequent first."""
        return self._store.tags_in_use()

    async def details(self, row_id: int) -> Details | None:
        """Return all there is to know of a message, if there is one."""
        return self._store.details(row_id)

    # Slow reading, beside everything else

    async def find(self, query: Query, before_row_id: int | None = None) -> Findings:
        """Return a page of the customers and messages that hold a text; customers come with the first one."""
        return await self.archive.read(lambda reader: lookups.find(reader, query, before_row_id))

    async def find_in_thread(self, phone: PhoneNumber, text: str) -> list[int]:
        """Return the rows of a conversation that hold a text, oldest first."""
        return await self.archive.read(lambda reader: lookups.find_in_thread(reader, phone, text))

    async def first_since(self, phone: PhoneNumber, moment: datetime) -> int | None:
        """Return the row of a conversation's first message from a moment on, else of its last before it."""
        return await self.archive.read(lambda reader: reader.first_since(phone, moment))

    async def moments(self, phone: PhoneNumber, start: datetime, end: datetime) -> list[datetime]:
        """Return the times of a conversation's messages in [start, end)."""
        return await self.archive.read(lambda reader: reader.moments(phone, start, end))

    async def troubled(self, silent_since: datetime, silent_before: datetime) -> list[Troubled]:
        """Return what failed, is unknown, or was submitted between two moments and never reported on; newest first."""
        return await self.archive.read(lambda reader: lookups.troubled(reader, silent_since, silent_before))

    async def card(self, phone: PhoneNumber) -> Card:
        """Return what is known of a customer; nobody knows more than the number of one who is new."""
        return await self.archive.read(lambda reader: reader.card(phone))

    async def runway(self) -> timedelta | None:
        """Return how long the balance lasts at the pace of the last days; None while that cannot be told."""
        return await self.archive.read(lambda reader: reader.runway(_now()))

    async def figures(self, days: Sequence[datetime]) -> Figures:
        """Work out the usage page for days that begin at these moments, the last one today's."""
        now, told, session = _now(), self._told, self._session
        known = told if told is not None and (session is None or session.account.name == told.account) else None
        pair = None if known is None else (known.balance, known.at)
        return await self.archive.read(lambda reader: lookups.figures(reader, days, now, pair))

    async def answers_today(self) -> Answers:
        """Count the customers answered today, and average their waits."""
        return await self.archive.read(lambda reader: reader.answers(midnight()))

    # Writing

    async def publish_today(self) -> None:
        """Publish today's counts. Raises :class:`StoreError`."""
        self._publish(MessagesChanged(today=self._today.counts(self._store)))

    async def send(
        self, phone: PhoneNumber, texts: Sequence[str], settles: Collection[int] = (), draft: str = ""
    ) -> None:
        """Store messages as pending and wake the outbox. Raises :class:`StoreError`.

        ``settles`` are the rows of failed or unknown messages that they make up for, ``draft`` is what has been written
        besides.
        """
        self._send(self._store.add_outgoing(phone, texts, _now(), settles, draft))

    async def resend(self, row_id: int) -> None:
        """Send a failed or unknown message once more as it is, unless it is dealt with. Raises :class:`StoreError`."""
        self._send(self._store.resend(row_id, _now()))

    def _send(self, changes: Changes) -> None:
        self._publish_changes(changes)
        if self._session is not None:
            self._session.wake_outbox()

    async def cancel(self, row_id: int) -> None:
        """Take a message back that has not gone out yet."""
        self._publish_changes(self._store.cancel(row_id, _now()))

    async def mark_sent(self, row_id: int) -> None:
        """Let the operator declare an unknown message sent."""
        self._publish_changes(self._store.mark_sent(row_id, "", _now()))

    async def dismiss_failed(self, row_id: int) -> None:
        """Take a trouble out of the failed list and count; its state stays."""
        self._publish_changes(self._store.dismiss_failed(row_id))

    async def save_draft(self, phone: PhoneNumber, text: str) -> None:
        """Keep what is being written to a number."""
        self._publish_changes(self._store.save_draft(phone, text))

    async def mark_read(self, phone: PhoneNumber) -> None:
        """Clear a conversation's unread count.

        The window asks for it at each message of the open conversation: as fast as they come, it is told together.
        """
        self._gathering.put(self._store.mark_read(phone))

    async def open_number(self, phone: PhoneNumber) -> None:
        """Make sure a conversation with this number exists, and publish it: the list may hold it not, or no longer."""
        self._store.ensure_conversation(phone)
        self._publish_changes(Changes(conversations=tuple(filter(None, [self._store.conversation(phone)]))))

    # The local database

    async def unsaved(self) -> int:
        """Count what came from the gateway and waits in memory to be stored."""
        return self.archive.persistence.unsaved

    async def keep_for(self, days: int) -> None:
        """Forget messages older than so many days from now on; 0 keeps all."""
        self.archive.keep_for(days)

    async def protect(self, unlock: str = "") -> None:
        """Encrypt the database as :meth:`Archive.protect` does, and go on with it."""
        async with self._apart():
            await self.archive.protect(unlock)

    async def unprotect(self) -> None:
        """Write the database without a key, and go on with it."""
        async with self._apart():
            await self.archive.unprotect()

    async def restore(self, path: Path, unlock: str = "") -> None:
        """Put a backup in the database's place, and go on with it."""
        async with self._apart():
            await self.archive.restore(path, unlock)

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[None]:
        """End the session while the file it writes to is replaced; another goes on with the new file."""
        session = self._session
        await self._end_session()
        self._gathering.flush()
        try:
            yield
        finally:
            if session is not None and not self._leaving:
                self._session = self._new_session(session.account, session.passwords)
                self._session.start()

    # What the operator does with a conversation as a whole; an answer from the customer opens it again

    async def pin(self, phone: PhoneNumber, on: bool = True) -> None:
        """Keep a conversation at the top of the list, or no longer."""
        self._publish_changes(self._store.pin(phone, on))

    async def archive_conversation(self, phone: PhoneNumber, on: bool = True) -> None:
        """Put a conversation away, or take it back."""
        self._publish_changes(self._store.archive(phone, on))

    async def resolve(self, phone: PhoneNumber, on: bool = True) -> None:
        """Call a conversation done, or let it wait again as it did before."""
        self._publish_changes(self._store.resolve(phone, _now() if on else None))

    async def snooze(self, phone: PhoneNumber, until: datetime | None) -> None:
        """Let a conversation rest until then, or take it back at once with None."""
        self._publish_changes(self._store.snooze(phone, until))
        self._alarm.look()

    async def block(self, phone: PhoneNumber, on: bool = True) -> None:
        """Let what a number writes neither wait nor count as unread, or no longer."""
        self._publish_changes(self._store.block(phone, on))

    async def mark_unread(self, phone: PhoneNumber) -> None:
        """Make a conversation look unread until it is opened again."""
        self._publish_changes(self._store.mark_unread(phone))

    # What the operator notes about a customer

    async def set_name(self, phone: PhoneNumber, name: str) -> None:
        """Name a customer; an empty name drops it."""
        from mwdesk.messaging import names

        self._publish_changes(self._store.set_name(phone, names.tidy(name)))

    async def add_note(self, phone: PhoneNumber, text: str, author: str) -> Note:
        """Write a note down, with the operator's name."""
        note = self._store.add_note(phone, text, author, _now())
        self._publish_changes(Changes(conversations=tuple(filter(None, [self._store.conversation(phone)]))))
        return note

    async def edit_note(self, row_id: int, text: str, author: str) -> Note:
        """Change a note and keep who did and when. Raises :class:`StoreError` when it is gone."""
        return self._store.edit_note(row_id, text, author, _now())

    async def delete_note(self, row_id: int) -> None:
        """Delete a note for good."""
        self._store.delete_note(row_id)

    async def set_tags(self, phone: PhoneNumber, tags: Sequence[str]) -> None:
        """Give a customer these tags and no others; blanks around them and repetitions go."""
        self._store.set_tags(phone, list(filter(None, (" ".join(tag.split()) for tag in tags))))
        self._publish_changes(Changes(conversations=tuple(filter(None, [self._store.conversation(phone)]))))

    async def preview_names(self, path: Path) -> NamesPreview:
        """Read names from a CSV or Excel file without keeping any of it. Raises :class:`ImportFileError`."""
        from mwdesk.messaging import names

        read = await asyncio.to_thread(names.read, path)
        return await self.archive.read(lambda reader: names.with_old_names(reader, read))

    async def import_names(self, rows: Sequence[NamedNumber]) -> int:
        """Name the customers of a preview, in steps between which other work goes on; return how many it changed.

        Raises :class:`StoreError`; what was done before stays, and doing it all again does no harm.
        """
        changed = 0
        for start in range(0, len(rows), _NAMED_AT_ONCE):
            step = {row.phone: row.name for row in rows[start : start + _NAMED_AT_ONCE]}
            named = self._store.set_names(step).conversations
            changed += len(named)
            listed = tuple(conversation for conversation in named if conversation.last_at is not None)
            if listed:
                self._publish_changes(Changes(conversations=listed))
            await asyncio.sleep(0)
        return changed

    # Canned replies

    async def canned_replies(self) -> list[CannedReply]:
        """Return all of them by title; :func:`mwdesk.domain.canned.rank` puts them in the order of use."""
        return self._store.canned_replies()

    async def save_canned_reply(self, title: str, text: str, row_id: int = 0) -> CannedReply:
        """Add one, or change the one in a row, and return it as it is kept. Raises :class:`StoreError`."""
        from mwdesk.messaging import canned  # like all that reads and writes files, not needed for the first paint

        title, text = canned.tidy(title, text)
        initials = await asyncio.to_thread(canned.initials, title)
        return self._store.save_canned_reply(CannedReply(row_id, title, text, initials))

    async def readings(self, names: Collection[str]) -> dict[str, str]:
        """Return the pinyin initials of each name, line by line; see :func:`mwdesk.messaging.canned.readings`."""
        from mwdesk.messaging import canned

        return await asyncio.to_thread(lambda: {name: canned.readings(name) for name in names})

    async def delete_canned_reply(self, row_id: int) -> None:
        """Delete one for good."""
        self._store.delete_canned_reply(row_id)

    async def used_canned_reply(self, row_id: int) -> None:
        """Count that one was put into a message."""
        self._store.note_canned_use(row_id, _now())

    async def preview_canned_import(self, path: Path) -> CannedImport:
        """Read a JSON, CSV or Excel file without keeping any of it. Raises :class:`ImportFileError`."""
        from mwdesk.messaging import canned

        kept = self._store.canned_replies()
        return await asyncio.to_thread(canned.read, path, kept)

    async def import_canned(self, replies: Sequence[CannedReply]) -> list[CannedReply]:
        """Add what a preview returned, all or none, and return it as it is kept. Raises :class:`StoreError`."""
        return self._store.save_canned_replies(replies)

    async def export_canned(self, path: Path) -> int:
        """Write all to a CSV or JSON file and return how many they are. Raises :class:`ExportError`."""
        from mwdesk.messaging import canned

        replies = self._store.canned_replies()
        await asyncio.to_thread(canned.write, path, replies)
        return len(replies)

    # The account

    async def keyring_available(self) -> bool:
        """Tell whether a password can be remembered."""
        return await self._secrets.is_available()

    async def resume(self, account: Account) -> bool:
        """Sign in with the remembered password; False when there is none and it must be asked for."""
        try:
            known = await self._secrets.read(account.credential_key)
            candidate = await self._secrets.read(account.credential_key + CANDIDATE_SUFFIX)
            proxy = account.route.proxy
            proxy_password = await self._secrets.read(proxy.credential_key) if proxy is not None and proxy.user else ""
        except CredentialError:
            logger.info("the keyring cannot be read; the password is asked for")
            return False
        if known is None:
            return False
        await self._end_session()
        self._remember = True
        self._session = self._new_session(account, Passwords(known, candidate, proxy_password or ""))
        self._session.start()
        return True

    async def sign_in(self, account: Account, password: str, remember: bool, proxy_password: str = "") -> None:
        """Log in once and, when that worked, stay logged in; a password not to ``remember`` is forgotten.

        Raises what the login raised; then the session there was goes on. Raises :class:`CredentialError` when logged in
        but not remembered, or not forgotten.
        """
        await self._log_in(account, password, proxy_password)
        self._remember = remember
        if remember:
            await self._secrets.write(account.credential_key, password)
            await self._secrets.forget(account.credential_key + CANDIDATE_SUFFIX)
            if account.route.proxy is not None and account.route.proxy.user:
                await self._secrets.write(account.route.proxy.credential_key, proxy_password)
        elif await self._secrets.is_available():
            await self._forget(account)

    async def _forget(self, account: Account) -> None:
        for key in (account.credential_key, account.credential_key + CANDIDATE_SUFFIX):
            await self._secrets.forget(key)

    async def _log_in(self, account: Account, password: str, proxy_password: str = "") -> None:
        session = self._new_session(account, Passwords(password, proxy=proxy_password))
        async with self._paused():
            client = await self._attempt(session.log_in())
            await self._end_session()
            if self._leaving:
                await client.close()
                raise NotConnectedError("the program is ending")
        self._session = session
        session.start(client)

    @asynccontextmanager
    async def _paused(self) -> AsyncIterator[None]:
        """Take the session off the gateway for a while: the account may be logged in but once."""
        session = self._session
        if session is not None:
            await session.pause()
        try:
            yield
        finally:
            if session is not None and self._session is session and not self._leaving:
                session.start()

    async def check_connection(
        self, account: Account, password: str, proxy_password: str, report: Callable[[tuple[Check, ...]], None]
    ) -> tuple[Check, ...]:
        """Try a way to the gateway and tell each step; the session there is pauses meanwhile."""
        from mwdesk.messaging.diagnosis import diagnose

        async with self._paused():
            checks = diagnose(account, password, proxy_password, self._timings.request_timeout_s, report)
            return await self._attempt(checks)

    async def sign_out(self, *, forget: bool = False) -> None:
        """Close the link and ``forget`` the account's password; pending messages stay for whoever signs in next.

        Raises :class:`CredentialError` when signed out but the keyring still has the password.
        """
        session = self._session
        await self._end_session()
        if session is not None and forget:
            self._remember = False
            await self._forget(session.account)

    async def owns(self, account: Account, password: str) -> bool:
        """Tell whether this is the account's password; where none is known here the gateway says, by signing in.

        Raises what :meth:`sign_in` raises, but for a refusal.
        """
        session = self._session
        known = session.passwords.known if session is not None and session.account == account else None
        if known is None:
            with contextlib.suppress(CredentialError):
                known = await self._secrets.read(account.credential_key)
        if known is not None:
            return hmac.compare_digest(known.encode(), password.encode())
        try:
            await self._log_in(account, password)
            self._remember = False
        except GatewayError:
            return False
        return True

    async def retry_now(self) -> None:
        """Try to connect at once, and offer again what the gateway did not want."""
        if self._session is not None:
            self._session.retry_now()

    async def network_changed(self) -> None:
        """Look at once whether the link still holds."""
        if self._session is not None:
            self._session.suspect_link()

    async def change_password(self, old: str, new: str) -> None:
        """Change the password at the gateway, then in the keyring.

        The new one is laid beside the old before asking: if the answer is lost, or the program, the next login tries it
        first. Raises :class:`GatewayError` when refused, :class:`NotConnectedError` when nothing was asked, another
        :class:`TransportError` when nobody knows, :class:`CredentialError` when it holds but could not be remembered.
        """
        session = self._session
        if session is None or not session.is_connected:
            # Also because the question an earlier change left open is settled by the next login alone.
            raise NotConnectedError("there is no connection")
        key = session.account.credential_key
        if self._remember:
            await self._secrets.write(key + CANDIDATE_SUFFIX, new)
        known, proxy = session.passwords.known, session.passwords.proxy
        session.passwords = Passwords(known, new, proxy)
        try:
            await session.change_password(old, new)
        except (GatewayError, NotConnectedError):
            session.passwords = Passwords(known, proxy=proxy)
            if self._remember:
                await self._secrets.forget(key + CANDIDATE_SUFFIX)
            raise
        session.passwords = Passwords(new, proxy=proxy)
        await self._remember_settled(key, new)

    async def _settle(self, holds: PasswordHolds) -> None:
        session = self._session
        if session is None:
            return
        with contextlib.suppress(CredentialError):
            await self._remember_settled(session.account.credential_key, session.passwords.known)
        self._publish(PasswordSettled(holds))

    async def _remember_settled(self, key: str, password: str) -> None:
        if self._remember:
            await self._secrets.write(key, password)
            await self._secrets.forget(key + CANDIDATE_SUFFIX)

    async def _attempt(self, work: Coroutine[Any, Any, T]) -> T:
        """Run what may take long, so that :meth:`disconnect` can end it with :class:`NotConnectedError`."""
        attempt = asyncio.create_task(work)
        self._attempts.add(attempt)
        try:
            if self._leaving:
                attempt.cancel()
            return await attempt
        except asyncio.CancelledError:
            if self._leaving:
                raise NotConnectedError("the program is ending") from None
            raise
        finally:
            self._attempts.discard(attempt)

    def _new_session(self, account: Account, passwords: Passwords) -> Session:
        # What talks to the gateway is not needed before the window is painted, and takes 60 ms to import.
        from mwdesk.messaging.outbox import Outbox
        from mwdesk.messaging.poller import Poller
        from mwdesk.messaging.session import Session

        persistence = self.archive.persistence
        outbox = Outbox(self._store, self._timings, persistence, self._gathering.put, self._publish)
        poller = Poller(self._store, self._timings, persistence, self._publish_polled)
        return Session(
            account,
            passwords,
            outbox,
            poller,
            self._timings,
            self._publish,
            lambda balance: self._publish_balance(account.name, balance),
            self._settle,
        )

    async def _end_session(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.stop()

    def _publish_balance(self, account: str, balance: Balance) -> None:
        now = _now()
        self._told = BalanceChanged(balance, now, account)
        with contextlib.suppress(StoreError):  # a hint for later; what was received says if the file has trouble
            self._note_balance(account, balance, now)
        self._publish(self._told)

    def _note_balance(self, account: str, balance: Balance, now: datetime) -> None:
        store = self._store
        told_of, told_since = store.get_fact(lookups.TOLD_OF), store.get_fact(lookups.TOLD_SINCE)
        if told_of is not None and told_of != account:
            store.forget_balances()
            told_since = None
        store.note_balance(balance, now)
        if told_since is None:
            store.set_fact(lookups.TOLD_SINCE, now.isoformat())
        if told_of != account:
            store.set_fact(lookups.TOLD_OF, account)

    def _publish_trouble(self, error: StoreError | None) -> None:
        self._publish(StoreTrouble(error))

    def _publish_polled(self, at: datetime, any_came: bool) -> None:
        if not any_came:
            self._gathering.flush()  # there is no more at the gateway that it could be waiting for
        self._publish(Polled(at))

    def _publish_changes(self, changes: Changes) -> None:
        self._gathering.flush()
        self._publish_alone(changes)

    def _publish_alone(self, changes: Changes) -> None:
        today = None
        if changes.added or changes.changed:
            with contextlib.suppress(StoreError):  # what changed is to be seen whether it can be counted or not
                today = self._today.counts(self._store, changes.added, changes.changed)
        self._publish(MessagesChanged(changes.added, changes.changed, changes.conversations, today))


def _now() -> datetime:
    return datetime.now(UTC)
