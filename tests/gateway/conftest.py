"""Real servers on loopback: the simulator with and without TLS, and proxies."""

from __future__ import annotations

import random
import ssl
from collections.abc import AsyncIterator, Iterator

import pytest
import trustme

from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

from .proxies import pproxy


def _gateway() -> SimulatedGateway:
    return SimulatedGateway({"J00001": SimAccount("123456", 100, 5)}, rng=random.Random(1))


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    server = SimulatorServer(_gateway(), speed=100)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client's context that trusts the test's own authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
async def tls_server(authority: trustme.CA) -> AsyncIterator[SimulatorServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    server = SimulatorServer(_gateway(), tls=context, speed=100)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def proxy_ports() -> Iterator[dict[str, int]]:
    """The ports of a proxy program of others, by scheme; a ``+`` behind those that want a password."""
    with pproxy() as ports:
        yield ports
