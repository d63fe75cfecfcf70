"""Throw bytes at everything that reads bytes it did not write, and see that it keeps its promises.

    python3 dev.py fuzz [--minutes 10] [--target NAME]

Coverage leads the bytes where atheris runs (Linux on x86-64); elsewhere hypothesis draws them, for the same targets.
Each target raises only what its docstring says, whatever comes, holds no more than it may and takes less than a second.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.tools.memory import memory_folder

HAS_ATHERIS = importlib.util.find_spec("atheris") is not None
IS_CHILD = "--child" in sys.argv

if HAS_ATHERIS and IS_CHILD and not TYPE_CHECKING:
    import atheris

    instrumented = atheris.instrument_imports(include=["mwdesk"])
else:
    instrumented = contextlib.nullcontext()
with instrumented:
    from mwdesk import config
    from mwdesk.domain import text as sms_text
    from mwdesk.domain.phone import MAX_DIGITS, PhoneNumber
    from mwdesk.errors import LocalProtocolError, MwDeskError, RemoteProtocolError
    from mwdesk.protocol import commands, frames, http, records, replies
    from mwdesk.simulator.http_front import TunnelReader

LIMIT_S = 1.0
SMALL_BYTES = 64
NOW = datetime(2026, 11, 23, 2, 32, 5, tzinfo=UTC)
FRAME = b"ZZ000011,28"
CUT_BYTES = 4
"""The first bytes of an input say where it is cut; the rest is what is read."""
RECORDED = Path(__file__).parents[1] / "protocol" / "recorded.json"
Outcome = bytes | str | None
_WELL_DATED = re.compile(r"\d{4}-\d\d?-\d\d? \d\d?:\d\d?:\d\d?", re.ASCII)
"""Anything else is kept as it came, but the server's half does not write it."""


def cut(data: bytes) -> tuple[bytes, list[bytes]]:
    """Return what is to be read, whole and in pieces."""
    where, body = data[:CUT_BYTES], data[CUT_BYTES:]
    steps = [step or 256 for step in where] or [1]
    pieces, start = [], 0
    for step in itertools.cycle(steps):
        if start >= len(body):
            return body, pieces
        pieces.append(body[start : start + step])
        start += step
    raise AssertionError


def outcome(wire: frames.Wire, pieces: Sequence[bytes]) -> Outcome:
    """Return the first reply, what stands there when nothing more comes, or the name of the error."""
    try:
        for piece in pieces:
            if (reply := wire.feed(piece)) is not None:
                return reply
        return wire.settle()
    except MwDeskError as error:
        return type(error).__name__


def check_socket_wire(data: bytes) -> None:
    """However a reply is cut up, it is the same one; no more is held than allowed."""
    body, pieces = cut(data)
    whole = outcome(frames.SocketWire(), [body])
    in_pieces = outcome(frames.SocketWire(), pieces)
    assert whole == in_pieces, (whole, in_pieces)
    assert whole is None or not isinstance(whole, bytes) or not whole.endswith((b"\r", b"\n"))
    wire = frames.SocketWire(SMALL_BYTES)
    with contextlib.suppress(MwDeskError):
        for piece in pieces:
            wire.feed(piece)
            assert len(wire._buffer) <= SMALL_BYTES
        wire.settle(is_ended=True)


def check_http_wire(data: bytes) -> None:
    """However a page is cut up, its line is the same one; no more is held than allowed."""

    def fresh(max_bytes: int = frames.MAX_REPLY_BYTES) -> http.HttpWire:
        wire = http.HttpWire("gateway", max_bytes=max_bytes)
        wire.request(FRAME)
        return wire

    body, pieces = cut(data)
    whole, in_pieces = outcome(fresh(), [body]), outcome(fresh(), pieces)
    # What comes behind a page's own length may save the page, or spoil it, if it is there in time.
    assert whole == in_pieces or isinstance(whole, str) or isinstance(in_pieces, str), (whole, in_pieces)
    wire = fresh(SMALL_BYTES)
    with contextlib.suppress(MwDeskError):
        for piece in pieces:
            wire.feed(piece)
            assert len(wire._between) <= SMALL_BYTES
            assert wire._received <= SMALL_BYTES
        wire.settle(is_ended=True)
    wire = fresh()
    with contextlib.suppress(MwDeskError):
        # A second exchange on the same connection.
        if wire.feed(body) is not None:
            wire.request(FRAME)
            wire.feed(body)
            wire.settle()


def check_requests(data: bytes) -> None:
    """A client's frames are cut the same however they come, and what is understood can be written and read again."""

    def read(pieces: Sequence[bytes]) -> list[bytes | str]:
        reader, found = frames.RequestReader(), list[bytes | str]()
        try:
            for piece in pieces:
                found += reader.feed(piece)
        except RemoteProtocolError:
            found.append("no frame")
        return found

    body, pieces = cut(data)
    in_pieces = read(pieces)
    whole = read([body])
    # One bad frame hides the good ones that came with it, so the whole may know fewer.
    assert whole == in_pieces or whole[-1:] == ["no frame"] == in_pieces[-1:], (whole, in_pieces)
    for frame in [body, *(frame for frame in in_pieces if isinstance(frame, bytes))]:
        with contextlib.suppress(MwDeskError):
            command = commands.parse_command(frame)
            with contextlib.suppress(LocalProtocolError):
                again = commands.parse_command(command.encode())
                # A one-way text is cut at its limit.
                assert again == command or isinstance(command, commands.SendOneWay), (command, again)


def check_replies(data: bytes) -> None:
    """Whatever the gateway answers, it is read or refused by name."""
    readers: tuple[Callable[[bytes], object], ...] = (
        replies.parse_balance,
        replies.parse_message_id,
        replies.parse_reports,
        replies.expect_ok,
        replies.is_greeting,
        lambda reply: replies.parse_messages(reply, NOW),
        lambda reply: replies.parse_service_messages(reply, NOW),
    )
    for read in readers:
        with contextlib.suppress(MwDeskError):
            read(data)


def check_records(data: bytes) -> None:
    """What was read can be written, and then stays what it is."""
    message = records.parse_message(data, NOW)
    if _WELL_DATED.fullmatch(message.gateway_time) and not message.phone.digits.startswith(("86", "0086")):
        with contextlib.suppress(UnicodeEncodeError):
            written = records.encode_message(message)
            assert records.encode_message(records.parse_message(written, NOW)) == written
    service = records.parse_service_message(data, NOW)
    if _WELL_DATED.fullmatch(service.gateway_time):
        with contextlib.suppress(UnicodeEncodeError):
            written = records.encode_service_message(service)
            records.parse_service_message(written, NOW)
    report = records.parse_report(data)
    if report is not None and _WELL_DATED.fullmatch(report.gateway_time):
        with contextlib.suppress(UnicodeEncodeError):
            written = records.encode_report(report)
            assert records.parse_report(written) == report, (records.parse_report(written), report)


def check_tunnel(data: bytes) -> None:
    """Requests in the tunnel are cut the same however they come."""

    def read(pieces: Sequence[bytes]) -> list[object]:
        reader, found = TunnelReader(), list[object]()
        for piece in pieces:
            try:
                for request in reader.feed(piece):
                    found.append(request)
                    if not request.stays:
                        return found
            except RemoteProtocolError:
                return [*found, "not HTTP"]
        return found

    body, pieces = cut(data)
    whole, in_pieces = read([body] if body else []), read(pieces)
    assert whole == in_pieces, (whole, in_pieces)


def check_phone(data: bytes) -> None:
    """A number is refused, or is 1 to 15 digits that stay as they are when read again."""
    for written in (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")):
        try:
            phone = PhoneNumber.parse(written)
        except ValueError:
            continue
        assert re.fullmatch(rf"[0-9]{{1,{MAX_DIGITS}}}", phone.digits), phone.digits
        assert isinstance(phone.carrier.value, str)
        assert phone.is_plausible in (True, False)
        assert phone.grouped.replace(" ", "") == phone.digits
        assert phone.digits not in phone.masked or len(phone.digits) == 0
        if not phone.digits.startswith(("86", "0086")):
            assert PhoneNumber.parse(phone.digits) == phone, (written, phone)


def check_text(data: bytes) -> None:
    """Texts are cleaned once and for all, cut without loss, and nothing hides what cannot be sent."""
    for text in (data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace"), records.decode(data)):
        cleaned = sms_text.clean(text)
        assert sms_text.clean(cleaned) == cleaned
        assert "".join(sms_text.split(cleaned)) == cleaned
        assert sms_text.length(cleaned) == len(cleaned)
        found = sms_text.find_unsendable(cleaned)
        assert bool(found) != sms_text.can_encode(cleaned)
        for each in found:
            assert cleaned[each.position] == each.character
            assert each.replacement is None or sms_text.can_encode(each.replacement)
        shown = sms_text.for_display(text)
        assert sms_text.for_display(shown) == shown


def check_settings(data: bytes) -> None:
    """A settings file of any content gives settings that can be saved and come back the same."""
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        path = Path(folder) / "settings.json"
        path.write_bytes(data)
        settings = config.load(path)
        config.save(path, settings)
        assert config.load(path) == settings


TARGETS: dict[str, Callable[[bytes], None]] = {
    "socket_wire": check_socket_wire,
    "http_wire": check_http_wire,
    "requests": check_requests,
    "replies": check_replies,
    "records": check_records,
    "tunnel": check_tunnel,
    "phone": check_phone,
    "text": check_text,
    "settings": check_settings,
}


def check(target: str, data: bytes) -> None:
    """Run one input and see that it takes no longer than it may."""
    began = time.process_time()
    with contextlib.suppress(UnicodeDecodeError):
        TARGETS[target](data)
    took_s = time.process_time() - began
    assert took_s < LIMIT_S, f"took {took_s:.1f} s"


def seeds(target: str) -> Iterator[bytes]:
    """Return inputs to begin with: what was recorded of the vendor's client, and a few of each form."""
    recorded: list[dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    pages = {
        kind: [
            bytes.fromhex(e["reply"]) for e in recorded if e.get("reply") and (e["transport"] == "socket") is is_socket
        ]
        for kind, is_socket in (("lines", True), ("pages", False))
    }
    requests = [entry["request"].encode("latin-1") for entry in recorded if entry.get("request")]
    bodies: dict[str, Sequence[bytes]] = {
        "socket_wire": pages["lines"],
        "http_wire": pages["pages"],
        "requests": [request for request in requests if request.startswith(b"Z")],
        "replies": pages["lines"],
        "records": [record for line in pages["lines"] for record in line.partition(b"*,")[2][4:].split(b";")],
        "tunnel": [request + b"\r\nHost: x\r\n\r\n" for request in requests if request.startswith(b"POST")],
        "phone": [b"13800138000", "+86 138-0013\u30008000".encode(), b"008613800138000", "１３８".encode()],
        "text": ["您好，世界".encode(), "e\u0301\u200b\u00a0🙂€\r\n".encode(), "㛃䶮".encode()],
        "settings": [json.dumps(config._to_document(config.Settings())).encode(), b"{}", b'{"account": 1}'],
    }
    is_cut = target in ("socket_wire", "http_wire", "requests", "tunnel")
    for body in {*bodies[target]}:
        yield b"\x01\x07\x1d\x00" + body if is_cut else body


def run_atheris(target: str, seconds: int, corpus: Path) -> None:
    """Fuzz in this process, which ends with it."""
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        "-max_len=4096",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={corpus.parent}/", str(corpus)], lambda d: check(target, d)
    )
    atheris.Fuzz()


def run_hypothesis(target: str, seconds: float) -> None:
    """Draw inputs until the time is over; raises what the target raised, with the smallest input that does it."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    found = sorted(seeds(target))

    @st.composite
    def damaged(draw: st.DrawFn) -> bytes:
        data = bytearray(draw(st.sampled_from(found)))
        for _ in range(draw(st.integers(0, 5))):
            where = draw(st.integers(0, len(data)))
            data[where : where + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
        return bytes(data)

    runs = 0
    ends_at = time.monotonic() + seconds

    @settings(max_examples=1000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=damaged() | st.binary(max_size=200))
    def draw_some(data: bytes) -> None:
        nonlocal runs
        runs += 1
        check(target, data)

    while time.monotonic() < ends_at:
        draw_some()
    print(f"stat::number_of_executed_units: {runs}")


def run_target(target: str, seconds: int) -> tuple[bool, str]:
    """Fuzz one target in a process of its own; return whether it held, and a line of figures."""
    with tempfile.TemporaryDirectory(prefix="mwdesk-fuzz-") as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        command = [sys.executable, "-m", "tests.tools.fuzz", "--child", target, str(seconds), str(corpus)]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
        took_s = time.monotonic() - began
        said = done.stdout + done.stderr
        artifacts = [path for path in Path(folder).iterdir() if path.is_file()]
        units = re.findall(r"stat::number_of_executed_units:\s*(\d+)", said)
        covered = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", said)
        runs = int(units[-1]) if units else 0
        line = f"{target:<12} {runs:>9} runs {runs / took_s:>8.0f}/s"
        if covered:
            edges, features, kept = covered[-1]
            line += f"  coverage {edges} edges, {features} features, {kept} inputs kept"
        for path in artifacts:
            line += f"\n  {path.name}: {path.read_bytes()!r}"
        if done.returncode:
            # A failed check speaks on stdout, a failed start on stderr.
            line += "\n" + "\n".join(f"  {each}" for each in (done.stdout or done.stderr).splitlines()[-25:])
        return done.returncode == 0, line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Throw bytes at every reader.")
    parser.add_argument("--minutes", type=float, default=10.0, help="for all targets together")
    parser.add_argument("--target", choices=sorted(TARGETS), help="only this one")
    parser.add_argument("--child", nargs=3, metavar=("TARGET", "SECONDS", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        target, seconds, corpus = options.child
        if HAS_ATHERIS:
            run_atheris(target, int(seconds), Path(corpus))
        else:
            run_hypothesis(target, float(seconds))
        return 0
    if not HAS_ATHERIS:
        print("NOTICE: atheris has no wheel here. HYPOTHESIS DRAWS BLINDLY instead: it finds far less.", flush=True)
    targets = [options.target] if options.target else list(TARGETS)
    seconds = max(1, round(options.minutes * 60 / len(targets)))
    print(f"{len(targets)} targets, {seconds} s each", flush=True)
    held = []
    for target in targets:
        is_held, line = run_target(target, seconds)
        held.append(is_held)
        print(("ok      " if is_held else "FAILED  ") + line, flush=True)
    return 0 if all(held) else 1


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
    sys.exit(130)
