"""Kill a child process at every step of a piece of work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

KILLED = 99


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run the work in a fork that dies at its ``step``-th call into C; tell whether it came to an end before."""
    child = os.fork()
    if child == 0:
        calls = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            if event == "c_call":
                calls += 1
                if calls >= step:
                    os._exit(KILLED)

        code = 1
        try:
            sys.setprofile(count)
            work()
            code = 0
        finally:
            # Whatever was raised, this copy of the test run ends here.
            sys.setprofile(None)
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"the work itself failed with {code}"
    return code == 0


def every_step(work: Callable[[], object], stride: int = 1) -> Iterator[int]:
    """Yield after each death, until the work is done."""
    step = 1
    while not killed_at(step, work):
        yield step
        step += stride
