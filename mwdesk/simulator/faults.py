"""What the simulated gateway does wrong on purpose, so that a client can be seen coping."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum

from mwdesk.simulator.writing import ReplyStyle

GREETING = b"OK\r\n"
LINE_END = b"\r\n"
JUNK = b"\x00\xffjunk\r\n"
MAX_PLANNED = 10_000
OVERSIZE_BYTES = 2 * 1024 * 1024
"""More than any client should hold for one reply."""
Name = int | str
"""A command: its number, or ``ZD`` and ``ZE``."""


class FaultKind(Enum):
    """What goes wrong with one request."""

    REFUSE = "refuse"
    """Answer ``ER,<code>``; the request takes no effect."""
    DROP_BEFORE_REPLY = "drop_before_reply"
    """The request takes effect, then the connection closes without the answer."""
    DROP_MID_REPLY = "drop_mid_reply"
    """The request takes effect, then the connection closes inside the answer."""
    DROP_AFTER_REPLY = "drop_after_reply"
    """Answer, then close the connection."""
    NO_REPLY = "no_reply"
    """The request takes effect, nothing is answered and the connection stays open."""
    HALF_OPEN = "half_open"
    """The request takes effect, then the connection neither reads nor writes nor closes."""
    JUNK_BEFORE_REPLY = "junk_before_reply"
    """Bytes that are no reply come right before the answer."""
    JUNK_AFTER_REPLY = "junk_after_reply"
    """Bytes that are no reply come right after the answer."""
    WRONG_LENGTH = "wrong_length"
    """An answer that is a frame counts its length wrong; a line has none to count."""
    OVERSIZE_FRAME = "oversize_frame"
    """The request takes effect, then comes a frame larger than its six digits can say."""
    ENDLESS_LINE = "endless_line"
    """The request takes effect, then comes a line that ends only when the client hangs up."""
    HTTP_STATUS = "http_status"
    """Over HTTP: a page with this status and no result line; the request takes no effect."""
    REDIRECT = "redirect"
    """Over HTTP: the page is said to be elsewhere; the request takes no effect."""
    FOREIGN_PAGE = "foreign_page"
    """Over HTTP: somebody else's page with status 200, as a captive portal gives it; the request takes no effect."""
    CONNECTION_CLOSE = "connection_close"
    """Over HTTP: answer with ``Connection: close``, then close."""

    @property
    def is_http_only(self) -> bool:
        """Tell whether the fault can only happen in the HTTP tunnel."""
        return self in _HTTP_ONLY

    @property
    def takes_effect(self) -> bool:
        """Tell whether the request is carried out all the same."""
        return self not in _WITHOUT_EFFECT


_HTTP_ONLY = frozenset(
    {FaultKind.HTTP_STATUS, FaultKind.REDIRECT, FaultKind.FOREIGN_PAGE, FaultKind.CONNECTION_CLOSE},
)
_WITHOUT_EFFECT = frozenset({FaultKind.REFUSE, FaultKind.HTTP_STATUS, FaultKind.REDIRECT, FaultKind.FOREIGN_PAGE})


class Framing(Enum):
    """How an HTTP page tells where it ends."""

    CONTENT_LENGTH = "content_length"
    CHUNKED = "chunked"
    NONE = "none"
    """Only its last tag tells, since the connection stays open."""


@dataclass(slots=True)
class Fault:
    """One planned fault; ``command`` None fits every request."""

    kind: FaultKind
    command: Name | None
    times: int
    code: int = 0
    """The error of a refusal, the status of a page."""
    size: int | None = None
    """Bytes: sent before the drop, of the oversize frame, or too many in the length."""
    data: bytes = b""


@dataclass(slots=True)
class Faults(ReplyStyle):
    """The faults in force. Planned ones are used up in order; the others last until they are changed back."""

    delay_s: float = 0.0
    """Before every reply."""
    segments: tuple[int, ...] = ()
    """Sizes into which everything sent is cut, over and over; none leaves it whole."""
    segment_pause_s: float = 0.0
    line_end: bytes = LINE_END
    line_end_delay_s: float = 0.0
    """Between a reply and its line end."""
    silent_greeting: bool = False
    greeting: bytes = GREETING
    greeting_delay_s: float = 0.0
    framing: Framing = Framing.CONTENT_LENGTH
    separate_head: bool = False
    """A page's headers and body come in segments of their own."""
    hundred_continue: bool = False
    text_before_tag: bytes = b""
    header_bytes: int = 0
    """Bytes of headers nobody needs."""
    gzip: bool = False
    """Pages come compressed, though nobody asked for it."""
    content_length_error: int = 0
    """Bytes by which a page's Content-Length is wrong."""
    planned: list[Fault] = field(default_factory=list)

    @property
    def split_bytes(self) -> bool:
        """Tell whether everything comes one byte at a time: the finest segments."""
        return self.segments == (1,)

    @split_bytes.setter
    def split_bytes(self, on: bool) -> None:
        self.segments = (1,) if on else ()

    @property
    def no_crlf(self) -> bool:
        """Tell whether replies come without a line end."""
        return not self.line_end

    @no_crlf.setter
    def no_crlf(self, on: bool) -> None:
        self.line_end = b"" if on else LINE_END

    def refuse(self, command: Name | None, code: int, times: int = 1) -> None:
        """Answer the next ``times`` requests of this number with ``ER,<code>``."""
        self.plan(FaultKind.REFUSE, command, times, code=code)

    def drop_before_reply(self, command: Name | None = None, times: int = 1) -> None:
        """Let the next requests take effect and close without the answer."""
        self.plan(FaultKind.DROP_BEFORE_REPLY, command, times)

    def drop_mid_reply(self, command: Name | None = None, times: int = 1, size: int | None = None) -> None:
        """Let the next requests take effect and close after ``size`` bytes of the answer, by default half of it."""
        self.plan(FaultKind.DROP_MID_REPLY, command, times, size=size)

    def drop_after_reply(self, command: Name | None = None, times: int = 1) -> None:
        """Answer the next requests and close."""
        self.plan(FaultKind.DROP_AFTER_REPLY, command, times)

    def no_reply(self, command: Name | None = None, times: int = 1) -> None:
        """Let the next requests take effect and never answer them."""
        self.plan(FaultKind.NO_REPLY, command, times)

    def half_open(self, command: Name | None = None, times: int = 1) -> None:
        """Let the next requests take effect and their connections go dead without closing."""
        self.plan(FaultKind.HALF_OPEN, command, times)

    def junk_before_reply(self, command: Name | None = None, times: int = 1, data: bytes = JUNK) -> None:
        """Put bytes before the next answers."""
        self.plan(FaultKind.JUNK_BEFORE_REPLY, command, times, data=data)

    def junk_after_reply(self, command: Name | None = None, times: int = 1, data: bytes = JUNK) -> None:
        """Put bytes after the next answers."""
        self.plan(FaultKind.JUNK_AFTER_REPLY, command, times, data=data)

    def wrong_length(self, command: Name | None = None, times: int = 1, size: int = 7) -> None:
        """Let the next frames count ``size`` bytes too many, or too few when it is negative."""
        self.plan(FaultKind.WRONG_LENGTH, command, times, size=size)

    def oversize_frame(self, command: Name | None = None, times: int = 1, size: int = OVERSIZE_BYTES) -> None:
        """Answer the next requests with a frame of about ``size`` bytes."""
        self.plan(FaultKind.OVERSIZE_FRAME, command, times, size=size)

    def endless_line(self, command: Name | None = None, times: int = 1) -> None:
        """Answer the next requests with a line that does not end."""
        self.plan(FaultKind.ENDLESS_LINE, command, times)

    def http_status(self, status: int, command: Name | None = None, times: int = 1) -> None:
        """Answer the next requests over HTTP with a page of this status and no result line."""
        self.plan(FaultKind.HTTP_STATUS, command, times, code=status)

    def redirect(self, command: Name | None = None, times: int = 1) -> None:
        """Send the next requests over HTTP elsewhere."""
        self.plan(FaultKind.REDIRECT, command, times)

    def foreign_page(self, command: Name | None = None, times: int = 1) -> None:
        """Answer the next requests over HTTP with somebody else's page."""
        self.plan(FaultKind.FOREIGN_PAGE, command, times)

    def connection_close(self, command: Name | None = None, times: int = 1) -> None:
        """Answer the next requests over HTTP, say that the connection closes, and close."""
        self.plan(FaultKind.CONNECTION_CLOSE, command, times)

    def plan(
        self,
        kind: FaultKind,
        command: Name | None = None,
        times: int = 1,
        *,
        code: int = 0,
        size: int | None = None,
        data: bytes = b"",
    ) -> None:
        """Plan a fault for the next ``times`` requests. Raises ``ValueError`` when there are too few or too many."""
        if times < 1:
            raise ValueError("a fault happens at least once")
        if len(self.planned) >= MAX_PLANNED:
            raise ValueError(f"at most {MAX_PLANNED} faults can be planned")
        self.planned.append(Fault(kind, command, times, code, size, data))

    def take(self, command: Name, *, over_http: bool = False) -> Fault | None:
        """Use up the first planned fault that fits this request."""
        for fault in self.planned:
            if fault.command in (None, command) and (over_http or not fault.kind.is_http_only):
                fault.times -= 1
                if fault.times <= 0:
                    self.planned.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Behave again."""
        fresh = Faults()
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))
