"""The harness's end of :mod:`tests.tools.desk_process`: start it, talk to it, kill it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

Said = dict[str, Any]


class DeskEndedError(Exception):
    """The process has ended, by itself or at the point it was told to die at."""

    def __init__(self, said: Sequence[Said] = ()) -> None:
        super().__init__("the process has ended")
        self.said = said


class DeskProcess:
    """The background half in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said: list[Said] = []

    @classmethod
    async def start(cls, folder: Path, port: int, entries: dict[str, str] | None, *options: str) -> DeskProcess:
        """Start one with a keyring, None for a plain file, and wait until it is ready.

        Raises :class:`DeskEndedError`, with what the process said before.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.tools.desk_process", str(folder), str(port), *options),
            *(() if entries is None else ("--entries", json.dumps(entries))),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        desk = cls(process)
        try:
            await desk.until(event="ready")
        except DeskEndedError as error:
            await desk.kill()
            raise DeskEndedError(desk.said) from error
        return desk

    def do(self, name: str, **arguments: object) -> None:
        """Give a command without waiting for anything."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": name, **arguments}).encode() + b"\n")

    async def hear(self) -> Said:
        """Return the next event."""
        assert self._process.stdout is not None
        async with asyncio.timeout(10):
            line = await self._process.stdout.readline()
        if not line:
            raise DeskEndedError
        self.said.append(json.loads(line))
        return self.said[-1]

    async def until(self, **fields: object) -> Said:
        """Listen until an event with these fields has been heard, perhaps already."""
        fits = lambda said: said.items() >= fields.items()  # noqa: E731
        while not (found := [said for said in self.said if fits(said)]):
            await self.hear()
        return found[-1]

    async def ask(self, name: str, **arguments: object) -> None:
        """Give a command and wait until it is done."""
        self.said = [said for said in self.said if said != {"event": "done", "do": name}]
        self.do(name, **arguments)
        await self.until(event="done", do=name)

    async def kill(self) -> None:
        """Send SIGKILL, see it through, and hear what was said before."""
        with contextlib.suppress(ProcessLookupError):
            # Not by the process object, which would take the exit code from under asyncio's hands.
            os.kill(self._process.pid, signal.SIGKILL)
        rest, _ = await self._process.communicate()
        self.said += [json.loads(line) for line in rest.splitlines()]
