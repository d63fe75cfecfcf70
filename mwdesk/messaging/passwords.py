"""What an account is opened with, in memory only."""

from __future__ import annotations


class Passwords:
    """What the account and its proxy are opened with.

    ``known`` holds as far as we know; ``candidate`` is the new one while a change of password is unanswered.
    """

    def __init__(self, known: str, candidate: str | None = None, proxy: str = "") -> None:
        self.known = known
        self.candidate = candidate
        self.proxy = proxy

    def __repr__(self) -> str:
        return "Passwords(...)"
