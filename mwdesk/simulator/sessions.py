"""What one connection may do, whatever carries its frames: log in, then ask; and what goes wrong with it on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mwdesk.errors import RemoteProtocolError
from mwdesk.protocol import replies
from mwdesk.protocol.commands import Command, Login, parse_command
from mwdesk.simulator.faults import Fault, FaultKind, Faults, Name
from mwdesk.simulator.gateway import WRONG_LOGIN, Handover, SimulatedGateway
from mwdesk.simulator.writing import shift_length

UNKNOWN_COMMAND = 99
_ENDLESS_BYTES = 1 << 40
_OVERSIZE_HEAD = b"ZZ999999,31,2,*,001,"


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply without its line end, and what its way out is to do with it.

    ``filler_bytes`` follow the line; they are counted only, since no memory holds them. After the answer the connection
    ends unless it ``stays``. ``conveyed`` is to be called when all of it has gone out so that it can be read.
    """

    line: bytes
    fault: Fault | None = None
    stays: bool = True
    filler_bytes: int = 0
    conveyed: Callable[[], None] = lambda: None


class Session:
    """One connection's state. ``now`` tells the gateway's time; ``heard`` is called with every command understood."""

    def __init__(
        self,
        gateway: SimulatedGateway,
        faults: Faults,
        now: Callable[[], float],
        heard: Callable[[Command], None],
        *,
        over_http: bool,
    ) -> None:
        self._gateway = gateway
        self._faults = faults
        self._now = now
        self._heard = heard
        self._over_http = over_http
        self._account = ""
        self._handover = Handover()

    def answer(self, frame: bytes) -> Answer:
        """Carry out one frame and return what to answer."""
        try:
            command = parse_command(frame)
        except RemoteProtocolError:
            return Answer(_line(replies.encode_error(UNKNOWN_COMMAND)))
        # Nobody asks on before the last answer has come, so it has; a new handover forgets it.
        self._handover = Handover()
        fault = self._faults.take(_name(frame), over_http=self._over_http)
        stays = True
        if fault is not None and not fault.kind.takes_effect:
            reply = replies.encode_error(fault.code)
        elif isinstance(command, Login):
            reply = self._log_in(command)
        elif self._account:
            reply = self._gateway.execute(self._account, command, self._now(), self._faults, self._handover)
        else:
            reply, stays = replies.encode_error(WRONG_LOGIN), False
        self._heard(command)
        answer = _with_fault(_line(reply), fault, stays)
        return replace(answer, conveyed=self._handover.settle) if self._gateway.believes_conveyed else answer

    def end(self) -> None:
        """Give the login back, and the records that did not arrive if the gateway does so; harmless without any."""
        if self._gateway.redelivers:
            self._handover.give_back()
        if self._account:
            self._gateway.log_out(self._account)
            self._account = ""

    def _log_in(self, command: Login) -> bytes:
        self.end()
        code = self._gateway.log_in(command)
        if code is not None:
            return replies.encode_error(code)
        self._account = command.account
        return replies.encode_ok()


def _with_fault(line: bytes, fault: Fault | None, stays: bool) -> Answer:
    match fault:
        case Fault(kind=FaultKind.WRONG_LENGTH, size=int(excess)):
            return Answer(shift_length(line, excess), fault, stays)
        case Fault(kind=FaultKind.OVERSIZE_FRAME, size=int(size)):
            return Answer(_OVERSIZE_HEAD, fault, stays, size)
        case Fault(kind=FaultKind.ENDLESS_LINE):
            return Answer(b"OK,", fault, stays, _ENDLESS_BYTES)
    return Answer(line, fault, stays)


def _line(reply: bytes) -> bytes:
    return reply.removesuffix(b"\r\n")


def _name(frame: bytes) -> Name:
    if frame.startswith(b"ZZ"):
        return int(frame.split(b",", 2)[1])
    return frame[:2].decode("ascii")
