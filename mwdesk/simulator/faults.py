"""What the simulated gateway does wrong on purpose, so that a client can be seen coping."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

GREETING = b"OK\r\n"


class FaultKind(Enum):
    """What goes wrong with one request."""

    REFUSE = "refuse"
    """Answer ``ER,<code>``; the request takes no effect."""
    DROP_BEFORE_REPLY = "drop_before_reply"
    """The request takes effect, then the connection closes without the answer."""
    DROP_AFTER_REPLY = "drop_after_reply"
    """Answer, then close the connection."""
    NO_REPLY = "no_reply"
    """The request takes effect, nothing is answered and the connection stays open."""


@dataclass(slots=True)
class Fault:
    """One planned fault; ``command`` None fits every request."""

    kind: FaultKind
    command: int | None
    times: int
    code: int = 0


@dataclass(slots=True)
class Faults:
    """The faults in force. Planned ones are used up in order; the others last until they are changed back."""

    delay_s: float = 0.0
    split_bytes: bool = False
    no_crlf: bool = False
    silent_greeting: bool = False
    greeting: bytes = GREETING
    poll_interval: int | None = None
    planned: list[Fault] = field(default_factory=list)

    def refuse(self, command: int | None, code: int, times: int = 1) -> None:
        """Answer the next ``times`` requests of this number with ``ER,<code>``."""
        self._plan(Fault(FaultKind.REFUSE, command, times, code))

    def drop_before_reply(self, command: int | None = None, times: int = 1) -> None:
        """Let the next requests take effect and close without the answer."""
        self._plan(Fault(FaultKind.DROP_BEFORE_REPLY, command, times))

    def drop_after_reply(self, command: int | None = None, times: int = 1) -> None:
        """Answer the next requests and close."""
        self._plan(Fault(FaultKind.DROP_AFTER_REPLY, command, times))

    def no_reply(self, command: int | None = None, times: int = 1) -> None:
        """Let the next requests take effect and never answer them."""
        self._plan(Fault(FaultKind.NO_REPLY, command, times))

    def take(self, command: int) -> Fault | None:
        """Use up the first planned fault that fits this request."""
        for fault in self.planned:
            if fault.command is None or fault.command == command:
                fault.times -= 1
                if fault.times <= 0:
                    self.planned.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Behave again."""
        self.delay_s = 0.0
        self.split_bytes = self.no_crlf = self.silent_greeting = False
        self.greeting = GREETING
        self.poll_interval = None
        self.planned.clear()

    def _plan(self, fault: Fault) -> None:
        if fault.times < 1:
            raise ValueError("a fault happens at least once")
        self.planned.append(fault)
