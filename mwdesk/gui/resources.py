"""Where icons, tokens, translations and sounds lie: inside a wheel, beside the package in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import mwdesk


@cache
def _root() -> Path:
    package = Path(mwdesk.__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file; it need not exist."""
    return _root().joinpath(*parts)


def guide_path(language: str) -> Path:
    """Return the operator's guide; its pictures lie beside it."""
    name = "guide.zh.md" if language == "zh_CN" else "guide.en.md"
    shipped = resource_path("guide")
    return (shipped if shipped.is_dir() else _root().parent / "docs") / name
