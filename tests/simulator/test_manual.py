"""docs/simulator.md tells the control port as it is."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from mwdesk.simulator.control import FAULT_KINDS, ControlServer
from mwdesk.simulator.faults import Faults
from mwdesk.simulator.server import SimulatorServer

MANUAL = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text("utf-8")
EXAMPLES = [line for block in re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL) for line in block.splitlines()]


def _state(server: SimulatorServer) -> dict[str, Any]:
    gateway = server.gateway
    return copy.deepcopy(
        {
            "faults": server.faults,
            "accounts": gateway.accounts,
            "rules": (gateway.keywords, gateway.id_form, gateway.outcomes),
            "connections": (server.is_listening, server.accepted, server.port, server.http_port),
        }
    )


async def test_every_command_and_fault_has_its_example(server: SimulatorServer) -> None:
    requests = [json.loads(example) for example in EXAMPLES]
    assert {request["do"] for request in requests} == ControlServer(server).commands
    assert {request["kind"] for request in requests if request["do"] == "fault"} == FAULT_KINDS


@pytest.mark.parametrize("example", EXAMPLES)
async def test_the_example_works(server: SimulatorServer, example: str) -> None:
    before = _state(server)
    answer = await ControlServer(server).handle(example.encode())
    assert answer["ok"] is True, answer
    request = json.loads(example)
    if request["do"] == "fault" and request["kind"] != "clear":
        assert server.faults != Faults()
    if request["do"] in ("mo", "service_mo", "flood", "outcome", "account", "gateway"):
        assert _state(server) != before


@pytest.mark.parametrize("example", EXAMPLES)
async def test_an_unknown_field_is_refused_and_changes_nothing(server: SimulatorServer, example: str) -> None:
    before = _state(server)
    request = {**json.loads(example), "colour": "red"}
    answer = await ControlServer(server).handle(json.dumps(request).encode())
    assert answer == {"ok": False, "error": "unknown field 'colour'"}
    assert _state(server) == before


@pytest.mark.parametrize("example", EXAMPLES)
async def test_an_unusable_value_is_refused_and_changes_nothing(server: SimulatorServer, example: str) -> None:
    before = _state(server)
    request = json.loads(example)
    for key in request.keys() - {"do"}:
        answer = await ControlServer(server).handle(json.dumps({**request, key: {}}).encode())
        assert answer["ok"] is False
        assert answer["error"].startswith(f"{key}: ") or "unknown" in answer["error"]
        assert _state(server) == before
