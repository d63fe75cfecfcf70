"""Measures the program's start, its memory and its switch between conversations, beside a bare PySide6 window.

    python3 dev.py bench startup [--messages N] [--json FILE]

Console and bare window start in turns, in processes of their own, on the same screen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer
from tests.benchmarks import store_million

QUICK_RUNS = 9
SETTLE_S = 10.0
_LONG_S = 120.0
SWITCH_TARGET_MS, SEARCH_TARGET_MS = 16.0, 30.0


async def _start(*arguments: str) -> dict[str, Any]:
    began = time.time()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.started", *arguments, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(_LONG_S):
        output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {process.returncode}")
    found: dict[str, Any] = {}
    for line in map(json.loads, output.splitlines()):
        if "painted" in line:
            found["painted_ms"] = (line["at"] - began) * 1000
        found |= line
    return found


async def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what both programs cost."""
    server = SimulatorServer(SimulatedGateway({"J00001": SimAccount("123456")}))
    await server.start()
    try:
        ways = {"bare": ("bare",), "console": ("console",)}
        place = {"bare": (), "console": (str(folder), str(server.port))}
        runs: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(QUICK_RUNS):
            for name, (way,) in ways.items():
                runs[name].append((await _start(way, "0", *place[name]))["painted_ms"])
        found = {name: await _start(way, str(SETTLE_S), *place[name]) for name, (way,) in ways.items()}
        return {name: {**found[name], "painted_ms": statistics.median(runs[name])} for name in ways}
    finally:
        await server.stop()


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="bench startup", description="Measure the start beside a bare window.")
    parser.add_argument("--messages", type=int, default=20_000, help="messages in the history; a tenth as many numbers")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="mwdesk-bench-") as name:
        folder = Path(name)
        store_million.fill(folder / "mwdesk.db", options.messages, max(options.messages // 20, 1))
        found = asyncio.run(measure(folder))
    bare, console = found["bare"], found["console"]
    print(f"{f'{options.messages} messages':<34} {'console':>9} {'bare':>9}  ratio")
    for title, key, unit in (("painted", "painted_ms", "ms"), ("memory after 10 s", "resident_mb", "MB")):
        print(f"{title:<34} {console[key]:9.1f} {bare[key]:9.1f} {unit} {console[key] / bare[key]:5.2f}")
    print(f"{'processor while idle, connected':<34} {console['idle_percent']:9.2f}           %")
    for title, key, most_ms in (
        ("switch to another conversation", "switch_ms", SWITCH_TARGET_MS),
        ("search to the screen", "search_ms", SEARCH_TARGET_MS),
    ):
        times = sorted(console[key])
        slow = f"(p95 {times[int(len(times) * 0.95)]:.1f})"
        print(f"{title:<34} {statistics.median(times):9.1f}           ms {slow:<14} target {most_ms:g}")
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0
