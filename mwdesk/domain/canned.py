"""Canned replies: texts an operator sends again and again, how they are found, and the blanks in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

TITLE_LIMIT = 40
"""Characters in a title; it stands on one line of the list."""

VARIABLES: Mapping[str, str] = {
    "name": "name",
    "姓名": "name",
    "number": "number",
    "号码": "number",
    "today": "today",
    "今天": "today",
    "time": "time",
    "时间": "time",
    "me": "me",
    "我": "me",
}
"""What may stand between braces, and the value it stands for."""

_BLANK = re.compile(r"\{([^{}\n]{1,40})\}|｛([^｛｝\n]{1,40})｝")


class CannedReply(Struct, frozen=True):
    """A text kept for sending again. ``initials`` are small: pinyin initials, ASCII as it is. A new one has row 0."""

    row_id: int
    title: str
    text: str
    initials: str = ""
    used: int = 0
    last_used_at: datetime | None = None


class Undefined(Struct, frozen=True):
    """A blank nothing can be put into, and where it stands with its braces, in code points of the filled text."""

    name: str
    start: int
    length: int


def rank(query: str, replies: Iterable[CannedReply]) -> list[CannedReply]:
    """Return the replies that fit what was typed, best first.

    Initials that begin with it, then those that contain it, then titles, then texts that do; among equals the most
    used, then the last used. An empty query fits all.
    """
    wanted = query.strip().casefold()
    ranked = [(place, reply) for reply in replies if (place := _place(wanted, reply)) is not None]
    return [reply for _, reply in sorted(ranked, key=lambda each: (each[0], *_by_use(each[1])))]


def _place(wanted: str, reply: CannedReply) -> int | None:
    if reply.initials.startswith(wanted):
        return 0
    for place, held in enumerate((reply.initials, reply.title.casefold(), reply.text.casefold()), 1):
        if wanted in held:
            return place
    return None


def _by_use(reply: CannedReply) -> tuple[int, float, str, int]:
    last = 0.0 if reply.last_used_at is None else reply.last_used_at.timestamp()
    return -reply.used, -last, reply.title, reply.row_id


def fill(text: str, values: Mapping[str, str]) -> tuple[str, Sequence[Undefined]]:
    """Fill a text's blanks, ``{name}`` or ``{姓名}``, and return it with those that stay, in order.

    ``values`` goes by the English names of :data:`VARIABLES`; an empty or missing value and an unknown name leave the
    blank as it stands, for the operator to see. A value's own braces are text.
    """
    parts: list[str] = []
    undefined: list[Undefined] = []
    length = done = 0
    for blank in _BLANK.finditer(text):
        name = (blank[1] or blank[2]).strip()
        value = values.get(VARIABLES.get(name.lower(), ""), "")
        before = text[done : blank.start()]
        length += len(before)
        if not value:
            value = blank[0]
            undefined.append(Undefined(name, length, len(value)))
        parts += (before, value)
        length += len(value)
        done = blank.end()
    parts.append(text[done:])
    return "".join(parts), undefined


def demo_canned_replies() -> tuple[CannedReply, ...]:
    """Return the demo's first replies, for the customers of a photo studio."""
    return (
        CannedReply(0, "问候", "{姓名}您好，我是{我}，请问有什么可以帮您？", "wh"),
        CannedReply(
            0, "门店地址", "门店在和平路18号二楼，地铁2号线和平门站B口步行5分钟，营业时间9:30至20:00。", "mddz"
        ),
        CannedReply(
            0, "预约确认", "{姓名}您好，您的拍摄已约好，请提前15分钟到店。如需改期请提前一天告诉我们。", "yyqr"
        ),
        CannedReply(0, "取件提醒", "{姓名}您好，您的照片已经做好，凭本号码{号码}到前台领取即可。", "qjtx"),
        CannedReply(0, "开发票", "请回复发票抬头和税号，电子发票一个工作日内发出。", "kfp"),
        CannedReply(0, "稍等查询", "收到，正在为您查询，稍后回复您。", "sdcx"),
    )
