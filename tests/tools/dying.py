"""Points at which a desk process can be made to kill itself, and builds that are broken on purpose.

Only :mod:`tests.tools.desk_process` uses this, in a process of its own: it changes the program's classes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from mwdesk.gateway.transport import ByteStream
from mwdesk.protocol.codes import Code
from mwdesk.store import backup, database, reader
from mwdesk.store.store import Changes, Store

_FRAMES = {"login": b",20,", "send": b",61,", "fetch": b",31,", "reports": b",33,", "password": b",29,"}
_STEPS = {
    "send.mark": (Store, "mark_sending"),
    "send.answer": (Store, "mark_sent"),
    "receive.store": (Store, "add_incoming"),
    "report.store": (Store, "apply_reports"),
    "compose.store": (Store, "add_outgoing"),
    "balance.store": (Store, "note_balance"),
    "backup.place": (backup, "put_in_place"),
    "backup.thin": (reader, "thin_out"),
    "migration.step": (database.Database, "_version"),
}
POINTS = (
    *(f"{name}.{when}" for name in _STEPS for when in ("before", "after")),
    *(f"{name}.written" for name in _FRAMES),
    "password.keyring",
)
"""Before and after each step that changes a file, after each frame, and at each change of the keyring."""
BROKEN = ("late-commit", "resend")
"""Fetched messages stored only after the next poll; a send without an answer sent again."""


class Death:
    """Kills this process when a point is passed for the n-th time."""

    def __init__(self, point: str, times: int) -> None:
        self._point = point
        self._left = times

    def pass_by(self, point: str) -> None:
        """Die here, if it is the time."""
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def arrange(self) -> None:
        """Put the points into the program."""
        for name, (owner, attribute) in _STEPS.items():
            if self._point.startswith(f"{name}."):
                setattr(owner, attribute, self._around(name, getattr(owner, attribute)))
        if self._point.endswith(".written"):
            self._watch_frames()

    def _around(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **named: Any) -> Any:
            self.pass_by(f"{name}.before")
            result = step(*arguments, **named)
            self.pass_by(f"{name}.after")
            return result

        return stepped

    def _watch_frames(self) -> None:
        write = ByteStream.write

        def watched(stream: ByteStream, data: bytes) -> None:
            write(stream, data)
            for name, mark in _FRAMES.items():
                if data[8:12].startswith(mark):
                    self.pass_by(f"{name}.written")

        ByteStream.write = watched  # type: ignore[method-assign]


def break_on_purpose(how: str) -> None:
    """Turn the program into one that loses or doubles, so that whoever looks for that can be seen to find it."""
    if how == "late-commit":
        store, held = Store.add_incoming, []

        def store_late(self: Store, batch: Any, now: Any, **_named: Any) -> Changes:
            held.append((batch, now))
            return store(self, *held.pop(0)) if len(held) > 1 else Changes()

        Store.add_incoming = store_late  # type: ignore[method-assign, assignment]
    elif how == "resend":
        Store.mark_unknown = lambda self, row_id, now, _reason="": self.put_back(row_id, f"ER:{Code.BUSY}", now)  # type: ignore[method-assign]
        Store.recover_sending = _resend_all  # type: ignore[method-assign]
    else:
        raise ValueError(how)


def _resend_all(self: Store, now: Any) -> Any:
    with self._db.transaction() as connection:
        connection.execute("UPDATE messages SET state = 'pending' WHERE state = 'sending'")
    return self.put_back(0, "", now)
