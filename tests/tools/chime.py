"""Writes the sound of a new message: two soft strokes, the second a fourth higher.

    python -m tests.tools.chime

Made from sines, so that it belongs to nobody else; the same bytes every time.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "resources" / "sounds" / "message.wav"
RATE = 22_050
LENGTH_S = 0.7
STROKES = ((0.0, 659.26), (0.14, 880.0))
"""Begin in seconds, pitch in hertz."""


def _sample(at_s: float) -> float:
    value = 0.0
    for begin_s, pitch in STROKES:
        since_s = at_s - begin_s
        if since_s >= 0:
            loudness = min(1.0, since_s / 0.006) * math.exp(-since_s * 9)
            turn = 2 * math.pi * pitch * since_s
            value += loudness * (math.sin(turn) + 0.25 * math.sin(2 * turn) * math.exp(-since_s * 12))
    return 0.32 * value * min(1.0, (LENGTH_S - at_s) / 0.05)


def main() -> None:
    """Write the file."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    frames = b"".join(struct.pack("<h", round(32_000 * _sample(i / RATE))) for i in range(round(RATE * LENGTH_S)))
    with wave.open(str(OUT), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames)


if __name__ == "__main__":
    main()
