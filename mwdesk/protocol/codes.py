"""What a refusal of the gateway asks of us (component manual, table 1, and the later codes)."""

from __future__ import annotations

from enum import Enum


class Policy(Enum):
    """How to go on after ``ER,<code>``."""

    ASK_PASSWORD = "ask_password"  # noqa: S105
    """The account or password is not taken: only the operator can help."""
    STOP = "stop"
    """The account or this address is shut out: trying again cannot help."""
    LONG_WAIT = "long_wait"
    """Too many logins: wait minutes, not seconds."""
    SLOW_DOWN = "slow_down"
    """Polled too fast: lengthen the interval."""
    NO_CREDIT = "no_credit"
    """Nothing can be sent until the account is topped up."""
    RETRY_LATER = "retry_later"
    """Busy now; later it may pass."""
    REFUSED = "refused"
    """This request is not taken; the same again will not be either."""


_POLICIES = {
    **dict.fromkeys((1, 5, 6, 25), Policy.ASK_PASSWORD),
    **dict.fromkeys((7, 57), Policy.STOP),
    **dict.fromkeys((43, 56), Policy.LONG_WAIT),
    **dict.fromkeys((41, 42), Policy.SLOW_DOWN),
    3: Policy.NO_CREDIT,
    **dict.fromkeys((15, 37), Policy.RETRY_LATER),
}


def policy(code: int) -> Policy:
    """Return what to do after ``ER,<code>``."""
    return _POLICIES.get(code, Policy.REFUSED)
