"""Run the simulated gateway by itself: ``mwdesk-simulator``."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import sys
from collections.abc import Sequence

from mwdesk.simulator.control import ControlServer
from mwdesk.simulator.customers import Customers
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted; the first line printed is JSON with the ports."""
    arguments = _parser().parse_args(argv)
    try:
        asyncio.run(_serve(arguments))
    except OSError as error:
        print(f"mwdesk-simulator: cannot listen: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        # Only where the loop takes no signal handlers; the servers were closed on the way out.
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mwdesk-simulator", description="A simulated SMS gateway on this computer.")
    parser.add_argument("--port", type=_port, default=8018, help="gateway port; 0 takes a free one")
    parser.add_argument("--http-port", type=_port, default=0, help="port of the HTTP tunnel; 0 takes a free one")
    parser.add_argument("--control-port", type=_port, default=0, help="control port; 0 takes a free one")
    parser.add_argument("--account", default="J00001")
    parser.add_argument("--password", default="123456")
    parser.add_argument("--left", type=int, default=1245, help="messages left")
    parser.add_argument("--used", type=int, default=38678, help="messages used")
    parser.add_argument("--seed", type=int, default=None, help="make a run repeatable")
    parser.add_argument("--customers", action=argparse.BooleanOptionalAction, default=True, help="customers write")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how much faster than life time passes")
    return parser


def _port(written: str) -> int:
    port = int(written)
    if not 0 <= port <= 65535:
        raise ValueError(written)
    return port


def _speed(written: str) -> float:
    speed = float(written)
    if not 0 < speed <= 10_000:
        raise ValueError(written)
    return speed


async def _serve(arguments: argparse.Namespace) -> None:
    seed = arguments.seed if arguments.seed is not None else random.randrange(2**32)  # noqa: S311 - a dice, not a secret
    account = SimAccount(arguments.password, arguments.left, arguments.used)
    gateway = SimulatedGateway({arguments.account: account}, rng=random.Random(seed))  # noqa: S311
    # A generator of their own: what an operator sends must not change who writes next.
    customers = Customers(random.Random(seed + 1)) if arguments.customers else None  # noqa: S311
    server = SimulatorServer(
        gateway, port=arguments.port, http_port=arguments.http_port, customers=customers, speed=arguments.speed
    )
    control = ControlServer(server, port=arguments.control_port)
    stop = asyncio.Event()
    try:
        await server.start()
        await control.start()
        _on_signals(stop)
        ready = {
            "port": server.port,
            "http_port": server.http_port,
            "control_port": control.port,
            "account": arguments.account,
            "seed": seed,
        }
        print(json.dumps(ready), flush=True)
        await stop.wait()
    finally:
        await control.stop()
        await server.stop()


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows' loop takes none; Python's own handler then has to hand over to the loop.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


if __name__ == "__main__":
    sys.exit(main())
