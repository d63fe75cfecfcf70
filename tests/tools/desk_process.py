"""The background half alone in a process that can be killed: commands in, events out, both a JSON object a line.

python -m tests.tools.desk_process DATA_DIR PORT [--die POINT:TIMES] [--broken HOW] [--entries JSON]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mwdesk.domain.account import Account
from mwdesk.domain.events import Event, LinkChanged, MessagesChanged, PasswordSettled, Polled
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import MwDeskError
from mwdesk.messaging.service import MessagingService
from mwdesk.messaging.timings import Timings
from tests.tools import dying

# The request's limit is long: a withheld answer must stay withheld until the kill.
TIMINGS = Timings(request_timeout_s=30, poll_s=0.02, balance_s=30, retry_first_s=0.02, retry_limit_s=0.1)


def say(**event: Any) -> None:
    """Print one event, whole: the keyring's thread talks as well."""
    os.write(sys.stdout.fileno(), json.dumps(event).encode() + b"\n")


class ToldCredentials:
    """Passwords in memory; every change is told, so that whoever outlives this process can hand them back."""

    def __init__(self, entries: dict[str, str]) -> None:
        self.entries = entries
        self.changed: Callable[[], None] = lambda: None

    def is_available(self) -> bool:
        """Say yes."""
        return True

    def read(self, key: str) -> str | None:
        """Return the password, or None."""
        return self.entries.get(key)

    def write(self, key: str, password: str) -> None:
        """Keep the password and tell."""
        self.entries[key] = password
        say(event="keyring", entries=self.entries)
        self.changed()

    def forget(self, key: str) -> None:
        """Drop the password and tell."""
        self.entries.pop(key, None)
        say(event="keyring", entries=self.entries)
        self.changed()


class DeskProcess:
    """A service that does what it reads."""

    def __init__(self, folder: Path, port: int, credentials: ToldCredentials, plain: bool) -> None:
        self._account = Account("J00001", "127.0.0.1", port)
        self._credentials = credentials
        self._plain = plain
        self._service = MessagingService(folder / "mwdesk.db", self._credentials, self._publish, TIMINGS)
        self._polled = asyncio.Event()

    def _publish(self, event: Event) -> None:
        match event:
            case MessagesChanged():
                for message in (*event.added, *event.changed):
                    say(event="message", text=message.text, state=message.state.value if message.state else "in")
            case LinkChanged():
                say(event="link", state=event.state.value)
            case PasswordSettled():
                say(event="settled", holds=event.holds.value)
            case Polled():
                self._polled.set()

    async def run(self, commands: asyncio.StreamReader) -> None:
        """Serve until standard input ends."""
        await self._service.start(plain=self._plain)
        say(event="ready")
        while line := await commands.readline():
            command = json.loads(line)
            try:
                await self._do(command)
            except MwDeskError as error:
                say(event="failed", do=command["do"], error=type(error).__name__)
            else:
                say(event="done", do=command["do"])
        await self._service.stop()

    async def _do(self, command: dict[str, Any]) -> None:
        match command:
            case {"do": "sign_in", "password": password}:
                await self._service.sign_in(self._account, password, remember=True)
            case {"do": "resume_or_sign_in", "password": password}:
                if not await self._service.resume(self._account):
                    await self._service.sign_in(self._account, password, remember=True)
            case {"do": "resume", "entries": entries}:
                self._credentials.entries.update(entries)
                await self._service.resume(self._account)
            case {"do": "send", "phone": phone, "texts": texts}:
                await self._service.send(PhoneNumber(phone), texts)
            case {"do": "change_password", "old": old, "new": new}:
                await self._service.change_password(old, new)
            case {"do": "back_up"}:
                await self._service.archive.read(lambda reader: reader.back_up_in_turn())
            case {"do": "poll"}:
                self._polled.clear()
                await self._polled.wait()
            case _:
                raise ValueError(command)


async def main() -> None:
    """Connect standard input and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--die", default="")
    parser.add_argument("--broken", default="")
    parser.add_argument("--entries", type=json.loads, default=None, help="the keyring; without it the file is plain")
    arguments = parser.parse_args()
    credentials = ToldCredentials(arguments.entries or {})
    if arguments.broken:
        dying.break_on_purpose(arguments.broken)
    if arguments.die:
        point, times = arguments.die.split(":")
        death = dying.Death(point, int(times))
        death.arrange()
        credentials.changed = lambda: death.pass_by("password.keyring")
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    await DeskProcess(arguments.folder, arguments.port, credentials, arguments.entries is None).run(commands)


if __name__ == "__main__":
    asyncio.run(main())
